"""What is pictured of editing: adding by hand, a clash, the grid, one field of many, void, bin."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.people import add_person
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.editing.bin import BinDialog
from itow_desktop.ui.dialogs.editing.change_many import ChangeManyDialog
from itow_desktop.ui.dialogs.editing.void import VoidDialog
from itow_desktop.ui.dialogs.editing.ways_to_add import OTHER, WAYS
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.rooms.editing import EditingRoom


def editing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Form, grid, many, void, bin: as Kim meets them while Lee works beside her."""
    yield from _adding(stage)
    yield from _stays(stage)
    yield from _clashing(stage)
    room = next(each for each in stage.office.rooms if isinstance(each, EditingRoom))
    stage.window.show_pane(stage.office.vehicles.key)
    stage.settle()
    yield from _grid(stage, room)
    yield from _many(stage, room)


def _adding(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A police tow whose plate is on the lot already, a tow while TowBook is down."""
    row = next(each for each in stage.office.vehicles.model.rows if each.plate)
    stage.window.forms.add()
    form = stage.dialog(CarForm)
    form.ways.choose(WAYS[0])
    form.paper.put({"plate": row.plate or "", "complaint_number": "26-1234"})
    stage.settle()
    stage.settle()
    yield "car-add-police", form
    form.ways.choose(WAYS[2])
    yield "car-add-towbook-down", form
    form.ways.choose(OTHER)
    form.paper.put({"plate": "", "complaint_number": "", "vin": "1G1ZCSE04BF118341"})
    stage.settle()
    yield "car-add-vin", form
    form.paper.put({"vin": ""})
    form.close()
    stage.settle()


def _stays(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A car whose vehicle was here before, and that may be entered twice now."""
    desk, kim = stage.office.desk, stage.office.who.person
    first, second = [each for each in stage.office.vehicles.model.rows if each.vin][:2]
    left = Entry(EventKind.RELEASED, at=desk.ports.clock.now(), data={"to_whom": "Pat Doe", "id_seen": "license"})
    record(Shift(desk.ports.desk, desk.ports.law, desk.ports.clock, kim), first.custody_id, left)
    added = desk.add_car(kim, {"vin": first.vin or "", "plate": second.plate or "", "color": "gray", "year": "2011"})
    stage.office.car_files.open(added.custody_id)
    stage.settle()
    (window,) = stage.office.car_files.open_pages
    yield "car-page-stays", window
    window.close()
    stage.settle()


def _clashing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    custody_id = stage.office.vehicles.model.rows[4].custody_id
    stage.window.forms.edit(custody_id)
    form = stage.dialog(CarForm)
    form.paper.put({"color": "pearl white", "spot": "D-9"})  # colors that no made-up car has, or it might be no change
    _lee(stage, Edit(custody_id, {"color": "copper brown", "model": "Focus"}, {}))
    form.save()
    stage.settle()
    yield "car-edit-clash", form
    form.clashes.pick("color", mine=False)
    form.save()
    stage.settle()


def _grid(stage: Stage, room: EditingRoom) -> Iterator[tuple[str, QWidget]]:
    """A pasted block with blanks and wrong dates, a cell that Lee changed."""
    stage.office.vehicles.table.clearSelection()
    room.edit_in_grid()
    grid = stage.dialog(GridWindow)
    first = grid.model.cars[0].custody_id
    _lee(stage, Edit(first, {"color": "green"}, {}))
    grid.go_to((first, "year"))
    grid.cells.paste([["2014", "red"], ["", "silver"], ["20155", "blue"], ["2016", ""]])
    grid.model.empty([(grid.model.cars[5].custody_id, "make")])
    yield "grid", grid
    grid.save()
    stage.settle()
    yield "grid-saved", grid
    grid.model.take_back(grid.model.typed)
    grid.close()
    stage.settle()


def _many(stage: Stage, room: EditingRoom) -> Iterator[tuple[str, QWidget]]:
    table = stage.office.vehicles.table
    table.selectAll()
    room.change_many()
    many = stage.dialog(ChangeManyDialog)
    many.entry.put("red")
    stage.settle()
    stage.settle()
    yield "change-many", many
    many.reject()
    table.choose(len(stage.office.vehicles.model.rows) - 1)
    room.void()
    void = stage.dialog(VoidDialog)
    void.reason.setEditText("Entered twice")
    yield "void", void
    void.commit()
    stage.settle()
    yield "void-told", stage.window
    room.open_bin()
    found = stage.dialog(BinDialog)
    stage.settle()
    yield "bin", found
    found.restore()
    stage.settle()
    found.close()
    stage.settle()


def _lee(stage: Stage, edit: Edit) -> None:
    """Somebody else saves at another PC."""
    ports = stage.office.desk.ports
    kim = Shift(ports.desk, ports.law, ports.clock, stage.office.who.person)
    lee = next((each for each in stage.office.desk.people() if each.name == "Lee"), None) or add_person(kim, "Lee")
    change_car(kim.by(lee), edit)
