"""Fields of a form: what is typed in them is always a text, and they say when they were left."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget


class LineEntry(QLineEdit):
    """One line. ``cleaned`` is applied when the field is left; ``upper`` while typing."""

    edited = Signal()
    left = Signal()

    def __init__(self, *, upper: bool = False, cleaned: Callable[[str], str] | None = None, characters: int | None = None) -> None:
        super().__init__()
        self._upper = upper
        self._cleaned = cleaned
        if characters is not None:
            self.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * (characters + 3) + 12)
        self.textChanged.connect(lambda _text: self.edited.emit())
        if upper:
            self.textEdited.connect(self._to_upper)

    def put(self, text: str) -> None:
        """Show a value from its beginning."""
        self.setText(text)
        self.setCursorPosition(0)

    def offer(self, words: Sequence[str]) -> None:
        """Words offered while typing, wherever in them the typed letters are; any other can still be typed."""
        completer = QCompleter(list(words), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)

    def clean(self) -> None:
        """Write what was typed the usual way."""
        if self._cleaned is not None and (better := self._cleaned(self.text())) != self.text():
            self.setText(better)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.clean()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the next field where a scanner may have typed it, so that it presses no button."""
        if self._upper and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _to_upper(self, text: str) -> None:
        if text != text.upper():
            place = self.cursorPosition()
            self.setText(text.upper())
            self.setCursorPosition(place)


class ChoiceEntry(QComboBox):
    """One of several words; the text is the value behind the word. Typing goes to the word."""

    edited = Signal()
    left = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        """``choices`` are (word, value); the value "" stands for not known."""
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(9)
        for word, value in choices:
            self.addItem(word, value)
        self.currentIndexChanged.connect(lambda _place: self.edited.emit())

    def text(self) -> str:
        """The value chosen."""
        return str(self.currentData() or "")

    def put(self, text: str) -> None:
        """Choose a value; one that is not offered is added, so that nothing is lost."""
        place = self.findData(text)
        if place < 0:
            self.addItem(text, text)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def clean(self) -> None:
        """Nothing to tidy."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the form must not change a value the pointer happens to pass."""
        event.ignore()


class FlagEntry(QCheckBox):
    """Yes or no."""

    edited = Signal()
    left = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.toggled.connect(lambda _on: self.edited.emit())

    def text(self) -> str:
        """``yes`` or ``no``."""
        return "yes" if self.isChecked() else "no"

    def put(self, text: str) -> None:
        """Tick for ``yes``."""
        self.setChecked(text == "yes")

    def clean(self) -> None:
        """Nothing to tidy."""


class NotesEntry(QPlainTextEdit):
    """Several lines; Tab goes on."""

    edited = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)
        self.textChanged.connect(self.edited)

    def text(self) -> str:
        """What was typed."""
        return self.toPlainText()

    def put(self, text: str) -> None:
        """Show a value."""
        self.setPlainText(text)

    def clean(self) -> None:
        """Nothing to tidy."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


Entry = LineEntry | ChoiceEntry | FlagEntry | NotesEntry


def focus_entry(entry: QWidget) -> None:
    """Into the field, over what stands there."""
    entry.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(entry, QLineEdit):
        entry.selectAll()
