"""The real window with cars' pages opened from its list: ``bench_page_window.py WHAT`` prints one line of JSON."""

import gc
import sys
import time

from bench_window import main, resident, settle
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from itow_desktop import app
from itow_desktop.ui.dialogs.car.window import CarWindow

_PAGES = 30
_WARM = 20
_OPENED = 500
_MINUTE_OLD = 100
"""Pages after which the old garbage is looked at, as a timer does once a minute: nobody opens a page in 60 ms all day."""


class Painted(QObject):
    """Ends a loop once a widget was painted; it is shown only when its car is read."""

    def __init__(self, watched: QWidget, loop: QEventLoop) -> None:
        super().__init__(watched)
        self._loop = loop
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """The zero timer fires when this very paint is done, with all that stands on the widget."""
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return super().eventFilter(watched, event)


def page(office: app.OfficeWindow) -> dict[str, list[float]]:
    """Milliseconds from Ctrl+Enter in the list to the painted page, and to its history."""
    _list(office)
    opened, told = [], []
    for row in range(_PAGES):
        office.vehicles.table.choose(row)
        settle(office.runner)
        taken, window = _opened(office)
        opened.append(taken)
        settle(office.runner)
        told.append(_history(window))
        _close(office, window)
    return {"page_ms": opened[1:], "history_ms": told}


def pages(office: app.OfficeWindow) -> dict[str, list[float] | float]:
    """The memory after some pages were opened and closed, then after 500 more, each of another car."""
    _list(office)
    ids = [row.custody_id for row in office.vehicles.model.rows]
    while len(ids) < _WARM + _OPENED:
        ids.append(ids[-1] - 1)
    taken = []
    for place, custody_id in enumerate(ids[: _WARM + _OPENED]):
        if place == _WARM:
            gc.collect()
            warm = resident()
        taken.append(_one(office, custody_id))
        if place % _MINUTE_OLD == 0:
            gc.collect()
    gc.collect()
    settle(office.runner)
    return {"page_ms": taken[_WARM:], "warm_mb": warm, "after_mb": resident(), "opened": float(_OPENED)}


def _one(office: app.OfficeWindow, custody_id: int) -> float:
    loop = QEventLoop()
    started = time.perf_counter()
    office.car_files.open(custody_id)
    window = office.car_files.open_pages[-1]
    Painted(window, loop)
    loop.exec()
    taken = (time.perf_counter() - started) * 1000
    for place in range(len(window.view.sections)):
        window.view.open_section(place)
    settle(office.runner)
    _close(office, window)
    return taken


def _close(office: app.OfficeWindow, window: CarWindow) -> None:
    """Close it and let it go now: what is to be deleted later waits for the loop below, in which all of this is one event."""
    window.close()
    settle(office.runner)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _list(office: app.OfficeWindow) -> None:
    office.window.show_pane(office.vehicles.key)
    settle(office.runner)


def _opened(office: app.OfficeWindow) -> tuple[float, CarWindow]:
    """The key press, and how long until its page stood there."""
    loop = QEventLoop()
    started = time.perf_counter()
    QTest.keyClick(office.vehicles.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window = office.car_files.open_pages[-1]
    Painted(window, loop)
    loop.exec()
    return (time.perf_counter() - started) * 1000, window


def _history(window: CarWindow) -> float:
    """From the click on the part to its text on the screen."""
    loop = QEventLoop()
    started = time.perf_counter()
    window.view.history.told.textChanged.connect(loop.quit)
    window.view.open_part(type(window.view.history))
    if not window.view.history.told.toPlainText():
        loop.exec()
    window.view.history.told.viewport().repaint()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], {"page": page, "pages": pages}))
