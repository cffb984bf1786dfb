"""The room of the manual: F1 opens the page about the very screen that is in front."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from itow_desktop.domain.rules import RulePack
from itow_desktop.ui.help.law_page import law_page
from itow_desktop.ui.help.pages import HelpPage, read_pages
from itow_desktop.ui.help.places import page_for
from itow_desktop.ui.help.window import HelpWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front

_KEY = "help_key"


class HelpRoom(QObject):
    """One window of help for the whole program, read when it is first asked for."""

    def __init__(self, house: House, folder: Path, pack: Callable[[], RulePack], *, practising: bool, practise: Callable[[], None]) -> None:
        """``folder`` holds the pages, ``pack`` answers the rules as they stand, ``practise`` opens the practice office."""
        super().__init__()
        self._house = house
        self._folder = folder
        self._pack = pack
        self._practising = practising
        self._practise = practise
        self._window: MainWindow | None = None
        self.help: HelpWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None: help is everywhere."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """Entries of the Help menu; dialogs, which no menu reaches, get the key when they come to the front."""
        self._window = window
        window.add_menu_action(Menu.HELP, "&Help for this screen", self.show_here, shortcut="F1", picture="question")
        window.add_menu_action(Menu.HELP, "&What the law asks", lambda: self.show_page("law"), picture="scales")
        window.add_menu_action(Menu.HELP, "&Troubleshooting", lambda: self.show_page("troubleshooting"), picture="first-aid-kit")
        if not self._practising:
            window.add_menu_action(Menu.HELP, "&Practice office...", self._practise, picture="graduation-cap")
        QApplication.instance().focusWindowChanged.connect(self._give_key)  # type: ignore[union-attr]

    def show_here(self) -> None:
        """The page about where the person is."""
        here = QApplication.focusWidget() or QApplication.activeWindow()
        self.show_page(page_for(self._pane_of(here)))

    def show_page(self, name: str) -> None:
        """Bring the manual to the front, open at a page."""
        if self.help is not None:
            self._open(self.help, name)
            return
        folder, pack = self._folder, self._pack

        def read() -> tuple[HelpPage, ...]:
            return (*read_pages(folder), law_page(pack()))

        def show(pages: tuple[HelpPage, ...]) -> None:
            if self.help is None:
                self._adopt(HelpWindow(pages, folder, practising=self._practising))
            self.show_page(name)

        self._house.runner.start(read, owner=self, done=show)

    def close(self) -> None:
        """The manual ends with the window."""
        if self.help is not None:
            self.help.close()
            self.help.deleteLater()
            self.help = None

    def _adopt(self, made: HelpWindow) -> None:
        self.help = made
        made.practise_asked.connect(self._practise)
        if self._window is not None:
            self._window.closed.connect(self.close)

    @staticmethod
    def _open(window: HelpWindow, name: str) -> None:
        window.show_page(name)
        to_front(window)

    def _pane_of(self, widget: QWidget | None) -> QWidget | None:
        """What is outside of all panes (rail, menus, find box) is about the pane in front."""
        window = self._window
        if window is not None and (widget is None or (widget.window() is window and not self._in_a_screen(widget))):
            return window.pane
        return widget

    def _in_a_screen(self, widget: QWidget) -> bool:
        window = self._window
        return window is not None and (window.pane.isAncestorOf(widget) or window.pane is widget or window.details.isAncestorOf(widget))

    def _give_key(self) -> None:
        """A dialog that came to the front answers F1 too."""
        front = QApplication.activeWindow()
        if isinstance(front, QDialog) and not front.property(_KEY):
            front.setProperty(_KEY, True)
            QShortcut(QKeySequence("F1"), front, self.show_here)
