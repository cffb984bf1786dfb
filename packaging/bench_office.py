"""Data folders as the program makes them, with a fictional office in them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from sqlalchemy import Engine

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.county_list import read_county_list
from itow_desktop.adapters.db.binaries import for_data_folder
from itow_desktop.adapters.db.engine import Address, connect
from itow_desktop.adapters.db.local_server import LocalServer
from itow_desktop.adapters.db.readying import ready_private
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.adapters.packs import find_pack
from itow_desktop.opening import COUNTY, resources
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.services.founding import Founding, add_county, found_office
from itow_desktop.services.law import Law
from itow_desktop.services.shift import Shift

_TEMPLATE = "bench_template"


@dataclass(frozen=True)
class OpenOffice:
    """An office on a database of its own: the everyday shift, the engine under it, the superuser's way in."""

    shift: Shift
    engine: Engine
    admin: str


class BenchServer:
    """The private server of a data folder, with the durability the program gives it; its own database holds a founded office."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._local = LocalServer(folder, for_data_folder(None))
        self._numbers = count(1)

    def start(self) -> None:
        """Serve, and found the office; the first start makes the server."""
        self.resume()
        with self.office() as office:
            desk = office.shift.desk
            found_office(desk, Founding("Kim", "Practice Towing", "9 Yard Rd\nBurton, MI 48509", "810-555-0100"))
            add_county(desk, read_county_list(resources() / "agencies" / COUNTY))
        self._run("CREATE DATABASE {} TEMPLATE {}", _TEMPLATE, self._admin.database)

    def resume(self) -> None:
        """Serve, with the newest schema."""
        told = self._local.start()
        self._admin = Address(told.host, told.port, told.database, told.superuser, told.password)
        self._everyday = ready_private(self._admin, lambda: None)

    def pause(self) -> None:
        """Let go of the server, which then stops; safe to call again."""
        self._local.close()

    @property
    def process(self) -> psutil.Process:
        """The server's first process."""
        return psutil.Process(self._local.status().pid)

    @property
    def version(self) -> str:
        """As the server tells it."""
        return self._local.status().version

    @property
    def environment(self) -> dict[str, str]:
        """For a program that is to work on this folder; it finds its modules compiled, as an installed one does."""
        own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {
            **own,
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
            "ITOW_CONFIG_DIR": str(self.folder / "config"),
            "ITOW_DATA_DIR": str(self.folder),
            "ITOW_TOWBOOK_USERNAME": USERNAME,
            "ITOW_TOWBOOK_PASSWORD": PASSWORD,
        }

    @contextmanager
    def office(self, database: str | None = None) -> Iterator[OpenOffice]:
        """The office on the folder's own database, or on another one."""
        name = database or self._admin.database
        engine = connect(Address(self._everyday.host, self._everyday.port, name, self._everyday.user, self._everyday.password))
        desk = SqlDesk(engine)
        try:
            with desk.look() as unit:
                person = next(iter(unit.staff.all()), None)
            admin = Address(self._admin.host, self._admin.port, name, self._admin.user, self._admin.password)
            yield OpenOffice(Shift(desk, _law(), SystemClock(), person), engine, admin.conninfo())
        finally:
            engine.dispose()

    @contextmanager
    def new_office(self) -> Iterator[OpenOffice]:
        """A founded office without cars on a database that is dropped afterwards."""
        name = f"bench_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, _TEMPLATE)
        try:
            with self.office(name) as office:
                yield office
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._admin.conninfo(), dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _law() -> Law:
    return Law(find_pack(resources() / "rules", "us-mi"))


@contextmanager
def serving() -> Iterator[BenchServer]:
    """A server in a folder of its own; it ends with all its data when the block does."""
    folder = Path(tempfile.mkdtemp(prefix="itow-bench-")).resolve()
    folder.chmod(0o755)  # the account that serves for root has to enter
    server = BenchServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.pause()
        shutil.rmtree(folder)
