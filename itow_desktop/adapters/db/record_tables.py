"""The typed table of which files prove which events."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Identity, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class EventPaperRecord(Base):
    """A file of a car that proves one of its events; append-only, as the event is."""

    __tablename__ = "event_papers"
    __table_args__ = (
        UniqueConstraint("event_id", "attachment_id"),
        ForeignKeyConstraint(["custody_id", "event_id"], ["events.custody_id", "events.id"], name="fk_event_papers_event_id"),
        ForeignKeyConstraint(
            ["custody_id", "attachment_id"], ["attachments.custody_id", "attachments.id"], name="fk_event_papers_attachment_id"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int] = mapped_column(BigInteger, index=True)
    event_id: Mapped[uuid.UUID]
    attachment_id: Mapped[int] = mapped_column(BigInteger)
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))
