"""Properties and police departments on PostgreSQL: callers, signs, complaints, joining, undo, what the roles may."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Lock

import pytest
from psycopg import errors
from sqlalchemy import text

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.agencies import Agency, property_key
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.errors import NotFound, Problems, Refused, UnreadableFile
from itow_desktop.domain.properties import Caller, Complaint, ContractState, Property, Sign, SignCheck
from itow_desktop.domain.vehicles import parse_address
from itow_desktop.services import departments, keeping_properties, properties
from itow_desktop.services.browsing import find_car
from itow_desktop.services.car_pages import car_page
from itow_desktop.services.editing import Edit, add_car, change_car, save_agency
from itow_desktop.services.importing.from_towbook import ImportPlan
from itow_desktop.services.noticing import draft_tops
from itow_desktop.services.properties import PropertyRow
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.working import PickUp, assign_agency, pick_up
from tests.builders import NOW, call
from tests.db.cars import PLAN, agency_id, audited, bring, bring_one, card, columns, count, drain
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook
from tests.pictures import photo

OAK = property_key(parse_address("123 Oak St, Burton, MI 48509, USA (Oak Apartments)")) or ""
ELM_TEXT = "9 Elm Ave, Flint, MI 48503, USA (Elm Court)"
ELM = property_key(parse_address(ELM_TEXT)) or ""
TOWED = date(2026, 3, 2)


def listed(office: OpenOffice) -> dict[str, PropertyRow]:
    """The list by name."""
    return {row.place.name: row for row in properties.property_list(office.shift)}


def take_back(office: OpenOffice) -> str:
    """Undo the last deed; what it was called."""
    step = undo_state(office.shift).undo
    assert step is not None
    undo(office.shift, step.deed_id)
    return step.name


def pictures() -> FilePictures:
    return FilePictures(Lock())


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A photo of a sign, taken on 1 March 2026."""
    path = tmp_path / "sign.jpg"
    path.write_bytes(photo(taken="2026:03:01 09:00:00"))
    return path


# --- the list --------------------------------------------------------------------------------------------------------


def test_every_property_cars_came_from_is_listed_also_those_nobody_opened(private_office: OpenOffice) -> None:
    office = private_office
    first, _, elm = bring(office, call(), call(), call(towed_from=ELM_TEXT))
    pick_up(office.shift, first, PickUp(NOW.date(), "Pat Doe", "MI license"))
    street = bring_one(office, towed_from="I-69 at Center Rd, Burton, MI")
    change_car(office.shift, Edit(street, {"custody": "police_ordinary"}, {}))
    rows = listed(office)
    assert sorted(rows) == ["Elm Court", "Oak Apartments"]
    oak = rows["Oak Apartments"]
    assert (oak.open, oak.recent, oak.total, oak.place.id) == (1, 2, 2, 0)
    assert (oak.place.address, oak.contract, oak.callers, oak.last_photo) == ("123 Oak St, Burton, MI 48509", ContractState.NONE, 0, None)
    assert [doubt.sentence for doubt in oak.doubts] == [
        "There is no photo of a sign.",
        "ABC1234 Gray 2011 Chevrolet Malibu: Nobody on record may call for Oak Apartments. Who asked for this tow?",
    ]
    assert [doubt.custody_id for doubt in rows["Elm Court"].doubts][-1] == elm
    assert count(office, "properties") == 0


