"""The covered window: what is left to see, and the way back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.pin_entry import PinEntry
from itow_desktop.ui.widgets.tones import heading, quiet

_MOVES = frozenset(
    {
        Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
    }
)  # fmt: skip


class Cover(QWidget):
    """Lies over everything in a window, whose fields keep what is in them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("cover")
        self.setAutoFillBackground(True)
        self.setAccessibleName("Covered")
        picture, words = QLabel(), quiet("Covered. Everything is as it was left.")
        picture.setPixmap(icon("lock", Tone.QUIET).pixmap(48, 48))
        column = QVBoxLayout(self)
        column.addStretch(1)
        for label in (picture, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window, on top of what comes up in it."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.ChildAdded} and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
        return False


class CoverDialog(QDialog):
    """Who comes back: with the PIN of whoever has one, else with any key."""

    back = Signal(object)
    """The ``Person`` who sits here now, or None where nobody sat here and nobody can be picked."""

    def __init__(self, person: Person | None, check: Callable[[Person, str], PinAnswer], *, runner: TaskRunner, parent: QWidget) -> None:
        """``person`` is who went away."""
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setWindowTitle("iTow")
        self._went = person
        self._pins = False
        self._people: tuple[Person, ...] = ()
        self.who = QComboBox()
        label = QLabel("&Who")
        label.setBuddy(self.who)
        self.entry = PinEntry(runner, check, "&Come back")
        self.come = QPushButton("&Come back")
        self.come.setProperty("primary", True)
        self.come.setDefault(True)
        self.any_key = quiet("or press any key")
        self.any_key.setAccessibleName("Press any key to come back")
        form = QFormLayout()
        form.addRow(label, self.who)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.come)
        row.addWidget(self.any_key)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(heading("The window is covered"))
        column.addLayout(form)
        column.addWidget(self.entry)
        column.addLayout(row)
        column.addStretch(1)
        self.resize(QSize(420, 190))
        self.who.currentIndexChanged.connect(lambda _place: self._look())
        self.who.activated.connect(lambda _place: self._take_focus())
        self.entry.proved.connect(self.back)
        self.come.clicked.connect(self._come_back)

    def offer(self, people: Sequence[Person], *, pins: bool) -> None:
        """Who may come back; ``pins``: whoever has a PIN proves it."""
        chosen = self.who.currentData() or (self._went.id if self._went else None)
        self._people, self._pins = tuple(people), pins
        self.who.blockSignals(True)
        self.who.clear()
        for person in people:
            self.who.addItem(person.name, person.id)
        self.who.setCurrentIndex(max(self.who.findData(chosen), 0))
        self.who.blockSignals(False)
        self._look()

    @property
    def chosen(self) -> Person | None:
        """Who wants to come back."""
        return next((person for person in self._people if person.id == self.who.currentData()), None)

    @property
    def asks_pin(self) -> bool:
        """Whether the chosen person must prove a PIN."""
        return self._pins and self.chosen is not None and self.chosen.has_pin

    def _look(self) -> None:
        self.entry.setVisible(self.asks_pin)
        self.come.setVisible(not self.asks_pin)
        self.any_key.setVisible(not self.asks_pin)
        if self.asks_pin and self.chosen is not None:
            self.entry.ask(self.chosen)

    def _take_focus(self) -> None:
        (self.entry.pin if self.asks_pin else self.come).setFocus()

    def _come_back(self) -> None:
        if not self.asks_pin:
            self.back.emit(self.chosen)

    # --- manners -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key is enough where there is no PIN; one that moves about is not meant."""
        if not self.asks_pin and event.key() not in _MOVES:
            self._come_back()
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """There is one way out only."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nor does its cross open the window."""
        event.ignore()
