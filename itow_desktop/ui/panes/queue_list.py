"""The list of the queue: mouse, keys, and the place that survives a refresh."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QToolTip, QTreeView, QWidget

from itow_desktop.services.working import QueueLine
from itow_desktop.ui.models.queue import Index, QueueModel
from itow_desktop.ui.models.queue_groups import Group, GroupKey
from itow_desktop.ui.panes.queue_columns import QueueColumns
from itow_desktop.ui.panes.queue_paint import QueuePainter, head_places
from itow_desktop.ui.queue_text import ANY_CAR, Verb
from itow_desktop.ui.theme import tabular

_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class _Place:
    """Where somebody is in the list, in words that outlive its rows."""

    car: int | None
    head: GroupKey | None
    next_cars: tuple[int, ...]
    top_car: int | None
    top_head: GroupKey | None
    top_shift: int
    scrolled: int


class QueueList(QTreeView):
    """Heads and lines; says which verb is wanted for which group."""

    verb_asked = Signal(object, object)
    """``Verb`` and the ``Group`` it is wanted for (a head's button, a letter)."""
    opened = Signal(object)
    """Custody id: Enter or double-click on a line."""
    chosen = Signal(object)
    """Custody id of the current line, None on a head or nowhere."""
    menu_asked = Signal(object)
    """Global ``QPoint`` where the menu of the current line shall open."""

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = model
        self.setModel(model)
        self._folds: dict[GroupKey, bool] = {}
        self._place: _Place | None = None
        self._columns = QueueColumns(self, model)
        self.painter = QueuePainter(self)
        self.setItemDelegate(self.painter)
        self.setAccessibleName("Queue")
        self.setFont(tabular(self.font()))
        self.header().hide()
        self.header().setMinimumSectionSize(24)
        self.header().setStretchLastSection(False)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.expanded.connect(lambda index: self._folded(index, folded=False))
        self.collapsed.connect(lambda index: self._folded(index, folded=True))
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)

    # --- what is current ---------------------------------------------------------------------------------------------

    @property
    def line(self) -> QueueLine | None:
        """The line the keys are on."""
        return self._queue.line_at(self.currentIndex())

    @property
    def group(self) -> Group | None:
        """The group the keys are in."""
        return self._queue.group_at(self.currentIndex())

    def choose_first(self) -> None:
        """On the first line there is, if nothing is current yet."""
        if not self.currentIndex().isValid() and self._queue.rowCount():
            head = self._queue.index(0, 0)
            self.setCurrentIndex(self._queue.index(0, 0, head) if self.isExpanded(head) else head)

    def set_dimmed(self, dimmed: bool) -> None:
        """While an answer is awaited the old one stays, paler."""
        self.painter.dimmed = dimmed
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the details panel."""
        super().currentChanged(current, previous)
        line = self._queue.line_at(current)
        self.chosen.emit(None if line is None else line.case.custody_id)

    # --- the place ---------------------------------------------------------------------------------------------------

    def _keep_place(self) -> None:
        line, part = self.line, self.group
        follow: tuple[int, ...] = ()
        if line is not None and part is not None:
            row = self.currentIndex().row()
            follow = tuple(each.case.custody_id for each in (*part.lines[row + 1 :], *reversed(part.lines[:row])))
        top = self.indexAt(QPoint(1, 1)).siblingAtColumn(0)
        top_line, top_group = self._queue.line_at(top), self._queue.group_at(top)
        self._place = _Place(
            car=line.case.custody_id if line else None,
            head=part.key if part else None,
            next_cars=follow,
            top_car=top_line.case.custody_id if top_line else None,
            top_head=top_group.key if top_group else None,
            top_shift=self.visualRect(top).top() if top.isValid() else 0,
            scrolled=self.verticalScrollBar().value(),
        )

    def _take_place(self) -> None:
        place, self._place = self._place, None
        for row, part in enumerate(self._queue.groups):
            head = self._queue.index(row, 0)
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            if not self._folds.get(part.key, part.folded):
                self.setExpanded(head, True)
        self._columns.measure()
        self._columns.fit()
        if place is None:
            return
        current = self._find(place)
        if current.isValid():
            self.setCurrentIndex(current)
        else:
            self.chosen.emit(None)
        top = self._queue.find(place.top_car) if place.top_car is not None else QModelIndex()
        if not top.isValid() and place.top_head is not None and place.top_car is None:
            top = self._queue.find_group(place.top_head)
        self.executeDelayedItemsLayout()
        if top.isValid():
            self.scrollTo(top, QAbstractItemView.ScrollHint.PositionAtTop)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - place.top_shift)
        else:
            self.verticalScrollBar().setValue(place.scrolled)

    def _find(self, place: _Place) -> QModelIndex:
        """The same line; when it has left, the next one of its group, the head, the first of all."""
        if place.head is None:
            return QModelIndex()
        if place.car is None:
            return self._queue.find_group(place.head)
        for car in (place.car, *place.next_cars):
            found = self._queue.find(car)
            if found.isValid() and self.isExpanded(found.parent()):
                return found
        return self._queue.find_group(place.head)

    def _folded(self, index: QModelIndex, *, folded: bool) -> None:
        part = self._queue.group_at(index)
        if part is not None and self._place is None:
            self._folds[part.key] = folded

    # --- columns -----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit()

    # --- keys --------------------------------------------------------------------------------------------------------

    def keyboardSearch(self, _text: str) -> None:
        """Letters run verbs here; searching is what "Find anything" is for."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks, Shift with the arrows ticks line by line, a letter runs a verb."""
        current = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._open(current)
        elif event.key() == Qt.Key.Key_Space and plain and current.isValid():
            self._queue.toggle(current)
        elif (down := _STEPS.get(event.key())) and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == _SHIFT:
            self._tick_on(current, down)
        elif plain and (verb := self._verb_of(event.text())) is not None and self.group is not None:
            self.verb_asked.emit(verb, self.group)
        else:
            super().keyPressEvent(event)

    def _tick_on(self, current: QModelIndex, down: int) -> None:
        """Tick the line and the next one, which becomes the current one."""
        beside = current.siblingAtRow(current.row() + down)
        if self._queue.line_at(current) is not None:
            self._queue.tick(current)
            if beside.isValid():
                self._queue.tick(beside)
                self.setCurrentIndex(beside)

    def _verb_of(self, letter: str) -> Verb | None:
        """The group's own verbs first, then those that suit any car."""
        part = self.group
        wanted = letter.upper()
        offered = (*part.verbs, *(ANY_CAR if self.line is not None else ())) if part and wanted else ()
        return next((verb for verb in offered if verb.letter == wanted), None)

    def _open(self, index: Index) -> None:
        line = self._queue.line_at(index)
        if line is not None:
            self.opened.emit(line.case.custody_id)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))

    # --- mouse -------------------------------------------------------------------------------------------------------

    def _button_at(self, point: QPoint) -> tuple[Group, Verb] | None:
        index = self.indexAt(point)
        part = self._queue.group_at(index)
        if part is None or self._queue.line_at(index) is not None:
            return None
        places = head_places(self._head_rect(index), part, self.fontMetrics())
        return next(((part, verb) for verb, place in places.buttons if place.contains(point)), None)

    def _head_rect(self, index: QModelIndex) -> QRect:
        rect = self.visualRect(index.siblingAtColumn(0))
        rect.setLeft(0)
        rect.setWidth(self.viewport().width())
        return rect

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._button_at(event.position().toPoint())
        if over != self.painter.hovered:
            self.painter.hovered = over
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton:
            self.painter.pressed = self._button_at(point)
            if self.painter.pressed is not None:
                self.setCurrentIndex(self.indexAt(point).siblingAtColumn(0))
                self.viewport().update()
                return
            if self._pressed_head(point) or self._ticked_with(event.modifiers(), self.indexAt(point).siblingAtColumn(0)):
                return
        super().mousePressEvent(event)

    def _ticked_with(self, keys: Qt.KeyboardModifier, index: QModelIndex) -> bool:
        """Ctrl ticks or unticks a line, Shift ticks all from the current one to it."""
        if self._queue.line_at(index) is None or not keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self._queue.tick(index, until=self.currentIndex().siblingAtColumn(0))
        else:
            self._queue.toggle(index)
        self.setCurrentIndex(index)
        return True

    def _pressed_head(self, point: QPoint) -> bool:
        """The caret folds, the box ticks all."""
        index = self.indexAt(point).siblingAtColumn(0)
        part = self._queue.group_at(index)
        if part is None or self._queue.line_at(index) is not None:
            return False
        places = head_places(self._head_rect(index), part, self.fontMetrics())
        self.setCurrentIndex(index)
        if places.tick.adjusted(-4, -8, 4, 8).contains(point):
            self._queue.toggle(index)
        elif point.x() < places.tick.left():
            self.setExpanded(index, not self.isExpanded(index))
        return True

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self.painter.pressed = self.painter.pressed, None
        if pressed is not None:
            self.viewport().update()
            if self._button_at(event.position().toPoint()) == pressed:
                self.verb_asked.emit(pressed[1], pressed[0])
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a line it opens the car; a head's button is just pressed twice."""
        point = event.position().toPoint()
        if self._button_at(point) is not None:
            self.mousePressEvent(event)
            return
        line = self._queue.line_at(self.indexAt(point))
        super().mouseDoubleClickEvent(event)
        if line is not None:
            self.opened.emit(line.case.custody_id)

    def leaveEvent(self, event: QEvent) -> None:
        self.painter.hovered = None
        self.viewport().update()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the line under the mouse, or of the current one for the menu key."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.setCurrentIndex(self.indexAt(event.pos()).siblingAtColumn(0))
            self.menu_asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft()))
        QToolTip.hideText()
