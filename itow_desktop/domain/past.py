"""What is known of a step that may have been taken before the office began with this program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.rules import Rule
from itow_desktop.domain.sentences import fact_said

_LETTER = "letter"
_PRINTED_OR_SENT = frozenset({EventKind.LETTER_PRINTED, EventKind.LETTER_SENT})


class Word(StrEnum):
    """What a note says of a step that has no date; also the key of the note's data under which the event's kind stands."""

    NOT_KNOWN = "not_known"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may have been done: an event's kind, of a letter also which one."""

    kind: EventKind
    letter: str | None = None

    @property
    def key(self) -> str:
        """The fact as one word: ``lein_entered``, ``letter_sent:top``."""
        return f"{self.kind}:{self.letter}" if self.letter else str(self.kind)

    @property
    def data(self) -> Mapping[str, str]:
        """What an event about it carries."""
        return {_LETTER: self.letter} if self.letter else {}

    @classmethod
    def read(cls, key: str) -> "Fact":
        """The fact of a key."""
        kind, _, letter = key.partition(":")
        return cls(EventKind(kind), letter or None)

    def said(self, *, done: bool = True, known: bool = True) -> str:
        """The fact in a half sentence: ``the TOP was not sent``."""
        return fact_said(self.kind, self.letter, done=done, known=known)

    def is_done(self, event: Event) -> bool:
        """Whether an event records that it was done; what was printed here needs no other proof that it was made."""
        alike = event.kind is self.kind or {event.kind, self.kind} <= _PRINTED_OR_SENT
        return alike and event.data.get(_LETTER) == self.letter

    def said_by(self, event: Event) -> Word | None:
        """What an event says of it that is no date; None where it speaks of something else."""
        if event.kind is EventKind.CALL_IN_MISSED and self == CALLED_IN:
            return Word.NOT_DONE
        if event.kind is not EventKind.NOTE or event.data.get(_LETTER) != self.letter:
            return None
        return next((word for word in Word if event.data.get(word) == self.kind), None)


CALLED_IN = Fact(EventKind.POLICE_NOTIFIED)
TOP_SENT = Fact(EventKind.LETTER_SENT, "top")
LEIN = Fact(EventKind.LEIN_ENTERED)
SOS_DATE = Fact(EventKind.SOS_NOTICE_DATED)
TR52L_IN = Fact(EventKind.BILL_OF_SALE_RECEIVED)
USUAL = (CALLED_IN, TOP_SENT, LEIN, SOS_DATE, TR52L_IN)
"""What is asked of every car that stood here before, in the order of its life."""


def facts_of(rule: Rule) -> tuple[Fact, ...]:
    """What closes a rule's step, as facts a person may know of; a letter that was printed here counts as sent."""
    found = {
        EventKind.LETTER_SENT if pattern.event in _PRINTED_OR_SENT else pattern.event: next(iter(pattern.where.get(_LETTER, ())), None)
        for pattern in rule.done_by
    }
    return tuple(Fact(kind, letter) for kind, letter in found.items())


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of a fact: the day it was done, or a ``word``; neither means done on a day not known."""

    on: date | None = None
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The answer that stands, with the event it stands in."""

    answer: Answer
    event: Event


def told(fact: Fact, events: Sequence[Event], zone: tzinfo) -> Told | None:
    """What the record says of a fact; that it was done outranks every word, of several the one recorded last counts."""
    known = standing(events)[::-1]
    for event in known:
        if fact.is_done(event):
            return Told(Answer(event.day(zone)), event)
    for event in known:
        if (word := fact.said_by(event)) is not None:
            return Told(Answer(word=word), event)
    return None


def recording(fact: Fact, answer: Answer) -> tuple[EventKind, Mapping[str, str], str | None]:
    """The kind, data and note of the event that keeps an answer."""
    if answer.word is None:
        return fact.kind, fact.data, None
    if answer.word is Word.NOT_DONE and fact == CALLED_IN:
        return EventKind.CALL_IN_MISSED, {}, None
    said = fact.said(known=False) if answer.word is Word.NOT_KNOWN else fact.said(done=False)
    return EventKind.NOTE, {answer.word.value: fact.kind.value, **fact.data}, f"{said[0].upper()}{said[1:]}."
