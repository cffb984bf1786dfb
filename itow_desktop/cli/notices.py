"""Notices as PDF files at the terminal."""

import argparse
import hashlib
from pathlib import Path

from itow_desktop.cli.answers import Commands, command, say, signed
from itow_desktop.cli.office import this_office
from itow_desktop.cli.papers import PAPERS, PaperWish
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.domain.notices import NoticeKind


def register(commands: Commands) -> None:
    """Add ``notice``."""
    parser = signed(command(commands, "notice", run, "one document as PDF; no printing is recorded"))
    parser.add_argument("kind", choices=[kind.value for kind in PAPERS], metavar="KIND", help=", ".join(PAPERS))
    parser.add_argument("call", nargs="?", metavar="CALL", help="the car; of a tow list one of its cars")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the PDF to write")
    parser.add_argument("--to", metavar="NAME", help="whom a letter is to, where several could get it")
    parser.add_argument("--again", action="store_true", help="a letter was written already and another one is meant")
    parser.set_defaults(wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Write one document; exits 1 where it lacks something, naming what."""
    wish = PaperWish(NoticeKind(args.kind), args.call, args.to, args.again)
    paper = PAPERS[wish.kind]
    if paper.about_car and not wish.call:
        args.wrong(paper.wrong)
    with this_office() as opened:
        content = paper.make(opened, opened.signed(args.person), wish)
    _write(args.out, content)
    pages = _pages(content)
    answer = {"file": str(args.out), "sha256": hashlib.sha256(content).hexdigest(), "pages": pages}
    say(args, answer, [f"{args.out} ({pages} page{'s' if pages != 1 else ''}). It is not recorded as printed."])
    return 0


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
