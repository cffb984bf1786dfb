"""Servers for the database tests."""

from collections.abc import Iterator

import pytest

from tests.db import servers
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
