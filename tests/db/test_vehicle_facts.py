"""Rules that ask about the vehicle: every place that tells a date of a car tells the same one, also once a field of the car changed."""

from collections.abc import Generator, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import pytest

from itow_desktop.domain.calendars import said_day
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.reports import Scope
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.changing_packs import Candidate, PackPreview, preview_pack
from itow_desktop.services.editing import Edit, add_car, change_car, change_many
from itow_desktop.services.law import Law, Source
from itow_desktop.services.reporting import count_duties
from itow_desktop.services.second_person import movable
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import redo, undo, undo_state
from itow_desktop.services.why_pages import write_why
from itow_desktop.services.working import sort_cars, why
from tests.builders import call
from tests.db.cars import bring, drain
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook
from tests.law import pack_of, rule_text

FROM_HERE = '{ fact = "registration_state", one_of = ["MI"] }'
FROM_ELSEWHERE = '{ fact = "registration_state", one_of = ["MI"], present = false }'
OLD = '{ fact = "vehicle_age", at_least = 7 }'
NOTICE, SALE, AGED = "x.notice", "x.sale", "x.aged"
WAITS = {"step": '"Sell"', "kind": '"not_before"', "done_by": '["closing"]', "actor": '"seller"'}
PACK = pack_of(
    rule_text(NOTICE, case='"registered here"', count="5", when=f"[{FROM_HERE}]"),
    rule_text(NOTICE, case='"registered elsewhere"', count="14", when=f"[{FROM_ELSEWHERE}]"),
    rule_text(SALE, case='"registered here"', count="20", when=f"[{FROM_HERE}]", **WAITS),
    rule_text(SALE, case='"registered elsewhere"', count="30", when=f"[{FROM_ELSEWHERE}]", **WAITS),
    rule_text(AGED, when=f"[{OLD}]"),
)
BLIND = pack_of(rule_text(NOTICE, count="5"), rule_text(SALE, count="20", **WAITS))
HERE, ELSEWHERE, NOT_KNOWN = date(2026, 3, 7), date(2026, 3, 16), None
"""The last day of the notice of a car towed on 2 March."""
Made = TypeVar("Made")


@pytest.fixture
def asking(private_office: OpenOffice) -> OpenOffice:
    """An office that works by rules that ask about the car."""
    return replace(private_office, shift=replace(private_office.shift, law=Law(PACK)))


def ended(work: Generator[Any, None, Made]) -> Made:
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: Made = end.value
            return made


def day_of(found: Iterable[Deadline], rule: str = NOTICE) -> date | None:
    """The day of a rule; where there is none the rule must say which fact it needs."""
    (one,) = [each for each in found if each.rule_id == rule]
    assert one.state is State.COMPUTED or (one.state, one.needs) == (State.NEEDS, "registration_state")
    return one.last_day


def kept(shift: Shift, car: int) -> tuple[Deadline, ...]:
    with shift.desk.look() as unit:
        (case,) = unit.deadlines.cases([car])
    return case.deadlines


def told(shift: Shift, car: int) -> set[date | None]:
    """The day of the notice as each place tells it that tells dates of a car."""
    shown = why(shift, car).deadlines
    asked = next((each for each in shown if each.rule_id == NOTICE), None)
    assert asked is not None
    report = ended(count_duties(shift, Scope(date(2026, 3, 1), date(2026, 3, 1), rule=NOTICE)))
    (finding,) = [each for line in report.lines for some in line.findings.values() for each in some if each.custody_id == car]
    paper = write_why(shift, car)
    (page,) = [each for each in (*paper.checked, *paper.unchecked) if each.step == asked.step]
    assert ("needs the registration state" if asked.last_day is None else said_day(asked.last_day)) in page.when
    sale = {each.first_day for each in movable(shift, car) if each.rule_id == SALE}
    assert sale == {each.first_day for each in shown if each.rule_id == SALE and each.first_day}
    return {day_of(kept(shift, car)), day_of(shown), finding.due}


