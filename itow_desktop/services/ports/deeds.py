"""What each person did, as the database keeps it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from itow_desktop.domain.cars import Car
from itow_desktop.domain.undo import DeedChanges, DoneDeed, RowChange


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that was changed since a deed and was left as it is: ``word`` is what people call it."""

    table: str
    row_id: str
    word: str
    columns: tuple[str, ...]


class DeedStore(Protocol):
    """Deeds, and what they changed in which rows."""

    def changers(self, car: Car, fields: Collection[str]) -> Mapping[str, tuple[str | None, datetime]]:
        """Who last changed each of these fields of a car, and when; None where nobody signed. A field nobody changed is left out."""

    def of_person(self, person_id: int, limit: int) -> tuple[DoneDeed, ...]:
        """The last deeds of a person that can be undone, oldest first."""

    def get(self, deed_id: UUID) -> DoneDeed:
        """One deed; raises ``NotFound``."""

    def is_undone(self, deed_id: UUID) -> bool:
        """Whether the deed was taken back."""

    def changes(self, *deed_ids: UUID) -> DeedChanges:
        """What a deed, or several together, made of cars and of other rows, in the order of doing."""

    def events(self, *deed_ids: UUID, custody_ids: Sequence[int]) -> Mapping[int, Collection[str]]:
        """The ids of the events that deeds recorded, by custody; those that TowBook told only for these custodies."""

    def put_back(self, changes: Sequence[RowChange]) -> Sequence[LeftRow]:
        """Write what rows said before a deed where they still say what it wrote; a row it added is taken out of use.

        Answers what was left as it is, since somebody changed it after the deed. Raises ``Refused`` for a table whose
        rows cannot go back.
        """
