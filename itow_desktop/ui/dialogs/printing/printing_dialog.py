"""What every dialog that prints kept papers does once they are kept: send, ask what came out, record it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QWidget

from itow_desktop.domain.errors import PrinterSilent, PrinterTrouble, Trouble
from itow_desktop.domain.printing.batches import Went
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.ports.printing import PrinterInfo
from itow_desktop.services.printing import PrintProgress
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.came_out import NOT_THE_CALL, CameOut, SentPaper
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.printer_row import PrinterRow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.work import PrintWork

_FIRST, _ASKING = 0, 1


class PrintingDialog(DeedDialog):
    """The first page is the heir's; then "Did all 4 come out?". Nothing is recorded as printed before that is answered."""

    came_out_told = Signal(object)
    """Document ids of the papers that were recorded as printed."""

    def __init__(
        self,
        title: str,
        printing: PrintWork,
        person: Person | None,
        *,
        kind: PaperKind,
        runner: TaskRunner,
        parent: QWidget | None,
        memory: WindowMemory | None,
        note: str = NOT_THE_CALL,
    ) -> None:
        super().__init__(title, "&Print", runner, parent)
        self._printing = printing
        self._person = person
        self._kind = kind
        self._batches: list[int] = []
        self._asked: dict[int, tuple[KeptPaper, Went]] = {}
        self._sent = 0
        self._going: int | None = None  # the batch that is being sent
        self._sending: Task | None = None
        self.printer = PrinterRow(memory, kind)
        self.bar = QProgressBar()
        self.bar.setTextVisible(True)
        self.bar.hide()
        self.stop = QPushButton("S&top")
        self.stop.setToolTip("Send no more papers; what was sent still comes out, and is asked about")
        self.came_out = CameOut(note)
        self.again = QPushButton("Print the &others again")
        self.back = QPushButton("&Back")
        self._pages = QStackedWidget()

    # --- for the heirs -----------------------------------------------------------------------------------------------

    def start_printing(self) -> None:
        """The default button of the first page."""
        raise NotImplementedError

    def first_verb(self) -> str:
        """What it says."""
        raise NotImplementedError

    def can_start(self) -> bool:
        """Whether it may be pressed."""
        raise NotImplementedError

    def names(self) -> Mapping[int, str]:
        """Words for papers by document id, where the file's name says too little."""
        return {}

    def recorded(self, came: Sequence[KeptPaper]) -> object:
        """What the dialog answers once these are recorded as printed."""
        raise NotImplementedError

    def build_pages(self, first: QWidget) -> None:
        """Put the pages, the bar, the buttons into the body."""
        for page in (first, self.came_out):
            self._pages.addWidget(page)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.bar)
        for place, button in enumerate((self.stop, self.back, self.again), start=1):
            button.setAutoDefault(False)
            self.foot.insertWidget(place, button)
        self.stop.clicked.connect(self._stop)
        self.again.clicked.connect(lambda: self.send([paper for paper, _ in map(self._asked.__getitem__, self.came_out.missing)]))
        self.back.clicked.connect(self.go_back)
        self.printer.changed.connect(self.show_state)
        self.came_out.changed.connect(self.show_state)

    @property
    def asking(self) -> bool:
        """Whether it is asked what came out."""
        return self._pages.currentIndex() == _ASKING

    def show_state(self) -> None:
        """Something changed that the buttons speak of."""
        self.again.setVisible(self.asking and bool(self.came_out.missing))
        self.back.setVisible(self.asking)
        self.stop.setVisible(self._sending is not None)
        for button in (self.again, self.back):
            button.setEnabled(not self.busy)
        self.primary.setText(self.came_out.verb if self.asking else self.first_verb())
        self.refresh_ready()

    def ready(self) -> bool:
        """Something can be printed somewhere, or it is asked what came out."""
        return self.asking or self.can_start()

    def commit(self) -> None:
        """Print, or record what came out."""
        if self.asking:
            self._record()
        else:
            self.start_printing()

    # --- printers ----------------------------------------------------------------------------------------------------

    def look_for_printers(self) -> None:
        """Ask the system; it may be slow."""
        self.runner.start(self._printing.printers, owner=self, done=self._offer, failed=self.failed)

    def _offer(self, printers: tuple[PrinterInfo, ...]) -> None:
        self.printer.offer(printers)
        if not printers:
            self.problems.say(
                ["No printer is set up on this computer. Save the papers as PDF, or add a printer and open this window again."]
            )
        self.show_state()

    # --- sending -----------------------------------------------------------------------------------------------------

    def send(self, papers: Sequence[KeptPaper]) -> None:
        """Send kept papers to the chosen printer, then ask what came out."""
        choice = self.printer.choice
        if choice is None or not papers:
            return
        self.printer.keep()
        self.problems.say([])
        self._sent, self._going = 0, None
        self.bar.setRange(0, len(papers))
        self.bar.setValue(0)
        self.bar.setFormat("%v of %m sent to the printer")
        self.bar.show()
        printing, person, kind, sent = self._printing, self._person, self._kind, tuple(papers)
        self._sending = self.runner.start(
            lambda: printing.print_papers(person, sent, choice, kind),
            owner=self,
            progress=self._sent_one,
            done=lambda count: self._over(sent, count),
            failed=lambda trouble: self._not_printed(sent, trouble),
        )
        self._set_busy("Printing...")

    def _sent_one(self, step: PrintProgress) -> None:
        if step.batch_id not in self._batches:
            self._batches.append(step.batch_id)
        self._sent, self._going = step.done, step.batch_id
        self.bar.setValue(step.done)

    def _stop(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self.say("Stopping...")

    def _over(self, papers: Sequence[KeptPaper], sent: int) -> None:
        self._sending = None
        if not sent:
            self._forget_batch()
        if sent or self.asking:
            self._ask(papers, sent)
        else:
            self._nothing_went()
            self.problems.say(["Nothing was sent to the printer."])

    def _not_printed(self, papers: Sequence[KeptPaper], trouble: Trouble) -> None:
        """Gone in the middle: ask about those that went, offer the others again.

        Where the database is gone, one more paper may be in the queue than it knows of.
        """
        self._sending = None
        surely = isinstance(trouble, PrinterTrouble) and not isinstance(trouble, PrinterSilent)
        perhaps = self._going is not None and not surely
        if surely and not self._sent:
            self._forget_batch()
        if self._sent or perhaps or self.asking:
            self._ask(papers, self._sent, perhaps=perhaps)
        else:
            self._nothing_went()
        self.problems.say([f"{trouble} (error {numbered(trouble)})"])

    def _forget_batch(self) -> None:
        """Nothing went of the batch that was being sent, so that nobody is asked about it."""
        if self._going in self._batches:
            self._batches.remove(self._going)

    def _nothing_went(self) -> None:
        self.bar.hide()
        self._set_busy(None)
        self.look_for_printers()

    def _ask(self, papers: Sequence[KeptPaper], sent: int, *, perhaps: bool = False) -> None:
        self.bar.hide()
        if self.asking:
            came = self.came_out.came
            self._asked = {each: (paper, Went.SENT if each in came else Went.NOT_SENT) for each, (paper, _) in self._asked.items()}
        for place, paper in enumerate(papers):
            went = Went.SENT if place < sent else Went.PERHAPS if perhaps and place == sent else Went.NOT_SENT
            self._asked.pop(paper.document.id, None)  # as in the tray: what was printed last comes last
            self._asked[paper.document.id] = paper, went
        names = self.names()
        self.came_out.ask(
            [
                SentPaper(each, names.get(each, paper.document.name), paper.document.name, went)
                for each, (paper, went) in self._asked.items()
            ]
        )
        self._pages.setCurrentIndex(_ASKING)
        self._set_busy(None)
        self.primary.setFocus()

    # --- recording ---------------------------------------------------------------------------------------------------

    def _record(self) -> None:
        came, batches = self.came_out.came, tuple(self._batches)
        printing, person = self._printing, self._person
        self.run(lambda: printing.answer_prints(person, batches, came), lambda _count: self._recorded(came))

    def _recorded(self, came: Sequence[int]) -> None:
        papers = [self._asked[each][0] for each in came]
        self._batches.clear()
        self._asked.clear()
        if not papers:
            self.go_back()
            return
        self.came_out_told.emit(tuple(came))
        self.finish(self.recorded(papers))

    def go_back(self) -> None:
        """To the first page; what was sent stays to be answered for."""
        self._pages.setCurrentIndex(_FIRST)
        self.problems.say([])
        self.show_state()
        self.look_for_printers()

    # --- leaving -----------------------------------------------------------------------------------------------------

    def _set_busy(self, doing: str | None) -> None:
        super()._set_busy(doing)
        self._pages.setEnabled(doing is None)
        self.show_state()

    def unfinished(self) -> str | None:
        """A sentence while papers are on their way or nobody has said what came out."""
        if self.busy:
            return "Papers are being printed."
        return "Papers were printed, and nobody has said yet which came out." if self._batches else None

    def reject(self) -> None:
        """Leaving without an answer records nothing, and says so first."""
        if self._batches and not self.busy:
            box = ask(
                self,
                self.windowTitle(),
                "Nobody has said which papers came out. If you leave now, none is recorded as printed yet. "
                "Mail, What came out... asks again.",
                [("&Leave", self.leave), ("&Answer", None)],
            )
            if isinstance(stay := box.escapeButton(), QPushButton):
                box.setDefaultButton(stay)
            return
        super().reject()