def test_what_is_agreed_is_kept_and_one_undo_takes_it_back(private_office: OpenOffice) -> None:
    office = private_office
    custody = bring_one(office)
    page = properties.property_page(office.shift, OAK)
    assert page.place.id == 0
    assert [line.tow.custody_id for line in page.tows] == [custody]
    assert page.tows[0].tow.asked_at is not None
    assert page.tows[0].tow.asked_at.astimezone(office.shift.law.zone).hour == 9
    burton = agency_id(office, "Burton Police Department")
    facts = replace(
        page.place, name="Oak Apts", phone="810-555-0123", agency_id=burton, contract="Tow at will, signs by us",
        contract_from=date(2025, 1, 1), contract_until=office.shift.today + timedelta(days=20), miles=Decimal("17.2"),
    )  # fmt: skip
    keeping_properties.save_property(office.shift, facts)
    row = listed(office)["Oak Apts"]
    assert (row.agency, row.contract, row.place.miles) == ("Burton Police Department", ContractState.ENDING, Decimal("17.2"))
    told = [doubt.sentence for doubt in row.doubts]
    assert told[0] == "The contract ends on 3/24/2026."
    assert "It is 17.2 miles to our lot, over the 15 miles of MCL 257.252a(10) (not yet checked by our attorney)." in told
    assert {name for _, name in audited(office, "save Oak Apts")} == {"Kim"}
    assert take_back(office) == "save Oak Apts"
    row = listed(office)["Oak Apartments"]
    assert (row.place.agency_id, row.contract, row.place.miles, row.place.phone) == (None, ContractState.NONE, None, None)
    assert (row.agency, properties.property_page(office.shift, OAK).decided) == ("Burton Police Department", False)  # by its town


def test_a_property_entered_first_meets_its_cars_later(private_office: OpenOffice) -> None:
    office = private_office
    with pytest.raises(Problems, match="Enter the address"):
        keeping_properties.add_property(office.shift, Property(0, "", "Elm Court"))
    burton = agency_id(office, "Burton Police Department")
    key = keeping_properties.add_property(office.shift, Property(0, "", "Elm Court", "9 Elm Ave, Flint, MI 48503", burton))
    with pytest.raises(Refused, match="Elm Court is on the list with this address"):
        keeping_properties.add_property(office.shift, Property(0, "", "Elm Ct", "9 ELM AVE, Flint, MI"))
    custody = bring_one(office, towed_from=ELM_TEXT)
    assert key == ELM
    assert listed(office)["Elm Court"].open == 1
    found = card(office, custody).agency
    assert found is not None
    assert found.id == burton


def test_wrong_values_are_told_and_nothing_is_kept(private_office: OpenOffice) -> None:
    office = private_office
    bring_one(office)
    place = properties.property_page(office.shift, OAK).place
    wrong = replace(place, name=" ", contract_from=date(2026, 2, 1), contract_until=date(2026, 1, 1), miles=Decimal(-1))
    with pytest.raises(Problems) as found:
        keeping_properties.save_property(office.shift, wrong)
    assert [field for field, _ in found.value.problems] == ["name", "contract_until", "miles"]
    with pytest.raises(NotFound):
        properties.property_page(office.shift, "nowhere")
    assert count(office, "properties") == 0


# --- two spellings ---------------------------------------------------------------------------------------------------


def test_two_spellings_become_one_property_and_undo_parts_them(private_office: OpenOffice) -> None:
    office = private_office
    spelled = "123 North Oak Street, Burton, MI 48509, USA (Oak Apts.)"
    other = property_key(parse_address(spelled)) or ""
    first, second = bring(office, call(), call(towed_from=spelled))
    keeping_properties.save_caller(office.shift, other, Caller(0, "Pat Doe", "manager", "810-555-0111"))
    keeping_properties.join_properties(office.shift, OAK, other)
    rows = listed(office)
    assert "Oak Apts." not in rows
    assert (rows["Oak Apartments"].open, rows["Oak Apartments"].callers) == (2, 1)
    page = properties.property_page(office.shift, other)
    assert (page.place.name, page.spellings) == ("Oak Apartments", (other,))
    assert {line.tow.custody_id for line in page.tows} == {first, second}
    with pytest.raises(Refused, match="same property already"):
        keeping_properties.join_properties(office.shift, OAK, other)
    # What staff say of the property counts for both spellings, now and at the next import.
    flint = agency_id(office, "Flint Police Department")
    assign_agency(office.shift, flint, [second])
    third = bring_one(office, towed_from="123 Oak St, Burton, MI 48509, USA (Oak Apartments)")
    agency = card(office, third).agency
    assert agency is not None
    assert agency.id == flint
    assert take_back(office) == "choose police department"
    assert take_back(office) == "join Oak Apts. with Oak Apartments"
    rows = listed(office)
    assert (rows["Oak Apts."].open, rows["Oak Apts."].callers, rows["Oak Apartments"].callers) == (1, 1, 0)
    keeping_properties.join_properties(office.shift, other, OAK)
    assert listed(office)["Oak Apts."].open == 3


