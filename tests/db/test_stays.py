"""A vehicle that was towed twice, on PostgreSQL: two custodies, each with a record of its own."""

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.car_pages import car_page
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.undoing import undo, undo_state
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice

VIN = "1G1ZC5E04BF118341"


def test_two_tows_of_one_vehicle_are_two_custodies_that_know_each_other(private_office: OpenOffice) -> None:
    shift = private_office.shift
    today = shift.today
    first = bring_one(private_office, vin=VIN, plate="OLD111", plate_state="MI")
    second = bring_one(private_office, vin=VIN, plate="NEW222", plate_state="MI")
    stranger = bring_one(private_office, vin=None, plate="ZZZ999", plate_state="MI")

    (double,) = car_page(shift, second).stays.doubles
    assert double.mark.custody_id == first, "both on the lot with one VIN: entered twice?"
    assert car_page(shift, stranger).stays.before == car_page(shift, stranger).stays.doubles == ()

    record(shift, first, Entry(EventKind.RELEASED, at=shift.clock.now(), data={"to_whom": "Pat Doe", "id_seen": "license"}))
    page = car_page(shift, second)
    assert page.stays.doubles == ()
    (before,) = page.stays.before
    assert (before.mark.custody_id, before.mark.status, before.left_on) == (first, CustodyStatus.PICKED_UP, today)
    (after,) = car_page(shift, first).stays.before
    assert after.mark.custody_id == second, "the closed stay knows the new one too"

    change_car(shift, Edit(second, {"plate": "NEW333"}, {"plate": "NEW222"}))
    assert car_page(shift, first).card.car.fields.plate == "OLD111", "what is corrected at one stay changes nothing of the other"
    offered = undo_state(shift).undo
    assert offered is not None
    undo(shift, offered.deed_id)
    assert car_page(shift, second).card.car.fields.plate == "NEW222"
    assert car_page(shift, second).stays.before[0].mark.custody_id == first
