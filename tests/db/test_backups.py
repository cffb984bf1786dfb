"""A copy is whole or it is none; a restore that fails costs nothing."""

import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import create_engine

from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.backup_files import latest_backup, manifest_path, sha256_of
from itow_desktop.adapters.db.backups import make_backup, restore_backup, verify_backup
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.domain.backups import BackupInfo, CountDifference
from itow_desktop.domain.errors import BackupTrouble
from tests.db.servers import DatabaseServer

NIGHT = datetime(2026, 3, 3, 7, 15, tzinfo=UTC)

needs_a_shell = pytest.mark.skipif(sys.platform == "win32", reason="stands a shell script in for pg_dump")


@pytest.fixture
def office(server: DatabaseServer, database: str) -> str:
    """A database with an owner, a group, a person, rights and settings of its own, and three cars."""
    prepare_office(server, database)
    return database


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """A folder for copies that is not there yet."""
    return tmp_path / "Kopien für zu Hause"


@pytest.fixture
def copy(server: DatabaseServer, office: str, copies: Path) -> BackupInfo:
    """A copy of the office."""
    return make_backup(server.url(office), copies, NIGHT)


def prepare_office(server: DatabaseServer, database: str) -> None:
    with server.connect(database) as connection:
        for statement in (
            "CREATE ROLE {owner} NOLOGIN",
            "CREATE ROLE {clerk} NOLOGIN",
            "CREATE ROLE {kim} LOGIN PASSWORD 'invented'",
            "GRANT {clerk} TO {kim}",
            "ALTER DATABASE {database} OWNER TO {owner}",
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {clerk}",
            "ALTER DATABASE {database} SET work_mem TO '7MB'",
            "CREATE EXTENSION pg_trgm",
            "CREATE SCHEMA yard AUTHORIZATION {owner}",
            "SET ROLE {owner}",
            "CREATE TABLE yard.cars (plate text PRIMARY KEY)",
            "CREATE TABLE yard.empty (id int)",
            "GRANT USAGE ON SCHEMA yard TO {clerk}",
            "GRANT SELECT ON ALL TABLES IN SCHEMA yard TO {clerk}",
            "INSERT INTO yard.cars VALUES ('ABC 123'), ('ÄÖÜ 456'), ('🚗')",
            "RESET ROLE",
        ):
            names = {part: sql.Identifier(f"{database}_{part}") for part in ("owner", "clerk", "kim")}
            connection.execute(sql.SQL(statement).format(database=sql.Identifier(database), **names))


def plates(server: DatabaseServer, database: str) -> set[str]:
    with server.connect(database) as connection:
        return {plate for (plate,) in connection.execute("SELECT plate FROM yard.cars")}


def databases(server: DatabaseServer) -> set[str]:
    with server.connect() as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


# Making


def test_a_copy_says_what_it_holds(copy: BackupInfo, office: str, copies: Path) -> None:
    assert copy.file == copies / f"{office}-2026-03-03T071500Z.dump"
    assert copy.rows == (("yard.cars", 3), ("yard.empty", 0))
    assert (copy.made_at, copy.database) == (NIGHT, office)
    assert copy.server_version.startswith("18.")
    assert copy.size == copy.file.stat().st_size
    assert sorted(it.name for it in copies.iterdir()) == [copy.file.name, f"{copy.file.name}.json"]


def test_a_second_copy_of_the_same_second_replaces_none(server: DatabaseServer, office: str, copies: Path, copy: BackupInfo) -> None:
    again = make_backup(server.url(office), copies, NIGHT)
    assert again.file != copy.file
    assert copy.file.exists()


def test_copies_begun_in_the_same_second_are_all_whole(server: DatabaseServer, office: str, copies: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(lambda _: make_backup(server.url(office), copies, NIGHT), range(3)))
    assert len({info.file for info in made}) == 3
    assert all(sha256_of(info.file) == info.sha256 for info in made)


def test_the_counts_are_of_the_same_moment_as_the_dump(server: DatabaseServer, office: str, copies: Path) -> None:
    done, written = threading.Event(), threading.Event()

    def keep_writing() -> None:
        with server.connect(office) as connection:
            number = 0
            while not done.is_set():
                connection.execute("INSERT INTO yard.empty VALUES (%s)", [number])
                number += 1
                written.set()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        assert written.wait(30)
        made = make_backup(server.url(office), copies, NIGHT)
        with server.connect(office) as connection:
            now_there = connection.execute("SELECT count(*) FROM yard.empty").fetchall()[0][0]
    finally:
        done.set()
        writer.join()
    assert 0 < dict(made.rows)["yard.empty"] < now_there
    assert verify_backup(made.file, server.url()).ok


