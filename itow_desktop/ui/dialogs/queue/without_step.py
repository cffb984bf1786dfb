"""Who has no next step with a date, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.working import WorkQueue
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.queue_text import URGENCY, plate_text
from itow_desktop.ui.text import CUSTODY, counted
from itow_desktop.ui.theme import tabular
from itow_desktop.ui.widgets.tones import heading

_CUSTODY_ID = Qt.ItemDataRole.UserRole
_NO_REASON = "Nothing scheduled, no reason known"


@dataclass(frozen=True, slots=True)
class Without:
    """A car without a next step; ``reason`` None: nobody knows why."""

    case: OpenCase
    reason: str | None


def without_step(queue: WorkQueue) -> tuple[Without, ...]:
    """Those nobody knows a reason for first, then those that are stopped, then those nothing is ever to be done with."""
    words = (Urgency.NONE, Urgency.STOPPED)
    found = [line for word in words for line in queue.lines if line.item.urgency is word]
    stopped = [Without(line.case, None if line.item.urgency is Urgency.NONE else f"{line.item.step}: {line.item.why}") for line in found]
    return (*stopped, *(Without(case, f"{CUSTODY[case.custody]}: no legal step") for case in queue.resting))


class WithoutStepDialog(QDialog):
    """Reading only; Enter or a double-click shows the car."""

    car_asked = Signal(object)
    """Custody id."""

    def __init__(self, queue: WorkQueue, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("Without a next step")
        cars = without_step(queue)
        lost = sum(each.reason is None for each in cars)
        says = QLabel(_says(lost, len(cars)))
        says.setWordWrap(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Cars without a next step")
        self.list.setFont(tabular(self.list.font()))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(["Plate", "Car", "Call", "Why"])
        self.list.addTopLevelItems(list(_rows(cars)))
        header = self.list.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.list.itemActivated.connect(lambda row, _column: self._ask(row.data(0, _CUSTODY_ID)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(heading(f"{queue.accounted_for:,} of {queue.active:,} have a next step"))
        column.addWidget(says)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        self.resize(QSize(760, 460))
        self.list.setVisible(bool(cars))
        if (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)
        self.list.setFocus()

    def _ask(self, custody_id: int) -> None:
        self.accept()
        self.car_asked.emit(custody_id)


def _rows(cars: Iterable[Without]) -> Iterable[QTreeWidgetItem]:
    lost, known = icon("warning", Tone.TODAY), icon(URGENCY[Urgency.STOPPED].picture, Tone.QUIET)
    for each in cars:
        case = each.case
        row = QTreeWidgetItem([plate_text(case), case.description or "not described", case.call_number or "", each.reason or _NO_REASON])
        row.setIcon(3, known if each.reason else lost)
        row.setToolTip(3, each.reason or _NO_REASON)
        row.setData(0, _CUSTODY_ID, case.custody_id)
        yield row


def _says(lost: int, cars: int) -> str:
    if not cars:
        return "Every car on the lot has a next step."
    missing = f"{counted(lost, 'car has', 'cars have')} none and no reason for it: look at these first. " if lost else ""
    others = "The others stand" if lost else "These stand"
    return f"{missing}{others} still for a reason that is stated here. Enter shows a car."
