"""A deadline as plain values, the way the terminal prints it."""

import datetime as dt

from itow_desktop.domain.deadlines import Deadline

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
        "law_date": _iso(deadline.law_day),
        "by_people": deadline.by_people,
        "checked": deadline.checked,
        "unverified": deadline.unverified,
        "law_day": _iso(deadline.law_day),
    }


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None
