"""Where the records are kept: typed, tried against a real server, saved; asked at the start where it cannot be opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import keyring
import pytest
from keyring.backends.null import Keyring as Forgetful
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.db.sign_in import SharedServers
from itow_desktop.adapters.db.upgrade import upgrade
from itow_desktop.adapters.secrets import KeyringSecrets
from itow_desktop.adapters.settings import SettingsFile
from itow_desktop.domain.errors import DatabaseTrouble, PasswordNeeded
from itow_desktop.services.desks.sign_in import SignInDesk
from itow_desktop.services.ports.sign_in import SharedDatabase
from itow_desktop.ui.dialogs.people.database import DatabaseDialog
from itow_desktop.ui.dialogs.people.opening import OpeningDialog
from itow_desktop.ui.tasks import TaskRunner
from tests.conftest import MemoryKeyring
from tests.db import servers
from tests.db.offices import admin_engine

PASSWORD = "invented for this test"


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedDatabase]:
    """A set-up shared database with Kim's sign-in."""
    name = f"itow_{uuid4().hex[:8]}"
    with servers.tls_server() as server, server.new_database() as database:
        admin = admin_engine(server, database)
        upgrade(admin)
        admin.dispose()
        with server.connect(database) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'; SET search_path = itow, public")
            connection.execute("SELECT add_staff('Kim', %s, 'clerk')", [name])
        yield SharedDatabase(server.host, server.port, database, name, Path(dict(server.options)["sslrootcert"]))


@dataclass
class Choice:
    """The settings of a PC, its keyring, the desk over both."""

    settings: SettingsFile
    ring: MemoryKeyring
    secrets: KeyringSecrets
    desk: SignInDesk

    @property
    def url(self) -> str:
        """What the settings file says."""
        return self.settings.read().database_url

    def text(self) -> str:
        """The settings file as it is on the disk."""
        return self.settings.path.read_text("utf-8") if self.settings.path.exists() else ""


@pytest.fixture
def choice(tmp_path: Path, memory_keyring: MemoryKeyring) -> Choice:
    """A PC with a database of its own, nothing typed yet."""
    settings, secrets = SettingsFile(tmp_path, {}), KeyringSecrets({})
    return Choice(settings, memory_keyring, secrets, SignInDesk(settings, secrets, SharedServers()))


def opened(qtbot: QtBot, choice: Choice, runner: TaskRunner) -> DatabaseDialog:
    dialog = DatabaseDialog(choice.desk, runner=runner)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: not runner.busy)
    return dialog


def fill(dialog: DatabaseDialog, shared: SharedDatabase, password: str = PASSWORD) -> None:
    dialog.shared.setChecked(True)
    dialog.server.setText(shared.server)
    dialog.port.setValue(shared.port)
    dialog.database.setText(shared.database)
    dialog.user.setText(shared.user)
    dialog.password.setText(password)
    dialog.certificate.setText(str(shared.certificate))


def test_this_pc_is_chosen_until_something_else_is_said(qtbot: QtBot, choice: Choice, runner: TaskRunner) -> None:
    dialog = opened(qtbot, choice, runner)
    assert dialog.here.isChecked()
    assert not dialog.server.isEnabled()
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password
    dialog.shared.setChecked(True)
    assert dialog.server.isEnabled()
    assert not dialog.test.isEnabled()
    assert not dialog.primary.isEnabled()


def test_test_says_plainly_what_works_and_what_does_not(qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase) -> None:
    dialog = opened(qtbot, choice, runner)
    fill(dialog, shared, "wrong")
    dialog.test.click()
    qtbot.waitUntil(lambda: "does not accept this name and password" in dialog.verdict.text)
    assert dialog.primary.text() == "&Save anyway"
    dialog.password.setText(PASSWORD)
    assert dialog.verdict.text == "", "an answer about something else is taken back"
    dialog.test.click()
    qtbot.waitUntil(lambda: "you are Kim" in dialog.verdict.text)
    assert dialog.primary.text() == "&Save"
    assert choice.text() == "", "nothing is kept by a test"
    assert choice.ring.secrets == {}


def test_saving_keeps_the_name_in_the_settings_and_the_password_in_the_keyring(
    qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase
) -> None:
    dialog = opened(qtbot, choice, runner)
    fill(dialog, shared)
    with qtbot.waitSignal(dialog.done_with) as saved:
        dialog.primary.click()
    assert saved.args == [shared]
    assert SharedServers().read(choice.url) == shared
    assert PASSWORD not in choice.text()
    assert choice.ring.secrets == {("iTow Desktop", "database.password"): PASSWORD}
    with qtbot.waitSignal(dialog.restart_asked):
        dialog.restart.click()


