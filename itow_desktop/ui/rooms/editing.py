"""Editing beside the form of one car: grid, one field of many, void, bin, and what was typed before a sudden end."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import DraftTrouble, Trouble
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.editing import ManyChanged, entry_problem
from itow_desktop.services.ports.drafts import Draft, KeptDrafts
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car_forms import CAR, NEW_CAR
from itow_desktop.ui.dialogs.editing.bin import BinDialog
from itow_desktop.ui.dialogs.editing.change_many import ChangeManyDialog
from itow_desktop.ui.dialogs.editing.edit_work import EditWork
from itow_desktop.ui.dialogs.editing.void import VoidDialog
from itow_desktop.ui.dialogs.grid.edits import cars_of
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import DraftKeeper, Unsaved
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.showing import to_front
from itow_desktop.ui.text import counted

GRID = "grid "
"""How the keys of grids begin among the drafts of this PC."""
_MOST = 5_000
"""Cars in one grid."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a dialog over several cars needs to open."""

    cars: tuple[CarToEdit, ...]
    agencies: tuple[Agency, ...]
    unsaved: Unsaved = field(default_factory=Unsaved)
    trouble: DraftTrouble | None = None


class EditingRoom(QObject):
    """Opens the dialogs over the cars that are chosen in the pane in front."""

    panes: tuple[Pane, ...] = ()

    def __init__(self, house: House, work: EditWork) -> None:
        super().__init__()
        self._house, self._work = house, work
        self._window: MainWindow | None = None
        self._grids: dict[str, GridWindow] = {}
        self._keepers: dict[str, DraftKeeper] = {}
        self._unsaved: dict[str, Unsaved] = {}
        house.bus.cars_changed.connect(self._look_again)

    def move_in(self, window: MainWindow) -> None:
        """Put entries into the menus; offer what was typed before a sudden end."""
        self._window = window
        window.add_menu_action(Menu.VEHICLE, "Edit &in a grid...", self.edit_in_grid, shortcut="Shift+F2", picture="table")
        window.add_menu_action(Menu.VEHICLE, "&Change for many...", self.change_many, shortcut="Ctrl+Shift+M", picture="pencil-line")
        window.add_menu_action(Menu.VEHICLE, "&Void...", self.void, picture="trash")
        window.add_menu_action(Menu.EDIT, "&Bin...", self.open_bin, picture="trash-simple")
        window.close_first(self._close_grids)
        self._house.runner.start(self._work.drafts.all, owner=self, done=self._offer_drafts, failed=self._tell)

    # --- which cars --------------------------------------------------------------------------------------------------

    @property
    def _front(self) -> MainWindow:
        if self._window is None:
            raise RuntimeError("the room is used before it moved in")
        return self._window

    def _chosen(self) -> tuple[int, ...]:
        """The cars selected in the pane in front, else the one the details show."""
        window = self._front
        shown = window.details.custody_id
        return window.pane.chosen_cars() or (() if shown is None else (shown,))

    def _read(self, custody_ids: Callable[[], Sequence[int]], show: Callable[[_Read], None]) -> None:
        """Read cars on a worker thread, then show a dialog over them."""
        work = self._work
        self._house.runner.start(lambda: _Read(work.cars_to_edit(custody_ids()), work.agencies()), owner=self, done=show, failed=self._tell)

    def _of_chosen(self, show: Callable[[_Read], None]) -> None:
        chosen = self._chosen()
        if chosen:
            self._read(lambda: chosen, show)
        else:
            self._front.pane.news.tell("Choose one or more vehicles first.")

    # --- the grid ----------------------------------------------------------------------------------------------------

    def edit_in_grid(self) -> None:
        """The selected cars; with one or none selected every car of the list in front."""
        chosen, listed = self._chosen(), self._front.pane.listed_cars()
        if len(chosen) > 1 or listed is None:
            self._of_chosen(self._open_grid)
        else:
            self._read(listed, self._open_grid)

    def _open_grid(self, read: _Read) -> None:
        ids = tuple(car.custody_id for car in read.cars)
        if not ids:
            self._front.pane.news.tell("There are no vehicles in this list to edit.")
        elif len(ids) > _MOST:
            self._front.pane.news.tell(f"{len(ids):,} vehicles are too many for one grid; {_MOST:,} fit. Narrow the list or select some.")
        else:
            self._find_draft(grid_key(ids), read)

    def _find_draft(self, key: str, read: _Read) -> None:
        """What was typed for these very cars before."""
        drafts = self._work.drafts

        def find() -> _Read:
            try:
                return _Read(read.cars, read.agencies, Unsaved.read(drafts.get(key)))
            except DraftTrouble as trouble:
                return _Read(read.cars, read.agencies, trouble=trouble)

        self._house.runner.start(find, owner=self, done=lambda found: self._show_grid(key, found), failed=self._tell)

    def _show_grid(self, key: str, read: _Read) -> None:
        if (grid := self._grids.get(key)) is None:
            grid = GridWindow(
                self._house.runner, self._work, self._house.who, cars=read.cars, agencies=read.agencies, check=entry_problem,
                unsaved=self._unsaved.get(key, read.unsaved), parent=self._front,
            )  # fmt: skip
            self._grids[key] = grid
            self._wire_grid(key, grid)
            if read.trouble is not None:
                grid.tell_draft(read.trouble)
        to_front(grid)

    def _wire_grid(self, key: str, grid: GridWindow) -> None:
        if key not in self._keepers:
            runner, drafts = self._house.runner, self._work.drafts
            self._keepers[key] = DraftKeeper(runner, drafts, key, lambda: self._unsaved.get(key, Unsaved()), self)
        keeper = self._keepers[key]
        keeper.failed.connect(grid.tell_draft)

        def typed() -> None:
            before, self._unsaved[key] = self._unsaved.get(key), grid.unsaved
            if grid.unsaved.fields:
                keeper.touched()
            elif before is None or before.fields:
                keeper.write()

        grid.typed.connect(typed)
        grid.saved.connect(self._changed)
        grid.closed.connect(lambda: self._grids.pop(key, None))

    def _look_again(self, custody_ids: frozenset[int]) -> None:
        for grid in self._grids.values():
            grid.look_again(custody_ids)

    def _close_grids(self) -> bool:
        """Before the window closes: False when a grid holds something unsaved and asks about it."""
        for grid in tuple(self._grids.values()):
            grid.close()
        for grid in self._grids.values():
            grid.raise_()
            grid.activateWindow()
        return not self._grids

    # --- many, void, bin ---------------------------------------------------------------------------------------------

    def change_many(self) -> None:
        """One field of the selected cars."""
        self._of_chosen(self._show_change)

    def _show_change(self, read: _Read) -> None:
        ids = tuple(car.custody_id for car in read.cars)
        dialog = ChangeManyDialog(
            self._house.runner,
            self._work,
            self._house.who,
            custody_ids=ids,
            agencies=read.agencies,
            check=entry_problem,
            parent=self._front,
        )
        dialog.done_with.connect(lambda changed: self._many_changed(ids, changed))
        dialog.open()

    def _many_changed(self, ids: Sequence[int], changed: ManyChanged) -> None:
        self._changed(frozenset(ids))
        self._front.pane.news.tell(f"{counted(changed.changed, 'car is', 'cars are')} changed.", Tone.DONE)

    def void(self) -> None:
        """The selected cars leave the lists."""
        self._of_chosen(self._show_void)

    def _show_void(self, read: _Read) -> None:
        dialog = VoidDialog(self._house.runner, self._work.void_car, self._house.who, read.cars, self._front)
        dialog.done_with.connect(self._voided)
        dialog.open()

    def _voided(self, custody_ids: frozenset[int]) -> None:
        self._changed(custody_ids)
        news = f"{counted(len(custody_ids), 'car is', 'cars are')} void and in the bin."
        self._front.pane.news.tell(news, Tone.DONE, "Open the &bin", self.open_bin)

    def open_bin(self) -> None:
        """What was voided, to be brought back."""
        dialog = BinDialog(self._house.runner, self._work, self._house.who, self._front)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.restored.connect(self._changed)
        dialog.open()

    # --- what was typed before a sudden end --------------------------------------------------------------------------

    def _offer_drafts(self, kept: KeptDrafts) -> None:
        """A quiet line at the start: nothing pops up, nothing is lost."""
        news = self._front.pane.news
        ours = [draft for draft in kept.drafts if draft.key == NEW_CAR or draft.key.startswith((CAR, GRID))]
        if kept.broken:
            news.tell(" ".join(kept.broken), Tone.TODAY)
        elif ours:
            who = f"{ours[0].by} typed" if ours[0].by else "Somebody typed"
            others = len(ours) - 1
            more = f" {counted(others, 'other is', 'others are')} waiting: open those vehicles to see them." if others else ""
            said = f"{who} something that was not saved when iTow ended.{more}"
            news.tell(said, Tone.TODAY, "&Show it", lambda: self._open_draft(ours[0]))

    def _open_draft(self, draft: Draft) -> None:
        if not self._front.forms.open_draft(draft.key) and draft.key.startswith(GRID):
            ids = cars_of(Unsaved.read(draft))
            self._read(lambda: ids, self._open_grid)

    # --- afterwards --------------------------------------------------------------------------------------------------

    def _changed(self, custody_ids: frozenset[int]) -> None:
        self._house.bus.cars_changed.emit(custody_ids)
        self._house.bus.queue_changed.emit()

    def _tell(self, trouble: Trouble) -> None:
        self._front.pane.news.tell(str(trouble), Tone.LATE)

    @property
    def open_dialogs(self) -> tuple[QDialog, ...]:
        """Grids on the screen."""
        return tuple(self._grids.values())


def grid_key(custody_ids: Sequence[int]) -> str:
    """The key of a grid's draft: the same cars, the same key."""
    return GRID + hashlib.sha256(",".join(map(str, sorted(custody_ids))).encode()).hexdigest()[:16]
