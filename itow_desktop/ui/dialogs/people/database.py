"""Where the office's records are kept: this PC, or a database that several PCs share."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.desks.sign_in import SignInState
from itow_desktop.services.ports.sign_in import Answer, SharedDatabase, Verdict
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.people.sign_in_work import SignInWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet, set_tone

_USUAL_PORT = 5432
_WRONG = frozenset({Verdict.PASSWORD, Verdict.NOT_TRUSTED, Verdict.WRONG_NAME, Verdict.EXPIRED})
_FIXED = "The environment of this program says which database is used (ITOW_DATABASE__URL). Change it there."


class VerdictLine(QWidget):
    """A picture and a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._picture, self._text = QLabel(), QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, words: str, tone: Tone | None = None) -> None:
        """Say something else."""
        picture = {Tone.DONE: "check-circle", Tone.LATE: "warning-octagon", Tone.TODAY: "warning"}.get(tone) if tone else None
        if picture:
            self._picture.setPixmap(icon(picture, tone).pixmap(16, 16))
        self._picture.setVisible(picture is not None)
        self._text.setText(words)
        set_tone(self._text, tone)

    def show_answer(self, answer: Answer) -> None:
        """What came of a try."""
        tone = Tone.DONE if answer.works else Tone.LATE if answer.verdict in _WRONG else Tone.TODAY
        self.say(answer.sentence, tone)


