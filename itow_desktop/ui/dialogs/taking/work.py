"""What the window for files of a folder asks of the office."""

from collections.abc import Generator
from typing import Protocol

from itow_desktop.domain.findings import Findable
from itow_desktop.services.attaching import AttachProgress
from itow_desktop.services.taking_files import FilesFound, FilesTaken, Offer
from itow_desktop.services.views import Person


class TakingWork(Protocol):
    """Files looked at and put on cars; every method is called on worker threads, and may raise a ``Trouble``."""

    def look_for_files(self, offer: Offer) -> Generator[AttachProgress, None, FilesFound]: ...
    def take_files(self, person: Person | None, found: FilesFound) -> Generator[AttachProgress, None, FilesTaken]: ...
    def meant(self, mark: str) -> Findable | str: ...
