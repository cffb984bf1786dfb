"""Every control on every screen: a screen reader can name it, the keyboard can reach it."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)  # fmt: skip

from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
_WITH_TROUBLE = ("&Try again",)
"""Stands in a bar of its own above whatever screen could not be read."""
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QPlainTextEdit, QTextEdit)


def controls(screen: QWidget) -> list[QWidget]:
    """What a person can work on the screen; parts that a control makes of its own are the control."""
    found = [child for child in screen.findChildren(QWidget) if isinstance(child, _CONTROLS) and child.isVisible()]
    return [child for child in found if not isinstance(child.parent(), _CONTROLS)]


def spoken(control: QWidget) -> str:
    """The name a screen reader says."""
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name).strip()


def access_keys(screen: QWidget) -> dict[str, list[str]]:
    """What each Alt+letter of the screen's window reaches: menus, tabs, buttons, labels of fields."""
    found: dict[str, list[str]] = {}
    for child in screen.window().findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.window() is screen.window():
            for words in _marked(child):
                if not (keys := QKeySequence.mnemonic(words)).isEmpty():
                    found.setdefault(keys.toString(), []).append(words.strip())
    return found


def menu_clashes(window: MainWindow, pane: str) -> set[str]:
    """Entries of one menu that share a letter while a pane is in front; the queue has more deeds than there are letters."""
    window.show_pane(pane)
    found: dict[tuple[str, str], list[str]] = {}
    for menu in window.menus:
        for action in menu.actions():
            if action.isVisible() and not action.isSeparator() and (pane, menu.title()) != ("queue", Menu.WORK):
                found.setdefault((menu.title(), QKeySequence.mnemonic(action.text()).toString()), []).append(action.text())
    return {f"{pane}: {menu} {key} {words}" for (menu, key), words in found.items() if len(words) > 1}


def _marked(child: QWidget) -> list[str]:
    if isinstance(child, QMenuBar):
        return [action.text() for action in child.actions() if action.isVisible()]
    if isinstance(child, QTabBar):
        return [child.tabText(place) for place in range(child.count())]
    if isinstance(child, QLabel):
        return [child.text()] if child.buddy() is not None else []
    if isinstance(child, QAbstractButton):
        return [child.text()] if child.text() not in _WITH_TROUBLE else []
    return []


def place(control: QWidget) -> str:
    """The control and what it stands in, to be found again."""
    inside: list[str] = []
    widget: QWidget | None = control
    while widget is not None and len(inside) < 4:
        inside.append(type(widget).__name__ + (f"#{widget.objectName()}" if widget.objectName() else ""))
        widget = widget.parentWidget()
    return " in ".join(inside)


@pytest.mark.timeout(300)
def test_every_control_has_a_name_and_can_be_reached(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PACKAGING)
    from shot_screens import SCREENS
    from shot_stage import Stage  # lies with the tools, on no usual path
    from shots import demo_office

    nameless: set[str] = set()
    unreachable: set[str] = set()
    shared: set[str] = set()
    seen = 0
    with demo_office() as office:
        office.window.resize(QSize(1366, 768))
        office.show()
        stage = Stage(office)
        stage.settle()
        shared |= {clash for pane in office.window.all_panes for clash in menu_clashes(office.window, pane.key)}
        for screen in SCREENS:
            for name, widget in screen(stage):
                stage.settle()
                shared |= {f"{name}: {key} {words}" for key, words in access_keys(widget).items() if len(words) > 1}
                for control in controls(widget):
                    seen += 1
                    if not spoken(control):
                        nameless.add(f"{name}: {place(control)}")
                    by_key = control.focusPolicy() & Qt.FocusPolicy.TabFocus or _has_key(control)
                    if control.isEnabled() and not by_key:
                        unreachable.add(f"{place(control)} {spoken(control)!r}")
        left = stage.dialogs()
    assert seen > 500
    assert "\n".join(sorted(nameless)) == ""
    assert "\n".join(sorted(unreachable)) == ""
    assert "\n".join(sorted(shared)) == "", "an access key is one control's"
    assert left == [], "what was closed is gone"
    assert not any(name.startswith("shot") for name in sys.path)


def _has_key(control: QWidget) -> bool:
    """Reached without Tab: a button with keys of its own, one of a group that arrow keys walk, one that a menu entry stands for."""
    if not isinstance(control, QAbstractButton):
        return control.focusProxy() is not None or _from_elsewhere(control)
    grouped = control.group() is not None or control.autoExclusive()
    return (
        grouped
        or not control.shortcut().isEmpty()
        or any(not each.shortcut().isEmpty() for each in control.actions())
        or _from_elsewhere(control)
    )


def _from_elsewhere(control: QWidget) -> bool:
    """The dock has its entry in the View menu (F4), results are walked from the find box, the lights only tell."""
    return isinstance(control.parent(), QDockWidget) or control.objectName() == "light" or _inside(control, "results")


def _inside(control: QWidget, name: str) -> bool:
    widget: QWidget | None = control
    while widget is not None and widget.objectName() != name:
        widget = widget.parentWidget()
    return widget is not None
