"""Databases with an office in them, as copies of one migrated template."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from itow_desktop.adapters.county_list import read_county_list
from itow_desktop.adapters.db.engine import Address, connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.adapters.db.upgrade import set_desk_password, upgrade
from itow_desktop.services.founding import Founding, add_county, found_office
from itow_desktop.services.law import Law
from itow_desktop.services.shift import Shift
from tests.db.servers import DatabaseServer
from tests.fakes import SetClock
from tests.law import michigan

PASSWORD = "invented for this test"
COUNTY = Path(__file__).parents[2] / "resources" / "agencies" / "us-mi-genesee.toml"


@dataclass(frozen=True)
class OpenOffice:
    """An office on a database of its own: the everyday shift, and the superuser's way in."""

    server: DatabaseServer
    database: str
    engine: Engine
    shift: Shift
    clock: SetClock

    @contextmanager
    def admin(self) -> Iterator[Engine]:
        """The superuser's engine."""
        engine = admin_engine(self.server, self.database)
        try:
            yield engine
        finally:
            engine.dispose()

    def until_somebody_waits(self) -> None:
        """Go on as soon as somebody waits for a lock in this office's database."""
        question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        with self.server.connect(self.database) as watcher:
            watcher.autocommit = True
            for _ in range(6_000):
                if watcher.execute(question, (self.database,)).fetchone() != (0,):
                    return
                watcher.execute("SELECT pg_sleep(0.005)")
        raise AssertionError("nobody waits")


def admin_engine(server: DatabaseServer, database: str) -> Engine:
    """A superuser's engine that sees our schema."""
    url = make_url(server.url(database)).set(drivername="postgresql+psycopg")
    return create_engine(url, connect_args={"options": "-c search_path=itow,public"})


def address_of(server: DatabaseServer, database: str, user: str, password: str) -> Address:
    """Where a role signs in, over TLS where the server asks for it."""
    options = dict(server.options)
    return Address(server.host, server.port, database, user, password, "sslmode" in options, options.get("sslrootcert"))


@contextmanager
def template(server: DatabaseServer) -> Iterator[str]:
    """A migrated database with a founded office, to be copied by the tests of a run."""
    with server.new_database() as name:
        admin = admin_engine(server, name)
        upgrade(admin)
        role = set_desk_password(admin, PASSWORD)
        admin.dispose()
        engine = connect(address_of(server, name, role, PASSWORD))
        desk = SqlDesk(engine)
        found_office(desk, Founding("Kim", "Practice Towing", "9 Yard Rd\nBurton, MI 48509", "810-555-0100"))
        add_county(desk, read_county_list(COUNTY))
        engine.dispose()
        yield name


@contextmanager
def open_office(server: DatabaseServer, template_name: str) -> Iterator[OpenOffice]:
    """A fresh copy of the template, opened as the everyday role with Kim at the desk."""
    with server.new_database(template_name) as name:
        engine = _with_known_statements(connect(address_of(server, name, f"{template_name}_desk", PASSWORD)), server.port)
        desk, clock = SqlDesk(engine), SetClock()
        with desk.look() as unit:
            kim = unit.staff.all()[0]
        try:
            yield OpenOffice(server, name, engine, Shift(desk, Law(michigan()), clock, kim), clock)
        finally:
            engine.dispose()


def _with_known_statements(engine: Engine, port: int) -> Engine:
    """The engine, knowing what the first one of its server knows: the server's ways, how each statement reads as SQL.

    A program learns that once; the tests, each with an engine of its own, would spend a quarter of their time on it.
    """
    first = _first(port)
    if not first:
        with engine.connect():  # now its dialect has met the server
            first.append(engine)
    engine.dialect, engine._compiled_cache = first[0].dialect, first[0]._compiled_cache
    return engine


@cache
def _first(port: int) -> list[Engine]:
    """The first engine of a server, once there is one; its pool is closed with its test."""
    return []
