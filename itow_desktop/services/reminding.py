"""Keep reminders of one's own: add, done, later, void."""

from datetime import date

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.reminders import Reminder, ReminderState
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_LONGEST = 300


def open_reminders(shift: Shift) -> tuple[Reminder, ...]:
    """Every open reminder of the office and its people, those due first in front."""
    with shift.desk.look() as unit:
        return unit.reminders.open()


def car_reminders(shift: Shift, custody_id: int) -> tuple[Reminder, ...]:
    """The reminders of a car, also done and void ones; open ones first."""
    with shift.desk.look() as unit:
        return unit.reminders.of(custody_id)


def add_reminder(shift: Shift, text: str, due: date, *, custody_id: int | None = None, person_id: int | None = None) -> int:
    """Remind of something on a local day, of a car or of the office, a person or everybody; answers its id. Raises ``Problems``."""
    said = present(text)
    problems = []
    if said is None:
        problems.append(("text", "Enter what you want to be reminded of."))
    elif len(said) > _LONGEST:
        problems.append(("text", f"This is too long: {len(said)} characters, at most {_LONGEST}."))
    if due < shift.today:
        problems.append(("due", f"{due:%a} {written_date(due)} has passed. Enter a day to come."))
    if problems or said is None:
        raise Problems(tuple(problems))
    with shift.desk.begin(shift.deed("add a reminder")) as unit:
        made = unit.reminders.add(said, due, custody_id, person_id)
        unit.commit()
    return made


def reminder_done(shift: Shift, reminder_id: int) -> None:
    """It was seen to; raises ``NotFound``, ``Refused`` when it is not open any more."""
    with shift.desk.begin(shift.deed("reminder done")) as unit:
        kept = _open(unit, reminder_id)
        unit.reminders.save(reminder_id, kept.due, ReminderState.DONE, None)
        unit.commit()


def move_reminder(shift: Shift, reminder_id: int, due: date) -> None:
    """Remind on another day; raises ``Problems`` for one that has passed, ``NotFound``, ``Refused``."""
    if due < shift.today:
        raise Problems((("due", f"{due:%a} {written_date(due)} has passed. Enter a day to come."),))
    with shift.desk.begin(shift.deed("move a reminder")) as unit:
        _open(unit, reminder_id)
        unit.reminders.save(reminder_id, due, ReminderState.OPEN, None)
        unit.commit()


def void_reminder(shift: Shift, reminder_id: int, reason: str) -> None:
    """Take a reminder out with a reason; raises ``Problems``, ``NotFound``, ``Refused``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why it is taken out."),))
    with shift.desk.begin(shift.deed("void a reminder")) as unit:
        kept = _open(unit, reminder_id)
        unit.reminders.save(reminder_id, kept.due, ReminderState.VOID, why)
        unit.commit()


def reopen_reminder(shift: Shift, reminder_id: int) -> None:
    """Take "done" or "void" back; raises ``NotFound``."""
    with shift.desk.begin(shift.deed("reopen a reminder")) as unit:
        kept = unit.reminders.get(reminder_id)
        unit.reminders.save(reminder_id, kept.due, ReminderState.OPEN, None)
        unit.commit()


def _open(unit: UnitOfWork, reminder_id: int) -> Reminder:
    kept = unit.reminders.get(reminder_id)
    if kept.state is not ReminderState.OPEN:
        word = "done" if kept.state is ReminderState.DONE else "taken out"
        raise Refused(f"This reminder was {word} in the meantime. Nothing was changed.")
    return kept
