"""Numbers of our files, words offered while typing."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPlainTextEdit

from itow_desktop.services.office import LISTS, OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.dialogs.office.page import SettingsPage, small
from itow_desktop.ui.widgets.tones import strong


class WordsPage(SettingsPage):
    """Whether new cars are numbered by themselves; a word a line in each list."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.own_numbers = QCheckBox("Give new &private-property cars our file number by itself")
        self.next = QLabel()
        self.lists = {name: QPlainTextEdit() for name in LISTS}
        self.own_numbers.toggled.connect(lambda _on: self.changed.emit())
        self.column.addWidget(strong("Our file numbers"))
        self.column.addWidget(self.own_numbers)
        self.column.addWidget(self.next)
        self.column.addWidget(
            small("Leave this off while TowBook's own number is your file number. By hand a car is numbered in the lot or its menu.")
        )
        self.column.addSpacing(8)
        self.column.addWidget(strong("Words offered while typing"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, (name, field) in enumerate(self.lists.items()):
            label = QLabel(f"&{LISTS[name]}" if name != "color" else "Co&lors")
            label.setBuddy(field)
            field.setTabChangesFocus(True)
            field.setPlaceholderText("a word a line")
            field.textChanged.connect(self.changed)
            grid.addWidget(label, 0, place)
            grid.addWidget(field, 1, place)
        self.column.addLayout(grid, 1)
        self.column.addWidget(small("Words that cars here have already are offered too. Any other word can still be typed."))

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the fields."""
        self.own_numbers.setChecked(settings.facts.own_numbers)
        self.next.setText(f"The next number is {settings.next_number}.")
        for name, field in self.lists.items():
            field.setPlainText("\n".join(settings.facts.lists.get(name, ())))

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """What stands on the page."""
        typed = {name: [line.strip() for line in field.toPlainText().splitlines()] for name, field in self.lists.items()}
        lists = {name: tuple(line for line in lines if line) for name, lines in typed.items()}
        return replace(facts, own_numbers=self.own_numbers.isChecked(), lists={name: words for name, words in lists.items() if words})
