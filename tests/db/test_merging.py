"""Two clerks on one car, one field of many cars: merged field by field, a clash is told, nothing is silent."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from itow_desktop.domain.errors import ChangedElsewhere, Clash, NotAllowed, NotFound, Problems, ProblemsOfMany
from itow_desktop.services.browsing import find_car
from itow_desktop.services.editing import ENTRY_FIELDS, Changed, Edit, add_person, change_car, change_many, preview_many
from tests.builders import call
from tests.db.cars import audited, bring, bring_one, card, columns, counting, drain
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

pytestmark = pytest.mark.both_servers

_NEW = {
    "vin": "1M8GDM9AXKP042788", "plate": "NEW1", "plate_state": "OH", "year": "1999", "custody": "police_hold", "odometer": "5",
    "keys": "yes", "drivable": "yes", "no_plate": "yes", "vin_unreadable": "yes", "state": "OH", "notes": "two\nlines",
    "towed_at": "3/1/2026 9:15 pm", "jurisdiction": "clio police department",
}  # fmt: skip


def version(office: OpenOffice, custody_id: int) -> int:
    return card(office, custody_id).car.version


def change(office: OpenOffice, custody_id: int, **values: str) -> Changed:
    return change_car(office.shift, Edit(custody_id, values, {}))


def texts(office: OpenOffice, custody_id: int, *fields: str) -> dict[str, str]:
    """What a form shows in these fields."""
    return {each.field: each.before for each in preview_many(office.shift, [custody_id], dict.fromkeys(fields, ""))}


def test_two_clerks_on_one_car_lose_nothing(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    lee = office.shift.by(add_person(office.shift, "Lee"))
    read = texts(office, custody_id, *ENTRY_FIELDS)
    office.clock.time += timedelta(minutes=5)
    change_car(lee, Edit(custody_id, {"spot": "C-14", "jurisdiction": "Clio Police Department", "towed_at": "3/1/2026 21:15"}, read))
    changed = change_car(office.shift, Edit(custody_id, {**read, "color": "Silver", "notes": "two\nlines"}, read))
    assert (changed.car.fields.color, changed.car.fields.spot) == ("Silver", "C-14")
    others = {each.field: (each.before, each.now, each.by) for each in changed.others}
    assert others == {
        "spot": ("", "C-14", "Lee"),
        "jurisdiction": ("Burton Police Department", "Clio Police Department", "Lee"),
        "towed_at": ("3/2/2026 10:00", "3/1/2026 21:15", "Lee"),
    }
    assert all(each.at is not None for each in changed.others)
    shown = card(office, custody_id)
    assert (shown.car.fields.color, shown.car.fields.spot, shown.car.fields.notes) == ("Silver", "C-14", "two\nlines")
    assert shown.row.towed_at == datetime(2026, 3, 2, 2, 15, tzinfo=UTC)


def test_a_true_clash_shows_both_saves_nothing_and_is_won_knowingly(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    lee = office.shift.by(add_person(office.shift, "Lee"))
    read = texts(office, custody_id, "color", "spot", "jurisdiction", "towed_at", "keys")
    change_car(lee, Edit(custody_id, {"color": "Black", "jurisdiction": "Clio Police Department", "towed_at": "3/1/2026"}, read))
    before = columns(office, custody_id)
    mine = {"color": "Silver", "jurisdiction": "Flint Police Department", "towed_at": "3/1/2026 9:00", "keys": "yes"}
    with pytest.raises(Clash, match="Nothing was saved, and what you typed is kept") as told:
        change_car(office.shift, Edit(custody_id, mine, read))
    assert {(each.field, each.mine, each.theirs, each.by) for each in told.value.fields} == {
        ("color", "Silver", "Black", "Lee"),
        ("jurisdiction", "Flint Police Department", "Clio Police Department", "Lee"),
        ("towed_at", "3/1/2026 9:00", "3/1/2026", "Lee"),
    }
    assert all(each.at is not None for each in told.value.fields)
    assert columns(office, custody_id) == before
    seen = {each.field: each.theirs for each in told.value.fields}
    changed = change_car(office.shift, Edit(custody_id, mine, read | seen))
    assert (changed.car.fields.color, changed.car.fields.keys, changed.others) == ("Silver", True, ())
    assert card(office, custody_id).row.towed_at == datetime(2026, 3, 1, 14, 0, tzinfo=UTC)


def test_what_both_typed_alike_is_no_clash_and_no_second_save(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    read = texts(private_office, custody_id, "color", "plate")
    change(private_office, custody_id, color="Silver", plate="NEW1")
    seen = version(private_office, custody_id)
    changed = change_car(private_office.shift, Edit(custody_id, {"color": " Silver ", "plate": "new-1"}, read))
    assert (changed.car.version, changed.others) == (seen, ())


def test_what_an_import_changed_meanwhile_is_told_too(private_office: OpenOffice) -> None:
    told = call()
    towbook = MemoryTowBook([told])
    drain(private_office, towbook)
    custody_id = find_car(private_office.shift.desk, told.call_number or "")
    read = texts(private_office, custody_id, "color", "make", "spot")
    towbook.calls[told.towbook_id] = replace(told, color="Red", make="Ford")
    drain(private_office, towbook)
    with pytest.raises(Clash) as clash:
        change_car(private_office.shift, Edit(custody_id, {"color": "Silver"}, read))
    assert [(each.field, each.theirs) for each in clash.value.fields] == [("color", "Red")]
    changed = change_car(private_office.shift, Edit(custody_id, {"spot": "A-1"}, read))
    assert [(each.field, each.before, each.now) for each in changed.others] == [("color", "Gray", "Red"), ("make", "Chevrolet", "Ford")]


def test_what_stands_there_and_could_not_be_typed_any_more_is_in_nobodys_way(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office, reason="x" * 400)
    read = texts(private_office, custody_id, *ENTRY_FIELDS)
    changed = change_car(private_office.shift, Edit(custody_id, {**read, "spot": "A-1"}, read))
    assert (changed.car.fields.spot, changed.others) == ("A-1", ())
    assert changed.car.fields.reason == "x" * 400
    with pytest.raises(Problems, match="too long"):
        change_car(private_office.shift, Edit(custody_id, {"reason": "y" * 400}, read))


def test_many_threads_on_one_car_never_lose_a_field(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    fields = ("color", "make", "model", "spot", "notes", "driver", "truck", "officer")
    read = texts(private_office, custody_id, *fields)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: change_car(private_office.shift, Edit(custody_id, {name: "NEW"}, read)), fields))
    car = card(private_office, custody_id).car
    assert {name: getattr(car.fields, name) for name in fields} == dict.fromkeys(fields, "NEW")
    assert car.version == 1 + len(fields)


def test_the_version_in_the_database_is_the_guard(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    old = card(private_office, custody_id).car
    change(private_office, custody_id, color="Silver")
    with private_office.shift.desk.begin(private_office.shift.deed("old")) as unit, pytest.raises(ChangedElsewhere):
        unit.vehicles.save([replace(old, fields=replace(old.fields, color="Black"))], ["color"])
    assert card(private_office, custody_id).car.fields.color == "Silver"


# --- many cars ------------------------------------------------------------------------------------------------------


def plates(office: OpenOffice, count: int) -> list[int]:
    return bring(office, *(call(plate=f"PLATE{number}") for number in range(count)))


def test_one_field_of_many_cars_is_one_deed(office: OpenOffice) -> None:
    cars = plates(office, 6)
    change(office, cars[2], color="Silver")
    shown = preview_many(office.shift, cars, {"color": "silver"})
    assert [(each.custody_id, each.car.split()[0], each.before, each.after, each.problem) for each in shown[:3]] == [
        (cars[0], "PLATE0", "Gray", "silver", None),
        (cars[1], "PLATE1", "Gray", "silver", None),
        (cars[2], "PLATE2", "Silver", "silver", None),
    ]
    told = change_many(office.shift, [Edit(each, {"color": "Silver"}, {}) for each in cars], "color of 6 cars")
    assert (told.changed, told.unchanged, told.clashes) == (5, 1, ())
    assert {card(office, each).car.fields.color for each in cars} == {"Silver"}
    assert audited(office, "color of 6 cars").count(("vehicles", "Kim")) == 5
    assert [version(office, each) for each in cars] == [2] * 6


def test_every_field_can_be_changed_for_many(private_office: OpenOffice) -> None:
    cars = plates(private_office, 3)
    values = {name: _NEW.get(name, "something") for name in ENTRY_FIELDS}
    preview = preview_many(private_office.shift, cars, values)
    assert len(preview) == 3 * len(ENTRY_FIELDS)
    assert all(each.problem is None for each in preview)
    told = change_many(private_office.shift, [Edit(each, values, {}) for each in cars], "everything")
    assert told.changed == 3
    for each in preview:
        assert each.after == texts(private_office, each.custody_id, each.field)[each.field]
    assert {card(private_office, each).row.towed_at for each in cars} == {datetime(2026, 3, 2, 2, 15, tzinfo=UTC)}


def test_a_value_that_cannot_be_taken_keeps_all_cars_as_they_are(private_office: OpenOffice) -> None:
    cars = plates(private_office, 4)
    edits = [Edit(each, {"year": year, "color": "Silver"}, {}) for each, year in zip(cars, ("2011", "11", "", "2 K"), strict=True)]
    with pytest.raises(ProblemsOfMany) as refused:
        change_many(private_office.shift, edits, "years")
    assert [(each, field) for each, field, _ in refused.value.cars] == [(cars[1], "year"), (cars[3], "year")]
    assert {card(private_office, each).car.fields.color for each in cars} == {"Gray"}
    shown = preview_many(private_office.shift, cars, {"year": "11", "towed_at": "+1", "wheels": "4"})
    assert [each.problem is not None for each in shown] == [True] * 12
    with pytest.raises(NotFound):
        change_many(private_office.shift, [Edit(999_999, {"color": "Silver"}, {})], "nothing")


def test_cars_that_clash_are_left_and_told_the_others_go_on(private_office: OpenOffice) -> None:
    cars = plates(private_office, 4)
    lee = private_office.shift.by(add_person(private_office.shift, "Lee"))
    base = {each: texts(private_office, each, "color", "spot") for each in cars}
    change_car(lee, Edit(cars[1], {"color": "Black"}, {}))
    change_car(lee, Edit(cars[2], {"spot": "A-1"}, {}))
    told = change_many(private_office.shift, [Edit(each, {"color": "Silver"}, base[each]) for each in cars], "color of 4 cars")
    assert (told.changed, told.unchanged) == (3, 0)
    ((clash,), car) = told.clashes[0].fields, told.clashes[0].custody_id
    assert (car, clash.field, clash.mine, clash.theirs, clash.by) == (cars[1], "color", "Silver", "Black", "Lee")
    assert [card(private_office, each).car.fields.color for each in cars] == ["Silver", "Black", "Silver", "Silver"]
    assert card(private_office, cars[2]).car.fields.spot == "A-1"


def test_a_pasted_column_of_three_thousand_rows_with_blanks_and_wrong_dates(private_office: OpenOffice) -> None:
    cars = plates(private_office, 40)
    pasted = [("3/2/2026", "", "  ", "13/45/2026", "soon", "3/1/2026 9:00", "t", "2026-03-01")[number % 8] for number in range(3000)]
    rows = list(zip(cars, pasted, strict=False))  # there are fewer cars than rows in the clipboard
    with pytest.raises(ProblemsOfMany) as refused:
        change_many(private_office.shift, [Edit(each, {"towed_at": typed}, {}) for each, typed in rows], "tow times")
    assert [each for each, _, _ in refused.value.cars] == [each for each, typed in rows if typed in {"13/45/2026", "soon"}]
    right = [Edit(each, {"towed_at": typed}, {}) for each, typed in rows if typed not in {"13/45/2026", "soon"}]
    assert change_many(private_office.shift, right, "tow times").changed == len(right)
    blank = next(each for each, typed in rows if not typed.strip())
    assert counting(private_office, blank) == []


def test_who_may_only_read_changes_nothing(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    with signed_in(private_office, "viewer", "Val") as viewer:
        for deed in (
            lambda: change_car(viewer, Edit(custody_id, {"color": "Silver"}, {})),
            lambda: change_many(viewer, [Edit(custody_id, {"color": "Silver"}, {})], "color"),
        ):
            with pytest.raises(NotAllowed):
                deed()
        assert preview_many(viewer, [custody_id], {"color": "Silver"})[0].before == "Gray"
    assert card(private_office, custody_id).car.fields.color == "Gray"
