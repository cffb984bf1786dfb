"""What the law asks, as data."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo

from itow_desktop.domain.calendars import CLOSED, WEEK, Calendar, DayName, Roll
from itow_desktop.domain.conditions import FACT_KINDS, Condition, FactName, FactValue, Pattern
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.questions import Question
from itow_desktop.domain.vehicles import CustodyKind


class DeadlineKind(StrEnum):
    """Which side of a date is the right one."""

    NOT_AFTER = "not_after"
    NOT_BEFORE = "not_before"
    WINDOW = "window"


class Unit(StrEnum):
    """What is counted; business days are days with the closed ones in ``not_counted``."""

    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Actor(StrEnum):
    """Who must or may act."""

    US = "us"
    SELLER = "seller"
    POLICE = "police"
    STATE = "Secretary of State"
    OWNER = "owner"
    LIENHOLDER = "lienholder"
    COURT = "court"
    AGENCY = "state agency"
    PROPERTY_OWNER = "property owner"

    @property
    def ours(self) -> bool:
        """Whether it is our own work; we are the seller unless the police sell."""
        return self is Actor.US or self is Actor.SELLER  # asked of every deadline there is; a set would be made each time


class Confidence(StrEnum):
    """How sure a rule is: A read in the statute, B official but not statute, C third party, R recalled, not read."""

    A = "A"
    B = "B"
    C = "C"
    R = "R"


def weakest(links: Iterable[Confidence | None]) -> Confidence | None:
    """A chain is as sure as its weakest link; links of house practice (None) do not count."""
    return max((link for link in links if link is not None), default=None)


class Missing(StrEnum):
    """What becomes of a deadline whose trigger is not recorded."""

    NEEDS = "needs"
    LEFT_OUT = "left_out"


class Which(StrEnum):
    """Which of several standing events of one kind starts the count."""

    FIRST = "first"
    LAST = "last"


class Reached(StrEnum):
    """What it means for the desk that a not-before date is there, or that somebody's right has run out."""

    READY = "ready"
    CHASE = "chase"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Review:
    """Who compared a rule with the law in force, when, and with what text."""

    by: str
    on: dt.date
    source: str


class Effect(StrEnum):
    """What becomes of a right or a claim when a step is late."""

    STORAGE_STOPS = "storage_stops"
    STORAGE_REDUCED = "storage_reduced"
    FEES_LOST = "fees_lost"
    LIEN_VOID = "lien_void"
    START_AGAIN = "start_again"
    OWN_RISK = "own_risk"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the law makes of a late step, in a word and in a sentence."""

    effect: Effect
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One version of something a state's law says besides dates; ``domain.provisions`` has the kinds there are.

    Without ``applies_to`` it holds for every custody; ``when`` are the conditions under which it does.
    """

    id: str
    sentence: str
    citation: str
    confidence: Confidence
    source: str = ""
    applies_to: tuple[CustodyKind, ...] = ()
    when: tuple[Condition, ...] = ()
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    reviewed: Review | None = None

    def __post_init__(self) -> None:
        _check_effective(self.effective_from, self.effective_until)
        _check_sentence(self.sentence)

    def in_force(self, day: dt.date) -> bool:
        """Whether this version speaks of what happened on the day."""
        return _in_force(self.effective_from, self.effective_until, day)


