"""The old database taken over against a real one: all of it in one transaction, once."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text

from itow_desktop.adapters.files.old_database import read_old_file
from itow_desktop.domain.errors import DatabaseTrouble, ImportBusy, OldFileTrouble
from itow_desktop.domain.events import EventKind, EventSource, standing, status_of
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.domain.old_database.merging import OUTCOME, Choice
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.domain.old_database.rules import OldRule
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.practice.old_database import JUNE, MAY_23, car, old_database, snapshots, vin
from itow_desktop.services.browsing import find_car
from itow_desktop.services.editing import Edit, change_car, save_agency
from itow_desktop.services.importing.from_old_database import begun, choose, import_old, last_reports, old_report, review, stage, take_over
from itow_desktop.services.importing.from_towbook import import_history
from itow_desktop.services.importing.undoing import undo_import
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.voiding import void_car
from tests.builders import call
from tests.db import offices
from tests.db.cars import agency_id, bring, bring_one, card, counting
from tests.db.offices import OpenOffice
from tests.db.servers import DatabaseServer

R = TypeVar("R")
MAY_30 = "2025-05-30"


@pytest.fixture(scope="module")
def shared(server: DatabaseServer, template: str) -> Iterator[OpenOffice]:
    """One office for what needs no empty one; each test has call numbers of its own."""
    with offices.open_office(server, template) as opened:
        yield opened


def ended(steps: Generator[Any, None, R]) -> R:
    """The answer of a deed at its end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            answer: R = end.value
            return answer


def take(office: OpenOffice, *paths: Path) -> OldReport:
    return ended(import_old(office.shift, read_old_file, paths))


def here(office: OpenOffice, number: int) -> int:
    return find_car(office.shift.desk, str(20000 + number))


def rows(office: OpenOffice) -> Mapping[str, int]:
    """How many rows every table has that holds cars or what happened to them."""
    tables = (
        "vehicles", "custodies", "events", "parties", "agencies", "agency_contacts", "file_numbers", "import_runs", "import_run_calls",
        "old_files", "old_rows", "old_cars", "old_reports", "old_sequences", "audit",
    )  # fmt: skip
    with office.admin() as admin, admin.connect() as connection:
        return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}


def june(folder: Path, *cars: Mapping[str, Any], name: str = "vehicles.db", **others: Sequence[Mapping[str, Any]]) -> Path:
    return old_database(folder / name, JUNE, cars, others)


def rules(report: OldReport, number: int) -> set[OldRule]:
    return {flag.rule for flag in report.flags if flag.car == str(20000 + number)}


# --- all of it ---------------------------------------------------------------------------------------------------------


def test_three_files_become_seventy_cars_once(private_office: OpenOffice, tmp_path: Path) -> None:
    office, paths = private_office, snapshots(tmp_path)
    staged = ended(stage(office.shift, read_old_file, paths))
    before = rows(office)
    assert (before["custodies"], before["old_files"], before["old_rows"]) == (0, 3, 211 + 104 + 1)
    assert [file.name for file in staged.report.files] == ["vehicles.db", "vehicles-0523.db", "vehicles-march.db"]
    assert begun(office.shift) == staged

    report = ended(take_over(office.shift, staged.fingerprints))
    counts = report.counts
    assert (counts.rows, counts.skipped, counts.cars, counts.created, counts.changed, counts.held) == (211, 1, 70, 70, 0, 16)
    assert counts.on_lot + counts.closed == 70
    assert counts == staged.report.counts, "what was shown is what was done"
    assert report.run is not None
    assert old_report(office.shift, report.run) == report
    assert begun(office.shift) is None
    spoke = {each.rule: each.count for each in report.by_rule}
    assert spoke[OldRule.TOP_BULK] == 49
    assert (spoke[OldRule.TEST_ROW], spoke[OldRule.ORPHAN], spoke[OldRule.NOT_SENT]) == (1, 16, 43)
    (run,) = import_history(office.shift.desk)
    assert (run.source, run.new, run.skipped, run.by) == ("old_database", 70, 1, "Kim")

    with office.shift.desk.look() as unit:
        events = [event for some in unit.events.of_many(range(1, 71)).values() for event in some]
        cars = unit.vehicles.many(range(1, 71)).values()
    assert {event.source for event in events} == {EventSource.IMPORT}
    assert {event.data.get("from") for event in events} == {"old_database"}
    assert not {event.kind for event in events} & {EventKind.LETTER_SENT, EventKind.LETTER_PRINTED, EventKind.POLICE_NOTIFIED}
    assert sum(car.fields.year is not None for car in cars) == 70, "the older files know what the newest lost"
    assert {car.towbook_id for car in cars} == {f"call:{20000 + number}" for number in range(70)}

    after = rows(office)
    again = take(office, *reversed(paths))
    assert (again.run, again.counts.created, again.counts.changed, again.counts.unchanged) == (None, 0, 0, 70)
    assert rows(office) == after
    assert last_reports(office.shift) == (report.run,)


