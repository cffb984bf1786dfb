"""Whose turn it is at this PC: the button at the top right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from itow_desktop.domain.people import Rights
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import icon
from itow_desktop.ui.who import Who


class PersonPicker(QToolButton):
    """Shows who signs what is done now, and lets another sit down."""

    add_asked = Signal()
    """Somebody who is not on the list."""
    lock_asked = Signal()
    """Whoever sits here goes away for a while."""

    def __init__(self, who: Who, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._who = who
        self.sit: Callable[[Person], None] = who.become
        """What picking a name does; a PIN may be asked first."""
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._add: QAction | None = None
        self._nobody = True
        self.setObjectName("person")
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icon("user-circle"))
        self.setIconSize(QSize(20, 20))
        self.setAutoRaise(True)
        who.changed.connect(self._show)
        self._show()

    def offer(self, people: Sequence[Person]) -> None:
        """Who works here; people who left are not offered."""
        self._menu.clear()
        for old in self._group.actions():
            self._group.removeAction(old)
        for person in (each for each in people if each.active):
            action = QAction(person.name.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setChecked(person == self._who.person)
            action.triggered.connect(lambda _checked=False, person=person: self._pick(person))
            self._group.addAction(action)
            self._menu.addAction(action)
        self._menu.addSeparator()
        self._menu.addAction("&Cover the window", self.lock_asked.emit)
        self._add = self._menu.addAction("&Add a person...", self.add_asked.emit)
        self._nobody = not self._group.actions()
        self._show()

    def _pick(self, person: Person) -> None:
        self._show()  # until the person has sat down, the one before signs
        self.sit(person)

    def _show(self) -> None:
        person = self._who.person
        name = "Who are you?" if person is None else person.name
        self.setText(name.replace("&", "&&"))
        self.setToolTip("Pick your name" if person is None else f"{name} signs what is done now. Somebody else? Pick the name.")
        self.setAccessibleName("Who is at this PC")
        if self._add is not None:
            reason = None if self._nobody else self._who.why_not(Rights.ADMIN)
            self._add.setEnabled(reason is None)
            self._add.setToolTip(f"Add a person: {reason}" if reason else "Add a person")
        for action in self._group.actions():
            action.setChecked(person is not None and action.text().replace("&&", "&") == person.name)
