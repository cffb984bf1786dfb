"""What this PC keeps for itself: a printer for each kind of paper, the folder of copies, how its scanner is set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QSpinBox, QWidget

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, PrinterInfo, Tray
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.office.page import SettingsPage, small
from itow_desktop.ui.dialogs.printer_row import PrinterMemory, offer_trays, printer_words
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.widgets.tones import quiet, strong

_LONGEST_PREFIX = 8
_KEYS = 10  # rows before this one have an access key
_SIDES = {None: "Its own choice", Duplex.ONE_SIDE: "One side", Duplex.LONG_EDGE: "Both sides", Duplex.SHORT_EDGE: "Both, short edge"}


@dataclass(frozen=True)
class _Row:
    memory: PrinterMemory
    printer: QComboBox
    tray: QComboBox
    sides: QComboBox
    copies: QSpinBox
    test: QPushButton

    @property
    def choice(self) -> PrinterChoice | None:
        """What is chosen; None while there is no printer."""
        name = self.printer.currentData()
        return PrinterChoice(name, self.copies.value(), self.tray.currentData(), self.sides.currentData()) if name else None

    def offer_trays(self, trays: Mapping[str, Sequence[Tray]]) -> None:
        """Those of the chosen printer; the remembered one where it is this printer's."""
        name = str(self.printer.currentData() or "")
        offer_trays(self.tray, trays.get(name, ()), self.memory.tray if name == self.memory.printer else None)
        self.tray.setEnabled(self.tray.count() > 1)


