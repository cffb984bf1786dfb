"""Cars that are changed together, in memory, with doors to let it fail or to be quicker elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from itow_desktop.adapters.vin_decoder import NhtsaDecoder
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.merging import ClashField
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.editing import CarClash, ChangePreview, Edit, ManyChanged, entry_problem
from itow_desktop.services.reading_vins import advise
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.grid.columns import COLUMNS
from tests.ui.yard import AGENCIES, TODAY, ZONE

_TEXTS = {
    "plate": "ABC1000", "plate_state": "MI", "vin": "", "year": "2011", "color": "gray", "make": "Chevrolet", "model": "Malibu",
    "custody": "private_property", "towed_at": "5/8/2026 16:44", "jurisdiction": "Burton Police Department", "keys": "yes", "spot": "C-1",
    "no_plate": "no", "vin_unreadable": "no", "drivable": "",
}  # fmt: skip


class Lot:
    """Cars that are changed together, in memory; a hand-made stand-in for the office."""

    def __init__(self, cars: int) -> None:
        blank = {column.field: "" for column in COLUMNS}
        self.cars = {
            number: CarToEdit(number, f"ABC{999 + number}", "gray 2011 Malibu", blank | _TEXTS | {"plate": f"ABC{999 + number}"}, {})
            for number in range(1, cars + 1)
        }
        self.sent: list[tuple[Person | None, tuple[Edit, ...], str]] = []
        self.trouble: Trouble | None = None
        self.clashes: dict[int, tuple[ClashField, ...]] = {}

    zone = ZONE

    def today(self) -> date:
        return TODAY

    def agencies(self) -> tuple[Agency, ...]:
        return AGENCIES

    def cars_to_edit(self, custody_ids: Sequence[int]) -> tuple[CarToEdit, ...]:
        if self.trouble is not None:
            raise self.trouble
        return tuple(self.cars[each] for each in custody_ids)

    def advise_vin(self, text: str, year: int | None = None, body_type: str | None = None) -> VinAdvice:
        return advise(NhtsaDecoder(), text, TODAY.year, year, body_type)

    def change_many(self, person: Person | None, edits: Sequence[Edit], name: str) -> ManyChanged:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append((person, tuple(edits), name))
        clashing = {edit.custody_id for edit in edits} & self.clashes.keys()
        for edit in edits:
            if edit.custody_id not in clashing:
                self.stored_elsewhere(edit.custody_id, **edit.values)
        told = tuple(CarClash(each, self.cars[each].mark, self.clashes.pop(each)) for each in sorted(clashing))
        return ManyChanged(len(edits) - len(told), 0, told)

    def preview_many(self, custody_ids: Sequence[int], values: Mapping[str, str]) -> tuple[ChangePreview, ...]:
        found = []
        for each in custody_ids:
            for field, text in values.items():
                before = self.cars[each].texts[field]
                found.append(ChangePreview(each, self.cars[each].mark, field, before, text, entry_problem(field, text)))
        return tuple(found)

    def stored_elsewhere(self, custody_id: int, **texts: str) -> None:
        car = self.cars[custody_id]
        self.cars[custody_id] = replace(car, texts={**car.texts, **texts})
