"""Cars: one of them, edits, and what imports bring."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import or_, select, text, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores import events, listing
from itow_desktop.adapters.db.stores.documents import SqlDocuments
from itow_desktop.adapters.db.stores.parties import SqlParties
from itow_desktop.adapters.db.stores.rows import among, insert_rows, update_rows
from itow_desktop.adapters.db.tables import AgencyRecord, CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.cars import CUSTODY_FIELDS, VEHICLE_FIELDS, Car, CarFields, Origin, Provenance
from itow_desktop.domain.errors import ChangedElsewhere, NotFound
from itow_desktop.domain.parties.party import Party
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, folded
from itow_desktop.services.ports.stores import CarIds, ChangedCar, Fingerprint, NewCar
from itow_desktop.services.views import CarCard, PartyInfo, VehiclePage, VehicleQuery

_VEHICLE = ("id", *VEHICLE_FIELDS)
_CUSTODY = ("id", "vehicle_id", "towbook_id", "towbook_hash", "towbook_released", "provenance", "property_key", *CUSTODY_FIELDS)
_OWN_NUMBER = re.compile(r"#([0-9]{1,18})")
_NEXT = ", version = kept.version + 1"
# Deadlines follow in the same unit, so no empty projections are made first; a power cut may cost the last moment's batches,
# which the next import brings again, until the import's own end is written.
_ONE_OF_MANY = text("SELECT set_config('itow.projections', 'follow', true), set_config('synchronous_commit', 'off', true)")
_FINGERPRINTS = text("SELECT towbook_id, id, towbook_hash, provenance @? '$[*].differs' FROM custodies WHERE towbook_id = ANY(:ids)")
_MOVED = tuple(name for name in _CUSTODY if name not in {"id", "vehicle_id", "towbook_id"})


class SqlVehicles:
    """``VehicleStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, query: VehicleQuery) -> VehiclePage:
        """Rows of the vehicle list, sorted and searched by the database."""
        return listing.page(self._session, query)

    def find(self, call: str) -> int:
        """Custody id of a call number, our file number or ``#id``; of several the newest; raises ``NotFound``."""
        call = call.strip()
        if number := _OWN_NUMBER.fullmatch(call):
            wanted = CustodyRecord.id == int(number[1])
        else:
            wanted = (CustodyRecord.call_number == call) | (CustodyRecord.file_number == call)
        found = self._session.scalars(select(CustodyRecord.id).where(wanted).order_by(CustodyRecord.id.desc()).limit(1)).first()
        if found is None:
            raise NotFound(f"No car here has the call number {call}. Look it up with 'vehicles --search'.")
        return found

    def get(self, custody_id: int) -> Car:
        """One car; raises ``NotFound``."""
        cars = self._cars(CustodyRecord.id == custody_id)
        if not cars:
            raise NotFound("This car is not on record.")
        return cars[0]

    def many(self, custody_ids: Sequence[int]) -> Mapping[int, Car]:
        """Those of the cars that are on record, by custody id."""
        return {car.custody_id: car for car in self._cars(among(CustodyRecord.id, custody_ids))}

    def card(self, custody_id: int) -> CarCard:
        """Everything the details panel shows."""
        car = self.get(custody_id)
        agency = self._session.get(AgencyRecord, car.fields.agency_id) if car.fields.agency_id else None
        return CarCard(
            car=car,
            row=listing.one(self._session, custody_id),
            agency=agency.as_agency() if agency else None,
            events=events.SqlEvents(self._session).of(custody_id),
            documents=SqlDocuments(self._session).of(custody_id),
            parties=tuple(_told(each) for each in SqlParties(self._session).of(custody_id) if each.void is None),
        )

    def add(self, car: Car) -> int:
        """Enter one car and answer its custody id; the ids in ``car`` are ignored."""
        (ids,) = self.reserve(1)
        self._insert([replace(car, vehicle_id=ids.vehicle, custody_id=ids.custody)])
        return ids.custody

    def save(self, cars: Sequence[Car], fields: Collection[str]) -> Sequence[Car]:
        """Store these fields of the cars with where they come from; ``ChangedElsewhere`` where a version is not the stored one."""
        of_vehicle = [name for name in VEHICLE_FIELDS if name in fields]
        of_custody = [name for name in CUSTODY_FIELDS if name in fields]
        rows = ({**_custody_row(car), "version": car.version} for car in cars)
        columns = (*of_custody, "provenance", "property_key")
        stored = update_rows(self._session, "custodies", columns, rows, also=_NEXT, only="AND kept.version = given.version")
        if stored < len(cars):
            raise ChangedElsewhere("Somebody else saved this car in the meantime. What you typed is kept: look at both, then save again.")
        if of_vehicle:
            update_rows(self._session, "vehicles", of_vehicle, map(_vehicle_row, cars))
        return [replace(car, version=car.version + 1) for car in cars]

    def lookalikes(self, vin: str | None, plate: str | None) -> tuple[str, ...]:
        """Call numbers (or ``#id``) of cars on the lot with the same VIN or plate."""
        alike = [column == mark for column, mark in ((VehicleRecord.vin, vin), (VehicleRecord.plate, plate)) if mark]
        if not alike:
            return ()
        question = (
            select(CustodyRecord.id, CustodyRecord.call_number)
            .join(VehicleRecord, VehicleRecord.id == CustodyRecord.vehicle_id)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(or_(*alike), ProjectionRecord.status == CustodyStatus.ON_LOT)
            .order_by(CustodyRecord.id)
        )
        return tuple(call or f"#{custody_id}" for custody_id, call in self._session.execute(question))

    def known_to_towbook(self, towbook_ids: Sequence[str]) -> Mapping[str, Car]:
        """Cars that came from these TowBook calls."""
        return {car.towbook_id: car for car in self._cars(among(CustodyRecord.towbook_id, towbook_ids)) if car.towbook_id}

    def hashes(self, towbook_ids: Sequence[str]) -> Mapping[str, str | None]:
        """The fingerprint of what TowBook last said of each of these calls that are here."""
        question = text("SELECT towbook_id, towbook_hash FROM custodies WHERE towbook_id = ANY(:ids)")
        return dict(self._session.execute(question, {"ids": list(towbook_ids)}).all())

    def fingerprints(self, towbook_ids: Sequence[str]) -> Mapping[str, Fingerprint]:
        """The same, and whether a difference stands; that is kept only where there is one."""
        found = self._session.execute(_FINGERPRINTS, {"ids": list(towbook_ids)})
        return {towbook_id: Fingerprint(*mark) for towbook_id, *mark in found}

    def adopt(self, ids: Mapping[str, str]) -> None:
        """Rename the calls of cars."""
        renamed = "UPDATE custodies SET towbook_id = given.new FROM unnest(CAST(:old AS text[]), CAST(:new AS text[])) AS given (old, new)"
        self._session.execute(text(f"{renamed} WHERE towbook_id = given.old"), {"old": list(ids), "new": list(ids.values())})

    def open_in_towbook(self, accounts: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
        """(TowBook id, call number) of cars on the lot that came from these accounts."""
        wanted = {folded_account(account) for account in accounts}
        question = (
            select(CustodyRecord.towbook_id, CustodyRecord.call_number, CustodyRecord.account)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(CustodyRecord.towbook_id.is_not(None), ProjectionRecord.status == CustodyStatus.ON_LOT)
            .order_by(CustodyRecord.id)
        )
        rows = self._session.execute(question)
        return tuple((towbook_id, call) for towbook_id, call, account in rows if towbook_id and folded_account(account) in wanted)

    def sort(self, custody_ids: Sequence[int], kind: CustodyKind) -> None:
        """Give custodies their kind."""
        self._touch(custody_ids, custody=kind.value)

    def set_complaints(self, numbers: Mapping[int, str]) -> None:
        """Keep the police complaint numbers, by custody id."""
        for custody_id, number in numbers.items():
            self._touch([custody_id], complaint_number=number)

    def answer_released(self, custody_ids: Sequence[int]) -> None:
        """TowBook's "released" was looked into; it counts again when TowBook takes it back and says it anew."""
        self._touch(custody_ids, release_answered=True)

    def _touch(self, custody_ids: Sequence[int], **values: object) -> None:
        self._session.execute(
            update(CustodyRecord)
            .where(among(CustodyRecord.id, custody_ids))
            .values(version=CustodyRecord.version + 1, **values)
            .execution_options(synchronize_session=False)
        )

    def mark_released(self, towbook_ids: Mapping[str, bool]) -> None:
        """Keep what TowBook's list says of each car; rows that already say so are not written."""
        for released in (True, False):
            ids = [towbook_id for towbook_id, said in towbook_ids.items() if said is released]
            if ids:
                self._session.execute(
                    text(
                        "UPDATE custodies SET towbook_released = :said, release_answered = false"
                        " WHERE towbook_id = ANY(:ids) AND towbook_released <> :said"
                    ),
                    {"said": released, "ids": ids},
                )

    def reserve(self, count: int) -> Sequence[CarIds]:
        """Ids for that many cars to be entered."""
        if not count:
            return ()
        drawn = "SELECT nextval('vehicles_id_seq'), nextval('custodies_id_seq') FROM generate_series(1, :count)"
        return [CarIds(*pair) for pair in self._session.execute(text(drawn), {"count": count})]

    def store_imported(self, new: Sequence[NewCar], changed: Sequence[ChangedCar]) -> None:
        """Store a batch set-wise: vehicles, custodies, events; the deadlines of all of them are to be kept in this unit too."""
        arrivals: list[NewCar | ChangedCar] = [*new, *changed]
        self._session.execute(_ONE_OF_MANY)
        self._insert([each.car for each in new])
        update_rows(self._session, "vehicles", VEHICLE_FIELDS, (_vehicle_row(each.car) for each in changed))
        update_rows(self._session, "custodies", _MOVED, (_custody_row(each.car) for each in changed), also=", version = kept.version + 1")
        recorded = (events.row(each.car.custody_id, event) for each in arrivals for event in each.events)
        insert_rows(self._session, "events", events.COLUMNS, recorded)

    def _insert(self, cars: Sequence[Car]) -> None:
        vehicles = {car.vehicle_id: car for car in cars}  # two stays of one vehicle, new or here already, are one row of it
        insert_rows(self._session, "vehicles", _VEHICLE, map(_vehicle_row, vehicles.values()), also="ON CONFLICT (id) DO NOTHING")
        insert_rows(self._session, "custodies", _CUSTODY, map(_custody_row, cars))

    def _cars(self, wanted: Any) -> list[Car]:
        question = select(CustodyRecord, VehicleRecord).join(VehicleRecord, VehicleRecord.id == CustodyRecord.vehicle_id).where(wanted)
        return [_car(custody, vehicle) for custody, vehicle in self._session.execute(question)]


def folded_account(account: str | None) -> str:
    """Account names as they are compared."""
    return folded((account or "").strip())


_vehicle_values = attrgetter(*VEHICLE_FIELDS)
_custody_values = attrgetter(*CUSTODY_FIELDS)


def _vehicle_row(car: Car) -> dict[str, Any]:
    return {"id": car.vehicle_id, **dict(zip(VEHICLE_FIELDS, _vehicle_values(car.fields), strict=True))}


def _custody_row(car: Car) -> dict[str, Any]:
    return {
        "id": car.custody_id,
        "vehicle_id": car.vehicle_id,
        "towbook_id": car.towbook_id,
        "towbook_hash": car.towbook_hash,
        "towbook_released": car.towbook_released,
        "property_key": car.fields.property_key,
        "provenance": _marks(car.provenance),
        **dict(zip(CUSTODY_FIELDS, _custody_values(car.fields), strict=True)),
    }


def _marks(provenance: Mapping[str, Provenance]) -> list[dict[str, Any]]:
    """Provenance as it is kept: each mark once, with the fields it stands for, since an import marks most of them alike."""
    fields: dict[Provenance, list[str]] = {}
    for mark, names in groupby(provenance, provenance.__getitem__):
        fields.setdefault(mark, []).extend(names)
    return [{"fields": names, **_mark_row(mark)} for mark, names in fields.items()]


def _mark_row(mark: Provenance) -> dict[str, Any]:
    said = {"towbook": mark.towbook, "differs": mark.differs or None, "against": mark.against}
    full = {"origin": mark.origin, "at": mark.at, "by": mark.by, "file": mark.file, **said}
    return {key: value for key, value in full.items() if value is not None}


def provenance_of(marks: Iterable[Mapping[str, Any]]) -> dict[str, Provenance]:
    """Where each field's value comes from, of the marks as they are kept."""
    found: dict[str, Provenance] = {}
    for each in marks:
        said = each.get("towbook"), each.get("differs", False), each.get("against"), each.get("file")
        mark = Provenance(Origin(each["origin"]), each.get("at"), each.get("by"), *said)
        found |= dict.fromkeys(each["fields"], mark)
    return found


def _car(custody: CustodyRecord, vehicle: VehicleRecord) -> Car:
    values = {name: getattr(vehicle, name) for name in VEHICLE_FIELDS} | {name: getattr(custody, name) for name in CUSTODY_FIELDS}
    return Car(
        custody_id=custody.id,
        vehicle_id=vehicle.id,
        fields=CarFields(**values),
        version=custody.version,
        towbook_id=custody.towbook_id,
        towbook_hash=custody.towbook_hash,
        towbook_released=custody.towbook_released,
        provenance=provenance_of(custody.provenance),
    )


def _told(party: Party) -> PartyInfo:
    """As it is shown: the address that letters go to, else the last one, which they do not reach."""
    address = party.address or (party.addresses[-1] if party.addresses else None)
    where = None if address is None else "\n".join(address.lines) or address.typed
    return PartyInfo(party.role, party.name, where, party.phone, address is None or address.good)
