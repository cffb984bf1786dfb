"""Check import in the window over a real database: what two imports found is decided, then the second is taken back."""

from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.importing.reconciling import LineKind, LineState
from itow_desktop.services.desks.importing import ImportDesk
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.importing.from_towbook import ImportPlan, import_history
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.checking.undo import UndoImportDialog
from itow_desktop.ui.dialogs.checking.window import CheckImportWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import call
from tests.db.cars import bring, card, drain
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook


def test_two_imports_are_looked_at_decided_and_the_second_is_taken_back(
    qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus
) -> None:
    ours, theirs, changed, gone = (call(plate=f"ABC100{number}", vin=None) for number in range(4))
    ids = bring(office, ours, theirs, changed, gone)
    for custody_id in ids[:2]:
        change_car(office.shift, Edit(custody_id, {"color": "Champagne"}, {"color": "Gray"}))
    told = [replace(each, color="Silver") for each in (ours, theirs)]
    towbook = MemoryTowBook([*told, gone, replace(changed, model="Impala"), new := call(plate="XYZ9999", vin=None)])
    towbook.released[gone.towbook_id] = True
    drain(office, towbook, ImportPlan((".PPI",)))

    shift = office.shift
    house = House(runner, bus, Who(shift.person), WindowMemory(NoMemory()))
    window = CheckImportWindow(house, ImportDesk(cast("Any", None), shift), lambda: import_history(shift.desk))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window), qtbot.waitSignal(window.view.read):
        window.show()
        window.refresh()
    model, side = window.view.model, window.view.side
    lines = {line.call_number: line for line in model.listing.lines}
    kinds = {number: (line.kind, line.state) for number, line in lines.items()}
    assert kinds == {
        ours.call_number: (LineKind.DIFFERS, LineState.WAITING), theirs.call_number: (LineKind.DIFFERS, LineState.WAITING),
        gone.call_number: (LineKind.GONE, LineState.WAITING), changed.call_number: (LineKind.CHANGED, LineState.TAKEN),
        new.call_number: (LineKind.NEW, LineState.TAKEN),
    }  # fmt: skip
    assert window.waiting.text() == "3 lines wait for you."

    def choose(number: str | None, field: str) -> list[str]:
        """Go to a line; what its side says of a field."""
        key = lines[number].key
        window.view.go_to(key)
        qtbot.waitUntil(lambda: side.line is not None and side.line.key == key and any(row.key == field for row in side.model.rows))
        return next([cell.text for cell in row.cells[1:]] for row in side.model.rows if row.key == field)

    def press(key: Qt.Key) -> None:
        window.view.table.setFocus()
        with qtbot.waitSignal(window.view.read):
            QTest.keyClick(window.view.table, key)

    assert choose(new.call_number, "plate")[:2] == ["XYZ9999", ""]
    assert choose(changed.call_number, "model")[:2] == ["Impala", "Malibu"]
    assert choose(theirs.call_number, "color")[:2] == ["Silver", "Champagne"]
    assert choose(theirs.call_number, "color")[2].startswith("Kim, ")
    press(Qt.Key.Key_A)
    assert choose(ours.call_number, "color")[:2] == ["Silver", "Champagne"]
    press(Qt.Key.Key_K)
    assert [card(office, each).car.fields.color for each in ids[:2]] == ["Champagne", "Silver"]
    assert window.waiting.text() == "1 line waits for you."

    window.undo.click()
    dialog = window.findChildren(UndoImportDialog)[0]
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.what.text().startswith("1 new car goes to the bin, ")
    with qtbot.waitSignal(window.view.read):
        dialog.primary.click()
    assert card(office, ids[2]).car.fields.model == "Malibu"
    assert [card(office, each).car.fields.color for each in ids[:2]] == ["Champagne", "Champagne"]
    qtbot.waitUntil(lambda: not window.undo.isEnabled())
