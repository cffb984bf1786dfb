"""Ask which papers came out of the printer: only those are recorded as printed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from itow_desktop.services.noticing import KeptPaper
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import heading, quiet

NOT_THE_CALL = "Printing is not the call-in: a car stays in the queue until somebody records the call to the police."


class CameOut(QWidget):
    """A tick for each paper."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[KeptPaper, ...] = ()
        self.question = heading()
        self.list = QListWidget()
        self.list.setAccessibleName("Papers that came out")
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        hint = QLabel("Look at the tray, then untick what did not come out or came out spoiled.")
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(hint)
        column.addWidget(self.list, 1)
        column.addWidget(quiet(NOT_THE_CALL))

    def ask(self, papers: Sequence[KeptPaper], sent: int, names: Mapping[int, str]) -> None:
        """The first ``sent`` papers went to the printer, the others did not; ``names`` say which car is which."""
        self._papers = tuple(papers)
        number = len(self._papers)
        self.question.setText("Did it come out?" if number == 1 else f"Did all {number} come out?")
        self.list.clear()
        for place, paper in enumerate(self._papers):
            words = names.get(paper.document.custody_id or 0, paper.document.name)
            item = QListWidgetItem(words + ("" if place < sent else " (was not sent)"))
            item.setToolTip(paper.document.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place < sent else Qt.CheckState.Unchecked)
            self.list.addItem(item)

    @property
    def came(self) -> tuple[KeptPaper, ...]:
        """The ticked papers."""
        return tuple(paper for place, paper in enumerate(self._papers) if self.list.item(place).checkState() is Qt.CheckState.Checked)

    @property
    def missing(self) -> tuple[KeptPaper, ...]:
        """The others."""
        came = self.came
        return tuple(paper for paper in self._papers if paper not in came)

    @property
    def verb(self) -> str:
        """What the default button says."""
        return f"Record {counted(len(self.came), 'paper', 'papers')} as &printed" if self.came else "Record &nothing"
