"""Reminded on another day: one field, three usual answers."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from itow_desktop.domain.reminders import Reminder, day_ahead
from itow_desktop.ui import text
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.facts import value_label


class LaterDialog(DeedDialog):
    """Moves one reminder."""

    def __init__(self, reminder: Reminder, today: date, move: Callable[[date], object], *, runner: TaskRunner, parent: QWidget) -> None:
        """``move`` runs on a worker thread."""
        super().__init__("Remind later", "&Move", runner, parent)
        self._today = today
        self._move = move
        self.day = QLineEdit()
        self.day.setPlaceholderText("tuesday, tomorrow, +3, 8/5")
        label = QLabel("&Day")
        label.setBuddy(self.day)
        usual = QHBoxLayout()
        monday = today + timedelta(days=7 - today.weekday())
        for words, day in (("&Tomorrow", today + timedelta(days=1)), ("Mo&nday", monday), ("In a &week", today + timedelta(days=7))):
            button = QPushButton(f"{words}, {day.month}/{day.day}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, day=day: self.day.setText(f"{day.month}/{day.day}/{day.year}"))
            usual.addWidget(button)
        usual.addStretch(1)
        self.body.addWidget(value_label(f"{reminder.text}, now {text.day_text(reminder.due, today)}"))
        self.body.addWidget(label)
        self.body.addWidget(self.day)
        self.body.addLayout(usual)
        self.day.textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(460, 220))
        self.day.setFocus()

    def ready(self) -> bool:
        return bool(self.day.text().strip())

    def commit(self) -> None:
        try:
            day = day_ahead(self.day.text(), self._today)
        except ValueError as problem:
            self.problems.say([str(problem)])
            return
        self.run(lambda: self._move(day), lambda _none: self.finish(day))
