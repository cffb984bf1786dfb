"""How connections to the database are made, and how its troubles become sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import errors as pg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from itow_desktop.domain.errors import (
    ChangedElsewhere,
    DatabaseTrouble,
    NoLongerSigns,
    NotAllowed,
    PasswordNeeded,
    Refused,
    SettingsTrouble,
    Trouble,
)

_NO_LONGER_SIGNS, _OUR_REFUSALS = "IT001", "IT0"
"""Codes of the database's own functions, whose messages are sentences for people."""
_NO_PASSWORD = ("password authentication failed", "no password supplied")  # libpq has no code for them
APPLICATION = "itow-desktop"
"""What our connections are called in the server's list of them."""
KEEP_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
_OPTIONS = (
    "-c search_path=itow,public -c timezone=UTC"
    # Short questions: compiling them takes longer than answering, and the lists of a big office sort in memory.
    " -c jit=off -c work_mem=32MB"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who signs in; the password never shows in a repr or a log."""

    host: str
    port: int
    database: str
    user: str
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    root_certificate: str | None = None

    def url(self) -> URL:
        """As SQLAlchemy takes it; a shared server's certificate is checked against its name."""
        return URL.create("postgresql+psycopg", self.user, self.password, self.host, self.port, self.database, self._tls())

    def _tls(self) -> dict[str, str]:
        return {"sslmode": "verify-full", "sslrootcert": self.root_certificate or "system"} if self.tls else {"sslmode": "disable"}

    def conninfo(self) -> str:
        """As libpq takes it, for PostgreSQL's own programs; holds the password."""
        tls = self._tls()
        return make_conninfo(
            host=self.host, port=self.port, dbname=self.database, user=self.user, password=self.password,
            sslmode=tls["sslmode"], sslrootcert=tls.get("sslrootcert"),
        )  # fmt: skip


def shared_address(url: str, password: str | None) -> Address:
    """Read the setting ``database.url``: role name only, TLS always; raises ``SettingsTrouble``."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise SettingsTrouble(
            "The setting database.url is no PostgreSQL address. It looks like postgresql://role@host:5432/itow."
        ) from None
    if not parsed.drivername.startswith("postgresql") or not parsed.host or not parsed.database or not parsed.username:
        raise SettingsTrouble("The setting database.url needs a role, a host and a database: postgresql://role@host:5432/itow.")
    if parsed.password is not None:
        raise SettingsTrouble(
            "The setting database.url must not hold a password. Take it out; the program asks for it and keeps it in the keyring."
        )
    certificate = parsed.query.get("sslrootcert")
    return Address(
        parsed.host, parsed.port or 5432, parsed.database, parsed.username, password, True,
        certificate if isinstance(certificate, str) else None,
    )  # fmt: skip


def connect(address: Address, *, pool_size: int = 4, program: str = "") -> Engine:
    """An engine whose connections see our schema, speak UTC and notice a dead peer within about half a minute.

    ``program``, letters and digits only, says whose changes theirs are.
    """
    return create_engine(
        address.url(),
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "options": f"{_OPTIONS} -c itow.program={program}",
            "application_name": APPLICATION,
            "connect_timeout": 5,
            **KEEP_ALIVE,
        },
    )


@contextmanager
def plain_troubles() -> Iterator[None]:
    """Turn what the driver raises into the house's sentences; the cause stays for the log."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, DBAPIError, psycopg.Error) as error:
        raise trouble_of(error) from error


def trouble_of(error: Exception) -> Trouble:
    """The sentence for one database error."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, psycopg.Error) and (cause.sqlstate or "").startswith(_OUR_REFUSALS):
        if cause.sqlstate == _NO_LONGER_SIGNS:
            return NoLongerSigns(f"{cause.diag.message_primary}. Nothing was changed; what you typed is still here.")
        return Refused(f"{cause.diag.message_primary}. Nothing was changed.")
    if _is_shut_out(cause):
        return NoLongerSigns(
            "The office's database shows your sign-in nothing: it has no rights there, or none any more. Nothing was changed; "
            "what you typed is still here. Ask an admin."
        )
    if isinstance(cause, pg.InsufficientPrivilege):
        return NotAllowed("The database does not allow this to your sign-in. Nothing was changed. Ask a manager.")
    if isinstance(cause, (pg.SerializationFailure, pg.DeadlockDetected, pg.LockNotAvailable)):
        return ChangedElsewhere("Somebody else was saving the same record. Nothing was changed here. Try again.")
    if isinstance(cause, (pg.DiskFull, pg.OutOfMemory)):
        return DatabaseTrouble("The database has no space left. Nothing was changed. Free some disk space, then try again.")
    if isinstance(cause, pg.UniqueViolation):
        return Refused("This is already recorded. Nothing was changed.")
    if isinstance(cause, (pg.IntegrityError, pg.DataError)):
        return Refused("The database refused the values as impossible. Nothing was changed. The log tells which.")
    if isinstance(cause, pg.InvalidPassword) or any(words in str(cause) for words in _NO_PASSWORD):
        return PasswordNeeded("The database does not accept this name and password.")
    return DatabaseTrouble("The database does not answer. What was saved before is safe. Check that its server runs, then try again.")


def _is_shut_out(cause: object) -> bool:
    """Whether a sign-in without any rights was told so: names of the schema are unknown to it, or its first question is refused."""
    first = isinstance(cause, pg.InsufficientPrivilege) and "acting_role" in (cause.diag.message_primary or "")
    return first or isinstance(cause, (pg.UndefinedFunction, pg.UndefinedTable))
