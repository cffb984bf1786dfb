"""Places panes and menus; knows nothing of what they do."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.about import show_about
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.details_dock import DetailsDock
from itow_desktop.ui.panes.pane import Menu, Pane, set_reason
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.find_box import FindBox
from itow_desktop.ui.widgets.menus import Menus
from itow_desktop.ui.widgets.person_picker import PersonPicker
from itow_desktop.ui.widgets.rail import Rail
from itow_desktop.ui.widgets.status_lights import StatusLights
from itow_desktop.ui.widgets.undo_offer import UndoOffer

log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """The window: rail, panes, details, menus, lights.

    Only panes that are given exist. The panes keep their order; the first one is
    in front at the first start, later the one that was in front when it closed.
    """

    closed = Signal()
    """It was closed for good; what stands beside it goes too."""
    page_asked = Signal(object)
    """Custody id of the car whose own page shall open."""

    def __init__(
        self, panes: Sequence[Pane], details: DetailsPanel, forms: CarForms, *, who: Who, memory: WindowMemory, version: str
    ) -> None:
        super().__init__()
        self._panes = tuple(panes)
        self.details = details
        self.forms = forms
        self._memory = memory
        self._version = version
        self._may_close = False
        self._beside: list[Callable[[], bool]] = [forms.close_all]
        self._scan_takers: list[Callable[[str], bool]] = []
        self._chosen: dict[str, int | None] = {}
        self.lights = StatusLights()
        self.people = PersonPicker(who)
        self.find_box = FindBox()
        self.undo = UndoOffer(self)
        self.setWindowTitle("iTow")
        self.setWindowIcon(icon("car-simple"))
        self.setMinimumSize(QSize(960, 600))
        self._stack = QStackedWidget()
        self._rail = Rail(self._panes)
        self._build_top()
        self._build_middle()
        self._build_details()
        self._build_status()
        self._build_menus()
        self._wire()
        self._recall()

    # --- for the composition root ------------------------------------------------------------------------------------

    def offer_people(self, people: Sequence[Person]) -> None:
        """Who may sit down at this PC."""
        self.people.offer(people)

    def add_menu_action(
        self, menu: Menu, text: str, deed: Callable[[], object], *, shortcut: QKeySequence | str | None = None, picture: str | None = None
    ) -> QAction:
        """An entry that is there whichever pane is in front (backup, sign-in, office facts ...)."""
        action = self._bar.entry(menu, text, deed, shortcut, picture)
        self._bar.show_for(self.pane, self._panes)
        return action

    def close_first(self, close: Callable[[], bool]) -> None:
        """``close`` ends what stands beside the window; it answers False when that holds something unsaved and asks about it."""
        self._beside.append(close)

    def offer_scans(self, take: Callable[[str], bool]) -> None:
        """``take`` gets marks that were scanned before they are looked up as a car's; it answers whether one was its own."""
        self._scan_takers.append(take)

    def take_scan(self, scanned: str) -> bool:
        """Whether somebody took the mark; behind a dialog nobody does."""
        return QApplication.activeModalWidget() is None and any(take(scanned) for take in self._scan_takers)

    def put_on_top(self, band: QWidget) -> None:
        """A band over the menus, whatever pane is in front."""
        self._head.insertWidget(0, band)

    def show_pane(self, key: str) -> None:
        """Bring the pane with this key to the front."""
        for place, pane in enumerate(self._panes):
            if pane.key == key:
                self._bring(place)

    @property
    def pane(self) -> Pane:
        """The pane in front."""
        return self._panes[self._stack.currentIndex()]

    @property
    def all_panes(self) -> tuple[Pane, ...]:
        """Every pane in the order of the rail."""
        return self._panes

    @property
    def menus(self) -> tuple[QMenu, ...]:
        """The menus that have entries now."""
        return self._bar.shown()

    def deeds_of_people(self) -> list[QAction]:
        """The entries with which people record or change something."""
        entries = [action for menu in (Menu.WORK, Menu.VEHICLE) for action in self._bar.every_action_of(menu)]
        return [*(action for action in entries if not action.property("only_looks") and not action.isSeparator())]

    def tell_trouble(self, trouble: Trouble) -> None:
        """Show an error that nobody else shows; goes to ``TaskRunner.on_untold`` and the exception hook."""
        show_trouble(self, trouble)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build_top(self) -> None:
        self._bar = Menus(self)
        top = QWidget()
        top.setObjectName("top")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(top)
        row.setContentsMargins(4, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.find_box)
        row.addWidget(self.people)
        head = QWidget()
        self._head = QVBoxLayout(head)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(0)
        self._head.addWidget(top)
        self.setMenuWidget(head)

    def _build_middle(self) -> None:
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._stack, 1)
        for pane in self._panes:
            self._stack.addWidget(pane)
        self.setCentralWidget(middle)

    def _build_details(self) -> None:
        self._dock = DetailsDock(self.details)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self.resizeDocks([self._dock], [352], Qt.Orientation.Horizontal)

    def _build_status(self) -> None:
        self._tip = QLabel()
        self._tip.setProperty("tone", "quiet")
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(self.lights)
        row.addStretch(1)
        row.addWidget(self._tip)
        row.addWidget(self.undo.button)
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        bar.addPermanentWidget(line, 1)
        bar.messageChanged.connect(self._tip.setText)  # tips of menu entries stand beside the lights instead of over them
        self.setStatusBar(bar)

    def _build_menus(self) -> None:
        bar = self._bar
        bar.last_entry(Menu.FILE, "E&xit", self.close, "Ctrl+Q")
        bar.put(Menu.EDIT, self.undo.action)
        bar.put(Menu.EDIT, self.undo.redo)
        bar.entry(Menu.EDIT, "&Find anything", self.find_box.take_focus, QKeySequence.StandardKey.Find, "magnifying-glass")
        for place, pane in enumerate(self._panes):
            bar.entry(Menu.VIEW, pane.title, partial(self._bring, place), f"Ctrl+{place + 1}", pane.icon)
        bar.line(Menu.VIEW)
        toggle = self._dock.toggleViewAction()
        toggle.setText("&Details")
        toggle.setShortcut(QKeySequence("F4"))
        bar.put(Menu.VIEW, toggle)
        bar.entry(Menu.VIEW, "&Refresh", self._refresh, QKeySequence.StandardKey.Refresh, "arrow-clockwise")
        bar.entry(Menu.VEHICLE, "&Add a vehicle...", self.forms.add, QKeySequence.StandardKey.New, "plus")
        self._edit = bar.entry(Menu.VEHICLE, "&Edit...", self._edit_car, "F2", "pencil-simple")
        bar.last_entry(Menu.HELP, "&About iTow", lambda: show_about(self, self._version))
        for pane in self._panes:
            for menu, actions in pane.menu_actions.items():
                for action in actions:
                    bar.put(menu, action)

    def _wire(self) -> None:
        self._rail.chosen.connect(self._bring)
        self.find_box.typed.connect(self._look_for)
        self.find_box.narrowed.connect(self._narrow)
        self.find_box.taken.connect(self._show_found)
        self.find_box.left.connect(self._enter)
        self._escape = QAction(self)
        self._escape.setShortcut(QKeySequence("Esc"))
        self._escape.triggered.connect(self._step_back)
        self.addAction(self._escape)
        self.details.car_changed.connect(self._car_changed)
        self.details.edit_asked.connect(self.forms.edit)
        for pane in self._panes:
            pane.car_chosen.connect(partial(self._car_chosen, pane))
            pane.car_opened.connect(self.open_car)
            pane.add_asked.connect(self.forms.add)
            pane.car_actions = partial(self._bar.actions_of, Menu.VEHICLE)
        self.forms.belong_to(self)
        self.forms.stored.connect(self._car_stored)
        self._car_changed(None)

    # --- living ------------------------------------------------------------------------------------------------------

    def _front(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._rail.mark(place)
        self._bar.show_for(self.pane, self._panes)
        self._dock.suit(cars=self.pane.chooses_cars)

    def _bring(self, place: int) -> None:
        self._front(place)
        self.details.show_car(self._chosen.get(self.pane.key))
        self.pane.entered()

    def _enter(self) -> None:
        self.pane.entered()

    def _look_for(self, text: str) -> None:
        """Search in the pane in front if it can, else bring the first that can; nothing to search for is so everywhere."""
        if not text:
            for pane in self._panes:
                pane.look_for(text)
            return
        if self.pane.look_for(text):
            return
        place = next((place for place, pane in enumerate(self._panes) if pane.look_for(text)), None)
        if place is not None:
            self._front(place)

    def _narrow(self, text: str) -> None:
        """The pane in front, whichever that is at the moment."""
        self.pane.narrow(text)

    def _show_found(self, text: str) -> None:
        """Bring the first pane that can list all that was found."""
        place = next((place for place, pane in enumerate(self._panes) if pane.show_found(text)), None)
        if place is not None:
            self._bring(place)

    def _step_back(self) -> None:
        if self.find_box.clear_text() or self.pane.escape():
            return
        self.pane.entered()

    def _refresh(self) -> None:
        self.pane.refresh()
        self.details.refresh()

    def _car_chosen(self, pane: Pane, custody_id: int | None) -> None:
        """The details follow the pane in front; one behind it may be reading its list anew."""
        self._chosen[pane.key] = custody_id
        if pane is self.pane:
            self.details.show_car(custody_id)

    def open_car(self, custody_id: int) -> None:
        """Let the details of a car be seen now."""
        self.details.show_car(custody_id)
        self._dock.show()
        self._dock.raise_()
        self.details.take_focus()

    def _edit_car(self) -> None:
        if self.details.custody_id is not None:
            self.forms.edit(self.details.custody_id)

    def _car_stored(self, custody_id: int, warnings: tuple[str, ...]) -> None:
        self.details.show_car(custody_id)
        if warnings:
            self.pane.news.tell(" ".join(warnings), Tone.TODAY)

    def _car_changed(self, custody_id: int | None) -> None:
        set_reason(self._edit, "choose a vehicle first." if custody_id is None else None)

    # --- coming and going --------------------------------------------------------------------------------------------

    def _recall(self) -> None:
        geometry, state = self._memory.place("window.geometry"), self._memory.shape("window.state")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(QSize(1280, 768))
        if state is not None:
            self.restoreState(state)
        self._dock.recall(self._memory)
        front = self._memory.text("window.pane")
        for pane in self._panes:
            pane.recall(self._memory)
        places = [place for place, pane in enumerate(self._panes) if pane.key == front]
        self._bring(places[0] if places else 0)

    def _remember(self) -> None:
        self._memory.keep_place("window.geometry", self.saveGeometry())
        self._memory.keep_shape("window.state", self.saveState())
        self._memory.keep("window.pane", self.pane.key)
        self._dock.remember(self._memory)
        for pane in self._panes:
            pane.remember(self._memory)
        try:
            self._memory.write()
        except Trouble as trouble:  # sizes and columns are not worth keeping a window open
            log.warning("the window will not come back as it was: %s", trouble)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before anything is interrupted or lost; what was typed is offered to be saved first."""
        if not self._may_close:
            unfinished = [sentence for pane in self._panes if (sentence := pane.unfinished())]
            if unfinished:
                event.ignore()
                choices = [("Stop it and &close", self._close_now), ("&Keep iTow open", None)]
                ask(self, "Close iTow", " ".join(unfinished), choices, default=1)
                return
            if not self._close_beside():
                event.ignore()
                return
        self._remember()
        super().closeEvent(event)
        self.closed.emit()

    def _close_beside(self) -> bool:
        answers = [close() for close in self._beside]  # each is asked, also when one said no
        return all(answers)

    def _close_now(self) -> None:
        if self._close_beside():
            self._may_close = True
            self.close()
