"""Imports against a real database: what is new, what changed, what is the desk's own, what a crash leaves."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.cars import edited
from itow_desktop.domain.errors import DatabaseTrouble, ImportBusy, TowBookDown
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.services.browsing import car_card, find_car, vehicle_page
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.importing import delivering, from_towbook
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, run_import, suggest_range
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.views import RunState, VehicleQuery
from tests.builders import NOW, TOWED, call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

PLAN = ImportPlan((".PPI",), DateRange(date(2026, 3, 1), date(2026, 3, 4)))


def run(
    office: OpenOffice, towbook: MemoryTowBook, plan: ImportPlan = PLAN, stopped: Callable[[], bool] = never
) -> tuple[ImportResult, list[ImportProgress]]:
    """Run an import to its end."""
    steps: list[ImportProgress] = []
    generator = run_import(office.shift, towbook, plan, stopped)
    while True:
        try:
            steps.append(next(generator))
        except StopIteration as end:
            return end.value, steps


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.run.new, result.run.updated, result.run.unchanged, result.run.failed


def test_a_new_call_becomes_a_car_with_its_tow_its_police_department_and_its_deadlines(office: OpenOffice) -> None:
    told = call(file_number="IT1234-26")
    result, steps = run(office, MemoryTowBook([told]))
    assert counts(result) == (1, 0, 0, 0)
    assert result.run.state is RunState.DONE
    assert result.run.by == "Kim"
    assert steps[-1].done == steps[-1].total == 1

    card = car_card(office.shift, find_car(office.shift.desk, told.call_number or ""))
    assert card.car.fields.vin == told.vin
    assert card.car.fields.custody == "private_property"
    assert card.agency is not None
    assert card.agency.name == "Burton Police Department"
    (towed,) = card.events
    assert towed.kind is EventKind.TOWED
    assert towed.at == TOWED
    assert towed.recorded_by == "Kim"
    assert towed.data["arrived"] == TOWED.replace(hour=9, minute=30).isoformat()
    assert card.row.next_step == "Print TOP"


def test_the_same_import_again_writes_nothing_but_the_ids_it_saw(office: OpenOffice) -> None:
    towbook = MemoryTowBook(call() for _ in range(3))
    run(office, towbook)
    with office.admin() as admin, admin.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM audit")).scalar_one()
        versions = connection.execute(text("SELECT xmin::text FROM custodies ORDER BY id")).scalars().all()
    result, _ = run(office, towbook)
    assert counts(result) == (0, 0, 3, 0)
    with office.admin() as admin, admin.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit")).scalar_one() == before
        assert connection.execute(text("SELECT xmin::text FROM custodies ORDER BY id")).scalars().all() == versions
        assert connection.execute(text("SELECT count(*) FROM raw_records")).scalar_one() == 3
        seen = connection.execute(text("SELECT count(*) FROM import_run_calls WHERE run_id = :run"), {"run": result.run.id})
        assert seen.scalar_one() == 3


def test_what_staff_changed_stands_and_the_difference_is_shown(office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    run(office, towbook)
    custody_id = find_car(office.shift.desk, told.call_number or "")
    change_car(office.shift, Edit(custody_id, {"color": "Silver"}, {}))
    towbook.calls[told.towbook_id] = replace(told, color="Black", model="Impala")
    result, _ = run(office, towbook)
    assert counts(result) == (0, 1, 0, 0)
    card = car_card(office.shift, custody_id)
    assert (card.car.fields.color, card.car.fields.model) == ("Silver", "Impala")
    (difference,) = card.car.differences()
    assert (difference.field, difference.desk, difference.towbook) == ("color", "Silver", "Black")
    assert card.row.differs


def test_what_staff_save_while_an_import_looks_stands_too(office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    run(office, towbook)
    custody_id = find_car(office.shift.desk, told.call_number or "")
    towbook.calls[told.towbook_id] = replace(told, model="Impala")
    with ThreadPoolExecutor(1) as other:
        with office.shift.desk.begin(office.shift.deed("edit")) as unit:
            silver = edited(unit.vehicles.get(custody_id), {"color": "Silver", "spot": "B4"}, "Kim", NOW)
            unit.vehicles.save([silver], {"color", "spot"})
            importing = other.submit(run, office, towbook)
            office.until_somebody_waits()
            unit.commit()
        result, _ = importing.result(30)
    assert counts(result) == (0, 1, 0, 0)
    fields = car_card(office.shift, custody_id).car.fields
    assert (fields.color, fields.spot, fields.model) == ("Silver", "B4", "Impala")


def test_what_towbook_leaves_out_later_stays_here(office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    run(office, towbook)
    towbook.calls[told.towbook_id] = replace(told, vin=None, plate=None)
    run(office, towbook)
    fields = car_card(office.shift, find_car(office.shift.desk, told.call_number or "")).car.fields
    assert (fields.vin, fields.plate) == (told.vin, told.plate)


def test_a_late_completion_time_supersedes_the_tow_and_moves_its_deadlines(office: OpenOffice) -> None:
    told = call(completed_at=None, arrived_at=None)
    towbook = MemoryTowBook([told])
    run(office, towbook)
    towbook.calls[told.towbook_id] = replace(told, completed_at=TOWED + timedelta(days=1))
    run(office, towbook)
    card = car_card(office.shift, find_car(office.shift.desk, told.call_number or ""))
    assert len(card.events) == 2
    (towed,) = standing(card.events)
    assert towed.at == TOWED + timedelta(days=1)
    assert card.row.towed_at == towed.at


@pytest.mark.parametrize(
    "changes",
    [
        {"completed_at": None, "arrived_at": None, "called_at": None},
        {"completed_at": NOW + timedelta(days=40), "arrived_at": None, "called_at": None},
    ],
    ids=["no time at all", "a time to come"],
)
def test_a_call_without_a_believable_time_is_a_question(private_office: OpenOffice, changes: dict[str, Any]) -> None:
    told = call(**changes)
    run(private_office, MemoryTowBook([told]))
    card = car_card(private_office.shift, find_car(private_office.shift.desk, told.call_number or ""))
    assert card.events == ()
    assert card.row.next_step == "Enter tow time"


@pytest.mark.parametrize(
    "changes",
    [
        {"vin": None},
        {"vin": "1G1ZZ5EU0AF0"},
        {"notes": "🚗 الشاحنة שלום " * 3, "requested_by": "Ягода & Söhne"},
        {"notes": "x" * 5000},
        {"towed_from": None},
        {"plate": None, "plate_state": None, "year": None, "make": None, "model": None, "color": None},
    ],
    ids=["no VIN", "12 characters", "emoji and right to left", "a long note", "no place", "nothing of the car"],
)
def test_odd_calls_are_stored_as_they_are(private_office: OpenOffice, changes: dict[str, Any]) -> None:
    told = call(**changes)
    result, _ = run(private_office, MemoryTowBook([told]))
    assert counts(result) == (1, 0, 0, 0)
    fields = car_card(private_office.shift, find_car(private_office.shift.desk, told.call_number or "")).car.fields
    for name, value in changes.items():
        if name != "towed_from":
            assert getattr(fields, name) == value


def test_a_call_the_database_refuses_is_listed_and_stops_nothing(office: OpenOffice) -> None:
    bad = call(year=1066)
    result, _ = run(office, MemoryTowBook([call(), bad, call()]))
    assert counts(result) == (2, 0, 0, 1)
    assert [(failure.call, "impossible" in failure.reason) for failure in result.failures] == [(bad.call_number, True)]


def test_a_call_that_cannot_be_read_is_listed_with_its_reason(office: OpenOffice) -> None:
    good, bad = call(), call()
    towbook = MemoryTowBook([good, bad])
    towbook.unreadable[bad.towbook_id] = "TowBook sent no JSON."
    result, _ = run(office, towbook)
    assert counts(result) == (1, 0, 0, 1)
    assert result.failures[0].reason == "TowBook sent no JSON."


def test_trouble_in_the_middle_keeps_what_was_read_and_the_next_import_goes_on(office: OpenOffice) -> None:
    towbook = MemoryTowBook(call() for _ in range(120))
    towbook.trouble_at = (70, TowBookDown("TowBook does not answer."))
    result, _ = run(office, towbook)
    assert result.run.state is RunState.STOPPED
    assert result.run.message is not None
    assert "70 of 120 calls were read and kept" in result.run.message
    assert vehicle_page(office.shift, VehicleQuery()).total == 70

    towbook.trouble_at, towbook.read = None, []
    result, _ = run(office, towbook)
    assert result.run.state is RunState.DONE
    assert counts(result) == (50, 0, 70, 0)
    assert len(towbook.read) == 50
    assert vehicle_page(office.shift, VehicleQuery()).total == 120


def test_cancel_keeps_what_was_read(office: OpenOffice) -> None:
    towbook = MemoryTowBook(call() for _ in range(20))
    result, steps = run(office, towbook, stopped=lambda: len(towbook.read) >= 8)
    assert result.run.state is RunState.CANCELLED
    assert vehicle_page(office.shift, VehicleQuery()).total == 8
    assert steps[-1].done == 8


def test_closing_the_generator_keeps_the_open_batch_and_ends_the_run(private_office: OpenOffice) -> None:
    generator = run_import(private_office.shift, MemoryTowBook(call() for _ in range(9)), PLAN, never)
    for _ in range(7):
        next(generator)
    generator.close()
    (last,) = from_towbook.import_history(private_office.shift.desk)
    assert last.state is RunState.CANCELLED
    assert last.new == vehicle_page(private_office.shift, VehicleQuery()).total == 4


def test_a_database_that_goes_away_says_what_is_stored(private_office: OpenOffice) -> None:
    generator = run_import(private_office.shift, MemoryTowBook(call() for _ in range(120)), PLAN, never)
    for _ in range(60):
        next(generator)
    private_office.clock.pass_by(delivering.ANSWER_SECONDS)
    next(generator)
    with private_office.admin() as admin, admin.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        )
        connection.execute(text(f"ALTER DATABASE {private_office.database} CONNECTION LIMIT 0"))
        connection.commit()
        with pytest.raises(DatabaseTrouble, match="50 calls of this import are stored"):
            for _ in generator:
                pass
        connection.execute(text(f"ALTER DATABASE {private_office.database} CONNECTION LIMIT -1"))
        connection.commit()
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 50
    result, _ = run(private_office, MemoryTowBook([call()]))
    assert result.run.state is RunState.DONE
    before = from_towbook.import_history(private_office.shift.desk)[1]
    assert before.state is RunState.STOPPED
    assert before.message is not None


def test_calls_count_as_stored_only_when_the_database_has_confirmed_them(private_office: OpenOffice) -> None:
    refused = "1G1ZZ5EU0AF000002"
    calls = [call(vin=refused) if place == 7 else call() for place in range(60)]
    make = (
        "CREATE FUNCTION refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NEW.vin = '{refused}' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END IF; RETURN NULL; END $$"
    )
    at_the_commit = "CONSTRAINT TRIGGER refuse_late AFTER INSERT ON vehicles DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
    with private_office.admin() as admin, admin.begin() as connection:
        connection.execute(text(make))
        connection.execute(text(f"CREATE {at_the_commit} EXECUTE FUNCTION refuse_late()"))
    generator = run_import(private_office.shift, MemoryTowBook(calls), PLAN, never)
    counted = [(step.done, step.new, step.failed) for step in generator]
    assert counted[-10:] == [(done, 0, 0) for done in range(51, 61)]  # it was sent after the fiftieth and is not confirmed yet
    (last,) = from_towbook.import_history(private_office.shift.desk)
    assert (last.state, last.new, last.failed) == (RunState.DONE, 59, 1)
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 59


def test_a_confirmed_batch_counts_while_the_next_one_is_read(office: OpenOffice) -> None:
    generator = run_import(office.shift, MemoryTowBook(call() for _ in range(60)), PLAN, never)
    for step in generator:
        if step.done == 55:
            office.clock.pass_by(delivering.ANSWER_SECONDS)
        if step.done in {55, 56}:
            assert step.new == (50 if step.done == 56 else 0)


def test_a_connection_lost_before_the_answer_loses_and_doubles_nothing(private_office: OpenOffice) -> None:
    generator = run_import(private_office.shift, MemoryTowBook(call() for _ in range(120)), PLAN, never)
    for step in generator:
        if step.done == 50:
            with private_office.admin() as admin, admin.begin() as connection:
                others = "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) FROM {others}"))
    (last,) = from_towbook.import_history(private_office.shift.desk)
    assert last.state is RunState.DONE
    assert (last.new + last.unchanged, last.failed) == (120, 0)
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 120


@pytest.mark.both_servers
def test_the_second_import_is_told_who_is_importing(office: OpenOffice) -> None:
    first = run_import(office.shift, MemoryTowBook([call()]), PLAN, never)
    next(first)
    with pytest.raises(ImportBusy, match=r"Kim is importing \.PPI since \d\d:\d\d"):
        next(run_import(office.shift, MemoryTowBook(), PLAN, never))
    for _ in first:
        pass
    result, _ = run(office, MemoryTowBook())
    assert result.run.state is RunState.DONE


def test_cars_that_are_still_open_here_are_read_again_and_a_release_becomes_a_question(office: OpenOffice) -> None:
    old, new = call(vin=None), call()
    towbook = MemoryTowBook([old])
    run(office, towbook)
    del towbook.calls[old.towbook_id]
    towbook.calls[new.towbook_id] = new

    class Shrunk(MemoryTowBook):
        """Lists only the new call, but can still read the old one."""

        def calls_between(self, days, accounts, stopped=never):  # type: ignore[no-untyped-def]
            listed = super().calls_between(days, accounts)
            return replace(listed, refs=tuple(ref for ref in listed.refs if ref.towbook_id == new.towbook_id))

    shrunk = Shrunk([new, replace(old, vin="1G1ZZ5EU0AF000002", released=True)])
    result, _ = run(office, shrunk)
    assert counts(result) == (1, 1, 0, 0)
    card = car_card(office.shift, find_car(office.shift.desk, old.call_number or ""))
    assert card.car.fields.vin == "1G1ZZ5EU0AF000002"
    assert card.car.towbook_released
    assert all(event.kind is EventKind.TOWED for event in card.events)


def test_the_range_starts_three_days_before_the_last_imported_tow(office: OpenOffice) -> None:
    first = suggest_range(office.shift, (".PPI",))
    assert first.days == DateRange(date(2026, 2, 2), date(2026, 3, 4))
    run(office, MemoryTowBook([call()]))
    later = suggest_range(office.shift, (".PPI",))
    assert later.days == DateRange(date(2026, 2, 27), date(2026, 3, 4))
    assert "Mon 3/2" in later.why


def test_the_result_says_what_the_import_means_for_the_queue(office: OpenOffice) -> None:
    unsure = call(towed_from="5 Elm St, Flint, MI 48502", vin=None, plate="XYZ9999")
    township = call(towed_from="5 Elm St, MMTWP, MI 48458", vin="KMHCT4AE9EU118341", plate="XYZ9998")
    result, _ = run(office, MemoryTowBook([call(), unsure, township]))
    assert result.run.effect == "3 TOPs to print, 1 need a police department, 1 no VIN, 2 late"
    (kept,) = from_towbook.import_history(office.shift.desk)
    assert kept.effect == result.run.effect


def test_an_empty_list_of_the_lot_releases_nobody(private_office: OpenOffice) -> None:
    first, second = call(), call()
    lot = ImportPlan((".PPI",))
    run(private_office, MemoryTowBook([first, second]), lot)
    hidden = MemoryTowBook([first, second])
    hidden.released = {first.towbook_id: True, second.towbook_id: True}
    run(private_office, hidden, lot)
    cards = [car_card(private_office.shift, find_car(private_office.shift.desk, each.call_number or "")) for each in (first, second)]
    assert not any(card.car.towbook_released for card in cards)
    hidden.released = {first.towbook_id: True}
    run(private_office, hidden, lot)
    cards = [car_card(private_office.shift, find_car(private_office.shift.desk, each.call_number or "")) for each in (first, second)]
    assert [card.car.towbook_released for card in cards] == [True, False]
