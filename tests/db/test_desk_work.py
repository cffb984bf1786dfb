"""Desk work on a real database: snoozed lines, who has them, cover, holds; a second person for a date."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Lock

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.errors import NotAllowed, NotFound, Problems, Refused, Trouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.holds import Hold
from itow_desktop.domain.people import Rights
from itow_desktop.domain.phone_log import Direction
from itow_desktop.services import attaching, desk_work, people
from itow_desktop.services.car_pages import DeskState, car_page
from itow_desktop.services.histories import car_history
from itow_desktop.services.holding import Lift, NewHold, holds_of, lift_hold, place_hold
from itow_desktop.services.phoning import CallNote, log_call, withdraw_call
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.second_person import Waiting, confirm, movable, move_later, take_back, waiting
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import Person
from itow_desktop.services.voiding import void_car
from itow_desktop.ui.history_text import HistoryWords
from tests.builders import NOW, call
from tests.db.cars import bring, bring_one
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.pictures import photo

TODAY = NOW.date()
NEXT = TODAY + timedelta(days=5)
PIN = "4071"
ATTORNEY = NewHold(Hold.ATTORNEY, "Ann Archer", "Suit about the tow")


def case_of(office: OpenOffice, custody_id: int) -> OpenCase:
    with office.shift.desk.look() as unit:
        return next(each for each in unit.deadlines.open_cases() if each.custody_id == custody_id)


def somebody(office: OpenOffice, name: str, rights: Rights = Rights.CLERK, pin: str | None = None) -> Person:
    person = people.add_person(office.shift, name, rights)
    if pin is not None:
        people.set_pin(office.shift, person, pin)
    return person


def towed_with_notice(office: OpenOffice, notice: date = TODAY - timedelta(days=3)) -> int:
    then = NOW - timedelta(days=20)
    car = bring_one(office, called_at=then, arrived_at=then, completed_at=then)
    record(office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=notice))
    return car


def sale_day(office: OpenOffice, custody_id: int) -> date | None:
    return next(each.date for each in case_of(office, custody_id).deadlines if each.rule_id == "mi.sale")


# --- lines that wait ---------------------------------------------------------------------------------------------------


def test_a_snoozed_line_is_in_the_case_at_once_and_comes_back_by_hand(office: OpenOffice) -> None:
    car = bring_one(office)
    case_of(office, car)  # the memory of cases knows it
    desk_work.snooze(office.shift, [car], NEXT, "officer calls back")
    assert (case_of(office, car).snoozed_until, case_of(office, car).snooze_reason) == (NEXT, "officer calls back")
    desk_work.snooze(office.shift, [car], NEXT + timedelta(days=1), "not yet")
    assert case_of(office, car).snoozed_until == NEXT + timedelta(days=1)
    desk_work.wake(office.shift, [car])
    assert (case_of(office, car).snoozed_until, case_of(office, car).snooze_reason) == (None, None)


def test_a_snooze_is_undone_step_by_step(private_office: OpenOffice) -> None:
    office, car = private_office, bring_one(private_office)
    desk_work.snooze(office.shift, [car], NEXT, "first")
    desk_work.snooze(office.shift, [car], NEXT + timedelta(days=2), "second")
    for expected in (NEXT, None):
        last = undo_state(office.shift).undo
        assert last is not None
        assert last.name.startswith("snooze 1 line until")
        assert undo(office.shift, last.deed_id).left == ()
        assert case_of(office, car).snoozed_until == expected


@pytest.mark.parametrize(("days", "reason"), [(0, "later"), (-1, "later"), (400, "later"), (3, "  "), (3, "x" * 201)])
def test_a_snooze_needs_a_day_to_come_and_a_reason(private_office: OpenOffice, days: int, reason: str) -> None:
    car = bring_one(private_office)
    with pytest.raises(Problems):
        desk_work.snooze(private_office.shift, [car], TODAY + timedelta(days=days), reason)
    assert case_of(private_office, car).snoozed_until is None


def test_what_is_late_is_said_to_stay(private_office: OpenOffice) -> None:
    office = private_office
    late, other = bring(office, call(), call(called_at=NOW, arrived_at=NOW, completed_at=NOW))
    record(office.shift, late, Entry(EventKind.CALL_IN_MISSED, on=TODAY))
    done = desk_work.snooze(office.shift, [late, other], NEXT, "later")
    assert done.waiting == 1
    assert len(done.stay) == 1


def test_a_car_that_is_not_on_record_snoozes_nothing(private_office: OpenOffice) -> None:
    car = bring_one(private_office)
    with pytest.raises(NotFound):
        desk_work.snooze(private_office.shift, [car, 999_999], NEXT, "later")
    assert case_of(private_office, car).snoozed_until is None


# --- whose line --------------------------------------------------------------------------------------------------------


def test_a_line_is_given_to_a_person_and_taken_again(office: OpenOffice) -> None:
    car, lee = bring_one(office), somebody(office, "Lee")
    desk_work.assign(office.shift, [car], lee)
    assert case_of(office, car).assigned_to == lee.id
    last = undo_state(office.shift).undo
    assert last is not None
    assert last.name == "give 1 line to Lee"
    undo(office.shift, last.deed_id)
    assert case_of(office, car).assigned_to is None


def test_who_may_no_longer_sign_gets_no_lines(private_office: OpenOffice) -> None:
    car, lee = bring_one(private_office), somebody(private_office, "Lee")
    people.disable_person(private_office.shift, "Lee")
    with pytest.raises(Refused, match="Lee may no longer sign"):
        desk_work.assign(private_office.shift, [car], lee)
    assert case_of(private_office, car).assigned_to is None


def test_cover_for_a_person_until_she_is_back(office: OpenOffice) -> None:
    lee = somebody(office, "Lee")
    kim = office.shift.person
    assert kim is not None
    made = desk_work.go_away(office.shift, Absence(kim.id, lee.id, TODAY, NEXT))
    crew = desk_work.crew(office.shift)
    assert crew.cover.of(kim.id) == lee.id
    assert crew.name(crew.cover.of(kim.id)) == "Lee"
    with pytest.raises(Refused, match="away on some of these days already"):
        desk_work.go_away(office.shift, Absence(kim.id, lee.id, TODAY + timedelta(days=1), NEXT + timedelta(days=9)))
    desk_work.come_back(office.shift, Absence(kim.id, lee.id, TODAY, NEXT, made))
    assert desk_work.crew(office.shift).absences == ()
    with pytest.raises(NotFound):
        desk_work.come_back(office.shift, Absence(kim.id, lee.id, TODAY, NEXT, made))


def test_a_clerk_says_when_she_is_away_herself_and_a_manager_for_others(private_office: OpenOffice) -> None:
    office = private_office
    lee, sam = somebody(office, "Lee"), somebody(office, "Sam")
    theirs = office.shift.by(lee)
    with pytest.raises(NotAllowed):
        desk_work.go_away(theirs, Absence(sam.id, lee.id, TODAY, NEXT))
    desk_work.go_away(theirs, Absence(lee.id, sam.id, TODAY, NEXT))
    with pytest.raises(NotAllowed):
        desk_work.come_back(office.shift.by(sam), desk_work.crew(theirs).absences[0])
    desk_work.come_back(office.shift, desk_work.crew(theirs).absences[0])


@pytest.mark.parametrize(("first", "back", "covered_by"), [(0, 0, 2), (3, 2, 2), (-9, -1, 2), (0, 5, 1)])
def test_an_absence_that_cannot_be_is_refused_with_a_sentence(private_office: OpenOffice, first: int, back: int, covered_by: int) -> None:
    kim = private_office.shift.person
    assert kim is not None
    lee = somebody(private_office, "Lee")
    cover = {1: kim.id, 2: lee.id}[covered_by]
    with pytest.raises(Problems):
        desk_work.go_away(private_office.shift, Absence(kim.id, cover, TODAY + timedelta(days=first), TODAY + timedelta(days=back)))


def test_a_viewer_changes_nothing_at_the_desk(private_office: OpenOffice) -> None:
    office, car = private_office, bring_one(private_office)
    theirs = office.shift.by(somebody(office, "Lee", Rights.VIEWER))
    for deed in (
        lambda: desk_work.snooze(theirs, [car], NEXT, "later"),
        lambda: desk_work.assign(theirs, [car], None),
        lambda: place_hold(theirs, [car], NewHold(Hold.OFFICE, "", "wait")),
    ):
        with pytest.raises(NotAllowed):
            deed()


# --- holds -------------------------------------------------------------------------------------------------------------


def test_a_hold_with_all_that_belongs_to_it_stands_until_it_is_lifted(office: OpenOffice) -> None:
    car = bring_one(office)
    place_hold(office.shift, [car], NewHold(Hold.POLICE, "Burton PD", "Robbery 26-123", NEXT))
    case = case_of(office, car)
    assert (case.on_hold, case.hold_until, case.legal_hold) == (("police",), NEXT, False)
    (hold,) = holds_of(office.shift, [car])[car]
    assert (hold.said, hold.reason, hold.placed_by) == (
        f"Police (Burton PD), until {NEXT.month}/{NEXT.day}/{NEXT.year}",
        "Robbery 26-123",
        "Kim",
    )
    with pytest.raises(Refused, match="on hold: police"):
        record(office.shift, car, Entry(EventKind.RELEASED, on=TODAY, data={"to_whom": "R. Roe", "id_seen": "license"}))
    assert lift_hold(office.shift, [car], Lift(Hold.POLICE, "Burton PD", "Done with it")) == 1
    assert case_of(office, car).on_hold == ()
    with pytest.raises(Refused, match="no such hold any more"):
        lift_hold(office.shift, [car], Lift(Hold.POLICE, "Burton PD", "Done with it"))


@pytest.mark.parametrize(
    "hold",
    [NewHold(Hold.POLICE, " ", "why"), NewHold(Hold.POLICE, "Burton PD", ""), NewHold(Hold.OFFICE, "", "why", TODAY)],
)
def test_a_hold_says_on_whose_word_why_and_no_day_that_is_over(private_office: OpenOffice, hold: NewHold) -> None:
    car = bring_one(private_office)
    with pytest.raises(Problems):
        place_hold(private_office.shift, [car], hold)
    assert case_of(private_office, car).on_hold == ()


def test_under_a_legal_hold_nothing_is_voided_and_no_import_undone(office: OpenOffice) -> None:
    car = bring_one(office)
    place_hold(office.shift, [car], ATTORNEY)
    assert case_of(office, car).legal_hold
    with pytest.raises(Refused, match="under a legal hold"):
        void_car(office.shift, [car], "double")
    with office.shift.desk.look() as unit:
        tow = next(event for event in unit.events.of(car) if event.kind is EventKind.TOWED)
    with pytest.raises(Refused, match="no import of it undone"):
        record(office.shift, car, Entry(EventKind.SUPERSEDED, note="undo", supersedes=tow.id))
    lift_hold(office.shift, [car], Lift(Hold.ATTORNEY, "Ann Archer", "Settled"))
    void_car(office.shift, [car], "double")


def test_under_a_legal_hold_no_file_goes_into_the_bin_and_no_phone_call_is_taken_back(private_office: OpenOffice) -> None:
    office, car = private_office, bring_one(private_office)
    pasted = [attaching.Pasted("front.jpg", photo())]
    list(attaching.attach(office.shift, FilePictures(Lock()), car, pasted, FileSource.CLIPBOARD))
    said = log_call(office.shift, car, CallNote(office.clock.now(), Direction.IN, "asks for the price", "R. Roe"))
    place_hold(office.shift, [car], ATTORNEY)
    (file,) = attaching.attachments(office.shift, car)
    with pytest.raises(Refused, match="nothing about it may be voided"):
        attaching.void_attachments(office.shift, [file.id], "blurred")
    with pytest.raises(Refused, match="nothing about it may be voided"):
        withdraw_call(office.shift, car, said, "another car")
    lift_hold(office.shift, [car], Lift(Hold.ATTORNEY, "Ann Archer", "Settled"))
    attaching.void_attachments(office.shift, [file.id], "blurred")
    withdraw_call(office.shift, car, said, "another car")


def test_only_a_manager_lifts_a_legal_hold_whatever_way(private_office: OpenOffice) -> None:
    office, car = private_office, bring_one(private_office)
    place_hold(office.shift, [car], NewHold(Hold.OFFICE, "", "Insurer asks", keep=True))
    theirs = office.shift.by(somebody(office, "Lee"))
    with pytest.raises(Refused, match="a manager lifts it"):
        lift_hold(theirs, [car], Lift(Hold.OFFICE, "", "over"))
    with pytest.raises(NotAllowed):
        record(theirs, car, Entry(EventKind.HOLD_LIFTED, at=office.clock.now(), data={"hold": "office"}, note="over"))
    with office.shift.desk.look() as unit:
        placed = next(event for event in unit.events.of(car) if event.kind is EventKind.HOLD_PLACED)
    with pytest.raises(NotAllowed):
        record(theirs, car, Entry(EventKind.SUPERSEDED, note="typed by mistake", supersedes=placed.id))
    assert case_of(office, car).legal_hold
    place_hold(theirs, [car], NewHold(Hold.OFFICE, "", "renewed"))
    assert case_of(office, car).legal_hold
    lift_hold(office.shift, [car], Lift(Hold.OFFICE, "", "over"))
    assert not case_of(office, car).legal_hold


# --- the second person -------------------------------------------------------------------------------------------------


def only(office: OpenOffice) -> Waiting:
    (found,) = waiting(office.shift)
    return found


def test_a_date_is_moved_later_by_two_people(office: OpenOffice) -> None:
    car = towed_with_notice(office)
    lee = somebody(office, "Lee", pin=PIN)
    before = sale_day(office, car)
    assert before is not None
    assert "mi.sale" in {each.rule_id for each in movable(office.shift, car)}
    later = before + timedelta(days=10)
    move_later(office.shift, car, "mi.sale", later, "Owner in hospital")
    assert sale_day(office, car) == before
    asked = only(office)
    assert (asked.what, asked.reason, asked.by, asked.now, asked.then) == ("Date moved later", "Owner in hospital", "Kim", before, later)
    assert confirm(office.shift, asked, lee, PIN).accepted
    assert sale_day(office, car) == later
    assert waiting(office.shift) == ()
    with pytest.raises(Refused, match="confirmed already"):
        confirm(office.shift, asked, lee, PIN)


def test_a_correction_that_brings_the_sale_forward_waits_for_two(office: OpenOffice) -> None:
    car = towed_with_notice(office)
    lee = somebody(office, "Lee", pin=PIN)
    before = sale_day(office, car)
    with office.shift.desk.look() as unit:
        notice = next(event for event in unit.events.of(car) if event.kind is EventKind.SOS_NOTICE_DATED)
    corrected = TODAY - timedelta(days=9)
    record(office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=corrected, supersedes=notice.id, note="Misread"))
    assert sale_day(office, car) == before
    asked = only(office)
    assert (asked.what, asked.by, asked.now) == ("Corrected: SOS notice date", "Kim", before)
    assert confirm(office.shift, asked, lee, PIN).accepted
    assert sale_day(office, car) == asked.then
    assert before is not None
    assert asked.then is not None
    assert asked.then < before


def test_nobody_confirms_their_own_deed_and_it_takes_one_manager(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    kim = office.shift.person
    assert kim is not None
    people.set_pin(office.shift, kim, PIN)
    move_later(office.shift, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    with pytest.raises(Refused, match="Kim recorded this; somebody else must confirm it"):
        confirm(office.shift, only(office), kim, PIN)
    assert only(office).by == "Kim"


def test_a_second_person_proves_it_with_a_pin_and_wrong_ones_count(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    lee, sam = somebody(office, "Lee"), somebody(office, "Sam", pin=PIN)
    move_later(office.shift, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    asked = only(office)
    with pytest.raises(Refused, match="Lee has no PIN"):
        confirm(office.shift, asked, lee, "")
    first, second = confirm(office.shift, asked, sam, "9999"), confirm(office.shift, asked, sam, "9998")
    assert (first.accepted, first.tries_left, second.tries_left) == (False, 4, 3)
    assert only(office) == asked
    assert confirm(office.shift, asked, sam, PIN).accepted


def test_a_viewer_is_no_second_person(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    robin = somebody(office, "Robin", Rights.VIEWER, PIN)
    move_later(office.shift, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    with pytest.raises(NotAllowed):
        confirm(office.shift, only(office), robin, PIN)


def test_a_clerk_moves_no_date_neither_past_the_program(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    theirs = office.shift.by(somebody(office, "Lee"))
    with pytest.raises(Refused, match="A manager moves dates"):
        move_later(theirs, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    note = {"moves": "mi.sale", "to": "2027-01-01"}
    with pytest.raises(NotAllowed):
        record(theirs, car, Entry(EventKind.NOTE, data=note, note="Owner in hospital"))


def test_a_confirmation_goes_no_other_way(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    move_later(office.shift, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    theirs = office.shift.by(somebody(office, "Lee", Rights.ADMIN, PIN))
    with pytest.raises(NotAllowed):
        record(theirs, car, Entry(EventKind.NOTE, data={"confirms": only(office).event_id}, note="Confirmed."))
    assert only(office).by == "Kim"


@pytest.mark.parametrize("rule", ["mi.police_notice", "mi.sos_notice", "no.such_rule"])
def test_the_last_day_of_a_duty_by_law_is_not_moved(private_office: OpenOffice, rule: str) -> None:
    car = bring_one(private_office)
    with pytest.raises(Refused, match="cannot be moved"):
        move_later(private_office.shift, car, rule, TODAY + timedelta(days=90), "Busy")


def test_a_date_is_only_moved_later_with_a_reason_and_one_at_a_time(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    before = sale_day(office, car)
    assert before is not None
    for to, reason in ((before, "why"), (before - timedelta(days=1), "why"), (before + timedelta(days=1), " ")):
        with pytest.raises(Problems):
            move_later(office.shift, car, "mi.sale", to, reason)
    move_later(office.shift, car, "mi.sale", before + timedelta(days=1), "why")
    with pytest.raises(Refused, match="Kim asked to move this date already"):
        move_later(office.shift, car, "mi.sale", before + timedelta(days=2), "why")
    take_back(office.shift, only(office), "not needed")
    assert waiting(office.shift) == ()
    move_later(office.shift, car, "mi.sale", before + timedelta(days=2), "why")


def test_of_two_who_confirm_at_one_moment_one_does(private_office: OpenOffice) -> None:
    office = private_office
    car = towed_with_notice(office)
    both = [somebody(office, name, pin=PIN) for name in ("Lee", "Sam")]
    move_later(office.shift, car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
    asked, start = only(office), Barrier(2)

    def one(person: Person) -> str:
        start.wait()
        try:
            return str(confirm(office.shift, asked, person, PIN).accepted)
        except Trouble as trouble:
            return str(trouble)

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(one, both))
    assert said == ["This is confirmed already. Nothing was changed.", "True"]
    with office.shift.desk.look() as unit:
        assert sum("confirms" in event.data for event in unit.events.of(car)) == 1


@pytest.mark.both_servers
def test_at_a_shared_database_the_second_person_is_another_sign_in(office: OpenOffice) -> None:
    car = towed_with_notice(office)
    with signed_in(office, "manager", "Mia") as mia, signed_in(office, "clerk", "Ned") as ned:
        move_later(mia.by(people.staff(mia).offered[0]), car, "mi.sale", TODAY + timedelta(days=90), "Owner in hospital")
        asked = only(office)
        assert mia.person is not None
        assert ned.person is not None
        with pytest.raises(Refused, match="Mia recorded this"):
            confirm(mia, asked, mia.person)
        with pytest.raises(Refused, match="Mia recorded this"):
            confirm(mia, asked, ned.person)  # Ned's name, but still Mia's sign-in
        assert confirm(ned, asked, ned.person).accepted
    assert sale_day(office, car) == TODAY + timedelta(days=90)


# --- what the car's page tells -----------------------------------------------------------------------------------------


def test_the_cars_page_tells_who_works_on_it_what_waits_and_what_people_did_to_the_sale(private_office: OpenOffice) -> None:
    office = private_office
    car, kim = towed_with_notice(office), office.shift.person
    lee = somebody(office, "Lee", pin=PIN)
    assert kim is not None
    desk_work.assign(office.shift, [car], lee)
    desk_work.go_away(office.shift, Absence(lee.id, kim.id, TODAY, NEXT))
    desk_work.snooze(office.shift, [car], NEXT, "waits for a fax")
    page = car_page(office.shift, car)
    assert page.desk == DeskState("Kim", "Lee", NEXT, "waits for a fax")
    assert page.sale is not None
    assert page.sale.by_people == ()
    move_later(office.shift, car, "mi.redeem_or_petition", TODAY + timedelta(days=90), "Owner in hospital")
    confirm(office.shift, only(office), lee, PIN)
    sale = car_page(office.shift, car).sale
    assert sale is not None
    assert [each.rule_id for each in sale.by_people] == ["mi.redeem_or_petition"]
    assert sale.day is not None
    assert sale.day > TODAY + timedelta(days=90)


def test_the_history_tells_each_snooze_and_whose_line_it_was(private_office: OpenOffice) -> None:
    office, car = private_office, bring_one(private_office)
    lee = somebody(office, "Lee")
    desk_work.snooze(office.shift, [car], NEXT, "first")
    desk_work.snooze(office.shift, [car], NEXT + timedelta(days=1), "second")
    desk_work.assign(office.shift, [car], lee)
    page = car_history(office.shift, car)
    words = HistoryWords(page, office.shift.law.zone, TODAY)
    told = {words.head(entry): words.lines(entry) for entry in page.entries}
    assert told["Kim: give 1 line to Lee"] == ("New line: For: Lee",)
    assert told["Kim: snooze 1 line until 3/9"] == ("New snooze: Until: Mon 3/9; Why: first",)
    assert any("Why: first \N{RIGHTWARDS ARROW} second" in line for line in told["Kim: snooze 1 line until 3/10"])


FORGERIES = (
    "DELETE FROM snoozes",
    "UPDATE snoozes SET set_by = NULL",
    "INSERT INTO assignments (custody_id, set_by) VALUES (1, 1)",
    "DELETE FROM absences",
    "TRUNCATE assignments",
)


@pytest.mark.both_servers
def test_rows_of_desk_work_are_never_deleted_nor_forged(office: OpenOffice) -> None:
    car = bring_one(office)
    desk_work.snooze(office.shift, [car], NEXT, "later")
    for statement in FORGERIES:
        with office.engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text(statement))
    assert case_of(office, car).snoozed_until == NEXT
