"""What can be set on one PC, each setting declared once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType

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


_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def _clock(value: object) -> str:
    text = _text(value)
    if text and not _CLOCK.fullmatch(text):
        raise ValueError("must be a time of the day like 18:00, or empty")
    return text


_WEB = re.compile(r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]+)(:\d{1,5})?(/[^\s@?#]*)?")


def _web_address(value: object) -> str:
    address = _text(value).rstrip("/") or TOWBOOK
    found = _WEB.fullmatch(address)
    if found is None:
        raise ValueError("must be an address such as https://app.towbook.com, without a user name")
    if found["scheme"] == "http" and found["host"] != "127.0.0.1":
        raise ValueError("must begin with https, so that nobody can read the password on its way")
    return address


_DATABASE = re.compile(
    r"postgresql://[^\s:/@?#]+(?P<password>:[^\s/@]*)?@(\[[0-9A-Fa-f:.]+\]|[^\s:/@?#\[\]]+)(:\d{1,5})?/[^\s/?#]+(\?(?P<query>\S*))?"
)
_PASSWORD_WORD = re.compile(r"(^|&)(password|passfile|sslpassword)=", re.IGNORECASE)


def _database_url(value: object) -> str:
    url = _text(value)
    if not url:
        return url
    found = _DATABASE.fullmatch(url)
    if found is None:
        raise ValueError("must look like postgresql://role@host:5432/database")
    if found["password"] is not None or _PASSWORD_WORD.search(found["query"] or ""):
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
    scan_dir: Path | None = field(
        default=None, metadata=_declared("scan.dir", "where the scanner puts its files; new ones are offered to cars", _folder)
    )
    scanner_prefix: str = field(
        default="", metadata=_declared("scanner.prefix", "what the barcode scanner types first, if it is set to; empty: by its pace", _text)
    )
    evening_time: str = field(
        default="", metadata=_declared("evening.time", "when the evening papers are written by themselves, as 18:00; empty: never", _clock)
    )
    evening_dir: Path | None = field(
        default=None, metadata=_declared("evening.dir", "where they go; empty: 'evening papers' beside the copies", _folder)
    )
    evening_keep: int = field(default=14, metadata=_declared("evening.keep", "how many evenings' papers stay there", _whole(1, 400)))
    printers: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType({}), metadata=_declared("printers", "the printer of each kind of document", _texts)
    )


SETTINGS: Mapping[str, Setting] = MappingProxyType({each.name: each.metadata["setting"] for each in fields(Settings)})
"""The declarations by the name of the field in ``Settings``."""
