"""Imports that nobody starts, on a real database: one PC of all, failures told, a person goes first, what waits survives."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from itow_desktop.domain.calls import CallRead, CallRef, DateRange
from itow_desktop.domain.errors import NotAllowed, TowBookDown, TowBookTrouble, WrongPassword
from itow_desktop.domain.importing.schedules import ScheduleState
from itow_desktop.domain.people import Rights
from itow_desktop.services.desks.towbook import TowBookDesk
from itow_desktop.services.health import HealthItem, Light, health
from itow_desktop.services.importing.from_towbook import ImportPlan, import_history, run_failures
from itow_desktop.services.importing.own_imports import OwnResult
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.starting_the_day import start_of_day
from itow_desktop.services.views import Begun, ImportRun, RunState, StoppedBy
from tests.builders import call
from tests.db.cars import count
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.fakes import MemorySecrets, MemoryTowBook, NoBackups
from tests.ui.room_front import ports_of

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
DOWN = TowBookDown("TowBook does not answer.")


@pytest.fixture
def office(private_office: OpenOffice) -> OpenOffice:
    """One whose clock begins with the database's, as the history is written by that one."""
    private_office.clock.time = datetime.now(UTC)
    return private_office


class SlowTowBook(MemoryTowBook):
    """One that lets a call out whenever the gate opens."""

    def __init__(self, calls: Iterable[Any]) -> None:
        super().__init__(calls)
        self.gate, self.begun = threading.Semaphore(0), threading.Event()

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        self.begun.set()
        for read in super().read_calls(refs, stopped):
            while not self.gate.acquire(timeout=0.01):
                if stopped():
                    return
            yield read


class Pc:
    """One PC of the office, with a TowBook of its own, so that it is seen who asked."""

    def __init__(self, office: OpenOffice, towbook: MemoryTowBook, secrets: MemorySecrets | None = None) -> None:
        self.office, self.towbook = office, towbook
        self.ports = ports_of(
            office, backups=NoBackups(), secrets=secrets or MemorySecrets(username="office", password="kept"), open_towbook=lambda: towbook,
            check_login=lambda _name, _password: "accepted",
        )  # fmt: skip
        self.desk = TowBookDesk(self.ports, office.shift)

    def look(self, ending: Callable[[], bool] = never) -> OwnResult | None:
        """What the job does every now and then."""
        made: OwnResult | None = drained(self.desk.own_import(ending))
        return made

    def by_hand(self, plan: ImportPlan) -> ImportRun:
        """Kim imports."""
        run: ImportRun = drained(self.desk.run_import(self.office.shift.person, plan, never)).run
        return run

    def light(self) -> HealthItem:
        """The light of TowBook."""
        return next(item for item in health(self.ports, self.desk.contact()) if item.name == "towbook")

    def schedule(self, times: str, *, lot: bool = True) -> None:
        self.desk.set_schedule(self.office.shift.person, times, lot=lot, running=True)


