"""Compare calls with what is here, without writing anything."""

from collections.abc import Mapping, Sequence

from itow_desktop.domain.calls import CallRead, RawCall
from itow_desktop.domain.cars import Car, fields_of_call, refreshed
from itow_desktop.domain.reconciling import LineKind, LineState, TrayLine, says_of_known
from itow_desktop.domain.vehicles import CustodyKind, description
from itow_desktop.services.arriving import Surroundings
from itow_desktop.services.ports.stores import UnitOfWork


def compare(unit: UnitOfWork, around: Surroundings, batch: Sequence[CallRead]) -> list[tuple[TrayLine, bytes | None]]:
    """A line for each call and each trouble, as an import would make it; with what is told of a call that is not here."""
    raws = {read.call.towbook_id: read.call.raw() for read in batch if read.call is not None and not read.call.cancelled}
    hashes = unit.vehicles.hashes(list(raws))
    cars = unit.vehicles.known_to_towbook(list(hashes)) if hashes else {}
    return [_line(read, raws, cars, around) for read in batch if read.call is None or not read.call.cancelled]


def _line(read: CallRead, raws: Mapping[str, RawCall], cars: Mapping[str, Car], around: Surroundings) -> tuple[TrayLine, bytes | None]:
    call = read.call
    if call is None:
        said = read.trouble or "It could not be read."
        mark = f"Call {read.ref.call_number}" if read.ref.call_number else "Row without a call"
        return TrayLine(read.ref.towbook_id, LineKind.FAILED, LineState.WAITING, read.ref.call_number, mark, reason=said), None
    raw, car = raws[call.towbook_id], cars.get(call.towbook_id)
    if car is None:
        looks = description(call.color, call.year, call.make, call.model)
        label = " ".join(part for part in (call.plate or call.call_number, looks) if part)
        return TrayLine(call.towbook_id, LineKind.NEW, LineState.WAITING, call.call_number, label, reason=read.trouble), raw.parsed
    told = fields_of_call(call, CustodyKind(car.fields.custody))
    says = says_of_known(car, car if raw.hash == car.towbook_hash else refreshed(car, told, around.now, around.once))
    kind = LineKind.UNCHANGED if not says else LineKind.CHANGED if all(each.taken for each in says) else LineKind.DIFFERS
    line = TrayLine(
        call.towbook_id, kind, LineState.WAITING, call.call_number or car.fields.call_number, car.label, car.custody_id, read.trouble, says
    )
    return line, None
