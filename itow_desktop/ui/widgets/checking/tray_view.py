"""What an import found or would find: chips, filter, the list, one line in full at its side."""

from collections.abc import Callable, Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.importing.reconciling import OPEN, LineState, Narrowing, TrayLine
from itow_desktop.ui.checking_text import STATE
from itow_desktop.ui.models.checking import LINE, TITLES, WIDTHS, Listing, TrayColumn, TrayTable, chip_counts
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.checking.fields_panel import FieldsPanel
from itow_desktop.ui.widgets.checking.kind_chips import KindChips
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.table import Table, clipboard_rows, to_clipboard

_SIDE = 470
_SETTLED_MS = 30
"""How long a line is the current one before it is shown in full: nobody reads while the list runs by."""
_NONE_MATCH = "No line matches. Clear the filter to see all of them."
_NO_LINES = "This import found no calls."


class TraySource(Protocol):
    """Where lines come from: a run that is kept, or rows that are not written yet. Asked on worker threads."""

    def lines(self) -> Sequence[TrayLine]:
        """All of them; their fields may be left out."""

    def line(self, line: TrayLine) -> TrayLine:
        """One of them with all its fields."""


class TrayView(QWidget):
    """``look_at`` a source; where it is not ``decidable`` nothing is told of decisions."""

    read = Signal()
    """The lines are here."""
    failed = Signal(object)
    """They could not be read: a ``Trouble``."""
    marked_changed = Signal()
    car_asked = Signal(int)

    def __init__(self, runner: TaskRunner, zone: Callable[[], tzinfo], today: Callable[[], date], *, decidable: bool = True) -> None:
        super().__init__()
        self._runner = runner
        self._decidable = decidable
        self._source: TraySource | None = None
        self._number = 0
        self.told = ""
        """When the source told what it tells."""
        self.chips = KindChips()
        self.state, self.text = QComboBox(), QLineEdit()
        self.model = TrayTable(self)
        self.table = Table(LINE)
        self.table.setModel(self.model)
        self.empty = EmptyText("download-simple")
        self.side = FieldsPanel(zone, today)
        self.side.tells_state = decidable
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.text.setPlaceholderText("call number, plate, words of the car")
        self.text.setClearButtonEnabled(True)
        self.text.setAccessibleName("List lines with")
        self.state.setAccessibleName("Lines that stand so")
        self.state.addItem("However they stand", frozenset())
        self.state.addItem("Still to decide", OPEN)
        for state, look in STATE.items():
            self.state.addItem(look.word, frozenset({state}))
        self.state.setVisible(self._decidable)
        label = QLabel("&Find")
        label.setBuddy(self.text)
        narrow = QHBoxLayout()
        narrow.setSpacing(8)
        narrow.addWidget(label)
        narrow.addWidget(self.text, 1)
        narrow.addWidget(self.state)
        self.table.setAccessibleName("Calls of this import")
        self.table.set_widths(WIDTHS)
        self.table.setColumnHidden(TrayColumn.STATE, not self._decidable)
        # A header asks of every line whether it is selected as soon as all are, though it shows no such thing.
        self.table.horizontalHeader().setSelectionModel(QItemSelectionModel(self.model, self))
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.stack)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 1)
        parts.setSizes([760, _SIDE])
        parts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.chips)
        column.addLayout(narrow)
        column.addWidget(parts, 1)

    def _wire(self) -> None:
        self.chips.changed.connect(self._narrow)
        self.state.currentIndexChanged.connect(lambda _place: self._narrow())
        self.text.textChanged.connect(lambda _text: self._narrow())
        self.text.returnPressed.connect(self.focus_list)
        self.table.selection_changed.connect(self.marked_changed)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._current_changed())
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(self.side.table.setFocus)
        self.side.car_asked.connect(self.car_asked)
        self._settled.timeout.connect(self._show_current)

    # --- reading -----------------------------------------------------------------------------------------------------

    def look_at(self, source: TraySource | None, told: str = "", teller: str = "TowBook") -> None:
        """Read the lines of a source: ``teller`` said what they hold, ``told`` when. The old ones stay until the new ones are here."""
        self.side.name_teller(teller)
        self._source, self.told = source, told
        self.read_again()

    def read_again(self) -> None:
        """Read the same source anew; the person stays where he is."""
        self._number += 1
        number, source = self._number, self._source
        if source is None:
            self._put(number, Listing())
            return

        def read() -> Listing:
            return Listing.of(source.lines())

        self._runner.start(read, owner=self, done=partial(self._put, number), failed=partial(self._not_read, number))

    def _put(self, number: int, listing: Listing) -> None:
        if number != self._number:
            return
        place = self._place()
        self.model.put(listing)
        self.chips.count(chip_counts(listing))
        self._stand(place)
        self.read.emit()

    def _not_read(self, number: int, trouble: Trouble) -> None:
        if number == self._number:
            self.failed.emit(trouble)

    # --- narrowing ---------------------------------------------------------------------------------------------------

    def _narrow(self) -> None:
        place = self._place()
        self.model.narrow(Narrowing(self.chips.chosen, self.state.currentData(), self.text.text()))
        self._stand(place)

    def choose_states(self, states: frozenset[LineState]) -> None:
        """Show the lines that stand so."""
        self.state.setCurrentIndex(max(self.state.findData(states), 0))

    def _sort(self, column: int, _further: bool) -> None:
        """A click sorts, a second one the other way round, a third one as they came."""
        header, (up, down) = self.table.horizontalHeader(), Qt.SortOrder
        again = column == header.sortIndicatorSection()
        column, order = (-1, up) if again and header.sortIndicatorOrder() == down else (column, down if again else up)
        place = self._place()
        header.setSortIndicator(column, order)
        self.model.sort(column, order)
        self._stand(place)

    # --- where the person is -----------------------------------------------------------------------------------------

    @property
    def current(self) -> TrayLine | None:
        """The line the cursor is on."""
        index = self.table.currentIndex()
        return self.model.line_at(index.row()) if index.isValid() else None

    @property
    def marked(self) -> tuple[TrayLine, ...]:
        """The lines that are marked, from the top."""
        return self.model.lines_at(_rows(self.table.selectionModel().selection()))

    def mark_all(self) -> None:
        """Mark every line that is shown."""
        self.table.selectAll()

    def focus_list(self) -> None:
        """To the lines."""
        self.table.setFocus()

    def next_open(self, decided: frozenset[str]) -> str | None:
        """The next line somebody still has to decide once these are: below the current one, else from the top."""
        start, count = max(self.table.currentIndex().row(), 0), self.model.rowCount()
        lines = (self.model.line_at(row) for row in (*range(start, count), *range(min(start, count))))
        return next((line.key for line in lines if line.state is LineState.WAITING and line.key not in decided), None)

    def go_to(self, key: str) -> None:
        """To a line, where it is shown."""
        for row in self.model.rows_of({key}):
            self.table.choose(row)

    def _place(self) -> tuple[str | None, frozenset[str], int]:
        current, marked = self.current, self.marked
        everything = len(marked) == self.model.rowCount()
        keys = frozenset(line.key for line in marked) if len(marked) > 1 and not everything else frozenset[str]()
        return (current.key if current else None), keys, self.table.verticalScrollBar().value()

    def _stand(self, place: tuple[str | None, frozenset[str], int]) -> None:
        """Be on the same lines again, as far as they are here, else on the first."""
        current, marked, scroll = place
        count = self.model.rowCount()
        self.stack.setCurrentIndex(0 if count else 1)
        self.empty.say(_NONE_MATCH if self.model.listing.lines else _NO_LINES)
        if not count:
            self._current_changed()
            self.marked_changed.emit()
            return
        rows = self.model.rows_of({current}) if current is not None else []
        self.table.verticalScrollBar().setValue(scroll if rows else 0)
        self.table.choose(rows[0] if rows else 0)
        if marked:
            selection, chosen = self.table.selectionModel(), QItemSelection()
            for row in self.model.rows_of(marked):
                chosen.append(QItemSelectionRange(self.model.index(row, 0), self.model.index(row, len(TrayColumn) - 1)))
            selection.select(chosen, selection.SelectionFlag.Select)

    # --- one line in full --------------------------------------------------------------------------------------------

    def _current_changed(self) -> None:
        self._settled.start()

    def _show_current(self) -> None:
        source, line = self._source, self.current
        self.side.show_line(line, decidable=self._decides(line), read=self.told)
        if source is None or line is None:
            return

        def show(full: TrayLine) -> None:
            if source is self._source and (now := self.current) is not None and now.key == full.key and full != line:
                self.side.show_line(full, decidable=self._decides(full), read=self.told)

        self._runner.start(lambda: source.line(line), owner=self, done=show, failed=self.failed.emit)

    def _decides(self, line: TrayLine | None) -> bool:
        return self._decidable and line is not None and line.open

    # --- manners --------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Light became dark, or another screen: the pictures are drawn anew."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}:
            self.model.draw_pictures(self.devicePixelRatioF())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.draw_pictures(self.devicePixelRatioF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C takes the marked lines along."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """The marked lines as they stand, for Excel."""
        columns = self.table.shown_columns()
        rows = _rows(self.table.selectionModel().selection())
        cells = [[str(self.model.index(row, column).data() or "") for column in columns] for row in rows]
        to_clipboard(clipboard_rows([TITLES[column] for column in columns], cells))


def _rows(selection: QItemSelection) -> list[int]:
    """Numbers of the rows of a selection from the top; asked by ranges, since 10,000 indexes take long to be handed over."""
    return sorted({row for each in selection.toList() for row in range(each.top(), each.bottom() + 1)})
