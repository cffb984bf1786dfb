"""The real window at work: when it lives, how soon it shows what is typed, how long it stands still.

Runs as a program of its own, so that its memory is the window's alone: ``bench_window.py WHAT`` prints one line of
JSON. The data folder, the TowBook to be asked come from the environment, as for any iTow Desktop program.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

import psutil

from itow_desktop.__main__ import loading

sys.modules["pygments"] = None  # type: ignore[assignment]  # mako would load it; only the tests bring it, no office has it

with loading():
    from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from itow_desktop import app
    from itow_desktop.services.views import ImportRun, VehicleColumn
    from itow_desktop.ui.models.vehicles import COLUMNS
    from itow_desktop.ui.tasks import TaskRunner

_BEAT_MS = 2
_DAYS = 15
_TYPED = ("malibu", "oak hollow", "48504 maroon", "ford 2011", "0ak h0l ford", "21")
"""Words as a clerk types them: each key is a search of its own, from one letter on."""
_CLICKED = (VehicleColumn.TOWED_AT, VehicleColumn.PLATE, VehicleColumn.MAKE, VehicleColumn.CALL_NUMBER, VehicleColumn.TOWED_FROM)

Measure = Callable[[app.OfficeWindow], Mapping[str, Any]]


def main(what: str, further: Mapping[str, Measure] = MappingProxyType({})) -> int:
    """Open the window as a person does, let the measuring in once it is shown. ``further`` are measures of other programs."""
    measures: dict[str, Measure] = {"live": live, "look": look, "today": today, "queue": queue, "import": importing}
    measure = (measures | dict(further))[what]

    class Watched(app.OfficeWindow):
        """The window, measured when nothing is under way any more."""

        def show(self) -> None:
            super().show()
            QTimer.singleShot(0, self._measured)

        def _measured(self) -> None:
            settle(self.runner)
            print(json.dumps(measure(self)), flush=True)
            QApplication.quit()

    app.OfficeWindow = Watched  # type: ignore[misc]  # the one place to come in without a change to the program
    return app.main(None)


def live(_office: app.OfficeWindow) -> dict[str, float]:
    """When the window stood there with its first lists, in seconds since 1970."""
    return {"lived_at": time.time(), "rss_mb": resident()}


def look(office: app.OfficeWindow) -> dict[str, list[float] | float]:
    """Milliseconds from key and click to rows on the screen; the memory after all that."""
    office.window.show_pane(office.vehicles.key)
    office.vehicles.filters.choose_status(None)
    settle(office.runner)
    keys = [each for text in _TYPED for each in typed(office, text)]
    clicks = [clicked(office, column) for column in _CLICKED for _ in range(2)]
    return {"keys_ms": keys, "clicks_ms": clicks, "rss_mb": resident()}


def today(office: app.OfficeWindow) -> dict[str, list[float] | float]:
    """Milliseconds from asking to the Today page on the screen; the first of them finds nothing remembered but by the start."""
    pane = office.beginning.today
    office.window.show_pane(pane.key)
    settle(office.runner)
    taken = []
    for _ in range(_DAYS):
        loop = QEventLoop()
        pane.shown.connect(lambda loop=loop: QTimer.singleShot(0, loop.quit))
        started = time.perf_counter()
        pane.refresh()
        loop.exec()
        pane.repaint()
        taken.append((time.perf_counter() - started) * 1000)
        pane.shown.disconnect()
        settle(office.runner)
    return {"today_ms": taken, "rss_mb": resident()}


def queue(office: app.OfficeWindow) -> dict[str, list[float] | float]:
    """Milliseconds from going to the queue, and from F5 on it, to its lines on the screen."""
    pane = office.queue
    opened, refreshed = [], []
    for _ in range(_DAYS):
        office.window.show_pane(office.vehicles.key)
        settle(office.runner)
        started = time.perf_counter()
        office.window.show_pane(pane.key)
        pane.list.viewport().repaint()
        opened.append((time.perf_counter() - started) * 1000)
        settle(office.runner)
        loop = QEventLoop()
        pane.model.modelReset.connect(lambda loop=loop: QTimer.singleShot(0, loop.quit))
        started = time.perf_counter()
        pane.refresh()
        loop.exec()
        pane.list.viewport().repaint()
        refreshed.append((time.perf_counter() - started) * 1000)
        pane.model.modelReset.disconnect()
        settle(office.runner)
    return {"opened_ms": opened, "refreshed_ms": refreshed, "rss_mb": resident()}


def importing(office: app.OfficeWindow) -> dict[str, list[float] | float]:
    """Gaps between beats of the event loop, in milliseconds, while the import pane imports what it suggests."""
    office.window.show_pane(office.imports.key)
    settle(office.runner)
    heart, loop = Heart(), QEventLoop()
    runs: list[ImportRun] = []
    office.bus.import_finished.connect(runs.append)
    for over in (office.bus.import_finished, office.bus.cars_changed):  # a failed import only changes cars
        over.connect(loop.quit)
    office.imports.form.days.setChecked(True)
    started = time.perf_counter()
    heart.begin()
    office.imports.begin()
    loop.exec()
    gaps = heart.end()
    new = runs[0].new if runs else 0
    return {"gaps_ms": gaps, "seconds": time.perf_counter() - started, "new": new, "rss_mb": resident()}


class Heart(QObject):
    """A timer that beats as often as the event loop lets it."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._beats: list[float] = []

    def begin(self) -> None:
        """Start beating."""
        self._beats = [time.perf_counter()]
        self._timer.start()

    def end(self) -> list[float]:
        """Stop; the milliseconds between the beats."""
        self._timer.stop()
        return [(later - earlier) * 1000 for earlier, later in zip(self._beats, self._beats[1:], strict=False)]

    def _beat(self) -> None:
        self._beats.append(time.perf_counter())


