"""The typed tables of what was sent to printers."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Integer
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base

_NOW = sql("now()")
_WHO = sql("current_staff()")
_DEED = sql("current_deed()")


class PrintBatchRecord(Base):
    """Papers sent to a printer together; ``sent`` is how many of them the print system took."""

    __tablename__ = "print_batches"
    __table_args__ = (CheckConstraint("copies BETWEEN 1 AND 99", name="copies"), CheckConstraint("sent >= 0", name="sent"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    printer: Mapped[str]
    copies: Mapped[int]
    copy: Mapped[bool]
    pc: Mapped[str]
    sent: Mapped[int] = mapped_column(server_default=sql("0"))
    begun_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class PrintBatchPaperRecord(Base):
    """A kept paper at its place in a batch, counted from 0; append-only."""

    __tablename__ = "print_batch_papers"

    batch_id: Mapped[int] = mapped_column(ForeignKey("print_batches.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)


class PrintAnswerRecord(Base):
    """What came out as a person saw it: the places of those papers; append-only."""

    __tablename__ = "print_answers"

    batch_id: Mapped[int] = mapped_column(ForeignKey("print_batches.id"), primary_key=True)
    came: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    answered_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)
