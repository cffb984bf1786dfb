"""What contradicts the usual order: recorded only with a reason, flagged for good."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import CLOSING, Event, EventKind, day_text, holds, standing, status_of
from itow_desktop.domain.gates import newly_refused, written_day
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

Kind = EventKind

SALES = frozenset({Kind.SALE_PLANNED, Kind.SALE_HELD, Kind.SOLD, Kind.TRANSFERRED_TO_CUSTODIAN, Kind.SCRAPPED})
"""Events of a sale or scrapping, which must wait for the dates of the law."""
MANY = 3
"""Cars with the very same time of day that make somebody ask whether it can be."""

_BY_US = frozenset({Kind.NOTE, Kind.SUPERSEDED, Kind.VOIDED, Kind.HOLD_PLACED, Kind.HOLD_LIFTED})
"""Happen at the desk, to many cars at once."""
_DISPOSED = frozenset({Kind.SALE_HELD, Kind.SOLD, Kind.UNSOLD, Kind.TRANSFERRED_TO_CUSTODIAN, Kind.SCRAPPED})
_SENT = frozenset({Kind.LETTER_PRINTED, Kind.LETTER_SENT, Kind.LETTER_HANDED_OVER})
_ANY_TIME = frozenset(
    {Kind.NOTE, Kind.SUPERSEDED, Kind.LOOKED_UP, Kind.PHOTOS_TAKEN, Kind.VOIDED, Kind.LIEN_ATTACHED, Kind.CERTIFICATE_DATED}
)
_BEFORE_TOW = _ANY_TIME | _SENT | {Kind.TOWED, Kind.POLICE_NOTIFIED, Kind.CALL_IN_MISSED, Kind.SCRAP_CERTIFICATE_RECEIVED}
"""May be dated before the tow: the police are called before the removal."""
_AFTER_CLOSING = (
    _ANY_TIME | _SENT | CLOSING.keys() | {Kind.DISPOSITION_REPORTED, Kind.LETTER_DELIVERED, Kind.LETTER_RETURNED, Kind.LETTER_VOIDED}
)
_NEVER_LEGAL = _ANY_TIME | CLOSING.keys() | {Kind.TOWED, Kind.HOLD_PLACED, Kind.HOLD_LIFTED}
"""What may be recorded of a car that is no impound."""


@dataclass(frozen=True, slots=True)
class _Follows:
    """What an event follows: the kinds that may come first, and what is said where none is recorded (None: it need not be)."""

    first: frozenset[EventKind]
    missing: str | None = None


_SOS = frozenset({Kind.SOS_NOTICE_DATED})
_NO_NOTICE = "No SOS notice date is recorded"
_FOLLOWS: Mapping[EventKind, _Follows] = MappingProxyType(
    {
        Kind.SOS_NOTICE_DATED: _Follows(frozenset({Kind.LEIN_ENTERED})),
        Kind.HEARING_PETITIONED: _Follows(_SOS, f"{_NO_NOTICE}; a petition answers that notice."),
        Kind.HEARING_DECIDED: _Follows(frozenset({Kind.HEARING_PETITIONED}), "No petition for a hearing is recorded."),
        Kind.ABANDONMENT_REQUESTED: _Follows(frozenset({Kind.POLICE_RELEASED}), "The police have not released the car as far as recorded."),
        Kind.BILL_OF_SALE_REQUESTED: _Follows(_SOS, f"{_NO_NOTICE}; a TR-52L comes after it."),
        Kind.BILL_OF_SALE_RECEIVED: _Follows(_SOS, f"{_NO_NOTICE}; a TR-52L comes after it."),
        Kind.DISPOSITION_REPORTED: _Follows(frozenset(CLOSING), "The car has not left as far as recorded."),
        Kind.LETTER_DELIVERED: _Follows(_SENT, "No letter is recorded as sent."),
        Kind.LETTER_RETURNED: _Follows(_SENT, "No letter is recorded as sent."),
        Kind.CERTIFICATE_DATED: _Follows(frozenset({Kind.LIEN_ATTACHED}), "The day the lien attached is not recorded."),
    }
)
_CONTRADICTS: Mapping[EventKind, tuple[EventKind, str]] = MappingProxyType(
    {
        Kind.CALL_IN_MISSED: (Kind.POLICE_NOTIFIED, "It is recorded as called in"),
        Kind.POLICE_NOTIFIED: (Kind.CALL_IN_MISSED, "It is recorded as not called in before the removal"),
        Kind.TOWED: (Kind.TOWED, "The tow is recorded already"),
    }
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an event is judged by: what stands on record, what kind of custody it is, from when a sale is open (None: not known)."""

    before: Sequence[Event]
    custody: CustodyKind
    sale_from: date | None = None


def doubts(event: Event, ground: Ground) -> tuple[str, ...]:
    """What contradicts the usual order, each as a sentence; the times are on the office's clock."""
    before = [each for each in standing(ground.before) if each.id != event.supersedes]
    judged = replace(ground, before=before)
    found = [sentence for rule in _RULES for sentence in rule(event, judged)]
    return (*found, *_left_since(event, ground))


def _no_impound(event: Event, ground: Ground) -> Iterable[str]:
    if ground.custody is CustodyKind.NOT_AN_IMPOUND and event.kind not in _NEVER_LEGAL:
        yield "The car is no impound: no legal step applies to it."


def _closed(event: Event, ground: Ground) -> Iterable[str]:
    status = status_of(ground.before)
    if status is not CustodyStatus.ON_LOT and event.kind not in _AFTER_CLOSING:
        yield f"The car is closed already ({status.replace('_', ' ')})."


