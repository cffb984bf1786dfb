"""The typed tables of imports that begin by themselves."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class ImportScheduleRecord(Base):
    """At which local times imports begin by themselves; the newest row counts."""

    __tablename__ = "import_schedules"
    __table_args__ = (CheckConstraint("array_to_string(times, ' ') ~ '^([0-2][0-9]:[0-5][0-9]( |$))*$'", name="times"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    times: Mapped[list[str]]
    lot: Mapped[bool]
    running: Mapped[bool]
    set_at: Mapped[dt.datetime]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class ImportTryRecord(Base):
    """What came of one import that began at a set time."""

    __tablename__ = "import_tries"
    __table_args__ = (CheckConstraint("ended IN ('done', 'failed', 'rejected', 'cancelled', 'cleared')", name="ended"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    due: Mapped[dt.datetime | None]
    at: Mapped[dt.datetime]
    ended: Mapped[str]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id"))
    message: Mapped[str | None]
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class WaitingImportRecord(Base):
    """An import that was asked for while TowBook did not answer."""

    __tablename__ = "waiting_imports"
    __table_args__ = (
        CheckConstraint("(first IS NULL) = (last IS NULL)", name="days"),
        CheckConstraint("ended IN ('run', 'taken_back')", name="ended"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    accounts: Mapped[list[str]]
    first: Mapped[dt.date | None]
    last: Mapped[dt.date | None]
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
    ended: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id"))
