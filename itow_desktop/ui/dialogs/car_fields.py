"""The fields of the car form: their order on the paper, their words, how a stored value is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import Enum, auto
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.entry import read_moment
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.vehicles import CustodyKind, clean_plate, clean_vin
from itow_desktop.services.views import CarCard
from itow_desktop.ui import text
from itow_desktop.ui.scanner import WANTS_SCAN
from itow_desktop.ui.widgets.entries import ChoiceEntry, Entry, FlagEntry, LineEntry, NotesEntry


class Shape(Enum):
    """How a field is typed."""

    LINE = auto()
    UPPER = auto()
    MOMENT = auto()
    FLAG = auto()
    NOTES = auto()
    KIND = auto()
    AGENCY = auto()
    YES_NO = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``label`` has its access key marked, ``characters`` limits its width."""

    name: str
    label: str
    shape: Shape = Shape.LINE
    characters: int | None = None
    hint: str = ""
    beside: bool = False
    """On the same line as the field before it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, under one heading."""

    title: str
    fields: tuple[Field, ...]


_VEHICLE = Group(
    "Vehicle",
    (
        Field("plate", "&Plate", Shape.UPPER, 10),
        Field("plate_state", "S&tate", Shape.UPPER, 3, beside=True),
        Field("no_plate", "&No plate on the vehicle", Shape.FLAG),
        Field("vin", "&VIN", Shape.UPPER, 20),
        Field("vin_unreadable", "VIN not &readable", Shape.FLAG),
        Field("year", "&Year", Shape.LINE, 5),
        Field("color", "C&olor", Shape.LINE, 14, beside=True),
        Field("make", "Ma&ke"),
        Field("model", "&Model"),
        Field("body_type", "&Body"),
    ),
)
_YARD = Group(
    "Yard",
    (
        Field("spot", "Spot", Shape.LINE, 8),
        Field("keys", "Keys here", Shape.YES_NO),
        Field("key_tag", "Tag, hook", Shape.LINE, 8, beside=True),
        Field("drivable", "Drivable", Shape.YES_NO),
        Field("odometer", "Odometer", Shape.LINE, 9, beside=True),
    ),
)
_NUMBERS = Group(
    "Numbers",
    (
        Field("call_number", "Call n&umber", Shape.LINE, 12),
        Field("file_number", "Our file no.", Shape.LINE, 12),
        Field("reference", "Reference (PO)", Shape.LINE, 16),
    ),
)
_TOW = Group(
    "Tow",
    (
        Field("custody", "Kin&d", Shape.KIND),
        Field("towed_at", "To&wed", Shape.MOMENT, 18, "5/8 16:44"),
        Field("business", "Property"),
        Field("towed_from", "Towed &from"),
        Field("city", "&City or township"),
        Field("requested_by", "&Asked for by"),
        Field("requested_by_phone", "T&heir phone", Shape.LINE, 16),
        Field("account", "Account"),
        Field("reason", "Reason"),
        Field("truck", "Truck", Shape.LINE, 10),
        Field("driver", "Driver"),
    ),
)
_POLICE = Group(
    "Police",
    (
        Field("jurisdiction", "Police department", Shape.AGENCY),
        Field("complaint_number", "Comp&laint no.", Shape.LINE, 16),
        Field("case_number", "Case no.", Shape.LINE, 16),
        Field("officer", "Officer"),
    ),
)
_NOTES = Group("", (Field("notes", "Not&es", Shape.NOTES),))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which groups stand where; Tab goes down the left, then down the right, then below."""

    left: tuple[Group, ...]
    right: tuple[Group, ...]
    below: tuple[Group, ...] = (_NOTES,)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All of them in the order of Tab."""
        return (*self.left, *self.right, *self.below)

    @property
    def first(self) -> str:
        """The field in which typing begins."""
        return self.groups[0].fields[0].name


USUAL = Layout((_VEHICLE, _YARD, _NUMBERS), (_TOW, _POLICE))
POLICE_FIRST = Layout((_POLICE, _TOW), (_VEHICLE, _YARD, _NUMBERS))
"""As an officer's tow sheet reads: who sent for us, where, what was towed."""
TOW_FIRST = Layout((_TOW, _NUMBERS), (_VEHICLE, _YARD, _POLICE))
"""As a driver's tow ticket reads: where and for whom, then what."""

FIELDS: Mapping[str, Field] = MappingProxyType({field.name: field for group in USUAL.groups for field in group.fields})

YES_NO: Sequence[tuple[str, str]] = (("Not known", ""), ("Yes", "yes"), ("No", "no"))
_TIDY: Mapping[str, Callable[[str], str | None]] = MappingProxyType({"plate": clean_plate, "vin": clean_vin})


def word(name: str) -> str:
    """A field's label without its access key."""
    return FIELDS[name].label.replace("&", "") if name in FIELDS else text.FIELD.get(name, name)


def made(field: Field, agencies: Sequence[Agency], today: Callable[[], date], zone: Callable[[], tzinfo]) -> Entry:
    """The widget a field is typed in."""
    match field.shape:
        case Shape.FLAG:
            return FlagEntry(field.label)
        case Shape.NOTES:
            return NotesEntry()
        case Shape.KIND:
            return ChoiceEntry([(words, kind.value) for kind, words in text.CUSTODY.items()])
        case Shape.AGENCY:
            return ChoiceEntry([("Not known", ""), *((agency.name, agency.name) for agency in agencies if agency.active)])
        case Shape.YES_NO:
            return ChoiceEntry(YES_NO)
        case Shape.MOMENT:
            line = LineEntry(cleaned=lambda typed: moment_written(typed, today(), zone()), characters=field.characters)
        case _:
            line = LineEntry(upper=field.shape is Shape.UPPER, cleaned=_tidy(field.name), characters=field.characters)
            line.setProperty(WANTS_SCAN, field.name == "vin")
    line.setPlaceholderText(field.hint)
    return line


def _tidy(name: str) -> Callable[[str], str] | None:
    clean = _TIDY.get(name)
    return None if clean is None else lambda typed: clean(typed) or typed.strip()


def moment_written(typed: str, today: date, zone: tzinfo) -> str:
    """What was typed as a date written out; what cannot be read stays as it is."""
    if not typed.strip() or not isinstance(zone, ZoneInfo):
        return typed
    try:
        moment = read_moment(typed, today, zone)
    except ValueError:
        return typed
    return text.list_moment(moment, zone) if isinstance(moment, datetime) else text.list_day(moment)


def blank() -> dict[str, str]:
    """The texts of a form for a new car."""
    return texts_of(CarFields()) | {"towed_at": "", "jurisdiction": ""}


def texts_of_card(card: CarCard, zone: tzinfo) -> dict[str, str]:
    """The texts of a form over a stored car."""
    tows = [event for event in standing(card.events) if event.kind is EventKind.TOWED]
    towed = ""
    if tows and (at := tows[-1].at) is not None:
        towed = text.list_moment(at, zone)
    elif tows and (on := tows[-1].on) is not None:
        towed = text.list_day(on)
    return texts_of(card.car.fields) | {"towed_at": towed, "jurisdiction": card.agency.name if card.agency else ""}


def texts_of(fields: CarFields) -> dict[str, str]:
    """Each field of the form as it would be typed."""
    return {name: _typed(getattr(fields, name)) for name in FIELDS if name not in {"towed_at", "jurisdiction"}}


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, CustodyKind):
        return value.value
    return "" if value is None else str(value)
