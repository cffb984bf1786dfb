"""The print sheet: what is missing, how it will look, where it goes, what came out."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.came_out import NOT_THE_CALL
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.paper_list import PaperList
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printing.printing_dialog import PrintingDialog
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import PaperWork


class PrintSheet(PrintingDialog):
    """First the papers, then "Did all 4 come out?"; nothing is recorded as printed before that is answered."""

    edit_asked = Signal(object)
    """Custody id whose facts shall be corrected; ``reload`` afterwards."""
    caller_asked = Signal(object)
    """Custody id of the car of which somebody shall say whether who asked for it may call; ``reload`` afterwards."""
    sending_asked = Signal(object)
    """Notices that shall go by e-mail or fax; ``sent_otherwise`` afterwards."""

    def __init__(
        self,
        work: PaperWork,
        person: Person | None,
        custody_ids: Sequence[int],
        *,
        runner: TaskRunner,
        parent: QWidget | None,
        memory: WindowMemory | None = None,
    ) -> None:
        super().__init__("Print TOP notices", work, person, kind=PaperKind.TOP, runner=runner, parent=parent, memory=memory)
        # Beside the window, not over it: a fact that is missing is typed into the car's form, then comes in here.
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._work = work
        self._custody_ids = tuple(custody_ids)
        self._kept: tuple[KeptPaper, ...] = ()
        self._kept_for: tuple[TopDraft, ...] = ()
        self._kept_with_list = False
        self.papers = PaperList()
        self.preview = PaperPreview()
        self.tow_list = QCheckBox("Also print a tow &list (one per department and day)")
        self.save_pdf = QPushButton("Save as P&DF...")
        self.mail = QPushButton("Send b&y e-mail...")
        self._build()
        self._wire()
        self.reload()
        self.look_for_printers()
        self.fit(QSize(1040, 700))

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.papers)
        split.addWidget(self.preview)
        split.setStretchFactor(1, 1)
        split.setSizes([400, 600])
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(split, 1)
        column.addWidget(self.printer)
        column.addWidget(self.tow_list)
        column.addWidget(quiet(NOT_THE_CALL))
        self.build_pages(first)
        for place, button in enumerate((self.mail, self.save_pdf), start=1):
            button.setAutoDefault(False)
            self.foot.insertWidget(place, button)

    def _wire(self) -> None:
        self.papers.chosen.connect(self._preview)
        self.papers.changed.connect(self._changed)
        self.papers.edit_asked.connect(self.edit_asked)
        self.papers.caller_asked.connect(self.caller_asked)
        self.save_pdf.clicked.connect(self._choose_folder)
        self.mail.clicked.connect(lambda _checked=False: self.sending_asked.emit(self.papers.going))

    def show_state(self) -> None:
        """Something changed that the buttons speak of."""
        super().show_state()
        for button in (self.save_pdf, self.mail):
            button.setVisible(not self.asking)
            button.setEnabled(not self.busy and bool(self.papers.going))

    def first_verb(self) -> str:
        """How many notices."""
        number = len(self.papers.going)
        return f"&Print {counted(number, 'notice', 'notices')}" if number else "&Print"

    def can_start(self) -> bool:
        """Something can be printed somewhere."""
        return bool(self.papers.going) and self.printer.choice is not None

    # --- drafts and preview ------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the facts anew; answers and ticks stay."""
        if not self.asking and not self.busy:
            self.say("Reading...")
            self.runner.start(lambda: self._work.draft_tops(self._custody_ids), owner=self, done=self._drafted, failed=self.failed)

    def _drafted(self, drafts: tuple[TopDraft, ...]) -> None:
        self.say("")
        self.papers.put(drafts)
        self._changed()

    def _changed(self) -> None:
        self._preview()
        self.show_state()

    def _preview(self) -> None:
        paper = self.papers.current
        if paper is None:
            self.preview.say("")
        elif paper.blocking:
            self.preview.say("This notice cannot be printed yet.\n\n" + "\n".join(problem.sentence for problem in paper.blocking))
        else:
            notice = paper.effective.notice
            self.preview.read(self.runner, lambda: self._work.preview(notice))

    # --- printing ----------------------------------------------------------------------------------------------------

    def start_printing(self) -> None:
        """Keep the notices, then print them."""
        self._keep(self.send)

    def names(self) -> Mapping[int, str]:
        """Which car a notice is about."""
        cars = {paper.draft.custody_id: f"TOP notice: {paper.name}" for paper in self.papers.papers}
        return {each.document.id: cars[each.document.custody_id] for each in self._kept if each.document.custody_id in cars}

    def recorded(self, came: Sequence[KeptPaper]) -> object:
        """Custody ids of the cars whose papers came out."""
        return tuple(dict.fromkeys(custody_id for paper in came for custody_id in paper.custody_ids))

    def _keep(self, then: Callable[[tuple[KeptPaper, ...]], None]) -> None:
        """Write the papers into the database once; printing or saving them again takes the same bytes."""
        drafts, with_list = self.papers.going, self.tow_list.isChecked()
        if not drafts:
            return
        if (drafts, with_list) == (self._kept_for, self._kept_with_list):
            then(self._kept)
            return

        def work() -> tuple[KeptPaper, ...]:
            kept = self._work.keep_tops(self._person, drafts)
            lists = self._work.keep_tow_lists(self._person, [draft.custody_id for draft in drafts]) if with_list else ()
            return (*kept, *lists)

        def done(kept: tuple[KeptPaper, ...]) -> None:
            self._kept, self._kept_for, self._kept_with_list = kept, drafts, with_list
            then(kept)

        self.run(work, done, doing="Writing the notices...")

    def sent_otherwise(self, custody_ids: Sequence[int], told: str) -> None:
        """The notices of these cars leave another way, so that they are not printed unless somebody ticks them again."""
        self.papers.leave_out(custody_ids)
        self.say(told)

    # --- files -------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        ask_folder(self, "Save the notices as PDF in", lambda folder: self.save_in(Path(folder)))

    def save_in(self, folder: Path) -> None:
        """Write the notices as named PDFs; that records no printing."""
        self._keep(lambda papers: self.run(lambda: self._work.save_papers(folder, papers), lambda files: self._saved(folder, files)))

    def _saved(self, folder: Path, files: tuple[Path, ...]) -> None:
        self.say(f"{counted(len(files), 'file', 'files')} saved in {folder}. Not recorded as printed.")
