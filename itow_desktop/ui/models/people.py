"""The people of the office as rows."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from itow_desktop.domain.people import RIGHTS_WORDS
from itow_desktop.services.people import Staff
from itow_desktop.services.views import Person

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_HEADERS = ("Name", "May do", "Signs in", "")


class PeopleModel(QAbstractTableModel):
    """Everybody; those who may no longer sign last."""

    def __init__(self) -> None:
        super().__init__()
        self._staff: Staff | None = None
        self._rows: list[Person] = []

    def show(self, staff: Staff) -> None:
        """Other people, or the same ones changed."""
        self.beginResetModel()
        self._staff = staff
        self._rows = sorted(staff.people, key=lambda person: (not person.active, person.name.casefold()))
        self.endResetModel()

    def person(self, row: int) -> Person | None:
        """Who stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, person_id: int) -> int | None:
        """Where somebody stands."""
        return next((row for row, person in enumerate(self._rows) if person.id == person_id), None)

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or self._staff is None:
            return None
        return _TEXTS[index.column()](self._rows[index.row()], self._staff)


def _may_do(person: Person, _staff: Staff) -> str:
    if person.rights is None:
        return "nothing"
    return RIGHTS_WORDS[person.rights][0]


def _signs_in(person: Person, staff: Staff) -> str:
    if not person.active:
        return ""
    if staff.login is not None or person.login is not None:
        return f"as {person.login}" if person.login else "has no sign-in"
    if staff.pins:
        return "with a PIN" if person.has_pin else "picks the name, has no PIN yet"
    return "picks the name"


def _state(person: Person, _staff: Staff) -> str:
    return "" if person.active else "may no longer sign"


_TEXTS: Sequence[Callable[[Person, Staff], str]] = (lambda person, _staff: person.name, _may_do, _signs_in, _state)
