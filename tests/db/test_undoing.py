"""Undo: one's own deeds, many steps, over save and restart, never over what others changed since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.stores.undoable import UNDOABLE
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import NotAllowed, NotFound, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.undo import RowChange
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.browsing import agencies, find_car
from itow_desktop.services.browsing import office as office_facts
from itow_desktop.services.editing import Edit, add_car, add_person, change_car, change_many, save_agency, save_office
from itow_desktop.services.joining import same_car
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import Undone, redo, undo, undo_state
from itow_desktop.services.voiding import bin_content, restore, void_car
from itow_desktop.services.working import CallIn, PickUp, assign_agency, call_in, keep_on_lot, pick_up, sort_cars, sos_notice
from tests.builders import TOWED, call
from tests.db.cars import agency_id, bring, bring_one, card, columns, counting, drain, step
from tests.db.logins import become_viewer, signed_in
from tests.db.offices import PASSWORD, OpenOffice, address_of
from tests.fakes import MemoryTowBook


def back(shift: Shift) -> Undone:
    """Ctrl+Z."""
    last = undo_state(shift).undo
    assert last is not None
    return undo(shift, last.deed_id)


def again(shift: Shift) -> Undone:
    """Ctrl+Y."""
    last = undo_state(shift).redo
    assert last is not None
    return redo(shift, last.deed_id)


def names(shift: Shift) -> tuple[str | None, str | None]:
    """What the menu offers: undo, redo."""
    state = undo_state(shift)
    return state.undo.name if state.undo else None, state.redo.name if state.redo else None


def edit(office: OpenOffice, custody_id: int, shift: Shift | None = None, **values: str) -> None:
    change_car(shift or office.shift, Edit(custody_id, values, {}))


def record_of(office: OpenOffice, custody_id: int) -> dict[str, Any]:
    """Everything the database holds of a car, but for how often it was saved; marks of origin in no order."""
    found = columns(office, custody_id)
    marks = {name: {**mark, "fields": None} for mark in found["provenance"] for name in mark["fields"]}
    told = [(event.kind, event.at, event.on, dict(event.data), event.note) for event in counting(office, custody_id)]
    return {**found, "provenance": marks, "version": None, "events": told, "step": step(office, custody_id)}


def several(office: OpenOffice, count: int) -> list[int]:
    return bring(office, *(call(plate=f"PLATE{number}") for number in range(count)))


def lee(office: OpenOffice) -> Shift:
    return office.shift.by(add_person(office.shift, "Lee"))


# --- fields ------------------------------------------------------------------------------------------------------


def test_an_edit_goes_back_whole_and_comes_again(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    before = record_of(office, custody_id)
    edit(
        office, custody_id, color="Silver", spot="C-14", plate="NEW1", towed_from="1 Far Ave, Burton, MI", notes="a\nb", keys="yes",
        towed_at="3/1/2026 9:15 pm", jurisdiction="Clio Police Department", no_plate="yes", vin="",
    )  # fmt: skip
    after = record_of(office, custody_id)
    assert after != before
    assert back(office.shift).sentence == "Undone: edit ABC1234."
    assert record_of(office, custody_id) == before
    assert again(office.shift).sentence == "Done again: edit ABC1234."
    assert record_of(office, custody_id) == after
    assert columns(office, custody_id)["version"] == 4


def test_what_others_changed_since_stays_and_is_named(office: OpenOffice) -> None:
    cars = several(office, 5)
    change_many(office.shift, [Edit(each, {"color": "Silver", "make": "Ford"}, {}) for each in cars], "color and make of 5 cars")
    other = lee(office)
    edit(office, cars[1], other, color="Black")
    edit(office, cars[3], other, make="GMC", spot="A-1")
    undone = back(office.shift)
    assert undone.sentence == (
        "Undone: color and make of 5 cars. 2 of 5 were changed since and left alone: PLATE1 Black 2011 Ford Malibu, "
        "PLATE3 Silver 2011 GMC Malibu."
    )
    assert [left.fields for left in undone.left] == [("color",), ("make",)]
    shown = [(fields.color, fields.make, fields.spot) for each in cars for fields in [card(office, each).car.fields]]
    assert shown == [
        ("Gray", "Chevrolet", None), ("Black", "Chevrolet", None), ("Gray", "Chevrolet", None), ("Gray", "GMC", "A-1"),
        ("Gray", "Chevrolet", None),
    ]  # fmt: skip
    assert card(office, cars[1]).car.provenance["color"].by == "Lee"
    again(office.shift)
    painted = [(fields.color, fields.make) for each in cars for fields in [card(office, each).car.fields]]
    assert painted == [("Silver", "Ford"), ("Black", "Ford"), ("Silver", "Ford"), ("Silver", "GMC"), ("Silver", "Ford")]


def test_what_somebody_else_changed_and_changed_back_may_go(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    edit(private_office, custody_id, color="Silver")
    other = lee(private_office)
    edit(private_office, custody_id, other, color="Black")
    edit(private_office, custody_id, other, color="Silver")
    assert back(private_office.shift).left == ()
    assert card(private_office, custody_id).car.fields.color == "Gray"


def test_what_towbook_said_since_is_not_forgotten(private_office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    drain(private_office, towbook)
    custody_id = find_car(private_office.shift.desk, told.call_number or "")
    edit(private_office, custody_id, color="Silver")
    towbook.calls[told.towbook_id] = replace(told, color="Red")
    drain(private_office, towbook)
    back(private_office.shift)
    car = card(private_office, custody_id).car
    assert car.fields.color == "Gray"
    assert [(each.field, each.desk, each.towbook) for each in car.differences()] == [("color", "Gray", "Red")]


# --- many steps ---------------------------------------------------------------------------------------------------


def test_many_steps_go_back_one_by_one_and_forward_again_over_a_restart(office: OpenOffice) -> None:
    first, second = several(office, 2)
    flint = agency_id(office, "Flint Police Department")
    deeds: list[Callable[[], object]] = [
        lambda: edit(office, first, color="Silver", towed_at="3/1/2026 10:00"),
        lambda: call_in(office.shift, [CallIn(first, at=TOWED, complaint_no="26-0001"), CallIn(second, at=TOWED, complaint_no="26-0002")]),
        lambda: edit(office, first, color="Black"),
        lambda: sos_notice(office.shift, [first, second], date(2026, 3, 2)),
        lambda: sos_notice(office.shift, [first], date(2026, 3, 3), "Misread."),
        lambda: assign_agency(office.shift, flint, [first]),
        lambda: sort_cars(office.shift, [second], CustodyKind.POLICE_HOLD),
        lambda: record(office.shift, first, Entry(EventKind.NOTE, note="The gate was open.")),
        lambda: keep_on_lot(office.shift, [second]),
        lambda: void_car(office.shift, [second], "twice"),
        lambda: restore(office.shift, bin_content(office.shift)),
        lambda: pick_up(office.shift, first, PickUp(date(2026, 3, 3), "Pat Example", "driver's license")),
    ]
    states = [(record_of(office, first), record_of(office, second))]
    for deed in deeds:
        deed()
        states.append((record_of(office, first), record_of(office, second)))
    assert names(office.shift)[1] is None

    engine = connect(address_of(office.server, office.database, office.engine.url.username or "", PASSWORD))
    later = replace(office.shift, desk=SqlDesk(engine))  # the program was closed and started again
    for state in reversed(states[:-1]):
        back(later)
        assert (record_of(office, first), record_of(office, second)) == state
    assert names(later)[0] is None
    for state in states[1:]:
        again(later)
        assert (record_of(office, first), record_of(office, second)) == state
    assert names(later)[1] is None
    engine.dispose()


def test_a_new_deed_ends_what_could_be_done_again(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    edit(private_office, custody_id, color="Silver")
    edit(private_office, custody_id, spot="A-1")
    back(private_office.shift)
    back(private_office.shift)
    assert names(private_office.shift) == (None, "edit ABC1234")
    sort_cars(private_office.shift, [custody_id], CustodyKind.POLICE_HOLD)
    assert names(private_office.shift) == ("sort cars", None)


def test_what_changed_nothing_and_what_is_no_deed_of_the_desk_is_no_step(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    edit(private_office, custody_id, color="Gray")
    add_person(private_office.shift, "Lee")
    assert names(private_office.shift) == (None, None)
    assert undo_state(private_office.shift.by(None)).undo is None


# --- events -------------------------------------------------------------------------------------------------------


def test_a_corrected_date_counts_again(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    sos_notice(office.shift, [custody_id], date(2026, 3, 2))
    sos_notice(office.shift, [custody_id], date(2026, 3, 3), "Misread.")
    back(office.shift)
    assert [event.on for event in counting(office, custody_id) if event.kind is EventKind.SOS_NOTICE_DATED] == [date(2026, 3, 2)]
    back(office.shift)
    assert [event for event in counting(office, custody_id) if event.kind is EventKind.SOS_NOTICE_DATED] == []
    assert len([event for event in card(office, custody_id).events if event.kind is EventKind.SOS_NOTICE_DATED]) == 3  # nothing was erased


def test_what_was_taken_back_by_hand_counts_again(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    noted = record(private_office.shift, custody_id, Entry(EventKind.NOTE, note="The gate was open."))
    record(private_office.shift, custody_id, Entry(EventKind.SUPERSEDED, note="It was not.", supersedes=noted.id))
    back(private_office.shift)
    assert [event.note for event in counting(private_office, custody_id) if event.kind is EventKind.NOTE] == ["The gate was open."]


def test_an_event_somebody_corrected_since_stays(private_office: OpenOffice) -> None:
    first, second = several(private_office, 2)
    sos_notice(private_office.shift, [first, second], date(2026, 3, 2))
    sos_notice(lee(private_office), [first], date(2026, 3, 3), "Misread.")
    undone = back(private_office.shift)
    assert undone.sentence.endswith("1 of 2 was changed since and left alone: PLATE0 Gray 2011 Chevrolet Malibu.")
    dated = [event.on for each in (first, second) for event in counting(private_office, each) if event.kind is EventKind.SOS_NOTICE_DATED]
    assert dated == [date(2026, 3, 3)]


# --- what the rules refuse ----------------------------------------------------------------------------------------

_HOLD = {"hold": "police", "authority": "Sgt. Ames"}


def test_a_release_is_not_done_again_under_a_hold(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    pick_up(office.shift, custody_id, PickUp(date(2026, 3, 3), "Pat Example", "driver's license"))
    back(office.shift)
    record(lee(office), custody_id, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data=_HOLD))
    before = record_of(office, custody_id)
    with pytest.raises(Refused, match=r"ABC1234 .*on hold: police.*Nothing was changed"):
        again(office.shift)
    assert record_of(office, custody_id) == before
    assert names(office.shift)[1] is not None  # it can be tried when the hold is lifted


def test_a_hold_does_not_come_back_over_a_car_that_left(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    other = lee(private_office)
    record(private_office.shift, custody_id, Entry(EventKind.HOLD_PLACED, on=date(2026, 3, 3), data=_HOLD))
    record(private_office.shift, custody_id, Entry(EventKind.HOLD_LIFTED, on=date(2026, 3, 3), data=_HOLD))
    pick_up(other, custody_id, PickUp(date(2026, 3, 3), "Pat Example", "driver's license"))
    with pytest.raises(Refused, match=r"has left since.*on hold: police"):
        back(private_office.shift)
    assert card(private_office, custody_id).row.status is CustodyStatus.PICKED_UP
    back(other)
    back(private_office.shift)
    with pytest.raises(Refused, match="on hold"):
        pick_up(other, custody_id, PickUp(date(2026, 3, 3), "Pat Example", "driver's license"))


def test_one_car_that_is_refused_keeps_all_of_them(private_office: OpenOffice) -> None:
    first, second = several(private_office, 2)
    void_car(private_office.shift, [first, second], "twice")
    back(private_office.shift)
    pick_up(lee(private_office), second, PickUp(date(2026, 3, 3), "Pat Example", "driver's license"))
    with pytest.raises(Refused, match=r"PLATE1 .*closed already"):
        again(private_office.shift)
    assert card(private_office, first).row.status is CustodyStatus.ON_LOT


# --- what was added -----------------------------------------------------------------------------------------------


def test_a_car_entered_by_hand_is_voided_and_comes_back(office: OpenOffice) -> None:
    added = add_car(office.shift, {"plate": "HAND1", "towed_at": "3/2/2026 10:00", "towed_from": "1 Oak St, Burton, MI"}).custody_id
    assert names(office.shift) == ("add HAND1", None)
    before = record_of(office, added)
    back(office.shift)
    assert card(office, added).row.status is CustodyStatus.VOID
    assert [thing.id for thing in bin_content(office.shift)] == [added]
    again(office.shift)
    assert record_of(office, added) == before


def test_a_car_that_others_worked_on_is_not_undone_away(private_office: OpenOffice) -> None:
    added = add_car(private_office.shift, {"plate": "HAND1", "towed_at": "3/2/2026 10:00"}).custody_id
    call_in(lee(private_office), [CallIn(added, at=TOWED)])
    with pytest.raises(Refused, match="worked on since it was entered"):
        back(private_office.shift)
    assert card(private_office, added).row.status is CustodyStatus.ON_LOT


def test_a_department_chosen_for_a_property_is_forgotten_again(private_office: OpenOffice) -> None:
    flint = agency_id(private_office, "Flint Police Department")
    place = "77 Nowhere Rd (Pine Grove)"
    first = bring_one(private_office, towed_from=place)
    assign_agency(private_office.shift, flint, [first])
    back(private_office.shift)
    assert card(private_office, first).agency is None
    second = bring_one(private_office, towed_from=place)
    assert card(private_office, second).agency is None
    again(private_office.shift)
    third = bring_one(private_office, towed_from=place)
    assert {card(private_office, each).car.fields.agency_id for each in (first, third)} == {flint}


def test_departments_and_settings_go_back_too(private_office: OpenOffice) -> None:
    shift = private_office.shift
    clio = next(agency for agency in agencies(shift.desk) if agency.name == "Clio Police Department")
    save_agency(shift, replace(clio, phone="810-555-0177"))
    made = save_agency(shift, Agency(0, "Invented Township PD"))
    facts = office_facts(shift.desk)
    save_office(shift, replace(facts, name="Other Towing", accounts=(".PPI", "Walk-in"), rule_days={"office.top": 2}))
    save_office(shift, replace(facts, name="Third Towing", accounts=(".PPI",), rule_days={}))
    back(shift)
    assert (office_facts(shift.desk).name, office_facts(shift.desk).accounts) == ("Other Towing", (".PPI", "Walk-in"))
    assert dict(office_facts(shift.desk).rule_days) == {"office.top": 2}
    back(shift)
    assert office_facts(shift.desk) == facts
    back(shift)
    assert [agency.active for agency in agencies(shift.desk) if agency.id == made] == [False]
    back(shift)
    assert next(agency for agency in agencies(shift.desk) if agency.id == clio.id) == clio
    for _ in range(4):
        again(shift)
    assert office_facts(shift.desk).name == "Third Towing"
    assert [agency.active for agency in agencies(shift.desk) if agency.id == made] == [True]
    assert next(agency for agency in agencies(shift.desk) if agency.id == clio.id).phone == "810-555-0177"


# --- whose deeds --------------------------------------------------------------------------------------------------


def test_nobody_takes_back_what_another_person_did(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    other = lee(office)
    edit(office, custody_id, color="Silver")
    kims = undo_state(office.shift).undo
    assert kims is not None
    assert names(other) == (None, None)
    for shift in (other, office.shift.by(None)):
        with pytest.raises(NotAllowed, match="only that person can undo it"):
            undo(shift, kims.deed_id)
    with pytest.raises(NotAllowed), other.desk.begin(other.deed("undo", undoes=kims.deed_id)) as unit:
        unit.commit()  # the database itself refuses it
    assert card(office, custody_id).car.fields.color == "Silver"
    edit(office, custody_id, other, spot="A-1")
    assert (names(office.shift)[0], names(other)[0]) == ("edit ABC1234", "edit ABC1234")
    back(office.shift)
    assert (card(office, custody_id).car.fields.color, card(office, custody_id).car.fields.spot) == ("Gray", "A-1")


def test_two_windows_undo_a_deed_once(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    edit(private_office, custody_id, color="Silver")
    shown = undo_state(private_office.shift).undo
    assert shown is not None
    undo(private_office.shift, shown.deed_id)
    with pytest.raises(Refused, match="undone already: edit ABC1234"):
        undo(private_office.shift, shown.deed_id)
    with pytest.raises(NotFound):
        undo(private_office.shift, UUID(int=7))
    assert card(private_office, custody_id).car.fields.color == "Gray"


@pytest.mark.both_servers
def test_what_a_role_may_not_do_is_refused_also_as_an_undo(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    with signed_in(office, "clerk", "Cleo") as clerk:
        edit(office, custody_id, clerk, color="Silver")
        become_viewer(office, "Cleo")
        assert names(clerk)[0] == "edit ABC1234"
        with pytest.raises(NotAllowed):
            back(clerk)
    assert card(office, custody_id).car.fields.color == "Silver"


def test_deeds_are_never_changed_or_made_up(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    edit(private_office, custody_id, color="Silver")
    for statement in (
        "UPDATE deeds SET name = 'x'",
        "DELETE FROM deeds",
        f"INSERT INTO deeds (id, name) VALUES ('{uuid4()}', 'x')",
        "INSERT INTO deeds (name, staff_id) VALUES ('x', 1)",
    ):
        with pytest.raises(Exception, match="permission denied"), private_office.engine.begin() as connection:
            connection.execute(text(statement))


def test_every_audited_table_says_how_its_rows_go_back(private_office: OpenOffice) -> None:
    with private_office.admin() as admin, admin.connect() as connection:
        audited = set(
            connection.execute(
                text("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_update' AND NOT tgisinternal")
            ).scalars()
        )
        listed = text("SELECT attname FROM pg_attribute WHERE attrelid = CAST(:named AS regclass)")
        columns_of = {table: set(connection.execute(listed, {"named": table}).scalars()) for table in UNDOABLE}
    # People are no deed to undo; a walk is given up instead; of the law in use the one before is taken into use again; an import that
    # waits for TowBook has a button of its own. What went to the post, the police or a newspaper is out of the house: it is voided or
    # taken back in its own window. Fees, approvals are withdrawn.
    never = {"staff", "lot_walks", "packs_in_use", "waiting_imports"}
    never |= {"fee_schedule", "mail_runs", "newspapers", "outbox", "pieces", "standing_approvals", "stray_mail"}
    assert audited - never == UNDOABLE.keys()
    for table, how in UNDOABLE.items():
        assert {how.key, *how.spelled} <= columns_of[table]
        if how.unused is not None:
            for after in ({}, {"address": "1 Oak St"}):
                assert how.unused(RowChange(table, "1", True, {}, after)).keys() <= columns_of[table]


def test_two_cars_that_were_joined_are_two_again(private_office: OpenOffice) -> None:
    hand = add_car(private_office.shift, {"plate": "ABC1234", "color": "Blue", "towed_at": "3/2/2026 10:00"}).custody_id
    told = bring_one(private_office)
    before = [record_of(private_office, each) for each in (hand, told)]
    same_car(private_office.shift, hand, told)
    joined = [record_of(private_office, each) for each in (hand, told)]
    assert joined != before
    back(private_office.shift)
    assert [record_of(private_office, each) for each in (hand, told)] == before
    again(private_office.shift)
    assert [record_of(private_office, each) for each in (hand, told)] == joined
