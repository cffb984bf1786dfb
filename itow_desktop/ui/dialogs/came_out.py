"""Ask which papers came out of the printer: only those are recorded as printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.printing.batches import Went
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import heading, quiet

NOT_THE_CALL = "Printing is not the call-in: a car stays in the queue until somebody records the call to the police."
NOT_THE_MAIL = "Printing is not mailing: a letter counts as mailed once somebody says that it was handed over."

_HOW_FAR = {Went.SENT: "", Went.PERHAPS: " (may have been sent)", Went.NOT_SENT: " (was not sent)"}


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that is asked about: ``words`` say which it is, ``name`` is its file's."""

    document_id: int
    words: str
    name: str
    went: Went


class CameOut(QWidget):
    """A tick for each paper."""

    changed = Signal()

    def __init__(self, note: str = NOT_THE_CALL) -> None:
        super().__init__()
        self._papers: tuple[SentPaper, ...] = ()
        self.question = heading()
        self.list = QListWidget()
        self.list.setAccessibleName("Papers that came out")
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.everything, self.nothing = QPushButton("A&ll came out"), QPushButton("Non&e came out")
        hint = QLabel("Look at the tray, then untick what did not come out or came out spoiled.")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(hint, 1)
        for button, state in ((self.everything, Qt.CheckState.Checked), (self.nothing, Qt.CheckState.Unchecked)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _pressed, state=state: self._tick(state))
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        below = quiet(note)
        below.setWordWrap(True)
        column.addWidget(below)

    def ask(self, papers: Sequence[SentPaper]) -> None:
        """What surely went to the printer is ticked."""
        self._papers = tuple(papers)
        number = len(self._papers)
        self.question.setText("Did it come out?" if number == 1 else f"Did all {number} come out?")
        for button in (self.everything, self.nothing):
            button.setVisible(number > 1)
        self.list.clear()
        for paper in self._papers:
            item = QListWidgetItem(paper.words + _HOW_FAR[paper.went])
            item.setToolTip(paper.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if paper.went is Went.SENT else Qt.CheckState.Unchecked)
            self.list.addItem(item)

    def _tick(self, state: Qt.CheckState) -> None:
        for place in range(self.list.count()):
            self.list.item(place).setCheckState(state)

    @property
    def came(self) -> tuple[int, ...]:
        """Document ids of the ticked papers."""
        return tuple(
            paper.document_id for place, paper in enumerate(self._papers) if self.list.item(place).checkState() is Qt.CheckState.Checked
        )

    @property
    def missing(self) -> tuple[int, ...]:
        """Those of the others."""
        came = self.came
        return tuple(paper.document_id for paper in self._papers if paper.document_id not in came)

    @property
    def verb(self) -> str:
        """What the default button says."""
        return f"Record {counted(len(self.came), 'paper', 'papers')} as &printed" if self.came else "Record &nothing"
