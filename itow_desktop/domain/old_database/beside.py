"""Papers, talks with the police, reminders of the first program: beside the car they name, or in the holding area."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.events import Event
from itow_desktop.domain.old_database.files import BESIDE_CARS, DOCUMENTS, NOTIFICATIONS, OldFile, Raw
from itow_desktop.domain.old_database.merging import written
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.story import note
from itow_desktop.domain.old_database.values import NoDate, day_of, words

_OWNERS = ("towbook_call_number", "vehicle_id", "vehicle_call_number")


@dataclass(frozen=True, slots=True)
class Orphan:
    """A row that belongs to no car of the files: where it stands, whom it names, what it says."""

    file: str
    table: str
    number: int
    call: str
    says: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the cars: notes by the car's key, rows that belong to none, what is odd."""

    notes: Mapping[str, tuple[Event, ...]]
    orphans: tuple[Orphan, ...]
    flags: tuple[Flag, ...]
    rows: int


def stand_beside(files: Sequence[OldFile], keys: Mapping[str, str], today: date) -> Beside:
    """Every row that names a car, once however many files have it; ``keys`` are the cars by call number."""
    notes: dict[str, list[Event]] = defaultdict(list)
    papers: dict[str, list[str]] = defaultdict(list)
    orphans: list[Orphan] = []
    flags: list[Flag] = []
    seen: set[tuple[str, str, str]] = set()
    rows = 0
    for file, table, number, row in _rows(files):
        rows += 1
        call = next((text for column in _OWNERS if (text := words(row.get(column)))), "")
        says = _SAYS[table](row)
        if (table, call, says) in seen:
            continue
        seen.add((table, call, says))
        key = keys.get(call)
        if key is None:
            orphans.append(Orphan(file.name, table, number, call, says))
            flags.append(Flag(OldRule.ORPHAN, call, f"{table}: {says}", file.name))
        elif table == NOTIFICATIONS:
            flags.append(Flag(OldRule.NOT_SENT, call, says, file.name))
        elif table == DOCUMENTS:
            papers[key].append(says)
            flags.append(Flag(OldRule.PAPER, call, says, file.name))
        else:
            day, wrong = _talked(row, today)
            notes[key].append(note(f"Old police log: {says}.", on=day))
            flags += [Flag(OldRule.BAD_DATE, call, wrong, file.name)] if wrong else []
    for key, listed in papers.items():
        notes[key].append(note(f"The old database lists papers, unverified: {'; '.join(listed)}."))
    return Beside({key: tuple(some) for key, some in notes.items()}, tuple(orphans), tuple(flags), rows)


def _rows(files: Sequence[OldFile]) -> Iterable[tuple[OldFile, str, int, Mapping[str, Raw]]]:
    for file in files:
        for table in BESIDE_CARS:
            for number, row in enumerate(file.rows(table)):
                yield file, table, number, row


def _talked(row: Mapping[str, Raw], today: date) -> tuple[date | None, str]:
    """The day of a talk, or what is wrong with it."""
    try:
        day = day_of(row.get("communication_date")) or day_of(row.get("submission_date"))
    except NoDate as why:
        return None, str(why)
    return (None, f"{written(day)} has not come yet.") if day is not None and day > today else (day, "")


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _paper(row: Mapping[str, Raw]) -> str:
    sent = _joined(words(row.get("sent_method")), words(row.get("sent_to")), words(row.get("sent_date")))
    name = _joined(words(row.get("type")), words(row.get("filename")), words(row.get("upload_date")))
    return f"{name} (sent: {sent})" if sent else name or "without a name"


def _talk(row: Mapping[str, Raw]) -> str:
    columns = (
        "communication_date", "submission_date", "communication_type", "form_type", "recipient_jurisdiction", "method",
        "confirmation_details", "notes",
    )  # fmt: skip
    return _joined(*(words(row.get(column)) for column in columns)) or "nothing written"


def _reminder(row: Mapping[str, Raw]) -> str:
    status = words(row.get("status"))
    return _joined(words(row.get("notification_type")), words(row.get("due_date")), status) or "without a kind"


_SAYS: Mapping[str, Callable[[Mapping[str, Raw]], str]] = MappingProxyType(
    {DOCUMENTS: _paper, NOTIFICATIONS: _reminder, **{table: _talk for table in BESIDE_CARS if table not in (DOCUMENTS, NOTIFICATIONS)}}
)
