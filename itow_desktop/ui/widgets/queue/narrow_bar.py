"""What the queue is narrowed to, beside its urgency chips: my lines, one step, one agency, one property."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from itow_desktop.ui.assets import icon
from itow_desktop.ui.models.queue_narrowing import Narrowing
from itow_desktop.ui.widgets.vehicles.filter_words import shortened

_WORDS: Mapping[str, str] = MappingProxyType({"step": "&Step...", "agency": "&Police department...", "property": "P&roperty..."})


class NarrowBar(QWidget):
    """Holds a ``Narrowing``; each part that is set has a chip with a cross. "Filter" offers the others."""

    changed = Signal()
    pick_asked = Signal(str)
    """``step``, ``agency`` or ``property``: whoever knows the lines asks which, then calls ``narrow``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowing = Narrowing()
        self._names: dict[str, str] = {}
        self._chips: list[QToolButton] = []
        self._person: int | None = None
        self.mine = _chip("Mi&ne")
        self.mine.setCheckable(True)
        self.mine.setToolTip("Only the lines that were given to you, or to somebody you stand in for")
        self.mine.clicked.connect(lambda on: self._put(replace(self._narrowing, worker=self._person if on else None)))
        self.add = _chip("Fil&ter")
        self.add.setToolTip("Only one step, one police department, one property")
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        for name, words in _WORDS.items():
            self.menu.addAction(words).triggered.connect(partial(self._ask, name))
        self.add.setMenu(self.menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.mine)
        self._row.addWidget(self.add)
        self.sit(None)

    @property
    def narrowing(self) -> Narrowing:
        """What it is narrowed to."""
        return self._narrowing

    @property
    def words(self) -> list[str]:
        """What its chips say."""
        told = ["mine"] if self._narrowing.worker is not None else []
        return told + [words for name, words in self._names.items() if getattr(self._narrowing, name) is not None]

    def sit(self, person_id: int | None) -> None:
        """Somebody else sits here: "mine" are the lines of that person from now on."""
        self._person = person_id
        self.mine.setEnabled(person_id is not None)
        if self._narrowing.worker is not None:
            self._put(replace(self._narrowing, worker=person_id))

    def narrow(self, name: str, value: Any, words: str) -> None:
        """Narrow to one value of a part."""
        self._names[name] = words
        self._put(replace(self._narrowing, **{name: value}))

    def clear(self, name: str | None = None) -> None:
        """Take one part away, or all."""
        cleared: dict[str, Any] = {} if name is None else {name: None}
        self._put(Narrowing() if name is None else replace(self._narrowing, **cleared))

    def _ask(self, name: str, _checked: bool = False) -> None:
        self.pick_asked.emit(name)

    def _put(self, narrowing: Narrowing) -> None:
        if narrowing == self._narrowing:
            return
        self._narrowing = narrowing
        self.mine.setChecked(narrowing.worker is not None)
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._clearing(name, self._names[name]) for name in _WORDS if getattr(narrowing, name) is not None]
        for place, chip in enumerate(self._chips):
            self._row.insertWidget(1 + place, chip)
        self.changed.emit()

    def _clearing(self, name: str, words: str) -> QToolButton:
        chip = _chip(shortened(words, 28).replace("&", "&&"))
        chip.setProperty("set", "true")
        chip.setIcon(icon("x"))
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands behind the words
        chip.setToolTip(f"{words}: click to show without this filter")
        chip.setAccessibleName(f"Clear filter {words}")
        chip.clicked.connect(lambda: self.clear(name))
        return chip


def _chip(words: str) -> QToolButton:
    chip = QToolButton()
    chip.setObjectName("chip")
    chip.setText(words)
    return chip
