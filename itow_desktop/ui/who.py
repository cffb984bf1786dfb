"""Who sits at this PC right now: every event and print carries that person."""

from PySide6.QtCore import QObject, Signal

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

    def become(self, person: Person | None) -> None:
        """Somebody else sits down."""
        if person != self._person:
            self._person = person
            self.changed.emit()
