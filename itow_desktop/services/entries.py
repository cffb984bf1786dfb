"""What is typed about a car, read against what the office knows, and written back as it would be typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.domain.cars import Car
from itow_desktop.domain.entry import read_moment, written_moment
from itow_desktop.domain.events import Event
from itow_desktop.domain.merging import Said
from itow_desktop.domain.spellings import Departments
from itow_desktop.domain.typed import TYPED_FIELDS, read_value, written_value
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

ENTRY_FIELDS = (*TYPED_FIELDS, "towed_at", "jurisdiction")
"""Everything that can be typed about a car: its fields, when it was towed, the name of its police department."""

_SOME_DAY = date(2024, 2, 29)
_NONE: Mapping[str, int] = MappingProxyType({})


def entry_problem(field: str, text: str) -> str | None:
    """What is wrong with one typed value, as a sentence; None when it can be taken. Instant and pure.

    Whether a date has come yet and whether the police department is on the list is asked when the car is saved.
    """
    try:
        if field == "towed_at":
            _moment(text, _SOME_DAY, ZoneInfo("UTC"))
        elif field != "jurisdiction":
            read_value(field, text)
    except ValueError as problem:
        return str(problem)
    return None


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts are read at this moment: by which day and zone, with which police departments on the list.

    ``agencies`` are names by id; ``named`` leads from every name and sure place of a department in use to its id;
    ``unused`` are those that stay where they are entered and are entered no more.
    """

    today: date
    now: datetime
    zone: ZoneInfo
    agencies: Mapping[int, str]
    named: Departments = Departments(_NONE, _NONE)  # noqa: RUF009  # frozen, so that all may share it
    unused: frozenset[int] = frozenset()

    @classmethod
    def of(cls, unit: UnitOfWork, shift: Shift) -> "Reading":
        """As the office has it now."""
        known = unit.agencies.all()
        names, unused = {agency.id: agency.name for agency in known}, frozenset(agency.id for agency in known if not agency.active)
        named = Departments(unit.departments.names(), unit.agencies.places())
        return cls(shift.today, shift.clock.now(), shift.law.zone, names, named, unused)

    def typed(self, field: str, text: str) -> Said:
        """One typed text as it is stored; raises ``ValueError`` with a sentence. Of the police department its id."""
        if field == "jurisdiction":
            return self._agency(text)
        if field != "towed_at":
            return read_value(field, text)
        moment = _moment(text, self.today, self.zone)
        if moment is not None and moment > (self.now if isinstance(moment, datetime) else self.today):
            raise ValueError(f"{text.strip()} has not come yet. Enter when the car was towed.")
        return moment

    def shown(self, field: str, text: str, stands: Said) -> Said:
        """What a text meant that was read off the screen; what a form shows of ``stands`` is just that."""
        if text == self.written(field, stands):
            return stands
        try:
            return _moment(text, self.today, self.zone) if field == "towed_at" else self.typed(field, text)
        except ValueError:
            return f"{text}\x00"  # nothing that is stored has this sign in it, so it is equal to nothing

    def written(self, field: str, value: Said) -> str:
        """A stored value as it would be typed; an empty field is an empty text."""
        if field == "jurisdiction":
            return self.agencies.get(value, "") if isinstance(value, int) else ""
        if isinstance(value, date):  # a moment is one too
            return written_moment(value, self.zone)
        return written_value(value)

    def _agency(self, text: str) -> int | None:
        name = present(text)
        if name is None:
            return None
        written = {known.casefold(): agency_id for agency_id, known in self.agencies.items() if agency_id not in self.unused}
        found = written.get(name.casefold(), self.named.find(name))
        if found is not None:
            return found
        raise ValueError(f"{name} is not on the list of police departments. Add it there first.")


def said_of(car: Car, tow: Event | None) -> Mapping[str, Said]:
    """What the record says in each field that can be typed; ``tow`` is the tow that stands."""
    found: dict[str, Said] = {name: getattr(car.fields, name) for name in TYPED_FIELDS}
    return found | {"jurisdiction": car.fields.agency_id, "towed_at": as_typed(tow)}


def as_typed(tow: Event | None) -> datetime | date | None:
    """The moment of a tow as a form shows it: nobody types seconds."""
    if tow is None:
        return None
    return tow.at.astimezone(UTC).replace(second=0, microsecond=0) if tow.at else tow.on


def _moment(text: str, today: date, zone: ZoneInfo) -> datetime | date | None:
    moment = read_moment(text, today, zone) if present(text) else None
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment
