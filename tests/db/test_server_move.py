"""Data that move arrive whole, or stay where they were."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.local_server import LocalServer, ServerAddress
from itow_desktop.adapters.db.server_move import move_data
from itow_desktop.domain.errors import ServerTrouble
from tests.db.servers import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with data in ``old``."""
    with open_folder("itow Umzug ") as made:
        held = hold(made / "old")
        with connect(held.start()) as connection:
            connection.execute("CREATE TABLE kept (plate text)")
            connection.execute("INSERT INTO kept VALUES ('ABC 123')")
        held.close()
        yield made


def hold(data_dir: Path) -> LocalServer:
    return LocalServer(data_dir, binaries.for_data_folder(None))


def connect(address: ServerAddress) -> psycopg.Connection:
    return psycopg.connect(address.conninfo(), autocommit=True)


def plates(data_dir: Path) -> list[tuple[str]]:
    held = hold(data_dir)
    with connect(held.start()) as connection:
        found = connection.execute("SELECT plate FROM kept").fetchall()
    held.close()
    return found


def test_the_data_arrive_and_the_old_folder_says_where(folder: Path) -> None:
    assert move_data(folder / "old", folder / "new", binaries.for_data_folder(None)) == folder / "new"
    assert plates(folder / "new") == [("ABC 123",)]
    with pytest.raises(ServerTrouble, match=r"were moved to .*new\. Nothing was changed"):
        hold(folder / "old").start()
    (folder / "old" / "postgres" / "moved-to.txt").unlink()
    assert plates(folder / "old") == [("ABC 123",)]


def test_data_in_use_stay(folder: Path) -> None:
    held = hold(folder / "old")
    held.start()
    with pytest.raises(ServerTrouble, match="iTow Desktop is using them"):
        move_data(folder / "old", folder / "new", binaries.for_data_folder(None))
    assert held.status().running
    held.close()
    assert not (folder / "new").exists()


def test_data_are_not_put_over_others(folder: Path) -> None:
    other = hold(folder / "new")
    other.start()
    other.close()
    with pytest.raises(ServerTrouble, match="There are already data"):
        move_data(folder / "old", folder / "new", binaries.for_data_folder(None))
    assert plates(folder / "old") == [("ABC 123",)]


def test_a_copy_that_does_not_start_leaves_all_as_it_was(folder: Path) -> None:
    settings = folder / "old" / "postgres" / "cluster" / "postgresql.conf"
    good = settings.read_text()
    settings.write_text(good + "shared_buffers = 'plenty'\n")
    with pytest.raises(ServerTrouble, match="did not start"):
        move_data(folder / "old", folder / "new", binaries.for_data_folder(None))
    assert list((folder / "new").iterdir()) == []
    settings.write_text(good)
    assert plates(folder / "old") == [("ABC 123",)]


def test_no_data_are_not_moved(folder: Path) -> None:
    with pytest.raises(ServerTrouble, match="no data"):
        move_data(folder / "empty", folder / "new", binaries.for_data_folder(None))
    with pytest.raises(ServerTrouble, match="inside the old one"):
        move_data(folder / "old", folder / "old" / "postgres" / "deeper", binaries.for_data_folder(None))
