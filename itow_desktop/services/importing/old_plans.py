"""What taking over the first program's database would do, worked out before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid5

from itow_desktop.domain.agencies import Agency, agency_for
from itow_desktop.domain.cars import FIELD_NAMES, Car, CarFields, Origin, Value, edited
from itow_desktop.domain.events import CLOSING, Event, EventKind, on_clock, standing, status_of
from itow_desktop.domain.gates import refused, too_early
from itow_desktop.domain.old_database.beside import Beside, Orphan, stand_beside
from itow_desktop.domain.old_database.departments import Wanted, contacts_of
from itow_desktop.domain.old_database.files import BESIDE_CARS, CONTACTS, VEHICLES, OldFile, newest_first
from itow_desktop.domain.old_database.merging import Conflict, OldCar, merge_cars, written
from itow_desktop.domain.old_database.numbers import highest_numbers, number_cars
from itow_desktop.domain.old_database.report import FileLine, OldCounts, OldReport
from itow_desktop.domain.old_database.rows import OldReading, read_cars
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.story import Ground, OldStory, Party, tell, top_days
from itow_desktop.domain.old_database.vehicles import same_vehicles, shared
from itow_desktop.domain.spellings import Departments
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.stores import ChangedCar, NewCar, UnitOfWork
from itow_desktop.services.shift import Shift

BY = "the old database"
"""Who gave a field its value, as its origin says: people kept it there, so that TowBook does not write over it."""
_IDS = UUID("5d0f6a0e-6f5c-4c55-9a0b-5a1f7f2f0c19")
_QUIET = frozenset(
    {"custody", "agency_id", "file_number", "call_number", "street", "city", "state", "zip", "business", "towed_from", "notes"}
)
"""Fields of which no difference is told: spelled in many ways, or not the old program's to say."""
_UNKNOWN = frozenset({"unknown", "out of county"})


