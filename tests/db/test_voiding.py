"""Void instead of delete: out of lists and queue, into the bin, and back."""

from datetime import date

import pytest

from itow_desktop.domain.bin import Kind
from itow_desktop.domain.errors import NotAllowed, NotFound, Problems, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.editing import add_car, add_person
from itow_desktop.services.views import VehicleQuery
from itow_desktop.services.voiding import bin_content, restore, void_car
from itow_desktop.services.working import PickUp, pick_up, work_queue
from tests.builders import call
from tests.db.cars import bring, bring_one, card, columns, counting, step
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice


def listed(office: OpenOffice, status: CustodyStatus | None) -> set[int]:
    return {row.custody_id for row in vehicle_page(office.shift, VehicleQuery(status=status)).rows}


def test_a_void_car_is_in_no_list_but_the_whole_one_and_never_in_the_queue(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    before = columns(office, custody_id)
    lee = add_person(office.shift, "Lee")
    assert void_car(office.shift.by(lee), [custody_id], "  Entered twice.\nSee the other one. ") == 1
    assert step(office, custody_id) == "nothing"
    assert work_queue(office.shift).active == 0
    assert [status for status in CustodyStatus if custody_id in listed(office, status)] == [CustodyStatus.VOID]
    assert custody_id in listed(office, None)
    (thing,) = bin_content(office.shift)
    assert (thing.kind, thing.id, thing.label) == (Kind.CAR, custody_id, "ABC1234 Gray 2011 Chevrolet Malibu")
    assert (thing.by, thing.reason) == ("Lee", "Entered twice.\nSee the other one.")
    assert thing.at is not None

    assert restore(office.shift, [thing]) == 1
    assert bin_content(office.shift) == ()
    assert listed(office, CustodyStatus.ON_LOT) == {custody_id}
    assert step(office, custody_id) == "late: Print TOP"
    assert columns(office, custody_id) == before
    assert [event.kind for event in card(office, custody_id).events] == [EventKind.TOWED, EventKind.VOIDED, EventKind.SUPERSEDED]


def test_what_is_void_can_be_void_again_and_each_time_has_its_own_reason(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    void_car(private_office.shift, [custody_id], "first")
    restore(private_office.shift, bin_content(private_office.shift))
    void_car(private_office.shift, [custody_id], "second")
    assert [thing.reason for thing in bin_content(private_office.shift)] == ["second"]


def test_void_needs_a_reason_and_a_car_that_is_still_open(private_office: OpenOffice) -> None:
    first, second = bring(private_office, call(), call(towbook_id="77", call_number="21400", plate="XYZ9"))
    for reason in ("", "  ", "n/a"):
        with pytest.raises(Problems, match="Enter why it is void"):
            void_car(private_office.shift, [first], reason)
    pick_up(private_office.shift, second, PickUp(date(2026, 3, 3), "Pat Example", "driver's license"))
    with pytest.raises(Refused, match=r"XYZ9 .*closed already.*Nothing was changed"):
        void_car(private_office.shift, [first, second], "twice")
    assert len(counting(private_office, first)) == 1
    with pytest.raises(NotFound):
        void_car(private_office.shift, [first, 999_999], "twice")
    assert bin_content(private_office.shift) == ()


def test_a_void_car_is_no_double_of_a_new_one(private_office: OpenOffice) -> None:
    first = add_car(private_office.shift, {"plate": "DUP1"}).custody_id
    void_car(private_office.shift, [first], "typed twice")
    assert add_car(private_office.shift, {"plate": "DUP1"}).warnings == ()


def test_what_somebody_else_brought_back_is_said(private_office: OpenOffice) -> None:
    void_car(private_office.shift, [bring_one(private_office)], "twice")
    shown = bin_content(private_office.shift)
    restore(private_office.shift, shown)
    with pytest.raises(Refused, match="out of the bin already"):
        restore(private_office.shift, shown)


def test_who_may_only_read_voids_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    with signed_in(private_office, "viewer", "Val") as viewer:
        with pytest.raises(NotAllowed):
            void_car(viewer, [custody_id], "twice")
        assert bin_content(viewer) == ()
    assert len(counting(private_office, custody_id)) == 1
