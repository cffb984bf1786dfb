"""A field for a PIN that says what the database says to it."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.people import LONGEST_PIN
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import set_tone

_SECOND = 1000


def pin_field(name: str) -> QLineEdit:
    """A line that shows dots."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setMaxLength(LONGEST_PIN)
    field.setAccessibleName(name)
    field.setFixedWidth(field.fontMetrics().horizontalAdvance("0") * (LONGEST_PIN + 4) + 12)
    return field


def refusal(answer: PinAnswer, name: str) -> str:
    """What to say to a PIN that was not accepted."""
    if answer.wait_seconds:
        return f"Too many wrong tries. The next one is looked at in {waiting(answer.wait_seconds)}."
    return f"This is not the PIN of {name}. {counted(answer.tries_left, 'try', 'tries')} left."


def waiting(seconds: int) -> str:
    """``0:27``."""
    return f"{seconds // 60}:{seconds % 60:02}"


class PinEntry(QWidget):
    """Asks for the PIN of one person; what is typed goes to the check and nowhere else."""

    proved = Signal(object)
    """The ``Person`` whose PIN it was."""

    def __init__(self, runner: TaskRunner, check: Callable[[Person, str], PinAnswer], verb: str) -> None:
        """``check`` is called on a worker thread; ``verb`` stands on the button."""
        super().__init__()
        self._runner = runner
        self._check = check
        self._person: Person | None = None
        self._left = 0
        self._busy = False
        self.label = QLabel("&PIN")
        self.pin = pin_field("PIN")
        self.label.setBuddy(self.pin)
        self.button = QPushButton(verb)
        self.button.setProperty("primary", True)
        self.button.setDefault(True)
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self._countdown = QTimer(self)
        self._countdown.setInterval(_SECOND)
        self._countdown.timeout.connect(self._tick)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self.pin)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.verdict)
        self.pin.textChanged.connect(lambda _text: self._look())
        self.pin.returnPressed.connect(self.try_it)
        self.button.clicked.connect(self.try_it)
        self._look()

    def ask(self, person: Person) -> None:
        """Ask this person from now on."""
        self._person = person
        self._countdown.stop()
        self._left = 0
        self.pin.clear()
        self._say("")
        self._look()
        self.pin.setFocus()

    def try_it(self) -> None:
        """Hand what is typed to the check."""
        person, pin = self._person, self.pin.text()
        if person is None or not self.button.isEnabled():
            return
        self._busy = True
        self._look()
        self._runner.start(
            lambda: self._check(person, pin), owner=self, done=lambda answer: self._answered(person, answer), failed=self._failed
        )

    def _answered(self, person: Person, answer: PinAnswer) -> None:
        self._busy = False
        if person != self._person:
            return
        self.pin.clear()
        if answer.accepted:
            self._say("")
            self.proved.emit(person)
            return
        self._say(refusal(answer, person.name))
        self._left = answer.wait_seconds
        if self._left:
            self._countdown.start()
        self._look()
        self.pin.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        self._busy = False
        self._say(str(trouble))
        self._look()

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say(f"Too many wrong tries. The next one is looked at in {waiting(self._left)}.")
        else:
            self._countdown.stop()
            self._say("Try again now.", Tone.QUIET)
        self._look()

    def _look(self) -> None:
        self.button.setEnabled(bool(self.pin.text()) and not self._busy and self._left <= 0)

    def _say(self, words: str, tone: Tone = Tone.LATE) -> None:
        self.verdict.setText(words)
        set_tone(self.verdict, tone)
