"""Opens the form of a car, one per car, and keeps what was typed until it is saved or thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import DraftTrouble, Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.views import CarCard
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_form import CarDeeds, CarForm
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.drafts import DraftKeeper, Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who

NEW_CAR, CAR = "new car", "car "
"""The keys of what is typed into forms, among the drafts of this PC; behind ``CAR`` stands the custody id."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What a form needs to open."""

    agencies: tuple[Agency, ...]
    card: CarCard | None
    unsaved: Unsaved
    trouble: DraftTrouble | None


class CarForms(QObject):
    """Forms beside the window: the phone rings, another car is looked up, the form waits."""

    stored = Signal(object, object)
    """Custody id, sentences to be told: a car was added or changed."""
    opened = Signal(object)
    """A ``CarForm`` that came up."""

    def __init__(self, runner: TaskRunner, bus: Bus, deeds: CarDeeds, who: Who) -> None:
        super().__init__()
        self._runner = runner
        self._bus = bus
        self._deeds = deeds
        self._who = who
        self._window: QWidget | None = None
        self._open: dict[int | None, CarForm] = {}
        self._unsaved: dict[int | None, Unsaved] = {}
        self._keepers: dict[int | None, DraftKeeper] = {}
        self._given: dict[str, str] = {}
        bus.cars_changed.connect(self._look_again)

    def belong_to(self, window: QWidget) -> None:
        """The window the forms stand in front of."""
        self._window = window

    def add(self) -> None:
        """Open an empty form, or what was typed into it before."""
        self._open_form(None)

    def add_with(self, values: Mapping[str, str]) -> None:
        """The same with some fields filled in as if they had been typed; what a person typed there before stays."""
        self._given = dict(values)
        if self._raised(None):
            self._give(self._open[None])
        else:
            self._open_form(None)

    def _give(self, form: CarForm) -> None:
        typed = {name for name, each in form.unsaved.fields.items() if each.text}
        form.paper.put({name: value for name, value in self._given.items() if name not in typed})
        self._given = {}

    def edit(self, custody_id: int) -> None:
        """Open the form over a stored car."""
        self._open_form(custody_id)

    def open_draft(self, key: str) -> bool:
        """Open the form in which this was typed; False for the key of something else."""
        if key == NEW_CAR:
            self.add()
        elif key.startswith(CAR):
            self.edit(int(key.removeprefix(CAR)))
        else:
            return False
        return True

    def _open_form(self, key: int | None) -> None:
        hindrance = self._who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self._failed(hindrance)
            return
        if not self._raised(key):
            self._runner.start(lambda: self._find(key), owner=self, done=lambda found: self._show(key, found), failed=self._failed)

    def _find(self, key: int | None) -> _Found:
        """On a worker thread. A draft that cannot be read keeps no form from opening."""
        card = None if key is None else self._deeds.card(key)
        agencies = self._deeds.agencies()
        try:
            return _Found(agencies, card, Unsaved.read(self._deeds.drafts.get(_key(key))), None)
        except DraftTrouble as trouble:
            return _Found(agencies, card, Unsaved(), trouble)

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

    def _show(self, key: int | None, found: _Found) -> None:
        if self._raised(key):
            return
        unsaved = self._unsaved.get(key, found.unsaved)
        form = CarForm(self._runner, self._deeds, self._who, agencies=found.agencies, card=found.card, unsaved=unsaved, parent=self._window)
        keeper = self._keeper(key)
        form.typed.connect(lambda: self._typed(key, form))
        keeper.failed.connect(form.tell_draft)
        form.saved.connect(self._saved)
        form.closed.connect(lambda: self._open.pop(key, None))
        self._open[key] = form
        form.show()
        self.opened.emit(form)
        if key is None:
            self._give(form)
        if found.trouble is not None:
            form.tell_draft(found.trouble)

    def _keeper(self, key: int | None) -> DraftKeeper:
        if key not in self._keepers:
            self._keepers[key] = DraftKeeper(self._runner, self._deeds.drafts, _key(key), lambda: self._unsaved.get(key, Unsaved()), self)
        return self._keepers[key]

    def _typed(self, key: int | None, form: CarForm) -> None:
        """Remember it at once, write it down soon."""
        before, self._unsaved[key] = self._unsaved.get(key), form.unsaved
        if form.unsaved.fields:
            self._keeper(key).touched()
        elif before is None or before.fields:
            self._keeper(key).write()  # a car that is stored must not be offered once more

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
    return NEW_CAR if custody_id is None else f"{CAR}{custody_id}"
