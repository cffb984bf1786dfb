"""Check import against a real database: what each line says, what people decide, what is remembered of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import text

from itow_desktop.domain.calls import BY_NUMBER, CallRef, DateRange, TowBookCall
from itow_desktop.domain.cars import Origin
from itow_desktop.domain.errors import DatabaseTrouble, NotFound, TowBookDown
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.importing.reconciling import Decision, LineKind, LineState, Narrowing, TrayLine
from itow_desktop.domain.impounds import ImpoundRule
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.browsing import car_card, find_car
from itow_desktop.services.browsing import office as facts_of
from itow_desktop.services.editing import Edit, change_car, save_office
from itow_desktop.services.importing.deciding import Deciding
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult, import_history, run_import
from itow_desktop.services.importing.reconciling import Decided, decide, still_open, tray, tray_line, tray_lines
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import CarCard
from itow_desktop.services.working import work_queue
from tests.builders import TOWED, call
from tests.db import offices
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer
from tests.fakes import MemoryTowBook

DAYS = DateRange(date(2026, 3, 1), date(2026, 3, 4))
EVERY = Narrowing()
_ACCOUNTS = count(1)


@pytest.fixture(scope="module")
def shared(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office for the whole room; each test has an account of its own."""
    with offices.open_office(server, template) as opened:
        yield opened


class ShortList(MemoryTowBook):
    """A TowBook whose lists leave some calls out, which can be read all the same."""

    unlisted: frozenset[str] = frozenset()

    def calls_between(self, days, accounts, stopped=never):  # type: ignore[no-untyped-def]
        """All but those."""
        listed = super().calls_between(days, accounts)
        return replace(listed, refs=tuple(ref for ref in listed.refs if ref.towbook_id not in self.unlisted))


class Desk:
    """One account of the office with its calls, and somebody who imports and decides."""

    def __init__(self, opened: OpenOffice, *calls: TowBookCall) -> None:
        self.shift = opened.shift
        self.account = f".PPI {next(_ACCOUNTS)}"
        self.towbook = ShortList(replace(each, account=self.account) for each in calls)
        self.run = 0

    def bring(self, days: DateRange | None = DAYS) -> ImportResult:
        """Import once."""
        work = run_import(self.shift, self.towbook, ImportPlan((self.account,), days), never)
        while True:
            try:
                next(work)
            except StopIteration as end:
                result: ImportResult = end.value
                self.run = result.run.id
                return result

    def says(self, told: TowBookCall, **changes: object) -> None:
        """Let TowBook say something else of a call from now on."""
        self.towbook.calls[told.towbook_id] = replace(self.towbook.calls[told.towbook_id], **changes)  # type: ignore[arg-type]

    def line(self, told: TowBookCall) -> TrayLine:
        return tray_line(self.shift, self.run, told.towbook_id)

    def stands(self, told: TowBookCall) -> tuple[LineKind, LineState]:
        found = self.line(told)
        return found.kind, found.state

    def decide(self, told: TowBookCall, decision: Decision) -> Decided:
        return decide(self.shift, self.run, [told.towbook_id], decision)

    def edit(self, told: TowBookCall, **values: str) -> None:
        change_car(self.shift, Edit(find_car(self.shift.desk, told.call_number or ""), values, {}))

    def card(self, told: TowBookCall) -> CarCard:
        return car_card(self.shift, find_car(self.shift.desk, told.call_number or ""))


