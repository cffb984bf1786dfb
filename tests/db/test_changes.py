"""What other programs commit is heard: once each, by everybody else, also after a lost connection."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from queue import Empty, Queue
from uuid import uuid4

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import Address, connect
from itow_desktop.adapters.db.listen import DatabaseChanges
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.agencies import AgencyName
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.editing import Edit, add_car, change_car
from itow_desktop.services.founding import add_county
from itow_desktop.services.people import add_person, set_house_rules
from itow_desktop.services.ports.changes import ANYTHING, Change, Kind
from itow_desktop.services.working import CallIn, call_in
from tests.builders import NOW, call
from tests.db import offices
from tests.db.cars import drain
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

pytestmark = pytest.mark.both_servers

_MINUTES = count(1)
SOON = 10.0
"""Seconds after which what was not heard never will be."""
CARS = frozenset({Kind.CARS, Kind.QUEUE})


class Ear:
    """A listening program of its own."""

    def __init__(self, address: Address, program: str) -> None:
        self.news: Queue[Change] = Queue()
        self.changes = DatabaseChanges(address, program)
        self.changes.begin()
        self.changes.listen(self.news.put)

    def next(self) -> Change:
        """What is heard next."""
        return self.news.get(timeout=SOON)

    def until_mark(self, mark: Callable[[], object]) -> list[Change]:
        """What was heard before what ``mark`` does, a change of the office."""
        mark()
        heard = []
        while Kind.OFFICE not in (change := self.next()).kinds:
            heard.append(change)
        return heard


@contextmanager
def listening(office: OpenOffice, program: str = "") -> Iterator[Ear]:
    ear = Ear(address(office), program or uuid4().hex)
    try:
        yield ear
    finally:
        ear.changes.close()


def address(office: OpenOffice) -> Address:
    user = str(office.engine.url.username)
    return offices.address_of(office.server, office.database, user, offices.PASSWORD)


def mark(office: OpenOffice) -> None:
    """A change of the office's settings, made by nobody who listens: whatever was committed before is heard before."""
    set_house_rules(office.shift, pins=False, idle_minutes=next(_MINUTES))


def test_a_deed_is_told_once_with_its_cars(office: OpenOffice) -> None:
    with listening(office) as ear:
        custody_id = add_car(office.shift, {"plate": "ABC1234"}).custody_id
        assert ear.next() == Change(CARS, frozenset({custody_id}))
        change_car(office.shift, Edit(custody_id, {"color": "gray", "spot": "C-4"}, {"color": "", "spot": ""}))
        call_in(office.shift, [CallIn(custody_id, at=NOW, person="Sgt. Ames")])
        told = ear.until_mark(lambda: mark(office))
    assert [change.custody_ids for change in told] == [frozenset({custody_id})] * len(told)
    assert [Kind.CARS in change.kinds for change in told] == [True, True], "an edit and a call-in, each told once"


def test_each_kind_is_told_as_its_own(office: OpenOffice) -> None:
    with listening(office) as ear:
        add_person(office.shift, "Lee")
        add_county(office.shift.desk, [AgencyName("Oak County Sheriff", ())])
        told = ear.until_mark(lambda: mark(office))
    assert [change.kinds for change in told] == [{Kind.PEOPLE}, {Kind.AGENCIES}]


def test_nothing_is_told_of_what_was_not_committed_or_changed_nothing(office: OpenOffice) -> None:
    custody_id = add_car(office.shift, {"plate": "ABC1234"}).custody_id
    with listening(office) as ear:
        with office.shift.desk.begin(office.shift.deed("begun and left")) as unit:
            unit.vehicles.sort([custody_id], CustodyKind.POLICE_HOLD)
        with office.shift.desk.begin(office.shift.deed("nothing")) as unit:
            unit.vehicles.mark_released({"no such call": True})
            unit.commit()
        assert ear.until_mark(lambda: mark(office)) == []


def test_what_a_savepoint_took_back_is_not_told(office: OpenOffice) -> None:
    kept, left = (add_car(office.shift, {"plate": plate}).custody_id for plate in ("ABC1234", "XYZ9876"))
    with listening(office) as ear, office.admin() as admin:
        with admin.begin() as connection:
            connection.execute(text("UPDATE custodies SET spot = 'A' WHERE id = :id"), {"id": kept})
            with connection.begin_nested() as inner:
                connection.execute(text("UPDATE custodies SET spot = 'B' WHERE id = :id"), {"id": left})
                inner.rollback()
            connection.execute(text("CALL tell_changes()"))
        assert ear.next() == Change(frozenset({Kind.CARS}), frozenset({kept}))


