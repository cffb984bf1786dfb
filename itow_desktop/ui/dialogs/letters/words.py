"""The words of the letters: every version to look at, a new one to write, with the letter of a real vehicle beside it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.letters.blocks import STANDARD_VERSION, LetterWords, words_problems
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.people import Rights
from itow_desktop.services.letters.wording import WordsBook
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.letters.words_form import WordsForm
from itow_desktop.ui.dialogs.letters.work import LetterWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import moment_text
from itow_desktop.ui.widgets.tones import quiet

_NO_CAR = "Choose a vehicle in the list of vehicles to see its letter in these words."
_PAUSE_MS = 350  # how long nobody types before the letter is drawn anew
_SEEN = "A version is never changed: what is saved is the next one. Letters that were written keep their own."


class WordsWindow(ReadWindow[WordsBook]):
    """One window of them; a manager saves, everybody may look."""

    picture = "pencil-simple"
    again = "Tr&y again"
    saved = Signal()

    def __init__(self, house: House, work: LetterWork, car: Callable[[], int | None]) -> None:
        """``car`` answers the vehicle whose letter is shown."""
        super().__init__(house.runner)
        self._house, self._work, self._car = house, work, car
        self._book: WordsBook | None = None
        self._shown: LetterWords | None = None
        self._drawn = 0
        self.setWindowTitle("Words of the letters")
        self.setMinimumSize(QSize(820, 520))
        self.kind, self.version = QComboBox(), QComboBox()
        for kind in STANDARD:
            self.kind.addItem(LETTERS[kind].title, kind)
        self.form, self.preview, self.problems = WordsForm(), PaperPreview(), ProblemStrip()
        self.save = QPushButton("&Save as the next version")
        self.save.setProperty("primary", True)
        self.discard = QPushButton("&Undo what I typed")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._build()
        self._wire()

    def _build(self) -> None:
        which = QHBoxLayout()
        which.setSpacing(8)
        for words, combo in (("&Letter", self.kind), ("&Version", self.version)):
            label = QLabel(words)
            label.setBuddy(combo)
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            which.addWidget(label)
            which.addWidget(combo)
        which.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setStretchFactor(1, 1)
        split.setSizes([500, 520])
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(quiet(_SEEN), 1)
        foot.addWidget(self.discard)
        foot.addWidget(self.save)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(which)
        inside.addWidget(split, 1)
        inside.addWidget(self.problems)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1160, 700))

    def _wire(self) -> None:
        self.kind.activated.connect(lambda _place: self._other(self._show_kind))
        self.version.activated.connect(lambda _place: self._other(self._show_version))
        self.form.edited.connect(self._edited)
        self._pause.timeout.connect(self._draw)
        self.save.clicked.connect(self.keep)
        self.discard.clicked.connect(self._show_version)
        self._house.bus.office_changed.connect(self._office_changed)
        self._house.who.changed.connect(self._office_changed)

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], WordsBook]:
        work, person = self._work, self._house.who.person
        return lambda: work.words(person)

    def show_answer(self, answer: WordsBook) -> None:
        self._book = answer
        self.form.allow(typing=answer.may_change)
        if not self.form.touched:
            self._show_kind()
        self._show_state()

    def _office_changed(self) -> None:
        self.refresh()

    @property
    def _kind(self) -> NoticeKind:
        return NoticeKind(self.kind.currentData())

    def _show_kind(self) -> None:
        if self._book is None:
            return
        self.version.clear()
        for words in self._book.versions[self._kind]:
            self.version.addItem(self._version_words(words), words)
        self._show_version()

    def _version_words(self, words: LetterWords) -> str:
        if words.version == STANDARD_VERSION or words.saved_at is None:
            return f"{words.version}, brought by iTow"
        by = f" by {words.saved_by}" if words.saved_by else ""
        return f"{words.version}, saved {moment_text(words.saved_at, self._work.zone, self._work.today())}{by}"

    def _show_version(self) -> None:
        words = self.version.currentData()
        if isinstance(words, LetterWords):
            self._shown = words
            self.form.put(words)
            self._draw()
            self._show_state()

    def _other(self, show: Callable[[], None]) -> None:
        """Another letter or version is wanted: what was typed is not thrown away unasked."""
        if not self.form.touched:
            show()
            return
        choices: list[tuple[str, Callable[[], object] | None]] = [("&Throw it away", show), ("&Keep typing", self._choose_back)]
        ask(self, self.windowTitle(), "What you typed here is not saved.", choices, default=1)

    def _choose_back(self) -> None:
        if self._shown is not None:
            self.kind.setCurrentIndex(self.kind.findData(self._shown.kind))
            self.version.setCurrentIndex(max(0, self.version.findText(self._version_words(self._shown))))

    # --- typing ------------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._show_state()
        self._pause.start()

    def _show_state(self) -> None:
        words, book = self.form.words, self._book
        found = words_problems(words, STANDARD[words.kind]) if words is not None else ()
        self.problems.say([sentence for _, sentence in found])
        may = book is not None and book.may_change
        older = words is not None and book is not None and words.version != book.in_use[words.kind].version
        self.save.setEnabled(may and not found and (self.form.touched or older))
        self.save.setToolTip("" if may else self._house.who.why_not(Rights.MANAGER) or "the database lets managers only")
        self.discard.setEnabled(self.form.touched)

    def _draw(self) -> None:
        words, car = self.form.words, self._car()
        self._drawn += 1
        number = self._drawn
        if car is None or words is None:
            self.preview.say(_NO_CAR)
            return
        self._runner.start(
            lambda: self._work.preview_words(words, car),
            owner=self,
            done=lambda pages: self._show_pages(number, pages),
            failed=lambda trouble: self.preview.say(str(trouble)),
        )

    def _show_pages(self, number: int, pages: tuple[bytes, ...]) -> None:
        if number == self._drawn:
            self.preview.show_pages(pages)

    # --- saving ------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save them as the next version; an older one that was chosen comes into use again."""
        words, book, person = self.form.words, self._book, self._house.who.person
        if words is not None and book is not None and self.save.isEnabled():
            self.save.setEnabled(False)
            wanted = replace(words, version=book.in_use[words.kind].version)
            self._runner.start(lambda: self._work.save_words(person, wanted), owner=self, done=self._kept, failed=self._not_kept)

    def _kept(self, words: LetterWords) -> None:
        self.form.put(words)
        self.news.tell(f"Saved as version {words.version}. Letters that are written from now on have these words.", Tone.DONE)
        self._house.bus.office_changed.emit()
        self.saved.emit()

    def _not_kept(self, trouble: Trouble) -> None:
        if isinstance(trouble, Problems) and trouble.problems:
            self.form.choose(trouble.problems[0][0])
        self._show_state()
        self.problems.say([str(trouble)])

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is not thrown away unasked."""
        if self.form.touched and self._shown is not None:
            event.ignore()
            choices = [("&Throw it away", self._throw_away), ("&Keep typing", None)]
            ask(self, self.windowTitle(), "What you typed here is not saved.", choices, default=1)
            return
        super().closeEvent(event)

    def _throw_away(self) -> None:
        if self._shown is not None:
            self.form.put(self._shown)
        self.close()
