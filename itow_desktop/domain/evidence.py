"""The events of one custody as the rules ask for them: standing, dated in the law's zone, in one order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from itow_desktop.domain.calendars import local_time, said_day, said_time
from itow_desktop.domain.conditions import FACT_KINDS, Condition, FactName, FactValue, Pattern
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.sentences import EVENT_NAMES

_FIRST_YEAR, _LAST_YEAR = 1900, 9000  # beyond them a date is a slip of the keyboard, and counting on from it may leave the calendar
_ORDER = {kind: place for place, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Found:
    """A standing event with its local day and time; both None when not known or not believable."""

    event: Event
    day: date | None
    at: datetime | None
    notes: tuple[str, ...] = ()
    said: str = field(init=False, compare=False)
    """The event as the trace names it, with its evidence; said once, as several dates rest on one event."""

    def __post_init__(self) -> None:
        when = said_time(self.at) if self.at else said_day(self.day) if self.day else "on a day not known"
        witness = ", ".join(text for text in (self.event.source, self.event.recorded_by) if text)
        object.__setattr__(self, "said", f"{EVENT_NAMES[self.event.kind]} {when}" + (f" ({witness})" if witness else ""))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Standing events by kind, each list in order of happening, undated ones last."""

    by_kind: Mapping[EventKind, tuple[Found, ...]]
    last_day: date | None

    @classmethod
    def of(cls, events: Iterable[Event], zone: tzinfo) -> "Evidence":
        """Sort out events in any order and any state."""
        lists: dict[EventKind, list[Found]] = {}
        last: date | None = None
        known = [_found(event, zone) for event in standing(events)]
        if len(known) > 1:
            known.sort(key=_place)
        for found in known:
            lists.setdefault(found.event.kind, []).append(found)
            if found.day is not None and (last is None or found.day > last):
                last = found.day
        return cls({kind: tuple(found) for kind, found in lists.items()}, last)

    def of_kind(self, kind: EventKind) -> tuple[Found, ...]:
        """All standing events of a kind."""
        return self.by_kind.get(kind, ())

    def matching(self, patterns: tuple[Pattern, ...], since: tuple[EventKind, ...] = ()) -> tuple[Found, ...]:
        """Events that fit one of the patterns, in order; those before the last event of ``since`` are left out."""
        found: list[Found] = []
        for pattern in patterns:
            if standing := self.by_kind.get(pattern.event):
                found += standing if pattern.any_of_kind else [each for each in standing if pattern.fits(each.event.data)]
        if not found:
            return ()
        if len(patterns) > 1 and len(found) > 1:
            found.sort(key=_place)
        if not since:
            return tuple(found)
        marks = [mark for kind in since for mark in self.of_kind(kind)]
        return tuple(each for each in found if all(not_earlier(each, mark) for mark in marks))


def not_earlier(event: Found, other: Found) -> bool:
    """Whether the event can answer the other one: not before it, and on the same day only if it is of another kind.

    Where a day is not known the answer stands, for answers are recorded after what they answer.
    """
    if event.day is None or other.day is None:
        return True
    if event.day != other.day:
        return event.day > other.day
    if event.at is not None and other.at is not None and event.at != other.at:
        return event.at > other.at
    return event.event.kind is not other.event.kind


def holds(condition: Condition, known: Evidence, facts: Mapping[FactName, FactValue], day: date | None = None) -> bool | None:
    """Whether a condition is so on the day of the law; None where the fact it asks for is not known."""
    if condition.fact is None:
        return _stands(condition, known) is condition.present
    value = value_of(condition.fact, facts, day)
    if value is None:
        return None
    return _fits(condition, value) is condition.present


def all_hold(
    conditions: tuple[Condition, ...], known: Evidence, facts: Mapping[FactName, FactValue], day: date | None = None
) -> tuple[bool, str | None]:
    """Whether nothing speaks against the conditions, and the name of the first fact that is not known."""
    unknown = None
    for condition in conditions:
        answer = holds(condition, known, facts, day)
        if answer is False:
            return False, None
        if answer is None and unknown is None and condition.fact is not None:
            unknown = condition.fact.value
    return True, unknown


def value_of(fact: FactName, facts: Mapping[FactName, FactValue], day: date | None) -> FactValue | None:
    """What is known of a fact; a value of the wrong kind tells nothing, an age follows from the model year."""
    value = facts.get(fact)
    if type(value) is FACT_KINDS[fact]:
        return value
    built = facts.get(FactName.MODEL_YEAR) if fact is FactName.VEHICLE_AGE else None
    return day.year - built if type(built) is int and day is not None else None


def stood(condition: Condition, known: Evidence) -> list[tuple[date, date]]:
    """From which day to which day each event of the condition stood until it was answered; what is not dated is left out."""
    spans = []
    answers = known.matching(condition.answered_by)
    for event in known.matching(condition.events):
        ends = [answer.day for answer in answers if answer.day is not None and _answers(answer, event, condition.same)]
        if event.day is not None and ends:
            spans.append((event.day, min(ends)))
    return sorted(spans)


def time_in(found: Found, key: str, zone: tzinfo) -> datetime | None:
    """The time under a key of the event's data (ISO; without an offset it is local), None where there is none that can be read."""
    try:
        told = datetime.fromisoformat(found.event.data[key])
    except (KeyError, ValueError, TypeError):
        return None
    if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        return None
    return local_time(told, zone)[0] if told.tzinfo is None else told.astimezone(zone)


def _stands(condition: Condition, known: Evidence) -> bool:
    asked = known.matching(condition.events)
    if not asked or not condition.answered_by:
        return bool(asked)
    answers = known.matching(condition.answered_by)
    return any(not any(_answers(answer, event, condition.same) for answer in answers) for event in asked)


def _answers(answer: Found, event: Found, same: str | None) -> bool:
    alike = same is None or answer.event.data.get(same) == event.event.data.get(same)
    return alike and not_earlier(answer, event)


def _fits(condition: Condition, value: FactValue) -> bool:
    if condition.one_of and value not in condition.one_of:
        return False
    if condition.at_least is None and condition.at_most is None:
        return True
    if not isinstance(value, int):  # only of numbers may a condition say bounds
        return False
    return (condition.at_least is None or value >= condition.at_least) and (condition.at_most is None or value <= condition.at_most)


def _found(event: Event, zone: tzinfo) -> Found:
    year = event.at.year if event.at else event.on.year if event.on else None
    if year is None:
        return Found(event, None, None)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return Found(event, None, None, (f"The year {year} of {event.kind.value} cannot be right; it counts as not known.",))
    if event.at is None:
        return Found(event, event.on, None)
    if event.at.tzinfo is None or (event.at.tzinfo is zone and event.at.fold == 0):
        at, note = local_time(event.at.replace(tzinfo=None), zone)
    else:
        at = event.at.astimezone(zone)
        note = f"{at:%H:%M} happens twice on {said_day(at.date())} (clocks go back): this is the second one." if at.fold else None
    return Found(event, at.date(), at, (note,) if note else ())


def _place(found: Found) -> tuple[date, datetime, int, str, str]:
    """Order of happening: the day, on it those without a time first, then the course of things; never the order of recording."""
    day = found.day or date.max
    at = found.at.astimezone(UTC) if found.at else datetime.min.replace(tzinfo=UTC)
    return day, at, _ORDER[found.event.kind], found.event.id, repr(sorted(found.event.data.items()))
