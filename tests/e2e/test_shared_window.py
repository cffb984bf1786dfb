"""The window on a shared database: the password asked at the start, the person of the sign-in, a start anew."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.db.sign_in import SharedServers
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.app import OfficeWindow, _open_or_ask
from itow_desktop.domain.errors import PasswordNeeded
from itow_desktop.opening import Machine, started
from itow_desktop.services.ports.sign_in import SharedDatabase
from itow_desktop.ui.dialogs.people.opening import OpeningDialog
from tests.conftest import MemoryKeyring
from tests.db import servers
from tests.db.offices import admin_engine

PASSWORD = "invented for this test"


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedDatabase]:
    """A set-up shared database: Kim signs in there, Lee has no sign-in."""
    name = f"itow_{uuid4().hex[:8]}"
    with servers.tls_server() as server, server.new_database() as database:
        admin = admin_engine(server, database)
        upgrade(admin)
        admin.dispose()
        with server.connect(database) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'; SET search_path = itow, public")
            connection.execute("SELECT add_staff('Kim', %s, 'admin')", [name])
            connection.execute("SELECT add_staff('Lee', NULL, 'admin')")
        yield SharedDatabase(server.host, server.port, database, name, Path(dict(server.options)["sslrootcert"]))


@pytest.fixture
def machine(tmp_path: Path, shared: SharedDatabase) -> Iterator[Machine]:
    """A PC whose settings name the shared database; its keyring holds nothing."""
    with started({"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path)}) as fresh:
        fresh.settings_file.change({"database.url": SharedServers().url(shared)})
    with started({"ITOW_CONFIG_DIR": str(tmp_path), "ITOW_DATA_DIR": str(tmp_path)}) as made:
        yield made


class Hands:
    """Does something with the dialog of the start as soon as it is there."""

    def __init__(self, deed: Callable[[OpeningDialog], bool]) -> None:
        """``deed`` answers whether it is done for good."""
        self._deed = deed
        self._timer = QTimer()
        self._timer.setInterval(20)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, OpeningDialog) and widget.isVisible() and self._deed(widget):
                self._timer.stop()
                return


def test_the_password_is_asked_and_the_person_of_the_sign_in_sits_down(
    qtbot: QtBot, machine: Machine, memory_keyring: MemoryKeyring
) -> None:
    said: list[str] = []

    def type_in(dialog: OpeningDialog) -> bool:
        if dialog.verdict.text not in said:
            said.append(dialog.verdict.text)
        if "does not accept" in dialog.verdict.text and dialog.password.text() != PASSWORD:
            dialog.password.setText(PASSWORD)
            dialog.open_it.click()
            return True
        if not dialog.password.text() and dialog.where.text():
            dialog.password.setText("wrong")
            dialog.open_it.click()
        return False

    with ExitStack() as closing:
        hands = Hands(type_in)
        here, ports = _open_or_ask(machine, closing)
        assert hands is not None
        assert said[0] == "Enter the password of your sign-in."
        assert any("does not accept this name and password" in words for words in said)
        assert memory_keyring.secrets == {("iTow Desktop", "database.password"): PASSWORD}
        office = OfficeWindow(here, ports)
        closing.callback(office.close)
        office.show()
        qtbot.waitUntil(lambda: office.who.person is not None)
        assert office.who.person is not None
        assert office.who.person.name == "Kim"
        offered = [action.text() for action in office.window.people.menu().actions() if action.isCheckable()]
        assert offered == ["Kim"], "who signs in elsewhere cannot be picked here"
        qtbot.waitUntil(lambda: not office.runner.busy)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not office.window and dialog.isVisible():
                dialog.close()
        office.people._restart()  # what the button of the database dialog does
        assert office.restarts
        assert not office.window.isVisible()


def test_whoever_gives_up_is_told_why(qtbot: QtBot, machine: Machine) -> None:
    def give_up(dialog: OpeningDialog) -> bool:
        dialog.quit.click()
        return True

    with ExitStack() as closing:
        hands = Hands(give_up)
        with pytest.raises(PasswordNeeded, match="does not accept this name and password"):
            _open_or_ask(machine, closing)
        assert hands is not None
