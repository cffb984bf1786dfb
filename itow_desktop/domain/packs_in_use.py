"""Rule packs that an office took into use."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PackInUse:
    """A pack somebody took into use; without ``sha256`` it is the one that the program brings.

    ``cars`` had dates that moved by it. ``second_needed``: it would let cars be sold earlier, so that it counts once
    another person confirmed it.
    """

    id: int
    pack: str
    version: str
    sha256: str | None
    reason: str
    cars: int
    second_needed: bool = False
    taken_at: dt.datetime | None = None
    taken_by: str | None = None
    confirmed_at: dt.datetime | None = None
    confirmed_by: str | None = None

    @property
    def waits(self) -> bool:
        """Whether a second person is asked to confirm it."""
        return self.second_needed and self.confirmed_at is None
