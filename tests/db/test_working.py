"""The queue worked off: every deed on real cars, alone, in columns, by two people at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest

from itow_desktop.domain.errors import Doubtful, NotFound, Problems, Refused, Trouble
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.law import Law
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.stepping import refresh_projections
from itow_desktop.services.views import VehicleQuery
from itow_desktop.services.working import (
    CallIn,
    PickUp,
    assign_agency,
    call_in,
    keep_on_lot,
    pick_up,
    sort_cars,
    sos_notice,
    why,
    work_queue,
)
from tests.builders import DETROIT, TOWED, call
from tests.db.cars import agency_id, audited, bring, bring_one, card, count, counting, drain, step
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook
from tests.law import michigan

TODAY = date(2026, 3, 4)
CALLED_AT = datetime(2026, 3, 2, 8, 50, tzinfo=DETROIT)
LEFT = PickUp(TODAY, "Pat Doe", "MI license")
ELM = "5 Elm St, Flint, MI 48502"


def kinds(office: OpenOffice, custody_id: int) -> list[str]:
    return [event.kind.value for event in counting(office, custody_id)]


def on(office: OpenOffice, day: str) -> None:
    """Let it be noon of a day."""
    office.clock.time = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=DETROIT)


# --- call-in ------------------------------------------------------------------------------------------------------


def test_a_column_of_call_ins_for_one_agency(office: OpenOffice) -> None:
    first, second, third = bring(office, call(), call(), call())
    said = CallIn(
        first, CALLED_AT, person=" Sgt. Ames ", badge="117", complaint_no="26-1201", number_dialled="810-555-0100",
        answer="will enter it", note="busy night",
    )  # fmt: skip
    entries = [said, replace(said, custody_id=second, complaint_no="26-1202"), replace(said, custody_id=third, at=None, complaint_no=" ")]
    assert call_in(office.shift, entries) == 3
    told = counting(office, first)[-1]
    assert (told.kind, told.at, told.source, told.note) == (EventKind.POLICE_NOTIFIED, CALLED_AT, EventSource.MY_CALL, "busy night")
    assert told.data == {
        "person": "Sgt. Ames", "badge": "117", "number_dialled": "810-555-0100", "complaint_no": "26-1201", "answer": "will enter it",
    }  # fmt: skip
    numbers = [card(office, each).car.fields.complaint_number for each in (first, second, third)]
    assert numbers == ["26-1201", "26-1202", None]
    unknown = counting(office, third)[-1]
    assert (unknown.at, unknown.on) == (None, None)  # the time is not known, and that is an answer
    assert step(office, third) == "late: Print TOP"  # no longer asked for the call-in
    assert set(audited(office, "call-in, 3 cars")) == {("custodies", "Kim")}


def test_a_complaint_number_that_is_not_told_empties_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    call_in(private_office.shift, [CallIn(custody_id, CALLED_AT, complaint_no="26-1201")])
    call_in(private_office.shift, [CallIn(custody_id, CALLED_AT, person="Lt. Bell")])
    assert card(private_office, custody_id).car.fields.complaint_number == "26-1201"
    assert kinds(private_office, custody_id) == ["towed", "police_notified", "police_notified"]


def test_one_bad_line_of_a_column_keeps_all_of_it_out(office: OpenOffice) -> None:
    first, second = bring(office, call(), call())
    tomorrow = CALLED_AT.replace(month=3, day=5)
    for entries, trouble in [
        ([CallIn(first, CALLED_AT, complaint_no="1"), CallIn(second, tomorrow)], Problems),
        ([CallIn(first, CALLED_AT, complaint_no="1"), CallIn(999_999, CALLED_AT)], NotFound),
    ]:
        with pytest.raises(trouble):
            call_in(office.shift, entries)
        assert kinds(office, first) == kinds(office, second) == ["towed"]
        assert card(office, first).car.fields.complaint_number is None
    assert audited(office, "call-in, 2 cars") == []


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        Entry(EventKind.SOS_NOTICE_DATED, on=TODAY + timedelta(days=1)),
        Entry(EventKind.SOS_NOTICE_DATED, on=date(2099, 3, 9)),
        Entry(EventKind.LEIN_ENTERED, at=datetime(2026, 3, 4, 10, 30, tzinfo=DETROIT)),  # it is 10:00 now
        Entry(EventKind.RELEASED, on=TODAY + timedelta(days=1), data={"to_whom": "Pat"}),
    ],
)
def test_what_has_not_come_yet_is_refused(private_office: OpenOffice, entry: Entry) -> None:
    custody_id = bring_one(private_office)
    with pytest.raises(Problems, match=r"has not come yet\. Enter when it happened"):
        record(private_office.shift, custody_id, entry)
    assert kinds(private_office, custody_id) == ["towed"]


def test_a_sale_may_be_planned_ahead(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    record(private_office.shift, custody_id, Entry(EventKind.SALE_PLANNED, on=date(2026, 6, 1)))
    assert kinds(private_office, custody_id) == ["towed", "sale_planned"]


def test_today_is_the_offices_day_not_that_of_utc(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    private_office.clock.time = datetime(2026, 3, 4, 22, 0, tzinfo=DETROIT)  # already 5 March in UTC
    with pytest.raises(Problems, match="3/5/2026"):
        sos_notice(private_office.shift, [custody_id], date(2026, 3, 5))


def test_a_wrong_year_never_lets_a_sale_come_early(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    with pytest.raises(Problems, match=r"3/9/2025 lies before the tow of 3/2/2026"):
        sos_notice(office.shift, [custody_id], date(2025, 3, 9))
    with pytest.raises(Problems, match="lies before the tow"):
        pick_up(office.shift, custody_id, replace(LEFT, on=date(2026, 3, 1)))
    assert kinds(office, custody_id) == ["towed"]


# --- the Secretary of State's notice ------------------------------------------------------------------------------


def test_a_wrong_notice_date_is_superseded_and_every_date_moves(office: OpenOffice) -> None:
    first, second = bring(office, call(), call())
    on(office, "2026-03-20")
    assert sos_notice(office.shift, [first, second], date(2026, 3, 9)) == 2
    assert why_of(office, first)["mi.sale"] == date(2026, 3, 31)
    assert sos_notice(office.shift, [first], date(2026, 3, 10), "Misread.") == 1
    notices = [event for event in counting(office, first) if event.kind is EventKind.SOS_NOTICE_DATED]
    assert [event.on for event in notices] == [date(2026, 3, 10)]
    assert notices[0].supersedes is not None
    assert len(card(office, first).events) == 3  # the wrong one stays readable
    assert why_of(office, first)["mi.sale"] == date(2026, 3, 31)  # 20 days end on Monday 30 March either way
    assert why_of(office, first)["mi.secured_party_redeem"] == date(2026, 3, 20)
    assert why_of(office, second)["mi.secured_party_redeem"] == date(2026, 3, 19)


def test_the_same_notice_date_again_records_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    on(private_office, "2026-03-20")
    sos_notice(private_office.shift, [custody_id], date(2026, 3, 9))
    assert sos_notice(private_office.shift, [custody_id, custody_id], date(2026, 3, 9)) == 0
    assert kinds(private_office, custody_id) == ["towed", "sos_notice_dated"]


def why_of(office: OpenOffice, custody_id: int) -> dict[str, date | None]:
    return {deadline.rule_id: deadline.last_day for deadline in why(office.shift, custody_id).deadlines}


# --- leaving ------------------------------------------------------------------------------------------------------


def test_a_car_that_was_picked_up_leaves_the_queue_but_for_its_report(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    event = pick_up(office.shift, custody_id, replace(LEFT, to_whom="  Pat Doe "))
    assert (event.kind, event.on, event.data) == (EventKind.RELEASED, TODAY, {"to_whom": "Pat Doe", "id_seen": "MI license"})
    assert card(office, custody_id).row.status is CustodyStatus.PICKED_UP
    (line,) = work_queue(office.shift).lines
    assert (line.item.rule, line.item.step, line.item.due) == ("office.report_pickup", "Report to state", date(2026, 3, 5))
    assert (line.item.urgency, line.item.more) == (Urgency.SOON, 0)
    record(office.shift, custody_id, Entry(EventKind.DISPOSITION_REPORTED, on=TODAY))
    assert work_queue(office.shift).lines == ()
    assert work_queue(office.shift).active == 0


def test_a_redemption_is_told_apart(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    assert pick_up(private_office.shift, custody_id, replace(LEFT, redeemed=True)).kind is EventKind.REDEEMED


def test_a_pick_up_needs_who_and_which_identification(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    with pytest.raises(Problems) as refused:
        pick_up(private_office.shift, custody_id, PickUp(TODAY, " ", "N/A"))
    assert [name for name, _ in refused.value.problems] == ["to_whom", "id_seen"]
    assert kinds(private_office, custody_id) == ["towed"]


def test_nothing_leaves_under_a_hold(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    hold = {"hold": "police", "authority": "Burton PD"}
    record(office.shift, custody_id, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data=hold))
    assert card(office, custody_id).row.next_step == "Print TOP"  # our own duties do not wait
    with pytest.raises(Refused, match=r"on hold: police \(Burton PD\)\. Lift the hold first\. Nothing was changed\."):
        pick_up(office.shift, custody_id, LEFT)
    assert card(office, custody_id).row.status is CustodyStatus.ON_LOT
    record(office.shift, custody_id, Entry(EventKind.HOLD_LIFTED, on=TODAY, data=hold))
    pick_up(office.shift, custody_id, LEFT)


def test_a_hold_of_the_next_day_is_not_lifted_by_an_evening_that_was_tomorrow_in_utc(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    on(office, "2026-03-12")
    for entry in (
        Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 5), data={"hold": "police"}),
        Entry(EventKind.HOLD_LIFTED, at=datetime(2026, 3, 10, 21, 0, tzinfo=DETROIT), data={"hold": "police"}),
        Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 11), data={"hold": "police"}),
    ):
        record(office.shift, custody_id, entry)
    assert work_queue(office.shift).lines[0].case.on_hold == ("police",)
    with pytest.raises(Refused, match="on hold"):
        pick_up(office.shift, custody_id, replace(LEFT, on=date(2026, 3, 12)))
    record(office.shift, custody_id, Entry(EventKind.HOLD_LIFTED, at=datetime(2026, 3, 11, 9, 0, tzinfo=DETROIT), data={"hold": "police"}))
    assert work_queue(office.shift).lines[0].case.on_hold == ()


def test_correcting_a_hold_into_a_release_is_still_a_release_under_a_hold(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    held = record(office.shift, custody_id, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"}))
    with pytest.raises(Refused, match="on hold: police"):
        record(office.shift, custody_id, Entry(EventKind.RELEASED, on=TODAY, supersedes=held.id))
    petition = record(office.shift, custody_id, Entry(EventKind.HEARING_PETITIONED, on=date(2026, 3, 3), reason="The court sent it."))
    record(office.shift, custody_id, Entry(EventKind.SUPERSEDED, note="wrong car", supersedes=held.id))
    with pytest.raises(Refused, match="petition"):
        record(office.shift, custody_id, Entry(EventKind.SOLD, on=TODAY, data={"flagged": "yes"}, supersedes=petition.id))


def test_a_wrong_pick_up_is_corrected_or_taken_back(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    wrong = pick_up(office.shift, custody_id, LEFT)
    with pytest.raises(Refused, match="closed already"):
        pick_up(office.shift, custody_id, LEFT)
    right = record(
        office.shift, custody_id, Entry(EventKind.REDEEMED, on=date(2026, 3, 3), data=wrong.data, supersedes=wrong.id, reason="He paid.")
    )
    assert card(office, custody_id).row.status is CustodyStatus.PICKED_UP
    with pytest.raises(Refused, match="corrected before"):
        record(office.shift, custody_id, Entry(EventKind.SUPERSEDED, note="again", supersedes=wrong.id))
    record(office.shift, custody_id, Entry(EventKind.SUPERSEDED, note="wrong car", supersedes=right.id))
    assert card(office, custody_id).row.status is CustodyStatus.ON_LOT
    assert step(office, custody_id) == "late: Print TOP"
    assert [event.kind.value for event in card(office, custody_id).events] == ["towed", "released", "redeemed", "superseded"]


# --- corrections --------------------------------------------------------------------------------------------------


def test_what_is_taken_back_needs_its_id_and_a_reason(private_office: OpenOffice) -> None:
    custody_id, other = bring(private_office, call(), call())
    entered = record(private_office.shift, custody_id, Entry(EventKind.LEIN_ENTERED, on=date(2026, 3, 3)))
    for entry in (
        Entry(EventKind.SUPERSEDED, supersedes=entered.id),
        Entry(EventKind.SUPERSEDED, note=" ", supersedes=entered.id),
        Entry(EventKind.SUPERSEDED, note="typo"),
        Entry(EventKind.NOTE),
    ):
        with pytest.raises(Problems):
            record(private_office.shift, custody_id, entry)
    with pytest.raises(NotFound, match="not on record for this car"):
        record(private_office.shift, other, Entry(EventKind.SUPERSEDED, note="typo", supersedes=entered.id))
    assert kinds(private_office, custody_id) == ["towed", "lein_entered"]
    record(private_office.shift, custody_id, Entry(EventKind.SUPERSEDED, note="typo", supersedes=entered.id))
    assert kinds(private_office, custody_id) == ["towed"]


def test_text_of_any_kind_goes_into_the_record(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    text = "🚗 first line\nשלום \x00'; DROP TABLE events; --"
    event = record(office.shift, custody_id, Entry(EventKind.NOTE, note=text, data={"said": "a\x00b", "nothing": " "}))
    kept = counting(office, custody_id)[-1]
    assert kept.note == event.note == text.replace("\x00", "")
    assert kept.data == {"said": "ab"}
    assert count(office, "events") == 2


# --- police department --------------------------------------------------------------------------------------------


def test_a_choice_is_remembered_for_the_property_now_and_at_the_next_import(office: OpenOffice) -> None:
    first, second, other = bring(
        office, call(towed_from=ELM), call(towed_from=f"{ELM} (Elm Court)"), call(towed_from="7 Elm St, Flint, MI")
    )
    assert step(office, first) == "ask: Choose police department"
    flint = agency_id(office, "Flint Police Department")
    assert assign_agency(office.shift, flint, [first]) == 2
    assert [card(office, each).car.fields.agency_id for each in (first, second, other)] == [flint, flint, None]
    assert card(office, bring_one(office, towed_from=f"{ELM}, USA")).car.fields.agency_id == flint
    assert set(audited(office, "choose police department")) == {
        ("properties", "Kim"),
        ("property_spellings", "Kim"),
        ("custodies", "Kim"),
    }

    sheriff = agency_id(office, "Clio Police Department")
    assert assign_agency(office.shift, sheriff, [second]) == 1  # those that have one keep it
    assert card(office, first).car.fields.agency_id == flint
    assert card(office, bring_one(office, towed_from=ELM)).car.fields.agency_id == sheriff


def test_a_choice_for_one_car_only(private_office: OpenOffice) -> None:
    first, second = bring(private_office, call(towed_from=ELM), call(towed_from=ELM))
    flint = agency_id(private_office, "Flint Police Department")
    assert assign_agency(private_office.shift, flint, [first], remember=False) == 1
    assert card(private_office, second).car.fields.agency_id is None
    assert card(private_office, bring_one(private_office, towed_from=ELM)).car.fields.agency_id is None


def test_a_car_that_left_keeps_what_it_had(private_office: OpenOffice) -> None:
    gone, here = bring(private_office, call(towed_from=ELM), call(towed_from=ELM))
    pick_up(private_office.shift, gone, LEFT)
    assert assign_agency(private_office.shift, agency_id(private_office, "Flint Police Department"), [here]) == 1
    assert card(private_office, gone).car.fields.agency_id is None


def test_a_choice_that_cannot_be_made_changes_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office, towed_from=ELM)
    flint = agency_id(private_office, "Flint Police Department")
    for agency, cars in ((999_999, [custody_id]), (flint, [custody_id, 999_999])):
        with pytest.raises(NotFound):
            assign_agency(private_office.shift, agency, cars)
    assert card(private_office, custody_id).car.fields.agency_id is None
    assert count(private_office, "properties") == 0


# --- sorting, releases at TowBook ---------------------------------------------------------------------------------


def test_sorting_gives_a_car_its_law(office: OpenOffice) -> None:
    first, second = bring(office, call(), call())
    assert sort_cars(office.shift, [first, second], CustodyKind.UNKNOWN) == 2
    assert step(office, first) == "ask: Sort custody"
    sort_cars(office.shift, [first], CustodyKind.POLICE_HOLD)
    sort_cars(office.shift, [second], CustodyKind.NOT_AN_IMPOUND)
    assert step(office, first) == "stopped: Request abandoned entry"
    assert step(office, second) == "nothing"
    assert (work_queue(office.shift).active, work_queue(office.shift).accounted_for) == (2, 2)
    with pytest.raises(NotFound):
        sort_cars(office.shift, [first, 999_999], CustodyKind.PRIVATE_PROPERTY)
    assert card(office, first).car.fields.custody == "police_hold"


def test_still_here_is_an_answer_until_towbook_changes_its_word(office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])

    def says(released: bool) -> str:
        towbook.calls[told.towbook_id] = replace(told, released=released)
        drain(office, towbook)
        return step(office, custody_id)

    drain(office, towbook)
    custody_id = vehicle_page(office.shift, VehicleQuery()).rows[0].custody_id
    call_in(office.shift, [CallIn(custody_id, CALLED_AT)])
    on(office, "2026-03-02")
    assert says(True) == "ask: Confirm release"
    assert keep_on_lot(office.shift, [custody_id]) == 1
    assert step(office, custody_id) == "soon: Print TOP"
    assert says(True) == "soon: Print TOP"
    assert says(False) == "soon: Print TOP"
    assert says(True) == "ask: Confirm release"
    answer = counting(office, custody_id)[-1]
    assert (answer.kind, answer.recorded_by, answer.source) == (EventKind.NOTE, "Kim", EventSource.LOOK_UP)
    with pytest.raises(NotFound):
        keep_on_lot(office.shift, [custody_id, 999_999])


# --- two at once --------------------------------------------------------------------------------------------------


def together(*deeds: Callable[[], object]) -> list[object]:
    """Run deeds at the same moment; what each gave or raised."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait(10)
        try:
            return deed()
        except Trouble as trouble:
            return trouble

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.both_servers
def test_one_car_is_picked_up_once(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    outcomes = together(*[lambda: pick_up(office.shift, custody_id, LEFT)] * 4)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Trouble)]
    assert len(refused) == 3
    assert all(isinstance(trouble, Refused) and "closed already" in str(trouble) for trouble in refused)
    assert kinds(office, custody_id) == ["towed", "released"]


