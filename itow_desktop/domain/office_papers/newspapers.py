"""A newspaper that prints the office's notices of sale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Newspaper:
    """One paper with what staff know of it; ``note`` is its deadline and the like, ``active`` False where it is used no more."""

    id: int
    name: str
    county: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    active: bool = True
