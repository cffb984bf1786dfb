"""Check import as the window uses it: what imports found, decisions, taking an import back."""

from collections.abc import Collection

from itow_desktop.domain.importing.reconciling import Decision, Narrowing, TrayLine
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.importing import reconciling, undoing
from itow_desktop.services.importing.reconciling import Decided, Tray, TrayPage
from itow_desktop.services.importing.undoing import ImportUndo
from itow_desktop.services.views import Person


class ImportDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def tray(self, person: Person | None, run_id: int) -> Tray:
        """What an import found, counted, and whether this person may undo it; raises ``NotFound``."""
        return reconciling.tray(self._shift.by(person), run_id)

    def lines(self, run_id: int, narrowing: Narrowing, offset: int = 0, limit: int = 200) -> TrayPage:
        """Lines of an import, those that ask first; a new call's fields are told by ``line``."""
        return reconciling.tray_lines(self._shift, run_id, narrowing, offset, limit)

    def line(self, run_id: int, key: str) -> TrayLine:
        """One line field by field; raises ``NotFound``."""
        return reconciling.tray_line(self._shift, run_id, key)

    def still_open(self) -> int:
        """How many lines of all imports nobody decided yet."""
        return reconciling.still_open(self._ports.desk)

    def decide(self, person: Person | None, run_id: int, chosen: Collection[str] | Narrowing, decision: Decision) -> Decided:
        """Decide lines by their keys, or all open ones that a narrowing matches; raises ``Refused``, ``NotAllowed``."""
        return reconciling.decide(self._shift.by(person), run_id, chosen, decision)

    def undo_preview(self, person: Person | None, run_id: int) -> ImportUndo:
        """What undoing an import would do and leave; raises ``Refused`` where it cannot be, ``NotFound``."""
        return undoing.undo_preview(self._shift.by(person), run_id)

    def undo(self, person: Person | None, run_id: int) -> ImportUndo:
        """Take an import back as far as nobody built on it; raises ``Refused``, ``NotAllowed``, ``ImportBusy``, ``NotFound``."""
        return undoing.undo_import(self._shift.by(person), run_id)