@dataclass(slots=True)
class OldPlan:
    """Everything to be stored, with what is to be told of it.

    ``keys`` lead from a car's key to its custody, for new cars once ids are drawn; ``stays`` are the VINs of new cars that
    may share their vehicle, by key; ``filled`` counts fields.
    """

    files: tuple[OldFile, ...]
    fresh: list[OldStory] = field(default_factory=list)
    changed: list[ChangedCar] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    unchanged: list[OldStory] = field(default_factory=list)
    parties: list[tuple[str, Party]] = field(default_factory=list)
    contacts: tuple[Wanted, ...] = ()
    highest: Mapping[int, int] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    conflicts: tuple[Conflict, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    stays: dict[str, str] = field(default_factory=dict)
    filled: int = 0
    counts: OldCounts = field(default_factory=OldCounts)

    @property
    def report(self) -> OldReport:
        """What would come of it."""
        return OldReport(tuple(map(_line, self.files)), self.counts, tuple(self.flags), self.conflicts, self.orphans)


def plan_of(unit: UnitOfWork, shift: Shift, fingerprints: Sequence[str], *, to_write: bool = False) -> OldPlan:
    """Read the kept rows of these files and put them beside what is here; nothing is written.

    ``to_write``: the cars that are here are locked, so that what is planned still holds when it is stored.
    """
    files = newest_first(unit.old_database.files(fingerprints))
    plan = OldPlan(files)
    cars = _merge(unit, plan)
    beside = stand_beside(files, {car.call: car.key for car in cars if car.call}, shift.today)
    stories = _stories(unit, shift, cars, beside)
    plan.flags += [flag for story in stories for flag in story.flags] + list(beside.flags)
    plan.orphans = beside.orphans
    _place(unit, shift, plan, stories, to_write=to_write)
    _plan_departments(unit, plan)
    plan.counts = _counted(plan, cars, beside)
    return plan


def _merge(unit: UnitOfWork, plan: OldPlan) -> tuple[OldCar, ...]:
    readings: list[OldReading] = []
    for place, file in enumerate(plan.files):
        found, flags = read_cars(file, place)
        readings += found
        plan.flags += flags
    cars = merge_cars(readings, unit.old_database.choices())
    plan.conflicts = tuple(conflict for car in cars for conflict in car.conflicts)
    return cars


def _stories(unit: UnitOfWork, shift: Shift, cars: Sequence[OldCar], beside: Beside) -> list[OldStory]:
    """Each car with its number and its police department."""
    ground = Ground(shift.law.zone, shift.today, top_days(cars), beside.notes)
    numbers, odd = number_cars(cars, unit.old_database.numbers())
    twice = {flag.car: flag for flag in odd}
    departments = Departments(unit.departments.names(), unit.agencies.places())
    properties = unit.agencies.properties()
    stories = []
    for car in cars:
        story = tell(car, ground)
        found = departments.find(story.department)
        flags = list(story.flags)
        if found is None and story.department and story.department.casefold() not in _UNKNOWN:
            flags.append(Flag(OldRule.DEPARTMENT, car.car, f"'{story.department}'."))
        if car.car in twice:
            flags.append(twice[car.car])
        agency = found if found is not None else agency_for(story.fields.address, departments.places, properties)
        words = str(car.values["number"]) if "number" in car.values and car.key not in numbers else None
        fields = replace(story.fields, agency_id=agency, file_number=numbers.get(car.key), reference=story.fields.reference or words)
        stories.append(replace(story, fields=fields, flags=tuple(flags)))
    return stories


# --- new, changed, unchanged -------------------------------------------------------------------------------------------


def _place(unit: UnitOfWork, shift: Shift, plan: OldPlan, stories: Sequence[OldStory], *, to_write: bool) -> None:
    """Sort the cars into those that are new and those that are here."""
    here = unit.old_database.here({story.car.key: story.car.call for story in stories})
    ids = sorted({each.custody_id for each in here.values() if not each.voided})
    if to_write:
        unit.events.lock(ids)
    cars, events = unit.vehicles.many(ids), unit.events.of_many(ids)
    known = unit.old_database.parties(ids)
    for story in stories:
        found = here.get(story.car.key)
        if found is None:
            plan.fresh.append(story)
            plan.parties += [(story.car.key, party) for party in story.parties]
        elif found.voided:
            plan.flags.append(Flag(OldRule.VOIDED, story.car.car, "Voided here."))
            plan.unchanged.append(story)
        else:
            car = cars[found.custody_id]
            moved = _changed(story, car, events.get(car.custody_id, ()), shift, plan)
            parties = [(story.car.key, each) for each in story.parties if (car.custody_id, each.role, each.name) not in known]
            plan.keys[story.car.key] = car.custody_id
            plan.parties += parties
            if moved is None and not parties:
                plan.unchanged.append(story)
            else:
                plan.changed.append(moved or ChangedCar(car))
    _share(unit, plan)


def _share(unit: UnitOfWork, plan: OldPlan) -> None:
    """Let new stays of a vehicle that is here, or comes twice, say the same of it."""
    groups = same_vehicles(plan.fresh)
    standing_for = unit.old_database.vehicles(list(groups))
    cars = unit.vehicles.many(list(standing_for.values()))
    place = {story.car.key: number for number, story in enumerate(plan.fresh)}
    for vin, stays in groups.items():
        lead = cars.get(standing_for.get(vin, 0))
        said = [*([lead.fields] if lead else []), *(stay.fields for stay in stays)]
        marks = [*([lead.mark] if lead else []), *(stay.car.car for stay in stays)]
        if len(said) < 2:
            continue
        for stay in stays:
            plan.stays[stay.car.key] = vin
            other = [mark for mark in marks if mark != stay.car.car]
            found = shared(stay, said, other)
            plan.flags += found.flags
            plan.fresh[place[stay.car.key]] = replace(stay, fields=found.fields, notes=(*stay.notes, *found.lost))


def _changed(story: OldStory, car: Car, history: Sequence[Event], shift: Shift, plan: OldPlan) -> ChangedCar | None:
    """The car with its holes filled and what happened to it; None where it says nothing new."""
    holes: dict[str, Value] = {}
    for name in FIELD_NAMES:
        said, ours = getattr(story.fields, name), getattr(car.fields, name)
        mark = car.provenance.get(name)
        desks = mark is not None and mark.origin is Origin.DESK
        if _is_hole(name, ours) and said not in (None, False) and not desks and said != ours:
            holes[name] = said
        elif said is not None and name not in _QUIET and not _same(said, ours) and ours not in (None, False):
            plan.flags.append(Flag(OldRule.HERE_DIFFERS, story.car.car, f"{name.replace('_', ' ')}: old '{said}', here '{ours}'."))
    news = _news(story, car.custody_id, history, shift, plan.flags)
    plan.filled += len(holes)
    if not holes and not news:
        return None
    return ChangedCar(edited(car, holes, BY, shift.clock.now()) if holes else car, tuple(news))


def _is_hole(name: str, ours: Value) -> bool:
    return ours is None or (name == "custody" and ours == CustodyKind.UNKNOWN)


def _same(one: Value, other: Value) -> bool:
    return "".join(filter(str.isalnum, str(one).casefold())) == "".join(filter(str.isalnum, str(other).casefold()))


def _news(story: OldStory, custody_id: int, history: Sequence[Event], shift: Shift, flags: list[Flag]) -> list[Event]:
    """The events that are not on record yet; what was recorded once and taken back is not recorded again."""
    zone = shift.law.zone
    known = {event.id for event in history}
    found = [event for each in story.notes if (event := signed(each, custody_id)).id not in known]
    tows = [event for event in history if event.kind is EventKind.TOWED]
    if story.tow is not None and not tows:
        found.insert(0, signed(story.tow, custody_id))
    elif story.tow is not None and story.tow.day(zone) not in {event.day(zone) for event in standing(history) if event in tows}:
        flags.append(Flag(OldRule.HERE_DIFFERS, story.car.car, f"Towed: old {written(story.tow.day(zone))}, here another day."))
    closing = story.closing
    if closing is None:
        return found
    if any(event.kind in CLOSING for event in history):
        if status_of(history) is not CLOSING[closing.kind]:
            here = status_of(history).replace("_", " ")
            flags.append(Flag(OldRule.CLOSED_HERE, story.car.car, f"Old: {story.car.values.get('status')}; here it is {here}."))
        return found
    why = _not_closable(closing, history, shift)
    if why is not None:
        flags.append(Flag(OldRule.CLOSED_HERE, story.car.car, why))
        return found
    return [*found, signed(closing, custody_id)]


def _not_closable(closing: Event, history: Sequence[Event], shift: Shift) -> str | None:
    """Why the way it left cannot be recorded over what is known here."""
    zone = shift.law.zone
    clocked = on_clock(history, zone)
    day = closing.day(zone)
    tows = [towed for event in standing(clocked) if event.kind is EventKind.TOWED and (towed := event.day(zone))]
    if day is not None and tows and too_early(closing.kind, day, tows[-1]):
        return f"It left {written(day)} by the old database, and by iTow it was towed {written(tows[-1])}."
    return refused(on_clock([closing], zone)[0], clocked)


def signed(event: Event, custody_id: int) -> Event:
    """The event under an id that is the same whenever the same thing is read of the same car: recorded once, whatever is run again."""
    said = (event.kind, event.at, event.on, event.note, sorted(event.data.items()))
    return replace(event, id=str(uuid5(_IDS, f"{custody_id} {said}")))


def entered(story: OldStory, ids: tuple[int, int], now: datetime, towbook_id: str | None) -> NewCar:
    """A new car; ``ids`` are its vehicle and its custody."""
    vehicle_id, custody_id = ids
    values = {name: said for name in FIELD_NAMES if (said := getattr(story.fields, name)) not in (None, False)}
    car = edited(Car(custody_id, vehicle_id, CarFields(), 1, towbook_id=towbook_id), values, BY, now)
    events = (*([story.tow] if story.tow else ()), *story.notes, *([story.closing] if story.closing else ()))
    return NewCar(car, tuple(signed(event, custody_id) for event in events))


# --- departments, counts -------------------------------------------------------------------------------------------------


def _plan_departments(unit: UnitOfWork, plan: OldPlan) -> None:
    """Contacts and the last numbers, of files that were not taken over before."""
    taken = unit.old_database.taken()
    files = [file for file in plan.files if file.sha256 not in taken]
    agencies: Mapping[int, Agency] = {agency.id: agency for agency in unit.agencies.all()}
    wanted, flags = contacts_of(files, Departments(unit.departments.names(), unit.agencies.places()), agencies)
    plan.contacts = tuple(each for each in wanted if each.agency != agencies[each.agency.id] or each.person is not None)
    plan.flags += flags
    plan.highest = highest_numbers(files)


def _counted(plan: OldPlan, cars: Sequence[OldCar], beside: Beside) -> OldCounts:
    skipped = sum(flag.rule is OldRule.TEST_ROW for flag in plan.flags)
    left = sum(story.car.outcome not in (None, CustodyStatus.ON_LOT) for story in plan.fresh)
    entries = sum(len(_events(story)) for story in plan.fresh) + sum(len(each.events) for each in plan.changed)
    return OldCounts(
        rows=sum(len(file.rows(VEHICLES)) for file in plan.files),
        others=beside.rows + sum(len(file.rows(CONTACTS)) for file in plan.files),
        skipped=skipped,
        cars=len(cars),
        created=len(plan.fresh),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        on_lot=len(plan.fresh) - left,
        closed=left,
        filled=plan.filled,
        events=entries,
        departments=len(plan.contacts),
        held=len(plan.orphans),
    )


def _events(story: OldStory) -> Sequence[Event]:
    return [event for event in (story.tow, *story.notes, story.closing) if event is not None]


def _line(file: OldFile) -> FileLine:
    others = sum(len(file.rows(table)) for table in (*BESIDE_CARS, CONTACTS))
    return FileLine(file.name, file.sha256, file.size, file.shape, file.last_touched, len(file.rows(VEHICLES)), others)
