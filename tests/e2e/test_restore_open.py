"""Yesterday's copy is restored at the terminal while the window stands open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.db.backups import make_backup
from itow_desktop.adapters.db.readying import ready_private
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import FOUNDING
from itow_desktop.opening import Machine, administrator, opened, started
from itow_desktop.services.editing import Edit
from itow_desktop.services.founding import found_office
from itow_desktop.ui.dialogs.car_form import CarForm
from tests.db.servers import open_folder
from tests.e2e.waiter import Waiter

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder("itow restore ") as made:
        yield made


@contextmanager
def window_on(machine: Machine) -> Iterator[OfficeWindow]:
    pdfium = Lock()
    with opened(machine, SystemPrinter(pdfium), pdfium) as ports:
        found_office(ports.desk, FOUNDING)
        ports.backups.make()  # else the window makes the copy of last night first
        ports.changes.begin()
        window = OfficeWindow(machine, ports)
        window.show()
        try:
            yield window
        finally:
            for form in window.window.forms.open_forms:
                form._discard()
            window.window.close()
            window.close()


class Terminal:
    """Restores as somebody does it: in a program of its own, while the window goes on."""

    def __init__(self, folder: Path, file: Path) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "itow_desktop", "restore", str(file)],
            cwd=REPOSITORY,
            env=os.environ | {"ITOW_DATA_DIR": str(folder), "ITOW_CONFIG_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def over(self) -> bool:
        return self._program.poll() is not None

    def refusal(self) -> str:
        """What it said when it did not do it."""
        told, _ = self._program.communicate(timeout=60)
        assert self._program.returncode == 1, told
        return str(told)

    def said(self) -> str:
        """All it said, once it is over."""
        told, _ = self._program.communicate(timeout=60)
        assert self._program.returncode == 0, told
        return str(told)


def test_the_window_says_so_and_shows_the_copy_without_a_start_anew(folder: Path, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    with started({"ITOW_DATA_DIR": str(folder), "ITOW_CONFIG_DIR": str(folder)}) as machine, window_on(machine) as office:
        window, desk = office.window, office.desk
        wait.until(lambda: office.who.person is not None)
        window.show_pane(office.vehicles.key)
        kim = office.who.person
        kept = desk.add_car(kim, {"plate": "OLD1234", "color": "gray", "custody": "private_property"}).custody_id
        copy = desk.ports.backups.make()
        desk.edits.change_car(kim, Edit(kept, {"color": "blue"}, {}))
        since = desk.add_car(kim, {"plate": "NEW1234", "custody": "private_property"}).custody_id
        office.vehicles.refresh()
        wait.until(lambda: plates(office) == {"OLD1234", "NEW1234"})
        forms = {car: form_of(office, wait, car) for car in (kept, since)}
        forms[kept].paper.put({"notes": "dent in the door"})
        forms[since].paper.put({"notes": "keys in the office"})
        wait.until(lambda: len(desk.ports.drafts.all().drafts) == 2)

        terminal = Terminal(folder, copy.file)
        wait.until(lambda: terminal.over, 60_000)
        said = terminal.said()
        assert "is the database itow now. What was there before is kept as itow_before_" in said

        wait.until(lambda: window.pane.news.text.startswith("The database was restored from a copy just now"))
        wait.until(lambda: plates(office) == {"OLD1234"})
        wait.until(lambda: [line.case.plate for group in office.queue.model.groups for line in group.lines] == ["OLD1234"])
        wait.until(lambda: window.lights.words("Database") == "Database: this PC, connected")
        assert desk.card(kept).car.fields.color == "gray"
        wait.until(lambda: forms[kept].paper.entry("color").text() == "gray")
        assert forms[kept].paper.entry("notes").text() == "dent in the door"
        assert forms[since].paper.entry("notes").text() == "keys in the office"
        assert len(desk.ports.drafts.all().drafts) == 2, "what was typed is on the disk as before"

        forms[since].save()
        wait.until(lambda: any("not on record" in sentence for sentence in forms[since].problems.sentences))
        assert forms[since].isVisible()
        forms[kept].save()
        wait.until(lambda: desk.card(kept).car.fields.notes == "dent in the door")
        assert desk.add_car(kim, {"plate": "NEXT123", "custody": "private_property"}).custody_id > since


def test_pins_that_are_not_in_the_copy_are_said_to_be_lost(folder: Path, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    with started({"ITOW_DATA_DIR": str(folder), "ITOW_CONFIG_DIR": str(folder)}) as machine, window_on(machine) as office:
        wait.until(lambda: office.who.person is not None)
        staff, kim = office.desk.staff, office.who.person
        staff.set_house_rules(kim, pins=True, idle_minutes=0)
        assert staff.set_own_pin(kim, "", "481516").accepted
        office.bus.people_changed.emit()
        with administrator(machine) as address:
            everyday = ready_private(address, office.desk.ports.backups.make)
        copy = make_backup(everyday.conninfo(), folder, datetime.now(UTC))  # PINs show to the server's administrator only

        terminal = Terminal(folder, copy.file)
        wait.until(lambda: terminal.over, 60_000)
        lost = "PINs were not in this copy, and nobody is asked for one: set new ones at once for Kim Osterhout."
        assert lost in terminal.said()
        wait.until(lambda: "PINs were not in that copy: set new ones under File, People." in office.window.pane.news.text)
        assert not any(person.has_pin for person in staff.staff().people)


def test_nothing_is_restored_while_the_window_imports(folder: Path, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    with started({"ITOW_DATA_DIR": str(folder), "ITOW_CONFIG_DIR": str(folder)}) as machine, window_on(machine) as office:
        wait.until(lambda: office.who.person is not None)
        copy = office.desk.ports.backups.make()
        with office.desk.ports.desk.claim([".PPI"]):
            terminal = Terminal(folder, copy.file)
            wait.until(lambda: terminal.over, 60_000)
        told = terminal.refusal()
        assert "because calls are being imported. The data are as they were." in told


def form_of(office: OfficeWindow, wait: Waiter, custody_id: int) -> CarForm:
    """The open form over a car."""
    before = office.window.forms.open_forms
    office.window.forms.edit(custody_id)
    wait.until(lambda: len(office.window.forms.open_forms) > len(before))
    return office.window.forms.open_forms[-1]


def plates(office: OfficeWindow) -> set[str | None]:
    return {row.plate for row in office.vehicles.model.rows}
