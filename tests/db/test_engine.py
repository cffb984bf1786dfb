"""Signing in to a database: what is accepted, and the sentence for what is not."""

from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import text

from itow_desktop.adapters.db.engine import Address, connect, plain_troubles, shared_address
from itow_desktop.domain.errors import DatabaseTrouble, PasswordNeeded, SettingsTrouble
from tests.db.offices import address_of
from tests.db.servers import DatabaseServer, free_port


def sign_in(address: Address) -> str:
    """Who the server says we are."""
    engine = connect(address)
    try:
        with plain_troubles(), engine.connect() as connection:
            return str(connection.execute(text("SELECT current_user")).scalar_one())
    finally:
        engine.dispose()


@pytest.fixture
def right(tls_server: DatabaseServer) -> Address:
    return address_of(tls_server, "postgres", tls_server.superuser, tls_server.password)


def test_the_right_pair_over_tls(right: Address) -> None:
    assert sign_in(right) == right.user


@pytest.mark.parametrize("password", ["wrong", None], ids=["a wrong password", "no password"])
def test_a_password_that_is_not_accepted_is_asked_for(right: Address, password: str | None) -> None:
    with pytest.raises(PasswordNeeded, match="does not accept this name and password"):
        sign_in(replace(right, password=password))


def test_nobody_at_the_port_is_no_question_of_passwords(right: Address) -> None:
    with pytest.raises(DatabaseTrouble, match="does not answer") as told:
        sign_in(replace(right, port=free_port()))
    assert not isinstance(told.value, PasswordNeeded)


def test_a_certificate_of_somebody_else_is_refused(right: Address, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))
    with pytest.raises(DatabaseTrouble):
        sign_in(replace(right, root_certificate=str(stranger)))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://kim:secret@db.example/itow", "must not hold a password"),
        ("postgresql://db.example/itow", "needs a role"),
        ("mysql://kim@db.example/itow", "needs a role"),
        ("not an address", "no PostgreSQL address"),
    ],
)
def test_an_address_that_cannot_be_taken_says_why(url: str, sentence: str) -> None:
    with pytest.raises(SettingsTrouble, match=sentence) as told:
        shared_address(url, None)
    assert "secret" not in str(told.value)


def test_the_password_never_shows(right: Address) -> None:
    assert right.password is not None
    assert right.password not in repr(right)
    assert right.password not in repr(connect(right))


@pytest.mark.parametrize("password", ["with spaces in it", 'it\'s \\ %20 "quoted" = @:/'])
def test_any_password_reaches_the_server_s_own_programs(right: Address, password: str) -> None:
    words = conninfo_to_dict(replace(right, password=password).conninfo())
    assert words["password"] == password
    assert (words["sslmode"], words["dbname"], words["user"]) == ("verify-full", right.database, right.user)
