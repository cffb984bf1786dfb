"""The papers of one car as proof: what is known of the way of each, its bytes checked, the hearing packet."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.proof.papers import PaperProof, Verified, way_of
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.proof.papers import CarPapers
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.proof.packet_row import PacketRow
from itow_desktop.ui.dialogs.proof.rows import PAPER_HEADERS, paper_rows
from itow_desktop.ui.dialogs.proof.work import ProofWork
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.widgets.facts import Facts
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet, set_tone

_NONE = "No paper of this vehicle is kept yet."
_PRIVATE = (
    "On a database of this PC alone whoever can open its folder can change everything in it. Keep copies of the database somewhere else; "
    "a packet that left the office holds the same SHA-256."
)
_STOPPED = "Stopped. No packet was kept."


class PapersWindow(ReadWindow[CarPapers]):
    """One for each car. Nothing in it changes a paper; the packet is one more."""

    picture = "shield-check"
    again = "&Try again"
    changed = Signal(int)
    """A paper of this car was kept."""
    view_asked = Signal(int)
    """A paper shall be looked at, by its id."""
    open_asked = Signal(int, str)
    """One of many pages shall be opened as a file of that name, by its id."""

    def __init__(self, house: House, work: ProofWork, custody_id: int) -> None:
        super().__init__(house.runner)
        self._house, self._work, self.key = house, work, custody_id
        self._custody_id = custody_id
        self._papers: dict[int, PaperProof] = {}
        self._checked: dict[int, Verified] = {}
        self._choose: int | None = None
        self._task: Task | None = None
        self.setWindowTitle("Papers as proof")
        self.setMinimumSize(QSize(760, 480))
        self.title, self.verdict, self.note = heading(""), quiet(), quiet(_PRIVATE)
        for label in (self.title, self.verdict, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.list = RecordList("Papers", PAPER_HEADERS, _NONE, picture="file-text", grow=(0, 1, 4), margin=0)
        self.packet = self.list.deed("&Hearing packet", "scales", self.write_packet)
        self.view = self.list.deed_for("&View", "eye", self._view)
        self.save = self.list.deed_for("&Save as...", "floppy-disk", self._ask_where)
        self.check = self.list.deed_for("&Check the bytes", "shield-check", self._check)
        self.list.table.opened.connect(lambda _row: self.view.click())
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._show_way())
        self.under_way = PacketRow()
        self.under_way.stop.clicked.connect(self.stop)
        self._way = QVBoxLayout()
        self._build()
        house.bus.cars_changed.connect(self._cars_changed)

    def _build(self) -> None:
        below, scroll = QWidget(), QScrollArea()
        self._way.setContentsMargins(0, 8, 8, 8)
        self._way.addWidget(self.verdict)
        self.way = Facts()
        self._way.addWidget(self.way)
        self._way.addStretch(1)
        below.setLayout(self._way)
        scroll.setWidget(below)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setAccessibleName("What is known of the paper")
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(scroll)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setSizes([200, 300])
        parts.setChildrenCollapsible(False)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(self.title)
        inside.addWidget(self.under_way)
        inside.addWidget(parts, 1)
        inside.addWidget(self.note)
        self.verdict.hide()
        self.lay_out(inside, QSize(1060, 700))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], CarPapers]:
        work, custody_id = self._work, self._custody_id
        return lambda: work.papers(custody_id)

    def show_answer(self, answer: CarPapers) -> None:
        self._papers = {paper.id: paper for paper in answer.papers}
        self.title.setText(answer.car)
        self.setWindowTitle(f"Papers as proof of {answer.car}")
        self.list.put(paper_rows(answer.papers, self._work.zone))
        if self._choose in self._papers:
            self.list.choose(self._choose)
        self._choose = None
        self._show_way()

    def _cars_changed(self, custody_ids: frozenset[int]) -> None:
        if not custody_ids or self._custody_id in custody_ids:
            self.refresh()

    def _show_way(self) -> None:
        paper = self._papers.get(self.list.current or 0)
        fresh = Facts()
        for name, value in way_of(paper, self._work.zone) if paper else ():
            fresh.add(name, value)
        self._way.replaceWidget(self.way, fresh)
        self.way.deleteLater()
        self.way = fresh
        self._show_verdict(self._checked.get(paper.id) if paper else None)

    def _show_verdict(self, checked: Verified | None) -> None:
        self.verdict.setVisible(checked is not None)
        if checked is not None:
            self.verdict.setText(checked.sentence(self._work.zone))
            set_tone(self.verdict, Tone.DONE if checked.unchanged else Tone.LATE)

    # --- a paper -----------------------------------------------------------------------------------------------------

    def _view(self, document_id: int) -> None:
        paper = self._papers[document_id]
        if paper.kind == NoticeKind.PACKET:
            self.open_asked.emit(document_id, paper.name)
        else:
            self.view_asked.emit(document_id)

    def _check(self, document_id: int) -> None:
        work = self._work
        self._runner.start(lambda: work.verify(document_id), owner=self, done=self._checked_now(document_id), failed=self._failed_deed)

    def _checked_now(self, document_id: int) -> Callable[[Verified], None]:
        def show(checked: Verified) -> None:
            self._checked[document_id] = checked
            if not checked.unchanged:
                self.news.tell(checked.sentence(self._work.zone), Tone.LATE)
            if self.list.current == document_id:
                self._show_verdict(checked)

        return show

    def _ask_where(self, document_id: int) -> None:
        dialog = QFileDialog(self, "Save as PDF", self._papers[document_id].name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(document_id, Path(path)))
        dialog.open()

    def save_to(self, document_id: int, path: Path) -> None:
        """Write the exact bytes there, after they were checked."""
        work, show = self._work, self._checked_now(document_id)

        def saved(checked: Verified) -> None:
            show(checked)
            self.news.tell(f"Saved as {path.name}, byte for byte as it was kept.", Tone.DONE)

        self._runner.start(lambda: work.export(document_id, path), owner=self, done=saved, failed=self._failed_deed)

    # --- the packet --------------------------------------------------------------------------------------------------

    def write_packet(self) -> None:
        """Put the hearing packet together; it is kept among the papers."""
        if self._task is not None:
            return
        work, person, custody_id = self._work, self._house.who.person, self._custody_id
        self.news.clear()
        self.packet.setEnabled(False)
        self.under_way.begin()
        self._task = self._runner.start(
            lambda: work.write_packet(person, custody_id),
            owner=self, done=self._written, failed=self._not_written, progress=self.under_way.take,
        )  # fmt: skip

    def stop(self) -> None:
        """Leave off; nothing is kept then."""
        if self._task is not None:
            self._task.cancel()

    def _written(self, kept: KeptPaper) -> None:
        self._over()
        self._choose = kept.document.id
        size = f"{kept.document.size / 2**20:.1f} MB"
        said = f"The hearing packet is kept among the papers ({size}). Read it through before it leaves the office."
        self.news.tell(said, Tone.DONE, "&Open it", lambda: self.open_asked.emit(kept.document.id, kept.document.name))
        self.refresh()
        self.changed.emit(self._custody_id)

    def _not_written(self, trouble: Trouble) -> None:
        self._over()
        if isinstance(trouble, Cancelled):
            self.news.tell(_STOPPED)
        else:
            self.news.tell(str(trouble), Tone.LATE, self.again, self.write_packet)

    def _over(self) -> None:
        self._task = None
        self.under_way.hide()
        self.packet.setEnabled(True)

    def _failed_deed(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.stop()
        super().closeEvent(event)
