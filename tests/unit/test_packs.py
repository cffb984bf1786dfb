"""A rule pack that is wrong is refused with file, rule and field; nothing else happens."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from itow_desktop.adapters.packs import find_pack, load_pack, pack_to_apply, read_pack
from itow_desktop.domain.calendars import Holiday, Roll
from itow_desktop.domain.conditions import Condition, FactName, Pattern
from itow_desktop.domain.errors import RulesTrouble
from itow_desktop.domain.examples import failures
from itow_desktop.domain.provisions import KINDS, Charge, ChargeKind, Claim, Method, Notice, Part, Recipient, StorageCap, provision
from itow_desktop.domain.rules import (
    Actor,
    Consequence,
    DeadlineKind,
    Effect,
    Example,
    ExampleEvent,
    Expected,
    Reached,
    Review,
    Rule,
    RulePack,
    Unit,
)
from tests.law import HEAD, RULES, example_text, michigan, pack_of, rule_text

PROVISION = '\n[[{kind}]]\nid = "x.one"\nsentence = "So it is."\ncitation = "Act 1"\nconfidence = "A"\n{more}\n'
PACKS = sorted(path.stem for path in RULES.glob("*.toml"))


def refused(text: str, name: str = "us-xx.toml") -> str:
    with pytest.raises(RulesTrouble) as trouble:
        read_pack(text, name)
    return str(trouble.value)


def read_or_refused(text: str, name: str) -> RulePack | str:
    """The pack, or the sentence that says why there is none."""
    try:
        return read_pack(text, name)
    except RulesTrouble as trouble:
        return str(trouble)


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
        ({"unit": '"business_days"', "not_counted": "3"}, "not_counted", "must be a list"),
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
        ("month = 5", "month = 15", "holiday Founders' Day, field month", "must be 1 to 12"),
        ("month = 5", "mont = 5", "mont", "not known"),
        ("day = 1", "day = 31\nnth = 2\nweekday = 'monday'", "field day", "either day, or weekday with nth"),
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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rule_text(case='"plain"') + rule_text(case='"returned"'), "rule x.notice (returned), field case: it is never reached"),
        (rule_text(when='["at_home"]'), "rule x.notice, field when: there is no condition at_home"),
        (rule_text(when='[{ fact = "age", at_most = 3 }]'), "field when[0].fact: Invalid enum value 'age'"),
        (rule_text(when='[{ fact = "value", one_of = ["low"] }]'), "field when[0]: one_of: values of value are whole numbers"),
        (rule_text(when='[{ fact = "owner_known", at_most = 3 }]'), "at_most: owner_known is not a number"),
        (rule_text(when='[{ fact = "owner_known" }]'), "one_of: say which values of owner_known are meant"),
        (rule_text(when='[{ fact = "value", at_least = 9, at_most = 3 }]'), "at_most: lies below at_least"),
        (rule_text(frozen='[{ events = ["hold_placed"] }]'), "field frozen: say in because why"),
        (rule_text(frozen='[{ events = ["hold_placed"], because = "Held", tolls = true }]'), "tolls: only days from an event"),
        (rule_text(count="4000"), "field count: 4000 days are more than anybody counts"),
        (rule_text(sentence='"Send it"'), "field sentence: say in a whole sentence"),
        (rule_text(notices='["letter"]'), "rule x.notice, field notices: there is no notice letter"),
        (rule_text() + PROVISION.format(kind="notice", more='by = "us"\nto = ["police"]\nmethods = ["certified"]'), "no rule names this"),
        (rule_text() + PROVISION.format(kind="notice", more='by = "us"\nto = []\nmethods = ["certified"]'), "to: name at least one"),
        (rule_text() + PROVISION.format(kind="notice", more='by = "us"\nto = ["police"]\nmethods = ["pigeon"]'), "methods[0]"),
        (rule_text() + PROVISION.format(kind="storage", more=""), "storage x.one, field total: a cap says per_day"),
        (rule_text() + PROVISION.format(kind="storage", more="total = -1"), "field total: -1 is no amount of dollars"),
        (rule_text() + PROVISION.format(kind="storage", more="total = nan"), "field total: NaN is no amount of dollars"),
        (rule_text() + PROVISION.format(kind="storage", more="total = 1e40"), "field total: 1E+40 is no amount of dollars"),
        (rule_text() + PROVISION.format(kind="storage", more="per_day = 10.005"), "field per_day: 10.005 is no amount"),
        (rule_text() + PROVISION.format(kind="storage", more='total = 5\nagain = ["towed"]'), "again: storage that never stops"),
        (rule_text() + PROVISION.format(kind="charge", more='kind = "fee"\namount = 40\nshares = { us = 15 }'), "they do not add up"),
        (rule_text() + PROVISION.format(kind="charge", more='kind = "tip"\namount = 40'), "field kind: Invalid enum value 'tip'"),
        (rule_text() + PROVISION.format(kind="proceeds", more='order = ["owner", "owner"]'), "order: name each claim once"),
        (rule_text() + PROVISION.format(kind="retention", more='what = "photos"\nyears = 0\nby = "us"'), "years: 1 to 100"),
        (rule_text() + 2 * PROVISION.format(kind="storage", more="total = 5"), "storage x.one, field id: two of this kind"),
        (rule_text() + PROVISION.format(kind="storage", more="totl = 5"), "storage x.one, field totl: this field is not known"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, said: str) -> None:
    sentence = refused(HEAD + text + example_text())
    assert sentence.startswith("us-xx.toml, ")
    assert said in sentence
    assert sentence.endswith("correct the file.")


def test_two_examples_with_one_name_are_refused() -> None:
    assert "example all, field name: two examples have this name" in refused(HEAD + rule_text() + 2 * example_text())


def test_a_fact_of_an_example_has_the_kind_of_value_it_must_have() -> None:
    unknown = example_text().replace("[example.expect]", "facts = { worth = 3 }\n[example.expect]")
    assert "example all, field facts: Invalid enum value 'worth'" in refused(HEAD + rule_text() + unknown)
    wrong = example_text().replace("[example.expect]", 'facts = { value = "much" }\n[example.expect]')
    assert "example all, field facts: 'much' is no value of value" in refused(HEAD + rule_text() + wrong)


def test_an_amount_is_read_to_the_cent() -> None:
    text = rule_text() + PROVISION.format(kind="storage", more="per_day = 24.95\ntotal = 1000")
    pack = read_pack(HEAD + text + example_text(), "us-xx.toml")
    cap = provision(pack, StorageCap, "x.one", date(2026, 1, 1))
    assert cap is not None
    assert (cap.per_day, cap.total) == (Decimal("24.95"), Decimal(1000))


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    assert "us-xx.toml is not whole TOML" in refused("id = ")


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_that_is_half_written_is_refused_wherever_it_ends(pack: str) -> None:
    """The examples stand last, and each rule has one: a pack that is read has lost no rule, notice, amount or holiday."""
    text = (RULES / f"{pack}.toml").read_text(encoding="utf-8")
    whole = read_pack(text, f"{pack}.toml")
    lines = [found.start() for found in re.finditer(r"^", text, re.MULTILINE)]
    for end in (*lines[:: max(1, len(lines) // 60)], *(start + 7 for start in lines[:: max(1, len(lines) // 60)])):
        found = read_or_refused(text[:end], f"{pack}.toml")
        if isinstance(found, str):
            assert found.startswith(f"{pack}.toml")
        else:
            assert (found.rules, found.provisions, found.calendar) == (whole.rules, whole.provisions, whole.calendar)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesTrouble, match="There is no rule file"):
        load_pack(tmp_path / "none.toml")
    with pytest.raises(RulesTrouble, match="cannot be read"):
        load_pack(tmp_path)
    (tmp_path / "us-xx.toml").write_text(HEAD + rule_text() + example_text(), encoding="utf-8-sig")
    assert load_pack(tmp_path / "us-xx.toml").id == "us-xx"
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


# --- the packs that ship ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pack", PACKS)
def test_every_worked_example_of_every_pack_comes_out(pack: str) -> None:
    assert failures(find_pack(RULES, pack)) == ()


def test_only_what_somebody_stands_for_is_enabled() -> None:
    assert [pack for pack in PACKS if find_pack(RULES, pack).enabled] == ["us-mi"]
    assert len(PACKS) >= 3


def test_no_office_works_by_a_pack_that_is_disabled() -> None:
    assert pack_to_apply(RULES, "us-mi").id == "us-mi"
    with pytest.raises(RulesTrouble, match=r"The rules of Texas .* are not reviewed, so no office can work by them"):
        pack_to_apply(RULES, "us-tx")


def test_another_state_is_data_only() -> None:
    program = Path(read_pack.__code__.co_filename).parents[1]
    code = {path: path.read_text(encoding="utf-8") for path in program.rglob("*.py")}
    for pack in PACKS:
        state = find_pack(RULES, pack)
        words = {
            state.id,
            *(rule.id for rule in state.rules),
            *(each.letter for each in state.provisions if isinstance(each, Notice) and each.letter),
        }
        if state.enabled:
            continue
        for path, text in code.items():
            assert not [word for word in words if f'"{word}"' in text], path


def test_a_file_that_is_called_like_another_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "us-oh.toml").write_text((RULES / "us-tx.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(RulesTrouble, match=r"us-oh\.toml, field id: it is us-tx, so the file must be called us-tx\.toml"):
        find_pack(tmp_path, "us-oh")


def test_michigan_s_money_and_notices_are_carried_for_those_who_need_them() -> None:
    day = date(2026, 11, 23)
    fee = provision(michigan(), Charge, "abandoned-vehicle-fee", day)
    cap = provision(michigan(), StorageCap, "impound", day)
    bond = provision(michigan(), Charge, "petition-bond", day)
    letter = provision(michigan(), Notice, "garage-owner", day)
    assert fee is not None
    assert (fee.amount, fee.shares) == (Decimal(40), {Actor.STATE: Decimal(25), Actor.US: Decimal(15)})
    assert cap is not None
    assert cap.total == Decimal(1000)
    assert bond is not None
    assert bond.plus == (Part.TOWING, Part.STORAGE)
    assert letter is not None
    assert letter.methods == (Method.CERTIFIED_RETURN_RECEIPT,)
    assert provision(michigan(), Charge, "impound", day) is None


# --- a law that is not in force yet is entered today --------------------------------------------------------------------

PENDING = """
[[charge]]
id = "towing"
kind = "cap"
sentence = "Towing a light vehicle costs at most 250 dollars."
amount = 250
citation = "A pending bill"
confidence = "C"
effective_from = 2027-07-01
effective_until = 2028-06-30

