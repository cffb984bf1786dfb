"""What is typed into one line of the catch-up grid, as it is understood."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.catch_up.happenings import HAPPENINGS, happening
from itow_desktop.ui.dialogs.catch_up.lines import COLUMNS, PaperTexts, day_and_time, read_line

ZONE = ZoneInfo("America/Detroit")
TODAY = date(2026, 11, 23)
TEXTS = PaperTexts(lambda: TODAY)


def line(**typed: str) -> dict[str, str]:
    """A line of call 21359 as its cells keep it."""
    cells = {"mark": "21359"} | typed
    return {column.field: TEXTS.clean(column.field, cells.get(column.field, "")) for column in COLUMNS}


def entry(**typed: str) -> Entry:
    read = read_line(1, line(**typed), ZONE)
    assert read.missing == {}
    assert read.line.entry is not None
    assert read.line.entry.source is EventSource.PAPER
    return read.line.entry


@pytest.mark.parametrize(
    ("name", "typed", "kept", "shown"),
    [
        ("day", "t", "2026-11-23", "Mon 11/23"),
        ("day", "8/5", "2026-08-05", "Wed 8/5"),
        ("day", "Wed 8/5", "2026-08-05", "Wed 8/5"),
        ("day", "+20", "2026-12-13", "Sun 12/13"),
        ("day", "080525", "2025-08-05", "Tue 8/5/25"),
        ("day", "?", "not known", "not known"),
        ("day", "soon", "soon", "soon"),
        ("time", "4:44p", "16:44", "16:44"),
        ("time", "?", "not known", "not known"),
        ("kind", "top", "TOP sent", "TOP sent"),
        ("kind", "lein", "LEIN entry", "LEIN entry"),
        ("kind", "TR-52L IN", "TR-52L in", "TR-52L in"),
        ("kind", "tr-52", "tr-52", "tr-52"),  # two begin so
    ],
)
def test_cells_are_kept_and_shown(name: str, typed: str, kept: str, shown: str) -> None:
    assert TEXTS.clean(name, typed) == kept
    assert TEXTS.shown(name, kept) == shown
    assert (TEXTS.problem(name, kept) is None) == (kept not in {"soon", "tr-52"})


def test_a_spreadsheets_day_with_its_time_is_parted() -> None:
    assert day_and_time("8/5/2026 4:44 PM", TODAY, ZONE) == ("2026-08-05", "16:44")
    assert day_and_time("Wed 8/5", TODAY, ZONE) is None
    assert day_and_time("fax 12", TODAY, ZONE) is None


def test_whole_lines_become_events() -> None:
    called = entry(kind="called in", day="8/5", time="905", who="Sgt. Lee", detail="26-77", note="by phone")
    assert called.at == datetime(2026, 8, 5, 9, 5, tzinfo=ZONE)
    assert (dict(called.data), called.note) == ({"person": "Sgt. Lee", "complaint_no": "26-77"}, "by phone")
    top = entry(kind="TOP", day="t", who="Burton PD")
    assert (top.kind, top.on, dict(top.data)) == (EventKind.LETTER_SENT, TODAY, {"letter": "top", "authority": "Burton PD"})
    hold = entry(kind="put on", day="?", detail="court", who="67th District Court")
    assert (hold.at, hold.on, dict(hold.data)) == (None, None, {"hold": "court_order", "authority": "67th District Court"})
    assert entry(kind="called in", day="8/5", time="?").on == date(2026, 8, 5)
    assert entry(kind="photos", day="t", word="flash was broken").reason == "flash was broken"
    twice = entry(kind="called in", day="11/1/26", time="1:30")
    assert twice.note == "01:30 happens twice on Sun 1 Nov 2026 (clocks go back): the first one is taken."


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"mark": ""}, "mark", "Which car?"),
        ({"kind": ""}, "kind", "What happened?"),
        ({"day": ""}, "day", "When?"),
        ({"day": "?"}, "day", "A time needs its day"),
        ({"time": ""}, "time", "What time?"),
        ({"kind": "picked up"}, "who", "Picked up needs who: picked up by."),
        ({"kind": "picked up", "who": "Jo"}, "detail", "Picked up needs its detail: ID seen."),
        ({"kind": "put on hold", "detail": "nice"}, "detail", "Put on hold needs its detail: Kind of hold (police, "),
        ({"kind": "hearing decided"}, "detail", "Hearing decided needs its detail: Outcome (for the owner, for us)."),
        ({"kind": "sos", "detail": "x"}, "detail", "SOS notice dated has no detail."),
        ({"kind": "note"}, "note", "Type the note."),
    ],
)
def test_what_is_missing_is_asked_in_its_cell(typed: dict[str, str], field: str, said: str) -> None:
    read = read_line(1, line(**({"kind": "called in", "day": "8/5", "time": "9:05"} | typed)), ZONE)
    assert read.line.entry is None
    assert read.missing[field].startswith(said)


def test_every_word_is_told_from_every_other() -> None:
    assert all(happening(each.word) is each for each in HAPPENINGS)
    assert {each.kind for each in HAPPENINGS} >= {EventKind.NOTE, EventKind.LETTER_SENT, EventKind.SOLD, EventKind.HOLD_LIFTED}
