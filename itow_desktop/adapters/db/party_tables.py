"""The typed table of where mail reaches the parties of cars."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base
from itow_desktop.domain.parties.party import FoundBy, Purpose

_FOUND_BY = ", ".join(repr(str(word)) for word in FoundBy)
_PURPOSES = ", ".join(repr(str(word)) for word in Purpose)


class PartyAddressRecord(Base):
    """One address of a party; what mail was addressed to stays as it is."""

    __tablename__ = "party_addresses"
    __table_args__ = (
        CheckConstraint("btrim(typed) <> ''", name="typed"),
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="country"),
        CheckConstraint(f"found_by IN ({_FOUND_BY})", name="found_by"),
        CheckConstraint(f"purpose IN ({_PURPOSES})", name="purpose"),
        CheckConstraint("good = (why_bad IS NULL)", name="why_bad"),
        ForeignKeyConstraint(
            ["party_id", "custody_id"], ["parties.id", "parties.custody_id"], name="fk_party_addresses_party_id", onupdate="CASCADE"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, index=True)
    custody_id: Mapped[int] = mapped_column(BigInteger)
    typed: Mapped[str]
    lines: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=sql("'{}'::text[]"))
    country: Mapped[str] = mapped_column(server_default=sql("'US'::text"))
    found_by: Mapped[str | None]
    found_on: Mapped[dt.date | None]
    purpose: Mapped[str | None]
    good: Mapped[bool] = mapped_column(server_default=sql("true"))
    why_bad: Mapped[str | None]
    letters_here: Mapped[bool] = mapped_column(server_default=sql("true"))
    void: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
