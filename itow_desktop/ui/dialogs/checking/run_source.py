"""The lines of an import that is kept."""

from itow_desktop.domain.importing.reconciling import Narrowing, TrayLine
from itow_desktop.ui.dialogs.checking.work import CheckingWork

_PAGE = 5_000


class RunSource:
    """Read in pages, so that no question to the database is endless; asked on worker threads."""

    def __init__(self, work: CheckingWork, run_id: int) -> None:
        self._work = work
        self._run = run_id

    def lines(self) -> tuple[TrayLine, ...]:
        """All of them; what moves between two pages, for somebody else decided meanwhile, is told once."""
        found: dict[str, TrayLine] = {}
        offset = 0
        while True:
            page = self._work.lines(self._run, Narrowing(), offset, _PAGE)
            found.update((line.key, line) for line in page.lines)
            offset += len(page.lines)
            if not page.lines or offset >= page.total:
                return tuple(found.values())

    def line(self, line: TrayLine) -> TrayLine:
        """One of them with all its fields."""
        return self._work.line(self._run, line.key)
