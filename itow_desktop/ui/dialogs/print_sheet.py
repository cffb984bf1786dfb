"""The print sheet: what is missing, how it will look, where it goes, what came out."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.noticing import KeptPaper, TopDraft
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.came_out import NOT_THE_CALL, CameOut
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.paper_list import PaperList
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printer_row import PrinterRow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import PaperWork


class PrintSheet(DeedDialog):
    """First the papers, then "Did all 4 come out?"; nothing is recorded as printed before that is answered."""

    edit_asked = Signal(object)
    """Custody id whose facts shall be corrected; ``reload`` afterwards."""
    caller_asked = Signal(object)
    """Custody id of the car of which somebody shall say whether who asked for it may call; ``reload`` afterwards."""

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
        super().__init__("Print TOP notices", "&Print", runner, parent)
        # Beside the window, not over it: a fact that is missing is typed into the car's form, then comes in here.
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._work = work
        self._person = person
        self._custody_ids = tuple(custody_ids)
        self._kept: tuple[KeptPaper, ...] = ()
        self._kept_for: tuple[TopDraft, ...] = ()
        self._kept_with_list = False
        self._sent = 0
        self._recorded: list[int] = []
        self._previewed = 0
        self.papers = PaperList()
        self.preview = PaperPreview()
        self.printer = PrinterRow(memory)
        self.tow_list = QCheckBox("Also print a tow &list (one per department and day)")
        self.bar = QProgressBar()
        self.came_out = CameOut()
        self.save_pdf = QPushButton("Save as P&DF...")
        self.again = QPushButton("Print the &others again")
        self.back = QPushButton("&Back")
        self._pages = QStackedWidget()
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
        self._pages.addWidget(first)
        self._pages.addWidget(self.came_out)
        self.bar.setTextVisible(True)
        self.bar.hide()
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.bar)
        for place, button in enumerate((self.save_pdf, self.back, self.again), start=1):
            button.setAutoDefault(False)
            self.foot.insertWidget(place, button)

    def _wire(self) -> None:
        self.papers.chosen.connect(self._preview)
        self.papers.changed.connect(self._changed)
        self.papers.edit_asked.connect(self.edit_asked)
        self.papers.caller_asked.connect(self.caller_asked)
        self.printer.changed.connect(self._show_state)
        self.came_out.changed.connect(self._show_state)
        self.save_pdf.clicked.connect(self._choose_folder)
        self.again.clicked.connect(lambda: self._print(self.came_out.missing))
        self.back.clicked.connect(self._go_back)

    def _show_state(self) -> None:
        asking = self._pages.currentIndex() == 1
        self.save_pdf.setVisible(not asking)
        self.again.setVisible(asking and bool(self.came_out.missing))
        self.back.setVisible(asking)
        for button in (self.save_pdf, self.again, self.back):
            button.setEnabled(not self.busy)
        self.save_pdf.setEnabled(not self.busy and bool(self.papers.going))
        if asking:
            self.primary.setText(self.came_out.verb)
        else:
            number = len(self.papers.going)
            self.primary.setText(f"&Print {counted(number, 'notice', 'notices')}" if number else "&Print")
        self.refresh_ready()

    def ready(self) -> bool:
        """Something can be printed somewhere, or it is asked what came out."""
        return self._pages.currentIndex() == 1 or (bool(self.papers.going) and self.printer.choice is not None)

    # --- drafts and preview ------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the facts anew; answers and ticks stay."""
        if self._pages.currentIndex() == 0 and not self.busy:
            self.say("Reading...")
            self.runner.start(lambda: self._work.draft_tops(self._custody_ids), owner=self, done=self._drafted, failed=self.failed)

    def _drafted(self, drafts: tuple[TopDraft, ...]) -> None:
        self.say("")
        self.papers.put(drafts)
        self._changed()

    def _changed(self) -> None:
        self._preview()
        self._show_state()

    def _preview(self) -> None:
        paper = self.papers.current
        self._previewed += 1
        number = self._previewed
        if paper is None:
            self.preview.say("")
        elif paper.blocking:
            self.preview.say("This notice cannot be printed yet.\n\n" + "\n".join(problem.sentence for problem in paper.blocking))
        else:
            notice = paper.effective.notice
            self.runner.start(
                lambda: self._work.preview(notice),
                owner=self,
                done=lambda pages: self._show_preview(number, pages),
                failed=lambda trouble: self.preview.say(str(trouble)),
            )

    def _show_preview(self, number: int, pages: tuple[bytes, ...]) -> None:
        if number == self._previewed:
            self.preview.show_pages(pages)

    def look_for_printers(self) -> None:
        """Ask the system; it may be slow."""
        self.runner.start(self._work.printers, owner=self, done=self._offer, failed=self.failed)

    def _offer(self, printers: tuple[PrinterInfo, ...]) -> None:
        self.printer.offer(printers)
        if not printers:
            self.problems.say(
                ["No printer is set up on this computer. Save the notices as PDF, or add a printer and open this sheet again."]
            )
        self._show_state()

    # --- printing ----------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Print, or record what came out."""
        if self._pages.currentIndex() == 1:
            self._record()
        else:
            self._keep(self._print)

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

    def _print(self, papers: tuple[KeptPaper, ...]) -> None:
        choice = self.printer.choice
        if choice is None or not papers:
            return
        self.printer.keep()
        self.problems.say([])
        self._sent = 0
        self.bar.setRange(0, len(papers))
        self.bar.setValue(0)
        self.bar.setFormat("%v of %m sent to the printer")
        self.bar.show()
        self._set_busy("Printing...")
        work = self._work

        self.runner.start(
            lambda: _counted(work, papers, choice),
            owner=self,
            progress=self._sent_one,
            done=lambda sent: self._ask(papers, sent),
            failed=lambda trouble: self._not_printed(papers, trouble),
        )

    def _sent_one(self, step: PrintProgress) -> None:
        self._sent = step.done
        self.bar.setValue(step.done)

    def _not_printed(self, papers: tuple[KeptPaper, ...], trouble: Trouble) -> None:
        """Gone in the middle: ask about those that went, offer the others again."""
        sentence = f"{trouble} (error {numbered(trouble)})"
        if self._sent or self._pages.currentIndex() == 1:
            self._ask(papers, self._sent)
        else:
            self.bar.hide()
            self._set_busy(None)
            self.look_for_printers()
        self.problems.say([sentence])

    def _ask(self, papers: tuple[KeptPaper, ...], sent: int) -> None:
        self.bar.hide()
        self._sent = sent
        came = self.came_out.came if self._pages.currentIndex() == 1 else ()
        names = {paper.draft.custody_id: f"TOP notice: {paper.name}" for paper in self.papers.papers}
        self.came_out.ask((*came, *papers), len(came) + sent, names)
        self._pages.setCurrentIndex(1)
        self._set_busy(None)
        self._show_state()
        self.primary.setFocus()

    def _record(self) -> None:
        came = self.came_out.came
        if not came:
            self._go_back()
            return
        self.run(lambda: self._work.confirm_printed(self._person, came), lambda _count: self._confirmed(came))

    def _confirmed(self, came: tuple[KeptPaper, ...]) -> None:
        self._recorded += [custody_id for paper in came for custody_id in paper.custody_ids]
        self.finish(tuple(dict.fromkeys(self._recorded)))

    def _go_back(self) -> None:
        self._pages.setCurrentIndex(0)
        self.problems.say([])
        self._show_state()
        self.look_for_printers()

    # --- files -------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        ask_folder(self, "Save the notices as PDF in", lambda folder: self.save_in(Path(folder)))

    def save_in(self, folder: Path) -> None:
        """Write the notices as named PDFs; that records no printing."""
        self._keep(lambda papers: self.run(lambda: self._work.save_papers(folder, papers), lambda files: self._saved(folder, files)))

    def _saved(self, folder: Path, files: tuple[Path, ...]) -> None:
        self.say(f"{counted(len(files), 'file', 'files')} saved in {folder}. Not recorded as printed.")

    # --- leaving -----------------------------------------------------------------------------------------------------

    def _set_busy(self, doing: str | None) -> None:
        super()._set_busy(doing)
        self._pages.setEnabled(doing is None)
        self._show_state()

    def unfinished(self) -> str | None:
        """A sentence while papers are on their way or nobody has said what came out."""
        if self.busy:
            return "Notices are being printed."
        return "Notices were printed, and nobody has said yet which came out." if self._pages.currentIndex() == 1 else None

    def reject(self) -> None:
        """Leaving without an answer records nothing, and says so first."""
        if self._pages.currentIndex() == 1 and not self.busy:
            box = ask(
                self,
                self.windowTitle(),
                "Nobody has said which notices came out. If you leave now, none is recorded as printed and they stay in the queue.",
                [("&Leave", self.leave), ("&Answer", None)],
            )
            if isinstance(stay := box.escapeButton(), QPushButton):
                box.setDefaultButton(stay)
            return
        super().reject()


def _counted(work: PaperWork, papers: Sequence[KeptPaper], choice: PrinterChoice) -> Generator[PrintProgress, None, int]:
    """Print, and answer how many went."""
    sent = 0
    for step in work.print_papers(papers, choice):
        sent = step.done
        yield step
    return sent
