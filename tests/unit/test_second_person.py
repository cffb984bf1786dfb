"""Nothing makes a sale earlier by one person's word: dates moved later, corrections that wait for a second person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.moving import confirmations, moves_of
from itow_desktop.domain.vehicles import CustodyKind
from tests.builders import NOW
from tests.law import michigan

TOWED = Event("t", EventKind.TOWED, on=date(2026, 3, 2), recorded_by="Kim")
NOTICE = Event("n", EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 9), recorded_by="Kim")
SALE = date(2026, 3, 31)


def of(*events: Event, recorded: bool = True) -> dict[str, Deadline]:
    kept = [replace(event, recorded_at=NOW) for event in events] if recorded else events
    found = deadlines(CustodyKind.PRIVATE_PROPERTY, kept, michigan())
    return {each.rule_id: each for each in found}


def corrected(day: date, of_: str = "n", name: str = "c", by: str | None = "Kim") -> Event:
    return Event(name, EventKind.SOS_NOTICE_DATED, on=day, supersedes=of_, note="Misread", recorded_by=by)


def confirm(event: str, by: str | None, name: str = "ok") -> Event:
    return Event(name, EventKind.NOTE, on=date(2026, 3, 20), data={"confirms": event}, note="Confirmed.", recorded_by=by)


def move(rule: str, to: str, by: str = "Kim", name: str = "m") -> Event:
    return Event(name, EventKind.NOTE, on=date(2026, 3, 20), data={"moves": rule, "to": to}, note="Owner in hospital", recorded_by=by)


def test_a_correction_that_brings_a_sale_forward_waits_for_a_second_person() -> None:
    sale = of(TOWED, NOTICE, corrected(date(2026, 3, 2)))["mi.sale"]
    assert (sale.date, sale.corrected_day, sale.awaits, sale.waits_for_second) == (SALE, date(2026, 3, 24), ("c",), True)
    assert any("by Kim: Misread" in line and "until a second person confirms it" in line for line in sale.trace)


def test_a_case_that_was_written_down_whole_counts_as_it_is_told() -> None:
    assert of(TOWED, NOTICE, corrected(date(2026, 3, 2)), recorded=False)["mi.sale"].date == date(2026, 3, 24)


def test_confirmed_by_somebody_else_it_counts() -> None:
    sale = of(TOWED, NOTICE, corrected(date(2026, 3, 2)), confirm("c", "Lee"))["mi.sale"]
    assert (sale.date, sale.awaits) == (date(2026, 3, 24), ())


@pytest.mark.parametrize("by", ["Kim", None])
def test_nobody_confirms_what_is_their_own_and_nobody_is_no_person(by: str | None) -> None:
    events = (TOWED, NOTICE, corrected(date(2026, 3, 2)), confirm("c", by))
    assert confirmations(events) == {}
    assert of(*events)["mi.sale"].date == SALE


def test_what_nobody_signed_nobody_can_confirm() -> None:
    assert of(TOWED, NOTICE, corrected(date(2026, 3, 2), by=None), confirm("c", "Lee"))["mi.sale"].date == SALE


def test_a_correction_to_a_later_day_counts_at_once() -> None:
    sale = of(TOWED, NOTICE, corrected(date(2026, 3, 16)))["mi.sale"]
    assert (sale.date, sale.waits_for_second) == (date(2026, 4, 7), False)


def test_going_back_after_a_later_correction_waits_too_and_its_confirmation_settles_the_whole_chain() -> None:
    later, back = corrected(date(2026, 3, 16), name="b"), corrected(date(2026, 3, 9), of_="b", name="c")
    assert of(TOWED, NOTICE, later, back)["mi.sale"].date == date(2026, 4, 7)
    assert of(TOWED, NOTICE, later, back, confirm("c", "Lee"))["mi.sale"].date == SALE


def test_taking_a_petition_back_does_not_free_the_sale_by_one_person() -> None:
    petition = Event("p", EventKind.HEARING_PETITIONED, on=date(2026, 3, 12), recorded_by="Kim")
    back = Event("r", EventKind.SUPERSEDED, note="Another car", supersedes="p", recorded_by="Kim")
    sale = of(TOWED, NOTICE, petition, back)["mi.sale"]
    assert (sale.state, sale.date, sale.awaits) == (State.FROZEN, None, ("r",))
    assert of(TOWED, NOTICE, petition, back, confirm("r", "Lee"))["mi.sale"].date == SALE


def test_a_correction_of_the_tow_alone_changes_no_sale_and_asks_nobody() -> None:
    tow = Event("c", EventKind.TOWED, on=date(2026, 2, 27), supersedes="t", recorded_by="Kim")
    found = of(TOWED, NOTICE, tow)
    assert found["mi.sale"].date == SALE
    assert not any(each.waits_for_second for each in found.values())


def test_a_move_is_read_from_the_record_and_counts_once_confirmed() -> None:
    asked = of(TOWED, NOTICE, move("mi.sale", "2026-04-20"))["mi.sale"]
    assert (asked.date, asked.waits_for_second) == (SALE, True)
    sale = of(TOWED, NOTICE, move("mi.sale", "2026-04-20"), confirm("m", "Lee"))["mi.sale"]
    assert (sale.date, sale.law_day, sale.waits_for_second) == (date(2026, 4, 20), SALE, False)
    assert any("by Kim: Owner in hospital. Confirmed by Lee." in line for line in sale.trace)


def test_of_several_moves_the_latest_that_counts_counts() -> None:
    events = (move("mi.sale", "2026-04-20"), move("mi.sale", "2026-05-20", name="m2"), confirm("m", "Lee"))
    first = moves_of(events)["mi.sale"]
    assert (first.to, first.then and first.then.event_id) == (date(2026, 4, 20), "m2")
    sale = of(TOWED, NOTICE, *events)["mi.sale"]
    assert (sale.date, sale.waits_for_second) == (date(2026, 4, 20), True)
    both = (*events, confirm("m2", "Lee", name="ok2"))
    assert moves_of(both)["mi.sale"].to == date(2026, 5, 20)


@pytest.mark.parametrize("gone", ["m", "ok"])
def test_taking_back_a_move_that_counts_needs_a_second_person_too(gone: str) -> None:
    back = Event("r", EventKind.SUPERSEDED, note="Out of hospital", supersedes=gone, recorded_by="Kim")
    events = (TOWED, NOTICE, move("mi.sale", "2026-04-20"), confirm("m", "Lee"), back)
    assert of(*events)["mi.sale"].date == date(2026, 4, 20)
    assert of(*events, confirm("r", "Lee", name="ok2"))["mi.sale"].date == SALE


@pytest.mark.parametrize("to", ["2026-02-30", "soon", ""])
def test_a_move_to_no_day_is_none(to: str) -> None:
    assert moves_of([move("mi.sale", to)]) == {}


@st.composite
def chains(draw: st.DrawFn) -> tuple[Event, ...]:
    """A notice date that one person corrected over and over, one of the corrections perhaps taken back."""
    days = draw(st.lists(st.integers(0, 60), min_size=1, max_size=4))
    events = [TOWED, NOTICE]
    for place, day in enumerate(days):
        events.append(corrected(date(2026, 3, 2) + timedelta(days=day), of_=events[-1].id, name=f"c{place}"))
    if draw(st.booleans()):
        events.append(Event("r", EventKind.SUPERSEDED, note="Wrong", supersedes=events[-1].id, recorded_by="Kim"))
    return tuple(events)


@given(chains())
def test_one_person_alone_never_makes_a_sale_earlier(chain: tuple[Event, ...]) -> None:
    earliest = date.min
    for length in range(2, len(chain) + 1):
        sale = of(*chain[:length])["mi.sale"]
        if sale.date is not None:
            assert sale.date >= earliest
            earliest = sale.date


@given(chains().flatmap(lambda chain: st.tuples(st.just(chain), st.permutations(chain))))
def test_the_order_of_the_record_makes_no_difference(both: tuple[tuple[Event, ...], list[Event]]) -> None:
    chain, shuffled = both
    assert [each.date for each in of(*shuffled).values()] == [each.date for each in of(*chain).values()]
