"""The lines of a file that is not imported."""

from collections.abc import Sequence
from dataclasses import replace

from itow_desktop.domain.importing.reconciling import TrayLine
from itow_desktop.services.importing.from_files import FilePreview, preview_fields


class PreviewSource:
    """Everything is in memory; asked on worker threads."""

    def __init__(self, preview: FilePreview) -> None:
        self._preview = preview

    def lines(self) -> Sequence[TrayLine]:
        """All of them; new calls without their fields."""
        return self._preview.lines

    def line(self, line: TrayLine) -> TrayLine:
        """One of them with all its fields."""
        return replace(line, fields=preview_fields(self._preview, line.key))
