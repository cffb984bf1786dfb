"""All police departments: who has cars to be called in, how each is reached."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import WAYS
from itow_desktop.services.departments import DepartmentRow
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import quiet

_HEADERS = ("Police department", "Phone", "Wants ours", "To call in", "On lot", "All cars", "Properties", "")


class DepartmentsWindow(QWidget):
    """A window of its own, read anew whenever something changed."""

    closed = Signal()
    department_asked = Signal(int)

    def __init__(self, deeds: DepartmentDeeds) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle("Police departments")
        self.setWindowIcon(icon("shield"))
        self.setMinimumSize(QSize(720, 420))
        self.deeds = deeds
        self._rows: tuple[DepartmentRow, ...] = ()
        self._number = 0
        self.news = NewsBar()
        self.count = quiet()
        self.search = QLineEdit()
        self.list = RecordList(
            "Police departments", _HEADERS, "No police department matches. Add one, or clear the box above.", picture="shield",
            right=(3, 4, 5, 6),
        )  # fmt: skip
        self._build()
        self._wire()

    def _build(self) -> None:
        self.search.setPlaceholderText("name or phone")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("List departments with")
        label = QLabel("&List")
        label.setBuddy(self.search)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        deeds = self.deeds
        self.list.deed("&Add...", "plus", lambda: deeds.edit(None, self))
        self.list.deed_for("&Open", "eye", self.department_asked.emit)
        self.list.deed_for("&Edit...", "pencil-simple", lambda key: self._with(key, lambda row: deeds.edit(row.agency, self)))
        self.sheet = self.list.deed_for("Call &sheet...", "printer", self._print, may=self._may_print)
        self.list.deed_for("Same as ano&ther...", "intersect", lambda key: deeds.join(key, self))
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.list, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.news)
        column.addLayout(inside, 1)
        space = self.screen().availableSize()
        self.resize(QSize(920, 560).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _wire(self) -> None:
        bus = self.deeds.bus
        bus.agencies_changed.connect(self.refresh)
        bus.cars_changed.connect(lambda _ids: self.refresh())
        bus.import_finished.connect(lambda _run: self.refresh())
        self.deeds.failed.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
        self.search.textChanged.connect(lambda _text: self._show())
        self.list.table.opened.connect(lambda row: self.department_asked.emit(self.list.model.key_at(row)))
        for key, deed in (("F5", self.refresh), ("Ctrl+W", self.close), ("Esc", self.close)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read all anew; a late answer to an older question is dropped."""
        self._number += 1
        number = self._number
        self.deeds.runner.start(
            self.deeds.work.departments, owner=self, done=lambda rows: self._read(number, rows),
            failed=lambda trouble: self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh),
        )  # fmt: skip

    def _read(self, number: int, rows: tuple[DepartmentRow, ...]) -> None:
        if number == self._number:
            self._rows = rows
            self._show()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        shown = [row for row in self._rows if all(word in f"{row.agency.name} {row.agency.phone or ''}".casefold() for word in words)]
        self.list.put([_line(row) for row in shown])
        waiting = sum(row.to_call for row in self._rows)
        total = counted(len(shown), "department", "departments")
        self.count.setText(f"{total}, {counted(waiting, 'car', 'cars')} to call in" if waiting else total)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _with(self, agency_id: int, deed: Callable[[DepartmentRow], None]) -> None:
        for row in self._rows:
            if row.agency.id == agency_id:
                deed(row)

    def _may_print(self, agency_id: int) -> bool:
        return any(row.agency.id == agency_id and row.to_call for row in self._rows)

    def _print(self, agency_id: int) -> None:
        self._with(agency_id, lambda row: self.deeds.call_sheet(agency_id, row.agency.name, self))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()


def _line(row: DepartmentRow) -> TextRow:
    agency, uses = row.agency, row.uses
    cells = (
        Cell(agency.name, tip=agency.name),
        Cell(agency.phone or "none", tone=None if agency.phone else Tone.QUIET),
        Cell(WAYS.get(agency.preferred or "", "")),
        Cell(str(row.to_call) if row.to_call else "", row.to_call, Tone.ACCENT if row.to_call else None),
        *(Cell(str(number) if number else "", number) for number in (uses.on_lot, uses.cars, uses.properties)),
        Cell("" if agency.active else "not in use"),
    )
    return TextRow(agency.id, cells, quiet=not agency.active)