def test_who_may_not_read_everything_makes_no_copy(server: DatabaseServer, office: str, copies: Path) -> None:
    with server.connect(office) as connection:
        connection.execute("CREATE TABLE yard.closed (id int)")
    with pytest.raises(BackupTrouble, match="permission denied for table closed"):
        make_backup(server.url(office, user=f"{office}_kim", password="invented"), copies, NIGHT)
    assert list(copies.iterdir()) == []


def test_a_folder_that_cannot_be_used_is_said(server: DatabaseServer, office: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupTrouble, match=r"cannot be used .* No copy was made; the data are untouched"):
        make_backup(server.url(office), tmp_path / "file", NIGHT)


def test_a_folder_of_programs_that_holds_none_is_said(server: DatabaseServer, office: str, copies: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupTrouble, match=r"holds no PostgreSQL 15 or newer.* No copy was made"):
        make_backup(server.url(office), copies, NIGHT, tools=tmp_path)


def test_a_server_that_is_away_is_said(server: DatabaseServer, copies: Path) -> None:
    with pytest.raises(BackupTrouble, match="No copy was made; the data are untouched"):
        make_backup(server.url("gone"), copies, NIGHT)


@pytest.fixture
def fake_tools(tmp_path: Path) -> Path:
    """A folder of PostgreSQL programs in which a test can put a pg_dump of its own."""
    real = binaries.for_data_folder(None).folder
    fake = tmp_path / "programs"
    fake.mkdir()
    for name in ("pg_ctl", "pg_restore"):
        (fake / name).symlink_to(real / name)
    return fake


def put_script(path: Path, text: str) -> None:
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(0o755)


@needs_a_shell
def test_the_password_is_on_no_command_line(server: DatabaseServer, office: str, copies: Path, tmp_path: Path, fake_tools: Path) -> None:
    real = binaries.for_data_folder(None).tool("pg_dump")
    put_script(fake_tools / "pg_dump", f'printf "%s\\n" "$@" > "{tmp_path}/words"\nexec "{real}" "$@"\n')
    make_backup(server.url(office), copies, NIGHT, tools=fake_tools)
    words = (tmp_path / "words").read_text()
    assert f"dbname={office}" in words
    assert server.password not in words
    assert server.password not in "".join(it.read_text("utf-8", "replace") for it in copies.iterdir())


@needs_a_shell
def test_a_full_disk_leaves_no_half_copy(server: DatabaseServer, office: str, copies: Path, fake_tools: Path) -> None:
    put_script(
        fake_tools / "pg_dump",
        'for word; do case "$word" in --file=*) echo half > "${word#--file=}";; esac; done\n'
        "echo 'could not write to output file: No space left on device' >&2\nexit 1\n",
    )
    with pytest.raises(BackupTrouble, match="No space left on device"):
        make_backup(server.url(office), copies, NIGHT, tools=fake_tools)
    assert list(copies.iterdir()) == []


def test_what_a_killed_copy_left_is_swept_away_after_a_day(server: DatabaseServer, office: str, copies: Path) -> None:
    copies.mkdir()
    old, young = copies / "itow-2026-03-01T071500Z.dump.part", copies / "itow-2026-03-03T071400Z.dump.part"
    for path, age in ((old, timedelta(days=2)), (young, timedelta(minutes=1))):
        path.touch()
        os.utime(path, times=((NIGHT - age).timestamp(),) * 2)
    make_backup(server.url(office), copies, NIGHT)
    assert not old.exists()
    assert young.exists()


# The newest


def test_the_newest_whole_copy_is_told(server: DatabaseServer, office: str, copies: Path, copy: BackupInfo) -> None:
    newer = make_backup(server.url(office), copies, NIGHT + timedelta(days=1))
    assert latest_backup(copies) == newer
    manifest_path(newer.file).unlink()
    assert latest_backup(copies) == copy
    cut_short(copy)
    assert latest_backup(copies) is None


def test_no_folder_means_no_copy(tmp_path: Path) -> None:
    assert latest_backup(tmp_path / "unplugged") is None


# Proving


