"""People at a police department, and how much of the record speaks of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody there."""

    id: int
    name: str
    position: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """What refers to a department: cars on the lot and in all, properties."""

    on_lot: int = 0
    cars: int = 0
    properties: int = 0
