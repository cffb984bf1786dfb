"""What the dialogs about events ask of the office."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.events import Event
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class RecordWork(Calendar, Protocol):
    """Events recorded and corrected; every method but the calendar's is called on worker threads, and may raise a ``Trouble``."""

    def cars(self, custody_ids: Sequence[int]) -> tuple[OpenCase, ...]: ...
    def event(self, custody_id: int, event_id: str) -> Event | None: ...
    def unfit(self, files: Sequence[Path]) -> Mapping[Path, str]: ...
    def record(self, person: Person | None, entries: Mapping[int, Entry], files: Sequence[Path] = ()) -> int: ...
    def correct(self, person: Person | None, custody_id: int, entry: Entry, files: Sequence[Path] = ()) -> None: ...
    def take_back(self, person: Person | None, custody_id: int, event_id: str, reason: str) -> None: ...
