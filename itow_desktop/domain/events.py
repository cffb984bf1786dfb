"""What happened to a vehicle: the facts deadlines are computed from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.vehicles import CustodyStatus


class EventKind(StrEnum):
    """The kinds of events, in the words of the vocabulary."""

    TOWED = "towed"
    POLICE_NOTIFIED = "police_notified"
    CALL_IN_MISSED = "call_in_missed"
    LEIN_ENTERED = "lein_entered"
    SOS_NOTICE_DATED = "sos_notice_dated"
    LOOKED_UP = "looked_up"
    REDEEMED = "redeemed"
    RELEASED = "released"
    HEARING_PETITIONED = "hearing_petitioned"
    HEARING_DECIDED = "hearing_decided"
    POLICE_RELEASED = "police_released"
    ABANDONMENT_REQUESTED = "abandonment_requested"
    BILL_OF_SALE_REQUESTED = "bill_of_sale_requested"
    BILL_OF_SALE_RECEIVED = "bill_of_sale_received"
    SCRAP_CERTIFICATE_RECEIVED = "scrap_certificate_received"
    PHOTOS_TAKEN = "photos_taken"
    OWNER_UNKNOWN = "owner_unknown"
    AD_PUBLISHED = "ad_published"
    SALE_PLANNED = "sale_planned"
    SALE_HELD = "sale_held"
    SOLD = "sold"
    UNSOLD = "unsold"
    TRANSFERRED_TO_CUSTODIAN = "transferred_to_custodian"
    SCRAPPED = "scrapped"
    MOVED = "moved"
    VOIDED = "voided"
    DISPOSITION_REPORTED = "disposition_reported"
    LIEN_ATTACHED = "lien_attached"
    CERTIFICATE_DATED = "certificate_dated"
    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"
    LETTER_PRINTED = "letter_printed"
    LETTER_HANDED_OVER = "letter_handed_over"
    LETTER_SENT = "letter_sent"
    LETTER_DELIVERED = "letter_delivered"
    LETTER_RETURNED = "letter_returned"
    LETTER_VOIDED = "letter_voided"
    NOTE = "note"
    SUPERSEDED = "superseded"


class EventSource(StrEnum):
    """How we know of an event."""

    MY_CALL = "my_call"
    DRIVER_LOG = "driver_log"
    RECORDING = "recording"
    PAPER = "paper"
    LOOK_UP = "look_up"
    IMPORT = "import"


CLOSING: Mapping[EventKind, CustodyStatus] = MappingProxyType(
    {
        EventKind.RELEASED: CustodyStatus.PICKED_UP,
        EventKind.REDEEMED: CustodyStatus.PICKED_UP,
        EventKind.SOLD: CustodyStatus.SOLD,
        EventKind.TRANSFERRED_TO_CUSTODIAN: CustodyStatus.TO_CUSTODIAN,
        EventKind.SCRAPPED: CustodyStatus.SCRAPPED,
        EventKind.MOVED: CustodyStatus.MOVED,
        EventKind.VOIDED: CustodyStatus.VOID,
    }
)

_NO_DATA: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a custody; append-only.

    ``at`` is an aware time or ``on`` a local date; both None means the time is
    not known. ``supersedes`` is the id of the event this one corrects; a
    retraction is kind ``superseded`` with the reason in ``note``.
    """

    id: str
    kind: EventKind
    at: datetime | None = None
    on: date | None = None
    data: Mapping[str, str] = field(default_factory=lambda: _NO_DATA)
    note: str | None = None
    source: EventSource | None = None
    recorded_at: datetime | None = None
    recorded_by: str | None = None
    supersedes: str | None = None

    def day(self, zone: tzinfo) -> date | None:
        """The local date it happened on, None when not known."""
        return self.on if self.at is None else self.at.astimezone(zone).date()


def on_clock(events: Iterable[Event], zone: tzinfo) -> tuple[Event, ...]:
    """The same events with their times on a local clock, so that what compares days compares legal ones."""
    return tuple(replace(event, at=event.at.astimezone(zone)) if event.at else event for event in events)


def standing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events that count: neither superseded nor mere retractions, in the order given."""
    known = tuple(events)
    gone = {event.supersedes for event in known if event.supersedes is not None}
    return tuple(event for event in known if event.id not in gone and event.kind is not EventKind.SUPERSEDED)


def holds(events: Iterable[Event]) -> tuple[Event, ...]:
    """The ``hold_placed`` events that no ``hold_lifted`` of the same hold answers; the last one of each hold.

    In doubt a hold stands: what lifts it must not be earlier, and must be dated where the hold is.
    Times must be on the office's clock (``on_clock``), for a day without a time is local.
    """
    known = standing(events)
    lifted = [event for event in known if event.kind is EventKind.HOLD_LIFTED]
    open_holds: dict[str, Event] = {}
    for event in sorted(known, key=day_text):
        if event.kind is EventKind.HOLD_PLACED and not any(_lifts(lift, event) for lift in lifted):
            open_holds[event.data.get("hold", "")] = event
    return tuple(open_holds.values())


def _lifts(lift: Event, hold: Event) -> bool:
    if lift.data.get("hold", "") != hold.data.get("hold", ""):
        return False
    if lift.at is not None and hold.at is not None:
        return lift.at >= hold.at
    return day_text(lift) >= day_text(hold)


def day_text(event: Event) -> str:
    """The day as it sorts; events without one come first."""
    return event.at.date().isoformat() if event.at else event.on.isoformat() if event.on else ""


def status_of(events: Iterable[Event]) -> CustodyStatus:
    """Where the custody stands, judged by its last closing event."""
    closing = [event for event in standing(events) if event.kind in CLOSING]
    return CLOSING[closing[-1].kind] if closing else CustodyStatus.ON_LOT
