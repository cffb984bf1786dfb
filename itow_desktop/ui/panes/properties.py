"""The properties cars are towed from: what is agreed with each, what has to be looked into."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.properties import PropertyRow
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.panes.pane import Menu, Pane, set_reason
from itow_desktop.ui.place_text import CONTRACT
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.places.fitted_table import FittedTable
from itow_desktop.ui.widgets.tones import quiet

HEADERS = ("Property", "Address", "Department", "Questions", "On lot", "Year", "All", "Contract", "Callers", "Sign photo", "Complaints")
_RIGHT = (3, 4, 5, 6, 8, 9, 10)


class Show(StrEnum):
    """Which of them are listed."""

    ALL = "all"
    OPEN = "open"
    QUESTIONS = "questions"


_CHOICES = (("All", Show.ALL), ("Cars on the lot", Show.OPEN), ("With questions", Show.QUESTIONS))


class PropertiesPane(Pane):
    """Every property at once: an office tows from some hundred."""

    chooses_cars = False
    property_asked = Signal(str)
    """The key of the property whose page shall open."""
    new_asked = Signal()
    same_asked = Signal(str)
    """The key of the property that is the same as another."""

    def __init__(self, runner: TaskRunner, bus: Bus, work: PropertyWork) -> None:
        super().__init__("&Properties", "buildings", key="properties")
        self._runner = runner
        self._work = work
        self._number = 0
        self._found: tuple[PropertyRow, ...] = ()
        self.model = TextRows(HEADERS, self, right=_RIGHT)
        self.table = FittedTable(self.model, "Properties", grow=(0, 1, 2))
        self.search = QLineEdit()
        self.chips: Chips[Show] = Chips(_CHOICES)
        self.count = quiet()
        self.empty = EmptyText("buildings")
        self.add = QPushButton("&Add a property...")
        self._build()
        self._wire(bus)
        self._show()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionMode(FittedTable.SelectionMode.SingleSelection)
        self.search.setPlaceholderText("name, address or department")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(220)
        label = QLabel("Lis&t")
        label.setBuddy(self.search)
        self.search.setAccessibleName("List properties with")
        self.add.setIcon(icon("plus"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self.search, 1)
        head.addStretch(1)
        head.addWidget(self.add)
        narrow = QHBoxLayout()
        narrow.addWidget(self.chips)
        narrow.addStretch(1)
        narrow.addWidget(self.count)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.content.addLayout(head)
        self.content.addLayout(narrow)
        self.content.addWidget(self._stack, 1)
        self._open = self.add_menu_action(Menu.WORK, "&Open the property", self._open_current, icon="buildings")
        self._same = self.add_menu_action(Menu.WORK, "Same property &twice...", self._ask_same, icon="intersect")

    def _wire(self, bus: Bus) -> None:
        self.table.opened.connect(lambda row: self.property_asked.emit(self.model.key_at(row)))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.model.modelReset.connect(self._chosen)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self.entered)
        self.chips.changed.connect(self._show)
        self.add.clicked.connect(self.new_asked)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        bus.agencies_changed.connect(self.refresh)
        bus.import_finished.connect(lambda _run: self.refresh())

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all anew; the chosen one stays chosen."""
        self._number += 1
        number = self._number
        self._runner.start(
            self._work.properties, owner=self, done=lambda rows: self._read(number, rows), failed=self._not_read
        )  # fmt: skip

    def _read(self, number: int, rows: tuple[PropertyRow, ...]) -> None:
        if number == self._number:
            self._found = rows
            self._show()

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _show(self) -> None:
        key, scroll = self.current_key, self.table.verticalScrollBar().value()
        words = self.search.text().casefold().split()
        shown = [row for row in self._found if _wanted(row, self.chips.value) and all(word in _searched(row) for word in words)]
        self.model.put([_line(row) for row in shown])
        place = self.model.row_of(key)
        if place is not None:
            self.table.choose(place)
            self.table.verticalScrollBar().setValue(scroll)
        self._stack.setCurrentIndex(0 if shown else 1)
        if not shown:
            self._say_empty()
        asking = sum(bool(row.doubts) for row in self._found)
        total = text.counted(len(shown), "property", "properties")
        self.count.setText(f"{total}, {asking} with questions" if asking else total)

    def _say_empty(self) -> None:
        if self.search.text().strip() or self.chips.value is not Show.ALL:
            self.empty.say("No property matches.", "&Show all", self.escape)
        else:
            self.empty.say("No properties yet. They come with the cars, or add one by hand.", "A&dd a property...", self.new_asked.emit)

    # --- choosing ----------------------------------------------------------------------------------------------------

    @property
    def current_key(self) -> str | None:
        """The key of the chosen property."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.key_at(rows[0].row()) if rows else None

    def choose(self, key: str) -> None:
        """Choose one, whatever the list was narrowed to."""
        if self.model.row_of(key) is None:
            self.escape()
        place = self.model.row_of(key)
        if place is not None:
            self.table.choose(place)

    def _chosen(self) -> None:
        reason = None if self.current_key is not None else "choose a property first."
        for action in (self._open, self._same):
            set_reason(action, reason)

    def _open_current(self) -> None:
        if (key := self.current_key) is not None:
            self.property_asked.emit(key)

    def _ask_same(self) -> None:
        if (key := self.current_key) is not None:
            self.same_asked.emit(key)

    # --- manners -----------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        """Into the list, on its first row if none was chosen yet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.current_key is None and self.model.rows:
            self.table.choose(0)

    def escape(self) -> bool:
        """Back to all of them."""
        if not self.search.text() and self.chips.value is Show.ALL:
            return False
        self.search.clear()
        self.chips.choose(Show.ALL)
        return True


def _wanted(row: PropertyRow, show: Show) -> bool:
    return show is Show.ALL or (bool(row.open) if show is Show.OPEN else bool(row.doubts))


def _searched(row: PropertyRow) -> str:
    place = row.place
    return " ".join(part for part in (place.name, place.address, row.agency, place.key, place.phone) if part).casefold()


def _line(row: PropertyRow) -> TextRow:
    place = row.place
    words, tone = CONTRACT[row.contract]
    photo = text.list_day(row.last_photo) if row.last_photo else "exempt" if place.sign_exempt else "none"
    told = "\n".join(doubt.sentence for doubt in row.doubts)
    cells: Sequence[Cell] = (
        Cell(place.name, tip=place.name),
        Cell(place.address or "", tip=place.address or ""),
        Cell(row.agency or "not known", tone=None if row.agency else Tone.TODAY, tip=row.agency or ""),
        Cell(str(len(row.doubts)) if row.doubts else "", len(row.doubts), Tone.ACCENT, "question" if row.doubts else None, told),
        *(Cell(str(number) if number else "", number) for number in (row.open, row.recent, row.total)),
        Cell(words, tone=tone, picture="warning" if tone is Tone.TODAY else None),
        Cell(str(row.callers) if row.callers else "nobody", row.callers, Tone.QUIET if not row.callers else None),
        Cell(photo, row.last_photo, Tone.QUIET if row.last_photo is None else None),
        Cell(str(row.complaints) if row.complaints else "", row.complaints),
    )
    return TextRow(place.key, tuple(cells))
