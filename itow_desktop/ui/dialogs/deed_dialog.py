"""The frame of every dialog that records something: one deed, one default button, nothing typed is lost."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Doubtful, Trouble
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

R = TypeVar("R")


class ProblemStrip(QFrame):
    """What keeps the deed from being done, in sentences; hidden while there is nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problems")
        self._picture = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty when hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, sentences: Sequence[str]) -> None:
        """Show sentences, one a line; none hides it."""
        self._picture.setPixmap(icon("warning-octagon", Tone.LATE).pixmap(16, 16))
        self._text.setText("\n".join(sentences))
        self.setAccessibleName(" ".join(sentences))
        self.setVisible(bool(sentences))


class ReasonRow(QWidget):
    """Asks why something is right all the same; hidden until it is doubted."""

    def __init__(self) -> None:
        super().__init__()
        self.entry = QLineEdit()
        self.entry.setMaxLength(300)
        self.entry.setPlaceholderText("why it is right all the same; it is kept with what you record")
        label = QLabel("R&eason")
        label.setBuddy(self.entry)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.entry, 1)
        self.hide()


class DeedDialog(QDialog):
    """Put widgets into ``body``; override ``commit`` (the default button) and ``touched`` (is something typed)."""

    done_with = Signal(object)
    """The deed is done; what it answered."""

    def __init__(self, title: str, verb: str, runner: TaskRunner, parent: QWidget | None = None, *, cancel: str = "Cancel") -> None:
        """``verb`` stands on the default button, access key marked; ``cancel`` on the one that Esc presses."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.runner = runner
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.problems = ProblemStrip()
        self.standing_by = ReasonRow()
        self.primary = QPushButton(verb)
        self.primary.setProperty("primary", True)
        self.primary.setDefault(True)
        self.primary.clicked.connect(self.commit)
        self.cancel = QPushButton(cancel)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self._state = quiet()
        self.foot.addWidget(self._state, 1)
        self.foot.addWidget(self.primary)
        self.foot.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self.body, 1)
        column.addWidget(self.problems)
        column.addWidget(self.standing_by)
        column.addLayout(self.foot)
        save = QShortcut(QKeySequence("Ctrl+Return"), self)
        save.activated.connect(self.primary.click)
        self._busy = False

    # --- for the dialogs ---------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """The default button: check, then ``run``."""
        raise NotImplementedError

    def touched(self) -> bool:
        """Whether closing would lose something."""
        return False

    def ready(self) -> bool:
        """Whether the default button may be pressed."""
        return True

    def refresh_ready(self) -> None:
        """Something changed that ``ready`` looks at."""
        self.primary.setEnabled(not self._busy and self.ready())

    @property
    def busy(self) -> bool:
        """Whether the deed is under way."""
        return self._busy

    def say(self, text: str) -> None:
        """A quiet word beside the buttons."""
        self._state.setText(text)

    def run(self, work: Callable[[], R], done: Callable[[R], None], *, doing: str = "Saving...") -> None:
        """Do it on a worker thread; on trouble everything typed stays and the sentence is shown with its number."""
        self.problems.say([])
        self._set_busy(doing)

        def finished(answer: R) -> None:
            self._set_busy(None)
            done(answer)

        self.runner.start(work, owner=self, done=finished, failed=self.failed)

    def failed(self, trouble: Trouble) -> None:
        """The deed could not be done."""
        self._set_busy(None)
        if isinstance(trouble, Doubtful):
            self.doubted(trouble)
        else:
            self.problems.say([f"{trouble} (error {numbered(trouble)})"])

    def doubted(self, trouble: Doubtful) -> None:
        """It contradicts the usual order: nothing is wrong with it where somebody says why."""
        self.problems.say([str(trouble)])
        self.standing_by.show()
        self.standing_by.entry.setFocus()

    @property
    def given_reason(self) -> str | None:
        """Why it is right all the same; None while nobody said so."""
        return self.standing_by.entry.text().strip() or None

    def finish(self, answer: object) -> None:
        """Close after the deed is done."""
        self.done_with.emit(answer)
        self.accept()

    def fit(self, wanted: QSize) -> None:
        """Take this size, or what the screen has."""
        space = self.screen().availableSize()
        self.resize(wanted.boundedTo(QSize(space.width() - 48, space.height() - 64)))

    # --- manners -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc and the cross: nothing typed is thrown away unasked."""
        if self._busy:
            return
        if self.touched():
            box = ask(
                self, self.windowTitle(), "What you typed here is not saved.", [("&Throw it away", self.leave), ("&Keep typing", None)]
            )
            if isinstance(keep := box.escapeButton(), QPushButton):
                box.setDefaultButton(keep)
            return
        self.leave()

    def leave(self) -> None:
        """Close without doing anything more."""
        super().reject()

    def _set_busy(self, doing: str | None) -> None:
        self._busy = doing is not None
        self.say(doing or "")
        self.refresh_ready()
        self.cancel.setEnabled(not self._busy)
