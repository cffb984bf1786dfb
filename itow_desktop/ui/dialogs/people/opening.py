"""The shared database cannot be opened at the start: the password is asked, another database chosen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import PasswordNeeded, Trouble
from itow_desktop.services.desks.sign_in import SignInState
from itow_desktop.services.ports.sign_in import Answer
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.people.database import DatabaseDialog, VerdictLine
from itow_desktop.ui.dialogs.people.sign_in_work import SignInWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import heading


class OpeningDialog(QDialog):
    """Accepted: try again, with the password or the database that is kept by now. Rejected: give up."""

    def __init__(self, work: SignInWork, trouble: Trouble, *, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("iTow")
        self._work, self._runner = work, runner
        self._state: SignInState | None = None
        self.where = QLabel()
        self.where.setWordWrap(True)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(400)
        self.keep = QCheckBox("&Keep it in this computer's keyring")
        self.keep.setChecked(True)
        self.verdict = VerdictLine()
        self.open_it = QPushButton("&Open")
        self.open_it.setProperty("primary", True)
        self.open_it.setDefault(True)
        self.other = QPushButton("Other &database...")
        self.quit = QPushButton("&Quit")
        self._build()
        asked = isinstance(trouble, PasswordNeeded)
        self.verdict.say("Enter the password of your sign-in." if asked else str(trouble), Tone.QUIET if asked else Tone.TODAY)
        self.open_it.clicked.connect(self._try)
        self.other.clicked.connect(self._choose)
        self.quit.clicked.connect(self.reject)
        self.password.textChanged.connect(lambda _text: self._look())
        self._look()
        runner.start(work.state, owner=self, done=self._know, failed=self._failed)

    def _build(self) -> None:
        for button in (self.other, self.quit):
            button.setAutoDefault(False)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("&Password", self.password)
        form.addRow("", self.keep)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.other)
        foot.addStretch(1)
        foot.addWidget(self.open_it)
        foot.addWidget(self.quit)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(heading("The office's database"))
        column.addWidget(self.where)
        column.addLayout(form)
        column.addWidget(self.verdict)
        column.addStretch(1)
        column.addLayout(foot)
        self.resize(QSize(520, 270))

    def _know(self, state: SignInState) -> None:
        self._state = state
        if state.shared is not None:
            shared = state.shared
            self.where.setText(f"{shared.user} at {shared.server}, port {shared.port}, database {shared.database}")
        if state.password_kept:
            self.password.setPlaceholderText("kept; type to change it")
        self.password.setFocus()
        self._look()

    def _look(self) -> None:
        kept = self._state is not None and self._state.password_kept
        self.open_it.setEnabled(self._state is not None and self._state.shared is not None and (kept or bool(self.password.text())))

    def _try(self) -> None:
        """Sign in once; what works is kept, and the office opens."""
        shared = self._state.shared if self._state else None
        password, keep = self.password.text(), self.keep.isChecked()
        if shared is None:
            return

        def attempt() -> Answer:
            answer = self._work.test(shared, password or None)
            if answer.works and password:
                self._work.keep_password(password, keep=keep)
            return answer

        self.open_it.setEnabled(False)
        self.verdict.say(f"Asking {shared.server}...", Tone.QUIET)
        self._runner.start(attempt, owner=self, done=self._answered, failed=self._failed)

    def _answered(self, answer: Answer) -> None:
        self._look()
        if answer.works:
            self.accept()
            return
        self.verdict.show_answer(answer)
        self.password.selectAll()
        self.password.setFocus()

    def _failed(self, trouble: Trouble) -> None:
        self._look()
        self.verdict.say(str(trouble), Tone.TODAY)

    def _choose(self) -> None:
        """Another database counts at once here, since none is open."""
        dialog = DatabaseDialog(self._work, runner=self._runner, parent=self)
        dialog.restart.setText("&Open it now")
        dialog.restart_asked.connect(self.accept)
        dialog.open()
