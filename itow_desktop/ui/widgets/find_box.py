"""The one box that finds anything."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.widgets.finding.results import FindResults

FIND_KEYS = (("Down, Up", "Choose among what was found"), ("Esc", "Clear the box and close what was found"))
"""What the keys of the box do, for the shortcut card."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FindBox(QLineEdit):
    """Type pieces in any order. What was found stands under it; Down and Up choose there, Enter opens, Esc clears."""

    typed = Signal(str)
    """Each change, where there are no results to choose from."""
    narrowed = Signal(str)
    """Each change, where there are: the list in front may follow it."""
    taken = Signal(str)
    """All that this text finds shall be shown in the list."""
    left = Signal()
    """The person goes on to the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: FindResults | None = None
        self.setObjectName("find")
        self.setPlaceholderText("Find anything (Ctrl+F)")
        self.setAccessibleName("Find anything")
        self.setToolTip(
            "Plate, last of the VIN, call, file or complaint number, name, phone, make, color, place, day of the tow: pieces in any order"
        )
        self.setClearButtonEnabled(True)
        self.setMaxLength(200)
        self.addAction(icon("magnifying-glass", Tone.QUIET), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(self._changed)

    @property
    def results(self) -> FindResults | None:
        """What was found, under the box."""
        return self._results

    def offer(self, results: FindResults) -> None:
        """Show what is found in these results from now on."""
        self._results = results
        results.belong_to(self)
        results.list_asked.connect(self._take_all)
        for chosen in (results.opened, results.page_asked):
            chosen.connect(lambda _car: self.clear())

    def take_focus(self) -> None:
        """Ctrl+F: ready to type over what was searched last."""
        here = self.hasFocus()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if here and self._results is not None:
            self._results.ask(self.text())

    def clear_text(self) -> bool:
        """Esc: search for nothing; False when it was empty."""
        results = self._results
        shown = results is not None and not results.isHidden()
        if results is not None:
            results.fold()
        if not self.text():
            return shown
        self.clear()
        return True

    def _changed(self, text: str) -> None:
        if self._results is None:
            self.typed.emit(text)
            return
        self.narrowed.emit(text)
        if self.hasFocus():
            self._results.ask(text)

    def _take_all(self, text: str) -> None:
        self.clear()
        self.taken.emit(text)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter move on to the list, or among what was found."""
        results, key = self._results, event.key()
        if results is None:
            if key in {Qt.Key.Key_Down, *_ENTER}:
                self.left.emit()
                return
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            results.step(1 if key == Qt.Key.Key_Down else -1)
            return
        elif key in _ENTER:
            results.act(page=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """An empty box shows the cars of this person."""
        super().focusInEvent(event)
        if self._results is not None:
            self._results.ask(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was found goes away with the focus."""
        super().focusOutEvent(event)
        if self._results is not None and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._results.fold()
