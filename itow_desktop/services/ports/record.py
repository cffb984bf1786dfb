"""The papers of events as the deeds see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from itow_desktop.domain.attachments import FileSource, PreparedFile


class EventPaperStore(Protocol):
    """Which files of a car prove which of its events; it only grows."""

    def keep(self, custody_id: int, file: PreparedFile, source: FileSource, taken_at: datetime | None) -> int:
        """The file's id on the car, where it is put if it is not there yet."""

    def prove(self, custody_id: int, event_id: str, files: Sequence[int]) -> None:
        """These files of the car prove the event."""

    def follow(self, custody_id: int, event_id: str, corrected: str) -> None:
        """What proved the corrected event proves the right one too."""

    def of(self, custody_id: int) -> Mapping[str, tuple[str, ...]]:
        """The names of the files that prove each event of a car, by event id; files that were taken out are left out."""
