"""A backup on disk: the dump with the manifest that says what it must hold."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from itow_desktop.adapters.db.backup_ground import Ground, Membership, Role
from itow_desktop.adapters.db.server_files import write_whole
from itow_desktop.domain.backups import BackupInfo
from itow_desktop.domain.errors import BackupTrouble

_FORMAT = 1
_UNFINISHED = ".part"
_TESTED = ".tested"


@dataclass(frozen=True)
class Manifest:
    """What is written beside a dump, when the dump is whole."""

    info: BackupInfo
    tools_major: int
    """The version of pg_dump, which the pg_restore must not be older than."""
    ground: Ground


def manifest_path(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def new_name(folder: Path, database: str, now: datetime) -> Path:
    """A name for a copy made ``now`` that no other copy has; its unfinished file is there already, so that nobody else takes it."""
    stem = f"{database}-{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    names = (folder / f"{stem}{again}.dump" for again in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if _taken_first(name))


def _taken_first(name: Path) -> bool:
    try:
        unfinished(name).touch(exist_ok=False)
    except FileExistsError:
        return False
    if name.exists():
        unfinished(name).unlink()
        return False
    return True


def unfinished(file: Path) -> Path:
    """Where a dump grows until it is whole."""
    return file.with_name(file.name + _UNFINISHED)


def sweep(folder: Path, now: datetime) -> None:
    """Removes what copies left unfinished that were cut short more than a day ago."""
    for left_over in folder.glob(f"*.dump{_UNFINISHED}"):
        if datetime.fromtimestamp(left_over.stat().st_mtime, UTC) < now - timedelta(days=1):
            left_over.unlink()


def write_manifest(manifest: Manifest) -> None:
    """Writes the manifest; from then on the copy counts as made."""
    content = {"format": _FORMAT, "tools_major": manifest.tools_major, "ground": asdict(manifest.ground)}
    info = asdict(manifest.info) | {
        "file": manifest.info.file.name,
        "made_at": manifest.info.made_at.isoformat(),
        "rows": dict(manifest.info.rows),
    }
    write_whole(manifest_path(manifest.info.file), json.dumps(info | content, indent=1, ensure_ascii=False) + "\n")


def read_manifest(file: Path) -> Manifest:
    """The manifest of a dump, the dump itself not looked at. Raises BackupTrouble."""
    try:
        content = json.loads(manifest_path(file).read_text("utf-8"))
        return _parse(file, content)
    except FileNotFoundError as missing:
        raise BackupTrouble(
            f"Beside the copy {file} there is no {manifest_path(file).name}, which says what it must hold: "
            "the copy was never finished or the file was left behind. Nothing was changed. Use another copy."
        ) from missing
    except OSError as refused:
        raise BackupTrouble(f"The copy {file} cannot be read ({refused.strerror}). Nothing was changed.") from refused
    except (ValueError, KeyError, TypeError, AttributeError) as garbage:
        raise BackupTrouble(
            f"The file {manifest_path(file)} beside the copy is damaged. Nothing was changed. Use another copy."
        ) from garbage


def read_whole(file: Path) -> Manifest:
    """The manifest of a dump whose every byte is as it was written. Raises BackupTrouble."""
    manifest = read_manifest(file)
    try:
        found = sha256_of(file)
    except OSError as refused:
        raise BackupTrouble(f"The copy {file} cannot be read ({refused.strerror}). Nothing was changed.") from refused
    if found != manifest.info.sha256:
        raise BackupTrouble(f"The copy {file} was cut short or changed after it was made. Nothing was restored from it. Use another copy.")
    return manifest


def latest_backup(folder: Path) -> BackupInfo | None:
    """The newest copy in a folder that is there in its full length; None when there is none, or no folder."""
    newest: BackupInfo | None = None
    for path in folder.glob("*.dump"):
        try:
            info = read_manifest(path).info
        except BackupTrouble:
            # Unfinished or damaged: it is none that anybody should rely on.
            continue
        if path.stat().st_size == info.size and (newest is None or info.made_at > newest.made_at):
            newest = info
    return newest


def mark_tested(file: Path, now: datetime) -> None:
    """Writes beside a copy when it was restored as a test and held what it should; raises BackupTrouble."""
    try:
        write_whole(_tested_path(file), now.astimezone(UTC).isoformat() + "\n")
    except OSError as refused:
        raise BackupTrouble(f"The copy {file} is good, but that could not be noted beside it ({refused.strerror}).") from refused


def last_tested(folder: Path) -> datetime | None:
    """When a copy that is still in the folder was last tested; a note nobody can read is none."""
    moments = []
    for path in folder.glob(f"*.dump{_TESTED}"):
        try:
            if path.with_name(path.name.removesuffix(_TESTED)).exists():
                moments.append(datetime.fromisoformat(path.read_text("utf-8").strip()))
        except (OSError, ValueError):
            continue
    return max((moment for moment in moments if moment.tzinfo is not None), default=None)


def _tested_path(file: Path) -> Path:
    return file.with_name(file.name + _TESTED)


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _parse(file: Path, content: dict[str, Any]) -> Manifest:
    if content["format"] != _FORMAT:
        raise ValueError(f"format {content['format']!r}")
    ground = content["ground"]
    rights = ground["rights"]
    info = BackupInfo(
        file=file,
        made_at=datetime.fromisoformat(content["made_at"]),
        database=str(content["database"]),
        server_version=str(content["server_version"]),
        program_version=str(content["program_version"]),
        size=int(content["size"]),
        sha256=str(content["sha256"]),
        rows=tuple((str(table), int(count)) for table, count in content["rows"].items()),
    )
    if info.made_at.tzinfo is None:
        raise ValueError("a time without a zone")
    return Manifest(
        info=info,
        tools_major=int(content["tools_major"]),
        ground=Ground(
            owner=str(ground["owner"]),
            roles=tuple(Role(**role) for role in ground["roles"]),
            memberships=tuple(Membership(**link) for link in ground["memberships"]),
            rights=None if rights is None else tuple((str(role), str(privilege)) for role, privilege in rights),
            settings=tuple((str(name), str(value)) for name, value in ground["settings"]),
        ),
    )
