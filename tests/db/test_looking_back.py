"""What was done before the office began: answered car by car, never late meanwhile, nothing lost."""

from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db import upgrade as upgrading
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.domain import past
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.past import Answer, Word
from itow_desktop.domain.questions import Question
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.browsing import office as office_facts
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.editing import add_car
from itow_desktop.services.founding import Founding, found_office
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, run_import
from itow_desktop.services.law import Law
from itow_desktop.services.looking_back import PastCar, answer_past, past_board
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import StepMemory, refresh_projections
from itow_desktop.services.views import VehicleQuery
from itow_desktop.services.working import QueueLine, why, work_queue
from tests.builders import call
from tests.db.offices import OpenOffice, admin_engine
from tests.db.servers import DatabaseServer
from tests.fakes import MemoryTowBook
from tests.law import event, michigan

MIGRATION = Path(upgrading.__file__).parent / "migrations" / "versions" / "0003_beginning.sql"
BEGAN = date(2026, 3, 4)
BEFORE = datetime(2026, 2, 20, 15, 0, tzinfo=UTC)


@pytest.fixture
def shift(private_office: OpenOffice) -> Shift:
    """The desk of an office that begins on the day of the test's clock."""
    kept = private_office.shift
    return replace(kept, law=Law(michigan(), began_on=BEGAN), memory=StepMemory())


def imported(shift: Shift, *calls: TowBookCall) -> ImportResult:
    return result_of(run_import(shift, MemoryTowBook(calls), ImportPlan((".PPI",)), lambda: False))


def result_of(steps: Generator[ImportProgress, None, ImportResult]) -> ImportResult:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("ImportResult", end.value)


def old_call(plate: str = "OLD1") -> TowBookCall:
    return call(called_at=BEFORE, arrived_at=BEFORE, completed_at=BEFORE, plate=plate)


def line_of(shift: Shift, custody_id: int) -> QueueLine:
    return next(line for line in work_queue(shift).lines if line.item.custody_id == custody_id)


def only(shift: Shift) -> PastCar:
    (car,) = past_board(shift).cars
    return car


def test_an_imported_car_from_before_is_asked_and_never_late(shift: Shift) -> None:
    result = imported(shift, old_call())
    assert result.run.effect == "0 need a police department, 0 no VIN, 0 late"
    car = only(shift)
    item = line_of(shift, car.case.custody_id).item
    assert (item.question, item.urgency) == (Question.PAST, Urgency.ASK)
    (row,) = vehicle_page(shift, VehicleQuery()).rows
    assert (row.next_step, row.urgency) == ("What is already done?", Urgency.ASK)
    assert any("not recorded is not late" in line for each in why(shift, car.case.custody_id).deadlines for line in each.trace)


def test_the_same_car_is_late_in_an_office_that_always_had_the_program(private_office: OpenOffice) -> None:
    result = imported(private_office.shift, old_call())
    assert result.run.effect == "1 TOP to print, 0 need a police department, 0 no VIN, 1 late"
    assert past_board(private_office.shift).cars == ()


def test_answers_are_kept_as_events_and_read_back(shift: Shift) -> None:
    imported(shift, old_call())
    car = only(shift)
    assert car.asked == frozenset(past.USUAL)
    given = {
        past.CALLED_IN: Answer(date(2026, 2, 20)),
        past.TOP_SENT: Answer(word=Word.NOT_KNOWN),
        past.LEIN: Answer(word=Word.NOT_DONE),
    }
    assert answer_past(shift, car.case.custody_id, given) == 3
    kept = {fact: each.answer for fact, each in only(shift).kept.items()}
    assert kept == given
    with shift.desk.look() as unit:
        notes = [each for each in unit.events.of(car.case.custody_id) if each.kind is EventKind.NOTE]
    assert {(each.recorded_by, each.note) for each in notes} == {
        ("Kim", "Not known whether the TOP was sent."),
        ("Kim", "It was not entered in LEIN."),
    }
    item = line_of(shift, car.case.custody_id).item
    assert (item.rule, item.urgency) == ("mi.lein_entry", Urgency.CHASE), "what is known not to be done counts"
    assert not only(shift).open


def test_the_same_answer_again_is_no_news_and_another_one_supersedes(shift: Shift) -> None:
    imported(shift, old_call())
    custody_id = only(shift).case.custody_id
    answer_past(shift, custody_id, {past.TOP_SENT: Answer(word=Word.NOT_KNOWN)})
    assert answer_past(shift, custody_id, {past.TOP_SENT: Answer(word=Word.NOT_KNOWN)}) == 0
    answer_past(shift, custody_id, {past.TOP_SENT: Answer(date(2026, 2, 21))})
    with shift.desk.look() as unit:
        events = unit.events.of(custody_id)
    assert [each.kind for each in standing(events)] == [EventKind.TOWED, EventKind.LETTER_SENT]
    assert len(events) == 3, "the doubt stays on record"
    answer_past(shift, custody_id, {past.TOP_SENT: None})
    assert past.TOP_SENT not in only(shift).kept
    assert only(shift).open


