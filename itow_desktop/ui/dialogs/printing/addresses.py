"""Address labels, envelopes: whom they go to, on what they are printed, how they will look."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.printing.addresses import Addressed, Stock
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printer_row import PrinterRow
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet

_STOCK = "addresses.stock"
_NOTE = "Certified letters carry their certified label as well. Printing an address records nothing."
_NOBODY = "No letter waits to be mailed. Write letters first: Mail, Write letters..."


class AddressWork(Protocol):
    """What the dialog asks of the office; every method is called on worker threads."""

    def printers(self) -> tuple[PrinterInfo, ...]: ...
    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None: ...
    def pages(self, pdf: bytes) -> tuple[bytes, ...]: ...
    def to_address(self) -> tuple[Piece, ...]:
        """The letters that have not been handed over yet."""

    def draw_addresses(self, stock: Stock, to: Sequence[Addressed], first: int) -> bytes: ...


class AddressesDialog(DeedDialog):
    """Every letter that is not handed over yet is ticked; each kind of stock has a printer of its own."""

    def __init__(self, work: AddressWork, *, runner: TaskRunner, parent: QWidget | None, memory: WindowMemory | None) -> None:
        super().__init__("Address labels, envelopes", "&Print", runner, parent, cancel="Close")
        self._work, self._memory = work, memory
        self._pieces: tuple[Piece, ...] = ()
        self._printers: tuple[PrinterInfo, ...] = ()
        self._drawn: bytes | None = None
        self._drawing = 0
        self.list = QListWidget()
        self.stock = QComboBox()
        self.first = QSpinBox()
        self.preview = PaperPreview()
        self._row = QVBoxLayout()
        self.printer = PrinterRow(memory, Stock.SHEET_30.paper)
        self.save_pdf = QPushButton("&Save as PDF...")
        self._build()
        self.preview.say("Reading...")
        runner.start(lambda: (work.to_address(), work.printers()), owner=self, done=self._show, failed=self.failed)
        self.fit(QSize(1000, 720))
        self.refresh_ready()

    def _build(self) -> None:
        for stock in Stock:
            self.stock.addItem(stock.words, stock)
        kept = self._memory.text(_STOCK) if self._memory else None
        self.stock.setCurrentIndex(max(self.stock.findData(kept), 0))
        self.stock.setAccessibleName("Labels or envelopes")
        self.first.setAccessibleName("First label that is still on the sheet")
        self.list.setAccessibleName("Letters")
        self.list.setMaximumWidth(360)
        above = QHBoxLayout()
        above.setSpacing(8)
        self._first_label = QLabel("Begin at &label")
        on = QLabel("Print &on")
        on.setBuddy(self.stock)
        self._first_label.setBuddy(self.first)
        for widget in (on, self.stock, self._first_label, self.first):
            above.addWidget(widget)
        above.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self.list, 2)
        middle.addWidget(self.preview, 3)
        self._row.addWidget(self.printer)
        self.body.addLayout(above)
        self.body.addLayout(middle, 1)
        self.body.addLayout(self._row)
        self.body.addWidget(quiet(_NOTE))
        self.save_pdf.setAutoDefault(False)
        self.foot.insertWidget(1, self.save_pdf)
        self.save_pdf.clicked.connect(lambda: ask_folder(self, "Save as PDF in", lambda folder: self.save_in(Path(folder))))
        self.stock.currentIndexChanged.connect(lambda _place: self._stock_chosen())
        self.first.valueChanged.connect(lambda _label: self._draw())
        self.list.itemChanged.connect(lambda _item: self._draw())
        self._show_stock()

    # --- what goes ---------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Stock:
        """What is printed on."""
        return Stock(self.stock.currentData())

    @property
    def going(self) -> tuple[Addressed, ...]:
        """Whom the ticked letters go to."""
        ticked = (piece for place, piece in enumerate(self._pieces) if self.list.item(place).checkState() is Qt.CheckState.Checked)
        return tuple(Addressed(piece.block, piece.code) for piece in ticked)

    def _show(self, answer: tuple[tuple[Piece, ...], tuple[PrinterInfo, ...]]) -> None:
        self._pieces, self._printers = answer
        self.list.blockSignals(True)  # drawn once, not once for each line
        for piece in self._pieces:
            item = QListWidgetItem(f"{piece.block[0]}, {piece.block[-1]}")
            item.setToolTip("\n".join((*piece.block, piece.code)))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.printer.offer(self._printers)
        if not self._printers:
            self.say("No printer is set up on this computer. Save as PDF works.")
        self._draw()

    def _stock_chosen(self) -> None:
        if self._memory is not None:
            self._memory.keep(_STOCK, self.chosen.value)
        self._show_stock()
        self._draw()

    def _show_stock(self) -> None:
        """The printer remembered for this stock; where to begin on a sheet of labels."""
        grid = self.chosen.grid
        for widget in (self._first_label, self.first):
            widget.setVisible(grid is not None)
        self.first.setRange(1, grid.count if grid else 1)
        row = PrinterRow(self._memory, self.chosen.paper)
        row.offer(self._printers)
        row.changed.connect(self.refresh_ready)
        self._row.replaceWidget(self.printer, row)
        self.printer.deleteLater()
        self.printer = row

    # --- drawing -----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self._drawn = None
        self._drawing += 1
        number, work, stock, to, first = self._drawing, self._work, self.chosen, self.going, self.first.value()
        self.refresh_ready()
        if not to:
            self.preview.say("No letter is ticked." if self._pieces else _NOBODY)
            return

        def draw() -> tuple[bytes, tuple[bytes, ...]]:
            pdf = work.draw_addresses(stock, to, first)
            return pdf, work.pages(pdf)

        def show(answer: tuple[bytes, tuple[bytes, ...]]) -> None:
            if number == self._drawing:
                self._drawn, pages = answer
                self.preview.show_pages(pages)
                self.primary.setText(f"&Print {counted(len(to), 'address', 'addresses')}")
                self.refresh_ready()

        self.runner.start(draw, owner=self, done=show, failed=self.failed)

    def ready(self) -> bool:
        """They are drawn, and there is a printer."""
        return self._drawn is not None and self.printer.choice is not None

    def refresh_ready(self) -> None:
        """Something changed that ``ready`` looks at."""
        super().refresh_ready()
        self.save_pdf.setEnabled(self._drawn is not None and not self.busy)

    def commit(self) -> None:
        """Print them; the window stays for the next ones."""
        choice, pdf = self.printer.choice, self._drawn
        if choice is not None and pdf is not None:
            self.printer.keep()
            said = f"Sent to {choice.printer}."
            title = "Envelopes" if self.chosen is Stock.ENVELOPE else "Address labels"
            self.run(partial(self._work.print_pdf, pdf, choice, title), lambda _none: self.say(said), doing="Printing...")

    def save_in(self, folder: Path) -> None:
        """Write them as a PDF."""
        if self._drawn is not None:
            path = folder / f"ADDRESSES_{self.chosen.value}.pdf"
            self.run(partial(_written, path, self._drawn), lambda _none: self.say(f"Saved as {path}."))


def _written(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as trouble:
        raise PrinterTrouble(f"The file {path.name} could not be written ({trouble.strerror}). Choose another folder.") from trouble
