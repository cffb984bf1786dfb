"""Numbers of the post office on their way onto pieces: scanned wherever the focus is, or typed."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.errors import DoubtfulNumber, Trouble
from itow_desktop.domain.mail.numbers import without_routing
from itow_desktop.domain.mail.pieces import GONE, Piece, PieceState, piece_of
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.mail.work import NumberWork
from itow_desktop.ui.mail_text import number_text, piece_words, to_words
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.mail.number_bar import NumberBar
from itow_desktop.ui.widgets.news_bar import NewsBar

_FEWEST_DIGITS = 18
"""What has as many digits is no VIN and none of our own marks."""


class MailNumbers(QObject):
    """Finds what was scanned; a number that no piece has yet goes onto the piece that is pointed at.

    One after the other: a number that is scanned right behind a letter's barcode is that letter's, however long the
    barcode is looked up. What comes behind one that was refused is left, for nobody knows whose it is.
    """

    found = Signal(object)
    """``MailRow`` of a piece that somebody scanned."""
    numbered = Signal(object)
    """``Piece`` as it is with its number."""
    back_asked = Signal(object)
    """``MailRow`` of one that was mailed and lies here again."""

    def __init__(self, house: House, work: NumberWork, bar: NumberBar, news: NewsBar, current: Callable[[], MailRow | None]) -> None:
        """``current`` answers the piece that is pointed at."""
        super().__init__(bar)
        self._house, self._work, self._bar, self._news, self._current = house, work, bar, news, current
        self._card = False
        self._waiting: deque[tuple[str, bool]] = deque()
        self._busy = False
        bar.asked.connect(self._look)

    # --- what is wanted ----------------------------------------------------------------------------------------------

    def begin(self, *, card: bool = False) -> None:
        """Into the line; ``card``: the green card's own number is meant."""
        self._card = card
        self.point()
        self._bar.begin("Gree&n card" if card else "&Number")

    def point(self) -> None:
        """Say whose number is wanted."""
        row = self._current()
        if row is not None and self._card:
            self._bar.point(f"of the green card of the letter to {to_words(row.piece)}")
        elif row is not None and row.wants_number:
            self._bar.point(f"for {piece_words(row.piece, row.vehicle)}")
        else:
            self._bar.point("Scan a letter's barcode to find it, or the number on a certified label.")

    def moved(self) -> None:
        """Another piece is pointed at: its certified number is meant again."""
        self._card = False
        self._bar.label.setText("&Number")
        self.point()

    # --- what came ---------------------------------------------------------------------------------------------------

    def is_ours(self, scanned: str) -> bool:
        """Whether a scan is our barcode of a letter, or a number of the post office."""
        return piece_of(scanned) is not None or _is_number(scanned)

    def take(self, scanned: str) -> None:
        """Look up what was read; a number that is new goes onto the piece that wants one."""
        self._look(scanned, False)

    def _look(self, typed: str, sure: bool) -> None:
        self._waiting.append((typed, sure))
        if not self._busy:
            self._next()

    def _next(self) -> None:
        """The oldest one that waits; the line is free when there is none."""
        self._busy = bool(self._waiting)
        self._bar.setEnabled(not self._busy)
        if not self._waiting:
            return
        typed, sure = self._waiting.popleft()
        self._house.runner.start(
            lambda: self._work.find(typed),
            owner=self,
            done=lambda found: self._looked(typed, found, sure=sure),
            failed=lambda trouble: self._refused(typed, trouble),
        )

    def _looked(self, typed: str, found: tuple[MailRow, ...], *, sure: bool) -> None:
        if found:
            self._bar.clear()
            self.found.emit(found[0])
            self._tell(found[0], by_number=piece_of(typed) is None)
            self._next()
        elif piece_of(typed) is not None:
            self._leave()
            self._bar.refuse(typed, f"{typed.strip().upper()}: no letter of this office has this barcode.")
        else:
            self._put(typed, sure=sure)

    def _tell(self, row: MailRow, *, by_number: bool) -> None:
        words = f"{piece_words(row.piece, row.vehicle)}: {row.piece.state.words.lower()}."
        if row.stopped:
            self._news.tell(f"{words} {row.stopped} It should not go out.", Tone.LATE)
        elif row.wants_number:
            self._news.tell(f"{words} Now scan the number on its certified label.", Tone.ACCENT)
        elif row.piece.state in GONE:
            self._news.tell(words, Tone.ACCENT, "It lies here a&gain...", lambda: self.back_asked.emit(row))
        elif by_number:
            self._news.tell(f"This number is on a letter already: {words}", Tone.TODAY)
        else:
            self._news.tell(words, Tone.ACCENT)

    def _put(self, typed: str, *, sure: bool) -> None:
        target, card = self._current(), self._card
        if target is None or not (card or target.wants_number):
            self._leave()
            self._bar.refuse(typed, "Choose the letter this number is for, or scan the letter's own barcode first.")
            return
        person, piece_id = self._house.who.person, target.piece.id
        put = self._work.put_card if card else self._work.put_number
        self._house.runner.start(
            lambda: put(person, piece_id, typed, sure=sure),
            owner=self,
            done=lambda piece: self._kept(piece, card=card),
            failed=lambda trouble: self._refused(typed, trouble),
        )

    def _kept(self, piece: Piece, *, card: bool) -> None:
        self._bar.clear()
        what = f"The green card {number_text(piece.card_number)}" if card else number_text(piece.number)
        self._news.tell(f"{what} is on the letter to {to_words(piece)}.", Tone.DONE)
        self._next()
        self.numbered.emit(piece)

    def _leave(self) -> None:
        """Nothing more of what waits."""
        self._waiting.clear()
        self._next()

    def _refused(self, typed: str, trouble: Trouble) -> None:
        """What was typed stays."""
        self._leave()
        if isinstance(trouble, DoubtfulNumber):
            self._bar.doubt(typed, str(trouble))
        else:
            self._bar.refuse(typed, str(trouble))


def why_no_number(piece: Piece) -> str | None:
    """Why a piece takes no certified number now; None where it does."""
    if not piece.mail_class.certified:
        return f"{piece.mail_class.words.lower()} carries no number."
    if piece.state is PieceState.VOID:
        return "it is void."
    return "it is mailed with the number it has." if piece.state in GONE else None


def _is_number(scanned: str) -> bool:
    """Digits as long as a number of the post office, less what its barcode puts before it."""
    plain = without_routing(scanned)
    return plain.isdigit() and len(plain) >= _FEWEST_DIGITS