class PcPage(SettingsPage):
    """The same memory as the print dialogs have: what is chosen there last is shown here."""

    changed = Signal()
    test_asked = Signal(object, str)
    """``PrinterChoice``, words for the kind of paper."""

    def __init__(self, memory: WindowMemory | None) -> None:
        super().__init__()
        self.rows: dict[PaperKind, _Row] = {}
        self.folder = QLineEdit()
        self.browse = QPushButton("C&hoose...")
        self.none = small("No printer is set up on this computer.")
        self.prefix = QLineEdit()
        self._folder_before: Path | None = None
        self._prefix_before = ""
        self._trays: dict[str, tuple[Tray, ...]] = {}
        self._chosen: dict[PaperKind, PrinterChoice | None] = {}
        self.column.addWidget(strong("Printers of this PC"))
        self.column.addWidget(self._printers(memory), 1)
        self.column.addWidget(self.none)
        self.column.addWidget(small("Print dialogs remember what was chosen in them last, and it is shown here."))
        self.column.addSpacing(8)
        self.column.addWidget(strong("Copies of the database"))
        label = QLabel("&Backup folder")
        label.setBuddy(self.folder)
        below = QHBoxLayout()
        below.setSpacing(8)
        for widget, stretch in ((label, 0), (self.folder, 1), (self.browse, 0)):
            below.addWidget(widget, stretch)
        self.column.addLayout(below)
        self.column.addWidget(small("A copy of everything is put there every night. Best on another disk or a stick."))
        self.column.addSpacing(8)
        self.column.addWidget(strong("Barcode scanner"))
        self.column.addLayout(self._scanner())
        self.column.addWidget(small("Only for a scanner that is too slow to be known by its pace. Counts from the next start."))
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._ask_folder)
        self.folder.textChanged.connect(lambda _text: self.changed.emit())

    def _printers(self, memory: WindowMemory | None) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for place, word in enumerate(("Paper", "Printer", "Tray", "Sides", "Copies")):
            grid.addWidget(quiet(word), 0, place)
        for place, kind in enumerate(PaperKind, start=1):
            row = self.rows[kind] = _row(PrinterMemory(memory, kind), kind.words)
            label = QLabel(f"&{place}  {kind.words}" if place < _KEYS else kind.words)
            label.setBuddy(row.printer)
            self._wire(kind)
            for column, widget in enumerate((label, row.printer, row.tray, row.sides, row.copies, row.test)):
                grid.addWidget(widget, place, column)
        grid.setColumnStretch(1, 1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setMinimumHeight(190)
        area.setAccessibleName("Printers by kind of paper")
        return area

    def _scanner(self) -> QHBoxLayout:
        label = QLabel("Types &first")
        label.setBuddy(self.prefix)
        self.prefix.setAccessibleName("What the barcode scanner types first")
        self.prefix.setPlaceholderText("nothing")
        self.prefix.setMaxLength(_LONGEST_PREFIX)
        self.prefix.setFixedWidth(self.prefix.fontMetrics().averageCharWidth() * 14)
        self.prefix.textChanged.connect(lambda _text: self.changed.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.prefix)
        row.addStretch(1)
        return row

    def _wire(self, kind: PaperKind) -> None:
        row = self.rows[kind]
        row.printer.currentIndexChanged.connect(lambda _place: row.offer_trays(self._trays))
        for box in (row.printer, row.tray, row.sides):
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
        row.copies.valueChanged.connect(lambda _count: self.changed.emit())
        row.test.clicked.connect(lambda _checked: self._test(kind, kind.words))

    def offer(self, printers: Sequence[PrinterInfo], folder: Path | None, prefix: str) -> None:
        """What there is on this PC; the remembered printer is chosen, else the system's own choice."""
        self._trays = {info.name: info.trays for info in printers}
        for kind, row in self.rows.items():
            row.printer.clear()
            for info in printers:
                row.printer.addItem(printer_words(info), info.name)
            row.printer.setCurrentIndex(max(row.printer.findData(row.memory.printer), 0) if printers else -1)
            row.offer_trays(self._trays)
            row.sides.setCurrentIndex(row.sides.findData(row.memory.sides))
            row.copies.setValue(row.memory.copies)
            for widget in (row.printer, row.sides, row.copies, row.test):
                widget.setEnabled(bool(printers))
            self._chosen[kind] = row.choice
        self.none.setVisible(not printers)
        self._folder_before = folder
        self.folder.setText(str(folder) if folder else "")
        self._prefix_before = prefix
        self.prefix.setText(prefix)

    @property
    def new_folder(self) -> Path | None:
        """Another folder than before; None where it stays."""
        typed = self.folder.text().strip()
        return Path(typed) if typed and Path(typed) != self._folder_before else None

    @property
    def new_prefix(self) -> str | None:
        """What the scanner types first, where that is another sign than before; None where it stays."""
        typed = self.prefix.text().strip()
        return typed if typed != self._prefix_before else None

    @property
    def touched(self) -> bool:
        """Whether anything of this PC was changed."""
        printers = any(row.choice != self._chosen.get(kind) for kind, row in self.rows.items())
        return printers or self.new_folder is not None or self.new_prefix is not None

    def keep_printers(self) -> None:
        """Remember the printers that were changed."""
        for kind, row in self.rows.items():
            if row.choice is not None and row.choice != self._chosen.get(kind):
                row.memory.keep(row.choice)
                self._chosen[kind] = row.choice

    def _test(self, kind: PaperKind, words: str) -> None:
        if (choice := self.rows[kind].choice) is not None:
            self.test_asked.emit(choice, words)

    def _ask_folder(self) -> None:
        ask_folder(self, "Backup folder", self.folder.setText, self.folder.text())


def _row(memory: PrinterMemory, words: str) -> _Row:
    row = _Row(memory, QComboBox(), QComboBox(), QComboBox(), QSpinBox(), QPushButton("Test page"))
    named = ((row.printer, "Printer", 16), (row.tray, "Tray", 8), (row.sides, "Sides", 9))
    for box, what, characters in named:
        box.setAccessibleName(f"{what} for {words}")
        box.setMinimumContentsLength(characters)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for sides, word in _SIDES.items():
        row.sides.addItem(word, sides)
    row.copies.setRange(1, 99)
    row.copies.setSuffix(" ×")
    row.copies.setAccessibleName(f"Copies of {words}")
    row.test.setAutoDefault(False)
    row.test.setAccessibleName(f"Print a test page for {words}")
    return row
