"""Which events count, which holds stand, where a car stands."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.events import CLOSING, Event, EventKind, EventSource, holds, standing, status_of
from itow_desktop.domain.sentences import EVENT_NAMES, fact_name
from itow_desktop.domain.vehicles import CustodyStatus
from tests.law import event

HELD = event("hold_placed", "2026-03-05", hold="police")
_EVENTS = st.lists(
    st.tuples(st.sampled_from(EventKind), st.none() | st.integers(0, 9)).filter(lambda pair: pair[0] is not EventKind.SUPERSEDED),
    max_size=10,
).map(
    lambda pairs: [
        Event(str(place), kind, on=date(2026, 3, 1 + place), supersedes=str(back) if back is not None and back < place else None)
        for place, (kind, back) in enumerate(pairs)
    ]
)


@given(_EVENTS)
def test_an_event_counts_unless_another_one_corrects_it(events: list[Event]) -> None:
    corrected = {each.supersedes for each in events}
    assert standing(events) == tuple(each for each in events if each.id not in corrected)
    assert standing(standing(events)) == standing(events)


def test_a_retraction_counts_as_nothing_itself() -> None:
    taken_back = event("superseded", supersedes=HELD.id)
    assert standing([HELD, taken_back]) == ()


def test_a_correction_of_a_correction_leaves_only_the_last() -> None:
    first = event("sos_notice_dated", "2026-03-09", name="a")
    second = event("sos_notice_dated", "2026-03-10", name="b", supersedes="a")
    third = event("sos_notice_dated", "2026-03-11", name="c", supersedes="b")
    assert standing([first, second, third]) == (third,)


@pytest.mark.parametrize(
    ("lifted", "stands"),
    [
        (event("hold_lifted", "2026-03-05", hold="police"), False),
        (event("hold_lifted", "2026-03-09", hold="police"), False),
        (event("hold_lifted", "2026-03-04", hold="police"), True),
        (event("hold_lifted", "2026-03-09", hold="office"), True),
        (event("hold_lifted", hold="police"), True),  # nobody knows when: in doubt it stands
    ],
)
def test_a_hold_stands_until_one_of_its_kind_is_lifted(lifted: Event, stands: bool) -> None:
    assert bool(holds([HELD, lifted])) is stands
    assert bool(holds([lifted, HELD])) is stands  # recorded in any order


def test_a_hold_lifted_without_its_own_date_is_answered_by_any_lift() -> None:
    undated = event("hold_placed", hold="police")
    assert holds([undated]) == (undated,)
    assert holds([undated, event("hold_lifted", "2026-03-09", hold="police")]) == ()


@pytest.mark.parametrize(("kind", "status"), [(kind.value, status) for kind, status in CLOSING.items()])
def test_a_closing_event_closes(kind: str, status: CustodyStatus) -> None:
    closed = event(kind, "2026-03-09")
    assert status_of([event("towed", "2026-03-02"), closed]) is status
    assert status_of([closed, event("superseded", supersedes=closed.id)]) is CustodyStatus.ON_LOT
    assert status_of([closed, event("disposition_reported", "2026-03-10"), event("note", "2026-03-11")]) is status


def test_the_day_of_an_event_is_the_offices_own() -> None:
    evening = Event("a", EventKind.TOWED, at=datetime(2026, 3, 3, 3, 30, tzinfo=UTC))
    assert evening.day(ZoneInfo("America/Detroit")) == date(2026, 3, 2)
    assert Event("b", EventKind.TOWED, on=date(2026, 3, 3)).day(UTC) == date(2026, 3, 3)
    assert Event("c", EventKind.TOWED).day(UTC) is None


def test_every_kind_has_a_name_for_people_and_every_source_a_word() -> None:
    assert EVENT_NAMES.keys() == set(EventKind)
    assert len(set(EVENT_NAMES.values())) == len(EventKind)
    assert {source.value for source in EventSource} == {"my_call", "driver_log", "recording", "paper", "look_up", "import"}
    assert fact_name("sos_notice_dated") == "SOS notice date"
    assert fact_name("registration_state") == "registration state"
