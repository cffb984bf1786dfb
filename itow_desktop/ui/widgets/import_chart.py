"""The last imports as a picture: how many calls each brought, how long it took."""

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from itow_desktop.services.views import ImportRun, RunState
from itow_desktop.ui.assets import Tone, tone_color
from itow_desktop.ui.models.imports import calls_of, clock_text, seconds_of
from itow_desktop.ui.text import counted, day_text

_SHOWN = 20
_WIDEST_BAR = 18.0
_DOT = 3.0


def shown_runs(runs: Sequence[ImportRun]) -> list[ImportRun]:
    """Those of the picture, the oldest first; ``runs`` are the newest first."""
    return [run for run in runs if run.finished_at is not None][:_SHOWN][::-1]


def chart_words(runs: Sequence[ImportRun]) -> str:
    """What the picture shows, for whoever cannot see it."""
    shown = shown_runs(runs)
    if not shown:
        return "No import has ended yet."
    calls, seconds = [calls_of(run) for run in shown], [seconds_of(run) for run in shown]
    stopped = sum(run.state is not RunState.DONE for run in shown)
    cut = f" {counted(stopped, 'was', 'were')} cut short." if stopped else ""
    which = f"The last {len(shown)} imports" if len(shown) > 1 else "The only import so far"
    return f"{which}: {_span(calls, '{:,}')} calls in {_span(seconds, None)}.{cut}"


def _span(values: Sequence[float], form: str | None) -> str:
    low, high = (form.format(each) if form else clock_text(each) for each in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


class ImportChart(QWidget):
    """A bar for the calls of each import, only framed where it was cut short, with a dot for how long it took; each has its own scale."""

    def __init__(self, zone: tzinfo, today: date) -> None:
        super().__init__()
        self._zone, self._today = zone, today
        self._runs: list[ImportRun] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(5 * self.fontMetrics().height())
        self.setAccessibleName("Calls and duration of the last imports")

    def put(self, runs: Sequence[ImportRun], zone: tzinfo, today: date) -> None:
        """Other imports, the newest first."""
        self._runs, self._zone, self._today = shown_runs(runs), zone, today
        self.setAccessibleDescription(chart_words(runs))
        self.setToolTip(chart_words(runs))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 7 * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        line = self.fontMetrics().height()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_legend(painter, line)
            if not self._runs:
                return
            field = QRectF(2, line + 8, self.width() - 4, self.height() - 2 * line - 14)
            painter.setPen(QPen(self.palette().mid().color(), 1))
            painter.drawLine(field.bottomLeft(), field.bottomRight())
            self._draw_runs(painter, field)
            self._draw_days(painter)

    def _draw_legend(self, painter: QPainter, line: int) -> None:
        most = max(map(calls_of, self._runs), default=0)
        longest = max(map(seconds_of, self._runs), default=0.0)
        left, right = f"calls, up to {most:,}", f"minutes, up to {clock_text(longest)}"
        painter.fillRect(QRectF(2, line / 2 - 4, 8, 8), self._bar_color())
        painter.setPen(self.palette().windowText().color())
        painter.drawText(QPointF(16, line - 4), left)
        start = self.width() - self.fontMetrics().horizontalAdvance(right) - 2
        painter.drawText(QPointF(start, line - 4), right)
        painter.setBrush(self._dot_color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(start - 10, line / 2), _DOT, _DOT)

    def _draw_runs(self, painter: QPainter, field: QRectF) -> None:
        most, longest = max(1, *map(calls_of, self._runs)), max(1.0, *map(seconds_of, self._runs))
        step = min(field.width() / len(self._runs), 3 * _WIDEST_BAR)
        wide = min(step * 0.6, _WIDEST_BAR)
        dots = []
        for place, run in enumerate(self._runs):
            middle = field.left() + step * (place + 0.5)
            high = max(2.0, field.height() * calls_of(run) / most)
            bar = QRectF(middle - wide / 2, field.bottom() - high, wide, high)
            if run.state is RunState.DONE:
                painter.fillRect(bar, self._bar_color())
            else:
                painter.setPen(QPen(tone_color(Tone.TODAY), 1.5, Qt.PenStyle.DotLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(bar)
            dots.append(QPointF(middle, field.bottom() - field.height() * seconds_of(run) / longest))
        painter.setPen(QPen(self._dot_color(), 1))
        painter.drawPolyline(dots)
        painter.setBrush(self._dot_color())
        for dot in dots:
            painter.drawEllipse(dot, _DOT, _DOT)

    def _draw_days(self, painter: QPainter) -> None:
        first, last = (day_text(run.started_at.astimezone(self._zone).date(), self._today) for run in (self._runs[0], self._runs[-1]))
        painter.setPen(tone_color(Tone.QUIET))
        painter.drawText(QPointF(2, self.height() - 4), first)
        if len(self._runs) > 1 and first != last:
            painter.drawText(QPointF(self.width() - self.fontMetrics().horizontalAdvance(last) - 2, self.height() - 4), last)

    def _bar_color(self) -> QColor:
        color = tone_color(Tone.ACCENT)
        color.setAlpha(150)
        return color

    def _dot_color(self) -> QColor:
        return self.palette().windowText().color()
