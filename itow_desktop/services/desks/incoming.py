"""Files to import as the window uses them: what a file is, what its columns are, what it would change, the import."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from itow_desktop.domain.importing.incoming import FileLook
from itow_desktop.domain.importing.mappings import ColumnMapping
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.importing import from_files
from itow_desktop.services.importing.from_files import FilePreview, Offer
from itow_desktop.services.importing.from_towbook import ImportProgress, ImportResult
from itow_desktop.services.importing.reading_files import FilePlan
from itow_desktop.services.views import Person


class IncomingDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def look_at(self, path: Path) -> Offer:
        """What a file is, with the mapping that fits its columns."""
        return from_files.look_at(self._shift, self._ports.files, path)

    def offer_of(self, look: FileLook, sheet: str | None = None, header_row: int | None = None) -> Offer:
        """The same with another sheet, or other names of columns."""
        return from_files.offer_of(self._shift, look, sheet, header_row)

    def remember_mapping(self, person: Person | None, headers: Sequence[str], mapping: ColumnMapping) -> None:
        """Use a mapping for every file with these names of columns."""
        from_files.remember_mapping(self._shift.by(person), headers, mapping)

    def preview(self, plan: FilePlan, stopped: Callable[[], bool]) -> Generator[ImportProgress, None, FilePreview]:
        """What an import would do; nothing is written."""
        return (yield from from_files.preview_file(self._shift, self._ports.files, plan, stopped))

    def run(self, person: Person | None, plan: FilePlan, stopped: Callable[[], bool]) -> Generator[ImportProgress, None, ImportResult]:
        """Import the file, as a stream of progress."""
        return (yield from from_files.import_file(self._shift.by(person), self._ports.files, plan, stopped))
