"""What can be set on one PC, each setting declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

TOWBOOK = "https://app.towbook.com"


@dataclass(frozen=True, slots=True)
class Setting:
    """The declaration of one setting.

    ``name`` has a dot between table and key, as in the file; ``read`` takes what
    the file holds or the environment's text, and raises ``ValueError`` with the
    end of a sentence ("must be ...") that never repeats the value.
    """

    name: str
    says: str
    read: Callable[[object], object]

    @property
    def variable(self) -> str:
        """The environment variable that wins over the file: ``ITOW_DATABASE__URL`` for ``database.url``."""
        return "ITOW_" + self.name.upper().replace(".", "__")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    raise ValueError("must be a text in quotation marks")


def _folder(value: object) -> Path | None:
    text = _text(value)
    path = Path(text).expanduser()
    if text and not path.is_absolute():
        raise ValueError("must be a whole path, from the drive or the root on")
    return path if text else None


def _number(least: float, most: float) -> Callable[[object], float]:
    def read(value: object) -> float:
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else least - 1
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise ValueError(f"must be a number from {least:g} to {most:g}")
        return number

    return read


def _whole(least: int, most: int) -> Callable[[object], int]:
    number = _number(least, most)

    def read(value: object) -> int:
        found = number(value)
        if found != int(found):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(found)

    return read


def _texts(value: object) -> Mapping[str, str]:
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        return MappingProxyType(dict(value))
    raise ValueError("must be a table of texts in quotation marks")


def _web_address(value: object) -> str:
    address = _text(value).rstrip("/") or TOWBOOK
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.username is None
    except ValueError:
        known = False
    if not known:
        raise ValueError("must be an address such as https://app.towbook.com, without a user name")
    if parts.scheme == "http" and parts.hostname != "127.0.0.1":
        raise ValueError("must begin with https, so that nobody can read the password on its way")
    return address


def _database_url(value: object) -> str:
    url = _text(value)
    if not url:
        return url
    if not url.startswith("postgresql://"):
        raise ValueError("must look like postgresql://role@host/database")
    try:
        parts = urlsplit(url)
        named = parts.hostname and parts.username and parts.path.strip("/") and (parts.port or 5432)
    except ValueError:
        named = False
    if not named:
        raise ValueError("must name a role, a host and a database: postgresql://role@host/database")
    if parts.password is not None or {name.casefold() for name in parse_qs(parts.query, keep_blank_values=True)} & {"password", "passfile"}:
        raise ValueError(
            "must not hold a password: everybody who reads the settings would have it. Take it out; the program asks for it "
            "and keeps it in the keyring, or takes it from ITOW_DATABASE_PASSWORD"
        )
    return url


def _declared(name: str, says: str, read: Callable[[object], object]) -> Mapping[str, Setting]:
    return {"setting": Setting(name, says, read)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of this PC as they count: the environment's, else the file's, else these."""

    database_url: str = field(
        default="", metadata=_declared("database.url", "the shared PostgreSQL of the office; empty: the private server", _database_url)
    )
    database_programs: Path | None = field(
        default=None, metadata=_declared("database.programs", "the bin folder of another PostgreSQL than the one brought", _folder)
    )
    data_dir: Path | None = field(
        default=None, metadata=_declared("data_dir", "where the private server and the log lie; empty: the user's data folder", _folder)
    )
    backup_dir: Path | None = field(
        default=None, metadata=_declared("backup.dir", "where copies of the database go; empty: 'backups' in the data folder", _folder)
    )
    towbook_base_url: str = field(default=TOWBOOK, metadata=_declared("towbook.base_url", "where TowBook answers", _web_address))
    towbook_requests_per_second: float = field(
        default=4.0, metadata=_declared("towbook.requests_per_second", "how fast TowBook is read", _number(0.1, 20))
    )
    towbook_in_flight: int = field(
        default=4, metadata=_declared("towbook.in_flight", "how many questions wait for an answer at once", _whole(1, 4))
    )
    printers: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), metadata=_declared("printers", "the printer of each kind of document", _texts)
    )


SETTINGS: Mapping[str, Setting] = MappingProxyType({each.name: each.metadata["setting"] for each in fields(Settings)})
"""The declarations by the name of the field in ``Settings``."""