def test_numbers_go_on_after_the_highest_of_the_old_database(private_office: OpenOffice, tmp_path: Path) -> None:
    year = private_office.shift.today.year
    short = f"{year % 100:02}"
    one, twice = (
        car(1, complaint_number=f"IT0031-{short}", tow_date="2025-01-05"),
        car(2, complaint_number=f"IT0031-{short}", tow_date="2025-02-05"),
    )
    worded = car(3, complaint_number="ask Kim")
    report = take(private_office, june(tmp_path, one, twice, worded, complaint_sequence=[{"year": year, "last_sequence": 40}]))
    fields = [card(private_office, here(private_office, number)).car.fields for number in (1, 2, 3)]
    assert [each.file_number for each in fields] == [f"IT0031-{short}", f"IT0031-{short}-2", None]
    assert fields[2].reference == "ask Kim"
    assert rules(report, 2) >= {OldRule.NUMBER_TWICE}
    with private_office.shift.desk.begin(private_office.shift.deed("number")) as unit:
        unit.lot.number([here(private_office, 3)], year, "Kim", "2026-03-02T10:00:00+00:00")
        unit.commit()
    assert card(private_office, here(private_office, 3)).car.fields.file_number == f"IT0041-{short}"


# --- choices -----------------------------------------------------------------------------------------------------------


def test_somebody_chooses_how_it_ended_and_is_never_asked_again(shared: OpenOffice, tmp_path: Path) -> None:
    newer = june(
        tmp_path, *(car(n, status="Scrapped", release_date="2025-06-02", last_updated="2025-06-02 10:00:00") for n in (101, 102, 103))
    )
    older = old_database(tmp_path / "0523.db", MAY_23, [
        car(n, status="Released", release_date="2025-05-10", last_updated="2025-05-23 10:00:00") for n in (101, 102, 103)
    ])  # fmt: skip
    staged = ended(stage(shared.shift, read_old_file, [older, newer]))
    endings = [each for each in staged.report.conflicts if each.field == OUTCOME]
    assert [(each.newer, each.older) for each in endings] == [("Scrapped 6/2/2025", "Released 5/10/2025")] * 3
    now = choose(shared.shift, staged.fingerprints, [endings[0].mark], Choice.OLDER)
    assert [each.choice for each in now.report.conflicts if each.field == OUTCOME] == [Choice.OLDER, None, None]
    choose(shared.shift, staged.fingerprints, [endings[1].mark], Choice.OLDER)
    now = choose(shared.shift, staged.fingerprints, [endings[1].mark], Choice.LEAVE)
    chosen = [int(each.car) - 20000 for each in endings]
    assert now == review(shared.shift, staged.fingerprints)
    report = ended(take_over(shared.shift, staged.fingerprints))
    assert (report.counts.closed, report.counts.on_lot) == (2, 1)
    cards = [card(shared, here(shared, number)) for number in chosen]
    assert [each.row.status for each in cards] == [CustodyStatus.PICKED_UP, CustodyStatus.ON_LOT, CustodyStatus.SCRAPPED]
    assert any("says Scrapped 6/2/2025" in (event.note or "") for event in cards[1].events)
    assert begun(shared.shift) is None