def edited(shift: Shift, car: int, **values: str) -> None:
    with shift.desk.look() as unit:
        fields = unit.vehicles.get(car).fields
    change_car(shift, Edit(car, values, {name: str(getattr(fields, name) or "") for name in values}))


def test_an_import_an_edit_an_undo_move_the_dates_that_hang_on_what_is_known_of_the_car(asking: OpenOffice) -> None:
    shift, towed = asking.shift, call(plate=None, plate_state=None, year=2021)
    (car,) = bring(asking, towed)
    assert told(shift, car) == {NOT_KNOWN}, "nobody guesses where a car is registered"
    drain(asking, MemoryTowBook([replace(towed, plate="XYZ987", plate_state="OH")]))
    assert told(shift, car) == {ELSEWHERE}
    edited(shift, car, plate_state="MI")
    assert told(shift, car) == {HERE}
    assert "Registration state: MI." in next(each.trace for each in why(shift, car).deadlines if each.rule_id == NOTICE)
    step = undo_state(shift).undo
    assert step is not None
    undo(shift, step.deed_id)
    assert told(shift, car) == {ELSEWHERE}
    again = undo_state(shift).redo
    assert again is not None
    redo(shift, again.deed_id)
    assert told(shift, car) == {HERE}
    change_many(shift, [Edit(car, {"plate_state": "IN", "color": "Red"}, {})], "change many")
    assert told(shift, car) == {ELSEWHERE}
    assert AGED not in {each.rule_id for each in kept(shift, car)}, "five years are not seven"
    edited(shift, car, year="2011")
    assert AGED in {each.rule_id for each in kept(shift, car)}


def test_cars_entered_by_hand_and_sorted_ones_are_known_from_the_first(asking: OpenOffice) -> None:
    shift = asking.shift
    by_hand = add_car(shift, {"plate": "HND1", "plate_state": "OH", "year": "2021", "custody": "private_property", "towed_at": "3/2/2026"})
    assert told(shift, by_hand.custody_id) == {ELSEWHERE}
    unsorted = add_car(shift, {"plate": "HND2", "plate_state": "MI", "year": "2021", "towed_at": "3/2/2026"}).custody_id
    assert kept(shift, unsorted) == ()
    sort_cars(shift, [unsorted], CustodyKind.PRIVATE_PROPERTY)
    assert told(shift, unsorted) == {HERE}


def test_a_preview_asks_both_laws_what_they_make_of_what_is_known(private_office: OpenOffice) -> None:
    shift = replace(private_office.shift, law=Law(BLIND))
    here, elsewhere, unknown = bring(
        private_office, call(plate_state="MI", year=2021), call(plate_state="OH", year=2021), call(plate_state=None, year=2021)
    )
    shown: PackPreview = ended(preview_pack(shift, Candidate(Source(PACK, "0" * 64), "not read")))
    moved = {each.custody_id: {change.rule_id: change.new_day for change in each.changes} for each in shown.moved}
    assert here not in moved
    assert moved[elsewhere] == {NOTICE: ELSEWHERE, SALE: date(2026, 4, 1)}
    assert moved[unknown] == {NOTICE: None, SALE: None}


def test_a_law_that_asks_nothing_of_a_car_leaves_its_dates_alone(private_office: OpenOffice) -> None:
    """An edit then computes nothing anew: what an older program kept stays marked as to be computed."""
    blind, asking = replace(private_office.shift, law=Law(BLIND)), replace(private_office.shift, law=Law(PACK))
    assert sorted(blind.law.reads) == ["custody"]
    assert sorted(asking.law.reads) == ["custody", "plate_state", "year"]
    (car,) = bring(private_office, call(plate_state="MI"))
    before = kept(blind, car)
    edited(blind, car, plate_state="OH")
    assert kept(blind, car) == before
