"""Runs PostgreSQL's own programs the way they want to be run."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.errors import ServerTrouble

if sys.platform != "win32":
    import pwd


@dataclass(frozen=True)
class Account:
    """The operating-system account a PostgreSQL server runs as when it may not be our own."""

    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Hands a file or folder of ours to this account; never called on what others made."""
        if sys.platform != "win32":
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True)
class Finished:
    """How a program ended, with all it said."""

    code: int
    output: str


def server_account() -> Account | None:
    """``nobody`` when we are root, as which PostgreSQL refuses to run; else None: our own account.

    Windows needs none: pg_ctl gives up an administrator's rights itself.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    return None


def run(
    command: Sequence[str | Path],
    *,
    seconds: float,
    account: Account | None = None,
    extra: Mapping[str, str] | None = None,
) -> Finished:
    """Runs one program to its end, at most ``seconds`` long; ``extra`` joins its environment.

    What it says goes through a file: a server started by pg_ctl inherits it and would hold a pipe open for ever.
    Raises ServerTrouble when the program cannot be run or does not end.
    """
    name = Path(command[0]).name
    with tempfile.TemporaryFile() as said:
        try:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                # A working folder every account may enter.
                cwd=Path(command[0]).anchor or None,
                env=quiet_environment() | dict(extra or {}),
                creationflags=hidden_window(),
                timeout=seconds,
                check=False,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        except subprocess.TimeoutExpired as late:
            raise ServerTrouble(
                f"PostgreSQL's {name} did not end within {seconds:.0f} seconds. "
                "What was saved before is kept. Close other programs and try again."
            ) from late
        except OSError as refused:
            raise ServerTrouble(
                f"PostgreSQL's {name} cannot be run ({refused.strerror}). Nothing was changed. "
                "Install iTow Desktop again, or ask whoever looks after this computer."
            ) from refused
        said.seek(0)
        return Finished(ended.returncode, said.read().decode("utf-8", "replace"))


def can_run(account: Account, program: Path) -> bool:
    """Whether another account may run a program; asked as that account, so every kind of right counts."""
    return run(["/usr/bin/test", "-x", program], seconds=30, account=account).code == 0


def can_write(account: Account, folder: Path) -> bool:
    """Whether another account may write in a folder."""
    return run(["/usr/bin/test", "-w", folder], seconds=30, account=account).code == 0


def quiet_environment() -> dict[str, str]:
    """Our environment without what would lead PostgreSQL's programs astray.

    PG* variables of the user would name other servers; in a frozen program the library path
    is our own bundle's, which PyInstaller keeps the original of beside.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if getattr(sys, "frozen", False):
        kept.pop("LD_LIBRARY_PATH", None)
    original = kept.pop("LD_LIBRARY_PATH_ORIG", None)
    if original:
        kept["LD_LIBRARY_PATH"] = original
    return kept


def hidden_window() -> int:
    """Process flags that keep a console window from popping up on Windows; 0 elsewhere."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    else:  # noqa: RET505  # for the type checker, which looks at one system at a time
        return 0