def _before_tow(event: Event, ground: Ground) -> Iterable[str]:
    tow = _last(ground.before, frozenset({Kind.TOWED}))
    if tow is not None and event.kind not in _BEFORE_TOW and _earlier(event, tow):
        yield f"{written_day(event)} lies before the tow of {written_day(tow)}."


def _order(event: Event, ground: Ground) -> Iterable[str]:
    follows = _FOLLOWS.get(event.kind)
    if follows is None:
        return
    first = _last(ground.before, follows.first)
    if first is None:
        if follows.missing is not None:
            yield follows.missing
    elif _earlier(event, first):
        yield f"{written_day(event)} lies before {_NAMES.get(first.kind, 'what comes first')} of {written_day(first)}."


def _contradiction(event: Event, ground: Ground) -> Iterable[str]:
    if event.kind in _CONTRADICTS:
        kind, words = _CONTRADICTS[event.kind]
        other = _last(ground.before, frozenset({kind}))
        if other is not None:
            yield f"{words} ({written_day(other)}). Correct that one, if it is wrong."


def _hearing(event: Event, ground: Ground) -> Iterable[str]:
    if event.kind is Kind.HEARING_PETITIONED and _open_petition(ground.before):
        yield "A petition for a hearing is open already."


def _hold(event: Event, ground: Ground) -> Iterable[str]:
    if event.kind is Kind.HOLD_LIFTED:
        stand = [hold for hold in holds(ground.before) if hold.data.get("hold") == event.data.get("hold")]
        if not stand:
            yield f"No hold of this kind ({event.data.get('hold', '').replace('_', ' ')}) stands."
        elif _earlier(event, stand[-1]):
            yield f"{written_day(event)} lies before the hold of {written_day(stand[-1])}; the hold would stand on."


def _sale(event: Event, ground: Ground) -> Iterable[str]:
    if event.kind in SALES and ground.sale_from is not None and day_text(event) and day_text(event) < ground.sale_from.isoformat():
        day = ground.sale_from
        yield f"The earliest day is {day:%a} {written_date(day)}."
    if event.kind not in _DISPOSED:
        return
    kinds = {each.kind for each in ground.before}
    scrap = ground.custody is CustodyKind.SCRAP_UNREGISTERED
    unserved = scrap or ground.custody is CustodyKind.GARAGE_LIEN or Kind.OWNER_UNKNOWN in kinds
    if scrap and event.kind is Kind.SCRAPPED and Kind.SCRAP_CERTIFICATE_RECEIVED not in kinds:
        yield "No TR-208 is recorded."
    if Kind.SOS_NOTICE_DATED not in kinds and (event.kind is Kind.SOLD or not unserved):
        yield f"{_NO_NOTICE}."
    if Kind.BILL_OF_SALE_RECEIVED not in kinds and event.kind is Kind.SOLD:
        yield "No TR-52L is recorded."


def _left_since(event: Event, ground: Ground) -> Iterable[str]:
    """A correction after which the car could not have left as it did."""
    if event.supersedes is not None and event.kind not in CLOSING:
        wrong = newly_refused(ground.before, (*ground.before, event))
        if wrong is not None:
            yield f"The car has left since. {wrong}"


_RULES: tuple[Callable[[Event, Ground], Iterable[str]], ...] = (
    _no_impound, _closed, _before_tow, _order, _contradiction, _hearing, _hold, _sale,
)  # fmt: skip


def _open_petition(events: Iterable[Event]) -> bool:
    counts = [each.kind for each in events]
    return counts.count(Kind.HEARING_PETITIONED) > counts.count(Kind.HEARING_DECIDED)


def _last(events: Iterable[Event], kinds: frozenset[EventKind]) -> Event | None:
    found = [each for each in events if each.kind in kinds]
    return found[-1] if found else None


def _earlier(event: Event, other: Event) -> bool:
    """Whether both are dated and the first lies on an earlier day."""
    return bool(day_text(event)) and bool(day_text(other)) and day_text(event) < day_text(other)


_NAMES: Mapping[EventKind, str] = MappingProxyType(
    {
        Kind.LEIN_ENTERED: "the LEIN entry",
        Kind.SOS_NOTICE_DATED: "the SOS notice",
        Kind.HEARING_PETITIONED: "the petition",
        Kind.POLICE_RELEASED: "the police release",
        Kind.LIEN_ATTACHED: "the lien",
        **dict.fromkeys(CLOSING, "the day it left"),
        **dict.fromkeys(_SENT, "the letter"),
    }
)


def said_before(event: Event, before: Iterable[Event]) -> Event | None:
    """What stands and says the very same: kind, day, the time where both tell one, and what tells two of a kind apart.

    The times are on the office's clock. None where nothing does.
    """
    return next((each for each in standing(before) if each.id != event.supersedes and _alike(event, each)), None)


def _alike(one: Event, other: Event) -> bool:
    if one.kind is not other.kind or day_text(one) != day_text(other) or one.kind in {Kind.SUPERSEDED, Kind.VOIDED}:
        return False
    if one.kind is Kind.NOTE:
        return (one.note or "").casefold() == (other.note or "").casefold()
    timed = one.at is not None and other.at is not None
    return (not timed or one.at == other.at) and all(one.data.get(key) == other.data.get(key) for key in ("hold", "letter"))


def same_times(events: Iterable[Event]) -> str | None:
    """The question where several cars have one very time of day; None where none is asked. ``events``: one of each car."""
    times = [each.at for each in events if each.at is not None and each.kind not in _BY_US]
    most = max(times, key=times.count, default=None)
    if most is None or times.count(most) < MANY:
        return None
    return f"{times.count(most)} cars have the very same time, {most:%H:%M}. Was it one for all of them?"
