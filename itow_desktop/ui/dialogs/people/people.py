"""Who works here."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import LONGEST_IDLE, Staff
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.people.person import PersonForm
from itow_desktop.ui.dialogs.people.pin import NewPinDialog
from itow_desktop.ui.dialogs.people.work import PeopleWork
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.people import PeopleModel
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import quiet


class PeopleDialog(QDialog):
    """The list with what can be done about each; nobody is ever deleted. Below it how people sit down at this office."""

    changed = Signal()
    """Somebody was added or changed; who may sit down may be others."""
    rules_changed = Signal()
    """PINs are wanted or not, or the window is covered after another time."""

    def __init__(self, work: PeopleWork, who: Who, *, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("People")
        self._work, self._who, self._runner = work, who, runner
        self._staff: Staff | None = None
        self.model = PeopleModel()
        self.table = PlainTable(self.model, "People", stretch=0)
        self.problems = ProblemStrip()
        self.add = self._button("&Add...", self._add)
        self.change = self._button("&Change...", self._change)
        self.pin = self._button("&PIN...", self._set_pin)
        self.no_pin = self._button("&Take PIN away", self._clear_pin)
        self.state = self._button("&Disable", self._switch)
        self.why = quiet()
        self.why.setWordWrap(True)
        self.pins = QCheckBox("P&eople sit down with a PIN")
        self.minutes = QSpinBox()
        self.minutes.setRange(0, LONGEST_IDLE)
        self.minutes.setSpecialValueText("never")
        self.minutes.setSuffix(" minutes without key or mouse")
        self.minutes.setMinimumHeight(QLineEdit().sizeHint().height())
        self.save = self._button("&Save", self._save_rules)
        self._build()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._look())
        self.table.opened.connect(lambda _row: self.change.click())
        self.pins.toggled.connect(lambda _on: self._look())
        self.minutes.valueChanged.connect(lambda _number: self._look())
        who.changed.connect(self._look)
        self.resize(QSize(820, 440))
        self._look()
        self.refresh()

    # --- building ----------------------------------------------------------------------------------------------------

    def _button(self, text: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _build(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(8)
        for button in (self.add, self.change, self.pin, self.no_pin, self.state):
            beside.addWidget(button)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.table, 1)
        row.addLayout(beside)
        rules = QGroupBox("At this office")
        grid = QGridLayout(rules)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        covered = QLabel("C&over the window after")
        covered.setBuddy(self.minutes)
        grid.addWidget(self.pins, 0, 0, 1, 3)
        grid.addWidget(covered, 1, 0)
        grid.addWidget(self.minutes, 1, 1)
        grid.addWidget(self.save, 1, 3)
        grid.setColumnStretch(2, 1)
        foot = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        foot.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        foot.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addWidget(self.why)
        column.addWidget(rules)
        column.addWidget(self.problems)
        column.addWidget(foot)

    # --- what stands there -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again."""
        self._runner.start(self._work.staff, owner=self, done=self._show, failed=self._failed)

    def _show(self, staff: Staff) -> None:
        first, chosen = self._staff is None, self.person
        self._staff = staff
        self.model.show(staff)
        row = self.model.row_of(chosen.id) if chosen else None
        self.table.choose(row or 0)
        if first:
            self.pins.setChecked(staff.pins)
            self.minutes.setValue(staff.idle_minutes)
            self.pins.setVisible(staff.login is None)
            self.table.setFocus()
        self._look()

    @property
    def person(self) -> Person | None:
        """Who is chosen in the list."""
        return self.model.person(self.table.currentIndex().row())

    def _look(self) -> None:
        """What may be done about the chosen person, and why not."""
        person, staff = self.person, self._staff
        no_admin, no_manager = self._who.why_not(Rights.ADMIN), self._who.why_not(Rights.MANAGER)
        own = person is not None and self._who.person is not None and person.id == self._who.person.id
        at_pc = person is not None and person.login is None and staff is not None and staff.login is None
        _set(self.add, no_admin)
        _set(self.change, no_admin or (None if person and person.active else "choose somebody who may sign"))
        _set(self.pin, (None if own else no_admin) or (None if at_pc and person and person.active else "who signs in elsewhere has no PIN"))
        _set(self.no_pin, no_admin or (None if at_pc and person and person.has_pin else "there is no PIN"))
        _set(self.state, no_admin or (None if person else "choose somebody"))
        self.state.setText("&Disable" if person is None or person.active else "&Bring back")
        for field in (self.pins, self.minutes):
            _set(field, no_manager)
        new = staff is not None and (self.pins.isChecked(), self.minutes.value()) != (staff.pins, staff.idle_minutes)
        _set(self.save, no_manager or (None if new else "nothing is changed"))
        self.why.setText(f"To change people: {no_admin}." if no_admin else "Nobody is ever deleted: what somebody signed keeps the name.")

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        self._form(None)

    def _change(self) -> None:
        self._form(self.person)

    def _form(self, person: Person | None) -> None:
        if self._staff is not None:
            form = PersonForm(self._work, self._who.person, self._staff, person, runner=self._runner, parent=self)
            form.done_with.connect(lambda _person: self._done())
            form.open()

    def _set_pin(self) -> None:
        if self.person is not None:
            dialog = NewPinDialog(self._work, self._who.person, self.person, runner=self._runner, parent=self)
            dialog.done_with.connect(lambda _none: self._done())
            dialog.open()

    def _clear_pin(self) -> None:
        person, signer = self.person, self._who.person
        if person is not None:
            self._do(lambda: self._work.set_pin(signer, person, None))

    def _switch(self) -> None:
        person, signer = self.person, self._who.person
        if person is None:
            return
        if not person.active:
            self._do(lambda: self._work.bring_back(signer, person))
            return
        question = f"{person.name} will sign nothing from now on. Everything {person.name} signed stays as it is."
        ask(
            self, "Disable a person", question,
            [("&Disable", lambda: self._do(lambda: self._work.disable(signer, person))), ("&Leave as it is", None)],
        )  # fmt: skip

    def _save_rules(self) -> None:
        signer, pins, minutes = self._who.person, self.pins.isChecked(), self.minutes.value()

        def saved(_none: object) -> None:
            self.rules_changed.emit()
            self._done()

        self.problems.say([])
        self._runner.start(
            lambda: self._work.set_house_rules(signer, pins=pins, idle_minutes=minutes), owner=self, done=saved, failed=self._failed
        )

    def _do(self, work: Callable[[], object]) -> None:
        self.problems.say([])
        self._runner.start(work, owner=self, done=lambda _answer: self._done(), failed=self._failed)

    def _done(self) -> None:
        self.problems.say([])
        self.changed.emit()
        self.refresh()

    def _failed(self, trouble: Trouble) -> None:
        self.problems.say([f"{trouble} (error {numbered(trouble)})"])


def _set(widget: QWidget, reason: str | None) -> None:
    """Enable a widget, or disable it and say why."""
    widget.setEnabled(reason is None)
    widget.setToolTip(reason or "")