def test_a_program_does_not_hear_itself(office: OpenOffice) -> None:
    engine = connect(address(office), program="oneself")
    try:
        own = replace(office.shift, desk=SqlDesk(engine))
        with listening(office, "oneself") as ear, listening(office) as other:
            custody_id = add_car(own, {"plate": "ABC1234"}).custody_id
            assert other.next().custody_ids == {custody_id}
            assert ear.until_mark(lambda: mark(office)) == []
    finally:
        engine.dispose()


def test_an_import_of_a_thousand_calls_is_told_as_often_as_it_commits(private_office: OpenOffice) -> None:
    office = private_office
    with listening(office) as ear:
        drain(office, MemoryTowBook([call() for _ in range(1_000)]))
        told = ear.until_mark(lambda: mark(office))
    with office.admin() as admin, admin.connect() as connection:
        batches = connection.execute(text("SELECT count(DISTINCT xmin::text) FROM custodies")).scalar_one()
    assert batches <= 21
    assert len(told) <= batches + 1
    assert len(frozenset[int]().union(*(change.custody_ids for change in told))) == 1_000


def test_too_many_cars_for_a_notification_are_told_as_any(private_office: OpenOffice) -> None:
    office = private_office
    drain(office, MemoryTowBook([call() for _ in range(250)]))
    with listening(office) as ear, office.admin() as admin:
        with admin.begin() as connection:
            connection.execute(text("UPDATE custodies SET spot = 'A' WHERE id IN (SELECT id FROM custodies LIMIT 200)"))
            connection.execute(text("CALL tell_changes()"))
        assert len(ear.next().custody_ids) == 200
        with admin.begin() as connection:
            connection.execute(text("UPDATE custodies SET spot = 'B'"))
            connection.execute(text("CALL tell_changes()"))
        assert ear.next() == Change(frozenset({Kind.CARS}))


@pytest.mark.parametrize(
    "told", ["", "{", "[]", '{"changed": {}}', '{"by": "x", "changed": ["cars"]}', '{"by": "x", "changed": {"cars": [{}]}}']
)
def test_what_is_not_ours_on_the_channel_counts_as_anything(private_office: OpenOffice, told: str) -> None:
    with listening(private_office) as ear:
        with private_office.engine.begin() as connection:
            connection.execute(text("SELECT pg_notify('itow', :told)"), {"told": told})
        assert ear.next() == ANYTHING
        custody_id = add_car(private_office.shift, {"plate": "ABC1234"}).custody_id
        assert ear.next().custody_ids == {custody_id}


def test_a_lost_connection_comes_back_and_then_anything_may_have_changed(office: OpenOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "itow_desktop")
    with listening(office) as ear:
        cut_off(office)
        assert ear.next() == ANYTHING
        custody_id = add_car(office.shift, {"plate": "ABC1234"}).custody_id
        assert ear.next().custody_ids == {custody_id}
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"], "lost, then back: said once each"


def test_a_database_that_stays_away_is_said_once_and_kept_trying(private_office: OpenOffice, caplog: pytest.LogCaptureFixture) -> None:
    office = private_office
    with listening(office) as ear:
        with office.server.connect() as server:
            server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS false")
            cut_off(office)
            with pytest.raises(Empty):
                ear.news.get(timeout=2)
            server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS true")
        assert ear.next() == ANYTHING
    assert len(caplog.records) == 1


def test_another_database_under_the_same_name_is_told_as_such(private_office: OpenOffice) -> None:
    office = private_office
    aside = f"{office.database}_aside"
    with listening(office) as ear:
        office.engine.dispose()
        with office.server.connect() as server:
            server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS false")
            cut_off(office)
            server.execute(f"CREATE DATABASE {aside} TEMPLATE {office.database}")
            server.execute(f"DROP DATABASE {office.database} WITH (FORCE)")
            server.execute(f"ALTER DATABASE {aside} RENAME TO {office.database}")
        assert ear.next() == replace(ANYTHING, another_database=True)


@pytest.mark.parametrize("away", [False, True])
def test_the_listener_ends_at_once(private_office: OpenOffice, away: bool) -> None:
    office = private_office
    ear = Ear(address(office), "any")
    with office.server.connect() as server:
        if away:
            server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS false")
            cut_off(office)
        began = time.monotonic()
        ear.changes.close()
        assert time.monotonic() - began < 1
        ear.changes.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "changes"]


def test_whoever_could_not_connect_at_first_counts_everything_as_changed(private_office: OpenOffice) -> None:
    office = private_office
    with office.server.connect() as server:
        server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS false")
        with listening(office) as ear:
            server.execute(f"ALTER DATABASE {office.database} ALLOW_CONNECTIONS true")
            assert ear.next() == ANYTHING


def cut_off(office: OpenOffice) -> None:
    """End every connection of the everyday role to the database."""
    with office.server.connect() as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = %s",
            [office.database, office.engine.url.username],
        )
