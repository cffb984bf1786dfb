"""The TowBook user name and password: typed here, tested with one button, kept in the keyring or nowhere."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import set_tone
from itow_desktop.ui.work import SignInWork

_TEST_KEPT = "The password that is kept is tested on the Import page: Test TowBook. Type one here to test that one"


class TowBookSignIn(DeedDialog):
    """What is typed goes to TowBook and to the keyring, nowhere else."""

    def __init__(self, work: SignInWork, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("TowBook sign-in", "&Save", runner, parent)
        self._work = work
        self._kept = False
        self._first_name = ""
        self.username, self.password = QLineEdit(), QLineEdit()
        self.username.setMaxLength(200)
        self.password.setMaxLength(200)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.test = QPushButton("&Test")
        self.test.setAutoDefault(False)
        self.test.clicked.connect(self._test)
        self._picture, self.verdict = QLabel(), QLabel()
        self.verdict.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.addRow("&User name", self.username)
        form.addRow("&Password", self.password)
        answer = QHBoxLayout()
        answer.addWidget(self.test)
        answer.addWidget(self._picture)
        answer.addWidget(self.verdict, 1)
        form.addRow("", answer)
        hint = QLabel("The same as on TowBook's own page. iTow only reads there. The password is kept in this computer's keyring.")
        hint.setWordWrap(True)
        self.body.addWidget(hint)
        self.body.addLayout(form)
        self.body.addStretch(1)
        for field in (self.username, self.password):
            field.textEdited.connect(lambda _text: self._edited())
        self.fit(QSize(460, 260))
        self.runner.start(lambda: (work.username(), work.password_kept()), owner=self, done=self._known, failed=self.failed)
        self._edited()

    def _known(self, kept: tuple[str | None, bool]) -> None:
        name, self._kept = kept
        self._first_name = name or ""
        if name and not self.username.text():
            self.username.setText(name)
        if self._kept:
            self.password.setPlaceholderText("kept; type to change it")
        (self.password if name else self.username).setFocus()
        self._edited()

    # --- testing -----------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self.test.setEnabled(not self.busy and bool(self.username.text().strip() and self.password.text()))
        why_not = _TEST_KEPT if self._kept and not self.password.text() else "Type user name and password first"
        self.test.setToolTip("" if self.test.isEnabled() else why_not)
        self._say("", None)
        self.refresh_ready()

    def _test(self) -> None:
        name, password = self.username.text().strip(), self.password.text()
        self.test.setEnabled(False)
        self._say("Asking TowBook...", Tone.QUIET)
        self.runner.start(
            lambda: self._work.check_login(name, password),
            owner=self,
            done=lambda answer: self._tested((name, password), answer),
            failed=self._not_tested,
        )

    def _tested(self, pair: tuple[str, str], answer: str) -> None:
        """An answer about what stands there no longer is dropped."""
        self.test.setEnabled(True)
        if pair == (self.username.text().strip(), self.password.text()):
            tone = Tone.DONE if answer == "accepted" else Tone.LATE if answer.startswith("rejected") else Tone.TODAY
            self._say(answer, tone)

    def _not_tested(self, trouble: Trouble) -> None:
        self.test.setEnabled(True)
        self._say(str(trouble), Tone.TODAY)

    def _say(self, answer: str, tone: Tone | None) -> None:
        self.verdict.setText(answer)
        set_tone(self.verdict, tone)
        picture = {Tone.DONE: "check-circle", Tone.LATE: "warning-octagon", Tone.TODAY: "warning"}.get(tone) if tone else None
        if picture:
            self._picture.setPixmap(icon(picture, tone).pixmap(16, 16))
        self._picture.setVisible(picture is not None)

    # --- keeping -----------------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """A name, and a password typed or kept."""
        return bool(self.username.text().strip() and (self.password.text() or self._kept))

    def touched(self) -> bool:
        """A name or password that is not kept yet."""
        return bool(self.password.text()) or self.username.text().strip() != self._first_name

    def commit(self) -> None:
        """Into the keyring."""
        name, password = self.username.text().strip(), self.password.text() or None
        self.run(lambda: self._work.keep_login(name, password), lambda _none: self.finish(name))
