"""What each person did, as the database keeps it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from itow_desktop.domain.cars import Car


class DeedStore(Protocol):
    """Deeds, and what they changed in which rows."""

    def changers(self, car: Car, fields: Collection[str]) -> Mapping[str, tuple[str | None, datetime]]:
        """Who last changed each of these fields of a car, and when; None where nobody signed. A field nobody changed is left out."""
