"""Mistakes in methods that Qt calls are told; the program goes on."""

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.overrides import make_tellable


class Careless(QWidget):
    """Does what it is told whenever Qt has an event for it."""

    mistake: Callable[[], object] | None = None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User and self.mistake is not None:
            self.mistake()
        return super().event(event)


def divide() -> None:
    print(1 / 0)


def show_deleted() -> None:
    gone = QWidget()
    shiboken6.delete(gone)
    gone.show()


@pytest.mark.parametrize(("mistake", "told"), [(divide, ZeroDivisionError), (show_deleted, RuntimeError), (lambda: int("x"), ValueError)])
def test_what_c_code_raised_in_an_override_is_an_error_and_no_crash(
    qtbot: QtBot, mistake: Callable[[], object], told: type[Exception]
) -> None:
    make_tellable()
    make_tellable()
    widget = Careless()
    qtbot.addWidget(widget)
    widget.mistake = mistake
    with pytest.raises(told):
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.User))
    assert widget.isEnabled()


def test_the_overrides_of_the_window_are_made_so() -> None:
    make_tellable()
    assert hasattr(MainWindow.closeEvent, "__wrapped__") == hasattr(Careless.event, "__wrapped__")
    assert not hasattr(MainWindow.show_pane, "__wrapped__"), "Qt knows no method of that name"
