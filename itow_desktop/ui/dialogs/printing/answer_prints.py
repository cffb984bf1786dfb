"""What was sent to a printer and nobody answered for: after a jam, a walk to the tray, a program that was killed."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from itow_desktop.domain.printing.batches import Batch
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.came_out import NOT_THE_CALL, NOT_THE_MAIL, CameOut, SentPaper
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.work import BatchWork


class AnswerPrints(DeedDialog):
    """One tick for each paper, whichever batch it went in."""

    again_asked = Signal(object)
    """Document ids of papers that did not come out and shall be printed again; what came out is recorded by then."""

    def __init__(
        self,
        work: BatchWork,
        person: Person | None,
        batches: Sequence[Batch],
        said: Callable[[datetime], str],
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        """``said`` tells a moment in words."""
        super().__init__("What came out of the printer?", "&Record", runner, parent, cancel="Later")
        self._work, self._person = work, person
        self._batches = tuple(batch.id for batch in batches)
        self.came_out = CameOut(f"{NOT_THE_CALL} {NOT_THE_MAIL}")
        self.again = QPushButton("Record, print the &others again")
        self.again.setAutoDefault(False)
        self.foot.insertWidget(1, self.again)
        self.body.addWidget(self.came_out, 1)
        self.came_out.ask(_papers(batches, said))
        self.came_out.changed.connect(self._show_state)
        self.again.clicked.connect(lambda: self._record(self.came_out.missing))
        self._show_state()
        self.fit(QSize(900, 520))

    def commit(self) -> None:
        """Record what came out."""
        self._record(())

    def _record(self, again: Sequence[int]) -> None:
        came = self.came_out.came
        self.run(lambda: self._work.answer_prints(self._person, self._batches, came), lambda _count: self._recorded(came, again))

    def _recorded(self, came: Sequence[int], again: Sequence[int]) -> None:
        self.finish(tuple(came))
        if again:
            self.again_asked.emit(tuple(again))

    def _show_state(self) -> None:
        self.primary.setText(self.came_out.verb)
        self.again.setVisible(bool(self.came_out.missing))


def _papers(batches: Sequence[Batch], said: Callable[[datetime], str]) -> list[SentPaper]:
    """A paper that was sent again stands where it was sent last."""
    found: dict[int, SentPaper] = {}
    for batch in batches:
        for place, paper in enumerate(batch.papers):
            found.pop(paper.document_id, None)
            words = f"{paper.name.removesuffix('.pdf')}, {said(batch.begun_at)} on {batch.printer}"
            found[paper.document_id] = SentPaper(paper.document_id, words, paper.name, batch.went(place))
    return list(found.values())
