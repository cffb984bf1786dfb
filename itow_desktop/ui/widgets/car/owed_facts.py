"""What a car owes, on its panel."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from itow_desktop.services.charges.sheets import Outlook
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.charge_text import growth_words, later_words, now_words
from itow_desktop.ui.widgets.facts import Facts, link, value_label


def add_owed(facts: Facts, outlook: Outlook | None, asked: Callable[[], None]) -> None:
    """Now, by closing time, tomorrow, with the way to every line; nothing of a car that is charged nowhere here."""
    if outlook is None:
        return
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    words = QVBoxLayout()
    words.setSpacing(2)
    now = value_label(now_words(outlook), tone=None if outlook.now.known else Tone.QUIET, bold=outlook.now.known)
    now.setToolTip(growth_words(outlook.now))
    words.addWidget(now)
    if later := later_words(outlook):
        words.addWidget(value_label(later))
    layout.addLayout(words, 1)
    way = link("charges", "Every line of what it owes")
    way.setAccessibleName("Charges")
    way.clicked.connect(asked)
    layout.addWidget(way, 0, Qt.AlignmentFlag.AlignTop)
    facts.add_widget("Owed", line)
