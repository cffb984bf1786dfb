"""The turn of the day on a real database: one program does it, nothing is lost by sleep, clocks or a kill, nothing legal happens by it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.deadlines import ENGINE_VERSION
from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services import stepping
from itow_desktop.services.desks.beginning import BeginningDesk
from itow_desktop.services.law import Law
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.services.starting_the_day import start_of_day
from itow_desktop.services.stepping import Recomputed, recompute
from itow_desktop.services.turning_the_day import turn_day
from tests.builders import call
from tests.db.cars import bring, count
from tests.db.offices import OpenOffice
from tests.law import michigan

pytestmark = pytest.mark.both_servers

DAY = timedelta(days=1)


def cars(office: OpenOffice, number: int, **changes: Any) -> list[int]:
    """Cars of TowBook; those of the first ones that are here already stay as they are."""
    return bring(office, *(call(towbook_id=str(9_000 + each), call_number=f"9{each:03}", **changes) for each in range(number)))


def another_law(version: str = "next", lein_hours: int = 24) -> Law:
    rules = tuple(replace(rule, count=lein_hours) if rule.id == "mi.lein_entry" else rule for rule in michigan().rules)
    return Law(replace(michigan(), version=version, rules=rules))


def kept(office: OpenOffice) -> tuple[DaySnapshot, ...]:
    with office.shift.desk.look() as unit:
        return unit.snapshots.between(date(2020, 1, 1), date(2035, 1, 1))


def stale(office: OpenOffice, law: Law) -> int:
    with office.shift.desk.look() as unit:
        return len(unit.deadlines.stale(law.version, ENGINE_VERSION))


def test_the_numbers_of_a_day_are_kept_once_and_are_those_of_its_queue(office: OpenOffice) -> None:
    cars(office, 3)
    turn = turn_day(office.shift)
    assert (turn.kept, turn.news, turn.words) == (True, None, "")
    day = start_of_day(office.shift)
    (snapshot,) = kept(office)
    assert (snapshot.day, snapshot.active, snapshot.accounted_for) == (office.shift.today, 3, 3)
    assert {word: snapshot.cars(word) for word in Urgency} == day.counts
    assert snapshot.counts == (DayCount(Urgency.LATE, Actor.US, 3),)
    cars(office, 5)
    again = turn_day(office.shift)
    assert not again.kept
    assert kept(office) == (snapshot,)


def test_nobody_changes_the_numbers_of_a_day_nor_writes_them_twice(private_office: OpenOffice) -> None:
    turn_day(private_office.shift)
    (first,) = kept(private_office)
    with private_office.shift.desk.begin(private_office.shift.deed("again")) as unit:
        assert not unit.snapshots.keep(DaySnapshot(first.day, 99, 99, (DayCount(Urgency.LATE, Actor.US, 99),)))
        unit.commit()
    assert kept(private_office) == (first,)
    for change in ("UPDATE day_snapshots SET active = 99", "DELETE FROM day_counts", "DELETE FROM day_snapshots"):
        with private_office.admin() as admin, pytest.raises(DBAPIError), admin.begin() as connection:
            connection.execute(text(change))


def test_what_time_alone_brought_is_said_and_nothing_legal_happens_by_it(office: OpenOffice) -> None:
    cars(office, 2, completed_at=office.clock.now())
    turn_day(office.shift)
    assert start_of_day(office.shift).counts[Urgency.LATE] == 0
    events = count(office, "events")
    office.clock.time += 3 * DAY
    bring(office, call(completed_at=office.clock.now()))
    turn = turn_day(office.shift)
    assert turn.news is not None
    assert (turn.news.since, dict(turn.news.became)) == (office.shift.today - 3 * DAY, {Urgency.LATE: 2})
    assert turn.words == "2 cars became late"
    assert count(office, "events") == events + 1
    assert [day.day for day in kept(office)] == [office.shift.today - 3 * DAY, office.shift.today]
    assert turn_day(office.shift).news == turn.news


def test_a_clock_set_back_and_on_again_loses_no_day_and_doubles_none(private_office: OpenOffice) -> None:
    cars(private_office, 1)
    today = private_office.shift.today
    for days in (0, 1, -1, 0, 1, 400, 2):
        private_office.clock.time += timedelta(days=days) - (private_office.shift.today - today)
        turn_day(private_office.shift)
    assert [day.day - today for day in kept(private_office)] == [-DAY, 0 * DAY, DAY, 2 * DAY, 400 * DAY]


def test_a_law_that_changed_is_computed_once_and_the_moved_dates_are_counted(office: OpenOffice) -> None:
    cars(office, 4)
    turn_day(office.shift)
    same = replace(office.shift, law=another_law("same rules"))
    assert stale(office, same.law) == 4
    turn = turn_day(same)
    assert (turn.recomputed.cars, turn.recomputed.moved, turn.words) == (4, 0, "")
    longer = replace(office.shift, law=another_law("longer", lein_hours=36))
    turn = turn_day(longer)
    assert (turn.recomputed.cars, turn.recomputed.moved, turn.words) == (4, 4, "Other rules moved dates of 4 cars")
    assert stale(office, longer.law) == 0
    assert turn_day(longer).recomputed.cars == 0


def test_what_was_computed_when_the_office_was_opened_counts_with_its_first_turn_and_no_other(private_office: OpenOffice) -> None:
    cars(private_office, 4)
    longer = replace(private_office.shift, law=another_law("longer", lein_hours=36))
    opened = cast("Any", SimpleNamespace(at_start=recompute(longer.desk, longer.law)))  # all that a turn asks of the outside
    desk = BeginningDesk(opened, longer)
    first, second = desk.turn_day(never), desk.turn_day(never)
    assert (first.recomputed, first.words) == (Recomputed(4, 4), "Other rules moved dates of 4 cars")
    assert second.recomputed == Recomputed()


def test_two_programs_race_and_one_of_them_turns_the_day(office: OpenOffice) -> None:
    cars(office, 30)
    law, barrier = another_law(lein_hours=30), Barrier(4)

    def one() -> tuple[int, bool, bool]:
        shift = Shift(SqlDesk(office.engine), law, office.clock, office.shift.person)
        barrier.wait(10)
        turn = turn_day(shift)
        return turn.recomputed.cars, turn.kept, turn.elsewhere

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: one(), range(4)))
    assert sum(cars for cars, _, _ in found) == 30
    assert sum(kept for _, kept, _ in found) == 1
    assert len(kept(office)) == 1
    assert stale(office, law) == 0


def test_while_another_program_is_at_it_nothing_is_written_here(private_office: OpenOffice) -> None:
    cars(private_office, 2)
    shift = replace(private_office.shift, law=another_law())
    with SqlDesk(private_office.engine).alone() as mine:
        assert mine
        turn = turn_day(shift)
        assert (turn.elsewhere, turn.kept, turn.recomputed.cars) == (True, False, 0)
    assert kept(private_office) == ()
    assert turn_day(shift).kept


def test_a_program_that_dies_over_it_leaves_the_rest_to_the_next_one(private_office: OpenOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is cut by the server, as when the PC loses its power: the lock goes with it, what was computed stays."""
    cars(private_office, 7)
    monkeypatch.setattr(stepping, "_AT_ONCE", 3)
    law = another_law(lein_hours=30)
    shift = replace(private_office.shift, law=law)
    asked = 0

    def cut() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:
            with private_office.admin() as admin, admin.begin() as connection:
                others = "datname = current_database() AND pid <> pg_backend_pid()"
                connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        return asked >= 2

    with pytest.raises(DatabaseTrouble):
        turn_day(shift, cut)
    left = stale(private_office, law)
    assert left in {4, 7}, "a batch is kept whole or not at all"
    assert kept(private_office) == ()
    after = turn_day(shift)
    assert (after.recomputed.cars, after.kept, after.elsewhere) == (left, True, False)


def test_stopped_in_the_middle_it_keeps_what_is_done(private_office: OpenOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    cars(private_office, 5)
    monkeypatch.setattr(stepping, "_AT_ONCE", 2)
    law, answers = another_law(), iter([False, True])
    assert recompute(private_office.shift.desk, law, lambda: next(answers)).cars == 2
    assert stale(private_office, law) == 3


def test_who_may_only_read_hears_the_news_and_leaves_the_rest(office: OpenOffice) -> None:
    cars(office, 2, completed_at=office.clock.now())
    turn_day(office.shift)
    office.clock.time += 3 * DAY
    with office.admin() as admin, admin.begin() as connection:
        clerks = connection.execute(text("SELECT rolname FROM pg_roles WHERE rolname LIKE '%\\_clerk'")).scalars().all()
        for clerk in clerks:
            connection.execute(text(f"REVOKE INSERT ON day_snapshots FROM {clerk}"))
            connection.execute(text(f"REVOKE INSERT (day, active, accounted_for) ON day_snapshots FROM {clerk}"))
    turn = turn_day(office.shift)
    assert (turn.kept, turn.elsewhere, turn.words) == (False, False, "2 cars became late")
    assert len(kept(office)) == 1
