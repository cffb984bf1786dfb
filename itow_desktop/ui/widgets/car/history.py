"""Every change of the car, with before and after."""

from itow_desktop.domain.history import HistoryPage
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.history_text import HistoryWords
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told

_OLDER = "older"


class HistorySection(Section):
    """The newest on top; older ones come when they are asked for."""

    title = "History"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self.told = Telling("History")
        self.told.asked.connect(self._older)
        self.content.addWidget(self.problems)
        self.content.addWidget(self.told)
        self._pages: list[HistoryPage] = []

    def enter(self) -> None:
        self._pages = []
        self.told.tell((), "")

    def load(self, _page: CarPage) -> None:
        work = self.house.work
        self.ask(lambda car: work.history(car, None), self._first)

    def take_focus(self) -> None:
        self.told.setFocus()

    def _first(self, page: HistoryPage) -> None:
        self._pages = [page]
        self._draw()

    def _older(self, _address: str) -> None:
        place, work = self._pages[-1].rest, self.house.work
        if place is not None:
            self.ask(lambda car: work.history(car, place), self._further)

    def _further(self, page: HistoryPage) -> None:
        self._pages.append(page)
        self._draw()

    def _draw(self) -> None:
        zone, today = self.house.work.zone, self.house.work.today()
        told = []
        for page in self._pages:
            words = HistoryWords(page, zone, today)
            told += [Told(words.when(entry), words.head(entry), words.lines(entry), strong=True) for entry in page.entries]
        foot = ("Show older changes", _OLDER) if self._pages[-1].rest is not None else None
        self.told.tell(told, "Nothing was changed yet.", foot)
