"""A yard in memory that answers the window like the services do, with invented cars."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cmp_to_key
from itertools import count
from threading import Event as Gate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.adapters.vin_decoder import NhtsaDecoder
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import Car, CarFields, Origin, Provenance, Value, edited
from itow_desktop.domain.errors import Clash, DraftTrouble, Problems, Trouble
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.merging import ClashField, FieldChange, merged
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, check_digit, folded, vin_state
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services.editing import Added, Changed, Edit, entry_problem
from itow_desktop.services.ports.drafts import Draft, Drafts, KeptDrafts
from itow_desktop.services.reading_vins import advise
from itow_desktop.services.views import CarCard, DocumentInfo, PartyInfo, Person, VehicleColumn, VehiclePage, VehicleQuery, VehicleRow
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_form import CarDeeds

ZONE = ZoneInfo("America/Detroit")
TODAY = date(2026, 5, 20)
KIM = Person(1, "Kim")
PEOPLE = (KIM, Person(2, "Alexandria Fitzgerald-Montgomery"), Person(3, "Lee", active=False))

AGENCIES = (
    Agency(1, "Burton Police Department", "555-555-0100"),
    Agency(2, "Flint Township Police Department"),
    Agency(3, "Genesee County Sheriff"),
)
_MODELS = (
    ("Chevrolet", "Malibu", 2011, "gray"),
    ("Ford", "F-150 SuperCrew", 2019, "white"),
    ("Dodge", "Grand Caravan", 2008, "blue"),
    ("Jeep", "Cherokee", 2016, "black"),
    ("Buick", "LaCrosse", 2013, "burgundy"),
    ("Honda", "Civic", 2006, "silver"),
)
_PLACES = (
    ("Oak Apartments", "123 Oak St, Burton, MI 48529", "Burton"),
    ("Riverside Market", "88 Mill Rd, Flint, MI 48503", "Flint"),
    ("", "4100 W Pierson Rd, Flint Township, MI 48504", "Flint Township"),
)
_NUMBERS = frozenset({"year", "odometer"})
_FLAGS = frozenset({"keys", "drivable", "no_plate", "vin_unreadable"})


def vin(number: int) -> str:
    """An invented VIN with the right check digit."""
    bare = f"1G1ZC5E00BF{number:06d}"
    return bare[:8] + (check_digit(bare) or "0") + bare[9:]


class Notebook:
    """Drafts in memory: this PC's disk, which works without the database."""

    def __init__(self) -> None:
        self.kept: dict[str, Draft] = {}
        self.trouble: DraftTrouble | None = None

    def keep(self, key: str, texts: Mapping[str, str], by: str | None = None) -> None:
        """Keep texts, or forget them."""
        if self.trouble is not None:
            raise self.trouble
        if texts:
            self.kept[key] = Draft(key, dict(texts), datetime(2026, 5, 20, tzinfo=UTC), by)
        else:
            self.drop(key)

    def get(self, key: str) -> Draft | None:
        """What was kept."""
        if self.trouble is not None:
            raise self.trouble
        return self.kept.get(key)

    def drop(self, key: str) -> None:
        """Forget."""
        self.kept.pop(key, None)

    def all(self) -> KeptDrafts:
        """All of them."""
        return KeptDrafts(tuple(self.kept.values()))


