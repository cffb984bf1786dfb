"""A print system of the test's own: cupsd with a CUPS-PDF queue, apart from the machine's."""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

CUPSD = shutil.which("cupsd", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
BACKEND = Path("/usr/lib/cups/backend/cups-pdf")
MODEL = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"

_CUPSD_CONF = """
LogLevel warn
Listen {folder}/cups.sock
Browsing No
WebInterface No
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_FILES_CONF = """
SystemGroup root lpadmin
ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/tmp
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
"""
_PDF_CONF = """
Out {folder}/printed
AnonDirName {folder}/printed
Spool {folder}/pdf-spool
Log {folder}/log
Cut 0
Label 0
"""


@dataclass(frozen=True)
class PrintSystem:
    """A running cupsd; ``queue`` prints into PDF files in ``folder / "printed"``."""

    folder: Path
    queue: str

    @property
    def server(self) -> str:
        """What CUPS clients take as CUPS_SERVER."""
        return str(self.folder / "cups.sock")

    def run(self, *command: str) -> str:
        """A CUPS command against this system only; returns what it prints."""
        environment = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def printed(self, count: int = 1) -> list[bytes]:
        """The files that came out, oldest first, once ``count`` are there and no job is left."""
        wait_for(lambda: not self.run("lpstat", "-W", "not-completed", "-o") and len(self._files()) >= count, self.log)
        return [path.read_bytes() for path in self._files()]

    def waiting(self) -> list[str]:
        """Ids of the jobs that have not come out."""
        return [line.split()[0] for line in self.run("lpstat", "-W", "not-completed", "-o").splitlines()]

    def log(self) -> str:
        """What cupsd had to complain about."""
        path = self.folder / "log" / "error"
        return path.read_text(errors="replace")[-2000:] if path.exists() else "cupsd wrote no log"

    def _files(self) -> list[Path]:
        return sorted((self.folder / "printed").glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)


def wait_for(condition: Callable[[], bool], explain: Callable[[], str], seconds: float = 30) -> None:
    """Another program's work has no signal to wait on: ask again every 50 ms."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, explain()
        pause.wait(0.05)


@contextmanager
def print_system() -> Iterator[PrintSystem]:
    """Start it; skips only where CUPS is not installed, or where it cannot run its PDF backend as root."""
    if CUPSD is None or not BACKEND.exists() or shutil.which("lp") is None:
        pytest.skip("needs the packages cups, cups-client and printer-driver-cups-pdf")
    if os.geteuid() != 0:
        pytest.skip("cupsd and the CUPS-PDF backend run as root only")
    folder = Path(tempfile.mkdtemp(prefix="itow-cups-"))  # a short path: a socket's may have 107 characters
    settings = Path(f"/etc/cups/cups-pdf-{folder.name}.conf")  # the backend reads its settings from here only
    folder.chmod(0o755)
    for name in ("etc", "spool", "cache", "state", "tmp", "log", "printed"):
        (folder / name).mkdir()
    shutil.chown(folder / "tmp", group="lp")
    (folder / "tmp").chmod(0o1770)
    (folder / "etc" / "cupsd.conf").write_text(_CUPSD_CONF.format(folder=folder))
    (folder / "etc" / "cups-files.conf").write_text(_FILES_CONF.format(folder=folder))
    system = PrintSystem(folder, "FrontDesk")
    command = [CUPSD, "-f", "-c", str(folder / "etc" / "cupsd.conf"), "-s", str(folder / "etc" / "cups-files.conf")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            settings.write_text(_PDF_CONF.format(folder=folder))
            wait_for(lambda: _answers(server, system), system.log)
            system.run("lpadmin", "-p", system.queue, "-E", "-v", f"cups-pdf:/{folder.name}", "-m", MODEL)
            yield system
        finally:
            server.terminate()
            settings.unlink(missing_ok=True)
            server.wait(30)
            shutil.rmtree(folder)


def _answers(server: "subprocess.Popen[bytes]", system: PrintSystem) -> bool:
    assert server.poll() is None, system.log()
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(system.server) == 0
