"""What is pictured of Check import: lines of every kind, one in full, many marked, an import that is to be taken back."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange, TowBookCall
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.services.editing import Edit
from itow_desktop.services.importing.from_towbook import ImportPlan, run_import
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.ui.dialogs.checking.undo import UndoImportDialog
from itow_desktop.ui.dialogs.checking.window import CheckImportWindow
from itow_desktop.ui.dialogs.office.settings import OfficeSettingsDialog
from itow_desktop.ui.rooms.checking import CheckingRoom

_ACCOUNT = ".PPI"


class ToldTowBook:
    """A TowBook that tells these calls, whatever is asked; its list leaves some out, and names one that cannot be read."""

    def __init__(self, calls: Sequence[TowBookCall], left_out: Collection[str]) -> None:
        self._calls = {call.towbook_id: call for call in calls}
        self._left_out = left_out
        self._broken = CallRef("900009999", "21999", _ACCOUNT)

    def sign_in(self, stopped: Callable[[], bool] = never) -> None:
        """Nobody asks."""

    answers = sign_in

    def calls_between(self, *_asked: object) -> CallList:
        """All but those that are left out."""
        named = [CallRef(each, call.call_number, _ACCOUNT) for each, call in self._calls.items() if each not in self._left_out]
        return CallList((*named, self._broken))

    calls_on_lot = calls_between

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """As told."""
        for ref in refs:
            if stopped():
                return
            call = self._calls.get(ref.towbook_id)
            yield CallRead(ref, call, None if call else "TowBook sent a page instead of the call.")

    def close(self) -> None:
        """Nothing is open."""


def checking(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """An import after the desk had its own word about some cars."""
    _import(stage)
    room = next(each for each in stage.office.rooms if isinstance(each, CheckingRoom))
    window = room.show_newest()
    stage.settle()
    for kind in (LineKind.DIFFERS, LineKind.NEW, LineKind.FAILED):
        _choose(window, kind)
        stage.settle()
        yield f"check-import-{kind.value}", window
    window.view.choose_states(window.view.state.itemData(1))
    window.mark_all()
    stage.settle()
    yield "check-import-marked", window
    window.view.text.setText("zzz")
    stage.settle()
    yield "check-import-none", window
    window.view.text.clear()
    stage.office.desk.edits.change_car(stage.office.who.person, Edit(_changed_car(window), {"model": "LaCrosse Premium"}, {}))
    window.ask_undo()
    dialog = stage.dialog(UndoImportDialog)
    yield "check-import-undo", dialog
    dialog.reject()
    window.rules.click()
    settings = stage.dialog(OfficeSettingsDialog)
    yield "office-settings-towbook", settings
    settings.done(0)
    window.close()
    stage.settle()


def _choose(window: CheckImportWindow, kind: LineKind) -> None:
    model = window.view.model
    rows = [row for row in range(model.rowCount()) if model.line_at(row).kind is kind]
    if rows:
        window.view.table.choose(rows[0])


def _changed_car(window: CheckImportWindow) -> int:
    lines = window.view.model.listing.lines
    return next(line.custody_id for line in lines if line.kind is LineKind.CHANGED and line.custody_id is not None)


def _import(stage: Stage) -> None:
    """TowBook contradicts three cars, says more of two, does not name two, and brings one more."""
    desk, kim = stage.office.desk, stage.office.who.person
    cars = [desk.card(row.custody_id).car for row in desk.vehicles(stage.office.vehicles.model.query).rows]
    known = [car for car in cars if car.towbook_id]
    calls = [TowBookCall(car.towbook_id or "", car.fields.call_number, _ACCOUNT) for car in known]
    for place, car in enumerate(known[:3]):
        desk.edits.change_car(kim, Edit(car.custody_id, {"color": "Champagne", "notes": "Dent in the left front door"}, {}))
        calls[place] = replace(calls[place], color="Silver", notes="Blocked the fire lane")
    for place in (4, 5):
        calls[place] = replace(calls[place], model="LaCrosse Touring", truck="FB-12")
    now = desk.ports.clock.now()
    calls.append(
        TowBookCall(
            "900009998", "21998", _ACCOUNT, completed_at=now - timedelta(hours=3), vin="1G1ZC5E08BF118341", plate="ABC1234",
            plate_state="MI", year=2011, make="Chevrolet", model="Malibu", color="Gray",
        )
    )  # fmt: skip
    shift = Shift(desk.ports.desk, desk.ports.law, desk.ports.clock, kim)
    days = DateRange(desk.today() - timedelta(days=30), desk.today())
    towbook = ToldTowBook(calls, {call.towbook_id for call in calls[7:9]})
    for _ in run_import(shift, towbook, ImportPlan((_ACCOUNT,), days), never):
        pass
    stage.office.bus.cars_changed.emit(frozenset())
    stage.settle()
