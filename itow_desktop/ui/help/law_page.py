"""The law page of the manual, written from the rule pack itself so that it cannot disagree with the dates."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.rules import Confidence, Rule, RulePack
from itow_desktop.ui.help.pages import HelpPage, page_of

NAME = "law-dates"
_HOW_SURE: Mapping[Confidence, str] = MappingProxyType(
    {
        Confidence.A: "read in the statute",
        Confidence.B: "from an official source, not the statute itself",
        Confidence.C: "from somebody else's account of the law",
        Confidence.R: "from memory, not verified",
    }
)


def law_page(pack: RulePack) -> HelpPage:
    """Every rule with what it asks, where that is written, how sure we are of it, whether an attorney checked it."""
    head = (
        f"# Law dates of {pack.name}\n\n"
        f"The program computes every date from these rules (pack {pack.id}, version {pack.version}) and from what was recorded of the "
        "car. A rule that nobody has checked yet is used all the same, and is marked so wherever its date is shown. What the dates mean "
        "for your day stands in [What the law asks](law.md).\n\n"
    )
    sections = dict.fromkeys(map(_section, pack.rules))  # two cases of a rule that read alike are told once
    return page_of(NAME, head + "\n".join(sections))


def _section(rule: Rule) -> str:
    where = rule.citation or "House practice, no law"
    sure = "" if rule.confidence is None else f", {_HOW_SURE[rule.confidence]}"
    checked = f"checked by {rule.reviewed.by} on {rule.reviewed.on}" if rule.reviewed else "not yet checked by our attorney"
    return f"## {rule.step}\n\n{rule.sentence or rule.why}\n\n*{where}{sure}; {checked}.* Rule {rule.id}.\n"
