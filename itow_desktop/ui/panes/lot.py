"""The lot: what stands where, row by row; cars are moved from here."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.lot import LotCar
from itow_desktop.services.lot import LotView, Moved
from itow_desktop.services.views import Person
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.lot import ROW_ID, WIDTHS, LotTable, Show
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks, set_reason
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.move_bar import MoveBar
from itow_desktop.ui.widgets.table import Place, Table
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import Calendar

_CHOICES = (("Whole lot", Show.ALL), ("No spot", Show.NO_SPOT), ("Two on one spot", Show.CROWDED), ("Empty spots", Show.EMPTY))
_NOTHING = {Show.NO_SPOT: "Every car has a spot.", Show.CROWDED: "No spot has two cars.", Show.EMPTY: "No spot of the list is empty."}
_NO_CAR = "choose a car first."


class LotWork(Calendar, Protocol):
    """What the pane asks for, on worker threads."""

    def lot(self) -> LotView: ...
    def move(self, person: Person | None, custody_ids: Sequence[int], place: str | None) -> Moved: ...


class LotPane(Pane):
    """The whole lot is read at once: it is what a person sees when walking over it."""

    walk_asked = Signal()
    list_asked = Signal()
    keys_asked = Signal(object)
    """The cars whose keys are to be said, as ``LotCar``."""
    moves_asked = Signal(object)
    """The ``LotCar`` whose moves are to be seen."""
    spots_asked = Signal()

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, work: LotWork) -> None:
        super().__init__("L&ot", "map-trifold", key="lot")
        self._runner = runner
        self._bus = bus
        self._who = who
        self._work = work
        self._number = 0
        self.view: LotView | None = None
        self.model = LotTable(lambda: work.zone, work.today, self)
        self.table = Table(ROW_ID)
        self.chips: Chips[Show] = Chips(_CHOICES)
        self.count = quiet()
        self.bar = MoveBar()
        self.empty = EmptyText("map-trifold")
        self.walk, self.print = QPushButton("Lot wal&k..."), QPushButton("Prin&t the lot...")
        self._place: Place | None = None
        self._search = ""
        self._warning = ""
        self._build()
        self._build_actions()
        self._wire(bus)
        self._chosen()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName("The lot")
        self.table.setAlternatingRowColors(False)
        self.table.set_widths(WIDTHS)
        self.walk.setIcon(icon("person-simple-walk"))
        self.print.setIcon(icon("printer"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.chips)
        head.addStretch(1)
        head.addWidget(self.count)
        head.addSpacing(8)
        head.addWidget(self.walk)
        head.addWidget(self.print)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.content.addLayout(head)
        self.content.addWidget(self.bar)
        self.content.addWidget(self._stack, 1)

    def _build_actions(self) -> None:
        add = self.add_menu_action
        self._open = add(Menu.VEHICLE, "&Open details", self._open_car, icon="eye", shortcut="Return", parent=self.table)
        only_looks(self._open)
        self._move = add(Menu.VEHICLE, "&Move to a spot", self._start_move, icon="arrow-bend-down-right", shortcut="M", parent=self.table)
        self._keys = add(Menu.VEHICLE, "Ke&ys...", self._ask_keys, icon="key", shortcut="K", parent=self.table)
        self._moves = add(Menu.VEHICLE, "&Where it stood...", self._ask_moves, icon="clock-counter-clockwise")
        only_looks(self._moves)
        self._spots = add(Menu.EDIT, "&List of spots...", self.spots_asked.emit, icon="list-numbers")

    def _wire(self, bus: Bus) -> None:
        self.table.selection_changed.connect(self._chosen)
        self.table.opened.connect(self._open_car)
        self.table.customContextMenuRequested.connect(self._offer_menu)
        self.model.modelReset.connect(self._shown)
        self.chips.changed.connect(self._narrow)
        self.bar.asked.connect(self._move_to)
        self.bar.left.connect(self.entered)
        self.walk.clicked.connect(self.walk_asked)
        self.print.clicked.connect(self.list_asked)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        bus.office_changed.connect(self.refresh)
        bus.import_finished.connect(lambda _run: self.refresh())

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the lot anew; selection and place stay."""
        self._number += 1
        number = self._number
        self._runner.start(self._work.lot, owner=self, done=lambda view: self._read(number, view), failed=self._not_read)

    def _read(self, number: int, view: LotView) -> None:
        if number != self._number:
            return
        self.view = view
        self._place = self.table.place()
        self.model.put(view.areas)
        self.bar.show_lot(view)
        if self._warning:
            self.news.tell(self._warning, Tone.TODAY)
            self._warning = ""
        elif view.walk is not None:
            began = text.moment_text(view.walk.started_at, self._work.zone, self._work.today())
            who = f" by {view.walk.started_by}" if view.walk.started_by else ""
            self.news.tell(f"A lot walk is open, started {began}{who}.", Tone.ACCENT, "&Continue", self._go_on)
        else:
            self.news.take_back(self.refresh)
            self.news.take_back(self._go_on)

    def _go_on(self) -> None:
        self.walk_asked.emit()

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _shown(self) -> None:
        self.table.clearSpans()
        for row in self.model.heads():
            self.table.setSpan(row, 0, 1, self.model.columnCount())
        if self._place is not None:
            self.table.take_place(self._place, self._ids)
            self._place = None
        rows = bool(self.model.rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            self._say_empty()
        self._chosen()

    def _ids(self) -> list[int]:
        return [each if each is not None else -1 for each in self.model.ids()]

    def _say_empty(self) -> None:
        if self._search:
            self.empty.say(f'Nothing on the lot matches "{self._search}".')
        elif self.chips.value is Show.ALL:
            self.empty.say(
                "No cars on the lot yet, and no list of spots. Write the list once, then cars can be moved by it.",
                "&New list of spots...",
                self.spots_asked.emit,
            )
        else:
            self.empty.say(_NOTHING[self.chips.value])

    def _narrow(self) -> None:
        self._place = self.table.place()
        self.model.narrow(self.chips.value, self._search)

    # --- choosing ----------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        cars = self._cars()
        if self.view is not None:
            total = text.counted(len(self.view.cars), "car", "cars")
            self.count.setText(f"{total}, {len(cars)} selected" if len(cars) > 1 else total)
        none = None if cars else _NO_CAR
        for action in (self._open, self._move, self._keys, self._moves):
            set_reason(action, none)
        self.bar.choose(cars)
        current = self.table.current_id() if cars else None
        self.car_chosen.emit(current if current is not None else cars[0].custody_id if cars else None)

    def _cars(self) -> list[LotCar]:
        return self.model.cars(self.table.selected_rows())

    def chosen_cars(self) -> tuple[int, ...]:
        """Custody ids of the cars selected in it, from the top."""
        return tuple(car.custody_id for car in self._cars())

    def choose_car(self, custody_id: int) -> None:
        """Select one car, wherever it stands."""
        ids = self.model.ids()
        if custody_id in ids:
            self.table.choose(ids.index(custody_id))

    def entered(self) -> None:
        """Into the list, on the first car if none was chosen yet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.selected_rows():
            first = next((row for row, each in enumerate(self.model.ids()) if each is not None), None)
            if first is not None:
                self.table.choose(first)

    def narrow(self, text: str) -> None:
        self.look_for(text)

    def look_for(self, search: str) -> bool:
        """Narrow the lot to what matches."""
        self._search = search.strip()
        self._narrow()
        return True

    def escape(self) -> bool:
        """Back to the whole lot."""
        if self.chips.value is Show.ALL:
            return False
        self.chips.choose(Show.ALL)
        return True

    def recall(self, memory: WindowMemory) -> None:
        self.table.recall(memory, "lot.columns")

    def remember(self, memory: WindowMemory) -> None:
        self.table.remember(memory, "lot.columns")

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _start_move(self) -> None:
        self.bar.place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bar.place.selectAll()

    def _move_to(self, place: str) -> None:
        cars, person = self.chosen_cars(), self._who.person
        if cars:
            self._do(lambda: self._work.move(person, cars, place or None))

    def _do(self, deed: Callable[[], Moved]) -> None:
        self.bar.setEnabled(False)
        self._runner.start(deed, owner=self, done=self._moved, failed=self._not_moved)

    def _moved(self, moved: Moved) -> None:
        self.bar.setEnabled(True)
        self.bar.clear()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._warning = " ".join(moved.warnings)  # told once the lot was read anew
        self._bus.cars_changed.emit(frozenset(moved.custody_ids))

    def _not_moved(self, trouble: Trouble) -> None:
        """What was typed stays."""
        self.bar.setEnabled(True)
        self.news.tell(str(trouble), Tone.LATE)
        self._start_move()

    def _open_car(self) -> None:
        if cars := self._cars():
            self.car_opened.emit(self.table.current_id() or cars[0].custody_id)

    def _ask_keys(self) -> None:
        if cars := self._cars():
            self.keys_asked.emit(cars)

    def _ask_moves(self) -> None:
        if cars := self._cars():
            self.moves_asked.emit(cars[0])

    def _offer_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.car_actions())
        menu.popup(self.table.viewport().mapToGlobal(point))
