"""An import that waits for TowBook, through the real window: asked for while it is away, made by itself when it is back."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.logs import LogFile
from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.adapters.secrets import KeyringSecrets
from itow_desktop.adapters.settings import SettingsFile, WindowFile
from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import FOUNDING
from itow_desktop.opening import Machine, opened
from itow_desktop.practice.faults import Fault
from itow_desktop.practice.invented import ZONE
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.practice.office import make_office
from itow_desktop.practice.server import StandIn
from itow_desktop.services.founding import found_office
from itow_desktop.services.views import Begun, RunState
from tests.db.servers import open_folder
from tests.e2e.waiter import Waiter

CALLS = 6


@pytest.fixture
def office() -> Iterator[tuple[OfficeWindow, StandIn]]:
    """Kim's window on a new office, with a TowBook that can be told to be away."""
    with ExitStack() as closing:
        towbook = closing.enter_context(StandIn(make_office(calls=CALLS, today=datetime.now(ZoneInfo(ZONE)).date(), days=3)))
        folder = closing.enter_context(open_folder())
        log = closing.enter_context(LogFile(folder / "logs"))
        settings = SettingsFile(folder, {})
        settings.change({"data_dir": folder, "towbook.base_url": towbook.url, "towbook.requests_per_second": 20})
        secrets = KeyringSecrets({"towbook.username": USERNAME, "towbook.password": PASSWORD}, log.hide)
        machine = Machine(settings.read(), settings, WindowFile(folder), folder, secrets, log, practice=True)
        pdfium = Lock()
        ports = closing.enter_context(opened(machine, SystemPrinter(pdfium), pdfium))
        found_office(ports.desk, FOUNDING)
        window = OfficeWindow(machine, ports)
        closing.callback(window.close)
        closing.callback(window.window.close)
        window.show()
        yield window, towbook


def test_it_waits_can_be_seen_and_begins_by_itself(office: tuple[OfficeWindow, StandIn], qtbot: QtBot) -> None:
    window, towbook = office
    wait, pane = Waiter(qtbot), window.imports
    wait.until(lambda: window.who.person is not None and bool(pane.form.account.currentText()))
    window.window.show_pane(pane.key)
    towbook.faults.fail(Fault.TOO_MANY_REQUESTS, times=None, retry_after=600)
    with qtbot.waitSignal(window.bus.import_finished):
        pane.button.click()
    wait.until(lambda: (window.window.lights.words("TowBook") or "").startswith("TowBook: does not answer since"))
    wait.until_pressable(pane.result.wait)
    pane.result.wait.click()
    wait.until(lambda: len(pane.standing.waiting) == 1)
    assert pane.standing.waiting[0].text.startswith("Waits for TowBook: the cars on the lot")
    assert window.queue.model.groups is not None, "everything else works"

    towbook.faults.clear()
    with qtbot.waitSignal(window.bus.import_finished) as finished:
        pane.standing.contact.button.click()  # else it is looked for after a minute
    run = finished.args[0]
    assert (run.begun, run.state, run.by) == (Begun.WAITING, RunState.DONE, FOUNDING.person)
    assert run.new > 0
    wait.until(lambda: pane.standing.waiting == [] and not pane.standing.own.isVisible())
    wait.until(lambda: pane.history.rowCount() == 2)
    wait.until(lambda: not (window.window.lights.words("TowBook") or "").startswith("TowBook: does not answer"))
    wait.until(lambda: len(window.vehicles.model.rows) == run.new)
