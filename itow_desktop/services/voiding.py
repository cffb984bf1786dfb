"""Void instead of delete: into the bin with a reason, and back."""

from collections.abc import Sequence
from uuid import uuid4

from itow_desktop.domain.bin import Binned, Kind
from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.events import Event, EventKind, on_clock, standing
from itow_desktop.domain.gates import refusal
from itow_desktop.domain.vehicles import present_lines
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_MOST = 500


def void_car(shift: Shift, custody_ids: Sequence[int], reason: str) -> int:
    """Void cars that were entered by mistake, all or none: they leave every list but the whole one, and the queue.

    Raises ``Problems`` without a reason, ``Refused`` for a car that is closed already, ``NotFound``.
    """
    why = present_lines(reason)
    if why is None:
        raise Problems((("reason", "Enter why it is void."),))
    wanted = sorted(set(custody_ids))
    with shift.desk.look() as unit:
        cars = unit.vehicles.many(wanted)
    if len(cars) < len(wanted):
        raise NotFound("This car is not on record. Nothing was changed.")
    name = f"void {cars[wanted[0]].mark}" if len(wanted) == 1 else f"void {len(wanted)} cars"
    with shift.desk.begin(shift.deed(name)) as unit:
        unit.events.lock(wanted)
        histories = unit.events.of_many(wanted)
        for each in wanted:
            refused = refusal(EventKind.VOIDED, {}, on_clock(histories.get(each, ()), shift.law.zone))
            if refused is not None:
                raise Refused(f"{cars[each].label}: {refused} Nothing was changed.")
        at = shift.clock.now()
        unit.events.add([(each, Event(str(uuid4()), EventKind.VOIDED, at=at, note=why)) for each in wanted])
        project_again(unit, shift.law, wanted)
        unit.commit()
    return len(wanted)


def bin_content(shift: Shift) -> tuple[Binned, ...]:
    """What lies in the bin, the newest first: who put it there, when, why."""
    with shift.desk.look() as unit:
        return unit.bin.content(_MOST)


def restore(shift: Shift, things: Sequence[Binned]) -> int:
    """Bring things back from the bin, all or none; answers how many. Raises ``Refused`` for one that is back already, ``NotFound``."""
    if not things:
        return 0
    name = f"restore {things[0].label}" if len(things) == 1 else f"restore {len(things)} things"
    with shift.desk.begin(shift.deed(name)) as unit:
        cars = sorted({thing.id for thing in things if thing.kind is Kind.CAR})
        unit.events.lock(cars)
        histories = unit.events.of_many(cars)
        news = []
        for each in cars:
            voided = [event for event in standing(histories.get(each, ())) if event.kind is EventKind.VOIDED]
            if not voided:
                raise Refused("This car is out of the bin already. Nothing was changed.")
            news.append((each, Event(str(uuid4()), EventKind.SUPERSEDED, note="Restored from the bin.", supersedes=voided[-1].id)))
        unit.events.add(news)
        project_again(unit, shift.law, cars)
        for kind in Kind:
            ids = [thing.id for thing in things if thing.kind is kind and kind is not Kind.CAR]
            if ids:
                unit.bin.take_out(kind, ids)
        unit.commit()
    return len(things)
