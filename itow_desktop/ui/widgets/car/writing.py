"""What the sections have in common in which something is written about a car."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling


class Written(Protocol):
    """Something that was written about a car."""

    @property
    def id(self) -> int | str | None: ...


W = TypeVar("W", bound=Written)


class WritingSection(Section, Generic[W]):
    """Fields for the next one over those that were written; Ctrl+Enter saves it, what is begun is kept while it is typed."""

    noun = ""
    """What one of them is called; the field has this name where what is begun in it is kept."""

    def __init__(self, house: CarHouse, told: str) -> None:
        """``told`` names those that were written, for a screen reader."""
        super().__init__(house)
        self.button = QPushButton(f"Add &{self.noun}")
        self.button.setToolTip(f"Add the {self.noun} (Ctrl+Enter)")
        self.told = Telling(told)
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.foot.addWidget(self.button)
        self.button.clicked.connect(self.save)
        self.told.asked.connect(self._asked)
        save = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.button.click)

    def lay_out(self, *fields: QWidget) -> None:
        """Put the fields over what was written."""
        for field in fields:
            self.content.addWidget(field)
        self.content.addLayout(self.foot)
        self.content.addWidget(self.problems)
        self.content.addWidget(self.told, 1)
        self._ready()

    def _typed(self) -> None:
        if self.page is not None:
            self.house.begun.keep(self.custody_id, self._name, self._begun())
        self._ready()

    def _ready(self) -> None:
        self.button.setEnabled(self._complete())

    def _asked(self, address: str) -> None:
        verb, _, number = address.partition(":")
        found = next((each for each in self._written() if str(each.id) == number), None)
        if found is not None:
            self._act(verb, found)

    @property
    def _name(self) -> str:
        """The fields, as what is begun in them is kept."""
        return self.noun

    # --- for each section --------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save what is typed."""
        raise NotImplementedError

    def _begun(self) -> str:
        """What is typed, as it is kept."""
        raise NotImplementedError

    def _complete(self) -> bool:
        """Whether what is typed can be saved."""
        raise NotImplementedError

    def _written(self) -> tuple[W, ...]:
        """Those that were written."""
        raise NotImplementedError

    def _act(self, verb: str, one: W) -> None:
        """Do what a link of one of them says."""
        raise NotImplementedError


class CorrectingSection(WritingSection[W]):
    """One that was written can come into the fields to be corrected, or be taken back with a reason."""

    def __init__(self, house: CarHouse, told: str) -> None:
        super().__init__(house, told)
        self._correcting: W | None = None
        self.stop = QPushButton("Leave it as it &was")
        self.foot.insertWidget(self.foot.count() - 1, self.stop)
        self.stop.clicked.connect(self._leave_it)

    def lay_out(self, *fields: QWidget) -> None:
        super().lay_out(*fields)
        self._correct(None)

    def enter(self) -> None:
        self._correct(None)

    @property
    def _name(self) -> str:
        """Each one that is corrected has fields of its own."""
        return f"{self.noun} {self._correcting.id}" if self._correcting is not None else self.noun

    @staticmethod
    def links(one: W) -> tuple[tuple[str, str], ...]:
        """What can be done about one of them."""
        return ("Correct", f"correct:{one.id}"), ("Take back", f"back:{one.id}")

    def write(self, typed: str, deed: Callable[[int], object]) -> None:
        """Save what is typed; what was typed since stays, and the person may look at another car when it is done."""
        custody_id, name = self.custody_id, self._name

        def saved(_answer: object) -> None:
            if self.house.begun.get(custody_id, name) == typed:
                self.house.begun.keep(custody_id, name, "")
            if self.custody_id == custody_id and self._name == name:
                self._correct(None)

        self.button.setEnabled(False)
        self.do(deed, saved)

    def _correct(self, one: W | None) -> None:
        """Put one into the fields to be corrected, or what was begun of the next one."""
        self._correcting = one
        self.button.setText(f"Add &{self.noun}" if one is None else f"Save the &{self.noun}")
        self.stop.setVisible(one is not None)
        if self.page is not None:
            self._take_up()
        self._ready()

    def _leave_it(self) -> None:
        self.house.begun.keep(self.custody_id, self._name, "")
        self._correct(None)

    def _act(self, verb: str, one: W) -> None:
        if verb == "correct":
            self._correct(one)
            self._focus_corrected()
        else:
            self._withdraw(one)

    def _withdraw(self, one: W) -> None:
        custody_id = self.custody_id
        dialog = ReasonDialog(
            f"Take the {self.noun} back", "&Take it back", self._take_back(one), runner=self.house.runner, parent=self,
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self.house.bus.cars_changed.emit(frozenset({custody_id})))
        dialog.open()

    # --- for each section --------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Show what was begun in the fields, else the one that is corrected."""
        raise NotImplementedError

    def _focus_corrected(self) -> None:
        """Put the keys where a correction begins."""
        self.take_focus()

    def _take_back(self, one: W) -> Callable[[str], object]:
        """The deed that takes one back for a reason."""
        raise NotImplementedError
