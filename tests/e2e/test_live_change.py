"""Two windows on one office: what is saved in one stands in the other, and nothing there jumps."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from threading import Lock

import psycopg
import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.adapters.settings import WindowFile
from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import FOUNDING, practice_machine
from itow_desktop.opening import Machine, administrator, opened
from itow_desktop.services.editing import Edit
from itow_desktop.services.founding import found_office
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.working import CallIn, QueueLine
from tests.e2e.waiter import Waiter

CARS = 60


@dataclass(frozen=True)
class TwoPcs:
    """Two windows, each on connections of its own, as two programs have them; a way in for an administrator."""

    one: OfficeWindow
    other: OfficeWindow
    way_in: str
    ids: list[int]

    @property
    def both(self) -> tuple[OfficeWindow, OfficeWindow]:
        return self.one, self.other

    def settle(self, wait: Waiter) -> None:
        """Until every question is answered."""
        wait.until(lambda: not any(office.runner.busy for office in self.both))


@dataclass(frozen=True)
class Office:
    """A founded office whose server runs."""

    machine: Machine
    way_in: str
    ids: list[int]


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """One for all tests of this file; each changes cars of its own."""
    with practice_machine(1) as machine, administrator(machine) as address:
        pdfium = Lock()
        with opened(machine, SystemPrinter(pdfium), pdfium) as ports:
            person, desk = found_office(ports.desk, FOUNDING), FrontDesk(ports)
            ports.backups.make()  # else each window makes the copy of last night first
            values = ({"plate": f"PC{n:04}", "custody": "private_property"} for n in range(CARS))
            ids = [desk.add_car(person, each).custody_id for each in values]
        yield Office(machine, address.conninfo(), ids)


@pytest.fixture
def pcs(qtbot: QtBot, office: Office) -> Iterator[TwoPcs]:
    with ExitStack() as closing:
        one, other = (closing.enter_context(window_of(office.machine, name)) for name in ("one", "other"))
        pair = TwoPcs(one, other, office.way_in, office.ids)
        wait = Waiter(qtbot)
        wait.until(lambda: all(each.who.person is not None for each in pair.both))
        wait.until(lambda: all(each.window.lights.words("Database") == "Database: this PC, connected" for each in pair.both))
        pair.settle(wait)
        yield pair


@contextmanager
def window_of(machine: Machine, name: str) -> Iterator[OfficeWindow]:
    """A window that remembers its own shape."""
    pdfium, folder = Lock(), machine.data_dir / name
    folder.mkdir(exist_ok=True)
    here = replace(machine, window_file=WindowFile(folder))
    with opened(here, SystemPrinter(pdfium), pdfium) as ports:
        window = OfficeWindow(here, ports)
        ports.changes.begin()
        window.show()
        try:
            yield window
        finally:
            window.window.close()
            window.close()


def test_what_is_saved_in_one_window_stands_in_the_other(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    pcs.other.window.show_pane(pcs.other.vehicles.key)
    pcs.one.window.forms.add()
    wait.until(lambda: bool(pcs.one.window.forms.open_forms))
    form = pcs.one.window.forms.open_forms[0]
    form.paper.put({"plate": "NEW4321", "make": "Ford", "custody": "private_property"})
    form.save()
    wait.until(lambda: "NEW4321" in plates(pcs.other))
    wait.until(lambda: any(line.case.plate == "NEW4321" for line in lines(pcs.other)))
    wait.until(lambda: "NEW4321" in plates(pcs.one))


def test_selection_and_place_stay_where_they_are(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    window, pane = pcs.other.window, pcs.other.vehicles
    window.show_pane(pane.key)
    pane.table.choose(20)
    bar = pane.table.verticalScrollBar()
    bar.setValue(10)
    chosen, place = pane.chosen_cars(), bar.value()
    assert place > 0
    car = next(each for each in pcs.ids if each not in chosen)
    with qtbot.waitSignal(pane.model.rows_changed):
        pcs.one.desk.edits.change_car(pcs.one.who.person, Edit(car, {"color": "gray"}, {}))
    pcs.settle(wait)
    assert (pane.chosen_cars(), bar.value()) == (chosen, place)


def test_an_open_page_and_an_open_form_show_what_was_saved_elsewhere(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    car = pcs.ids[3]
    window = pcs.other.window
    pane = pcs.other.vehicles
    window.show_pane(pane.key)
    pane.table.choose([row.custody_id for row in pane.model.rows].index(car))
    wait.until(lambda: window.details.card is not None and window.details.card.custody_id == car)
    window.forms.edit(car)
    wait.until(lambda: bool(window.forms.open_forms))
    form = window.forms.open_forms[0]
    form.paper.put({"notes": "dent in the door"})
    pcs.one.desk.edits.change_car(pcs.one.who.person, Edit(car, {"color": "gray", "notes": "scratched"}, {}))
    wait.until(lambda: form.paper.entry("color").text().lower() == "gray")
    assert form.paper.entry("notes").text() == "dent in the door", "what is typed is left alone"
    wait.until(lambda: "scratched" in (form.paper.hint("notes") or ""))
    wait.until(lambda: window.details.view.page is not None and (window.details.view.page.card.car.fields.color or "").lower() == "gray")


def test_settings_people_and_departments_come_over(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    pcs.one.desk.staff.add(pcs.one.who.person, "Lee")
    wait.until(lambda: "Lee" in [action.text() for action in pcs.other.window.people.menu().actions()])


def test_a_window_does_not_read_twice_for_its_own_save(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    told: list[str] = []
    pcs.one.bus.cars_changed.connect(lambda _ids: told.append("one"))
    pcs.other.bus.cars_changed.connect(lambda _ids: told.append("other"))
    pcs.one.window.forms.edit(pcs.ids[0])
    wait.until(lambda: bool(pcs.one.window.forms.open_forms))
    form = pcs.one.window.forms.open_forms[0]
    form.paper.put({"color": "blue"})
    form.save()
    wait.until(lambda: "other" in told)
    with qtbot.waitSignal(pcs.one.bus.people_changed):  # told later by the other: what was told before was heard before
        pcs.other.desk.staff.add(pcs.other.who.person, "Lee")
    assert told.count("one") == 1
    assert told.count("other") == 1


def test_what_changed_while_the_connection_was_cut_comes_after_it(pcs: TwoPcs, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    with psycopg.connect(pcs.way_in, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'itow-desktop' AND pid <> pg_backend_pid()"
        )
        pcs.one.desk.edits.change_car(pcs.one.who.person, Edit(pcs.ids[5], {"plate": "CUT1234"}, {}))
    wait.until(lambda: "CUT1234" in plates(pcs.other))


def test_a_window_that_closes_hears_nothing_more(pcs: TwoPcs, qtbot: QtBot) -> None:
    pcs.other.window.close()
    pcs.other.close()
    assert sum(thread.name == "changes" for thread in threading.enumerate()) == 1
    pcs.one.desk.call_in(pcs.one.who.person, [CallIn(pcs.ids[0], on=pcs.one.desk.today())])
    qtbot.wait(1)


def plates(office: OfficeWindow) -> set[str | None]:
    return {row.plate for row in office.vehicles.model.rows}


def lines(office: OfficeWindow) -> list[QueueLine]:
    return [line for group in office.queue.model.groups for line in group.lines]
