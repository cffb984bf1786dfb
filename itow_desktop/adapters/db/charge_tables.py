"""The typed tables of what is charged."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index, Numeric, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class FeesRecord(Base):
    """An entry of the fee schedule, in dollars; it is never changed, only withdrawn."""

    __tablename__ = "fee_schedule"
    __table_args__ = (
        CheckConstraint("account = btrim(account) AND account <> ''", name="account"),
        CheckConstraint("custody <> 'unknown'", name="custody"),
        CheckConstraint("tow >= 0 AND storage >= 0 AND administration >= 0 AND gate >= 0", name="amounts"),
        CheckConstraint("day_count IN ('calendar', 'clock')", name="day_count"),
        CheckConstraint("free_hours BETWEEN 0 AND 240", name="free_hours"),
        CheckConstraint("btrim(withdrawn) <> ''", name="withdrawn"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    since: Mapped[dt.date]
    account: Mapped[str | None]
    custody: Mapped[str | None]
    tow: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    storage: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    day_count: Mapped[str] = mapped_column(server_default=sql("'calendar'::text"))
    first_day: Mapped[bool] = mapped_column(server_default=sql("true"))
    free_hours: Mapped[int] = mapped_column(server_default=sql("0"))
    administration: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    gate: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    written: Mapped[bool] = mapped_column(server_default=sql("false"))
    also_here: Mapped[bool] = mapped_column(server_default=sql("false"))
    note: Mapped[str | None]
    withdrawn: Mapped[str | None]
    set_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class PostagePriceRecord(Base):
    """What a component of mailing costs from a day on, in dollars; append-only."""

    __tablename__ = "postage_prices"
    __table_args__ = (
        CheckConstraint("component = btrim(component) AND component <> ''", name="component"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    component: Mapped[str]
    since: Mapped[dt.date]
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 3))
    set_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))


class LedgerLineRecord(Base):
    """A charge of a car in dollars, or the negative line that takes one back; append-only."""

    __tablename__ = "ledger_lines"
    __table_args__ = (
        CheckConstraint("kind IN ('tow', 'storage', 'state_fee', 'administration', 'notice', 'gate', 'other')", name="kind"),
        CheckConstraint("amount <> 0 AND (amount < 0) = (corrects IS NOT NULL)", name="sign"),
        CheckConstraint("words = btrim(words) AND words <> ''", name="words"),
        CheckConstraint("(corrects IS NULL) = (reason IS NULL) AND btrim(reason) <> ''", name="reason"),
        CheckConstraint("""(kind = 'storage' AND corrects IS NULL) = ("last" IS NOT NULL) AND "last" >= "first\"""", name="span"),
        CheckConstraint("""("last" IS NULL) = (rate IS NULL) AND amount = rate * ("last" - "first" + 1)""", name="rate"),
        UniqueConstraint("custody_id", "id"),
        ForeignKeyConstraint(["custody_id", "corrects"], ["ledger_lines.custody_id", "ledger_lines.id"], name="fk_ledger_lines_corrects"),
        Index("ix_ledger_lines_piece_id", "piece_id", unique=True, postgresql_where=sql("piece_id IS NOT NULL")),
        Index("ix_ledger_lines_corrects", "corrects", postgresql_where=sql("corrects IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"))
    kind: Mapped[str]
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    words: Mapped[str]
    first: Mapped[dt.date]
    last: Mapped[dt.date | None]
    rate: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    corrects: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None]
    fees_id: Mapped[int | None] = mapped_column(ForeignKey("fee_schedule.id"))
    piece_id: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