# --- who may call ----------------------------------------------------------------------------------------------------


def test_a_top_asks_who_called_until_somebody_on_record_did(private_office: OpenOffice) -> None:
    office = private_office
    custody = bring_one(office, requested_by="DOE, Pát", requested_by_phone=None)

    def asked() -> list[tuple[str, bool]]:
        (draft,) = draft_tops(office.shift, [custody])
        return [(problem.sentence, problem.blocking) for problem in draft.problems if problem.field == "requested_by"]

    assert asked() == [("Nobody on record may call for Oak Apartments. DOE, Pát asked for this tow: who is that?", False)]
    (draft,) = draft_tops(office.shift, [custody])
    assert not any(problem.blocking for problem in draft.problems if problem.field == "requested_by")
    lee = keeping_properties.save_caller(office.shift, OAK, Caller(0, "Lee Roe", phone="810-555-0199"))
    assert asked() == [("DOE, Pát asked for this tow, and is not on record as somebody who may call for Oak Apartments.", False)]
    pat = keeping_properties.save_caller(office.shift, OAK, Caller(0, "Pat Doe", "manager", since=date(2026, 3, 3)))
    assert len(asked()) == 1  # on record from the day after the tow on
    keeping_properties.save_caller(office.shift, OAK, Caller(pat, "Pat Doe", "manager", since=TOWED))
    assert asked() == []
    known = car_page(office.shift, custody).authority
    assert known is not None
    assert known.caller == Caller(pat, "Pat Doe", "manager", since=TOWED)
    keeping_properties.end_caller(office.shift, OAK, pat, date(2026, 3, 3))
    assert asked() == []  # the tow was before the last day
    keeping_properties.take_out(office.shift, "callers", pat, "Pat Doe")
    assert len(asked()) == 1
    change_car(office.shift, Edit(custody, {"requested_by": "", "requested_by_phone": "1 (810) 555 0199"}, {}))
    assert asked() == []  # the phone is Lee's
    keeping_properties.take_out(office.shift, "callers", lee, "Lee Roe")
    assert [take_back(office) for _ in range(3)] == ["take out caller Lee Roe", "edit ABC1234", "take out caller Pat Doe"]
    assert asked() == []
    assert count(office, "property_callers") == 2


def test_a_police_tow_asks_for_no_caller(private_office: OpenOffice) -> None:
    office = private_office
    custody = bring_one(office)
    change_car(office.shift, Edit(custody, {"custody": "police_ordinary"}, {}))
    assert car_page(office.shift, custody).authority is None
    with pytest.raises(NotFound):
        properties.authority(office.shift, custody)


def test_a_caller_needs_a_name_and_days_in_order(private_office: OpenOffice) -> None:
    office = private_office
    bring_one(office)
    with pytest.raises(Problems, match="Enter the name"):
        keeping_properties.save_caller(office.shift, OAK, Caller(0, " "))
    with pytest.raises(Problems, match="before the first"):
        keeping_properties.save_caller(office.shift, OAK, Caller(0, "Pat", since=TOWED, until=TOWED - timedelta(days=1)))
    made = keeping_properties.save_caller(office.shift, OAK, Caller(0, "Pat", since=TOWED))
    with pytest.raises(Problems, match="before the first"):
        keeping_properties.end_caller(office.shift, OAK, made, TOWED - timedelta(days=1))
    with pytest.raises(NotFound):
        keeping_properties.end_caller(office.shift, OAK, made + 1, TOWED)
    assert take_back(office) == "add caller Pat"
    assert listed(office)["Oak Apartments"].callers == 0


# --- signs -----------------------------------------------------------------------------------------------------------


