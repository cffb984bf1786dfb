"""What is typed into a line of the catch-up grid, as it is kept, shown, understood."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.entry import read_day, read_moment, read_time
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.services.catching_up import PaperLine
from itow_desktop.services.recording import Entry
from itow_desktop.ui import text
from itow_desktop.ui.dialogs.catch_up.happenings import Happening, happening, name
from itow_desktop.ui.dialogs.record.facts import BY_THE_CLOCK
from itow_desktop.ui.models.grid import GridColumn

MARK, KIND, DAY, TIME, WHO, DETAIL, NOTE, WORD = "mark", "kind", "day", "time", "who", "detail", "note", "word"
COLUMNS = (
    GridColumn(MARK, "Call, plate, barcode", 14),
    GridColumn(KIND, "What happened", 17),
    GridColumn(DAY, "Day", 9),
    GridColumn(TIME, "Time", 6),
    GridColumn(WHO, "Who", 13),
    GridColumn(DETAIL, "Detail", 10),
    GridColumn(NOTE, "Note", 14),
    GridColumn(WORD, "Why it is right all the same", 24),
)
"""In the order of the paper."""
_TITLES = {column.field: column.title for column in COLUMNS}
NOT_KNOWN = "not known"
_NOT_KNOWN = frozenset({"?", "not known", "unknown", "nk"})
_WEEKDAYS = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_NO_PROBLEMS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line as it was understood; ``missing`` are sentences by field about what is not said yet."""

    line: PaperLine
    missing: Mapping[str, str] = field(default_factory=lambda: _NO_PROBLEMS)


class PaperTexts:
    """Cleans, judges and shows each cell by itself; instant, may be asked for thousands of them."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def clean(self, name: str, typed: str) -> str:
        """The text as it is kept: a word in full, a day as ``2026-08-05``; what cannot be understood stays as it was typed."""
        words = " ".join(typed.split())
        if name == KIND and (meant := happening(words)) is not None:
            return meant.word
        if name in {DAY, TIME} and words.casefold() in _NOT_KNOWN:
            return NOT_KNOWN
        try:
            if name == DAY and words:
                return read_day(without_weekday(words), self._today()).isoformat()
            if name == TIME and words:
                return f"{read_time(words):%H:%M}"
        except ValueError:
            return words
        return words

    def problem(self, name: str, typed: str) -> str | None:
        """What is wrong with a text that can be told without its line."""
        if not typed or typed == NOT_KNOWN:
            return None
        try:
            if name == KIND and happening(typed) is None:
                return f"{typed!r} cannot be recorded here. Type how it begins and choose from the list."
            if name == DAY:
                read_day(typed, self._today())
            if name == TIME:
                read_time(typed)
        except ValueError as wrong:
            return str(wrong)
        return None

    def shown(self, name: str, kept: str) -> str:
        """``Wed 8/5`` for a day."""
        if name == DAY and kept and kept != NOT_KNOWN:
            try:
                return text.day_text(date.fromisoformat(kept), self._today())
            except ValueError:
                return kept
        return kept


def without_weekday(typed: str) -> str:
    """A day as it is shown stands for itself: ``Wed 8/5`` is 8/5."""
    first, _, rest = typed.partition(" ")
    return rest if first.casefold().removesuffix(",") in _WEEKDAYS and rest[:1].isdigit() else typed


def day_and_time(typed: str, today: date, zone: ZoneInfo) -> tuple[str, str] | None:
    """A day with its time, as a spreadsheet has both in one cell; None where a text is not that."""
    try:
        moment = read_moment(without_weekday(" ".join(typed.split())), today, zone)
    except ValueError:
        return None
    if not isinstance(moment, datetime):
        return None
    local = moment.astimezone(zone)
    return local.date().isoformat(), f"{local:%H:%M}"


def read_line(key: int, texts: Mapping[str, str], zone: ZoneInfo) -> LineRead:
    """What a line says, and what it does not say yet; ``texts`` are its cells as they are kept."""
    told = happening(texts[KIND])
    missing = {}
    if not texts[MARK]:
        missing[MARK] = "Which car? Type its call number, plate or file number, or scan it."
    if told is None:
        if not texts[KIND]:
            missing[KIND] = "What happened? Type how it begins."
        return LineRead(PaperLine(key, texts[MARK]), missing)
    missing |= _missing_time(told, texts) | _missing_facts(told, texts)
    if missing:
        return LineRead(PaperLine(key, texts[MARK]), missing)
    try:
        return LineRead(PaperLine(key, texts[MARK], _entry(told, texts, zone)))
    except ValueError:  # a day or a time that is no such thing: its own cell says so
        return LineRead(PaperLine(key, texts[MARK]))


def _missing_time(told: Happening, texts: Mapping[str, str]) -> dict[str, str]:
    if not texts[DAY]:
        return {DAY: "When? Type the day, or ? where nobody knows it."}
    if texts[DAY] == NOT_KNOWN and texts[TIME] not in {"", NOT_KNOWN}:
        return {DAY: "A time needs its day. Type the day, or take the time out."}
    if told.kind in BY_THE_CLOCK and not texts[TIME] and texts[DAY] != NOT_KNOWN:
        return {TIME: "What time? Type it, or ? where nobody knows it."}
    return {}


def _missing_facts(told: Happening, texts: Mapping[str, str]) -> dict[str, str]:
    found = {}
    if told.who.needed and not texts[WHO]:
        found[WHO] = f"{told.word} needs who: {name(told.who).lower()}."
    detail = told.detail
    if detail is not None and (detail.needed or texts[DETAIL]) and not told.detail_value(texts[DETAIL]):
        words = f" ({', '.join(word for word, _ in detail.choices)})" if detail.choices else ""
        found[DETAIL] = f"{told.word} needs its detail: {name(detail)}{words}."
    if detail is None and texts[DETAIL]:
        found[DETAIL] = f"{told.word} has no detail. Put it into the note."
    if told.kind is EventKind.NOTE and not texts[NOTE]:
        found[NOTE] = "Type the note."
    return found


def _entry(told: Happening, texts: Mapping[str, str], zone: ZoneInfo) -> Entry:
    day = None if texts[DAY] == NOT_KNOWN else date.fromisoformat(texts[DAY])
    at, moved = None, None
    if day is not None and texts[TIME] not in {"", NOT_KNOWN}:
        at, moved = local_time(datetime.combine(day, read_time(texts[TIME])), zone)
    data = dict(told.data)
    if texts[WHO]:
        data[told.who.key] = texts[WHO]
    if told.detail is not None and texts[DETAIL]:
        data[told.detail.key] = told.detail_value(texts[DETAIL]) or ""
    note = ". ".join(part for part in (texts[NOTE], moved) if part) or None
    return Entry(
        told.kind, at=at, on=day if at is None else None, data=data, note=note, source=EventSource.PAPER, reason=texts[WORD] or None
    )  # fmt: skip


def title(field: str) -> str:
    """What a column is called."""
    return _TITLES[field]
