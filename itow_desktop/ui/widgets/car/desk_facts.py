"""What people settled about a car's line and its dates, in words."""

from datetime import date

from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.holds import StandingHold
from itow_desktop.services.car_pages import DeskState
from itow_desktop.ui.text import day_text
from itow_desktop.ui.widgets.facts import Facts


def hold_words(hold: StandingHold, today: date) -> str:
    """Who holds it why: ``police, Burton PD, Robbery 26-123, until Fri 5/15`` as far as recorded."""
    until = f"until {day_text(hold.until, today)}" if hold.until else ""
    legal = "legal hold: nothing may be voided" if hold.legal else ""
    kind = hold.kind.replace("_", " ")
    return ", ".join(name for name in (kind, hold.authority, hold.reason, until, legal) if name) or "by whom is not recorded"


def changed_date(deadline: Deadline, today: date) -> str:
    """Which date people moved or corrected, why, who stands for it."""
    move = deadline.moved
    asked = None if move is None else move.waiting
    if deadline.awaits:
        day = "another day" if deadline.corrected_day is None else day_text(deadline.corrected_day, today)
        return f"{deadline.step}: a correction would make it {day}; a second person must confirm it"
    if asked is not None:
        return f"{deadline.step}: {asked.by} asks for {day_text(asked.to, today)} ({asked.reason}); a second person must confirm it"
    if move is None or deadline.law_day is None:
        return f"{deadline.step}: {deadline.by_people}"
    was = day_text(deadline.law_day, today)
    return f"{deadline.step}: {was} by law, moved later by {move.by}, confirmed by {move.confirmed_by} ({move.reason})"


def add_desk_state(facts: Facts, desk: DeskState, today: date) -> None:
    """Who works on it, until when its line waits."""
    if desk.worker is not None:
        facts.add("Works on it", desk.worker if desk.instead_of is None else f"{desk.worker}, while {desk.instead_of} is away")
    if desk.snoozed_until is not None:
        facts.add("Snoozed", f"until {day_text(desk.snoozed_until, today)}: {desk.reason}")
