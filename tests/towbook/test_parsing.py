"""TowBook's JSON, pages and files are read as the facts say, whatever is odd about them."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.calls import local_time, parse_call
from itow_desktop.adapters.towbook.lot import parse_export
from itow_desktop.adapters.towbook.pages import account_ids, is_login_page, read_login_form, report_table
from itow_desktop.adapters.towbook.reports import listed, question_for, rows_of
from itow_desktop.domain.calls import CallRef, DateRange, TowBookCall
from itow_desktop.domain.errors import UnreadableAnswer
from itow_desktop.domain.vehicles import Address
from itow_desktop.practice.calls import call_json
from itow_desktop.practice.impounds import current_impounds_csv
from itow_desktop.practice.quirks import EMOJI, LONG_NOTE, MARKUP, RIGHT_TO_LEFT, dst_days, quirk_calls
from itow_desktop.practice.records import Office
from itow_desktop.practice.reports_page import call_analysis_page
from tests.towbook.desks import DETROIT, TODAY

CALL: dict[str, Any] = {
    "id": 900000123, "callNumber": 21001, "type": 1, "notes": "Parked in fire lane",
    "account": {"id": 7000001, "company": ".PPI", "masterAccountId": 0, "typeId": 0},
    "contacts": [{"id": 31, "type": 0, "name": "Oak Apartments", "phone": "555-555-0100"}],
    "waypoints": [
        {"id": 8001, "position": 1, "title": "Pickup", "address": "123 Oak St, Springfield, MI 48000, USA (Oak Apartments)"},
        {"id": 8002, "position": 2, "title": "Destination", "address": "9 Yard Rd, Springfield, MI 48000"}],
    "towSource": "somewhere else", "towDestination": "somewhere else",
    "reason": {"id": 6, "name": "Tow"}, "purchaseOrderNumber": "PP2025-0001", "status": {"id": 5},
    "assets": [{
        "id": 146000001, "bodyType": {"id": 1, "name": "Light"}, "year": 2011, "make": "Chevrolet", "model": "Malibu",
        "color": {"id": 17, "name": "Gray"}, "vin": "1G1ZZZZZZZZ000000", "licenseNumber": "ABC1234", "licenseState": "MI",
        "licenseYear": "0", "odometer": 120000, "drivable": False, "drivableId": 2, "keys": False,
        "driver": {"id": 401, "name": "Sam Driver"}, "truck": {"id": 77, "name": "WL-04"}}],
    "createDate": "2025-05-08T14:10:33.71", "dispatchTime": "2025-05-08T14:12:00", "enrouteTime": "2025-05-08T14:15:00",
    "arrivalTime": "2025-05-08T14:40:00", "completionTime": "2025-05-08T16:44:00", "impound": True,
}  # fmt: skip


def parsed(value: Mapping[str, Any]) -> TowBookCall:
    return parse_call(json.dumps(value).encode(), DETROIT)


def with_asset(**members: object) -> TowBookCall:
    return parsed(CALL | {"assets": [CALL["assets"][0] | members]})


def utc(hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    return datetime(2025, 5, 8, hour, minute, second, micro, tzinfo=UTC)


@pytest.fixture(scope="module")
def quirks() -> dict[str, TowBookCall]:
    """Every quirk of the stand-in's office as it comes over the wire, parsed."""
    return {name: parsed(call_json(call)) for name, call in quirk_calls(TODAY).items()}


# --- calls ---------------------------------------------------------------------------------------------------------


def test_every_field_lands_where_section_9b_puts_it() -> None:
    assert parsed(CALL) == TowBookCall(
        towbook_id="900000123",
        call_number="21001",
        account_id="7000001",
        account=".PPI",
        status_id=5,
        reason="Tow",
        called_at=utc(18, 10, 33, 710000),
        dispatched_at=utc(18, 12),
        enroute_at=utc(18, 15),
        arrived_at=utc(18, 40),
        completed_at=utc(20, 44),
        towed_from=Address(
            "123 Oak St, Springfield, MI 48000, USA (Oak Apartments)", "123 Oak St", "Springfield", "MI", "48000", "Oak Apartments"
        ),
        towed_to="9 Yard Rd, Springfield, MI 48000",
        requested_by="Oak Apartments",
        requested_by_phone="555-555-0100",
        file_number=None,
        reference="PP2025-0001",
        notes="Parked in fire lane",
        vin="1G1ZZZZZZZZ000000",
        year=2011,
        make="Chevrolet",
        model="Malibu",
        color="Gray",
        body_type="Light",
        plate="ABC1234",
        plate_state="MI",
        odometer=120000,
        drivable=None,  # "unspecified", although the flag beside it says false
        keys=False,
        driver="Sam Driver",
        truck="WL-04",
        impound=True,
        released=None,
    )