def test_every_call_of_an_import_is_one_line_with_its_kind(shared: OpenOffice) -> None:
    same, changed, differing, unreadable, new = call(), call(), call(), call(), call(plate="NEW1234", vin=None)
    desk = Desk(shared, same, changed, differing)
    desk.bring()
    desk.edit(differing, color="Silver")
    desk.says(changed, color="Black")
    desk.says(differing, color="Black", model="Impala")
    desk.towbook.calls |= {each.towbook_id: replace(each, account=desk.account) for each in (unreadable, new)}
    desk.towbook.unreadable[unreadable.towbook_id] = "TowBook sent no JSON."
    result = desk.bring()
    assert result.run.waiting == 1
    assert import_history(shared.shift.desk, 1)[0].waiting == 1

    found = tray(desk.shift, desk.run)
    taken = LineState.TAKEN
    assert found.counts == {
        (LineKind.UNCHANGED, taken): 1, (LineKind.CHANGED, taken): 1, (LineKind.DIFFERS, LineState.WAITING): 1,
        (LineKind.FAILED, taken): 1, (LineKind.NEW, taken): 1,
    }  # fmt: skip
    assert found.count(LineKind.DIFFERS) == found.count(states=[LineState.WAITING]) == 1
    assert found.may_undo

    page = tray_lines(desk.shift, desk.run, EVERY)
    assert page.total == 5
    assert [each.kind for each in page.lines] == [
        LineKind.FAILED, LineKind.DIFFERS, LineKind.NEW, LineKind.CHANGED, LineKind.UNCHANGED,
    ]  # fmt: skip
    assert page.lines[0].reason == "TowBook sent no JSON."
    assert not page.lines[0].open

    color, model = sorted(desk.line(differing).fields, key=lambda says: says.field)
    assert (color.theirs, color.ours, color.origin, color.by, color.taken) == ("Black", "Silver", Origin.DESK, "Kim", False)
    assert color.at is not None
    assert (model.theirs, model.ours, model.origin, model.taken) == ("Impala", "Malibu", Origin.TOWBOOK, True)
    told = {says.field: (says.theirs, says.ours, says.taken) for says in desk.line(new).fields}
    assert told["plate"] == (new.plate, None, True)
    assert desk.line(new).reason == "No rule fits this call, so a person decides."
    with pytest.raises(NotFound):
        tray_line(desk.shift, desk.run, "no such call")
    with pytest.raises(NotFound):
        tray(desk.shift, 10**9)


def test_a_car_that_an_import_may_have_entered_twice_is_told_and_stored_all_the_same(shared: OpenOffice) -> None:
    vin = "KMHCT4AE9EU118341"
    first, again, other = call(vin=vin, plate="TWICE1"), call(vin=vin, plate=None), call(vin="5YJ3E1EA4KF317001", plate="TWICE1")
    desk = Desk(shared, first)
    assert desk.bring().run.effect == "0 need a police department, 0 no VIN, 0 late"
    desk.towbook.calls |= {each.towbook_id: replace(each, account=desk.account) for each in (again, other)}
    run = desk.bring().run
    assert (run.new, run.effect) == (2, "0 need a police department, 0 no VIN, 0 late, 1 perhaps entered twice")
    assert desk.stands(again) == (LineKind.NEW, LineState.TAKEN)
    assert (desk.line(again).reason or "").startswith(
        f"Perhaps entered twice: call {first.call_number} stands on the lot with the same VIN. No rule"
    )
    assert "twice" not in (desk.line(other).reason or ""), "two whole VINs are two vehicles"


