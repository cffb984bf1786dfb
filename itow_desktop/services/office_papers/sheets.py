"""Write what is known of one car for whoever fills in a state's or a court's form, and our record of a scrap vehicle."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.domain.attachments import Attachment, FileKind
from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.letters.paper import Bullets, Facts, Heading, LetterPaper, NextPage, Paragraph, Part, Picture, SignHere
from itow_desktop.domain.notices import NoticeKind, Problem, said
from itow_desktop.domain.office_papers.sheets import FILES, NOT_KNOWN, TITLES, dated, opening
from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind, present, present_lines
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.office_papers.car_facts import (
    CarFacts,
    ScrapFacts,
    charge_parts,
    custodian_rows,
    day_of,
    party_words,
    police_rows,
    request_rows,
    vehicle_rows,
)
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

KINDS = (NoticeKind.TR52LR_DATA, NoticeKind.DC90_DATA, NoticeKind.SCRAP_RECORD)
_SCRAP = frozenset({CustodyKind.SCRAP_UNREGISTERED, CustodyKind.SCRAP_REGISTERED})
_SCRAP_AGE, _PHOTOS = 7, 2
"""Years a scrap vehicle is old at least, photos that are taken of it (MCL 257.252b(1)(b), (2))."""
_MOST_PHOTOS = 12


@dataclass(frozen=True, slots=True)
class DrawnSheet:
    """A sheet as it would be kept; ``problems`` are what it still lacks."""

    custody_id: int
    kind: NoticeKind
    name: str
    content: bytes
    problems: tuple[Problem, ...] = ()


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


def _known(shift: Shift, unit: UnitOfWork, custody_id: int, scrap: ScrapFacts) -> CarFacts:
    card = unit.vehicles.card(custody_id)
    files = {each.id: each for each in unit.attachments.of(custody_id)} if scrap.photos else {}
    photos = tuple((files[each], unit.attachments.view(each)) for each in scrap.photos[:_MOST_PHOTOS] if each in files)
    due = owed(unit, [custody_id], shift.today, shift.law.zone).get(custody_id)
    parties = tuple(each for each in unit.parties.of(custody_id) if each.void is None)
    head = head_of(unit.office.get(), unit.office.logo())
    return CarFacts(head, card, parties, due, shift.today, scrap, photos)


def _mark(known: CarFacts) -> tuple[str, ...]:
    fields = known.card.car.fields
    call, file = said(fields.call_number), said(fields.file_number)
    return tuple(part for part in (f"Call no. {call}" if call else None, f"Our file no. {file}" if file else None) if part)


# --- the sheets ----------------------------------------------------------------------------------------------------------


def _tr52lr(known: CarFacts, shift: Shift) -> Iterable[Part]:
    notice, asked, received = (
        day_of(known, kind, shift)
        for kind in (EventKind.SOS_NOTICE_DATED, EventKind.BILL_OF_SALE_REQUESTED, EventKind.BILL_OF_SALE_RECEIVED)
    )
    return (
        Heading("The vehicle"),
        Facts((*vehicle_rows(known), ("Plate expires", NOT_KNOWN))),
        Heading("The custodian"),
        Facts((*custodian_rows(known), ("Date taken into custody", dated(day_of(known, EventKind.TOWED, shift))))),
        Heading("The police agency"),
        Facts(police_rows(known)),
        Heading("The request"),
        Facts(
            (
                ("Date of the SOS notice", dated(notice)),
                ("TR-52L asked for before", dated(asked)),
                ("TR-52L in hand", dated(received)),
                *request_rows(known, shift),
                ("Reason for the request", "to be written by whoever signs"),
                ("Auction or scrap processor", "to be ticked by whoever signs"),
            )
        ),
    )


def _dc90(known: CarFacts, shift: Shift) -> Iterable[Part]:
    fields = known.card.car.fields
    secured = [each for each in known.parties if each.role is PartyRole.LIENHOLDER]
    place = said(fields.towed_from) or said(fields.street) or NOT_KNOWN
    return (
        Heading("The vehicle"),
        Facts(vehicle_rows(known)),
        Heading("The removal"),
        Facts(
            (
                ("Removed on", dated(day_of(known, EventKind.TOWED, shift))),
                ("Removed from", place),
                ("Asked for by (property)", said(fields.requested_by) or said(fields.business) or NOT_KNOWN),
                ("Police agency", known.card.agency.name if known.card.agency else NOT_KNOWN),
                ("Date of the SOS notice", dated(day_of(known, EventKind.SOS_NOTICE_DATED, shift))),
            )
        ),
        Heading("Who is named"),
        Facts(
            (
                *custodian_rows(known),
                *((("Secured party", party_words(each)) for each in secured) if secured else (("Secured party", NOT_KNOWN),)),
            )
        ),
        Heading(f"Charges on {written_date(known.today)}"),
        *charge_parts(known),
    )


def _scrap_record(known: CarFacts, shift: Shift) -> Iterable[Part]:
    fields = known.card.car.fields
    age = f", {known.today.year - fields.year} years" if fields.year else ""
    damage = [line for line in (present(each) for each in (present_lines(known.scrap.damage) or "").splitlines()) if line]
    pictures: list[Part] = [
        Picture(content, f"Photo {place} of {len(known.photos)}: {photo.name}, {_when(photo, shift)}")
        for place, (photo, content) in enumerate(known.photos, start=1)
    ]
    return (
        Heading("The vehicle"),
        Facts((*vehicle_rows(known), ("Model year, age", f"{fields.year or NOT_KNOWN}{age}"),
               ("Kind of custody", CUSTODY_NAMES[CustodyKind(fields.custody)]))),
        Heading("Where it was abandoned"),
        Facts(
            (
                ("Place", said(fields.towed_from) or said(fields.street) or NOT_KNOWN),
                ("Date taken", dated(day_of(known, EventKind.TOWED, shift))),
                *police_rows(known),
                ("Reported by", present(known.scrap.reporter) or said(fields.officer) or NOT_KNOWN),
                ("TR-208 received", dated(day_of(known, EventKind.SCRAP_CERTIFICATE_RECEIVED, shift))),
            )
        ),
        Heading("Damage and missing equipment"),
        Bullets(tuple(damage)) if damage else Paragraph(NOT_KNOWN),
        SignHere(("Recorded by", "Date")),
        *((NextPage(), Heading("Photos"), *pictures) if pictures else ()),
    )  # fmt: skip


def _when(photo: Attachment, shift: Shift) -> str:
    day = written_date(photo.day.astimezone(shift.law.zone).date())
    return f"taken {day}" if photo.taken_at else f"added {day}"


_PARTS: Mapping[NoticeKind, Callable[[CarFacts, Shift], Iterable[Part]]] = MappingProxyType(
    {NoticeKind.TR52LR_DATA: _tr52lr, NoticeKind.DC90_DATA: _dc90, NoticeKind.SCRAP_RECORD: _scrap_record}
)


def _problems(known: CarFacts, kind: NoticeKind) -> Iterable[Problem]:
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


def _scrap_problems(known: CarFacts) -> Iterable[Problem]:
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
