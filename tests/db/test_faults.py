"""Everything that goes wrong between TowBook and the database: nothing lost, one plain sentence, run again and go on."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.errors import DatabaseTrouble, ImportBusy
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.domain.vehicles import VinState
from itow_desktop.practice.faults import ExpiredAs, Fault
from itow_desktop.practice.login import PASSWORD
from itow_desktop.practice.office import make_office
from itow_desktop.practice.quirks import EMOJI, LONG_NOTE, RIGHT_TO_LEFT, quirk_calls
from itow_desktop.practice.records import CANCELLED, Office, OfficeCall
from itow_desktop.practice.server import StandIn
from itow_desktop.services.browsing import car_card, find_car, vehicle_page
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, import_history, run_failures, run_import
from itow_desktop.services.importing.reconciling import tray
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard, RunState, VehicleQuery
from itow_desktop.services.working import work_queue
from tests.db import offices
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer
from tests.towbook.desks import DETROIT, TODAY, WEEK, Desk

pytestmark = pytest.mark.both_servers

LISTED = 30
FRIDAY = 4
PLAN = ImportPlan((".PPI",), WEEK)
EVER = ImportPlan((".PPI",), DateRange(date(2026, 1, 1), date(2028, 1, 1)))
TROUBLES = [Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS, Fault.HTML, Fault.CUT_JSON, Fault.DROPPED]


@dataclass(frozen=True)
class Scene:
    """A desk with a real database that reads a stand-in TowBook; ``pc`` makes readers, its clock is the desk's."""

    served: StandIn
    pc: Desk
    shift: Shift

    def run(self, plan: ImportPlan = PLAN, *, stopped: Callable[[], bool] = never) -> ImportResult:
        """One import from its start to its end, with a program just started."""
        generator = run_import(self.shift, self.pc.reader(), plan, stopped)
        while True:
            try:
                next(generator)
            except StopIteration as end:
                result: ImportResult = end.value
                return result

    def stored(self) -> int:
        return vehicle_page(self.shift, VehicleQuery(limit=1)).total

    def card(self, call: OfficeCall) -> CarCard:
        return car_card(self.shift, find_car(self.shift.desk, str(call.number)))


@contextmanager
def scene_of(office: OpenOffice, books: Office, folder: Path) -> Iterator[Scene]:
    with StandIn(books) as served:
        pc = Desk(served, folder)
        try:
            yield Scene(served, pc, replace(office.shift, clock=pc.clock))
        finally:
            for reader in pc.readers:
                reader.close()


@pytest.fixture(scope="module")
def books() -> Office:
    return make_office(seed=3, calls=LISTED, today=TODAY)


@pytest.fixture
def scene(private_office: OpenOffice, books: Office, tmp_path: Path) -> Iterator[Scene]:
    with scene_of(private_office, books, tmp_path) as made:
        yield made


def ppi(books: Office) -> list[OfficeCall]:
    return [call for call in books.calls if call.account.name == ".PPI" and call.status != CANCELLED]


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.run.new, result.run.updated, result.run.unchanged, result.run.failed


def message(result: ImportResult) -> str:
    """What the import says; plain, and without a secret in it."""
    said = result.run.message or ""
    assert PASSWORD not in said
    assert "Traceback" not in said
    assert said.endswith(".")
    return said


def test_a_week_comes_whole_and_a_second_time_nothing_moves(office: OpenOffice, books: Office, tmp_path: Path) -> None:
    with scene_of(office, books, tmp_path) as scene:
        assert counts(scene.run()) == (LISTED, 0, 0, 0)
        assert {row.call_number for row in vehicle_page(scene.shift, VehicleQuery()).rows} == {str(call.number) for call in ppi(books)}
        queue = work_queue(scene.shift, TODAY)
        assert queue.active == queue.accounted_for == LISTED
        assert counts(scene.run()) == (0, 0, LISTED, 0)
        assert scene.stored() == LISTED


# --- signing in ---------------------------------------------------------------------------------------------------