[[charge]]
id = "towing"
kind = "cap"
sentence = "Towing a light vehicle costs at most 265 dollars."
amount = 265
citation = "A pending bill"
confidence = "C"
effective_from = 2028-07-01

# --- worked examples:"""

NEW_EXAMPLE = """
[[example]]
name = "LEIN entry on the first day of the shorter notice"
custody = "private_property"
events = [{ kind = "lein_entered", on = 2027-07-01 }]
[example.expect]
"mi.sos_notice" = { date = 2027-07-06, state = "computed", confidence = "R" } # 4 July is a Sunday, the Monday is kept for it

[[example]]
name = "LEIN entry on the last day of the old notice"
custody = "private_property"
events = [{ kind = "lein_entered", on = 2027-06-30 }]
[example.expect]
"mi.sos_notice" = { date = 2027-07-07, state = "computed", confidence = "B" }
"""


def pending_law() -> str:
    """Michigan's pack as somebody would change it today: the old rule ends, the new one stands beside it."""
    text = (RULES / "us-mi.toml").read_text(encoding="utf-8")
    rule = re.search(r'\[\[rule\]\]\nid = "mi\.sos_notice"\n.*?\n\n', text, re.DOTALL)
    assert rule is not None
    old = rule[0].rstrip() + "\neffective_until = 2027-06-30\n\n"
    new = rule[0].replace("count = 7", "count = 3").replace("within 7 days", "within 3 days").rstrip() + "\neffective_from = 2027-07-01\n\n"
    return text.replace(rule[0], old + new).replace("\n# --- worked examples:", PENDING) + NEW_EXAMPLE