# --- what is here already ------------------------------------------------------------------------------------------------


def test_the_desk_and_towbook_stay_holes_are_filled_and_a_closing_is_recorded_once(shared: OpenOffice, tmp_path: Path) -> None:
    custody_id = bring_one(shared, call_number="20201", color="Gray", requested_by=None, plate="TB1")
    change_car(shared.shift, Edit(custody_id, {"model": "Typed"}, {"model": card(shared, custody_id).car.fields.model or ""}))
    tow = card(shared, custody_id).row.towed_at
    assert tow is not None
    left = (tow + timedelta(days=1)).date().isoformat() if tow.date() < shared.shift.today else "N/A"
    told = car(
        201, color="Red", model="Focus", requestor="Lot manager", tow_date="2024-12-01", vin="N/A", status="Scrapped", release_date=left,
        plate="OLD1",
    )  # fmt: skip
    report = take(shared, june(tmp_path, told))
    assert (report.counts.created, report.counts.changed) == (0, 1)
    now = card(shared, custody_id)
    assert (now.car.fields.color, now.car.fields.model, now.car.fields.plate) == ("Gray", "Typed", "TB1")
    assert now.car.fields.requested_by == "Lot manager"
    assert now.car.provenance["requested_by"].by == "the old database"
    assert now.row.towed_at == tow, "TowBook's tow stands"
    assert {OldRule.HERE_DIFFERS} <= rules(report, 201)
    assert now.row.status is CustodyStatus.SCRAPPED
    closing = next(event for event in now.events if event.kind is EventKind.SCRAPPED)
    assert closing.data["flagged"] == "yes"

    record(shared.shift, custody_id, Entry(EventKind.SUPERSEDED, supersedes=closing.id, note="It stands here."))
    again = take(shared, tmp_path / "vehicles.db")
    assert again.run is None
    assert card(shared, custody_id).row.status is CustodyStatus.ON_LOT, "what somebody took back is not recorded again"
    assert OldRule.CLOSED_HERE in rules(again, 201)


def test_a_hold_outranks_the_old_database(shared: OpenOffice, tmp_path: Path) -> None:
    custody_id = bring_one(shared, call_number="20211")
    record(shared.shift, custody_id, Entry(EventKind.HOLD_PLACED, on=shared.shift.today, data={"hold": "police"}))
    report = take(shared, june(tmp_path, car(211, status="Released", release_date="N/A")))
    assert card(shared, custody_id).row.status is CustodyStatus.ON_LOT
    assert any(flag.rule is OldRule.CLOSED_HERE and "on hold" in flag.says for flag in report.flags)


def test_towbook_takes_over_a_car_of_the_old_database_later(shared: OpenOffice, tmp_path: Path) -> None:
    take(shared, june(tmp_path, car(221, color="Red", model="N/A", tow_time="N/A")))
    custody_id = here(shared, 221)
    (same,) = bring(shared, call(call_number="20221", color="Black", model="Ranger"))
    assert same == custody_id
    now = card(shared, custody_id)
    assert (now.car.fields.color, now.car.fields.model) == ("Red", "Ranger")
    assert [(each.field, each.towbook) for each in now.car.differences() if each.field == "color"] == [("color", "Black")]
    assert now.car.towbook_id == call(call_number="20221").towbook_id or not (now.car.towbook_id or "").startswith("call:")
    tows = [event for event in counting(shared, custody_id) if event.kind is EventKind.TOWED]
    assert len(tows) == 1


