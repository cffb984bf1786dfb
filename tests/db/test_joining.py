"""A car entered by hand meets its TowBook call: asked once, joined without loss, or never asked again."""

from collections.abc import Generator
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest
from sqlalchemy import text

from itow_desktop.domain.cars import Origin
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.errors import Refused
from itow_desktop.domain.events import EventKind, EventSource, standing
from itow_desktop.domain.filters import VehicleFilters
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.questions import Question
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import car_card, find_car, vehicle_page
from itow_desktop.services.charges.charging import TakenBack, take_back
from itow_desktop.services.desks.editing import EditDesk
from itow_desktop.services.editing import add_car
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, run_import
from itow_desktop.services.joining import other_car, pair, same_car
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard, VehicleQuery
from itow_desktop.services.working import work_queue
from tests.builders import call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

PLAN = ImportPlan((".PPI",))
VIN = "1G1ZC5E13BF118341"
TYPED = {
    "plate": "ABC1234", "plate_state": "MI", "color": "Silver", "spot": "C-4", "towed_at": "2026-03-02 9:50", "custody": "private_property",
}  # fmt: skip


@pytest.fixture
def shift(private_office: OpenOffice) -> Shift:
    return private_office.shift


def imports(shift: Shift, *calls: Any) -> ImportResult:
    steps: Generator[ImportProgress, None, ImportResult] = run_import(shift, MemoryTowBook(calls), PLAN, lambda: False)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return cast("ImportResult", end.value)


def by_hand(shift: Shift, **typed: str) -> int:
    return add_car(shift, {**TYPED, **typed}).custody_id


def asks(shift: Shift) -> dict[int, Question | None]:
    return {line.item.custody_id: line.item.question for line in work_queue(shift).lines}


def told_of(shift: Shift, hand: int) -> int:
    return pair(shift, hand).told.car.custody_id


def kinds(card: CarCard) -> list[EventKind]:
    return [event.kind for event in standing(card.events)]


@pytest.mark.parametrize(
    "typed",
    [
        {"plate": "ABC1234", "vin": ""},
        {"plate": "", "vin": VIN},
        {"plate": "", "plate_state": "", "call_number": "55001"},
        {"plate": "ABC1234", "plate_state": ""},
    ],
)
def test_the_next_import_asks_once(shift: Shift, typed: dict[str, str]) -> None:
    hand = by_hand(shift, **typed)
    assert Question.SAME not in asks(shift).values()
    result = imports(shift, call(plate="ABC1234", vin=VIN, call_number="55001"))
    assert result.run.new == 1, "the call is stored in any case"
    assert asks(shift)[hand] is Question.SAME
    assert list(asks(shift).values()).count(Question.SAME) == 1
    found = pair(shift, hand)
    assert (found.hand.car.towbook_id, found.told.car.fields.call_number) == (None, "55001")


def test_a_plate_of_another_state_is_another_car(shift: Shift) -> None:
    hand = by_hand(shift, plate_state="OH")
    imports(shift, call(plate="ABC1234", plate_state="MI", vin=VIN))
    assert asks(shift)[hand] is not Question.SAME


