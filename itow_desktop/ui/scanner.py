"""A barcode scanner that types like a keyboard, told from a person by its pace, whatever has the focus."""

import time
from collections.abc import Callable
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from itow_desktop.domain.barcodes import Mark, read_barcode
from itow_desktop.ui.landing import Landing, writable

WANTS_SCAN = "wantsScan"
"""Property of a line edit that takes a scan itself: ``True``, or ``"enter"`` where the Enter behind it is wanted too."""

GAP_MS = 35
"""Scanners leave 1 to 20 ms between keys; the fastest typists 60, two keys rolled over each other aside."""
_PREFIX_PATIENCE_MS = 400
_LEAST, _LEAST_UNKNOWN = 3, 5
"""Letters a known mark has at least, and anything else that shall count as a scan."""
_ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_SILENT = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@runtime_checkable
class TakesScans(Protocol):
    """A window that works on marks itself, such as a walk over the lot."""

    def take_scan(self, scanned: str) -> bool:
        """Take a mark that was read, whatever has the focus; False when it is not wanted now."""


class Scanner(QObject):
    """Watches the keys of the whole program.

    The first key of a scan cannot be told from a person's: a field gets it at once, and it is taken back out when a
    scan it was. Anything else waits for it a moment (``GAP_MS``), for there a letter may be a command. Further keys
    wait until it is clear whose they are, then go where they were meant.
    """

    scanned = Signal(str)
    """What was read, less the prefix; its Enter pressed nothing."""
    scanned_into = Signal(QWidget, str)
    """The field that wanted the scan, and what it was given."""

    def __init__(self, program: QApplication, *, prefix: str = "", clock: Callable[[], int] | None = None) -> None:
        """``prefix`` is what the scanner is set to type first; ``clock`` counts milliseconds where an event does not know its time."""
        super().__init__(program)
        self._program = program
        self._prefix = prefix
        self._clock = clock or (lambda: time.monotonic_ns() // 1_000_000)
        self._keys: list[str] = []
        self._held: list[QKeyEvent] = []
        self._target: QWidget | None = None
        self._landing: Landing | None = None
        self._last = 0
        self._replaying = False
        self._watching = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._let_go)

    def start(self) -> None:
        """Begin to watch: whatever has the focus, that alone, since a filter over every event of the program would slow it down."""
        self._watching = True
        self._program.focusChanged.connect(self._follow)
        self._follow(None, self._program.focusWidget())

    def stop(self) -> None:
        """Watch no more; what waited goes where it was meant. Safe to call again."""
        if not self._watching:
            return
        self._watching = False
        self._program.focusChanged.disconnect(self._follow)
        self._follow(self._program.focusWidget(), None)
        self._let_go()

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    # --- events ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at keys on their way to the widget that has the focus."""
        if self._replaying or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            return self._no_shortcut(event, watched)
        return event.type() is QEvent.Type.KeyPress and self._pressed(event, watched)

    def _no_shortcut(self, event: QKeyEvent, target: QWidget) -> bool:
        """A key in the middle of a burst, or the Enter behind it, is no shortcut."""
        going_on = self._goes_on(event, target)
        if going_on and (_is_letter(event) or (event.key() in _ENDS and self._is_scan(event))):
            event.accept()
            return True
        return False

    def _pressed(self, event: QKeyEvent, target: QWidget) -> bool:
        """Whether the key is kept from its widget."""
        if event.key() in _SILENT or _secret(target):
            return False
        going_on = self._goes_on(event, target)
        if event.key() in _ENDS and going_on and self._is_scan(event):
            self._read(event)
            return True
        if not _is_letter(event):
            self._let_go()
            return False
        if going_on:
            self._last = self._moment(event)
            self._hold(event)
            return True
        return self._begin(event, target)

    # --- a burst of keys ---------------------------------------------------------------------------------------------

    def _begin(self, event: QKeyEvent, target: QWidget) -> bool:
        """The first key of what may become a scan; whether it waits."""
        self._let_go()
        self._target, self._last = target, self._moment(event)
        field = writable(target)
        if field is None or self._prefixed(event.text()):
            self._hold(event)
            return True
        self._landing = Landing(field)
        self._keys = [event.text()]
        return False

    def _hold(self, event: QKeyEvent) -> None:
        self._keys.append(event.text())
        self._held.append(event.clone())
        self._patience.start(_PREFIX_PATIENCE_MS if self._prefixed("".join(self._keys)) else GAP_MS)

    def _goes_on(self, event: QKeyEvent, target: QWidget) -> bool:
        """Whether a key belongs to the burst before it."""
        if not self._keys or target is not self._target:
            return False
        pace = _PREFIX_PATIENCE_MS if self._prefixed("".join(self._keys)) else GAP_MS
        return 0 <= self._moment(event) - self._last <= pace

    def _is_scan(self, end: QKeyEvent) -> bool:
        """Whether the burst that this key ends is what a scanner types."""
        text = "".join(self._keys)
        if self._prefixed(text) and len(text) > len(self._prefix):
            return True
        if read_barcode(text) is not None:
            return len(text) >= _LEAST
        return len(text) >= _LEAST_UNKNOWN and end.key() != Qt.Key.Key_Tab

    def _prefixed(self, text: str) -> bool:
        return bool(self._prefix) and text.startswith(self._prefix)

    def _moment(self, event: QKeyEvent) -> int:
        """Milliseconds of the system at which the key went down: a window that stood still makes nobody faster."""
        return event.timestamp() or self._clock()

    # --- ends --------------------------------------------------------------------------------------------------------

    def _let_go(self) -> None:
        """A person's keys after all: those that waited go where they were meant."""
        self._patience.stop()
        held, target = self._held, self._target
        self._held = []
        if not held:
            self._keys, self._landing = [], None
            return
        self._replaying = True
        for event in held:
            if target is not None and shiboken6.isValid(target):
                self._program.sendEvent(target, event)
        self._replaying = False
        if self._landing is not None:
            self._landing.grew(len(held))

    def _read(self, end: QKeyEvent) -> None:
        """A scan: out of the field again, or into the one that wants it."""
        self._patience.stop()
        text = "".join(self._keys).removeprefix(self._prefix if self._prefixed("".join(self._keys)) else "")
        target, landing = self._target, self._landing
        self._keys, self._held, self._landing, self._target = [], [], None, None
        if landing is not None:
            landing.take_back()
        wants = target.property(WANTS_SCAN) if isinstance(target, QLineEdit) and shiboken6.isValid(target) else None
        if isinstance(target, QLineEdit) and wants:
            self._give(target, text)
            if wants == "enter":
                self._replaying = True
                self._program.sendEvent(target, end.clone())
                self._replaying = False
        else:
            self.scanned.emit(text)

    def _give(self, field: QLineEdit, text: str) -> None:
        """Write a scan into the field that wants it, as if somebody had typed it over what was there."""
        mark = read_barcode(text)
        given = mark.text if mark is not None and mark.mark is Mark.VIN else text.strip()
        field.selectAll()
        field.insert(given)
        self.scanned_into.emit(field, given)


def _is_letter(event: QKeyEvent) -> bool:
    return len(event.text()) == 1 and event.text().isprintable() and not event.modifiers() & _WITH and not event.isAutoRepeat()


def _secret(widget: QWidget) -> bool:
    """Passwords are typed by programs too, as fast as scanners."""
    return isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
