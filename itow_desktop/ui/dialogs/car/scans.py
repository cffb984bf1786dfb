"""New scans put on cars."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.attaching import AttachResult
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.scan_watch import ScanWatch
from itow_desktop.ui.showing import view_file
from itow_desktop.ui.widgets.car.adding import AddingRow, result_words
from itow_desktop.ui.widgets.car.finder import CarFinder
from itow_desktop.ui.widgets.tones import quiet


class ScansDialog(QDialog):
    """The scans at the left, the car they belong to at the right; the files in the folder are only read."""

    def __init__(self, house: CarHouse, watch: ScanWatch, custody_id: int | None, parent: QWidget) -> None:
        """``custody_id`` is the car that is open, offered first."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New scans")
        self._house, self._watch, self._custody_id = house, watch, custody_id
        self.scans = QListWidget()
        self.scans.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.finder = CarFinder(house, "An&other car: call number, plate, VIN or words")
        self.adding, self.problems = AddingRow(house), ProblemStrip()
        self.here, self.there = QPushButton("Put on &this car"), QPushButton("&Put on the car found")
        self.look, self.leave = QPushButton("Loo&k at it"), QPushButton("&Leave out")
        self._car = QLabel()
        self._car.setWordWrap(True)
        self._build()
        self._wire()
        self.show_scans(watch.waiting)
        space = self.screen().availableSize()
        self.resize(QSize(820, 480).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _build(self) -> None:
        label = QLabel("&New scans")
        label.setBuddy(self.scans)
        left, right, foot = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        looks = QHBoxLayout()
        for button in (self.look, self.leave):
            looks.addWidget(button)
        looks.addStretch(1)
        left.addWidget(label)
        left.addWidget(self.scans, 1)
        left.addLayout(looks)
        for part in (self._car, self.here, self.finder, self.there):
            right.addWidget(part)
        self.here.setVisible(self._custody_id is not None)
        self._car.setVisible(self._custody_id is not None)
        for button in (self.here, self.there, self.look, self.leave):
            button.setAutoDefault(False)
        close = QPushButton("&Close")
        close.clicked.connect(self.reject)
        foot.addWidget(quiet("The files stay in their folder."), 1)
        foot.addWidget(close)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        halves.addLayout(left, 1)
        halves.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(halves, 1)
        column.addWidget(self.adding)
        column.addWidget(self.problems)
        column.addLayout(foot)

    def _wire(self) -> None:
        self._watch.changed.connect(self.show_scans)
        self.scans.itemSelectionChanged.connect(self._ready)
        self.scans.itemDoubleClicked.connect(lambda _item: self.look_at())
        self.finder.changed.connect(self._ready)
        self.here.clicked.connect(lambda: self._put(self._custody_id))
        self.there.clicked.connect(lambda: self._put(self.finder.custody_id))
        self.look.clicked.connect(self.look_at)
        self.leave.clicked.connect(self.leave_out)
        self.adding.finished.connect(self._added)
        self.adding.failed.connect(self._failed)
        if self._custody_id is not None:
            custody_id, work = self._custody_id, self._house.work
            self._house.runner.start(lambda: work.page(custody_id), owner=self, done=self._named, failed=self._failed)

    @property
    def chosen(self) -> list[Path]:
        """The scans that are selected."""
        return [item.data(Qt.ItemDataRole.UserRole) for item in self.scans.selectedItems()]

    def show_scans(self, waiting: Sequence[Path]) -> None:
        """What waits now; the selection stays."""
        before = self.chosen
        self.scans.clear()
        zone, today = self._house.work.zone, self._house.work.today()
        for path in waiting:
            item = QListWidgetItem(f"{path.name}, {text.moment_text(_changed(path), zone, today)}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            self.scans.addItem(item)
            item.setSelected(path in before or (not before and len(waiting) == 1))
        self._ready()

    def look_at(self) -> None:
        """Open the scans in the system's viewer."""
        for path in self.chosen:
            view_file(path)

    def leave_out(self) -> None:
        """They belong to no car and are not offered again."""
        files, person, work = self.chosen, self._house.who.person, self._house.work
        self._house.runner.start(
            lambda: work.leave_out(person, files), owner=self, done=lambda _none: self._watch.look(), failed=self._failed
        )

    def _put(self, custody_id: int | None) -> None:
        if custody_id is not None and (files := self.chosen):
            self.problems.say([])
            self.adding.add(custody_id, files, FileSource.SCAN)

    def _added(self, custody_id: int, result: AttachResult) -> None:
        self.problems.say(result_words(result))
        if result.ids:
            self._house.bus.cars_changed.emit(frozenset({custody_id}))
        self._watch.look()

    def _failed(self, trouble: Trouble) -> None:
        self.problems.say([f"{trouble} (error {numbered(trouble)})"])

    def _named(self, page: CarPage) -> None:
        fields = page.card.car.fields
        parts = (fields.plate, page.card.row.description, fields.call_number and f"call {fields.call_number}")
        self._car.setText("This car: " + (", ".join(part for part in parts if part) or "not described"))

    def _ready(self) -> None:
        some = bool(self.chosen)
        for button in (self.here, self.look, self.leave):
            button.setEnabled(some)
        self.there.setEnabled(some and self.finder.custody_id is not None)

    def reject(self) -> None:
        """Esc and Close wait for what is under way."""
        if not self.adding.busy:
            super().reject()


def _changed(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:  # taken away in this moment; the next look tells
        return datetime.now(UTC)
