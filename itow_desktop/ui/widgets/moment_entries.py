"""Fields for one date or one time of day, typed the way the desk types them."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from itow_desktop.domain.entry import read_day, read_time
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.text import day_text

_WEEKDAY = re.compile(r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=\d)")
_KEYS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}


class ColumnEntry(QLineEdit):
    """A field of a column: Enter goes down, and leaving it checks it and marks what is wrong."""

    left = Signal()
    """It was left and shows what it understood, or a mark."""
    down = Signal()
    """Enter: on to the field below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """``name`` is what a screen reader says."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(200)
        self._mark: QAction | None = None
        self.textEdited.connect(lambda _text: self.complain(None))

    def problem(self) -> str | None:
        """What is wrong with the text as it stands; an empty field is not wrong."""
        return None

    def complain(self, sentence: str | None) -> None:
        """Show or take away the mark with its sentence."""
        if self._mark is not None:
            self.removeAction(self._mark)
            self._mark.deleteLater()
            self._mark = None
        if sentence is not None:
            self._mark = QAction(icon("warning-circle", Tone.LATE), sentence, self)
            self.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        self.setToolTip(sentence or "")
        self.setAccessibleDescription(sentence or "")

    def settle(self) -> None:
        """Check, and write the value the way it is shown."""
        self.complain(self.problem())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached with the keyboard it is ready to be typed over."""
        super().focusInEvent(event)
        if event.reason() in _KEYS:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is when it is checked."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A scanner's Enter must never press a button."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.settle()
            self.left.emit()
            self.down.emit()
            return
        super().keyPressEvent(event)


class DayEntry(ColumnEntry):
    """A local date: ``t``, ``+1``, ``8/5``, ``080525``. Never pre-filled; in a date that stands there + and - go a day on or back."""

    def __init__(self, name: str, today: Callable[[], date], parent: QWidget | None = None, *, past: bool = True) -> None:
        """``past``: a day yet to come cannot be right."""
        super().__init__(name, parent)
        self._today = today
        self._past = past
        self.setPlaceholderText("8/5 or t")

    def allow_future(self, future: bool) -> None:
        """Whether a day yet to come can be right."""
        self._past = not future

    def day(self) -> date | None:
        """What the text means; None for an empty or unreadable one."""
        try:
            return self._read()
        except ValueError:
            return None

    def set_day(self, day: date | None) -> None:
        """Show a date that was typed elsewhere."""
        self.setText("" if day is None else day_text(day, self._today()))
        self.complain(self.problem())

    def problem(self) -> str | None:
        """A sentence for a text that is no date, or a date that cannot be."""
        try:
            day = self._read()
        except ValueError as wrong:
            return str(wrong)
        if self._past and day is not None and day > self._today():
            return f"{day:%a} {day.month}/{day.day}/{day.year} has not come yet. Enter the day it happened."
        return None

    def settle(self) -> None:
        if (day := self.day()) is not None:
            self.setText(day_text(day, self._today()))
        super().settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - move a date; in an empty field they are the beginning of "+1"."""
        step = {"+": 1, "-": -1}.get(event.text())
        settled = self.day() if _WEEKDAY.match(self.text()) else None
        if step is not None and settled is not None:
            self.set_day(settled + timedelta(days=step))
            return
        super().keyPressEvent(event)

    def _read(self) -> date | None:
        typed = _WEEKDAY.sub("", self.text().strip())
        return read_day(typed, self._today()) if typed else None


class TimeEntry(ColumnEntry):
    """A time of day as it was spoken: ``16:44``, ``1644``, ``4:44p``. Never pre-filled."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setPlaceholderText("16:44 or 4:44p")

    def moment(self) -> time | None:
        """What the text means; None for an empty or unreadable one."""
        try:
            return self._read()
        except ValueError:
            return None

    def problem(self) -> str | None:
        """A sentence for a text that is no time."""
        try:
            self._read()
        except ValueError as wrong:
            return str(wrong)
        return None

    def settle(self) -> None:
        if (spoken := self.moment()) is not None:
            self.setText(f"{spoken:%H:%M}")
        super().settle()

    def _read(self) -> time | None:
        typed = self.text().strip()
        return read_time(typed) if typed else None