def test_a_call_with_nothing_but_its_id_is_a_call() -> None:
    assert parsed({"id": 5}) == TowBookCall(towbook_id="5")


@pytest.mark.parametrize("missing", ["vin", "licenseNumber", "licenseState", "color", "year", "make", "model"])
def test_omitted_members_of_a_car_are_nothing(missing: str) -> None:
    asset = {key: value for key, value in CALL["assets"][0].items() if key != missing}
    name = {"licenseNumber": "plate", "licenseState": "plate_state"}.get(missing, missing)
    call = parsed(CALL | {"assets": [asset]})
    assert getattr(call, name) is None
    assert replace(call, **{name: getattr(parsed(CALL), name)}) == parsed(CALL)


def test_vins_are_cleaned_but_never_judged_away(quirks: Mapping[str, TowBookCall]) -> None:
    assert quirks["no_vin"].vin is None
    assert quirks["short_vin"].vin == "5AA5BZ000123"
    assert quirks["old_short_vin"].vin == "124378N400123"
    assert quirks["lower_case_vin"].vin == "1G1ZP5AA5BZ000123"
    assert len(quirks["wrong_check_digit"].vin or "") == 17


def test_plates_and_states(quirks: Mapping[str, TowBookCall]) -> None:
    assert (quirks["no_plate"].plate, quirks["no_plate"].plate_state) == (None, None)
    assert quirks["plate_state_word"].plate_state is None
    assert (quirks["no_plate_state"].plate, quirks["no_plate_state"].plate_state) == ("DKX4417", None)
    assert quirks["spaced_plate"].plate == "DKX4417"
    assert with_asset(licenseState="oh").plate_state == "OH"


def test_words_for_nothing_are_nothing(quirks: Mapping[str, TowBookCall]) -> None:
    assert quirks["no_color"].color is None
    assert quirks["year_zero"].year is None
    assert with_asset(make="N/A", model=" ", odometer=0) == with_asset(make=None, model=None, odometer=None)
    nothing = quirks["nothing_known"]
    assert (nothing.vin, nothing.plate, nothing.year, nothing.make, nothing.model, nothing.color) == (None,) * 6


@pytest.mark.parametrize(("told", "year"), [("2011", 2011), (1968, 1968), (11, None), (20111, None), (True, None), (2011.0, 2011)])
def test_years_that_no_car_has_are_nothing(told: object, year: int | None) -> None:
    assert with_asset(year=told).year == year


@pytest.mark.parametrize(("told", "drivable"), [(0, False), (1, True), (2, None), (3, False), (4, None)])
def test_drivable_goes_by_its_id(told: int, drivable: bool | None) -> None:
    assert with_asset(drivableId=told).drivable is drivable


def test_drivable_without_its_id_goes_by_the_flag() -> None:
    asset = {key: value for key, value in CALL["assets"][0].items() if key != "drivableId"}
    assert parsed(CALL | {"assets": [asset]}).drivable is False


def test_driver_and_truck_of_a_shared_car_come_from_its_list_of_drivers() -> None:
    call = with_asset(driver=None, truck=None, drivers=[{"driver": {"id": 1, "name": "Ann Other"}, "truck": {"id": 2, "name": "WL-09"}}])
    assert (call.driver, call.truck) == ("Ann Other", "WL-09")


def test_reason_and_po(quirks: Mapping[str, TowBookCall]) -> None:
    assert (quirks["no_reason_no_po"].reason, quirks["no_reason_no_po"].reference) == (None, None)
    assert (quirks["file_number_po"].file_number, quirks["file_number_po"].reference) == ("IT1234-26", None)
    assert (quirks["other_po"].file_number, quirks["other_po"].reference) == (None, "PP2025-0001")
    assert parsed(CALL | {"purchaseOrderNumber": "it1234-26 "}).file_number == "IT1234-26"
    assert parsed(CALL | {"purchaseOrderNumber": "IT12345-26"}).reference == "IT12345-26"


