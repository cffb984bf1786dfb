"""Which column of a file is which of our fields: chosen by a person, beside what stands in it."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.importing.mappings import ColumnMapping, DateOrder, FileField, mapping_problems
from itow_desktop.services.importing.from_files import Offer
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.incoming import words
from itow_desktop.ui.widgets.tones import quiet

_INTRO = (
    "Say what each column is. The names of the columns are the guide; what stands in them is shown beside. What you choose is kept for "
    "every file with these columns."
)
_HEADERS = ("Column of the file", "What stands in it", "It is")
_LEFT_OUT = "left out"
_CHOICE_WIDTH = 280


class FieldChoice(QComboBox):
    """What one column is; the wheel scrolls the list of columns and never chooses by accident."""

    def __init__(self, header: str, field: FileField | None) -> None:
        super().__init__()
        self.setAccessibleName(f"{header} is")
        self.addItem(_LEFT_OUT, None)
        for each in FileField:
            self.addItem(each.label, each)
        self.setCurrentIndex(0 if field is None else list(FileField).index(field) + 1)
        self.setMaxVisibleItems(20)

    @property
    def field(self) -> FileField | None:
        """What is chosen."""
        return list(FileField)[self.currentIndex() - 1] if self.currentIndex() > 0 else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ColumnsPage(QWidget):
    """Problems are said while somebody chooses, not afterwards."""

    look_asked = Signal(object, int)
    """The name of another sheet (None where there is but one), another row of the names of the columns."""
    used = Signal(object)
    """``ColumnMapping``: it shall be used."""
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self._filling = False
        self.choices: list[FieldChoice] = []
        self.sheet, self.row, self.order = QComboBox(), QSpinBox(), QComboBox()
        self.sheet_label, self.row_label, self.order_label = QLabel("S&heet"), QLabel("&Names stand in row"), QLabel("&Dates are")
        self.dates, self.missing = quiet(), quiet()
        self.table = QTableWidget(0, len(_HEADERS))
        self.problems = ProblemStrip()
        self.back, self.use = QPushButton("&Back to the list"), QPushButton("&Use these columns")
        self._build()
        self._wire()

    def _build(self) -> None:
        intro = QLabel(_INTRO)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(8)
        foot.setSpacing(8)
        pairs = ((self.sheet_label, self.sheet), (self.row_label, self.row), (self.order_label, self.order))
        for label, field in pairs:
            label.setBuddy(field)
            head.addWidget(label)
            head.addWidget(field)
        for order in DateOrder:
            self.order.addItem(order.label, order)
        head.addWidget(self.dates, 1)
        self._build_table()
        self.use.setProperty("primary", True)
        foot.addWidget(self.missing, 1)
        for button in (self.back, self.use):
            button.setAutoDefault(False)
            foot.addWidget(button)
        for label in (intro, self.missing):
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(intro)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.problems)
        column.addLayout(foot)

    def _build_table(self) -> None:
        table = self.table
        table.setAccessibleName("Columns of the file")
        table.setHorizontalHeaderLabels(list(_HEADERS))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.order.sizeHint().height() + 6)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(2, _CHOICE_WIDTH)

    def _wire(self) -> None:
        self.sheet.activated.connect(lambda _place: self._look(0))
        self.row.valueChanged.connect(self._look)
        self.order.activated.connect(lambda _place: self._show())
        self.use.clicked.connect(self._use)
        self.back.clicked.connect(self.back_asked)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def put(self, offer: Offer, *, from_list: bool) -> None:
        """A file with what its columns seem to be; ``from_list``: the list stands behind, and one can go back to it."""
        if offer.sheet is None or offer.mapping is None:
            return
        self._filling = True
        self._offer = offer
        self.back.setVisible(from_list)
        self.sheet.clear()
        for each in offer.look.sheets:
            self.sheet.addItem(f"{each.name} (hidden)" if each.hidden else each.name or "", each.name)
        self.sheet.setCurrentIndex(offer.look.sheets.index(offer.sheet))
        several = len(offer.look.sheets) > 1
        self.sheet.setVisible(several)
        self.sheet_label.setVisible(several)
        self.row.setRange(1, max(1, len(offer.sheet.top)))
        self.row.setValue(offer.mapping.header_row)
        self.order.setCurrentIndex(list(DateOrder).index(offer.mapping.date_order))
        self._fill(offer, offer.mapping)
        self._filling = False
        self._show()

    def _fill(self, offer: Offer, mapping: ColumnMapping) -> None:
        if offer.sheet is None:
            return
        self.choices = []
        self.table.setRowCount(0)
        headers = offer.sheet.headers(mapping.header_row)
        self.table.setRowCount(len(headers))
        for place, header in enumerate(headers):
            name, samples = words.column_words(header, place), words.samples_of(offer.sheet, mapping.header_row, place)
            for column, text in enumerate((name, samples)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, column, item)
            choice = FieldChoice(name, mapping.fields[place] if place < len(mapping.fields) else None)
            choice.currentIndexChanged.connect(lambda _place: self._show())
            self.table.setCellWidget(place, 2, choice)
            self.choices.append(choice)

    @property
    def mapping(self) -> ColumnMapping | None:
        """What is chosen now."""
        if self._offer is None or self._offer.mapping is None:
            return None
        fields = tuple(choice.field for choice in self.choices)
        return replace(self._offer.mapping, fields=fields, date_order=list(DateOrder)[self.order.currentIndex()])

    def _show(self) -> None:
        mapping = self.mapping
        if self._filling or mapping is None or self._offer is None or self._offer.sheet is None:
            return
        problems = mapping_problems(mapping)
        self.problems.say(problems)
        self.use.setEnabled(not problems)
        self.missing.setText(words.missing_words(mapping.fields))
        self.dates.setText(words.date_words(self._offer.sheet, mapping))

    def _look(self, row: int) -> None:
        """Another sheet, where row is 0 and its own names are looked for; or another row."""
        if not self._filling:
            self.look_asked.emit(self.sheet.currentData(), row)

    def _use(self) -> None:
        mapping = self.mapping
        if mapping is not None and not mapping_problems(mapping):
            self.used.emit(mapping)
