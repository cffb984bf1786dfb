"""The room of the office's papers: the evening's, what a newspaper prints, data sheets for state forms."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.office_papers.keeping import EveningPapers
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.office_papers.evening import EveningDialog
from itow_desktop.ui.dialogs.office_papers.work import OfficePaperWork
from itow_desktop.ui.dialogs.paper import Paper, PaperDeeds, PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House


class OfficePapersRoom(QObject):
    """Papers of the office; ``look`` lets the job that writes the evening's look at once."""

    evening_told = Signal(object)
    """What came of the papers that were written by themselves: told on the job's thread, heard on this one."""

    def __init__(self, house: House, work: OfficePaperWork) -> None:
        super().__init__()
        self._house, self._work = house, work
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
        window.add_menu_action(Menu.REPORTS, "&Evening report...", self.show_evening_report, picture="moon")
        window.add_menu_action(Menu.REPORTS, "Lights-&out book...", self.show_lights_out, picture="book-open-text")
        window.add_menu_action(Menu.REPORTS, "Evening &papers by themselves...", self.plan_evenings, picture="clock")

    # --- the evening -------------------------------------------------------------------------------------------------

    def show_evening_report(self) -> PaperDialog:
        """The day as it stands now."""
        return self._show("Evening report", self._work.evening_report)

    def show_lights_out(self) -> PaperDialog:
        """Every car on the lot."""
        return self._show("Lights-out book", self._work.lights_out)

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

    # --- within ------------------------------------------------------------------------------------------------------

    def _show(self, title: str, draw: Callable[[], tuple[str, bytes]]) -> PaperDialog:
        def read() -> Paper:
            name, pdf = draw()
            return Paper(name, pdf, self._work.pages(pdf))

        deeds = PaperDeeds(read, self._work.printers, self._work.print_pdf)
        dialog = PaperDialog(title, "&Print", deeds, runner=self._house.runner, parent=self._window, memory=self._house.memory)
        dialog.open()
        return dialog
