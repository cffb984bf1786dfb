"""Notices as PDF files at the terminal."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from itow_desktop.cli.answers import Commands, command, say, signed
from itow_desktop.cli.office import Office, this_office
from itow_desktop.domain.errors import PrinterTrouble, Problems, Refused
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.browsing import find_car
from itow_desktop.services.noticing import KeptPaper, draft_tops, draft_tow_lists, keep_tops, keep_tow_lists
from itow_desktop.services.shift import Shift
from itow_desktop.services.why_pages import draw_why, keep_why
from itow_desktop.services.working import work_queue

_KINDS = (NoticeKind.TOP, NoticeKind.TOW_LIST, NoticeKind.WHY)


def register(commands: Commands) -> None:
    """Add ``notice``."""
    parser = signed(command(commands, "notice", run, "one document as PDF; no printing is recorded"))
    parser.add_argument("kind", choices=[kind.value for kind in _KINDS], metavar="KIND", help=", ".join(_KINDS))
    parser.add_argument("call", nargs="?", metavar="CALL", help="the car; of a tow list one of its cars")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF to write")
    parser.set_defaults(wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Write one document; exits 1 where it lacks something, naming what."""
    if args.kind == NoticeKind.TOP and not args.call:
        args.wrong("a TOP notice is about one car: notice top CALL --out FILE")
    if args.kind == NoticeKind.WHY and not args.call:
        args.wrong("the page says why the dates of one car are what they are: notice why CALL --out FILE")
    with this_office() as opened:
        shift = opened.signed(args.person)
        paper = _PAPERS[NoticeKind(args.kind)](opened, shift, args.call)
    _write(args.out, paper.content)
    pages = _pages(paper.content)
    answer = {"file": str(args.out), "sha256": paper.document.sha256, "pages": pages}
    say(args, answer, [f"{args.out} ({pages} page{'s' if pages != 1 else ''}). It is not recorded as printed."])
    return 0


def _top(opened: Office, shift: Shift, call: str | None) -> KeptPaper:
    (draft,) = draft_tops(shift, [find_car(opened.ports.desk, call or "")])
    if not draft.printable:
        raise Problems(tuple((each.field, each.sentence) for each in draft.problems if each.blocking))
    return keep_tops(shift, opened.ports.renderer, [draft])[0]


def _why(opened: Office, shift: Shift, call: str | None) -> KeptPaper:
    return keep_why(shift, draw_why(shift, opened.ports.renderer, find_car(opened.ports.desk, call or "")))


def _tow_list(opened: Office, shift: Shift, call: str | None) -> KeptPaper:
    """The list that holds the car, with the other cars of its agency and day; without a car the only list there is."""
    everywhere = [line.item.custody_id for line in work_queue(shift).lines]
    wanted = find_car(opened.ports.desk, call) if call else None
    cars = dict.fromkeys([*everywhere, *([wanted] if wanted else [])])
    lists = [custody_ids for _, custody_ids in draft_tow_lists(shift, list(cars)) if wanted is None or wanted in custody_ids]
    if not lists:
        raise Refused("There is no tow list: no such car has both a police department and a tow date. Enter them first.")
    if len(lists) > 1:
        raise Refused(f"There are {len(lists)} tow lists, one for each police department and day. Name one of the cars on yours.")
    return keep_tow_lists(shift, opened.ports.renderer, lists[0])[0]


_PAPERS: Mapping[NoticeKind, Callable[[Office, Shift, str | None], KeptPaper]] = MappingProxyType(
    {NoticeKind.TOP: _top, NoticeKind.TOW_LIST: _tow_list, NoticeKind.WHY: _why}
)


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise PrinterTrouble(f"{path} cannot be written ({error.strerror or error}). The document is kept in the database.") from error


def _pages(pdf: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)
