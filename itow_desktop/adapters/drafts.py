"""Drafts as small files in the data folder of this PC."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from itow_desktop.domain.errors import DraftTrouble
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.drafts import Draft, KeptDrafts

_ABANDONED_SECONDS = 60


class DraftFolder:
    """``Drafts`` in one folder, which belongs to one database: ids of its cars stand in the keys.

    Each draft is a file of its own, written whole beside the old one and put in its place, so that a kill in any
    moment leaves the old text or the new one.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, key: str, texts: Mapping[str, str], by: str | None = None) -> None:
        """Keep these texts in the place of what the key had; no texts forget it. Raises ``DraftTrouble``."""
        if not texts:
            self.drop(key)
            return
        kept = {"key": key, "texts": dict(texts), "kept_at": self._clock.now().isoformat(), "by": by}
        path = self._path(key)
        beside = path.with_name(f"{path.stem}.{uuid4().hex}.new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                with beside.open("w", encoding="ascii", newline="\n") as file:
                    json.dump(kept, file, indent=0)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise DraftTrouble(
                f"What you are typing could not be kept in {self._folder} ({error.strerror or error}). "
                "It is still on the screen: save it soon, or free some disk space."
            ) from error

    def get(self, key: str) -> Draft | None:
        """What the key has; raises ``DraftTrouble`` once for a file that cannot be read."""
        path = self._path(key)
        return self._read(path) if self._is_there(path) else None

    def drop(self, key: str) -> None:
        """Forget what the key has; raises ``DraftTrouble``."""
        path = self._path(key)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise DraftTrouble(f"The draft {path} could not be removed ({error.strerror or error}). Everything is saved.") from error

    def all(self) -> KeptDrafts:
        """Every draft that can be read, the newest first, and a sentence for each that cannot."""
        drafts, broken = [], []
        for path in self._files():
            try:
                drafts.append(self._read(path))
            except DraftTrouble as trouble:
                broken.append(str(trouble))
        return KeptDrafts(tuple(sorted(drafts, key=lambda draft: draft.kept_at, reverse=True)), tuple(broken))

    def _path(self, key: str) -> Path:
        """A name that every file system takes, whatever the key is."""
        return self._folder / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"

    def _is_there(self, path: Path) -> bool:
        try:
            return path.is_file()
        except OSError as error:
            raise DraftTrouble(f"The drafts in {self._folder} cannot be reached ({error.strerror or error}).") from error

    def _files(self) -> list[Path]:
        """The drafts in the folder; what a kill left half written is swept away."""
        try:
            if not self._folder.is_dir():
                return []
            for left in self._folder.glob("*.new"):
                if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                    left.unlink(missing_ok=True)
            return sorted(self._folder.glob("*.json"))
        except OSError as error:
            raise DraftTrouble(f"The drafts in {self._folder} cannot be reached ({error.strerror or error}).") from error

    def _read(self, path: Path) -> Draft:
        try:
            return _draft(path.read_bytes())
        except OSError as error:
            raise DraftTrouble(f"The draft {path} cannot be opened ({error.strerror or error}). Nothing was changed.") from error
        except ValueError as error:
            raise DraftTrouble(f"A draft of something typed earlier cannot be read. {self._moved_aside(path)}") from error

    def _moved_aside(self, path: Path) -> str:
        """Move a broken file where nobody reads it again, and say where it is."""
        aside = path.with_name(f"{path.stem}.{uuid4().hex[:8]}.broken")
        try:
            path.replace(aside)
        except OSError as error:
            return f"It stays in {path} ({error.strerror or error}); everything that was saved is safe."
        return f"It was put aside as {aside}; everything that was saved is safe."


def _draft(content: bytes) -> Draft:
    """Raises ``ValueError`` for anything that is no draft."""
    match json.loads(content):
        case {"key": str(key), "texts": dict(texts), "kept_at": str(at), "by": (str() | None) as by}:
            moment = datetime.fromisoformat(at)
            if moment.tzinfo is not None and all(isinstance(text, str) for text in texts.values()):
                return Draft(key, texts, moment, by)
    raise ValueError("no draft")
