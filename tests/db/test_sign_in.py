"""A plain answer to every way in which a sign-in to a shared database fails, by real servers with real certificates."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from itow_desktop.adapters.db.sign_in import SharedServers
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.services.ports.sign_in import Answer, SharedDatabase, Verdict
from tests.db import servers
from tests.db.offices import admin_engine
from tests.db.servers import DatabaseServer, free_port

PASSWORD = "invented for this test"


@pytest.fixture(scope="module")
def given(tls_server: DatabaseServer) -> Iterator[SharedDatabase]:
    """A set-up database with Kim, a clerk who signs in there."""
    name = f"itow_{uuid4().hex[:8]}"
    with tls_server.new_database() as database:
        admin = admin_engine(tls_server, database)
        upgrade(admin)
        admin.dispose()
        with tls_server.connect(database) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'; SET search_path = itow, public")
            connection.execute("SELECT add_staff('Kim', %s, 'clerk')", [name])
        yield SharedDatabase(tls_server.host, tls_server.port, database, name, Path(dict(tls_server.options)["sslrootcert"]))
        with tls_server.connect(database) as connection:
            connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


def tried(given: SharedDatabase, password: str | None = PASSWORD) -> Answer:
    answer = SharedServers().examine(given, password)
    assert PASSWORD not in answer.sentence
    return answer


def test_what_works_says_who_one_is(given: SharedDatabase) -> None:
    answer = tried(given)
    assert answer.works
    assert "you are Kim, with the rights of a clerk" in answer.sentence


@pytest.mark.parametrize("password", ["wrong", None], ids=["wrong", "none"])
def test_wrong_password(given: SharedDatabase, password: str | None) -> None:
    answer = tried(given, password)
    assert answer.verdict is Verdict.PASSWORD
    assert answer.sentence.startswith("The server does not accept this name and password.")


def test_wrong_name(given: SharedDatabase) -> None:
    assert tried(replace(given, user="nobody_here")).verdict is Verdict.PASSWORD


def test_wrong_port(given: SharedDatabase) -> None:
    wrong = replace(given, port=free_port())
    answer = tried(wrong)
    assert answer.verdict is Verdict.NO_SERVER
    assert str(wrong.port) in answer.sentence


def test_host_not_found(given: SharedDatabase) -> None:
    answer = tried(replace(given, server="no-such-server.invalid"))
    assert answer.verdict is Verdict.NO_HOST
    assert "no-such-server.invalid" in answer.sentence


def test_database_missing(given: SharedDatabase) -> None:
    answer = tried(replace(given, database="itow_nowhere"))
    assert answer.verdict is Verdict.NO_DATABASE
    assert "itow_nowhere" in answer.sentence


# --- the certificate ---------------------------------------------------------------------------------------------------


def test_certificate_of_an_authority_that_is_not_trusted(given: SharedDatabase, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))
    answer = tried(replace(given, certificate=stranger))
    assert answer.verdict is Verdict.NOT_TRUSTED
    assert "no password was sent" in answer.sentence


def test_the_authorities_of_the_computer_do_not_know_an_office_s_own(given: SharedDatabase) -> None:
    answer = tried(replace(given, certificate=None))
    assert answer.verdict is Verdict.NOT_TRUSTED
    assert "this computer trusts" in answer.sentence


@pytest.mark.parametrize("content", [None, b"", b"no certificate"], ids=["missing", "empty", "text"])
def test_certificate_file_that_is_none(given: SharedDatabase, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)
    answer = tried(replace(given, certificate=file))
    assert answer.verdict is Verdict.NO_CERTIFICATE
    assert str(file) in answer.sentence


def test_certificate_of_another_name() -> None:
    with servers.tls_server("db.practice.example") as server:
        answer = tried(at(server))
    assert answer.verdict is Verdict.WRONG_NAME
    assert "not for 127.0.0.1" in answer.sentence


def test_certificate_that_expired() -> None:
    with servers.tls_server(until=datetime.now(UTC) - timedelta(days=1)) as server:
        answer = tried(at(server))
    assert answer.verdict is Verdict.EXPIRED
    assert "this PC's date" in answer.sentence


def test_a_server_that_does_not_encrypt_gets_no_password(server: DatabaseServer) -> None:
    answer = tried(SharedDatabase(server.host, server.port, "postgres", "kim"))
    assert answer.verdict is Verdict.NO_TLS


def at(server: DatabaseServer) -> SharedDatabase:
    return SharedDatabase(server.host, server.port, "postgres", "kim", Path(dict(server.options)["sslrootcert"]))


# --- what it holds -----------------------------------------------------------------------------------------------------


def test_server_too_old(given: SharedDatabase) -> None:
    answer = SharedServers(oldest=990000).examine(given, PASSWORD)
    assert answer.verdict is Verdict.TOO_OLD
    assert "99 or newer is needed" in answer.sentence


def test_a_database_that_was_never_set_up(given: SharedDatabase, tls_server: DatabaseServer) -> None:
    with tls_server.new_database() as empty:
        answer = tried(replace(given, database=empty))
    assert answer.verdict is Verdict.NO_SCHEMA
    assert "db upgrade" in answer.sentence


@pytest.mark.parametrize(("revision", "verdict"), [("0001", Verdict.BEHIND), ("9999", Verdict.NEWER)])
def test_a_schema_of_another_version(given: SharedDatabase, tls_server: DatabaseServer, revision: str, verdict: Verdict) -> None:
    with tls_server.connect(given.database) as connection:
        before = connection.execute("SELECT version_num FROM itow.alembic_version").fetchall()[0]
        connection.execute("UPDATE itow.alembic_version SET version_num = %s", [revision])
        try:
            assert tried(given).verdict is verdict
        finally:
            connection.execute("UPDATE itow.alembic_version SET version_num = %s", before)
    assert tried(given).works


def test_connected_but_in_no_group(given: SharedDatabase, tls_server: DatabaseServer) -> None:
    with sign_in(tls_server) as name:
        answer = tried(replace(given, user=name))
    assert answer.verdict is Verdict.NO_RIGHTS
    assert "list of people" in answer.sentence


def test_a_disabled_person_is_told_so(given: SharedDatabase, tls_server: DatabaseServer) -> None:
    with sign_in(tls_server) as name, tls_server.connect(given.database) as connection:
        connection.execute("SET search_path = itow, public")
        connection.execute("SELECT add_staff('Lee', %s, 'clerk')", [name])
        assert tried(replace(given, user=name)).works
        connection.execute("SELECT disable_staff('Lee')")
        connection.execute(f"GRANT {given.database}_viewer TO {name}")  # rights that the administrator gave by hand
        answer = tried(replace(given, user=name))
        connection.execute(f"REVOKE {given.database}_viewer FROM {name}")
    assert answer.verdict is Verdict.NO_RIGHTS
    assert "Lee was disabled" in answer.sentence


def test_a_sign_in_that_is_on_no_list_works_and_says_so(given: SharedDatabase, tls_server: DatabaseServer) -> None:
    with sign_in(tls_server) as name, tls_server.connect(given.database) as connection:
        connection.execute(f"GRANT {given.database}_admin TO {name}")
        answer = tried(replace(given, user=name))
        connection.execute(f"REVOKE {given.database}_admin FROM {name}")
    assert answer.works
    assert "nobody's on the list of people yet" in answer.sentence
    assert "rights of an admin" in answer.sentence


def test_what_the_server_says_beyond_that_is_repeated(given: SharedDatabase, tls_server: DatabaseServer) -> None:
    with sign_in(tls_server) as name, tls_server.connect() as connection:
        connection.execute(f"ALTER ROLE {name} CONNECTION LIMIT 0")
        answer = tried(replace(given, user=name))
    assert answer.verdict is Verdict.REFUSED
    assert "too many connections for role" in answer.sentence


@contextmanager
def sign_in(server: DatabaseServer) -> Iterator[str]:
    """A sign-in of its own; it goes with the test."""
    name = f"itow_{uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
    try:
        yield name
    finally:
        with server.connect() as connection:
            connection.execute(f"DROP ROLE {name}")


# --- the setting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("certificate", [None, Path("/etc/itow office/authority.pem")])
def test_the_setting_reads_back_and_holds_no_password(certificate: Path | None) -> None:
    given = SharedDatabase("db.practice.example", 5433, "itow", "kim", certificate)
    url = SharedServers().url(given)
    assert SharedServers().read(url) == given
    assert url.startswith("postgresql://kim@db.practice.example:5433/itow")
