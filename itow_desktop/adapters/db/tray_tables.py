"""The typed table of what people decided in Check import."""

import datetime as dt
import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Identity, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class ImportDecisionRecord(Base):
    """What somebody made of one line; the newest that was not withdrawn counts, and a trigger writes it into the line."""

    __tablename__ = "import_decisions"
    __table_args__ = (
        CheckConstraint("decision IN ('accepted', 'kept', 'later')", name="decision"),
        ForeignKeyConstraint(["run_id", "towbook_id"], ["import_run_calls.run_id", "import_run_calls.towbook_id"]),
        Index("ix_import_decisions_line", "run_id", "towbook_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    run_id: Mapped[int] = mapped_column(BigInteger)
    towbook_id: Mapped[str]
    decision: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=sql("current_staff()"))
    decided_at: Mapped[dt.datetime] = mapped_column(server_default=sql("now()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=sql("current_deed()"))
    withdrawn: Mapped[bool] = mapped_column(server_default=sql("false"))
