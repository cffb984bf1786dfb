"""Which days a report of the mail is about, after how many a letter is silent."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from itow_desktop.domain.entry import read_day
from itow_desktop.domain.proof.mail_reports import USUAL_DAYS
from itow_desktop.ui.text import list_day

_PERIOD = timedelta(days=30)
_HOW = "Like 8/5, 8/5/25, t for today, -7 for a week ago"


class PeriodRow(QWidget):
    """Days as people type them; a wrong one is said and the one before stays. Days the wrong way round are taken the right way."""

    changed = Signal()
    wrong = Signal(str)
    """Why a typed day cannot be read."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._days = {"first": today() - _PERIOD, "last": today()}
        self.first, self.last, self.silent = QLineEdit(), QLineEdit(), QSpinBox()
        self.silent.setRange(1, 365)
        self.silent.setValue(USUAL_DAYS)
        self.silent.setSuffix(" days")
        self.silent.valueChanged.connect(lambda _days: self.changed.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for words, box in (("Mailed &from", self.first), ("&until", self.last), ("&No outcome after", self.silent)):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            row.addWidget(label)
            row.addWidget(box)
        row.addStretch(1)
        for name, line in (("first", self.first), ("last", self.last)):
            line.setText(list_day(self._days[name]))
            line.setToolTip(_HOW)
            line.setMaximumWidth(line.fontMetrics().horizontalAdvance("00/00/0000  ") + 24)
            line.editingFinished.connect(lambda name=name, line=line: self._read(name, line))

    @property
    def period(self) -> tuple[date, date]:
        """First and last day, both counted."""
        days = sorted(self._days.values())
        return days[0], days[1]

    def _read(self, name: str, line: QLineEdit) -> None:
        before = self._days[name]
        try:
            day = read_day(line.text(), self._today())
        except ValueError as problem:
            self.wrong.emit(str(problem))
            day = before
        line.setText(list_day(day))
        if day != before:
            self._days[name] = day
            self.changed.emit()
