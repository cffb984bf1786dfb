"""A car on the desk: what staff and TowBook say of one custody, field by field."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType

from itow_desktop.domain.agencies import property_key
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.vehicles import Address, CustodyKind, description

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class CarFields:
    """Everything that can be typed about a car; None means nothing is known.

    The names are those of the database columns and of ``vehicle set FIELD=VALUE``.
    ``no_plate`` and ``vin_unreadable`` are known absences that a notice may state; ``key_tag`` is the number on the
    key's tag or the hook it hangs on.
    """

    vin: str | None = None
    plate: str | None = None
    plate_state: str | None = None
    year: int | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None
    body_type: str | None = None
    call_number: str | None = None
    file_number: str | None = None
    reference: str | None = None
    custody: str = CustodyKind.UNKNOWN
    account: str | None = None
    reason: str | None = None
    towed_from: str | None = None
    street: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    business: str | None = None
    requested_by: str | None = None
    requested_by_phone: str | None = None
    agency_id: int | None = None
    complaint_number: str | None = None
    case_number: str | None = None
    officer: str | None = None
    spot: str | None = None
    keys: bool | None = None
    drivable: bool | None = None
    odometer: int | None = None
    driver: str | None = None
    truck: str | None = None
    notes: str | None = None
    no_plate: bool = False
    vin_unreadable: bool = False
    key_tag: str | None = None

    @property
    def address(self) -> Address | None:
        """Where it was towed from, as far as that is known."""
        if not (self.towed_from or self.street):
            return None
        return Address(self.towed_from or self.street or "", self.street, self.city, self.state, self.zip, self.business)

    @property
    def property_key(self) -> str | None:
        """Equal keys mean the same property."""
        return property_key(self.address)

    @property
    def description(self) -> str:
        """Colour, year, make and model as far as known."""
        return description(self.color, self.year, self.make, self.model)


VEHICLE_FIELDS = ("vin", "plate", "plate_state", "year", "make", "model", "color", "body_type")
FIELD_NAMES = tuple(each.name for each in fields(CarFields))
CUSTODY_FIELDS = tuple(name for name in FIELD_NAMES if name not in VEHICLE_FIELDS)
TOWBOOK_FIELDS = (
    *VEHICLE_FIELDS,
    "call_number", "file_number", "reference", "account", "reason", "towed_from", "street", "city", "state", "zip",
    "business", "requested_by", "requested_by_phone", "keys", "drivable", "odometer", "driver", "truck", "notes",
)  # fmt: skip


_told = attrgetter(*TOWBOOK_FIELDS)


class Origin(StrEnum):
    """Who gave a field its value."""

    TOWBOOK = "towbook"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one field's value comes from; ``towbook`` is what TowBook last said when the value here stands.

    A value of TowBook's stands too where the office lets TowBook fill the field only once. ``against`` is the word of
    TowBook's against which somebody kept the value here: it is not asked again. ``file`` is the name of the file that
    told the value instead of TowBook itself.
    """

    origin: Origin
    at: str | None = None
    by: str | None = None
    towbook: Value = None
    differs: bool = False
    against: Value = None
    file: str | None = None

    @property
    def asks(self) -> bool:
        """Whether somebody is to say which value is right."""
        return self.differs and self.towbook != self.against


@dataclass(frozen=True, slots=True)
class Difference:
    """The desk's value stands although TowBook says something else; ``asks``: nobody said yet which is right."""

    field: str
    desk: Value
    towbook: Value
    asks: bool = True


_NONE: Mapping[str, Provenance] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Car:
    """One custody with its vehicle as the database holds it; ``version`` counts saves."""

    custody_id: int
    vehicle_id: int
    fields: CarFields
    version: int
    towbook_id: str | None = None
    towbook_hash: str | None = None
    towbook_released: bool = False
    provenance: Mapping[str, Provenance] = field(default_factory=lambda: _NONE)

    @property
    def mark(self) -> str:
        """The one mark people tell the car by: plate, else call number, else our own number."""
        return self.fields.plate or self.fields.call_number or f"#{self.custody_id}"

    @property
    def label(self) -> str:
        """The mark with what the car looks like."""
        return " ".join(part for part in (self.mark, self.fields.description) if part)

    def differences(self) -> tuple[Difference, ...]:
        """Fields where TowBook's last word is not the desk's."""
        return tuple(
            Difference(name, getattr(self.fields, name), mark.towbook, mark.asks) for name, mark in self.provenance.items() if mark.differs
        )


def fields_of_call(call: TowBookCall, custody: CustodyKind, agency_id: int | None = None) -> CarFields:
    """The typed fields a TowBook call brings along, with what we know of them."""
    place = call.towed_from
    return CarFields(
        vin=call.vin, plate=call.plate, plate_state=call.plate_state, year=call.year, make=call.make, model=call.model,
        color=call.color, body_type=call.body_type, call_number=call.call_number, file_number=call.file_number,
        reference=call.reference, custody=custody, account=call.account, reason=call.reason,
        towed_from=place.original if place else None, street=place.street if place else None,
        city=place.city if place else None, state=place.state if place else None, zip=place.zip if place else None,
        business=place.business if place else None, requested_by=call.requested_by,
        requested_by_phone=call.requested_by_phone, keys=call.keys, drivable=call.drivable, odometer=call.odometer,
        driver=call.driver, truck=call.truck, notes=call.notes, agency_id=agency_id,
    )  # fmt: skip


def imported(found: CarFields, at: datetime, file: str | None = None) -> Mapping[str, Provenance]:
    """Provenance of a car that TowBook, or a file of this name, has just told us of."""
    mark = _towbook_mark(at, file)
    return {name: mark for name, value in zip(TOWBOOK_FIELDS, _told(found), strict=True) if value is not None}


