"""A rule pack that is wrong is refused with file, rule and field; nothing else happens."""

import re
from pathlib import Path

import pytest

from itow_desktop.adapters.packs import find_pack, load_pack, read_pack
from itow_desktop.domain.errors import RulesTrouble
from itow_desktop.domain.examples import failures
from tests.law import HEAD, RULES, example_text, michigan, pack_of, rule_text


def refused(text: str, name: str = "us-xx.toml") -> str:
    with pytest.raises(RulesTrouble) as trouble:
        read_pack(text, name)
    return str(trouble.value)


def test_a_sound_pack_is_read() -> None:
    pack = pack_of(rule_text())
    assert (pack.id, pack.state, pack.enabled, len(pack.rules)) == ("us-xx", "XX", False, 1)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"countt": "3"}, "countt", "not known"),
        ({"count": '"ten"'}, "count", "Expected int, got str"),
        ({"actor": '"sheriff"'}, "actor", "Invalid enum value 'sheriff'"),
        ({"needs_answer": '["agent"]'}, "needs_answer[0]", "Invalid enum value 'agent'"),
        ({"kind": ""}, "kind", "is missing"),
        ({"trigger": '["towd"]'}, "trigger[0].event", "Invalid enum value 'towd'"),
        ({"trigger": '"towed"'}, "trigger", "must be a list"),
        ({"trigger": "[]"}, "trigger", "name the event"),
        ({"applies_to": '["impounds"]'}, "applies_to[0]", "Invalid enum value"),
        ({"when": '[{ fact = "age", atleast = 3 }]'}, "when.atleast", "not known"),
        ({"when": "[{ present = true }]"}, "when[0]", "either events or a fact"),
        ({"when": "[3]"}, "when[0]", "Expected"),
        ({"done_by": '[{ event = "note", were = { a = "b" } }]'}, "done_by.were", "not known"),
        ({"kind": '"window"'}, "until", "a window needs it"),
        ({"until": "12"}, "until", "nothing else has it"),
        ({"kind": '"window"', "until": "3"}, "until", "must not lie before count"),
        ({"unit": '"hours"', "roll": '"forward"'}, "unit", "do not roll"),
        ({"unit": '"months"', "not_counted": '["sunday"]'}, "not_counted", "months count every day"),
        ({"confidence": ""}, "confidence", "how sure"),
        ({"effective_from": '"soon"'}, "effective_from", "Expected date"),
        ({"effective_from": "2027-01-01", "effective_until": "2026-01-01"}, "effective_until", "before effective_from"),
        ({"roll_days": '["monday","tuesday","wednesday","thursday","friday","saturday","sunday"]'}, "roll_days", "a day that counts"),
        ({"after": '["x.other"]'}, "after", "there is no rule x.other"),
        ({"after": '["x.notice"]'}, "after", "depends on itself"),
    ],
)
def test_a_wrong_field_is_named_with_file_and_rule(fields: dict[str, str], field: str, said: str) -> None:
    sentence = refused(HEAD + rule_text(**fields) + example_text())
    assert sentence.startswith("us-xx.toml, rule x.notice, field ")
    assert f"field {field}: " in sentence
    assert said in sentence
    assert sentence.endswith("correct the file.")


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ('zone = "America/Detroit"', 'zone = "America/Nowhere"', "zone", "no time zone America/Nowhere"),
        ('zone = "America/Detroit"', 'zone = "../etc"', "zone", "no time zone"),
        ('version = "1"', "", "version", "is missing"),
        ("enabled = false", 'enabled = "no"', "enabled", "Expected `bool`"),
        ("enabled = false", "enabled = false\nenable = true", "enable", "not known"),
        ('confidence = "A"\n\n[custodies]', 'confidence = "D"\n\n[custodies]', "roll, field confidence", "Invalid enum value"),
        ("month = 5", "month = 15", "month", "1 to 12"),
        ("month = 5", "mont = 5", "mont", "not known"),
    ],
)
def test_a_wrong_head_is_named(old: str, new: str, field: str, said: str) -> None:
    assert old in HEAD
    sentence = refused(HEAD.replace(old, new) + rule_text() + example_text())
    assert "us-xx.toml" in sentence
    assert field in sentence
    assert said.replace("`", "") in sentence.replace("`", "")


def test_two_rules_with_one_id_are_refused() -> None:
    sentence = refused(HEAD + rule_text() + rule_text(count="20") + example_text())
    assert "rule x.notice, field id: two rules have this id" in sentence