def test_a_wrong_password_is_said_once_and_not_tried_again(scene: Scene) -> None:
    scene.pc.password = "not the one"
    first = scene.run()
    assert first.run.state is RunState.STOPPED
    assert message(first).startswith("TowBook rejected the sign-in: ")
    assert message(first).endswith("Nothing was changed.")
    assert "not the one" not in message(first)
    assert scene.pc.sign_ins() == 1
    again = scene.run()
    assert again.run.state is RunState.STOPPED
    assert scene.pc.sign_ins() == 1  # a rejected pair would lock the account in the end
    scene.pc.password = PASSWORD
    assert counts(scene.run()) == (LISTED, 0, 0, 0)
    assert [run.state for run in import_history(scene.shift.desk)] == [RunState.DONE, RunState.STOPPED, RunState.STOPPED]


@pytest.mark.parametrize("form", list(ExpiredAs))
def test_a_session_that_ends_once_is_mended_unseen(scene: Scene, form: ExpiredAs) -> None:
    scene.served.faults.expired_as = form
    scene.served.faults.expire_after(12)
    assert counts(scene.run()) == (LISTED, 0, 0, 0)
    assert scene.pc.sign_ins() == 2


def test_a_session_that_ends_again_and_again_stops_the_import_keeps_what_was_read_and_goes_on_later(scene: Scene) -> None:
    scene.served.faults.expire_after(6, again=True)
    first = scene.run()
    assert first.run.state is RunState.STOPPED
    assert scene.pc.sign_ins() == 3
    kept = scene.stored()
    assert 0 < kept < LISTED
    assert "sign-ins at TowBook within 10 minutes are the limit" in message(first)
    assert "calls were read and kept; import again to go on." in message(first)
    assert scene.run().run.state is RunState.STOPPED  # it does not wait, it says so at once
    assert scene.pc.sign_ins() == 3

    scene.served.faults.clear()
    scene.pc.clock.pass_by(timedelta(minutes=11))
    last = scene.run()
    assert last.run.state is RunState.DONE
    assert last.run.new + last.run.unchanged == LISTED
    assert last.run.new == LISTED - kept
    assert scene.stored() == LISTED


# --- a server in trouble ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", TROUBLES)
def test_a_trouble_that_passes_costs_nothing_but_time(scene: Scene, books: Office, fault: Fault) -> None:
    scene.served.faults.fail(fault, f"/api/calls/{ppi(books)[5].id}", times=4)
    scene.served.faults.fail(fault, "/api/reports", times=2)
    assert counts(scene.run()) == (LISTED, 0, 0, 0)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.GARBAGE, Fault.CUT_SHORT, Fault.NOT_FOUND])
def test_a_call_that_stays_unreadable_is_listed_with_its_reason_and_stops_nothing(scene: Scene, books: Office, fault: Fault) -> None:
    bad = ppi(books)[5]
    scene.served.faults.fail_call(bad.id, fault)
    result = scene.run()
    assert result.run.state is RunState.DONE
    assert counts(result) == (LISTED - 1, 0, 0, 1)
    (failure,) = result.failures
    assert failure.call == str(bad.number)
    assert failure.reason.endswith(".")
    assert run_failures(scene.shift.desk, result.run.id) == result.failures
    scene.served.faults.clear()
    assert counts(scene.run()) == (1, 0, LISTED - 1, 0)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.SERVER_ERROR, "error of its own"),
        (Fault.TOO_MANY_REQUESTS, "too often"),
        (Fault.HTML, "web page"),
        (Fault.CUT_JSON, "cut short"),
        (Fault.DROPPED, "cannot be reached"),
    ],
)
def test_a_server_that_breaks_down_in_the_middle_keeps_what_was_read(scene: Scene, fault: Fault, words: str) -> None:
    def break_down() -> bool:
        if _calls_read(scene) >= 8:
            scene.served.faults.fail(fault, "/api/calls/*", times=None)
        return False

    first = scene.run(stopped=break_down)
    assert first.run.state is RunState.STOPPED
    assert words in message(first)
    assert "import again to go on" in message(first)
    kept = scene.stored()
    assert 0 < kept < LISTED
    assert first.run.failed == len(first.failures)

    scene.served.faults.clear()
    second = scene.run()
    assert second.run.state is RunState.DONE
    assert second.run.new == LISTED - kept
    assert scene.stored() == LISTED


