"""What people type about something that may be done already: a date, that nobody knows, that it was not done."""

from datetime import date

from itow_desktop.domain.entry import read_day, written_date
from itow_desktop.domain.past import Answer, Word

_NOT_KNOWN = frozenset({"d", "dk", "?", "??", "don't know", "dont know", "do not know", "not known", "unknown", "no idea"})
_NOT_DONE = frozenset({"n", "no", "not done", "not yet", "never"})


def read_answer(text: str, today: date) -> Answer | None:
    """``8/5``, ``t``, ``080525``; ``d`` or ``?`` for don't know; ``n`` for not done; nothing typed is no answer.

    Raises ``ValueError`` with a sentence.
    """
    typed = " ".join(text.split()).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if not typed:
        return None
    if typed in _NOT_KNOWN:
        return Answer(word=Word.NOT_KNOWN)
    if typed in _NOT_DONE:
        return Answer(word=Word.NOT_DONE)
    try:
        day = read_day(typed, today)
    except ValueError as wrong:
        raise ValueError(f"{wrong} Or d for don't know, n for not done.") from None
    if day > today:
        raise ValueError(f"{day:%a} {written_date(day)} has not come yet. Enter the day it was done.")
    return Answer(day)
