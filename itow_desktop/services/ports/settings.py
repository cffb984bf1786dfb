"""The settings of this PC: the port the settings file meets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.settings import Settings


class SettingsStore(Protocol):
    """Reads and changes settings; raises ``SettingsTrouble``."""

    def read(self) -> Settings:
        """The settings as they count now."""

    def is_overruled(self, name: str) -> bool:
        """Whether the environment gives this setting, so that changing the file has no effect."""

    def change(self, values: Mapping[str, str | int | float | Path | None]) -> None:
        """Store settings by their dotted names (``backup.dir``); None takes one out. All else in the file stays."""
