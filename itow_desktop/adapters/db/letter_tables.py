"""The typed table of the words of letters."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class LetterWordsRecord(Base):
    """One version of the words of a kind of letter: a title, blocks with name, heading, text."""

    __tablename__ = "letter_words"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint("version > 1", name="version"),
        CheckConstraint("jsonb_typeof(blocks) = 'array'", name="blocks"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    version: Mapped[int]
    title: Mapped[str]
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    saved_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
