"""The second person for rules that let cars be sold earlier."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import Staff, why_not
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.packs.work import PackWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.pin_entry import PinEntry
from itow_desktop.ui.widgets.tones import strong


class ConfirmPackDialog(QDialog):
    """Somebody else than who took them into use; at a PC that people share with their PIN."""

    confirmed = Signal()

    def __init__(self, work: PackWork, asked: PackInUse, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("A second person confirms the rules")
        self._work, self._asked, self._runner = work, asked, runner
        self.second = QComboBox()
        self.second.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._label = QLabel("&Second person")
        self._label.setBuddy(self.second)
        self.entry = PinEntry(runner, lambda person, pin: work.confirm(asked, person, pin), "&Confirm")
        self.plain = QPushButton("&Confirm")
        self.hint = value_label("")
        self.problems = ProblemStrip()
        self.second.currentIndexChanged.connect(lambda _place: self._ask_pin())
        self.entry.proved.connect(lambda _person: self._counts())
        self.plain.clicked.connect(self._confirm_signed_in)
        who = QHBoxLayout()
        who.setSpacing(8)
        asking: tuple[QWidget, ...] = (self._label, self.second, self.plain)
        for part in asking:
            who.addWidget(part)
        who.addStretch(1)
        foot = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        foot.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        foot.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(strong(f"Version {asked.version} would let cars be sold earlier"))
        column.addWidget(value_label(f"{asked.taken_by or 'Nobody'} took it into use: {asked.reason}"))
        column.addLayout(who)
        for below in (self.entry, self.hint, self.problems):
            column.addWidget(below)
        column.addWidget(foot)
        self.setMinimumWidth(480)
        for part in (*asking, self.entry):
            part.hide()
        runner.start(work.staff, owner=self, done=self._offer, failed=self._failed)

    def _offer(self, staff: Staff) -> None:
        """Anybody else who works here and can prove it."""
        private = staff.login is None
        others = [each for each in staff.offered if each.name != self._asked.taken_by and why_not(each, Rights.CLERK) is None]
        able = [each for each in others if each.has_pin or not private]
        for each in able:
            self.second.addItem(each.name, each)
        self._label.setVisible(private and bool(able))
        self.second.setVisible(private and bool(able))
        self.entry.setVisible(private and bool(able))
        self.plain.setVisible(not private and bool(able))
        self.hint.setText("" if able else _hint(self._asked, private=private, others=bool(others)))
        self.hint.setVisible(not able)
        self._ask_pin()

    def _ask_pin(self) -> None:
        person = self.second.currentData()
        if isinstance(person, Person) and not self.entry.isHidden():
            self.entry.ask(person)

    def _confirm_signed_in(self) -> None:
        """At a shared database the sign-in proves who it is."""
        person = self.second.currentData()
        if isinstance(person, Person):
            self.plain.setEnabled(False)
            self._runner.start(lambda: self._work.confirm(self._asked, person, ""), owner=self, done=self._answered, failed=self._failed)

    def _answered(self, answer: PinAnswer) -> None:
        self.plain.setEnabled(True)
        if answer.accepted:
            self._counts()

    def _counts(self) -> None:
        self.confirmed.emit()
        self.accept()

    def _failed(self, trouble: Trouble) -> None:
        self.plain.setEnabled(True)
        self.problems.say([str(trouble)])


def _hint(asked: PackInUse, *, private: bool, others: bool) -> str:
    """Why nobody here can confirm it."""
    if private and others:
        return f"Somebody other than {asked.taken_by} confirms it with a PIN, and nobody has one yet: name at the top right, Set my PIN."
    if private:
        return f"Somebody other than {asked.taken_by} must confirm it. Add the person first: File, People."
    return f"Somebody other than {asked.taken_by} signs in and confirms it here."
