"""How the queue looks: heads with their buttons, lines with a coloured edge."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTreeView,
)

from itow_desktop.services.working import QueueLine
from itow_desktop.ui.assets import Tone, icon, tone_color
from itow_desktop.ui.models.queue import GROUP, LINE, Column, Index
from itow_desktop.ui.models.queue_groups import Group
from itow_desktop.ui.queue_text import URGENCY, UrgencyLook, Verb, unchecked, word_of
from itow_desktop.ui.widgets.dotted import dot_cell

ICON = 16
_GAP = 8
_EDGE = 3
_TICK_FROM = _EDGE + _GAP + ICON + _GAP
BOX_UNTIL = _TICK_FROM + ICON + _GAP // 2
"""A click left of this is meant for the box of a line."""
TEXT_FROM = _TICK_FROM + 2 * (ICON + _GAP)
"""Where the words of a line begin: right of box and picture."""
_STRONG = {Tone.LATE, Tone.TODAY}


@dataclass(frozen=True, slots=True)
class HeadPlaces:
    """Where the parts of a head stand, in the view's own coordinates."""

    caret: QRect
    tick: QRect
    picture: QRect
    words: QRect
    buttons: tuple[tuple[Verb, QRect], ...]


def row_height(metrics: QFontMetrics) -> int:
    """One height for heads and lines: the list stays fast with thousands of cars."""
    return metrics.height() + 14


