"""The terminal does the day's work on a real database with a real web server in TowBook's place."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Lock
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql
from pypdf import PdfReader

from itow_desktop import opening
from itow_desktop.adapters.db import binaries
from itow_desktop.adapters.db.engine import Address
from itow_desktop.adapters.db.local_server import LocalServer
from itow_desktop.adapters.logs import LogFile
from itow_desktop.cli.office import NoPrinter, OurMistake, noted
from itow_desktop.practice.faults import Fault
from itow_desktop.practice.impounds import current_impounds_csv
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.practice.office import make_office
from itow_desktop.practice.server import StandIn
from tests.db import servers
from tests.db.servers import open_folder
from tests.e2e.terminal import Terminal

REPOSITORY = Path(__file__).parents[2]
TODAY = datetime.now(ZoneInfo("America/Detroit")).date()
WEEK = ("--from", str(TODAY - timedelta(days=7)), "--to", str(TODAY))
VEHICLE_KEYS = {
    "call_number", "vin", "vin_state", "plate", "plate_state", "year", "make", "model", "color", "towed_at", "towed_from",
    "custody", "jurisdiction", "status", "next_step", "due",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An office for the tests: its TowBook, its folder, its terminal."""

    towbook: StandIn
    folder: Path
    terminal: Terminal
    superuser: str

    @property
    def log(self) -> str:
        return (self.folder / "logs" / "itow.log").read_text("utf-8")


def environment(folder: Path, url: str) -> dict[str, str]:
    return {
        "ITOW_CONFIG_DIR": str(folder),
        "ITOW_DATA_DIR": str(folder),
        "ITOW_TOWBOOK__BASE_URL": url,
        "ITOW_TOWBOOK__REQUESTS_PER_SECOND": "20",
        "ITOW_TOWBOOK_USERNAME": USERNAME,
        "ITOW_TOWBOOK_PASSWORD": PASSWORD,
    }


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """An office that has imported its week. Its server is held, so that no command waits for a start."""
    office = make_office(calls=12, today=TODAY)
    with open_folder("itow terminal ") as folder, StandIn(office) as towbook:
        held = LocalServer(folder, binaries.for_data_folder(None))
        address = held.start()
        try:
            terminal = Terminal(environment(folder, towbook.url))
            founded = terminal(
                "db",
                "init",
                "--owner",
                "Kim",
                "--company",
                "Larkspur Towing",
                "--address",
                "900 Practice Yard Rd",
                "--phone",
                "810-555-0100",
            )
            assert founded.code == 0, founded
            imported = terminal("import", *WEEK, "--json")
            assert imported.code == 0, imported
            assert imported.json["new"] == 12
            superuser = Address(address.host, address.port, address.database, address.superuser, address.password).conninfo()
            yield Place(towbook, folder, terminal, superuser)
        finally:
            held.close()


@pytest.fixture
def terminal(place: Place) -> Terminal:
    return place.terminal


def a_new_car(terminal: Terminal, number: str, **more: str) -> None:
    values = {"call_number": number, "custody": "private_property", "make": "Ford", "model": "Fusion", "year": "2011"} | more
    added = terminal("vehicle", "add", *(f"{name}={value}" for name, value in values.items()))
    assert added.code == 0, added


def test_import_again_changes_nothing_and_is_undone_once(terminal: Terminal) -> None:
    again = terminal("import", *WEEK, "--json")
    assert again.code == 0
    assert again.json.keys() >= {"run", "new", "updated", "unchanged", "failed", "failures", "seconds"}
    assert (again.json["new"], again.json["updated"], again.json["failed"], again.json["failures"]) == (0, 0, 0, [])
    assert again.json["unchanged"] == 12
    assert again.err == "", "no progress bar where nobody looks"
    listed = [car["call_number"] for car in terminal("vehicles", "--json").json]
    assert len(listed) == len(set(listed))
    run = again.json["run"]
    assert terminal("import", "--undo", str(run), "--json").json == {"run": run, "voided": 0, "put_back": 0, "left": []}
    assert "Kim undid it already" in terminal("import", "--undo", str(run)).line
    assert f"There is no import {run + 1}." in terminal("import", "--undo", str(run + 1)).line


def test_files_are_looked_through_then_imported(place: Place) -> None:
    office = make_office(calls=16, today=TODAY)  # four cars more than TowBook told
    export = place.folder / "impounds.csv"
    export.write_bytes(current_impounds_csv(office, office.calls).body)
    seen = place.terminal("import", "--file", export, "--preview", "--json").json["files"][0]
    added = seen["counts"]["new"]
    assert (seen["kind"], seen["failures"], seen["broken"], seen["imported_before"]) == ("impounds", [], None, [])
    assert 0 < added < seen["rows"]

    done = place.terminal("import", "--file", export, "--json").json
    assert (done["new"], done["failed"], done["files"][0]["file"]) == (added, 0, "impounds.csv")
    again = place.terminal("import", "--file", export, "--json").json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, seen["rows"])
    assert f"imported before, as import {again['run']}" in place.terminal("import", "--file", export, "--preview").out
    undone = place.terminal("import", "--undo", str(done["run"]), "--json").json
    assert undone["voided"] == added


