"""What every test runs under: no display needed, no key of the person at this machine touched."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from itow_desktop.ui.overrides import make_tellable
from tests.memory import in_memory

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of what is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
_PATIENCE_MS = 30_000
"""How long a test waits for what is to come; what comes ends the wait."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both-servers", action="store_true", help="every test of the database on both kinds of server, as before a release")


def pytest_configure(config: pytest.Config) -> None:
    for wait in (QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil, QtBot.waitExposed, QtBot.waitActive):
        wait.__kwdefaults__ = {**(wait.__kwdefaults__ or {}), "timeout": _PATIENCE_MS}
    config.addinivalue_line("markers", "both_servers: what may differ between the private and the shared server, tested on each")
    memory = in_memory()
    if memory is not None and "TMPDIR" not in os.environ:  # workers have it from whoever started them
        folder = Path(tempfile.mkdtemp(prefix="itow-tests-", dir=memory))
        folder.chmod(0o1777)  # as the usual one is: servers and some tests' programs run as another account
        os.environ["TMPDIR"], tempfile.tempdir = str(folder), None
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_collection_finish() -> None:
    """As the window does at its start, once all of it is imported: a mistake is to fail its test, not to end the run."""
    make_tellable()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Names what failed at once: a run that is ended from outside never comes to its summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nfailed: {report.nodeid} ({report.when})", flush=True)


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that forgets everything with the test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no type there
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.secrets:
            raise keyring.errors.PasswordDeleteError(f"{service} has no password of {username}")
        del self.secrets[service, username]


@pytest.fixture(autouse=True)
def memory_keyring() -> MemoryKeyring:
    """The keyring of this test: empty, and gone afterwards."""
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting or password of this machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("ITOW_"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def clear_screen() -> Iterator[None]:
    """No dialog stays on the screen: whoever looks for one by its kind would find that of an earlier test."""
    yield
    if isinstance(QApplication.instance(), QApplication):
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.hide()
