"""The typed tables of the first program's database as it was read, and what was decided about it."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class OldFileRecord(Base):
    """A file, known by its bytes."""

    __tablename__ = "old_files"
    __table_args__ = (
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("name <> ''", name="name"),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    tables: Mapped[dict[str, Any]] = mapped_column(JSONB)
    left_out: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    recoded: Mapped[int] = mapped_column(server_default=text("0"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class OldRowRecord(Base):
    """A row as it was read."""

    __tablename__ = "old_rows"
    __table_args__ = (UniqueConstraint("sha256", "table_name", "number"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("old_files.sha256"))
    table_name: Mapped[str]
    number: Mapped[int]
    row: Mapped[dict[str, Any]] = mapped_column(JSONB)


class OldChoiceRecord(Base):
    """What somebody chose where two files disagree; the last choice counts."""

    __tablename__ = "old_choices"
    __table_args__ = (CheckConstraint("choice IN ('newer', 'older', 'leave')", name="choice"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    car: Mapped[str]
    field: Mapped[str]
    newer: Mapped[str]
    older: Mapped[str]
    choice: Mapped[str]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class OldCarRecord(Base):
    """Which car of the old database became which custody."""

    __tablename__ = "old_cars"
    __table_args__ = (UniqueConstraint("key", "custody_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    key: Mapped[str]
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))


class OldReportRecord(Base):
    """The report of a run, as it was shown."""

    __tablename__ = "old_reports"

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), primary_key=True)
    report: Mapped[dict[str, Any]] = mapped_column(JSONB)


class OldSequenceRecord(Base):
    """The last number the first program gave in a year."""

    __tablename__ = "old_sequences"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2099", name="year"),
        CheckConstraint("last BETWEEN 1 AND 999999", name="last"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    last: Mapped[int]
