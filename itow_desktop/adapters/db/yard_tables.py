"""The tables of the yard: spots, moves, walks, our file numbers."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class SpotRecord(Base):
    """A place on the lot that the office keeps on its list; ``key`` is what all its spellings have in common."""

    __tablename__ = "lot_spots"
    __table_args__ = (
        CheckConstraint("name = btrim(name) AND name <> ''", name="name"),
        CheckConstraint("area = btrim(area) AND area <> ''", name="area"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    area: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=sql("true"))


class MoveRecord(Base):
    """A car that went from one spot to another; written by the table of custodies itself, append-only."""

    __tablename__ = "lot_moves"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    from_spot: Mapped[str | None]
    to_spot: Mapped[str | None]
    moved_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    moved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class WalkRecord(Base):
    """One walk over the lot; at most one is open."""

    __tablename__ = "lot_walks"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'finished', 'given_up')", name="state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="end"),
        Index("ix_lot_walks_open", "state", unique=True, postgresql_where=sql("state = 'open'")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    state: Mapped[str] = mapped_column(server_default=sql("'open'::text"))
    started_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    started_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class WalkMarkRecord(Base):
    """What somebody saw on a walk; a later mark of the same car or text counts instead, ``here`` false takes it back."""

    __tablename__ = "lot_walk_marks"
    __table_args__ = (CheckConstraint("custody_id IS NOT NULL OR text <> ''", name="something"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    walk_id: Mapped[int] = mapped_column(ForeignKey("lot_walks.id"), index=True)
    custody_id: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"))
    text: Mapped[str | None]
    spot: Mapped[str | None]
    here: Mapped[bool] = mapped_column(server_default=sql("true"))
    marked_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class WalkFindingRecord(Base):
    """What a finished walk came to, a line for each car of the list and for each surplus one."""

    __tablename__ = "lot_walk_findings"
    __table_args__ = (CheckConstraint("kind IN ('right', 'missing', 'wrong_spot', 'surplus')", name="kind"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    walk_id: Mapped[int] = mapped_column(ForeignKey("lot_walks.id"), index=True)
    kind: Mapped[str]
    custody_id: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"))
    text: Mapped[str | None]
    listed_spot: Mapped[str | None]
    found_spot: Mapped[str | None]


class FileNumberRecord(Base):
    """A number of our files with the car it was given to; append-only, filled by ``give_file_numbers`` alone."""

    __tablename__ = "file_numbers"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2000 AND 2099", name="year"),
        CheckConstraint("number BETWEEN 1 AND 999999", name="number"),
        UniqueConstraint("year", "number"),
        UniqueConstraint("custody_id", "year"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    year: Mapped[int]
    number: Mapped[int]
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"))
    given_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
