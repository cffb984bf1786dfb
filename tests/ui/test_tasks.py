"""Work off the UI thread comes back on it, or is dropped."""

import logging
import threading
import weakref
from collections.abc import Generator

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.ui.errors import OurMistake
from itow_desktop.ui.tasks import Task, TaskRunner


def test_a_result_is_delivered_on_the_ui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    ui, owner = threading.get_ident(), QObject()
    seen: list[tuple[int, int]] = []
    with qtbot.waitSignal(runner.idle):
        task = runner.start(threading.get_ident, owner=owner, done=lambda worker: seen.append((worker, threading.get_ident())))
        assert task.running
    worker, delivered = seen[0]
    assert worker != ui
    assert delivered == ui
    assert QThread.currentThread() is owner.thread()
    assert not task.running


def test_a_trouble_of_the_world_reaches_the_one_who_asked(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    troubles: list[Trouble] = []

    def fail() -> None:
        raise Trouble("The printer is gone.")

    with qtbot.waitSignal(runner.idle):
        runner.start(fail, owner=owner, done=lambda _: pytest.fail("it failed"), failed=troubles.append)
    assert [str(trouble) for trouble in troubles] == ["The printer is gone."]


def test_a_bug_becomes_a_number_that_finds_its_trace(qtbot: QtBot, runner: TaskRunner, caplog: pytest.LogCaptureFixture) -> None:
    owner = QObject()
    troubles: list[Trouble] = []
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(runner.idle):
        runner.start(lambda: 1 // 0, owner=owner, done=lambda _: pytest.fail("it failed"), failed=troubles.append)
    mistake = troubles[0]
    assert isinstance(mistake, OurMistake)
    assert mistake.number in str(mistake)
    (record,) = [record for record in caplog.records if mistake.number in record.getMessage()]
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


def test_a_trouble_nobody_waits_for_is_told_by_the_window(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    told: list[Trouble] = []
    runner.on_untold(told.append)
    with qtbot.waitSignal(runner.idle):
        runner.start(lambda: 1 // 0, owner=owner, done=lambda _: None)
    assert isinstance(told[0], OurMistake)


def test_a_cancelled_question_is_not_answered(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, begun, gate = QObject(), threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert gate.wait(10)
        return "late"

    task = runner.start(slow, owner=owner, done=lambda _: pytest.fail("it was cancelled"))
    assert begun.wait(10)
    task.cancel()
    with qtbot.waitSignal(runner.idle):
        gate.set()
    assert not task.running


def test_a_question_cancelled_before_its_turn_is_never_asked(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, gate = QObject(), threading.Event()
    for _ in range(4):  # every thread is kept
        runner.start(lambda: gate.wait(10), owner=owner, done=lambda _: None)
    task = runner.start(lambda: pytest.fail("never begun"), owner=owner, done=lambda _: pytest.fail("never answered"))
    task.cancel()
    with qtbot.waitSignal(runner.idle):
        gate.set()


def test_an_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    owner, gate = QLabel(), threading.Event()
    runner.start(lambda: gate.wait(10), owner=owner, done=lambda _: pytest.fail("its owner is gone"))
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    with qtbot.waitSignal(runner.idle):
        gate.set()


def test_progress_ends_with_the_newest_step_and_the_result(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    steps: list[int] = []
    results: list[str] = []

    def work() -> Generator[int, None, str]:
        yield from range(1000)
        return "finished"

    with qtbot.waitSignal(runner.idle):
        runner.start(work, owner=owner, progress=steps.append, done=results.append)
    assert results == ["finished"]
    assert steps == sorted(steps)
    assert steps[-1] == 999


def test_a_cancelled_deed_tidies_up_and_tells_how_far_it_came(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    pause, results = threading.Event(), list[str]()

    def work() -> Generator[int, None, str]:
        done = 0
        try:
            while not pause.wait(0.005):
                done += 1
                yield done
            return "never told"
        except Cancelled:
            yield done
            return f"kept {done}"

    with qtbot.waitSignal(runner.idle):
        task: Task = runner.start(work, owner=owner, progress=lambda done: task.cancel() if done == 3 else None, done=results.append)
    assert results[0].startswith("kept ")
    assert task.cancelled


def test_a_deed_that_does_not_mind_being_stopped_has_failed_as_cancelled(qtbot: QtBot, runner: TaskRunner) -> None:
    owner = QObject()
    troubles: list[Trouble] = []
    stop = threading.Event()

    def work() -> Generator[int, None, None]:
        while True:
            stop.wait(0.005)
            yield 1

    with qtbot.waitSignal(runner.idle):
        task: Task = runner.start(
            work, owner=owner, progress=lambda _: task.cancel(), done=lambda _: None, failed=troubles.append, stop=stop
        )
    assert isinstance(troubles[0], Cancelled)
    assert stop.is_set()


def test_closing_gives_up_on_work_that_does_not_stop(qtbot: QtBot) -> None:
    runner, owner, begun, gate = TaskRunner(), QObject(), threading.Event(), threading.Event()

    def stubborn() -> None:
        begun.set()
        gate.wait(30)

    runner.start(stubborn, owner=owner, done=lambda _: None)
    assert begun.wait(10)
    assert not runner.close(0.05)
    gate.set()
    assert runner.close(10)
    task = runner.start(lambda: pytest.fail("nothing is begun any more"), owner=owner, done=lambda _: None)
    assert task.cancelled
    assert not task.running


def test_a_worker_never_holds_the_last_reference(qtbot: QtBot, runner: TaskRunner) -> None:
    """A widget that only its question still knows dies on the UI thread, also after a trouble with its long trace."""
    died_on: list[int] = []

    def ask(fail: bool) -> None:
        widget = QLabel()
        weakref.finalize(widget, lambda: died_on.append(threading.get_ident()))

        def work() -> str:
            if fail:
                raise Trouble(widget.objectName())
            return widget.objectName()

        runner.start(work, owner=widget, done=lambda _: None, failed=lambda _: None)

    for turn in range(60):
        ask(turn % 2 == 0)
    qtbot.waitUntil(lambda: len(died_on) == 60)
    assert set(died_on) == {threading.get_ident()}