def test_signs_are_kept_with_their_photo_and_doubted_by_age_phone_and_day(private_office: OpenOffice, snapshot: Path) -> None:
    office = private_office
    bring_one(office)
    assert keeping_properties.photo_day(office.shift, pictures(), snapshot) == date(2026, 3, 1)
    seen = Sign(0, " North gate ", date(2026, 3, 1), True, frozenset({SignCheck.LETTERS, SignCheck.HEIGHT}))
    first = keeping_properties.save_sign(office.shift, pictures(), OAK, seen, snapshot)
    row = listed(office)["Oak Apartments"]
    assert row.last_photo == date(2026, 3, 1)
    assert not [doubt for doubt in row.doubts if "sign" in doubt.sentence.lower()]
    (sign,) = properties.property_page(office.shift, OAK).signs
    assert (sign.entrance, sign.has_photo, sign.recorded_by) == ("North gate", True, "Kim")
    assert sign.checked == frozenset({SignCheck.LETTERS, SignCheck.HEIGHT})
    assert sign.thumb is not None
    assert sign.thumb[:2] == properties.sign_photo(office.shift, first)[:2] == b"\xff\xd8"
    keeping_properties.save_sign(office.shift, pictures(), OAK, replace(sign, our_phone=None, seen_on=TOWED))
    told = [doubt.sentence for doubt in listed(office)["Oak Apartments"].doubts]
    assert "North gate: our phone may not be readable on the sign." in told
    assert "The sign was first photographed on 3/2/2026, not before the tow of ABC1234 Gray 2011 Chevrolet Malibu." in told
    keeping_properties.save_sign(office.shift, pictures(), OAK, replace(sign, our_phone=False, seen_on=date(2025, 3, 3)))
    told = [doubt.sentence for doubt in listed(office)["Oak Apartments"].doubts]
    assert "North gate: the newest photo of the sign is of 3/3/2025, over 12 months ago." in told
    assert "North gate: our phone cannot be read on the sign." in told
    place = properties.property_page(office.shift, OAK).place
    keeping_properties.save_property(office.shift, replace(place, sign_exempt="two-family house"))
    assert not [doubt for doubt in listed(office)["Oak Apartments"].doubts if "sign" in doubt.sentence]
    names = [take_back(office) for _ in range(4)]
    assert names == ["save Oak Apartments", *["change sign at North gate"] * 2, "add sign at North gate"]
    assert properties.property_page(office.shift, OAK).signs == ()


def test_what_is_no_photo_is_refused_with_a_sentence(private_office: OpenOffice, tmp_path: Path) -> None:
    office = private_office
    bring_one(office)
    fake = tmp_path / "sign.jpg"
    fake.write_bytes(b"not a picture at all")
    sign = Sign(0, "Gate", TOWED)
    with pytest.raises(UnreadableFile, match=r"sign\.jpg"):
        keeping_properties.save_sign(office.shift, pictures(), OAK, sign, fake)
    letter = tmp_path / "letter.txt"
    letter.write_text("no photo")
    with pytest.raises(UnreadableFile, match="no photo"):
        keeping_properties.save_sign(office.shift, pictures(), OAK, sign, letter)
    with pytest.raises(Problems, match="not come yet"):
        keeping_properties.save_sign(office.shift, pictures(), OAK, replace(sign, seen_on=office.shift.today + timedelta(days=1)))
    with pytest.raises(Problems, match="which entrance"):
        keeping_properties.save_sign(office.shift, pictures(), OAK, replace(sign, entrance=""))
    assert count(office, "property_signs") == 0
    made = keeping_properties.save_sign(office.shift, pictures(), OAK, sign)
    with pytest.raises(NotFound):
        properties.sign_photo(office.shift, made)


# --- complaints ------------------------------------------------------------------------------------------------------


def test_complaints_are_open_until_they_are_settled(private_office: OpenOffice) -> None:
    office = private_office
    custody = bring_one(office)
    with pytest.raises(Problems) as wrong:
        keeping_properties.save_complaint(office.shift, OAK, Complaint(0, date(2026, 3, 5), "", ""))
    assert [field for field, _ in wrong.value.problems] == ["from_whom", "about", "on"]
    made = keeping_properties.save_complaint(office.shift, OAK, Complaint(0, date(2026, 3, 3), "Sam Poe", "Had a permit", custody))
    assert listed(office)["Oak Apartments"].complaints == 1
    (found,) = properties.property_page(office.shift, OAK).complaints
    assert (found.car, found.recorded_by) == ("ABC1234 Gray 2011 Chevrolet Malibu", "Kim")
    with pytest.raises(Problems, match="before it came"):
        keeping_properties.save_complaint(office.shift, OAK, replace(found, settled_on=date(2026, 3, 1)))
    keeping_properties.save_complaint(office.shift, OAK, replace(found, answer="Refunded", settled_on=date(2026, 3, 4)))
    assert listed(office)["Oak Apartments"].complaints == 0
    assert take_back(office) == "change complaint of Sam Poe"
    keeping_properties.take_out(office.shift, "complaints", made, "of Sam Poe")
    assert properties.property_page(office.shift, OAK).complaints == ()
    told = properties.property_history(office.shift, OAK).entries
    assert [entry.deed_name for entry in told][:2] == ["take out complaint of Sam Poe", "undo: change complaint of Sam Poe"]


