"""The typed tables of the outbox."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base
from itow_desktop.domain.outbox.messages import TO_AGENCIES, Outcome, OutKind, OutState, OutWay

_WHO = sql("current_staff()")
_DEED = sql("current_deed()")


def _one_of(column: str, words: type[OutKind | OutState | OutWay | Outcome] | tuple[OutKind, ...]) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


class StandingApprovalRecord(Base):
    """A manager's word that messages of a kind go to a police department without being asked about."""

    __tablename__ = "standing_approvals"
    __table_args__ = (
        CheckConstraint(_one_of("kind", TO_AGENCIES), name="kind"),
        Index("uq_standing_approvals_stands", "kind", "agency_id", unique=True, postgresql_where=sql("revoked_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    reason: Mapped[str]
    given_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)
    revoked_at: Mapped[dt.datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class OutboxRecord(Base):
    """A message that leaves; what it says and to whom stays as it was put in."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(_one_of("kind", OutKind), name="kind"),
        CheckConstraint(_one_of("way", OutWay), name="way"),
        CheckConstraint(_one_of("state", OutState), name="state"),
        CheckConstraint(
            "state IN ('waits', 'taken_back') OR kind IN ('digest', 'alert') OR approved_by IS NOT NULL OR approval_id IS NOT NULL",
            name="approved",
        ),
        Index("ix_outbox_open", "id", postgresql_where=sql("state NOT IN ('sent', 'taken_back')")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    way: Mapped[str]
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    once: Mapped[str | None] = mapped_column(unique=True)
    mark: Mapped[str] = mapped_column(unique=True)
    put_at: Mapped[dt.datetime]
    put_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)
    state: Mapped[str]
    approved_at: Mapped[dt.datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approval_id: Mapped[int | None] = mapped_column(ForeignKey("standing_approvals.id"))
    next_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    why: Mapped[str | None]


class OutboxPaperRecord(Base):
    """A kept paper that goes with a message."""

    __tablename__ = "outbox_papers"

    message_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True, index=True)
    place: Mapped[int]


class OutboxAttemptRecord(Base):
    """One step of a try: that it began, or what came of it."""

    __tablename__ = "outbox_attempts"
    __table_args__ = (CheckConstraint(_one_of("outcome", Outcome), name="outcome"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    at: Mapped[dt.datetime]
    outcome: Mapped[str]
    answer: Mapped[str]
    pc: Mapped[str]
