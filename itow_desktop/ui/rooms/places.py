"""The room of properties and police departments: their pane, pages, call sheets."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from itow_desktop.services.working import QueueLine
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.places.department_deeds import DepartmentDeeds
from itow_desktop.ui.dialogs.places.department_window import DepartmentWindow
from itow_desktop.ui.dialogs.places.departments import DepartmentsWindow
from itow_desktop.ui.dialogs.places.property_deeds import PropertyDeeds
from itow_desktop.ui.dialogs.places.property_window import PropertyWindow
from itow_desktop.ui.dialogs.places.spellings import SpellingsWindow
from itow_desktop.ui.dialogs.places.work import PlaceWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.models.queue_groups import ids
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.properties import PropertiesPane
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class PlacesRoom(QObject):
    """Where cars come from, and whom we tell; a page that is open already comes to the front."""

    def __init__(self, house: House, work: PlaceWork, *, queue: QueuePane) -> None:
        super().__init__()
        self._work = work
        self._queue = queue
        self._window: MainWindow | None = None
        self.pane = PropertiesPane(house.runner, house.bus, work)
        self.properties = PropertyDeeds(house.runner, house.bus, house.who, work)
        self.departments = DepartmentDeeds(house.runner, house.bus, house.who, work, house.memory)
        self._pages: dict[str, PropertyWindow] = {}
        self._department_pages: dict[int, DepartmentWindow] = {}
        self._list: DepartmentsWindow | None = None
        self._spellings: SpellingsWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """The properties."""
        return (self.pane,)

    def move_in(self, window: MainWindow) -> None:
        """Menu entries; the ways from the list, the queue and the print sheet to the pages."""
        self._window = window
        window.add_menu_action(Menu.FILE, "Police &departments...", self.show_departments, picture="shield")
        window.add_menu_action(Menu.REPORTS, "&Call sheets...", self.show_departments, picture="phone-call")
        window.close_first(self._close_pages)
        pane, deeds = self.pane, self.properties
        pane.property_asked.connect(self.show_property)
        pane.new_asked.connect(lambda: deeds.edit(None, window))
        pane.same_asked.connect(lambda key: deeds.join(key, window))
        deeds.opened.connect(self.show_property)
        deeds.failed.connect(lambda trouble: window.pane.news.tell(str(trouble), Tone.LATE))
        self.departments.failed.connect(lambda trouble: window.pane.news.tell(str(trouble), Tone.LATE))
        self._queue.deeds.sheet_asked.connect(self.print_sheet)
        self._queue.deeds.caller_asked.connect(deeds.caller_of_tow)

    # --- properties --------------------------------------------------------------------------------------------------

    def show_property(self, key: str) -> PropertyWindow:
        """The page of a property; it shows itself once it is read."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = PropertyWindow(self.properties, key)
            page.closed.connect(lambda closed: self._pages.pop(closed, None))
            page.car_asked.connect(self._show_car)
            page.refresh()
        else:
            to_front(page)
        return page

    def _show_car(self, custody_id: int) -> None:
        if self._window is not None:
            self._window.page_asked.emit(custody_id)

    # --- police departments ------------------------------------------------------------------------------------------

    def show_departments(self) -> DepartmentsWindow:
        """All of them, with the cars that are to be called in to each."""
        if self._list is None:
            self._list = DepartmentsWindow(self.departments)
            self._list.closed.connect(self._list_closed)
            self._list.department_asked.connect(self.show_department)
            self._list.spellings_asked.connect(self.show_spellings)
            self._list.refresh()
            self._list.show()
        else:
            to_front(self._list)
        return self._list

    def show_spellings(self) -> SpellingsWindow:
        """Every spelling of places and departments."""
        if self._spellings is None:
            self._spellings = SpellingsWindow(self.departments)
            self._spellings.closed.connect(self._spellings_closed)
            self._spellings.refresh()
            self._spellings.show()
        else:
            to_front(self._spellings)
        return self._spellings

    def _spellings_closed(self) -> None:
        self._spellings = None

    def _list_closed(self) -> None:
        self._list = None

    def show_department(self, agency_id: int) -> DepartmentWindow:
        """The page of a department; it shows itself once it is read."""
        page = self._department_pages.get(agency_id)
        if page is None:
            page = self._department_pages[agency_id] = DepartmentWindow(self.departments, agency_id)
            page.closed.connect(lambda closed: self._department_pages.pop(closed, None))
            page.refresh()
        else:
            to_front(page)
        return page

    def print_sheet(self, lines: Sequence[QueueLine]) -> None:
        """The call sheet for the lines of a group; cars of another department stay for another call."""
        agency = lines[0].agency
        own = [line for line in lines if line.agency == agency]
        if self._window is not None:
            name = agency.name if agency else "police department not known"
            self.departments.call_sheet(agency.id if agency else None, name, self._window, ids(own))

    # --- leaving -----------------------------------------------------------------------------------------------------

    def _close_pages(self) -> bool:
        """Nothing on these pages is lost by closing them: what is typed is typed in dialogs over them."""
        for page in (*self._pages.values(), *self._department_pages.values(), self._list, self._spellings):
            if page is not None:
                page.close()
        return True
