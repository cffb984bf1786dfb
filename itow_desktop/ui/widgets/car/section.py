"""What every section of a car's page has in common, and the bar that chooses one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.errors import numbered

R = TypeVar("R")

_SIDE, _GAP = 12, 4


class Section(QWidget):
    """One part of a car's file. It is told each new state of its car; ``load`` is asked once it is in front."""

    title = ""
    """What stands on the bar."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__()
        self.house = house
        self.page: CarPage | None = None
        self._stale = True
        self._unread = False
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(16, 8, 16, 12)
        self.content.setSpacing(8)
        self.problems = ProblemStrip()
        self.setAccessibleName(self.title)

    @property
    def custody_id(self) -> int:
        """Which car it is about; only asked while there is one."""
        if self.page is None:
            raise LookupError("no car yet")
        return self.page.card.car.custody_id

    def put(self, page: CarPage) -> None:
        """Another state of the car, or another car."""
        if self.page is None or self.page.card.car.custody_id != page.card.car.custody_id:
            self.page = page
            self.problems.say([])
            self.enter()
        self.page = page
        self._stale = True

    def come(self) -> None:
        """It is in front now: show the newest."""
        if self._stale and self.page is not None:
            self._stale = False
            self.load(self.page)

    # --- for the sections --------------------------------------------------------------------------------------------

    @staticmethod
    def count(_page: CarPage) -> int | None:
        """The number beside its title."""
        return None

    def load(self, page: CarPage) -> None:
        """Show this state, asking for what is not in it."""
        raise NotImplementedError

    def enter(self) -> None:
        """Another car comes: take up what was begun to be typed about it."""

    def take_focus(self) -> None:
        """Put the keys where the work is."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self, work: Callable[[int], R], done: Callable[[R], None]) -> None:
        """Ask something about the car on a worker thread; the answer for a car that is gone is dropped."""
        custody_id = self.custody_id

        def answered(answer: R) -> None:
            if self.custody_id == custody_id:
                if self._unread:  # what a deed had to say stays, though the page is read anew because of it
                    self._unread = False
                    self.problems.say([])
                done(answer)

        self.house.runner.start(lambda: work(custody_id), owner=self, done=answered, failed=self._not_read)

    def do(self, work: Callable[[int], R], done: Callable[[R], None] | None = None) -> None:
        """Do something to the car on a worker thread, then tell everybody that it changed."""
        custody_id = self.custody_id

        def finished(answer: R) -> None:
            self.problems.say([])
            if done is not None:
                done(answer)
            self.house.bus.cars_changed.emit(frozenset({custody_id}))

        self.house.runner.start(lambda: work(custody_id), owner=self, done=finished, failed=self.tell)

    def _not_read(self, trouble: Trouble) -> None:
        self._unread = True
        self.tell(trouble)

    def tell(self, trouble: Trouble) -> None:
        """A deed that could not be done; what was typed stays."""
        self.problems.say([f"{trouble} (error {numbered(trouble)})"])


class SectionBar(QWidget):
    """A button for each section, in as many rows as the width asks for; the arrow keys go from one to the next."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("Parts of the car's file")
        self._titles = tuple(titles)
        self._group = QButtonGroup(self)
        for place, title in enumerate(titles):
            button = QToolButton(self)
            button.setObjectName("section")
            button.setText(title)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(self._clicked, place))
            self._group.addButton(button, place)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def mark(self, place: int) -> None:
        """Show which one is in front."""
        self._group.button(place).setChecked(True)

    def count(self, place: int, number: int | None) -> None:
        """The number beside a title; none for 0."""
        button = self._group.button(place)
        button.setText(f"{self._titles[place]} {number}" if number else self._titles[place])
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Row by row, each button as wide as its words."""
        left, top, high = _SIDE, _GAP, 0
        for button in self._group.buttons():
            size = button.sizeHint()
            if left > _SIDE and left + size.width() > self.width() - _SIDE:
                left, top = _SIDE, top + high + _GAP
            button.setGeometry(QRect(QPoint(left, top), size))
            left, high = left + size.width() + _GAP, size.height()
        self.setFixedHeight(top + high)

    def _clicked(self, place: int, _checked: bool = False) -> None:
        self.chosen.emit(place)
