"""The statement of what a car owes, as a paper: every line with its days, what was taken back, how it grows."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed, in_order
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.letters.paper import Amounts, Facts, LetterPaper, Paragraph, Part
from itow_desktop.domain.notices import NoticeKind, OfficeHead
from itow_desktop.domain.sentences import counted

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_ASK = "This is not the whole amount. Not on record yet: {missing}. Please ask us."
_STATE_FEE = "The state's abandoned vehicle fee is the one that MCL 257.252a names."
_CORRECTED = "Amounts below zero take back what was charged above them, for the reason that is given."


def statement(head: OfficeHead, at: datetime, car: Sequence[tuple[str, str]], owed: Owed, reference: tuple[str, ...]) -> LetterPaper:
    """What a car owes at a local moment; ``car`` are its facts as they stand on the paper, in their order.

    A line whose amount cannot be told is named instead of guessed, and no total is called one then.
    """
    total = "Owed" if owed.known else "Known so far"
    rows = tuple((line_words(line), line.amount) for line in in_order(owed.lines))
    parts: list[Part] = [
        Facts(tuple(car)),
        Amounts(rows, (f"{total}, {said_time(at)}", owed.total)),
        *_growth(owed),
        *_remarks(owed),
    ]
    return LetterPaper(NoticeKind.STATEMENT, head, at.date(), "Statement of charges", tuple(parts), reference=reference)


def line_words(line: LedgerLine) -> str:
    """What a line is for, with its days: ``Storage, Mon 2 Mar 2026 to Wed 4 Mar 2026, 3 days at $35.00``."""
    if line.corrects is not None:
        return f"Taken back on {said_day(line.first)}: {line.words} ({line.reason})"
    if line.last is None or line.rate is None:
        return f"{line.words}, {said_day(line.first)}"
    days = (line.last - line.first).days + 1
    if days == 1:
        return f"{line.words}, {said_day(line.first)}, 1 day"
    return f"{line.words}, {said_day(line.first)} to {said_day(line.last)}, {counted(days, 'day', 'days')} at {dollars(line.rate)}"


def _growth(owed: Owed) -> list[Part]:
    if not owed.known:
        return [Paragraph(_ASK.format(missing=", ".join(owed.missing)))]
    if not owed.per_day:
        return []
    when = f", counted {owed.grows_at}" if owed.grows_at else ""
    return [Paragraph(f"While the vehicle stays, storage adds {dollars(owed.per_day)} a day{when}.")]


def _remarks(owed: Owed) -> list[Part]:
    kinds = {each.kind for each in owed.lines}
    said = [_STATE_FEE] if ChargeKind.STATE_FEE in kinds else []
    said += [_CORRECTED] if any(each.corrects is not None for each in owed.lines) else []
    return [Paragraph(" ".join(said), small=True)] if said else []


def file_name(call: str | None, mark: str | None, day: date) -> str:
    """``STATEMENT_<call>_<plate or VIN tail>_<day>.pdf``, ASCII letters, digits, dashes only."""
    parts = ["STATEMENT", *(_safe(each) for each in (call, mark)), day.isoformat()]
    return "_".join(part for part in parts if part) + ".pdf"


def _safe(text: str | None) -> str:
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")[:20].strip("-")
