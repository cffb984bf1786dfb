"""A deadline in words: its date, how sure it is."""

from datetime import date

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.rule_words import HOW_SURE
from itow_desktop.domain.rules import Confidence, DeadlineKind
from itow_desktop.domain.sentences import fact_name
from itow_desktop.domain.urgency import state_on


def date_words(deadline: Deadline, today: date) -> str:
    """The date, or why there is none."""
    state = state_on(deadline, today)
    if state is State.DONE:
        return "done" if deadline.done_on is None else f"done on {said_day(deadline.done_on)}"
    if state is State.NEEDS:
        return f"no date yet: needs the {fact_name(deadline.needs or 'fact')}"
    if state is State.FROZEN:
        return "stopped: no date while it stands"
    day = deadline.date or deadline.first_day
    if day is None:
        return "no date"
    if deadline.until is not None:
        return f"from {said_day(day)} to {said_day(deadline.until)}, both included"
    side = "not before" if deadline.kind is DeadlineKind.NOT_BEFORE else "until"
    when = said_time(deadline.at) if deadline.at is not None else said_day(day)
    return f"{side} {when}{', run out' if state is State.EXPIRED else ''}"


def sureness(deadline: Deadline) -> str:
    """Where a date is written and whether anybody compared that with the law; the trace's last line tells who did."""
    if deadline.citation is None:
        return "House practice, not law."
    if deadline.checked:
        return f"{deadline.citation}. Checked: every rule of this date was compared with the law in force."
    if deadline.confidence in {Confidence.C, Confidence.R} and not deadline.unverified:
        return f"{deadline.citation}. Partly checked: what was told by others or recalled was compared with the law in force, the rest not."
    known = f"{HOW_SURE[deadline.confidence]}; " if deadline.confidence else ""
    return f"{deadline.citation}. How sure this date is: {known}not yet checked."
