"""A trace is the whole way to a date: whoever reads it, and nothing else, comes to the same one."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.vehicles import CustodyKind
from tests.law import DETROIT, computed, event, moments

_DAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+) (\w{3}) (\d{4})(?: (\d\d:\d\d))?")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_INHERITED = re.compile(r"^((?:mi|office)\.\w+): (.*)$")
_DAYS = re.compile(r"^(\d+) days? (before|after), first day (not )?counted")
_HOURS = re.compile(r"^(\d+) hours by the clock")


@dataclass
class Reader:
    """Somebody who has only the trace: reads line after line, counts for himself."""

    day: date | None = None
    at: datetime | None = None
    ends: list[date] = field(default_factory=list)
    end_at: datetime | None = None
    skipped: list[date] = field(default_factory=list)
    rolled: int = 0

    def read(self, trace: tuple[str, ...]) -> "Reader":
        others: dict[str, list[str]] = {}
        own = []
        for line in trace:
            if other := _INHERITED.match(line):
                others.setdefault(other[1], []).append(other[2])
            else:
                own.append(line)
        self.read_lines(own, max((Reader().read(tuple(lines)).last for lines in others.values()), default=None))
        return self

    def read_lines(self, lines: list[str], rests_on: date | None) -> None:
        for line in lines:
            self._read(line)
            self.day = rests_on or self.day

    @property
    def last(self) -> date:
        if self.end_at is not None:
            return self.end_at.date()
        return self.ends[-1] + timedelta(days=self.rolled)

    def _read(self, line: str) -> None:
        if line.startswith(("Counted from:", "Arrival:")):
            self.day, self.at = told(line)
            self.end_at = self.at
        elif "happens twice" in line and "second one" in line and self.at is not None:
            self.at = self.end_at = self.at.replace(fold=1)
        elif " is not counted: " in line:
            self.skipped.append(told(line)[0])
        elif counted := _DAYS.match(line):
            days = int(counted[1]) + len(self.skipped) - (0 if counted[3] else 1)
            assert self.day is not None
            self.ends.append(self.day + timedelta(days=-days if counted[2] == "before" else days))
            self.skipped, self.end_at = [], None
            assert told(line)[0] == self.ends[-1]
        elif hours := _HOURS.match(line):
            assert self.at is not None
            self.end_at = run(self.at, timedelta(hours=int(hours[1])), self.skipped)
        elif "does not count as a last day" in line:
            self.rolled += 1
        elif line.startswith("Moved to"):
            assert told(line)[0] == self.last


def told(line: str) -> tuple[date, datetime | None]:
    """The first date of a line, with its time of day where it has one."""
    found = _DAY.search(line)
    assert found is not None, line
    day = date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    return day, datetime.combine(day, time.fromisoformat(found[4]), DETROIT) if found[4] else None


def run(start: datetime, left: timedelta, closed: list[date]) -> datetime:
    """The clock run on from a time, standing still on the days that the trace names."""
    moment = start.astimezone(UTC)
    while True:
        today = moment.astimezone(DETROIT).date()
        midnight = datetime.combine(today + timedelta(days=1), time(), DETROIT).astimezone(UTC)
        if today not in closed:
            if moment + left <= midnight:
                return (moment + left).astimezone(DETROIT)
            left -= midnight - moment
        moment = midnight


def replayed(found: Deadline) -> None:
    """Hold what a reader of the trace comes to against the date."""
    reader = Reader().read(found.trace)
    if found.at is not None:
        assert reader.end_at == found.at
    elif found.until is not None:
        assert (reader.ends[0], reader.last) == (found.date, found.until)
    elif reader.ends:
        assert reader.last == found.date
    else:  # "before removal" of a tow whose time is not known
        assert (found.rule_id, reader.day) == ("mi.police_notice", found.date)


_MINUTES = moments("2024-01-01", "2032-12-31").map(lambda at: at.replace(second=0, microsecond=0))  # as people tell them
_EVENTS = st.lists(
    st.one_of(
        st.builds(Event, id=st.uuids().map(str), kind=st.sampled_from(EventKind), on=st.dates(date(2024, 1, 1), date(2032, 12, 31))),
        st.builds(Event, id=st.uuids().map(str), kind=st.sampled_from(EventKind), at=_MINUTES),
        st.builds(
            Event,
            id=st.uuids().map(str),
            kind=st.just(EventKind.HEARING_DECIDED),
            on=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
            data=st.sampled_from([{"outcome": "for_owner"}, {"outcome": "for_custodian"}]),
        ),
    ),
    max_size=8,
)


@settings(max_examples=600)
@given(st.sampled_from(CustodyKind), _EVENTS)
def test_a_trace_replays_to_the_same_date(custody: CustodyKind, events: list[Event]) -> None:
    for found in computed(custody, *events).values():
        if found.state in {State.COMPUTED, State.DONE} and (found.date or found.at):
            replayed(found)


@pytest.mark.parametrize(
    ("custody", "events", "rule"),
    [
        ("private_property", [event("sos_notice_dated", "2027-06-15")], "mi.sale"),  # over Independence Day
        ("private_property", [event("sos_notice_dated", "2028-02-09")], "mi.redeem_or_petition"),  # to a leap day
        ("private_property", [event("sos_notice_dated", "2026-12-12")], "mi.redeem_or_petition"),  # into a new year
        ("public_abandoned", [event("towed", "2026-03-07T10:00")], "mi.lein_entry"),  # clocks go forward
        ("public_abandoned", [event("towed", "2026-10-31T10:00")], "mi.lein_entry"),  # clocks go back
        ("scrap_unregistered", [event("towed", "2026-05-22T10:00")], "mi.scrap_certificate"),  # Memorial Day
        ("police_hold", [event("police_released", "2026-03-02")], "mi.request_abandonment"),
    ],
)
def test_the_hard_days_replay_too(custody: str, events: list[Event], rule: str) -> None:
    replayed(computed(custody, *events)[rule])


def test_of_a_time_that_happens_twice_the_trace_says_which_one_it_was() -> None:
    second = Event("1", EventKind.TOWED, at=datetime(2026, 11, 1, 6, 30, tzinfo=UTC))
    entry = computed("public_abandoned", second)["mi.lein_entry"]
    assert "01:30 happens twice on Sun 1 Nov 2026 (clocks go back): this is the second one." in entry.trace
    replayed(entry)
