"""Where a rule's count starts and where it ends."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itow_desktop.domain import traces
from itow_desktop.domain.calendars import Counted, add_months
from itow_desktop.domain.rules import Confidence, Rule, RulePack, Unit

_LONGEST_SETTING = 3650


@dataclass(frozen=True, slots=True)
class Base:
    """Where a count starts: a day, and the time where one is known; or what it ``needs`` for that.

    ``links`` are the confidences of all that it rests on besides the rule, ``checked`` whether all of that was compared
    with the law in force, ``unsure`` whether any of it is told by others or recalled and was not.
    """

    lines: tuple[str, ...]
    day: dt.date | None = None
    at: dt.datetime | None = None
    needs: str | None = None
    links: tuple[Confidence | None, ...] = ()
    checked: bool = True
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a count gave; ``links``, ``checked`` and ``unsure`` as in ``Base``."""

    lines: tuple[str, ...]
    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    needs: str | None = None
    links: tuple[Confidence | None, ...] = ()
    checked: bool = True
    unsure: bool = False


def count(rule: Rule, base: Base, pack: RulePack, office: Mapping[str, int], stood: Iterable[tuple[dt.date, dt.date]] = ()) -> Answer:
    """The date, time or window; ``office`` maps ids of rules that are a setting to the days the office chose.

    ``stood`` are spans, from the first day to the day of the answer, in which the count of a rule of days stood still.
    """
    if base.needs is not None or base.day is None:
        return Answer(base.lines, needs=base.needs, links=base.links, checked=base.checked, unsure=base.unsure)
    chosen = office.get(rule.id) if rule.setting else None
    by_office = chosen is not None and 0 <= chosen <= _LONGEST_SETTING
    number = chosen if by_office and chosen is not None else rule.count
    if rule.unit is Unit.HOURS:
        return _hours(rule, base, number, pack)
    first = _days(rule, base.day, number, pack)
    lines = [*base.lines, *traces.counted(rule, number, first.day, first.skipped, by_office=by_office)]
    last = first
    if rule.until is not None:
        last = _days(rule, base.day, rule.until, pack)
        lines += traces.counted(rule, rule.until, last.day, last.skipped)
    for since, answered in _merged(stood):
        first, last, line = _stood_still(base.day, first, last, since, answered)
        lines += line
    end = pack.calendar.roll(last.day, rule.roll, rule.roll_days)
    links, checked, unsure = base.links, base.checked, base.unsure
    if end.day != last.day:
        lines += traces.rolled(end.day, end.skipped, pack)
        links, checked = (*links, pack.roll_confidence), checked and pack.roll_reviewed is not None
        unsure = unsure or pack.roll_unverified
    if rule.until is not None:
        return Answer(tuple(lines), first.day, until=end.day, links=links, checked=checked, unsure=unsure)
    return Answer(tuple(lines), end.day, links=links, checked=checked, unsure=unsure)


def _days(rule: Rule, day: dt.date, number: int, pack: RulePack) -> Counted:
    if rule.unit is Unit.MONTHS:
        return Counted(add_months(day, number))
    less = int(rule.first_day_counted and number > 0)
    return pack.calendar.add_days(day, number - less, rule.not_counted)


def _merged(spans: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """The spans in order, those that overlap made one: a day is added once, whatever stood on it."""
    merged: list[tuple[dt.date, dt.date]] = []
    for since, answered in sorted(spans):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], answered))
        else:
            merged.append((since, answered))
    return merged


def _stood_still(start: dt.date, first: Counted, last: Counted, since: dt.date, answered: dt.date) -> tuple[Counted, Counted, list[str]]:
    """Both ends of a count with the days added that it stood still while it ran; with the sentence about them."""
    still = (answered - max(since, start)).days
    if still <= 0 or since > last.day:
        return first, last, []
    more = dt.timedelta(days=still)
    first = Counted(first.day + more) if since <= first.day else first
    last = Counted(last.day + more)
    return first, last, traces.stood_still(since, answered, still, last.day)


def _hours(rule: Rule, base: Base, number: int, pack: RulePack) -> Answer:
    if base.at is None:
        needs = rule.trigger[0].event.value
        if number == 0:
            return Answer((*base.lines, "The time of day is not known."), base.day)
        return Answer((*base.lines, traces.missing(needs, "has no time of day")), needs=needs)
    end = pack.calendar.add_hours(base.at, number, pack.tz, rule.not_counted)
    return Answer((*base.lines, *traces.counted_hours(number, end.at, end.skipped)), at=end.at)
