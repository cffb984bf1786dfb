"""The menus of the window: entries that are always there, entries of the pane in front."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from itow_desktop.ui.assets import icon
from itow_desktop.ui.panes.pane import Menu, Pane

Keys = QKeySequence | QKeySequence.StandardKey | str | None


class Menus(QMenuBar):
    """Shows only menus that have an entry now."""

    def __init__(self, owner: QWidget) -> None:
        """``owner`` is the window: shortcuts of entries work anywhere in it."""
        super().__init__()
        self._owner = owner
        self._menus: dict[Menu, QMenu] = {}
        self._last: dict[Menu, QAction] = {}
        self.setNativeMenuBar(False)
        for menu in Menu:
            self._menus[menu] = self.addMenu(str(menu))
            self._menus[menu].setToolTipsVisible(True)

    def entry(self, menu: Menu, text: str, deed: Callable[[], object], keys: Keys = None, picture: str | None = None) -> QAction:
        """Add an entry that is there whichever pane is in front."""
        action = QAction(text, self._owner)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if picture is not None:
            action.setIcon(icon(picture))
        action.triggered.connect(lambda _checked=False: deed())
        self.put(menu, action)
        return action

    def last_entry(self, menu: Menu, text: str, deed: Callable[[], object], keys: Keys = None) -> None:
        """Add the entry that stays last in its menu, under a line where others come before it."""
        self._last[menu] = self.entry(menu, text, deed, keys)

    def put(self, menu: Menu, action: QAction) -> None:
        """Add an action, before the entry that stays last."""
        last = self._last.get(menu)
        if last is None:
            self._menus[menu].addAction(action)
            return
        if self._menus[menu].actions()[0] is last:
            self._menus[menu].insertSeparator(last)
        self._menus[menu].insertAction(self._menus[menu].actions()[-2], action)

    def line(self, menu: Menu) -> None:
        """A line below what is there."""
        self._menus[menu].addSeparator()

    def show_for(self, front: Pane, panes: Sequence[Pane]) -> None:
        """Entries of the pane in front only, and no menu without entries."""
        for pane in panes:
            for actions in pane.menu_actions.values():
                for action in actions:
                    action.setVisible(pane is front)
        for menu in self._menus.values():
            menu.menuAction().setVisible(any(each.isVisible() and not each.isSeparator() for each in menu.actions()))

    def shown(self) -> tuple[QMenu, ...]:
        """The menus that have entries now."""
        return tuple(menu for menu in self._menus.values() if menu.menuAction().isVisible())

    def every_action_of(self, menu: Menu) -> list[QAction]:
        """What a menu offers whichever pane is in front."""
        return list(self._menus[menu].actions())

    def actions_of(self, menu: Menu) -> list[QAction]:
        """What a menu offers now."""
        return [action for action in self._menus[menu].actions() if action.isVisible()]
