"""Servers for the database tests."""

from collections.abc import Iterator
from zlib import crc32

import pytest

from tests.db import offices, servers
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer


@pytest.fixture(scope="session")
def server() -> Iterator[DatabaseServer]:
    """The embedded PostgreSQL, one for the whole run."""
    with servers.embedded_server() as running:
        yield running


@pytest.fixture(scope="session")
def tls_server() -> Iterator[DatabaseServer]:
    """The system's PostgreSQL behind a certificate, reached with verify-full, one for the whole run."""
    with servers.tls_server() as running:
        yield running


@pytest.fixture
def database(server: DatabaseServer) -> Iterator[str]:
    """The name of an empty database on ``server``, dropped after the test."""
    with server.new_database() as name:
        yield name


@pytest.fixture(scope="session")
def template(server: DatabaseServer) -> Iterator[str]:
    """A migrated database with an office in it on the private kind of server."""
    with offices.template(server) as name:
        yield name


KINDS = ("private", "shared")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On both kinds of server what is marked ``both_servers`` (or everything, if asked for), else on one, whichever the name falls to.

    Every store is so worked on both kinds, by different tests.
    """
    if "ground" in metafunc.fixturenames:
        both = metafunc.config.getoption("both_servers") or metafunc.definition.get_closest_marker("both_servers")
        name = metafunc.definition.nodeid.encode()
        metafunc.parametrize("ground", KINDS if both else KINDS[crc32(name) % 2 :][:1], indirect=True, scope="session")


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest) -> Iterator[tuple[DatabaseServer, str]]:
    """A kind of server with its template: what holds on one must hold on the other."""
    if request.param == "private":
        yield request.getfixturevalue("server"), request.getfixturevalue("template")
    else:
        shared = request.getfixturevalue("tls_server")
        with offices.template(shared) as name:
            yield shared, name


@pytest.fixture
def office(ground: tuple[DatabaseServer, str]) -> Iterator[OpenOffice]:
    """An office of its own for a test, on either kind of server."""
    with offices.open_office(*ground) as opened:
        yield opened


@pytest.fixture
def private_office(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """An office of its own for a test that would learn nothing from a second kind of server."""
    with offices.open_office(server, template) as opened:
        yield opened
