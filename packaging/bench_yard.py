"""A yard of 100,000 invented cars, written straight into the tables instead of imported for minutes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from bench_office import OpenOffice

from itow_desktop.adapters.towbook.calls import call_from
from itow_desktop.domain.agencies import agency_for
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.cars import CUSTODY_FIELDS, VEHICLE_FIELDS, CarFields, fields_of_call
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.practice.calls import call_json
from itow_desktop.practice.office import make_office
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.stepping import refresh_projections

CARS = 100_000
ON_LOT = 2_000
BUSY_LOT = 10_000
_YEARS = 4
_PROJECTED = 500
_ACCOUNT = "Thistle Creek Properties"
"""Not the account of the measured imports, which would read the cars of their own account again."""

_SPREAD = """
    UPDATE projections AS p SET pack_version = few.pack_version, engine_version = few.engine_version, last_event_id = few.last_event_id,
        status = few.status, towed_at = e.at, deadlines = few.deadlines
    FROM projections few, events e
    WHERE few.custody_id = 1 + p.custody_id %% %(few)s AND e.custody_id = p.custody_id AND e.kind = 'towed'
        AND p.custody_id > %(few)s AND p.custody_id <= %(left)s
"""
_EVENTS = ("id", "custody_id", "kind", "at", "data", "source")


def fill(office: OpenOffice, on_lot: int = ON_LOT) -> None:
    """Write the cars, newest last: the last ``on_lot`` stand on the lot, all before them were picked up and reported."""
    law = office.shift.law
    with office.shift.desk.look() as unit:
        places = unit.agencies.places()
    cars = [_described(call, places) for call in _calls(office)]
    histories = [_history(place, towed_at, on_lot) for place, (towed_at, _) in enumerate(cars, 1)]
    with psycopg.connect(office.admin, options="-c search_path=itow,public", autocommit=True) as connection:
        connection.execute("ALTER TABLE custodies DISABLE TRIGGER audit_insert")
        connection.execute("ALTER TABLE vehicles DISABLE TRIGGER audit_insert")
        described = [fields for _, fields in cars]
        _copy(connection, "vehicles", ("id", *VEHICLE_FIELDS), _rows(described, VEHICLE_FIELDS))
        _copy(connection, "custodies", ("id", "vehicle_id", "property_key", *CUSTODY_FIELDS), _custodies(described))
        _copy(connection, "events", _EVENTS, (row for history in histories for row in _event_rows(history)))
        # Of the cars that left the dates of some hundreds stand for all: only their size counts.
        with office.shift.desk.begin(Deed("measure")) as unit:
            car = Description(CustodyKind.PRIVATE_PROPERTY)
            unit.deadlines.save([law.project(place, car, events) for place, events in histories[:_PROJECTED]])
            unit.commit()
        connection.execute(_SPREAD, {"few": _PROJECTED, "left": CARS - on_lot})
        connection.execute("ALTER TABLE custodies ENABLE TRIGGER audit_insert")
        connection.execute("ALTER TABLE vehicles ENABLE TRIGGER audit_insert")
        connection.execute("SELECT setval('vehicles_id_seq', %(cars)s), setval('custodies_id_seq', %(cars)s)", {"cars": CARS})
        # What the server does by itself in the minutes after such a flood.
        connection.execute("VACUUM (ANALYZE)")
    refresh_projections(office.shift.desk, law)


def _calls(office: OpenOffice) -> Iterator[TowBookCall]:
    made = make_office(calls=CARS, today=office.shift.today, days=365 * _YEARS)
    own = (call for call in made.calls if call.account.name == ".PPI" and call.times.completed is not None)
    return (call_from(call_json(call), office.shift.law.zone) for call in own)


def _described(call: TowBookCall, places: Mapping[str, int]) -> tuple[datetime, CarFields]:
    fields = fields_of_call(call, CustodyKind.PRIVATE_PROPERTY)
    told = {name: getattr(fields, name) for name in (*VEHICLE_FIELDS, *CUSTODY_FIELDS)}
    told |= {"account": _ACCOUNT, "agency_id": agency_for(fields.address, places, {})}
    return call.towed_at or datetime.now(UTC), CarFields(**told)


def _history(custody_id: int, towed_at: datetime, on_lot: int) -> tuple[int, tuple[Event, ...]]:
    """The tow; of cars that left also the pick-up with its report."""
    towed = _event(custody_id, EventKind.TOWED, towed_at)
    if custody_id > CARS - on_lot:
        return custody_id, (towed,)
    left = towed_at + timedelta(days=1 + custody_id % 9)
    return custody_id, (
        towed,
        _event(custody_id, EventKind.RELEASED, left),
        _event(custody_id, EventKind.DISPOSITION_REPORTED, left + timedelta(hours=2)),
    )


def _event(custody_id: int, kind: EventKind, at: datetime) -> Event:
    return Event(str(UUID(int=custody_id << 8 | len(kind))), kind, at=at, source=EventSource.IMPORT)


def _copy(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _rows(cars: Sequence[CarFields], names: Sequence[str]) -> Iterator[Sequence[Any]]:
    return ((place, *(getattr(fields, name) for name in names)) for place, fields in enumerate(cars, 1))


def _custodies(cars: Sequence[CarFields]) -> Iterator[Sequence[Any]]:
    return ((row[0], row[0], fields.property_key, *row[1:]) for row, fields in zip(_rows(cars, CUSTODY_FIELDS), cars, strict=True))


def _event_rows(history: tuple[int, Sequence[Event]]) -> Iterator[Sequence[Any]]:
    return ((event.id, history[0], event.kind, event.at, "{}", event.source) for event in history[1])
