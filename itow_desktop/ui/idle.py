"""Covers the window when nobody was at the PC for a while, and brings everybody back to the very same place."""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.people.cover import Cover, CoverDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who

_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin}
)
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut, QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.ContextMenu, QEvent.Type.ToolTip, QEvent.Type.DragEnter, QEvent.Type.Drop, QEvent.Type.Close,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd,
    }
)  # fmt: skip
_PASSING = (Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen, Qt.WindowType.Popup)


class IdleLock(QObject):
    """Watches for keys and mouse by a stopwatch that no clock of the PC changes.

    While the window is covered, work under way goes on and nothing loses what was typed: the field that had the focus
    does not even hear that it lost it, so that an open cell of a grid stays open.
    """

    covered = Signal()
    uncovered = Signal()

    def __init__(
        self,
        window: QWidget,
        who: Who,
        check: Callable[[Person, str], PinAnswer],
        *,
        runner: TaskRunner,
        monotonic: Callable[[], float],
    ) -> None:
        """``check`` proves a PIN on a worker thread; ``monotonic`` is the stopwatch."""
        super().__init__(window)
        self._window, self._who, self._check, self._runner, self._monotonic = window, who, check, runner, monotonic
        self._people: tuple[Person, ...] = ()
        self._pins = False
        self._limit = 0.0
        self._last = monotonic()
        self._watched: list[QWindow] = []
        self._focus: QWidget | None = None
        self._active: QWidget | None = None
        self._covers: list[Cover] = []
        self.dialog: CoverDialog | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        app = QApplication.instance()
        if not isinstance(app, QGuiApplication):
            raise TypeError("there is no window without an application")
        self._app = app
        app.focusWindowChanged.connect(self._watch)
        self._watch(QGuiApplication.focusWindow())

    # --- from outside ------------------------------------------------------------------------------------------------

    @property
    def is_covered(self) -> bool:
        """Whether the window is covered now."""
        return self.dialog is not None

    def know(self, people: Sequence[Person], *, pins: bool, seconds: float) -> None:
        """Who may come back, whether PINs are wanted, after how many seconds the window is covered (0: never)."""
        self._people, self._pins = tuple(people), pins
        if self.dialog is not None:
            self.dialog.offer(self._people, pins=pins)
        if seconds != self._limit:
            self._limit = seconds
            self._last = self._monotonic()
            self._wind()

    def look(self) -> None:
        """Cover the window if it is time; else look again when it could be."""
        if self._limit and self._monotonic() - self._last >= self._limit:
            self.cover()
        else:
            self._wind()

    def cover(self) -> None:
        """Cover it now."""
        if self.is_covered:
            return
        self._timer.stop()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._focus, self._active = QApplication.focusWidget(), QApplication.activeWindow() or self._window
        self.dialog = CoverDialog(self._who.person, self._check, runner=self._runner, parent=self._active)
        self.dialog.back.connect(self._come_back)
        self.dialog.offer(self._people, pins=self._pins)
        for widget in QApplication.topLevelWidgets():
            self._lay_over(widget)
        self._all_events(on=True)
        self.dialog.show()
        self.dialog.activateWindow()
        self.covered.emit()

    # --- covered -----------------------------------------------------------------------------------------------------

    def _lay_over(self, widget: QWidget) -> None:
        if widget.isVisible() and widget is not self.dialog and widget.windowType() not in _PASSING:
            self._covers.append(Cover(widget))

    def _come_back(self, person: Person | None) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None:
            return
        self._all_events(on=False)
        dialog.hide()
        dialog.deleteLater()
        for cover in self._covers:
            if shiboken6.isValid(cover):
                cover.hide()
                cover.deleteLater()
        self._covers.clear()
        if person is not None:
            self._who.become(person)
        self._return()
        self._last = self._monotonic()
        self._wind()
        self.uncovered.emit()

    def _return(self) -> None:
        active, focus, self._active, self._focus = self._active, self._focus, None, None
        if active is not None and shiboken6.isValid(active):
            active.activateWindow()
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _belongs_to_dialog(self, widget: QWidget) -> bool:
        each: QWidget | None = widget
        while each is not None and each is not self.dialog:
            each = each.parentWidget()
        return each is not None

    def _all_events(self, *, on: bool) -> None:
        (self._app.installEventFilter if on else self._app.removeEventFilter)(self)

    # --- watching ----------------------------------------------------------------------------------------------------

    def _watch(self, window: QWindow | None) -> None:
        """Keys and mouse come to the window in front; watching it alone costs less than hearing everything."""
        self._watched = [each for each in self._watched if shiboken6.isValid(each)]
        if window is not None and window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees signs of life; while the window is covered, lets keys and mouse to the way back only."""
        kind = event.type()
        if self.dialog is None:
            if kind in _SIGNS_OF_LIFE:
                self._last = self._monotonic()
            return False
        if watched is self._focus and kind == QEvent.Type.FocusOut:
            return True
        if not isinstance(watched, QWidget):
            return False
        if kind == QEvent.Type.Show and watched.isWindow() and not self._belongs_to_dialog(watched):
            self._lay_over(watched)
            self.dialog.raise_()
        if kind not in _INPUT or self._belongs_to_dialog(watched) or self._app.isSavingSession():  # who logs off is let go
            return False
        event.ignore()
        return True

    def _wind(self) -> None:
        if not self._limit:
            self._timer.stop()
        elif not self.is_covered:
            left = self._limit - (self._monotonic() - self._last)
            self._timer.start(max(50, int(left * 1000) + 1))
