"""A rule of the law dates as people read it: a line of the list, all that is known of it."""

from collections.abc import Sequence
from datetime import tzinfo

from itow_desktop.domain.reviews import RuleReview
from itow_desktop.domain.rule_words import HOW_SURE
from itow_desktop.domain.rules import Review
from itow_desktop.services.law_dates import LawDate
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import list_day
from itow_desktop.ui.widgets.dotted import NOT_CHECKED
from itow_desktop.ui.widgets.facts import Facts

_SURE = {"A": "A: statute", "B": "B: official", "C": "C: told by others", "R": "R: recalled"}


def searched(rule: LawDate) -> str:
    """What a rule is found by, in small letters."""
    return " ".join((rule.step, rule.case, rule.sentence, rule.days, rule.citation or "", rule.rule_id)).casefold()


def rule_row(rule: LawDate) -> TextRow:
    """One line of the list."""
    sure = _SURE[rule.confidence.value] if rule.confidence else "house practice"
    return TextRow(
        rule.mark,
        (
            Cell(f"{rule.step} ({rule.case})" if rule.case else rule.step, tip=rule.sentence),
            Cell(rule.citation or "house practice", tip=rule.days),
            Cell(sure, tone=Tone.TODAY if rule.unverified else None, tip=HOW_SURE[rule.confidence] if rule.confidence else ""),
            _checked(rule),
        ),
    )


def _checked(rule: LawDate) -> Cell:
    if rule.of_house:
        return Cell("no law", tone=Tone.QUIET)
    if rule.checked is None:
        return Cell(NOT_CHECKED, tone=Tone.TODAY if rule.unverified else Tone.QUIET, picture="warning" if rule.unverified else None)
    return Cell(f"{list_day(rule.checked.on)} by {rule.checked.by}", rule.checked.on, Tone.DONE, "circle-wavy-check", rule.checked.source)


def rule_facts(rule: LawDate, zone: tzinfo) -> Facts:
    """A rule in full, with everything that was said of it."""
    facts = Facts()
    facts.add("Days", rule.days)
    facts.add("Who", rule.actor)
    facts.add("Written in", rule.citation or "nowhere: house practice, not law")
    if rule.citation_confidence is not None:
        facts.add("", f"the subsection's number is {HOW_SURE[rule.citation_confidence]}", tone=Tone.QUIET)
    if rule.confidence is not None:
        facts.add("How sure", HOW_SURE[rule.confidence], tone=Tone.TODAY if rule.unverified else None)
    for name, value in (("From", rule.source), ("In force", rule.in_force), ("Rule", _name(rule))):
        if value:
            facts.add(name, value)
    if not rule.of_house:
        _tell_checked(facts, rule, zone)
    return facts


def _name(rule: LawDate) -> str:
    return f"{rule.rule_id} ({rule.case})" if rule.case else rule.rule_id


def _tell_checked(facts: Facts, rule: LawDate, zone: tzinfo) -> None:
    if rule.checked is None:
        facts.add("Checked", NOT_CHECKED, tone=Tone.TODAY if rule.unverified else Tone.QUIET, bold=True)
    else:
        facts.add("Checked", _review(rule.checked), tone=Tone.DONE)
        facts.add("Recorded", _recorded(rule.review, zone) if rule.review else "in the rule file")
    _tell_earlier(facts, rule.earlier)


def _tell_earlier(facts: Facts, earlier: Sequence[RuleReview]) -> None:
    for review in earlier:
        because = f"Taken back: {review.taken_back}" if review.taken_back else "For what the rule asked before; it reads otherwise now."
        facts.add("Before", f"{_review(review.review)}\n{because}", tone=Tone.QUIET)


def _review(review: Review) -> str:
    return f"{list_day(review.on)} by {review.by}, with {review.source}"


def _recorded(review: RuleReview, zone: tzinfo) -> str:
    day = f" on {list_day(review.recorded_at.astimezone(zone).date())}" if review.recorded_at else ""
    return f"by {review.recorded_by or 'nobody'}{day}"
