"""Cars, people, police departments, the office itself: entered and changed by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import FIELD_NAMES
from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.vehicles import VinState
from itow_desktop.services.browsing import agencies, find_car, office, people
from itow_desktop.services.editing import (
    ENTRY_FIELDS,
    Changed,
    Edit,
    add_car,
    add_person,
    change_car,
    disable_person,
    entry_problem,
    save_agency,
    save_office,
)
from itow_desktop.services.founding import Founding, add_county, found_office, is_founded
from itow_desktop.services.views import OfficeFacts
from tests.builders import DETROIT, TOWED, call
from tests.db.cars import agency_id, audited, bring_one, card, columns, count, counting, drain, step
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

FULL = {
    "vin": "1g1z c5e1 3bf118341", "plate": "abc 12-34", "plate_state": "mi", "year": "2011", "make": "Chevrolet", "model": "Malibu",
    "color": "gray", "call_number": "21359", "custody": "private property", "towed_from": "123 Oak St, Burton, MI 48509 (Oak Apartments)",
    "requested_by": "Pat Example", "keys": "yes", "drivable": "no", "odometer": "120,411", "notes": "Gate was locked.\nWaited.",
    "towed_at": "3/2/2026 10:00",
}  # fmt: skip


def version(office: OpenOffice, custody_id: int) -> int:
    return card(office, custody_id).car.version


def change(office: OpenOffice, custody_id: int, **values: str) -> Changed:
    return change_car(office.shift, Edit(custody_id, values, {}))


# --- adding -------------------------------------------------------------------------------------------------------


def test_a_car_is_entered_as_it_was_typed(office: OpenOffice) -> None:
    added = add_car(office.shift, FULL)
    assert added.warnings == ()
    fields = card(office, added.custody_id).car.fields
    assert (fields.vin, fields.plate, fields.plate_state, fields.year) == ("1G1ZC5E13BF118341", "ABC1234", "MI", 2011)
    assert (fields.keys, fields.drivable, fields.odometer) == (True, False, 120_411)
    assert fields.notes == "Gate was locked.\nWaited."
    (towed,) = counting(office, added.custody_id)
    assert (towed.kind, towed.at, towed.source, towed.recorded_by) == (EventKind.TOWED, TOWED, EventSource.PAPER, "Kim")
    assert set(audited(office, "add ABC1234")) == {("vehicles", "Kim"), ("custodies", "Kim")}
    assert step(office, added.custody_id) == "late: Print TOP"


def test_a_car_entered_by_hand_gets_its_police_department_like_an_imported_one(office: OpenOffice) -> None:
    entered = card(office, add_car(office.shift, FULL).custody_id)
    imported = card(office, bring_one(office))
    assert entered.agency is not None
    assert entered.agency.name == "Burton Police Department"
    assert (entered.car.fields.city, entered.car.fields.zip, entered.car.fields.business) == ("Burton", "48509", "Oak Apartments")
    assert entered.car.fields.property_key == imported.car.fields.property_key


def test_what_was_typed_of_the_place_is_not_guessed_over(private_office: OpenOffice) -> None:
    typed = {"towed_from": "123 Oak St, Burton, MI 48509", "city": "Flint Township", "jurisdiction": "Flint Police Department"}
    fields = card(private_office, add_car(private_office.shift, {"plate": "X1", **typed}).custody_id).car.fields
    assert (fields.city, fields.street, fields.towed_from) == ("Flint Township", "123 Oak St", "123 Oak St, Burton, MI 48509")
    assert fields.agency_id == agency_id(private_office, "Flint Police Department")


def test_only_the_day_of_a_tow_may_be_known(private_office: OpenOffice) -> None:
    (towed,) = counting(private_office, add_car(private_office.shift, {"plate": "X1", "towed_at": "-2"}).custody_id)
    assert (towed.on, towed.at) == (date(2026, 3, 2), None)


def test_a_double_warns_and_blocks_nothing(office: OpenOffice) -> None:
    first = add_car(office.shift, {"plate": "DUP1", "call_number": "4711"})
    second = add_car(office.shift, {"plate": "dup-1"})
    assert second.warnings == ("A car with this VIN or plate is on the lot already: 4711.",)
    third = add_car(office.shift, {"plate": "DUP1", "vin": "1G1ZC5E13BF118341"})
    assert f"4711, #{second.custody_id}" in third.warnings[0]
    assert first.warnings == ()


def test_cars_without_vin_or_plate_are_not_doubles_of_each_other(private_office: OpenOffice) -> None:
    add_car(private_office.shift, {"make": "Ford"})
    assert add_car(private_office.shift, {"make": "Ford"}).warnings == ()
    assert add_car(private_office.shift, {"plate": "ONE1"}).warnings == ()
    assert add_car(private_office.shift, {"vin": "1G1ZC5E13BF118341"}).warnings == ()


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_stored(office: OpenOffice) -> None:
    wrong = {
        "vin": "1G1ZC5E13BF118341XXXX", "plate": "ABCDEFGHIJK", "plate_state": "Michigan", "year": "11", "odometer": "many",
        "keys": "maybe", "custody": "stolen", "make": "x" * 301, "notes": "x" * 20_001, "towed_at": "3/5/2026",
        "jurisdiction": "Nowhere PD", "wheels": "4", "model": "Malibu",
    }  # fmt: skip
    before = count(office, "custodies")
    with pytest.raises(Problems) as refused:
        add_car(office.shift, wrong)
    assert {name for name, _ in refused.value.problems} == wrong.keys() - {"model"}
    assert all(sentence.endswith((".", "jurisdiction.")) for _, sentence in refused.value.problems)
    assert count(office, "custodies") == before


def test_an_empty_car_is_not_entered(private_office: OpenOffice) -> None:
    for values in ({}, {"plate": " ", "make": "N/A", "custody": "private_property"}):
        with pytest.raises(Problems, match="Enter at least a plate"):
            add_car(private_office.shift, values)
    assert count(private_office, "custodies") == 0


@pytest.mark.parametrize(
    ("vin", "kept", "state"),
    [
        ("1G1ZZ5EU0AF0", "1G1ZZ5EU0AF0", VinState.INCOMPLETE),
        ("1G1ZC5E10BF118341", "1G1ZC5E10BF118341", VinState.BAD_CHECK_DIGIT),
        ("o1q", "O1Q", VinState.INCOMPLETE),
        ("", None, VinState.UNKNOWN),
    ],
)
def test_an_odd_vin_is_taken_and_judged(private_office: OpenOffice, vin: str, kept: str | None, state: VinState) -> None:
    row = card(private_office, add_car(private_office.shift, {"plate": "X1", "vin": vin}).custody_id).row
    assert (row.vin, row.vin_state) == (kept, state)


def test_text_of_any_kind_is_kept(office: OpenOffice) -> None:
    for text in ("🚗 الشاحنة שלום", 'O\'Neil & <Söhne> "Ж"', "a\x00b\ud800c", "x" * 300, "%s {0} \\n"):
        fields = card(office, add_car(office.shift, {"plate": "X1", "requested_by": text, "notes": text}).custody_id).car.fields
        assert fields.requested_by == fields.notes == text.replace("\x00", "").replace("\ud800", "")


# --- changing -----------------------------------------------------------------------------------------------------

_NEW = {
    "vin": "1M8GDM9AXKP042788", "plate": "NEW1", "plate_state": "OH", "year": "1999", "custody": "police_hold", "odometer": "5",
    "keys": "yes", "drivable": "yes", "no_plate": "yes", "vin_unreadable": "yes", "state": "OH", "notes": "two\nlines",
}  # fmt: skip


def test_changing_one_field_leaves_every_other_column_as_it_was(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    after = columns(private_office, custody_id)
    for name in FIELD_NAMES:
        if name == "agency_id":
            continue
        before = after
        change(private_office, custody_id, **{name: _NEW.get(name, "something new")})
        after = columns(private_office, custody_id)
        moved = {key.removeprefix("vehicle.") for key in before if before[key] != after[key]}
        follows = {"version", "provenance", "search"} | ({"property_key"} if name in {"towed_from", "street", "city", "state"} else set())
        assert name in moved
        assert moved - {name} <= follows, name
        assert after["version"] == before["version"] + 1


def test_several_fields_in_one_save_are_one_version(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    change(office, custody_id, color="Silver", spot="C-14", jurisdiction="clio police department", towed_at="3/1/2026 9:15 pm")
    shown = card(office, custody_id)
    assert (shown.car.fields.color, shown.car.fields.spot, shown.car.version) == ("Silver", "C-14", 2)
    assert shown.agency is not None
    assert shown.agency.name == "Clio Police Department"
    assert shown.row.towed_at == datetime(2026, 3, 2, 2, 15, tzinfo=UTC)
    assert set(audited(office, "edit ABC1234")) == {("vehicles", "Kim"), ("custodies", "Kim")}


def test_saving_what_is_there_already_writes_nothing(office: OpenOffice) -> None:
    custody_id = bring_one(office, completed_at=TOWED + timedelta(seconds=37))
    before = columns(office, custody_id)
    change(office, custody_id, color="Gray", plate="abc-1234", towed_at="3/2/2026 10:00")
    assert columns(office, custody_id) == before
    assert len(card(office, custody_id).events) == 1
    assert audited(office, "edit ABC1234") == []


def test_a_tow_time_is_superseded_never_edited_and_its_dates_move(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    (first,) = counting(office, custody_id)
    change(office, custody_id, towed_at="3/3/2026 10:00")
    (second,) = counting(office, custody_id)
    assert second.supersedes == first.id
    assert second.source is EventSource.PAPER
    assert "dropped" not in second.data
    assert second.data["arrived"] == first.data["arrived"]
    assert first.id in {event.id for event in card(office, custody_id).events}
    assert step(office, custody_id) == "today: Print TOP"

    change(office, custody_id, towed_at="")
    assert counting(office, custody_id) == []
    assert step(office, custody_id) == "ask: Enter tow time"

    change(office, custody_id, towed_at="3/1/2026")
    (third,) = counting(office, custody_id)
    assert (third.on, third.supersedes) == (date(2026, 3, 1), None)
    assert step(office, custody_id) == "late: Print TOP"


def test_a_tow_time_the_desk_gave_is_not_taken_back_by_an_import(office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    drain(office, towbook)
    custody_id = find_car(office.shift.desk, told.call_number or "")
    change(office, custody_id, towed_at="3/1/2026 10:00", notes="desk")
    towbook.calls[told.towbook_id] = replace(told, completed_at=TOWED + timedelta(hours=1), notes="TowBook", color="Red")
    drain(office, towbook)
    shown = card(office, custody_id)
    assert shown.row.towed_at == TOWED - timedelta(days=1)
    assert (shown.car.fields.notes, shown.car.fields.color) == ("desk", "Red")
    assert [(each.field, each.towbook) for each in shown.car.differences()] == [("notes", "TowBook")]


@pytest.mark.parametrize("typed", ["t 23:59", "3/4/2026 10:01", "+1", "3/5/2026"])
def test_a_tow_to_come_is_refused(private_office: OpenOffice, typed: str) -> None:
    custody_id = bring_one(private_office)
    private_office.clock.time = datetime(2026, 3, 4, 10, 0, tzinfo=DETROIT)
    with pytest.raises(Problems, match="has not come yet"):
        change(private_office, custody_id, towed_at=typed)
    assert len(card(private_office, custody_id).events) == 1


def test_a_police_department_that_is_not_listed_is_not_made_up(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    before = columns(private_office, custody_id)
    with pytest.raises(Problems, match="Nowhere PD is not on the list of police departments") as refused:
        change(private_office, custody_id, jurisdiction="Nowhere PD", color="Silver")
    assert refused.value.problems[0][0] == "jurisdiction"
    assert columns(private_office, custody_id) == before
    change(private_office, custody_id, jurisdiction="")
    assert step(private_office, custody_id) == "ask: Choose police department"


def test_a_car_that_is_not_there_cannot_be_changed(private_office: OpenOffice) -> None:
    with pytest.raises(NotFound):
        change(private_office, 999_999, color="Silver")
    with pytest.raises(NotFound):
        card(private_office, 999_999)


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("vin", "1G1-ZZ*EU", "letters and digits only"),
        ("plate", "ABCDEFGHIJK", "1 to 10"),
        ("year", "9" * 5000, "four digits"),
        ("year", "1066", "four digits"),
        ("odometer", "-5", "whole number"),
        ("plate_state", "M", "two letters"),
        ("custody", "stolen", "private_property"),
        ("no_plate", "perhaps", "neither yes nor no"),
        ("towed_at", "soon", "is no date"),
        ("towed_at", "3/2 noon", "is no time"),
        ("colour", "red", "There is no field colour"),
    ],
)
def test_a_value_is_judged_while_it_is_typed(name: str, typed: str, words: str) -> None:
    assert words in (entry_problem(name, typed) or "")


@pytest.mark.parametrize("name", ENTRY_FIELDS)
def test_every_field_may_be_left_empty(name: str) -> None:
    assert entry_problem(name, "") is None
    assert entry_problem(name, "  ") is None


# --- people, police departments, the office ---------------------------------------------------------------------------


def test_people_sign_until_they_are_disabled(office: OpenOffice) -> None:
    lee = add_person(office.shift, "  Lee ")
    assert [person.name for person in people(office.shift.desk)] == ["Kim", "Lee"]
    custody_id = add_car(office.shift.by(lee), {"plate": "X1", "towed_at": "t"}).custody_id
    assert counting(office, custody_id)[0].recorded_by == "Lee"
    disable_person(office.shift, "Lee")
    assert [person.name for person in people(office.shift.desk)] == ["Kim"]
    assert counting(office, custody_id)[0].recorded_by == "Lee"
    assert add_person(office.shift, "Lee").id == lee.id
    assert [person.name for person in people(office.shift.desk)] == ["Kim", "Lee"]
    assert {person for _, person in audited(office, "add Lee") + audited(office, "disable Lee")} == {"Kim"}


def test_somebody_must_remain_who_can_sign(private_office: OpenOffice) -> None:
    with pytest.raises(Refused, match="Kim is the only one"):
        disable_person(private_office.shift, "Kim")
    with pytest.raises(NotFound, match="nobody called 'Robin'"):
        disable_person(private_office.shift, "Robin")
    with pytest.raises(Problems, match="Enter a name"):
        add_person(private_office.shift, " ")
    assert is_founded(private_office.shift.desk)


def test_a_police_department_is_added_and_changed(office: OpenOffice) -> None:
    made = save_agency(office.shift, Agency(0, "  Practice   Village PD ", phone=" 810-555-0111 ", email="", address="1 Main St\nPractice"))
    (kept,) = (agency for agency in agencies(office.shift.desk) if agency.id == made)
    assert kept == Agency(made, "Practice Village PD", phone="810-555-0111", address="1 Main St\nPractice")
    assert save_agency(office.shift, replace(kept, fax="810-555-0112")) == made
    assert audited(office, "save Practice Village PD") == [("agencies", "Kim")] * 2


def test_a_police_department_needs_a_name_of_its_own(private_office: OpenOffice) -> None:
    for name, words in (("", "Enter the name"), ("BURTON police department", "goes by this name already")):
        with pytest.raises(Problems, match=words):
            save_agency(private_office.shift, Agency(0, name))
    with pytest.raises(NotFound):
        save_agency(private_office.shift, Agency(999_999, "Practice Village PD"))


def test_the_facts_of_the_office_are_audited(office: OpenOffice) -> None:
    before = office_facts(office)
    save_office(office.shift, replace(before, phone="810-555-0199", accounts=(".PPI", ".PPI North"), rule_days={"office.top": 2}))
    assert office_facts(office).phone == "810-555-0199"
    assert office_facts(office).accounts == (".PPI", ".PPI North")
    assert office_facts(office).rule_days == {"office.top": 2}
    assert office_facts(office).address == before.address
    assert audited(office, "change the office settings") == [("office_facts", "Kim")] * 3


def office_facts(opened: OpenOffice) -> OfficeFacts:
    return office(opened.shift.desk)


def test_a_zone_that_does_not_exist_is_refused(private_office: OpenOffice) -> None:
    before = office_facts(private_office)
    for zone in ("Detroit", "", "../etc/passwd"):
        with pytest.raises(Problems, match="no time zone"):
            save_office(private_office.shift, replace(before, zone=zone))
    assert office_facts(private_office) == before


def test_the_first_sheet_asks_for_everything_a_notice_needs(private_office: OpenOffice) -> None:
    with pytest.raises(Problems) as refused:
        found_office(private_office.shift.desk, Founding(" ", "N/A", "", "\x00"))
    assert [name for name, _ in refused.value.problems] == ["person", "company", "address", "phone"]
    assert office_facts(private_office).name == "Practice Towing"
    assert add_county(private_office.shift.desk, []) == 0
