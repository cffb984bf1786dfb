"""What a file tells of a call, laid over what was told of it before. Pure."""

from dataclasses import fields, replace
from datetime import datetime, tzinfo
from typing import Any

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.vehicles import Address

_OWN = frozenset({"towbook_id"})
_NAMES = tuple(each.name for each in fields(TowBookCall) if each.name not in _OWN)


def overlaid(before: TowBookCall, told: TowBookCall, zone: tzinfo, *, only_gaps: bool = False) -> TowBookCall:
    """The call as it was told before, with what a file says beyond it.

    A file leaves out what it does not know and writes the rest shorter: minutes without seconds, days without hours, an
    address without its business. The same said shorter is no change. With ``only_gaps`` (the file is older than what
    was told before) only what nobody told yet is taken.
    """
    changes: dict[str, Any] = {}
    for name in _NAMES:
        theirs, ours = getattr(told, name), getattr(before, name)
        if theirs is not None and (ours is None or not (only_gaps or _says_the_same(ours, theirs, zone))):
            changes[name] = theirs
    if before.requested_by is not None and told.requested_by in _likely_requestors(told):
        changes.pop("requested_by", None)  # a file without that column has it from the place or the account
    return replace(before, **changes) if changes else before


def _likely_requestors(told: TowBookCall) -> tuple[str | None, ...]:
    return told.towed_from.business if told.towed_from else None, told.account


def _says_the_same(ours: object, theirs: object, zone: tzinfo) -> bool:
    if isinstance(ours, datetime) and isinstance(theirs, datetime):
        return _same_moment(ours, theirs, zone)
    if isinstance(ours, Address) and isinstance(theirs, Address):
        return _same_place(ours, theirs)
    if isinstance(ours, str) and isinstance(theirs, str):
        return _folded(ours) == _folded(theirs)
    return ours == theirs


def _same_moment(ours: datetime, theirs: datetime, zone: tzinfo) -> bool:
    """Equal to the minute where the file has no seconds, to the day where it has no hour (midnight)."""
    local, said = ours.astimezone(zone), theirs.astimezone(zone)
    if said.second or said.microsecond:
        return local == said
    if said.hour == said.minute == 0:
        return local.date() == said.date()
    return local.replace(second=0, microsecond=0) == said


def _same_place(ours: Address, theirs: Address) -> bool:
    parts = ((getattr(ours, name), getattr(theirs, name)) for name in ("street", "city", "state", "zip", "business"))
    return all(said is None or (known is not None and _folded(known) == _folded(said)) for known, said in parts)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