# --- rights ----------------------------------------------------------------------------------------------------------


def test_nobody_deletes_or_signs_for_others(private_office: OpenOffice) -> None:
    office = private_office
    bring_one(office)
    keeping_properties.save_sign(office.shift, pictures(), OAK, Sign(0, "Gate", TOWED))
    with office.engine.connect() as connection:
        for statement in (
            "DELETE FROM property_callers",
            "DELETE FROM agency_contacts",
            "UPDATE property_signs SET recorded_by = NULL",
            "UPDATE property_signs SET sha256 = NULL",
            "INSERT INTO property_signs (property_id, entrance, seen_on, recorded_by) SELECT id, 'a', now(), 1 FROM properties",
        ):
            with pytest.raises(Exception, match="permission denied") as refused:
                connection.execute(text(statement))
            assert isinstance(refused.value.__cause__, errors.InsufficientPrivilege)
            connection.rollback()


# --- police departments ----------------------------------------------------------------------------------------------


def test_other_names_lead_to_a_department_typed_imported_and_listed(private_office: OpenOffice) -> None:
    office = private_office
    sheriff = agency_id(office, "Genesee County Sheriff's Office")
    departments.save_names_and_places(office.shift, sheriff, ["GCSO", "County sheriff"], ["Swartz Creek"])
    page = departments.department_page(office.shift, sheriff)
    assert (page.aliases, "swartz creek" in page.places) == (("County sheriff", "GCSO"), True)
    typed = add_car(office.shift, {"plate": "DDD4444", "jurisdiction": "g.c.s.o."}).custody_id
    short = add_car(office.shift, {"plate": "EEE5555", "jurisdiction": "Burton PD"}).custody_id
    told_call = call(account="GCSO", towed_from="somewhere out of the way", plate="FFF6666")
    drain(office, MemoryTowBook([told_call]), ImportPlan(("GCSO",), PLAN.days))
    told = find_car(office.shift.desk, told_call.call_number or "")
    place = bring_one(office, towed_from="5 Morrish Rd, Swartz Creek, MI", plate="GGG7777")
    assert [columns(office, each)["agency_id"] for each in (typed, told, place)] == [sheriff] * 3
    assert columns(office, short)["agency_id"] == agency_id(office, "Burton Police Department")
    with pytest.raises(Problems, match=r"Burton Police Department\. Join the two"):
        departments.save_names_and_places(office.shift, sheriff, ["Burton P.D."], [])
    with pytest.raises(Problems, match="goes by this name already"):
        save_agency(office.shift, Agency(0, "GCSO"))
    departments.save_names_and_places(office.shift, sheriff, [], [])
    with pytest.raises(Problems, match="not on the list"):
        add_car(office.shift, {"plate": "HHH8888", "jurisdiction": "GCSO"})
    assert take_back(office) == "other names and places"
    assert departments.department_page(office.shift, sheriff).aliases == ("County sheriff", "GCSO")


