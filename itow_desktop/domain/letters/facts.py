"""What a letter can say of a car, its parties, the office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.events import Event, EventKind, standing, status_of
from itow_desktop.domain.letters.blocks import LetterField
from itow_desktop.domain.letters.window import USUAL, Window
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.notices import OfficeHead, said
from itow_desktop.domain.parties.party import MailAddress, Party
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """The office as it writes: head, opening hours, who signs, the signature's picture, the envelopes it uses."""

    head: OfficeHead
    hours: str = ""
    signer: tuple[str, ...] = ()
    signature: bytes | None = None
    window: Window = USUAL


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything known for the letters of one car on one day.

    ``request_from`` and ``request_until``: when the police may
    be asked to enter it as abandoned; ``sale_from``: the first day a shop lien's sale may be held. ``unchecked_law``:
    nobody compared the rule of the notice with the law in force.
    """

    custody_id: int
    sender: Sender
    dated: date
    fields: CarFields
    events: tuple[Event, ...]
    parties: tuple[Party, ...]
    owed: Owed
    pieces: tuple[Piece, ...] = ()
    agency: Agency | None = None
    request_from: date | None = None
    request_until: date | None = None
    sale_from: date | None = None
    unchecked_law: bool = True

    @property
    def custody(self) -> CustodyKind:
        """The kind of custody."""
        return CustodyKind(self.fields.custody)

    @property
    def status(self) -> CustodyStatus:
        """Where the car stands by its events."""
        return status_of(self.events)

    @property
    def call(self) -> str:
        """What people call the car by."""
        return said(self.fields.call_number) or said(self.fields.file_number) or f"#{self.custody_id}"

    def last(self, *kinds: EventKind) -> Event | None:
        """The last event of one of these kinds that counts."""
        return next((event for event in reversed(standing(self.events)) if event.kind in kinds), None)

    def day_of(self, *kinds: EventKind) -> date | None:
        """Its local day."""
        return self.local_day(self.last(*kinds))

    def local_day(self, event: Event | None) -> date | None:
        """The local day of an event."""
        if event is None:
            return None
        return event.at.astimezone(self.sender.head.zone).date() if event.at else event.on

    @property
    def plate(self) -> str | None:
        """Plate with its state."""
        plate, state = said(self.fields.plate), said(self.fields.plate_state)
        return f"{plate}, {state}" if plate and state else plate

    @property
    def vehicle(self) -> str | None:
        """Year, make, model, color, body in one line."""
        named = " ".join(str(part) for part in (self.fields.year, said(self.fields.make), said(self.fields.model)) if part)
        return ", ".join(part for part in (named, said(self.fields.color), said(self.fields.body_type)) if part) or None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom one letter goes to: a party with one of its addresses, or the police department."""

    name: str
    block: tuple[str, ...] = ()
    party: Party | None = None
    address: MailAddress | None = None


def petition_open(events: Iterable[Event]) -> bool:
    """Whether the owner asked a court for a hearing that has not decided yet."""
    counting = [each.kind for each in standing(events)]
    return counting.count(EventKind.HEARING_PETITIONED) > counting.count(EventKind.HEARING_DECIDED)


def decided_for_owner(events: Iterable[Event]) -> bool:
    """Whether a court decided for the owner."""
    return any(each.kind is EventKind.HEARING_DECIDED and each.data.get("outcome") == "for_owner" for each in standing(events))


def values_of(facts: LetterFacts, to: Addressee) -> Mapping[LetterField, str]:
    """What the fields of a text say; those that are not known are left out."""
    found = {**_office_values(facts), **_car_values(facts), **_money_values(facts), **_date_values(facts), LetterField.NAME: to.name}
    return {name: text for name, text in found.items() if text}


def spelled(day: date | None) -> str | None:
    """``March 9, 2026``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}" if day else None


def spelled_spanish(day: date | None) -> str | None:
    """``9 de marzo de 2026``."""
    return f"{day.day} de {_MESES[day.month - 1]} de {day.year}" if day else None


def spelled_time(at: datetime | None) -> str | None:
    """``9:30 AM``, already local."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}" if at else None


def sale_time(facts: LetterFacts) -> str | None:
    """When on its day the planned sale is held, as it was recorded."""
    sale = facts.last(EventKind.SALE_PLANNED)
    if sale is None or sale.at is None:
        return said(sale.data.get("time")) if sale else None
    return spelled_time(sale.at.astimezone(facts.sender.head.zone))


def one_line(text: str | None) -> str | None:
    """Lines joined by commas, as an address stands in running text."""
    lines = [line for line in (said(each) for each in (text or "").splitlines()) if line]
    return ", ".join(lines) or None


Values = dict[LetterField, str | None]


def _office_values(facts: LetterFacts) -> Values:
    head = facts.sender.head
    return {
        LetterField.OFFICE: said(head.name),
        LetterField.OFFICE_ADDRESS: one_line(head.address),
        LetterField.OFFICE_PHONE: said(head.phone),
        LetterField.OFFICE_HOURS: said(facts.sender.hours),
        LetterField.TODAY: spelled(facts.dated),
        LetterField.TODAY_SPANISH: spelled_spanish(facts.dated),
    }


def _car_values(facts: LetterFacts) -> Values:
    fields = facts.fields
    towed = facts.day_of(EventKind.TOWED)
    return {
        LetterField.VEHICLE: facts.vehicle,
        LetterField.PLATE: facts.plate,
        LetterField.VIN: said(fields.vin),
        LetterField.CALL_NUMBER: said(fields.call_number),
        LetterField.FILE_NUMBER: said(fields.file_number),
        LetterField.TOWED_ON: spelled(towed),
        LetterField.TOWED_ON_SPANISH: spelled_spanish(towed),
        LetterField.TOWED_FROM: said(fields.towed_from) or said(fields.street),
        LetterField.REQUESTED_BY: said(fields.requested_by),
        LetterField.AGENCY: facts.agency.name if facts.agency else None,
        LetterField.AGENCY_PHONE: facts.agency.phone if facts.agency else None,
    }


def _money_values(facts: LetterFacts) -> Values:
    owed = facts.owed
    if not owed.known or owed.per_day is None:
        return {}
    if owed.per_day:
        growth = f"Storage adds {dollars(owed.per_day)} {owed.grows_at or 'each day'}."
    else:
        growth = "This amount does not grow while the vehicle stays."
    return {
        LetterField.OWED: dollars(owed.total),
        LetterField.PER_DAY: dollars(owed.per_day),
        LetterField.GROWTH: growth,
        LetterField.DUE_SINCE: spelled(facts.day_of(EventKind.LIEN_ATTACHED)),
    }


def _date_values(facts: LetterFacts) -> Values:
    sale, left = facts.last(EventKind.SALE_PLANNED), facts.last(EventKind.RELEASED, EventKind.REDEEMED)
    return {
        LetterField.POLICE_RELEASED_ON: spelled(facts.day_of(EventKind.POLICE_RELEASED)),
        LetterField.REQUEST_UNTIL: spelled(facts.request_until),
        LetterField.CERTIFICATE_ON: spelled(facts.day_of(EventKind.CERTIFICATE_DATED)),
        LetterField.SALE_DATE: spelled(facts.local_day(sale)),
        LetterField.SALE_TIME: sale_time(facts),
        LetterField.SALE_PLACE: (said(sale.data.get("place")) if sale else None) or one_line(facts.sender.head.address),
        LetterField.RELEASED_ON: spelled(facts.local_day(left)),
        LetterField.RELEASED_TO: said(left.data.get("to_whom")) if left else None,
    }
