"""Adding somebody who signs what is done at this PC."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import Person
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.problem_list import ProblemList
from itow_desktop.ui.widgets.tones import quiet


class PersonDialog(QDialog):
    """Asks for a name; whoever is added sits down at once."""

    added = Signal(object)
    """The new ``Person``."""

    def __init__(self, runner: TaskRunner, add: Callable[[str], Person], parent: QWidget | None = None) -> None:
        """``add`` is called on a worker thread and may raise a ``Trouble``."""
        super().__init__(parent)
        self._runner = runner
        self._add = add
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Add a person")
        self.problems = ProblemList()
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setMinimumWidth(280)
        self.name.setAccessibleName("Name")
        label = QLabel("&Name")
        label.setBuddy(self.name)
        self.save = QPushButton("&Add")
        self.save.setProperty("primary", "true")
        self.save.setDefault(True)
        self.save.setEnabled(False)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.problems)
        column.addWidget(label)
        column.addWidget(self.name)
        column.addWidget(quiet("This name stands under everything that is recorded and printed."))
        column.addSpacing(8)
        column.addLayout(buttons)
        self.name.textChanged.connect(lambda typed: self.save.setEnabled(bool(typed.strip())))
        self.save.clicked.connect(self._commit)
        cancel.clicked.connect(self.reject)

    def _commit(self) -> None:
        name = self.name.text().strip()
        self.save.setEnabled(False)
        self._runner.start(lambda: self._add(name), owner=self, done=self._added, failed=self._failed)

    def _added(self, person: Person) -> None:
        self.added.emit(person)
        self.accept()

    def _failed(self, trouble: Trouble) -> None:
        self.problems.show_sentence(str(trouble))
        self.save.setEnabled(True)