def test_a_department_no_longer_used_stays_where_it_is_and_is_offered_no_more(private_office: OpenOffice) -> None:
    office = private_office
    burton = agency_id(office, "Burton Police Department")
    custody = bring_one(office)
    assert columns(office, custody)["agency_id"] == burton
    with pytest.raises(Refused, match="1 car is to be called in"):
        departments.use_department(office.shift, burton, active=False)
    pick_up(office.shift, custody, PickUp(NOW.date(), "Pat Doe", "MI license"))
    departments.use_department(office.shift, burton, active=False)
    found = card(office, custody).agency
    assert found is not None
    assert (found.name, found.active) == ("Burton Police Department", False)
    change_car(office.shift, Edit(custody, {"jurisdiction": "Burton Police Department", "color": "Blue"}, {"jurisdiction": found.name}))
    with pytest.raises(Problems, match="not on the list"):
        add_car(office.shift, {"plate": "DDD4444", "jurisdiction": "Burton Police Department"})
    assert columns(office, bring_one(office, plate="EEE5555"))["agency_id"] is None
    rows = departments.department_list(office.shift)
    assert (rows[-1].agency.id, rows[-1].uses.cars) == (burton, 1)
    departments.use_department(office.shift, burton, active=True)
    assert columns(office, add_car(office.shift, {"plate": "FFF6666", "jurisdiction": "burton pd"}).custody_id)["agency_id"] == burton


def test_two_departments_that_are_one_are_joined_in_one_deed_and_undone_in_one(private_office: OpenOffice) -> None:
    office = private_office
    burton = agency_id(office, "Burton Police Department")
    typo = save_agency(office.shift, Agency(0, "Burtn police", phone="810-555-0100", preferred="fax"))
    ids = bring(office, call(towed_from="9 Elm Ave, Nowhere, MI (Elm Court)"), call())
    assign_agency(office.shift, typo, ids[:1])
    departments.save_contact(office.shift, typo, Contact(0, "Sgt. Roe", "desk", "810-555-0101"))
    departments.save_names_and_places(office.shift, typo, ["BPD"], ["Nowhere"])
    assert departments.join_departments(office.shift, burton, typo) == 1
    assert [columns(office, each)["agency_id"] for each in ids] == [burton, burton]
    page = departments.department_page(office.shift, burton)
    assert (page.aliases, [each.name for each in page.contacts]) == (("BPD", "Burtn police"), ["Sgt. Roe"])
    assert {"nowhere", "burton"} <= set(page.places)
    assert listed(office)["Elm Court"].agency == "Burton Police Department"
    gone = next(row for row in departments.department_list(office.shift) if row.agency.id == typo)
    assert (gone.agency.active, gone.uses.cars, gone.uses.properties) == (False, 0, 0)
    assert columns(office, add_car(office.shift, {"plate": "DDD4444", "jurisdiction": "Burtn Police"}).custody_id)["agency_id"] == burton
    take_back(office)
    assert take_back(office) == "join Burtn police with Burton Police Department"
    assert [columns(office, each)["agency_id"] for each in ids] == [typo, burton]
    back = departments.department_page(office.shift, typo)
    assert (back.agency.active, back.aliases, back.places, [each.name for each in back.contacts]) == (
        True, ("BPD",), ("nowhere",), ["Sgt. Roe"],
    )  # fmt: skip
    assert departments.department_page(office.shift, burton).aliases == ()
    with pytest.raises(Refused):
        departments.join_departments(office.shift, burton, burton)
    told = departments.department_history(office.shift, typo).entries
    assert "join Burtn police with Burton Police Department" in [entry.deed_name for entry in told]


def test_a_call_sheet_has_the_cars_of_one_department_with_what_the_dispatcher_asks(private_office: OpenOffice) -> None:
    office = private_office
    burton, flint = agency_id(office, "Burton Police Department"), agency_id(office, "Flint Police Department")
    first, second = bring(office, call(requested_by_phone="810-555-0123"), call(plate=None, vin=None, towed_from=ELM_TEXT))
    assert departments.cars_to_call_in(office.shift)[burton] == (first,)
    sheet = departments.call_sheet(office.shift, burton)
    (car,) = sheet.cars
    assert (car.plate, car.plate_state, car.vin, car.description) == ("ABC1234", "MI", "1G1ZZ5EU0AF000001", "Gray 2011 Chevrolet Malibu")
    assert car.requested_by == "Oak Apartments, 810-555-0123"
    assert car.towed_from == "123 Oak St, Burton, MI 48509, USA (Oak Apartments)"
    assert car.towed_at is not None
    assert (sheet.office.name, sheet.name) == ("Practice Towing", "Burton Police Department")
    assert departments.call_sheet(office.shift, flint, [second]).cars[0].vin is None
    assert departments.department_page(office.shift, burton).to_call == (first,)