def test_joined_the_desk_stands_and_the_gaps_are_filled(shift: Shift) -> None:
    hand = by_hand(shift)
    record(shift, hand, Entry(EventKind.POLICE_NOTIFIED, on=shift.today, data={"person": "Sgt. Ames"}, source=EventSource.MY_CALL))
    imports(shift, call("900001", plate="ABC1234", vin=VIN, call_number="55001", color="Gray"))
    told = told_of(shift, hand)
    same_car(shift, hand, told)

    card = car_card(shift, hand)
    fields = card.car.fields
    assert (fields.color, fields.spot, fields.plate) == ("Silver", "C-4", "ABC1234")
    assert (fields.vin, fields.call_number, fields.make) == (VIN, "55001", "Chevrolet")
    assert [(each.field, each.desk, each.towbook) for each in card.car.differences()] == [("color", "Silver", "Gray")]
    assert card.car.provenance["vin"].origin is Origin.TOWBOOK
    assert card.car.provenance["spot"].origin is Origin.DESK
    assert card.car.towbook_id == "900001"
    assert kinds(card) == [EventKind.TOWED, EventKind.POLICE_NOTIFIED], "one tow, the desk's"

    gone = car_card(shift, told)
    assert gone.row.status is CustodyStatus.VOID
    assert (gone.car.towbook_id, gone.events[-1].note) == (
        None,
        "The same car as ABC1234, which was entered by hand: joined. Everything goes on there.",
    )
    assert gone.events[-1].recorded_by == "Kim"
    assert Question.SAME not in asks(shift).values()
    assert find_car(shift.desk, "55001") in {hand, told}


def test_a_later_import_goes_to_the_joined_car(shift: Shift) -> None:
    hand = by_hand(shift)
    first = call("900001", plate="ABC1234", vin=VIN, call_number="55001")
    imports(shift, first)
    same_car(shift, hand, told_of(shift, hand))
    again = imports(shift, first)
    assert (again.run.new, again.run.updated, again.run.unchanged) == (0, 0, 1)
    moved = imports(shift, replace(first, model="Impala", color="Blue"))
    assert (moved.run.new, moved.run.updated) == (0, 1)
    fields = car_card(shift, hand).car.fields
    assert (fields.model, fields.color) == ("Impala", "Silver")
    assert Question.SAME not in asks(shift).values()


def test_what_was_done_with_the_imported_one_is_taken_over(shift: Shift) -> None:
    hand = by_hand(shift, towed_at="", custody="unknown")
    imports(shift, call("900001", plate="ABC1234", vin=VIN))
    told = told_of(shift, hand)
    held = {"hold": "police", "authority": "Burton PD"}
    record(shift, told, Entry(EventKind.HOLD_PLACED, on=shift.today, data=held, note="evidence", source=EventSource.PAPER))
    with shift.desk.begin(shift.deed("parties")) as unit:
        unit.vehicles.set_complaints({told: "26-0001"})
        unit.commit()
    same_car(shift, hand, told)
    card = car_card(shift, hand)
    assert set(kinds(card)) == {EventKind.TOWED, EventKind.HOLD_PLACED}, "it had no tow of its own"
    hold = next(event for event in card.events if event.kind is EventKind.HOLD_PLACED)
    assert (hold.data["hold"], hold.note) == ("police", "evidence")
    assert (card.car.fields.custody, card.car.fields.complaint_number) == ("private_property", "26-0001")


def test_charges_and_letters_are_not_left_behind(shift: Shift) -> None:
    hand = by_hand(shift)
    imports(shift, call("900001", plate="ABC1234", vin=VIN))
    told = told_of(shift, hand)
    with shift.desk.begin(shift.deed("charge and write", undoable=False)) as unit:
        charge = LedgerLine(0, told, ChargeKind.OTHER, Decimal("25.00"), "Winch", shift.today)
        (line,) = unit.charges.add([charge])
        piece = Piece(
            unit.mail.reserve(1)[0], told, NoticeKind.COURTESY_OWNER, MailClass.FIRST_CLASS, PieceState.PREPARED, ("PAT", "FLINT MI  48502")
        )
        unit.mail.prepare([piece])
        unit.commit()
    with pytest.raises(Refused, match=r"Charges were entered for ABC1234.*Nothing was changed\. Take them back there"):
        same_car(shift, hand, told)
    take_back(shift, told, TakenBack(replace(charge, id=line), Decimal("25.00"), "it goes on the other one"))
    with pytest.raises(Refused, match=rf"not mailed were written for ABC1234.*\({piece.code}\)\. Nothing was changed\. Void these"):
        same_car(shift, hand, told)
    with shift.desk.begin(shift.deed("void", undoable=False)) as unit:
        unit.mail.save([replace(unit.mail.of(told)[0], state=PieceState.VOID, void="the other one")])
        unit.commit()
    assert same_car(shift, hand, told).custody_id == hand


