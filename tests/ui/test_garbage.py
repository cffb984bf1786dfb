"""Circles of widgets die on the UI thread."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from itow_desktop.ui.garbage import UiGarbage
from itow_desktop.ui.tasks import TaskRunner


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[UiGarbage]:
    """The collector, Python's own given back afterwards."""
    garbage = UiGarbage()
    yield garbage
    garbage.close()


class Circle(QObject):
    """Knows itself."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def test_a_worker_that_allocates_much_collects_nothing(qtbot: QtBot, runner: TaskRunner, garbage: UiGarbage) -> None:
    died_on: list[int] = []
    circle = weakref.finalize(Circle(), lambda: died_on.append(threading.get_ident()))

    def allocate() -> int:
        return len([[number] for number in range(200_000)])

    with qtbot.waitSignal(runner.idle):
        runner.start(allocate, owner=garbage, done=lambda _: None)
    assert circle.alive
    garbage.collect()
    assert died_on == [threading.get_ident()]


def test_closing_gives_the_collection_back(qtbot: QtBot) -> None:
    garbage = UiGarbage()
    assert not gc.isenabled()
    garbage.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
