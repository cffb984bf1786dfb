"""What each kind of work offers the window: a title, a badge, menu entries, news."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from itow_desktop.ui.assets import icon as icon_named
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.widgets.news_bar import NewsBar


class Menu(StrEnum):
    """The menus of the window, in their order; one without entries is not shown."""

    FILE = "&File"
    EDIT = "&Edit"
    VIEW = "&View"
    VEHICLE = "Vehi&cle"
    WORK = "&Work"
    MAIL = "Mai&l"
    REPORTS = "&Reports"
    HELP = "&Help"


class Pane(QWidget):
    """One kind of work. Put widgets into ``content`` (a column); ``news`` stands above it."""

    chooses_cars = True
    """Whether cars are chosen in it, so that the details have something to show beside it."""
    badge_changed = Signal()
    car_chosen = Signal(object)
    """Custody id the details panel shall show, or None when nothing is selected."""
    car_opened = Signal(object)
    """Custody id whose details shall be seen now (Enter, double-click)."""
    add_asked = Signal()
    """A new vehicle shall be entered."""

    def __init__(self, title: str, icon: str, *, key: str, parent: QWidget | None = None) -> None:
        """``title`` has its access key marked, as in ``&Vehicles``; ``icon`` is a Phosphor name; ``key`` names it in the memory."""
        super().__init__(parent)
        self.title = title
        self.icon = icon
        self.key = key
        self.news = NewsBar()
        self.content = QVBoxLayout()
        self.content.setContentsMargins(16, 16, 16, 16)
        self.content.setSpacing(8)
        self.menu_actions: dict[Menu, list[QAction]] = {menu: [] for menu in Menu}
        self.car_actions: Callable[[], list[QAction]] = list
        """What the Vehicle menu offers now, for context menus; the window sets it."""
        self._badge: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.news)
        column.addLayout(self.content, 1)

    @property
    def badge(self) -> int | None:
        """The number beside the title in the rail; None or 0 shows none."""
        return self._badge

    def set_badge(self, number: int | None) -> None:
        """Show another number in the rail."""
        if number != self._badge:
            self._badge = number
            self.badge_changed.emit()

    def add_menu_action(
        self,
        menu: Menu,
        text: str,
        deed: Callable[[], object],
        *,
        shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> QAction:
        """An entry the window shows in ``menu`` while this pane is in front.

        A shortcut with Ctrl or Alt then works wherever the focus is; a plain key,
        or any with ``parent``, only inside the pane or that part of it.
        """
        action = QAction(text, self)
        keys = QKeySequence() if shortcut is None else QKeySequence(shortcut)
        action.setShortcut(keys)
        everywhere = parent is None and keys.toString().startswith(("Ctrl+", "Alt+"))
        context = Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        if icon is not None:
            action.setIcon(icon_named(icon))
        action.triggered.connect(lambda _checked=False: deed())
        (parent or self).addAction(action)
        self.menu_actions[menu].append(action)
        return action

    # --- what a pane may answer --------------------------------------------------------------------------------------

    def entered(self) -> None:
        """It was brought to the front: put the focus where the work is."""
        self.setFocus()

    def refresh(self) -> None:
        """F5: ask again and keep the place."""

    def look_for(self, _text: str) -> bool:
        """Text typed into "Find anything"; False when this pane cannot find."""
        return False

    def narrow(self, _text: str) -> None:
        """Text as it is typed into "Find anything" while the results stand under it: a short list of its own may follow."""

    def show_found(self, _text: str) -> bool:
        """All that a text finds shall be listed, whatever the list was narrowed to; False when this pane has no such list."""
        return False

    def chosen_cars(self) -> tuple[int, ...]:
        """Custody ids of the cars selected in it, from the top."""
        return ()

    def listed_cars(self) -> Callable[[], tuple[int, ...]] | None:
        """Reads every car of its list as it is narrowed now; to be called on a worker thread. None where it has no such list."""
        return None

    def escape(self) -> bool:
        """Esc: step back; False when there was nothing to step back from."""
        return False

    def recall(self, memory: WindowMemory) -> None:
        """Take up columns and the like from ``memory``."""

    def remember(self, memory: WindowMemory) -> None:
        """Put columns and the like into ``memory`` before the window closes."""

    def unfinished(self) -> str | None:
        """A sentence when closing now would interrupt something ("An import is running: 27 of 63."), else None."""
        return None


def set_reason(action: QAction, reason: str | None) -> None:
    """Enable an action, or disable it with the reason in its tool tip and the status bar."""
    action.setProperty("reason", reason)
    forbidden = action.property("forbidden")
    reason = forbidden if isinstance(forbidden, str) else reason
    action.setEnabled(reason is None)
    plain = action.text().replace("&", "")
    action.setToolTip(plain if reason is None else f"{plain}: {reason}")
    action.setStatusTip("" if reason is None else reason)


def forbid(action: QAction, reason: str | None) -> None:
    """Disable an action whatever its pane says of it, since the person may not do it; None takes that back."""
    if action.property("forbidden") != reason:
        action.setProperty("forbidden", reason)
        pane_says = action.property("reason")
        set_reason(action, pane_says if isinstance(pane_says, str) else None)


def only_looks(action: QAction) -> QAction:
    """Mark an entry of the Work or Vehicle menu that changes nothing, so that everybody may use it."""
    action.setProperty("only_looks", True)
    return action
