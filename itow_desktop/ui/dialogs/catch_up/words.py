"""The sentences of the catch-up window."""

from itow_desktop.services.catching_up import CaughtUp
from itow_desktop.ui.dialogs.catch_up.happenings import Happening, name
from itow_desktop.ui.dialogs.record.facts import Fact
from itow_desktop.ui.text import counted

INTRO = (
    "What happened on paper while iTow or the power was away: a line for each thing, in the order of the paper. It is recorded with its "
    "true day, and as entered now. Nothing is recorded before every line is right or left out."
)
HOW = (
    'Tab goes across, Enter to the next line. 8/5, 080526, t for today, -1 for yesterday; ? where nobody knows it; " repeats the line '
    "above. A spreadsheet's cells can be pasted, barcodes scanned."
)
NOTHING_YET = "Nothing is recorded yet: the list below says which lines are not right. Correct them or leave them out."


def state_words(wrong: int, doubts: int) -> str:
    """What keeps the sheet from being recorded."""
    parts = [f"{counted(wrong, 'cell is', 'cells are')} not right"] if wrong else []
    parts += [f"{counted(doubts, 'line needs', 'lines need')} a word that says why it is right all the same"] if doubts else []
    return ", ".join(parts)


def count_words(whole: int, out: int) -> str:
    """``12 lines, 2 left out``."""
    left = f", {out:,} left out" if out else ""
    return f"{counted(whole, 'line', 'lines')}{left}" if whole or out else ""


def typed_words(by: str | None, lines: int) -> str:
    """Of what was typed before."""
    return f"{f'{by} typed' if by else 'Somebody typed'} {counted(lines, 'line', 'lines')} before; they are not recorded yet."


def asked_words(told: Happening | None) -> str:
    """What a kind of event asks for."""
    if told is None:
        return ""
    detail = f" Detail: {_fact(told.detail)}." if told.detail is not None else ""
    return f"{told.word}. Who: {_fact(told.who)}.{detail}"


def _fact(fact: Fact) -> str:
    words = f" ({', '.join(word for word, _ in fact.choices)})" if fact.choices else ""
    return f"{name(fact).lower()}{words}{', must be told' if fact.needed else ''}"


def recorded_words(answer: CaughtUp, out: int) -> str:
    """What was recorded, and what was not."""
    left = f" {counted(out, 'line was', 'lines were')} left out and {'is' if out == 1 else 'are'} still here." if out else ""
    cars = counted(len(answer.custody_ids), "car", "cars")
    return f"{counted(answer.recorded, 'line is', 'lines are')} recorded, on {cars}. One undo takes all of it back.{left}"
