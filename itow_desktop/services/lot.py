"""The lot: see what stands where, move cars, keep their keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from itow_desktop.domain.cars import Car, Value, edited
from itow_desktop.domain.errors import ChangedElsewhere, NotFound, Problems, Refused
from itow_desktop.domain.lot import Area, LotCar, Move, Spot, Spots, cars_named, crowding, lay_out, spot_key
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import present
from itow_desktop.domain.walks import Walk, WalkState
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class LotView:
    """The whole lot at one moment; ``walk`` is the walk that is open."""

    areas: tuple[Area, ...]
    spots: Spots
    cars: tuple[LotCar, ...]
    walk: Walk | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """Every place a car can be moved to by name: the spots of the list, whole rows, places others were moved to before."""
        listed = [spot.name for spot in self.spots.active]
        others = sorted({car.spot for car in self.cars if car.spot} - set(listed) - set(self.spots.areas), key=spot_key)
        return (*listed, *self.spots.areas, *others)


@dataclass(frozen=True, slots=True)
class Moved:
    """Cars that were moved; ``warnings`` are things to look at, nothing was held back for them."""

    custody_ids: tuple[int, ...]
    spot: str | None
    warnings: tuple[str, ...] = ()


def lot(shift: Shift) -> LotView:
    """What stands where."""
    with shift.desk.look() as unit:
        spots, cars = Spots(unit.lot.spots()), unit.lot.cars()
        walks = unit.lot.walks(1)
    return LotView(lay_out(spots, cars), spots, cars, walks[0] if walks and walks[0].state is WalkState.OPEN else None)


def moves(shift: Shift, custody_id: int) -> tuple[Move, ...]:
    """Where a car stood, oldest first."""
    with shift.desk.look() as unit:
        return unit.lot.moves(custody_id)


def move_cars(shift: Shift, custody_ids: Sequence[int], place: str | None) -> Moved:
    """Put cars on a spot, into a row, or to any place that is typed; nothing means that nobody knows where they stand.

    Two cars on one spot are said, never refused: staff park as they must. Raises
    ``Problems`` for a text that is too long, ``Refused`` for a car that has left.
    """
    spot = _typed(place)
    return place_cars(shift, dict.fromkeys(custody_ids, spot), lambda cars, named: _move_name(cars, named[cars[0].custody_id]))


def place_cars(shift: Shift, places: Mapping[int, str | None], name: Callable[[Sequence[LotCar], Mapping[int, str | None]], str]) -> Moved:
    """Put each car on its own place, in one deed that ``name`` names from the cars with their places."""
    with shift.desk.look() as unit:
        spots, cars = Spots(unit.lot.spots()), unit.lot.cars()
    wanted = {custody_id: spots.named(place) for custody_id, place in places.items()}
    moving = [car for car in cars if car.custody_id in wanted]
    if len(moving) < len(wanted) or not wanted:
        raise Refused("A car that is not on the lot cannot be moved on it. Nothing was changed. Refresh the list (F5), then try again.")
    with shift.desk.begin(shift.deed(name(moving, wanted))) as unit:
        _change(unit, shift, {custody_id: {"spot": place} for custody_id, place in wanted.items()})
        warnings = crowding(spots, cars, wanted)
        unit.commit()
    targets = set(wanted.values())
    return Moved(tuple(wanted), targets.pop() if len(targets) == 1 else None, warnings)


def keep_keys(shift: Shift, custody_ids: Sequence[int], *, here: bool | None, tag: str | None) -> int:
    """Say whether the keys of cars are here, and which key it is or where it hangs; a car without a key has no tag."""
    label = present(tag)
    if label is not None and len(label) > _LONGEST:
        raise Problems((("key_tag", f"This is too long: {len(label)} characters, at most {_LONGEST}."),))
    values: Mapping[str, Value] = {"keys": here, "key_tag": label if here else None}
    with shift.desk.begin(shift.deed(f"keys of {counted(len(custody_ids), 'car', 'cars')}")) as unit:
        _change(unit, shift, dict.fromkeys(custody_ids, values))
        unit.commit()
    return len(custody_ids)


def save_spots(shift: Shift, spots: Sequence[Spot], read: Sequence[Spot] | None = None) -> None:
    """Keep the office's list of spots as given; one that is left out is no longer in use.

    ``read`` is the list it was made from: raises ``ChangedElsewhere`` where that is not the list any more, ``Problems``,
    ``NotAllowed``.
    """
    wanted = [Spot(each.id, each.area.strip(), each.name.strip(), place, each.active) for place, each in enumerate(spots)]
    _check_spots(wanted)
    with shift.desk.begin(shift.deed("change the list of spots")) as unit:
        before = unit.lot.spots()
        if read is not None and Spots(before).active != tuple(read):
            raise ChangedElsewhere("Somebody else changed the list of spots in the meantime. Nothing was saved: open the list again.")
        by_key = {spot.key: spot.id for spot in before}
        named = [Spot(each.id or by_key.get(each.key, 0), each.area, each.name, each.position, each.active) for each in wanted]
        kept = {spot.id for spot in named}
        gone = [Spot(each.id, each.area, each.name, each.position, active=False) for each in before if each.id not in kept and each.active]
        known = set(before)
        unit.lot.save_spots([spot for spot in (*gone, *named) if spot not in known])
        unit.commit()


def give_file_numbers(shift: Shift, custody_ids: Sequence[int]) -> Mapping[int, str]:
    """Give our next file numbers of this year to those of the cars that have none; answers who has which now."""
    name = f"give our file number to {counted(len(custody_ids), 'car', 'cars')}"
    with shift.desk.begin(shift.deed(name)) as unit:
        unit.events.lock(sorted(custody_ids))
        number_cars(unit, shift, custody_ids)
        given = {car.custody_id: car.file_number for car in unit.lot.some(custody_ids) if car.file_number}
        unit.commit()
    return given


def number_if_wanted(unit: UnitOfWork, shift: Shift, custody_ids: Sequence[int]) -> None:
    """Number cars that just became private-property cars here, where the office wants that done by itself."""
    if custody_ids and unit.office.get().own_numbers:
        number_cars(unit, shift, custody_ids)


def number_cars(unit: UnitOfWork, shift: Shift, custody_ids: Sequence[int]) -> None:
    """Number cars inside a unit of work that goes on; the year is that of the office's local date."""
    unit.lot.number(custody_ids, shift.today.year, shift.signed, _stamp(shift))


