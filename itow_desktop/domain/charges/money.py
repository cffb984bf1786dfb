"""Dollars in words for people."""

from decimal import Decimal


def dollars(amount: Decimal) -> str:
    """``$1,234.50``, ``-$35.00``; a third place only where there is one."""
    places = 2 if amount == round(amount, 2) else 3
    return f"{'-' if amount < 0 else ''}${abs(amount):,.{places}f}"
