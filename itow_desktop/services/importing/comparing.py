"""Compare calls with what is here, without writing anything."""

from collections.abc import Sequence
from dataclasses import replace

from itow_desktop.domain.calls import CallRead, TowBookCall
from itow_desktop.domain.importing.reconciling import LineState, TrayLine
from itow_desktop.domain.vehicles import description
from itow_desktop.services.importing.arriving import Arrivals
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.imports import SeenCall
from itow_desktop.services.ports.stores import UnitOfWork


def compare(unit: UnitOfWork, around: Surroundings, batch: Sequence[CallRead]) -> list[tuple[TrayLine, bytes | None]]:
    """A line for each call and each trouble, just as an import would make it; with what is told of a call that is not here."""
    arrivals = Arrivals.of(unit, replace(around, waits=True), batch)
    arrivals.look_up(unit)
    return [_line(seen, arrivals) for seen in arrivals.judge()]


def _line(seen: SeenCall, arrivals: Arrivals) -> tuple[TrayLine, bytes | None]:
    key, call, car = seen.towbook_id, arrivals.calls.get(seen.towbook_id), arrivals.cars.get(seen.towbook_id)
    state = seen.state or LineState.TAKEN
    if call is None:
        label = f"Call {seen.call_number}" if seen.call_number else "Row without a call"
        return TrayLine(key, seen.outcome, state, seen.call_number, label, reason=seen.reason), None
    label, custody = (car.label, car.custody_id) if car is not None else (_label(call), None)
    line = TrayLine(key, seen.outcome, state, call.call_number, label, custody, seen.reason, seen.fields)
    return line, None if key in arrivals.known else arrivals.raws[key].parsed


def _label(call: TowBookCall) -> str:
    looks = description(call.color, call.year, call.make, call.model)
    return " ".join(part for part in (call.plate or call.call_number, looks) if part)