def _calls_read(scene: Scene) -> int:
    return sum(request.path.startswith("/api/calls/") and request.status == 200 for request in scene.served.requests)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.SERVER_ERROR, "error of its own"),
        (Fault.DROPPED, "cannot be reached"),
        (Fault.HTML, "Import a file"),
        (Fault.CUT_JSON, "Import"),
    ],
)
def test_a_list_that_cannot_be_had_changes_nothing(scene: Scene, fault: Fault, words: str) -> None:
    scene.served.faults.fail(fault, "/api/reports", times=None)
    result = scene.run()
    assert result.run.state is RunState.STOPPED
    assert words in message(result)
    assert "Nothing was changed." in message(result)
    assert scene.stored() == 0


def test_a_towbook_that_is_not_there(private_office: OpenOffice, books: Office, tmp_path: Path) -> None:
    with scene_of(private_office, books, tmp_path) as scene:
        scene.pc.reader()  # made while there was one
    generator = run_import(scene.shift, scene.pc.reader(), PLAN, never)
    try:
        for _ in generator:
            pass
    finally:
        for reader in scene.pc.readers:
            reader.close()
    (run,) = import_history(private_office.shift.desk)
    assert run.state is RunState.STOPPED
    assert "cannot be reached" in (run.message or "")
    assert "Nothing was changed." in (run.message or "")


def test_an_account_that_towbook_does_not_have(scene: Scene) -> None:
    result = scene.run(replace(PLAN, accounts=(".PPX",)))
    assert result.run.state is RunState.STOPPED
    assert ".PPX" in message(result)


# --- cancel, two at once, crashes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/calls/*", "/api/reports", "/Security/*"])
def test_cancel_takes_less_than_a_second_whatever_towbook_does(
    private_office: OpenOffice, books: Office, tmp_path: Path, path: str
) -> None:
    cancelled: list[float] = []
    with scene_of(private_office, books, tmp_path) as scene:
        shift = replace(scene.shift, clock=SystemClock())
        reader = scene.pc.reader(clock=SystemClock(), requests_per_second=1000)
        scene.served.faults.slow(60, path)
        if path == "/api/calls/*":
            for call in ppi(books)[:5]:
                scene.served.faults.slow(-60, f"/api/calls/{call.id}")  # a few are quick, so that there is something to keep
        timer = threading.Timer(0.6, lambda: cancelled.append(time.monotonic()))
        timer.start()
        *_, last = run_import(shift, reader, PLAN, lambda: bool(cancelled))
        taken = time.monotonic() - cancelled[0]
        timer.join()
    assert taken < 1
    assert isinstance(last, ImportProgress)
    (run,) = import_history(private_office.shift.desk)
    assert run.state is RunState.CANCELLED
    assert (run.message or "").startswith("Cancelled.")
    assert run.new == scene.stored() == (5 if path == "/api/calls/*" else 0)


def test_the_second_of_two_programs_is_told_who_is_importing(scene: Scene) -> None:
    first = run_import(scene.shift, scene.pc.reader(), PLAN, never)
    for _ in range(5):
        next(first)
    with pytest.raises(ImportBusy, match=r"^Kim is importing \.PPI since \d\d:\d\d\. Nothing was changed; wait until it is done\.$"):
        scene.run()
    with pytest.raises(ImportBusy):
        scene.run(ImportPlan((".PPI",)))
    for _ in first:
        pass
    assert scene.stored() == LISTED
    assert counts(scene.run()) == (0, 0, LISTED, 0)


