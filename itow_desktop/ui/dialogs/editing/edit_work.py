"""What the dialogs of editing ask of the office."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.bin import Binned
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.editing import ChangePreview, Edit, ManyChanged
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class ManyWork(Calendar, Protocol):
    """Cars changed together; every method is called on worker threads and may raise a ``Trouble``."""

    def agencies(self) -> tuple[Agency, ...]: ...
    def cars_to_edit(self, custody_ids: Sequence[int]) -> tuple[CarToEdit, ...]: ...
    def change_many(self, person: Person | None, edits: Sequence[Edit], name: str) -> ManyChanged:
        """One deed of this name; cars that clash are left as they are and told. Raises ``ProblemsOfMany``: then nothing was saved."""

    def advise_vin(self, text: str, year: int | None = None, body_type: str | None = None) -> VinAdvice:
        """What can be offered for a VIN."""

    def preview_many(self, custody_ids: Sequence[int], values: Mapping[str, str]) -> tuple[ChangePreview, ...]: ...


class BinWork(Calendar, Protocol):
    """Void instead of delete; every method is called on worker threads and may raise a ``Trouble``."""

    def void_car(self, person: Person | None, custody_ids: Sequence[int], reason: str) -> int: ...
    def bin_content(self) -> tuple[Binned, ...]: ...
    def restore(self, person: Person | None, things: Sequence[Binned]) -> int: ...


class EditWork(ManyWork, BinWork, Protocol):
    """All of it, with the drafts of this PC."""

    @property
    def drafts(self) -> Drafts: ...
