"""The tables of saved views, favourites."""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base, CustodyRecord, EventRecord
from itow_desktop.domain.events import CLOSING
from itow_desktop.domain.vehicles import CustodyStatus

LEAVING = tuple(kind.value for kind, status in CLOSING.items() if status is not CustodyStatus.VOID)
"""The kinds of events by which a car leaves."""

_DIFFERS = text("jsonb_path_exists(provenance, '$[*].\"differs\"?(@ == true)'::jsonpath)")
Index("ix_custodies_differs", CustodyRecord.id, postgresql_where=_DIFFERS)
_LEFT = text(f"kind IN ({', '.join(map(repr, LEAVING))})")
Index("ix_events_left_at", EventRecord.at, postgresql_where=_LEFT)
Index("ix_events_left_on", EventRecord.on, postgresql_where=_LEFT)


class OwnCarRecord(Base):
    """A car one person looked at or marked with a star."""

    __tablename__ = "own_cars"
    __table_args__ = (UniqueConstraint("staff_id", "custody_id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    seen_at: Mapped[dt.datetime | None]
    starred: Mapped[bool] = mapped_column(server_default=text("false"))


class SavedViewRecord(Base):
    """A view of the vehicle list under a name; without a person it is the office's."""

    __tablename__ = "saved_views"
    __table_args__ = (CheckConstraint("name = btrim(name) AND name <> ''", name="name"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    name: Mapped[str]
    place: Mapped[int] = mapped_column(server_default=text("0"))
    definition: Mapped[dict[str, Any]]
    voided: Mapped[bool] = mapped_column(server_default=text("false"))