def test_files_that_cannot_be_imported_say_why_and_change_nothing(place: Place) -> None:
    own, picture = place.folder / "own.csv", place.folder / "photo.csv"
    own.write_text("What,When\nFord,3/2/2026\n", "utf-8")
    picture.write_bytes(b"\x89PNG\r\n")
    assert "own.csv is a table whose columns are not TowBook's." in place.terminal("import", "--file", own).line
    assert "photo.csv is a picture and no list of calls." in place.terminal("import", "--file", picture).line
    assert "gone.csv cannot be opened" in place.terminal("import", "--file", place.folder / "gone.csv").line
    assert place.terminal("import", "--file", own, "--lot").code == 2


def test_vehicles_as_json(terminal: Terminal) -> None:
    cars = terminal("vehicles", "--json").json
    assert len(cars) >= 12
    for car in cars:
        assert car.keys() >= VEHICLE_KEYS
        assert isinstance(car["call_number"], str)
        assert car["year"] is None or isinstance(car["year"], int)
        assert car["vin_state"] in {"ok", "bad_check_digit", "pre_1981", "incomplete", "trailer_or_hull", "unknown"}
        assert car["towed_at"] is None or datetime.fromisoformat(car["towed_at"]).tzinfo is not None
        assert car["due"] is None or date.fromisoformat(car["due"]) > date(2026, 1, 1)
        assert car["custody"] == "private_property" or car["status"] == "void"


def test_vehicles_are_searched_and_limited(terminal: Terminal) -> None:
    cars = terminal("vehicles", "--json").json
    plate = next(car["plate"] for car in cars if car["plate"])
    assert plate in [car["plate"] for car in terminal("vehicles", "--search", plate.lower(), "--json").json]
    assert len(terminal("vehicles", "--limit", "3", "--json").json) == 3
    assert terminal("vehicles", "--status", "scrapped", "--json").json == []
    text = terminal("vehicles", "--limit", "3").out.splitlines()
    assert text[0].startswith("Call")
    assert text[-1] == f"3 of {len(cars)}"


def test_show_tells_everything_of_one_car(terminal: Terminal) -> None:
    number = terminal("vehicles", "--json").json[-1]["call_number"]
    car = terminal("show", number, "--json").json
    assert car.keys() >= VEHICLE_KEYS | {"events", "documents", "parties", "differences"}
    (tow,) = [event for event in car["events"] if event["kind"] == "towed"]
    assert tow.keys() == {"id", "kind", "at", "on", "data", "source", "supersedes", "recorded_at", "recorded_by", "note"}
    assert (tow["source"], tow["recorded_by"]) == ("import", "Kim")
    assert tow["at"] == car["towed_at"]
    assert number in terminal("show", number).out
    assert "not-there" in terminal("show", "not-there").line


def test_what_show_says_is_a_case_for_the_rules(terminal: Terminal, tmp_path: Path) -> None:
    """The events of ``show`` are those that ``rules compute`` reads; both give the dates that ``why`` gives."""
    number = terminal("vehicles", "--json").json[-1]["call_number"]
    shown = terminal("show", number, "--json").json
    (tmp_path / "case.json").write_text(json.dumps({"custody": shown["custody"], "state": "MI", "events": shown["events"]}))
    computed = terminal("rules", "compute", tmp_path / "case.json", "--json").json["deadlines"]
    explained = terminal("why", number, "--json").json
    assert explained.keys() >= {"call_number", "custody", "deadlines"}
    dates = {(each["id"], each["date"], each["at"], each["until"]) for each in computed}
    assert dates == {(each["id"], each["date"], each["at"], each["until"]) for each in explained["deadlines"]}
    assert all(each["trace"] for each in explained["deadlines"])


def test_queue_accounts_for_every_car(terminal: Terminal) -> None:
    queue = terminal("queue", "--json").json
    assert queue.keys() >= {"today", "active", "accounted_for", "items"}
    assert queue["today"] == TODAY.isoformat()
    assert queue["accounted_for"] == queue["active"] >= 12
    for item in queue["items"]:
        assert item.keys() >= {"call_number", "rule", "step", "due", "at", "until", "urgency", "actor", "why", "more"}
    later = terminal("queue", "--today", str(TODAY + timedelta(days=30)), "--json").json
    assert later["today"] == str(TODAY + timedelta(days=30))
    late = [item["urgency"] for item in later["items"]].count("late")
    assert late > [item["urgency"] for item in queue["items"]].count("late")
    assert f"{queue['accounted_for']} of {queue['active']} have a next step" in terminal("queue").out


