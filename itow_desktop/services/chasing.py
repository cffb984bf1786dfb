"""Ask those again who are past their time, and keep what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.phone_log import Direction
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.ports.car_files import NewCall
from itow_desktop.services.recording import Entry, lock_cars, record_all
from itow_desktop.services.shift import Shift

_LONGEST, _LONGEST_NAME = 160, 120


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer for all cars that were asked about: ``said`` by ``name`` at ``number``; we ask ``again_on`` that local day."""

    custody_ids: tuple[int, ...]
    said: str
    again_on: date
    name: str | None = None
    number: str | None = None


def asked_again(shift: Shift, whom: str, asked: Asked) -> int:
    """Keep a call to somebody who is past their time in the log of each car; their lines wait until they are asked again.

    ``whom`` is named in the deed and on the lines. Answers how many cars that were; raises ``Problems``, ``NotFound``.
    """
    said, name = present_lines(asked.said), present(asked.name)
    problems = []
    if said is None or len(said) > _LONGEST:
        problems.append(("said", f"Enter what they said, in at most {_LONGEST} letters."))
    if name is not None and len(name) > _LONGEST_NAME:
        problems.append(("name", f"This name is too long: at most {_LONGEST_NAME} letters."))
    if asked.again_on <= shift.today:
        problems.append(("again_on", "Enter the day on which you ask again: tomorrow or later."))
    if problems or said is None:
        raise Problems(tuple(problems))
    call = NewCall(shift.clock.now(), Direction.OUT, said, name, present(asked.number))
    with shift.desk.begin(shift.deed(_named(f"ask {whom} again", asked.custody_ids))) as unit:
        lock_cars(unit, asked.custody_ids)
        for custody_id in asked.custody_ids:
            unit.phone_log.add(custody_id, call)
        unit.desk_work.snooze(asked.custody_ids, asked.again_on, f"{whom} asked: {said}")
        unit.commit()
    return len(asked.custody_ids)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said who was asked: all these cars were entered ``on`` one local day.

    ``reason`` says why that is right although it contradicts the usual order.
    """

    custody_ids: tuple[int, ...]
    on: date
    name: str | None = None
    said: str | None = None
    reason: str | None = None


def entered(shift: Shift, told: Told) -> int:
    """Record that the police entered all these cars, as they said; raises ``Doubtful``, ``Problems``, ``Refused``, ``NotFound``."""
    person, custody_ids = present(told.name), told.custody_ids
    data = {"person": person} if person else {}
    entry = Entry(
        EventKind.LEIN_ENTERED, on=told.on, data=data, note=present_lines(told.said), source=EventSource.MY_CALL, reason=told.reason
    )
    return len(record_all(shift, _named("LEIN entry", custody_ids), custody_ids, lambda *_: (entry,)))


def _named(deed: str, custody_ids: Sequence[int]) -> str:
    return deed if len(custody_ids) == 1 else f"{deed}, {len(custody_ids)} cars"
