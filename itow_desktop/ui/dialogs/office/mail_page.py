"""E-mail of the office: the server it leaves by, the fax gateway, who of us is told what."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox

from itow_desktop.domain.errors import MailPassword, MailUntrusted, Trouble
from itow_desktop.domain.outbox.servers import MailServer, Security
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.office.page import SettingsPage, form, small
from itow_desktop.ui.widgets.tones import set_tone, strong

_KEPT = "kept on this PC; type to change it"
_USUAL = {Security.STARTTLS: 587, Security.TLS: 465}


class MailPage(SettingsPage):
    """All of it is the office's, save the password, which stays in the keyring of this PC."""

    changed = Signal()
    test_asked = Signal()
    """Try ``server`` with ``new_password``, or with the one that is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.host, self.user, self.sent_from, self.password = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.port, self.security = QSpinBox(), QComboBox()
        self.test, self.verdict = QPushButton("&Check now"), QLabel()
        self.gateway, self.at = QLineEdit(), QLineEdit()
        self.digest, self.alerts = QPlainTextEdit(), QPlainTextEdit()
        self._build()
        self._wire()

    def _build(self) -> None:
        self.port.setRange(1, 65535)
        self.port.setFixedWidth(110)
        self.port.setAccessibleName("Port of the mail server")
        for each in Security:
            self.security.addItem(each.words, each)
        self.security.setAccessibleName("How the way to the mail server is locked")
        self.host.setPlaceholderText("smtp.example.com; empty: nothing leaves by e-mail")
        self.user.setPlaceholderText("empty where the server asks for none")
        self.sent_from.setPlaceholderText("desk@example.com")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(1000)
        self.gateway.setPlaceholderText("{number}@fax.example.com; empty: no faxes")
        self.at.setFixedWidth(110)
        self.verdict.setWordWrap(True)
        place = QHBoxLayout()
        place.setSpacing(8)
        for part, stretch in ((self.security, 1), (self.port, 0)):
            place.addWidget(part, stretch)
        answer = QHBoxLayout()
        answer.setSpacing(8)
        answer.addWidget(self.test)
        answer.addWidget(self.verdict, 1)
        top = form()
        top.addRow("Mail ser&ver", self.host)
        locked = QLabel("Loc&ked by")
        locked.setBuddy(self.security)
        top.addRow(locked, place)
        top.addRow("&User name", self.user)
        top.addRow("Passwo&rd", self.password)
        top.addRow("Address in &From", self.sent_from)
        top.addRow("", answer)
        top.addRow("Fa&x gateway", self.gateway)
        top.addRow("", small("The address where an e-mail becomes a fax; {number} stands for the fax number."))
        self.column.addLayout(top)
        self.column.addWidget(strong("Who of us is told by e-mail"))
        self._place_lists()

    def _place_lists(self) -> None:
        below = form()
        for field, name in ((self.digest, "Work of the day to"), (self.alerts, "Alerts to")):
            field.setTabChangesFocus(True)
            field.setAccessibleName(f"{name}, an address in each line")
            field.setPlaceholderText("an address in each line")
            field.setFixedHeight(self.fontMetrics().height() * 2 + 20)
        below.addRow("Work of the &day to", self.digest)
        below.addRow("every o&pen day at", self.at)
        below.addRow("&Alerts to", self.alerts)
        self.column.addLayout(below)
        self.column.addWidget(small("Alerts tell that imports at set times, or copies of the database, fail or are old: each once a day."))
        self.column.addStretch(1)

    def _wire(self) -> None:
        self.test.setAutoDefault(False)
        self.test.clicked.connect(lambda _checked=False: self.test_asked.emit())
        for field in (self.host, self.user, self.sent_from, self.password, self.gateway, self.at):
            field.textChanged.connect(lambda _text: self._edited())
        for area in (self.digest, self.alerts):
            area.textChanged.connect(self._edited)
        self.port.valueChanged.connect(lambda _port: self._edited())
        self.security.currentIndexChanged.connect(lambda _place: self._other_security())

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        facts = settings.facts
        self.host.setText(facts.mail_host)
        self.security.setCurrentIndex(self.security.findData(Security(facts.mail_security)))
        self.port.setValue(facts.mail_port)
        self.user.setText(facts.mail_user)
        self.sent_from.setText(facts.mail_from)
        self.gateway.setText(facts.fax_gateway)
        self.digest.setPlainText("\n".join(facts.digest_to))
        self.at.setText(facts.digest_at)
        self.alerts.setPlainText("\n".join(facts.alerts_to))

    def offer(self, *, password_kept: bool) -> None:
        """Whether this PC knows the password."""
        self.password.setPlaceholderText(_KEPT if password_kept else "goes into the keyring of this PC")

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """The facts with what stands here."""
        return replace(
            facts, mail_host=self.host.text().strip(), mail_port=self.port.value(), mail_security=self._security.value,
            mail_user=self.user.text().strip(), mail_from=self.sent_from.text().strip(), fax_gateway=self.gateway.text().strip(),
            digest_to=_lines(self.digest), digest_at=self.at.text().strip(), alerts_to=_lines(self.alerts),
        )  # fmt: skip

    @property
    def new_password(self) -> str | None:
        """What was typed; None where the kept one stays."""
        return self.password.text() or None

    @property
    def server(self) -> MailServer:
        """The server as it stands here."""
        sender = self.sent_from.text().strip()
        return MailServer(self.host.text().strip(), self.port.value(), self._security, self.user.text().strip(), sender)

    @property
    def _security(self) -> Security:
        return Security(self.security.currentData())

    # --- testing -----------------------------------------------------------------------------------------------------

    def trying(self) -> None:
        """The server is being asked."""
        self.test.setEnabled(False)
        self._say("Asking the mail server...", Tone.QUIET)

    def tested(self, asked: tuple[MailServer, str | None], answer: str | Trouble) -> None:
        """What it said; an answer about what stands there no longer is dropped."""
        self.test.setEnabled(bool(self.host.text().strip()))
        if asked != (self.server, self.new_password):
            return
        if isinstance(answer, Trouble):
            self._say(str(answer), Tone.LATE if isinstance(answer, MailPassword | MailUntrusted) else Tone.TODAY)
        else:
            self._say(f"The mail server {answer}. Nothing was sent." if answer == "accepted" else f"{answer}. Nothing was sent.", Tone.DONE)

    def _say(self, words: str, tone: Tone | None) -> None:
        self.verdict.setText(words)
        set_tone(self.verdict, tone)

    def _other_security(self) -> None:
        """The usual port goes with it, unless another one was typed."""
        if self.port.value() in _USUAL.values():
            self.port.setValue(_USUAL[self._security])
        self._edited()

    def _edited(self) -> None:
        self.test.setEnabled(bool(self.host.text().strip()))
        self.test.setToolTip("" if self.test.isEnabled() else "Enter the mail server first")
        self._say("", None)
        self.changed.emit()


def _lines(area: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in area.toPlainText().replace(",", "\n").splitlines() if line.strip())
