"""How a line of the results is drawn."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from itow_desktop.domain.findings import Marked
from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.models.findings import LINE, Line, LineKind

Index = QModelIndex | QPersistentModelIndex
_PAD, _GAP, _STAR = 12, 16, 16
_PARTED = " \N{MIDDLE DOT} "


class ResultPaint(QStyledItemDelegate):
    """Two rows for a car: who it is with where it is now, why it was found with the matched part marked; one for the rest."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE)
        rows = 2 if line.kind is LineKind.CAR else 1
        return QSize(200, rows * option.fontMetrics.height() + 12 + 2 * (rows - 1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and line.kind is not LineKind.HEAD
        painter.save()
        if chosen:
            painter.fillRect(rect, palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight))
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text)
        inner = rect.adjusted(_PAD, 6, -_PAD, -6)
        if line.kind is LineKind.CAR:
            self._car(painter, line, inner, ink)
        else:
            accent = tone_color(Tone.ACCENT if line.kind is LineKind.ALL else Tone.QUIET, palette)
            painter.setPen(ink if chosen else accent)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self._cut(painter, line.title.text, inner))
        painter.restore()

    def _car(self, painter: QPainter, line: Line, inner: QRect, ink: QColor) -> None:
        quiet = tone_color(Tone.QUIET)
        height = painter.fontMetrics().height()
        painter.setPen(quiet if line.gone else ink)
        aside = painter.fontMetrics().horizontalAdvance(line.aside)
        top = QRect(inner.topLeft(), QSize(inner.width() - aside - _GAP - (_STAR + 4) * line.starred, height))
        draw_marked(painter, top, (line.title,), None)
        painter.setPen(quiet)
        painter.drawText(QRect(inner.topLeft(), QSize(inner.width(), height)), Qt.AlignmentFlag.AlignRight, line.aside)
        if line.starred:
            place = QPoint(inner.right() - aside - _STAR - 6, inner.top() + (height - _STAR) // 2)
            icon("star", Tone.TODAY).paint(painter, QRect(place, QSize(_STAR, _STAR)))
        below = QRect(inner.left(), inner.top() + height + 2, inner.width(), height)
        draw_marked(painter, below, line.why, tone_color(Tone.ACCENT))

    @staticmethod
    def _cut(painter: QPainter, text: str, inner: QRect) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())


def draw_marked(painter: QPainter, place: QRect, texts: tuple[Marked, ...], mark: QColor | None) -> None:
    """Texts behind each other on one line, what matched in bold and in the colour of ``mark``; cut where the room ends."""
    plain, bold = QFont(painter.font()), QFont(painter.font())
    bold.setBold(True)
    pen, left = painter.pen(), place.left()
    for text, marked in _runs(texts):
        room = place.right() - left
        if room <= 0:
            break
        font = bold if marked else plain
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(mark if marked and mark is not None else pen)
        painter.drawText(QRect(left, place.top(), room, place.height()), Qt.TextFlag.TextSingleLine, shown)
        left += QFontMetrics(font).horizontalAdvance(shown)
    painter.setFont(plain)
    painter.setPen(pen)


def _runs(texts: tuple[Marked, ...]) -> Iterator[tuple[str, bool]]:
    """The texts in pieces that are marked or not."""
    for number, each in enumerate(texts):
        place = 0
        if number:
            yield _PARTED, False
        for start, end in each.spans:
            if start >= place:
                yield each.text[place:start], False
                yield each.text[start:end], True
                place = end
        yield each.text[place:], False
