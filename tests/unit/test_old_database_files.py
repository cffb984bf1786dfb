"""Files of the first program: read without a trace, refused with a sentence."""

import csv
import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.domain.errors import OldFileTrouble
from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.domain.importing.mappings import kind_of
from itow_desktop.domain.old_database.rows import read_cars
from itow_desktop.practice.old_database import EARLY_MAY, JUNE, MARCH, MAY_23, car, old_database

SHAPES = {42: MARCH, 44: EARLY_MAY, 50: MAY_23, 88: JUNE}


def traces(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file beside it with its fingerprint and when it was written."""
    return {each.name: (hashlib.sha256(each.read_bytes()).hexdigest(), each.stat().st_mtime_ns) for each in folder.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    users = [{"username": "nobody", "password_hash": "never read"}]
    others = {"users": users, "logs": [], "contacts": [{"jurisdiction": "Burton"}]}
    return old_database(tmp_path / "vehicles.db", JUNE, [car(1, notes=None), car(2, notes="N/A")], others)


@pytest.mark.parametrize("width", SHAPES)
def test_every_shape_is_read_as_it_is_and_leaves_no_trace(tmp_path: Path, width: int) -> None:
    path = old_database(tmp_path / "old #1?.db", SHAPES[width], [car(1), car(2)])
    before = traces(tmp_path)
    found = read_old_file(path)
    assert traces(tmp_path) == before
    assert (found.width, found.sha256, found.size) == (width, before[path.name][0], path.stat().st_size)
    assert [row["towbook_call_number"] for row in found.rows("vehicles")] == ["20001", "20002"]
    assert found.rows("vehicles")[0]["state"] == "MI"


def test_people_and_passwords_are_never_read(path: Path) -> None:
    found = read_old_file(path)
    assert found.left_out == ("logs", "users")
    assert [table.name for table in found.tables] == ["vehicles", "contacts"]
    assert "never read" not in str(found)
    assert found.rows("vehicles")[1]["notes"] == "N/A", "the words are kept as they stand"


def test_text_of_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    path = old_database(tmp_path / "old.db", MARCH, [car(1)])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE vehicles SET requestor = CAST(x'4A6F73E9' AS TEXT), location = CAST(x'41005A' AS TEXT)")
    found = read_old_file(path)
    assert (found.rows("vehicles")[0]["requestor"], found.rows("vehicles")[0]["location"]) == ("José", "AZ")
    assert found.recoded == 2


def exported(path: Path, *cars: dict[str, object], encoding: str = "utf-8") -> Path:
    """The list of vehicles as the first program wrote it to CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.DictWriter(file, JUNE, restval="", extrasaction="ignore")
        table.writeheader()
        table.writerows(cars)
    return path


def test_the_old_programs_own_csv_is_read_like_its_database(tmp_path: Path) -> None:
    path = exported(tmp_path / "vehicles_export.csv", car(1, requestor="José"), car(2, notes='two\nlines, "quoted"'), encoding="utf-8-sig")
    before = traces(tmp_path)
    found = read_old_file(path)
    assert traces(tmp_path) == before
    assert (found.width, found.rows("vehicles")[0]["requestor"], found.rows("vehicles")[1]["vin"]) == (88, "José", car(2)["vin"])
    ((one, two), _) = read_cars(found, 0)
    assert {one.call, two.call} == {"20001", "20002"}
    assert kind_of(JUNE) is SourceKind.OLD_DATABASE
    assert kind_of(("Call #", "VIN", "Notes")) is SourceKind.TABLE
    path.write_text(path.read_text("utf-8-sig").replace('""quoted"""', '""quoted'), "utf-8")
    with pytest.raises(OldFileTrouble, match="is cut off"):
        read_old_file(path)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def torn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)


def no_database(path: Path) -> None:
    path.write_text("Call #,VIN\n1,2\n", "utf-8")


def half_a_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:40])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def something_else(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TABLE vehicles")


def other_vehicles(path: Path) -> None:
    something_else(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE vehicles (wheels INTEGER)")


def half_written(path: Path) -> None:
    path.with_name("vehicles.db-journal").write_bytes(b"what was there before")


def not_yet_in(path: Path) -> None:
    path.with_name("vehicles.db-wal").write_bytes(b"what comes next")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut_off, "is cut off"), (torn, "is damaged"), (no_database, "is no SQLite database"), (half_a_header, "is no SQLite database"),
        (empty, "it is empty"), (something_else, "without a table of vehicles"), (other_vehicles, "neither call numbers nor VINs"),
        (half_written, "vehicles.db-journal lies beside it"), (not_yet_in, "vehicles.db-wal lies beside it"),
        (Path.unlink, "could not be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_old_database_is_refused_and_stays_as_it_is(path: Path, spoil: Callable[[Path], None], says: str) -> None:
    spoil(path)
    before = traces(path.parent)
    with pytest.raises(OldFileTrouble, match=says) as caught:
        read_old_file(path)
    assert "vehicles.db" in str(caught.value)
    assert "Nothing was changed." in str(caught.value)
    assert traces(path.parent) == before


def test_a_file_that_another_program_writes_to_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OldFileTrouble, match="Another program is writing"):
            read_old_file(path)
        other.execute("ROLLBACK")
    assert read_old_file(path).width == 88


def test_a_database_with_a_log_beside_it_that_is_closed_is_read_without_making_one(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    before = traces(path.parent)
    assert set(before) == {"vehicles.db"}
    assert len(read_old_file(path).rows("vehicles")) == 2
    assert traces(path.parent) == before
