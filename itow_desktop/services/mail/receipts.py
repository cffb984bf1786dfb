"""Match receipts of delivery to letters by the number that stands in each file."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from itow_desktop.domain.mail.numbers import days_in, numbers_in, variants
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.vehicles import present
from itow_desktop.services.mail.looking import MailRow, rows_of
from itow_desktop.services.mail.views import ReadReceipt
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift

_MOST_BYTES = 30 * 1024 * 1024
_SIGNED = re.compile(r"(?:signed (?:for )?by|signature of|received by)[ \t]*:?[ \t]*([^\n\r]{2,80})", re.IGNORECASE)
_DELIVERED = re.compile(r"\bdelivered\b", re.IGNORECASE)
_NEAR = 160
"""Characters behind the word that may hold its day."""


def read_receipts(shift: Shift, renderer: Renderer, files: Sequence[Path]) -> tuple[ReadReceipt, ...]:
    """Which letter each file proves as delivered, in the order given; nothing is recorded.

    The day and the signer are what the file seems to say: a person confirms them.
    """
    texts = [_text(renderer, file) for file in files]
    numbers = [numbers_in(text) for text, _ in texts]
    marks = {mark for found in numbers for number in found for mark in variants(number)}
    with shift.desk.look() as unit:
        rows = rows_of(unit, unit.mail.with_marks(marks)) if marks else ()
    by_mark: dict[str, MailRow] = {}
    for row in rows:
        for own in filter(None, (row.piece.number, row.piece.card_number)):
            by_mark |= dict.fromkeys(variants(own), row)
    return _twice([
        _read(shift, file, text, found, by_mark) if wrong is None else ReadReceipt(file, wrong=wrong)
        for file, (text, wrong), found in zip(files, texts, numbers, strict=True)
    ])  # fmt: skip


def _text(renderer: Renderer, file: Path) -> tuple[str, str | None]:
    """What is written in a PDF, with why it cannot be read."""
    try:
        if file.suffix.lower() != ".pdf":
            return "", f"{file.name} is no PDF: nothing can be read in it. Scan or type its number instead."
        if file.stat().st_size > _MOST_BYTES:
            return "", f"{file.name} is larger than {_MOST_BYTES // 1024 // 1024} MB. Save only the receipt, then add it again."
        return renderer.text_of(file.read_bytes()), None
    except OSError as trouble:
        return "", f"{file.name} cannot be read ({trouble.strerror or trouble}). The file is untouched."


def _read(shift: Shift, file: Path, text: str, numbers: Sequence[str], by_mark: Mapping[str, MailRow]) -> ReadReceipt:
    if not numbers:
        why = "No certified number stands in" if text.strip() else "There is no text in"
        return ReadReceipt(file, wrong=f"{why} {file.name}. Scan or type its number instead.")
    found = {row.piece.id: (row, number) for number in numbers if (row := by_mark.get(number)) is not None}
    if not found:
        return ReadReceipt(file, number=numbers[0], wrong=f"No letter here has the number {numbers[0]}.")
    if len(found) > 1:
        names = ", ".join(row.piece.block[0] for row, _ in found.values())
        return ReadReceipt(file, number=numbers[0], wrong=f"{file.name} names several letters ({names}). Split the file first.")
    ((row, number),) = found.values()
    if row.piece.state is not PieceState.HANDED_OVER:
        state = row.piece.state.words.lower()
        return ReadReceipt(file, row, number, wrong=f"The letter to {row.piece.block[0]} is not on its way: {state}.")
    return ReadReceipt(file, row, number, _day(shift, row.piece, text), _signer(text))


def _day(shift: Shift, piece: Piece, text: str) -> date | None:
    """The day behind the word "delivered", else the only one that can be it."""
    fits = [day for day in days_in(text) if (piece.handed_over_on or day) <= day <= shift.today]
    for match in _DELIVERED.finditer(text):
        near = [day for day in days_in(text[match.end() : match.end() + _NEAR]) if day in fits]
        if near:
            return near[0]
    return fits[0] if len(set(fits)) == 1 else None


def _signer(text: str) -> str | None:
    found = _SIGNED.search(text)
    return present(" ".join(found[1].split())) if found else None


def _twice(read: Sequence[ReadReceipt]) -> tuple[ReadReceipt, ...]:
    """Of two files about one letter the second is not taken."""
    seen: dict[int, Path] = {}
    found = []
    for each in read:
        if each.row is not None and each.wrong is None:
            first = seen.setdefault(each.row.piece.id, each.file)
            if first is not each.file:
                each = ReadReceipt(each.file, each.row, each.number, wrong=f"{first.name} is about the same letter.")  # noqa: PLW2901
        found.append(each)
    return tuple(found)