class Painted(QObject):
    """Ends a loop once the rows of the newest question were painted."""

    def __init__(self, office: app.OfficeWindow, loop: QEventLoop) -> None:
        super().__init__()
        self._model, self._viewport, self._loop = office.vehicles.model, office.vehicles.table.viewport(), loop
        self._answered = False
        self._model.rows_changed.connect(self._changed)
        self._viewport.installEventFilter(self)

    def _changed(self) -> None:
        self._answered = not self._model.waiting
        if self._answered and not self._model.rows:
            self._loop.quit()  # nothing found: the sentence that says so stands in the place of the rows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """The zero timer fires when this very paint is done."""
        if self._answered and event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return super().eventFilter(watched, event)


class PaintedResults(QObject):
    """Ends a loop once what was found for the newest text was painted under the find box."""

    def __init__(self, office: app.OfficeWindow, loop: QEventLoop) -> None:
        super().__init__()
        results = office.window.find_box.results
        if results is None:
            raise RuntimeError("nothing stands under the find box")
        self._loop, self._answered = loop, False
        results.model.modelReset.connect(self._reset)
        results.view.viewport().installEventFilter(self)

    def _reset(self) -> None:
        self._answered = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """The zero timer fires when this very paint is done."""
        if self._answered and event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._loop.quit)
        return super().eventFilter(watched, event)


def typed(office: app.OfficeWindow, text: str) -> list[float]:
    """Each key of a text, one after the other was answered."""
    box = office.window.find_box
    box.clear()
    settle(office.runner)
    office.window.activateWindow()
    box.setFocus()
    settle(office.runner)
    taken = []
    for letter in text:
        if letter == " ":  # asks nothing new
            box.insert(" ")
        else:
            taken.append(until_painted(office, partial(QTest.keyClicks, box, letter), PaintedResults))
    return taken


def clicked(office: app.OfficeWindow, column: VehicleColumn) -> float:
    """A click on a column's head."""
    office.window.find_box.clear()
    settle(office.runner)
    place = next(place for place, each in enumerate(COLUMNS) if each.key is column)
    header = office.vehicles.table.horizontalHeader()
    return until_painted(office, lambda: header.sectionClicked.emit(place))


def until_painted(office: app.OfficeWindow, deed: Callable[[], object], watch: type[Painted] | type[PaintedResults] = Painted) -> float:
    """Milliseconds from a deed to what it brings on the screen."""
    loop = QEventLoop()
    painted = watch(office, loop)
    started = time.perf_counter()
    deed()
    loop.exec()
    taken = (time.perf_counter() - started) * 1000
    painted.deleteLater()
    settle(office.runner)
    return taken


def settle(runner: TaskRunner) -> None:
    """Turn the event loop until nothing is under way any more."""
    loop = QEventLoop()
    calm = QTimer()
    calm.setInterval(20)
    calm.timeout.connect(lambda: None if runner.busy else loop.quit())
    calm.start()
    loop.exec()


def resident() -> float:
    """The memory of this process in MB."""
    return float(psutil.Process().memory_info().rss / 2**20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
