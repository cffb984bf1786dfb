"""The room of the reports: how duties were kept."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from itow_desktop.domain.reports import Report
from itow_desktop.services.reporting import MakeWorkbook
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.dialogs.reports.window import ComplianceWindow, PrintList
from itow_desktop.ui.dialogs.reports.work import ReportWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front


class ReportsRoom(QObject):
    """One window of the compliance report; ``open_car`` shows a car's page, ``make`` the spreadsheet of a report."""

    def __init__(
        self, house: House, work: ReportWork, *, open_car: Callable[[int], None], print_list: PrintList, make: MakeWorkbook
    ) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._open_car, self._print_list, self._make = open_car, print_list, make
        self.compliance: ComplianceWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the Reports menu."""
        window.add_menu_action(Menu.REPORTS, "Compliance &report...", self.show_compliance, picture="chart-bar")
        window.close_first(self._close)

    def show_compliance(self) -> ComplianceWindow:
        """How duties were kept; a window that is open already comes to the front as it is."""
        if self.compliance is None:
            self.compliance = ComplianceWindow(
                self._house.runner, self._work, open_car=self._open_car, print_list=self._print_list, make=self._make
            )
            self.compliance.closed.connect(self._closed)
            self.compliance.print_asked.connect(self._print)
            self.compliance.begin()
        to_front(self.compliance)
        return self.compliance

    def _print(self, report: Report) -> None:
        def read() -> Paper:
            return Paper(*self._work.draw(report))

        deeds = PaperDeeds(read, self._work.printers, self._work.print_pdf)
        house = self._house
        PaperDialog("Compliance report", "&Print", deeds, runner=house.runner, parent=self.compliance, memory=house.memory).open()

    def _closed(self) -> None:
        self.compliance = None

    def _close(self) -> bool:
        """Nothing is typed in it that could be lost."""
        if self.compliance is not None:
            self.compliance.close()
        return True
