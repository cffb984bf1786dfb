"""A person's own cars: what was opened is remembered, what is marked has a star."""

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QToolButton

from itow_desktop.services.finding import OwnCars
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who


class OwnCarWork(Protocol):
    """What is asked of the office; called on worker threads."""

    def own_cars(self, person: Person | None) -> OwnCars: ...
    def saw_car(self, person: Person | None, custody_id: int) -> None: ...
    def star_car(self, person: Person | None, custody_id: int, on: bool) -> None: ...


class OwnCarKeeper(QObject):
    """Knows which cars the person at this PC marked; writes down what was opened."""

    changed = Signal()
    troubled = Signal(object)
    """A ``Trouble`` to be told; that a look was not remembered is none."""

    def __init__(self, runner: TaskRunner, work: OwnCarWork, who: Who) -> None:
        super().__init__()
        self._runner = runner
        self._work = work
        self._who = who
        self._own = OwnCars()
        who.changed.connect(self.read)

    @property
    def own(self) -> OwnCars:
        """As they were last read."""
        return self._own

    @property
    def starred(self) -> frozenset[int]:
        """Custody ids of the marked cars."""
        return frozenset(car.custody_id for car in self._own.starred)

    def read(self) -> None:
        """Read them; while the database is away the ones known stay."""
        person = self._who.person
        self._runner.start(lambda: self._work.own_cars(person), owner=self, done=self._put, failed=lambda _trouble: None)

    def opened(self, custody_id: int) -> None:
        """A car was opened: it is among the last ones now."""
        person = self._who.person
        if person is not None:
            self._runner.start(
                lambda: self._work.saw_car(person, custody_id), owner=self, done=lambda _none: self.read(), failed=lambda _trouble: None
            )

    def star(self, custody_id: int, on: bool) -> None:
        """Mark a car, or take the mark away."""
        person = self._who.person
        self._runner.start(
            lambda: self._work.star_car(person, custody_id, on), owner=self, done=lambda _none: self.read(), failed=self.troubled.emit
        )

    def _put(self, own: OwnCars) -> None:
        if own != self._own:
            self._own = own
            self.changed.emit()


class StarButton(QToolButton):
    """Marks the car beside it; filled while it is marked."""

    def __init__(self, keeper: OwnCarKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._custody_id: int | None = None
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.clicked.connect(self.turn)
        keeper.changed.connect(self._show)
        self.show_car(None)

    @property
    def marked(self) -> bool:
        """Whether the car is marked."""
        return self._custody_id in self._keeper.starred

    def show_car(self, custody_id: int | None) -> None:
        """Stand for this car; away without one."""
        self._custody_id = custody_id
        self.setVisible(custody_id is not None)
        self._show()

    def turn(self) -> None:
        """Mark the car, or take the mark away."""
        if self._custody_id is not None:
            self._keeper.star(self._custody_id, not self.marked)

    def _show(self) -> None:
        marked = self.marked
        self.setChecked(marked)
        self.setIcon(icon("star", Tone.TODAY if marked else Tone.QUIET))
        self.setText("Marked" if marked else "Mark")
        self.setToolTip("Marked with a star: it stands first under the empty find box. Click to take the star away." if marked else
                        "Mark this car with a star, to find it under the empty find box")  # fmt: skip
        self.setAccessibleName("Take the star away" if marked else "Mark with a star")
