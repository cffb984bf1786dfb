"""The screens of editing over a real database: two clerks, many cars, a lost connection, the bin."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services import browsing
from itow_desktop.services.desks.editing import EditDesk
from itow_desktop.services.editing import Edit, add_car, change_car, entry_problem
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.vins import NoDecoder
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import VehicleQuery
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_form import CarDeeds, CarForm
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.dialogs.editing.bin import BinDialog
from itow_desktop.ui.dialogs.editing.change_many import ChangeManyDialog
from itow_desktop.ui.dialogs.editing.void import VoidDialog
from itow_desktop.ui.dialogs.grid.window import GridWindow
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.offices import OpenOffice, admin_engine
from tests.ui.yard import Notebook

_CAR = {
    "year": "2011",
    "make": "Chevrolet",
    "color": "gray",
    "towed_at": "t 9:15",
    "spot": "C-4",
    "jurisdiction": "Burton Police Department",
}


class Counter:
    """Kim's desk on an office, and Lee's beside it."""

    def __init__(self, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self.shift = office, office.shift
        self.lee: Shift = office.shift.by(add_person(office.shift, "Lee"))
        self.notebook = Notebook()
        ports = cast("Ports", SimpleNamespace(desk=self.shift.desk, law=self.shift.law, drafts=self.notebook, vins=NoDecoder()))
        self.desk = EditDesk(ports, self.shift)
        self.runner, self.who = runner, Who(self.shift.person)
        deeds = CarDeeds(
            card=partial(browsing.car_card, self.shift), agencies=self.desk.agencies, check=entry_problem,
            add=lambda person, values: add_car(self.shift.by(person), values), change=self.desk.change_car,
            alike=self.desk.alike, advise=self.desk.advise_vin, drafts=self.notebook,
            zone=lambda: self.shift.law.zone, today=lambda: self.shift.today,
        )  # fmt: skip
        self.forms = CarForms(runner, bus, deeds, self.who)

    def cars(self, count: int) -> list[int]:
        return [add_car(self.shift, {**_CAR, "plate": f"ABC{1000 + number}"}).custody_id for number in range(count)]

    def field(self, custody_id: int, name: str) -> object:
        return getattr(browsing.car_card(self.shift, custody_id).car.fields, name)

    def listed(self) -> set[int]:
        rows = browsing.vehicle_page(self.shift, VehicleQuery(status=CustodyStatus.ON_LOT, limit=None)).rows
        return {row.custody_id for row in rows}

    def form(self, qtbot: QtBot, custody_id: int) -> CarForm:
        self.forms.edit(custody_id)
        qtbot.waitUntil(lambda: bool(self.forms.open_forms))
        return self.forms.open_forms[-1]

    def typed_on_disk(self, custody_id: int) -> dict[str, str]:
        kept = Unsaved.read(self.notebook.kept.get(f"car {custody_id}"))
        return {name: typed.text for name, typed in kept.fields.items()}

    def grid(self, qtbot: QtBot, ids: list[int]) -> GridWindow:
        window = GridWindow(
            self.runner, self.desk, self.who, cars=self.desk.cars_to_edit(ids), agencies=self.desk.agencies(), check=entry_problem,
            unsaved=Unsaved(),
        )  # fmt: skip
        qtbot.addWidget(window, before_close_func=lambda window: window.model.take_back(window.model.typed))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.show()
        return window

    @contextmanager
    def database_lost(self) -> Iterator[None]:
        """Every connection is cut and none is let in."""
        admin, name = admin_engine(self.office.server, "postgres"), self.office.database
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false'))
            connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name})
            try:
                yield
            finally:
                connection.execute(text(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true'))
        admin.dispose()


@pytest.fixture
def counter(office: OpenOffice, runner: TaskRunner, bus: Bus) -> Counter:
    """Kim and Lee at work."""
    return Counter(office, runner, bus)


def test_two_clerks_on_one_car_are_merged_and_told(qtbot: QtBot, counter: Counter) -> None:
    (car,) = counter.cars(1)
    form = counter.form(qtbot, car)
    form.paper.put({"spot": "D-9"})
    change_car(counter.lee, Edit(car, {"color": "red"}, {"color": "gray"}))
    with qtbot.waitSignal(counter.forms.stored) as stored:
        form.save()
    assert stored.args == [car, ("Lee changed the color to red meanwhile; both are kept.",)]
    assert (counter.field(car, "color"), counter.field(car, "spot")) == ("red", "D-9")


def test_a_true_clash_shows_both_with_who_and_when(qtbot: QtBot, counter: Counter, runner: TaskRunner) -> None:
    (car,) = counter.cars(1)
    form = counter.form(qtbot, car)
    form.paper.put({"color": "silver", "towed_at": "t 8:00", "notes": "dent"})
    change_car(counter.lee, Edit(car, {"color": "red", "towed_at": "t 7:30"}, {}))
    with qtbot.waitSignal(runner.idle):
        form.save()
    assert sorted(form.clashes.open_fields) == ["color", "towed_at"]
    assert counter.field(car, "notes") is None  # nothing was saved silently
    form.clashes.pick("color", mine=False)
    form.clashes.pick("towed_at", mine=True)
    with qtbot.waitSignal(counter.forms.stored):
        form.save()
    assert (counter.field(car, "color"), counter.field(car, "notes")) == ("red", "dent")
    towed = browsing.car_card(counter.shift, car).row.towed_at
    assert towed is not None
    assert towed.astimezone(counter.shift.law.zone).strftime("%H:%M") == "08:00"


def test_a_form_outlives_a_lost_database(qtbot: QtBot, counter: Counter, bus: Bus, runner: TaskRunner) -> None:
    (car,) = counter.cars(1)
    form = counter.form(qtbot, car)
    form.paper.put({"notes": "dent"})
    with counter.database_lost():
        with qtbot.waitSignal(runner.idle):
            form.save()
        assert "What you typed is still here and is kept on this PC. Press Save again in a moment." in form.problems.sentences[0]
        form.paper.put({"notes": "dent in the door"})
        qtbot.waitUntil(lambda: counter.typed_on_disk(car) == {"notes": "dent in the door"})
    with qtbot.waitSignal(runner.idle):
        bus.cars_changed.emit(frozenset())
    assert form.problems.sentences == ["The database is back. What you typed is still here: press Save."]
    with qtbot.waitSignal(counter.forms.stored):
        form.save()
    assert counter.field(car, "notes") == "dent in the door"


def test_a_morning_of_corrections_erases_no_model_year(qtbot: QtBot, counter: Counter) -> None:
    """The first program erased forty model years in one sitting of forty-three saves."""
    cars = counter.cars(43)
    before = {car: browsing.car_card(counter.shift, car) for car in cars}
    for number, car in enumerate(cars):
        form = counter.form(qtbot, car)
        form.paper.put({"spot": f"D-{number}"})
        with qtbot.waitSignal(counter.forms.stored):
            form.save()
    for number, car in enumerate(cars):
        after = browsing.car_card(counter.shift, car)
        fields = before[car].car.fields
        changed = {name for name in fields.__slots__ if getattr(fields, name) != getattr(after.car.fields, name)}
        assert changed == {"spot"}
        assert after.car.fields.spot == f"D-{number}"
        assert after.events == before[car].events


def test_a_column_pasted_over_three_hundred_cars_is_one_deed(qtbot: QtBot, counter: Counter) -> None:
    cars = counter.cars(300)
    grid = counter.grid(qtbot, cars)
    column = ["" if number % 3 == 0 else "31/31" if number % 3 == 1 else "t 8:00" for number in range(300)]
    grid.go_to((cars[0], "towed_at"))
    grid.cells.paste([[each] for each in column])
    grid.go_to((cars[0], "year"))
    grid.cells.paste([["2014"], [""], ["N/A"]])
    with qtbot.waitSignal(grid.saved) as saved:
        grid.save()
    assert saved.args[0] == frozenset(cars[2::3]) | {cars[0]}
    assert len(grid.model.typed) == 100
    assert [counter.field(car, "year") for car in cars[:4]] == [2014, 2011, 2011, 2011]
    card = browsing.car_card(counter.shift, cars[2])
    assert card.row.towed_at is not None
    assert card.row.towed_at.astimezone(counter.shift.law.zone).strftime("%H:%M") == "08:00"
    state = counter.desk.undo_state(counter.shift.person)
    assert state.undo is not None
    assert state.undo.name == "edit 101 cars in the grid"


def test_in_the_grid_somebody_s_newer_value_is_never_overwritten_unseen(qtbot: QtBot, counter: Counter) -> None:
    first, second = counter.cars(2)
    grid = counter.grid(qtbot, [first, second])
    grid.model.write({(first, "color"): "silver", (second, "color"): "silver"})
    change_car(counter.lee, Edit(first, {"color": "red"}, {}))
    with qtbot.waitSignal(grid.saved):
        grid.save()
    assert (counter.field(first, "color"), counter.field(second, "color")) == ("red", "silver")
    assert grid.line.words.startswith("Lee changed it to red meanwhile")
    grid.line.mine.click()
    with qtbot.waitSignal(grid.saved):
        grid.save()
    assert counter.field(first, "color") == "silver"


def test_one_field_of_many_cars_is_changed_and_taken_back_in_one_step(qtbot: QtBot, counter: Counter) -> None:
    cars = counter.cars(50)
    dialog = ChangeManyDialog(
        counter.runner, counter.desk, counter.who, custody_ids=cars, agencies=counter.desk.agencies(), check=entry_problem
    )
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.field.setCurrentIndex(dialog.field.findData("towed_at"))
    dialog.entry.put("t 7:00")
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.primary.text() == "&Change 50 cars"
    with qtbot.waitSignal(dialog.done_with):
        dialog.commit()
    state = counter.desk.undo_state(counter.shift.person)
    assert state.undo is not None
    assert state.undo.name == "change towed of 50 cars"
    counter.desk.undo(counter.shift.person, state.undo.deed_id)
    back = browsing.car_card(counter.shift, cars[7]).row.towed_at
    assert back is not None
    assert back.astimezone(counter.shift.law.zone).strftime("%H:%M") == "09:15"


def test_what_is_voided_lies_in_the_bin_and_comes_back(qtbot: QtBot, counter: Counter) -> None:
    first, second, third = counter.cars(3)
    void = VoidDialog(counter.runner, counter.desk.void_car, counter.who, counter.desk.cars_to_edit([first, second]))
    qtbot.addWidget(void)
    void.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    void.reason.setEditText("Entered twice")
    with qtbot.waitSignal(void.done_with):
        void.commit()
    assert counter.listed() == {third}
    dialog = BinDialog(counter.runner, counter.desk, counter.who)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 2)
    dialog.find_box.setText("abc1000 kim twice")
    assert [thing.id for thing in dialog.model.rows] == [first]
    with qtbot.waitSignal(dialog.restored) as restored:
        dialog.restore()
    assert restored.args == [frozenset({first})]
    assert counter.listed() == {first, third}


def test_a_double_is_found_on_the_real_lot(counter: Counter) -> None:
    (car,) = counter.cars(1)
    assert [row.custody_id for row in counter.desk.alike(None, "ABC1000")] == [car]
    assert counter.desk.alike(None, "ABC100") == ()
    counter.desk.void_car(counter.shift.person, [car], "Entered twice")
    assert counter.desk.alike(None, "ABC1000") == ()