def test_a_good_copy_is_proved_and_nothing_remains_of_the_proof(server: DatabaseServer, copy: BackupInfo) -> None:
    before = databases(server)
    result = verify_backup(copy.file, server.url())
    assert result.ok
    assert result.backup == copy
    assert databases(server) == before


def test_a_copy_that_holds_less_than_it_should_is_found_out(server: DatabaseServer, copy: BackupInfo) -> None:
    manifest = manifest_path(copy.file)
    content = json.loads(manifest.read_text())
    content["rows"] |= {"yard.cars": 4, "yard.lost": 1}
    manifest.write_text(json.dumps(content))
    result = verify_backup(copy.file, server.url())
    assert not result.ok
    assert result.differences == (CountDifference("yard.cars", 4, 3), CountDifference("yard.lost", 1, None))


def test_a_copy_cut_short_is_found_out(server: DatabaseServer, copy: BackupInfo) -> None:
    cut_short(copy)
    with pytest.raises(BackupTrouble, match="was cut short or changed after it was made"):
        verify_backup(copy.file, server.url())


@pytest.mark.parametrize("content", ["", "{}", '{"format": 2}', "[]", "null", "\ufeffgarbage"])
def test_a_damaged_manifest_is_said(server: DatabaseServer, copy: BackupInfo, content: str) -> None:
    manifest_path(copy.file).write_text(content, encoding="utf-8")
    with pytest.raises(BackupTrouble, match="beside the copy is damaged"):
        verify_backup(copy.file, server.url())


def test_a_copy_without_its_manifest_is_said(server: DatabaseServer, copy: BackupInfo) -> None:
    manifest_path(copy.file).unlink()
    with pytest.raises(BackupTrouble, match="which says what it must hold"):
        verify_backup(copy.file, server.url())


def test_a_right_nobody_knows_is_not_put_into_a_statement(server: DatabaseServer, copy: BackupInfo) -> None:
    manifest = manifest_path(copy.file)
    content = json.loads(manifest.read_text())
    content["ground"]["rights"] = [["", "ALL ON DATABASE postgres TO PUBLIC; --"]]
    manifest.write_text(json.dumps(content))
    with pytest.raises(BackupTrouble, match="damaged"):
        restore_backup(copy.file, server.url(copy.database), NIGHT)


def test_two_proofs_at_once_are_one_too_many(server: DatabaseServer, copy: BackupInfo) -> None:
    with server.connect() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [0x1705_0002])
        with pytest.raises(BackupTrouble, match="Another program is checking or restoring"):
            verify_backup(copy.file, server.url())


def test_the_scratch_database_of_a_killed_proof_is_dropped(server: DatabaseServer, copy: BackupInfo) -> None:
    with server.connect() as connection:
        connection.execute("CREATE DATABASE itow_scratch_0123456789ab")
    assert verify_backup(copy.file, server.url()).ok
    assert "itow_scratch_0123456789ab" not in databases(server)


# Restoring


def test_a_restored_copy_takes_the_place_of_what_is_kept_aside(server: DatabaseServer, office: str, copy: BackupInfo) -> None:
    before = ground_of(server, office)
    with server.connect(office) as connection:
        connection.execute("DELETE FROM yard.cars")
        connection.execute("INSERT INTO yard.cars VALUES ('NEW 1')")
    result = restore_backup(copy.file, server.url(office), NIGHT + timedelta(hours=3))
    assert plates(server, office) == {"ABC 123", "ÄÖÜ 456", "🚗"}
    assert result.kept_as == f"{office}_before_20260303_101500"
    assert plates(server, result.kept_as) == {"NEW 1"}
    assert ground_of(server, office) == before
    with psycopg.connect(server.url(office, user=f"{office}_kim", password="invented")) as kim:
        assert kim.execute("SELECT count(*) FROM yard.cars").fetchone() == (3,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            kim.execute("DELETE FROM yard.cars")


def test_nobody_is_thrown_out_by_a_restore(server: DatabaseServer, office: str, copy: BackupInfo) -> None:
    before = databases(server)
    with server.connect(office) as connection:
        connection.execute("SET application_name TO 'iTow Desktop'")
        with pytest.raises(BackupTrouble, match=r"programs are working on the database: .*\(iTow Desktop\)"):
            restore_backup(copy.file, server.url(office), NIGHT)
        assert connection.execute("SELECT count(*) FROM yard.cars").fetchone() == (3,)
    assert databases(server) == before


def test_a_restore_that_fails_changes_nothing(server: DatabaseServer, office: str, copy: BackupInfo) -> None:
    before = databases(server)
    with copy.file.open("r+b") as dump:
        dump.seek(-40, os.SEEK_END)
        dump.truncate()
    manifest = manifest_path(copy.file)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"sha256": sha256_of(copy.file)}))
    with pytest.raises(BackupTrouble, match="pg_restore gave up"):
        restore_backup(copy.file, server.url(office), NIGHT)
    assert databases(server) == before
    assert plates(server, office) == {"ABC 123", "ÄÖÜ 456", "🚗"}


