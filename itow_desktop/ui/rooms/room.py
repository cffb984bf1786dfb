"""What a room of the window stands on, and what it brings."""

from dataclasses import dataclass
from typing import Protocol

from itow_desktop.ui.bus import Bus
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who


@dataclass(frozen=True, slots=True)
class House:
    """What every room shares."""

    runner: TaskRunner
    bus: Bus
    who: Who
    memory: WindowMemory


class Room(Protocol):
    """One kind of work with all its screens. Made before the window, which takes the panes; then it moves in."""

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The panes for the rail; often none."""

    def move_in(self, window: MainWindow) -> None:
        """Put entries into the menus and listen to the window."""
