"""The stand-in TowBook behaves as the real one is known to, also when told to misbehave."""

import csv
import io
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from bs4 import BeautifulSoup, Tag

from itow_desktop.domain.vehicles import VinState, clean_vin, vin_state
from itow_desktop.practice.cars import make_vin
from itow_desktop.practice.clock import epoch
from itow_desktop.practice.faults import ExpiredAs, Fault, Faults
from itow_desktop.practice.login import PASSWORD, REJECTED, USERNAME
from itow_desktop.practice.office import make_office, quirk_calls
from itow_desktop.practice.quirks import dst_days
from itow_desktop.practice.records import CANCELLED, PPI_ACCOUNT, Office, OfficeCall
from itow_desktop.practice.server import StandIn

TODAY = date(2026, 11, 20)
WEEK = {"reportType": "CallAnalysis", "dateStart": "2026-11-13T00:00:00", "dateEnd": "2026-11-20T23:59:59"}
VIEWER = "/Reports/Dispatching/Viewer?report=callAnalysis"


@pytest.fixture(scope="module")
def office() -> Office:
    return make_office(seed=7, calls=40, today=TODAY, quirks=True)


@pytest.fixture
def stand_in(office: Office) -> Iterator[StandIn]:
    with StandIn(office) as served:
        yield served


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def token_of(page: requests.Response) -> str:
    field = BeautifulSoup(page.text, "html.parser").select_one("input[name=RequestVerificationToken]")
    assert isinstance(field, Tag)
    return str(field["value"])


def sign_in(web: requests.Session, stand_in: StandIn, password: str = PASSWORD, page: str = "/Security/Login") -> requests.Response:
    token = token_of(web.get(stand_in.url + page))
    form = {"Username": USERNAME, "Password": password, "bSignIn": "", "RequestVerificationToken": token}
    return web.post(stand_in.url + page, data=form, allow_redirects=False)


@pytest.fixture
def inside(web: requests.Session, stand_in: StandIn) -> requests.Session:
    assert sign_in(web, stand_in).status_code == 302
    return web


def rows(web: requests.Session, stand_in: StandIn, **changes: object) -> list[dict[str, Any]]:
    answer = web.post(stand_in.url + "/api/reports", json={**WEEK, **changes})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["reportData"]
    return found


# --- the office ---


def test_a_seed_gives_the_same_office_again() -> None:
    assert make_office(seed=3, calls=30, today=TODAY) == make_office(seed=3, calls=30, today=TODAY)
    assert make_office(seed=3, calls=30, today=TODAY) != make_office(seed=4, calls=30, today=TODAY)


def test_as_many_private_property_calls_as_asked_for_all_before_today() -> None:
    office = make_office(calls=50, today=TODAY, days=7)
    ppi = [call for call in office.calls if call.account.name == PPI_ACCOUNT and call.status != CANCELLED]
    days = {call.times.completed.date() for call in ppi if call.times.completed is not None}
    assert len(ppi) == 50
    assert TODAY - timedelta(days=7) <= min(days)
    assert max(days) < TODAY
    assert {call.account.type_id for call in office.calls} == {0, 1, 5, 15}
    assert any(call.status == CANCELLED for call in office.calls)


def test_the_office_has_good_bad_short_and_missing_vins() -> None:
    cars = [call.car for call in make_office(calls=300, today=TODAY).calls]
    states = [vin_state(clean_vin(car.vin), car.year) for car in cars]
    assert {VinState.OK, VinState.BAD_CHECK_DIGIT, VinState.UNKNOWN} < set(states)
    assert states.count(VinState.OK) > 0.75 * len(states)
    assert any(len(car.vin) == 12 for car in cars)
    assert {"state", "MI", ""} <= {car.plate_state for car in cars}
    assert {"(none)", ""} <= {car.color for car in cars}


