"""Law dates on a real database: a manager says what is checked, a clerk is refused, dates lose their mark and get it back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import plain_troubles
from itow_desktop.domain.errors import NotAllowed, NotFound, Problems, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.people import Rights
from itow_desktop.domain.reviews import ROLL
from itow_desktop.domain.rules import Review
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.car_pages import car_page
from itow_desktop.services.law import Law
from itow_desktop.services.law_dates import LawDate, law_dates, mark_checked, take_back
from itow_desktop.services.office import follow_office
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import StepMemory
from itow_desktop.services.undoing import redo, undo, undo_state
from itow_desktop.services.views import VehicleQuery
from itow_desktop.services.working import work_queue
from tests.builders import NOW
from tests.db.cars import audited, bring_one, count
from tests.db.offices import OpenOffice
from tests.law import michigan

READ = Review("Pat Example, attorney", date(2026, 3, 1), "MCL 257.252g as printed by the state, 1 Mar 2026")
NOTICE = date(2026, 3, 4)
"""Its day 20 is a Tuesday, which no roll moves."""


def of(shift: Shift, *ids: str) -> list[LawDate]:
    return [each for each in law_dates(shift).rules if each.rule_id in ids]


def a_car_with_a_notice(office: OpenOffice) -> int:
    car = bring_one(office)
    record(office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=NOTICE))
    return car


def unverified(office: OpenOffice, custody_id: int) -> set[str]:
    """Ids of the rules whose kept dates of a car are marked."""
    with office.shift.desk.look() as unit:
        (case,) = unit.deadlines.cases([custody_id])
    return {each.rule_id for each in case.deadlines if each.unverified}


def test_every_rule_is_there_once_with_where_it_is_written_and_the_roll_at_the_end(private_office: OpenOffice) -> None:
    found = law_dates(private_office.shift)
    pack = michigan()
    assert [each.rule_id for each in found.rules] == [*(rule.id for rule in pack.rules), ROLL]
    assert found.may_change
    assert {each.rule_id for each in found.unverified} == {
        *(rule.id for rule in pack.rules if rule.confidence is not None and rule.confidence >= "C"),
        ROLL,
    }
    (redeem,) = of(private_office.shift, "mi.redeem_or_petition")
    assert redeem.days == "at the latest 20 days after SOS notice date, a last day on a Saturday, Sunday or legal holiday moves on"


def test_what_a_manager_marks_as_checked_loses_the_mark_on_every_car_and_gets_it_back(office: OpenOffice) -> None:
    car, shift = a_car_with_a_notice(office), office.shift
    assert {"mi.bill_of_sale_request", "mi.sale", "mi.redeem_or_petition"} <= unverified(office, car)
    (request,) = of(shift, "mi.bill_of_sale_request")
    assert mark_checked(shift, [request.mark], READ) == 1
    assert unverified(office, car) == {"mi.sale", "mi.redeem_or_petition"}
    sale = of(shift, "mi.sale", "mi.redeem_or_petition", ROLL)
    assert mark_checked(shift, [each.mark for each in sale], READ) == 4
    assert unverified(office, car) == set()
    (checked,) = of(shift, "mi.bill_of_sale_request")
    assert checked.checked == READ
    assert checked.review is not None
    assert (checked.review.recorded_by, checked.unverified) == ("Kim", False)
    assert take_back(shift, [checked.mark], "It was last year's text.") == 1
    (again,) = of(shift, "mi.bill_of_sale_request")
    assert (again.checked, again.unverified, [each.taken_back for each in again.earlier]) == (None, True, ["It was last year's text."])
    assert unverified(office, car) == {"mi.bill_of_sale_request"}


def test_one_undo_takes_a_check_back_and_redo_gives_it_again(office: OpenOffice) -> None:
    car, shift = a_car_with_a_notice(office), office.shift
    mark_checked(shift, [each.mark for each in of(shift, "mi.bill_of_sale_request")], READ)
    state = undo_state(shift)
    assert state.undo is not None
    assert state.undo.name == "check of mi.bill_of_sale_request"
    undo(shift, state.undo.deed_id)
    follow_office(shift)
    assert "mi.bill_of_sale_request" in unverified(office, car)
    after = undo_state(shift)
    assert after.redo is not None
    redo(shift, after.redo.deed_id)
    follow_office(shift)
    assert "mi.bill_of_sale_request" not in unverified(office, car)


@pytest.mark.both_servers
def test_another_pc_follows_when_it_looks_at_its_queue(office: OpenOffice) -> None:
    a_car_with_a_notice(office)
    elsewhere = replace(office.shift, law=Law(michigan()), memory=StepMemory())
    mark_checked(office.shift, [each.mark for each in of(office.shift, "mi.bill_of_sale_request")], READ)
    assert elsewhere.law.version != office.shift.law.version
    work_queue(elsewhere)
    assert elsewhere.law.version == office.shift.law.version


@pytest.mark.both_servers
def test_the_database_refuses_a_clerk(office: OpenOffice) -> None:
    shift = office.shift
    lee = add_person(shift, "Lee", Rights.CLERK)
    (rule,) = of(shift, "mi.bill_of_sale_request")
    assert not law_dates(shift.by(lee)).may_change
    with pytest.raises(NotAllowed):
        mark_checked(shift.by(lee), [rule.mark], READ)
    mark_checked(shift, [rule.mark], READ)
    with pytest.raises(NotAllowed):
        take_back(shift.by(lee), [rule.mark], "I think otherwise.")
    assert of(shift, "mi.bill_of_sale_request")[0].checked == READ
    assert count(office, "rule_reviews") == 1


@pytest.mark.both_servers
def test_a_manager_is_enough_and_nobody_forges_who_recorded_it(office: OpenOffice) -> None:
    shift = office.shift
    lee = add_person(shift, "Lee", Rights.MANAGER)
    mark_checked(shift.by(lee), [of(shift, "mi.garage_sale")[0].mark], READ)
    review = of(shift, "mi.garage_sale")[0].review
    assert review is not None
    assert review.recorded_by == "Lee"
    assert audited(office, "check of mi.garage_sale") == [("rule_reviews", "Lee")]
    for column, value in (("recorded_by", "1"), ("recorded_at", "now()"), ("checked_by", "'Somebody else'"), ("mark", "mark")):
        with office.shift.desk.begin(shift.by(lee).deed("forge")) as unit, pytest.raises(NotAllowed), plain_troubles():
            unit._session.execute(text(f"UPDATE rule_reviews SET {column} = {value}"))  # type: ignore[attr-defined]


def test_what_is_missing_is_said_and_nothing_is_recorded(private_office: OpenOffice) -> None:
    shift = private_office.shift
    (rule,) = of(shift, "mi.sos_notice")
    with pytest.raises(Problems) as missing:
        mark_checked(shift, [rule.mark], Review(" ", NOW.date() + timedelta(days=1), ""))
    assert [field for field, _ in missing.value.problems] == ["by", "source", "on"]
    with pytest.raises(NotFound):
        mark_checked(shift, [rule.mark, "0" * 64], READ)
    with pytest.raises(Refused, match="House practice"):
        mark_checked(shift, [each.mark for each in of(shift, "office.top")], READ)
    with pytest.raises(Refused, match="Nobody at this office"):
        take_back(shift, [rule.mark], "No.")
    mark_checked(shift, [rule.mark], READ)
    with pytest.raises(Problems):
        take_back(shift, [rule.mark], "  ")
    assert count(private_office, "rule_reviews") == 1


def test_queue_list_and_page_of_a_car_know_which_day_is_marked(private_office: OpenOffice) -> None:
    office, shift = private_office, private_office.shift
    car = a_car_with_a_notice(office)
    record(shift, car, Entry(EventKind.POLICE_NOTIFIED, at=NOW))
    record(shift, car, Entry(EventKind.LETTER_PRINTED, at=NOW, data={"letter": "top"}))

    def marked() -> tuple[str | None, bool, bool, bool, bool]:
        (line,) = work_queue(shift).lines
        (row,) = vehicle_page(shift, VehicleQuery()).rows
        page = car_page(shift, car)
        assert page.sale is not None
        return line.item.rule, line.item.unverified, row.unverified, page.card.row.unverified, page.sale.checked

    assert marked() == ("mi.redeem_or_petition", True, True, True, False)
    mark_checked(shift, [each.mark for each in of(shift, "mi.redeem_or_petition")], READ)
    assert marked() == ("mi.redeem_or_petition", False, False, False, False)
    mark_checked(shift, [each.mark for each in of(shift, "mi.sale")], READ)
    assert marked() == ("mi.redeem_or_petition", False, False, False, True)
