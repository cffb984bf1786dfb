"""Opens the form of a car, one per car, and keeps what was typed until it is saved or thrown away."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.views import CarCard
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_form import CarDeeds, CarForm
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.drafts import Draft, DraftKeeper
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who

DRAFT = "car-"
"""How the keys of forms begin in the store of drafts."""
_NEW = "new"


class CarForms(QObject):
    """Forms beside the window: the phone rings, another car is looked up, the form waits."""

    stored = Signal(object, object)
    """Custody id, sentences to be told: a car was added or changed."""

    def __init__(self, runner: TaskRunner, bus: Bus, deeds: CarDeeds, who: Who) -> None:
        super().__init__()
        self._runner = runner
        self._bus = bus
        self._deeds = deeds
        self._who = who
        self._window: QWidget | None = None
        self._open: dict[int | None, CarForm] = {}
        self._drafts: dict[int | None, Draft] = {}
        self._keepers: dict[int | None, DraftKeeper] = {}
        bus.cars_changed.connect(self._look_again)

    def belong_to(self, window: QWidget) -> None:
        """The window the forms stand in front of."""
        self._window = window

    def add(self) -> None:
        """Open an empty form, or what was typed into it before."""
        if not self._raised(None):
            self._runner.start(
                lambda: (self._deeds.agencies(), self._deeds.draft(_key(None))),
                owner=self,
                done=lambda found: self._show(None, found[0], None, Draft.read(found[1])),
                failed=self._failed,
            )

    def edit(self, custody_id: int) -> None:
        """Open the form over a stored car."""
        if not self._raised(custody_id):
            self._runner.start(
                lambda: (self._deeds.card(custody_id), self._deeds.agencies(), self._deeds.draft(_key(custody_id))),
                owner=self,
                done=lambda found: self._show(custody_id, found[1], found[0], Draft.read(found[2])),
                failed=self._failed,
            )

    def open_draft(self, key: str) -> None:
        """Open the form in which a kept draft was typed; its key begins with ``DRAFT``."""
        name = key.removeprefix(DRAFT)
        if name == _NEW:
            self.add()
        else:
            self.edit(int(name))

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

    def _show(self, key: int | None, agencies: tuple[Agency, ...], card: CarCard | None, kept: Draft) -> None:
        if self._raised(key):
            return
        draft = self._drafts.get(key, kept)
        form = CarForm(self._runner, self._deeds, self._who, agencies=agencies, card=card, draft=draft, parent=self._window)
        keeper = self._keeper(key)
        form.typed.connect(lambda: self._typed(key, form))
        keeper.failed.connect(form.draft_not_kept)
        form.saved.connect(self._saved)
        form.closed.connect(lambda: self._open.pop(key, None))
        self._open[key] = form
        form.show()

    def _keeper(self, key: int | None) -> DraftKeeper:
        if key not in self._keepers:
            self._keepers[key] = DraftKeeper(
                self._runner, self._deeds.keep_draft, _key(key), lambda: self._drafts.get(key, Draft({})), self
            )
        return self._keepers[key]

    def _typed(self, key: int | None, form: CarForm) -> None:
        """Remember it at once, write it down soon."""
        draft = form.draft
        if draft.fields or self._drafts.get(key, Draft({})).fields:
            self._drafts[key] = draft
            keeper = self._keeper(key)
            if draft.fields:
                keeper.touched()
            else:
                keeper.write()  # a car that is stored must not be offered once more

    def _look_again(self, custody_ids: frozenset[int]) -> None:
        for key, form in self._open.items():
            if not custody_ids or key in custody_ids:
                form.look_again()

    def _saved(self, custody_id: int, told: tuple[str, ...]) -> None:
        self._bus.cars_changed.emit(frozenset({custody_id}))
        self._bus.queue_changed.emit()
        self.stored.emit(custody_id, told)

    def _failed(self, trouble: Trouble) -> None:
        show_trouble(self._window, trouble)


def _key(custody_id: int | None) -> str:
    return f"{DRAFT}{_NEW if custody_id is None else custody_id}"
