"""Opens the form of a car, one per car, and keeps what was typed until it is saved or thrown away."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import CarCard
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_form import CarDeeds, CarForm
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who


class CarForms(QObject):
    """Forms beside the window: the phone rings, another car is looked up, the form waits."""

    stored = Signal(object, object)
    """Custody id, warnings: a car was added or changed."""

    def __init__(self, runner: TaskRunner, bus: Bus, deeds: CarDeeds, who: Who) -> None:
        super().__init__()
        self._runner = runner
        self._bus = bus
        self._deeds = deeds
        self._who = who
        self._window: QWidget | None = None
        self._open: dict[int | None, CarForm] = {}
        self._drafts: dict[int | None, dict[str, str]] = {}

    def belong_to(self, window: QWidget) -> None:
        """The window the forms stand in front of."""
        self._window = window

    def add(self) -> None:
        """Open an empty form, or what was typed into it before."""
        if not self._raised(None):
            self._runner.start(self._deeds.agencies, owner=self, done=lambda found: self._show(None, found, None), failed=self._failed)

    def edit(self, custody_id: int) -> None:
        """Open the form over a stored car."""
        if not self._raised(custody_id):
            self._runner.start(
                lambda: (self._deeds.card(custody_id), self._deeds.agencies()),
                owner=self,
                done=lambda found: self._show(custody_id, found[1], found[0]),
                failed=self._failed,
            )

    @property
    def open_forms(self) -> tuple[CarForm, ...]:
        """Forms on the screen."""
        return tuple(self._open.values())

    def close_all(self) -> bool:
        """Close what can be closed; False when a form holds something unsaved and asks about it."""
        for form in self.open_forms:
            form.close()
        for form in self.open_forms:
            form.raise_()
            form.activateWindow()
        return not self._open

    def _raised(self, key: int | None) -> bool:
        form = self._open.get(key)
        if form is None:
            return False
        form.raise_()
        form.activateWindow()
        return True

    def _show(self, key: int | None, agencies: tuple[Agency, ...], card: CarCard | None) -> None:
        if self._raised(key):
            return
        draft = self._drafts.setdefault(key, {})
        form = CarForm(self._runner, self._deeds, self._who, agencies=agencies, card=card, draft=draft, parent=self._window)
        form.saved.connect(self._saved)
        form.closed.connect(lambda: self._open.pop(key, None))
        self._open[key] = form
        form.show()

    def _saved(self, custody_id: int, warnings: tuple[str, ...]) -> None:
        self._bus.cars_changed.emit(frozenset({custody_id}))
        self._bus.queue_changed.emit()
        self.stored.emit(custody_id, warnings)

    def _failed(self, trouble: Trouble) -> None:
        show_trouble(self._window, trouble)
