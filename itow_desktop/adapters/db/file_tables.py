"""The typed tables of a car's file: photos and scans, phone calls, reminders."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base

_NOW = sql("now()")
_WHO = sql("current_staff()")
_DEED = sql("current_deed()")


class AttachmentRecord(Base):
    """A file of a car; ``came_as`` is the hash of the file as it came, ``sha256`` of what is kept of it."""

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("kind IN ('photo', 'pdf', 'file')", name="kind"),
        CheckConstraint("source IN ('file', 'clipboard', 'scan')", name="source"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("void_reason <> ''", name="void_reason"),
        UniqueConstraint("custody_id", "id"),
        Index("uq_attachments_once", "custody_id", "came_as", unique=True, postgresql_where=sql("void_reason IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]
    came_as: Mapped[str] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    size: Mapped[int]
    view_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"))
    thumb_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"))
    width: Mapped[int | None]
    height: Mapped[int | None]
    taken_at: Mapped[dt.datetime | None]
    remark: Mapped[str | None]
    void_reason: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class ScanLeftOutRecord(Base):
    """A scan that belongs to no car."""

    __tablename__ = "scans_left_out"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    came_as: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class PhoneCallRecord(Base):
    """What was said on the phone: append-only but for being taken back; a correction supersedes."""

    __tablename__ = "phone_calls"
    __table_args__ = (
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        CheckConstraint("said <> ''", name="said"),
        CheckConstraint("supersedes <> id", name="not_itself"),
        CheckConstraint("withdrawn_because <> ''", name="withdrawn_because"),
        UniqueConstraint("custody_id", "id"),
        Index("uq_phone_calls_once", "supersedes", unique=True, postgresql_where=sql("withdrawn_because IS NULL")),
        ForeignKeyConstraint(["custody_id", "supersedes"], ["phone_calls.custody_id", "phone_calls.id"], name="fk_phone_calls_supersedes"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"))
    at: Mapped[dt.datetime]
    direction: Mapped[str]
    name: Mapped[str | None]
    number: Mapped[str | None]
    said: Mapped[str]
    supersedes: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn_because: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


class ReminderRecord(Base):
    """What somebody wants to be reminded of."""

    __tablename__ = "reminders"
    __table_args__ = (
        CheckConstraint("text = btrim(text) AND text <> ''", name="text"),
        CheckConstraint("state IN ('open', 'done', 'void')", name="state"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="void"),
        Index("ix_reminders_open", "due", postgresql_where=sql("state = 'open'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str]
    due: Mapped[dt.date]
    state: Mapped[str] = mapped_column(server_default=sql("'open'::text"))
    void_reason: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=_DEED)


AUDITED_CAR = sql("(coalesce(after, before) ->> 'custody_id')")
"""Which car an audited row of any table is about."""

Index(
    "ix_audit_custody",
    AUDITED_CAR,
    postgresql_where=sql("(coalesce(after, before) ->> 'custody_id') IS NOT NULL"),
    _table=Base.metadata.tables["audit"],
)
