"""The typed tables of desk work: what waits, who has which car, who is away."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base

_NOW = sql("now()")
_WHO = sql("current_staff()")


class SnoozeRecord(Base):
    """A line that waits, one for each car; ``until`` and ``reason`` are empty once it waits no more."""

    __tablename__ = "snoozes"
    __table_args__ = (
        CheckConstraint("reason = btrim(reason) AND reason <> ''", name="reason"),
        CheckConstraint("(until IS NULL) = (reason IS NULL)", name="whole"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), unique=True)
    until: Mapped[dt.date | None]
    reason: Mapped[str | None]
    set_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)


class AssignmentRecord(Base):
    """Who works on a car; nobody where ``staff_id`` is empty."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)


class AbsenceRecord(Base):
    """Who is away from ``from_on`` on, works again on ``back_on``, and who has the lines meanwhile."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("covered_by <> staff_id", name="somebody_else"),
        CheckConstraint("back_on > from_on", name="days"),
        ExcludeConstraint(
            (sql("int4range(staff_id, staff_id, '[]'::text)"), "&&"),
            (sql("daterange(from_on, back_on)"), "&&"),
            where=sql("NOT void"),
            using="gist",
            name="ex_absences_one_at_a_time",
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    covered_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    from_on: Mapped[dt.date]
    back_on: Mapped[dt.date]
    void: Mapped[bool] = mapped_column(server_default=sql("false"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=_WHO)
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
