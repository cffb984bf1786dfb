"""The people of the office as rows."""

from collections.abc import Callable, Sequence

from itow_desktop.domain.people import RIGHTS_WORDS
from itow_desktop.services.people import Staff
from itow_desktop.services.views import Person
from itow_desktop.ui.models.word_table import WordTable


class PeopleModel(WordTable[Person]):
    """Everybody; those who may no longer sign last."""

    headers = ("Name", "May do", "Signs in", "")

    def __init__(self) -> None:
        super().__init__()
        self._staff: Staff | None = None

    def show(self, staff: Staff) -> None:
        """Other people, or the same ones changed."""
        self._staff = staff
        self.put(sorted(staff.people, key=lambda person: (not person.active, person.name.casefold())))

    def person(self, row: int) -> Person | None:
        """Who stands in a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, person_id: int) -> int | None:
        """Where somebody stands."""
        return next((row for row, person in enumerate(self._rows) if person.id == person_id), None)

    def cells(self, row: Person) -> Sequence[str]:
        return () if self._staff is None else [words(row, self._staff) for words in _TEXTS]


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
