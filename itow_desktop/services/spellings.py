"""Keep the table of spellings: which text of a city, a township, a department means which police department."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from itow_desktop.domain.agencies import Agency, agency_key, place_key
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.spellings import Departments, OpenSpelling, Spelling, SpellingKind
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class SpellingTable:
    """All of it: the spellings, the cities of cars on the lot that lead nowhere, the departments in use with what leads to them."""

    spellings: tuple[Spelling, ...]
    open: tuple[OpenSpelling, ...]
    agencies: tuple[Agency, ...]
    departments: Departments


def spelling_table(shift: Shift) -> SpellingTable:
    """As the office has it now, the most used first."""
    with shift.desk.look() as unit:
        agencies = tuple(agency for agency in unit.agencies.all() if agency.active)
        kept, cities = unit.departments.spellings(), unit.departments.cities()
        departments = Departments(unit.departments.names(), unit.agencies.places())
    cars: Counter[str] = Counter()
    for city in cities:
        cars[place_key(city.text) or ""] += city.cars
    claims: dict[tuple[SpellingKind, str], list[int]] = defaultdict(list)
    for spelling in kept:
        claims[spelling.kind, spelling.text] += spelling.agency_ids
    spellings = [
        Spelling(kind, text, tuple(ids), cars[place_key(text) or ""] if kind is SpellingKind.PLACE else 0)
        for (kind, text), ids in claims.items()
    ]
    waiting: dict[str, OpenSpelling] = {}
    for city in cities:
        key = place_key(city.text)
        if city.waiting and key is not None and key not in departments.places:
            before = waiting.get(key, OpenSpelling(city.text, 0))
            waiting[key] = OpenSpelling(before.text, before.cars + city.waiting)
    ordered = sorted(spellings, key=lambda each: (-each.cars, each.text.casefold()))
    return SpellingTable(tuple(ordered), tuple(sorted(waiting.values(), key=lambda each: -each.cars)), agencies, departments)


def save_spelling(shift: Shift, spelling: Spelling, agency_id: int, before: Spelling | None = None) -> int:
    """Let a spelling lead to this department only, in the place of ``before``; answers how many cars that waited have it now.

    The cars' own text of the place stays as it came. Raises ``Problems`` where the text is no spelling, or a department's own name.
    """
    text = present(spelling.text)
    key = None if text is None else (place_key(text) if spelling.kind is SpellingKind.PLACE else agency_key(text))
    if text is None or key is None:
        raise Problems((("text", "Enter how it is spelled."),))
    with shift.desk.begin(shift.deed(f"{text} is a spelling")) as unit:
        agency = unit.agencies.get(agency_id)
        if before is not None:
            _take_out(unit, before)
        if spelling.kind is SpellingKind.NAME:
            _check_name(unit, key, text)
            names = _names(unit, agency_id)
            unit.departments.set_aliases(agency_id, {**names, key: text})
            waiting: tuple[int, ...] = ()
        else:
            _let_go(unit, key, agency.id)
            unit.departments.set_places(agency_id, {*unit.departments.places(agency_id), key})
            waiting = tuple(unit.departments.waiting_in(key))
        if waiting:
            unit.events.lock(sorted(waiting))
            unit.agencies.assign(agency_id, sorted(waiting))
        unit.commit()
    return len(waiting)


def take_out_spelling(shift: Shift, spelling: Spelling) -> None:
    """A spelling leads nowhere any more; cars keep the department they have."""
    with shift.desk.begin(shift.deed(f"{spelling.text} is no spelling")) as unit:
        _take_out(unit, spelling)
        unit.commit()


def _take_out(unit: UnitOfWork, spelling: Spelling) -> None:
    for agency_id in spelling.agency_ids:
        if spelling.kind is SpellingKind.NAME:
            names = {key: name for key, name in _names(unit, agency_id).items() if name != spelling.text}
            unit.departments.set_aliases(agency_id, names)
        else:
            gone = place_key(spelling.text)
            unit.departments.set_places(agency_id, [place for place in unit.departments.places(agency_id) if place_key(place) != gone])


def _let_go(unit: UnitOfWork, key: str, agency_id: int) -> None:
    """No other department claims the place any more."""
    for spelling in unit.departments.spellings():
        if spelling.kind is SpellingKind.PLACE and place_key(spelling.text) == key and agency_id not in spelling.agency_ids:
            _take_out(unit, spelling)


def _names(unit: UnitOfWork, agency_id: int) -> Mapping[str, str]:
    return {key: name for name in unit.departments.aliases(agency_id) if (key := agency_key(name))}


def _check_name(unit: UnitOfWork, key: str, text: str) -> None:
    for agency in unit.agencies.all():
        if agency.active and agency_key(agency.name) == key:
            raise Problems((("text", f"{text} is {agency.name}'s own name. It needs no spelling."),))
