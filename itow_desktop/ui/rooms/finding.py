"""Finding: the results under the box, views of the list, the scanner, the box of commands."""

from collections.abc import Callable
from datetime import date, tzinfo

from itow_desktop.services.desks.finding import FindingDesk
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.finding.results import FindResults


class FindingRoom:
    """Everything by which a car is reached without looking for it in a list."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, desk: FindingDesk, *, zone: Callable[[], tzinfo], today: Callable[[], date]) -> None:
        self._house = house
        self._desk = desk
        self._zone = zone
        self._today = today

    def move_in(self, window: MainWindow) -> None:
        """Stand under the find box."""
        results = FindResults(self._house.runner, self._desk, self._house.who, zone=self._zone, today=self._today, parent=window)
        window.find_box.offer(results)
        results.opened.connect(window.open_car)
        results.page_asked.connect(window.page_asked)