class DatabaseDialog(DeedDialog):
    """What is typed goes to that server and to the keyring, nowhere else; it counts from the next start."""

    restart_asked = Signal()

    def __init__(self, work: SignInWork, *, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__("Database", "&Save", runner, parent)
        self._work = work
        self._known: SignInState | None = None
        self._tested: tuple[SharedDatabase, str] | None = None
        self.here = QRadioButton("On t&his PC")
        self.shared = QRadioButton("On a server that several PCs sha&re")
        self.server, self.database, self.user, self.password = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.port = QSpinBox()
        self.certificate = QLineEdit()
        self.choose = QPushButton("&Browse...")
        self.keep = QCheckBox("&Keep the password in this computer's keyring")
        self.test = QPushButton("&Test")
        self.verdict = VerdictLine()
        self.restart = QPushButton("Restart &iTow now")
        self._fields = QWidget()
        self._build()
        self._wire()
        self.fit(QSize(600, 500))
        self.runner.start(work.state, owner=self, done=self._know, failed=self.failed)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.port.setRange(1, 65535)
        self.port.setValue(_USUAL_PORT)
        self.port.setMinimumHeight(self.server.sizeHint().height())
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.server, self.database, self.user, self.password, self.certificate):
            field.setMaxLength(400)
        self.server.setPlaceholderText("db.example, as in its certificate")
        self.database.setPlaceholderText("itow")
        self.user.setPlaceholderText("your sign-in there, such as kim")
        self.certificate.setPlaceholderText("empty: the authorities this computer trusts")
        self.keep.setChecked(True)
        for button in (self.choose, self.test, self.restart):
            button.setAutoDefault(False)
        self.restart.hide()
        form = QFormLayout(self._fields)
        form.setContentsMargins(24, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Ser&ver", self.server)
        form.addRow("P&ort", self.port)
        form.addRow("&Database", self.database)
        form.addRow("&Name", self.user)
        form.addRow("&Password", self.password)
        form.addRow("", self.keep)
        form.addRow("C&ertificate file", self._beside(self.certificate, self.choose))
        form.addRow("", self._beside(self.verdict, self.test, last_first=True))
        _befriend(form, self.certificate, row=6)
        self.body.addWidget(self.here)
        self.body.addWidget(_indented("iTow keeps a database of its own here. There is nothing to enter."))
        self.body.addWidget(self.shared)
        self.body.addWidget(self._fields)
        self.body.addWidget(
            _indented("Records are not carried over: each database has its own. The password never leaves this PC in the clear.")
        )
        self.body.addStretch(1)
        self.foot.insertWidget(1, self.restart)

    def _beside(self, wide: QWidget, narrow: QWidget, *, last_first: bool = False) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (narrow, wide) if last_first else (wide, narrow):
            row.addWidget(widget, 1 if widget is wide else 0)
        return row

    def _wire(self) -> None:
        for field in (self.server, self.database, self.user, self.password, self.certificate):
            field.textChanged.connect(lambda _text: self._edited())
        self.port.valueChanged.connect(lambda _number: self._edited())
        self.shared.toggled.connect(lambda _on: self._edited())
        self.choose.clicked.connect(self._choose)
        self.test.clicked.connect(self._test)
        self.restart.clicked.connect(self._restart)

    def _know(self, state: SignInState) -> None:
        self._known = state
        shared = state.shared
        (self.here if shared is None else self.shared).setChecked(True)
        if shared is not None:
            self.server.setText(shared.server)
            self.port.setValue(shared.port)
            self.database.setText(shared.database)
            self.user.setText(shared.user)
            self.certificate.setText(str(shared.certificate or ""))
        if state.password_kept:
            self.password.setPlaceholderText("kept; type to change it")
        if state.fixed:
            self.problems.say([_FIXED])
        (self.here if shared is None else self.server).setFocus()
        self._edited()

    # --- what is typed -----------------------------------------------------------------------------------------------

    @property
    def given(self) -> SharedDatabase | None:
        """What is entered; None for this PC's own database."""
        if not self.shared.isChecked():
            return None
        certificate = self.certificate.text().strip()
        return SharedDatabase(
            self.server.text().strip(), self.port.value(), self.database.text().strip(), self.user.text().strip(),
            Path(certificate) if certificate else None,
        )  # fmt: skip

    def _complete(self) -> bool:
        given = self.given
        kept = self._known is not None and self._known.password_kept
        return given is not None and bool(given.server and given.database and given.user and (self.password.text() or kept))

    def _edited(self) -> None:
        """An answer about what stood there before is taken back."""
        self._fields.setEnabled(self.shared.isChecked())
        self.test.setEnabled(not self.busy and self._complete())
        self.test.setToolTip("" if self.test.isEnabled() else "Enter server, database, name and password first")
        self.restart.hide()
        self.primary.setText("&Save")
        if self._tested is not None and self._tested != (self.given, self.password.text()):
            self._tested = None
        self.verdict.say("")
        self.refresh_ready()

    def ready(self) -> bool:
        """Something is entered that may be changed here."""
        return self._known is not None and not self._known.fixed and (self.given is None or self._complete())

    def touched(self) -> bool:
        """Something differs from what is kept."""
        return self._known is not None and self.restart.isHidden() and (self.given != self._known.shared or bool(self.password.text()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Certificate file", self.certificate.text(), "Certificates (*.pem *.crt *.cer);;All files (*)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.certificate.setText)
        dialog.open()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _test(self) -> None:
        given, password = self.given, self.password.text()
        if given is None:
            return
        self.test.setEnabled(False)
        self.verdict.say(f"Asking {given.server}...", Tone.QUIET)
        self.runner.start(
            lambda: self._work.test(given, password or None),
            owner=self,
            done=lambda answer: self._answered(given, password, answer),
            failed=self._not_tested,
        )

    def _answered(self, given: SharedDatabase, password: str, answer: Answer) -> None:
        self.test.setEnabled(self._complete())
        if (given, password) != (self.given, self.password.text()):
            return
        self.verdict.show_answer(answer)
        self._tested = (given, password)
        self.primary.setText("&Save" if answer.works else "&Save anyway")

    def _not_tested(self, trouble: Trouble) -> None:
        self.test.setEnabled(self._complete())
        self.verdict.say(str(trouble), Tone.TODAY)

    def commit(self) -> None:
        """Try it first, unless that was just done; then keep it."""
        given, password, keep = self.given, self.password.text(), self.keep.isChecked()
        tried = given is None or self._tested == (given, password)

        def save() -> Answer | str:
            if given is not None and not tried:
                answer = self._work.test(given, password or None)
                if not answer.works:
                    return answer
            return self._work.save(given, password or None, keep=keep)

        def saved(told: Answer | str) -> None:
            if isinstance(told, Answer):
                self._answered(given or SharedDatabase("", 0, "", ""), password, told)
            else:
                self._saved(told)

        self.run(save, saved, doing="Trying..." if not tried else "Saving...")

    def _saved(self, told: str) -> None:
        self.verdict.say("")
        self.say(f"{told} It counts from the next start.")
        self.primary.hide()
        self.cancel.setText("&Later")
        self.restart.show()
        self.restart.setFocus()
        self.done_with.emit(self.given)

    def _restart(self) -> None:
        self.accept()
        self.restart_asked.emit()


def _indented(words: str) -> QWidget:
    """A quiet line under a choice."""
    label = quiet(words)
    label.setWordWrap(True)
    label.setContentsMargins(24, 0, 0, 0)
    return label


def _befriend(form: QFormLayout, field: QWidget, *, row: int) -> None:
    """The access key of a row with several widgets leads to its field."""
    item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
    label = item.widget() if item is not None else None
    if isinstance(label, QLabel):
        label.setBuddy(field)
