"""The preview of a paper shows what was asked for last, however late an older answer comes."""

from threading import Event

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import Refused
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.tasks import TaskRunner
from tests.notices import logo


def said(preview: PaperPreview) -> list[str]:
    return [label.text() for label in preview.findChildren(QLabel) if label.text()]


def test_late_news_of_an_older_paper_are_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    preview, gate, over = PaperPreview(), Event(), Event()
    qtbot.addWidget(preview)

    def late() -> tuple[bytes, ...]:
        gate.wait(30)
        over.set()
        raise Refused("The older paper cannot be drawn.")

    preview.read(runner, late)
    preview.read(runner, lambda: (logo(), logo()))
    qtbot.waitUntil(lambda: preview.pages == 2)
    gate.set()
    qtbot.waitUntil(lambda: over.is_set() and not runner.busy)
    assert preview.pages == 2
    assert not any("older paper" in words for words in said(preview))

    preview.read(runner, lambda: (logo(),))
    preview.say("Nothing is chosen.")
    qtbot.waitUntil(lambda: not runner.busy)
    assert (preview.pages, said(preview)) == (0, ["Nothing is chosen."])


def test_what_cannot_be_drawn_says_why(qtbot: QtBot, runner: TaskRunner) -> None:
    preview = PaperPreview()
    qtbot.addWidget(preview)

    def broken() -> tuple[bytes, ...]:
        raise Refused("This letter has no address.")

    preview.read(runner, broken)
    qtbot.waitUntil(lambda: said(preview) == ["This letter has no address."])
