"""What the post office brought back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.file_tables import AttachmentRecord
from itow_desktop.adapters.db.mail_tables import PiecePaperRecord, StrayMailRecord, StrayPaperRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import DocumentRecord
from itow_desktop.domain.errors import ChangedElsewhere, NotFound
from itow_desktop.domain.mail.coming_back import Outcome, Side, Stray, StrayPaper
from itow_desktop.domain.mail.pieces import ReturnReason

_UNSETTLED = text("piece_id IS NULL AND closed IS NULL")


class MailBack:
    """What ``MailStore`` knows of envelopes, cards and receipts, over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def prove(self, piece_id: int, files: Sequence[tuple[int, Side]]) -> None:
        """These files of the car are what of the piece."""
        if files:
            rows = [{"piece_id": piece_id, "attachment_id": file, "side": side} for file, side in files]
            self._session.execute(insert(PiecePaperRecord).values(rows))

    def proofs(self, piece_ids: Collection[int]) -> Mapping[int, tuple[tuple[int, Side, str], ...]]:
        """(file id, side, name) of the files of these pieces that stand."""
        question = (
            select(PiecePaperRecord, AttachmentRecord.name)
            .join(AttachmentRecord, AttachmentRecord.id == PiecePaperRecord.attachment_id)
            .where(among(PiecePaperRecord.piece_id, piece_ids), AttachmentRecord.void_reason.is_(None))
            .order_by(PiecePaperRecord.id)
        )
        found: dict[int, list[tuple[int, Side, str]]] = defaultdict(list)
        for record, name in self._session.execute(question):
            found[record.piece_id].append((record.attachment_id, Side(record.side), name))
        return {piece_id: tuple(files) for piece_id, files in found.items()}

    def add_stray(self, stray: Stray) -> int:
        """Keep what nobody knows; answers its id."""
        new = insert(StrayMailRecord).values(
            outcome=stray.outcome, came_on=stray.came_on, reason=stray.reason, marks=stray.marks, note=stray.note
        )
        stray_id = self._session.execute(new.returning(StrayMailRecord.id)).scalar_one()
        rows = [{"stray_id": stray_id, "document_id": paper.document_id, "side": paper.side} for paper in stray.papers]
        if rows:
            self._session.execute(insert(StrayPaperRecord).values(rows))
        return stray_id

    def strays(self) -> tuple[Stray, ...]:
        """Everything in the tray, oldest first."""
        return self._strays(select(StrayMailRecord).where(_UNSETTLED))

    def stray(self, stray_id: int) -> Stray:
        """One of them, settled or not; raises ``NotFound``."""
        found = self._strays(select(StrayMailRecord).where(StrayMailRecord.id == stray_id))
        if not found:
            raise NotFound("This envelope is not in the tray.")
        return found[0]

    def settle_stray(self, stray_id: int, piece_id: int | None, closed: str | None) -> None:
        """Say which piece it is, or why nobody looks any more; raises ``ChangedElsewhere`` where it was settled already."""
        settled = update(StrayMailRecord).where(StrayMailRecord.id == stray_id, _UNSETTLED).values(piece_id=piece_id, closed=closed)
        done = self._session.execute(settled.returning(StrayMailRecord.id).execution_options(synchronize_session=False))
        if done.one_or_none() is None:
            raise ChangedElsewhere("Somebody else settled this envelope in the meantime. Nothing was changed; look at the tray again.")

    def _strays(self, question: Select[StrayMailRecord]) -> tuple[Stray, ...]:
        fresh = question.order_by(StrayMailRecord.came_on, StrayMailRecord.id).execution_options(populate_existing=True)
        records = self._session.scalars(fresh).all()
        listed = (
            select(StrayPaperRecord, DocumentRecord.name)
            .join(DocumentRecord, DocumentRecord.id == StrayPaperRecord.document_id)
            .where(among(StrayPaperRecord.stray_id, [each.id for each in records]))
            .order_by(StrayPaperRecord.id)
        )
        papers: dict[int, list[StrayPaper]] = defaultdict(list)
        for paper, name in self._session.execute(listed):
            papers[paper.stray_id].append(StrayPaper(paper.document_id, Side(paper.side), name))
        return tuple(_stray(each, papers[each.id]) for each in records)


def _stray(record: StrayMailRecord, papers: Sequence[StrayPaper]) -> Stray:
    reason = ReturnReason(record.reason) if record.reason else None
    return Stray(
        record.id,
        Outcome(record.outcome),
        record.came_on,
        reason,
        record.marks,
        record.note,
        record.piece_id,
        record.closed,
        tuple(papers),
    )
