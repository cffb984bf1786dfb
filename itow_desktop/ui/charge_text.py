"""Charges in words, as every screen says them."""

from datetime import datetime

from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.charges.money import dollars
from itow_desktop.services.charges.sheets import Outlook


def clock_words(at: datetime) -> str:
    """``5 PM``, ``5:30 PM``, as it is said at the counter."""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {at:%p}"


def missing_words(owed: Owed) -> str:
    """What keeps the amount from being known: ``not known: the tow fee``."""
    return f"not known: {' and '.join(owed.missing)} not on record"


def outlook_words(outlook: Outlook) -> str:
    """One line for the panel: now, by closing time where that is more, tomorrow."""
    now = outlook.now
    if not now.known:
        return missing_words(now)
    if outlook.gone:
        return f"{dollars(now.total)} when it left"
    closing = outlook.by_closing
    later = f", {dollars(closing.total)} by {clock_words(outlook.closing)}" if closing is not None else ""
    return f"{dollars(now.total)} now{later}, {dollars(outlook.tomorrow.total)} tomorrow"


def growth_words(owed: Owed) -> str:
    """``$35.00 more each day at midnight``; empty where nothing grows."""
    if not owed.known or not owed.per_day:
        return ""
    return f"{dollars(owed.per_day)} more {owed.grows_at}" if owed.grows_at else f"{dollars(owed.per_day)} more a day"
