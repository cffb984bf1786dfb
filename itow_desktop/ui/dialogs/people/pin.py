"""Sitting down with a PIN, choosing one."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.domain.people import pin_problem
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.people.work import PeopleWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.pin_entry import PinEntry, pin_field, refusal
from itow_desktop.ui.widgets.tones import heading, quiet


class PinDialog(QDialog):
    """Asks the PIN of whoever wants to sit down."""

    proved = Signal(object)
    """The ``Person``."""

    def __init__(
        self, person: Person, check: Callable[[Person, str], PinAnswer], *, runner: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("Who are you?")
        self.entry = PinEntry(runner, check, "&Sit down")
        foot = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        foot.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        foot.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(heading(person.name))
        column.addWidget(self.entry)
        column.addWidget(quiet("Forgotten? An admin gives a new one: File, People."))
        column.addStretch(1)
        column.addWidget(foot)
        self.resize(QSize(400, 200))
        self.entry.proved.connect(self._done)
        self.entry.ask(person)

    def _done(self, person: Person) -> None:
        self.proved.emit(person)
        self.accept()


class NewPinDialog(DeedDialog):
    """A new PIN, typed twice: one's own with the old one first, or somebody else's by an admin."""

    def __init__(self, work: PeopleWork, signer: Person | None, person: Person, *, runner: TaskRunner, parent: QWidget | None) -> None:
        """``signer`` is who does it, ``person`` whose PIN it is."""
        super().__init__(f"PIN of {person.name}", "&Save PIN", runner, parent)
        self._work, self._signer, self._person = work, signer, person
        self._own = signer is not None and signer.id == person.id
        self.old, self.new, self.again = pin_field("Old PIN"), pin_field("New PIN"), pin_field("New PIN again")
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        if self._own and person.has_pin:
            form.addRow("&Old PIN", self.old)
        form.addRow("&New PIN", self.new)
        form.addRow("&Again", self.again)
        words = QLabel("4 to 12 digits. It is asked when you sit down at a PC of this office, and when a second person has to agree.")
        words.setWordWrap(True)
        self.body.addWidget(words)
        self.body.addLayout(form)
        self.body.addStretch(1)
        for field in (self.old, self.new, self.again):
            field.textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(400, 230))
        (self.old if self._own and person.has_pin else self.new).setFocus()

    def ready(self) -> bool:
        """Both new fields are filled, and the old one where it is asked."""
        return bool(self.new.text() and self.again.text() and (self.old.text() or not (self._own and self._person.has_pin)))

    def touched(self) -> bool:
        """Nothing worth a question: a PIN is typed anew in a moment."""
        return False

    def commit(self) -> None:
        """Save it, if both are the same and it is one."""
        old, new = self.old.text(), self.new.text()
        problem = pin_problem(new) or (None if new == self.again.text() else "The two new PINs are not the same. Type both again.")
        if problem:
            self.problems.say([problem])
            return
        if self._own:
            self.run(lambda: self._work.set_own_pin(self._signer, old, new), self._answered)
        else:
            self.run(lambda: self._work.set_pin(self._signer, self._person, new), self.finish)

    def failed(self, trouble: Trouble) -> None:
        """What is wrong with a PIN needs no error number."""
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])

    def _answered(self, answer: PinAnswer) -> None:
        if answer.accepted:
            self.finish(None)
            return
        self.old.clear()
        self.problems.say([refusal(answer, self._person.name)])
        self.old.setFocus()