def test_dates_that_another_engine_kept_are_computed_anew(place: Place) -> None:
    """An update may keep them in another form: nobody is locked out, for closed cars either."""
    a_new_car(place.terminal, "T090", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    assert place.terminal("event", "T090", "released", "--on", str(TODAY), "--set", "to_whom=Avery", "--set", "id_seen=licence").code == 0
    before = place.terminal("queue", "--json").json
    with psycopg.connect(place.superuser) as connection:
        connection.execute("""UPDATE itow.projections SET engine_version = 0, deadlines = '[{"in": "another form"}]'""")
    assert place.terminal("vehicles", "--json").code == 0
    assert place.terminal("queue", "--json").json == before


def copies_of(place: Place) -> set[Path]:
    """The copies of the database that were made by themselves so far."""
    return set((place.folder / "backups").glob("*.dump"))


def test_an_older_program_leaves_newer_data_alone(place: Place) -> None:
    before = copies_of(place)
    with psycopg.connect(place.superuser) as connection:
        rows = connection.execute("SELECT version_num FROM itow.alembic_version").fetchall()
        connection.execute("UPDATE itow.alembic_version SET version_num = '9999'")
    try:
        assert "newer iTow Desktop" in place.terminal("vehicles").line
        assert copies_of(place) == before
    finally:
        with psycopg.connect(place.superuser) as connection:
            connection.execute("UPDATE itow.alembic_version SET version_num = %s", rows[0])


def test_data_are_copied_before_they_are_upgraded(place: Place) -> None:
    """The schema is told to be older than it is, so the upgrade fails: by then the copy is made, and the data are as they were."""
    before, copies = place.terminal("vehicles", "--json").json, copies_of(place)
    with psycopg.connect(place.superuser) as connection:
        rows = connection.execute("DELETE FROM itow.alembic_version RETURNING version_num").fetchall()
    try:
        assert place.terminal("vehicles").code == 1
        (copy,) = copies_of(place) - copies
    finally:
        with psycopg.connect(place.superuser) as connection:
            connection.execute("INSERT INTO itow.alembic_version VALUES (%s)", rows[0])
    assert place.terminal("verify", copy).code == 0
    assert place.terminal("vehicles", "--json").json == before


def test_a_second_import_is_told_that_one_is_running(place: Place) -> None:
    with (
        opening.started(dict(place.terminal.environment)) as machine,
        opening.opened(machine, NoPrinter(), Lock()) as ports,
        ports.desk.claim((".PPI",)),
    ):
        assert "import" in place.terminal("import", *WEEK).line


def test_adding_and_changing_a_car_touches_only_what_is_named(terminal: Terminal) -> None:
    a_new_car(terminal, "T100", plate="abc 123", plate_state="mi", towed_at=f"{TODAY - timedelta(days=2)} 10:15")
    before = terminal("show", "T100", "--json").json
    assert (before["plate"], before["plate_state"], before["year"]) == ("ABC123", "MI", 2011)
    assert before["towed_at"].startswith(f"{TODAY - timedelta(days=2)}T10:15")
    changed = terminal("vehicle", "set", "T100", "color=Blue", "--json")
    assert changed.code == 0
    after = terminal("show", "T100", "--json").json
    assert {name: (before[name], after[name]) for name in VEHICLE_KEYS if before[name] != after[name]} == {"color": (None, "Blue")}
    assert after["events"] == before["events"]


def test_every_wrong_value_is_named_and_nothing_is_stored(terminal: Terminal) -> None:
    many = len(terminal("vehicles", "--json").json)
    said = terminal("vehicle", "add", "year=99", "plate_state=Michigan", "engine=V8").line
    assert "model year" in said
    assert "two letters" in said
    assert "There is no field engine" in said
    assert len(terminal("vehicles", "--json").json) == many


def test_a_look_alike_is_told(terminal: Terminal) -> None:
    a_new_car(terminal, "T110", plate="TWIN1")
    again = terminal("vehicle", "add", "call_number=T111", "plate=TWIN1", "--json")
    assert again.code == 0
    assert "T110" in again.json["warnings"][0]


def test_events_move_a_car_on_and_corrections_keep_what_was(terminal: Terminal) -> None:
    a_new_car(terminal, "T120", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    call = terminal("event", "T120", "police_notified", "--at", f"{TODAY - timedelta(days=3)}T21:30", "--set", "person=Reed", "--json")
    assert call.code == 0
    assert call.json["data"] == {"person": "Reed"}
    assert call.json["recorded_by"] == "Kim"
    right = terminal(
        "event", "T120", "police_notified", "--time-not-known", "--set", "person=Reid", "--supersedes", call.json["id"], "--json"
    )
    assert (right.json["supersedes"], right.json["at"], right.json["on"]) == (call.json["id"], None, None)
    kinds = [event["kind"] for event in terminal("show", "T120", "--json").json["events"]]
    assert kinds.count("police_notified") == 2
    assert terminal("event", "T120", "sos_notice_dated", "--on", str(TODAY)).code == 0
    dates = {each["id"]: each["date"] for each in terminal("why", "T120", "--json").json["deadlines"]}
    assert dates["mi.secured_party_redeem"] == str(TODAY + timedelta(days=10))


def test_what_is_not_the_usual_order_needs_a_reason(terminal: Terminal) -> None:
    a_new_car(terminal, "T125", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    petition = ("event", "T125", "hearing_petitioned", "--on", str(TODAY))
    assert "No SOS notice date is recorded" in terminal(*petition).line
    assert [event["kind"] for event in terminal("show", "T125", "--json").json["events"]] == ["towed"]
    kept = terminal(*petition, "--note", "The court's letter came first.", "--json").json
    assert kept["data"] == {"flagged": "yes", "reason": "The court's letter came first."}
    assert "outcome" in terminal("event", "T125", "hearing_decided", "--on", str(TODAY)).line
    assert "has not come yet" in terminal("event", "T125", "lein_entered", "--on", str(TODAY + timedelta(days=2))).line
    assert terminal("event", "T125", "sos_notice_dated", "--on", str(TODAY)).code == 0
    again = terminal("event", "T125", "sos_notice_dated", "--on", str(TODAY - timedelta(days=1)), "--note", "another notice")
    assert "already" in again.line


def test_a_release_is_refused_under_a_hold(terminal: Terminal) -> None:
    a_new_car(terminal, "T130", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    assert terminal("event", "T130", "hold_placed", "--on", str(TODAY), "--set", "hold=police", "--set", "authority=Reed").code == 0
    assert "hold" in terminal("event", "T130", "released", "--on", str(TODAY), "--set", "to_whom=Avery", "--set", "id_seen=licence").line
    assert terminal("show", "T130", "--json").json["status"] == "on_lot"
    assert terminal("event", "T130", "hold_lifted", "--on", str(TODAY), "--set", "hold=police").code == 0
    assert terminal("event", "T130", "released", "--on", str(TODAY), "--set", "to_whom=Avery", "--set", "id_seen=licence").code == 0
    assert terminal("show", "T130", "--json").json["status"] == "picked_up"


def test_a_notice_names_what_it_lacks_then_is_a_pdf(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(terminal, "T140", plate="DEF456", towed_at=f"{TODAY - timedelta(days=1)} 22:00")
    out = tmp_path / "new" / "top.pdf"
    said = terminal("notice", "top", "T140", "--out", out).line
    assert "police department" in said
    assert "place" in said
    assert not out.exists()
    assert terminal("vehicle", "set", "T140", "jurisdiction=Burton Police Department", "towed_from=302 Maple Row Ln, Burton, MI").code == 0
    made = terminal("notice", "top", "T140", "--out", out, "--json").json
    assert made == {"file": str(out), "sha256": hashlib.sha256(out.read_bytes()).hexdigest(), "pages": 1}
    page = PdfReader(BytesIO(out.read_bytes())).pages[0].extract_text()
    assert all(word in page for word in ("Burton Police Department", "DEF456", "Larkspur Towing", "257.252a"))
    car = terminal("show", "T140", "--json").json
    assert [document["sha256"] for document in car["documents"]] == [made["sha256"]]
    assert "letter_printed" not in [event["kind"] for event in car["events"]]


def test_why_the_dates_are_so_is_a_page_that_is_kept_and_says_which_are_not_checked(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(terminal, "T145", plate="WHY145", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    assert terminal("event", "T145", "sos_notice_dated", "--on", str(TODAY)).code == 0
    out = tmp_path / "why.pdf"
    made = terminal("notice", "why", "T145", "--out", out, "--json").json
    assert made["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(out.read_bytes())).pages).split())
    assert all(words in text for words in ("WHY145", "Larkspur Towing", "SOS notice date", "Not checked: dates whose rules nobody"))
    assert [document["kind"] for document in terminal("show", "T145", "--json").json["documents"]] == ["why"]
    dates = {each["id"]: each["checked"] for each in terminal("why", "T145", "--json").json["deadlines"]}
    assert not dates["mi.sale"]


def test_a_letter_says_what_keeps_it_from_being_written(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(terminal, "T147", plate="LET147", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    out = tmp_path / "letter.pdf"
    said = terminal("notice", "courtesy-owner", "T147", "--out", out).line
    assert "No owner or lessor is on record" in said
    assert "Charges" in said
    assert not out.exists()
    released = ("event", "T147", "released", "--on", str(TODAY), "--set", "to_whom=Avery Practice", "--set", "id_seen=licence")
    assert terminal(*released).code == 0
    made = terminal("notice", "release", "T147", "--out", out, "--json").json
    assert made == {"file": str(out), "sha256": hashlib.sha256(out.read_bytes()).hexdigest(), "pages": 1}
    page = PdfReader(BytesIO(out.read_bytes())).pages[0].extract_text()
    assert all(word in page for word in ("Avery Practice", "LET147", "licence", "Larkspur Towing"))


def test_papers_of_the_day_of_a_car_and_of_its_sale_are_written(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(
        terminal, "T149", plate="OFF149", vin="1G1ZC5E13BF118341", jurisdiction="Fenton Police Department",
        towed_at=f"{TODAY - timedelta(days=60)} 22:00", towed_from="27 Copper Kettle Pl, Fenton, MI",
    )  # fmt: skip
    out = tmp_path / "paper.pdf"

    def written(kind: str, *call: str) -> str:
        assert terminal("notice", kind, *call, "--out", out, "--json").json["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
        return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(out.read_bytes())).pages).split())

    assert "OFF149" in written("lights-out")
    assert "The lot tonight" in written("evening-report")
    assert "1G1ZC5E13BF118341" in written("tr52lr-data", "T149")
    assert "Hearing packet" in written("packet", "T149")
    assert "so no sheet is needed" in terminal("notice", "firm-sheet", "--out", out).line
    assert "No sale is planned" in terminal("notice", "ad", "T149", "--out", out).line
    for kind, back in (("lein_entered", 50), ("sos_notice_dated", 45)):
        assert terminal("event", "T149", kind, "--on", str(TODAY - timedelta(days=back))).code == 0
    sale = ("event", "T149", "sale_planned", "--on", str(TODAY + timedelta(days=9)), "--set", "time=10:00 AM", "--set")
    assert terminal(*sale, "place=900 Practice Yard Rd, Burton").code == 0
    assert "900 Practice Yard Rd, Burton" in written("ad", "T149")
    kept = [document["kind"] for document in terminal("show", "T149", "--json").json["documents"]]
    assert sorted(kept) == ["ad", "packet", "tr52lr-data"]


def test_what_a_changed_law_would_move_is_told_and_nothing_is_changed(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(terminal, "T148", plate="LAW148", towed_at=f"{TODAY - timedelta(days=3)} 22:00")
    assert terminal("event", "T148", "sos_notice_dated", "--on", str(TODAY)).code == 0
    before = terminal("why", "T148", "--json").json
    text = (opening.resources() / "rules" / "us-mi.toml").read_text("utf-8")
    swaps = ('version = "2026.1"', 'version = "2027.1"'), ("count = 25", "count = 30"), ("date = 2026-04-03,", "date = 2026-04-08,")
    for old, new in swaps:
        text = text.replace(old, new)
    file = tmp_path / "changed.toml"
    file.write_text(text, "utf-8")
    told = terminal("rules", "preview", file, "--json").json
    assert (told["version"], told["in_use"], told["sells_earlier"]) == ("2027.1", "2026.1", False)
    (mine,) = [each for each in told["moved"] if each["call_number"] == "T148"]
    assert mine["rule"] == "mi.bill_of_sale_request"
    assert mine["new_date"] == str(date.fromisoformat(mine["old_date"]) + timedelta(days=5))
    lines = terminal("rules", "preview", file).out
    assert "LAW148" in lines
    assert lines.endswith("Nothing was changed. A manager takes it into use in the window: Help, Rules in use.\n")
    assert terminal("why", "T148", "--json").json == before
    file.write_text(text[: len(text) // 2] + '"', "utf-8")
    assert "The rules in use stay as they were" in terminal("rules", "preview", file).line


def test_a_tow_list_holds_the_cars_of_one_agency_and_day(terminal: Terminal, tmp_path: Path) -> None:
    for number in ("T150", "T151"):
        a_new_car(
            terminal, number, plate=f"LIST{number[1:]}", jurisdiction="Fenton Police Department", towed_at="2026-01-05 22:00",
            towed_from="27 Copper Kettle Pl, Fenton, MI",
        )  # fmt: skip
    out = tmp_path / "list.pdf"
    assert terminal("notice", "tow-list", "T150", "--out", out, "--json").code == 0
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(out.read_bytes())).pages)
    assert "LIST150" in text
    assert "LIST151" in text


def test_a_file_that_cannot_be_written_is_said(terminal: Terminal, tmp_path: Path) -> None:
    a_new_car(
        terminal,
        "T160",
        plate="GHI789",
        jurisdiction="Burton Police Department",
        towed_at=f"{TODAY - timedelta(days=1)} 22:00",
        towed_from="x",
    )
    assert "cannot be written" in terminal("notice", "top", "T160", "--out", tmp_path).line


def test_several_people_say_who_they_are(terminal: Terminal) -> None:
    a_new_car(terminal, "T170")
    assert terminal("staff", "add", "Lee").code == 0
    try:
        assert "--person" in terminal("event", "T170", "note", "--note", "x").line
        assert "Nobody" not in terminal("vehicles").err
        signed = terminal("event", "T170", "note", "--note", "x", "--person", "lee", "--json")
        assert signed.json["recorded_by"] == "Lee"
        assert "Sam" in terminal("event", "T170", "note", "--note", "x", "--person", "Sam").line
    finally:
        assert terminal("staff", "disable", "Lee").code == 0
    assert terminal("staff", "list", "--json").json == [
        {"name": "Kim", "role": "admin", "sign_in": None, "active": True},
        {"name": "Lee", "role": "clerk", "sign_in": None, "active": False},
    ]
    assert "Nobody-here" in terminal("staff", "disable", "Nobody-here").line


def test_what_a_role_may_not_do_is_refused_at_the_terminal_too(terminal: Terminal) -> None:
    a_new_car(terminal, "T171")
    assert "as viewer" in terminal("staff", "add", "Robin", "--role", "viewer").out
    try:
        refused = terminal("event", "T171", "note", "--note", "x", "--person", "Robin")
        assert "Nothing was changed" in refused.line
        assert terminal("staff", "add", "Robin", "--role", "clerk", "--json").json["role"] == "clerk"
        assert terminal("event", "T171", "note", "--note", "x", "--person", "Robin", "--json").json["recorded_by"] == "Robin"
    finally:
        assert terminal("staff", "disable", "Robin").code == 0


def test_login_check_says_what_towbook_says(place: Place) -> None:
    accepted = place.terminal("login", "check", "--json")
    assert (accepted.code, accepted.json["accepted"]) == (0, True)
    rejected = place.terminal("login", "check", ITOW_TOWBOOK_USERNAME="somebody", ITOW_TOWBOOK_PASSWORD="never-write-this")
    assert "rejected" in rejected.line
    unknown = Terminal({name: value for name, value in place.terminal.environment.items() if "PASSWORD" not in name})("login", "check")
    assert "ITOW_TOWBOOK_PASSWORD" in unknown.line
    nobody = place.terminal("login", "check", ITOW_TOWBOOK__BASE_URL="http://127.0.0.1:9", ITOW_TOWBOOK_USERNAME="another")
    assert "does not answer" in nobody.line
    written = [path for path in place.folder.rglob("*") if path.is_file() and b"never-write-this" in path.read_bytes()]
    assert written == [], "a password lies in a file"
    assert place.log.count("rejected") == 1


def test_an_import_that_cannot_begin_leaves_no_trace(place: Place) -> None:
    without = Terminal({name: value for name, value in place.terminal.environment.items() if "USERNAME" not in name})
    assert "ITOW_TOWBOOK_USERNAME" in without("import", "--lot").line


def test_an_import_cut_short_says_so_and_answers_json(place: Place) -> None:
    """An account TowBook does not have: nothing is read, one line says why."""
    with open_folder("itow terminal ") as folder:
        answer = Terminal(environment(folder, place.towbook.url))("import", *WEEK, "--account", "No such account", "--json")
    assert "No such account" in answer.line
    assert answer.json["state"] == "stopped"
    assert answer.json["new"] == 0


def test_a_call_that_cannot_be_read_is_listed_and_stops_nothing() -> None:
    office = make_office(calls=4, today=TODAY, seed=2)
    bad = next(call for call in office.calls if call.account.name == ".PPI" and call.on_lot)
    with open_folder("itow terminal ") as folder, StandIn(office) as towbook:
        towbook.faults.fail_call(bad.id, Fault.NOT_FOUND)
        terminal = Terminal(environment(folder, towbook.url) | {"ITOW_TOWBOOK_USERNAME": USERNAME})
        answer = terminal("import", *WEEK, "--record", folder / "recording", "--json")
        recorded = [path.read_bytes() for path in (folder / "recording").rglob("*") if path.is_file()]
    assert len(recorded) > 4
    assert all(PASSWORD.encode() not in content.replace(b"(practice)", b"") for content in recorded)
    assert answer.code == 0
    assert (answer.json["new"], answer.json["failed"]) == (3, 1)
    (failure,) = answer.json["failures"]
    assert failure["call"] in {str(bad.number), str(bad.id)}
    assert failure["reason"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no way to send one program Ctrl+C")
def test_ctrl_c_keeps_what_was_read_and_the_next_import_goes_on() -> None:
    office = make_office(calls=20, today=TODAY, seed=3)
    with open_folder("itow terminal ") as folder, StandIn(office, latency=0.2) as towbook:
        terminal = Terminal(environment(folder, towbook.url) | {"ITOW_TOWBOOK__REQUESTS_PER_SECOND": "4"})
        assert terminal("db", "init").code == 0
        program = subprocess.Popen(
            [sys.executable, "-m", "itow_desktop", "import", *WEEK, "--json"],
            cwd=REPOSITORY,
            env=os.environ | terminal.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 60
        while sum(request.path.startswith("/api/calls/") for request in towbook.requests) < 3:
            assert program.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=30)
        assert program.returncode == 1
        assert err.startswith("Cancelled.")
        kept = json.loads(out)
        assert kept["state"] == "cancelled"
        assert 0 < kept["new"] < 20
        towbook.latency = 0
        rest = terminal("import", *WEEK, "--json", ITOW_TOWBOOK__REQUESTS_PER_SECOND="20").json
        assert kept["new"] + rest["new"] == 20
        assert len(terminal("vehicles", "--json").json) == 20


def test_copies_are_made_proved_and_brought_back(place: Place, tmp_path: Path) -> None:
    with open_folder("itow terminal ") as folder:
        terminal = Terminal(environment(folder, place.towbook.url))
        a_new_car(terminal, "B1")
        made = terminal("backup", "--to", folder / "copies", "--json").json
        assert made.keys() >= {"file", "made_at", "size", "sha256"}
        a_new_car(terminal, "B2")
        assert terminal("verify", made["file"], "--json").json["ok"] is True
        restored = terminal("restore", made["file"], "--json")
        assert restored.code == 0, restored
        assert restored.json["kept_as"]
        assert [car["call_number"] for car in terminal("vehicles", "--json").json] == ["B1"]
        Path(made["file"]).write_bytes(b"cut short")
        assert "cut short" in terminal("verify", made["file"]).line
        state = terminal("db", "status", "--json").json
        assert (state["database"], state["running"]) == ("private", False)
        moved = terminal("db", "move", folder / "elsewhere")
        assert "ITOW_DATA_DIR" in moved.line


def test_the_database_moves_with_its_setting(place: Place) -> None:
    with open_folder("itow terminal ") as folder:
        bare = {name: value for name, value in environment(folder, place.towbook.url).items() if name != "ITOW_DATA_DIR"}
        (folder / "settings.toml").write_text(f"# ours\ndata_dir = '{folder / 'old'}'\n", "utf-8")
        terminal = Terminal(bare)
        a_new_car(terminal, "M1")
        moved = terminal("db", "move", folder / "new", "--json")
        assert moved.json == {"data_dir": str(folder / "new")}
        assert "# ours" in (folder / "settings.toml").read_text("utf-8")
        assert [car["call_number"] for car in terminal("vehicles", "--json").json] == ["M1"]


def test_a_shared_database_is_brought_up_by_its_administrator_and_used_by_its_people() -> None:
    with servers.tls_server() as server, server.new_database() as database, open_folder("itow terminal ") as folder:
        certificate = dict(server.options)["sslrootcert"]

        def as_role(role: str, password: str) -> Terminal:
            url = f"postgresql://{role}@{server.host}:{server.port}/{database}?sslrootcert={certificate}"
            return Terminal(
                {
                    "ITOW_CONFIG_DIR": str(folder),
                    "ITOW_DATA_DIR": str(folder),
                    "ITOW_DATABASE__URL": url,
                    "ITOW_DATABASE_PASSWORD": password,
                }
            )

        administrator = as_role(server.superuser, server.password)
        assert "db upgrade" in administrator("vehicles").line
        assert administrator("db", "upgrade", "--json").json == {"upgraded": True}
        assert administrator("db", "upgrade", "--json").json == {"upgraded": False}
        assert administrator("db", "init").code == 0
        with server.connect(database) as connection:
            connection.execute("CREATE ROLE itow_test_kim LOGIN PASSWORD 'invented'")
            connection.execute(sql.SQL("GRANT {} TO itow_test_kim").format(sql.Identifier(f"{database}_clerk")))
            connection.execute("SET search_path = itow, public; SELECT add_staff('Kim', 'itow_test_kim'), add_staff('Lee', NULL)")
        try:
            kim = as_role("itow_test_kim", "invented")
            a_new_car(kim, "S1")
            note = kim("event", "S1", "note", "--note", "x", "--json")
            assert note.json["recorded_by"] == "Kim", "the database knows who signed in"
            state = kim("db", "status", "--json").json
            assert (state["database"], state["behind"]) == (f"itow_test_kim@127.0.0.1:{server.port}/{database}", False)
            assert "shared" in kim("db", "stop").line
            assert "name and password" in as_role("itow_test_kim", "wrong")("vehicles").line
            assert administrator("backup", "--json").code == 0
            assert not (folder / "postgres").exists(), "no private server beside a shared one"
            log = (folder / "logs" / "itow.log").read_text("utf-8")
            assert "invented" not in log
            assert server.password not in log
        finally:
            with server.connect(database) as connection:
                connection.execute("DROP OWNED BY itow_test_kim; DROP ROLE itow_test_kim")


def test_health_lights_say_what_they_mean(terminal: Terminal) -> None:
    answer = terminal("health", "--json")
    assert answer.code == 0
    assert {item["state"] for item in answer.json["items"]} <= {"green", "amber", "red"}
    assert all(item.keys() == {"name", "state", "text"} and item["text"] for item in answer.json["items"])
    assert answer.json["ok"] is all(item["state"] != "red" for item in answer.json["items"])


def test_the_running_server_is_not_stopped_under_others(terminal: Terminal) -> None:
    assert "is using it" in terminal("db", "stop").line
    assert terminal("db", "status", "--json").json["in_use"] is True


def test_settings_that_cannot_be_right_stop_everything_in_one_line(tmp_path: Path) -> None:
    terminal = Terminal({"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path)})
    (tmp_path / "settings.toml").write_text("[towbook]\nin_flight = = 3\n", "utf-8")
    said = terminal("vehicles").line
    assert str(tmp_path / "settings.toml") in said
    assert "line 2" in said
    (tmp_path / "settings.toml").unlink()
    said = terminal("vehicles", ITOW_DATABASE__URL="postgresql://kim:s3cret-pw@db.example.org/itow").line
    assert "must not hold a password" in said
    assert "s3cret-pw" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_shared_database_that_does_not_answer_is_said_in_one_line(tmp_path: Path) -> None:
    terminal = Terminal({"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path), "ITOW_DATABASE_PASSWORD": "never-write-this"})
    said = terminal("vehicles", ITOW_DATABASE__URL="postgresql://kim@127.0.0.1:9/itow").line
    assert "database does not answer" in said
    assert "never-write-this" not in said + (tmp_path / "logs" / "itow.log").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("vehicles", "--limit", "0"),
        ("vehicles", "--status", "lost"),
        ("import",),
        ("import", "--from", "2026-03-02"),
        ("import", "--from", "2026-03-08", "--to", "2026-03-02"),
        ("import", "--from", "3/2", "--to", "2026-03-08"),
        ("import", "--from", "20260302", "--to", "2026-03-08"),
        ("import", "--lot", "--from", "2026-03-02"),
        ("vehicle", "add"),
        ("vehicle", "add", "plate"),
        ("vehicle", "set", "T1"),
        ("event", "T1", "towed"),
        ("event", "T1", "flown", "--on", "2026-03-02"),
        ("event", "T1", "towed", "--on", "2026-02-30"),
        ("event", "T1", "towed", "--at", "2026-03-02"),
        ("event", "T1", "towed", "--on", "2026-03-02", "--at", "2026-03-02T10:00"),
        ("event", "T1", "towed", "--on", "2026-03-02", "--set", "person"),
        ("notice", "tr52e", "T1", "--out", "x.pdf"),
        ("notice", "top", "--out", "x.pdf"),
        ("notice", "why", "--out", "x.pdf"),
        ("notice", "top", "T1"),
        ("queue", "--today", "tomorrow"),
        ("staff",),
        ("db", "drop"),
        ("demo", "--calls", "none"),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2_and_touches_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    answer = Terminal({"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path)})(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "usage:" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_rules_start_without_what_they_do_not_need(tmp_path: Path) -> None:
    """So that they answer in less than half a second."""
    (tmp_path / "case.json").write_text('{"custody": "private_property", "events": [{"kind": "towed", "at": "2026-03-02T10:00"}]}')
    heavy = ("PySide6", "sqlalchemy", "psycopg", "alembic", "reportlab", "requests", "bs4", "keyring", "tqdm", "pypdfium2", "tomlkit")
    code = (
        "import sys; from itow_desktop.__main__ import main; "
        f"code = main(['rules', 'compute', {str(tmp_path / 'case.json')!r}]); "
        f"loaded = [name for name in {heavy!r} if name in sys.modules]; "
        "sys.exit(f'loaded: {loaded}' if loaded else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "mi.lein_entry" in done.stdout


def test_a_bug_is_one_line_with_a_number_that_the_log_knows(tmp_path: Path) -> None:
    with LogFile(tmp_path) as log, pytest.raises(OurMistake) as told, noted(log.path):
        raise KeyError("a bug")
    number = str(told.value).partition("(error ")[2][:7]
    written = log.path.read_text("utf-8")
    assert f"error {number}\nTraceback" in written
    assert "KeyError: 'a bug'" in written


def test_an_answer_nobody_reads_to_its_end_is_no_trouble(place: Place) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "itow_desktop", "vehicles", "--json"],
        cwd=REPOSITORY,
        env=os.environ | place.terminal.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(60) == 0