def test_telephones_are_fictional_and_nights_are_busy() -> None:
    calls = make_office(calls=300, today=TODAY).calls
    assert all(re.fullmatch(r"810-555-01\d\d", call.contact_phone) for call in calls if call.contact_phone)
    ours = [call for call in calls if re.fullmatch(r"IT\d{4}-\d\d", call.po)]
    assert 30 < len(ours) < 150
    at_night = [call for call in calls if call.times.completed is not None and call.times.completed.hour in {22, 23, 0, 1, 2, 3}]
    assert len(at_night) > len(calls) / 3


def test_made_vins_have_the_right_check_digit() -> None:
    rng = Random(5)
    vins = [make_vin(rng, "1G1", rng.randint(2001, 2030)) for _ in range(200)]
    assert {vin_state(vin) for vin in vins} == {VinState.OK}
    assert len(set(vins)) > 190


def test_quirks_are_on_the_days_the_clocks_change() -> None:
    assert dst_days(TODAY) == (date(2026, 3, 8), date(2026, 11, 1))
    calls = quirk_calls(TODAY)
    assert calls["spring_gap"].times.completed == datetime(2026, 3, 8, 2, 30)  # noqa: DTZ001 - office time
    assert calls["autumn_twice"].times.completed == datetime(2026, 11, 1, 1, 30)  # noqa: DTZ001 - office time
    assert len({call.id for call in calls.values()}) == len(calls)


# --- signing in ---


@pytest.mark.parametrize("page", ["/Security/Login", "/Security/Login.aspx"])
def test_right_password_opens_a_session_of_a_day(web: requests.Session, stand_in: StandIn, page: str) -> None:
    answer = sign_in(web, stand_in, page=page)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    cookies = {cookie.name: cookie for cookie in web.cookies}
    session = cookies[".xtl"]
    assert session.expires is not None
    assert abs(session.expires - time.time() - 24 * 3600) < 60
    assert session.has_nonstandard_attr("httponly")
    assert 520 <= len(session.value or "") <= 560
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z", cookies["X-Session-Timeout"].value or "")
    assert "towbook-top-navigation" in web.get(stand_in.url + "/").text


def test_wrong_password_shows_the_form_again_with_the_sentence(web: requests.Session, stand_in: StandIn) -> None:
    answer = sign_in(web, stand_in, password="Practice")
    message = BeautifulSoup(answer.text, "html.parser").select_one("div.bg-red-3.text-red-10")
    assert answer.status_code == 200
    assert message is not None
    assert message.text == REJECTED
    assert token_of(answer)
    assert ".xtl" not in web.cookies


def test_a_stale_anti_forgery_pair_is_refused(web: requests.Session, stand_in: StandIn) -> None:
    login = stand_in.url + "/Security/Login"
    stale = token_of(web.get(login))
    fresh = token_of(web.get(login))
    form = {"Username": USERNAME, "Password": PASSWORD, "RequestVerificationToken": stale}
    assert stale != fresh
    assert web.post(login, data=form).status_code == 400
    assert ".xtl" not in web.cookies


def test_a_pair_is_good_for_one_post(inside: requests.Session, stand_in: StandIn) -> None:
    login = stand_in.url + "/Security/Login"
    form = {"Username": USERNAME, "Password": "x", "RequestVerificationToken": token_of(inside.get(login))}
    old_cookie = inside.cookies.copy()
    assert inside.post(login, data=form).status_code == 200
    assert requests.post(login, data=form, cookies=old_cookie, timeout=5).status_code == 400


def test_without_a_session_pages_lead_to_the_login_page_and_back(web: requests.Session, stand_in: StandIn) -> None:
    sent_away = web.get(stand_in.url + VIEWER, allow_redirects=False)
    assert sent_away.status_code == 302
    assert sent_away.headers["Location"] == "/Security/Login?ReturnUrl=%2FReports%2FDispatching%2FViewer%3Freport%3DcallAnalysis"
    back = sign_in(web, stand_in, page=sent_away.headers["Location"])
    assert back.headers["Location"] == VIEWER


