"""The tables of what each person did."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class DeedRecord(Base):
    """A deed that can be undone, or the undoing of one; ``seq`` is the order of doing. Append-only."""

    __tablename__ = "deeds"
    __table_args__ = (Index("ix_deeds_staff_id", "staff_id", "seq"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("current_deed()"))
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    name: Mapped[str]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    undoes: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("deeds.id"), unique=True)
