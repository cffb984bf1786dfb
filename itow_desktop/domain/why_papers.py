"""Why the dates of one vehicle are what they are, as a page that a court may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from types import MappingProxyType

from itow_desktop.domain import traces
from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.events import Event, EventKind, day_text, on_clock
from itow_desktop.domain.mail.pieces import MailClass, ReturnReason
from itow_desktop.domain.notices import OfficeHead, said
from itow_desktop.domain.paper_names import PAPER_NAMES
from itow_desktop.domain.rule_words import roll_words
from itow_desktop.domain.rules import Review, RulePack
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.why_words import date_words, sureness

_INTERNAL = frozenset({EventKind.NOTE})
"""What staff wrote for each other is in no paper for a court."""
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "person": "with {}", "badge": "badge {}", "number_dialled": "number dialled {}", "complaint_no": "complaint no. {}",
        "answer": "answer: {}", "called": "called {}", "arrived": "arrived {}", "to_whom": "to {}", "id_seen": "identification seen: {}",
        "outcome": "outcome: {}", "hold": "hold: {}", "authority": "by {}", "letter": "{}", "mail_class": "{}",
        "number": "certified no. {}", "reason": "{}", "signed_by": "signed by {}",
    }
)  # fmt: skip
"""Data of an event that are facts, in words."""


@dataclass(frozen=True, slots=True)
class WhyVehicle:
    """The head of the page: label and value of all that is known of the vehicle and its tow."""

    call_number: str | None
    mark: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WhyFact:
    """One thing that happened: when, what, with which particulars; how and when it came on record; ``corrected`` by what."""

    when: str
    what: str
    particulars: str
    recorded: str
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class WhyDate:
    """One date with the sentence of its rule, where that is written, each step of the count; of an unchecked one how sure it is."""

    step: str
    when: str
    sentence: str
    citation: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyRule:
    """A rule that somebody compared with the law in force: by whom, when, with what text."""

    citation: str
    sentence: str
    checked: str


@dataclass(frozen=True, slots=True)
class WhyPaper:
    """The page: facts, dates by checked rules with those rules, apart from them dates whose rules nobody checked. ``written`` is aware.

    No rankings, no notes, nothing of the house's own practice.
    """

    office: OfficeHead
    written: datetime
    law: str
    vehicle: WhyVehicle
    facts: tuple[WhyFact, ...]
    checked: tuple[WhyDate, ...]
    rules: tuple[WhyRule, ...]
    unchecked: tuple[WhyDate, ...]


def why_paper(
    office: OfficeHead, written: datetime, vehicle: WhyVehicle, events: Sequence[Event], law: tuple[RulePack, Sequence[Deadline]]
) -> WhyPaper:
    """The page of a vehicle from its events and its deadlines with the pack they were found by; ``written`` is aware."""
    pack, deadlines = law
    today = written.astimezone(office.zone).date()
    legal = [each for each in deadlines if each.citation is not None]
    dates = {each.rule_id: _date(each, date_words(each, today)) for each in legal}
    checked = [each for each in legal if each.checked]
    return WhyPaper(
        office=office,
        written=written,
        law=f"{pack.name}, rules {pack.id}, version {pack.version}",
        vehicle=vehicle,
        facts=_facts(events, office.zone),
        checked=tuple(dates[each.rule_id] for each in checked),
        rules=tuple(_rules(checked, legal, pack)),
        unchecked=tuple(dates[each.rule_id] for each in legal if not each.checked),
    )


def _date(deadline: Deadline, when: str) -> WhyDate:
    citation = deadline.citation if deadline.checked else sureness(deadline)
    return WhyDate(deadline.step, when, deadline.sentence, citation or "", traces.for_court(deadline.trace))


def _facts(events: Sequence[Event], zone: tzinfo) -> tuple[WhyFact, ...]:
    corrected = {event.supersedes: event for event in events if event.supersedes is not None}
    told = [event for event in on_clock(events, zone) if event.kind not in _INTERNAL and event.kind is not EventKind.SUPERSEDED]
    return tuple(_fact(event, corrected.get(event.id), zone) for event in sorted(told, key=_when))


def _when(event: Event) -> tuple[str, str]:
    return day_text(event) or "9999", event.at.isoformat() if event.at else ""


def _fact(event: Event, correction: Event | None, zone: tzinfo) -> WhyFact:
    when = said_time(event.at) if event.at else said_day(event.on) if event.on else "day not known"
    told = ((words, _told(event.kind, key, zone, event.data.get(key))) for key, words in _SAID.items())
    particulars = [words.format(text) for words, text in told if text]
    return WhyFact(when, EVENT_NAMES[event.kind], ", ".join(particulars), _recorded(event, zone), _corrected(correction, zone))


def _told(kind: EventKind, key: str, zone: tzinfo, value: str | None) -> str | None:
    """A particular as it is read: a paper and how it was mailed by its name, a time of the record on the office's clock."""
    text = said(value)
    if text is None:
        return None
    if key == "letter":
        return PAPER_NAMES.get(text, text)
    if key == "mail_class":
        return MailClass(text).words.lower() if text in set(MailClass) else None
    if key == "reason":  # of anything else than a return it is what staff say to each other
        return ReturnReason(text).words.lower() if kind is EventKind.LETTER_RETURNED and text in set(ReturnReason) else None
    return _on_clock(text, zone)


def _on_clock(text: str, zone: tzinfo) -> str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return said_time(at if at.tzinfo is None else at.astimezone(zone)) if "T" in text else text


def _recorded(event: Event, zone: tzinfo) -> str:
    source = event.source.replace("_", " ") if event.source else ""
    by = f"by {event.recorded_by}" if event.recorded_by else ""
    return ", ".join(part for part in (source, " ".join(part for part in ("recorded", by, _moment(event, zone)) if part)) if part)


def _corrected(correction: Event | None, zone: tzinfo) -> str:
    if correction is None:
        return ""
    what = "Taken back" if correction.kind is EventKind.SUPERSEDED else "Corrected"
    by = f" by {correction.recorded_by}" if correction.recorded_by else ""
    when = _moment(correction, zone)
    return f"{what}{by}{f' {when}' if when else ''}"


def _moment(event: Event, zone: tzinfo) -> str:
    return f"on {said_time(event.recorded_at.astimezone(zone))}" if event.recorded_at else ""


def _rules(checked: Sequence[Deadline], legal: Sequence[Deadline], pack: RulePack) -> Iterable[WhyRule]:
    """The rules that dates rest on, each once: their own, those they are counted from, the roll where it moved one.

    Of several cases of a rule it is the one whose sentence the date has.
    """
    wanted = {each.rule_id for each in checked}
    ahead = set(wanted)
    while ahead:
        ahead = {other for rule in pack.rules if rule.id in ahead for other in rule.after} - wanted
        wanted |= ahead
    cases = {(each.rule_id, each.sentence) for each in legal if each.rule_id in wanted}
    for rule in pack.rules:
        if (rule.id, rule.sentence) in cases and rule.reviewed is not None:
            yield WhyRule(rule.citation or "", rule.sentence, _compared(rule.reviewed))
    if pack.roll_reviewed is not None and any(traces.was_rolled(each.trace) for each in checked):
        yield WhyRule(pack.roll_citation, roll_words(pack), _compared(pack.roll_reviewed))


def _compared(review: Review) -> str:
    return f"Compared by {review.by} on {said_day(review.on)} with {review.source}"
