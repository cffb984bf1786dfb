"""A deadline as plain values, the way a projection keeps it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Reached

Plain = str | bool | list[str] | None
"""What JSON holds."""


def plain(deadline: Deadline) -> dict[str, Plain]:
    """Every field as JSON holds it: dates and times ISO (times with the offset of the pack's zone), words as text."""
    return {
        "id": deadline.rule_id,
        "kind": deadline.kind.value,
        "date": _iso(deadline.date),
        "at": _iso(deadline.at),
        "until": _iso(deadline.until),
        "actor": deadline.actor.value,
        "citation": deadline.citation,
        "confidence": deadline.confidence.value if deadline.confidence else None,
        "state": deadline.state.value,
        "needs": deadline.needs,
        "trace": list(deadline.trace),
        "step": deadline.step,
        "why": deadline.why,
        "sentence": deadline.sentence,
        "done_by": deadline.done_by.value if deadline.done_by else None,
        "done_on": _iso(deadline.done_on),
        "question": deadline.question,
        "missed": deadline.missed,
        "reached": deadline.reached.value,
        "lacking": [kind.value for kind in deadline.lacking],
        "after_closing": deadline.after_closing,
    }


def deadline_of(record: Mapping[str, object]) -> Deadline:
    """The deadline that ``plain`` wrote down; raises KeyError, TypeError or ValueError for anything else."""
    at, confidence, done_by = _text(record, "at"), _text(record, "confidence"), _text(record, "done_by")
    return Deadline(
        rule_id=str(record["id"]),
        kind=DeadlineKind(str(record["kind"])),
        state=State(str(record["state"])),
        actor=Actor(str(record["actor"])),
        step=str(record["step"]),
        why=str(record["why"]),
        sentence=str(record["sentence"]),
        date=_date(record, "date"),
        at=dt.datetime.fromisoformat(at) if at else None,
        until=_date(record, "until"),
        citation=_text(record, "citation"),
        confidence=Confidence(confidence) if confidence else None,
        needs=_text(record, "needs"),
        done_by=EventKind(done_by) if done_by else None,
        done_on=_date(record, "done_on"),
        question=record["question"] is True,
        missed=record["missed"] is True,
        reached=Reached(str(record["reached"])),
        lacking=tuple(EventKind(word) for word in _texts(record, "lacking")),
        after_closing=record["after_closing"] is True,
        trace=_texts(record, "trace"),
    )


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _text(record: Mapping[str, object], key: str) -> str | None:
    value = record[key]
    return None if value is None else str(value)


def _date(record: Mapping[str, object], key: str) -> dt.date | None:
    text = _text(record, key)
    return dt.date.fromisoformat(text) if text else None


def _texts(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = record[key]
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise TypeError(f"{key} is no list")
    return tuple(str(value) for value in values)
