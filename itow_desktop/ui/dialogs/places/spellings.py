"""All spellings of cities, townships and departments: which police department each leads to, which ones lead nowhere."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from itow_desktop.domain.spellings import OpenSpelling, Spelling, SpellingKind, department_of
from itow_desktop.services.spellings import SpellingTable
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.dialogs.places.place_window import PlaceWindow
from itow_desktop.ui.dialogs.places.spelling import KINDS
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import quiet, set_tone

_HEADERS = ("Spelling", "It is a", "Leads to", "Cars")


@dataclass(frozen=True, slots=True)
class _Key:
    """What a line is known by."""

    kind: SpellingKind
    text: str
    kept: bool = True


class SpellingsWindow(PlaceWindow[DepartmentDeeds, SpellingTable]):
    """There is one window of them; what is typed in the box above is tried and listed."""

    picture = "shield"
    again = "Try a&gain"

    def __init__(self, deeds: DepartmentDeeds) -> None:
        super().__init__(deeds)
        self.setWindowTitle("Spellings of places and departments")
        self.setMinimumSize(QSize(640, 400))
        self._table: SpellingTable | None = None
        self.tried = QLineEdit()
        self.says = quiet()
        self.count = quiet()
        self.list = RecordList("Spellings", _HEADERS, "No spelling matches.", picture="shield", grow=(0, 2), right=(3,), margin=0)
        self._build()

    def _build(self) -> None:
        self.tried.setPlaceholderText("as somebody wrote it")
        self.tried.setClearButtonEnabled(True)
        self.tried.setAccessibleName("Try a spelling")
        self.tried.textChanged.connect(lambda _text: self._show())
        self.says.setWordWrap(True)
        label = QLabel("&Try")
        label.setBuddy(self.tried)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget, stretch in ((label, 0), (self.tried, 2), (self.says, 3), (self.count, 0)):
            head.addWidget(widget, stretch)
        self.list.deed("&Add...", "plus", self.add)
        self.list.deed_for("&Leads to...", "arrow-right", self._change)
        self.list.deed_for("Ta&ke out", "trash-simple", self._take_out, may=lambda key: key.kept)
        self.list.table.opened.connect(lambda row: self._change(self.list.model.key_at(row)))
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.list, 1)
        self.lay_out(inside, QSize(880, 600))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], SpellingTable]:
        return self.deeds.work.spellings

    def show_answer(self, answer: SpellingTable) -> None:
        self._table = answer
        self._show()

    def _show(self) -> None:
        table = self._table
        if table is None:
            return
        words = self.tried.text().casefold().split()
        names = {agency.id: agency.name for agency in table.agencies}
        rows = [*(_open_line(each) for each in table.open), *(_line(each, names) for each in table.spellings)]
        shown = [row for row in rows if all(word in " ".join(cell.text for cell in row.cells).casefold() for word in words)]
        self.list.put(shown)
        self.count.setText(counted(len(shown), "spelling", "spellings"))
        self._show_tried(table, names)

    def _show_tried(self, table: SpellingTable, names: dict[int, str]) -> None:
        """What an import or a typed name would make of it."""
        text = self.tried.text()
        led = table.departments.lead(text)
        if not text.strip():
            self.says.setText("")
        elif led is None:
            self.says.setText("leads nowhere: a person is asked")
        else:
            remark = f"; \u201c{led.remark}\u201d is a remark" if led.remark else ""
            self.says.setText(f"leads to {names.get(led.agency_id, 'a department not in use')}, by {led.by}{remark}")
        set_tone(self.says, Tone.TODAY if led is None else Tone.DONE)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """One more, beginning with what is tried, its remark aside."""
        if self._table is not None:
            typed = department_of(self.tried.text())
            self.deeds.spelling(self._table, None, self, typed.name if typed else "")

    def _change(self, key: _Key) -> None:
        if self._table is not None:
            self.deeds.spelling(self._table, self._kept(key), self, key.text)

    def _take_out(self, key: _Key) -> None:
        kept = self._kept(key)
        if kept is not None:
            self.deeds.take_out_spelling(kept)

    def _kept(self, key: _Key) -> Spelling | None:
        spellings = self._table.spellings if self._table is not None and key.kept else ()
        return next((each for each in spellings if (each.kind, each.text) == (key.kind, key.text)), None)


def _line(spelling: Spelling, names: dict[int, str]) -> TextRow:
    leads = " and ".join(names.get(each, "") for each in spelling.agency_ids)
    twice = len(spelling.agency_ids) > 1
    text = spelling.text.title() if spelling.kind is SpellingKind.PLACE else spelling.text
    cells = (
        Cell(text),
        Cell(KINDS[spelling.kind]),
        Cell(f"nowhere: {leads} both claim it" if twice else leads, tone=Tone.TODAY if twice else None),
        Cell(str(spelling.cars) if spelling.cars else "", spelling.cars),
    )
    return TextRow(_Key(spelling.kind, spelling.text), cells)


def _open_line(found: OpenSpelling) -> TextRow:
    cells = (
        Cell(found.text, picture="question", tone=Tone.TODAY),
        Cell(KINDS[SpellingKind.PLACE]),
        Cell(f"nowhere: {counted(found.cars, 'car waits', 'cars wait')}", tone=Tone.TODAY),
        Cell(str(found.cars), found.cars),
    )
    return TextRow(_Key(SpellingKind.PLACE, found.text, kept=False), cells)
