"""The days of the office: its zone, when nobody is here, how long things may take by house rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
)

from itow_desktop.domain.calendars import WEEK, said_day
from itow_desktop.domain.entry import read_day
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.office.page import SettingsPage, form, small

_DAY = Qt.ItemDataRole.UserRole


class _DaysAfter(QSpinBox):
    """A number of days in good grammar."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 365)
        self.setFixedWidth(160)
        self.valueChanged.connect(lambda days: self.setSuffix(" day after" if days == 1 else " days after"))
        self.setSuffix(" days after")


class DaysPage(SettingsPage):
    """No legal date moves for a closed day of the office; what is due then is shown before it."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.zone = QComboBox()
        self.weekdays = {day: QCheckBox(day[:3].capitalize()) for day in WEEK}
        self.holidays = QCheckBox("&Legal holidays")
        self.day, self.why = QLineEdit(), QLineEdit()
        self.add, self.out = QPushButton("&Add"), QPushButton("Take o&ut")
        self.days = QListWidget()
        self.chase = QSpinBox()
        self.problem = QLabel()
        self._rules: dict[str, _DaysAfter] = {}
        self._standard: dict[str, int] = {}
        self._rule_rows = form()
        self._build()

    def _build(self) -> None:
        self.zone.setEditable(True)
        self.zone.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.zone.setMinimumContentsLength(24)
        if (completer := self.zone.completer()) is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        week = QHBoxLayout()
        week.setSpacing(12)
        for day, box in self.weekdays.items():
            box.setAccessibleName(f"Closed on {day.capitalize()}s")
            week.addWidget(box)
        week.addWidget(self.holidays)
        week.addStretch(1)
        self.day.setPlaceholderText("12/24")
        self.day.setFixedWidth(120)
        self.why.setPlaceholderText("Christmas Eve")
        self.why.setMaxLength(60)
        self.why.setAccessibleName("What the closed day is")
        self.days.setAccessibleName("Closed days")
        self.days.setMinimumHeight(72)
        label = QLabel("&Day")
        label.setBuddy(self.day)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        for widget, stretch in ((label, 0), (self.day, 0), (self.why, 1), (self.add, 0), (self.out, 0)):
            adding.addWidget(widget, stretch)
        self._place(week, adding)
        self._wire()

    def _place(self, week: QHBoxLayout, adding: QHBoxLayout) -> None:
        self.problem.setProperty("tone", "late")
        self.problem.hide()
        self.chase.setRange(1, 30)
        self.chase.setSuffix(" business days")
        self.chase.setFixedWidth(160)
        top = form()
        top.addRow("Time &zone", self.zone)
        top.addRow("Closed on", week)
        top.addRow("Closed days", adding)
        self.column.addLayout(top)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.days, 1)
        self.column.addWidget(small("No legal date moves for these: what is due then is shown as due on the last open day before."))
        self._rule_rows.addRow("As&k others again after", self.chase)
        self.column.addLayout(self._rule_rows)

    def _wire(self) -> None:
        for button in (self.add, self.out):
            button.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self.out.clicked.connect(self._take_out)
        self.day.returnPressed.connect(self._add)
        self.why.returnPressed.connect(self._add)
        self.zone.currentTextChanged.connect(lambda _text: self.changed.emit())
        self.chase.valueChanged.connect(lambda _days: self.changed.emit())
        for box in (*self.weekdays.values(), self.holidays):
            box.toggled.connect(lambda _on: self.changed.emit())

    def offer_zones(self, zones: tuple[str, ...]) -> None:
        """Every zone there is; comes before the settings."""
        self.zone.addItems(list(zones))

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        facts = settings.facts
        self.zone.setCurrentText(facts.zone)
        for day, box in self.weekdays.items():
            box.setChecked(day in facts.closed_weekdays)
        self.holidays.setChecked(facts.closed_on_holidays)
        self.days.clear()
        for closed, why in sorted(facts.closed_days.items()):
            self._put(date.fromisoformat(closed), why)
        self.chase.setValue(facts.chase_after)
        for rule in settings.rules:
            if rule.id not in self._rules:
                days = self._rules[rule.id] = _DaysAfter()
                days.setAccessibleName(f"{rule.step}: days")
                days.setToolTip(rule.sentence)
                days.valueChanged.connect(lambda _days: self.changed.emit())
                self._rule_rows.addRow(rule.step, days)
            self._standard[rule.id] = rule.standard
            self._rules[rule.id].setValue(facts.rule_days.get(rule.id, rule.standard))

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """What stands on the page; a rule with its usual days is no setting."""
        weekdays = tuple(day.value for day, box in self.weekdays.items() if box.isChecked())
        rules: Mapping[str, int] = {
            rule: days.value() for rule, days in self._rules.items() if days.value() != self._standard[rule] or rule in facts.rule_days
        }
        return replace(
            facts, zone=self.zone.currentText().strip(), closed_weekdays=weekdays, closed_on_holidays=self.holidays.isChecked(),
            closed_days=self.closed_days, chase_after=self.chase.value(), rule_days=dict(rules),
        )  # fmt: skip

    @property
    def closed_days(self) -> dict[str, str]:
        """The list as it stands: ISO dates with their names."""
        items = [self.days.item(place).data(_DAY) for place in range(self.days.count())]
        return dict(sorted((day.isoformat(), why) for day, why in items))

    # --- the list of days --------------------------------------------------------------------------------------------

    def _put(self, day: date, why: str) -> None:
        for place in range(self.days.count()):
            known = self.days.item(place).data(_DAY)[0]
            if known == day:
                self.days.takeItem(place)
                break
        places = [place for place in range(self.days.count()) if self.days.item(place).data(_DAY)[0] > day]
        item = QListWidgetItem(f"{said_day(day)}   {why}")
        item.setData(_DAY, (day, why))
        self.days.insertItem(places[0] if places else self.days.count(), item)

    def _add(self) -> None:
        try:
            day = read_day(self.day.text(), self._today())
        except ValueError as problem:
            self.problem.setText(str(problem))
            self.problem.show()
            self.day.setFocus()
            return
        self.problem.hide()
        self._put(day, self.why.text().strip() or "closed")
        self.day.clear()
        self.why.clear()
        self.day.setFocus()
        self.changed.emit()

    def _take_out(self) -> None:
        for item in self.days.selectedItems():
            self.days.takeItem(self.days.row(item))
        self.changed.emit()