def test_addresses_are_taken_apart_with_their_text_kept(quirks: Mapping[str, TowBookCall]) -> None:
    plain = quirks["usa_suffix"].towed_from
    assert plain is not None
    assert plain.original.endswith(", USA")
    for name in ("business_in_brackets", "usa_and_business", "business_first"):
        towed_from = quirks[name].towed_from
        assert towed_from is not None, name
        assert (towed_from.street, towed_from.city, towed_from.zip) == (plain.street, plain.city, plain.zip), name
        assert towed_from.business == quirks[name].requested_by, name
    assert quirks["no_address"].towed_from is None


def test_the_requester_is_the_contact_else_the_business_else_the_account() -> None:
    nobody = CALL | {"contacts": []}
    assert parsed(CALL | {"contacts": [{"name": "Pat Manager"}]}).requested_by == "Pat Manager"
    assert parsed(nobody).requested_by == "Oak Apartments"
    assert parsed(nobody | {"waypoints": [], "towSource": "123 Oak St, Springfield, MI 48000"}).requested_by == ".PPI"


def test_without_way_points_source_and_destination_count() -> None:
    call = parsed(CALL | {"waypoints": [{"title": "Pickup", "address": " "}]})
    assert (call.towed_from and call.towed_from.original, call.towed_to) == ("somewhere else", "somewhere else")


def test_texts_of_all_kinds_come_through_whole(quirks: Mapping[str, TowBookCall]) -> None:
    assert quirks["emoji"].notes == f"Tire smoking {EMOJI}"
    assert quirks["emoji"].requested_by == "Oak \U0001f333 Hollow"
    assert quirks["right_to_left"].notes == f"Owner said {RIGHT_TO_LEFT}"
    assert quirks["long_note"].notes == LONG_NOTE.strip()
    assert len(LONG_NOTE) == 5000
    assert quirks["markup"].notes == MARKUP
    assert quirks["markup"].driver == "<script>alert(1)</script>"
    assert parsed(CALL | {"notes": " first\n\nsecond\tpart \n"}).notes == "first\n\nsecond\tpart"


def test_what_no_database_can_hold_is_taken_out_of_texts() -> None:
    body = json.dumps(CALL).encode().replace(b"Parked in fire lane", rb"a\u0000b \ud83d cut \u0007")
    call = parse_call(body, DETROIT)
    assert call.notes == "ab \ufffd cut"
    assert call.raw().hash


def test_cancelled_is_told_by_the_status(quirks: Mapping[str, TowBookCall]) -> None:
    assert quirks["cancelled"].cancelled
    assert not quirks["still_towing"].cancelled


def test_missing_and_empty_times(quirks: Mapping[str, TowBookCall]) -> None:
    assert quirks["not_completed"].completed_at is None
    assert quirks["not_completed"].towed_at == quirks["not_completed"].arrived_at
    empty = quirks["empty_dates"]
    assert (empty.enroute_at, empty.arrived_at, empty.completed_at) == (None, None, None)
    assert empty.towed_at == empty.called_at is not None
    assert quirks["no_time"].towed_at is None
    assert quirks["future"].completed_at is not None
    assert quirks["future"].completed_at.date() == date(2027, 11, 20)


def test_local_times_on_the_days_the_clocks_change(quirks: Mapping[str, TowBookCall]) -> None:
    spring, autumn = dst_days(TODAY)
    assert quirks["spring_gap"].completed_at == datetime(spring.year, spring.month, spring.day, 7, 30, tzinfo=UTC)  # 03:30 EDT
    assert quirks["autumn_twice"].completed_at == datetime(autumn.year, autumn.month, autumn.day, 5, 30, tzinfo=UTC)  # the first 01:30


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2025-05-08T16:44:00", utc(20, 44)),
        ("2025-05-08T16:44:00.1234567", utc(20, 44, 0, 123456)),
        ("2025-05-08T20:44:00Z", utc(20, 44)),
        ("2025-05-08T16:44:00-04:00", utc(20, 44)),
        ("0001-01-01T00:00:00", None),
        ("1900-01-01T00:00:00", None),
        ("9999-12-31T23:59:59", None),
        ("yesterday", None),
        ("", None),
        (1746737040, None),
        (None, None),
    ],
)
def test_times(told: object, meant: datetime | None) -> None:
    assert local_time(told, DETROIT) == meant


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{}", b'{"id": null}', b"12", b'{"id": 1, "call', b"<html></html>", bytes(range(256)), b'{"a":' * 100_000],
)
def test_what_is_no_call_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        parse_call(body, DETROIT)


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("0001-01-01T00:00:00")
_MEMBERS = st.sampled_from([*CALL, *CALL["assets"][0], "name", "title", "address", "company"])
_ANY_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_MEMBERS, inner, max_size=6), max_leaves=25)


