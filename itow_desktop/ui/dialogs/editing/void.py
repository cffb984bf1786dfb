"""Cars entered by mistake leave the lists with a reason; nothing is deleted, and the bin brings them back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QWidget

from itow_desktop.domain.vehicles import present
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.tones import quiet

REASONS = ("Entered twice", "Entered by mistake", "Never came to the lot", "Was only a test")
_SHOWN = 200

VoidDeed = Callable[[Person | None, Sequence[int], str], object]


class VoidDialog(DeedDialog):
    """Which cars, and why: the reason stays with them."""

    def __init__(self, runner: TaskRunner, void: VoidDeed, who: Who, cars: Sequence[CarToEdit], parent: QWidget | None = None) -> None:
        counts = counted(len(cars), "car", "cars")
        super().__init__(f"Void {counts}", f"&Void {counts}", runner, parent)
        self._void, self._who, self._cars = void, who, tuple(cars)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.addItems(list(REASONS))
        self.reason.setCurrentIndex(-1)
        self.reason.setAccessibleName("Reason")
        if (line := self.reason.lineEdit()) is not None:
            line.setPlaceholderText("Choose or type a reason")
            line.setMaxLength(300)
        self.reason.editTextChanged.connect(lambda _text: self.refresh_ready())
        label = QLabel("&Reason")
        label.setBuddy(self.reason)
        listed = QListWidget()
        listed.setAccessibleName("Cars to void")
        listed.addItems([_line(car) for car in cars[:_SHOWN]])
        if len(cars) > _SHOWN:
            listed.addItem(f"and {len(cars) - _SHOWN:,} more")
        listed.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        note = quiet("They leave every list and the queue. Nothing is deleted: Edit, Bin brings them back.")
        note.setWordWrap(True)
        for part in (listed, label, self.reason, note):
            self.body.addWidget(part)
        self.fit(QSize(460, 380))
        self.refresh_ready()
        self.reason.setFocus()

    def ready(self) -> bool:
        return present(self.reason.currentText()) is not None

    def touched(self) -> bool:
        return False

    def commit(self) -> None:
        """One deed for all of them."""
        person, why = self._who.person, present(self.reason.currentText())
        if why is None or self.busy:
            return
        ids = [car.custody_id for car in self._cars]
        self.run(lambda: self._void(person, ids, why), lambda _none: self.finish(frozenset(ids)), doing="Voiding...")


def _line(car: CarToEdit) -> str:
    return "  ".join(part for part in (car.mark, car.description) if part)
