"""Draw the hearing packet of a car leaf by leaf, keep its exact bytes."""

from collections.abc import Generator
from dataclasses import dataclass

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.paper import LetterPaper, Paragraph
from itow_desktop.domain.notices import NoticeKind, letter_file_name
from itow_desktop.domain.proof.packets import Enclosed, Packet, numbered
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import EnclosedFile, Renderer
from itow_desktop.services.proof.gathering import gather_packet
from itow_desktop.services.shift import Shift

_UNREADABLE = "This file is on record, but it cannot be shown as pages. Open it on the vehicle's page and enclose it as it is."


@dataclass(frozen=True, slots=True)
class PacketProgress:
    """How many leaves of the packet are drawn, what is drawn now."""

    done: int
    total: int
    now: str


@dataclass(frozen=True, slots=True)
class DrawnPacket:
    """A packet as it would be kept: whose it is, its name, its bytes."""

    custody_id: int
    name: str
    content: bytes


def write_packet(shift: Shift, renderer: Renderer, custody_id: int) -> Generator[PacketProgress, None, KeptPaper]:
    """Draw the packet of a car and keep it among its papers; stopping it keeps nothing. Raises ``NotFound``."""
    drawn = yield from draw_packet(shift, renderer, custody_id)
    return keep_packet(shift, drawn)


def keep_packet(shift: Shift, drawn: DrawnPacket) -> KeptPaper:
    """Keep a packet with its SHA-256."""
    with shift.desk.begin(shift.deed("put a hearing packet together", undoable=False)) as unit:
        info = unit.documents.add(drawn.custody_id, NoticeKind.PACKET, drawn.name, drawn.content, {})
        unit.commit()
    return KeptPaper(info, drawn.content, (drawn.custody_id,))


def draw_packet(shift: Shift, renderer: Renderer, custody_id: int) -> Generator[PacketProgress, None, DrawnPacket]:
    """The packet as its facts stand now; nothing is kept by it."""
    packet = gather_packet(shift, custody_id)
    leaves = [(chapter, leaf) for chapter in packet.chapters for leaf in chapter.leaves]
    total = len(leaves) + 2
    pdfs = [renderer.render_letter(packet.index())]
    at = renderer.page_count(pdfs[0]) + 1
    starts: dict[int, int] = {}
    for done, (chapter, leaf) in enumerate(leaves, start=1):
        yield PacketProgress(done, total, chapter.title)
        starts.setdefault(id(chapter), at)
        pdfs.append(_drawn(packet, leaf, renderer, at))
        at += renderer.page_count(pdfs[-1])
    yield PacketProgress(total - 1, total, "The index")
    pdfs[0] = renderer.render_letter(packet.index([starts[id(chapter)] for chapter in packet.chapters], at - 1))
    content = renderer.bind(pdfs, [EnclosedFile(each.name, each.content) for each in packet.enclosed])
    yield PacketProgress(total, total, "Keeping it")
    day = packet.written.astimezone(packet.office.zone).date()
    name = letter_file_name(NoticeKind.PACKET, (packet.call_number, dict(packet.vehicle).get("Plate")), day)
    return DrawnPacket(custody_id, name, content)


def _drawn(packet: Packet, leaf: LetterPaper | Enclosed, renderer: Renderer, page: int) -> bytes:
    """The pages of a leaf; a file that is none of a kind with pages is named instead of left out."""
    if isinstance(leaf, Enclosed):
        if renderer.page_count(leaf.content):
            return leaf.content
        return renderer.render_letter(packet.sheet(leaf.name, [Paragraph(_UNREADABLE)], first=page))
    try:
        return renderer.render_letter(numbered(leaf, page))
    except Problems:  # a scan that is no picture
        return renderer.render_letter(packet.sheet(leaf.title, [Paragraph(_UNREADABLE)], first=page))
