"""What was put into the bin: nothing is deleted, and everything there can come back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What kind of thing lies in the bin."""

    CAR = "car"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Binned:
    """One thing in the bin: ``label`` is what people know it by, ``custody_id`` the car it belongs to; who put it there, when, why."""

    kind: Kind
    id: int
    custody_id: int
    label: str
    reason: str
    by: str | None
    at: datetime | None
