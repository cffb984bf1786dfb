"""The first program's database files as they were read, untouched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Raw = str | int | float | None
"""What SQLite holds in a cell; text in its own words, also where that is ``N/A``."""

VEHICLES = "vehicles"
CONTACTS = "contacts"
DOCUMENTS = "documents"
POLICE_LOGS = ("police_logs", "police_log")
NOTIFICATIONS = "notifications"
SEQUENCES = ("complaint_sequence", "complaint_sequence_override")
READ_TABLES = (VEHICLES, CONTACTS, DOCUMENTS, *POLICE_LOGS, NOTIFICATIONS, *SEQUENCES)
"""All that is ever read. Users, passwords, sessions, invitations and the program's own logs are not among them."""
BESIDE_CARS = (DOCUMENTS, *POLICE_LOGS, NOTIFICATIONS)
"""Tables whose rows belong to a car by its call number."""
CALL = ("towbook_call_number", "call_number")
"""The columns that hold a vehicle's call number, the better one first."""

_SHAPES: Mapping[int, str] = MappingProxyType({42: "March", 44: "early May", 50: "May 23", 88: "June"})
BEFORE_THE_RESET = 50
"""The width of ``vehicles`` in the last file before all statuses were reset (the first program's data, section 2)."""


@dataclass(frozen=True, slots=True)
class OldTable:
    """One table; each row maps every column to its cell."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Raw], ...]


@dataclass(frozen=True, slots=True)
class OldFile:
    """One file; ``left_out`` are the tables that were not read, ``recoded`` counts cells whose text was no UTF-8."""

    name: str
    sha256: str
    size: int
    tables: tuple[OldTable, ...]
    left_out: tuple[str, ...] = ()
    recoded: int = 0
    by_name: Mapping[str, OldTable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {table.name: table for table in self.tables})

    def rows(self, table: str) -> tuple[Mapping[str, Raw], ...]:
        """The rows of a table; none where the file lacks it."""
        found = self.by_name.get(table)
        return found.rows if found else ()

    @property
    def width(self) -> int:
        """How many columns ``vehicles`` has."""
        found = self.by_name.get(VEHICLES)
        return len(found.columns) if found else 0

    @property
    def shape(self) -> str:
        """Which of the known shapes it has, in words."""
        known = _SHAPES.get(self.width)
        return f"{self.width} columns ({known})" if known else f"{self.width} columns"

    @property
    def last_touched(self) -> str:
        """The newest moment a vehicle was saved, as text that sorts; empty where none says so."""
        return max((str(row.get("last_updated") or "") for row in self.rows(VEHICLES) if _is_moment(row.get("last_updated"))), default="")


def _is_moment(cell: Raw) -> bool:
    return isinstance(cell, str) and cell[:4].isdigit() and cell[4:5] == "-"


def newest_first(files: tuple[OldFile, ...]) -> tuple[OldFile, ...]:
    """By the last time anybody saved a vehicle in them, else by their shape: the program only ever added columns."""
    return tuple(sorted(files, key=lambda file: (file.last_touched[:19], file.width), reverse=True))
