"""What a rule asks, in words that can be held against the text of the law."""

from itow_desktop.domain.calendars import CLOSED, DayName, Roll, said_day
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Rule, RulePack, Unit
from itow_desktop.domain.sentences import fact_name

HOW_SURE = {
    Confidence.A: "read in the statute itself",
    Confidence.B: "from an official source that is not the statute",
    Confidence.C: "told by others",
    Confidence.R: "recalled, not read",
}
"""The marks of the rule file in words; C and R are shown as not yet checked wherever a date rests on them."""

_SIDES = {DeadlineKind.NOT_AFTER: "at the latest", DeadlineKind.NOT_BEFORE: "not before", DeadlineKind.WINDOW: "between"}


def count_words(rule: Rule) -> str:
    """How many days on which side of what: ``not before day 20 after the SOS notice date``."""
    start = _start(rule)
    if rule.until is not None:
        words = f"from {_unit(rule)} {rule.count} to {_unit(rule)} {rule.until} after {start}, both included"
    elif rule.count < 0:
        words = f"{_SIDES[rule.kind]} {_amount(rule)} before {start}"
    elif rule.count == 0:
        words = f"{_SIDES[rule.kind]} at {start}" if rule.kind is not DeadlineKind.NOT_BEFORE else f"from {start}"
    elif rule.kind is DeadlineKind.NOT_BEFORE and rule.unit is Unit.DAYS:
        words = f"not before day {rule.count} after {start}"
    else:
        words = f"{_SIDES[rule.kind]} {_amount(rule)} after {start}"
    return ", ".join([words, *_manner(rule)])


def roll_words(pack: RulePack) -> str:
    """What is done with a last day that is closed, and the holidays there are."""
    holidays = ", ".join(holiday.name for holiday in pack.calendar.holidays)
    return f"A last day on a Saturday, a Sunday or a legal holiday moves to the next day that is none. Legal holidays: {holidays}."


def actor_words(actor: Actor) -> str:
    """Who must or may act, as the desk says it."""
    return {Actor.US: "we", Actor.SELLER: "who sells", Actor.POLICE: "the police"}.get(actor, f"the {actor.value}")


def in_force_words(rule: Rule) -> str:
    """The days on which this version of a rule governs; empty where it always does."""
    parts = [
        f"from {said_day(rule.effective_from)}" if rule.effective_from else "",
        f"until {said_day(rule.effective_until)}" if rule.effective_until else "",
    ]
    return " ".join(part for part in parts if part)


def _start(rule: Rule) -> str:
    if rule.after:
        return " and ".join(rule.after)
    names = list(dict.fromkeys(fact_name(pattern.event) for pattern in rule.trigger))
    return "the car left" if len(names) > 2 else " or ".join(names)  # only all ways to leave are so many


def _amount(rule: Rule) -> str:
    number = abs(rule.count)
    return f"{number} {rule.unit.value if number != 1 else rule.unit.value.removesuffix('s')}"


def _unit(rule: Rule) -> str:
    return rule.unit.value.removesuffix("s")


def _manner(rule: Rule) -> list[str]:
    """How the days are counted, as far as it is not the plain way."""
    parts = []
    if rule.unit is Unit.HOURS and rule.count:
        parts.append("by the clock")
    if rule.first_day_counted:
        parts.append("the first day counted")
    if rule.not_counted:
        parts.append(f"{_days(rule.not_counted)} not counted")
    if rule.roll is not Roll.NONE:
        moved = "moves on" if rule.roll is Roll.FORWARD else "moves back"
        parts.append(f"a last day on {_days(rule.roll_days)} {moved}")
    return parts


def _days(days: tuple[DayName, ...]) -> str:
    if set(days) == set(CLOSED):
        return "a Saturday, Sunday or legal holiday"
    return ", ".join("legal holidays" if day is DayName.HOLIDAY else f"{day.capitalize()}s" for day in days)