def test_not_done_is_late_now_that_it_is_known(shift: Shift) -> None:
    imported(shift, old_call())
    custody_id = only(shift).case.custody_id
    known = {past.CALLED_IN: Answer(date(2026, 2, 20)), past.LEIN: Answer(word=Word.NOT_KNOWN), past.TOP_SENT: Answer(word=Word.NOT_DONE)}
    answer_past(shift, custody_id, known)
    item = line_of(shift, custody_id).item
    assert (item.rule, item.urgency) == ("office.top", Urgency.LATE)


def test_all_unknown_stands_still_and_is_accounted_for(shift: Shift) -> None:
    imported(shift, old_call())
    custody_id = only(shift).case.custody_id
    answer_past(shift, custody_id, {fact: Answer(word=Word.NOT_KNOWN) for fact in past.USUAL})
    queue = work_queue(shift)
    assert (queue.accounted_for, queue.active) == (1, 1)
    (line,) = queue.lines
    assert line.item.urgency is Urgency.STOPPED
    assert line.item.why.startswith("Needs facts: not known whether")
    assert work_queue(shift, date(2027, 1, 1)).lines[0].item.urgency is Urgency.STOPPED, "never late"


def test_a_date_that_cannot_be_is_refused_and_nothing_of_the_car_is_kept(shift: Shift) -> None:
    imported(shift, old_call())
    custody_id = only(shift).case.custody_id
    with pytest.raises(Problems, match="has not come yet"):
        answer_past(shift, custody_id, {past.LEIN: Answer(date(2026, 3, 1)), past.TR52L_IN: Answer(date(2026, 3, 9))})
    with pytest.raises(Problems, match="before the tow"):
        answer_past(shift, custody_id, {past.SOS_DATE: Answer(date(2026, 2, 1))})
    assert only(shift).kept == {}


def test_a_car_of_today_is_not_asked_and_other_kinds_are_asked_less(shift: Shift) -> None:
    add_car(shift, {"plate": "NEW1", "custody": "private_property", "towed_at": "2026-03-04 0:30"})
    hold = add_car(shift, {"plate": "PD1", "custody": "police_hold", "towed_at": "2026-02-20 8:00"}).custody_id
    car = only(shift)
    assert car.case.custody_id == hold
    assert car.asked == {past.LEIN, past.SOS_DATE, past.TR52L_IN}
    assert past_board(shift, [hold]).facts == (past.LEIN, past.SOS_DATE, past.TR52L_IN)


def test_what_was_printed_here_is_not_typed_over(shift: Shift) -> None:
    custody_id = add_car(shift, {"plate": "PP1", "custody": "private_property", "towed_at": "2026-02-20 8:00"}).custody_id
    with shift.desk.begin(shift.deed("print")) as unit:
        printed = event("letter_printed", "2026-03-01", name=str(uuid4()), letter="top")
        unit.events.add([(custody_id, printed)])
        unit.commit()
    assert only(shift).kept[past.TOP_SENT].fixed


def test_another_beginning_is_computed_anew(private_office: OpenOffice) -> None:
    kept = private_office.shift
    imported(kept, old_call())
    begun = replace(kept, law=Law(michigan(), began_on=BEGAN), memory=StepMemory())
    assert refresh_projections(begun.desk, begun.law) == 1
    assert only(begun).open


def test_founding_sets_the_beginning_once(private_office: OpenOffice) -> None:
    desk = private_office.shift.desk
    assert office_facts(desk).began_on is None
    given = Founding("Kim", "Practice Towing", "9 Yard Rd\nBurton, MI 48509", "810-555-0100")
    found_office(desk, given, BEGAN)
    found_office(desk, given, date(2026, 5, 1))
    assert office_facts(desk).began_on == BEGAN


def test_an_office_of_before_began_with_its_first_record(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    upgrade(admin)
    sql = next(statement for statement in MIGRATION.read_text("utf-8").split(";") if "'began_on'" in statement)
    with admin.begin() as connection:
        connection.execute(text("INSERT INTO vehicles DEFAULT VALUES"))
        connection.execute(text("INSERT INTO custodies (vehicle_id, custody) SELECT id, 'unknown' FROM vehicles"))
        connection.execute(
            text(
                "INSERT INTO events (id, custody_id, kind, recorded_at) SELECT gen_random_uuid(), id, 'note', '2026-01-06 02:00+00'"
                " FROM custodies"
            )
        )
        connection.exec_driver_sql(sql)
        kept = connection.execute(text("SELECT value FROM office_facts WHERE key = 'began_on'")).scalar_one()
    admin.dispose()
    assert kept == "2026-01-05", "in Michigan it was still the evening before"