def test_lines_are_narrowed_and_paged_by_the_database(shared: OpenOffice) -> None:
    calls = [call(plate=f"PAGE{place}", color="Blue" if place % 2 else "Red") for place in range(7)]
    desk = Desk(shared, *calls)
    desk.bring()
    desk.bring()
    pages = [tray_lines(desk.shift, desk.run, EVERY, offset, 3).lines for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [line.key for page in pages for line in page] == [each.towbook_id for each in calls]
    assert tray_lines(desk.shift, desk.run, Narrowing(text="blue page3")).lines[0].label.startswith("PAGE3 Blue")
    assert tray_lines(desk.shift, desk.run, Narrowing(text="blue")).total == 3
    assert tray_lines(desk.shift, desk.run, Narrowing(kinds=frozenset({LineKind.NEW}))).total == 0
    assert tray_lines(desk.shift, desk.run, Narrowing(frozenset({LineKind.UNCHANGED}), frozenset({LineState.TAKEN}))).total == 7
    assert tray_lines(desk.shift, desk.run, Narrowing(states=frozenset({LineState.WAITING}))).total == 0
    assert tray_lines(desk.shift, desk.run, Narrowing(text="100%_")).total == 0


def test_keeping_ours_is_remembered_against_that_word_only(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    desk.bring()
    before = still_open(shared.shift.desk)
    assert desk.decide(told, Decision.LATER).done == 1
    assert desk.stands(told) == (LineKind.DIFFERS, LineState.LATER)
    assert desk.decide(told, Decision.KEEP).sentence == "Kept ours: 1 line."
    assert still_open(shared.shift.desk) == before - 1
    line = desk.line(told)
    assert (line.state, line.decided_by) == (LineState.KEPT, "Kim")

    desk.bring()
    assert desk.stands(told) == (LineKind.UNCHANGED, LineState.TAKEN)
    assert [each.towbook for each in desk.card(told).car.differences()] == ["Black"]
    desk.says(told, color="White")
    desk.bring()
    assert [says.theirs for says in desk.line(told).fields] == ["White"]
    desk.says(told, color="Black")
    desk.bring()
    assert desk.stands(told) == (LineKind.UNCHANGED, LineState.TAKEN)
    assert desk.card(told).car.fields.color == "Silver"


def test_accepting_takes_towbooks_word_and_towbook_refreshes_the_field_again(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver", plate="OURS1")
    desk.says(told, color="Black", plate="THEIRS1")
    desk.bring()
    assert desk.decide(told, Decision.ACCEPT).done == 1
    car = desk.card(told).car
    assert (car.fields.color, car.fields.plate, car.differences()) == ("Black", "THEIRS1", ())
    assert (car.provenance["color"].origin, car.provenance["color"].by) == (Origin.TOWBOOK, "Kim")
    desk.says(told, color="White")
    desk.bring()
    assert desk.card(told).car.fields.color == "White"


def test_what_nobody_decided_asks_again_in_the_next_import_and_only_there(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    first = desk.bring().run.id
    desk.bring()
    assert desk.stands(told) == (LineKind.DIFFERS, LineState.WAITING)
    assert tray_line(desk.shift, first, told.towbook_id).state is LineState.OVERTAKEN
    left = decide(desk.shift, first, [told.towbook_id], Decision.ACCEPT)
    assert (left.done, left.refused[0].reason) == (0, "There is nothing to decide: A later import asks.")
    desk.edit(told, color="Black")
    desk.bring()
    assert desk.stands(told) == (LineKind.UNCHANGED, LineState.TAKEN)


def test_of_two_people_who_decide_one_line_the_second_is_told_who_and_when(shared: OpenOffice) -> None:
    one, other = call(), call()
    desk = Desk(shared, one, other)
    desk.bring()
    for told in (one, other):
        desk.edit(told, color="Silver")
        desk.says(told, color="Black")
    desk.bring()
    ann: Shift = desk.shift.by(add_person(desk.shift, "Ann", Rights.CLERK))
    assert desk.decide(one, Decision.KEEP).done == 1
    came_late = decide(ann, desk.run, [one.towbook_id, other.towbook_id], Decision.ACCEPT)
    assert came_late.done == 1
    (left,) = came_late.refused
    assert (left.key, left.label) == (one.towbook_id, "ABC1234 Silver 2011 Chevrolet Malibu")
    assert left.reason.startswith("Kim decided it already, ")
    assert left.reason.endswith(": Kept ours.")
    assert came_late.sentence.startswith("Accepted: 1 line. Left as it is: ABC1234")
    assert desk.card(one).car.fields.color == "Silver"
    assert desk.card(other).car.fields.color == "Black"
    assert desk.line(other).decided_by == "Ann"


def test_who_decides_in_the_same_moment_waits_and_comes_second(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    desk.bring()
    with ThreadPoolExecutor(1) as other:
        with desk.shift.desk.begin(desk.shift.deed("keep ours")) as unit:
            Deciding.of(unit, desk.shift, desk.run, [told.towbook_id]).carry_out(Decision.KEEP)
            second = other.submit(desk.decide, told, Decision.ACCEPT)
            shared.until_somebody_waits()
            unit.commit()
        came_late = second.result(10)
    assert (came_late.done, came_late.refused[0].reason.split(", ")[0]) == (0, "Kim decided it already")
    assert desk.card(told).car.fields.color == "Silver"


def test_undoing_a_decision_lets_the_lines_ask_again(shared: OpenOffice) -> None:
    calls = [call(), call()]
    desk = Desk(shared, *calls)
    desk.bring()
    for told in calls:
        desk.edit(told, color="Silver")
        desk.says(told, color="Black")
    desk.bring()
    assert decide(desk.shift, desk.run, Narrowing(kinds=frozenset({LineKind.DIFFERS})), Decision.ACCEPT).done == 2
    step = undo_state(desk.shift).undo
    assert step is not None
    assert step.name == "accept in Check import, 2 lines"
    undo(desk.shift, step.deed_id)
    assert [desk.card(told).car.fields.color for told in calls] == ["Silver", "Silver"]
    assert {desk.stands(told) for told in calls} == {(LineKind.DIFFERS, LineState.WAITING)}
    assert desk.decide(calls[0], Decision.KEEP).done == 1


def asks_whether_released(shift: Shift, card: CarCard) -> bool:
    lines = work_queue(shift).lines
    return any(line.case.custody_id == card.row.custody_id and line.item.step == "Confirm release" for line in lines)


def test_a_car_that_left_towbooks_list_is_asked_about_and_nothing_is_closed(shared: OpenOffice) -> None:
    gone, also, earlier, stays = call(), call(), call(completed_at=TOWED - timedelta(days=9)), call()
    desk = Desk(shared, gone, also, earlier, stays)
    desk.bring()
    desk.towbook.unlisted = frozenset({gone.towbook_id, also.towbook_id, earlier.towbook_id})
    desk.says(gone, color="Black")
    desk.bring()
    assert desk.stands(gone) == desk.stands(also) == (LineKind.GONE, LineState.WAITING)
    assert desk.line(earlier).kind is LineKind.UNCHANGED  # no list of these days could name it
    assert desk.line(stays).kind is LineKind.UNCHANGED
    line = desk.line(gone)
    assert line.reason is not None
    assert "3/1/2026 to 3/4/2026" in line.reason
    assert [says.field for says in line.fields] == ["color"]

    assert desk.decide(gone, Decision.ACCEPT).done == 1
    assert desk.card(gone).row.status == "on_lot"
    assert asks_whether_released(desk.shift, desk.card(gone))
    assert not asks_whether_released(desk.shift, desk.card(also))
    assert desk.decide(also, Decision.KEEP).done == 1
    assert not asks_whether_released(desk.shift, desk.card(also))
    assert desk.card(also).events[-1].note == "Not in TowBook's list; the car still stands here."

    desk.bring()
    assert desk.line(gone).kind is desk.line(also).kind is LineKind.UNCHANGED
    desk.towbook.unlisted = frozenset()
    desk.towbook.released[also.towbook_id] = False
    desk.bring()
    desk.towbook.unlisted = frozenset({also.towbook_id})
    desk.bring()
    assert desk.line(also).kind is LineKind.GONE


def test_the_list_of_the_lot_asks_in_the_queue_at_once(shared: OpenOffice) -> None:
    gone, stays = call(), call()
    desk = Desk(shared, gone, stays)
    desk.bring(None)
    desk.towbook.released[gone.towbook_id] = True
    desk.bring(None)
    assert desk.stands(gone) == (LineKind.GONE, LineState.WAITING)
    assert asks_whether_released(desk.shift, desk.card(gone))
    desk.decide(gone, Decision.KEEP)
    assert not asks_whether_released(desk.shift, desk.card(gone))
    desk.bring(None)
    assert desk.line(gone).kind is LineKind.UNCHANGED
    assert not asks_whether_released(desk.shift, desk.card(gone))


@pytest.fixture
def waiting(shared: OpenOffice) -> Iterator[OpenOffice]:
    """The office while it lets everything wait."""
    before = facts_of(shared.shift.desk)
    save_office(shared.shift, replace(before, import_waits=True))
    yield shared
    save_office(shared.shift, before)


def test_a_double_that_waited_is_told_once_it_is_accepted(waiting: OpenOffice) -> None:
    first, again = (call(vin="2HGZE7AA43Z000197", plate=None) for _ in range(2))
    desk = Desk(waiting, first, again)
    desk.bring()
    assert desk.decide(first, Decision.ACCEPT).done == desk.decide(again, Decision.ACCEPT).done == 1
    assert "twice" not in (desk.line(first).reason or "")
    assert (desk.line(again).reason or "").startswith(f"Perhaps entered twice: call {first.call_number} stands")


def test_everything_can_wait_until_somebody_accepts_it(waiting: OpenOffice) -> None:
    wanted, unwanted = call(), call()
    desk = Desk(waiting, wanted, unwanted)
    result = desk.bring()
    assert (result.run.new, result.run.unchanged, result.run.waiting) == (0, 0, 2)
    with pytest.raises(NotFound):
        desk.card(wanted)
    line = desk.line(wanted)
    assert (line.kind, line.state, line.label) == (LineKind.NEW, LineState.WAITING, "ABC1234 Gray 2011 Chevrolet Malibu")
    assert not any(says.taken for says in line.fields)
    assert tray_lines(desk.shift, desk.run, Narrowing(text=f"malibu {wanted.call_number}")).total == 1

    assert desk.decide(unwanted, Decision.KEEP).done == 1
    assert desk.decide(wanted, Decision.ACCEPT).done == 1
    card = desk.card(wanted)
    assert [event.kind for event in card.events] == [EventKind.TOWED]
    assert card.row.next_step is not None
    desk.bring()
    assert desk.stands(wanted) == desk.stands(unwanted) == (LineKind.UNCHANGED, LineState.TAKEN)
    desk.says(unwanted, color="Black")
    desk.bring()
    assert desk.stands(unwanted) == (LineKind.NEW, LineState.WAITING)

    desk.edit(wanted, color="Silver")
    later = TOWED + timedelta(hours=5)
    desk.says(wanted, color="Black", model="Impala", completed_at=later)
    desk.bring()
    line = desk.line(wanted)
    assert (line.kind, line.reason) == (LineKind.DIFFERS, "TowBook tells another time of the tow.")
    assert {says.field: says.taken for says in line.fields} == {"model": False, "color": False}
    assert desk.card(wanted).car.fields.model == "Malibu"
    desk.decide(wanted, Decision.ACCEPT)
    card = desk.card(wanted)
    assert (card.car.fields.model, card.car.fields.color, card.row.towed_at) == ("Impala", "Black", later)


def test_ours_kept_against_a_call_that_waited_asks_no_more(waiting: OpenOffice) -> None:
    told = call(body_type=None)
    desk = Desk(waiting, told)
    desk.bring()
    desk.decide(told, Decision.ACCEPT)
    desk.says(told, color="Black", body_type="Sedan")
    desk.bring()
    desk.decide(told, Decision.KEEP)
    car = desk.card(told).car
    assert (car.fields.color, car.fields.body_type) == ("Gray", None)
    assert {each.field: each.towbook for each in car.differences()} == {"color": "Black", "body_type": "Sedan"}
    desk.bring()
    assert desk.stands(told) == (LineKind.UNCHANGED, LineState.TAKEN)


def test_undoing_an_accepted_call_lets_it_wait_again(waiting: OpenOffice) -> None:
    told = call()
    desk = Desk(waiting, told)
    desk.bring()
    for _ in range(2):
        assert desk.decide(told, Decision.ACCEPT).done == 1
        assert desk.card(told).row.status == "on_lot"
        step = undo_state(desk.shift).undo
        assert step is not None
        undo(desk.shift, step.deed_id)
        assert desk.card(told).row.status == "void"
        assert desk.stands(told) == (LineKind.NEW, LineState.WAITING)


def test_a_field_that_towbook_fills_once_stays_and_the_difference_asks(shared: OpenOffice) -> None:
    before = facts_of(shared.shift.desk)
    told = call(notes=None)
    desk = Desk(shared, told)
    desk.bring()
    save_office(shared.shift, replace(before, towbook_fills_once=("notes", "color")))
    desk.says(told, notes="Keys on hook 4", color="Black", model="Impala")
    desk.bring()
    save_office(shared.shift, before)
    fields = desk.card(told).car.fields
    assert (fields.notes, fields.color, fields.model) == ("Keys on hook 4", "Gray", "Impala")
    assert [(says.field, says.theirs) for says in desk.line(told).fields if not says.taken] == [("color", "Black")]
    assert desk.decide(told, Decision.KEEP).done == 1
    mark = desk.card(told).car.provenance["color"]
    assert (mark.origin, mark.by, mark.against) == (Origin.DESK, "Kim", "Black")


def test_a_call_known_by_its_number_only_is_taken_over_by_its_own_id(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    by_number = replace(told, towbook_id=f"{BY_NUMBER}{told.call_number}", account=desk.account, color="Silver")
    desk.towbook.calls = {by_number.towbook_id: by_number}
    desk.bring()
    custody_id = desk.card(told).row.custody_id
    desk.towbook.calls = {told.towbook_id: replace(told, account=desk.account)}
    result = desk.bring()
    assert (result.run.new, result.run.updated, result.run.failed) == (0, 1, 0)
    car = desk.card(told).car
    assert (car.custody_id, car.towbook_id, car.fields.color) == (custody_id, told.towbook_id, "Gray")
    assert desk.towbook.read[-1] == told.towbook_id


def test_a_call_that_two_batches_bring_is_one_line(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    reads = list(desk.towbook.read_calls([CallRef(told.towbook_id)] * 60, never))
    desk.towbook.read_calls = lambda refs, stopped: iter(reads)  # type: ignore[method-assign]
    result = desk.bring()
    assert (result.run.new, result.run.failed) == (1, 0)
    assert tray_lines(desk.shift, desk.run, EVERY).total == 1


def test_a_cut_off_import_keeps_its_questions_in_the_next_one(shared: OpenOffice) -> None:
    calls = [call() for _ in range(4)]
    desk = Desk(shared, *calls)
    desk.bring()
    desk.edit(calls[0], color="Silver")
    desk.says(calls[0], color="Black")
    desk.towbook.trouble_at = (2, TowBookDown("TowBook does not answer."))
    cut_off = desk.bring().run.id
    assert desk.stands(calls[0]) == (LineKind.DIFFERS, LineState.WAITING)
    desk.towbook.trouble_at, desk.towbook.read = None, []
    desk.bring()
    assert calls[0].towbook_id not in desk.towbook.read
    assert desk.stands(calls[0]) == (LineKind.DIFFERS, LineState.WAITING)
    assert [says.theirs for says in desk.line(calls[0]).fields] == ["Black"]
    assert tray_line(desk.shift, cut_off, calls[0].towbook_id).state is LineState.OVERTAKEN
    assert desk.decide(calls[0], Decision.ACCEPT).done == 1
    assert desk.card(calls[0]).car.fields.color == "Black"


def test_a_source_that_tells_less_forgets_nothing_of_what_towbook_said(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    desk.bring()
    desk.says(told, color=None)
    desk.bring()
    assert [says.theirs for says in desk.line(told).fields] == ["Black"]


@contextmanager
def killed_at_the_commit(opened: OpenOffice, table: str) -> Iterator[None]:
    """Whoever writes this table loses the database in the middle of the commit."""
    kill = "CREATE FUNCTION kill_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
    late = f"CREATE CONSTRAINT TRIGGER kill_it AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    with opened.admin() as admin, admin.begin() as connection:
        connection.execute(text(f"{kill} PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"))
        connection.execute(text(f"{late} EXECUTE FUNCTION kill_it()"))
    try:
        yield
    finally:
        with opened.admin() as admin, admin.begin() as connection:
            connection.execute(text("DROP FUNCTION kill_it() CASCADE"))


def test_a_decision_cut_off_in_the_middle_of_the_commit_changes_nothing(shared: OpenOffice) -> None:
    told = call()
    desk = Desk(shared, told)
    desk.bring()
    desk.edit(told, color="Silver")
    desk.says(told, color="Black")
    desk.bring()
    with killed_at_the_commit(shared, "import_decisions"), pytest.raises(DatabaseTrouble):
        desk.decide(told, Decision.ACCEPT)
    assert desk.card(told).car.fields.color == "Silver"
    assert desk.stands(told) == (LineKind.DIFFERS, LineState.WAITING)
    assert desk.decide(told, Decision.ACCEPT).done == 1
    assert desk.card(told).car.fields.color == "Black"


def test_an_accepted_call_that_is_no_impound_is_sorted_so(waiting: OpenOffice) -> None:
    told, unwanted = call(reason="Jump start"), call(reason="Jump start")
    desk = Desk(waiting, told, unwanted)
    before = facts_of(waiting.shift.desk)
    save_office(waiting.shift, replace(before, impound_rules=(ImpoundRule(CustodyKind.NOT_AN_IMPOUND, words=("jump start",)),)))
    desk.bring()
    save_office(waiting.shift, before)
    line = desk.line(told)
    assert (line.kind, line.state) == (LineKind.NOT_IMPOUND, LineState.WAITING)
    assert line.reason == "Rule 1: reason Jump start, so Not an impound."
    desk.decide(told, Decision.ACCEPT)
    assert desk.card(told).car.fields.custody == CustodyKind.NOT_AN_IMPOUND
    desk.decide(unwanted, Decision.KEEP)
    desk.bring()
    assert desk.stands(unwanted) == (LineKind.UNCHANGED, LineState.TAKEN)
