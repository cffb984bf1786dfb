"""Throw-away PostgreSQL servers for the tests."""

import shutil
import socket
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
import trustme
from psycopg import sql

from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.local_server import LocalServer
from itow_desktop.adapters.db.programs import Account, run, server_account
from tests.memory import in_memory


@dataclass(frozen=True)
class Control:
    """Stops a server under its clients, as when its computer loses power, and starts it again where it was."""

    pg_ctl: Path
    cluster: Path
    log: Path
    options: str
    account: Account | None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command: list[str | Path] = [
            self.pg_ctl,
            "start",
            f"--pgdata={self.cluster}",
            f"--log={self.log}",
            "--wait",
            f"--options={self.options}",
        ]
        started = run(command, seconds=60, account=self.account)
        assert started.code == 0, started.output + self.log.read_text()

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        run([self.pg_ctl, "stop", f"--pgdata={self.cluster}", "--mode=immediate"], seconds=60, account=self.account)

    def start_again(self) -> None:
        """Start it if it is stopped."""
        if not (self.cluster / "postmaster.pid").exists():
            self.start()


@dataclass(frozen=True)
class DatabaseServer:
    """A running server with its superuser."""

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    options: tuple[tuple[str, str], ...] = ()
    """Further libpq parameters, such as those of TLS."""
    control: Control | None = field(default=None, repr=False)
    """How to stop and start it; None where a test has no business to."""

    def url(self, database: str = "postgres", *, user: str | None = None, password: str | None = None) -> str:
        """A ``postgresql://`` URL, for psycopg and SQLAlchemy alike."""
        name = quote(user or self.superuser, safe="")
        secret = quote(password if password is not None else self.password, safe="")
        tail = f"?{urlencode(self.options)}" if self.options else ""
        return f"postgresql://{name}:{secret}@{self.host}:{self.port}/{database}{tail}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A superuser's connection in autocommit."""
        return psycopg.connect(self.url(database), autocommit=True)

    @contextmanager
    def new_database(self, template: str = "template1") -> Iterator[str]:
        """The name of a database of its own, dropped afterwards with whoever is still connected."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with self.connect() as connection:
            # Files are copied in half the time that pages take; from PostgreSQL 15 on that must be asked for.
            how = sql.SQL(" STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else "")
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            connection.execute(made + how)
        try:
            yield name
        finally:
            with self.connect() as connection:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def open_folder(prefix: str = "itow-test-") -> Iterator[Path]:
    """A temporary folder the server's account may enter; pytest's own belongs to root alone when root runs it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=in_memory())).resolve()
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def embedded_server() -> Iterator[DatabaseServer]:
    """A private server as the program makes it, only that it does not wait for the disk."""
    with open_folder() as folder:
        local = LocalServer(folder, binaries.for_data_folder(None))
        address = local.start()
        try:
            server = DatabaseServer(address.host, address.port, address.superuser, address.password)
            with server.connect() as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
            yield server
        finally:
            local.close()


@contextmanager
def tls_server(*names: str, until: datetime | None = None) -> Iterator[DatabaseServer]:
    """The system's PostgreSQL with a certificate of its own, which takes nobody without TLS and a password.

    The certificate is for ``names``, those of this computer if none is given, and valid ``until`` then.
    """
    found = next((it for it in binaries.on_system() if it.has(binaries.SERVER_TOOLS) and binaries.speaks_tls(it)), None)
    if found is None:
        pytest.skip("this machine has no PostgreSQL with TLS beside the embedded one (Debian: apt-get install postgresql)")
    account = server_account()
    with open_folder() as folder:
        cluster, password = folder / "cluster", uuid.uuid4().hex
        authority = _write_certificate(folder, account, names or ("127.0.0.1", "localhost"), until)
        _initialise(found, cluster, password, account)
        port = free_port()
        _make_file(folder / "server.log", b"", account)
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off -c ssl=on"
            f" -c ssl_cert_file={folder / 'server.crt'} -c ssl_key_file={folder / 'server.key'}"
        )
        control = Control(found.tool("pg_ctl"), cluster, folder / "server.log", options, account)
        control.start()
        tls = (("sslmode", "verify-full"), ("sslrootcert", str(authority)))
        try:
            yield DatabaseServer("127.0.0.1", port, "postgres", password, tls, control)
        finally:
            control.stop()


def free_port() -> int:
    """A port of 127.0.0.1 nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_certificate(folder: Path, account: Account | None, names: tuple[str, ...], until: datetime | None) -> Path:
    """Writes the server's certificate and key; returns the file of the authority that a client must trust."""
    authority = trustme.CA()
    certificate = authority.issue_cert(*names, not_after=until)
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    _make_file(folder / "server.crt", b"".join(blob.bytes() for blob in certificate.cert_chain_pems), account)
    _make_file(folder / "server.key", certificate.private_key_pem.bytes(), account)
    return folder / "authority.pem"


def _initialise(found: binaries.Binaries, cluster: Path, password: str, account: Account | None) -> None:
    cluster.mkdir(mode=0o700)
    if account:
        account.own(cluster)
    password_file = cluster.with_name("password")
    _make_file(password_file, password.encode(), account)
    made = run(
        [
            found.tool("initdb"),
            f"--pgdata={cluster}",
            "--username=postgres",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        seconds=60,
        account=account,
    )
    assert made.code == 0, made.output
    # Neither a connection in clear text nor one without a password.
    (cluster / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")


def _make_file(path: Path, content: bytes, account: Account | None) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
    if account:
        account.own(path)
