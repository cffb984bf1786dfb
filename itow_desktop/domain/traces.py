"""The sentences of a trace: how a date was found."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.conditions import FactName, FactValue
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.evidence import Found
from itow_desktop.domain.moving import Move
from itow_desktop.domain.rules import Confidence, DeadlineKind, Rule, RulePack
from itow_desktop.domain.sentences import fact_name

_DONE, _RULE, _MOVED = "Done: ", "Rule: ", "Moved to "
_NOT_KNOWN, _ASKED = "Not known is not late.", "Say whether it was done."
_TIMES = {"arrived": "arrival"}


def counted_from(trigger: Found, rule: Rule, standing: int) -> list[str]:
    """The event a count starts from, and what is odd about it."""
    lines = [f"Counted from: {trigger.said}.", *trigger.notes]
    if standing > 1:
        name = fact_name(trigger.event.kind.value)
        lines.append(f"{standing} events stand for {name}; the {rule.starts_with.value} counts. Correct what is wrong.")
    return lines


def known(fact: FactName, value: FactValue) -> str:
    """What is known of the vehicle on which a date hangs."""
    said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    return f"{fact_name(fact.value).capitalize()}: {said}."


def missing(word: str, what: str = "is not recorded") -> str:
    """Why nothing can be computed."""
    return f"Cannot be computed: {fact_name(word)} {what}."


def waits_for(rule_id: str, needs: str) -> str:
    """Why a date that depends on another one cannot be computed."""
    return f"Cannot be computed: {rule_id} has no date, it needs {fact_name(needs)}."


def inherited(rule_id: str, trace: Iterable[str]) -> list[str]:
    """How the date was found on which another one depends."""
    return [f"{rule_id}: {line}" for line in trace if not line.startswith((_DONE, _RULE))]


def told_time(key: str, at: datetime | None) -> str:
    """Which of two times was taken where the event may carry a better one than its own."""
    name = _TIMES.get(key, key.replace("_", " "))
    return (
        f"{name.capitalize()} not known; the time of the event itself counts." if at is None else f"{name.capitalize()}: {said_time(at)}."
    )


def counted(rule: Rule, count: int, day: date, skipped: Sequence[str] = (), *, by_office: bool = False) -> list[str]:
    """Where a count of days or months ended."""
    unit = rule.unit.value if abs(count) != 1 else rule.unit.value.removesuffix("s")
    first = "first day counted" if rule.first_day_counted else "first day not counted"
    who = ", set by the office" if by_office else ""
    return [*skipped, f"{abs(count)} {unit} {'before' if count < 0 else 'after'}, {first}{who}: {said_day(day)}."]


def counted_hours(count: int, at: datetime, skipped: Sequence[str] = ()) -> list[str]:
    """Where a count of clock hours ended; nothing is said of none."""
    return [*skipped, f"{count} hours by the clock: {said_time(at)}."] if count else []


def stood_still(since: date, answered: date, days: int, day: date) -> list[str]:
    """The days on which a count did not run, and where it ends for them."""
    name = "day" if days == 1 else "days"
    return [f"Stood still from {said_day(since)} to {said_day(answered)}; {days} {name} are added: {said_day(day)}."]


def rolled(day: date, skipped: Sequence[str], pack: RulePack) -> list[str]:
    """Where a last day went that was closed."""
    sure = "" if pack.roll_confidence is Confidence.A or pack.roll_reviewed else f", confidence {pack.roll_confidence.value}"
    return [*skipped, f"{_MOVED}{said_day(day)} ({pack.roll_citation}{sure})."]


def done(rule: Rule, found: Found, first_day: date | None) -> list[str]:
    """By what a step is closed; one that was taken before its time is done, but the trace says so."""
    lines = [f"{_DONE}{found.said}."]
    early = first_day is not None and found.day is not None and found.day < first_day
    if early and rule.kind is not DeadlineKind.NOT_AFTER and first_day is not None:
        lines.append(f"That is earlier than {said_day(first_day)}, the first day the rule allows.")
    return lines


def from_before(began_on: date) -> str:
    """Why a duty that ran out is not late."""
    began = f"Its last day lies before {said_day(began_on)}, when this office began with iTow"
    return f"{began}: not recorded is not late. {_ASKED}"


def said_by(note: Found) -> str:
    """What somebody said of a step, and who."""
    who = f" ({note.event.recorded_by})" if note.event.recorded_by else ""
    return f"{(note.event.note or note.said).removesuffix('.')}{who}. {_NOT_KNOWN}"


def moved(move: Move, law_day: date, *, counts: bool) -> str:
    """Who moved a date later, why, who confirmed it; or why it stays where the law put it."""
    by = f" by {move.by}" if move.by else ""
    asked = f"to {said_day(move.to)}{by}: {move.reason.removesuffix('.')}."
    if counts:
        return f"Moved from {said_day(law_day)} {asked} Confirmed by {move.confirmed_by}."
    why = "That is not later, so it changes nothing." if move.counts else "No second person has confirmed it yet, so it does not count."
    return f"Somebody asked to move it {asked} {why}"


def waits_for_second(correction: Event, day: date) -> str:
    """Why a correction that would let a sale come earlier does not count yet."""
    what = "taken back" if correction.kind is EventKind.SUPERSEDED else f"corrected ({fact_name(correction.kind.value)})"
    by = f" by {correction.recorded_by}" if correction.recorded_by else ""
    why = f": {correction.note.removesuffix('.')}" if correction.note else ""
    return f"Something was {what}{by}{why}. That would make it {said_day(day)}; until a second person confirms it the later date stands."


def for_court(trace: Iterable[str]) -> tuple[str, ...]:
    """The steps of the count, without what people of the office say to each other of one that is not recorded.

    Which rule it was and how sure it is stands beside them.
    """
    return tuple(line for line in trace if not line.startswith(_RULE) and not line.endswith((_NOT_KNOWN, _ASKED)))


def was_rolled(trace: Iterable[str]) -> bool:
    """Whether a last day was closed and moved on the way to the date."""
    return any(_MOVED in line for line in trace)


def stopped(because: str) -> str:
    """Why a date does not run."""
    return f"Stopped: {because}."


def rule_line(rule: Rule, confidence: Confidence | None, pack: RulePack) -> str:
    """Citation, confidence and pack version; the last line of every trace."""
    name = f"{rule.id} ({rule.case})" if rule.case else rule.id
    if rule.citation is None:
        return f"{_RULE}{name}, house practice, not law ({pack.id} {pack.version})."
    sure = f"confidence {confidence.value}" if confidence else "house practice for the number of days"
    if confidence is not rule.confidence and rule.confidence is not None:
        sure += f" (the rule itself {rule.confidence.value})"
    number = f", the subsection's number {rule.citation_confidence.value}" if rule.citation_confidence else ""
    checked = f"checked by {rule.reviewed.by} on {said_day(rule.reviewed.on)}" if rule.reviewed else "not yet checked"
    return f"{_RULE}{name}, {rule.citation}, {sure}{number}, {checked} ({pack.id} {pack.version})."
