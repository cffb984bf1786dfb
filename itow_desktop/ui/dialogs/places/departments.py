"""All police departments: who has cars to be called in, how each is reached."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from itow_desktop.domain.agencies import WAYS
from itow_desktop.services.departments import DepartmentRow
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.dialogs.places.place_window import PlaceWindow
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import quiet

_HEADERS = ("Police department", "Phone", "Wants ours", "To call in", "On lot", "All cars", "Properties", "")


class DepartmentsWindow(PlaceWindow[DepartmentDeeds, tuple[DepartmentRow, ...]]):
    """There is one window of them."""

    department_asked = Signal(int)
    spellings_asked = Signal()
    picture = "shield"

    def __init__(self, deeds: DepartmentDeeds) -> None:
        super().__init__(deeds)
        self.setWindowTitle("Police departments")
        self.setMinimumSize(QSize(720, 420))
        self._rows: tuple[DepartmentRow, ...] = ()
        self.count = quiet()
        self.search = QLineEdit()
        self.list = RecordList(
            "Police departments", _HEADERS, "No police department matches. Add one, or clear the box above.", picture="shield",
            right=(3, 4, 5, 6), margin=0,
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
        self.list.deed("S&pellings...", "text-aa", self.spellings_asked.emit)
        self.list.deed_for("&Open", "eye", self.department_asked.emit)
        self.list.deed_for("&Edit...", "pencil-simple", lambda key: self._with(key, lambda row: deeds.edit(row.agency, self)))
        self.sheet = self.list.deed_for("Call &sheet...", "printer", self._print, may=self._may_print)
        self.list.deed_for("Same as ano&ther...", "intersect", lambda key: deeds.join(key, self))
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.list, 1)
        self.lay_out(inside, QSize(1040, 600))

    def _wire(self) -> None:
        self.deeds.bus.import_finished.connect(self._changed)
        self.search.textChanged.connect(lambda _text: self._show())
        self.list.table.opened.connect(lambda row: self.department_asked.emit(self.list.model.key_at(row)))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], tuple[DepartmentRow, ...]]:
        return self.deeds.work.departments

    def show_answer(self, answer: tuple[DepartmentRow, ...]) -> None:
        self._rows = answer
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
