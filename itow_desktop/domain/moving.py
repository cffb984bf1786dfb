"""Dates that a person moved later than the law asks."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A later day that somebody asked for one rule's date; it counts only once another person confirmed it."""

    to: dt.date
    reason: str
    by: str | None = None
    confirmed_by: str | None = None

    @property
    def counts(self) -> bool:
        """Whether a second person stands for it."""
        return self.confirmed_by is not None and self.confirmed_by != self.by
