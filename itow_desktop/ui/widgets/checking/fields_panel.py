"""One line of Check import in full: field by field what the source says, what the desk says, where that came from."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itow_desktop.domain.importing.reconciling import FieldSays, TrayLine
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.checking_text import KIND, decision_words, field_word, origin_words, state_word
from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.text import value_text
from itow_desktop.ui.widgets.facts import link, value_label
from itow_desktop.ui.widgets.places.fitted_table import FittedTable
from itow_desktop.ui.widgets.tones import heading, quiet, strong

_TITLES = ("Field", "says", "The desk says", "The desk's is from")
_DESK = 2
"""From this column on it is the desk that speaks."""
_AIR, _PICTURE = 20, 24
_BETWEEN = 8
"""Pixels between two rows of several lines, or their words run together."""
_NO_LINE = "Choose a line to see what it says field by field."


class FieldRows(TextRows):
    """A row for each field; the head of the second column names who says it."""

    teller = "TowBook"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        title = super().headerData(section, orientation, role)
        return f"{self.teller} {title}" if section == 1 and role == Qt.ItemDataRole.DisplayRole and title is not None else title


class FieldTable(FittedTable):
    """Every word can be read: a long one goes on in the next line."""

    def __init__(self, model: FieldRows) -> None:
        super().__init__(model, "Field by field", grow=(1, 2, 3))
        self._model = model
        self.setWordWrap(True)

    def fit(self) -> None:
        """The narrow columns get what they want, the wide ones share the rest; of a car that is not here the desk says nothing."""
        metrics, room = self.fontMetrics(), self.viewport().width()
        columns = [column for column in range(self._model.columnCount()) if column < _DESK or self._says(column)]
        for column in range(_DESK, self._model.columnCount()):
            self.setColumnHidden(column, column not in columns)
        left = len(columns)
        for wanted, column in sorted((self._wanted(column, metrics), column) for column in columns):
            width = room if left == 1 else min(wanted, room // left)
            self.setColumnWidth(column, width)
            room, left = room - width, left - 1
        self.resizeRowsToContents()
        for row in range(self._model.rowCount()):
            if (height := self.rowHeight(row)) >= 2 * metrics.lineSpacing() - 1:
                self.setRowHeight(row, height + _BETWEEN)

    def _says(self, column: int) -> bool:
        return any(row.cells[column].text for row in self._model.rows)

    def _wanted(self, column: int, metrics: QFontMetrics) -> int:
        cells = [row.cells[column] for row in self._model.rows]
        words = max((metrics.horizontalAdvance(cell.text) + (_PICTURE if cell.picture else 0) for cell in cells), default=0)
        return max(words + _AIR, self.horizontalHeader().sectionSizeHint(column))


class FieldsPanel(QWidget):
    """Follows the list; shows at once what the line itself knows, the fields as soon as they are read."""

    car_asked = Signal(int)
    """The car of the line shall be opened."""

    def __init__(self, zone: Callable[[], tzinfo], today: Callable[[], date]) -> None:
        super().__init__()
        self._zone, self._today = zone, today
        self.line: TrayLine | None = None
        self.tells_state = True
        """Whether it says how a line stands; one that is not written yet stands nowhere."""
        self.title, self.what, self.why, self.read, self.does = heading(), strong(), value_label(""), quiet(), quiet()
        for label in (self.title, self.what, self.does, self.read):
            label.setWordWrap(True)
        self.open = link("Open this car's &page", "The whole file of the car")
        self.open.clicked.connect(self._open)
        self.model = FieldRows(_TITLES, self)
        self.table = FieldTable(self.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.title, self.what, self.why, self.read):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.does)
        column.addWidget(self.open)
        column.addStretch(0)
        self.setMinimumWidth(340)
        self.show_line(None)

    def name_teller(self, teller: str) -> None:
        """Who says what stands in the second column: TowBook, a file."""
        self.model.teller = teller
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, 1)

    def show_line(self, line: TrayLine | None, *, decidable: bool = False, read: str = "") -> None:
        """Another line; ``read`` says when the source told it."""
        self.line = line
        self.title.setText(line.label if line else "")
        self.what.setText(_head(line, tells_state=self.tells_state) if line else "")
        self.why.setText(line.reason or "" if line else "")
        self.read.setText(read if line else "")
        self.does.setText(decision_words(line, decidable=decidable, zone=self._zone(), today=self._today()) if line else _NO_LINE)
        self.model.put([self._row(said) for said in line.fields] if line else [])
        self.table.setVisible(bool(line and line.fields))
        self.open.setVisible(bool(line and line.custody_id))
        for label in (self.title, self.what, self.why, self.read, self.does):
            label.setVisible(bool(label.text()))

    def _row(self, said: FieldSays) -> TextRow:
        theirs = "says nothing of it" if said.theirs is None else value_text(said.field, said.theirs)
        ours = "" if said.ours is None else value_text(said.field, said.ours)
        differs = said.theirs is not None and said.theirs != said.ours
        told = Cell(theirs, tip=f"{theirs} (taken over)" if said.taken else theirs, picture="check-circle" if said.taken else None,
                    tone=Tone.QUIET if said.theirs is None else Tone.DONE if said.taken else None)  # fmt: skip
        place = origin_words(said, self._zone(), self._today())
        name = field_word(said.field)
        unlike = differs and said.ours is not None and not said.taken
        return TextRow(
            said.field,
            (
                Cell(name, tip=f"{name}: not the same" if unlike else name, picture="git-diff" if unlike else None, tone=None),
                told, Cell(ours, tip=ours), Cell(place, tip=place),
            ),
        )  # fmt: skip

    def _open(self) -> None:
        if self.line is not None and self.line.custody_id is not None:
            self.car_asked.emit(self.line.custody_id)


def _head(line: TrayLine, *, tells_state: bool) -> str:
    """``Doesn't match. Waits for you. Call 21359.``"""
    call = f"Call {line.call_number}" if line.call_number else ""
    return ". ".join(part for part in (KIND[line.kind].word, state_word(line) if tells_state else "", call) if part) + "."
