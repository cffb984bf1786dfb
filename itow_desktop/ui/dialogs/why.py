"""Why each date of a car is what it is."""

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.why_words import date_words, sureness
from itow_desktop.services.working import Why
from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.text import CUSTODY
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.tones import heading, quiet

_APART = "The printed page holds facts and checked rules; dates that are not checked stand apart, on a page of their own."


class WhyDialog(QDialog):
    """Every deadline with its trace, citation, confidence; the lead one first."""

    print_asked = Signal()
    """The page for a court shall be printed at once."""
    preview_asked = Signal()
    """It shall be looked at first, or saved."""
    rules_asked = Signal()
    """The law dates shall be shown."""

    def __init__(self, why: Why, car: str, today: date, lead: str | None, parent: QWidget) -> None:
        """``car`` says which one in words; ``lead`` is the rule the queue is about."""
        super().__init__(parent)
        self.setWindowTitle("Why this date")
        self._today = today
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        self.page.setAccessibleName("Dates and how they were found")
        ordered = sorted(why.deadlines, key=lambda each: (each.rule_id != lead, each.state is State.DONE))
        self.page.setHtml(self._html(ordered))
        self.page.setTabChangesFocus(True)
        self.print = self._button("&Print page", "printer", self.print_asked.emit)
        self.print.setToolTip("The page for a court, at once, on the printer of last time (Ctrl+P)")
        self.preview = self._button("Pre&view...", "eye", self.preview_asked.emit)
        self.news = NewsBar()
        self.rules = self._button("Law &dates...", "scales", self.rules_asked.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(heading(car))
        column.addWidget(quiet(f"{CUSTODY[why.custody]}. {_standing(why.deadlines)}"))
        column.addWidget(self.page, 1)
        apart = quiet(_APART)
        apart.setWordWrap(True)
        column.addWidget(apart)
        column.addWidget(self.news)
        column.addLayout(self._foot())
        QShortcut(QKeySequence.StandardKey.Print, self).activated.connect(self.print.click)
        space = self.screen().availableSize()
        self.resize(QSize(720, 600).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        self.close_button.setFocus()

    def _foot(self) -> QHBoxLayout:
        copy = self._button("C&opy", "copy", lambda: QGuiApplication.clipboard().setText(self.page.toPlainText()))
        self.close_button = QPushButton("&Close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.print, self.preview, copy, self.rules):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        return foot

    def _button(self, words: str, picture: str, deed: object) -> QPushButton:
        button = QPushButton(icon(picture), words)
        button.setAutoDefault(False)
        button.clicked.connect(deed)
        return button

    def _html(self, deadlines: Sequence[Deadline]) -> str:
        if not deadlines:
            return "<p>No rule asks anything of this car. Sort it, or enter when it was towed.</p>"
        return "".join(self._section(deadline) for deadline in deadlines)

    def _section(self, deadline: Deadline) -> str:
        tone = Tone.TODAY if deadline.unverified else Tone.DONE if deadline.checked else Tone.QUIET
        shade = tone_color(tone, self.palette()).name()
        steps = "".join(f"<li>{escape(line)}</li>" for line in deadline.trace)
        return (
            f"<h3 style='margin-bottom:2px'>{escape(deadline.step)}: {escape(date_words(deadline, self._today))}</h3>"
            f"<p style='margin-top:0; margin-bottom:2px'>{escape(deadline.sentence)}</p>"
            f"<p style='margin-top:0; margin-bottom:2px; color:{shade}'>{escape(sureness(deadline))}</p>"
            f"<ol style='margin-top:2px; margin-bottom:14px'>{steps}</ol>"
        )


def _standing(deadlines: Sequence[Deadline]) -> str:
    """How many dates rest on what nobody checked."""
    marked = sum(each.unverified for each in deadlines)
    if not marked:
        return "No date rests on what is only told by others or recalled."
    verb = "rests" if marked == 1 else "rest"
    return f"{marked} of {len(deadlines)} dates {verb} on rules told by others or recalled and not yet checked: dotted wherever shown."
