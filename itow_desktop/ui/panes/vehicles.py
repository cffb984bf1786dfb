"""The vehicle list: find a car, look at it, take the list along."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, tzinfo
from pathlib import Path

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QStackedWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.filters import VehicleFilters
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.exporting import csv_of, save_csv
from itow_desktop.services.saved_views import SavedView, ViewDefinition
from itow_desktop.services.views import VehicleColumn, VehiclePage, VehicleQuery
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.vehicles import COLUMNS, ROW_ID, UNVERIFIED, VehicleTable
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks, set_reason
from itow_desktop.ui.panes.vehicle_columns import VehicleColumns
from itow_desktop.ui.panes.vehicle_views import VehicleViews, ViewWork
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.dotted import DottedDelegate
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.table import Place, Table, clipboard_rows, to_clipboard
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.widgets.vehicles.filter_bar import FilterBar
from itow_desktop.ui.widgets.vehicles.filter_words import filter_chips

PrintList = Callable[[str, Sequence[str], Sequence[Sequence[str]]], None]
"""Title, headers, rows of text: prints a list as it stands on the screen."""

_SELECT_ALL_AT_MOST = 5_000
_DIM_AFTER_MS = 150
_KEYS = 3
"""Sort keys kept at most."""


class VehiclesPane(Pane):
    """Reads page by page; each new question makes the answers to older ones worthless."""

    import_asked = Signal()
    """The list is empty and the person wants to import."""

    def __init__(
        self,
        runner: TaskRunner,
        bus: Bus,
        pages: Callable[[VehicleQuery], VehiclePage],
        *,
        zone: Callable[[], tzinfo],
        today: Callable[[], date],
        print_list: PrintList | None = None,
        views: tuple[ViewWork, Who] | None = None,
    ) -> None:
        """``pages`` reads from the database and is called on worker threads only; without ``views`` there are no tabs."""
        super().__init__("Vehicle&s", "car-simple", key="vehicles")
        self._runner = runner
        self._pages = pages
        self._print_list = print_list
        self._reading: Task | None = None
        self._place: Place | None = None
        self._select_all = False
        self._dim = QTimer(self)
        self._dim.setSingleShot(True)
        self._dim.setInterval(_DIM_AFTER_MS)
        self.model = VehicleTable(zone, today, self, status=CustodyStatus.ON_LOT)
        self._dim.timeout.connect(lambda: self.model.set_dimmed(True))
        self.table = Table(ROW_ID)
        self.columns = VehicleColumns(self.table, self.model.taken_along)
        self.filters = FilterBar(CustodyStatus.ON_LOT)
        self._memory: WindowMemory | None = None
        self.views = None if views is None else VehicleViews(runner, *views, now=self.definition, today=today, parent=self)
        self.count = quiet()
        self.empty = EmptyText("car-simple")
        self._add = QPushButton("&Add a vehicle")
        self._add.setIcon(icon("plus"))
        self._build()
        self._build_actions()
        self._wire(bus)
        self._shown()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName("Vehicles")
        self.table.set_widths([column.characters for column in COLUMNS])
        for place, column in enumerate(COLUMNS):
            self.table.setColumnHidden(place, not column.shown)
            if column.key is VehicleColumn.DUE:
                self.table.setItemDelegateForColumn(place, DottedDelegate(self.table, UNVERIFIED))
        head = QHBoxLayout()
        head.setSpacing(16)
        self.count.setMinimumHeight(self._add.sizeHint().height())
        head.addWidget(self.filters, 1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        if self.views is not None:
            self.content.addWidget(self.views.tabs)
        self.content.addLayout(head)
        self.content.addWidget(self._stack, 1)

    def _build_actions(self) -> None:
        self._open = self.add_menu_action(Menu.VEHICLE, "&Open details", self._open_car, icon="eye", shortcut="Return", parent=self.table)
        only_looks(self._open)
        self._copy = self.add_menu_action(Menu.EDIT, "&Copy rows", self.copy, icon="copy", shortcut=QKeySequence.StandardKey.Copy)
        self._all = self.add_menu_action(Menu.EDIT, "Select &all", self.select_all, shortcut=QKeySequence.StandardKey.SelectAll)
        if self._print_list is not None:
            self._print = self.add_menu_action(
                Menu.FILE, "Pri&nt this list...", self.print_shown, icon="printer", shortcut=QKeySequence.StandardKey.Print
            )
        self._save = self.add_menu_action(Menu.FILE, "Save this list as CS&V...", self.ask_where, icon="table")
        self._columns = self.add_menu_action(Menu.VIEW, "&Columns...", self._offer_columns, icon="columns")

    def _wire(self, bus: Bus) -> None:
        self.model.page_wanted.connect(self._read)
        self.model.rows_changed.connect(self._shown)
        self.model.modelAboutToBeReset.connect(self._keep_place)
        self.model.modelReset.connect(self._take_place)
        self.table.selection_changed.connect(self._chosen)
        self.table.opened.connect(self._open_car)
        self.table.sort_asked.connect(self._sort)
        self.table.customContextMenuRequested.connect(self._offer_menu)
        self.filters.changed.connect(self._filter)
        if self.views is not None:
            self.views.shown.connect(self._show_view)
            self.views.left.connect(self._keep_widths)
            self.views.troubled.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
            self.views.serve(self.filters)
        self._add.clicked.connect(self.add_asked)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        bus.import_finished.connect(lambda _run: self.refresh())

    # --- questions ---------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Ask for the first page; the composition root calls it when the database is there."""
        self._filter()

    def refresh(self) -> None:
        """Ask again; selection, current row and scroll place stay."""
        self.model.ask_again()
        if self.views is not None:
            self.views.read()

    def look_for(self, search: str) -> bool:
        """Search as it is typed."""
        self.filters.search_for(search.strip())
        return True

    def show_found(self, search: str) -> bool:
        """All that the words find, on the lot or gone."""
        self.filters.put(status=None, filters=VehicleFilters(), search=search.strip())
        return True

    def show_by_hand(self) -> None:
        """The cars on the lot that no TowBook call is known of."""
        self.filters.put(status=CustodyStatus.ON_LOT, filters=VehicleFilters(by_hand=True))

    def _filter(self) -> None:
        self._place = (None, frozenset(), 0)
        bar = self.filters
        self.model.ask(replace(self.model.query, status=bar.status, filters=bar.filters, search=bar.search))
        self._compare()

    # --- views -------------------------------------------------------------------------------------------------------

    def definition(self) -> ViewDefinition:
        """What the list shows now, as a view keeps it."""
        return ViewDefinition(self.filters.search, self.filters.status, self.filters.filters, self.model.query.sort, self.columns.kept())

    def _show_view(self, view: SavedView) -> None:
        """Be as a view was saved, the columns as wide as they were left on this PC."""
        self.columns.arrange(view.definition)
        if self._memory is not None:
            self.columns.take_widths(self._memory, view)
        self._place = (None, frozenset(), 0)
        query = view.definition.query
        with QSignalBlocker(self.filters):
            self.filters.put(status=query.status, filters=query.filters, search=query.search)
        self.model.ask(replace(self.model.query, search=query.search, status=query.status, filters=query.filters, sort=query.sort))

    def _keep_widths(self, view: SavedView) -> None:
        if self._memory is not None:
            self.columns.keep_widths(self._memory, view)

    def _compare(self) -> None:
        if self.views is not None:
            self.views.compare()

    def _sort(self, column: int, further: bool) -> None:
        """A click sorts, a second one turns the order, Shift adds a key behind the others."""
        key, before = COLUMNS[column].key, self.model.query.sort
        turned = [not down for each, down in before if each is key]
        if further:
            kept = tuple((each, not down if each is key else down) for each, down in before)
            order = kept if turned else (*kept, (key, False))[-_KEYS:]
        else:
            order = ((key, turned[0] if turned and before[0][0] is key else _first_order(key)),)
        self.model.ask(replace(self.model.query, sort=order))
        self._compare()

    def _read(self, number: int, query: VehicleQuery) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._dim.start()
        self._reading = self._runner.start(
            lambda: self._pages(query),
            owner=self,
            done=lambda page: self._answered(number, page),
            failed=lambda trouble: self._not_answered(number, trouble),
        )

    def _answered(self, number: int, page: VehiclePage) -> None:
        if self.model.put(number, page):
            self._dim.stop()
            self.news.take_back(self.refresh)
            if self._select_all and page.query.limit is None:
                self._select_all = False
                self.table.selectAll()

    def _not_answered(self, number: int, trouble: Trouble) -> None:
        self._dim.stop()
        self.model.give_up(number)
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    # --- the place in the list ---------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        if self._place is None:
            self._place = self.table.place()

    def _take_place(self) -> None:
        if self._place is not None:
            self.table.take_place(self._place, lambda: [row.custody_id for row in self.model.rows])
            self._place = None

    def _shown(self) -> None:
        rows = bool(self.model.rows)
        self._stack.setCurrentIndex(0 if rows or self.model.waiting else 1)
        if not rows:
            self._say_empty()
        self._chosen()

    def _say_empty(self) -> None:
        query = self.model.query
        if query.search and query.status is not None:
            self.empty.say(
                f'No vehicle {_among(query.status)} matches "{query.search}".',
                "&Look in all vehicles",
                lambda: self.filters.choose_status(None),
            )
        elif query.search:
            self.empty.say(f'Nothing matches "{query.search}". Try fewer letters: part of the plate, the end of the VIN, the street.')
        elif query.filters != VehicleFilters():
            words = f"No vehicle is: {', '.join(self.filters.words)}."
            self.empty.say(words, "Show unfiltere&d", lambda: self.filters.put(status=query.status, filters=VehicleFilters()))
        elif query.status not in {None, CustodyStatus.ON_LOT}:
            self.empty.say(f"No vehicle {_among(query.status)} yet.")
        else:
            self.empty.say("No vehicles yet. Import from TowBook, or add one by hand (Ctrl+N).", "I&mport", self.import_asked.emit)

    def _chosen(self) -> None:
        rows = self.table.selected_rows()
        total, match = self.model.total, " match" if self.model.query.search else ""
        words = f"{text.counted(total, 'car', 'cars')}{match}"
        self.count.setText(f"{words}, {len(rows):,} selected" if len(rows) > 1 else words)
        none = "choose a row first." if not rows else None
        for action in (self._open, self._copy):
            set_reason(action, none)
        self.car_chosen.emit(self.table.current_id() if rows else None)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def entered(self) -> None:
        """Into the list, on its first row if nothing was chosen yet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.model.rows and not self.table.selected_rows():
            self.table.choose(0)

    def chosen_cars(self) -> tuple[int, ...]:
        return tuple(self.table.selected_ids())

    def listed_cars(self) -> Callable[[], tuple[int, ...]]:
        pages, query = self._pages, replace(self.model.query, offset=0, limit=None)
        return lambda: tuple(row.custody_id for row in pages(query).rows)

    def escape(self) -> bool:
        """Back to the view as it was saved, without views to the cars on the lot."""
        if self.views is not None:
            return self.views.back()
        before = self.filters.words
        self.filters.put(status=CustodyStatus.ON_LOT, filters=VehicleFilters())
        return before != self.filters.words

    def recall(self, memory: WindowMemory) -> None:
        self._memory = memory
        if self.views is None:
            self.table.recall(memory, "vehicles.columns")
        elif (view := memory.text("vehicles.view")) is not None and view.isdigit():
            self.views.want(int(view))

    def remember(self, memory: WindowMemory) -> None:
        if self.views is None:
            self.table.remember(memory, "vehicles.columns")
        elif self.views.current is not None:
            memory.keep("vehicles.view", str(self.views.current.id))
            self.columns.keep_widths(memory, self.views.current)

    def copy(self) -> None:
        """The selected rows with the columns shown, for Excel."""
        rows = [self.model.rows[place] for place in self.table.selected_rows()]
        columns, keys = self.columns, self.columns.shown
        if rows:
            self._runner.start(lambda: clipboard_rows(columns.titles(keys), columns.cells(rows, keys)), owner=self, done=to_clipboard)

    def select_all(self) -> None:
        """Every match, also those not read yet."""
        if len(self.model.rows) == self.model.total:
            self.table.selectAll()
        elif self.model.total > _SELECT_ALL_AT_MOST:
            self.table.selectAll()
            self.news.tell(f"The first {len(self.model.rows):,} of {self.model.total:,} cars are selected. Search to narrow the list.")
        else:
            self._select_all = True
            self.model.ask_all()

    def ask_where(self) -> None:
        """Choose the file that takes the list."""
        dialog = QFileDialog(self, "Save the list as CSV", "VEHICLES.csv", "Text for spreadsheets (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write all that match, with the columns shown, in the order shown; no cell of it is run as a formula."""
        columns, keys, query = self.columns, self.columns.shown, replace(self.model.query, offset=0, limit=None)

        def write() -> int:
            rows = self._pages(query).rows
            save_csv(path, csv_of(columns.titles(keys), columns.cells(rows, keys)))
            return len(rows)

        self._runner.start(
            write,
            owner=self,
            done=lambda count: self.news.tell(f"Saved as {path.name}: {count:,} cars.", Tone.DONE),
            failed=lambda trouble: self.news.tell(str(trouble), Tone.LATE),
        )

    def print_shown(self) -> None:
        """All that match, with the columns shown, in the order shown."""
        printing = self._print_list
        if printing is None:
            return
        columns, keys, query = self.columns, self.columns.shown, replace(self.model.query, offset=0, limit=None)
        title = self._title(query)
        self._runner.start(
            lambda: columns.cells(self._pages(query).rows, keys),
            owner=self,
            done=lambda cells: printing(title, columns.titles(keys), cells),
            failed=lambda trouble: self.news.tell(str(trouble), Tone.LATE),
        )

    def _title(self, query: VehicleQuery) -> str:
        told = [words for _, words in filter_chips(query.status, query.filters, query.search, self.filters.names)]
        return f"Vehicles: {', '.join(told)}" if told else "Vehicles, all"

    def _open_car(self) -> None:
        current = self.table.current_id()
        if current is not None:
            self.car_opened.emit(current)

    def _offer_columns(self) -> None:
        self.table.column_menu().popup(self.table.mapToGlobal(QPoint(0, self.table.horizontalHeader().height())))

    def _offer_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.car_actions())
        menu.addSeparator()
        menu.addActions(self.menu_actions[Menu.EDIT])
        menu.addSeparator()
        menu.addActions([*self.menu_actions[Menu.FILE], *self.menu_actions[Menu.VIEW]])
        menu.popup(self.table.viewport().mapToGlobal(point))


def _first_order(key: VehicleColumn) -> bool:
    """Newest tows first, everything else from A."""
    return key is VehicleColumn.TOWED_AT


def _among(status: CustodyStatus | None) -> str:
    return "on the lot" if status in {None, CustodyStatus.ON_LOT} else text.STATUS[status].lower()
