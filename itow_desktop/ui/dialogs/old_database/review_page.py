"""The second step: what the files say, rule by rule; what to take where they disagree."""

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.old_database.merging import Choice, Conflict, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.domain.old_database.rules import OldRule
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.old_database.rows import (
    ASK,
    LINE_HEADERS,
    RULE_HEADERS,
    SAID_HEADERS,
    conflict_rows,
    flag_rows,
    open_words,
    review_words,
    rule_rows,
)  # fmt: skip
from itow_desktop.ui.models.text_rows import TextRow
from itow_desktop.ui.widgets.places.fitted_table import FittedTable
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong


class RulesAndLines(QSplitter):
    """Rules on the left, what the chosen one said on the right."""

    def __init__(self, lines: RecordList) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.rules = RecordList("Rules", RULE_HEADERS, "Nothing is odd about these files.", picture="list-bullets", right=(1,), margin=0)
        self.lines = lines
        self.said = RecordList("What it says", SAID_HEADERS, "Nothing.", picture="list-bullets", grow=(1,), margin=0)
        self._kinds = QStackedWidget()
        self._kinds.addWidget(self.said)
        self._kinds.addWidget(self.lines)
        self.means = quiet()
        self.means.setWordWrap(True)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.means)
        column.addWidget(self._kinds, 1)
        self.addWidget(self.rules)
        self.addWidget(side)
        self.setSizes([330, 760])
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self._report: OldReport | None = None
        self.rules.table.selectionModel().selectionChanged.connect(lambda *_: self._show_lines())
        self.rules.model.modelReset.connect(self._show_lines)

    @property
    def rule(self) -> OldRule | None:
        """The chosen rule."""
        found = self.rules.current
        return found if isinstance(found, OldRule) else None

    def put(self, report: OldReport) -> None:
        """Another report; the chosen rule stays chosen."""
        self._report = report
        self.rules.put(rule_rows(report))
        self._show_lines()

    def _show_lines(self) -> None:
        rule, report = self.rule, self._report
        if report is None:
            return
        self.means.setText(rule.means if rule is not None else "")
        self._kinds.setCurrentWidget(self.lines if rule in ASK else self.said)
        self.lines.put(conflict_rows(report, rule) if rule is not None else [])
        self.said.put(flag_rows(report, rule) if rule is not None else [])


def lines_list() -> RecordList:
    """The list of where files disagree; many lines can be chosen at once."""
    found = RecordList("Where files disagree", LINE_HEADERS, "Nothing.", picture="list-bullets", grow=(1, 2, 3), margin=0)
    found.table.setSelectionMode(FittedTable.SelectionMode.ExtendedSelection)
    return found


class ReviewPage(QWidget):
    """Nothing is stored yet; each choice is kept at once."""

    choice_asked = Signal(object, object)
    """Marks of conflicts, the ``Choice``."""
    back_asked = Signal()
    take_over_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.says, self.waits = strong(), quiet()
        for label in (self.says, self.waits):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        lines = lines_list()
        self.newer = lines.deed("Take &newer", "arrow-up", self._asks(Choice.NEWER))
        self.older = lines.deed("Take &older", "arrow-counter-clockwise", self._asks(Choice.OLDER))
        self.leave = lines.deed("&Leave open", "question", self._asks(Choice.LEAVE))
        self.parts = RulesAndLines(lines)
        self.back = QPushButton("&Back to the files")
        self.back.clicked.connect(self.back_asked)
        self.take_over = QPushButton("Ta&ke over")
        self.take_over.setProperty("primary", True)
        self.take_over.clicked.connect(self.take_over_asked)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.waits, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.take_over)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.says)
        column.addWidget(self.parts, 1)
        column.addLayout(foot)
        lines.table.selectionModel().selectionChanged.connect(lambda *_: self._look_at_buttons())
        lines.model.modelReset.connect(self._look_at_buttons)

    def put(self, report: OldReport) -> None:
        """What would come of it now; the same lines stay chosen."""
        table = self.parts.lines.table
        places = [index.row() for index in table.selectionModel().selectedRows()]
        self.says.setText(review_words(report))
        self.waits.setText(open_words(report.conflicts))
        set_tone(self.waits, Tone.TODAY)
        self.parts.put(report)
        rows = self.parts.lines.model.rowCount()
        for place in places:
            if place < rows:
                how = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                table.selectionModel().select(self.parts.lines.model.index(place, 0), how)
        self.take_over.setEnabled(not report.changes_nothing)
        self.take_over.setToolTip("everything is here already" if report.changes_nothing else "")
        self._look_at_buttons()

    def choose(self, keys: list[Conflict], choice: Choice) -> None:
        """Ask for a choice."""
        marks: tuple[Mark, ...] = tuple(each.mark for each in keys)
        if marks:
            self.choice_asked.emit(marks, choice)

    @property
    def chosen(self) -> list[Conflict]:
        """The conflicts that are selected."""
        rows: tuple[TextRow, ...] = self.parts.lines.model.rows
        places = sorted(index.row() for index in self.parts.lines.table.selectionModel().selectedRows())
        return [rows[place].key for place in places if isinstance(rows[place].key, Conflict)]

    def _asks(self, choice: Choice) -> Callable[[], None]:
        return lambda: self.choose(self.chosen, choice)

    def _look_at_buttons(self) -> None:
        may = self.parts.rule in ASK and bool(self.chosen)
        for button in (self.newer, self.older, self.leave):
            button.setVisible(self.parts.rule in ASK)
            button.setEnabled(may)
