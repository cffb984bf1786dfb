"""Pieces of mail."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import Any

import psycopg
from sqlalchemy import Select, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.mail_tables import PieceRecord
from itow_desktop.adapters.db.stores.mail_back import MailBack
from itow_desktop.adapters.db.stores.mail_runs import MailRuns
from itow_desktop.adapters.db.stores.rows import among, insert_rows, update_rows
from itow_desktop.domain.errors import ChangedElsewhere, NotFound, Problems
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind

_RESERVE = text("SELECT nextval('pieces_id_seq') FROM generate_series(1, :count)")
_MOVING = (
    "mail_class", "state", "run_id", "place", "number", "card_number", "price", "printed_at", "handed_over_on", "handed_over_at",
    "handed_over_by", "delivered_on", "signed_by", "returned_on", "returned_for", "void",
)  # fmt: skip
_PREPARED = ("id", "custody_id", "kind", "block", "party_id", "address_id", "document_id", "mailed_elsewhere", *_MOVING)
_NEWER = "Somebody else moved this letter on in the meantime. Nothing was changed; look at it again."
_TAKEN = {
    "uq_pieces_number": ("number", "This number is on another letter already. Nothing was changed; scan the label again."),
    "uq_pieces_card_number": ("card_number", "This green card is on another letter already. Nothing was changed; scan the card again."),
}


class SqlMail(MailRuns, MailBack):
    """``MailStore`` over one session."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    def reserve(self, count: int) -> Sequence[int]:
        """Ids of pieces to be prepared."""
        return tuple(self._session.scalars(_RESERVE, {"count": count}))

    def prepare(self, pieces: Sequence[Piece]) -> None:
        """Keep new pieces under their reserved ids; raises ``Problems`` where a number is on another letter."""
        with _own_numbers():
            insert_rows(self._session, "pieces", _PREPARED, map(_row, pieces))

    def get(self, piece_id: int) -> Piece:
        """One piece; raises ``NotFound``."""
        return self.some([piece_id])[0]

    def some(self, piece_ids: Sequence[int]) -> tuple[Piece, ...]:
        """These pieces in the order asked; raises ``NotFound`` where one is missing."""
        found = {piece.id: piece for piece in self._read(select(PieceRecord).where(among(PieceRecord.id, piece_ids)))}
        if any(each not in found for each in piece_ids):
            raise NotFound("This letter is not on record. Nothing was changed.")
        return tuple(found[each] for each in piece_ids)

    def of(self, custody_id: int) -> tuple[Piece, ...]:
        """The pieces of one car, newest first."""
        return self._read(select(PieceRecord).where(PieceRecord.custody_id == custody_id).order_by(PieceRecord.id.desc()))

    def of_documents(self, document_ids: Sequence[int]) -> Mapping[int, Piece]:
        """The pieces whose letters these kept papers are, by document id."""
        found = self._read(select(PieceRecord).where(among(PieceRecord.document_id, document_ids)))
        return {piece.document_id: piece for piece in found if piece.document_id is not None}

    def in_state(self, states: Collection[PieceState]) -> tuple[Piece, ...]:
        """Every piece in one of these states, oldest first."""
        return self._read(select(PieceRecord).where(among(PieceRecord.state, states)).order_by(PieceRecord.id))

    def mailed(self, first: date, last: date) -> tuple[Piece, ...]:
        """The pieces handed over in these days, both included, in that order."""
        question = select(PieceRecord).where(PieceRecord.handed_over_on.between(first, last))
        return self._read(question.order_by(PieceRecord.handed_over_on, PieceRecord.run_id, PieceRecord.place, PieceRecord.id))

    def with_marks(self, marks: Collection[str]) -> tuple[Piece, ...]:
        """The pieces, not void, whose certified number or green card's number is one of these."""
        marked = among(PieceRecord.number, marks) | among(PieceRecord.card_number, marks)
        return self._read(select(PieceRecord).where(marked, PieceRecord.state != PieceState.VOID).order_by(PieceRecord.id))

    def save(self, pieces: Sequence[Piece]) -> None:
        """Keep what changed of pieces; raises ``ChangedElsewhere`` where somebody else moved one on meanwhile."""
        with _own_numbers():
            rows = [{**_row(piece), "version": piece.version} for piece in pieces]
            kept = update_rows(
                self._session, "pieces", _MOVING, rows, also=", version = kept.version + 1", only="AND kept.version = given.version"
            )
        if kept < len(pieces):
            raise ChangedElsewhere(_NEWER)

    def of_run(self, run_id: int) -> tuple[Piece, ...]:
        """The pieces of a run in the order of its sheet, void ones left out."""
        question = select(PieceRecord).where(PieceRecord.run_id == run_id, PieceRecord.state != PieceState.VOID)
        return self._read(question.order_by(PieceRecord.place, PieceRecord.id))

    def _read(self, question: Select[PieceRecord]) -> tuple[Piece, ...]:
        fresh = question.execution_options(populate_existing=True)
        return tuple(_piece(record) for record in self._session.scalars(fresh))


@contextmanager
def _own_numbers() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        name = error.orig.diag.constraint_name if isinstance(error.orig, psycopg.errors.UniqueViolation) else None
        if name not in _TAKEN:
            raise
        raise Problems((_TAKEN[name],)) from error


def _row(piece: Piece) -> dict[str, Any]:
    row = asdict(piece)
    del row["version"], row["prepared_at"]
    return row


def _piece(record: PieceRecord) -> Piece:
    return Piece(
        record.id,
        record.custody_id,
        NoticeKind(record.kind),
        MailClass(record.mail_class),
        PieceState(record.state),
        tuple(record.block),
        record.party_id,
        record.address_id,
        record.document_id,
        record.run_id,
        record.place,
        record.number,
        record.card_number,
        record.price,
        record.printed_at,
        record.handed_over_on,
        record.handed_over_at,
        record.handed_over_by,
        record.delivered_on,
        record.signed_by,
        record.returned_on,
        ReturnReason(record.returned_for) if record.returned_for else None,
        record.void,
        record.mailed_elsewhere,
        record.version,
        record.recorded_at,
    )