@pytest.mark.both_servers
def test_a_hold_and_a_release_at_once_never_both_win(office: OpenOffice) -> None:
    hold = Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data={"hold": "police"})
    for custody_id in bring(office, *(call() for _ in range(6))):
        together(partial(record, office.shift, custody_id, hold), partial(pick_up, office.shift, custody_id, LEFT))
        assert kinds(office, custody_id) in (["towed", "hold_placed"], ["towed", "released"])


@pytest.mark.both_servers
def test_two_notice_dates_at_once_leave_one_that_counts(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    on(office, "2026-03-20")
    outcomes = together(*(partial(sos_notice, office.shift, [custody_id], date(2026, 3, day)) for day in (9, 10, 11)))
    assert outcomes.count(1) == 1
    assert sum(isinstance(outcome, Doubtful) for outcome in outcomes) == 2
    assert kinds(office, custody_id) == ["towed", "sos_notice_dated"]
    together(*(partial(sos_notice, office.shift, [custody_id], date(2026, 3, day), "Misread.") for day in (9, 10, 11)))
    assert kinds(office, custody_id) == ["towed", "sos_notice_dated"]
    assert len(card(office, custody_id).events) in {4, 5}  # the date that stands is not recorded again


@pytest.mark.both_servers
def test_columns_over_the_same_cars_in_another_order_do_not_block_each_other(office: OpenOffice) -> None:
    ids = bring(office, *(call(towed_from=ELM) for _ in range(8)))

    def column(order: Sequence[int]) -> Callable[[], object]:
        return lambda: call_in(office.shift, [CallIn(each, CALLED_AT, complaint_no=str(each), reason="One call.") for each in order])

    flint = agency_id(office, "Flint Police Department")
    outcomes = together(column(ids), column(ids[::-1]), lambda: assign_agency(office.shift, flint, ids[::-1]))
    assert outcomes == [8, 8, 8]
    for custody_id in ids:
        assert kinds(office, custody_id) == ["towed", "police_notified", "police_notified"]
        assert card(office, custody_id).car.fields.complaint_number == str(custody_id)


# --- the main path ------------------------------------------------------------------------------------------------


def test_the_life_of_a_tow_in_the_queue(office: OpenOffice) -> None:
    on(office, "2026-03-02")
    custody_id = bring_one(office, towed_from=ELM)
    assert step(office, custody_id) == "ask: Choose police department"
    on(office, "2026-03-04")
    assert step(office, custody_id) == "ask: Choose police department"  # not late: nobody knows whom to send it to
    assign_agency(office.shift, agency_id(office, "Flint Police Department"), [custody_id])
    assert step(office, custody_id) == "late: Print TOP"
    record(office.shift, custody_id, Entry(EventKind.LETTER_PRINTED, on=TODAY, data={"letter": "top"}))
    assert step(office, custody_id) == "ask: Call in"
    call_in(office.shift, [CallIn(custody_id, CALLED_AT, person="Sgt. Ames", badge="117")])
    assert step(office, custody_id) == "waiting: Ask for LEIN entry"
    on(office, "2026-03-06")
    assert step(office, custody_id) == "chase: Ask for LEIN entry"
    record(office.shift, custody_id, Entry(EventKind.LEIN_ENTERED, on=date(2026, 3, 3)))
    assert step(office, custody_id) == "waiting: Enter SOS notice date"
    on(office, "2026-03-12")
    sos_notice(office.shift, [custody_id], date(2026, 3, 9))
    assert step(office, custody_id) == "waiting: Wait for owner"
    on(office, "2026-03-30")
    assert step(office, custody_id) == "waiting: Wait for owner"
    on(office, "2026-03-31")
    assert step(office, custody_id) == "ready: Schedule sale"
    (line,) = work_queue(office.shift).lines
    assert line.item.why == "Wait over, NOT cleared: missing TR-52L, ad"
    assert line.agency is not None
    assert line.agency.name == "Flint Police Department"
    with pytest.raises(Refused, match="TR-52L"):
        record(office.shift, custody_id, Entry(EventKind.SOLD, on=date(2026, 3, 31)))
    record(office.shift, custody_id, Entry(EventKind.HEARING_PETITIONED, on=date(2026, 3, 20)))
    assert step(office, custody_id) == "waiting: Enter hearing decision"
    record(office.shift, custody_id, Entry(EventKind.HEARING_DECIDED, on=date(2026, 3, 30), data={"outcome": "for_owner"}))
    (line,) = work_queue(office.shift).lines
    assert (line.item.urgency, line.item.why) == (Urgency.STOPPED, "Court decided for the owner")
    pick_up(office.shift, custody_id, replace(LEFT, on=date(2026, 3, 31), redeemed=True))
    assert step(office, custody_id) == "soon: Report to state"


def test_a_call_in_that_was_missed_is_late_not_asked(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    on(private_office, "2026-03-02")
    assert step(private_office, custody_id) == "ask: Call in"
    record(private_office.shift, custody_id, Entry(EventKind.CALL_IN_MISSED, on=date(2026, 3, 2)))
    assert step(private_office, custody_id) == "late: Call in"


def test_the_queue_of_another_day_is_asked_without_waiting_for_it(private_office: OpenOffice) -> None:
    bring_one(private_office)
    urgencies = [work_queue(private_office.shift, date(2026, 3, day)).lines[0].item.urgency for day in (2, 3, 4)]
    assert urgencies == [Urgency.ASK, Urgency.TODAY, Urgency.LATE]
    assert work_queue(private_office.shift).today == TODAY


def test_why_tells_every_date_with_its_trace(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    told = why(private_office.shift, custody_id)
    assert told.custody is CustodyKind.PRIVATE_PROPERTY
    rules = {deadline.rule_id: deadline for deadline in told.deadlines}
    assert rules["office.top"].date == date(2026, 3, 3)
    assert rules["mi.lein_entry"].at == TOWED + timedelta(days=1)
    assert all(deadline.trace for deadline in told.deadlines)
    with pytest.raises(NotFound):
        why(private_office.shift, 999_999)


def test_another_setting_of_the_office_moves_its_dates_at_the_next_opening(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    slower = Law(michigan(), {"office.top": 5})
    assert refresh_projections(private_office.shift.desk, private_office.shift.law) == 0
    assert refresh_projections(private_office.shift.desk, slower) == 1
    assert refresh_projections(private_office.shift.desk, slower) == 0
    (line,) = work_queue(replace(private_office.shift, law=slower)).lines
    assert (line.item.custody_id, line.item.step) == (custody_id, "Call in")
    assert line.item.more == 2


def test_events_are_never_changed_by_a_deed(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    before = card(private_office, custody_id).events
    on(private_office, "2026-03-20")
    sos_notice(private_office.shift, [custody_id], date(2026, 3, 9))
    sos_notice(private_office.shift, [custody_id], date(2026, 3, 10), "Misread.")
    pick_up(private_office.shift, custody_id, replace(LEFT, on=date(2026, 3, 20)))
    assert card(private_office, custody_id).events[: len(before)] == before
