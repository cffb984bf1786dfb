"""What can be taken back and done again, kept in sight."""

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton

from itow_desktop.domain.undo import UndoState, UndoStep
from itow_desktop.ui.assets import icon

_LONGEST = 48


class UndoOffer(QObject):
    """Two named menu entries, "Undo: call-in, 4 cars" and "Redo: ...", the first also a button of the status bar.

    A text field that has the focus keeps Ctrl+Z for what is typed in it.
    """

    undo_asked = Signal(object)
    redo_asked = Signal(object)
    """``UndoStep`` that was on offer. Both entries rest until the next state is shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._state = UndoState()
        self.action = QAction(self)
        self.action.setShortcut(QKeySequence("Ctrl+Z"))
        self.action.setIcon(icon("arrow-counter-clockwise"))
        self.action.triggered.connect(lambda _checked=False: self._ask(self._state.undo, self.undo_asked))
        self.redo = QAction(self)
        self.redo.setShortcut(QKeySequence("Ctrl+Y"))
        self.redo.setIcon(icon("arrow-clockwise"))
        self.redo.triggered.connect(lambda _checked=False: self._ask(self._state.redo, self.redo_asked))
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setDefaultAction(self.action)
        self.show_state(UndoState())

    def show_state(self, state: UndoState) -> None:
        """Offer these two steps."""
        self._state = state
        _name(self.action, "&Undo", state.undo)
        _name(self.redo, "&Redo", state.redo)

    def rest(self) -> None:
        """Offer nothing while a step is being done, without a flicker of the names."""
        self.action.setEnabled(False)
        self.redo.setEnabled(False)

    def _ask(self, step: UndoStep | None, asked: SignalInstance) -> None:
        if step is not None:
            self.rest()
            asked.emit(step)


def _name(action: QAction, verb: str, step: UndoStep | None) -> None:
    name = "" if step is None else step.name
    short = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}..."
    action.setText(f"{verb}: {short.replace('&', '&&')}" if name else verb)
    keys = action.shortcut().toString()
    plain = verb.replace("&", "")
    action.setToolTip(f"{plain}: {name} ({keys})" if name else f"There is nothing to {plain.lower()}.")
    action.setEnabled(step is not None)
