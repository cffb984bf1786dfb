"""The table of newspapers that print notices of sale."""

from sqlalchemy import CheckConstraint, Identity, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class NewspaperRecord(Base):
    """A newspaper with how an ad reaches it."""

    __tablename__ = "newspapers"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("name = btrim(name) AND name <> ''", name="name"),
        CheckConstraint("email ~ '^[^@[:space:]]+@[^@[:space:]]+$'", name="email"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    county: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    note: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
