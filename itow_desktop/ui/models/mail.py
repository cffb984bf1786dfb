"""The rows of the mail desk: a piece of mail each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from itow_desktop.domain.mail.pieces import GONE, HERE, MailClass, Piece, PieceState
from itow_desktop.services.mail.looking import MailRow, TodaysMail
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.mail_text import letter_name, number_text
from itow_desktop.ui.models.text_rows import Cell, Index, TextRow, TextRows

ROW_ID = int(Qt.ItemDataRole.UserRole) + 2
"""Id of a row's piece."""
HEADERS = ("State", "Run", "To", "Number", "Vehicle", "Letter", "How", "Day", "Call", "Address")
WIDTHS = (16, 4, 19, 26, 22, 24, 20, 8, 7, 30)
_RIGHT = (1, 7, 8)
_PICTURES = {
    PieceState.PREPARED: ("file-text", None),
    PieceState.PRINTED: ("printer", None),
    PieceState.HANDED_OVER: ("paper-plane-tilt", Tone.ACCENT),
    PieceState.DELIVERED: ("check-circle", Tone.DONE),
    PieceState.RETURNED: ("arrow-u-down-left", Tone.TODAY),
    PieceState.VOID: ("prohibit", None),
}


class Show(StrEnum):
    """What of the mail is looked at."""

    TO_DO = "to_do"
    RUN = "run"
    MAILED = "mailed"
    BACK = "back"
    ALL = "all"

    def has(self, piece: Piece) -> bool:
        """Whether a piece belongs here."""
        return {
            Show.TO_DO: piece.state in HERE,
            Show.RUN: piece.state in HERE and piece.run_id is not None,
            Show.MAILED: piece.state in {PieceState.HANDED_OVER, PieceState.DELIVERED},
            Show.BACK: piece.state is PieceState.RETURNED,
            Show.ALL: True,
        }[self]


class MailTable(TextRows):
    """Pieces in the order given, those of the run in its order, narrowed to what is looked at and what is searched for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(HEADERS, parent, right=_RIGHT)
        self._all: tuple[MailRow, ...] = ()
        self._by_id: dict[int, MailRow] = {}
        self._lying: frozenset[int] = frozenset()
        self._show, self._search = Show.TO_DO, ""

    def put_mail(self, mail: TodaysMail) -> None:
        """Other pieces."""
        self._lying = frozenset(mail.lying)
        self.put_rows(mail.rows)

    def put_rows(self, rows: Sequence[MailRow]) -> None:
        """The same of rows."""
        self._all = tuple(rows)
        self._by_id = {row.piece.id: row for row in rows}
        self._fill()

    def renew(self, piece: Piece) -> None:
        """One piece as it is now."""
        self.put_rows([replace(each, piece=piece) if each.piece.id == piece.id else each for each in self._all])

    def narrow(self, show: Show, search: str) -> None:
        """Show only some of them."""
        if (show, search) != (self._show, self._search):
            self._show, self._search = show, search
            self._fill()

    def count(self, show: Show) -> int:
        """How many pieces are of this kind, whatever is searched for."""
        return sum(show.has(row.piece) for row in self._all)

    @property
    def everything(self) -> tuple[MailRow, ...]:
        """Every piece, shown or not."""
        return self._all

    def mail_at(self, row: int) -> MailRow:
        """The piece of a row on the screen."""
        return self._by_id[self.key_at(row)]

    def mail_of(self, piece_id: int) -> MailRow | None:
        """A piece, shown or not."""
        return self._by_id.get(piece_id)

    def ids(self) -> list[int]:
        """Ids of the rows from the top."""
        return [row.key for row in self.rows]

    def next_without_number(self, after: int) -> MailRow | None:
        """The next piece on the screen that wants a number, from the top again behind the last one."""
        ids = self.ids()
        start = ids.index(after) + 1 if after in ids else 0
        rows = (self._by_id[each] for each in (*ids[start:], *ids[:start]))
        return next((row for row in rows if row.wants_number), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ROW_ID:
            return self.key_at(index.row())
        return super().data(index, role)

    def _fill(self) -> None:
        words = self._search.casefold().split()
        shown = [row for row in self._all if self._show.has(row.piece)]
        if self._show is Show.RUN:
            shown.sort(key=lambda row: row.piece.place or 0)
        lines = [(row, _cells(row, lying=row.piece.id in self._lying)) for row in shown]
        found = [(row, cells) for row, cells in lines if _matches(row, cells, words)]
        self.put([TextRow(row.piece.id, cells, quiet=row.piece.state is PieceState.VOID) for row, cells in found])


def state_words(piece: Piece) -> str:
    """How far a piece is, with why it came back."""
    return f"{piece.state.words}: {piece.returned_for.words.lower()}" if piece.returned_for else piece.state.words


def day_of(piece: Piece) -> date | None:
    """The day of what happened last, as far as a day was said."""
    return piece.returned_on or piece.delivered_on or piece.handed_over_on


def _cells(row: MailRow, *, lying: bool) -> tuple[Cell, ...]:
    piece = row.piece
    to, *address = piece.block or ("",)
    whole = "\n".join(piece.block)
    day = day_of(piece)
    in_run = piece.place if piece.state in HERE and piece.run_id is not None else None
    return (
        _state(row, lying=lying),
        Cell(str(in_run) if in_run else "", order=in_run),
        Cell(to, tip=whole),
        _number(row),
        Cell(row.vehicle, tip=row.vehicle),
        Cell(letter_name(piece.kind)),
        Cell(piece.mail_class.words),
        Cell(text.list_day(day) if day else "", order=day),
        Cell(row.call_number or ""),
        Cell(", ".join(address), tip=whole),
    )


def _state(row: MailRow, *, lying: bool) -> Cell:
    piece = row.piece
    picture, tone = _PICTURES[piece.state]
    day = day_of(piece)
    words = state_words(piece)
    if day is not None and piece.state in GONE:
        words = words.replace(piece.state.words, f"{piece.state.words} {text.list_day(day)}", 1)
    if row.stopped:
        return Cell(f"{words}, stopped", tone=Tone.TODAY, picture="prohibit", tip=f"{row.stopped} It should not go out.")
    if lying:
        return Cell(f"{words} days ago", tone=Tone.TODAY, picture="clock", tip="It was prepared days ago and is still here.")
    return Cell(words, tone=tone, picture=picture, tip=f"{words}: {piece.void}" if piece.void else words)


def _number(row: MailRow) -> Cell:
    if row.wants_number:
        return Cell("no number yet", tone=Tone.TODAY, picture="barcode")
    piece = row.piece
    card = f"green card {number_text(piece.card_number)}" if piece.card_number else ""
    return Cell(number_text(piece.number) if piece.mail_class is not MailClass.FIRST_CLASS else "", tip=card)


def _matches(row: MailRow, cells: Sequence[Cell], words: Sequence[str]) -> bool:
    piece = row.piece
    told = " ".join((*(cell.text for cell in cells), piece.code, piece.number or "", piece.card_number or "")).casefold()
    return all(word in told for word in words)
