"""The morning's numbers and the unsure cars, from a real database; a copy that was proved is remembered."""

from datetime import timedelta
from pathlib import Path

import pytest

from itow_desktop.adapters.db import backup_files
from itow_desktop.adapters.db.copies import DatabaseCopies
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import BackupTrouble, Problems
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services import editing, reminding, working
from itow_desktop.services.editing import add_car
from itow_desktop.services.shift import Shift
from itow_desktop.services.starting_the_day import copy_state, prove_last_copy, start_of_day
from itow_desktop.services.unsure import Lack, name_vin, unsure_board
from tests.db.offices import OpenOffice, address_of
from tests.db.servers import DatabaseServer
from tests.fakes import SetClock

SURE = {
    "plate": "ABC1234", "plate_state": "MI", "vin": "1G1ZC5E13BF118341", "custody": "private_property", "towed_at": "2026-03-03 22:00",
    "towed_from": "123 Oak St, Burton, MI 48529", "jurisdiction": "Burton Police Department",
}  # fmt: skip
MILL = {"towed_from": "88 Mill Rd, Flint, MI 48503", "jurisdiction": "", "vin": ""}


@pytest.fixture
def shift(private_office: OpenOffice) -> Shift:
    return private_office.shift


def added(shift: Shift, **changes: str) -> int:
    return add_car(shift, {**SURE, **changes}).custody_id


def lacking(shift: Shift) -> dict[int, frozenset[Lack]]:
    return {car.case.custody_id: car.lacks for car in unsure_board(shift).cars}


def test_only_what_is_missing_is_asked_and_it_goes_away(shift: Shift) -> None:
    added(shift)
    first, second = added(shift, plate="AAA111", **MILL), added(shift, plate="BBB222", **MILL)
    unsorted = added(shift, plate="CCC333", custody="unknown", jurisdiction="")
    assert lacking(shift) == {first: {Lack.AGENCY, Lack.VIN}, second: {Lack.AGENCY, Lack.VIN}, unsorted: {Lack.KIND}}
    assert next(iter(lacking(shift))) == unsorted, "the kind decides what else is asked"

    working.sort_cars(shift, [unsorted], CustodyKind.NOT_AN_IMPOUND)
    agency = editing.save_agency(shift, Agency(0, "Mill Road Constables"))
    working.assign_agency(shift, agency, [first])
    name_vin(shift, first, "1g1zc5e13bf118341")
    name_vin(shift, second, "not readable")
    assert lacking(shift) == {}
    assert [car.case.custody_id for car in unsure_board(shift, [first]).cars] == [first], "a car in sight stays in sight"
    with shift.desk.look() as unit:
        cars = unit.vehicles.many([first, second])
    assert (cars[first].fields.vin, cars[second].fields.vin_unreadable) == ("1G1ZC5E13BF118341", True)
    assert cars[second].fields.agency_id == agency, "an answer counts for the property"


def test_what_is_no_vin_is_refused(shift: Shift) -> None:
    car = added(shift, vin="")
    with pytest.raises(Problems, match="letters and digits"):
        name_vin(shift, car, "1G1-ZC5E*3")
    assert lacking(shift) == {car: {Lack.VIN}}


def test_the_day_begins_with_the_numbers_of_the_queue(shift: Shift) -> None:
    empty = start_of_day(shift)
    assert (empty.active, empty.accounted_for, sum(empty.counts.values()), empty.last_import) == (0, 0, 0, None)
    added(shift)
    added(shift, plate="LATE1", vin="", towed_at="2026-02-20 10:00")
    hidden = added(shift, plate="", vin="", color="Blue", custody="not_an_impound", towed_at="")
    reminding.add_reminder(shift, "call the bank", shift.today + timedelta(days=1), custody_id=hidden)
    day = start_of_day(shift)
    queue = working.work_queue(shift)
    assert (day.active, day.accounted_for) == (queue.active, queue.accounted_for) == (3, 3)
    assert {word: number for word, number in day.counts.items() if number} == {Urgency.TODAY: 1, Urgency.LATE: 1}
    assert (day.unsure, day.by_hand, day.maybe_same, day.past) == (2, 3, 0, 0)
    assert [each.text for each in day.reminders] == ["call the bank"]


def test_a_proved_copy_is_remembered_beside_it(private_office: OpenOffice, tmp_path: Path) -> None:
    server: DatabaseServer = private_office.server
    address = address_of(server, private_office.database, server.superuser, server.password)
    copies = DatabaseCopies(address, lambda: tmp_path, SetClock())
    assert copy_state(copies).made_at is None
    with pytest.raises(BackupTrouble, match="no copy"):
        prove_last_copy(copies)
    made = copies.make()
    assert copy_state(copies) == copy_state(copies).__class__(made.made_at, None, str(tmp_path))
    assert prove_last_copy(copies) is None
    assert copy_state(copies).tested_at == SetClock().now()
    made.file.unlink()
    assert copies.last_tested() is None, "a test of a copy that is gone proves nothing"


def test_a_note_nobody_can_read_proves_nothing(tmp_path: Path) -> None:
    dump = tmp_path / "itow-1.dump"
    dump.write_bytes(b"x")
    (tmp_path / "itow-1.dump.tested").write_text("yesterday, I think", "utf-8")
    assert backup_files.last_tested(tmp_path) is None