def test_nobody_is_sent_to_another_site(web: requests.Session, stand_in: StandIn) -> None:
    assert sign_in(web, stand_in, page="/Security/Login?ReturnUrl=//example.com/").headers["Location"] == "/"


def test_without_a_session_the_api_says_401(web: requests.Session, stand_in: StandIn) -> None:
    for path in ("/api/calls/1", "/api/there/is/none"):
        answer = web.get(stand_in.url + path)
        assert answer.status_code == 401
        assert "Invalid Security Token. Please re-authenticate" in answer.text


def test_sessions_end_by_logout_or_when_told(inside: requests.Session, stand_in: StandIn) -> None:
    assert inside.get(stand_in.url + "/api/calls").status_code == 200
    stand_in.expire_sessions()
    assert inside.get(stand_in.url + "/api/calls").status_code == 401
    sign_in(inside, stand_in)
    assert inside.get(stand_in.url + "/security/logout?id=0", allow_redirects=False).status_code == 302
    assert inside.get(stand_in.url + "/api/calls").status_code == 401


# --- report ---


def test_the_report_lists_one_account_within_its_dates(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    account = office.account(PPI_ACCOUNT)
    listed = rows(inside, stand_in, accountId=[account.id], groupBy="0")
    completed = [row["completed"] for row in listed if row["completed"] not in (None, "0001-01-01T00:00:00")]
    assert {row["accountName"] for row in listed} == {PPI_ACCOUNT}
    assert all("2026-11-13" <= when <= "2026-11-20T23:59:59" for when in completed)
    assert len(rows(inside, stand_in)) > len(listed) > 40
    assert rows(inside, stand_in, accountId=[str(account.id)]) == listed


def test_the_report_goes_by_completion_then_by_receipt(inside: requests.Session, stand_in: StandIn) -> None:
    calls = quirk_calls(TODAY)

    def listed(start: str, end: str) -> set[int]:
        return {row["dispatchEntryId"] for row in rows(inside, stand_in, dateStart=start, dateEnd=end)}

    yesterday = listed("2026-11-19", "2026-11-19")
    next_year = listed("2027-11-20T00:00:00", "2027-11-20T23:59:59")
    assert {calls["not_completed"].id, calls["empty_dates"].id, calls["no_time"].id} <= yesterday
    assert calls["future"].id not in yesterday
    assert next_year == {calls["future"].id, calls["no_time"].id}
    assert calls["autumn_twice"].id in listed("2026-11-01T05:30:00Z", "2026-11-01T05:30:00Z")


def test_report_rows_have_every_key_and_zone_less_times(inside: requests.Session, stand_in: StandIn) -> None:
    by_id = {row["dispatchEntryId"]: row for row in rows(inside, stand_in)}
    calls = quirk_calls(TODAY)
    plain = by_id[calls["no_vin"].id]
    assert plain["received"] == "2026-11-19T21:33:59.71"
    assert plain["completed"] == "2026-11-19T22:44:00"
    assert plain["invoiceTotal"] == 354.2
    assert "vin" not in plain
    assert by_id[calls["no_reason_no_po"].id]["reason"] == ""
    assert by_id[calls["no_reason_no_po"].id]["purchaseOrder"] == ""
    assert by_id[calls["not_completed"].id]["completed"] is None
    assert by_id[calls["empty_dates"].id]["completed"] == "0001-01-01T00:00:00"
    assert by_id[calls["released"].id]["released"] is True
    assert by_id[calls["no_time"].id]["received"] is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"reportType":"CallAnalysis","dateStart":"soon"}'])
def test_a_report_body_that_makes_no_sense_is_refused(inside: requests.Session, stand_in: StandIn, body: bytes) -> None:
    assert inside.post(stand_in.url + "/api/reports", data=body).status_code == 400


