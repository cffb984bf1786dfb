"""The sign-in to the office's shared database: the port the database's side meets."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SharedDatabase:
    """Where the office's database is and whose sign-in is used; ``certificate`` None: whom the system trusts."""

    server: str
    port: int
    database: str
    user: str
    certificate: Path | None = None


class Verdict(StrEnum):
    """What came of a try to sign in."""

    WORKS = "works"
    PASSWORD = "wrong name or password"  # noqa: S105 - a verdict, not a password
    NO_SERVER = "no server there"
    NO_HOST = "host not found"
    NO_TLS = "no encryption"
    NOT_TRUSTED = "certificate not trusted"
    WRONG_NAME = "certificate of another name"
    EXPIRED = "certificate expired"
    NO_CERTIFICATE = "certificate file not usable"
    TOO_OLD = "server too old"
    NO_DATABASE = "database missing"
    NO_SCHEMA = "never set up"
    BEHIND = "older than this program"
    NEWER = "newer than this program"
    NO_RIGHTS = "no rights"
    REFUSED = "not let in"


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with its sentence: what is wrong and what to do."""

    verdict: Verdict
    sentence: str

    @property
    def works(self) -> bool:
        """Whether the office can be opened with it."""
        return self.verdict is Verdict.WORKS


class DatabaseServers(Protocol):
    """Shared databases and how they are written in a setting."""

    def read(self, url: str) -> SharedDatabase:
        """What the setting ``database.url`` says; raises ``SettingsTrouble``."""

    def url(self, given: SharedDatabase) -> str:
        """The setting; never holds a password."""

    def examine(self, given: SharedDatabase, password: str | None) -> Answer:
        """Sign in once, look, sign out; changes nothing."""
