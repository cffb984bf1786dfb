"""The saved views of the vehicle list as tabs."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabBar, QWidget

from itow_desktop.services.saved_views import SavedView
from itow_desktop.ui.assets import icon

_NONE = -1


class ViewTabs(QWidget):
    """A tab for each view, draggable; beside them what can be done when the list is no longer as the view was saved."""

    chosen = Signal(object)
    """The ``SavedView`` whose tab was clicked; the current one again goes back to it as it was saved."""
    arranged = Signal(object)
    """Ids of the views in their new order."""
    menu_asked = Signal(object, QPoint)
    """The view whose tab was right-clicked, where on the screen."""
    save_asked = Signal()
    add_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[SavedView] = []
        self.bar = QTabBar()
        self.bar.setObjectName("views")
        self.bar.setAccessibleName("Views")
        self.bar.setMovable(True)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar.setToolTip("Saved views of the list; drag to arrange, right-click to rename, share or remove")
        self.bar.tabBarClicked.connect(self._clicked)
        self.bar.currentChanged.connect(self._changed)
        self.bar.tabMoved.connect(self._moved)
        self.bar.customContextMenuRequested.connect(self._offer_menu)
        self.save = QPushButton("Save chan&ges")
        self.save.setToolTip("Keep search, filters, order and columns in this view")
        self.save.clicked.connect(self.save_asked)
        self.add = QPushButton("Save as &new view...")
        self.add.setIcon(icon("bookmark-simple"))
        self.add.clicked.connect(self.add_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.add)
        self.tell_changed(False)

    @property
    def views(self) -> Sequence[SavedView]:
        """The views from left to right."""
        return self._views

    @property
    def current(self) -> SavedView | None:
        """The view whose tab is in front."""
        place = self.bar.currentIndex()
        return self._views[place] if 0 <= place < len(self._views) else None

    def put(self, views: Sequence[SavedView], current: int | None) -> None:
        """Show these views, the one with this id in front, else the first; nothing is told."""
        with QSignalBlocker(self.bar):
            while self.bar.count():
                self.bar.removeTab(0)
            self._views = list(views)
            for view in self._views:
                place = self.bar.addTab(view.name.replace("&", "&&"))
                whose = "everybody in the office" if view.shared else "you alone"
                self.bar.setTabToolTip(place, f"{view.name}, a view of {whose}")
            places = [place for place, view in enumerate(self._views) if view.id == current]
            self.bar.setCurrentIndex(places[0] if places else 0 if self._views else _NONE)

    def step(self, onward: int) -> None:
        """Go to the next view, round at the ends."""
        if self._views:
            self.bar.setCurrentIndex((self.bar.currentIndex() + onward) % len(self._views))

    def tell_changed(self, changed: bool) -> None:
        """Offer to save what is shown, or not."""
        self.save.setVisible(changed and self.current is not None)
        self.add.setVisible(changed)

    def _changed(self, _place: int) -> None:
        if self.current is not None:
            self.chosen.emit(self.current)

    def _clicked(self, place: int) -> None:
        if place == self.bar.currentIndex() and self.current is not None:
            self.chosen.emit(self.current)

    def _moved(self, old: int, new: int) -> None:
        self._views.insert(new, self._views.pop(old))
        self.arranged.emit([view.id for view in self._views])

    def _offer_menu(self, point: QPoint) -> None:
        place = self.bar.tabAt(point)
        if place >= 0:
            self.menu_asked.emit(self._views[place], self.bar.mapToGlobal(point))
