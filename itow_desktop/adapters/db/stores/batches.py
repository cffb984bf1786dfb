"""What was sent to printers."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, any_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.print_tables import PrintAnswerRecord, PrintBatchPaperRecord, PrintBatchRecord
from itow_desktop.adapters.db.stores.rows import among, insert_rows
from itow_desktop.adapters.db.tables import DocumentRecord, StaffRecord
from itow_desktop.domain.errors import ChangedElsewhere
from itow_desktop.domain.printing.batches import Batch, BatchPaper, Printing
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import PrinterChoice

_ANSWERED = "Somebody else said already what came out of the printer. Nothing was changed; look at the letters again."


class SqlBatches:
    """``BatchStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, kind: PaperKind, choice: PrinterChoice, pc: str, document_ids: Sequence[int], *, copy: bool = False) -> int:
        """Remember papers before they are sent, in this order; answers the batch's id."""
        values = {"kind": kind.value, "printer": choice.printer, "copies": choice.copies, "copy": copy, "pc": pc}
        batch_id = self._session.execute(insert(PrintBatchRecord).values(values).returning(PrintBatchRecord.id)).scalar_one()
        papers = [{"batch_id": batch_id, "place": place, "document_id": each} for place, each in enumerate(document_ids)]
        insert_rows(self._session, "print_batch_papers", ("batch_id", "place", "document_id"), papers)
        return batch_id

    def tell_sent(self, batch_id: int, sent: int) -> None:
        """So many of its papers were taken by the print system."""
        told = update(PrintBatchRecord).where(PrintBatchRecord.id == batch_id).values(sent=sent)
        self._session.execute(told.execution_options(synchronize_session=False))

    def some(self, batch_ids: Sequence[int]) -> tuple[Batch, ...]:
        """These batches in the order asked; raises ``ChangedElsewhere`` where one was answered for already."""
        found = {batch.id: batch for batch in self._open(among(PrintBatchRecord.id, batch_ids))}
        if any(each not in found for each in batch_ids):
            raise ChangedElsewhere(_ANSWERED)
        return tuple(found[each] for each in batch_ids)

    def unanswered(self, pc: str) -> tuple[Batch, ...]:
        """What was sent from a PC and nobody has said what came out, oldest first."""
        return self._open(PrintBatchRecord.pc == pc, PrintBatchRecord.copy.is_(False))

    def answer(self, batch_ids: Sequence[int], came: Collection[tuple[int, int]]) -> None:
        """Close batches; raises ``ChangedElsewhere`` where somebody else answered meanwhile."""
        places = defaultdict[int, list[int]](list)
        question = select(PrintBatchPaperRecord).where(among(PrintBatchPaperRecord.batch_id, batch_ids))
        for paper in self._session.scalars(question.order_by(PrintBatchPaperRecord.place)):
            if (paper.batch_id, paper.document_id) in came:
                places[paper.batch_id].append(paper.place)
        for batch_id in batch_ids:
            told = insert(PrintAnswerRecord).values(batch_id=batch_id, came=places[batch_id]).on_conflict_do_nothing()
            if self._session.execute(told.returning(PrintAnswerRecord.batch_id)).one_or_none() is None:
                raise ChangedElsewhere(_ANSWERED)

    def printings(self, document_id: int) -> tuple[Printing, ...]:
        """Every time a kept paper went to a printer, oldest first."""
        question = (
            select(PrintBatchRecord, StaffRecord.name, PrintBatchPaperRecord.place == any_(PrintAnswerRecord.came))
            .join(PrintBatchPaperRecord, PrintBatchPaperRecord.batch_id == PrintBatchRecord.id)
            .outerjoin(PrintAnswerRecord, PrintAnswerRecord.batch_id == PrintBatchRecord.id)
            .outerjoin(StaffRecord, StaffRecord.id == PrintBatchRecord.begun_by)
            .where(PrintBatchPaperRecord.document_id == document_id)
            .where(PrintBatchPaperRecord.place <= PrintBatchRecord.sent)  # the rest was surely never sent
            .order_by(PrintBatchRecord.id)
        )
        return tuple(
            Printing(batch.begun_at, by, batch.printer, batch.pc, batch.copy, out) for batch, by, out in self._session.execute(question)
        )

    def _open(self, *conditions: ColumnElement[bool]) -> tuple[Batch, ...]:
        asked = (
            select(PrintBatchRecord, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == PrintBatchRecord.begun_by)
            .outerjoin(PrintAnswerRecord, PrintAnswerRecord.batch_id == PrintBatchRecord.id)
            .where(PrintAnswerRecord.batch_id.is_(None), *conditions)
            .order_by(PrintBatchRecord.id)
        )
        batches = self._session.execute(asked).all()
        papers = self._papers([batch.id for batch, _ in batches])
        return tuple(
            Batch(each.id, PaperKind(each.kind), each.printer, each.begun_at, by, each.sent, tuple(papers[each.id])) for each, by in batches
        )

    def _papers(self, batch_ids: Sequence[int]) -> dict[int, list[BatchPaper]]:
        found = defaultdict[int, list[BatchPaper]](list)
        question = (
            select(PrintBatchPaperRecord.batch_id, DocumentRecord)
            .join(DocumentRecord, DocumentRecord.id == PrintBatchPaperRecord.document_id)
            .where(among(PrintBatchPaperRecord.batch_id, batch_ids))
            .order_by(PrintBatchPaperRecord.batch_id, PrintBatchPaperRecord.place)
        )
        for batch_id, paper in self._session.execute(question):
            found[batch_id].append(BatchPaper(paper.id, paper.name, paper.kind, paper.custody_id, paper.sha256))
        return found
