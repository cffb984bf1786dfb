"""Adding a person, or changing what is known of one."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.people import RIGHTS_WORDS, Rights
from itow_desktop.services.people import Staff, login_problem, what_to_ask
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.people.work import PeopleWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet


class PersonForm(DeedDialog):
    """Name and rights; at a shared database the sign-in too."""

    def __init__(
        self, work: PeopleWork, signer: Person | None, staff: Staff, person: Person | None, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        """``person`` None: a new one."""
        super().__init__("Add a person" if person is None else person.name, "&Add" if person is None else "&Save", runner, parent)
        self._work, self._signer, self._staff, self._person = work, signer, staff, person
        self.name = QLineEdit(person.name if person else "")
        self.name.setMaxLength(80)
        self.rights = QComboBox()
        for rights, (word, means) in RIGHTS_WORDS.items():
            self.rights.addItem(f"{word}: {means}", rights)
        has_admin = any(each.active and each.rights is Rights.ADMIN for each in staff.people)
        shown = (person.rights if person else Rights.CLERK if has_admin else Rights.ADMIN) or Rights.VIEWER
        self.rights.setCurrentIndex(self.rights.findData(shown))
        self._before = (self.name.text(), self.chosen)
        self.login, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.line, self.copy = QLineEdit(), QPushButton("&Copy")
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        self._form.addRow("&Name", self.name)
        self._form.addRow("&May do", self.rights)
        self._asks_login = staff.login is not None and (person is None or person.login is None)
        if self._asks_login:
            self._ask_sign_in()
        self.body.addLayout(self._form)
        words = "This name stands under everything that is recorded and printed."
        if person is not None:
            words += " With a new name, what was recorded before shows the new one too."
        note = quiet(words)
        note.setWordWrap(True)
        self.body.addWidget(note)
        self.body.addStretch(1)
        self.name.textChanged.connect(lambda _text: self.refresh_ready())
        self.rights.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(520, 340 if self._asks_login else 240))
        self.name.setFocus()

    def _ask_sign_in(self) -> None:
        """At a shared database a person signs in there."""
        self.login.setMaxLength(41)
        self.login.setPlaceholderText("kim")
        self._form.addRow("Sign-&in", self.login)
        if self._staff.makes_logins:
            self.password.setPlaceholderText("empty: the server has this sign-in already")
            self._form.addRow("First &password", self.password)
            words = "The sign-in is made at the server with this first password."
        else:
            self.line.setReadOnly(True)
            self.copy.setAutoDefault(False)
            self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.line.text()))
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(self.line, 1)
            row.addWidget(self.copy)
            self._form.addRow("As&k for", row)
            label = self._form.labelForField(row)
            if isinstance(label, QLabel):
                label.setBuddy(self.line)
            words = "You may make no sign-ins. Send this line to the server's administrator, then add the person here."
            self.login.textChanged.connect(lambda text: self.line.setText(what_to_ask(text.strip() or "kim")))
            self.line.setText(what_to_ask("kim"))
        note = quiet(words)
        note.setWordWrap(True)
        self._form.addRow("", note)
        self.login.textChanged.connect(lambda _text: self.refresh_ready())

    # --- deeds -------------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Rights:
        """The rights that are chosen; Qt hands back the word."""
        return Rights(self.rights.currentData())

    def ready(self) -> bool:
        """There is a name, and something is new."""
        named = bool(self.name.text().strip())
        return named and (self.touched() if self._person else not self._asks_login or bool(self.login.text().strip()))

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return (self.name.text(), self.chosen) != self._before or bool(self.login.text())

    def commit(self) -> None:
        """Add the person, or save what changed."""
        login = self.login.text().strip() or None
        problem = login_problem(login) if login else None
        if problem:
            self.problems.say([problem])
            return
        if self._person is not None:
            self.run(self._change(self._person, login), self.finish)
            return
        name, rights, password = self.name.text(), self.chosen, self.password.text()

        def add() -> Person:
            if login and password:
                self._work.make_login(self._signer, login, password)
            return self._work.add(self._signer, name, rights, login)

        self.run(add, self.finish)

    def _change(self, person: Person, login: str | None) -> Callable[[], None]:
        """The rights last: who takes them from themselves could change nothing afterwards."""
        name, rights, password = self.name.text(), self.chosen, self.password.text()

        def change() -> None:
            if name.strip() != person.name:
                self._work.rename(self._signer, person, name)
            if login and password:
                self._work.make_login(self._signer, login, password)
            if login:
                self._work.give_login(self._signer, person, login)
            if rights != person.rights:
                self._work.change_rights(self._signer, person, rights)

        return change

    def failed(self, trouble: Trouble) -> None:
        """What is missing is said in its own sentences."""
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])
