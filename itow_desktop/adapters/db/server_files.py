"""The files of a private PostgreSQL server's folder."""

import getpass
import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from itow_desktop.adapters.db.programs import Account, hidden_window, server_account
from itow_desktop.domain.errors import ServerTrouble

ROOTS_DATA_DIR = Path("/var/lib/itow-desktop")
"""Where the data lie when root runs the program: ``nobody``, as whom the server runs, cannot enter root's home."""

_LOG_LIMIT = 10 * 1024 * 1024
_TAIL_LINES = 6


def default_data_dir() -> Path:
    """The data folder when no setting names one."""
    if server_account():
        return ROOTS_DATA_DIR
    return platformdirs.user_data_path("iTow Desktop", appauthor=False)


@dataclass(frozen=True)
class PidFile:
    """What ``postmaster.pid`` says: who serves the cluster, on which port (None while it is not yet written)."""

    pid: int
    port: int | None


@dataclass(frozen=True)
class ServerFiles:
    """The names in the folder, with what each holds."""

    root: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory; belongs to the account the server runs as."""
        return self.root / "cluster"

    @property
    def unfinished_cluster(self) -> Path:
        """A cluster that is still being made; whatever is found here is left over from a program that was killed."""
        return self.root / "cluster.new"

    @property
    def gate(self) -> Path:
        """Locked for the short while in which one program starts or stops the server."""
        return self.root / "gate.lock"

    @property
    def users(self) -> Path:
        """Locked, shared, by each program as long as it uses the server."""
        return self.root / "users.lock"

    @property
    def log(self) -> Path:
        return self.root / "server.log"

    @property
    def moved(self) -> Path:
        """Names the folder the data were moved to."""
        return self.root / "moved-to.txt"

    def written_by(self) -> int | None:
        """The major version of PostgreSQL that wrote the cluster; None before the first start."""
        try:
            return int((self.cluster / "PG_VERSION").read_text("utf-8").strip())
        except FileNotFoundError:
            return None

    def prepare(self, account: Account | None) -> None:
        """Makes the folders. What we make can be entered by ``account``; what others made keeps its rights."""
        make_folders(self.root, account)

    def pid_file(self) -> PidFile | None:
        """Who serves the cluster, as PostgreSQL wrote it; None when nobody does or the file is not yet whole."""
        try:
            lines = (self.cluster / "postmaster.pid").read_text("utf-8", "replace").splitlines()
            return PidFile(abs(int(lines[0])), int(lines[3]) if len(lines) > 3 and lines[3].strip() else None)
        except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
            return None

    def forget_pid(self) -> None:
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def secret(self) -> str:
        """The password of the server's superuser; made at the first call, before there is a cluster."""
        path = self.root / "secret"
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            if self.written_by() is not None:
                raise ServerTrouble(
                    f"The file {path}, which opens the private database, is gone. The data are untouched. "
                    "Put the file back from a copy of the folder, or restore the last backup."
                ) from None
        made = secrets.token_urlsafe(32)
        write_secret(path, made)
        return made

    def port(self) -> int:
        """The server's own port: the one it always had, or a new one when somebody else has taken it."""
        try:
            port = int((self.root / "port").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return self.choose_port()
        return port if _is_free(port) else self.choose_port()

    def choose_port(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        write_whole(self.root / "port", f"{port}\n")
        return port

    def open_log(self, account: Account | None) -> int:
        """Makes the server's log ready to be appended to; returns its present length in bytes."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        self.log.touch(mode=0o600)
        if account:
            account.own(self.log)
        return self.log.stat().st_size

    def log_since(self, start: int) -> str:
        """The last lines the server wrote after byte ``start``, for a sentence about what went wrong."""
        with self.log.open("rb") as log:
            log.seek(start)
            return " / ".join(log.read().decode("utf-8", "replace").strip().splitlines()[-_TAIL_LINES:])


def make_folders(folder: Path, account: Account | None) -> None:
    """Makes a folder with those above it; only what is made here is opened to ``account``."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        if account:
            each.chmod(0o755)


def write_secret(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if sys.platform == "win32":
        # Mode bits mean nothing there: take away what the folder hands down, leave the user.
        subprocess.run(
            ["icacls", str(beside), "/inheritance:r", "/grant:r", f"{getpass.getuser()}:F"],
            capture_output=True,
            creationflags=hidden_window(),
            timeout=30,
            check=True,
        )
    beside.replace(path)


def write_whole(path: Path, text: str) -> None:
    """Writes a text file, whole or not at all."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":
            # As PostgreSQL does, so that a port at rest after our own last run counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