class Yard:
    """Cars, and doors to hold a question, let it fail or answer it late."""

    def __init__(self, cars: int = 40) -> None:
        self.rows: list[VehicleRow] = []
        self.cars: dict[int, Car] = {}
        self.events: dict[int, tuple[Event, ...]] = {}
        self.documents: dict[int, tuple[DocumentInfo, ...]] = {}
        self.parties: dict[int, tuple[PartyInfo, ...]] = {}
        self.asked: list[VehicleQuery] = []
        self.sent: list[tuple[Person | None, Mapping[str, str]]] = []
        self.trouble: BaseException | None = None
        self.gates: dict[str, Gate] = {}
        self.drafts = Notebook()
        self._ids = count(1)
        for number in range(cars):
            self.put(number)

    def put(self, number: int) -> int:
        """One more invented car."""
        custody_id = next(self._ids)
        make, model, year, color = _MODELS[number % len(_MODELS)]
        business, place, city = _PLACES[number % len(_PLACES)]
        towed = datetime(2026, 5, 19, 20, 44, tzinfo=UTC) - timedelta(hours=7 * number)
        agency = None if number % 7 == 3 else AGENCIES[number % 3]
        facts = CarFields(
            vin=None if number % 11 == 5 else vin(number) if number % 5 else vin(number)[:-1] + "Q",
            plate=None if number % 9 == 4 else f"ABC{1234 + number}", plate_state="MI", year=year, make=make, model=model, color=color,
            call_number=str(21359 + number), file_number=f"IT{number + 1:04d}-26", custody=CustodyKind.PRIVATE_PROPERTY,
            account="Riverside .PPI", towed_from=place, city=city, business=business or None, requested_by="Manager",
            requested_by_phone="555-555-0142", agency_id=agency.id if agency else None, spot=f"C-{number % 30}", keys=number % 2 == 0,
        )  # fmt: skip
        closed = number % 13 == 12
        self.cars[custody_id] = Car(custody_id, custody_id, facts, 1, towbook_id=str(900 + number))
        events = [Event(f"t{number}", EventKind.TOWED, at=towed, source=EventSource.IMPORT, recorded_at=towed + timedelta(hours=12))]
        if number % 4 == 0:
            said = {"person": "Sgt. Ames", "badge": "117", "complaint_no": f"26-{1200 + number}"}
            called = replace(events[0], id=f"p{number}", kind=EventKind.POLICE_NOTIFIED, at=towed - timedelta(minutes=20), data=said)
            events.append(replace(called, source=EventSource.MY_CALL, recorded_by="Kim"))
            self.cars[custody_id] = replace(self.cars[custody_id], fields=replace(facts, complaint_number=said["complaint_no"]))
        if closed:
            events.append(
                Event(f"r{number}", EventKind.RELEASED, at=towed + timedelta(days=1), data={"to_whom": "Pat Doe", "id_seen": "MI license"})
            )
        self.events[custody_id] = tuple(events)
        step = None if closed else "Print TOP" if number % 4 == 0 else "Call in"
        status = CustodyStatus.PICKED_UP if closed else CustodyStatus.ON_LOT
        self.rows.append(self._row(custody_id, towed, status, step))
        return custody_id

    def _row(self, custody_id: int, towed: datetime | None, status: CustodyStatus, step: str | None) -> VehicleRow:
        facts = self.cars[custody_id].fields
        agency = next((each for each in AGENCIES if each.id == facts.agency_id), None)
        return VehicleRow(
            custody_id=custody_id, call_number=facts.call_number, file_number=facts.file_number, vin=facts.vin,
            vin_state=vin_state(facts.vin, facts.year), plate=facts.plate, plate_state=facts.plate_state if facts.plate else None,
            year=facts.year, make=facts.make, model=facts.model, color=facts.color, towed_at=towed, towed_from=facts.towed_from,
            account=facts.account, custody=CustodyKind(facts.custody), jurisdiction=agency.name if agency else None,
            complaint_number=facts.complaint_number, spot=facts.spot, status=status, next_step=step,
            due=None if step is None or towed is None else towed.date() + timedelta(days=1),
            differs=bool(self.cars[custody_id].differences()),
        )  # fmt: skip

    # --- what the window asks ----------------------------------------------------------------------------------------

    def pages(self, query: VehicleQuery) -> VehiclePage:
        """One page; waits at the gate named like the search, if there is one."""
        self.asked.append(query)
        if (gate := self.gates.get(query.search)) is not None:
            assert gate.wait(10)
        self._stumble()
        found = [row for row in self.rows if _matches(row, query)]
        found.sort(key=cmp_to_key(_order(query)))
        end = None if query.limit is None else query.offset + query.limit
        return VehiclePage(query, tuple(found[query.offset : end]), len(found))

    def card(self, custody_id: int) -> CarCard:
        """One card."""
        self._stumble()
        car = self.cars[custody_id]
        row = next(row for row in self.rows if row.custody_id == custody_id)
        agency = next((each for each in AGENCIES if each.id == car.fields.agency_id), None)
        return CarCard(car, row, agency, self.events[custody_id], self.documents.get(custody_id, ()), self.parties.get(custody_id, ()))

    def agencies(self) -> tuple[Agency, ...]:
        """All of them."""
        return AGENCIES

    def add(self, person: Person | None, values: Mapping[str, str]) -> Added:
        """Enter a car."""
        self.sent.append((person, dict(values)))
        self._stumble()
        custody_id = next(self._ids)
        self.cars[custody_id] = Car(custody_id, custody_id, CarFields(), 1)
        self.events[custody_id] = ()
        self._take(custody_id, values, person)
        self.rows.append(self._row(custody_id, datetime(2026, 5, 20, 12, tzinfo=UTC), CustodyStatus.ON_LOT, "Call in"))
        return Added(custody_id, ())

    def change(self, person: Person | None, edit: Edit) -> Changed:
        """Change a car, merged by field with what was saved elsewhere."""
        self.sent.append((person, dict(edit.values)))
        self._stumble()
        custody_id, car = edit.custody_id, self.cars[edit.custody_id]
        now = car_fields.texts_of_card(self.card(custody_id), ZONE)
        merge = merged(edit.base, edit.values, now)
        if merge.clashes:
            both = tuple(ClashField(name, edit.values[name], now[name], *_signed(car, name)) for name in merge.clashes)
            raise Clash("Somebody else changed the same in the meantime.", both)
        self._take(custody_id, {name: str(text) for name, text in merge.changes.items()}, person)
        place = next(place for place, row in enumerate(self.rows) if row.custody_id == custody_id)
        row = self.rows[place]
        self.rows[place] = self._row(custody_id, row.towed_at, row.status, row.next_step)
        others = tuple(FieldChange(name, str(edit.base[name]), now[name], *_signed(car, name)) for name in merge.others)
        return Changed(self.cars[custody_id], others)

    def alike(self, vin: str | None, plate: str | None) -> tuple[VehicleRow, ...]:
        """Cars on the lot with this VIN or plate."""
        self._stumble()
        here = [row for row in self.rows if row.status is CustodyStatus.ON_LOT]
        return tuple(row for row in here if (vin and row.vin == vin) or (plate and row.plate == plate))

    def advise(self, text: str, year: int | None, body_type: str | None) -> VinAdvice:
        """What can be offered for a VIN, by the makers' tables; that asks no database."""
        return advise(NhtsaDecoder(), text, TODAY.year, year, body_type)

    def deeds(self, drafts: Drafts | None = None) -> CarDeeds:
        """What a car form needs, over the yard's own drafts or others."""
        return CarDeeds(
            card=self.card, agencies=self.agencies, check=entry_problem, add=self.add, change=self.change, alike=self.alike,
            advise=self.advise, drafts=drafts or self.drafts, zone=lambda: ZONE, today=lambda: TODAY,
        )  # fmt: skip

    # --- what a test arranges ----------------------------------------------------------------------------------------

    def gate(self, search: str) -> Gate:
        """Questions for this search wait until the gate is set."""
        self.gates[search] = Gate()
        return self.gates[search]

    def saved_elsewhere(self, custody_id: int, **changes: Value) -> None:
        """Another PC saves the car."""
        car = edited(self.cars[custody_id], changes, "Lee", datetime(2026, 5, 20, tzinfo=UTC))
        self.cars[custody_id] = replace(car, version=car.version + 1)

    def towbook_says(self, custody_id: int, field: str, value: Value) -> None:
        """The desk's value stands, TowBook says another."""
        origin = Provenance(Origin.DESK, by="Kim", towbook=value, differs=True)
        car = self.cars[custody_id]
        self.cars[custody_id] = replace(car, provenance=MappingProxyType({**car.provenance, field: origin}))
        place = next(place for place, row in enumerate(self.rows) if row.custody_id == custody_id)
        self.rows[place] = replace(self.rows[place], differs=True)

    def happened(self, custody_id: int, event: Event) -> None:
        """One more event."""
        self.events[custody_id] = (*self.events[custody_id], event)

    def _take(self, custody_id: int, values: Mapping[str, str], person: Person | None) -> None:
        known = {each.name for each in fields(CarFields)}
        problems = tuple((name, problem) for name, typed in values.items() if (problem := entry_problem(name, typed)))
        if problems:
            raise Problems(problems)
        read = {name: _read(name, typed) for name, typed in values.items() if name in known}
        car = edited(self.cars[custody_id], read, person.name if person else "the desk", datetime(2026, 5, 20, tzinfo=UTC))
        self.cars[custody_id] = replace(car, version=car.version + 1)

    def _stumble(self) -> None:
        if self.trouble is not None:
            raise self.trouble


