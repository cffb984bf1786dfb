"""Who has which line, which line waits, who stands in for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from itow_desktop.domain.desk_work import Absence, Cover, asleep
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import lock_cars
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import lead_steps
from itow_desktop.services.views import Person

_LONGEST_REASON = 200
_LONGEST_SNOOZE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Snoozed:
    """What came of a snooze: how many lines wait; labels of cars that stay, since they are late or due today."""

    waiting: int
    stay: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works here, who is away and who stands in; ``today`` is the office's day."""

    people: tuple[Person, ...]
    absences: tuple[Absence, ...]
    today: date

    @property
    def cover(self) -> Cover:
        """Who stands in today."""
        return Cover(self.absences, self.today)

    @property
    def active(self) -> tuple[Person, ...]:
        """Those who can get lines."""
        return tuple(person for person in self.people if person.active)

    def name(self, staff_id: int | None) -> str | None:
        """A person's name."""
        return next((person.name for person in self.people if person.id == staff_id), None)


def snooze(shift: Shift, custody_ids: Sequence[int], until: date, reason: str) -> Snoozed:
    """Put lines out of the way until a day; what is late or must be done today stays. Raises ``Problems``, ``NotFound``."""
    why = present_lines(reason)
    problems = []
    if not shift.today < until <= shift.today + _LONGEST_SNOOZE:
        problems.append(("until", "Enter the day on which the line comes back: tomorrow or later, within a year."))
    if why is None or len(why) > _LONGEST_REASON:
        problems.append(("reason", f"Enter why it waits, in at most {_LONGEST_REASON} letters."))
    if problems or why is None:
        raise Problems(tuple(problems))
    with shift.desk.begin(shift.deed(_named("snooze", len(set(custody_ids)), f"until {_written(until)}"))) as unit:
        lock_cars(unit, custody_ids)
        unit.desk_work.snooze(custody_ids, until, why)
        cases = unit.deadlines.open_cases(custody_ids)
        unit.commit()
    steps, day = lead_steps(shift.law, cases, shift.today), shift.law.day(shift.today)
    awake = [each for each in cases if each.custody_id in steps and not asleep(steps[each.custody_id], until, day)]
    return Snoozed(len(cases) - len(awake), tuple(map(label_of, awake)))


def wake(shift: Shift, custody_ids: Sequence[int]) -> int:
    """Bring lines back that wait."""
    with shift.desk.begin(shift.deed(_named("end snooze", len(set(custody_ids))))) as unit:
        lock_cars(unit, custody_ids)
        unit.desk_work.snooze(custody_ids, None, None)
        unit.commit()
    return len(set(custody_ids))


def assign(shift: Shift, custody_ids: Sequence[int], person: Person | None) -> int:
    """Give lines to a person; None takes them from everybody. Raises ``Refused`` for somebody who may no longer sign."""
    to = f"to {person.name}" if person else "to nobody"
    with shift.desk.begin(shift.deed(_named("give", len(set(custody_ids)), to))) as unit:
        lock_cars(unit, custody_ids)
        unit.desk_work.assign(custody_ids, person.id if person else None)
        unit.commit()
    return len(set(custody_ids))


def crew(shift: Shift) -> Crew:
    """Who works here, who is away now or later."""
    with shift.desk.look() as unit:
        return Crew(unit.staff.all(), unit.desk_work.absences(shift.today), shift.today)


def go_away(shift: Shift, absence: Absence) -> int:
    """Say who is away until when and who has the lines meanwhile; answers its id.

    Everybody may for themselves, a manager for others. Raises ``Problems``, ``Refused``, ``NotAllowed``.
    """
    problems = []
    if absence.staff_id == absence.covered_by:
        problems.append(("covered_by", "Choose somebody else who has the lines meanwhile."))
    if absence.back_on <= max(absence.from_on, shift.today):
        problems.append(("back_on", "Enter the day of being back: after the first day away, and not before tomorrow."))
    if problems:
        raise Problems(tuple(problems))
    with shift.desk.begin(shift.deed(f"absence until {_written(absence.back_on)}")) as unit:
        made = unit.desk_work.add_absence(absence)
        unit.commit()
    return made


def come_back(shift: Shift, absence: Absence) -> None:
    """Take an absence back, or end it early. Raises ``NotFound``, ``NotAllowed``."""
    with shift.desk.begin(shift.deed("end absence")) as unit:
        unit.desk_work.void_absence(absence.id)
        unit.commit()


def labels(shift: Shift, custody_ids: Sequence[int]) -> Mapping[int, str]:
    """What people know these cars by."""
    with shift.desk.look() as unit:
        return {case.custody_id: label_of(case) for case in unit.deadlines.cases(custody_ids)}


def label_of(case: OpenCase) -> str:
    """What people know a car by."""
    return " ".join(part for part in (present(case.plate) or case.call_number or f"#{case.custody_id}", case.description) if part)


def _named(deed: str, count: int, how: str = "") -> str:
    return " ".join(part for part in (deed, counted(count, "line", "lines"), how) if part)


def _written(day: date) -> str:
    return f"{day.month}/{day.day}"
