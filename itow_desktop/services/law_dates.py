"""The law dates: every rule of the pack with whether somebody compared it with the law in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from itow_desktop.domain.errors import NotFound, Problems, Refused
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.reviews import ROLL, RuleReview, mark_of, roll_mark_of
from itow_desktop.domain.rule_words import actor_words, count_words, in_force_words, roll_words
from itow_desktop.domain.rules import Confidence, Review, Rule, RulePack
from itow_desktop.domain.vehicles import present
from itow_desktop.services.office import follow_office
from itow_desktop.services.shift import Shift

_LONGEST = 300
_ROLL_STEP = "Last day on a closed day"


@dataclass(frozen=True, slots=True)
class LawDate:
    """One rule as people read it; ``mark`` names exactly what it asks.

    ``review`` is the office's own, or none; ``checked`` also where the rule file itself says so. ``earlier`` are reviews that
    count no more: taken back, or given for what the rule asked before.
    """

    mark: str
    rule_id: str
    case: str
    step: str
    sentence: str
    days: str
    actor: str
    citation: str | None
    confidence: Confidence | None
    citation_confidence: Confidence | None
    source: str
    in_force: str
    checked: Review | None
    review: RuleReview | None = None
    earlier: tuple[RuleReview, ...] = ()

    @property
    def of_house(self) -> bool:
        """Whether it is house practice that no law asks for: nothing to be compared with."""
        return self.citation is None

    @property
    def unchecked(self) -> bool:
        """Whether it is law that nobody compared with the law in force."""
        return self.checked is None and not self.of_house

    @property
    def unverified(self) -> bool:
        """Whether dates that rest on it are marked wherever they are shown."""
        return self.confidence in {Confidence.C, Confidence.R} and self.checked is None


@dataclass(frozen=True, slots=True)
class LawDates:
    """The rules of the pack in its order, the roll at their end; ``may_change``: the database lets this person say what is checked."""

    name: str
    version: str
    rules: tuple[LawDate, ...]
    may_change: bool

    @property
    def unverified(self) -> tuple[LawDate, ...]:
        """The rules whose dates are marked."""
        return tuple(each for each in self.rules if each.unverified)


def law_dates(shift: Shift) -> LawDates:
    """Every rule with what is known of it."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        pack = shift.law.pack
        reviews, may = unit.reviews.of(pack.id), unit.reviews.may_change()
    if shift.person is not None:
        may = may and lacking(shift.person.rights, Rights.MANAGER) is None
    rules = [_law_date(rule, reviews) for rule in pack.rules]
    return LawDates(pack.name, pack.version, (*rules, _roll(pack, reviews)), may)


def mark_checked(shift: Shift, marks: Collection[str], review: Review) -> int:
    """Record that somebody compared these rules with the law in force; answers how many.

    Their dates lose the mark at once, on all PCs. Raises ``Problems``, ``NotFound`` where the pack has no such rule any more,
    ``Refused`` for house practice, ``NotAllowed`` for whoever is no manager.
    """
    clean = _checked(shift, review)
    known = {each.mark: each for each in law_dates(shift).rules}
    if not marks or not all(mark in known for mark in marks):
        raise NotFound("This rule reads otherwise now. Nothing was changed. Look at the law dates again.")
    chosen = [known[mark] for mark in dict.fromkeys(marks)]
    if any(each.of_house for each in chosen):
        raise Refused("House practice is no law: there is nothing to compare it with. Nothing was changed.")
    with shift.desk.begin(shift.deed(_named("check", chosen))) as unit:
        unit.reviews.add(shift.law.pack.id, [RuleReview(0, each.rule_id, each.case, each.mark, clean) for each in chosen])
        unit.commit()
    follow_office(shift)
    return len(chosen)


def take_back(shift: Shift, marks: Collection[str], reason: str) -> int:
    """Let what was checked by mistake count as not checked; answers how many rules. Raises ``Problems``, ``Refused``, ``NotAllowed``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why it does not count as checked any more."),))
    chosen = [each for each in law_dates(shift).rules if each.mark in marks and each.review is not None]
    if not chosen:
        raise Refused("Nobody at this office marked this rule as checked. Nothing was changed.")
    with shift.desk.begin(shift.deed(_named("take back the check", chosen))) as unit:
        wanted = {each.mark for each in chosen}
        standing = [each.id for each in unit.reviews.of(shift.law.pack.id) if each.mark in wanted and each.taken_back is None]
        unit.reviews.take_back(standing, why[:_LONGEST])
        unit.commit()
    follow_office(shift)
    return len(chosen)


def _named(deed: str, chosen: Sequence[LawDate]) -> str:
    return f"{deed} of {chosen[0].rule_id}" if len(chosen) == 1 else f"{deed} of {len(chosen)} rules"


def _checked(shift: Shift, review: Review) -> Review:
    by, source = present(review.by), present(review.source)
    problems = []
    if by is None:
        problems.append(("by", "Enter who compared the rule with the law: the name and what they are, such as an attorney."))
    if source is None:
        problems.append(("source", "Enter the text of the law it was compared with, and from when that text is."))
    if review.on > shift.today:
        problems.append(("on", "That day has not come yet. Enter when it was checked."))
    if by is None or source is None or problems:
        raise Problems(tuple(problems))
    return Review(by[:_LONGEST], review.on, source[:_LONGEST])


def _law_date(rule: Rule, reviews: Sequence[RuleReview]) -> LawDate:
    mark = mark_of(rule)
    of_rule = [each for each in reviews if (each.rule_id, each.case) == (rule.id, rule.case)]
    return LawDate(
        mark=mark,
        rule_id=rule.id,
        case=rule.case,
        step=rule.step,
        sentence=rule.sentence,
        days=count_words(rule),
        actor=actor_words(rule.actor),
        citation=rule.citation,
        confidence=rule.confidence,
        citation_confidence=rule.citation_confidence,
        source=rule.source,
        in_force=in_force_words(rule),
        checked=rule.reviewed,
        review=_standing(of_rule, mark),
        earlier=_earlier(of_rule, mark),
    )


def _roll(pack: RulePack, reviews: Sequence[RuleReview]) -> LawDate:
    mark = roll_mark_of(pack)
    of_roll = [each for each in reviews if each.rule_id == ROLL]
    return LawDate(
        mark=mark, rule_id=ROLL, case="", step=_ROLL_STEP, sentence=roll_words(pack), days="the next day that is open", actor="everybody",
        citation=pack.roll_citation, confidence=pack.roll_confidence, citation_confidence=None, source="", in_force="",
        checked=pack.roll_reviewed, review=_standing(of_roll, mark), earlier=_earlier(of_roll, mark),
    )  # fmt: skip


def _standing(reviews: Sequence[RuleReview], mark: str) -> RuleReview | None:
    return next((each for each in reversed(reviews) if each.mark == mark and each.taken_back is None), None)


def _earlier(reviews: Sequence[RuleReview], mark: str) -> tuple[RuleReview, ...]:
    standing = _standing(reviews, mark)
    return tuple(each for each in reversed(reviews) if each is not standing)
