"""A car that may be no impound: asked about once, with TowBook's words; one that is none gets no legal step."""

import pytest

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.questions import Question
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.working import sort_cars, why, work_queue
from tests.builders import call
from tests.db.cars import bring_one, drain, step
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook


@pytest.mark.parametrize("reason", ["Relocation", "Transport - dealer", "STORAGE", "Jump Start"])
def test_a_call_that_looks_ordered_is_asked_about_with_the_clue(private_office: OpenOffice, reason: str) -> None:
    bring_one(private_office, reason=reason)
    (line,) = work_queue(private_office.shift).lines
    assert line.item.question is Question.CUSTODY
    assert line.item.why == f"Looks like no impound: reason {reason}, account .PPI"
    assert line.case.deadlines == ()


@pytest.mark.parametrize("reason", [None, "Tow", "Abandoned Vehicle", "Firelane"])
def test_a_usual_call_of_a_property_is_not_asked_about(private_office: OpenOffice, reason: str | None) -> None:
    bring_one(private_office, reason=reason)
    (line,) = work_queue(private_office.shift).lines
    assert line.case.custody is CustodyKind.PRIVATE_PROPERTY
    assert line.item.question is not Question.CUSTODY


def test_it_is_asked_once_and_never_again_by_an_import(private_office: OpenOffice) -> None:
    first = call(reason="Transport")
    car = bring_one(private_office, reason="Transport", towbook_id=first.towbook_id, call_number=first.call_number)
    sort_cars(private_office.shift, [car], CustodyKind.PRIVATE_PROPERTY)
    drain(private_office, MemoryTowBook([call(reason="Storage", towbook_id=first.towbook_id, call_number=first.call_number)]))
    (line,) = work_queue(private_office.shift).lines
    assert (line.case.custody, line.case.clue) == (CustodyKind.PRIVATE_PROPERTY, None)
    assert line.item.question is not Question.CUSTODY


def test_no_event_gives_a_car_that_is_no_impound_a_legal_step(private_office: OpenOffice) -> None:
    car = bring_one(private_office, reason="Transport")
    sort_cars(private_office.shift, [car], CustodyKind.NOT_AN_IMPOUND)
    assert step(private_office, car) == "nothing"
    for kind in (EventKind.LEIN_ENTERED, EventKind.SOS_NOTICE_DATED, EventKind.HEARING_PETITIONED, EventKind.POLICE_RELEASED):
        day = private_office.shift.today
        made = record(private_office.shift, car, Entry(kind, on=day, reason="A paper came all the same."))
        assert made.data["flagged"] == "yes"
    assert why(private_office.shift, car).deadlines == ()
    assert step(private_office, car) == "nothing"
