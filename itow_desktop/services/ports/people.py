"""The people of the office as the deeds see them: the port their store meets."""

from dataclasses import dataclass, field
from typing import Protocol

from itow_desktop.domain.people import Rights
from itow_desktop.services.views import Person


@dataclass(frozen=True, slots=True)
class PinSalt:
    """What a PIN is proved with; ``cost`` is scrypt's, as a power of two."""

    salt: bytes
    cost: int


@dataclass(frozen=True, slots=True)
class NewPin:
    """What the database keeps of a PIN; the proof never shows."""

    salt: PinSalt
    proof: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PinAnswer:
    """What the database says to a proof: accepted or not, seconds until it looks at the next one, tries left before that."""

    accepted: bool
    wait_seconds: int
    tries_left: int


class StaffStore(Protocol):
    """Who works here, what each may do, what proves a PIN."""

    def all(self) -> tuple[Person, ...]:
        """Everybody by name, disabled people too."""

    def get(self, person_id: int) -> Person:
        """One of them; raises ``NotFound``."""

    def login(self) -> str | None:
        """The sign-in of this connection; None for the private server's own, behind which people are picked."""

    def makes_logins(self) -> bool:
        """Whether this connection's sign-in may make sign-ins for others."""

    def add(self, name: str, login: str | None = None, rights: Rights | None = None) -> Person:
        """Add a person, or bring one back with the rights they had; the first one without a sign-in is the admin."""

    def make_login(self, login: str, password: str) -> None:
        """Make a sign-in at the shared server."""

    def give_login(self, person_id: int, login: str) -> None:
        """Let a person who has none sign in with this; raises ``Refused`` for one that is another's."""

    def disable(self, name: str) -> None:
        """Keep a person from signing anything from now on; what was signed stays."""

    def change_rights(self, person_id: int, rights: Rights) -> None: ...
    def rename(self, person_id: int, name: str) -> None: ...

    # --- PINs: the proof is made from PIN and salt, and is all that crosses this wall -------------------------------

    def pin_salt(self, person_id: int) -> PinSalt | None:
        """None for a person without a PIN."""

    def check_pin(self, person_id: int, proof: bytes) -> PinAnswer:
        """Whether the proof is right; wrong ones count once the unit is committed."""

    def set_pin(self, person_id: int, new: NewPin | None) -> None:
        """Give a person a PIN, or take it away; for admins."""

    def set_own_pin(self, old: bytes, new: NewPin | None) -> PinAnswer:
        """Give oneself a PIN, or take it away, proving the old one; without an old one anything proves it."""
