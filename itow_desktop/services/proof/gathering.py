"""Gather what the hearing packet of a car is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from itow_desktop.domain.attachments import Attachment, FileKind
from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.events import Event
from itow_desktop.domain.letters.paper import LetterPaper, Paragraph, Part, Picture
from itow_desktop.domain.lot import Move
from itow_desktop.domain.mail.runs import RunPaper
from itow_desktop.domain.proof.chapters import charges, custody_log, dates, exhibit, happened, mailing_list, photos
from itow_desktop.domain.proof.mailers import Marked, by_mailer, statement_of
from itow_desktop.domain.proof.packets import Chapter, Enclosed, Packet
from itow_desktop.domain.proof.papers import PaperProof
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.why_papers import WhyPaper
from itow_desktop.services.charges.owing import owed_at
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.proof.papers import proofs_in
from itow_desktop.services.shift import Shift
from itow_desktop.services.why_pages import why_in

MOST_PHOTOS = 40
"""More would make a file that no court's mailbox takes; the earliest are those of the tow."""
_PDF = b"%PDF"
_OTHERS_TOO = (
    "This sheet lists letters about other vehicles with the addresses of other people too. Cover those lines before it leaves the office "
    "unless an attorney says otherwise."
)


@dataclass(frozen=True, slots=True)
class _Scan:
    """A file that can be looked at: its name, what it shows, its bytes."""

    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything a packet is made of, read at one moment; ``photos`` are those shown of ``photos_in_all``."""

    why: WhyPaper
    papers: tuple[PaperProof, ...]
    contents: dict[int, bytes]
    photos: tuple[tuple[Attachment, bytes], ...]
    photos_in_all: int
    scans: dict[int, bytes]
    sheets: dict[int, _Scan]
    events: tuple[Event, ...]
    moves: tuple[Move, ...]
    owed: Owed
    at: datetime

    @property
    def marked(self) -> tuple[Marked, ...]:
        """The papers that stand in the packet, each with its mark."""
        return tuple((f"Letter {number}", paper) for number, paper in enumerate((each for each in self.papers if each.left_us), start=1))


def gather_packet(shift: Shift, custody_id: int) -> Packet:
    """What the packet of a car is made of; raises ``NotFound``."""
    with shift.desk.look() as unit:
        known = _known(shift, unit, custody_id)
    why, person = known.why, shift.person
    packet = Packet(why.office, why.written, person.name if person else None, why.vehicle.call_number, why.vehicle.facts, ())
    return replace(packet, chapters=tuple(_chapters(packet, known)), missing=tuple(_missing(known)))


def _known(shift: Shift, unit: UnitOfWork, custody_id: int) -> _Known:
    now = shift.clock.now().astimezone(shift.law.zone)
    papers = tuple(reversed([paper for paper in proofs_in(unit, custody_id) if paper.goes_out]))
    enclosed = [paper for paper in papers if paper.left_us]
    proving = sorted({file.id for paper in papers for file in paper.files})
    pictures = [each for each in unit.attachments.of(custody_id) if each.kind is FileKind.PHOTO and each.id not in proving]
    shown = sorted(pictures, key=lambda each: (each.day, each.id))[:MOST_PHOTOS]
    return _Known(
        why_in(shift, unit, custody_id),
        papers,
        {paper.id: unit.documents.content(paper.id) for paper in enclosed},
        tuple((each, unit.attachments.view(each.id)) for each in shown),
        len(pictures),
        {each.id: _looked_at(unit, each) for each in (unit.attachments.some(proving) if proving else ())},
        {sheet.document_id: _sheet(unit, sheet) for paper in enclosed for sheet in paper.sheets},
        unit.events.of(custody_id),
        unit.lot.moves(custody_id),
        owed_at(unit, [custody_id], now, shift.law.zone)[custody_id],
        now,
    )


def _looked_at(unit: UnitOfWork, file: Attachment) -> bytes:
    return unit.attachments.view(file.id) if file.kind is FileKind.PHOTO else unit.attachments.original(file.id).content


def _sheet(unit: UnitOfWork, sheet: RunPaper) -> _Scan:
    return _Scan(unit.documents.get(sheet.document_id).name, sheet.form.words, unit.documents.content(sheet.document_id))


def _chapters(packet: Packet, known: _Known) -> Iterator[Chapter]:
    zone, marked = packet.office.zone, known.marked

    def ours(title: str, parts: Sequence[Part]) -> Chapter:
        return Chapter(title, (packet.sheet(title, parts),))

    yield ours("What happened, as recorded", happened(known.why))
    if known.photos:
        yield ours(counted(len(known.photos), "photo", "photos").capitalize(), photos(known.photos, zone))
    if known.papers:
        others = [paper for paper in known.papers if not paper.left_us]
        yield ours("Letters and notices, with what became of them", mailing_list(marked, others, zone))
    for mark, paper in marked:
        yield _exhibit(packet, known, mark, paper)
    for document_id, scan in known.sheets.items():
        of = ", ".join(mark for mark, paper in marked if any(sheet.document_id == document_id for sheet in paper.sheets))
        titled = replace(scan, title=f"{scan.title} with {of}")
        yield Chapter(titled.title, _leaves(packet, titled, _OTHERS_TOO), under=True)
    yield ours("Dates, and how they were found", dates(known.why))
    yield ours("Charges", charges(known.owed, known.at, zone))
    yield ours("Custody log: where the vehicle was", custody_log(known.events, known.moves, [file for file, _ in known.photos], zone))
    for name, papers in by_mailer(marked).items():
        yield ours(f"Draft statement of {name}", statement_of(name, papers, packet.office))


def _exhibit(packet: Packet, known: _Known, mark: str, paper: PaperProof) -> Chapter:
    """The sheet that tells a paper's way, its own pages, what the post office brought back."""
    title = f"{mark}: {paper.title}"
    found = (_Scan(file.name, f"{mark}: {file.side.words}", known.scans[file.id]) for file in paper.files)
    scans = (leaf for scan in found for leaf in _leaves(packet, scan))
    letter = Enclosed(paper.name, known.contents[paper.id], attached=True)
    return Chapter(title, (packet.sheet(title, exhibit(paper, packet.office.zone)), letter, *scans), under=True)


def _leaves(packet: Packet, scan: _Scan, says: str = "") -> tuple[LetterPaper | Enclosed, ...]:
    """A file of pages after a sheet that says what it is; a picture on that sheet."""
    above = [Paragraph(text) for text in (says,) if text]
    if scan.content.startswith(_PDF):
        return packet.sheet(scan.title, [*above, Paragraph(f"The pages after this sheet: {scan.name}")]), Enclosed(scan.name, scan.content)
    return (packet.sheet(scan.title, [*above, Picture(scan.content, scan.name)]),)


def _missing(known: _Known) -> Iterator[str]:
    if not known.photos:
        yield "No photos of the vehicle are on record."
    if len(known.photos) < known.photos_in_all:
        yield f"The first {len(known.photos)} of {known.photos_in_all} photos are shown; the others are on record."
    if not known.marked:
        yield "No letter or notice about this vehicle is on record as printed, mailed or sent."
