"""The manual: whole, searchable, true to the program, at hand on every screen."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop import ui
from itow_desktop.adapters.packs import find_pack
from itow_desktop.ui.help.law_page import NAME, law_page
from itow_desktop.ui.help.pages import HelpPage, page_of, read_pages, search
from itow_desktop.ui.help.places import FIRST, PAGES, page_for
from itow_desktop.ui.help.window import HelpWindow
from itow_desktop.ui.panes.pane import Pane

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "resources" / "help"
FRAMES = {"AnswerWindow", "DeedDialog", "DeskForm", "ManyCarsDialog", "Pane", "PrintingDialog"}
"""Classes that are never on the screen themselves."""


@pytest.fixture(scope="module")
def pages() -> tuple[HelpPage, ...]:
    """Every page, the law page too."""
    return (*read_pages(FOLDER), law_page(find_pack(HOUSE / "resources" / "rules", "us-mi")))


@pytest.fixture
def window(qtbot: QtBot, pages: tuple[HelpPage, ...]) -> HelpWindow:
    """The manual on the screen."""
    made = HelpWindow(pages, FOLDER, practising=False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_no_page_is_forgotten_and_none_is_empty(pages: tuple[HelpPage, ...]) -> None:
    names = [page.name for page in pages]
    assert len(set(names)) == len(names)
    assert {path.stem for path in FOLDER.glob("*.md")} == set(names) - {NAME}
    for page in pages:
        assert page.text.startswith("# "), page.name
        assert page.title, page.name
        assert len(page.plain) > 200, page.name


def test_every_link_and_every_picture_leads_somewhere(pages: tuple[HelpPage, ...]) -> None:
    names = {f"{page.name}.md" for page in pages}
    for page in pages:
        for picture in re.findall(r"!\[[^]]*]\(([^)]*)\)", page.text):
            assert (FOLDER / picture).is_file(), (page.name, picture)
        for link in re.findall(r"(?<!!)\[[^]]*]\(([^)]*)\)", page.text):
            assert link in names, (page.name, link)


def test_every_sentence_of_the_troubleshooting_is_one_the_program_says(pages: tuple[HelpPage, ...]) -> None:
    said = " ".join(path.read_text("utf-8") for path in (HOUSE / "itow_desktop").rglob("*.py"))
    page = next(page for page in pages if page.name == "troubleshooting")
    sentences = [line.removeprefix("## ") for line in page.text.splitlines() if line.startswith("## ")]
    own = {"A car has no next step", "A date looks wrong"}
    assert [each for each in sentences if each not in said and each not in own] == []


def test_every_screen_has_a_page_that_exists(pages: tuple[HelpPage, ...]) -> None:
    names = {page.name for page in pages}
    assert set(PAGES.values()) | {FIRST} <= names
    screens = set()
    for found in pkgutil.walk_packages(ui.__path__, "itow_desktop.ui."):
        for name, kind in inspect.getmembers(importlib.import_module(found.name), inspect.isclass):
            if kind.__module__ == found.name and issubclass(kind, QDialog | Pane) and not name.startswith("_"):
                screens.add(name)
    assert screens - FRAMES - set(PAGES) == set()


def test_the_page_is_that_of_the_innermost_screen(qtbot: QtBot) -> None:
    class QueuePane(QWidget):
        """Named as the real one."""

    outer = QueuePane()
    qtbot.addWidget(outer)
    inner = QLabel("x")
    QVBoxLayout(outer).addWidget(inner)
    assert page_for(inner) == "queue"
    assert page_for(None) == FIRST


def test_search_finds_all_words_and_puts_what_a_page_is_about_first() -> None:
    about = page_of("a", "# Calling in\n\nHow the police are told.")
    beside = page_of("b", "# Import\n\nAfterwards call the police; calling twice does no harm.")
    neither = page_of("c", "# Words\n\nNothing here.")
    assert [hit.page.name for hit in search([beside, neither, about], "calling police")] == ["a", "b"]
    assert search([about, beside], "xylophone") == ()
    assert search([about], "  ") == ()
    assert "police are told" in search([about], "police")[0].around


def test_search_in_the_window_opens_the_page_that_fits_best(window: HelpWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(window.box, "keyring locked")
    assert window.list.count() >= 1
    QTest.keyClick(window.box, Qt.Key.Key_Return)
    assert window.page == "troubleshooting"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.box.text() == ""
    assert window.list.count() > 10


def test_links_lead_on_and_back(window: HelpWindow) -> None:
    window.show_page("law")
    window.browser.page_asked.emit("law-dates")
    assert window.page == "law-dates"
    window.back.click()
    assert window.page == "law"


def test_pictures_are_never_wider_than_the_page(window: HelpWindow) -> None:
    window.show_page("queue")
    window.resize(760, 600)
    assert window.browser.horizontalScrollBar().maximum() == 0


def test_the_law_page_names_each_rule_with_where_it_is_written(pages: tuple[HelpPage, ...]) -> None:
    pack = find_pack(HOUSE / "resources" / "rules", "us-mi")
    text = next(page.text for page in pages if page.name == NAME)
    for rule in pack.rules:
        assert rule.id in text
        assert rule.citation is None or rule.citation in text
    assert "not yet checked by our attorney" in text