def test_a_restore_that_counts_wrong_changes_nothing(server: DatabaseServer, office: str, copy: BackupInfo) -> None:
    before = databases(server)
    manifest = manifest_path(copy.file)
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"rows": {"yard.cars": 4, "yard.empty": 0}}))
    with pytest.raises(BackupTrouble, match=r"yard\.cars has 3 rows instead of 4\. The data are as they were"):
        restore_backup(copy.file, server.url(office), NIGHT)
    assert databases(server) == before


def test_who_may_not_make_databases_is_told(server: DatabaseServer, office: str, copy: BackupInfo) -> None:
    with pytest.raises(BackupTrouble, match="This sign-in may not do that"):
        restore_backup(copy.file, server.url(office, user=f"{office}_kim", password="invented"), NIGHT)


# Another server


def test_a_copy_made_over_tls_stands_on_a_new_server_with_its_roles(
    server: DatabaseServer, tls_server: DatabaseServer, copies: Path
) -> None:
    with tls_server.new_database() as far_away:
        prepare_office(tls_server, far_away)
        made = make_backup(tls_server.url(far_away), copies, NIGHT)
        assert made.server_version.startswith("15.")
        assert verify_backup(made.file, tls_server.url()).ok
        result = restore_backup(made.file, server.url(far_away), NIGHT)
        try:
            assert result.kept_as is None
            assert ground_of(server, far_away) == ground_of(tls_server, far_away)
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(server.url(far_away, user=f"{far_away}_kim", password="invented"))
        finally:
            with server.connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(far_away)))


def test_the_programs_own_database_goes_from_one_server_to_another(
    server: DatabaseServer, tls_server: DatabaseServer, copies: Path
) -> None:
    with tls_server.new_database() as name:
        engine = create_engine(tls_server.url(name).replace("postgresql:", "postgresql+psycopg:", 1))
        try:
            upgrade(engine)
        finally:
            engine.dispose()
        made = make_backup(tls_server.url(name), copies, NIGHT)
        assert "itow.events" in dict(made.rows)
        assert verify_backup(made.file, server.url()).ok


def test_our_own_programs_cannot_copy_over_tls_and_say_what_can() -> None:
    own = binaries.embedded()
    assert own is not None
    assert not binaries.speaks_tls(own)
    with pytest.raises(BackupTrouble, match=r"No pg_dump was found .* over an encrypted connection.* Install PostgreSQL's client programs"):
        binaries.for_copies(99, tls=True)


def cut_short(copy: BackupInfo) -> None:
    with copy.file.open("r+b") as dump:
        dump.truncate(copy.size // 2)


def ground_of(server: DatabaseServer, database: str) -> list[tuple[object, ...]]:
    """Owner, rights and settings of a database, its tables' owners and rights, its people's groups."""
    with server.connect(database) as connection:
        return [
            *connection.execute("SELECT pg_get_userbyid(datdba), datacl::text FROM pg_database WHERE datname = current_database()"),
            *connection.execute(
                "SELECT setconfig FROM pg_db_role_setting JOIN pg_database ON setdatabase = pg_database.oid"
                " WHERE datname = current_database()"
            ),
            *connection.execute(
                # The owner has whatever rights there are, which grew from 15 to 18.
                "SELECT relname, pg_get_userbyid(relowner), grantee::regrole::text, privilege_type"
                " FROM pg_class, aclexplode(relacl)"
                " WHERE relnamespace = 'yard'::regnamespace AND relkind = 'r' AND grantee <> relowner ORDER BY 1, 2, 3, 4"
            ),
            *connection.execute(
                "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members"
                " WHERE member::regrole::text LIKE current_database() || '%' ORDER BY 1, 2"
            ),
        ]
