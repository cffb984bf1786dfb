"""Tell what proves each kept paper of a car; read its bytes again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.errors import Refused, UnwritableFile
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.mail.runs import Form, Run, RunPaper, form_of
from itow_desktop.domain.paper_names import PAPER_NAMES
from itow_desktop.domain.proof.papers import PaperProof, ProofFile, Verified
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class CarPapers:
    """The papers of a car, newest first; ``car`` says which in words."""

    custody_id: int
    car: str
    papers: tuple[PaperProof, ...]


def papers_of(shift: Shift, custody_id: int) -> CarPapers:
    """Every kept paper of a car with its way; raises ``NotFound`` for a car that is not on record."""
    with shift.desk.look() as unit:
        row = unit.vehicles.card(custody_id).row
        papers = proofs_in(unit, custody_id)
    return CarPapers(custody_id, " ".join(part for part in (row.plate, row.description, row.call_number) if part), papers)


def proofs_in(unit: UnitOfWork, custody_id: int) -> tuple[PaperProof, ...]:
    """The same in a unit that reads more."""
    infos = unit.documents.of(custody_id)
    ids = [info.id for info in infos]
    told, pieces, messages = unit.documents.told(ids), unit.mail.of_documents(ids), unit.outbox.of(custody_id)
    files = _files(unit, pieces.values())
    runs = {run: unit.mail.run(run) for run in {piece.run_id for piece in pieces.values()} if run is not None}
    found = []
    for info in infos:
        piece, data = pieces.get(info.id), told.get(info.id, {})
        found.append(
            PaperProof(
                info.id, info.custody_id, info.kind, PAPER_NAMES.get(info.kind, info.name), info.name, info.sha256, info.size,
                info.created_at, info.created_by, data.get("version"), data.get("to"),
                printings=unit.batches.printings(info.id),
                piece=piece,
                files=files.get(piece.id, ()) if piece else (),
                sheets=_sheets(piece, runs[piece.run_id]) if piece and piece.run_id is not None else (),
                messages=tuple(each for each in messages if any(paper.document_id == info.id for paper in each.papers)),
            )
        )  # fmt: skip
    return tuple(found)


def verify_paper(shift: Shift, document_id: int) -> Verified:
    """Read a paper's bytes and hash them again; raises ``NotFound``."""
    return _read(shift, document_id)[0]


def export_paper(shift: Shift, document_id: int, path: Path) -> Verified:
    """Write a paper's exact bytes where somebody wants them, after they were read and hashed again.

    Bytes that are not those that were kept are not written. Raises ``Refused``, ``UnwritableFile``.
    """
    checked, content = _read(shift, document_id)
    if not checked.unchanged:
        raise Refused(checked.sentence(shift.law.zone))
    try:
        path.write_bytes(content)
    except OSError as error:
        why = error.strerror or error
        raise UnwritableFile(
            f"{path.name} could not be written ({why}). The paper is kept in the database; choose another place."
        ) from error
    return checked


def _read(shift: Shift, document_id: int) -> tuple[Verified, bytes]:
    with shift.desk.look() as unit:
        info, content = unit.documents.get(document_id), unit.documents.content(document_id)
    found = hashlib.sha256(content).hexdigest()
    return Verified(info.name, info.sha256, found, len(content), info.size, info.created_at, shift.clock.now()), content


def _sheets(piece: Piece, run: Run) -> tuple[RunPaper, ...]:
    """What the post office stamped of a piece's run; as long as nothing of that is kept, the sheet that lists it."""
    if not piece.handed_over_on:
        return ()
    stamped = tuple(paper for paper in run.papers if paper.form is Form.STAMPED)
    form = form_of(piece.mail_class)
    drawn = run.sheet(form) if form else None
    return stamped or ((drawn,) if drawn else ())


def _files(unit: UnitOfWork, pieces: Iterable[Piece]) -> dict[int, tuple[ProofFile, ...]]:
    """The files that prove something of each piece, by piece id."""
    ids = [piece.id for piece in pieces]
    return {piece: tuple(ProofFile(*each) for each in files) for piece, files in (unit.mail.proofs(ids) if ids else {}).items()}