def test_other_reports_are_empty(inside: requests.Session, stand_in: StandIn) -> None:
    assert rows(inside, stand_in, reportType="CallWorkflow") == []


def test_the_way_to_the_report_leads_over_links(inside: requests.Session, stand_in: StandIn) -> None:
    href = "/Index"
    for text in ("Reports", "Dispatching Reports", "Call Analysis"):
        links = BeautifulSoup(inside.get(stand_in.url + href).text, "html.parser").find_all("a")
        href = next(str(link["href"]) for link in links if link.text.strip() == text)
    assert href == VIEWER


def test_the_report_page_is_a_shell(inside: requests.Session, stand_in: StandIn) -> None:
    page = inside.get(stand_in.url + VIEWER)
    soup = BeautifulSoup(page.text, "html.parser")
    hidden = soup.select_one("input#content_reportType")
    assert hidden is not None
    assert hidden["value"] == "CallAnalysis"
    assert soup.find("form") is None
    assert soup.select_one("table#callAnalysis") is not None
    assert soup.select("table#callAnalysis tbody tr") == []
    assert any(option.text == PPI_ACCOUNT for option in soup.select("select#cbAccount option"))
    assert len(page.content) > 250_000


def test_the_reference_data_of_the_page_names_every_account(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    text = inside.get(stand_in.url + VIEWER).text
    literals = re.findall(r"JSON\.parse\('((?:[^'\\]|\\.)*)'\)", text)
    blobs = [json.loads(re.sub(r"\\(.)", r"\1", literal)) for literal in literals]
    accounts = {account["name"]: account["id"] for account in blobs[0]["accounts"] if not account["deleted"]}
    assert accounts == {account.name: account.id for account in office.accounts}
    assert {one["company"]: one["id"] for one in blobs[1]["towbookAccounts"]} == accounts
    assert text.count("</script>") == 1


def test_the_report_page_can_come_with_its_rows(web: requests.Session, office: Office) -> None:
    with StandIn(office, prerendered=True) as stand_in:
        sign_in(web, stand_in)
        everything = BeautifulSoup(web.get(stand_in.url + VIEWER).text, "html.parser")
        spring = BeautifulSoup(web.get(stand_in.url + VIEWER + "&dateStart=2026-03-08&dateEnd=2026-03-08").text, "html.parser")
    shown = {str(row["data-id"]): row for row in everything.select("table#callAnalysis tbody tr")}
    calls = quirk_calls(TODAY)
    row = shown[str(calls["no_vin"].id)]
    cells = row.find_all("td", recursive=False)
    link = cells[0].select_one("a")
    assert len(shown) == len(office.calls)
    assert len(cells) == len(everything.select("table#callAnalysis thead th")) == 13
    assert link is not None
    assert link["href"] == f"/DispatchEditor/Editor.aspx?id={calls['no_vin'].id}"
    assert link.text.strip() == str(calls["no_vin"].number)
    assert link.text != link.text.strip()
    seen = datetime.fromtimestamp(int(str(cells[3]["sorttable_customkey"])), UTC).astimezone(ZoneInfo(office.zone))
    assert (seen.isoformat(), cells[3].text) == ("2026-11-19T22:44:00-05:00", "11/19")
    undated = shown[str(calls["not_completed"].id)].find_all("td", recursive=False)
    assert (undated[3]["sorttable_customkey"], undated[3].text) == ("0", "N/A")
    assert {str(tr["data-id"]) for tr in spring.select("table#callAnalysis tbody tr")} == {
        str(calls["spring_gap"].id),
        str(calls["no_time"].id),
    }


def test_times_that_come_twice_or_never_have_one_moment() -> None:
    twice = epoch(datetime(2026, 11, 1, 1, 30), "America/Detroit")  # noqa: DTZ001 - office time
    never = epoch(datetime(2026, 3, 8, 2, 30), "America/Detroit")  # noqa: DTZ001 - office time
    assert datetime.fromtimestamp(twice, UTC).hour == 5
    assert datetime.fromtimestamp(never, ZoneInfo("America/Detroit")).hour == 3


# --- calls ---


def test_a_call_leaves_out_what_is_empty(inside: requests.Session, stand_in: StandIn) -> None:
    calls = quirk_calls(TODAY)

    def asset(name: str) -> dict[str, Any]:
        found: dict[str, Any] = inside.get(f"{stand_in.url}/api/calls/{calls[name].id}").json()["assets"][0]
        return found

    assert "vin" not in asset("no_vin")
    assert asset("no_vin")["color"] == {"id": 17, "name": "Gray"}
    assert len(asset("short_vin")["vin"]) == 12
    assert {"licenseNumber", "licenseState"}.isdisjoint(asset("no_plate"))
    assert asset("plate_state_word")["licenseState"] == "state"
    assert asset("no_color")["color"]["name"] == "(none)"
    assert asset("year_zero")["year"] == 0
    assert {"year", "make", "model", "color", "vin", "licenseNumber", "odometer"}.isdisjoint(asset("nothing_known"))
    assert asset("nothing_known")["licenseYear"] == "0"


def test_odd_texts_arrive_as_they_were_typed(inside: requests.Session, stand_in: StandIn) -> None:
    for name, quirk in quirk_calls(TODAY).items():
        found = inside.get(f"{stand_in.url}/api/calls/{quirk.id}").json()
        assert found.get("notes", "") == quirk.notes, name
        assert [one.get("name", "") for one in found["contacts"]] == (
            [quirk.contact_name] if quirk.contact_phone or quirk.contact_name else []
        )
        assert found.get("towSource", "") == quirk.source.text
    notes = {name: call.notes for name, call in quirk_calls(TODAY).items()}
    sources = {name: call.source.text for name, call in quirk_calls(TODAY).items()}
    assert len(notes["long_note"]) == 5000
    assert "\U0001f525" in notes["emoji"]
    assert "\u202b" in notes["right_to_left"]
    assert sources["usa_and_business"].endswith(", USA (Harbor Glen Apartments)")
    assert sources["usa_suffix"].endswith(", USA")


def test_a_call_has_its_times_or_none(inside: requests.Session, stand_in: StandIn) -> None:
    calls = quirk_calls(TODAY)
    found = {
        name: inside.get(f"{stand_in.url}/api/calls/{calls[name].id}").json() for name in ("no_vin", "no_time", "empty_dates", "future")
    }
    assert found["no_vin"]["createDate"] == "2026-11-19T21:33:59.71"
    assert found["no_vin"]["arrivalTime"] == "2026-11-19T22:19:00"
    assert {"createDate", "dispatchTime", "enrouteTime", "arrivalTime", "completionTime"}.isdisjoint(found["no_time"])
    assert found["empty_dates"]["completionTime"] == "0001-01-01T00:00:00"
    assert found["future"]["completionTime"] == "2027-11-20T10:00:00"


def test_an_unknown_call_is_404_and_writing_is_refused(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    assert inside.get(stand_in.url + "/api/calls/5").status_code == 404
    assert inside.get(stand_in.url + "/api/jobs").status_code == 404
    assert inside.get(stand_in.url + "/nowhere").status_code == 404
    assert inside.put(f"{stand_in.url}/api/calls/{office.calls[0].id}", json={"status": {"id": 5}}).status_code == 405
    assert stand_in.requests[-1].method == "PUT"


def test_calls_are_listed_by_status_and_found_by_number(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    recent = inside.get(stand_in.url + "/api/calls").json()
    cancelled = inside.get(stand_in.url + "/api/calls?status=255").json()
    wanted = office.calls[3]
    search = stand_in.url + "/api/calls/Search"
    assert len(recent) == 42
    assert {call["status"]["id"] for call in cancelled} == {255}
    assert [call["id"] for call in inside.get(search, params={"page": "1", "quick": str(wanted.number)}).json()] == [wanted.id]
    assert inside.get(search, params={"page": "2", "quick": str(wanted.number)}).json() == []
    assert inside.get(search, params={"page": "1", "quick": "99"}).json() == []
    assert inside.get(search, params={"page": "1", "quick": "IT1234-26"}).json()[0]["purchaseOrderNumber"] == "IT1234-26"


def test_calls_change_between_imports(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    call = office.calls[0]
    address = f"{stand_in.url}/api/calls/{call.id}"
    stand_in.replace_call(replace(call, car=replace(call.car, vin="1G1ZP5AA5BZ000123"), released=True))
    assert inside.get(address).json()["assets"][0]["vin"] == "1G1ZP5AA5BZ000123"
    assert next(row for row in rows(inside, stand_in) if row["dispatchEntryId"] == call.id)["released"] is True
    stand_in.add_call(replace(call, id=call.id + 50_000, number=28_000))
    assert inside.get(f"{stand_in.url}/api/calls/{call.id + 50_000}").json()["callNumber"] == 28_000
    stand_in.remove_call(call.id)
    assert inside.get(address).status_code == 404
    with pytest.raises(KeyError):
        stand_in.replace_call(call)
    with pytest.raises(ValueError, match="there already"):
        stand_in.add_call(office.calls[1])


# --- impounds ---


def exported(web: requests.Session, stand_in: StandIn) -> bytes:
    answer = web.get(stand_in.url + "/Impounds/Export?view=current")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/csv")
    return answer.content


def test_the_export_has_the_real_form(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    raw = exported(inside, stand_in)
    lines = raw.decode().split("\r\n")
    table = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    heads = table[2]
    on_lot = [call for call in office.calls if call.on_lot]
    assert lines[:2] == ['"Current - Impounds"', '"11/20/2026 8:05 am"']
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert lines[2].startswith('"Tasks","Stock #","Invoice #","Account","Vehicle","Plate","VIN","Impound Date"')
    assert len(heads) == 74
    assert heads.count("") == 1
    assert any("  " in head for head in heads)
    assert {len(row) for row in table[3:]} == {74}
    assert len(table) - 3 == len(on_lot)


def test_the_export_shows_cars_on_the_lot_with_its_quirks(inside: requests.Session, stand_in: StandIn, office: Office) -> None:
    table = list(csv.reader(io.StringIO(exported(inside, stand_in).decode(), newline="")))
    cars = {row["Call #"]: row for row in (dict(zip(table[2], cells, strict=True)) for cells in table[3:])}
    calls = quirk_calls(TODAY)
    plain = cars[str(calls["no_vin"].number)]
    released = {str(call.number) for call in office.calls if call.released}
    assert len(released) > 3
    assert released.isdisjoint(cars)
    assert str(calls["cancelled"].number) not in cars
    assert plain["Impound Date"] == "11/19/2026 10:44 PM"
    assert plain["Total"] == "$354.20"
    assert plain["Days Held"] == "1"
    assert plain["VIN"] == ""
    assert plain["Stock #"] != plain["Call #"]
    assert "2 Overdue7 Due Next" in {car["Tasks"] for car in cars.values()}
    assert any(car["Vehicle"] and not car["Make"] for car in cars.values())
    assert any(car["Make"] for car in cars.values())
    assert {"Yes", ""} == {car["Have Keys"] for car in cars.values()}
    assert len({car["Account"] for car in cars.values()}) == 3


def test_the_export_may_lack_its_title(web: requests.Session, office: Office) -> None:
    with StandIn(office, preamble=False) as stand_in:
        sign_in(web, stand_in)
        assert exported(web, stand_in).startswith(b'"Tasks","Stock #"')


def test_the_impounds_page_has_no_rows(inside: requests.Session, stand_in: StandIn) -> None:
    soup = BeautifulSoup(inside.get(stand_in.url + "/Impounds/").text, "html.parser")
    assert [button.text for button in soup.select("td.w2ui-tb-caption a")] == ["Export"]
    assert str(quirk_calls(TODAY)["no_vin"].number) not in soup.text


# --- troubles ---


def a_call(stand_in: StandIn) -> str:
    return f"{stand_in.url}/api/calls/{stand_in.office.calls[0].id}"


@pytest.mark.parametrize(
    ("fault", "is_met"),
    [
        (Fault.SERVER_ERROR, lambda answer: answer.status_code == 500),
        (Fault.TOO_MANY_REQUESTS, lambda answer: (answer.status_code, answer.headers["Retry-After"]) == (429, "7")),
        (Fault.NOT_FOUND, lambda answer: answer.status_code == 404),
        (Fault.GARBAGE, lambda answer: answer.status_code == 200 and b"\xff" in answer.content),
        (Fault.HTML, lambda answer: answer.status_code == 200 and answer.text.startswith("<!DOCTYPE html>")),
        (Fault.CUT_JSON, lambda answer: answer.text.startswith('{"id": 9') and not answer.text.endswith("}")),
    ],
)
def test_the_next_requests_go_wrong_as_told(
    inside: requests.Session, stand_in: StandIn, fault: Fault, is_met: Callable[[requests.Response], bool]
) -> None:
    stand_in.faults.fail(fault, "/API/calls/*", times=2, retry_after=7)
    assert is_met(inside.get(a_call(stand_in)))
    assert inside.get(stand_in.url + "/Index").status_code == 200
    assert is_met(inside.get(a_call(stand_in)))
    assert inside.get(a_call(stand_in)).json()["id"] == stand_in.office.calls[0].id


def test_answers_are_cut_short_or_never_come(inside: requests.Session, stand_in: StandIn) -> None:
    stand_in.faults.fail(Fault.CUT_SHORT, "/api/*")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        inside.get(a_call(stand_in))
    stand_in.faults.fail(Fault.DROPPED, "/api/*")
    with pytest.raises(requests.exceptions.ConnectionError):
        inside.get(a_call(stand_in))
    assert inside.get(a_call(stand_in)).status_code == 200
    assert [logged.status for logged in stand_in.requests[-3:]] == [200, 0, 200]


def test_one_call_can_be_unreadable_for_good(inside: requests.Session, stand_in: StandIn) -> None:
    stand_in.faults.fail_call(stand_in.office.calls[0].id, Fault.CUT_JSON)
    for _ in range(3):
        with pytest.raises(requests.exceptions.JSONDecodeError):
            inside.get(a_call(stand_in)).json()
    other = f"{stand_in.url}/api/calls/{stand_in.office.calls[1].id}"
    assert inside.get(other).json()["id"] == stand_in.office.calls[1].id
    stand_in.faults.clear()
    assert inside.get(a_call(stand_in)).json()


def test_signing_in_can_go_wrong_too(web: requests.Session, office: Office) -> None:
    faults = Faults()
    faults.fail(Fault.SERVER_ERROR, "/security/login*")
    with StandIn(office, faults=faults) as stand_in:
        assert web.get(stand_in.url + "/Security/Login").status_code == 500
        assert sign_in(web, stand_in).status_code == 302


@pytest.mark.parametrize("again", [False, True])
def test_sessions_end_after_some_requests(web: requests.Session, stand_in: StandIn, again: bool) -> None:
    stand_in.faults.expire_after(3, again=again)
    seen = []
    for _ in range(3):
        sign_in(web, stand_in)
        seen.append([web.get(a_call(stand_in)).status_code for _ in range(4)])
    assert seen == [[200, 200, 200, 401]] * 3 if again else [[200, 200, 200, 401], [200] * 4, [200] * 4]


@pytest.mark.parametrize(
    ("form", "is_met"),
    [
        (ExpiredAs.FORBIDDEN, lambda answer: answer.status_code == 403),
        (ExpiredAs.REDIRECT, lambda answer: answer.status_code == 302 and answer.headers["Location"].startswith("/Security/Login?")),
        (ExpiredAs.LOGIN_PAGE, lambda answer: answer.status_code == 200 and "RequestVerificationToken" in answer.text),
    ],
)
def test_an_ended_session_shows_in_several_ways(
    inside: requests.Session, stand_in: StandIn, form: ExpiredAs, is_met: Callable[[requests.Response], bool]
) -> None:
    stand_in.faults.expired_as = form
    stand_in.expire_sessions()
    assert is_met(inside.get(a_call(stand_in), allow_redirects=False))


def test_requests_are_slow_when_told(inside: requests.Session, stand_in: StandIn) -> None:
    stand_in.faults.slow(0.5, "/api/calls/*", times=1)
    begin = time.monotonic()
    inside.get(a_call(stand_in))
    middle = time.monotonic()
    inside.get(a_call(stand_in))
    assert middle - begin >= 0.5
    assert time.monotonic() - middle < 0.5
    stand_in.faults.slow(5, "/api/calls/*", times=1)
    with pytest.raises(requests.exceptions.ReadTimeout):
        inside.get(a_call(stand_in), timeout=0.05)


def test_a_closing_stand_in_waits_for_nobody(office: Office, web: requests.Session) -> None:
    with StandIn(office) as stand_in:
        sign_in(web, stand_in)
        stand_in.faults.slow(60, "/api/*")
        with pytest.raises(requests.exceptions.ReadTimeout):
            web.get(a_call(stand_in), timeout=0.05)
        begin = time.monotonic()
    assert time.monotonic() - begin < 5
    with pytest.raises(requests.exceptions.ConnectionError):
        web.get(stand_in.url)


# --- load ---


def test_four_requests_at_once_with_latency(office: Office, web: requests.Session) -> None:
    with StandIn(office, latency=0.15) as stand_in:
        sign_in(web, stand_in)
        cookies = {"Cookie": f".xtl={web.cookies['.xtl']}"}
        ids = [call.id for call in office.calls[:8]]

        def read(call_id: int) -> int:
            return requests.get(f"{stand_in.url}/api/calls/{call_id}", headers=cookies, timeout=10).status_code

        begin = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(read, ids))
        elapsed = time.monotonic() - begin
        log = stand_in.requests[-8:]
    assert answers == [200] * 8
    assert stand_in.peak_in_flight == 4
    assert elapsed >= 2 * 0.15
    assert sorted(logged.path for logged in log) == sorted(f"/api/calls/{call_id}" for call_id in ids)
    assert all(begin <= logged.when <= begin + elapsed for logged in log)


def test_a_thousand_calls_cost_less_than_a_second(web: requests.Session) -> None:
    office = make_office(calls=1000, today=TODAY)
    with StandIn(office) as stand_in:
        sign_in(web, stand_in)
        session = web.cookies[".xtl"]
        port = int(stand_in.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as wire, wire.makefile("rb") as answers:
            begin = time.process_time()
            for call in office.calls[:1000]:
                read_raw(wire, answers, call, session)
            spent = time.process_time() - begin
    assert spent < 1.0


def read_raw(wire: socket.socket, answers: Any, call: OfficeCall, session: str | None) -> None:
    """One request by hand, as a client library's own time is not the stand-in's."""
    wire.sendall(f"GET /api/calls/{call.id} HTTP/1.1\r\nHost: x\r\nCookie: .xtl={session}\r\n\r\n".encode())
    assert answers.readline() == b"HTTP/1.1 200 OK\r\n"
    length = 0
    while (line := answers.readline()) != b"\r\n":
        if line.startswith(b"Content-Length:"):
            length = int(line.split(b":")[1])
    assert answers.read(length).startswith(b'{"id": %d,' % call.id)
