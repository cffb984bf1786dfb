"""What is known of one car, in rows of names with their values, as sheets of facts write it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from itow_desktop.domain.attachments import Attachment
from itow_desktop.domain.charges.law import STATE_FEE, bond
from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.charges.statement import line_words
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.letters.paper import Amounts, Facts, Part
from itow_desktop.domain.notices import OfficeHead, said
from itow_desktop.domain.office_papers.sheets import NOT_KNOWN
from itow_desktop.domain.parties.party import FoundBy, Party
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard

_TOW_CLASSES = frozenset({"light", "light duty", "medium", "medium duty", "heavy", "heavy duty"})
_PAID = (("Paid, bond posted", "to be said by whoever fills it in"),)
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScrapFacts:
    """What only a person can tell of a scrap vehicle: its damage line by line, who reported it, which photos (ids of files) show it."""

    damage: str = ""
    reporter: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CarFacts:
    """Everything that sheets about one car draw on."""

    head: OfficeHead
    card: CarCard
    parties: tuple[Party, ...]
    owed: Owed | None
    today: date
    scrap: ScrapFacts = field(default_factory=ScrapFacts)
    photos: tuple[tuple[Attachment, bytes], ...] = ()


def vehicle_rows(known: CarFacts) -> Rows:
    """What the vehicle is."""
    fields = known.card.car.fields
    plate = said(fields.plate) or ("no plate on the vehicle" if fields.no_plate else NOT_KNOWN)
    return (
        ("Year", str(fields.year) if fields.year else NOT_KNOWN),
        ("Make", said(fields.make) or NOT_KNOWN),
        ("Model", said(fields.model) or NOT_KNOWN),
        ("Body", _body(fields.body_type)),
        ("Color", said(fields.color) or NOT_KNOWN),
        ("VIN", said(fields.vin) or ("not readable" if fields.vin_unreadable else NOT_KNOWN)),
        ("Plate", plate),
        *((("State of the plate", said(fields.plate_state) or NOT_KNOWN),) if said(fields.plate) else ()),
    )


def _body(told: str | None) -> str:
    """TowBook names the class of the tow there, which is no body style."""
    body = said(told)
    return body if body and body.casefold() not in _TOW_CLASSES else NOT_KNOWN


def custodian_rows(known: CarFacts) -> Rows:
    """Who keeps it: the office as it is registered."""
    head = known.head
    address = ", ".join(line.strip() for line in head.address.splitlines() if line.strip())
    return (
        ("Towing agency, custodian", said(head.name) or NOT_KNOWN),
        ("Its address", address or NOT_KNOWN),
        ("Its phone, as registered", said(head.phone) or NOT_KNOWN),
    )


def police_rows(known: CarFacts) -> Rows:
    """Which police department is responsible."""
    agency, fields = known.card.agency, known.card.car.fields
    address = ", ".join(line.strip() for line in (agency.address or "").splitlines() if line.strip()) if agency else ""
    return (
        ("Police agency", agency.name if agency else NOT_KNOWN),
        ("Its address", address or NOT_KNOWN),
        ("Its phone", (agency.phone if agency else None) or NOT_KNOWN),
        ("Police complaint no.", said(fields.complaint_number) or NOT_KNOWN),
    )


def party_words(party: Party) -> str:
    """The name with where mail goes; an address that came from LEIN is for the police alone."""
    address = party.address
    if address is None:
        return f"{party.name} (no address on record)"
    if FoundBy.LEIN in (address.found_by, party.found_by):
        return f"{party.name} (address from LEIN, which only the police may use)"
    return ", ".join((party.name, *address.lines))


def charge_parts(known: CarFacts) -> tuple[Part, ...]:
    """What is owed line by line, with the bond of a petition (MCL 257.252a)."""
    due = known.owed
    if due is None or not due.known:
        lacking = f" (lacks {', '.join(due.missing)})" if due else ""
        return (Facts((("Charges", f"not reckoned{lacking}"), ("Bond", "not reckoned"), *_PAID)),)
    grows = (("Each further day", f"${due.per_day:,.2f}"),) if due.per_day else ()
    needed = f"${bond(due.lines):,.2f}: the state's ${STATE_FEE:,.0f} fee with accrued tow and storage"
    lines = tuple((line_words(each), each.amount) for each in due.lines)
    return (Amounts(lines, ("Charges in all", due.total)), Facts((*grows, ("Bond", needed), *_PAID)))


def request_rows(known: CarFacts, shift: Shift) -> Iterable[tuple[str, str]]:
    """From when the request may be made, with how sure that is."""
    with_dates = shift.law.deadlines(known.card.car.fields, known.card.events)
    for deadline in with_dates:
        if deadline.rule_id == "mi.bill_of_sale_request" and deadline.first_day is not None:
            unsure = " (not yet checked with the law in force)" if deadline.unverified else ""
            yield "Not before", f"{written_date(deadline.first_day)}{unsure}"


def day_of(known: CarFacts, kind: EventKind, shift: Shift) -> date | None:
    """The local day of the last event of a kind that stands."""
    found: list[Event] = [event for event in standing(known.card.events) if event.kind is kind]
    return found[-1].day(shift.law.zone) if found else None
