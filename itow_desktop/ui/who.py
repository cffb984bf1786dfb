"""Who sits at this PC right now: every event and print carries that person."""

from PySide6.QtCore import QObject, Signal

from itow_desktop.domain.errors import NotAllowed, Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import why_not
from itow_desktop.services.views import Person


class Who(QObject):
    """The person of the moment, or nobody yet."""

    changed = Signal()

    def __init__(self, person: Person | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._person = person

    @property
    def person(self) -> Person | None:
        """Who signs what is done now."""
        return self._person

    def why_not(self, needed: Rights) -> str | None:
        """Why whoever sits here may not do what needs these rights (``needs a manager``); None where they may."""
        return why_not(self._person, needed)

    def hindrance(self, needed: Rights) -> Trouble | None:
        """What to say at once to somebody whom the database would refuse; nobody at all may type, and is told when saving."""
        reason = None if self._person is None else self.why_not(needed)
        name = self._person.name if self._person else ""
        return NotAllowed(f"{name} may not do this: it {reason}. Nothing was changed.") if reason else None

    def become(self, person: Person | None) -> None:
        """Somebody else sits down."""
        if person != self._person:
            self._person = person
            self.changed.emit()
