"""Say what kind of custody cars are that nobody sorted yet."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.car_grid import CarGrid, all_cars_label, car_label, choice, choose_below
from itow_desktop.ui.dialogs.many_cars import ManyCarsDialog
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import CUSTODY
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import QueueWork

KINDS = tuple(kind for kind in CustodyKind if kind is not CustodyKind.UNKNOWN)


def _clue(line: QueueLine) -> QWidget:
    label = quiet(line.case.clue or "no reason, no account")
    label.setWordWrap(True)
    label.setMinimumWidth(260)
    return label


class SortDialog(ManyCarsDialog):
    """A kind a car; the kind decides which law applies, so none is chosen beforehand."""

    kept = ("car is sorted", "cars are sorted")

    def __init__(self, work: QueueWork, person: Person | None, lines: Sequence[QueueLine], *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Sort cars", "&Sort", runner, parent)
        self._work = work
        self._person = person
        hint = QLabel("Why is the car with us? The answer decides which legal steps and dates it gets.")
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.grid = CarGrid(("TowBook says", "Kind"))
        words = [CUSTODY[kind] for kind in KINDS]
        self.everybody = choice(words, "choose", "All cars") if len(lines) > 1 else None
        if self.everybody is not None:
            self.grid.add_row(all_cars_label(len(lines)), [QWidget(), self.everybody])
            self.grid.add_rule()
        self.rows: dict[int, QComboBox] = {}
        for line in lines:
            box = self.rows[line.case.custody_id] = choice(words, "choose", f"Kind, {plate_text(line.case)}")
            box.currentIndexChanged.connect(lambda _index: self.refresh_ready())
            self.grid.add_row(car_label(line.case), [_clue(line), box])
        if self.everybody is not None:
            choose_below(self.everybody, list(self.rows.values()))
        self.body.addWidget(self.grid, 1)
        self.fit(QSize(760, min(220 + 52 * len(lines), 640)))
        self.refresh_ready()

    def ready(self) -> bool:
        """A kind is chosen."""
        return any(box.currentIndex() >= 0 for box in self.rows.values() if box.isEnabled())

    def touched(self) -> bool:
        """A choice that is not saved."""
        return self.ready()

    def commit(self) -> None:
        """Sort the cars that have an answer."""
        chosen = {car: KINDS[box.currentIndex()] for car, box in self.rows.items() if box.isEnabled() and box.currentIndex() >= 0}
        cars = {kind: [car for car, wanted in chosen.items() if wanted is kind] for kind in chosen.values()}
        self.save([(some, partial(self._work.sort_cars, self._person, some, kind)) for kind, some in cars.items()])

    def lock(self, custody_ids: Collection[int]) -> None:
        """A car that is sorted stays so."""
        for car in custody_ids:
            self.rows[car].setEnabled(False)
