"""Kept papers on their way to paper: seen as they will be printed, sent to a printer, then asked what came out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.came_out import NOT_THE_MAIL
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printing.printing_dialog import PrintingDialog
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.work import BatchWork


class PrintPapers(PrintingDialog):
    """Answers with the document ids that were recorded as printed. ``words`` name papers by document id."""

    def __init__(
        self,
        title: str,
        work: BatchWork,
        person: Person | None,
        papers: Sequence[KeptPaper],
        *,
        kind: PaperKind,
        runner: TaskRunner,
        parent: QWidget | None,
        memory: WindowMemory | None,
        words: Mapping[int, str] | None = None,
        note: str = NOT_THE_MAIL,
    ) -> None:
        super().__init__(title, work, person, kind=kind, runner=runner, parent=parent, memory=memory, note=note)
        self._work = work
        self._papers = tuple(papers)
        self._words = dict(words or {})
        self.list = QListWidget()
        self.list.setAccessibleName("Papers")
        self.preview = PaperPreview()
        self.save_pdf = QPushButton("Save as P&DF...")
        self._build()
        self.look_for_printers()
        self.fit(QSize(1040, 720))
        self._preview()
        self.show_state()

    def _build(self) -> None:
        for paper in self._papers:
            item = QListWidgetItem(self._words.get(paper.document.id, paper.document.name.removesuffix(".pdf")))
            item.setToolTip(paper.document.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setMaximumWidth(360)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVisible(len(self._papers) > 1)
        self.list.currentRowChanged.connect(lambda _row: self._preview())
        self.list.itemChanged.connect(lambda _item: self.show_state())
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.list, 2)
        row.addWidget(self.preview, 3)
        column.addLayout(row, 1)
        column.addWidget(self.printer)
        self.build_pages(first)
        self.save_pdf.setAutoDefault(False)
        self.foot.insertWidget(1, self.save_pdf)
        self.save_pdf.clicked.connect(lambda: ask_folder(self, "Save the papers as PDF in", lambda folder: self.save_in(Path(folder))))

    # --- what goes ---------------------------------------------------------------------------------------------------

    @property
    def going(self) -> tuple[KeptPaper, ...]:
        """The ticked papers."""
        return tuple(paper for place, paper in enumerate(self._papers) if self.list.item(place).checkState() is Qt.CheckState.Checked)

    def start_printing(self) -> None:
        """The ticked papers to the chosen printer."""
        self.send(self.going)

    def first_verb(self) -> str:
        """How many papers."""
        number = len(self.going)
        return f"&Print {counted(number, 'paper', 'papers')}" if number else "&Print"

    def can_start(self) -> bool:
        """Something is ticked and there is a printer."""
        return bool(self.going) and self.printer.choice is not None

    def names(self) -> Mapping[int, str]:
        """What each paper is called in the list."""
        return self._words

    def recorded(self, came: Sequence[KeptPaper]) -> object:
        """Document ids of what came out."""
        return tuple(paper.document.id for paper in came)

    def show_state(self) -> None:
        """Something changed that the buttons speak of."""
        super().show_state()
        self.save_pdf.setVisible(not self.asking)
        self.save_pdf.setEnabled(not self.busy and bool(self.going))

    # --- preview, files ----------------------------------------------------------------------------------------------

    def _preview(self) -> None:
        place = self.list.currentRow()
        if not 0 <= place < len(self._papers):
            return
        content, work = self._papers[place].content, self._work
        self.preview.read(self.runner, lambda: work.pages(content))

    def save_in(self, folder: Path) -> None:
        """Write the ticked papers as named PDFs; that records no printing."""
        papers = self.going
        self.run(
            lambda: self._work.save_papers(folder, papers),
            lambda files: self.say(f"{counted(len(files), 'file', 'files')} saved in {folder}. Not recorded as printed."),
        )
