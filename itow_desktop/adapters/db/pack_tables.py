"""The typed tables of rule packs in use; of how the work stood each day."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base

_NOW = sql("now()")


class PackInUseRecord(Base):
    """A rule pack somebody took into use; without ``text`` it is the one that the program brings."""

    __tablename__ = "packs_in_use"
    __table_args__ = (
        CheckConstraint("reason = btrim(reason) AND reason <> ''", name="reason"),
        CheckConstraint("(text IS NULL) = (sha256 IS NULL)", name="whole"),
        CheckConstraint("sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')", name="sha256"),
        CheckConstraint("confirmed_by <> taken_by", name="somebody_else"),
        Index("ix_packs_in_use_pack", "pack", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    pack: Mapped[str]
    version: Mapped[str]
    text: Mapped[str | None]
    sha256: Mapped[str | None]
    reason: Mapped[str]
    cars: Mapped[int]
    second_needed: Mapped[bool]
    taken_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
    confirmed_at: Mapped[dt.datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class DaySnapshotRecord(Base):
    """How the work stood on a day; written once."""

    __tablename__ = "day_snapshots"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    day: Mapped[dt.date] = mapped_column(unique=True)
    active: Mapped[int]
    accounted_for: Mapped[int]
    taken_at: Mapped[dt.datetime] = mapped_column(server_default=_NOW)


class DayCountRecord(Base):
    """How many cars had a lead step of that urgency and actor on a day."""

    __tablename__ = "day_counts"
    __table_args__ = (UniqueConstraint("day", "urgency", "actor"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    day: Mapped[dt.date] = mapped_column(ForeignKey("day_snapshots.day"))
    urgency: Mapped[str]
    actor: Mapped[str]
    cars: Mapped[int]
