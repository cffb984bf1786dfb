"""A scrubbed recording of what TowBook answered, so that one real run can settle what is not known of it."""

import json
import threading
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.masks import Masks
from itow_desktop.adapters.towbook.scrubbing import scrub, scrub_headers, scrub_link


class Recording:
    """Writes each exchange as two numbered files: ``0001.json`` says what was asked, ``0001.answer.*`` what came.

    No cookie, token, password, name, phone, plate or VIN goes in; shapes stay, and
    the same name has the same mask in all files. Of forms only the path is kept.
    """

    def __init__(self, folder: Path, known_names: Iterable[str] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._masks = Masks(known_names)
        taken = [int(file.name[:4]) for file in folder.glob("[0-9][0-9][0-9][0-9].*")]
        self._numbers = count(max(taken, default=0) + 1)
        self._lock = threading.Lock()

    def note(self, method: str, path: str, query: Iterable[tuple[str, str]], sent: Mapping[str, Any] | None, answer: Answer) -> None:
        """Write one exchange; may be called by several threads."""
        with self._lock:
            number = next(self._numbers)
        ending = "html" if answer.is_html else "json" if answer.body.lstrip()[:1] in {b"{", b"["} else "txt"
        name = f"{number:04}.answer.{ending}"
        told = {
            "method": method,
            "path": scrub_link(path),
            "query": {key: value if value.isalnum() else self._masks.mask(value) for key, value in query},
            "sent": sent,
            "status": answer.status,
            "headers": scrub_headers(answer.headers),
            "bytes": len(answer.body),
            "answer": name,
        }
        (self._folder / name).write_text(scrub(answer.body, self._masks), "utf-8", errors="replace", newline="")
        (self._folder / f"{number:04}.json").write_text(json.dumps(told, indent=1), "utf-8")
