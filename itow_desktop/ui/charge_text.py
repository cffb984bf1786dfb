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
    """What keeps the amount from being known: ``not known. Missing: the tow fee``."""
    return f"not known. Missing: {', '.join(owed.missing)}"


def now_words(outlook: Outlook) -> str:
    """What is owed now: ``$320.00 now and by 5 PM``."""
    now, closing = outlook.now, outlook.by_closing
    if not now.known:
        return missing_words(now)
    if outlook.gone:
        return f"{dollars(now.total)} when it left"
    same = closing is not None and closing.total == now.total
    return f"{dollars(now.total)} now" + (f" and by {clock_words(outlook.closing)}" if same else "")


def later_words(outlook: Outlook) -> str:
    """What will be owed: ``$355.00 by 5 PM, $355.00 tomorrow``; empty where nothing grows or nothing is known."""
    now, closing = outlook.now, outlook.by_closing
    if not now.known or outlook.gone:
        return ""
    by = f"{dollars(closing.total)} by {clock_words(outlook.closing)}, " if closing is not None and closing.total != now.total else ""
    return f"{by}{dollars(outlook.tomorrow.total)} tomorrow"


def growth_words(owed: Owed) -> str:
    """``$35.00 more each day at midnight``; empty where nothing grows."""
    if not owed.known or not owed.per_day:
        return ""
    return f"{dollars(owed.per_day)} more {owed.grows_at}" if owed.grows_at else f"{dollars(owed.per_day)} more a day"
