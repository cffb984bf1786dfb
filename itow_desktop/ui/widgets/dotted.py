"""The dotted line below a date whose rule nobody has checked yet."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QLabel, QStyle, QStyledItemDelegate, QStyleOptionViewItem

NOT_CHECKED = "not yet checked"
"""What a mark means, in words; the why page tells all."""


class DayLabel(QLabel):
    """A date on one line, with the dots or without."""

    def __init__(self, day: str, *, unverified: bool) -> None:
        super().__init__(day)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.unverified = unverified
        if unverified:
            self.setToolTip(f"The rule of this date is {NOT_CHECKED}. The why page tells where it is from.")
            self.setAccessibleName(f"{day}, rule {NOT_CHECKED}")
            self.setContentsMargins(0, 0, 0, 3)  # room for the dots

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.unverified:
            painter = QPainter(self)
            metrics, place = self.fontMetrics(), self.contentsRect()
            left = QRect(place.left(), place.top(), metrics.horizontalAdvance(self.text()), place.height())
            draw_dots(painter, left, metrics, self.palette(), selected=False)
            painter.end()


class DottedDelegate(QStyledItemDelegate):
    """Draws the dots below the texts of a column; ``role`` answers whether a cell's date has the mark."""

    def __init__(self, view: QAbstractItemView, role: int) -> None:
        super().__init__(view)
        self._view = view
        self._role = role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        if index.data(self._role):
            shown = QStyleOptionViewItem(option)
            self.initStyleOption(shown, index)
            painter.save()
            dot_cell(painter, shown, self._view)
            painter.restore()


def dot_cell(painter: QPainter, shown: QStyleOptionViewItem, view: QAbstractItemView) -> None:
    """Dots below the text of a cell that is drawn by this initialised option; text and dots stand at the right."""
    style = view.style()
    place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, view)
    metrics = QFontMetrics(shown.font)
    margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, view) + 1
    right = place.right() - margin
    left = max(place.left(), right - metrics.horizontalAdvance(shown.text))
    text = QRect(left, place.top(), right - left + 1, place.height())
    draw_dots(painter, text, metrics, shown.palette, selected=bool(shown.state & QStyle.StateFlag.State_Selected))


def draw_dots(painter: QPainter, text: QRect, metrics: QFontMetrics, palette: QPalette, *, selected: bool) -> None:
    """Dots below a line of text that stands in the middle of the height of ``text``."""
    base = text.center().y() + metrics.ascent() // 2 + 3
    role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
    painter.setPen(QPen(palette.color(role), 1, Qt.PenStyle.DotLine))
    painter.drawLine(text.left(), base, text.right(), base)
