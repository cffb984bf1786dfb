"""The papers about to be printed, with what each still lacks; the answers a person can give are offered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.notices import Absence, Problem, preflight
from itow_desktop.services.noticing import TopDraft
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.tones import quiet, strong

_KEY = Qt.ItemDataRole.UserRole


@dataclass(slots=True)
class Paper:
    """One draft with the answers given here; ``wanted`` says whether it shall be printed."""

    draft: TopDraft
    answers: set[Absence] = field(default_factory=set)
    wanted: bool = True

    @property
    def effective(self) -> TopDraft:
        """The draft with the answers on it, checked anew."""
        changes: Mapping[str, bool] = {absence.value: True for absence in self.answers}
        notice = replace(self.draft.notice, **changes)  # type: ignore[arg-type]  # absences are flags of the notice
        return TopDraft(self.draft.custody_id, notice, tuple(preflight(notice)))

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """What keeps it from being printed."""
        return tuple(problem for problem in self.effective.problems if problem.blocking)

    @property
    def goes(self) -> bool:
        """Whether it will be printed."""
        return self.wanted and not self.blocking

    @property
    def name(self) -> str:
        """The car in a few words."""
        notice = self.draft.notice
        mark = f"{notice.plate} {notice.plate_state or ''}".strip() if notice.plate else notice.vehicle or "vehicle"
        return ", ".join(part for part in (mark, notice.call_number and f"call {notice.call_number}") if part)

    @property
    def state(self) -> tuple[str, str, Tone | None]:
        """Words, picture, tone."""
        if self.blocking:
            return "cannot be printed yet", "warning-octagon", Tone.LATE
        open_questions = len(self.effective.problems)
        if open_questions:
            return f"ready, {counted(open_questions, 'question', 'questions')}", "question", Tone.ACCENT
        return "ready", "check-circle", Tone.DONE


class PaperList(QWidget):
    """A list with ticks, below it the questions of the chosen paper."""

    chosen = Signal()
    changed = Signal()
    """A tick or an answer."""
    edit_asked = Signal(object)
    """Custody id whose facts shall be corrected."""
    caller_asked = Signal(object)
    """Custody id of the car of which somebody shall say whether who asked for it may call."""

    def __init__(self) -> None:
        super().__init__()
        self.papers: list[Paper] = []
        self._filling = False
        self.list = QListWidget()
        self.list.setAccessibleName("Papers")
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.currentRowChanged.connect(lambda _row: self._show_questions())
        self.list.itemChanged.connect(self._ticked)
        self._questions = Column(spacing=8)
        self._questions.setContentsMargins(0, 4, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self._questions)

    def put(self, drafts: Sequence[TopDraft]) -> None:
        """Other drafts, or the same with corrected facts: answers and ticks stay with the car."""
        before = {paper.draft.custody_id: paper for paper in self.papers}
        current = self.current.draft.custody_id if self.current else None
        self.papers = []
        for draft in drafts:
            known = before.get(draft.custody_id)
            offered = {problem.absence for problem in draft.problems if problem.absence}
            self.papers.append(Paper(draft, known.answers & offered, known.wanted) if known else Paper(draft))
        self._fill()
        rows = [row for row, paper in enumerate(self.papers) if paper.draft.custody_id == current]
        asks = [row for row, paper in enumerate(self.papers) if paper.draft.problems]
        self.list.setCurrentRow((rows or asks or [0])[0] if self.papers else -1)

    @property
    def current(self) -> Paper | None:
        """The paper whose preview is shown."""
        row = self.list.currentRow()
        return self.papers[row] if 0 <= row < len(self.papers) else None

    @property
    def going(self) -> tuple[TopDraft, ...]:
        """What will be printed, with the answers on it."""
        return tuple(paper.effective for paper in self.papers if paper.goes)

    def leave_out(self, custody_ids: Collection[int]) -> None:
        """Take the ticks off these cars."""
        for paper in self.papers:
            paper.wanted = paper.wanted and paper.draft.custody_id not in custody_ids
        self._fill()
        self.changed.emit()

    # --- the list ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._filling = True
        self.list.clear()
        for _ in self.papers:
            self.list.addItem(QListWidgetItem())
        for row in range(len(self.papers)):
            self._show(row)
        self._filling = False

    def _show(self, row: int) -> None:
        paper, item = self.papers[row], self.list.item(row)
        words, picture, tone = paper.state
        item.setText(f"{paper.name}: {words}")
        item.setIcon(icon(picture, tone))
        item.setToolTip("\n".join(problem.sentence for problem in paper.effective.problems))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if paper.blocking else flags | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if paper.goes else Qt.CheckState.Unchecked)

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        paper = self.papers[self.list.row(item)]
        if not paper.blocking:
            paper.wanted = item.checkState() is Qt.CheckState.Checked
            self.changed.emit()

    # --- the questions -----------------------------------------------------------------------------------------------

    def _show_questions(self) -> None:
        paper, column = self.current, self._questions.anew()
        if paper is not None:
            problems = paper.draft.problems
            column.addWidget(strong("What this notice lacks") if problems else quiet("Nothing is missing on this notice."))
            for problem in problems:
                self._ask(column, paper, problem)
        self.chosen.emit()

    def _ask(self, column: QVBoxLayout, paper: Paper, problem: Problem) -> None:
        sentence = QLabel(problem.sentence)
        sentence.setWordWrap(True)
        column.addWidget(sentence)
        if problem.absence is not None:
            answer = QCheckBox(f'Print "{problem.absence.words}"')
            answer.setChecked(problem.absence in paper.answers)
            answer.toggled.connect(lambda on, absence=problem.absence: self._answer(paper, absence, stated=on))
            column.addWidget(answer)
        elif problem.field == "requested_by":
            may = QPushButton("May call from &here...")
            may.setAutoDefault(False)
            may.clicked.connect(lambda: self.caller_asked.emit(paper.draft.custody_id))
            column.addWidget(may, 0, Qt.AlignmentFlag.AlignLeft)
        elif problem.blocking:
            edit = QPushButton("&Edit the vehicle...")
            edit.setAutoDefault(False)
            edit.clicked.connect(lambda: self.edit_asked.emit(paper.draft.custody_id))
            column.addWidget(edit, 0, Qt.AlignmentFlag.AlignLeft)

    def _answer(self, paper: Paper, absence: Absence, *, stated: bool) -> None:
        if stated:
            paper.answers.add(absence)
        else:
            paper.answers.discard(absence)
        self._filling = True
        self._show(self.papers.index(paper))
        self._filling = False
        self.changed.emit()
