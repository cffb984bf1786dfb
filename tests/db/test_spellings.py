"""The table of spellings on PostgreSQL: where they lead, which cars they settle, taken back by one Undo."""

import pytest

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.spellings import OpenSpelling, Spelling, SpellingKind
from itow_desktop.domain.vehicles import parse_address
from itow_desktop.services.browsing import agencies
from itow_desktop.services.departments import save_names_and_places
from itow_desktop.services.editing import Edit, add_car, change_car
from itow_desktop.services.spellings import save_spelling, spelling_table, take_out_spelling
from itow_desktop.services.undoing import undo, undo_state
from tests.db.cars import agency_id, bring_one, card
from tests.db.offices import OpenOffice

TOWNSHIP = "Mt. Morris Township Police Department"
CITY = "Mt. Morris Police Department"
PLACE, NAME = SpellingKind.PLACE, SpellingKind.NAME


def test_one_answer_settles_every_car_of_that_spelling_and_keeps_what_was_written(private_office: OpenOffice) -> None:
    office, shift = private_office, private_office.shift
    first = bring_one(office, towed_from=parse_address("1 Elm St, Mt. Morris, MI 48458"))
    second = bring_one(office, towed_from=parse_address("2 Elm St, MOUNT MORRIS, MI 48458"))
    burton = bring_one(office, towed_from=parse_address("3 Oak St, Burton, MI 48529"))
    table = spelling_table(shift)
    assert table.open in {(OpenSpelling("Mt. Morris", 2),), (OpenSpelling("MOUNT MORRIS", 2),)}
    assert table.departments.lead("Mt Morris Twp (beyond the mill)") is not None

    township = agency_id(office, TOWNSHIP)
    assert save_spelling(shift, Spelling(PLACE, "Mt. Morris", ()), township) == 2
    assert [card(office, each).car.fields.agency_id for each in (first, second)] == [township, township]
    assert card(office, second).car.fields.city == "MOUNT MORRIS", "what was written stays"
    assert spelling_table(shift).open == ()
    third = bring_one(office, towed_from=parse_address("4 Elm St, mt morris, MI 48458"))
    assert card(office, third).car.fields.agency_id == township, "the next import asks no more"

    (kept,) = [each for each in spelling_table(shift).spellings if each.text == "mt morris"]
    assert (kept.agency_ids, kept.cars) == ((township,), 3)
    city = agency_id(office, CITY)
    save_names_and_places(shift, city, (), ("Mt Morris",))
    (twice,) = [each for each in spelling_table(shift).spellings if each.text == "mt morris"]
    assert set(twice.agency_ids) == {township, city}, "two claim it: it leads nowhere"
    save_spelling(shift, Spelling(PLACE, "Mount Morris", ()), city, twice)
    assert [each.agency_ids for each in spelling_table(shift).spellings if each.text == "mt morris"] == [(city,)]
    assert card(office, first).car.fields.agency_id == township, "cars keep the department they have"

    for name in ("Mount Morris is a spelling", "other names and places"):
        step = undo_state(shift).undo
        assert step is not None
        assert step.name == name
        undo(shift, step.deed_id)
    assert [each.agency_ids for each in spelling_table(shift).spellings if each.text == "mt morris"] == [(township,)]
    assert card(office, burton).car.fields.agency_id == agency_id(office, "Burton Police Department")


def test_a_name_typed_in_any_way_is_read_and_can_be_taken_out(private_office: OpenOffice) -> None:
    office, shift = private_office, private_office.shift
    township, city = agency_id(office, TOWNSHIP), agency_id(office, CITY)
    car = add_car(shift, {"plate": "ABC1234", "jurisdiction": "MMTWP (per Sgt. Roe)"}).custody_id
    assert card(office, car).car.fields.agency_id == township
    change_car(shift, Edit(car, {"jurisdiction": "Mt. Morris"}, {"jurisdiction": TOWNSHIP}))
    assert card(office, car).car.fields.agency_id == city, "the city's, until somebody says otherwise"
    save_spelling(shift, Spelling(NAME, "Mt. Morris", ()), township)
    change_car(shift, Edit(car, {"jurisdiction": "mt morris"}, {"jurisdiction": CITY}))
    assert card(office, car).car.fields.agency_id == township
    (kept,) = [each for each in spelling_table(shift).spellings if each.kind is NAME]
    take_out_spelling(shift, kept)
    assert [each for each in spelling_table(shift).spellings if each.kind is NAME] == []
    for text, kind, said in (("  ", PLACE, "how it is spelled"), ("City of", PLACE, "how it is spelled"), (CITY, NAME, "own name")):
        with pytest.raises(Problems, match=said):
            save_spelling(shift, Spelling(kind, text, ()), township)
    assert len(agencies(shift.desk)) == len({agency.name for agency in agencies(shift.desk)})
