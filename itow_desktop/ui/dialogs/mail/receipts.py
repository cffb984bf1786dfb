"""Receipts of delivery as files: which letter each proves, by the number that stands in it; a person confirms what was read."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from itow_desktop.domain.mail.coming_back import Side
from itow_desktop.services.mail.views import Delivered, Proof, ReadReceipt
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.mail.brought_work import BroughtWork
from itow_desktop.ui.mail_text import number_text, to_words
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.file_drops import FileDrops
from itow_desktop.ui.widgets.mail.picked_files import ask_files
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import quiet

_EMPTY = "Drop the receipts here, or choose them. The number that stands in each says which letter it is about."
_CONFIRM = "Day and signer are what the file says: compare them, then record. A file without a day takes the one below."


class ReceiptsDialog(DeedDialog):
    """A tick for each file that fits a letter; the others say why they do not. The files stay where they are."""

    def __init__(self, house: House, work: BroughtWork, parent: QWidget) -> None:
        super().__init__("Receipts of delivery", "&Record", house.runner, parent, cancel="Close")
        self._house, self._work = house, work
        self._receipts: list[ReadReceipt] = []
        self.list = QListWidget()
        self.list.setAccessibleName("Receipts")
        self.list.setWordWrap(True)
        self.said = quiet(_EMPTY)
        self.said.setWordWrap(True)
        self.day = DayEntry("Day for those that say none", work.today)
        self.day.setFixedWidth(120)
        self.add = QPushButton("&Choose files...")
        self.add.setAutoDefault(False)
        self.drops = FileDrops(self, "Drop the receipts here")
        self._build()
        self.add.clicked.connect(lambda: ask_files(self, "Receipts of delivery", self.take))
        self.drops.dropped.connect(self.take)
        self.list.itemChanged.connect(lambda _item: self.refresh_ready())
        self.day.left.connect(self._show)
        self.refresh_ready()
        self.fit(QSize(820, 520))

    def _build(self) -> None:
        label = QLabel("&Day for those that say none")
        label.setBuddy(self.day)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(label)
        row.addWidget(self.day)
        self.body.addWidget(self.said)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(row)

    # --- reading -----------------------------------------------------------------------------------------------------

    def take(self, files: Sequence[Path]) -> None:
        """Read these too."""
        known = {receipt.file for receipt in self._receipts}
        fresh, work = [file for file in dict.fromkeys(files) if file not in known], self._work
        if fresh:
            self.run(lambda: work.read_receipts(fresh), self._read, doing=f"Reading {text.counted(len(fresh), 'file', 'files')}...")

    def _read(self, receipts: tuple[ReadReceipt, ...]) -> None:
        self._receipts += receipts
        self.said.setText(_CONFIRM)
        self._show()

    def _show(self) -> None:
        """Ticked is what is whole, less what somebody unticked."""
        off = {
            receipt.file for place, receipt in enumerate(self._receipts[: self.list.count()])
            if self.list.item(place).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked.value
        }  # fmt: skip
        self.list.clear()
        for receipt in self._receipts:
            item = QListWidgetItem(self._words(receipt))
            item.setToolTip(str(receipt.file))
            whole = self._delivered(receipt) is not None
            item.setIcon(icon("check-circle", Tone.DONE) if whole else icon("question", Tone.TODAY))
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if whole else flags)
            if whole:
                item.setCheckState(Qt.CheckState.Unchecked if receipt.file in off else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.refresh_ready()

    def _words(self, receipt: ReadReceipt) -> str:
        if receipt.row is None or receipt.wrong is not None:
            return f"{receipt.file.name}: {receipt.wrong or 'no letter here has its number.'}"
        piece = receipt.row.piece
        day = text.day_text(receipt.on, self._work.today()) if receipt.on else "no day found"
        parts = (f"delivered {day}", f"signed by {receipt.signed_by}" if receipt.signed_by else "", number_text(receipt.number))
        return f"{receipt.file.name}: letter to {to_words(piece)}, {receipt.row.vehicle}, {', '.join(part for part in parts if part)}"

    # --- recording ---------------------------------------------------------------------------------------------------

    def _delivered(self, receipt: ReadReceipt) -> Delivered | None:
        day = receipt.on or (self.day.day() if not self.day.problem() else None)
        if receipt.row is None or receipt.wrong is not None or day is None:
            return None
        return Delivered(receipt.row.piece.id, day, receipt.signed_by, (Proof(receipt.file, Side.RECEIPT),))

    @property
    def chosen(self) -> tuple[Delivered, ...]:
        """What is ticked."""
        ticked = [self.list.item(place).checkState() is Qt.CheckState.Checked for place in range(self.list.count())]
        told = [self._delivered(receipt) for receipt, on in zip(self._receipts, ticked, strict=False) if on]
        return tuple(each for each in told if each is not None)

    def ready(self) -> bool:
        number = len(self.chosen)
        self.primary.setText(f"&Record {text.counted(number, 'delivery', 'deliveries')}" if number else "&Record")
        return bool(number)

    def touched(self) -> bool:
        return bool(self.chosen)

    def commit(self) -> None:
        """Record all that is ticked, as one deed."""
        told, person, work = self.chosen, self._house.who.person, self._work
        if told:
            self.run(lambda: work.delivered(person, told), self._recorded)

    def _recorded(self, count: int) -> None:
        self._receipts = []
        self.list.clear()
        self.finish(count)