def test_two_stays_of_one_vehicle_share_it_and_undoing_voids_both(shared: OpenOffice, tmp_path: Path) -> None:
    same = vin(231)
    first = car(231, tow_date="2024-10-01", status="Released", release_date="2024-10-09", plate="OLD1", vin=same)
    report = take(shared, june(tmp_path, first, car(232, vin=same, plate="NEW1"), car(233, vin="1XXAB1CD0EF000001")))
    stays = [card(shared, here(shared, number)) for number in (231, 232, 233)]
    assert stays[0].car.vehicle_id == stays[1].car.vehicle_id != stays[2].car.vehicle_id
    assert [stay.car.fields.plate for stay in stays[:2]] == ["NEW1", "NEW1"]
    assert any("plate OLD1" in (event.note or "") for event in stays[0].events)
    assert OldRule.VIN_TWICE in rules(report, 231) & rules(report, 232)
    (custody_id,) = bring(shared, call(call_number="20234", vin=same))
    third = june(tmp_path, car(235, vin=same, tow_date="2024-05-01"), name="other.db")
    later = take(shared, third).run
    assert later is not None
    assert card(shared, here(shared, 235)).car.vehicle_id in {stays[0].car.vehicle_id, card(shared, custody_id).car.vehicle_id}

    assert report.run is not None
    one = undo_import(shared.shift, later)
    assert (one.voided, one.left) == (1, ())
    undone = undo_import(shared.shift, report.run)
    assert (undone.voided, undone.left) == (3, ())
    again = take(shared, tmp_path / "vehicles.db")
    assert again.counts.created == 3
    assert card(shared, here(shared, 231)).row.status is CustodyStatus.PICKED_UP


def test_what_somebody_voided_stays_void(shared: OpenOffice, tmp_path: Path) -> None:
    path = june(tmp_path, car(241))
    take(shared, path)
    custody_id = here(shared, 241)
    void_car(shared.shift, [custody_id], "entered twice")
    again = take(shared, path)
    assert again.run is None
    assert rules(again, 241) >= {OldRule.VOIDED}
    assert here(shared, 241) == custody_id


# --- departments -------------------------------------------------------------------------------------------------------


def test_departments_are_found_by_any_spelling_and_filled_up_by_contacts(shared: OpenOffice, tmp_path: Path) -> None:
    township = agency_id(shared, "Mt. Morris Township Police Department")
    with shared.shift.desk.look() as unit:
        clio = next(agency for agency in unit.agencies.all() if agency.name.startswith("Clio"))
    save_agency(shared.shift, type(clio)(clio.id, clio.name, phone="810-555-0199"))
    spellings = ("MT MORRIS TWP", "Mount Morris Township", "MMTWP", "Mt. Morris Twp (ask for the desk)")
    contacts = [
        {"jurisdiction": "MMTWP", "contact_name": "Sgt. Invented", "phone_number": "(810) 555 0150", "email_address": "DESK@example.org",
         "preferred_method": "fax", "preferred_contact_method": "email"},
        {"jurisdiction": "Clio", "phone_number": "8105550177", "address": "1 Invented St"},
        {"jurisdiction": "Atlantis", "phone_number": "8105550178"},
    ]  # fmt: skip
    cars = [car(250 + n, jurisdiction=each, location="Lot 4") for n, each in enumerate((*spellings, "Atlantis", "Unknown"))]
    report = take(shared, june(tmp_path, *cars, contacts=contacts))
    assert [card(shared, here(shared, 250 + n)).car.fields.agency_id for n in range(6)] == [township] * 4 + [None, None]
    assert any("ask for the desk" in (event.note or "") for event in card(shared, here(shared, 253)).events)
    assert [flag.car for flag in report.flags if flag.rule is OldRule.DEPARTMENT] == ["20254"]
    with shared.shift.desk.look() as unit:
        filled, kept = unit.agencies.get(township), unit.agencies.get(clio.id)
        (person,) = unit.departments.contacts(township)
    assert (filled.phone, filled.email, filled.preferred, person.name) == ("810-555-0150", "desk@example.org", "email", "Sgt. Invented")
    assert (kept.phone, kept.address) == ("810-555-0199", "1 Invented St")
    said = [flag.says for flag in report.flags if flag.rule is OldRule.CONTACT]
    assert any("the two columns disagree" in each for each in said)
    assert any("phone 810-555-0177; here it is 810-555-0199" in each for each in said)
    assert any("no police department here goes by this name" in each for each in said)
    before = rows(shared)
    assert take(shared, tmp_path / "vehicles.db").run is None
    assert rows(shared) == before