@given(_ANY_JSON)
def test_no_answer_whatsoever_breaks_the_parser(value: object) -> None:
    for body in (value, {"id": 1, "assets": [value], "contacts": value, "waypoints": [value], "account": value, "status": value}):
        try:
            call = parse_call(json.dumps(body).encode("utf-8"), DETROIT)
        except UnreadableAnswer:
            continue
        assert call.raw().hash


def test_a_thousand_calls_are_parsed_in_a_blink(quirks: Mapping[str, TowBookCall]) -> None:
    body = json.dumps(CALL).encode()
    best = min(_seconds_for_a_thousand(body) for _ in range(3))
    assert best < 0.4, f"{best:.3f} s for 1,000 calls; about 0.09 s on an idle machine"


def _seconds_for_a_thousand(body: bytes) -> float:
    start = time.perf_counter()
    for _ in range(1000):
        parse_call(body, DETROIT)
    return time.perf_counter() - start


# --- pages ---------------------------------------------------------------------------------------------------------

LOGIN_2026 = """<html><body><form method="post">
<div class="mb-2 bg-red-3 text-red-10"> The username/password you specified is invalid. </div>
<input id="Username" name="Username"><input id="Password" name="Password" type="password">
<button type="submit" name="bSignIn">Log in</button>
<input name="RequestVerificationToken" type="hidden" value="CfDJ8abc"></form></body></html>"""
LOGIN_2024 = """<form method=post action='/Security/Login.aspx?ReturnUrl=%2f'>
<input type=text name=Username><input type=password name=Password>
<input type=submit id=bSignIn name=bSignIn value='Log in'><input type=hidden name=__VIEWSTATE value='x=='></form>"""


def test_the_login_form_is_found_by_its_field_names() -> None:
    assert is_login_page(LOGIN_2026)
    assert is_login_page(LOGIN_2024)
    assert not is_login_page("<form><input name=Username></form>")
    new, old = read_login_form(LOGIN_2026), read_login_form(LOGIN_2024)
    assert (new.action, new.hidden) == ("", (("RequestVerificationToken", "CfDJ8abc"),))
    assert new.error == "The username/password you specified is invalid."
    assert (old.action, old.hidden, old.error) == ("/Security/Login.aspx?ReturnUrl=%2f", (("__VIEWSTATE", "x=="),), None)
    with pytest.raises(UnreadableAnswer):
        read_login_form("<form><input name=search></form>")


def test_account_ids_come_from_the_page_by_name(office: Office) -> None:
    ids = account_ids(call_analysis_page(office).body.decode())
    assert all(ids[account.name.casefold()] == str(account.id) for account in office.accounts)


def test_account_ids_from_a_script_with_every_kind_of_escape() -> None:
    script = r"""$.extend(towbook, JSON.parse('{\"accounts\":[{\"id\":7,\"name\":\"Bob\'s \u0026 Caf\\u00e9 \\\"A\\/1\\\"\"},"""
    script += r"""{\"id\":8,\"name\":\"Twice\",\"deleted\":true},{\"id\":9,\"name\":\"Twice\"}]}')); JSON.parse('not json')"""
    assert account_ids(script) == {'bob\'s & caf\u00e9 "a/1"': "7", "twice": "9"}


def test_account_ids_from_the_smaller_block_and_from_the_choices() -> None:
    assert account_ids("""JSON.parse('{"towbookAccounts":[{"id":5,"company":" .PPI "}]}')""") == {".ppi": "5"}
    assert account_ids('<select id="cbAccount"><option value="">All</option><option value="6">.PPI</option></select>') == {".ppi": "6"}
    assert account_ids("<html></html>") == {}


def test_the_rendered_report_table(office: Office) -> None:
    rows = report_table(call_analysis_page(office, office.calls).body.decode())
    assert len(rows) == len(office.calls)
    for row, call in zip(rows, office.calls, strict=True):
        assert (row.towbook_id, row.call_number, row.account) == (str(call.id), str(call.number), call.account.name)
        assert row.released is (False if call.impound and not call.released else None)
    quirk = quirk_calls(TODAY)
    by_id = {row.towbook_id: row for row in rows}
    assert by_id[str(quirk["not_completed"].id)].completed is None
    assert by_id[str(quirk["no_time"].id)].received is None
    assert by_id[str(quirk["no_vin"].id)].completed == datetime(2026, 11, 20, 3, 44, tzinfo=UTC)