def _in_force(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return not ((first and day < first) or (last and day > last))


def _check_effective(first: dt.date | None, last: dt.date | None) -> None:
    if first and last and last < first:
        raise ValueError("effective_until: lies before effective_from")


def _check_sentence(sentence: str) -> None:
    if not sentence.endswith("."):
        raise ValueError("sentence: say in a whole sentence, with a full stop, what staff should know")


_MOST = {Unit.DAYS: 3660, Unit.HOURS: 8784, Unit.MONTHS: 120}


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of the law or of the house.

    The count starts at the ``first`` or ``last`` (``which``) event of ``trigger``,
    at the time under ``time_in`` of its data where that is known, and not before
    an event of ``since``; or, with ``after``, at the last of those rules' dates.
    ``done_by`` closes it; ``proof`` closes it when the event itself is not known.
    ``undone_by`` takes what closed it back. ``missed_by`` establishes that a ``question``
    was answered with no; then ``why_missed`` is what is wrong. ``needs_answer`` are questions
    about the car without whose answer the step cannot be taken: until then it stands still.
    Rules that open the way to one and the same ``step`` open it together only.
    ``notices`` are ids of the notices a step sends, ``if_late`` is what the law makes of a late one.
    Several rules may share an id: versions in force at different times, and
    ``case``s of which the first whose conditions hold is taken.
    """

    id: str
    step: str
    why: str
    sentence: str
    applies_to: tuple[CustodyKind, ...]
    trigger: tuple[Pattern, ...]
    kind: DeadlineKind
    actor: Actor
    done_by: tuple[Pattern, ...]
    count: int = 0
    until: int | None = None
    unit: Unit = Unit.DAYS
    first_day_counted: bool = False
    not_counted: tuple[DayName, ...] = ()
    roll: Roll = Roll.NONE
    roll_days: tuple[DayName, ...] = CLOSED
    case: str = ""
    which: Which | None = None
    time_in: str | None = None
    since: tuple[EventKind, ...] = ()
    after: tuple[str, ...] = ()
    when: tuple[Condition, ...] = ()
    frozen: tuple[Condition, ...] = ()
    done_after_trigger: bool = False
    proof: tuple[Pattern, ...] = ()
    undone_by: tuple[Pattern, ...] = ()
    missed_by: tuple[EventKind, ...] = ()
    requires: tuple[EventKind, ...] = ()
    question: bool = False
    needs_answer: tuple[Question, ...] = ()
    why_missed: str = ""
    reached: Reached = Reached.READY
    missing: Missing = Missing.LEFT_OUT
    setting: bool = False
    citation: str | None = None
    confidence: Confidence | None = None
    citation_confidence: Confidence | None = None
    source: str = ""
    effective_from: dt.date | None = None
    effective_until: dt.date | None = None
    reviewed: Review | None = None
    notices: tuple[str, ...] = ()
    if_late: Consequence | None = None

    def __post_init__(self) -> None:
        if not self.trigger:
            raise ValueError("trigger: name the event the count starts from")
        self._check_count()
        self._check_frozen()
        _check_effective(self.effective_from, self.effective_until)
        _check_sentence(self.sentence)
        if self.citation and self.confidence is None and not self.setting:
            raise ValueError("confidence: a rule of law says how sure it is")

    def _check_count(self) -> None:
        for name, days in (("not_counted", self.not_counted), ("roll_days", self.roll_days)):
            if all(day in days for day in WEEK):
                raise ValueError(f"{name}: a week must keep a day that counts")
        if (self.kind is DeadlineKind.WINDOW) != (self.until is not None):
            raise ValueError("until: a window needs it, nothing else has it")
        if self.until is not None and (self.until < self.count or self.unit is Unit.HOURS):
            raise ValueError("until: must not lie before count, and a window is not counted in hours")
        if self.unit is Unit.HOURS and (self.after or self.roll is not Roll.NONE or (self.not_counted and self.count < 0)):
            raise ValueError("unit: hours are counted on from an event and do not roll")
        if self.unit is Unit.MONTHS and self.not_counted:
            raise ValueError("not_counted: months count every day")
        for name, number in (("count", self.count), ("until", self.until or 0)):
            if abs(number) > _MOST[self.unit]:
                raise ValueError(f"{name}: {number} {self.unit} are more than anybody counts, {_MOST[self.unit]} is the most")

    def _check_frozen(self) -> None:
        if any(not condition.because for condition in self.frozen):
            raise ValueError("frozen: say in because why the date stands still")
        if any(condition.tolls for condition in self.when):
            raise ValueError("when: days are added to a date that stands still, so tolls belongs into frozen")
        if self.unit is not Unit.DAYS and any(condition.tolls for condition in self.frozen):
            raise ValueError("frozen: tolls adds days, and this rule does not count days")

    @property
    def starts_with(self) -> Which:
        """Never to anybody's disadvantage: a duty counts from the first, a waiting time and a right from the last event."""
        if self.which is not None:
            return self.which
        late = self.kind is not DeadlineKind.NOT_AFTER or self.actor in {Actor.OWNER, Actor.LIENHOLDER}
        return Which.LAST if late else Which.FIRST

    @property
    def unverified(self) -> bool:
        """Whether it is somebody's account or memory of the law, and nobody compared it with the law in force."""
        return self.reviewed is None and self.confidence in {Confidence.C, Confidence.R}

    def in_force(self, day: dt.date) -> bool:
        """Whether this version speaks of what happened on the day."""
        return _in_force(self.effective_from, self.effective_until, day)


@dataclass(frozen=True, slots=True)
class ExampleEvent:
    """An event of a worked example; ``at`` is a wall clock time of the pack's zone."""

    kind: EventKind
    on: dt.date | None = None
    at: dt.datetime | None = None
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a worked example asks of one deadline; what is None is not asked."""

    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    state: str | None = None
    needs: str | None = None
    confidence: Confidence | None = None
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of the law; ``expect`` maps rule ids to answers."""

    name: str
    custody: CustodyKind
    events: tuple[ExampleEvent, ...]
    expect: Mapping[str, Expected]
    facts: Mapping[FactName, FactValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, value in self.facts.items():
            if type(value) is not FACT_KINDS[name]:
                raise ValueError(f"facts: {value!r} is no value of {name}")


@dataclass(frozen=True, slots=True)
class RulePack:
    """The law of one state as far as it is known here; disabled packs are shown, never applied."""

    id: str
    name: str
    state: str
    zone: str
    version: str
    enabled: bool
    rules: tuple[Rule, ...]
    calendar: Calendar
    roll_citation: str
    roll_confidence: Confidence
    examples: tuple[Example, ...] = ()
    roll_reviewed: Review | None = None
    provisions: tuple[Provision, ...] = ()

    @property
    def roll_unverified(self) -> bool:
        """The same of the roll of last days."""
        return self.roll_reviewed is None and self.roll_confidence in {Confidence.C, Confidence.R}

    @property
    def tz(self) -> ZoneInfo:
        """The zone whose local days are the legal days."""
        return ZoneInfo(self.zone)
