"""The saved views of the vehicle list: which is in front, whether the list still is as it was saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.saved_views import Choices, SavedView, ViewDefinition
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.finding.between_days import BetweenDays
from itow_desktop.ui.dialogs.finding.pick import Choice, PickDialog
from itow_desktop.ui.dialogs.finding.view_name import ViewNameDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.vehicles.filter_bar import FilterBar
from itow_desktop.ui.widgets.vehicles.filter_words import Names
from itow_desktop.ui.widgets.vehicles.view_tabs import ViewTabs

_PICK = {"agency_id": "Police department", "property_key": "Property", "account": "Account"}
_NEW = 0


class ViewWork(Protocol):
    """What views and filters ask of the office; called on worker threads."""

    def views(self, person: Person | None) -> tuple[SavedView, ...]: ...
    def add_view(self, person: Person | None, view: SavedView) -> SavedView: ...
    def change_view(self, person: Person | None, view: SavedView) -> SavedView: ...
    def void_view(self, person: Person | None, view: SavedView) -> None: ...
    def arrange_views(self, person: Person | None, ids: Sequence[int]) -> None: ...
    def choices(self) -> tuple[Choices, tuple[Agency, ...]]: ...


class VehicleViews(QObject):
    """Fills the tabs, keeps what is saved. ``shown`` asks the list to be as a view was saved."""

    shown = Signal(object)
    """The ``SavedView`` the list shall show."""
    left = Signal(object)
    """The ``SavedView`` that was shown until now."""
    troubled = Signal(object)
    """A ``Trouble`` to be told."""

    def __init__(
        self, runner: TaskRunner, work: ViewWork, who: Who, *, now: Callable[[], ViewDefinition], today: Callable[[], date], parent: QWidget
    ) -> None:
        """``now`` says what the list shows at this moment."""
        super().__init__(parent)
        self._runner = runner
        self._work = work
        self._who = who
        self._now = now
        self._today = today
        self._window = parent
        self._wanted: int | None = None
        self._shown: SavedView | None = None
        self._filters: FilterBar | None = None
        self.tabs = ViewTabs()
        self.tabs.chosen.connect(self._choose)
        self.tabs.arranged.connect(self._arrange)
        self.tabs.menu_asked.connect(self.offer_menu)
        self.tabs.save_asked.connect(self.save)
        self.tabs.add_asked.connect(self.add)
        who.changed.connect(self.read)

    @property
    def current(self) -> SavedView | None:
        """The view in front."""
        return self.tabs.current

    def want(self, view_id: int | None) -> None:
        """The view that shall be in front once the views are read."""
        self._wanted = view_id

    def read(self) -> None:
        """Read the views; the one in front stays there."""
        person = self._who.person
        self._runner.start(lambda: self._work.views(person), owner=self, done=self._put, failed=self.troubled.emit)

    def _put(self, views: tuple[SavedView, ...]) -> None:
        before = self.current
        self.tabs.put(views, before.id if before else self._wanted)
        if before is None:
            self.read_names()
        if self.current is not None and (before is None or before.id != self.current.id):
            self._choose(self.current)
        else:
            self.compare()

    def _choose(self, view: SavedView) -> None:
        if self._shown is not None:
            self.left.emit(self._shown)
        self._wanted, self._shown = view.id, view
        self.shown.emit(view)
        self.compare()

    # --- as it was saved, or not -------------------------------------------------------------------------------------

    def changed(self) -> bool:
        """Whether the list shows anything else than the view in front was saved with."""
        return self.current is not None and _plain(self._now()) != _plain(self.current.definition)

    def compare(self) -> None:
        """The list changed: offer to save it, or not."""
        self.tabs.tell_changed(self.changed())

    def back(self) -> bool:
        """Go back to the view as it was saved; False when the list shows just that."""
        if not self.changed() or self.current is None:
            return False
        self._choose(self.current)
        return True

    # --- keeping -----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Keep what the list shows in the view in front."""
        if self.current is not None:
            self._change(replace(self.current, definition=self._now()))

    def add(self) -> None:
        """Keep what the list shows as a new view."""
        person = self._who.person
        view = SavedView(_NEW, "", self._now(), None if person is None else person.id)
        self._ask_name(view, lambda named: self._work.add_view(person, named))

    def rename(self, view: SavedView) -> None:
        """Ask for another name, or whose it is."""
        person = self._who.person
        self._ask_name(view, lambda named: self._work.change_view(person, named))

    def remove(self, view: SavedView) -> None:
        """Take a view away."""
        person = self._who.person
        self._do(lambda: self._work.void_view(person, view))

    def _ask_name(self, view: SavedView, keep: Callable[[SavedView], SavedView]) -> None:
        person = self._who.person
        dialog = ViewNameDialog(self._runner, view, keep, own=None if person is None else person.id, parent=self._window.window())
        dialog.done_with.connect(self._kept)
        dialog.open()

    def _kept(self, view: SavedView) -> None:
        self._runner.start(lambda: self._work.views(self._who.person), owner=self, done=lambda views: self._put_kept(views, view.id))

    def _put_kept(self, views: tuple[SavedView, ...], kept: int) -> None:
        self.tabs.put(views, kept)
        self._wanted = kept
        self.compare()

    def _change(self, view: SavedView) -> None:
        person = self._who.person
        self._do(lambda: self._work.change_view(person, view))

    def _arrange(self, ids: Sequence[int]) -> None:
        person = self._who.person
        self._do(lambda: self._work.arrange_views(person, ids))

    def _do(self, deed: Callable[[], object]) -> None:
        self._runner.start(deed, owner=self, done=lambda _answer: self.read(), failed=self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self.troubled.emit(trouble)
        self.read()

    def offer_menu(self, view: SavedView, where: QPoint) -> None:
        """What can be done with a view."""
        menu = QMenu(self._window)
        for words, deed in (
            ("&Rename or share...", lambda: self.rename(view)),
            ("Save &what is shown in it", lambda: self._change(replace(view, definition=self._now()))),
            ("Save as &new view...", self.add),
            ("Re&move", lambda: self.remove(view)),
        ):
            menu.addAction(words).triggered.connect(lambda _checked=False, deed=deed: deed())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    # --- filters that have many choices ------------------------------------------------------------------------------

    def serve(self, filters: FilterBar) -> None:
        """Ask for what these filters offer when somebody wants to choose."""
        self._filters = filters
        filters.pick_asked.connect(self._pick)

    def read_names(self) -> None:
        """Learn how agencies and properties are called."""
        self._runner.start(self._work.choices, owner=self, done=self._know, failed=self.troubled.emit)

    def _know(self, choices: tuple[Choices, tuple[Agency, ...]]) -> None:
        if self._filters is not None:
            self._filters.know(_names(choices))

    def _pick(self, name: str) -> None:
        if name == "towed":
            dialog = BetweenDays("Towed between", self._today, self._window.window())
            dialog.given.connect(self._take_days)
            dialog.open()
            return
        self._runner.start(
            self._work.choices, owner=self, done=lambda found: self._offer(name, _names(found)[name]), failed=self.troubled.emit
        )

    def _offer(self, name: str, names: Mapping[object, str]) -> None:
        choices = [Choice(words, value=value) for value, words in names.items()]
        picking = PickDialog(_PICK[name], choices, self._window.window())
        picking.picked.connect(lambda value: self._take(name, value))
        picking.open()

    def _take(self, name: str, value: object) -> None:
        if self._filters is not None:
            self._filters.set_filter(**{name: value})

    def _take_days(self, first: date | None, last: date | None) -> None:
        if self._filters is not None:
            self._filters.set_filter(towed_since=first, towed_until=last, towed_days=None)


def _names(choices: tuple[Choices, tuple[Agency, ...]]) -> Names:
    """How everything that can be chosen is called, by the name of its filter."""
    found, agencies = choices
    return {
        "agency_id": {agency.id: agency.name for agency in agencies},
        "property_key": dict(found.properties),
        "account": {account: account for account in found.accounts},
    }


def _plain(definition: ViewDefinition) -> ViewDefinition:
    """A view without its widths: a column drawn wider is no change worth saving."""
    return replace(definition, columns=tuple(replace(column, width=None) for column in definition.columns))
