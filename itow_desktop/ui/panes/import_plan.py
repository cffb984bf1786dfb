"""What shall be imported: a range of days that is already filled in, or the cars on the lot now; of which account."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QWidget

from itow_desktop.domain.calls import DateRange
from itow_desktop.services.importing.from_towbook import ImportPlan, Suggestion
from itow_desktop.ui.widgets.moment_entries import DayEntry
from itow_desktop.ui.widgets.tones import quiet


class ImportPlanForm(QWidget):
    """Days with the reason for them, or the lot; answers an ``ImportPlan``."""

    submitted = Signal()
    """Enter in a field."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._accounts: tuple[str, ...] = ()
        self._touched = False
        self.days = QRadioButton("Calls of these &days")
        self.lot = QRadioButton("Cars on the lot &now")
        self.days.setChecked(True)
        self.first, self.last = DayEntry("First day", today), DayEntry("Last day", today)
        self.why = quiet("")
        self.why.setWordWrap(True)
        self.account = QComboBox()
        self.account.setEditable(True)
        self.account.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.account.setMinimumContentsLength(22)
        self.account.setAccessibleName("Account")
        for field in (self.first, self.last):
            field.setFixedWidth(116)
            field.textEdited.connect(self._edited)
            field.down.connect(self.submitted)
        self.days.toggled.connect(self._toggled)
        self.days.clicked.connect(self._edited)
        self.lot.clicked.connect(self._edited)
        self._build()

    def _build(self) -> None:
        between = QHBoxLayout()
        between.setSpacing(8)
        between.addWidget(self.first)
        between.addWidget(QLabel("to"))
        between.addWidget(self.last)
        between.addStretch(1)
        account = QLabel("&Account")
        account.setBuddy(self.account)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.days, 0, 0)
        grid.addLayout(between, 0, 1)
        grid.addWidget(self.why, 1, 1, 1, 2)
        grid.addWidget(self.lot, 2, 0)
        grid.addWidget(quiet("Every car TowBook says stands on the lot, whenever it was towed."), 2, 1, 1, 2)
        grid.addWidget(account, 3, 0)
        grid.addWidget(self.account, 3, 1)
        grid.setColumnStretch(2, 1)

    def _edited(self, _what: object = None) -> None:
        self._touched = True

    def _toggled(self, days: bool) -> None:
        self.first.setEnabled(days)
        self.last.setEnabled(days)

    def suggest(self, accounts: Sequence[str], suggestion: Suggestion, *, first_time: bool) -> None:
        """Fill in what nobody has changed: the suggested days; at the very first import the lot."""
        self._accounts = tuple(accounts)
        typed = self.account.currentText()
        self.account.clear()
        if len(accounts) > 1:
            self.account.addItem(", ".join(accounts))
        self.account.addItems(list(accounts))
        if typed:
            self.account.setCurrentText(typed)
        if not self._touched:
            self.first.set_day(suggestion.days.first)
            self.last.set_day(suggestion.days.last)
            self.why.setText(suggestion.why)
            (self.lot if first_time else self.days).setChecked(True)

    def forget(self) -> None:
        """The next suggestion may fill everything in again."""
        self._touched = False

    def problems(self) -> list[str]:
        """What keeps the plan from being one, in sentences."""
        found = [] if self.account.currentText().strip() else ["Enter the TowBook account to import."]
        if self.lot.isChecked():
            return found
        first, last = self.first.day(), self.last.day()
        found += [problem for field in (self.first, self.last) if (problem := field.problem())]
        if not found and (first is None or last is None):
            found.append("Enter the first and the last day.")
        if first is not None and last is not None and first > last:
            found.append("The first day lies after the last one. Swap them.")
        return found

    @property
    def plan(self) -> ImportPlan:
        """What is to be read; ask ``problems`` first."""
        typed = self.account.currentText()
        accounts = tuple(name for part in typed.split(",") if (name := part.strip()))
        first, last = self.first.day(), self.last.day()
        if self.lot.isChecked() or first is None or last is None:
            return ImportPlan(accounts)
        return ImportPlan(accounts, DateRange(first, last))
