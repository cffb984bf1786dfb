"""The table of people's PINs."""

import datetime as dt

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base


class PinRecord(Base):
    """What checks a PIN; read and written by functions of the database only, no row is shown to anybody.

    ``cost`` is scrypt's, as a power of two; ``verifier`` the SHA-256 of the proof.
    """

    __tablename__ = "staff_pins"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes]
    cost: Mapped[int]
    verifier: Mapped[bytes]
    wrong: Mapped[int] = mapped_column(server_default=text("0"))
    wrong_at: Mapped[dt.datetime | None]