def test_a_program_that_dies_in_the_middle_leaves_what_it_stored_and_nobody_locked_out(private_office: OpenOffice, scene: Scene) -> None:
    url = private_office.engine.url
    engine = connect(offices.address_of(private_office.server, private_office.database, url.username or "", offices.PASSWORD))
    dying = run_import(replace(scene.shift, desk=SqlDesk(engine)), scene.pc.reader(), PLAN, never)
    for step in dying:
        scene.pc.clock.pass_by(timedelta(seconds=0.5))  # a batch is stored every second
        if step.done >= 12:
            break
    private_office.engine.dispose()
    with private_office.admin() as admin, admin.connect() as connection:  # the server sees a dead program's connections end
        others = "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM {others}"))
        connection.commit()
    kept = scene.stored()
    assert 0 < kept < LISTED
    assert step.new <= kept  # nothing that was counted is lost
    result = scene.run()
    assert result.run.state is RunState.DONE
    assert (result.run.new, result.run.unchanged) == (LISTED - kept, kept)
    assert scene.stored() == LISTED
    before = import_history(scene.shift.desk)[1]
    assert before.state is RunState.STOPPED
    assert before.message == "The program ended in the middle. What was read is kept; import again to go on."
    assert tray(scene.shift, before.id).count(LineKind.NEW) == kept  # a car and its line are kept together or not at all
    dying.close()  # even if it were not quite dead, it would double nothing
    engine.dispose()
    assert scene.stored() == LISTED


def test_a_database_that_stops_taking_rows_in_the_middle(private_office: OpenOffice, scene: Scene) -> None:
    make = (
        "CREATE FUNCTION fail_now() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = itow AS $$ BEGIN"
        " IF (SELECT count(*) FROM custodies) >= 10 THEN RAISE EXCEPTION 'made to fail' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$"
    )
    with private_office.admin() as admin:
        with admin.begin() as connection:
            connection.execute(text(make))
            connection.execute(text("CREATE TRIGGER fail_now BEFORE INSERT ON vehicles FOR EACH ROW EXECUTE FUNCTION fail_now()"))
        generator = run_import(scene.shift, scene.pc.reader(requests_per_second=1), PLAN, never)
        with pytest.raises(DatabaseTrouble, match=r"no space left.* calls of this import are stored; import again to go on\."):
            slowly(scene, generator)
        kept = scene.stored()
        assert 10 <= kept < LISTED
        with admin.begin() as connection:
            connection.execute(text("DROP FUNCTION fail_now() CASCADE"))
    result = scene.run()
    assert (result.run.state, result.run.new, scene.stored()) == (RunState.DONE, LISTED - kept, LISTED)


def slowly(scene: Scene, generator: Iterator[ImportProgress]) -> None:
    """Run an import of which a batch is stored every few calls."""
    for _ in generator:
        scene.pc.clock.pass_by(timedelta(seconds=0.3))


# --- odd calls ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd(server: DatabaseServer, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, ImportResult]]:
    """An office that imported every oddity TowBook is known for."""
    books = make_office(seed=3, calls=2, today=TODAY, quirks=True)
    with offices.open_office(server, template) as office, scene_of(office, books, tmp_path_factory.mktemp("odd")) as scene:
        yield scene, scene.run(EVER)


QUIRKS = quirk_calls(TODAY)


def test_every_odd_call_lands_or_is_listed_with_a_reason(odd: tuple[Scene, ImportResult]) -> None:
    scene, result = odd
    assert result.run.state is RunState.DONE
    landed = {row.call_number for row in vehicle_page(scene.shift, VehicleQuery()).rows}
    for name, call in QUIRKS.items():
        expected = call.status != CANCELLED
        assert (str(call.number) in landed) is expected, name
    assert result.failures == ()  # what cannot be read is tried above; all of these can
    assert result.run.skipped >= 1
    queue = work_queue(scene.shift, TODAY)
    assert queue.active == queue.accounted_for


@pytest.mark.parametrize(
    ("name", "vin", "state"),
    [
        ("no_vin", None, VinState.UNKNOWN),
        ("short_vin", "A5BZ000123"[-12:], None),
        ("wrong_check_digit", None, VinState.BAD_CHECK_DIGIT),
        ("old_short_vin", "124378N400123", VinState.PRE_1981),
        ("nothing_known", None, VinState.UNKNOWN),
    ],
)
def test_odd_vins_are_kept_and_judged(odd: tuple[Scene, ImportResult], name: str, vin: str | None, state: VinState | None) -> None:
    row = odd[0].card(QUIRKS[name]).row
    assert row.vin == (QUIRKS[name].car.vin or None)
    if vin is not None:
        assert row.vin is not None
        assert row.vin.endswith(vin)
    assert row.vin_state is (state or VinState.INCOMPLETE)