def test_what_does_not_work_is_tried_before_it_is_saved(qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase) -> None:
    dialog = opened(qtbot, choice, runner)
    fill(dialog, shared, "wrong")
    dialog.primary.click()
    qtbot.waitUntil(lambda: dialog.primary.text() == "&Save anyway")
    assert choice.text() == ""
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert SharedServers().read(choice.url) == shared


@pytest.mark.parametrize("ring", ["there", "none"])
def test_a_password_that_is_not_kept_is_used_until_the_program_ends(
    qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase, ring: str
) -> None:
    if ring == "none":
        keyring.set_keyring(Forgetful())  # type: ignore[no-untyped-call]  # the library has no type there
    dialog = opened(qtbot, choice, runner)
    fill(dialog, shared)
    dialog.keep.setChecked(ring == "none")
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert choice.ring.secrets == {}
    assert choice.secrets.get("database.password") == PASSWORD
    assert KeyringSecrets({}).get("database.password") is None
    said = dialog.foot.itemAt(0).widget().text()  # type: ignore[union-attr]
    assert "asked at each start" in said
    assert PASSWORD not in said


def test_back_to_this_pc_takes_the_setting_out(qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase) -> None:
    choice.desk.save(shared, PASSWORD, keep=True)
    dialog = opened(qtbot, choice, runner)
    assert dialog.given == shared
    assert dialog.password.placeholderText() == "kept; type to change it"
    dialog.here.setChecked(True)
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert choice.url == ""


def test_what_the_environment_says_cannot_be_changed_here(qtbot: QtBot, choice: Choice, runner: TaskRunner, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path, {"ITOW_DATABASE__URL": "postgresql://kim@db.practice.example/itow"})
    fixed = Choice(settings, choice.ring, choice.secrets, SignInDesk(settings, choice.secrets, SharedServers()))
    dialog = opened(qtbot, fixed, runner)
    assert "ITOW_DATABASE__URL" in dialog.problems.text
    assert not dialog.primary.isEnabled()


def test_nothing_typed_is_thrown_away_unasked(qtbot: QtBot, choice: Choice, runner: TaskRunner) -> None:
    dialog = opened(qtbot, choice, runner)
    dialog.shared.setChecked(True)
    dialog.server.setText("db.practice.example")
    dialog.cancel.click()
    assert dialog.isVisible()
    asked = next(box for box in dialog.findChildren(QDialog) if box.isVisible())
    assert "not saved" in asked.text()  # type: ignore[attr-defined]
    asked.reject()


# --- at the start ------------------------------------------------------------------------------------------------------


def test_the_password_is_asked_until_it_is_right(qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase) -> None:
    choice.desk.save(shared, None, keep=True)
    dialog = OpeningDialog(choice.desk, PasswordNeeded("..."), runner=runner)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: shared.database in dialog.where.text())
    assert not dialog.open_it.isEnabled()
    dialog.password.setText("wrong")
    dialog.open_it.click()
    qtbot.waitUntil(lambda: "does not accept this name and password" in dialog.verdict.text)
    assert dialog.isVisible()
    dialog.password.setText(PASSWORD)
    with qtbot.waitSignal(dialog.accepted):
        dialog.open_it.click()
    assert choice.ring.secrets == {("iTow Desktop", "database.password"): PASSWORD}


def test_a_server_that_is_away_can_be_tried_again_or_another_chosen(
    qtbot: QtBot, choice: Choice, runner: TaskRunner, shared: SharedDatabase
) -> None:
    away = SharedDatabase(shared.server, servers.free_port(), shared.database, shared.user, shared.certificate)
    choice.desk.save(away, PASSWORD, keep=True)
    dialog = OpeningDialog(choice.desk, DatabaseTrouble("The database does not answer."), runner=runner)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.verdict.text == "The database does not answer."
    qtbot.waitUntil(dialog.open_it.isEnabled)
    dialog.open_it.click()
    qtbot.waitUntil(lambda: "Nobody answers" in dialog.verdict.text)
    dialog.other.click()
    other = next(each for each in dialog.findChildren(DatabaseDialog) if each.isVisible())
    qtbot.waitUntil(lambda: other.port.value() == away.port)
    other.port.setValue(shared.port)
    with qtbot.waitSignal(other.done_with):
        other.primary.click()
    with qtbot.waitSignal(dialog.accepted):
        other.restart.click()
    assert SharedServers().read(choice.url) == shared
