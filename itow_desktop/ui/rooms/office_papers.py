"""The room of the office's papers: the evening's, what a newspaper prints, data sheets for state forms."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SALE_TITLES
from itow_desktop.domain.office_papers.sheets import TITLES
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.office_papers.ads import DrawnSale, SalePlan
from itow_desktop.services.office_papers.car_facts import ScrapFacts
from itow_desktop.services.office_papers.keeping import EveningPapers
from itow_desktop.services.office_papers.sheets import DrawnSheet
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.office_papers.evening import EveningDialog
from itow_desktop.ui.dialogs.office_papers.sales import SalesWindow
from itow_desktop.ui.dialogs.office_papers.scrap import ScrapDialog
from itow_desktop.ui.dialogs.office_papers.work import OfficePaperWork
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class OfficePapersRoom(QObject):
    """Papers of the office; ``look`` lets the job that writes the evening's look at once."""

    evening_told = Signal(object)
    """What came of the papers that were written by themselves: told on the job's thread, heard on this one."""

    def __init__(self, house: House, work: OfficePaperWork, *, open_car: Callable[[int], None]) -> None:
        super().__init__()
        self._house, self._work, self._open_car = house, work, open_car
        self.sales: SalesWindow | None = None
        self._window: MainWindow | None = None
        self.look: Callable[[], None] = lambda: None
        self.evening_told.connect(self._tell_evening)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entries of the menus."""
        self._window = window
        window.add_menu_action(Menu.MAIL, "P&ublic sales, newspaper ads...", self.show_sales, picture="megaphone")
        window.add_menu_action(Menu.MAIL, "Facts for form TR-&52LR...", self.show_tr52lr, picture="clipboard-text")
        window.add_menu_action(Menu.MAIL, "Facts for court form DC &90...", self.show_dc90, picture="clipboard-text")
        window.add_menu_action(Menu.MAIL, "Scrap re&cord...", self.ask_scrap, picture="recycle")
        window.close_first(self._close)
        window.add_menu_action(Menu.REPORTS, "&Evening report...", self.show_evening_report, picture="moon")
        window.add_menu_action(Menu.REPORTS, "Lights-&out book...", self.show_lights_out, picture="book-open")
        window.add_menu_action(Menu.REPORTS, "Evening &papers by themselves...", self.plan_evenings, picture="clock")

    # --- the evening -------------------------------------------------------------------------------------------------

    def show_evening_report(self) -> PaperDialog:
        """The day as it stands now."""
        return self._show(NoticeKind.EVENING_REPORT, "Evening report", lambda: _Drawn(*self._work.evening_report()))

    def show_lights_out(self) -> PaperDialog:
        """Every car on the lot."""
        return self._show(NoticeKind.LIGHTS_OUT, "Lights-out book", lambda: _Drawn(*self._work.lights_out()))

    def plan_evenings(self) -> EveningDialog:
        """When they are written by themselves."""
        dialog = EveningDialog(self._work, runner=self._house.runner, parent=self._window)
        dialog.done_with.connect(lambda _plan: self.look())
        dialog.open()
        return dialog

    def _tell_evening(self, told: EveningPapers | Trouble) -> None:
        """Papers that were written are no news; those that could not be are."""
        if isinstance(told, Trouble) and self._window is not None:
            self._window.pane.news.tell(str(told), Tone.LATE, "&Try again", self.look)

    # --- one car -----------------------------------------------------------------------------------------------------

    def show_tr52lr(self, custody_id: int | None = None) -> PaperDialog | None:
        """What is copied onto the state's form, of this car or of the one that is chosen."""
        return self._show_sheet(NoticeKind.TR52LR_DATA, custody_id)

    def show_dc90(self) -> PaperDialog | None:
        """What is copied onto the court's form."""
        return self._show_sheet(NoticeKind.DC90_DATA)

    def ask_scrap(self) -> ScrapDialog | None:
        """What only a person can tell, then the record."""
        custody_id = self._chosen()
        if custody_id is None or self._window is None:
            return None
        dialog = ScrapDialog(self._work, custody_id, runner=self._house.runner, parent=self._window)
        dialog.told.connect(lambda facts: self._show_sheet(NoticeKind.SCRAP_RECORD, custody_id, facts))
        dialog.open()
        return dialog

    def _chosen(self) -> int | None:
        """The one car selected in the pane in front, else the one that the details show."""
        window = self._window
        if window is None:
            return None
        shown = window.details.custody_id
        chosen = window.pane.chosen_cars() or (() if shown is None else (shown,))
        if len(chosen) != 1:
            window.pane.news.tell("This paper is about one vehicle. Choose one first.")
            return None
        return chosen[0]

    def _show_sheet(self, kind: NoticeKind, custody_id: int | None = None, facts: ScrapFacts | None = None) -> PaperDialog | None:
        car = custody_id if custody_id is not None else self._chosen()
        if car is None:
            return None
        work, person = self._work, self._house.who.person
        drawn: list[DrawnSheet] = []

        def draw() -> _Drawn:
            drawn[:] = [work.sheet(kind, car, facts)]
            return _Drawn(drawn[0].name, drawn[0].content, " ".join(problem.sentence for problem in drawn[0].problems))

        dialog = self._show(kind, TITLES[kind], draw, keep=lambda: work.keep_sheet(person, drawn[0]))
        dialog.kept.connect(lambda: self._house.bus.cars_changed.emit(frozenset({car})))
        return dialog

    # --- sales -------------------------------------------------------------------------------------------------------

    def show_sales(self, custody_id: int | None = None) -> SalesWindow:
        """What is sold when, at first the sale of this car; a window that is open already comes to the front as it is."""
        if self.sales is None:
            house = self._house
            self.sales = SalesWindow(house.runner, house.bus, house.who, self._work, open_car=self._open_car)
            self.sales.closed.connect(self._sales_closed)
            self.sales.paper_asked.connect(self._show_sale)
            self.sales.refresh()
        if custody_id is not None:
            self.sales.show_sale_of(custody_id)
        to_front(self.sales)
        return self.sales

    def _show_sale(self, kind: NoticeKind, plan: SalePlan, newspaper: Newspaper | None) -> PaperDialog:
        work, person = self._work, self._house.who.person
        drawn: list[DrawnSale] = []

        def draw() -> _Drawn:
            drawn[:] = [work.draw_sale(kind, plan, newspaper)]
            return _Drawn(drawn[0].name, drawn[0].content)

        dialog = self._show(kind, SALE_TITLES[kind], draw, keep=lambda: work.keep_sale(person, drawn[0]), over=self.sales)
        ids = frozenset(car.custody_id for car in plan.cars)
        dialog.kept.connect(lambda: self._house.bus.cars_changed.emit(ids))
        return dialog

    def _sales_closed(self) -> None:
        self.sales = None

    def _close(self) -> bool:
        """Nothing is typed in it that could be lost."""
        if self.sales is not None:
            self.sales.close()
        return True

    # --- within ------------------------------------------------------------------------------------------------------

    def _show(
        self,
        kind: NoticeKind,
        title: str,
        draw: Callable[[], "_Drawn"],
        *,
        keep: Callable[[], None] | None = None,
        over: QWidget | None = None,
    ) -> PaperDialog:
        """See it, print it, save it; with ``keep`` it is put on record before it leaves."""

        def read() -> Paper:
            drawn = draw()
            return Paper(drawn.name, drawn.content, self._work.pages(drawn.content), drawn.note)

        deeds = PaperDeeds(read, self._work.printers, self._work.print_pdf, None if keep is None else lambda _paper: keep())
        house = self._house
        dialog = PaperDialog(
            title, "&Print", deeds, runner=house.runner, parent=over or self._window, memory=house.memory, kind=PaperKind.of(kind)
        )
        dialog.open()
        return dialog


class _Drawn(NamedTuple):
    """A paper: the name of its file, its bytes, what it lacks."""

    name: str
    content: bytes
    note: str = ""
