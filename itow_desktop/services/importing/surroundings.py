"""What every call of one batch is judged by, as the office has it now."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from itow_desktop.domain.agencies import agency_for, agency_key
from itow_desktop.domain.calls import RawCall
from itow_desktop.domain.impounds import Sorting
from itow_desktop.domain.spellings import Departments
from itow_desktop.domain.urgency import Day
from itow_desktop.domain.vehicles import Address, CustodyKind
from itow_desktop.services.law import Law
from itow_desktop.services.ports.stores import NewCar, UnitOfWork
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every call of one batch is judged by: the law, places and properties with their agency, the rules of impounds, the moment."""

    law: Law
    now: datetime
    day: Day
    places: Mapping[str, int]
    properties: Mapping[str, int]
    departments: Mapping[str, int]
    sorting: Sorting
    numbered_by: str | None = None
    """Who signs the file numbers that new private-property cars get; None where they get none by themselves."""
    once: Collection[str] = ()
    """The fields that TowBook fills once and never changes again."""
    waits: bool = False
    """Whether everything waits in Check import until somebody accepts it."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """New calls that somebody left out, with the hash of what was told of them then."""
    file: str | None = None
    """The name of the file that tells the calls instead of TowBook itself."""
    _agencies: dict[tuple[Address | None, str | None], int | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, unit: UnitOfWork, shift: Shift, file: str | None = None) -> "Surroundings":
        """As the office has them now."""
        law, now, office = shift.law, shift.clock.now(), unit.office.get()
        numbered_by, sorting = shift.signed if office.own_numbers else None, Sorting(office.impound_rules, office.accounts)
        places, properties, departments = unit.agencies.places(), unit.agencies.properties(), unit.departments.names()
        chosen = office.towbook_fills_once, office.import_waits, unit.imports.left_out()
        return cls(law, now, law.day(law.today(now)), places, properties, departments, sorting, numbered_by, *chosen, file)

    def agency(self, place: Address | None, account: str | None) -> int | None:
        """The police department of a place, else the one that the account is named after; None where a person must say."""
        asked = place, account
        if asked not in self._agencies:
            self._agencies[asked] = self._agency(place, account)
        return self._agencies[asked]

    def _agency(self, place: Address | None, account: str | None) -> int | None:
        found = agency_for(place, self.places, self.properties)
        if found is None and place is not None:
            found = Departments(self.departments, self.places).township(place.city)
        return found if found is not None else self.departments.get(agency_key(account) or "")

    def leaves_out(self, raw: RawCall) -> bool:
        """Whether somebody said that just this call is not to come in."""
        return self.left_out.get(raw.towbook_id) == raw.hash

    def number(self, unit: UnitOfWork, new: Iterable[NewCar]) -> None:
        """Number the new private-property cars that came without a file number, in the order they came."""
        cars = [each.car.custody_id for each in new if each.car.fields.custody == CustodyKind.PRIVATE_PROPERTY]
        if self.numbered_by is not None and cars:
            unit.lot.number(cars, self.day.today.year, self.numbered_by, self.now.isoformat(timespec="seconds"))
