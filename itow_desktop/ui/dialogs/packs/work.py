"""What the screens of rules in use ask of the office; every method runs on worker threads and may raise a ``Trouble``."""

from collections.abc import Generator
from datetime import date
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.services.changing_packs import PackPreview, PacksInUse, PreviewProgress
from itow_desktop.services.people import Staff
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person


class PackWork(Protocol):
    """By which rules the office works, and by which it could."""

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""

    def today(self) -> date:
        """The local date of this moment."""

    def packs_in_use(self, person: Person | None) -> PacksInUse: ...
    def preview_file(self, file: Path) -> Generator[PreviewProgress, None, PackPreview]: ...
    def preview_former(self, former: PackInUse | None) -> Generator[PreviewProgress, None, PackPreview]: ...
    def take_into_use(self, person: Person | None, shown: PackPreview, reason: str) -> PackInUse: ...
    def staff(self) -> Staff: ...
    def confirm(self, asked: PackInUse, second: Person, pin: str) -> PinAnswer: ...
