"""What a report is about: months, department, step."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from itow_desktop.domain.report_papers import month_name
from itow_desktop.domain.reports import Scope
from itow_desktop.services.reporting import Choices

_MONTHS_AT_FIRST = 3


class ScopeRow(QWidget):
    """Four boxes in a row; months chosen the wrong way round are taken the right way round."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last, self.agency, self.rule = (QComboBox() for _ in range(4))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        named = (("Cars towed &from", self.first), ("&until", self.last), ("&Department", self.agency), ("&Step", self.rule))
        for words, box in named:
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(14)
            box.currentIndexChanged.connect(lambda _place: self.changed.emit())
            row.addWidget(label)
            row.addWidget(box, 1 if box in (self.agency, self.rule) else 0)

    def offer(self, choices: Choices) -> None:
        """What can be chosen; the last months at first. Nothing is told of it."""
        self.blockSignals(True)
        for box in (self.first, self.last):
            box.clear()
            for month in choices.months:
                box.addItem(month_name(month), month)
        self.first.setCurrentIndex(min(_MONTHS_AT_FIRST, len(choices.months)) - 1)
        self.agency.clear()
        self.agency.addItem("Every department", None)
        for agency, name in choices.agencies:
            self.agency.addItem(name, agency)
        self.rule.clear()
        self.rule.addItem("Every step", None)
        for rule, words in choices.rules:
            self.rule.addItem(words, rule)
        self.blockSignals(False)

    @property
    def chosen(self) -> Scope | None:
        """None while there is nothing to choose from."""
        first, last = self.first.currentData(), self.last.currentData()
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        return Scope(min(first, last), max(first, last), self.agency.currentData(), self.rule.currentData())
