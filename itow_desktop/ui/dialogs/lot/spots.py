"""The office's list of spots: rows are added in one go, put in order, taken out of use."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.lot import Spot, read_spots
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office.work import OfficeRoomWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_SPOT = Qt.ItemDataRole.UserRole


class SpotsDialog(DeedDialog):
    """Row and spots are typed above, the list below is the order of the lot."""

    def __init__(self, work: OfficeRoomWork, person: Person | None, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("List of spots", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._before: tuple[Spot, ...] | None = None
        self.row, self.spots = QLineEdit(), QLineEdit()
        self.row.setMaxLength(40)
        self.row.setPlaceholderText("C")
        self.spots.setPlaceholderText("1-30, or names: Gate, Back fence")
        self.add = QPushButton("A&dd")
        self.list = QListWidget()
        self.list.setAccessibleName("Spots in their order")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.up, self.down, self.out = QPushButton("Move &up"), QPushButton("Move dow&n"), QPushButton("&Take out")
        self._build()
        self._wire()
        self.fit(QSize(560, 560))
        self.say("Reading...")
        runner.start(lambda: (work.spots(), work.settings(person).may_change), owner=self, done=self._show, failed=self.failed)
        self.refresh_ready()

    def _build(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(8)
        for words, field, stretch in (("&Row", self.row, 1), ("S&pots", self.spots, 3)):
            label = QLabel(words)
            label.setBuddy(field)
            above.addWidget(label)
            above.addWidget(field, stretch)
        above.addWidget(self.add)
        below = QHBoxLayout()
        below.setSpacing(8)
        for button in (self.up, self.down, self.out):
            below.addWidget(button)
        below.addStretch(1)
        for button in (self.add, self.up, self.down, self.out):
            button.setAutoDefault(False)
        self.body.addLayout(above)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(below)
        hint = quiet("A spot that is taken out is no longer offered. Cars that stand there keep it; earlier moves stay on record.")
        hint.setWordWrap(True)
        self.body.addWidget(hint)

    def _wire(self) -> None:
        self.add.clicked.connect(self._add)
        self.spots.returnPressed.connect(self._add)
        self.spots.textChanged.connect(lambda typed: self.primary.setDefault(not typed))
        self.up.clicked.connect(lambda: self._shift(-1))
        self.down.clicked.connect(lambda: self._shift(1))
        self.out.clicked.connect(self._take_out)
        self.list.model().rowsMoved.connect(lambda *_: self.refresh_ready())
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._take_out)

    def _show(self, answer: tuple[tuple[Spot, ...], bool]) -> None:
        self._before, allowed = answer
        self._put(self._before)
        self.say("" if allowed else "Only a manager changes this list.")
        for widget in (self.row, self.spots, self.add, self.up, self.down, self.out, self.list):
            widget.setEnabled(allowed)
        self.refresh_ready()
        self.row.setFocus()

    def _put(self, spots: Sequence[Spot], at: int | None = None) -> None:
        for place, spot in enumerate(spots):
            item = QListWidgetItem(spot.name if spot.name.startswith(spot.area) else f"{spot.name}   (row {spot.area})")
            item.setData(_SPOT, spot)
            self.list.insertItem(self.list.count() if at is None else at + place, item)

    @property
    def listed(self) -> tuple[Spot, ...]:
        """The spots as they stand in the list."""
        return tuple(self.list.item(place).data(_SPOT) for place in range(self.list.count()))

    # --- changing the list -------------------------------------------------------------------------------------------

    def _add(self) -> None:
        try:
            new = read_spots(self.row.text(), self.spots.text(), position=0)
        except ValueError as problem:
            self.problems.say([str(problem)])
            return
        keys = {spot.key: spot for spot in self.listed}
        twice = [spot.name for spot in new if spot.key in keys]
        self.problems.say([f"On the list already: {', '.join(twice[:6])}{', ...' if len(twice) > 6 else ''}."] if twice else [])
        fresh = [spot for spot in new if spot.key not in keys]
        same_row = [place for place, spot in enumerate(self.listed) if spot.area == (fresh[0].area if fresh else "")]
        self._put(fresh, same_row[-1] + 1 if same_row else None)
        self.spots.clear()
        self.row.setFocus()
        self.row.selectAll()
        self.refresh_ready()

    def _shift(self, step: int) -> None:
        rows = sorted((index.row() for index in self.list.selectedIndexes()), reverse=step > 0)
        if not rows or not 0 <= rows[0] + step < self.list.count():
            return
        for row in rows:
            item = self.list.takeItem(row)
            self.list.insertItem(row + step, item)
            item.setSelected(True)
        self.refresh_ready()

    def _take_out(self) -> None:
        for row in sorted((index.row() for index in self.list.selectedIndexes()), reverse=True):
            self.list.takeItem(row)
        self.refresh_ready()

    # --- saving ------------------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """The list is another one than before."""
        return self._before is not None and self.listed != self._before

    def touched(self) -> bool:
        """Something was changed that is not saved."""
        return self.ready()

    def commit(self) -> None:
        """Keep the list; what is typed above but not added yet is added first."""
        if self.spots.text().strip():
            self._add()
            return
        spots, read = self.listed, self._before
        self.run(lambda: self._work.save_spots(self._person, spots, read), lambda _none: self.finish(spots))

    def failed(self, trouble: Trouble) -> None:
        """What is wrong with the list is said in its own sentences."""
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])
