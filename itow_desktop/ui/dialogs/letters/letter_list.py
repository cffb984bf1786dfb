"""The letters that could be written, with what each lacks and a way to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.preflight import AGAIN, mailing_problems
from itow_desktop.domain.mail.pieces import MailClass
from itow_desktop.domain.notices import NoticeKind, Problem
from itow_desktop.services.letters.writing import LetterDraft, LetterWish
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.tones import quiet, strong

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "office": "&Office settings...",
        "party": "Owner && &lienholder...",
        "address": "Owner && &lienholder...",
        "parties": "Owner && &lienholder...",
        "charges": "C&harges...",
        "words": "&Words...",
    }
)
_OTHERWISE = "Open the &vehicle..."

Key = tuple[int, NoticeKind, int | None]


@dataclass(slots=True)
class Letter:
    """One draft with what was chosen for it here."""

    draft: LetterDraft
    wanted: bool = True
    again: bool = False
    mail: MailClass | None = None

    @property
    def key(self) -> Key:
        """Which letter it is, whatever its facts."""
        wish = self.draft.wish
        return wish.custody_id, wish.kind, wish.party_id

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What it lacks with the choices on it."""
        open_ones = tuple(each for each in self.draft.problems if not (each.field == AGAIN and self.again))
        return (*open_ones, *mailing_problems(LETTERS[self.draft.wish.kind], self.mail))

    @property
    def blocked(self) -> bool:
        """Whether something keeps it from being printed."""
        return any(problem.blocking for problem in self.problems)

    @property
    def goes(self) -> bool:
        """Whether it will be printed."""
        return self.wanted and not self.blocked

    @property
    def wish(self) -> LetterWish:
        """As it is asked for: with the amount that was seen."""
        return replace(self.draft.wish, again=self.again, mail_class=self.mail, shown=self.draft.amount)

    @property
    def name(self) -> str:
        """Which letter, for which car, to whom."""
        return f"call {self.draft.call}, {self.draft.title.lower()}, {self.draft.to.name}"

    @property
    def state(self) -> tuple[str, str, Tone | None]:
        """Words, picture, tone."""
        if self.blocked:
            return "Not yet", "warning-octagon", Tone.LATE
        if self.problems:
            return f"Ready, {counted(len(self.problems), 'question', 'questions')}", "question", Tone.ACCENT
        return "Ready", "check-circle", Tone.DONE


class LetterList(QWidget):
    """A list with ticks, below it what the chosen letter lacks."""

    chosen = Signal()
    changed = Signal()
    """A tick or a choice."""
    way_asked = Signal(str, object)
    """The field of a problem with the custody id of its car: somebody wants to enter what is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Letter] = []
        self._filling = False
        self.list = QListWidget()
        self.list.setAccessibleName("Letters")
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _row: self._show_questions())
        self.list.itemChanged.connect(self._ticked)
        self.again: QCheckBox | None = None
        self.mail: QComboBox | None = None
        self._questions = Column(spacing=8)
        self._questions.setContentsMargins(0, 4, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addWidget(self._questions)

    def put(self, drafts: Sequence[LetterDraft]) -> None:
        """Other drafts, or the same with other facts: ticks and choices stay with the letter."""
        before = {letter.key: letter for letter in self.letters}
        current = self.current.key if self.current else None
        self.letters = []
        for draft in drafts:
            letter = Letter(draft)
            if (known := before.get(letter.key)) is not None:
                letter = replace(known, draft=draft)
            self.letters.append(letter)
        self._fill()
        keys = [letter.key for letter in self.letters]
        asks = [row for row, letter in enumerate(self.letters) if letter.blocked]
        self.list.setCurrentRow(keys.index(current) if current in keys else (asks or [0])[0] if keys else -1)

    @property
    def current(self) -> Letter | None:
        """The letter whose preview is shown."""
        row = self.list.currentRow()
        return self.letters[row] if 0 <= row < len(self.letters) else None

    @property
    def going(self) -> tuple[Letter, ...]:
        """What will be printed."""
        return tuple(letter for letter in self.letters if letter.goes)

    # --- the list ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._filling = True
        self.list.clear()
        for _ in self.letters:
            self.list.addItem(QListWidgetItem())
        for row in range(len(self.letters)):
            self._show(row)
        self._filling = False

    def _show(self, row: int) -> None:
        letter, item = self.letters[row], self.list.item(row)
        words, picture, tone = letter.state
        item.setText(f"{words}: {letter.name}")
        item.setIcon(icon(picture, tone))
        item.setToolTip("\n".join([item.text(), *(problem.sentence for problem in letter.problems)]))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags if letter.blocked else flags | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if letter.goes else Qt.CheckState.Unchecked)

    def _ticked(self, item: QListWidgetItem) -> None:
        if self._filling:
            return
        letter = self.letters[self.list.row(item)]
        if not letter.blocked:
            letter.wanted = item.checkState() is Qt.CheckState.Checked
            self.changed.emit()

    # --- the chosen one ----------------------------------------------------------------------------------------------

    def _show_questions(self) -> None:
        letter, column = self.current, self._questions.anew()
        self.again = self.mail = None
        if letter is not None:
            problems = letter.draft.problems
            column.addWidget(strong("What this letter lacks") if problems else quiet("Nothing is missing in this letter."))
            offered: set[str] = set()
            for problem in problems:
                self._ask(column, letter, problem, offered)
            if LETTERS[letter.draft.wish.kind].mail is not None:
                column.addLayout(self._mailing(letter))
        self.chosen.emit()

    def _ask(self, column: QVBoxLayout, letter: Letter, problem: Problem, offered: set[str]) -> None:
        sentence = QLabel(problem.sentence)
        sentence.setWordWrap(True)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(sentence)
        if problem.field == AGAIN:
            self.again = QCheckBox("Write a&nother one")
            self.again.setChecked(letter.again)
            self.again.toggled.connect(lambda on: self._choose(letter, again=on))
            column.addWidget(self.again)
            return
        word = _WAYS.get(problem.field.partition(".")[0], _OTHERWISE)
        if word not in offered:
            offered.add(word)
            way = QPushButton(word)
            way.setAutoDefault(False)
            way.clicked.connect(lambda: self.way_asked.emit(problem.field, letter.draft.wish.custody_id))
            column.addWidget(way, 0, Qt.AlignmentFlag.AlignLeft)

    def _mailing(self, letter: Letter) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        label, combo = QLabel("&Mail as"), QComboBox()
        label.setBuddy(combo)
        for each in MailClass:
            combo.addItem(each.words, each)
        combo.setCurrentIndex(combo.findData(letter.mail or LETTERS[letter.draft.wish.kind].mail))
        combo.activated.connect(lambda _place: self._choose(letter, mail=MailClass(combo.currentData())))
        self.mail = combo
        row.addWidget(label)
        row.addWidget(combo)
        row.addStretch(1)
        return row

    def _choose(self, letter: Letter, *, again: bool | None = None, mail: MailClass | None = None) -> None:
        letter.again = letter.again if again is None else again
        letter.mail = letter.mail if mail is None else mail
        self._filling = True
        self._show(self.letters.index(letter))
        self._filling = False
        self.changed.emit()
