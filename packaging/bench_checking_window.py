"""The real window with Check import open on its newest import: ``bench_checking_window.py checking`` prints one line of JSON."""

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from bench_window import Heart, main, resident, settle
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from itow_desktop import app
from itow_desktop.domain.importing.reconciling import OPEN, LineKind
from itow_desktop.ui.dialogs.checking.window import CheckImportWindow
from itow_desktop.ui.models.checking import TrayColumn
from itow_desktop.ui.rooms.checking import CheckingRoom

_STEP_MS = 16
"""Between two turns of the wheel, two keys: as fast as a screen is drawn."""
_TURNS = 300
_KEYS = 150
_TYPED = ("burgundy", "malibu", "21", "ford 2011", "zzz")

Deed = Callable[[], object]


def checking(office: app.OfficeWindow) -> dict[str, Any]:
    """Milliseconds between the beats of the event loop while somebody works in the list."""
    room = next(each for each in office.rooms if isinstance(each, CheckingRoom))
    heart, loop = Heart(), QEventLoop()
    started = time.perf_counter()
    heart.begin()
    window = room.show_newest()
    window.view.read.connect(loop.quit)
    loop.exec()
    window.view.table.viewport().repaint()
    read, reading = (time.perf_counter() - started) * 1000, heart.end()
    settle(office.runner)
    told = {
        "lines": window.view.model.rowCount(), "waiting": sum(window.view.model.listing.states.get(state, 0) for state in OPEN),
        "read_ms": read, "reading_ms": reading,
    }  # fmt: skip
    for name, deeds in (("scroll", _scrolls(window)), ("narrow", _narrows(window)), ("decide", _marks(window))):
        told[f"{name}_ms"] = _beats(deeds)
        settle(office.runner)
    window.close()
    return {**told, "rss_mb": resident()}


def _beats(deeds: Iterable[Deed]) -> list[float]:
    """Do one thing after the other while the heart beats."""
    heart, loop, timer, following = Heart(), QEventLoop(), QTimer(), iter(deeds)

    def step() -> None:
        deed = next(following, None)
        if deed is None:
            timer.stop()
            loop.quit()
        else:
            deed()

    timer.setInterval(_STEP_MS)
    timer.timeout.connect(step)
    heart.begin()
    timer.start()
    loop.exec()
    return heart.end()


def _scrolls(window: CheckImportWindow) -> Iterable[Deed]:
    """The bar drawn from end to end and back, then keys: down, page by page, to the end."""
    table = window.view.table
    bar = table.verticalScrollBar()
    for turn in (*range(_TURNS), *range(_TURNS, 0, -1)):
        yield partial(bar.setValue, bar.maximum() * turn // _TURNS)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up):
        for _ in range(_KEYS):
            yield partial(QTest.keyClick, table, key)


def _narrows(window: CheckImportWindow) -> Iterable[Deed]:
    """Words letter by letter, each kind and every state."""
    view = window.view
    for text in _TYPED:
        for letter in text:
            yield partial(QTest.keyClicks, view.text, letter)
        yield view.text.clear
    for kind in LineKind:
        yield partial(view.chips.choose, kind)
        yield view.chips.choose
    for place in (*range(view.state.count()), 0):
        yield partial(view.state.setCurrentIndex, place)


def _marks(window: CheckImportWindow) -> Iterable[Deed]:
    """All lines marked, one line, sorted by each column."""
    for _ in range(3):
        yield window.mark_all
        yield partial(window.view.table.choose, 40)
    for column in TrayColumn:
        yield partial(window.view.table.sort_asked.emit, column, False)
    yield partial(window.view.table.sort_asked.emit, TrayColumn.WHY, False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], {"checking": checking}))
