"""The test servers are what the tests of the stores take them for."""

import psycopg
import pytest

from tests.db.servers import DatabaseServer


def test_the_embedded_server_is_the_newest_and_wants_a_password(server: DatabaseServer) -> None:
    with server.connect() as connection:
        assert connection.info.server_version >= 180000
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url(password="wrong"))


def test_a_new_database_is_gone_afterwards(server: DatabaseServer) -> None:
    with server.new_database() as name, server.connect(name) as connection:
        connection.execute("CREATE TABLE one (two int)")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        server.connect(name)


def test_the_tls_server_is_verified_in_full(tls_server: DatabaseServer) -> None:
    with tls_server.connect() as connection:
        assert connection.pgconn.ssl_in_use
        assert connection.info.server_version < 180000
    plain = DatabaseServer(tls_server.host, tls_server.port, tls_server.superuser, tls_server.password, (("sslmode", "disable"),))
    with pytest.raises(psycopg.OperationalError, match="no encryption"):
        plain.connect()


def test_the_tls_server_is_refused_without_its_authority(tls_server: DatabaseServer) -> None:
    unknown = DatabaseServer(tls_server.host, tls_server.port, tls_server.superuser, tls_server.password, (("sslmode", "verify-full"),))
    with pytest.raises(psycopg.OperationalError, match=r"root certificate|certificate verify failed"):
        unknown.connect()