def drained(steps: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def runs(office: OpenOffice) -> list[ImportRun]:
    return list(reversed(import_history(office.shift.desk)))


def at(office: OpenOffice, hour: int, minute: int = 0) -> str:
    """Set the office's clock to a time of its day, of the next one where that is past; answers the day as people say it."""
    local = office.clock.now().astimezone(office.shift.law.zone)
    then = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    then = then if then >= local else then + timedelta(days=1)
    office.clock.time = then.astimezone(UTC)
    return f"{then:%a} {then.month}/{then.day}"


def test_one_pc_of_all_makes_it_once_quietly_and_the_history_says_so(office: OpenOffice) -> None:
    told = [call() for _ in range(30)]
    pcs = [Pc(office, MemoryTowBook(told)) for _ in range(4)]
    assert pcs[0].look() is None, "off until somebody sets times"
    pcs[0].schedule("11:00")
    assert [pc.look() for pc in pcs] == [None] * 4
    at(office, 11)
    without = Pc(office, MemoryTowBook(told), MemorySecrets())
    assert without.look() is None, "a PC that knows no password leaves it to others"
    assert not without.desk.state().not_made
    at(office, 11, 11)
    assert without.desk.state().not_made, "where no other runs, that is seen"
    barrier = threading.Barrier(len(pcs))

    def look(pc: Pc) -> OwnResult | None:
        barrier.wait()
        return pc.look()

    with ThreadPoolExecutor(len(pcs)) as pool:
        made = [each for each in pool.map(look, pcs) if each is not None]
    (result,) = made
    (run,) = runs(office)
    assert result.result.run.id == run.id
    assert (run.begun, run.by, run.state, run.new, run.source) == (Begun.SCHEDULE, None, RunState.DONE, 30, "lot")
    assert [pc.look() for pc in pcs] == [None] * 4
    assert count(office, "import_tries") == 1
    office.clock.time += 3 * timedelta(days=1) + HOUR
    assert sum(pc.look() is not None for pc in pcs for _ in range(3)) == 1, "asleep for days, made up for once"


def test_the_suggested_days_are_read_and_only_a_manager_sets_the_times(office: OpenOffice) -> None:
    pc = Pc(office, MemoryTowBook([call()]))
    lee = add_person(office.shift, "Lee", Rights.CLERK)
    with pytest.raises(NotAllowed):
        pc.desk.set_schedule(lee, "11:00", lot=False, running=True)
    pc.schedule("11:00, 3 pm", lot=False)
    at(office, 11, 1)
    assert pc.look() is not None
    (run,) = runs(office)
    assert (run.source, run.last, run.new) == ("range", office.shift.today, 1)


def test_three_failures_in_a_row_are_told_everywhere_and_a_success_clears_them(office: OpenOffice) -> None:
    towbook = MemoryTowBook([call()])
    pc = Pc(office, towbook)
    pc.schedule("11:00")
    day = at(office, 11)
    towbook.away = towbook.sign_in_trouble = DOWN
    alerts = []
    for _ in range(4):
        result = pc.look()
        assert result is not None
        alerts.append(result.alert)
        assert pc.look() is None, "not before its time"
        stands = pc.desk.state().standing
        assert stands.next_at is not None
        office.clock.time = stands.next_at
    assert alerts[:2] == [None, None]
    assert alerts[2] == (
        f"3 imports at set times failed in a row, the first on {day} 11:00. TowBook does not answer. Nothing was changed. "
        f"The next try is on {day} 12:30."
    )
    assert alerts[3] is None, "told once"
    assert {run.stopped_by for run in runs(office)} == {StoppedBy.DOWN}
    light = pc.light()
    assert light.state is Light.RED
    assert light.short.startswith("does not answer since")
    assert (start_of_day(office.shift).schedule_trouble or "").startswith("4 imports at set times failed in a row")
    towbook.away = towbook.sign_in_trouble = None
    assert pc.look() is not None
    assert pc.desk.state().trouble is None
    assert start_of_day(office.shift).schedule_trouble is None
    assert pc.light().state is Light.GREEN


def test_a_rejected_password_stops_the_schedule_at_once_until_another_is_entered(office: OpenOffice) -> None:
    towbook = MemoryTowBook([call()])
    pc = Pc(office, towbook)
    pc.schedule("11:00, 12:00")
    day = at(office, 11)
    towbook.sign_in_trouble = WrongPassword("The username/password you specified is invalid.")
    result = pc.look()
    assert result is not None
    assert (result.alert or "").startswith(f"TowBook rejected the password on {day} 11:00, so imports at set times are stopped.")
    office.clock.time += 5 * HOUR
    assert pc.look() is None
    assert pc.desk.state().standing.state is ScheduleState.REJECTED
    towbook.sign_in_trouble = None
    pc.desk.keep_login("office", "another")
    assert pc.look() is not None
    assert [run.state for run in runs(office)] == [RunState.STOPPED, RunState.DONE]


@pytest.mark.parametrize("same_pc", [True, False], ids=["same PC", "another PC"])
def test_a_person_goes_first_and_what_was_read_stays(office: OpenOffice, same_pc: bool) -> None:
    told = [call() for _ in range(5)]
    slow = SlowTowBook(told)
    pc = Pc(office, slow)
    pc.schedule("11:00")
    at(office, 11)
    other = pc if same_pc else Pc(office, MemoryTowBook(told))
    with ThreadPoolExecutor(1) as pool:
        own = pool.submit(pc.look)
        assert slow.begun.wait(10)
        slow.gate.release(2)
        office.clock.seconds += 10
        ticking = threading.Thread(target=tick, args=(office, slow, own.done), daemon=True)
        ticking.start()
        run = other.by_hand(ImportPlan((".PPI",)))
        made = own.result(20)
        ticking.join(10)
    assert run.state is RunState.DONE
    assert made is not None
    first, second = runs(office)
    assert (first.begun, second.begun, second.by) == (Begun.SCHEDULE, Begun.BY_HAND, "Kim")
    assert first.state is RunState.CANCELLED
    assert first.new + second.new == 5
    assert count(office, "import_tries") == 0, "it gave way and is due again"
    assert count(office, "custodies") == 5


def tick(office: OpenOffice, slow: SlowTowBook, over: Callable[[], bool]) -> None:
    """Let the stopwatch run until the import is over; only the next one gets all its calls."""
    waiting = threading.Event()
    while not over():
        office.clock.seconds += 1
        waiting.wait(0.01)
    slow.gate.release(100)


def test_one_that_the_end_of_the_program_cut_off_is_made_again_and_goes_on(office: OpenOffice) -> None:
    towbook = MemoryTowBook([call() for _ in range(60)])
    pc = Pc(office, towbook)
    pc.schedule("11:00")
    at(office, 11)
    ending = threading.Event()
    steps = pc.desk.own_import(ending.is_set)
    while len(towbook.read) < 55:
        next(steps)
    ending.set()
    assert drained(steps).result.run.state is RunState.CANCELLED
    assert count(office, "import_tries") == 0
    again = Pc(office, towbook)
    assert again.look() is not None
    assert len(towbook.read) == 60, "what was read is not asked for again"
    assert [run.state for run in runs(office)] == [RunState.CANCELLED, RunState.DONE]
    assert count(office, "custodies") == 60


def test_what_a_person_called_off_waits_for_the_next_set_time(office: OpenOffice) -> None:
    slow = SlowTowBook([call() for _ in range(3)])
    pc = Pc(office, slow)
    pc.schedule("11:00")
    at(office, 11)
    with ThreadPoolExecutor(1) as pool:
        own = pool.submit(pc.look)
        assert slow.begun.wait(10)
        pc.desk.call_off()
        made = own.result(20)
    assert made is not None
    assert made.result.run.state is RunState.CANCELLED
    assert pc.look() is None
    assert pc.look(ending=lambda: True) is None


def test_an_import_waits_for_towbook_survives_the_program_and_is_signed_by_who_asked(office: OpenOffice) -> None:
    away = MemoryTowBook([call()])
    away.away = away.sign_in_trouble = DOWN
    pc = Pc(office, away)
    plan = ImportPlan((".PPI",), DateRange(office.shift.today - timedelta(days=3), office.shift.today))
    assert pc.by_hand(plan).stopped_by is StoppedBy.DOWN
    pc.desk.let_wait(office.shift.person, plan)
    pc.desk.let_wait(office.shift.person, plan)
    pc.desk.let_wait(office.shift.person, ImportPlan((".PPI",)))
    assert [(each.days, each.by) for each in pc.desk.state().waiting] == [(plan.days, "Kim"), (None, "Kim")]
    assert pc.look() is None
    assert pc.desk.state().contact.down_since is not None
    later = Pc(office, away)
    away.away = away.sign_in_trouble = None
    office.clock.time += timedelta(days=1)
    (_, lot) = later.desk.state().waiting
    assert later.desk.take_back(office.shift.person, lot.id)
    assert not later.desk.take_back(office.shift.person, lot.id)
    assert later.look() is not None
    run = runs(office)[-1]
    assert (run.begun, run.by, run.state, run.last) == (Begun.WAITING, "Kim", RunState.DONE, office.shift.today)
    assert later.desk.state().waiting == ()
    assert later.look() is None


def test_where_everybody_signs_in_it_is_made_by_the_pc_of_whoever_asked_and_never_by_one_that_only_reads(office: OpenOffice) -> None:
    towbook = MemoryTowBook([call()])
    Pc(office, towbook).schedule("11:00")
    with signed_in(office, "clerk", "Lee") as lees, signed_in(office, "clerk", "Max") as maxs, signed_in(office, "viewer", "Vic") as vics:
        lee, other, vic = (Pc(replace(office, shift=shift), towbook) for shift in (lees, maxs, vics))
        lee.desk.let_wait(lees.person, ImportPlan((".PPI",)))
        assert other.look() is None
        assert lee.look() is not None
        at(office, 11)
        assert vic.look() is None
        assert other.look() is not None
    assert [(run.begun, run.by) for run in runs(office)] == [(Begun.WAITING, "Lee"), (Begun.SCHEDULE, "Max")]


def test_a_towbook_that_is_away_is_looked_at_ever_more_seldom(office: OpenOffice) -> None:
    towbook = MemoryTowBook([call()])
    towbook.away = DOWN
    looks: list[float] = []
    answer = towbook.answers

    def counted(stopped: Callable[[], bool] = never) -> None:
        looks.append((office.clock.now() - begun).total_seconds() / 60)
        answer(stopped)

    towbook.answers = counted  # type: ignore[method-assign]  # only counts
    pc = Pc(office, towbook)
    begun = office.clock.now()
    pc.desk.let_wait(office.shift.person, ImportPlan((".PPI",)))
    for _ in range(60):
        pc.look()
        office.clock.time += MINUTE
    assert looks == [0, 1, 3, 8, 23, 38, 53]
    towbook.away = None
    pc.look()
    assert runs(office) == []
    office.clock.time += 8 * MINUTE
    assert pc.look() is not None


def test_calls_that_failed_are_read_again_by_themselves(office: OpenOffice) -> None:
    told = [call() for _ in range(4)]
    towbook = MemoryTowBook(told)
    towbook.unreadable = {told[1].towbook_id: "It sent a page.", told[2].towbook_id: "It timed out."}
    pc = Pc(office, towbook)
    first = pc.by_hand(ImportPlan((".PPI",)))
    failed = run_failures(office.shift.desk, first.id)
    assert {each.towbook_id for each in failed} == set(towbook.unreadable)
    del towbook.unreadable[told[1].towbook_id]
    towbook.read.clear()
    again = pc.by_hand(ImportPlan(first.accounts, calls=tuple(CallRef(each.towbook_id, each.call) for each in failed)))
    assert sorted(towbook.read) == sorted(each.towbook_id for each in failed), "just those, and no car beside them"
    assert (again.source, again.new, again.failed) == ("calls", 1, 1)
    with office.admin() as admin, admin.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM custodies")).scalar_one() == 3


def test_a_trouble_of_the_look_is_no_failure_of_the_program(office: OpenOffice) -> None:
    towbook = MemoryTowBook()
    towbook.away = TowBookTrouble("Something else.")
    pc = Pc(office, towbook)
    pc.desk.let_wait(office.shift.person, ImportPlan((".PPI",)))
    assert pc.look() is None
    assert pc.desk.state().contact.trouble == "Something else."