def test_versions_whose_time_overlaps_are_refused() -> None:
    old, new = rule_text(effective_until="2026-12-31"), rule_text(effective_from="2026-12-31")
    sentence = refused(HEAD + old + new + example_text())
    assert "rule x.notice, field effective_from: two versions are in force from 2026-12-31 to 2026-12-31" in sentence
    sentence = refused(HEAD + rule_text() + rule_text(effective_from="2027-01-01") + example_text())
    assert "rule x.notice, field effective_until: the version before the one of 2027-01-01 does not say until when" in sentence
    new = rule_text(effective_from="2027-01-01")
    assert len(read_pack(HEAD + new + old + example_text(), "us-xx.toml").rules) == 2


def test_rules_that_depend_on_each_other_in_a_circle_are_refused() -> None:
    circle = rule_text("x.a", after='["x.b"]') + rule_text("x.b", after='["x.c"]') + rule_text("x.c", after='["x.a"]')
    assert "field after: the rule depends on itself" in refused(HEAD + circle + example_text("x.a", "x.b", "x.c"))


def test_a_rule_that_no_example_tries_is_refused() -> None:
    assert "no worked example computes rule x.notice" in refused(HEAD + rule_text())
    assert "there is no rule x.gone" in refused(HEAD + rule_text() + example_text("x.notice", "x.gone"))


def test_a_pack_without_rules_is_refused() -> None:
    assert "field rule: there is none" in refused(HEAD)


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    assert "us-xx.toml is not whole TOML" in refused("id = ")


def test_michigan_cut_short_anywhere_is_refused() -> None:
    text = (RULES / "us-mi.toml").read_text(encoding="utf-8")
    starts = [found.start() for found in re.finditer(r"^\[\[(?:holiday|rule)\]\]", text, re.MULTILINE)]
    assert len(starts) > 30
    for start in starts:
        assert "us-mi.toml" in refused(text[:start], "us-mi.toml")


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesTrouble, match="There is no rule file"):
        load_pack(tmp_path / "none.toml")
    (tmp_path / "us-zz.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulesTrouble, match=r"us-zz\.toml cannot be read"):
        load_pack(tmp_path / "us-zz.toml")


@pytest.mark.parametrize("wanted", ["us-qq", "../us-mi", "", "us-mi.toml"])
def test_a_pack_that_is_not_there_is_answered_with_those_that_are(wanted: str) -> None:
    with pytest.raises(RulesTrouble, match=r"There are: .*us-mi"):
        find_pack(RULES, wanted)


def test_every_rule_of_law_has_citation_confidence_sentence_and_source() -> None:
    for rule in michigan().rules:
        assert rule.sentence.endswith(".")
        assert rule.reviewed is None  # nobody has compared them with the law in force yet
        assert len(rule.why.split()) <= 6
        if rule.id.startswith("mi."):
            assert rule.citation
            assert rule.confidence
            assert rule.source


def test_an_example_that_does_not_come_out_is_named() -> None:
    text = (RULES / "us-mi.toml").read_text(encoding="utf-8")
    wrong = text.replace('"mi.sale" = { date = 2026-03-31, state = "computed", confidence = "R" }', '"mi.sale" = { date = 2026-03-30 }', 1)
    assert wrong != text
    assert failures(read_pack(wrong, "us-mi.toml")) == (
        "example private property, from the tow to the sale, rule mi.sale: date should be Mon 30 Mar 2026, computed is Tue 31 Mar 2026",
    )


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("left_out = true", "it should be left out"),
        ('state = "done"', "state should be done, computed is needs"),
        ('needs = "lein_entered"', "needs should be lein_entered, computed is towed"),
        ("date = 2026-01-01", "date should be Thu 1 Jan 2026, computed is nothing"),
        ("at = 2026-01-01T10:00:00", "at should be Thu 1 Jan 2026 10:00, computed is nothing"),
        ('confidence = "R"', "confidence should be R, computed is A"),
    ],
)
def test_whatever_an_example_asks_is_compared(expected: str, said: str) -> None:
    text = HEAD + rule_text(missing='"needs"') + example_text().replace("{}", f"{{ {expected} }}")
    if expected.startswith("left_out"):
        text += example_text().replace('name = "all"', 'name = "other"')
    assert [failure.split(": ", 1)[1] for failure in failures(read_pack(text, "us-xx.toml"))] == [said]


def test_a_rule_that_is_left_out_against_the_example_is_named() -> None:
    pack = read_pack(HEAD + rule_text() + example_text(), "us-xx.toml")
    assert failures(pack) == ("example all, rule x.notice: it is left out",)
