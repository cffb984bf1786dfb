"""``rules check`` and ``rules compute``: the law at the terminal, without a database."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from itow_desktop.cli import rules
from itow_desktop.domain.errors import FactsTrouble, RulesTrouble
from tests.law import HEAD, RULES, example_text, rule_text

KEYS = ["id", "kind", "date", "at", "until", "actor", "citation", "confidence", "state", "needs", "trace"]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    rules.register(parser.add_subparsers(required=True))
    args = parser.parse_args(["rules", *words])
    return int(args.run(args))


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "FACTS.json"
    write(path, {"id": "a", "kind": "towed", "at": "2026-03-02T10:00"}, {"kind": "lein_entered", "on": "2026-03-03"})
    return path


def write(path: Path, *events: dict[str, object], **more: object) -> None:
    path.write_text(json.dumps({"custody": "private_property", "state": "MI", "events": events} | more), encoding="utf-8")


def answers(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict[str, Any]]:
    assert run("compute", *words, "--json") == 0
    return {each["id"]: each for each in json.loads(capsys.readouterr().out)["deadlines"]}


def test_compute_prints_the_vocabulary_s_json(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(capsys, str(facts))
    for each in found.values():
        assert list(each)[: len(KEYS)] == KEYS
    notice = found["mi.sos_notice"]
    assert (notice["kind"], notice["date"], notice["at"], notice["until"]) == ("not_after", "2026-03-10", None, None)
    assert (notice["actor"], notice["state"], notice["needs"]) == ("Secretary of State", "computed", None)
    entry = found["mi.lein_entry"]
    assert (entry["date"], entry["at"], entry["state"]) == (None, "2026-03-03T10:00:00-05:00", "done")
    assert found["mi.sale"]["needs"] == "sos_notice_dated"
    assert found["office.top"]["confidence"] is None
    assert run("compute", str(facts), "--json") == 0
    assert json.loads(capsys.readouterr().out)["pack"] == {"id": "us-mi", "version": "2026.1", "enabled": True}


def test_windows_and_frozen_dates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "f.json", {"kind": "police_released", "on": "2026-03-02"}, custody="police_hold")
    window = answers(capsys, str(tmp_path / "f.json"))["mi.request_abandonment"]
    assert (window["date"], window["until"]) == ("2026-03-22", "2026-04-01")
    write(tmp_path / "f.json", {"kind": "sos_notice_dated", "on": "2026-03-09"}, {"kind": "hearing_petitioned", "on": "2026-03-12"})
    sale = answers(capsys, str(tmp_path / "f.json"))["mi.sale"]
    assert (sale["state"], sale["date"], sale["trace"][0]) == ("frozen", None, "Stopped: Petition open, court undecided.")


def test_only_a_given_today_brings_in_what_depends_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "f.json", {"kind": "sos_notice_dated", "on": "2026-03-09"})
    file = str(tmp_path / "f.json")
    assert answers(capsys, file)["mi.redeem_or_petition"]["state"] == "computed"
    assert answers(capsys, file)["mi.redeem_or_petition"]["urgency"] is None
    assert answers(capsys, file, "--today", "2026-03-30")["mi.redeem_or_petition"]["urgency"] == "waiting"
    assert answers(capsys, file, "--today", "2026-03-31")["mi.redeem_or_petition"]["state"] == "expired"
    assert answers(capsys, file, "--today", "2026-03-31")["mi.sale"]["urgency"] == "ready"


def test_a_superseded_event_of_the_file_counts_as_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong: dict[str, object] = {"id": "a", "kind": "sos_notice_dated", "on": "2026-03-05"}
    write(tmp_path / "f.json", wrong, {"kind": "sos_notice_dated", "on": "2026-03-09", "supersedes": "a"})
    assert answers(capsys, str(tmp_path / "f.json"))["mi.redeem_or_petition"]["date"] == "2026-03-30"


def test_clock_changes_are_said_in_the_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for told, said in (("2026-03-08T02:30", "does not exist"), ("2026-11-01T01:30", "happens twice")):
        write(tmp_path / "f.json", {"kind": "towed", "at": told})
        assert said in " ".join(answers(capsys, str(tmp_path / "f.json"))["mi.lein_entry"]["trace"])


def test_compute_without_json_is_for_people(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compute", str(facts)) == 0
    told = capsys.readouterr().out
    assert "mi.sos_notice: not_after Tue 10 Mar 2026 (computed, Secretary of State, confidence B)" in told
    assert "    Counted from: LEIN entry Tue 3 Mar 2026." in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no case"),
        ("[]", "is no case"),
        ('{"custody": "stolen", "events": []}', "Invalid enum value 'stolen' - at $.custody"),
        ('{"custody": "unknown"}', "missing required field events"),
        ('{"custody": "unknown", "events": [{"kind": "towd"}]}', "Invalid enum value 'towd' - at $.events[0].kind"),
        ('{"custody": "unknown", "events": [{"kind": "towed", "att": "x"}]}', "unknown field att"),
        ('{"custody": "unknown", "events": [{"kind": "towed", "at": "noon"}]}', "event 1: noon is no time"),
        ('{"custody": "unknown", "events": [{"kind": "towed", "at": "2026-03-02"}]}', "has no time of day"),
        ('{"custody": "unknown", "events": [{"kind": "towed", "on": "2026-02-30"}]}', "$.events[0].on"),
        ('{"custody": "unknown", "events": [{"id": "a", "kind": "towed"}, {"id": "a", "kind": "note"}]}', "has the id a too"),
        ('{"custody": "unknown", "events": [{"kind": "superseded", "supersedes": "z"}]}', "supersedes z, which is not in the file"),
    ],
)
def test_a_file_that_is_no_case_is_refused_in_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FactsTrouble) as trouble:
        run("compute", str(path))
    assert said in str(trouble.value)
    assert str(trouble.value).startswith("bad.json")
    assert "\n" not in str(trouble.value)


def test_files_and_packs_that_are_not_there(tmp_path: Path, facts: Path) -> None:
    with pytest.raises(FactsTrouble, match="cannot be read"):
        run("compute", str(tmp_path / "none.json"))
    with pytest.raises(RulesTrouble, match="There is no rule pack us-qq"):
        run("compute", str(facts), "--pack", "us-qq")
    write(facts, state="OH")
    with pytest.raises(RulesTrouble, match="There is no rule pack us-oh"):
        run("compute", str(facts))
    with pytest.raises(FactsTrouble, match="a case of OH, the pack us-mi is for MI"):
        run("compute", str(facts), "--pack", "us-mi")


def test_check_tries_every_pack_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--json") == 0
    packs = json.loads(capsys.readouterr().out)["packs"]
    assert [each["id"] for each in packs] == sorted(path.stem for path in RULES.glob("*.toml"))
    unsure = next(each["unsure"] for each in packs if each["id"] == "us-mi")
    assert unsure["C"] == ["mi.redeem_or_petition", "mi.sale"]
    assert "mi.scrap_certificate" in unsure["R"]
    carried = next(each["provisions"] for each in packs if each["id"] == "us-mi")
    assert carried == {"notice": 6, "storage": 2, "charge": 4, "proceeds": 1, "retention": 2}
    assert run("check") == 0
    assert "worked examples come out" in capsys.readouterr().out


def test_check_refuses_a_file_that_is_wrong_or_whose_examples_do_not_come_out(tmp_path: Path) -> None:
    path = tmp_path / "us-xx.toml"
    path.write_text(HEAD + rule_text(count='"ten"') + example_text(), encoding="utf-8")
    with pytest.raises(RulesTrouble, match=r"us-xx\.toml, rule x\.notice, field count"):
        run("check", str(path))
    wrong = example_text(events='[{ kind = "towed", on = 2026-03-02 }]').replace("{}", "{ date = 2026-03-13 }")
    path.write_text(HEAD + rule_text() + wrong, encoding="utf-8")
    with pytest.raises(RulesTrouble, match=r"us-xx\.toml, example all, rule x\.notice: date should be Fri 13 Mar 2026"):
        run("check", str(path))


def test_a_case_of_another_state_is_computed_by_its_own_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towed: dict[str, object] = {"kind": "towed", "at": "2026-03-02T22:15"}
    mailed: dict[str, object] = {"kind": "letter_handed_over", "on": "2026-03-05", "data": {"letter": "first-notice"}}
    write(tmp_path / "f.json", towed, mailed, state="TX", facts={"registration_state": "TX"})
    found = answers(capsys, str(tmp_path / "f.json"))
    assert (found["tx.second_notice"]["date"], found["tx.second_notice"]["until"]) == ("2026-03-20", "2026-03-25")
    assert found["tx.first_notice_opens"]["at"] == "2026-03-03T22:15:00-06:00"
    assert run("compute", str(tmp_path / "f.json")) == 0
    assert capsys.readouterr().out.startswith("The rules of Texas (vehicle storage facilities) are not reviewed")
    write(tmp_path / "f.json", towed, state="TX")
    assert answers(capsys, str(tmp_path / "f.json"))["tx.first_notice"]["needs"] == "registration_state"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"registration_stat": "TX"}, "Invalid enum value 'registration_stat'"),
        ({"registration_state": 3}, "3 is no value of registration_state"),
        ({"value": True}, "True is no value of value"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_in_one_sentence(tmp_path: Path, facts: dict[str, object], said: str) -> None:
    write(tmp_path / "f.json", {"kind": "towed"}, facts=facts)
    with pytest.raises(FactsTrouble) as trouble:
        run("compute", str(tmp_path / "f.json"))
    assert said in str(trouble.value)


def test_the_law_starts_without_database_and_window(facts: Path) -> None:
    code = (
        "import argparse, sys; from itow_desktop.cli import rules; parser = argparse.ArgumentParser();"
        "rules.register(parser.add_subparsers()); args = parser.parse_args(sys.argv[1:]); args.run(args);"
        "heavy = {'sqlalchemy', 'PySide6', 'psycopg', 'requests', 'reportlab', 'alembic'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "rules", "compute", str(facts), "--json"], capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["deadlines"]
