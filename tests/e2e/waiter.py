"""Waiting for things to come about on the screen, never for a time."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel
from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

D = TypeVar("D", bound=QDialog)


class Waiter:
    """Waits for conditions; one that never comes fails with what stood on the screen instead."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def until(self, condition: Callable[[], bool], milliseconds: int = 30_000) -> None:
        try:
            self._qtbot.waitUntil(condition, timeout=milliseconds)
        except NeverCame:
            pytest.fail("waited in vain; on the screen stood:\n" + "\n".join(_on_screen()))

    def for_dialog(self, kind: type[D]) -> D:
        """The open dialog of a kind, as soon as it is there."""
        found: list[D] = []

        def there() -> bool:
            found[:] = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
            return bool(found)

        self.until(there)
        return found[0]

    def until_pressable(self, button: QAbstractButton) -> None:
        """A person would see it and could press it."""
        self.until(lambda: button.isVisible() and button.isEnabled())


def _on_screen() -> Iterator[str]:
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            said = [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.text()]
            yield f"{type(window).__name__} {window.windowTitle()!r}: {' | '.join(said)}"
