"""Put kept papers onto paper, and record what came out."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from itow_desktop.domain.errors import Cancelled, PrinterSilent, PrinterTrouble
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.printing.batches import Batch, BatchPaper, Printing
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import Printer, PrinterChoice, Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """``done`` of ``total`` papers of a batch are in the print queue; ``name`` is the one that goes next, empty after the last."""

    batch_id: int
    done: int
    total: int
    name: str


def print_papers(
    shift: Shift, printer: Printer, papers: Sequence[KeptPaper], choice: PrinterChoice, *, kind: PaperKind, pc: str
) -> Generator[PrintProgress, None, int]:
    """Remember papers as a batch of this PC, then send them one by one; answers how many the print system took.

    Stopped by ``Cancelled`` at any yield, it sends no more. Raises ``PrinterTrouble`` saying how many went. Nothing is
    recorded as printed: a person says what came out (``answer_prints``), also after the program was killed. What is waiting
    in a batch lets a single paper overtake it.
    """
    with shift.desk.begin(shift.deed("print", undoable=False)) as unit:
        batch_id = unit.batches.begin(kind, choice, pc, [paper.document.id for paper in papers])
        unit.commit()
    waiting = replace(choice, patient=len(papers) > 1)
    done = 0
    try:
        for paper in papers:
            yield PrintProgress(batch_id, done, len(papers), paper.document.name)
            printer.print_pdf(paper.content, waiting, paper.document.name)
            done += 1
            _tell_sent(shift, batch_id, done)
        yield PrintProgress(batch_id, done, len(papers), "")
    except Cancelled:
        pass  # what was sent is asked about, the rest stays
    except PrinterTrouble as trouble:
        _close_if_nothing_went(shift, batch_id, done, trouble)
        raise type(trouble)(f"{trouble} {done} of {len(papers)} papers were sent before.") from trouble
    if not done:
        _close(shift, batch_id)
    return done


def answer_prints(shift: Shift, batch_ids: Sequence[int], came: Collection[int]) -> int:
    """Record what came out of the printer, by document id; this is neither the call to the police nor the post office.

    A letter that came out is printed from now on. A paper that is in several of the batches is counted for the last of them.
    Raises ``ChangedElsewhere`` where one was answered for already; all or none. Answers how many letters were recorded.
    """
    with shift.desk.begin(shift.deed(_deed_of(shift, batch_ids, came), undoable=False)) as unit:
        batches = unit.batches.some(batch_ids)
        last = {paper.document_id: (batch.id, paper) for batch in batches for paper in batch.papers}
        out = [paper for document_id, (_, paper) in last.items() if document_id in came]
        unit.batches.answer(batch_ids, {(last[paper.document_id][0], paper.document_id) for paper in out})
        letters = [(paper.custody_id, paper) for paper in out if paper.custody_id is not None]
        custody_ids = sorted({custody_id for custody_id, _ in letters})
        unit.events.lock(custody_ids)
        pieces = unit.mail.of_documents([paper.document_id for _, paper in letters])
        unit.events.add([(custody_id, _printed(paper, pieces.get(paper.document_id), shift)) for custody_id, paper in letters])
        _move_on(unit, shift, list(pieces.values()))
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(letters)


def unanswered(shift: Shift, pc: str) -> tuple[Batch, ...]:
    """What was sent from this PC and nobody has said what came out."""
    with shift.desk.look() as unit:
        return unit.batches.unanswered(pc)


def printings(shift: Shift, document_id: int) -> tuple[Printing, ...]:
    """Every time a kept paper went to a printer, oldest first."""
    with shift.desk.look() as unit:
        return unit.batches.printings(document_id)


def kept(shift: Shift, document_ids: Sequence[int]) -> tuple[KeptPaper, ...]:
    """Kept papers with their bytes, in the order asked; raises ``NotFound``."""
    with shift.desk.look() as unit:
        infos = [unit.documents.get(each) for each in document_ids]
        return tuple(
            KeptPaper(info, unit.documents.content(info.id), () if info.custody_id is None else (info.custody_id,)) for info in infos
        )


def reprint(shift: Shift, printer: Printer, renderer: Renderer, document_id: int, choice: PrinterChoice, *, pc: str) -> None:
    """Print a kept paper again: the same bytes, with COPY on the print only; kept in its history."""
    with shift.desk.begin(shift.deed("print a copy", undoable=False)) as unit:
        info, content = unit.documents.get(document_id), unit.documents.content(document_id)
        printer.print_pdf(renderer.copy_mark(content), choice, f"COPY {info.name}")
        unit.batches.tell_sent(unit.batches.begin(PaperKind.COPY, choice, pc, [document_id], copy=True), 1)
        unit.commit()


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


def _tell_sent(shift: Shift, batch_id: int, sent: int) -> None:
    with shift.desk.begin(shift.deed("print", undoable=False)) as unit:
        unit.batches.tell_sent(batch_id, sent)
        unit.commit()


def _close_if_nothing_went(shift: Shift, batch_id: int, done: int, trouble: PrinterTrouble) -> None:
    """Nobody is asked about a batch of which the print system surely took nothing."""
    if not done and not isinstance(trouble, PrinterSilent):
        _close(shift, batch_id)


def _close(shift: Shift, batch_id: int) -> None:
    with shift.desk.begin(shift.deed("print", undoable=False)) as unit:
        unit.batches.answer([batch_id], ())
        unit.commit()


def _deed_of(shift: Shift, batch_ids: Sequence[int], came: Collection[int]) -> str:
    with shift.desk.look() as unit:
        papers = {paper.document_id: paper for batch in unit.batches.some(batch_ids) for paper in batch.papers}
    kinds = {paper.kind for document_id, paper in papers.items() if document_id in came and paper.custody_id is not None}
    if kinds != {NoticeKind.TOP.value}:
        return f"print {len(came)} papers" if len(came) != 1 else "print a paper"
    return "print TOP" if len(came) == 1 else f"print TOP, {len(came)} cars"


def _move_on(unit: UnitOfWork, shift: Shift, pieces: Sequence[Piece]) -> None:
    """Letters that were waiting for paper are printed; one that went further already stays where it is."""
    now = shift.clock.now()
    waiting = [piece for piece in pieces if piece.state is PieceState.PREPARED]
    unit.mail.save([replace(piece, state=PieceState.PRINTED, printed_at=now) for piece in waiting])


def _printed(paper: BatchPaper, piece: Piece | None, shift: Shift) -> Event:
    data = {"letter": paper.kind, "document": str(paper.document_id), "sha256": paper.sha256}
    if piece is not None:
        data["piece"] = str(piece.id)
    return Event(str(uuid4()), EventKind.LETTER_PRINTED, at=shift.clock.now(), data=data)
