"""What the vehicle list is narrowed to: a chip for each filter, one click clears it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from itow_desktop.domain.filters import Missing, VehicleFilters
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.ui import text
from itow_desktop.ui.assets import icon
from itow_desktop.ui.queue_text import URGENCY
from itow_desktop.ui.widgets.flow import Flow
from itow_desktop.ui.widgets.vehicles.filter_words import MISSING, Names, filter_chips, shortened

_STATUSES = (CustodyStatus.ON_LOT, CustodyStatus.PICKED_UP, CustodyStatus.SOLD, CustodyStatus.SCRAPPED, CustodyStatus.MOVED)
_DAYS: Mapping[str, int] = MappingProxyType({"Today": 0, "Since yesterday": 1, "In the last 7 days": 7, "In the last 30 days": 30})


class FilterBar(QWidget):
    """Holds status, filters, search; each that is set has a chip with a cross. "Filter" offers the others."""

    changed = Signal()
    pick_asked = Signal(str)
    """``agency_id``, ``property_key``, ``account`` or ``towed``: whoever knows the choices asks, then calls ``put``."""

    def __init__(self, status: CustodyStatus | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = status
        self._filters = VehicleFilters()
        self._search = ""
        self._names: Names = {}
        self._chips: list[QWidget] = []
        self.add = QToolButton()
        self.add.setObjectName("chip")
        self.add.setText("+ Fil&ter")
        self.add.setToolTip("Narrow the list: kind, police department, property, missing fields, tow date ...")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.add.setMenu(self.menu)
        self._row = Flow(self)
        self._row.insert(0, self.add)
        self._fill_menu()
        self._show()

    # --- what it holds -----------------------------------------------------------------------------------------------

    @property
    def status(self) -> CustodyStatus | None:
        """The status the list shows, None for any."""
        return self._status

    @property
    def filters(self) -> VehicleFilters:
        """Everything else it is narrowed to."""
        return self._filters

    @property
    def search(self) -> str:
        """The words it is narrowed to."""
        return self._search

    @property
    def names(self) -> Names:
        """How agencies and properties are called."""
        return self._names

    @property
    def words(self) -> list[str]:
        """What the chips say."""
        return [words for _, words in self._told()]

    def put(self, *, status: CustodyStatus | None, filters: VehicleFilters, search: str = "") -> None:
        """Hold these from now on; told once, and only when anything is different."""
        if (status, filters, search) != (self._status, self._filters, self._search):
            self._status, self._filters, self._search = status, filters, search
            self._show()
            self.changed.emit()

    def choose_status(self, status: CustodyStatus | None) -> None:
        """Another status, the rest as it is."""
        self.put(status=status, filters=self._filters, search=self._search)

    def search_for(self, search: str) -> None:
        """Other words, the rest as it is."""
        self.put(status=self._status, filters=self._filters, search=search)

    def set_filter(self, **values: Any) -> None:
        """Other values of some filters, the rest as it is."""
        self.put(status=self._status, filters=replace(self._filters, **values), search=self._search)

    def clear(self, name: str) -> None:
        """Take one filter away, as its cross does."""
        match name:
            case "search":
                self.search_for("")
            case "status":
                self.choose_status(None)
            case "towed":
                self.set_filter(towed_since=None, towed_until=None, towed_days=None)
            case _ if name.startswith("missing:"):
                self.set_filter(missing=self._filters.missing - {Missing(name.removeprefix("missing:"))})
            case _:
                self.put(status=self._status, filters=self._filters.cleared(name), search=self._search)

    def know(self, names: Names) -> None:
        """How agencies and properties are called, by the name of their filter."""
        self._names = names
        self._show()

    # --- chips -------------------------------------------------------------------------------------------------------

    def _told(self) -> list[tuple[str, str]]:
        return filter_chips(self._status, self._filters, self._search, self._names)

    def _show(self) -> None:
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(name, words) for name, words in self._told()]
        for place, chip in enumerate(self._chips):
            self._row.insert(place, chip)

    def _chip(self, name: str, words: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setProperty("set", "true")
        chip.setText(shortened(words).replace("&", "&&"))
        chip.setIcon(icon("x"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.setToolTip(f"{words}: click to show without this filter")
        chip.setAccessibleName(f"Clear filter {words}")
        chip.clicked.connect(lambda: self.clear(name))
        return chip

    # --- menu --------------------------------------------------------------------------------------------------------

    def _fill_menu(self) -> None:
        self._sub("&Status", [(text.STATUS[status], partial(self.choose_status, status)) for status in _STATUSES])
        self._sub("&Kind", [(text.CUSTODY[kind], partial(self.set_filter, kind=kind)) for kind in CustodyKind])
        for name, words in (("agency_id", "&Police department..."), ("property_key", "P&roperty..."), ("account", "&Account...")):
            self._entry(self.menu, words, partial(self.pick_asked.emit, name))
        self._sub("&Missing", [(words, partial(self._miss, missing)) for missing, words in MISSING.items()])
        towed = self._sub("&Towed", [(words, partial(self._towed_in, days)) for words, days in _DAYS.items()])
        self._entry(towed, "&Between...", partial(self.pick_asked.emit, "towed"))
        self._sub("&Gone", [(words, partial(self.set_filter, left_days=days)) for words, days in _DAYS.items()])
        self._sub("&Urgency", [(URGENCY[word].chip, partial(self._press, word)) for word in Urgency])
        self._entry(self.menu, "On &hold", partial(self.set_filter, on_hold=True))
        self._entry(self.menu, "&Needs something", partial(self.set_filter, needs=True))
        self._entry(self.menu, "&Differs from TowBook", partial(self.set_filter, differs=True))
        self._entry(self.menu, "&Entered by hand", partial(self.set_filter, by_hand=True))

    def _sub(self, title: str, entries: Sequence[tuple[str, Callable[[], object]]]) -> QMenu:
        menu = self.menu.addMenu(title)
        for words, deed in entries:
            self._entry(menu, words, deed)
        return menu

    @staticmethod
    def _entry(menu: QMenu, words: str, deed: Callable[[], object]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False: deed())
        return action

    def _miss(self, missing: Missing) -> None:
        self.set_filter(missing=self._filters.missing | {missing})

    def _press(self, urgency: Urgency) -> None:
        self.set_filter(urgencies=self._filters.urgencies | {urgency})

    def _towed_in(self, days: int) -> None:
        self.set_filter(towed_days=days, towed_since=None, towed_until=None)