@lru_cache(maxsize=8)  # all calls of an import have the same
def _towbook_mark(at: datetime, file: str | None) -> Provenance:
    return Provenance(Origin.TOWBOOK, at.isoformat(timespec="seconds"), file=file)


def refreshed(car: Car, told: CarFields, at: datetime, once: Collection[str] = (), file: str | None = None) -> Car:
    """The car after TowBook, or a file, spoke again: the desk's values stand, the difference is kept, nothing is emptied.

    A field the desk ever touched belongs to the desk, one of ``once`` as soon as it has a value. A field TowBook now
    leaves out keeps its value and TowBook's earlier word of it, since a source omits what it does not know.
    """
    changes: dict[str, Value] = {}
    origins = dict(car.provenance)
    mark = _towbook_mark(at, file)
    for name in TOWBOOK_FIELDS:
        ours, theirs = getattr(car.fields, name), getattr(told, name)
        if theirs is None:
            continue
        origin = origins.get(name)
        if origin is not None and origin.origin is Origin.DESK:
            origins[name] = replace(origin, towbook=theirs, differs=theirs != ours)
        elif theirs == ours:
            if origin is not None and origin.differs:
                origins[name] = replace(origin, towbook=None, differs=False)
        elif ours is not None and name in once:
            origins[name] = replace(origin or mark, towbook=theirs, differs=True)
        else:
            changes[name] = theirs
            origins[name] = mark
    return replace(car, fields=replace(car.fields, **changes), provenance=origins)  # type: ignore[arg-type]


def accepted(car: Car, names: Collection[str], by: str, at: datetime) -> Car:
    """The car with TowBook's last word in those of these fields where it is another; they are TowBook's to refresh from then on."""
    differing = [each for each in car.differences() if each.field in names]
    mark = Provenance(Origin.TOWBOOK, at.isoformat(timespec="seconds"), by)
    values = {each.field: each.towbook for each in differing}
    return replace(
        car,
        fields=replace(car.fields, **values),  # type: ignore[arg-type]
        provenance={**car.provenance, **dict.fromkeys(values, mark)},
    )


def kept(car: Car, names: Collection[str], by: str, at: datetime) -> Car:
    """The car whose own values stand against TowBook's last word in these fields; they are the desk's from then on."""
    desk = Provenance(Origin.DESK, at.isoformat(timespec="seconds"), by)
    origins = dict(car.provenance)
    for name in names:
        mark = origins.get(name)
        if mark is not None and mark.differs:
            ours = mark if mark.origin is Origin.DESK else replace(desk, towbook=mark.towbook, differs=True)
            origins[name] = replace(ours, against=mark.towbook)
    return replace(car, provenance=origins)


def unmoved(car: Car, told: CarFields, by: str, at: datetime) -> Car:
    """The car whose own values stand against all that TowBook says otherwise, what is empty here too; they are the desk's from then on."""
    desk = Provenance(Origin.DESK, at.isoformat(timespec="seconds"), by)
    origins = dict(car.provenance)
    for name in TOWBOOK_FIELDS:
        theirs, mark = getattr(told, name), origins.get(name)
        if theirs is not None and theirs != getattr(car.fields, name):
            ours = mark if mark is not None and mark.origin is Origin.DESK else desk
            origins[name] = replace(ours, towbook=theirs, differs=True, against=theirs)
    return replace(car, provenance=origins)


def put_back(car: Car, values: Mapping[str, Value], origins: Mapping[str, Provenance], desk: Provenance) -> Car:
    """The car with these fields as they were before a deed, and where they came from then (``origins``).

    What TowBook said since is not forgotten: where that is something else, the difference is kept for people to see,
    under ``desk``, the mark of who puts it back.
    """
    found = dict(car.provenance)
    for name, value in values.items():
        now, then = found.get(name), origins.get(name)
        said = now.towbook if now is not None else None
        if said is not None and said != value:
            ours = then if then is not None and then.origin is Origin.DESK else desk
            found[name] = replace(ours, towbook=said, differs=True)
        else:
            _mark(found, name, then)
    return replace(car, fields=replace(car.fields, **values), provenance=found)  # type: ignore[arg-type]


def origins_put_back(car: Car, origins: Mapping[str, Provenance], after: Mapping[str, Provenance]) -> Car:
    """The car with the origins of before a deed, where they still are what the deed made of them."""
    found = dict(car.provenance)
    for name in {**origins, **after}:
        if origins.get(name) != after.get(name) and found.get(name) == after.get(name):
            _mark(found, name, origins.get(name))
    return replace(car, provenance=found)


def _mark(found: dict[str, Provenance], name: str, mark: Provenance | None) -> None:
    if mark is None:
        found.pop(name, None)
    else:
        found[name] = mark


def edited(car: Car, changes: Mapping[str, Value], by: str, at: datetime) -> Car:
    """The car after a person changed the named fields and only those."""
    real = {name: value for name, value in changes.items() if getattr(car.fields, name) != value}
    origins = dict(car.provenance)
    for name, value in real.items():
        before = origins.get(name)
        said = None
        against = None
        if before is not None:
            said = before.towbook if before.origin is Origin.DESK or before.differs else getattr(car.fields, name)
            against = before.against
        differs = said is not None and said != value
        origins[name] = Provenance(Origin.DESK, at.isoformat(timespec="seconds"), by, said, differs, against)
    return replace(car, fields=replace(car.fields, **real), provenance=origins)  # type: ignore[arg-type]
