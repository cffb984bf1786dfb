"""Find anything in a real database: by every field, with slips, in order; own cars; saved views; scans."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import text

from itow_desktop.adapters.db.upgrade import _config, _ground, upgrade
from itow_desktop.domain.barcodes import car_barcode
from itow_desktop.domain.errors import NotFound, Problems
from itow_desktop.domain.filters import Missing, VehicleFilters, read_filters
from itow_desktop.domain.finding import folded_text, understand
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.browsing import vehicle_page
from itow_desktop.services.finding import COUNTED, find, own_cars, saw_car, scanned, star_car
from itow_desktop.services.keeping_views import add_view, arrange_views, change_view, filter_choices, views_of, void_view
from itow_desktop.services.saved_views import SavedView, ViewColumn, ViewDefinition, read_definition
from itow_desktop.services.views import Person, VehicleColumn, VehicleQuery
from itow_desktop.services.working import PickUp, pick_up
from tests.builders import NOW, TOWED, call
from tests.db import offices
from tests.db.cars import agency_id, audited, bring, bring_one, card
from tests.db.offices import OpenOffice, admin_engine
from tests.db.servers import DatabaseServer

pytestmark = pytest.mark.both_servers

VIN = "1G1ZC5E13BF118341"
MALIBU = call(
    call_number="41001", plate="ABC1234", vin=VIN, file_number="IT0107-26", requested_by_phone="(810) 555-0142", notes="dent, left door",
    towed_from="123 Elm St, Burton, MI 48509", requested_by="Dana Whitfield",
)  # fmt: skip
TRUCK = call(
    call_number="41002", plate="DOI9O1", vin="1FTFW1ET5DFC10312", year=2019, make="Ford", model="F-150", color="Blue",
    towed_from="88 Mill Rd, Flint, MI 48503 (Riverside Market)", requested_by="Riverside Market", completed_at=TOWED - timedelta(days=6),
    arrived_at=None, called_at=None,
)  # fmt: skip
BARE = call(
    call_number="41003", plate=None, plate_state=None, vin=None, year=None, make="Chevrolet", model="Impala", color="Red",
    towed_from="5 Oak Rd, Burton, MI 48509", requested_by=None,
)  # fmt: skip


@pytest.fixture(scope="module")
def listed(ground: tuple[DatabaseServer, str]) -> Iterator[OpenOffice]:
    """An office whose three cars no test of finding changes."""
    with offices.open_office(*ground) as office:
        malibu, _, _ = bring(office, MALIBU, TRUCK, BARE)
        with office.admin() as admin, admin.begin() as connection:
            connection.execute(
                text("INSERT INTO parties (custody_id, role, name, phone) VALUES (:id, 'owner', 'Pat Doe', '989-555-0177')"), {"id": malibu}
            )
            key = connection.execute(text("SELECT property_key FROM custodies WHERE call_number = '41002'")).scalar_one()
            property_id = connection.execute(
                text("INSERT INTO properties (key, name) VALUES (:key, 'Riverside Market') RETURNING id"), {"key": key}
            ).scalar_one()
            connection.execute(text("INSERT INTO property_spellings (key, property_id) VALUES (:k, :p)"), {"k": key, "p": property_id})
            connection.execute(
                text("INSERT INTO property_callers (property_id, name, phone) VALUES (:p, 'Morgan Ashby', '810-555-0188')"),
                {"p": property_id},
            )
        yield office


def calls(office: OpenOffice, typed: str) -> list[str | None]:
    """The call numbers that are found, the best first."""
    numbers = {row.custody_id: row.call_number for row in vehicle_page(office.shift, VehicleQuery(limit=None)).rows}
    return [numbers[hit.car.custody_id] for hit in find(office.shift, typed).hits]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("abc-1234", "41001"),
        ("8C1234", "41001"),  # B is 8
        ("d019oi", "41002"),
        ("118341", "41001"),
        (VIN, "41001"),
        ("41002", "41002"),
        ("IT0107-26", "41001"),
        ("doe", "41001"),
        ("pat doe", "41001"),
        ("989 555-0177", "41001"),
        ("(810) 555-0142", "41001"),
        ("8105550142", "41001"),
        ("5550142", "41001"),
        ("whitfield", "41001"),
        ("morgan ashby", "41002"),
        ("810-555-0188", "41002"),
        ("elm street", "41001"),
        ("mill road", "41002"),
        ("chevy elm", "41001"),
        ("grey malibu", "41001"),
        ("f150", "41002"),
        ("dent", "41001"),
        ("blue ford mill road tuesday", "41002"),
        ("2/24", "41002"),
        ("last week ford", "41002"),
        ("monday malibu", "41001"),
    ],
)
def test_a_car_is_found_by_anything_known_of_it(listed: OpenOffice, typed: str, found: str) -> None:
    answer = find(listed.shift, typed)
    assert calls(listed, typed) == [found]
    assert answer.note is None
    assert answer.hits[0].why


@pytest.mark.parametrize(
    ("typed", "found", "near"),
    [
        ("abc1243", "41001", "ABC1234"),
        ("abd1234", "41001", "ABC1234"),
        ("abc12344", "41001", "ABC1234"),
        ("118431", "41001", "118341"),
        ("1G1ZC5E13BF181341", "41001", VIN),
        ("malbiu", "41001", "Malibu"),
        ("chevorlte malibu", "41001", "Chevrolet"),
        ("rivreside", "41002", "Riverside"),
        ("whitfeild", "41001", "Whitfield"),
    ],
)
def test_slips_of_the_finger_are_forgiven_and_said(listed: OpenOffice, typed: str, found: str, near: str) -> None:
    answer = find(listed.shift, typed)
    assert calls(listed, typed)[0] == found
    assert answer.note is not None
    assert near in answer.note


def test_what_nothing_has_is_left_out_and_said(listed: OpenOffice) -> None:
    answer = find(listed.shift, "malibu friday")
    assert [hit.car.custody_id for hit in answer.hits] == [hit.car.custody_id for hit in find(listed.shift, "malibu").hits]
    assert answer.note == 'Nothing has all of this. Without "friday":'
    assert answer.searched == "malibu"


@pytest.mark.parametrize("typed", ["zzzqqq", "555-0199", "'; DROP TABLE custodies; --", "\N{AUTOMOBILE}", "x" * 5000])
def test_nothing_is_found_where_nothing_is(listed: OpenOffice, typed: str) -> None:
    answer = find(listed.shift, typed)
    assert (answer.hits, answer.total) == ((), 0)


@pytest.mark.parametrize("typed", ["", "  ", "\x00"])
def test_nothing_typed_asks_nothing(listed: OpenOffice, typed: str) -> None:
    assert find(listed.shift, typed).hits == ()


@pytest.mark.parametrize("typed", ["abd1234", "malibu friday", "chevy", "tuesday", "elm street", "morgan ashby", "burton", "41"])
def test_the_list_shows_just_what_was_found(listed: OpenOffice, typed: str) -> None:
    answer = find(listed.shift, typed)
    page = vehicle_page(listed.shift, VehicleQuery(answer.searched))
    assert {row.custody_id for row in page.rows} == {hit.car.custody_id for hit in answer.hits}
    assert page.total == answer.total > 0


def test_the_database_folds_as_we_do(listed: OpenOffice) -> None:
    with listed.admin() as admin, admin.connect() as connection:
        for each in ("Obi-1 (B.8)", "Elm St., #5; \t x", "Pe\u00f1a, Z\u00fcrich, \u00c9lan, gro\u00df, \u00d8sterg\u00e5rd", "100%_\\"):
            assert connection.execute(text("SELECT search_text(:it)"), {"it": each}).scalar_one() == folded_text(each)


def test_gone_cars_come_last_but_named_outright_first(private_office: OpenOffice) -> None:
    gone, _here = bring(private_office, call(call_number="51", plate="AAA111"), call(call_number="52", plate="AAA1112"))
    pick_up(private_office.shift, gone, PickUp(NOW.date(), "Pat Doe", "MI license"))
    assert calls(private_office, "aaa11") == ["52", "51"]
    assert calls(private_office, "aaa111") == ["51", "52"]


def test_a_party_entered_later_is_found_and_forgotten_again(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office, call_number="61")
    with private_office.admin() as admin:
        with admin.begin() as connection:
            insert = text(
                "INSERT INTO parties (custody_id, role, name, phone) VALUES (:id, 'lienholder', 'First Invented Bank', '5550111')"
            )
            connection.execute(insert, {"id": custody_id})
        assert calls(private_office, "invented bank") == ["61"]
        assert [each.text for each in find(private_office.shift, "invented").hits[0].why] == ["lienholder First Invented Bank"]
        with admin.begin() as connection:
            connection.execute(text("UPDATE parties SET name = 'Second Bank'"))
        assert find(private_office.shift, "invented").total == 0
        assert calls(private_office, "second bank") == ["61"]
        with admin.begin() as connection:
            connection.execute(text("DELETE FROM parties"))
    assert find(private_office.shift, "second bank").total == 0


def test_more_than_can_be_counted_is_said(private_office: OpenOffice) -> None:
    bring_one(private_office, call_number="71", plate="QQQ777")
    with private_office.admin() as admin, admin.begin() as connection:
        connection.execute(
            text(
                "WITH v AS (INSERT INTO vehicles (make) SELECT 'Ford' FROM generate_series(1, :many) RETURNING id)"
                " INSERT INTO custodies (vehicle_id, custody) SELECT id, 'unknown' FROM v"
            ),
            {"many": COUNTED + 5},
        )
    answer = find(private_office.shift, "ford")
    assert answer.more
    assert len(answer.hits) == 30
    assert vehicle_page(private_office.shift, VehicleQuery("ford")).total == COUNTED + 5
    assert calls(private_office, "qqq777") == ["71"]


# --- own cars ----------------------------------------------------------------------------------------------------------


def test_each_person_has_cars_of_their_own(private_office: OpenOffice) -> None:
    first, second, third = bring(private_office, *(call(call_number=str(number)) for number in (81, 82, 83)))
    kim = private_office.shift
    with kim.desk.begin(kim.deed("add")) as unit:
        lee = kim.by(unit.staff.add("Lee"))
        unit.commit()
    for custody_id in (first, second, third):
        saw_car(kim, custody_id)
        private_office.clock.pass_by(60)
    saw_car(kim, first)
    star_car(kim, second, True)
    assert [car.custody_id for car in own_cars(kim).starred] == [second]
    assert [car.custody_id for car in own_cars(kim).recent] == [first, third]
    assert own_cars(lee) == own_cars(kim.by(None))
    star_car(kim, second, False)
    assert own_cars(kim).starred == ()
    assert [car.custody_id for car in own_cars(kim).recent] == [first, third, second]


def test_nobody_s_look_is_remembered_of_nobody(private_office: OpenOffice) -> None:
    custody_id = bring_one(private_office)
    saw_car(private_office.shift.by(None), custody_id)
    assert own_cars(private_office.shift).recent == ()


# --- views -------------------------------------------------------------------------------------------------------------

DEFINITION = ViewDefinition(
    "elm",
    CustodyStatus.ON_LOT,
    VehicleFilters(kind=CustodyKind.PRIVATE_PROPERTY, missing=frozenset({Missing.SPOT}), towed_since=TOWED.date()),
    ((VehicleColumn.DUE, False), (VehicleColumn.PLATE, True)),
    (ViewColumn(VehicleColumn.PLATE, 90), ViewColumn(VehicleColumn.SPOT)),
)


def names(office: OpenOffice, person: Person | None = None) -> list[str]:
    return [view.name for view in views_of(office.shift.by(person or office.shift.person))]


def test_a_view_comes_back_as_it_was_kept(private_office: OpenOffice) -> None:
    kim = private_office.shift
    added = add_view(kim, SavedView(0, "  Elm   cars ", DEFINITION, kim.person.id if kim.person else None))
    assert added.name == "Elm cars"
    assert views_of(kim)[-1] == added
    assert read_definition(DEFINITION.plain()) == DEFINITION


def test_an_office_begins_with_these_views_for_everybody(private_office: OpenOffice) -> None:
    assert names(private_office) == [
        "On the lot", "All", "Needs something", "Gone this week", "Late", "Today", "Questions", "Waiting", "On hold",
        "Can be scheduled (not cleared)", "No next step",
    ]  # fmt: skip
    assert all(view.shared for view in views_of(private_office.shift))


def test_a_view_is_one_s_own_until_it_is_shared(private_office: OpenOffice) -> None:
    kim = private_office.shift
    with kim.desk.begin(kim.deed("add")) as unit:
        lee = unit.staff.add("Lee")
        unit.commit()
    own = add_view(kim, SavedView(0, "Mine", ViewDefinition(), kim.person.id if kim.person else None))
    assert "Mine" not in names(private_office, lee)
    change_view(kim, replace(own, owner=None))
    assert "Mine" in names(private_office, lee)
    assert audited(private_office, "change view Mine") == [("saved_views", "Kim")]


def test_views_are_arranged_renamed_and_taken_away(private_office: OpenOffice) -> None:
    lot, every, needs, gone, *others = views_of(private_office.shift)
    arrange_views(private_office.shift, [each.id for each in (gone, lot, every, needs, *others)])
    assert names(private_office)[:4] == ["Gone this week", "On the lot", "All", "Needs something"]
    change_view(private_office.shift, replace(gone, name="Left"))
    void_view(private_office.shift, every)
    assert names(private_office)[:4] == ["Left", "On the lot", "Needs something", "Late"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_view_needs_a_name_that_fits(private_office: OpenOffice, name: str) -> None:
    with pytest.raises(Problems):
        add_view(private_office.shift, SavedView(0, name, ViewDefinition()))


def test_a_view_that_is_not_there_cannot_be_changed(private_office: OpenOffice) -> None:
    with pytest.raises(NotFound):
        change_view(private_office.shift, SavedView(99_999, "x", ViewDefinition()))


def test_what_a_newer_program_kept_does_not_hurt() -> None:
    told = {
        "status": "melted",
        "filters": {"moon": "full", "needs": True},
        "sort": [["moon", True]],
        "columns": [["moon", 5], ["plate", 6]],
    }
    assert read_definition(told) == ViewDefinition(filters=VehicleFilters(needs=True), columns=(ViewColumn(VehicleColumn.PLATE, 6),))


# --- filters -----------------------------------------------------------------------------------------------------------


def filtered(office: OpenOffice, **filters: object) -> set[str | None]:
    """Call numbers that a filter leaves; what is counted is what is shown."""
    page = vehicle_page(office.shift, VehicleQuery(filters=VehicleFilters(**filters)))  # type: ignore[arg-type]
    assert page.total == len(page.rows)
    return {row.call_number for row in page.rows}


def test_each_filter_leaves_its_own(private_office: OpenOffice) -> None:
    office = private_office
    malibu, _, bare = bring(office, MALIBU, TRUCK, BARE)
    assert filtered(office) == {"41001", "41002", "41003"}
    assert filtered(office, missing=frozenset({Missing.VIN})) == {"41003"}
    assert filtered(office, missing=frozenset({Missing.PLATE, Missing.SPOT})) == {"41003"}
    assert filtered(office, missing=frozenset({Missing.AGENCY})) == {"41002"}
    assert filtered(office, agency_id=agency_id(office, "Burton Police Department")) == {"41001", "41003"}
    assert filtered(office, kind=CustodyKind.GARAGE_LIEN) == set()
    assert filtered(office, kind=CustodyKind.PRIVATE_PROPERTY) == {"41001", "41002", "41003"}
    assert filtered(office, account=".PPI") == {"41001", "41002", "41003"}
    assert filtered(office, account="Other") == set()
    key = card(office, malibu).car.fields.property_key
    assert filtered(office, property_key=key) == {"41001"}
    assert filtered(office, towed_since=TOWED.date()) == {"41001", "41003"}
    assert filtered(office, towed_until=TOWED.date() - timedelta(days=1)) == {"41002"}
    assert filtered(office, towed_days=3) == {"41001", "41003"}
    assert filtered(office, differs=True) == set()
    assert filtered(office, needs=True) == {"41001", "41002", "41003"}
    assert filtered(office, left_days=7) == set()
    pick_up(office.shift, bare, PickUp(NOW.date(), "Pat Doe", "MI license"))
    assert filtered(office, left_days=0) == {"41003"}
    office.clock.pass_by(10 * 86_400)
    assert filtered(office, left_days=7) == set()
    assert filtered(office, left_days=30, missing=frozenset({Missing.PLATE})) == {"41003"}


def test_filters_stand_in_words_and_are_read_back() -> None:
    filters = VehicleFilters(
        CustodyKind.POLICE_HOLD, 3, "elm burton", ".PPI", frozenset(Missing), TOWED.date(), NOW.date(), 7, 30, differs=True, needs=True
    )
    assert read_filters(filters.plain()) == filters
    assert VehicleFilters().plain() == {}


def test_what_can_be_chosen_comes_by_how_often_it_is(private_office: OpenOffice) -> None:
    bring(private_office, MALIBU, call(call_number="1"), call(call_number="2"))
    choices = filter_choices(private_office.shift)
    assert next(words for _, words in choices.properties).startswith(("Oak Apartments", "123 Oak St"))
    assert choices.accounts == (".PPI",)


# --- scans -------------------------------------------------------------------------------------------------------------


def test_a_scan_is_a_car_whichever_mark_it_is(listed: OpenOffice) -> None:
    expected = find(listed.shift, VIN).hits[0].car.custody_id
    for read in (VIN, f"I{VIN}", VIN.lower(), f"*{VIN}*", car_barcode(expected), "IT0107-26", "ABC1234", "abc-1234", "41001"):
        found = scanned(listed.shift, read).car
        assert found is not None, read
        assert found.custody_id == expected


def test_an_unknown_vin_is_told_to_be_one(listed: OpenOffice) -> None:
    other = scanned(listed.shift, "I2HGZE7AA43Z000197")
    assert (other.car, other.vin) == (None, "2HGZE7AA43Z000197")


@pytest.mark.parametrize("read", ["IT999999", "IT9999-26", "036000291452", "???", ""])
def test_an_unknown_code_is_nothing(listed: OpenOffice, read: str) -> None:
    found = scanned(listed.shift, read)
    assert (found.car, found.vin) == (None, None)


def test_of_two_stays_of_one_car_the_present_one_is_meant(private_office: OpenOffice) -> None:
    earlier, later = bring(
        private_office,
        call(call_number="91", vin=VIN, completed_at=TOWED - timedelta(days=90)),
        call(call_number="92", vin=VIN),
    )
    pick_up(private_office.shift, earlier, PickUp((TOWED - timedelta(days=80)).date(), "Pat Doe", "MI license"))
    found = scanned(private_office.shift, VIN).car
    assert found is not None
    assert found.custody_id == later


# --- the ground --------------------------------------------------------------------------------------------------------


def test_cars_of_an_older_program_are_found_after_the_upgrade(server: DatabaseServer, database: str) -> None:
    admin = admin_engine(server, database)
    with admin.begin() as connection:
        prefix = _ground(connection)
        connection.execute(text(f"SET LOCAL ROLE {prefix}_owner"))
        connection.execute(text("SET LOCAL search_path = itow, public"))
        command.upgrade(_config(connection, prefix), "0007")
        connection.execute(text("INSERT INTO vehicles (plate, make) VALUES ('BOB123', 'Ford')"))
        connection.execute(
            text("INSERT INTO custodies (vehicle_id, custody, requested_by_phone) SELECT id, 'unknown', '810-555-0142' FROM vehicles")
        )
        connection.execute(text("INSERT INTO parties (custody_id, role, name) SELECT id, 'owner', 'Pat Doe' FROM custodies"))
    assert upgrade(admin)
    with admin.connect() as connection:
        searched = connection.execute(text("SELECT search FROM custodies")).scalar_one()
    admin.dispose()
    for typed in ("bob123", "8105550142", "pat doe"):
        assert all(piece.tried(searched) for piece in understand(typed, NOW.date()).pieces), typed


def test_a_viewer_has_own_cars_and_changes_no_view(private_office: OpenOffice) -> None:
    def may(group: str, table: str, deed: str) -> bool:
        asked = "has_table_privilege" if deed == "DELETE" else "has_any_column_privilege"
        with private_office.admin() as admin, admin.connect() as connection:
            owner = connection.execute(text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'")).scalar_one()
            role = f"{owner.removesuffix('_owner')}_{group}"
            answer = connection.execute(
                text(f"SELECT {asked}(:role, :table, :deed)"), {"role": role, "table": f"itow.{table}", "deed": deed}
            )
            return bool(answer.scalar_one())

    assert may("viewer", "own_cars", "INSERT")
    assert not may("viewer", "saved_views", "INSERT")
    assert not may("viewer", "saved_views", "UPDATE")
    assert may("clerk", "saved_views", "UPDATE")
    for group in ("viewer", "clerk", "manager", "admin", "agent"):
        assert not may(group, "own_cars", "DELETE")
        assert not may(group, "saved_views", "DELETE")
