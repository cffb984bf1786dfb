"""The place of the details beside the panes: there where cars are chosen, away where they would only take room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.panes.details import DetailsPanel

_SHOWN = "details.shown"


class DetailsDock(QDockWidget):
    """Hidden by a person (F4), it stays away; hidden because of a pane, it comes back with the next one."""

    def __init__(self, panel: DetailsPanel) -> None:
        super().__init__("Details")
        self._panel = panel
        self._suits = False
        self._wanted = True
        self.setObjectName("details")
        self.setWidget(panel)
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)

    def suit(self, *, cars: bool) -> None:
        """Stand beside the pane that comes to the front; ``cars`` says whether cars are chosen in it."""
        self._ask()
        self._suits = cars
        self.setVisible(cars and self._wanted)

    def recall(self, memory: WindowMemory) -> None:
        """Take up what somebody wanted last; before the first pane comes to the front."""
        self._wanted = memory.text(_SHOWN) != "no"
        self._panel.recall(memory)

    def remember(self, memory: WindowMemory) -> None:
        """Put into ``memory`` what somebody wants."""
        self._ask()
        memory.keep(_SHOWN, "yes" if self._wanted else "no")
        self._panel.remember(memory)

    def _ask(self) -> None:
        """Beside cars it stands as somebody wants it."""
        if self._suits:
            self._wanted = not self.isHidden()
