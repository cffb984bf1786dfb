"""The typed tables of the mail: pieces, runs to the post office, what came back."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, Numeric
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from itow_desktop.adapters.db.tables import Base

_NOW = sql("now()")
_WHO = sql("current_staff()")
_DEED = sql("current_deed()")
_SIDES = "side IN ('front', 'back', 'card', 'receipt', 'proof')"


class MailRunRecord(Base):
    """One trip to the post office; one at most is open."""

    __tablename__ = "mail_runs"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'handed_over')", name="state"),
        CheckConstraint("(state = 'handed_over') = (handed_over_on IS NOT NULL AND handed_over_by IS NOT NULL)", name="mailed"),
        CheckConstraint("received >= 0", name="received"),
        Index("uq_mail_runs_open", "state", unique=True, postgresql_where=sql("state = 'open'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    state: Mapped[str] = mapped_column(server_default=sql("'open'::text"))
    handed_over_on: Mapped[dt.date | None]
    handed_over_at: Mapped[dt.datetime | None]
    handed_over_by: Mapped[str | None]
    received: Mapped[int | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class MailRunPaperRecord(Base):
    """A sheet drawn for a run, or the scan of one as the post office stamped it; append-only."""

    __tablename__ = "mail_run_papers"
    __table_args__ = (CheckConstraint("form IN ('certified', 'certificate', 'stamped')", name="form"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("mail_runs.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    form: Mapped[str]
    lines: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class PieceRecord(Base):
    """One envelope; ``version`` counts its changes."""

    __tablename__ = "pieces"
    __table_args__ = (
        CheckConstraint(
            "mail_class IN ('first_class', 'certified', 'certified_receipt', 'certified_e_receipt', 'certificate')", name="mail_class"
        ),
        CheckConstraint("state IN ('prepared', 'printed', 'handed_over', 'delivered', 'returned', 'void')", name="state"),
        CheckConstraint("cardinality(block) > 0", name="block"),
        CheckConstraint("number ~ '^[0-9A-Z]{8,34}$'", name="number"),
        CheckConstraint("card_number ~ '^[0-9A-Z]{8,34}$'", name="card_number"),
        CheckConstraint("place IS NULL OR run_id IS NOT NULL", name="place"),
        CheckConstraint(
            "(state IN ('handed_over', 'delivered', 'returned')) = (handed_over_on IS NOT NULL AND handed_over_by IS NOT NULL)",
            name="mailed",
        ),
        CheckConstraint("(state = 'delivered') = (delivered_on IS NOT NULL)", name="delivered"),
        CheckConstraint("(state = 'returned') = (returned_on IS NOT NULL AND returned_for IS NOT NULL)", name="returned"),
        CheckConstraint("(state = 'void') = (void IS NOT NULL)", name="void"),
        Index("uq_pieces_number", "number", unique=True, postgresql_where=sql("number IS NOT NULL AND state <> 'void'")),
        Index("uq_pieces_card_number", "card_number", unique=True, postgresql_where=sql("card_number IS NOT NULL AND state <> 'void'")),
        Index("uq_pieces_place", "run_id", "place", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    kind: Mapped[str]
    mail_class: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    block: Mapped[list[str]] = mapped_column(ARRAY(Text))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    address_id: Mapped[int | None] = mapped_column(BigInteger)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("mail_runs.id"))
    place: Mapped[int | None]
    number: Mapped[str | None]
    card_number: Mapped[str | None]
    price: Mapped[Decimal | None] = mapped_column(Numeric(9, 2))
    printed_at: Mapped[dt.datetime | None]
    handed_over_on: Mapped[dt.date | None] = mapped_column(index=True)
    handed_over_at: Mapped[dt.datetime | None]
    handed_over_by: Mapped[str | None]
    delivered_on: Mapped[dt.date | None]
    signed_by: Mapped[str | None]
    returned_on: Mapped[dt.date | None]
    returned_for: Mapped[str | None]
    void: Mapped[str | None]
    mailed_elsewhere: Mapped[bool] = mapped_column(server_default=sql("false"))
    version: Mapped[int] = mapped_column(server_default=sql("1"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class PiecePaperRecord(Base):
    """Which file of the car is what of a piece: a side of the envelope, the green card, a receipt; append-only."""

    __tablename__ = "piece_papers"
    __table_args__ = (CheckConstraint(_SIDES, name="side"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("pieces.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"))
    side: Mapped[str]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class StrayMailRecord(Base):
    """What the post office brought and nobody knows yet which letter it is."""

    __tablename__ = "stray_mail"
    __table_args__ = (
        CheckConstraint("outcome IN ('returned', 'delivered')", name="outcome"),
        CheckConstraint("closed <> ''", name="closed"),
        CheckConstraint("piece_id IS NULL OR closed IS NULL", name="one_end"),
        Index("ix_stray_mail_open", "came_on", postgresql_where=sql("piece_id IS NULL AND closed IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    outcome: Mapped[str]
    came_on: Mapped[dt.date]
    reason: Mapped[str | None]
    marks: Mapped[str | None]
    note: Mapped[str | None]
    piece_id: Mapped[int | None] = mapped_column(ForeignKey("pieces.id"))
    closed: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class StrayPaperRecord(Base):
    """A scan of stray mail, kept until somebody knows whose it is; append-only."""

    __tablename__ = "stray_papers"
    __table_args__ = (CheckConstraint(_SIDES, name="side"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    stray_id: Mapped[int] = mapped_column(ForeignKey("stray_mail.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    side: Mapped[str]
