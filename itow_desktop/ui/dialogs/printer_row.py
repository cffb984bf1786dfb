"""Which printer, how many copies: the choice of last time, or the system's own dialog."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, PrinterInfo, PrinterState, Tray
from itow_desktop.ui.memory import WindowMemory


class PrinterMemory:
    """The choice of last time for one kind of paper; what is chosen in the settings and in a print dialog is one thing.

    A kind for which nobody chose yet takes what was chosen for the one it is like.
    """

    def __init__(self, memory: WindowMemory | None, kind: PaperKind) -> None:
        self._memory = memory
        self._kind = kind

    def _text(self, name: str) -> str:
        """What was kept last; all of it comes from one kind."""
        kind: PaperKind | None = self._kind
        while kind is not None and self._memory is not None:
            if self._memory.text(f"print.{kind}.printer"):
                return self._memory.text(f"print.{kind}.{name}") or ""
            kind = kind.like
        return ""

    @property
    def printer(self) -> str:
        """Its name; empty for the system's own choice."""
        return self._text("printer")

    @property
    def copies(self) -> int:
        """How many, 1 to 99."""
        kept = self._text("copies")
        return min(max(int(kept), 1), 99) if kept.isascii() and kept.isdigit() else 1

    @property
    def sides(self) -> Duplex | None:
        """On which sides; None leaves it to the printer."""
        kept = self._text("sides")
        return Duplex(kept) if kept in {each.value for each in Duplex} else None

    @property
    def tray(self) -> str | None:
        """Its name for the print system; None leaves it to the printer."""
        return self._text("tray") or None

    def choice(self, printers: Sequence[PrinterInfo]) -> PrinterChoice | None:
        """What is chosen where nobody is asked: the printer of last time, else the default one; None where there is none."""
        chosen = next((each.name for each in printers if each.name == self.printer), printers[0].name if printers else None)
        if chosen is None:
            return None
        kept = chosen == self.printer
        return PrinterChoice(chosen, self.copies, tray=self.tray if kept else None, duplex=self.sides)

    def keep(self, choice: PrinterChoice) -> None:
        """Remember a choice for the next papers of this kind."""
        if self._memory is not None:
            for name, text in (
                ("printer", choice.printer),
                ("copies", str(choice.copies)),
                ("sides", choice.duplex.value if choice.duplex else ""),
                ("tray", choice.tray or ""),
            ):
                self._memory.keep(f"print.{self._kind}.{name}", text)


def printer_words(info: PrinterInfo) -> str:
    """A printer as people know it."""
    return (info.description or info.name) + (" (stopped)" if info.state is PrinterState.STOPPED else "")


def offer_trays(box: QComboBox, trays: Sequence[Tray], chosen: str | None) -> None:
    """A printer's trays after its own choice, which is no name at all."""
    box.clear()
    box.addItem("Its own choice", None)
    for tray in trays:
        box.addItem(tray.words, tray.name)
    box.setCurrentIndex(max(box.findData(chosen), 0) if chosen else 0)


_DUPLEX = {
    QPrinter.DuplexMode.DuplexNone: Duplex.ONE_SIDE,
    QPrinter.DuplexMode.DuplexLongSide: Duplex.LONG_EDGE,
    QPrinter.DuplexMode.DuplexShortSide: Duplex.SHORT_EDGE,
}


class PrinterRow(QWidget):
    """A list of printers, its trays where it has some, copies, "Printer settings..."."""

    changed = Signal()

    def __init__(self, memory: WindowMemory | None, kind: PaperKind = PaperKind.TOP) -> None:
        super().__init__()
        self._memory = PrinterMemory(memory, kind)
        self._duplex = self._memory.sides
        self._dialog: QPrintDialog | None = None
        self.list = QComboBox()
        self.list.setMinimumContentsLength(18)
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setAccessibleName("Printer")
        self.tray = QComboBox()
        self.tray.setAccessibleName("Tray")
        self.tray.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._trays: dict[str, tuple[Tray, ...]] = {}
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setAccessibleName("Copies")
        self.settings = QPushButton("Printer s&ettings...")
        self.settings.setAutoDefault(False)
        self.settings.clicked.connect(self._ask_system)
        self.list.currentIndexChanged.connect(lambda _index: self._chosen())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        printer, copies = QLabel("P&rinter"), QLabel("&Copies")
        self._tray_label = QLabel("&Tray")
        self._tray_label.setBuddy(self.tray)
        printer.setBuddy(self.list)
        copies.setBuddy(self.copies)
        row.addWidget(printer)
        row.addWidget(self.list, 1)
        row.addWidget(self._tray_label)
        row.addWidget(self.tray)
        row.addWidget(copies)
        row.addWidget(self.copies)
        row.addWidget(self.settings)
        self.copies.setValue(self._memory.copies)

    def offer(self, printers: Sequence[PrinterInfo]) -> None:
        """All printers, the remembered one chosen, else the default one."""
        self._trays = {info.name: info.trays for info in printers}
        self.list.clear()
        for info in printers:
            self.list.addItem(printer_words(info), info.name)
        place = max(self.list.findData(self._memory.printer), 0)
        self.list.setCurrentIndex(place if printers else -1)
        self.settings.setEnabled(bool(printers))
        self._chosen()

    def _chosen(self) -> None:
        """The trays of the printer; the remembered one where it is this printer's."""
        name = str(self.list.currentData() or "")
        offer_trays(self.tray, self._trays.get(name, ()), self._memory.tray if name == self._memory.printer else None)
        for widget in (self._tray_label, self.tray):
            widget.setVisible(self.tray.count() > 1)
        self.changed.emit()

    @property
    def choice(self) -> PrinterChoice | None:
        """What was chosen; None while there is no printer."""
        name = self.list.currentData()
        return PrinterChoice(name, self.copies.value(), tray=self.tray.currentData(), duplex=self._duplex) if name else None

    def keep(self) -> None:
        """Remember the choice for the next papers of this kind."""
        if (choice := self.choice) is not None:
            self._memory.keep(choice)

    # --- the system's dialog -----------------------------------------------------------------------------------------

    def _ask_system(self) -> None:
        """Printer, copies, sides are taken over; the tray is the one in the row."""
        printer = QPrinter(QPrinterInfo.printerInfo(str(self.list.currentData() or "")))
        printer.setCopyCount(self.copies.value())
        self._dialog = QPrintDialog(printer, self)
        self._dialog.accepted.connect(lambda: self.take(printer))
        QDialog.open(self._dialog)  # its own open() wants a slot by name

    def take(self, printer: QPrinter) -> None:
        """What the system's dialog answered."""
        place = self.list.findData(printer.printerName())
        if place >= 0:
            self.list.setCurrentIndex(place)
        self.copies.setValue(max(1, min(printer.copyCount(), 99)))
        self._duplex = _DUPLEX.get(printer.duplex())
        self.changed.emit()
