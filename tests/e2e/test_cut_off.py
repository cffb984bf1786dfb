"""A shared database that goes away behind an open window: said at once, looked at meanwhile, nothing typed is lost, back by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.db.sign_in import SharedServers
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.app import OfficeWindow
from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.opening import opened, started
from itow_desktop.services.health import HealthItem
from itow_desktop.services.health import Light as State
from itow_desktop.services.ports.sign_in import SharedDatabase
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.watch import Watch, WatchWork
from itow_desktop.ui.widgets.cut_off_band import CutOffBand
from itow_desktop.ui.widgets.status_lights import StatusLights
from tests.conftest import MemoryKeyring
from tests.db import servers
from tests.db.offices import admin_engine
from tests.db.servers import Control
from tests.e2e.waiter import Waiter
from tests.law import DETROIT

PASSWORD = "invented for this test"
CARS = 12


@pytest.fixture
def shared(tmp_path: Path, memory_keyring: MemoryKeyring) -> Iterator[tuple[OfficeWindow, Control]]:
    """Kim's window on a shared database with some cars, and the switch of its server."""
    name = f"itow_{uuid4().hex[:8]}"
    memory_keyring.set_password("iTow Desktop", "database.password", PASSWORD)
    with ExitStack() as closing:
        server = closing.enter_context(servers.tls_server())
        database = closing.enter_context(server.new_database())
        assert server.control is not None
        closing.callback(server.control.start_again)
        admin = admin_engine(server, database)
        upgrade(admin)
        admin.dispose()
        with server.connect(database) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'; SET search_path = itow, public")
            connection.execute("SELECT add_staff('Kim', %s, 'admin')", [name])
        url = SharedServers().url(SharedDatabase(server.host, server.port, database, name, Path(dict(server.options)["sslrootcert"])))
        surroundings = {"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path)}
        with started(dict(surroundings)) as fresh:
            fresh.settings_file.change({"database.url": url})
        machine = closing.enter_context(started(dict(surroundings)))
        pdfium = Lock()
        ports = closing.enter_context(opened(machine, SystemPrinter(pdfium), pdfium))
        ports.changes.begin()
        window = OfficeWindow(machine, ports)
        closing.callback(window.close)
        closing.callback(window.window.close)
        kim = window.desk.people()[0]
        for number in range(CARS):
            window.desk.add_car(kim, {"plate": f"CUT{number:04}", "custody": "private_property"})
        window.show()
        yield window, server.control


def test_a_shared_database_that_is_stopped_and_started_behind_the_window(shared: tuple[OfficeWindow, Control], qtbot: QtBot) -> None:
    office, control = shared
    wait, window, band = Waiter(qtbot), office.window, office.cut_off.band
    wait.until(lambda: office.who.person is not None and office.who.person.name == "Kim")
    wait.until(lambda: window.lights.words("Database") == "Database: shared, connected")
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
    window.show_pane(office.vehicles.key)
    wait.until(lambda: len(office.vehicles.model.rows) == CARS and not office.runner.busy)
    office.vehicles.table.choose(0)
    wait.until(lambda: window.details.card is not None and not office.runner.busy)
    rows, card = list(office.vehicles.model.rows), window.details.card
    groups = [group.title for group in office.queue.model.groups]
    assert len(rows) == CARS
    assert not band.isVisible()
    window.forms.add()
    wait.until(lambda: bool(window.forms.open_forms))
    form = window.forms.open_forms[0]
    form.paper.put({"plate": "TYPED1", "custody": "private_property"})

    with qtbot.waitSignal(office.watch.gone):
        control.stop()
    assert band.isVisible()
    assert "does not answer since" in band.words.text()
    assert "What you see is as of" in band.words.text()
    assert "just now, to read only" in band.words.text()
    assert "shared, does not answer since" in (window.lights.words("Database") or "")
    deeds = window.deeds_of_people()
    assert deeds
    assert {(deed.isEnabled(), deed.statusTip()) for deed in deeds} == {(False, "the database does not answer.")}

    for pane in window.all_panes:
        pane.refresh()
    form.save()
    wait.until(lambda: any("does not answer" in said for said in form.problems.sentences))
    assert form.paper.texts()["plate"] == "TYPED1", "what was typed stays"
    wait.until(lambda: "does not answer" in office.vehicles.news.text and "does not answer" in office.queue.news.text)
    assert list(office.vehicles.model.rows) == rows, "what was last on the screen stays there"
    assert [group.title for group in office.queue.model.groups] == groups
    window.details.refresh()
    wait.until(lambda: not office.runner.busy)
    assert window.details.card == card, "the car that was shown, too"
    office.vehicles.table.choose(5)
    other = office.vehicles.chosen_cars()[0]
    wait.until(lambda: window.details.custody_id == other and window.details.card is None)

    with qtbot.waitSignal(office.watch.back):
        control.start()
    assert not band.isVisible()
    assert any(deed.isEnabled() for deed in window.deeds_of_people())
    wait.until(lambda: not office.vehicles.news.text and not office.queue.news.text)
    wait.until(lambda: window.details.card is not None and window.details.card.custody_id == other)
    form.save()
    wait.until(lambda: "TYPED1" in {row.plate for row in office.vehicles.model.rows})


def test_a_database_that_hangs_is_said_after_a_while_and_its_late_answer_ends_that(qtbot: QtBot) -> None:
    gate, runner, lights = Event(), TaskRunner(), StatusLights()
    qtbot.addWidget(lights)
    now = [datetime(2026, 5, 20, 10, 42, tzinfo=DETROIT)]

    def ask() -> tuple[HealthItem, ...]:
        assert gate.wait(20)
        return (HealthItem("database", State.GREEN, "", "connected"),)

    watch = Watch(runner, lights, WatchWork(ask, lambda: None), place="shared", now=lambda: now[0], patience_ms=50)
    band = CutOffBand(lambda: now[0])
    qtbot.addWidget(band)
    watch.gone.connect(band.tell)
    watch.back.connect(band.over)
    gate.set()
    watch.look()
    qtbot.waitUntil(lambda: lights.words("Database") == "Database: shared, connected")
    gate.clear()
    now[0] += timedelta(minutes=6)
    with qtbot.waitSignal(watch.gone):
        watch.look()
    now[0] += timedelta(minutes=1)
    band.tell(datetime(2026, 5, 20, 10, 48, tzinfo=DETROIT), datetime(2026, 5, 20, 10, 42, tzinfo=DETROIT))
    assert band.words.text() == (
        "The database does not answer since 10:48. What you see is as of 10:42, 7 minutes ago, to read only. "
        "What you type stays; save it once this line is gone."
    )
    with qtbot.waitSignal(watch.back):
        gate.set()
    assert band.isHidden()
    assert runner.close()


def test_a_lost_database_is_looked_for_again_and_again(qtbot: QtBot) -> None:
    runner, lights = TaskRunner(), StatusLights()
    qtbot.addWidget(lights)
    away = [True]

    def ask() -> tuple[HealthItem, ...]:
        if away[0]:
            raise DatabaseTrouble("The database does not answer.")
        return ()

    watch = Watch(runner, lights, WatchWork(ask, lambda: None), place="shared", now=lambda: datetime(2026, 5, 20, tzinfo=DETROIT))
    told: list[object] = []
    watch.gone.connect(lambda *when: told.append(when))
    for _ in range(3):
        watch.look()
        qtbot.waitUntil(lambda: not runner.busy)
    assert len(told) == 1, "said once"
    away[0] = False
    with qtbot.waitSignal(watch.back):
        watch.look()
    assert runner.close()
