"""Desk work as the window uses it: holds, snoozes, who has which line, what a second person confirms."""

from collections.abc import Mapping, Sequence
from datetime import date

from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.holds import StandingHold
from itow_desktop.services import desk_work, holding, second_person
from itow_desktop.services.desk_work import Crew, Snoozed
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.holding import Lift, NewHold
from itow_desktop.services.people import Staff, staff
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.second_person import Waiting
from itow_desktop.services.views import Person


class WorkDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def labels(self, custody_ids: Sequence[int]) -> Mapping[int, str]:
        """What people know these cars by."""
        return desk_work.labels(self._shift, custody_ids)

    # --- lines -------------------------------------------------------------------------------------------------------

    def snooze(self, person: Person | None, custody_ids: Sequence[int], until: date, reason: str) -> Snoozed:
        """Put lines out of the way until a day."""
        return desk_work.snooze(self._shift.by(person), custody_ids, until, reason)

    def wake(self, person: Person | None, custody_ids: Sequence[int]) -> int:
        """Bring lines back that wait."""
        return desk_work.wake(self._shift.by(person), custody_ids)

    def assign(self, person: Person | None, custody_ids: Sequence[int], to: Person | None) -> int:
        """Give lines to somebody, or to nobody."""
        return desk_work.assign(self._shift.by(person), custody_ids, to)

    def crew(self) -> Crew:
        """Who works here, who is away."""
        return desk_work.crew(self._shift)

    def go_away(self, person: Person | None, absence: Absence) -> int:
        """Say who is away and who has the lines meanwhile."""
        return desk_work.go_away(self._shift.by(person), absence)

    def come_back(self, person: Person | None, absence: Absence) -> None:
        """Take an absence back, or end it early."""
        desk_work.come_back(self._shift.by(person), absence)

    # --- holds -------------------------------------------------------------------------------------------------------

    def holds_of(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[StandingHold, ...]]:
        """The holds that stand on each of these cars."""
        return holding.holds_of(self._shift, custody_ids)

    def place_hold(self, person: Person | None, custody_ids: Sequence[int], hold: NewHold) -> int:
        """Put cars on hold."""
        return holding.place_hold(self._shift.by(person), custody_ids, hold)

    def lift_hold(self, person: Person | None, custody_ids: Sequence[int], lift: Lift) -> int:
        """Lift a hold."""
        return holding.lift_hold(self._shift.by(person), custody_ids, lift)

    # --- two people --------------------------------------------------------------------------------------------------

    def movable(self, custody_id: int) -> tuple[Deadline, ...]:
        """The dates of a car that may be moved later."""
        return second_person.movable(self._shift, custody_id)

    def move_later(self, person: Person | None, custody_id: int, rule_id: str, to: date, reason: str) -> None:
        """Ask for a later day for one date."""
        second_person.move_later(self._shift.by(person), custody_id, rule_id, to, reason)

    def waiting(self) -> tuple[Waiting, ...]:
        """What waits for a second person."""
        return second_person.waiting(self._shift)

    def staff(self) -> Staff:
        """Everybody, and how people sign in here."""
        return staff(self._shift)

    def confirm(self, asked: Waiting, second: Person, pin: str) -> PinAnswer:
        """Let this person stand for what another one recorded."""
        return second_person.confirm(self._shift, asked, second, pin)

    def take_back(self, person: Person | None, asked: Waiting, reason: str) -> None:
        """Take back a move that nobody confirmed yet."""
        second_person.take_back(self._shift.by(person), asked, reason)
