"""What this PC keeps for itself: a printer for each kind of paper, the folder of copies, how its scanner is set."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.office.page import SettingsPage, small
from itow_desktop.ui.dialogs.printer_row import PrinterMemory, printer_words
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.widgets.tones import strong

KINDS = {
    PaperKind.TOP: "TOP notices, tow lists",
    PaperKind.LIST: "Lists from the screen",
    PaperKind.LOT: "Lot list, lot walk",
    PaperKind.COPY: "Kept papers printed again",
}


_LONGEST_PREFIX = 8


@dataclass(frozen=True)
class _Row:
    memory: PrinterMemory
    printer: QComboBox
    copies: QSpinBox
    test: QPushButton

    @property
    def choice(self) -> PrinterChoice | None:
        """What is chosen; None while there is no printer."""
        name = self.printer.currentData()
        return PrinterChoice(name, self.copies.value(), duplex=self.memory.sides) if name else None


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
        self._chosen: dict[PaperKind, PrinterChoice | None] = {}
        self.column.addWidget(strong("Printers of this PC"))
        self.column.addLayout(self._printers(memory))
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
        self.column.addStretch(1)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._ask_folder)
        self.folder.textChanged.connect(lambda _text: self.changed.emit())

    def _printers(self, memory: WindowMemory | None) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, (kind, words) in enumerate(KINDS.items()):
            row = self.rows[kind] = _Row(PrinterMemory(memory, kind), QComboBox(), QSpinBox(), QPushButton("Test page"))
            label = QLabel(f"&{place + 1}  {words}")
            label.setBuddy(row.printer)
            row.printer.setAccessibleName(f"Printer for {words}")
            row.printer.setMinimumContentsLength(22)
            row.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            row.copies.setRange(1, 99)
            row.copies.setSuffix(" ×")
            row.copies.setAccessibleName(f"Copies of {words}")
            row.test.setAutoDefault(False)
            row.test.setAccessibleName(f"Print a test page for {words}")
            self._wire(kind, words)
            for column, widget in enumerate((label, row.printer, row.copies, row.test)):
                grid.addWidget(widget, place, column)
        grid.setColumnStretch(1, 1)
        return grid

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

    def _wire(self, kind: PaperKind, words: str) -> None:
        row = self.rows[kind]
        row.printer.currentIndexChanged.connect(lambda _place: self.changed.emit())
        row.copies.valueChanged.connect(lambda _count: self.changed.emit())
        row.test.clicked.connect(lambda _checked: self._test(kind, words))

    def offer(self, printers: Sequence[PrinterInfo], folder: Path | None, prefix: str) -> None:
        """What there is on this PC; the remembered printer is chosen, else the system's own choice."""
        for kind, row in self.rows.items():
            row.printer.clear()
            for info in printers:
                row.printer.addItem(printer_words(info), info.name)
            row.printer.setCurrentIndex(max(row.printer.findData(row.memory.printer), 0) if printers else -1)
            row.copies.setValue(row.memory.copies)
            for widget in (row.printer, row.copies, row.test):
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