def test_two_cars_are_never_asked_again(shift: Shift) -> None:
    hand = by_hand(shift)
    first = call("900001", plate="ABC1234", vin=VIN)
    imports(shift, first)
    told = told_of(shift, hand)
    other_car(shift, hand, told)
    assert Question.SAME not in asks(shift).values()
    imports(shift, replace(first, model="Impala"))
    assert Question.SAME not in asks(shift).values()
    imports(shift, first, call("900002", plate="ABC1234", vin="1G1ZC5E13BF118342"))
    assert pair(shift, hand).told.car.towbook_id == "900002", "another call is another question"


def test_a_question_that_is_over_changes_nothing(shift: Shift) -> None:
    hand = by_hand(shift)
    imports(shift, call("900001", plate="ABC1234", vin=VIN))
    told = told_of(shift, hand)
    record(shift, told, Entry(EventKind.VOIDED, on=shift.today, note="entered twice"))
    with pytest.raises(Refused, match="Nothing was changed"):
        same_car(shift, hand, told)
    imports(shift)
    with pytest.raises(Refused, match="answered in the meantime"):
        pair(shift, hand)


def test_two_hand_entered_cars_cannot_both_become_one_call(shift: Shift) -> None:
    first, second = by_hand(shift), by_hand(shift, vin=VIN)
    imports(shift, call("900001", plate="ABC1234", vin=VIN))
    assert [asks(shift)[each] for each in (first, second)] == [Question.SAME, Question.SAME]
    same_car(shift, first, told_of(shift, first))
    assert pair(shift, second).told.car.custody_id == first, "the other one may be that very car, entered twice"
    assert first not in [each for each, question in asks(shift).items() if question is Question.SAME]


def test_joining_can_be_undone(private_office: OpenOffice, shift: Shift) -> None:
    hand = by_hand(shift)
    imports(shift, call("900001", plate="ABC1234", vin=VIN, color="Gray"))
    told = told_of(shift, hand)
    before = car_card(shift, hand).car
    same_car(shift, hand, told)
    edits = EditDesk(cast("Any", None), shift)
    step = edits.undo_state(shift.person).undo
    assert step is not None
    edits.undo(shift.person, step.deed_id)
    card = car_card(shift, hand)
    assert (card.car.fields, card.car.towbook_id) == (before.fields, None)
    back = car_card(shift, told)
    assert (back.car.towbook_id, back.row.status) == ("900001", CustodyStatus.ON_LOT)
    assert asks(shift)[hand] is Question.SAME


def test_a_thousand_cars_on_either_side_are_looked_at_quickly(private_office: OpenOffice, shift: Shift) -> None:
    with private_office.admin() as admin, admin.begin() as connection:
        connection.execute(text("INSERT INTO vehicles (plate, plate_state) SELECT 'P' || n, 'MI' FROM generate_series(1, 2000) n"))
        connection.execute(
            text(
                "INSERT INTO custodies (vehicle_id, custody, towbook_id) SELECT v.id, 'private_property',"
                " CASE WHEN v.id % 2 = 0 THEN 'T' || v.id END FROM vehicles v"
            )
        )
    hand = by_hand(shift, plate="P1000")
    with shift.desk.begin(shift.deed("look")) as unit:
        assert unit.joining.notice() == 1
        assert unit.joining.asked(hand) is not None
        assert unit.joining.by_hand() == 1001


def test_the_list_finds_what_no_call_is_known_of(shift: Shift) -> None:
    hand = by_hand(shift)
    imports(shift, call("900001", plate="XYZ9", vin=VIN))
    page = vehicle_page(shift, VehicleQuery(filters=VehicleFilters(by_hand=True)))
    assert [row.custody_id for row in page.rows] == [hand]
