"""Moves the private server's data to another folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from itow_desktop.adapters.db.backup_files import sha256_of
from itow_desktop.adapters.db.binaries import Binaries
from itow_desktop.adapters.db.local_server import LocalServer
from itow_desktop.adapters.db.programs import Account, server_account
from itow_desktop.adapters.db.server_files import ServerFiles, make_folders, write_whole
from itow_desktop.domain.errors import ServerTrouble

_LEFT_BEHIND = ("gate.lock", "users.lock", "server.log", "server.old.log")


def move_data(data_dir: Path, new_data_dir: Path, binaries: Binaries) -> Path:
    """Copies the data while the server rests, proves the copy, starts it once; returns the new data folder.

    The old folder keeps its data and from then on names the new one instead of starting; changing the setting is
    the caller's. Raises ServerTrouble; then the old folder is as it was and nothing remains in the new one.
    """
    server = LocalServer(data_dir, binaries)
    old, new = server.files, ServerFiles(new_data_dir.resolve() / "postgres")
    _refuse_what_cannot_be(old, new)
    account = server_account()
    with server.at_rest():
        make_folders(new.root.parent, account)
        moving = ServerFiles(new.root.with_name("postgres.moving"))
        shutil.rmtree(moving.root, ignore_errors=True)
        _refuse_without_space(old, new)
        try:
            shutil.copytree(old.root, moving.root, ignore=shutil.ignore_patterns(*_LEFT_BEHIND))
            _give(moving, account)
            _compare(old.root, moving.root)
            moving.root.rename(new.root)
            arrived = LocalServer(new_data_dir, binaries)
            arrived.start()
            arrived.close()
        except BaseException:
            for half in (moving.root, new.root):
                shutil.rmtree(half, ignore_errors=True)
            raise
        write_whole(old.moved, f"{new_data_dir.resolve()}\n")
    return new_data_dir.resolve()


def _refuse_what_cannot_be(old: ServerFiles, new: ServerFiles) -> None:
    if old.written_by() is None or old.moved.exists():
        raise ServerTrouble(f"There are no data in {old.root.parent} that could be moved. Nothing was changed.")
    if new.root.is_relative_to(old.root) or old.root.is_relative_to(new.root):
        raise ServerTrouble("The new folder lies inside the old one. Nothing was changed. Choose a folder elsewhere.")
    if new.root.exists():
        raise ServerTrouble(f"There are already data in {new.root.parent}. Nothing was changed. Choose an empty folder.")


def _refuse_without_space(old: ServerFiles, new: ServerFiles) -> None:
    needed = sum(path.stat().st_size for path in _files(old.root))
    free = shutil.disk_usage(new.root.parent).free
    if free < needed * 1.1:
        raise ServerTrouble(
            f"The data need {needed // 1_000_000 + 1} MB, and {new.root.parent} has {free // 1_000_000} MB free. "
            "Nothing was changed. Make room or choose another folder."
        )


def _give(moved: ServerFiles, account: Account | None) -> None:
    if account:
        for path in (moved.cluster, *moved.cluster.rglob("*")):
            account.own(path)


def _compare(old: Path, new: Path) -> None:
    for path in _files(old):
        there = new / path.relative_to(old)
        if not there.is_file() or sha256_of(there) != sha256_of(path):
            raise ServerTrouble(f"The disk did not keep a true copy of {path.name}. Nothing was changed. Choose another disk.")


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file() and path.name not in _LEFT_BEHIND)
