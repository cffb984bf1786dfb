"""The typed tables of files that were imported."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class ImportFileRecord(Base):
    """Which file an import read."""

    __tablename__ = "import_files"
    __table_args__ = (CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), primary_key=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(primary_key=True, index=True)
    size: Mapped[int] = mapped_column(BigInteger)


class FileMappingRecord(Base):
    """What somebody said the columns of a file are; the newest row of a key counts."""

    __tablename__ = "file_mappings"
    __table_args__ = (Index("ix_file_mappings_headers_key", "headers_key", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    headers_key: Mapped[str]
    headers: Mapped[list[str]]
    mapping: Mapped[dict[str, Any]]
    chosen_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))