def test_owners_come_along_once(shared: OpenOffice, tmp_path: Path) -> None:
    path = june(tmp_path, car(261, owner_name="Pat Invented", owner_phone="8105550111", lienholder_name="Invented Bank"))
    take(shared, path)
    parties = card(shared, here(shared, 261)).parties
    assert [(each.role, each.name, each.phone) for each in parties] == [
        ("owner", "Pat Invented", "810-555-0111"), ("lienholder", "Invented Bank", None),
    ]  # fmt: skip
    assert take(shared, path).run is None


# --- faults ------------------------------------------------------------------------------------------------------------


def test_one_bad_file_among_several_changes_nothing(shared: OpenOffice, tmp_path: Path) -> None:
    good, bad = june(tmp_path, car(271)), tmp_path / "torn.db"
    bad.write_bytes(good.read_bytes()[:-4096])
    before = rows(shared)
    with pytest.raises(OldFileTrouble, match=r"torn\.db is cut off"):
        take(shared, good, bad)
    with pytest.raises(OldFileTrouble, match="No file was chosen"):
        take(shared)
    assert rows(shared) == before


@pytest.mark.parametrize("reached", [1, 2, 3])
def test_a_program_that_ends_in_the_middle_leaves_nothing_half_there(shared: OpenOffice, tmp_path: Path, reached: int) -> None:
    """Its connection is cut as a kill cuts it, at each step on the way to the commit."""
    number = 280 + reached
    staged = ended(stage(shared.shift, read_old_file, [june(tmp_path, car(number, status="Released"), car(number + 10))]))
    before = rows(shared)
    work = take_over(shared.shift, staged.fingerprints)
    for _ in range(reached):
        next(work)
    with shared.admin() as admin, admin.begin() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
        connection.execute(text(cut), {"name": shared.database})
    with pytest.raises(DatabaseTrouble):
        ended(work)
    assert rows(shared) == before
    report = ended(take_over(shared.shift, staged.fingerprints))
    assert report.counts.created == 2
    assert status_of(standing(card(shared, here(shared, number)).events)) is CustodyStatus.PICKED_UP


def test_two_pcs_at_once_wait_for_nobody_and_bring_it_once(shared: OpenOffice, tmp_path: Path) -> None:
    staged = ended(stage(shared.shift, read_old_file, [june(tmp_path, car(298))]))
    first = take_over(shared.shift, staged.fingerprints)
    next(first)
    with pytest.raises(ImportBusy):
        ended(take_over(shared.shift, staged.fingerprints))
    assert ended(first).counts.created == 1
    assert ended(take_over(shared.shift, staged.fingerprints)).run is None


def test_every_car_of_it_stands_in_check_import(shared: OpenOffice, tmp_path: Path) -> None:
    report = take(shared, june(tmp_path, car(299, tow_date=date(2025, 1, 5).isoformat())))
    assert report.run is not None
    with shared.shift.desk.look() as unit:
        counts = unit.tray.counts(report.run)
        line = unit.tray.line(report.run, "call:20299")
    assert [kind for kind, _ in counts] == [LineKind.NEW]
    assert line.custody_id == here(shared, 299)
