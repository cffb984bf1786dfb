"""A car's page in a window of its own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import icon
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.widgets.car.page import PARTS, CarPageView
from itow_desktop.ui.widgets.empty import EmptyText

GEOMETRY = "car.geometry"
_STEP = QPoint(28, 28)


class CarWindow(QWidget):
    """Shown once its car is read, so that it never stands there empty; follows every change of its car."""

    closed = Signal(int)

    def __init__(self, house: CarHouse, custody_id: int, memory: WindowMemory, *, place: int) -> None:
        """``place`` is how many such windows are open: each stands a little beside the one before."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowIcon(icon("car-simple"))
        self.setMinimumSize(QSize(760, 480))
        self.custody_id = custody_id
        self._memory = memory
        self._may_close = False
        self.view = CarPageView(house, wide=True)
        self._empty = EmptyText("car-simple")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._deeds(house))
        column.addWidget(self._stack, 1)
        self.view.shown.connect(self._shown)
        self.view.failed.connect(self._failed)
        house.bus.cars_changed.connect(self._cars_changed)
        house.bus.queue_changed.connect(self.refresh)
        self._wire_keys()
        self._take_place(place)

    def _deeds(self, house: CarHouse) -> QHBoxLayout:
        """The deeds people come here for, in a row."""
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for words, picture, tip, deed in (
            ("Record e&vent...", "list-plus", "Record what happened", lambda: house.wishes.record.emit((self.custody_id,), self)),
            ("Add n&ote", "note-pencil", "Write a note (F9)", lambda: self.view.write_in(self.view.notes)),
            ("Phone c&all", "phone", "Note a phone call (F8)", lambda: self.view.write_in(self.view.phone)),
            ("Add &files...", "camera", "Add photos and files", self._add_files),
            ("&Remind me", "bell", "Add a reminder", lambda: self.view.write_in(self.view.reminders)),
            ("&Edit...", "pencil-simple", "Edit (F2)", lambda: self.view.edit_asked.emit(self.custody_id)),
        ):
            button = QPushButton(words)
            button.setIcon(icon(picture))
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _wire_keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("F2", lambda: self.view.edit_asked.emit(self.custody_id)),
            ("F5", self.refresh),
            ("F8", lambda: self.view.write_in(self.view.phone)),
            ("F9", lambda: self.view.write_in(self.view.notes)),
            ("Ctrl+W", self.close),
            ("Esc", self.close),
        ]
        keys += [(f"Ctrl+{place + 1}", partial(self.view.open_section, place)) for place in range(len(PARTS))]
        for key, deed in keys:
            QShortcut(QKeySequence(key), self).activated.connect(lambda deed=deed: deed())

    def _take_place(self, place: int) -> None:
        geometry = self._memory.shape(GEOMETRY)
        if geometry is None or not self.restoreGeometry(geometry):
            space = self.screen().availableSize()
            self.resize(QSize(1040, 700).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        if place and not self.isMaximized():
            self.move(self.pos() + _STEP * (place % 8))

    def _add_files(self) -> None:
        self.view.write_in(self.view.photos)
        self.view.photos.choose()

    def begin(self) -> None:
        """Read the car; the window shows itself when it is here."""
        self.refresh()

    def refresh(self) -> None:
        """Read the car again."""
        self.view.read(self.custody_id)

    def _shown(self) -> None:
        page = self.view.page
        if page is not None:
            fields, row = page.card.car.fields, page.card.row
            plate = f"{fields.plate} {fields.plate_state or ''}".strip() if fields.plate else "no plate"
            number = f"call {fields.call_number}" if fields.call_number else fields.file_number or ""
            self.setWindowTitle(", ".join(part for part in (plate, row.description, number) if part))
        self._stack.setCurrentWidget(self.view)
        self._come()

    def _failed(self, trouble: Trouble) -> None:
        self.setWindowTitle("Car")
        self._empty.say(str(trouble), "&Try again", self.refresh)
        self._stack.setCurrentWidget(self._empty)
        self._come()

    def _come(self) -> None:
        if not self.isVisible():
            self.show()
            self.view.take_focus()

    def _cars_changed(self, ids: frozenset[int]) -> None:
        if not ids or self.custody_id in ids:
            self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was begun to be typed is kept for the next time; files under way are asked about."""
        if self.view.adding and not self._may_close:
            event.ignore()
            choices = [("Stop it and &close", self._close_now), ("&Keep it open", None)]
            ask(self, "Close the car's page", "Files are still being added to this car. Those that are done stay.", choices, default=1)
            return
        self._memory.keep_shape(GEOMETRY, self.saveGeometry())
        super().closeEvent(event)
        self.closed.emit(self.custody_id)

    def _close_now(self) -> None:
        self._may_close = True
        self.close()
