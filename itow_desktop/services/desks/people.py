"""People as the window uses them: who sits down, who may do what, who works here."""

from itow_desktop.domain.people import Rights
from itow_desktop.services import people
from itow_desktop.services.people import Staff
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person


class PeopleDesk:
    """Hands each question to its deed; safe to call from several threads."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift

    def monotonic(self) -> float:
        """Seconds that no clock set back or on changes; instant."""
        return self._shift.clock.monotonic()

    def staff(self) -> Staff:
        """Everybody, and how people sign in here."""
        return people.staff(self._shift)

    def add(self, person: Person | None, name: str, rights: Rights | None = None, login: str | None = None) -> Person:
        """Add somebody; raises ``Problems``, ``Refused``, ``NotAllowed``."""
        return people.add_person(self._shift.by(person), name, rights, login)

    def bring_back(self, person: Person | None, other: Person) -> Person:
        """Let a disabled person sign again."""
        return people.bring_back(self._shift.by(person), other)

    def disable(self, person: Person | None, other: Person) -> None:
        """Keep a person from signing from now on."""
        people.disable_person(self._shift.by(person), other.name)

    def change_rights(self, person: Person | None, other: Person, rights: Rights) -> None:
        """Say what a person may do."""
        people.change_rights(self._shift.by(person), other, rights)

    def rename(self, person: Person | None, other: Person, name: str) -> None:
        """Give a person another name."""
        people.rename_person(self._shift.by(person), other, name)

    def make_login(self, person: Person | None, login: str, password: str) -> None:
        """Make a sign-in at the shared server."""
        people.make_login(self._shift.by(person), login, password)

    def give_login(self, person: Person | None, other: Person, login: str) -> None:
        """Let a person without a sign-in have one."""
        people.give_login(self._shift.by(person), other, login)

    def check_pin(self, person: Person, pin: str) -> PinAnswer:
        """Whether this is the person's PIN."""
        return people.check_pin(self._shift, person, pin)

    def set_own_pin(self, person: Person | None, old: str, new: str | None) -> PinAnswer:
        """Give oneself a PIN, or take it away with None."""
        return people.set_own_pin(self._shift.by(person), old, new)

    def set_pin(self, person: Person | None, other: Person, new: str | None) -> None:
        """Give somebody a PIN, or take it away with None; for admins."""
        people.set_pin(self._shift.by(person), other, new)

    def set_house_rules(self, person: Person | None, *, pins: bool, idle_minutes: int) -> None:
        """Whether people here sit down with a PIN, after how many minutes the window is covered."""
        people.set_house_rules(self._shift.by(person), pins=pins, idle_minutes=idle_minutes)
