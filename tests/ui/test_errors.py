"""The net under the UI thread: a number for people, the trace in the log, nothing closed."""

import logging
import sys

import pytest

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.errors import ExceptionHook, OurMistake


def caught(hook: ExceptionHook, error: Exception) -> None:
    """Hand an error to the hook as the interpreter does."""
    hook.caught(type(error), error, error.__traceback__)


def test_a_bug_is_told_with_the_number_of_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    told: list[Trouble] = []
    with caplog.at_level(logging.ERROR):
        caught(ExceptionHook(told.append), ZeroDivisionError("oops"))
    (mistake,) = told
    assert isinstance(mistake, OurMistake)
    assert f"error {mistake.number}" in caplog.text
    assert "ZeroDivisionError: oops" in caplog.text


def test_a_trouble_of_the_world_is_told_as_it_is() -> None:
    told: list[Trouble] = []
    caught(ExceptionHook(told.append), Trouble("The disk is full."))
    assert [str(trouble) for trouble in told] == ["The disk is full."]


def test_an_error_while_telling_tears_no_hole(caplog: pytest.LogCaptureFixture) -> None:
    def tear(_trouble: Trouble) -> None:
        raise RuntimeError("no dialog today")

    hook = ExceptionHook(tear)
    caught(hook, ZeroDivisionError())
    assert "no dialog today" in caplog.text
    caught(hook, ZeroDivisionError())
    assert caplog.text.count("RuntimeError: no dialog today") == 2


def test_an_error_inside_the_telling_is_logged_only() -> None:
    told: list[Trouble] = []

    def again(trouble: Trouble) -> None:
        told.append(trouble)
        caught(hook, ZeroDivisionError())

    hook = ExceptionHook(again)
    caught(hook, ZeroDivisionError())
    assert len(told) == 1


def test_the_hook_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def before(*_: object) -> None:
        """The hook of somebody else."""

    monkeypatch.setattr(sys, "excepthook", before)
    hook = ExceptionHook(lambda _: None)
    hook.install()
    assert sys.excepthook == hook.caught
    hook.remove()
    assert sys.excepthook is before
