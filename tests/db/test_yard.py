"""The lot on PostgreSQL: moves with their history, keys, walks, numbers of our files."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.barcodes import car_barcode
from itow_desktop.domain.cars import Origin
from itow_desktop.domain.errors import ChangedElsewhere, NotAllowed, Problems, Refused
from itow_desktop.domain.file_numbers import read_file_number
from itow_desktop.domain.lot import NO_SPOT, Spot, row_of_spots
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.walks import Finding, WalkState
from itow_desktop.services import lot, walking
from itow_desktop.services.browsing import office as browse_office
from itow_desktop.services.editing import Edit, add_car, change_car
from itow_desktop.services.office import save_office
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.working import PickUp, pick_up, sort_cars
from tests.builders import NOW, call
from tests.db.cars import bring, bring_one, card, drain
from tests.db.offices import PASSWORD, OpenOffice, address_of
from tests.fakes import MemoryTowBook


def rows(office: OpenOffice) -> None:
    """Row C with four spots, row D with two."""
    lot.save_spots(office.shift, [*row_of_spots("C", 1, 4, position=0), *row_of_spots("D", 1, 2, position=4)])


def three(office: OpenOffice) -> list[int]:
    """Three cars without a spot."""
    marks = (("AAA1111", "1G1ZC5E05BF000001"), ("BBB2222", "1G1ZC5E05BF000002"), ("CCC3333", "1G1ZC5E05BF000003"))
    return bring(office, *(call(plate=plate, vin=vin) for plate, vin in marks))


def spots_of(office: OpenOffice, ids: list[int]) -> list[str | None]:
    return [card(office, each).row.spot for each in ids]


# --- moves -----------------------------------------------------------------------------------------------------------


def test_cars_are_moved_in_one_deed_with_time_person_and_history(private_office: OpenOffice) -> None:
    office = private_office
    rows(office)
    ids = three(office)
    moved = lot.move_cars(office.shift, ids, "row c")
    assert (moved.spot, moved.warnings) == ("C", ())
    assert spots_of(office, ids) == ["C"] * 3
    lot.move_cars(office.shift, ids[:1], "c04")
    first, second = lot.moves(office.shift, ids[0])
    assert (first.from_spot, first.to_spot, second.from_spot, second.to_spot) == (None, "C", "C", "C-4")
    assert (second.by, second.at.tzinfo is not None) == ("Kim", True)
    assert first.deed != second.deed
    assert len({lot.moves(office.shift, each)[0].deed for each in ids}) == 1
    with office.engine.connect() as connection:
        names = connection.execute(text("SELECT DISTINCT deed_name FROM audit WHERE deed_name LIKE 'move%' ORDER BY 1")).scalars().all()
    assert names == ["move 3 cars to C", "move AAA1111 to C-4"]
    mark = card(office, ids[0]).car.provenance["spot"]
    assert (mark.origin, mark.by) == (Origin.DESK, "Kim")


def test_a_move_is_kept_whichever_way_the_spot_changed_and_never_changed_itself(private_office: OpenOffice) -> None:
    office = private_office
    added = add_car(office.shift, {"plate": "DDD4444", "spot": "by the fence"}).custody_id
    change_car(office.shift, Edit(added, {"spot": "D-2"}, {}))
    lot.move_cars(office.shift, [added], None)
    told = [(move.from_spot, move.to_spot) for move in lot.moves(office.shift, added)]
    assert told == [(None, "by the fence"), ("by the fence", "D-2"), ("D-2", None)]
    with office.admin() as admin, admin.connect() as connection, pytest.raises(Exception, match="append-only"):
        connection.execute(text("UPDATE lot_moves SET to_spot = 'Z-9'"))
    with office.engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(text("INSERT INTO lot_moves (custody_id, to_spot) VALUES (1, 'Z-9')"))


def test_two_cars_on_one_spot_are_said_and_never_refused(private_office: OpenOffice) -> None:
    office = private_office
    rows(office)
    ids = three(office)
    assert lot.move_cars(office.shift, ids[:1], "C-1").warnings == ()
    assert lot.move_cars(office.shift, ids[1:2], "C1").warnings == ("2 cars are on C-1 now: AAA1111, BBB2222.",)
    view = lot.lot(office.shift)
    assert [(area.name, area.cars, area.empty) for area in view.areas] == [(NO_SPOT, 1, 0), ("C", 2, 3), ("D", 0, 2)]
    crowded = [place.name for area in view.areas for place in area.places if place.crowded]
    assert crowded == ["C-1"]


def test_a_car_that_left_is_not_moved_and_then_none_of_the_others_is(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    pick_up(office.shift, ids[2], PickUp(NOW.date(), "Pat Doe", "MI license"))
    with pytest.raises(Refused, match="not on the lot"):
        lot.move_cars(office.shift, ids, "C-1")
    assert spots_of(office, ids) == [None] * 3
    with pytest.raises(Problems, match="too long"):
        lot.move_cars(office.shift, ids[:1], "x" * 41)


def test_keys_have_a_tag_as_long_as_there_is_a_key(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    assert lot.keep_keys(office.shift, ids[:2], here=True, tag="hook 7") == 2
    facts = card(office, ids[0]).car.fields
    assert (facts.keys, facts.key_tag) == (True, "hook 7")
    lot.keep_keys(office.shift, ids[:1], here=False, tag="hook 7")
    facts = card(office, ids[0]).car.fields
    assert (facts.keys, facts.key_tag) == (False, None)


def test_a_move_of_many_cars_is_undone_in_one_step_with_its_own_history(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    lot.move_cars(office.shift, ids[:1], "C-1")
    lot.move_cars(office.shift, ids, "D")
    done = undo_state(office.shift).undo
    assert done is not None
    assert done.name == "move 3 cars to D"
    undo(office.shift, done.deed_id)
    assert spots_of(office, ids) == ["C-1", None, None]
    assert [(move.from_spot, move.to_spot) for move in lot.moves(office.shift, ids[0])] == [(None, "C-1"), ("C-1", "D"), ("D", "C-1")]


# --- the list of spots -----------------------------------------------------------------------------------------------


def test_the_list_of_spots_keeps_its_order_and_forgets_nothing(private_office: OpenOffice) -> None:
    office = private_office
    rows(office)
    before = lot.lot(office.shift).spots
    kept = [spot for spot in before.active if spot.name != "C-2"]
    lot.save_spots(office.shift, [*kept[::-1], Spot(0, "Gate", "Gate", 0)])
    after = lot.lot(office.shift).spots
    assert [spot.name for spot in after.active] == ["D-2", "D-1", "C-4", "C-3", "C-1", "Gate"]
    assert [spot.name for spot in after.all if not spot.active] == ["C-2"]
    lot.save_spots(office.shift, [Spot(0, "C", "c 2", 0)])
    again = lot.lot(office.shift).spots
    assert [(spot.id, spot.name) for spot in again.active] == [(next(s.id for s in before.all if s.name == "C-2"), "c 2")]
    with pytest.raises(Problems, match=r"C-4 is on the list twice, also as c4"):
        lot.save_spots(office.shift, [Spot(0, "C", "c4", 0), Spot(0, "C", "C-4", 1)])


def test_a_list_of_spots_that_another_manager_changed_is_not_overwritten(private_office: OpenOffice) -> None:
    office = private_office
    rows(office)
    read = lot.lot(office.shift).spots.active
    lot.save_spots(office.shift, [*read, Spot(0, "Gate", "Gate", 0)], read)
    with pytest.raises(ChangedElsewhere, match="Nothing was saved"):
        lot.save_spots(office.shift, read[1:], read)
    assert [spot.name for spot in lot.lot(office.shift).spots.active][-1] == "Gate"


def test_only_a_manager_changes_the_list_of_spots(office: OpenOffice) -> None:
    clerk = f"{office.database}_pat"
    with office.admin() as admin, admin.begin() as connection:
        prefix = connection.execute(text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'")).scalar_one()
        connection.execute(text(f"CREATE ROLE {clerk} LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f"GRANT {prefix.removesuffix('_owner')}_clerk TO {clerk}"))
    engine = connect(address_of(office.server, office.database, clerk, PASSWORD))
    try:
        with pytest.raises(NotAllowed), SqlDesk(engine).begin(office.shift.deed("change the list of spots")) as unit:
            unit.lot.save_spots(row_of_spots("C", 1, 2, position=0))
    finally:
        engine.dispose()
        with office.admin() as admin, admin.begin() as connection:
            connection.execute(text(f"DROP ROLE {clerk}"))


# --- walks -----------------------------------------------------------------------------------------------------------


def test_a_walk_finds_what_is_missing_what_is_surplus_and_what_stands_elsewhere(private_office: OpenOffice) -> None:
    office = private_office
    rows(office)
    ids = three(office)
    lot.move_cars(office.shift, ids[:1], "C-1")
    lot.move_cars(office.shift, ids[1:2], "D-1")
    gone = bring_one(office, plate="GONE123", vin="1G1ZC5E05BF000009")
    pick_up(office.shift, gone, PickUp(NOW.date(), "Pat Doe", "MI license"))
    walk = walking.start_walk(office.shift)
    assert walking.start_walk(office.shift).id == walk.id

    assert [car.custody_id for car in walking.read_mark(office.shift, walk.id, "aaa 1111", "row C").cars] == [ids[0]]
    assert [car.custody_id for car in walking.read_mark(office.shift, walk.id, car_barcode(ids[1]), "C-2").cars] == [ids[1]]
    stranger = walking.read_mark(office.shift, walk.id, "zzz 999", "C-3")
    assert (stranger.cars, stranger.left) == ((), ())
    left = walking.read_mark(office.shift, walk.id, "GONE-123")
    assert [car.custody_id for car in left.left] == [gone]
    assert walking.read_mark(office.shift, walk.id, "AAA1111", "C").before

    sheet = walking.finish_walk(office.shift, walk.id)
    assert [(line.custody_id, line.listed_spot) for line in sheet.of(Finding.MISSING)] == [(ids[2], None)]
    assert [(line.custody_id, line.found_spot) for line in sheet.of(Finding.WRONG_SPOT)] == [(ids[1], "C-2")]
    assert [(line.text, line.found_spot) for line in sheet.of(Finding.SURPLUS)] == [("ZZZ 999", "C-3"), ("GONE-123", None)]
    assert (sheet.expected, sheet.count(Finding.RIGHT)) == (3, 1)
    assert (sheet.walk.state, sheet.walk.ended_by) == (WalkState.FINISHED, "Kim")
    assert card(office, ids[2]).row.status == "on_lot"

    moved = walking.correct_spots(office.shift, walk.id, [each.custody_id for each in sheet.of(Finding.WRONG_SPOT) if each.custody_id])
    assert moved.custody_ids == (ids[1],)
    assert card(office, ids[1]).row.spot == "C-2"
    assert walking.walk_sheet(office.shift, walk.id).lines == sheet.lines
    with pytest.raises(Refused, match="has ended"):
        walking.tick(office.shift, walk.id, [ids[2]], here=True)
    with pytest.raises(Refused, match="has ended"):
        walking.finish_walk(office.shift, walk.id)


def test_a_walk_is_interrupted_and_continued_and_a_slip_is_taken_back(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    walk = walking.start_walk(office.shift)
    walking.tick(office.shift, walk.id, ids, here=True, spot="C-9")
    walking.read_mark(office.shift, walk.id, "QQQ 1")
    with office.engine.connect() as connection:  # another program, another day: only the database remembers
        assert connection.execute(text("SELECT state FROM lot_walks")).scalar_one() == "open"
    again = lot.lot(office.shift).walk
    assert again is not None
    assert (again.id, again.started_by) == (walk.id, "Kim")
    walking.tick(office.shift, again.id, ids[:1], here=False)
    walking.take_text_back(office.shift, again.id, "QQQ 1")
    sheet = walking.walk_sheet(office.shift, again.id)
    assert [line.finding for line in sheet.lines] == [Finding.MISSING, Finding.WRONG_SPOT, Finding.WRONG_SPOT]
    walking.give_up_walk(office.shift, again.id)
    assert lot.lot(office.shift).walk is None
    assert walking.walks(office.shift)[0].state is WalkState.GIVEN_UP
    assert walking.start_walk(office.shift).id != walk.id


def test_two_that_start_at_once_walk_one_walk(private_office: OpenOffice) -> None:
    office = private_office
    three(office)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: _started(office), range(4)))
    assert len({each for each in found if each}) == 1
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM lot_walks")).scalar_one() == 1


def _started(office: OpenOffice) -> int | None:
    try:
        return walking.start_walk(office.shift).id
    except Refused:  # told to continue the one that is just starting
        return None


def test_several_cars_with_that_mark_tick_none(private_office: OpenOffice) -> None:
    office = private_office
    ids = bring(office, call(plate="AAA1111", vin="1G1ZC5E05BF001234"), call(plate="BBB2222", vin="2G1ZC5E05BF991234"))
    walk = walking.start_walk(office.shift)
    read = walking.read_mark(office.shift, walk.id, "1234")
    assert [car.custody_id for car in read.cars] == ids
    assert walking.walk_sheet(office.shift, walk.id).count(Finding.MISSING) == 2
    with pytest.raises(Problems, match="Type a plate"):
        walking.read_mark(office.shift, walk.id, " ")


# --- numbers of our files --------------------------------------------------------------------------------------------


def test_file_numbers_go_on_after_the_highest_in_use_and_a_car_keeps_its_own(private_office: OpenOffice) -> None:
    office = private_office
    used = bring_one(office, file_number="IT0041-26")
    bring_one(office, file_number="IT7777-25")
    bring_one(office, file_number="IT999999999-26")
    ids = three(office)
    given = lot.give_file_numbers(office.shift, [ids[1], ids[0], used])
    assert given == {ids[1]: "IT0042-26", ids[0]: "IT0043-26", used: "IT0041-26"}
    assert lot.give_file_numbers(office.shift, [ids[0], ids[2]]) == {ids[0]: "IT0043-26", ids[2]: "IT0044-26"}
    facts = card(office, ids[1]).car
    assert (facts.fields.file_number, facts.provenance["file_number"].by) == ("IT0042-26", "Kim")


def test_a_number_taken_back_goes_to_no_other_car(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    lot.give_file_numbers(office.shift, ids[:1])
    change_car(office.shift, Edit(ids[0], {"file_number": ""}, {}))
    assert lot.give_file_numbers(office.shift, [ids[1], ids[0]]) == {ids[1]: "IT0002-26", ids[0]: "IT0001-26"}


def test_numbers_have_five_figures_beyond_9999_and_begin_anew_with_the_office_s_year(private_office: OpenOffice) -> None:
    office = private_office
    bring_one(office, file_number="IT9999-26")
    ids = three(office)
    assert lot.give_file_numbers(office.shift, ids[:1]) == {ids[0]: "IT10000-26"}
    office.clock.time = office.clock.time.replace(year=2027, month=1, day=1, hour=4, minute=30)  # still 2026 in Michigan
    assert lot.give_file_numbers(office.shift, ids[1:2]) == {ids[1]: "IT10001-26"}
    office.clock.time = office.clock.time.replace(hour=5, minute=1)
    assert lot.give_file_numbers(office.shift, ids[2:]) == {ids[2]: "IT0001-27"}


def test_eight_connections_give_200_numbers_without_a_gap_and_none_twice(private_office: OpenOffice) -> None:
    office = private_office
    with office.admin() as admin, admin.begin() as connection:
        connection.execute(text("INSERT INTO vehicles (plate) SELECT 'NUM' || n FROM generate_series(1, 260) n"))
        connection.execute(text("INSERT INTO custodies (vehicle_id, custody) SELECT id, 'private_property' FROM vehicles"))
    with office.engine.connect() as connection:
        cars = list(connection.execute(text("SELECT id FROM custodies ORDER BY id")).scalars())

    def work(place: int) -> int:
        """One clerk with a connection of her own; every thirteenth car is given up halfway."""
        mine, kept = cars[place::8], 0
        for custody_id in mine:
            with office.shift.desk.begin(office.shift.deed("give our file number")) as unit:
                lot.number_cars(unit, office.shift, [custody_id])
                if custody_id % 13 and kept < 25:  # else the unit is left without its end, and the number with it
                    unit.commit()
                    kept += 1
        return kept

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 200
    with office.engine.connect() as connection:
        ledger = connection.execute(text("SELECT number FROM file_numbers ORDER BY number")).scalars().all()
        on_cars = connection.execute(text("SELECT file_number FROM custodies WHERE file_number IS NOT NULL ORDER BY 1")).scalars().all()
    assert ledger == list(range(1, 201))
    assert on_cars == [f"IT{number:04}-26" for number in range(1, 201)]


def test_nobody_writes_numbers_past_the_counter(private_office: OpenOffice) -> None:
    office = private_office
    ids = three(office)
    with office.engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(text("INSERT INTO file_numbers (year, number, custody_id) VALUES (2026, 500, :car)"), {"car": ids[0]})


def test_new_private_property_cars_are_numbered_by_themselves_once_the_office_wants_it(private_office: OpenOffice) -> None:
    office = private_office
    (before,) = bring(office, call(plate="OLD1"))
    facts = browse_office(office.shift.desk)
    save_office(office.shift, replace(facts, own_numbers=True))
    calls = [call(plate=f"NEW{number}") for number in range(60)]  # more than one batch
    ids = bring(office, *calls)
    numbers = [card(office, each).row.file_number for each in ids]
    assert numbers == [f"IT{number:04}-26" for number in range(1, 61)]
    told, after = bring(office, call(plate="PO1", file_number="IT0100-26"), call(plate="NEXT"))
    assert card(office, told).row.file_number == "IT0100-26"
    assert card(office, after).row.file_number == "IT0101-26"
    assert card(office, before).row.file_number is None
    by_hand = add_car(office.shift, {"plate": "HAND1", "custody": "private_property"}).custody_id
    unsorted = add_car(office.shift, {"plate": "HAND2"}).custody_id
    assert card(office, unsorted).row.file_number is None
    sort_cars(office.shift, [unsorted], CustodyKind.PRIVATE_PROPERTY)
    known = [read_file_number(card(office, each).row.file_number) for each in (by_hand, unsorted)]
    assert known[0] is not None
    assert known[1] is not None
    assert known[1].number == known[0].number + 1
    drain(office, MemoryTowBook(calls))
    assert [card(office, each).row.file_number for each in ids] == numbers
