"""The room of letters: writing them, their words."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from itow_desktop.domain.notices import NoticeKind
from itow_desktop.ui.dialogs.letters.words import WordsWindow
from itow_desktop.ui.dialogs.letters.work import LetterPrinting, LettersAsked, LetterWork, Ways
from itow_desktop.ui.dialogs.letters.write import WriteLettersDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front

_CHOOSE = "Choose the vehicles that letters shall be written for, in Vehicles or in the queue."


class LetterRoom(QObject):
    """One window that writes letters at a time, for one car or for many; one for the words."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: LetterWork, printing: LetterPrinting, ways: Ways) -> None:
        super().__init__()
        self._house, self._work, self._printing, self._ways = house, work, printing, ways
        self._window: MainWindow | None = None
        self.writing: WriteLettersDialog | None = None
        self.words: WordsWindow | None = None

    def move_in(self, window: MainWindow) -> None:
        """Entries of the Mail menu; one of the Vehicle menu, which the lists of cars offer too."""
        self._window = window
        window.add_menu_action(Menu.VEHICLE, "Write le&tters...", self.write_chosen, shortcut="Ctrl+Shift+L", picture="envelope-simple")
        window.add_menu_action(Menu.MAIL, "Write &letters...", self.write_chosen, picture="envelope-simple")
        only_looks(window.add_menu_action(Menu.MAIL, "&Words of the letters...", self.show_words, picture="pencil-simple"))
        window.close_first(self._close)

    # --- writing -----------------------------------------------------------------------------------------------------

    def write_chosen(self) -> None:
        """For the cars that are selected in the list in front, else for the one that the details show."""
        window = self._window
        if window is None:
            return
        chosen = window.pane.chosen_cars() or tuple([window.details.custody_id] if window.details.custody_id is not None else [])
        if chosen:
            self.write(chosen)
        else:
            window.pane.news.tell(_CHOOSE)

    def write(self, custody_ids: Sequence[int], kinds: Sequence[NoticeKind] = ()) -> WriteLettersDialog:
        """Letters of these kinds (none: any) for these cars; those of the last window must be answered for first."""
        asked = LettersAsked(tuple(custody_ids), tuple(kinds))
        if self.writing is not None and self.writing.asked != asked and self.writing.unfinished() is None:
            self.writing.leave()
        if self.writing is None:
            self.writing = WriteLettersDialog(self._house, self._work, self._printing, asked, ways=self._ways, parent=self._window)
            self.writing.done_with.connect(self._printed)
            self.writing.words_asked.connect(self.show_words)
            self.writing.finished.connect(self._written)
        to_front(self.writing)
        return self.writing

    def _printed(self, custody_ids: Sequence[int]) -> None:
        self._house.bus.cars_changed.emit(frozenset(custody_ids))

    def _written(self, _code: int) -> None:
        self.writing = None

    # --- words -------------------------------------------------------------------------------------------------------

    def show_words(self) -> WordsWindow:
        """What the letters say; their preview is that of the car that the details show."""
        if self.words is None:
            self.words = WordsWindow(self._house, self._work, self._shown_car)
            self.words.closed.connect(self._words_closed)
            self.words.refresh()
        to_front(self.words)
        return self.words

    def _shown_car(self) -> int | None:
        return self._window.details.custody_id if self._window is not None else None

    def _words_closed(self) -> None:
        self.words = None

    def _close(self) -> bool:
        """Nothing that is typed or waits for an answer is lost unasked."""
        if self.words is not None and not self.words.close():
            return False
        if self.writing is not None:
            if self.writing.unfinished() is not None:
                self.writing.raise_()
                self.writing.reject()
                return False
            self.writing.leave()
        return True
