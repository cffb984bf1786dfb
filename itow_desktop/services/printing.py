"""Put kept papers onto paper, and record what came out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import Printer, PrinterChoice, Renderer
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """``done`` of ``total`` papers are in the print queue; ``name`` is the one that went last."""

    done: int
    total: int
    name: str


def print_papers(printer: Printer, papers: Sequence[KeptPaper], choice: PrinterChoice) -> Iterator[PrintProgress]:
    """Send papers to a printer one by one; raises ``PrinterTrouble`` saying how many went. Nothing is recorded here."""
    for done, paper in enumerate(papers, start=1):
        try:
            printer.print_pdf(paper.content, choice, paper.document.name)
        except PrinterTrouble as trouble:
            raise PrinterTrouble(f"{trouble} {done - 1} of {len(papers)} papers were sent before.") from trouble
        yield PrintProgress(done, len(papers), paper.document.name)


def confirm_printed(shift: Shift, papers: Sequence[KeptPaper]) -> int:
    """Record the papers that came out of the printer; this is not the call to the police."""
    pairs = [(custody_id, paper) for paper in papers if paper.document.custody_id is not None for custody_id in paper.custody_ids]
    if not pairs:
        return 0
    custody_ids = sorted({custody_id for custody_id, _ in pairs})
    name = "print TOP" if len(pairs) == 1 else f"print TOP, {len(pairs)} cars"
    with shift.desk.begin(shift.deed(name, undoable=False)) as unit:
        unit.events.lock(custody_ids)
        unit.events.add([(custody_id, _printed(paper, shift)) for custody_id, paper in pairs])
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(pairs)


def reprint(shift: Shift, printer: Printer, renderer: Renderer, document_id: int, choice: PrinterChoice) -> None:
    """Print a kept paper again: the same bytes, with COPY on the print only."""
    with shift.desk.look() as unit:
        info, content = unit.documents.get(document_id), unit.documents.content(document_id)
    printer.print_pdf(renderer.copy_mark(content), choice, f"COPY {info.name}")


def save_papers(folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]:
    """Write papers as PDF files; a name that is taken by other bytes gets a number. Raises ``PrinterTrouble`` when the folder refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(_write(folder, paper) for paper in papers)
    except OSError as trouble:
        raise PrinterTrouble(f"The folder {folder} does not take the files ({trouble.strerror}). Choose another folder.") from trouble


def _write(folder: Path, paper: KeptPaper) -> Path:
    path = folder / paper.document.name
    number = 1
    while path.exists() and path.read_bytes() != paper.content:
        number += 1
        path = folder / f"{Path(paper.document.name).stem}-{number}.pdf"
    whole = path.with_suffix(".part")
    try:
        whole.write_bytes(paper.content)
        whole.replace(path)  # a full disk leaves no half notice under the name of a whole one
    finally:
        whole.unlink(missing_ok=True)
    return path


def _printed(paper: KeptPaper, shift: Shift) -> Event:
    data = {"letter": paper.document.kind, "document": str(paper.document.id), "sha256": paper.document.sha256}
    return Event(str(uuid4()), EventKind.LETTER_PRINTED, at=shift.clock.now(), data=data)
