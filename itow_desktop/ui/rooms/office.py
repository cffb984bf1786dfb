"""The room of the office: its settings, its list of spots."""

from PySide6.QtCore import QObject

from itow_desktop.domain.errors import Trouble
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.lot.spots import SpotsDialog
from itow_desktop.ui.dialogs.office.settings import OfficeSettingsDialog
from itow_desktop.ui.dialogs.office.work import OfficeRoomWork
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.lot import LotPane
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House


class OfficeRoom(QObject):
    """Settings in the File menu; the law and the queue follow when they change, whoever changed or undid them."""

    def __init__(self, house: House, work: OfficeRoomWork, *, lot: LotPane) -> None:
        super().__init__()
        self._house = house
        self._work = work
        self._lot = lot
        self._window: MainWindow | None = None

    @property
    def panes(self) -> tuple[Pane, ...]:
        """None."""
        return ()

    def move_in(self, window: MainWindow) -> None:
        """The entry of the File menu."""
        self._window = window
        window.add_menu_action(Menu.FILE, "Office &settings...", self.show_settings, picture="gear-six")
        self._lot.spots_asked.connect(self.show_spots)
        self._house.bus.office_changed.connect(self._follow)
        window.forms.opened.connect(self._offer_words)

    def show_settings(self) -> OfficeSettingsDialog:
        """Every setting of the office and of this PC."""
        house = self._house
        dialog = OfficeSettingsDialog(self._work, house.who.person, runner=house.runner, memory=house.memory, parent=self._window)
        dialog.office_saved.connect(house.bus.office_changed)
        dialog.open()
        return dialog

    def show_towbook(self) -> None:
        """What TowBook may change."""
        dialog = self.show_settings()
        dialog.pages.setCurrentWidget(dialog.towbook)

    def show_spots(self) -> None:
        """The list of spots."""
        house = self._house
        dialog = SpotsDialog(self._work, house.who.person, runner=house.runner, parent=self._window)
        dialog.done_with.connect(lambda _spots: house.bus.office_changed.emit())
        dialog.open()

    def _offer_words(self, form: CarForm) -> None:
        self._house.runner.start(self._work.words_offered, owner=form, done=form.paper.offer_words, failed=self._failed)

    def _follow(self) -> None:
        self._house.runner.start(self._work.follow, owner=self, done=self._followed, failed=self._failed)

    def _followed(self, _computed: bool) -> None:
        self._house.bus.queue_changed.emit()

    def _failed(self, trouble: Trouble) -> None:
        if self._window is not None:
            self._window.pane.news.tell(str(trouble), Tone.LATE)