def test_a_vin_of_twelve_characters_is_one(odd: tuple[Scene, ImportResult]) -> None:
    assert len(odd[0].card(QUIRKS["short_vin"]).row.vin or "") == 12


def test_texts_of_any_kind_come_through(odd: tuple[Scene, ImportResult]) -> None:
    fields = {name: odd[0].card(QUIRKS[name]).car.fields for name in ("emoji", "right_to_left", "long_note", "markup")}
    assert EMOJI in (fields["emoji"].notes or "")
    assert RIGHT_TO_LEFT in (fields["right_to_left"].notes or "")
    assert fields["long_note"].notes == LONG_NOTE.strip()
    assert len(LONG_NOTE) == 5000
    assert fields["markup"].notes == QUIRKS["markup"].notes
    assert fields["markup"].driver == "<script>alert(1)</script>"


@pytest.mark.parametrize("name", ["no_time", "future"])
def test_a_call_without_a_believable_time_is_asked_about(odd: tuple[Scene, ImportResult], name: str) -> None:
    card = odd[0].card(QUIRKS[name])
    if name == "no_time":
        assert card.events == ()
        assert card.row.towed_at is None
        assert card.row.next_step in {"Enter tow time", "Choose police department"}
    else:
        assert all(event.at is None or event.at <= odd[0].shift.clock.now() for event in card.events)


@pytest.mark.parametrize(
    ("name", "utc"),
    [("spring_gap", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)), ("autumn_twice", datetime(2026, 11, 1, 5, 30, tzinfo=UTC))],
)
def test_times_when_the_clocks_change(odd: tuple[Scene, ImportResult], name: str, utc: datetime) -> None:
    assert odd[0].card(QUIRKS[name]).row.towed_at == utc
    assert utc.astimezone(DETROIT).date() == TODAY.replace(month=utc.month, day=utc.day)


def test_a_release_at_towbook_is_a_question_here(odd: tuple[Scene, ImportResult]) -> None:
    scene, _ = odd
    assert scene.card(QUIRKS["released"]).row.status == "on_lot"  # nothing legal happens by itself
    assert asked(scene, QUIRKS["released"]) == "Confirm release"
    assert asked(scene, QUIRKS["file_number_po"]) != "Confirm release"


def asked(scene: Scene, call: OfficeCall) -> str:
    """The car's lead step on the day of its tow, when nothing is due yet."""
    custody_id = find_car(scene.shift.desk, str(call.number))
    completed = call.times.completed
    assert completed is not None
    return next(line.item.step for line in work_queue(scene.shift, completed.date()).lines if line.item.custody_id == custody_id)


def test_the_same_oddities_again_change_nothing(odd: tuple[Scene, ImportResult]) -> None:
    scene, first = odd
    again = scene.run(EVER)
    assert counts(again) == (0, 0, first.run.new, 0)


def test_the_cars_on_the_lot_are_read_and_those_released_since_become_questions(scene: Scene, books: Office) -> None:
    result = scene.run(ImportPlan((".PPI",)))
    assert counts(result) == (sum(call.on_lot for call in ppi(books)), 0, 0, 0)
    lot = [call for call in ppi(books) if call.on_lot and call.times.completed and call.times.completed.weekday() < FRIDAY - 1]
    scene.served.replace_call(replace(lot[0], released=True))
    scene.run(ImportPlan((".PPI",)))
    assert [asked(scene, call) == "Confirm release" for call in lot[:3]] == [True, False, False]
    assert scene.card(lot[0]).row.status == "on_lot"


def test_a_car_released_after_its_week_becomes_a_question_too(scene: Scene, books: Office) -> None:
    scene.run()
    old = next(call for call in ppi(books) if not call.released and call.times.completed and call.times.completed.weekday() < FRIDAY - 1)
    scene.served.replace_call(replace(old, released=True))
    tomorrow = ImportPlan((".PPI",), DateRange(TODAY, TODAY + timedelta(days=1)))
    assert scene.run(tomorrow).run.state is RunState.DONE
    assert asked(scene, old) == "Confirm release"
    scene.served.replace_call(old)
    scene.run(tomorrow)
    assert asked(scene, old) != "Confirm release"
