"""What must not be recorded, whoever asks: releases under a hold, sales during a petition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import CLOSING, Event, EventKind, day_text, holds, standing, status_of
from itow_desktop.domain.vehicles import CustodyStatus

_LEAVING = frozenset({EventKind.REDEEMED, EventKind.RELEASED, EventKind.SOLD, EventKind.TRANSFERRED_TO_CUSTODIAN, EventKind.SCRAPPED})
_DISPOSING = frozenset({EventKind.SOLD, EventKind.TRANSFERRED_TO_CUSTODIAN, EventKind.SCRAPPED})
_OUTCOMES = frozenset({"for_owner", "for_custodian"})
_HOLDS = frozenset({"police", "evidence", "bankruptcy", "military", "court_order", "attorney", "office"})
_AFTER_TOW = (CLOSING.keys() - {EventKind.VOIDED}) | {EventKind.SOS_NOTICE_DATED}
_SALE_NEEDS = (EventKind.SOS_NOTICE_DATED, EventKind.BILL_OF_SALE_RECEIVED)


def refusal(kind: EventKind, data: Mapping[str, str], before: Iterable[Event]) -> str | None:
    """Why an event of this kind may not be recorded after these, as one sentence; None when it may.

    The list is that of the vocabulary ("Refused always"); the events' times are on the office's clock. A sale without the SOS
    notice or the TR-52L may be entered only as something that already happened:
    ``data["flagged"] == "yes"``.
    """
    known = tuple(before)
    return _refused_value(kind, data) or _refused_state(kind, known) or _refused_sale(kind, data, known)


def refused(event: Event, before: Iterable[Event]) -> str | None:
    """Why this very event may not be recorded after these, as one sentence; None when it may.

    A car that is closed by mistake is open for the right closing; a hold is not lifted by "correcting" it. The database
    refuses the same (migration 0013).
    """
    known = tuple(before)
    corrected = next((each for each in known if each.id == event.supersedes), None)
    if corrected is not None and corrected.kind in CLOSING:
        known = (*known, Event("", EventKind.SUPERSEDED, supersedes=corrected.id))
    return refusal(event.kind, event.data, known) or _second_notice(event, known)


def too_early(kind: EventKind, day: date, towed: date) -> bool:
    """Whether an event that can only follow the tow is dated before it; a wrong year would let a sale come too early."""
    return kind in _AFTER_TOW and day < towed


def newly_refused(before: Sequence[Event], after: Sequence[Event]) -> str | None:
    """Why a car's events may not become these, judged by the way it left: a hold that would stand again, a notice that would be missing.

    None where they may, or where they were no better before. The times are on the office's clock.
    """
    found = _closing_refused(after)
    return found if found is not None and _closing_refused(before) is None else None


def _closing_refused(known: Sequence[Event]) -> str | None:
    """Why the closing that stands could not be recorded today."""
    closing = [event for event in standing(known) if event.kind in CLOSING]
    if not closing:
        return None
    last = closing[-1]
    others = [event for event in known if event.id != last.id]
    if last.supersedes is not None:
        others.append(Event("", EventKind.SUPERSEDED, supersedes=last.supersedes))
    return refusal(last.kind, last.data, others)


def _refused_value(kind: EventKind, data: Mapping[str, str]) -> str | None:
    if kind is EventKind.HEARING_DECIDED and data.get("outcome") not in _OUTCOMES:
        return "A hearing's decision needs its outcome: for_owner or for_custodian."
    if kind in {EventKind.HOLD_PLACED, EventKind.HOLD_LIFTED} and data.get("hold") not in _HOLDS:
        return f"A hold needs its kind: {', '.join(sorted(_HOLDS))}."
    return None


def _refused_state(kind: EventKind, known: tuple[Event, ...]) -> str | None:
    if kind not in CLOSING:
        return None
    status = status_of(known)
    if status is not CustodyStatus.ON_LOT:
        return f"This car is closed already ({status.replace('_', ' ')})."
    held = holds(known)
    if kind in _LEAVING and held:
        by = ", ".join(f"{hold.data.get('hold', 'hold')}{_authority(hold)}" for hold in held)
        return f"The car is on hold: {by}. Lift the hold first."
    return None


def _second_notice(event: Event, known: tuple[Event, ...]) -> str | None:
    """Two dates of the Secretary of State's notice contradict each other: the owner's clock starts once."""
    if event.kind is not EventKind.SOS_NOTICE_DATED:
        return None
    dated = [each for each in standing(known) if each.kind is event.kind and each.id != event.supersedes]
    other = next((each for each in dated if day_text(each) != day_text(event)), None)
    if other is None:
        return None
    return f"The SOS notice is dated {written_day(other)} already. Correct that date, if it is the wrong one."


def written_day(event: Event) -> str:
    """``3/9/2026``, in sentences about an event's day."""
    day = event.at or event.on
    return written_date(day) if day else "on a day not known"


def _refused_sale(kind: EventKind, data: Mapping[str, str], known: tuple[Event, ...]) -> str | None:
    if kind not in _DISPOSING:
        return None
    counting = standing(known)
    petitions = [event for event in counting if event.kind is EventKind.HEARING_PETITIONED]
    decisions = [event for event in counting if event.kind is EventKind.HEARING_DECIDED]
    if len(petitions) > len(decisions) or max(map(day_text, petitions), default="") > max(map(day_text, decisions), default=""):
        return "A petition for a hearing is open; the car must not be disposed of."
    if any(event.data.get("outcome") == "for_owner" for event in decisions):
        return "The court decided for the owner; the car must not be disposed of."
    missing = [need for need in _SALE_NEEDS if not any(event.kind is need for event in counting)]
    if kind is EventKind.SOLD and missing and data.get("flagged") != "yes":
        return "A sale needs the SOS notice date and the TR-52L. If it already happened, enter it as flagged."
    return None


def _authority(hold: Event) -> str:
    authority = hold.data.get("authority")
    return f" ({authority})" if authority else ""