def test_a_shorter_notice_that_is_pending_counts_from_its_day_on_by_the_day_of_the_lein_entry() -> None:
    pack = read_pack(pending_law(), "us-mi.toml")
    assert failures(pack) == ()
    assert [rule.count for rule in pack.rules if rule.id == "mi.sos_notice"] == [7, 3]
    assert len(pack.rules) == len(michigan().rules) + 1


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2027-06-30", None), ("2027-07-01", 250), ("2028-06-30", 250), ("2028-07-01", 265), ("2040-01-01", 265)],
)
def test_a_fee_cap_that_is_pending_counts_from_its_day_on(day: str, amount: int | None) -> None:
    found = provision(read_pack(pending_law(), "us-mi.toml"), Charge, "towing", date.fromisoformat(day))
    assert (None if found is None else found.amount) == amount


def test_a_pending_law_that_forgets_to_end_the_old_rule_is_refused() -> None:
    forgotten = pending_law().replace("effective_until = 2027-06-30\n", "")
    assert "rule mi.sos_notice, field effective_until: the version before the one of 2027-07-01" in refused(forgotten, "us-mi.toml")
    assert "charge towing, field effective_from: two versions are in force from 2028-06-30 to 2028-06-30" in refused(
        pending_law().replace("effective_from = 2028-07-01", "effective_from = 2028-06-30"), "us-mi.toml"
    )


# --- the page that tells how to write a pack ----------------------------------------------------------------------------

PAGE = (RULES.parent / "help" / "rule-file.md").read_text(encoding="utf-8")


def test_the_pack_on_the_page_is_whole_and_its_examples_come_out() -> None:
    whole = next(block for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if block.startswith("id ="))
    pack = read_pack(whole, "us-zz.toml")
    assert failures(pack) == ()
    assert len(pack.examples) == 2


@pytest.mark.parametrize("kind", [Rule, Condition, Holiday, Pattern, Consequence, Review, Example, Expected, ExampleEvent, *KINDS.values()])
def test_the_page_names_every_field(kind: type[Rule]) -> None:
    assert [each.name for each in fields(kind) if not re.search(rf"\b{each.name}\b", PAGE)] == []


@pytest.mark.parametrize("words", [Actor, Effect, Method, Recipient, Claim, Part, ChargeKind, FactName, DeadlineKind, Unit, Roll, Reached])
def test_the_page_names_every_word(words: type[StrEnum]) -> None:
    assert [word for word in words if word.value not in PAGE] == []