def head_places(rect: QRect, part: Group, metrics: QFontMetrics) -> HeadPlaces:
    """Lay out a head; buttons that leave no room for the words are left out, from the last."""
    middle = rect.center().y()
    square = QSize(ICON, ICON)
    left = rect.left() + _EDGE + _GAP
    caret = QRect(QPoint(left, middle - ICON // 2), square)
    tick = caret.translated(ICON + _GAP, 0)
    picture = tick.translated(ICON + _GAP, 0)
    words_from = picture.right() + _GAP
    widths = [(verb, metrics.horizontalAdvance(verb.value.replace("&", "")) + 24) for verb in part.verbs]
    wanted = round(metrics.horizontalAdvance(part.sentence) * 1.1) + 2 * _GAP
    room = max(0, rect.right() - words_from - min(wanted, rect.width() // 2))
    while widths and sum(width + _GAP for _, width in widths) > room:
        widths.pop()
    buttons, right = [], rect.right() - _GAP
    for verb, width in reversed(widths):
        buttons.append((verb, QRect(right - width, rect.top() + 3, width, rect.height() - 6)))
        right -= width + _GAP
    words = QRect(words_from, rect.top(), max(0, right - words_from), rect.height())
    return HeadPlaces(caret, tick, picture, words, tuple(reversed(buttons)))


class QueuePainter(QStyledItemDelegate):
    """Draws the cells; knows which button the mouse is on."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self.hovered: tuple[Group, Verb] | None = None
        self.pressed: tuple[Group, Verb] | None = None
        self.dimmed = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(64, row_height(option.fontMetrics))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        line = index.data(LINE)
        if not isinstance(line, QueueLine):
            return
        column = Column(index.column())
        look = URGENCY[word_of(line)]
        option.textElideMode = Qt.TextElideMode.ElideRight
        if column is Column.URGENCY:
            option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
            if look.tone is not None:
                option.palette.setColor(QPalette.ColorRole.Text, tone_color(look.tone, option.palette))
        elif column is Column.PLATE and line.case.plate:
            option.font.setBold(True)
        elif column in {Column.VIN, Column.CALL, Column.DAYS, Column.PLACE, Column.WHO} or (column is Column.PLATE and not line.case.plate):
            option.palette.setColor(QPalette.ColorRole.Text, tone_color(Tone.QUIET, option.palette))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if self.dimmed:
            painter.setOpacity(0.45)
        line, part = index.data(LINE), index.data(GROUP)
        if isinstance(line, QueueLine) and index.column() == Column.URGENCY:
            self._first(painter, option, index, URGENCY[word_of(line)])
        elif isinstance(line, QueueLine):
            super().paint(painter, option, index)
            if index.column() == Column.DUE and unchecked(line):
                self._dots(painter, option, index)
        elif isinstance(part, Group) and index.column() == 0:
            self._head(painter, option, index, part)
        painter.restore()

    def _first(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, look: UrgencyLook) -> None:
        """Edge, tick, picture, word; the tick stands below the one of the head."""
        ground = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        self._view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, ground, painter, self._view)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        mode = QIcon.Mode.Selected if selected and option.state & QStyle.StateFlag.State_Active else QIcon.Mode.Normal
        box = QRect(option.rect.left() + _TICK_FROM, option.rect.center().y() - ICON // 2, ICON, ICON)
        _tick(painter, box, index.data(Qt.ItemDataRole.CheckStateRole), mode)
        icon(look.picture, look.tone).paint(painter, box.translated(ICON + _GAP, 0), Qt.AlignmentFlag.AlignCenter, mode)
        words = QStyleOptionViewItem(option)
        words.rect = option.rect.adjusted(TEXT_FROM, 0, 0, 0)
        super().paint(painter, words, index)
        self._edge(painter, option.rect, look.tone)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, _option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box of a line ticks it."""
        on_line = index.column() == Column.URGENCY and isinstance(index.data(LINE), QueueLine)
        if on_line and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton and event.position().x() < BOX_UNTIL:
            pressed = event.type() in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
            return pressed and model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False

    def _edge(self, painter: QPainter, rect: QRect, tone: Tone | None) -> None:
        if tone in _STRONG:
            painter.fillRect(QRect(rect.left(), rect.top(), _EDGE, rect.height()), tone_color(tone))

    def _dots(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A dotted line below a date whose rule nobody has checked yet."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        dot_cell(painter, shown, self._view)

    # --- heads -------------------------------------------------------------------------------------------------------

    def _head(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, part: Group) -> None:
        rect, palette = option.rect, option.palette
        places = head_places(rect, part, option.fontMetrics)
        look = URGENCY[part.word]
        painter.fillRect(rect, palette.color(QPalette.ColorRole.Midlight))
        self._edge(painter, rect, look.tone)
        painter.setPen(palette.color(QPalette.ColorRole.Mid))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        icon("caret-down" if self._view.isExpanded(index) else "caret-right", Tone.QUIET).paint(painter, places.caret)
        _tick(painter, places.tick, index.data(Qt.ItemDataRole.CheckStateRole), QIcon.Mode.Normal)
        icon(look.picture, look.tone).paint(painter, places.picture)
        self._words(painter, option, places.words, part, look.tone)
        for verb, place in places.buttons:
            self._button(painter, option, place, part, verb)
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(tone_color(Tone.ACCENT, palette), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, part: Group, tone: Tone | None) -> None:
        bold = QFont(option.font)
        bold.setBold(True)
        ink = tone_color(tone, option.palette) if tone in _STRONG else option.palette.color(QPalette.ColorRole.Text)
        title = QFontMetrics(bold).elidedText(part.title, Qt.TextElideMode.ElideRight, place.width())
        painter.setFont(bold)
        painter.setPen(ink)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, middle, title)
        taken = QFontMetrics(bold).horizontalAdvance(title) + 12
        rest = place.adjusted(taken, 0, 0, 0)
        if rest.width() > 40:
            painter.setFont(option.font)
            painter.setPen(tone_color(Tone.QUIET, option.palette))
            said = "  ·  ".join(word for word in (part.phone, part.aside) if word)
            painter.drawText(rest, middle, option.fontMetrics.elidedText(said, Qt.TextElideMode.ElideRight, rest.width()))

    def _button(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, part: Group, verb: Verb) -> None:
        box = QStyleOptionButton()
        box.initFrom(self._view)
        box.rect = place
        box.text = verb.value
        box.state = QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Active
        here = (part, verb)
        if self.hovered == here:
            box.state |= QStyle.StateFlag.State_MouseOver
        box.state |= QStyle.StateFlag.State_Sunken if self.pressed == here else QStyle.StateFlag.State_Raised
        box.palette = option.palette
        painter.setFont(option.font)
        self._view.style().drawControl(QStyle.ControlElement.CE_PushButton, box, painter, self._view)


_BOXES = {
    Qt.CheckState.Unchecked: ("square", Tone.QUIET),
    Qt.CheckState.PartiallyChecked: ("square-half", Tone.ACCENT),
    Qt.CheckState.Checked: ("check-square", Tone.ACCENT),
}


def _tick(painter: QPainter, place: QRect, state: Qt.CheckState, mode: QIcon.Mode) -> None:
    picture, tone = _BOXES[state]
    icon(picture, tone).paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
