"""What people may do, what a PIN is."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Rights(StrEnum):
    """What somebody may do, each with everything the one before may."""

    VIEWER = "viewer"
    CLERK = "clerk"
    MANAGER = "manager"
    ADMIN = "admin"

    def covers(self, needed: "Rights") -> bool:
        """Whether these rights are enough."""
        order = list(Rights)
        return order.index(self) >= order.index(needed)


RIGHTS_WORDS: Mapping[Rights, tuple[str, str]] = MappingProxyType(
    {
        Rights.VIEWER: ("Viewer", "sees everything, changes nothing"),
        Rights.CLERK: ("Clerk", "records, edits, imports, prints"),
        Rights.MANAGER: ("Manager", "also changes the office's settings and lists"),
        Rights.ADMIN: ("Admin", "also says who works here and what each may do"),
    }
)
"""The name on the screen, with what it means."""

_NEEDS: Mapping[Rights, str] = MappingProxyType(
    {Rights.VIEWER: "a viewer", Rights.CLERK: "a clerk", Rights.MANAGER: "a manager", Rights.ADMIN: "an admin"}
)
SHORTEST_PIN, LONGEST_PIN = 4, 12


def lacking(rights: Rights | None, needed: Rights) -> str | None:
    """Why somebody with these rights (None: no rights at all) may not do what needs others: ``needs a manager``; else None."""
    return None if rights is not None and rights.covers(needed) else f"needs {_NEEDS[needed]}"


def pin_problem(pin: str) -> str | None:
    """What is wrong with a PIN that somebody chose, as a sentence; None where nothing is."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        return f"A PIN is {SHORTEST_PIN} to {LONGEST_PIN} digits."
    if len(set(pin)) == 1 or pin in "01234567890123" or pin in "98765432109876":
        return "This PIN is the first that anybody would try. Choose another."
    return None
