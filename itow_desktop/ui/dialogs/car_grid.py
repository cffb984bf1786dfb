"""Cars below each other with the same fields beside each: a column is filled with Enter."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.ui.queue_text import plate_text
from itow_desktop.ui.widgets.moment_entries import ColumnEntry
from itow_desktop.ui.widgets.tones import quiet, strong


class CarGrid(QScrollArea):
    """Rows of (label, fields); scrolls when there are many."""

    def __init__(self, headers: Sequence[str]) -> None:
        """``headers`` name the fields, after the car's own column."""
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._rows = 1
        for column, header in enumerate(("Car", *headers)):
            self._grid.addWidget(quiet(header), 0, column)
        self._grid.setColumnStretch(0, 1)
        self.setWidget(inside)

    def add_row(self, label: QWidget, fields: Sequence[QWidget]) -> None:
        """One more row."""
        self._grid.addWidget(label, self._rows, 0)
        for column, field in enumerate(fields, start=1):
            self._grid.addWidget(field, self._rows, column)
        self._rows += 1
        self._grid.setRowStretch(self._rows, 1)
        self._grid.setRowStretch(self._rows - 1, 0)

    def add_rule(self) -> None:
        """A line between the row for all cars and the cars."""
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setFrameShadow(QFrame.Shadow.Sunken)
        self._grid.addWidget(rule, self._rows, 0, 1, self._grid.columnCount())
        self._rows += 1


def car_label(case: OpenCase) -> QLabel:
    """``ABC1234 MI``, bold, with what it is and its call number below."""
    label = QLabel(f"<b>{_plain(plate_text(case))}</b><br>{_plain(', '.join(_rest(case)))}")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setMinimumWidth(200)
    label.setToolTip(case.towed_from or "")
    return label


def all_cars_label(cars: int) -> QLabel:
    """The row whose answers fill the rows below."""
    label = strong(f"All {cars} cars")
    label.setToolTip("What is entered here is written into every row below that is still empty")
    return label


def chain(column: Sequence[ColumnEntry], last: QWidget) -> None:
    """Enter goes down the column, from its end to ``last``."""
    for entry, below in zip(column, (*column[1:], last), strict=True):
        entry.down.connect(lambda below=below: below.setFocus(Qt.FocusReason.TabFocusReason))


def fill_down(source: ColumnEntry, below: Sequence[ColumnEntry]) -> None:
    """What is entered in ``source`` goes into the rows that are empty or were filled by it before."""

    def fill() -> None:
        if source.problem() is not None:
            return
        for entry in below:
            if not entry.text() or entry.property("filled"):
                entry.setProperty("filled", bool(source.text()))
                entry.setText(source.text())
                entry.settle()

    source.left.connect(fill)
    for entry in below:
        entry.textEdited.connect(lambda _text, entry=entry: entry.setProperty("filled", False))


def choice(words: Sequence[str], prompt: str, name: str) -> QComboBox:
    """A list of words of which none is chosen yet."""
    box = QComboBox()
    box.addItems(list(words))
    box.setCurrentIndex(-1)
    box.setPlaceholderText(prompt)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return box


def choose_below(source: QComboBox, below: Sequence[QComboBox]) -> None:
    """What is chosen in ``source`` is chosen where nothing, or its choice before, was."""
    filled = {"index": -1}

    def fill(index: int) -> None:
        for box in below:
            if box.currentIndex() in {-1, filled["index"]}:
                box.setCurrentIndex(index)
        filled["index"] = index

    source.activated.connect(fill)


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _rest(case: OpenCase) -> list[str]:
    return [part for part in (case.description, f"call {case.call_number}" if case.call_number else "") if part]
