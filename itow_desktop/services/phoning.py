"""Keep the log of phone calls about a car."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.phone_log import Direction, PhoneCall, standing_calls
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.ports.car_files import NewCall
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_CLOCKS_DIFFER = timedelta(minutes=5)
_LONGEST = 5_000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class CallNote:
    """A phone call as it is entered; ``at`` is aware."""

    at: datetime
    direction: Direction
    said: str
    name: str | None = None
    number: str | None = None


def phone_calls(shift: Shift, custody_id: int) -> tuple[PhoneCall, ...]:
    """The calls of a car in the order of recording, corrected ones too."""
    with shift.desk.look() as unit:
        return unit.phone_log.of(custody_id)


def log_call(shift: Shift, custody_id: int, call: CallNote) -> int:
    """Record a call; answers its id. Raises ``Problems``, ``NotFound``."""
    clean = _checked(shift, call)
    with shift.desk.begin(shift.deed("phone call")) as unit:
        _lock(unit, custody_id)
        made = unit.phone_log.add(custody_id, clean)
        unit.commit()
    return made


def correct_call(shift: Shift, custody_id: int, call_id: int, call: CallNote) -> int:
    """Put a corrected call in the place of one, which stays readable; raises ``Problems``, ``NotFound``, ``Refused``."""
    clean = _checked(shift, call)
    with shift.desk.begin(shift.deed("correct a phone call")) as unit:
        _standing(unit, custody_id, call_id)
        made = unit.phone_log.add(custody_id, replace(clean, supersedes=call_id))
        unit.commit()
    return made


def withdraw_call(shift: Shift, custody_id: int, call_id: int, reason: str) -> None:
    """Take a call back with a reason; it stays readable in the history. Raises ``Problems``, ``NotFound``, ``Refused``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why it is taken back."),))
    with shift.desk.begin(shift.deed("withdraw a phone call")) as unit:
        calls = {call.id: call for call in _standing(unit, custody_id, call_id)}
        chain = [call_id]
        while (earlier := calls[chain[-1]].supersedes) is not None:
            chain.append(earlier)  # else what was corrected would count again
        unit.phone_log.withdraw(chain, why)
        unit.commit()


def _lock(unit: UnitOfWork, custody_id: int) -> None:
    unit.events.lock([custody_id])
    if not unit.deadlines.cases([custody_id]):
        raise NotFound("This car is not on record. Nothing was changed.")


def _standing(unit: UnitOfWork, custody_id: int, call_id: int) -> tuple[PhoneCall, ...]:
    """All calls of the car, once it is sure that this one counts; the car is locked, so that nobody replaces it in this moment."""
    _lock(unit, custody_id)
    calls = unit.phone_log.of(custody_id)
    kept = next((call for call in calls if call.id == call_id), None)
    if kept is None:
        raise NotFound("This phone call is not on record. Nothing was changed.")
    if kept not in standing_calls(calls):
        raise Refused("This phone call was corrected or taken back before. Correct the newer one. Nothing was changed.")
    return calls


def _checked(shift: Shift, call: CallNote) -> NewCall:
    said, name, number = present_lines(call.said), present(call.name), present(call.number)
    problems = []
    if said is None:
        problems.append(("said", "Enter what was said."))
    elif len(said) > _LONGEST:
        problems.append(("said", f"This is too long: {len(said)} characters, at most {_LONGEST}."))
    for field, text in (("name", name), ("number", number)):
        if text is not None and len(text) > _LONGEST_NAME:
            problems.append((field, f"This is too long: {len(text)} characters, at most {_LONGEST_NAME}."))
    if call.at > shift.clock.now() + _CLOCKS_DIFFER:
        problems.append(("at", "This time has not come yet. Enter when the call was."))
    if problems or said is None:
        raise Problems(tuple(problems))
    return NewCall(call.at, call.direction, said, name, number)
