"""The open office with its dialogs, as whoever pictures it needs it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from itow_desktop.app import OfficeWindow

D = TypeVar("D", bound=QDialog)


class Stage:
    """The open office, and how to wait for it."""

    def __init__(self, office: OfficeWindow) -> None:
        self.office = office
        self.window = office.window

    def settle(self) -> None:
        """Turn the event loop until nothing is under way and the short timers of the window have fired."""
        loop = QEventLoop()
        calm = QTimer()
        calm.setInterval(120)
        calm.timeout.connect(lambda: None if self.office.runner.busy else loop.quit())
        calm.start()
        loop.exec()

    def dialog(self, kind: type[D]) -> D:
        """The open dialog of a kind."""
        self.settle()
        return next(each for each in self.dialogs() if isinstance(each, kind))

    def dialogs(self) -> list[QDialog]:
        """Every dialog on the screen."""
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog) and widget.isVisible()]


Screen = Callable[[Stage], Iterator[tuple[str, QWidget]]]
"""Brings things about, yields a name and the widget to be pictured, tidies up."""
