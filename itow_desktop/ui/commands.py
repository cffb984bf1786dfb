"""Everything the menus of the window can do, by name and by key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.widgets.find_box import FIND_KEYS
from itow_desktop.ui.widgets.finding.results import RESULT_KEYS

ShortcutRow = tuple[str, str, str]
"""Key, what it does, where."""


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu: its words, where it stands, its keys, why it is off now (None: it is not)."""

    words: str
    where: str
    keys: str
    reason: str | None
    run: Callable[[], object]


def commands(window: MainWindow) -> list[Command]:
    """What can be done from here: the entries of the menus, then those of the panes behind, which come to the front first."""
    found = [_command(action, plain(menu.title())) for menu in window.menus for action in _entries(menu)]
    for pane in window.all_panes:
        if pane is not window.pane:
            found += [_behind(action, pane, window) for actions in pane.menu_actions.values() for action in actions]
    return found


def shortcut_rows(window: MainWindow) -> list[ShortcutRow]:
    """Every key that does something, read off the entries that do it, so that no card can promise what is not there."""
    rows = [(_keys(QKeySequence.mnemonic(menu.title())), f"{plain(menu.title())} menu", "everywhere") for menu in window.menus]
    of_panes = {action: pane for pane in window.all_panes for actions in pane.menu_actions.values() for action in actions}
    for menu in window.menus:
        rows += [_row(action, f"{plain(menu.title())} menu") for action in _entries(menu) if action not in of_panes]
    rows += [_row(action, f"in {plain(pane.title)}") for action, pane in of_panes.items()]
    rows += [(keys, words, "find box") for keys, words in (*FIND_KEYS, *RESULT_KEYS)]
    return [row for row in dict.fromkeys(rows) if row[0]]


def _row(action: QAction, where: str) -> ShortcutRow:
    """An entry on the card; what it would undo at the moment is no part of its name."""
    return _keys_of(action), plain(action.text()).partition(":")[0], where


def plain(words: str) -> str:
    """Words of an entry without its access key, the key shown behind them, dots."""
    words = words.partition("\t")[0]
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("...")


def _entries(menu: QMenu) -> Iterator[QAction]:
    """What can be triggered in a menu and the menus below it."""
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from _entries(below)
        elif action.isVisible() and not action.isSeparator() and action.text():
            yield action


def _command(action: QAction, where: str) -> Command:
    reason = None if action.isEnabled() else action.statusTip() or "it is not possible here"
    return Command(plain(action.text()), where, _keys_of(action), reason, action.trigger)


def _behind(action: QAction, pane: Pane, window: MainWindow) -> Command:
    """An entry of a pane that is not in front: whether it is off is known only when the pane is there."""

    def run() -> None:
        window.show_pane(pane.key)
        action.trigger()

    return Command(plain(action.text()), f"in {plain(pane.title)}", _keys_of(action), None, run)


def _keys_of(action: QAction) -> str:
    """The keys that trigger an entry, or the one that a list reads itself and its text shows behind a tab."""
    return _keys(action.shortcut()) or action.text().partition("\t")[2]


def _keys(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