def test_the_shell_of_the_report_has_no_rows(office: Office) -> None:
    assert report_table(call_analysis_page(office).body.decode()) == ()


# --- report --------------------------------------------------------------------------------------------------------


def answer(body: bytes) -> Answer:
    return Answer(200, "http://127.0.0.1/api/reports", {}, body)


ROW = {"dispatchEntryId": 5, "callNumber": 21, "accountName": ".PPI", "completed": None, "reason": "", "released": True}


@pytest.mark.parametrize("shape", [[ROW], {"reportData": [ROW]}, {"data": {"reportData": [ROW]}}])
def test_the_three_shapes_of_a_report(shape: object) -> None:
    assert rows_of(answer(json.dumps(shape).encode())) == (CallRef("5", "21", ".PPI", released=True),)


def test_a_row_without_an_id_is_kept_so_that_it_can_be_told() -> None:
    refs = rows_of(answer(b'[{"callNumber": 21, "accountName": ".PPI"}, {"accountName": ".PPI"}]'))
    assert [ref.towbook_id for ref in refs] == ["?21", "?row 2"]


@pytest.mark.parametrize("body", [b'{"reportData": []}', b'alert("Your filters didn\'t return any results.")'])
def test_an_empty_report_is_no_trouble(body: bytes) -> None:
    assert rows_of(answer(body)) == ()


@pytest.mark.parametrize("body", [b"{}", b"7", b'{"reportData": [', b"<html>We'll be right back</html>", b'{"reportData": null}'])
def test_what_is_no_report_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        rows_of(answer(body))


def test_report_rows_that_came_as_a_table(office: Office) -> None:
    assert len(rows_of(answer(call_analysis_page(office, office.calls).body))) == len(office.calls)


def test_rows_are_filtered_again_by_account() -> None:
    refs = [
        CallRef("1", "11", ".PPI"), CallRef("2", "12", "Motor Club"), CallRef("3", "13", " .ppi "), CallRef("1", "11", ".PPI"),
        CallRef("4", "14", ".PPI", cancelled=True), CallRef("5", "15", None), CallRef("?16", "16", ".PPI"), CallRef("?17", "17", ".PPI"),
    ]  # fmt: skip
    found = listed(refs, [".PPI"])
    assert [ref.call_number for ref in found.refs] == ["11", "13", "15", "16", "17"]
    assert (found.cancelled, found.other_accounts) == (1, 1)
    assert len(listed(refs, []).refs) == 6


def test_the_guessed_question_for_the_report() -> None:
    asked = question_for(DateRange(date(2026, 8, 10), date(2026, 8, 16)), ["7000001"]).json
    assert asked is not None
    assert (asked["dateStart"], asked["dateEnd"], asked["accountId"]) == ("2026-08-10T00:00:00", "2026-08-16T23:59:59", [7000001])
    assert "accountId" not in (question_for(DateRange(date(2026, 8, 10), date(2026, 8, 16)), []).json or {})


# --- impounds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("preamble", [True, False])
def test_the_impound_export(office: Office, preamble: bool) -> None:
    rows = parse_export(current_impounds_csv(office, office.calls, preamble=preamble).body)
    on_lot = {(str(call.number), str(call.stock_number), call.account.name) for call in office.calls if call.on_lot}
    assert {(row.call_number, row.stock_number, row.account) for row in rows} == on_lot


def test_columns_of_an_export_may_stand_anywhere() -> None:
    rows = parse_export(b'"VIN","","account","Release Date","Call  #"\r\n"X","","A","","7"\r\n"Y","","B","5/8/2025 4:44 PM","8"\r\n""\r\n')
    assert [(row.call_number, row.account, row.stock_number) for row in rows] == [("7", "A", None)]


def test_an_export_saved_again_by_a_spreadsheet() -> None:
    assert parse_export("Call #,Account\r\n7,Caf\u00e9\r\n".encode("cp1252"))[0].account == "Caf\u00e9"
    assert parse_export("Call #,Account\n7,Caf\u00e9\n".encode("utf-8-sig"))[0].account == "Caf\u00e9"


def test_an_export_that_breaks_off_is_not_taken_for_a_short_one(office: Office) -> None:
    body = current_impounds_csv(office, office.calls).body
    with pytest.raises(UnreadableAnswer):
        parse_export(body[: body.rindex(b'"')])
    with pytest.raises(UnreadableAnswer):
        parse_export(b'"Report - Impounds"\r\n')