def _signed(car: Car, name: str) -> tuple[str | None, datetime | None]:
    mark = car.provenance.get("agency_id" if name == "jurisdiction" else name)
    return (None, None) if mark is None else (mark.by, datetime.fromisoformat(mark.at) if mark.at else None)


def _read(name: str, typed: str) -> Value:
    if name in _FLAGS:
        return None if not typed else typed == "yes"
    if name in _NUMBERS:
        return int(typed) if typed else None
    return typed or None


def _matches(row: VehicleRow, query: VehicleQuery) -> bool:
    if query.status is not None and row.status is not query.status:
        return False
    hay = folded(
        " ".join(str(part) for part in (row.plate, row.vin, row.call_number, row.make, row.model, row.color, row.towed_from) if part)
    )
    return all(folded(piece) in hay for piece in query.search.split())


def _order(query: VehicleQuery) -> Callable[[VehicleRow, VehicleRow], int]:
    def compare(one: VehicleRow, other: VehicleRow) -> int:
        for key, down in query.sort:
            first, second = _sortable(one, key), _sortable(other, key)
            if first != second:
                return (1 if first > second else -1) * (-1 if down else 1)
        return one.custody_id - other.custody_id

    return compare


def _sortable(row: VehicleRow, key: VehicleColumn) -> str:
    value = getattr(row, key)
    return "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


def away() -> Trouble:
    """A trouble of the world."""
    return Trouble("The database does not answer. Nothing was lost.")
