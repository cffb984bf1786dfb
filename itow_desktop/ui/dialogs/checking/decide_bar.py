"""The row that decides lines of Check import: accept, keep ours, decide later."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from itow_desktop.domain.importing.reconciling import Decision, TrayLine
from itow_desktop.ui.assets import icon
from itow_desktop.ui.widgets.tones import quiet

_WORDS = {
    Decision.ACCEPT: ("&Accept", "check", "A", "Take over what the import says"),
    Decision.KEEP: ("&Keep ours", "shield-check", "K", "Let the desk's word stand; the same words never ask again"),
    Decision.LATER: ("Decide &later", "clock", "L", "Leave it open and go on"),
}


class DecideBar(QWidget):
    """Follows the marked lines; each deed has a button, and a single key in the list."""

    asked = Signal(object)
    """A ``Decision`` for the lines that are marked."""

    def __init__(self) -> None:
        super().__init__()
        self._why_not: str | None = None
        self._busy = False
        self.lines: tuple[TrayLine, ...] = ()
        """The marked lines that can be decided."""
        self.buttons: dict[Decision, QPushButton] = {}
        self.hint = quiet()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for decision, (words, picture, key, tip) in _WORDS.items():
            button = QPushButton(words)
            button.setIcon(icon(picture))
            button.setAutoDefault(False)
            button.setToolTip(f"{tip} ({key} in the list)")
            button.clicked.connect(self._teller(decision))
            row.addWidget(button)
            self.buttons[decision] = button
        row.addWidget(self.hint, 1)
        self._show()

    def keys_in(self, widget: QWidget) -> None:
        """Let the single letters work while this widget has the focus."""
        for decision, (_words, _picture, key, _tip) in _WORDS.items():
            shortcut = QShortcut(QKeySequence(key), widget, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.buttons[decision].click)

    def mark(self, marked: Sequence[TrayLine]) -> None:
        """Other lines are marked."""
        self.lines = tuple(line for line in marked if line.open)
        self._show(len(marked))

    def allow(self, why_not: str | None) -> None:
        """Whether whoever sits here may decide, else why not."""
        self._why_not = why_not
        self._show()

    def set_busy(self, busy: bool) -> None:
        """A decision is under way."""
        self._busy = busy
        self._show()

    def _show(self, marked: int = 0) -> None:
        count = len(self.lines)
        for decision, button in self.buttons.items():
            words = _WORDS[decision][0]
            button.setText(f"{words} ({count:,})" if count > 1 else words)
            button.setEnabled(bool(count) and not self._busy and self._why_not is None)
        if self._why_not is not None:
            self.hint.setText(f"Deciding {self._why_not}.")
        elif self._busy:
            self.hint.setText("Deciding...")
        else:
            self.hint.setText("Nothing to decide here." if marked and not count else "")

    def _teller(self, decision: Decision) -> Callable[[], None]:
        return lambda: self.asked.emit(decision)