def _change(unit: UnitOfWork, shift: Shift, values: Mapping[int, Mapping[str, Value]]) -> None:
    """Change the named fields of cars and no others; raises ``NotFound``."""
    ids = sorted(values)
    unit.events.lock(ids)
    before = unit.vehicles.many(ids)
    if len(before) < len(ids):
        raise NotFound("A car of these is not on record. Nothing was changed.")
    now = shift.clock.now()
    after = [edited(car, values[car.custody_id], shift.signed, now) for car in before.values()]
    changed: list[Car] = [car for car in after if car != before[car.custody_id]]
    if changed:
        unit.vehicles.save(changed, {name for each in values.values() for name in each})


def _typed(place: str | None) -> str | None:
    found = present(place)
    if found is not None and len(found) > _LONGEST:
        raise Problems((("spot", f"This is too long for a spot: {len(found)} characters, at most {_LONGEST}."),))
    return found


def _check_spots(spots: Sequence[Spot]) -> None:
    problems = []
    seen: dict[str, str] = {}
    for spot in spots:
        if not spot.name or not spot.area:
            problems.append(("spots", f"The spot {spot.name or spot.area or '(empty)'} needs a row with a name."))
        elif len(spot.name) > _LONGEST or len(spot.area) > _LONGEST:
            problems.append(("spots", f"{spot.name[:_LONGEST]}... is too long: at most {_LONGEST} characters."))
        elif spot.key in seen:
            also = f", also as {seen[spot.key]}" if seen[spot.key] != spot.name else ""
            problems.append(("spots", f"{spot.name} is on the list twice{also}."))
        seen.setdefault(spot.key, spot.name)
    if problems:
        raise Problems(tuple(problems))


def _move_name(cars: Sequence[LotCar], place: str | None) -> str:
    who = cars_named(cars) if len(cars) == 1 else counted(len(cars), "car", "cars")
    return f"move {who} to {place}" if place else f"take {who} off the spot"


def _stamp(shift: Shift) -> str:
    return shift.clock.now().isoformat(timespec="seconds")
