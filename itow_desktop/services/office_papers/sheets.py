"""Write what is known of one car for whoever fills in a state's or a court's form, and our record of a scrap vehicle."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.attachments import Attachment, FileKind
from itow_desktop.domain.charges.law import STATE_FEE, bond
from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.letters.paper import Bullets, Facts, Heading, LetterPaper, Paragraph, Part, Picture, SignHere
from itow_desktop.domain.notices import NoticeKind, OfficeHead, Problem, said
from itow_desktop.domain.office_papers.sheets import FILES, NOT_KNOWN, TITLES, dated, opening
from itow_desktop.domain.parties.party import FoundBy, Party, PartyRole
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind, present, present_lines
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard

KINDS = (NoticeKind.TR52LR_DATA, NoticeKind.DC90_DATA, NoticeKind.SCRAP_RECORD)
_SCRAP = frozenset({CustodyKind.SCRAP_UNREGISTERED, CustodyKind.SCRAP_REGISTERED})
_SCRAP_AGE, _PHOTOS = 7, 2
"""Years a scrap vehicle is old at least, photos that are taken of it (MCL 257.252b(1)(b), (2))."""
_MOST_PHOTOS = 12
_TOW_CLASSES = frozenset({"light", "light duty", "medium", "medium duty", "heavy", "heavy duty"})
_Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ScrapFacts:
    """What only a person can tell of a scrap vehicle: its damage line by line, who reported it, which photos (ids of files) show it."""

    damage: str = ""
    reporter: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet as it would be kept; ``problems`` are what it still lacks."""

    custody_id: int
    kind: NoticeKind
    name: str
    content: bytes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything the sheets draw on."""

    head: OfficeHead
    card: CarCard
    parties: tuple[Party, ...]
    owed: Owed | None
    today: date
    scrap: ScrapFacts = field(default_factory=ScrapFacts)
    photos: tuple[tuple[Attachment, bytes], ...] = ()


def draw_sheet(shift: Shift, renderer: Renderer, kind: NoticeKind, custody_id: int, scrap: ScrapFacts | None = None) -> DrawnSheet:
    """One of ``KINDS`` of a car as its record stands; nothing is kept. Raises ``NotFound``."""
    with shift.desk.look() as unit:
        known = _known(shift, unit, custody_id, scrap or ScrapFacts())
    paper = LetterPaper(kind, known.head, shift.today, TITLES[kind], (opening(kind), *_PARTS[kind](known, shift)), reference=_mark(known))
    fields = known.card.car.fields
    mark = said(fields.call_number) or said(fields.plate) or str(custody_id)
    name = f"{FILES[kind]}_{''.join(each for each in mark if each.isascii() and each.isalnum())[:20]}_{shift.today:%Y-%m-%d}.pdf"
    return DrawnSheet(custody_id, kind, name, renderer.render_letter(paper), tuple(_problems(known, kind)))


def keep_sheet(shift: Shift, drawn: DrawnSheet) -> KeptPaper:
    """Keep a sheet among the papers of its car."""
    with shift.desk.begin(shift.deed("write a data sheet", undoable=False)) as unit:
        info = unit.documents.add(drawn.custody_id, drawn.kind, drawn.name, drawn.content, {})
        unit.commit()
    return KeptPaper(info, drawn.content, (drawn.custody_id,))


def photos_of(shift: Shift, custody_id: int) -> tuple[Attachment, ...]:
    """The photos of a car that a record can show, the newest first."""
    with shift.desk.look() as unit:
        return tuple(each for each in unit.attachments.of(custody_id) if each.kind is FileKind.PHOTO)


def _known(shift: Shift, unit: UnitOfWork, custody_id: int, scrap: ScrapFacts) -> _Known:
    card = unit.vehicles.card(custody_id)
    files = {each.id: each for each in unit.attachments.of(custody_id)} if scrap.photos else {}
    photos = tuple((files[each], unit.attachments.view(each)) for each in scrap.photos[:_MOST_PHOTOS] if each in files)
    due = owed(unit, [custody_id], shift.today, shift.law.zone).get(custody_id)
    parties = tuple(each for each in unit.parties.of(custody_id) if each.void is None)
    head = head_of(unit.office.get(), unit.office.logo())
    return _Known(head, card, parties, due, shift.today, scrap, photos)


def _mark(known: _Known) -> tuple[str, ...]:
    fields = known.card.car.fields
    call, file = said(fields.call_number), said(fields.file_number)
    return tuple(part for part in (f"Call no. {call}" if call else None, f"Our file no. {file}" if file else None) if part)


# --- the sheets ----------------------------------------------------------------------------------------------------------


def _tr52lr(known: _Known, shift: Shift) -> Iterable[Part]:
    notice, asked, received = (
        _day(known, kind, shift) for kind in (EventKind.SOS_NOTICE_DATED, EventKind.BILL_OF_SALE_REQUESTED, EventKind.BILL_OF_SALE_RECEIVED)
    )
    return (
        Heading("The vehicle"),
        Facts((*_vehicle(known), ("Plate expires", NOT_KNOWN))),
        Heading("The custodian"),
        Facts((*_custodian(known), ("Date taken into custody", dated(_day(known, EventKind.TOWED, shift))))),
        Heading("The police agency"),
        Facts(_police(known)),
        Heading("The request"),
        Facts(
            (
                ("Date of the SOS notice", dated(notice)),
                ("TR-52L asked for before", dated(asked)),
                ("TR-52L in hand", dated(received)),
                *_not_before(known, shift),
                ("Reason for the request", "to be written by whoever signs"),
                ("Auction or scrap processor", "to be ticked by whoever signs"),
            )
        ),
    )


def _dc90(known: _Known, shift: Shift) -> Iterable[Part]:
    fields = known.card.car.fields
    secured = [each for each in known.parties if each.role is PartyRole.LIENHOLDER]
    place = said(fields.towed_from) or said(fields.street) or NOT_KNOWN
    return (
        Heading("The vehicle"),
        Facts(_vehicle(known)),
        Heading("The removal"),
        Facts(
            (
                ("Removed on", dated(_day(known, EventKind.TOWED, shift))),
                ("Removed from", place),
                ("Asked for by (property)", said(fields.requested_by) or said(fields.business) or NOT_KNOWN),
                ("Police agency", known.card.agency.name if known.card.agency else NOT_KNOWN),
                ("Date of the SOS notice", dated(_day(known, EventKind.SOS_NOTICE_DATED, shift))),
            )
        ),
        Heading("Who is named"),
        Facts(
            (
                *_custodian(known),
                *((("Secured party", _party(each)) for each in secured) if secured else (("Secured party", NOT_KNOWN),)),
            )
        ),
        Heading(f"Charges on {written_date(known.today)}"),
        Facts(_charges(known)),
    )


def _scrap_record(known: _Known, shift: Shift) -> Iterable[Part]:
    fields = known.card.car.fields
    age = f", {known.today.year - fields.year} years" if fields.year else ""
    damage = [line for line in (present(each) for each in (present_lines(known.scrap.damage) or "").splitlines()) if line]
    pictures: list[Part] = [
        Picture(content, f"Photo {place} of {len(known.photos)}: {photo.name}, {written_date(photo.day.date())}")
        for place, (photo, content) in enumerate(known.photos, start=1)
    ]
    return (
        Heading("The vehicle"),
        Facts((*_vehicle(known), ("Model year, age", f"{fields.year or NOT_KNOWN}{age}"),
               ("Kind of custody", CUSTODY_NAMES[CustodyKind(fields.custody)]))),
        Heading("Where it was abandoned"),
        Facts(
            (
                ("Place", said(fields.towed_from) or said(fields.street) or NOT_KNOWN),
                ("Date taken", dated(_day(known, EventKind.TOWED, shift))),
                *_police(known),
                ("Reported by", present(known.scrap.reporter) or said(fields.officer) or NOT_KNOWN),
                ("TR-208 received", dated(_day(known, EventKind.SCRAP_CERTIFICATE_RECEIVED, shift))),
            )
        ),
        Heading("Damage and missing equipment"),
        Bullets(tuple(damage)) if damage else Paragraph(NOT_KNOWN),
        SignHere(("Recorded by", "Date")),
        *((Heading("Photos"), *pictures) if pictures else ()),
    )  # fmt: skip


_PARTS: Mapping[NoticeKind, Callable[[_Known, Shift], Iterable[Part]]] = MappingProxyType(
    {NoticeKind.TR52LR_DATA: _tr52lr, NoticeKind.DC90_DATA: _dc90, NoticeKind.SCRAP_RECORD: _scrap_record}
)

# --- facts ---------------------------------------------------------------------------------------------------------------


def _vehicle(known: _Known) -> _Rows:
    fields = known.card.car.fields
    plate = said(fields.plate) or ("no plate on the vehicle" if fields.no_plate else NOT_KNOWN)
    return (
        ("Year", str(fields.year) if fields.year else NOT_KNOWN),
        ("Make", said(fields.make) or NOT_KNOWN),
        ("Model", said(fields.model) or NOT_KNOWN),
        ("Body", _body(fields.body_type)),
        ("Colour", said(fields.color) or NOT_KNOWN),
        ("VIN", said(fields.vin) or ("not readable" if fields.vin_unreadable else NOT_KNOWN)),
        ("Plate", plate),
        *((("State of the plate", said(fields.plate_state) or NOT_KNOWN),) if said(fields.plate) else ()),
    )


def _body(told: str | None) -> str:
    """TowBook names the class of the tow there, which is no body style."""
    body = said(told)
    return body if body and body.casefold() not in _TOW_CLASSES else NOT_KNOWN


def _custodian(known: _Known) -> _Rows:
    head = known.head
    address = ", ".join(line.strip() for line in head.address.splitlines() if line.strip())
    return (
        ("Towing agency, custodian", said(head.name) or NOT_KNOWN),
        ("Its address", address or NOT_KNOWN),
        ("Its phone, as registered", said(head.phone) or NOT_KNOWN),
    )


def _police(known: _Known) -> _Rows:
    agency, fields = known.card.agency, known.card.car.fields
    address = ", ".join(line.strip() for line in (agency.address or "").splitlines() if line.strip()) if agency else ""
    return (
        ("Police agency", agency.name if agency else NOT_KNOWN),
        ("Its address", address or NOT_KNOWN),
        ("Its phone", (agency.phone if agency else None) or NOT_KNOWN),
        ("Police complaint no.", said(fields.complaint_number) or NOT_KNOWN),
    )


def _party(party: Party) -> str:
    """The name with where mail goes; an address that came from LEIN is for the police alone."""
    address = party.address
    if address is None:
        return f"{party.name} (no address on record)"
    if FoundBy.LEIN in (address.found_by, party.found_by):
        return f"{party.name} (address from LEIN, which only the police may use)"
    return ", ".join((party.name, *address.lines))


def _charges(known: _Known) -> _Rows:
    due = known.owed
    if due is None or not due.known:
        lacking = f" (lacks {', '.join(due.missing)})" if due else ""
        return (("Charges", f"not reckoned{lacking}"), ("Bond", "not reckoned"), ("Paid", "to be said by whoever fills it in"))
    per_day = f", and ${due.per_day:,.2f} each further day" if due.per_day else ""
    lines = tuple((each.words, f"${each.amount:,.2f}") for each in due.lines)
    return (
        *lines,
        ("Charges in all", f"${due.total:,.2f}{per_day}"),
        ("Bond", f"${bond(due.lines):,.2f}: the state's ${STATE_FEE:,.0f} fee with accrued tow and storage"),
        ("Paid, bond posted", "to be said by whoever fills it in"),
    )


def _not_before(known: _Known, shift: Shift) -> Iterable[tuple[str, str]]:
    """From when the request may be made, with how sure that is."""
    with_dates = shift.law.deadlines(known.card.car.fields, known.card.events)
    for deadline in with_dates:
        if deadline.rule_id == "mi.bill_of_sale_request" and deadline.first_day is not None:
            unsure = " (not yet checked with the law in force)" if deadline.unverified else ""
            yield "Not before", f"{written_date(deadline.first_day)}{unsure}"


def _day(known: _Known, kind: EventKind, shift: Shift) -> date | None:
    found: list[Event] = [event for event in standing(known.card.events) if event.kind is kind]
    return found[-1].day(shift.law.zone) if found else None


def _problems(known: _Known, kind: NoticeKind) -> Iterable[Problem]:
    """What the sheet still lacks; it can be written all the same, and says "not on record" there."""
    fields = known.card.car.fields
    if said(fields.vin) is None and not fields.vin_unreadable:
        yield Problem("vin", "No VIN. Enter it, or say that it is not readable.", blocking=False)
    if known.card.agency is None:
        yield Problem("agency_id", "No police department. Choose the one that is responsible.", blocking=False)
    if kind is NoticeKind.DC90_DATA and (known.owed is None or not known.owed.known):
        yield Problem("charges", "What is owed cannot be told. Set the fees of this account.", blocking=False)
    if kind is NoticeKind.SCRAP_RECORD:
        yield from _scrap_problems(known)


def _scrap_problems(known: _Known) -> Iterable[Problem]:
    fields = known.card.car.fields
    if CustodyKind(fields.custody) not in _SCRAP:
        words = f"This car is kept as {CUSTODY_NAMES[CustodyKind(fields.custody)]}, not as scrap. The police decide what is scrap."
        yield Problem("custody", words, blocking=False)
    if fields.year is not None and known.today.year - fields.year < _SCRAP_AGE:
        yield Problem("year", f"A scrap vehicle is {_SCRAP_AGE} years old at least (MCL 257.252b).", blocking=False)
    if present(known.scrap.damage) is None:
        yield Problem("damage", "No damage is described. List what is damaged and what is missing.", blocking=False)
    if len(known.photos) < _PHOTOS:
        yield Problem("photos", f"{len(known.photos)} photos are chosen; {_PHOTOS} are taken of a scrap vehicle.", blocking=False)
