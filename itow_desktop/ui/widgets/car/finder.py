"""Find one car by number, plate or words, inside a dialog."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import VehicleRow
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.tasks import Task

_SETTLE_MS = 120


class CarFinder(QWidget):
    """A line to type in, the cars that match below it; the arrow keys go down into them."""

    changed = Signal()
    """Another car is chosen, or none."""

    def __init__(self, house: CarHouse, words: str = "Ca&r: call number, plate, VIN or words") -> None:
        super().__init__()
        self._house = house
        self._asking: Task | None = None
        self.line, self.list, self._said = QLineEdit(), QListWidget(), QLabel()
        self.line.setClearButtonEnabled(True)
        self.list.setAccessibleName("Cars that match")
        label = QLabel(words)
        label.setBuddy(self.line)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MS)
        self._soon.timeout.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (label, self.line, self.list, self._said):
            column.addWidget(part)
        self.line.textChanged.connect(lambda _text: self._soon.start())
        self.list.currentRowChanged.connect(lambda _row: self.changed.emit())
        self._say("")

    @property
    def custody_id(self) -> int | None:
        """The car that is chosen."""
        chosen = self.list.currentIndex()
        return int(chosen.data(Qt.ItemDataRole.UserRole)) if chosen.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down from the line into the list."""
        if event.key() == Qt.Key.Key_Down and self.list.count():
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        typed, work = self.line.text().strip(), self._house.work
        if self._asking is not None:
            self._asking.cancel()
        if not typed:
            self._show(())
            return
        self._asking = self._house.runner.start(lambda: work.find(typed), owner=self, done=self._show, failed=self._failed)

    def _show(self, rows: tuple[VehicleRow, ...]) -> None:
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(car_words(row))
            item.setData(Qt.ItemDataRole.UserRole, row.custody_id)
            self.list.addItem(item)
        if rows:
            self.list.setCurrentRow(0)
        self._say("" if rows or not self.line.text().strip() else "No car matches. Try fewer letters.")
        self.changed.emit()

    def _failed(self, trouble: Trouble) -> None:
        self._say(str(trouble))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))


def car_words(row: VehicleRow) -> str:
    """One car in a line: plate, what it is, call number, where it came from."""
    plate = f"{row.plate} {row.plate_state or ''}".strip() if row.plate else "no plate"
    number = f"call {row.call_number}" if row.call_number else row.file_number
    return ", ".join(part for part in (plate, row.description, number, row.towed_from) if part)
