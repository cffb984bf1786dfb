"""The table of rules that somebody compared with the law in force."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Identity, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class RuleReviewRecord(Base):
    """One rule of a pack, compared by somebody on a day with a text of the law; ``mark`` tells what the rule asked then."""

    __tablename__ = "rule_reviews"
    __table_args__ = (
        CheckConstraint("mark ~ '^[0-9a-f]{64}$'", name="mark"),
        CheckConstraint("checked_by = btrim(checked_by) AND checked_by <> ''", name="checked_by"),
        CheckConstraint("source = btrim(source) AND source <> ''", name="source"),
        CheckConstraint("btrim(taken_back) <> ''", name="taken_back"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    pack: Mapped[str] = mapped_column(index=True)
    rule_id: Mapped[str]
    rule_case: Mapped[str] = mapped_column(server_default=text("''"))
    mark: Mapped[str]
    checked_by: Mapped[str]
    checked_on: Mapped[dt.date]
    source: Mapped[str]
    taken_back: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))
