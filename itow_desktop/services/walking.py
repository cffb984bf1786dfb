"""Walk the lot: tick what stands there, keep what it came to. Nothing legal follows from it by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.lot import LotCar, Spots, lay_out
from itow_desktop.domain.vehicles import clean_plate, clean_vin, present
from itow_desktop.domain.walks import Finding, Sighting, Walk, WalkLine, WalkState, judged, meant, standing
from itow_desktop.services.lot import Moved, place_cars
from itow_desktop.services.ports.stores import Deed, UnitOfWork
from itow_desktop.services.shift import Shift

_TAIL = 8
_SHORTEST = 2
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class WalkSheet:
    """A walk as it stands: the cars of the list row by row, what was seen, what that means.

    ``cars`` holds every car a line speaks of, also one that has left; ``lines`` are in the
    order of the lot while the walk is open, and as they were kept once it has ended.
    """

    walk: Walk
    spots: Spots
    cars: Mapping[int, LotCar]
    lines: tuple[WalkLine, ...]
    sightings: Mapping[int | str, Sighting]

    def count(self, finding: Finding) -> int:
        """How many lines say this."""
        return sum(line.finding is finding for line in self.lines)

    def of(self, finding: Finding) -> tuple[WalkLine, ...]:
        """The lines that say this."""
        return tuple(line for line in self.lines if line.finding is finding)

    @property
    def expected(self) -> int:
        """How many cars ought to stand here."""
        return len(self.lines) - self.count(Finding.SURPLUS)


@dataclass(frozen=True, slots=True)
class Read:
    """What a scanned or typed mark was taken for.

    One car in ``cars``: it was ticked. Several: more must be typed, nothing was kept. None: the text was kept as
    surplus, ``left`` names cars with that mark that are no longer on the list.
    """

    text: str
    cars: tuple[LotCar, ...] = ()
    left: tuple[LotCar, ...] = ()
    before: bool = False


def start_walk(shift: Shift) -> Walk:
    """Begin a walk, or answer the one that is open: everybody who walks at the same time walks the same one."""
    with shift.desk.begin(_noted(shift, "start a lot walk")) as unit:
        walks = unit.lot.walks(1)
        if walks and walks[0].state is WalkState.OPEN:
            return walks[0]
        found = unit.lot.walk(unit.lot.start_walk())
        unit.commit()
    return found


def walks(shift: Shift, limit: int = 50) -> tuple[Walk, ...]:
    """The last walks, newest first."""
    with shift.desk.look() as unit:
        return unit.lot.walks(limit)


def walk_sheet(shift: Shift, walk_id: int) -> WalkSheet:
    """How a walk stands, or what a finished one came to; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return _sheet(unit, unit.lot.walk(walk_id))


def tick(shift: Shift, walk_id: int, custody_ids: Sequence[int], *, here: bool, spot: str | None = None) -> None:
    """Mark cars as standing here (where: ``spot``), or take that back; raises ``Refused`` once the walk has ended."""
    seen = [Sighting(custody_id, spot=_named(shift, spot) if here else None, here=here) for custody_id in custody_ids]
    _see(shift, walk_id, seen)


def take_text_back(shift: Shift, walk_id: int, text: str) -> None:
    """A text that was kept as surplus was a slip."""
    _see(shift, walk_id, [Sighting(text=text, here=False)])


def read_mark(shift: Shift, walk_id: int, text: str, spot: str | None = None) -> Read:
    """Tick what was scanned or typed: plate, end of the VIN, barcode, call or file number; raises ``Problems``, ``Refused``."""
    typed = present(text)
    if typed is None or not _SHORTEST <= len(typed) <= _LONGEST:
        raise Problems((("mark", f"Type a plate or the last 4 characters of the VIN, {_LONGEST} characters at most."),))
    with shift.desk.begin(_noted(shift, "lot walk")) as unit:
        here = meant(typed, unit.lot.cars())
        if len(here) > 1:
            return Read(typed, here)
        vin = clean_vin(typed)
        left = () if here else unit.lot.left(clean_plate(typed), vin[-_TAIL:] if vin and len(vin) >= _TAIL else None)
        place = Spots(unit.lot.spots()).named(spot)
        before = standing(unit.lot.sightings(walk_id))
        seen = Sighting(here[0].custody_id, spot=place) if here else Sighting(text=typed.upper(), spot=place)
        unit.lot.see(walk_id, [seen])
        unit.commit()
    return Read(typed, here, left, before=seen.key in before)


def finish_walk(shift: Shift, walk_id: int) -> WalkSheet:
    """End a walk and keep what it came to. A car that is missing stays on the lot: it is a question for staff."""
    with shift.desk.begin(_noted(shift, "finish a lot walk")) as unit:
        sheet = _sheet(unit, unit.lot.walk(walk_id))
        if sheet.walk.state is not WalkState.OPEN:
            raise Refused("This walk of the lot has ended already. Nothing was changed.")
        unit.lot.end_walk(walk_id, WalkState.FINISHED, sheet.lines)
        found = _sheet(unit, unit.lot.walk(walk_id))
        unit.commit()
    return found


def give_up_walk(shift: Shift, walk_id: int) -> None:
    """End a walk without a result; what was seen stays on record."""
    with shift.desk.begin(_noted(shift, "give up a lot walk")) as unit:
        unit.lot.end_walk(walk_id, WalkState.GIVEN_UP, ())
        unit.commit()


def correct_spots(shift: Shift, walk_id: int, custody_ids: Sequence[int]) -> Moved:
    """Put cars that stood elsewhere than listed where the walk found them, in one deed."""
    sheet = walk_sheet(shift, walk_id)
    found = {line.custody_id: line.found_spot for line in sheet.of(Finding.WRONG_SPOT) if line.custody_id is not None}
    wanted = {custody_id: found[custody_id] for custody_id in custody_ids if custody_id in found}
    return place_cars(shift, wanted, _correction)


def _correction(cars: Sequence[LotCar], _places: Mapping[int, str | None]) -> str:
    return "correct the spot after a lot walk" if len(cars) == 1 else f"correct {len(cars)} spots after a lot walk"


def _sheet(unit: UnitOfWork, walk: Walk) -> WalkSheet:
    spots, seen = Spots(unit.lot.spots()), unit.lot.sightings(walk.id)
    here = [car for area in lay_out(spots, unit.lot.cars()) for place in area.places for car in place.cars]
    lines = judged(spots, here, seen) if walk.state is WalkState.OPEN else unit.lot.findings(walk.id)
    known = {car.custody_id: car for car in here}
    others = {line.custody_id for line in lines if line.custody_id is not None} - set(known)
    known |= {car.custody_id: car for car in unit.lot.some(others)} if others else {}
    return WalkSheet(walk, spots, known, lines, standing(seen))


def _see(shift: Shift, walk_id: int, sightings: Sequence[Sighting]) -> None:
    with shift.desk.begin(_noted(shift, "lot walk")) as unit:
        unit.lot.see(walk_id, sightings)
        unit.commit()


def _named(shift: Shift, spot: str | None) -> str | None:
    with shift.desk.look() as unit:
        return Spots(unit.lot.spots()).named(spot)


def _noted(shift: Shift, name: str) -> Deed:
    """A deed of a walk: a tick is taken back on the walk itself, so it is no step of the undo."""
    return Deed(name, shift.person, undoable=False)
