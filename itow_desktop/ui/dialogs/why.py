"""Why each date of a car is what it is."""

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.rules import Confidence, DeadlineKind
from itow_desktop.domain.sentences import fact_name
from itow_desktop.domain.urgency import state_on
from itow_desktop.services.working import Why
from itow_desktop.ui.assets import Tone, tone_color
from itow_desktop.ui.text import CUSTODY
from itow_desktop.ui.widgets.tones import heading, quiet

CONFIDENCE = {
    Confidence.A: "read in the statute itself",
    Confidence.B: "from an official source that is not the statute",
    Confidence.C: "told by others; not yet checked",
    Confidence.R: "recalled, not read; not yet checked",
}


def date_words(deadline: Deadline, today: date) -> str:
    """The date in words, or why there is none."""
    state = state_on(deadline, today)
    if state is State.DONE:
        return f"done{_on(deadline.done_on)}"
    if state is State.NEEDS:
        return f"no date yet: needs the {fact_name(deadline.needs or 'fact')}"
    if state is State.FROZEN:
        return "stopped: no date while it stands"
    side = "not before" if deadline.kind is DeadlineKind.NOT_BEFORE else "until"
    if deadline.at is not None:
        return f"{side} {_day(deadline.at.date())} {deadline.at:%H:%M}"
    if deadline.until is not None:
        return f"from{_on(deadline.date)[3:]} to{_on(deadline.until)[3:]}, both included"
    expired = ", run out" if state is State.EXPIRED else ""
    return f"{side}{_on(deadline.date)[3:]}{expired}"


def sureness(deadline: Deadline) -> str:
    """Citation and how sure it is, in full words."""
    if deadline.citation is None:
        return "House practice, not law."
    sure = CONFIDENCE.get(deadline.confidence, "not stated; not yet checked") if deadline.confidence else "not stated; not yet checked"
    return f"{deadline.citation}. How sure this date is: {sure}."


def _on(day: date | None) -> str:
    return "" if day is None else f" on {_day(day)}"


def _day(day: date) -> str:
    return f"{day:%a} {day.month}/{day.day}/{day.year}"


class WhyDialog(QDialog):
    """Every deadline with its trace, citation, confidence; the lead one first."""

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
        copy, close = QPushButton("C&opy"), QPushButton("&Close")
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.page.toPlainText()))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(quiet("A date with a dotted line in the queue rests on a rule that is not yet checked."), 1)
        foot.addWidget(copy)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(heading(car))
        column.addWidget(quiet(CUSTODY[why.custody]))
        column.addWidget(self.page, 1)
        column.addLayout(foot)
        space = self.screen().availableSize()
        self.resize(QSize(720, 600).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        close.setFocus()

    def _html(self, deadlines: Sequence[Deadline]) -> str:
        if not deadlines:
            return "<p>No rule asks anything of this car. Sort it, or enter when it was towed.</p>"
        return "".join(self._section(deadline) for deadline in deadlines)

    def _section(self, deadline: Deadline) -> str:
        unchecked = deadline.confidence in {Confidence.C, Confidence.R}
        shade = tone_color(Tone.TODAY if unchecked else Tone.QUIET, self.palette()).name()
        steps = "".join(f"<li>{escape(line)}</li>" for line in deadline.trace)
        return (
            f"<h3 style='margin-bottom:2px'>{escape(deadline.step)}: {escape(date_words(deadline, self._today))}</h3>"
            f"<p style='margin-top:0; margin-bottom:2px'>{escape(deadline.sentence)}</p>"
            f"<p style='margin-top:0; margin-bottom:2px; color:{shade}'>{escape(sureness(deadline))}</p>"
            f"<ol style='margin-top:2px; margin-bottom:14px'>{steps}</ol>"
        )
