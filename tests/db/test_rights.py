"""What each role may do, asked with plain SQL: the database refuses, not a hidden button."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql

from itow_desktop.services.importing.from_towbook import ImportPlan, run_import
from itow_desktop.services.ports.towbook import never
from tests.builders import call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

pytestmark = pytest.mark.both_servers

Connect = Callable[[str], psycopg.Connection]
APPEND_ONLY = ("events", "audit", "documents", "blobs", "raw_records")
ROLES = ("viewer", "clerk", "manager", "admin", "agent")


@pytest.fixture
def sign_in(office: OpenOffice) -> Iterator[Connect]:
    """Connections as a login of its own in one group."""
    prefix = _prefix(office)
    made: list[str] = []
    opened: list[psycopg.Connection] = []

    def make(group: str) -> psycopg.Connection:
        name = f"{office.database}_{group}"
        with office.server.connect(office.database) as admin:
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'invented'").format(sql.Identifier(name)))
            admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(f"{prefix}_{group}"), sql.Identifier(name)))
        made.append(name)
        connection = psycopg.connect(
            office.server.url(office.database, user=name, password="invented"), autocommit=True, options="-c search_path=itow,public"
        )
        opened.append(connection)
        return connection

    yield make
    for connection in opened:
        connection.close()
    with office.server.connect(office.database) as admin:
        for name in made:
            admin.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


@pytest.fixture
def one_car(office: OpenOffice) -> int:
    """An imported car with its event, audit rows and raw record; answers its custody id."""
    for _ in run_import(office.shift, MemoryTowBook([call()]), ImportPlan((".PPI",)), never):
        pass
    with office.shift.desk.begin(office.shift.deed("keep a paper")) as unit:
        custody_id = unit.deadlines.open_cases()[0].custody_id
        unit.documents.add(custody_id, "top", "TOP.pdf", b"%PDF-invented", {})
        unit.commit()
    return custody_id


@pytest.mark.parametrize("role", ROLES)
def test_nobody_changes_the_record(sign_in: Connect, one_car: int, role: str) -> None:
    connection = sign_in(role)
    for table in APPEND_ONLY:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,)
        column = connection.execute(f"SELECT * FROM {table} LIMIT 1").description[-1].name  # type: ignore[index]
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)


def test_not_even_the_owner_of_the_tables_changes_the_record(office: OpenOffice, one_car: int) -> None:
    with office.server.connect(office.database) as connection:
        connection.execute(f"SET ROLE {_prefix(office)}_owner; SET search_path = itow, public")
        for statement in ("DELETE FROM events", "UPDATE audit SET login = 'somebody'", "TRUNCATE documents CASCADE"):
            with pytest.raises(errors.InsufficientPrivilege, match="append-only"):
                connection.execute(statement)


def test_a_viewer_writes_nothing(sign_in: Connect, one_car: int) -> None:
    viewer = sign_in("viewer")
    for statement in (
        "UPDATE vehicles SET color = 'Blue'",
        "INSERT INTO agencies (name) VALUES ('Invented')",
        f"INSERT INTO events (id, custody_id, kind) VALUES ('{uuid4()}', {one_car}, 'note')",
        "SELECT add_staff('Somebody')",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            viewer.execute(statement)


def test_a_clerk_records_events_but_cannot_sign_for_others_or_backdate(sign_in: Connect, one_car: int) -> None:
    clerk = sign_in("clerk")
    clerk.execute("INSERT INTO events (id, custody_id, kind, note) VALUES (%s, %s, 'note', 'seen')", (uuid4(), one_car))
    for column, value in (("recorded_by", "1"), ("recorded_at", "now()"), ("deed", f"'{uuid4()}'")):
        with pytest.raises(errors.InsufficientPrivilege):
            clerk.execute(f"INSERT INTO events (id, custody_id, kind, {column}) VALUES ('{uuid4()}', {one_car}, 'note', {value})")
    clerk.execute("SELECT set_config('itow.staff', '1', false)")
    clerk.execute("INSERT INTO events (id, custody_id, kind, note) VALUES (%s, %s, 'note', 'as Kim?')", (uuid4(), one_car))
    assert clerk.execute("SELECT recorded_by FROM events WHERE note = 'as Kim?'").fetchone() == (None,)


def test_only_managers_set_the_office_and_only_admins_make_people(sign_in: Connect) -> None:
    fact = "INSERT INTO office_facts (key, value) VALUES ('motto', '\"\"')"
    with pytest.raises(errors.InsufficientPrivilege):
        sign_in("clerk").execute(fact)
    manager = sign_in("manager")
    manager.execute(fact)
    with pytest.raises(errors.InsufficientPrivilege):
        manager.execute("SELECT add_staff('Pat')")
    admin = sign_in("admin")
    admin.execute("SELECT add_staff('Pat')")
    with pytest.raises(errors.InsufficientPrivilege):
        admin.execute("INSERT INTO staff (name) VALUES ('Chris')")


def test_a_login_of_its_own_signs_everything_it_does(office: OpenOffice, sign_in: Connect, one_car: int) -> None:
    clerk = sign_in("clerk")
    sign_in("admin").execute("SELECT add_staff('Chris', %s)", (f"{office.database}_clerk",))
    clerk.execute("UPDATE vehicles SET color = 'Blue'")
    clerk.execute("INSERT INTO events (id, custody_id, kind) VALUES (%s, %s, 'note')", (uuid4(), one_car))
    signed = clerk.execute("SELECT s.name FROM events e JOIN staff s ON s.id = e.recorded_by WHERE kind = 'note'").fetchone()
    audited = clerk.execute(
        "SELECT s.name, before ->> 'color', after ->> 'color' FROM audit JOIN staff s ON s.id = staff_id WHERE op = 'update'"
    )
    assert signed == ("Chris",)
    assert audited.fetchall() == [("Chris", "Gray", "Blue")]


def test_whoever_may_look_may_read_everything_so_that_a_copy_of_the_database_is_whole(sign_in: Connect) -> None:
    """pg_dump reads every table and every sequence; one without the right would fail the copy."""
    unreadable = sign_in("viewer").execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'itow'::regnamespace AND NOT CASE relkind"
        " WHEN 'r' THEN has_table_privilege(oid, 'SELECT') WHEN 'S' THEN has_sequence_privilege(oid, 'SELECT') ELSE true END"
    )
    assert [name for (name,) in unreadable.fetchall()] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_proves_a_pin_is_shown_to_nobody_and_changed_by_functions_only(sign_in: Connect, office: OpenOffice, role: str) -> None:
    with office.server.connect(office.database) as admin:
        admin.execute("SET search_path = itow, public; SELECT set_pin((SELECT id FROM staff), 'salt', 15, 'proof')")
        assert admin.execute("SELECT count(*) FROM staff_pins").fetchone() == (1,)
    connection = sign_in(role)
    assert connection.execute("SELECT * FROM staff_pins").fetchall() == []
    assert connection.execute("SELECT accepted, tries_left FROM check_pin(1, 'guess')").fetchone() == (False, 4)
    refused = [
        "INSERT INTO staff_pins (staff_id, salt, cost, verifier) VALUES (1, '', 1, '')",
        "UPDATE staff_pins SET wrong = 0",
        "DELETE FROM staff_pins",
        "SELECT keep_pin(1, 'salt', 15, 'other')",
        "SELECT give_rights('postgres', 'admin')",
        "UPDATE staff SET rights = 'admin'",
    ]
    if role != "admin":
        refused += [
            "SELECT set_pin(1, 'salt', 15, 'other')",
            "SELECT change_rights(1, 'viewer')",
            "SELECT rename_staff(1, 'Somebody')",
            "SELECT make_login('somebody', 'SCRAM-SHA-256$')",
        ]
    for statement in refused:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_sign_in_changes_no_pin_of_another_by_claiming_to_be_them(sign_in: Connect, office: OpenOffice) -> None:
    clerk = sign_in("clerk")
    with office.server.connect(office.database) as admin:
        admin.execute("SET search_path = itow, public; SELECT set_pin((SELECT id FROM staff), 'salt', 15, 'proof')")
    clerk.execute("SELECT set_config('itow.staff', '1', false)")
    with pytest.raises(errors.NotNullViolation):
        clerk.execute("SELECT set_own_pin('', 'salt', 15, 'other')")
    assert clerk.execute("SELECT accepted FROM check_pin(1, 'proof')").fetchone() == (True,)


def test_constraints_say_what_is_always_true(office: OpenOffice, one_car: int) -> None:
    with office.server.connect(office.database) as connection:
        connection.execute("SET search_path = itow, public")
        event = connection.execute("SELECT id FROM events").fetchone()
        assert event is not None
        retraction = "INSERT INTO events (id, custody_id, kind, supersedes, note) VALUES (%s, %s, 'superseded', %s, 'a slip')"
        connection.execute(retraction, (uuid4(), one_car, event[0]))
        for statement, values, refused in (
            (retraction, (uuid4(), one_car, event[0]), psycopg.DatabaseError),  # it was taken back just now
            (retraction, (uuid4(), one_car, uuid4()), psycopg.DatabaseError),
            ("INSERT INTO events (id, custody_id, kind) VALUES (%s, %s, 'teleported')", (uuid4(), one_car), errors.CheckViolation),
            ("INSERT INTO events (id, custody_id, kind) VALUES (%s, %s, 'superseded')", (uuid4(), one_car), psycopg.DatabaseError),
            ("INSERT INTO blobs (sha256, content) VALUES (%s, %s)", ("0" * 64, b"other bytes"), errors.CheckViolation),
            ("UPDATE vehicles SET vin = %s", ("1g1zz5eu0af000001",), errors.CheckViolation),
            ("UPDATE custodies SET custody = %s", ("stolen by aliens",), errors.CheckViolation),
        ):
            with pytest.raises(refused):
                connection.execute(statement, values)


def _prefix(office: OpenOffice) -> str:
    with office.server.connect(office.database) as connection:
        found = connection.execute("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'").fetchone()
    assert found is not None
    return str(found[0]).removesuffix("_owner")
