"""What a desk typed is never overwritten, one field at a time."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.cars import (
    FIELD_NAMES,
    TOWBOOK_FIELDS,
    Car,
    CarFields,
    Origin,
    Value,
    accepted,
    edited,
    fields_of_call,
    imported,
    kept,
    refreshed,
    unmoved,
)
from itow_desktop.domain.vehicles import CustodyKind
from tests.builders import call

AT = datetime(2026, 3, 4, 15, tzinfo=UTC)
_BOOLS, _NUMBERS = {"keys", "drivable", "no_plate", "vin_unreadable"}, {"year", "odometer", "agency_id"}


def values_of(name: str) -> st.SearchStrategy[Value]:
    if name in {"no_plate", "vin_unreadable"}:
        return st.booleans()
    if name == "custody":
        return st.sampled_from([kind.value for kind in CustodyKind])
    few: list[Value] = [True, False] if name in _BOOLS else [1, 2] if name in _NUMBERS else ["A", "B"]
    return st.none() | st.sampled_from(few)


def some_fields(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: values_of(name) for name in names})


_TOLD = some_fields(TOWBOOK_FIELDS).map(lambda values: CarFields(**values))
_EDITS = some_fields(FIELD_NAMES)
_STEPS = st.lists(_TOLD | _EDITS, max_size=6)


def arrived(told: CarFields) -> Car:
    """A car as an import makes it."""
    return Car(1, 1, told, 1, towbook_id="900", provenance=imported(told, AT))


def after(car: Car, step: CarFields | dict[str, Any]) -> Car:
    return refreshed(car, step, AT) if isinstance(step, CarFields) else edited(car, step, "Kim", AT)


def desk_fields(car: Car) -> dict[str, Value]:
    return {name: getattr(car.fields, name) for name, origin in car.provenance.items() if origin.origin is Origin.DESK}


@given(_TOLD, _STEPS, _TOLD)
def test_an_import_never_changes_a_field_of_the_desk(first: CarFields, steps: list[Any], told: CarFields) -> None:
    car = arrived(first)
    for step in steps:
        car = after(car, step)
    again = refreshed(car, told, AT)
    assert desk_fields(again) == desk_fields(car)


@given(_TOLD, _STEPS, _TOLD)
def test_an_import_empties_nothing_and_touches_only_towbooks_fields(first: CarFields, steps: list[Any], told: CarFields) -> None:
    car = arrived(first)
    for step in steps:
        car = after(car, step)
    again = refreshed(car, told, AT)
    for name in FIELD_NAMES:
        before, now = getattr(car.fields, name), getattr(again.fields, name)
        if name not in TOWBOOK_FIELDS:
            assert now == before
        elif before is not None:
            assert now is not None
            assert now in {before, getattr(told, name)}


@given(_TOLD, _STEPS, _TOLD)
def test_the_same_word_again_changes_nothing(first: CarFields, steps: list[Any], told: CarFields) -> None:
    car = arrived(first)
    for step in steps:
        car = after(car, step)
    once = refreshed(car, told, AT)
    assert refreshed(once, told, datetime(2026, 4, 1, tzinfo=UTC)) == once


@given(_TOLD, _STEPS, _EDITS)
def test_editing_some_fields_touches_no_other(first: CarFields, steps: list[Any], changes: dict[str, Any]) -> None:
    car = arrived(first)
    for step in steps:
        car = after(car, step)
    edit = edited(car, changes, "Kim", AT)
    for name in FIELD_NAMES:
        assert getattr(edit.fields, name) == changes.get(name, getattr(car.fields, name))
        if name not in changes or getattr(car.fields, name) == changes[name]:
            assert edit.provenance.get(name) == car.provenance.get(name)
    assert replace(edit, fields=car.fields, provenance=car.provenance) == car


@given(_TOLD, _STEPS, _TOLD)
def test_a_difference_is_exactly_where_towbooks_last_word_is_not_the_desks(first: CarFields, steps: list[Any], told: CarFields) -> None:
    car = arrived(first)
    for step in steps:
        car = after(car, step)
    again = refreshed(car, told, AT)
    shown = {each.field: (each.desk, each.towbook) for each in again.differences()}
    said = {name: car.provenance[name].towbook if getattr(told, name, None) is None else getattr(told, name) for name in desk_fields(again)}
    expected = {
        name: (ours, said[name]) for name, ours in desk_fields(again).items() if name in TOWBOOK_FIELDS and said[name] not in {None, ours}
    }
    assert {name: pair for name, pair in shown.items() if name in TOWBOOK_FIELDS} == expected


def test_a_difference_appears_and_goes_away() -> None:
    car = edited(arrived(CarFields(color="Gray")), {"color": "Silver"}, "Kim", AT)
    (difference,) = car.differences()
    assert (difference.field, difference.desk, difference.towbook) == ("color", "Silver", "Gray")
    assert refreshed(car, CarFields(color="Silver"), AT).differences() == ()
    assert edited(car, {"color": "Gray"}, "Kim", AT).differences() == ()
    back = refreshed(car, CarFields(color="Black"), AT)
    assert [each.towbook for each in back.differences()] == ["Black"]
    assert refreshed(back, CarFields(), AT).differences() == back.differences()  # who does not tell it takes nothing back


def test_towbook_fills_a_field_of_once_while_it_is_empty_and_asks_from_then_on() -> None:
    car = arrived(CarFields(color="Gray", make="Ford"))
    again = refreshed(car, CarFields(color="Black", make="Fiat", model="Fusion"), AT, once=("color", "model"))
    assert (again.fields.color, again.fields.make, again.fields.model) == ("Gray", "Fiat", "Fusion")
    assert [(each.field, each.towbook, each.asks) for each in again.differences()] == [("color", "Black", True)]
    assert refreshed(again, CarFields(color="Gray"), AT, once=("color",)).differences() == ()
    assert refreshed(again, CarFields(color="Black"), AT).fields.color == "Black"


def test_what_was_kept_asks_only_about_another_word() -> None:
    car = refreshed(edited(arrived(CarFields(color="Gray")), {"color": "Silver"}, "Kim", AT), CarFields(color="Black"), AT)
    stands = kept(car, ["color", "make"], "Ann", AT)
    assert not refreshed(stands, CarFields(color="Black"), AT).provenance["color"].asks
    assert refreshed(stands, CarFields(color="White"), AT).provenance["color"].asks
    assert not refreshed(refreshed(stands, CarFields(color="White"), AT), CarFields(color="Black"), AT).provenance["color"].asks
    assert stands.provenance["color"].by == "Kim"
    assert accepted(stands, ["color"], "Ann", AT).fields.color == "Black"


def test_a_car_that_stands_against_everything_owns_what_is_empty_too() -> None:
    car = unmoved(arrived(CarFields(color="Gray")), CarFields(color="Gray", plate="ABC1234"), "Kim", AT)
    again = refreshed(car, CarFields(color="Gray", plate="ABC1234"), AT)
    assert again.fields.plate is None
    assert [(each.field, each.asks) for each in again.differences()] == [("plate", False)]


def test_a_field_the_desk_emptied_stays_empty_and_shows_the_difference() -> None:
    car = edited(arrived(CarFields(plate="ABC1234")), {"plate": None}, "Kim", AT)
    again = refreshed(car, CarFields(plate="ABC1234"), AT)
    assert again.fields.plate is None
    assert [(each.desk, each.towbook) for each in again.differences()] == [(None, "ABC1234")]


def test_a_field_says_who_gave_it_its_value_and_when() -> None:
    car = edited(arrived(CarFields(color="Gray", make="Ford")), {"color": "Silver"}, "Kim", AT)
    assert (car.provenance["color"].origin, car.provenance["color"].by) == (Origin.DESK, "Kim")
    assert car.provenance["color"].at == "2026-03-04T15:00:00+00:00"
    assert (car.provenance["make"].origin, car.provenance["make"].by) == (Origin.TOWBOOK, None)
    assert "model" not in car.provenance


def test_a_call_brings_its_place_in_parts() -> None:
    fields = fields_of_call(call(), CustodyKind.PRIVATE_PROPERTY)
    assert fields.towed_from == "123 Oak St, Burton, MI 48509, USA (Oak Apartments)"
    assert (fields.street, fields.city, fields.state, fields.zip, fields.business) == (
        "123 Oak St", "Burton", "MI", "48509", "Oak Apartments",
    )  # fmt: skip
    assert fields.property_key == "123 oak st burton mi"
    assert fields.description == "Gray 2011 Chevrolet Malibu"
