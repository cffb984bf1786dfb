"""A recording tells how TowBook answers without telling about anybody."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.calls import parse_call
from itow_desktop.adapters.towbook.lot import parse_export
from itow_desktop.adapters.towbook.masks import Masks
from itow_desktop.adapters.towbook.pages import account_ids, json_literals, read_login_form, report_table
from itow_desktop.adapters.towbook.recording import Recording
from itow_desktop.adapters.towbook.reports import rows_of
from itow_desktop.adapters.towbook.scrubbing import scrub, scrub_headers, scrub_link, scrub_script
from itow_desktop.domain.calls import CallRef
from itow_desktop.domain.errors import WrongPassword
from itow_desktop.practice.calls import call_json
from itow_desktop.practice.quirks import quirk_calls
from itow_desktop.practice.records import Office
from itow_desktop.practice.reports_page import call_analysis_page
from itow_desktop.practice.server import StandIn
from tests.towbook.desks import DETROIT, PPI, TODAY, WEEK, Desk, read_all


@pytest.fixture
def masks() -> Masks:
    return Masks([".PPI"])


def private_words(office: Office) -> set[str]:
    """What must not leave the office: names, phones, plates, VINs, places, notes."""
    words: set[str] = {person.name for people in (office.drivers, office.dispatchers) for person in people}
    for call in office.calls:
        car = call.car
        words |= {call.contact_name, call.contact_phone, call.driver, call.dispatcher, car.vin, car.plate, call.notes, call.source.text}
    return {word for word in words if len(word) > 3}


@pytest.fixture
def recorded(office: Office, open_desk: Callable[[StandIn], Desk], tmp_path: Path) -> Path:
    """The folder of one recorded import of every kind, by dates from JSON, from the table and of the lot."""
    folder = tmp_path / "recording"
    with StandIn(office, prerendered=True) as served:
        desk = open_desk(served)
        reader = desk.reader(record_dir=folder, known_names=PPI)
        reader.calls_between(WEEK, PPI)
        reader.calls_on_lot(PPI)
        read_all(reader, tuple(CallRef(str(call.id)) for call in office.calls))
        desk.password = "mistyped"
        with pytest.raises(WrongPassword):
            desk.reader(record_dir=tmp_path / "rejected").sign_in()
    return folder


def told(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json")) if "answer" not in file.name]


def answer_to(folder: Path, path: str) -> str:
    name: str = next(exchange["answer"] for exchange in told(folder) if exchange["path"] == path)
    return (folder / name).read_text("utf-8")


def test_nothing_private_is_recorded(recorded: Path, office: Office) -> None:
    everything = "\n".join(file.read_text("utf-8") for file in recorded.parent.rglob("*") if file.suffix in {".json", ".html", ".txt"})
    assert len(everything) > 100_000
    found = {word for word in private_words(office) if word in everything or json.dumps(word)[1:-1] in everything}
    assert found == set()


def test_each_exchange_is_told_with_what_settles_the_unknowns(recorded: Path, office: Office) -> None:
    exchanges = told(recorded)
    assert [(one["method"], one["path"], one["status"]) for one in exchanges[:5]] == [
        ("GET", "/Security/Login.aspx", 200),
        ("POST", "/Security/Login.aspx", 302),
        ("GET", "/", 200),
        ("GET", "/Reports/Dispatching/Viewer", 200),
        ("POST", "/api/reports", 200),
    ]
    assert exchanges[1]["sent"] is None  # forms are not kept
    assert exchanges[1]["headers"]["set-cookie"] == ".xtl, X-Session-Timeout"
    assert exchanges[3]["query"] == {"report": "callAnalysis"}
    assert exchanges[4]["sent"]["reportType"] == "CallAnalysis"
    assert exchanges[4]["headers"]["x-powered-by"].startswith("Extric-Towbook")
    assert len(list(recorded.iterdir())) == 2 * len(exchanges)


def test_a_recording_can_be_read_like_the_real_thing(recorded: Path, office: Office) -> None:
    rows = rows_of(Answer(200, "", {}, answer_to(recorded, "/api/reports").encode()))
    assert {ref.account for ref in rows} == {".PPI"}
    page = answer_to(recorded, "/Reports/Dispatching/Viewer")
    assert account_ids(page)[".ppi"] == str(office.account(".PPI").id)
    assert len(report_table(page)) == len(office.calls)
    lot = parse_export(answer_to(recorded, "/Impounds/Export").encode())
    assert len(lot) == sum(call.on_lot for call in office.calls)
    call = parse_call(answer_to(recorded, f"/api/calls/{office.calls[0].id}").encode(), DETROIT)
    assert call.call_number == str(office.calls[0].number)


def test_the_same_car_has_the_same_mask_in_every_file(recorded: Path, office: Office) -> None:
    wanted = next(call for call in office.calls if call.on_lot and len(call.car.vin) == 17)
    call = parse_call(answer_to(recorded, f"/api/calls/{wanted.id}").encode(), DETROIT)
    rows = list(csv.reader(io.StringIO(answer_to(recorded, "/Impounds/Export"))))
    head, cells = rows[2], next(row for row in rows[3:] if str(wanted.number) in row)
    assert cells[head.index("VIN")] == call.vin != wanted.car.vin
    assert cells[head.index("Driver")] == call.driver != wanted.driver


def test_what_towbook_says_to_a_wrong_password_is_kept(recorded: Path) -> None:
    exchange = told(recorded.parent / "rejected")[-1]
    page = (recorded.parent / "rejected" / exchange["answer"]).read_text("utf-8")
    form = read_login_form(page)
    assert form.error == "The username/password you specified is invalid. Passwords are case-sensitive."
    assert re.fullmatch(r"\(\d+ characters\)", dict(form.hidden)["RequestVerificationToken"])
    assert "demo" not in page


def test_masks_keep_the_shape(masks: Masks) -> None:
    masked = masks.mask("Dana O'Neil, 1G1ZP5AA5BZ000123, (810) 555-0142")
    assert re.fullmatch(r"[A-Z][a-z]{3} [A-Z]'[A-Z][a-z]{3}, \d[A-Z]\d[A-Z]{2}\d[A-Z]{2}\d[A-Z]{2}\d{6}, \(\d{3}\) \d{3}-\d{4}", masked)
    assert "Dana" not in masked
    assert masks.mask("  dana") != masks.mask("dave")
    assert masks.mask("Dana").casefold() == masks.mask("DANA").casefold()
    assert Masks().mask("Dana Dispatcher") != masks.mask("Dana Dispatcher")  # the key lives as long as one recording
    assert masks.mask("\u05e9\u05dc\u05d5\u05dd") == "\u00e6" * 4


@pytest.mark.parametrize("kept", ["", "12", "2025-05-08T14:10:33.71", "5/8/2025 4:44 PM", "$1,234.50", " .ppi "])
def test_masks_leave_what_tells_of_nobody(masks: Masks, kept: str) -> None:
    assert masks.mask(kept) == kept


@pytest.mark.parametrize("hidden", ["DKX4417", "123456", "5550142", "kim@larkspur.example", "Oak Apartments"])
def test_masks_hide_what_may_tell(masks: Masks, hidden: str) -> None:
    assert masks.mask(hidden) != hidden


def test_json_keeps_words_of_towbooks_own(masks: Masks) -> None:
    quirk = quirk_calls(TODAY)["emoji"]
    before, after = json.loads(json.dumps(call_json(quirk))), json.loads(scrub(json.dumps(call_json(quirk)).encode(), masks))
    for key in ("id", "callNumber", "reason", "status", "completionTime", "availableActions", "invoiceTotal"):
        assert after[key] == before[key], key
    assert after["assets"][0]["make"] == "Chevrolet"
    assert after["assets"][0]["color"] == before["assets"][0]["color"]
    assert after["waypoints"][0]["title"] == "Pickup"
    assert after["waypoints"][0]["latitude"] == 0.0
    assert after.keys() == before.keys()
    assert after["notes"] != before["notes"]
    assert len(after["notes"]) == len(before["notes"])


def test_links_lose_their_tokens_and_hosts() -> None:
    assert scrub_link("https://app.towbook.com/security/logout?id=0123456789abcdef0123456789abcdef") == "/security/logout?id=..."
    assert scrub_link("/Security/Login?ReturnUrl=%2Fapi%2Fcalls") == "/Security/Login?ReturnUrl=..."
    assert scrub_link("/x/CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAA") == "/x/token"


def test_scripts_keep_paths_and_lose_names(masks: Masks) -> None:
    script = scrub_script(
        """var user = 'Dana Dispatcher'; $.post('/api/reports', {user: "kim@larkspur.example", hash: 'f00f00f00f00f00f00f00f00'});
        $.extend(towbook, JSON.parse('{"accounts":[{"id":7,"name":".PPI"},{"id":8,"name":"Bob\\'s \\/ Garage"}]}'));""",
        masks,
    )
    assert "'/api/reports'" in script
    for private in ("Dana", "kim@", "f00f", "Bob", "Garage"):
        assert private not in script
    (blob,) = json_literals(script)
    assert blob["accounts"][0] == {"id": 7, "name": ".PPI"}


def test_pages_lose_user_names_comments_and_field_values(masks: Masks) -> None:
    page = scrub(
        b"""<html><head><title>Towbook - Reports</title></head><body><!-- served to Dana -->
        <ul id="root"><li><a href="/Reports/">Reports</a></li></ul>
        <span class="user" title="Dana Dispatcher">Dana Dispatcher</span><label><input type="checkbox" value="8">Bob's Garage</label>
        <label>Account</label><input name="phone" value="810-555-0142"><div class="error">Dana was here</div></body></html>""",
        masks,
    )
    for private in ("Dana", "Bob", "810-555"):
        assert private not in page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.title is not None
    assert [tag.get_text() for tag in (soup.title, *soup.select("#root a"))] == ["Towbook - Reports", "Reports"]
    assert "Account" in page


def test_the_report_pages_reference_data_is_masked(office: Office, masks: Masks) -> None:
    page = scrub(call_analysis_page(office).body, masks)
    blob = next(json_literals(page))
    assert {account["name"] for account in blob["accounts"]} > {".PPI"}
    assert not {driver.name for driver in office.drivers} & {driver["name"] for driver in blob["drivers"]}


def test_cookies_are_recorded_by_name_only() -> None:
    headers = {"set-cookie": ".xtl=secret; expires=Thu, 01 Jan 2026 00:00:00 GMT; path=/, X-Session-Timeout=2026; path=/", "server": "x"}
    assert scrub_headers(headers) == {"set-cookie": ".xtl, X-Session-Timeout"}


@pytest.mark.parametrize("body", [b"", bytes(range(256)), b"{cut", b"plain Dana Dispatcher text", b"<", b'"a","b', b"[" * 100_000])
def test_any_answer_can_be_recorded(tmp_path: Path, body: bytes) -> None:
    Recording(tmp_path).note("GET", "/x", (), None, Answer(200, "", {}, body))
    assert json.loads((tmp_path / "0001.json").read_text("utf-8"))["bytes"] == len(body)
    assert "Dana" not in next(tmp_path.glob("0001.answer.*")).read_text("utf-8")


def test_a_recording_that_was_there_is_not_overwritten(tmp_path: Path) -> None:
    for _ in range(2):
        Recording(tmp_path).note("GET", "/x", (), None, Answer(200, "", {}, b"{}"))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0001.answer.json", "0001.json", "0002.answer.json", "0002.json"]
