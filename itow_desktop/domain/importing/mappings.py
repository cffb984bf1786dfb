"""Which column of a file is which of our fields."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.domain.old_database.files import CALL


class FileField(StrEnum):
    """What a column of a file can tell of a call."""

    TOWBOOK_ID = "towbook_id"
    CALL_NUMBER = "call_number"
    STOCK_NUMBER = "stock_number"
    ACCOUNT = "account"
    TOWED_AT = "towed_at"
    TOWED_TIME = "towed_time"
    CALLED_AT = "called_at"
    DISPATCHED_AT = "dispatched_at"
    ENROUTE_AT = "enroute_at"
    ARRIVED_AT = "arrived_at"
    COMPLETED_AT = "completed_at"
    VEHICLE = "vehicle"
    YEAR = "year"
    MAKE = "make"
    MODEL = "model"
    COLOR = "color"
    BODY_TYPE = "body_type"
    VIN = "vin"
    PLATE = "plate"
    PLATE_STATE = "plate_state"
    ODOMETER = "odometer"
    KEYS = "keys"
    DRIVABLE = "drivable"
    TOWED_FROM = "towed_from"
    TOWED_TO = "towed_to"
    ZIP = "zip"
    REASON = "reason"
    IMPOUND_REASON = "impound_reason"
    REQUESTED_BY = "requested_by"
    REQUESTED_BY_PHONE = "requested_by_phone"
    PURCHASE_ORDER = "purchase_order"
    STORAGE_LOT = "storage_lot"
    DRIVER = "driver"
    TRUCK = "truck"
    STATUS = "status"
    RELEASED_ON = "released_on"
    NOTES = "notes"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return _LABELS[self]


_LABELS: Mapping[FileField, str] = MappingProxyType(
    {
        FileField.TOWBOOK_ID: "TowBook's own id",
        FileField.CALL_NUMBER: "Call number",
        FileField.STOCK_NUMBER: "Stock number",
        FileField.ACCOUNT: "Account",
        FileField.TOWED_AT: "Towed (day, or day with time)",
        FileField.TOWED_TIME: "Towed (time of the day)",
        FileField.CALLED_AT: "Called",
        FileField.DISPATCHED_AT: "Dispatched",
        FileField.ENROUTE_AT: "En route",
        FileField.ARRIVED_AT: "Arrived",
        FileField.COMPLETED_AT: "Completed (dropped at the lot)",
        FileField.VEHICLE: "Year, make and model in one",
        FileField.YEAR: "Year",
        FileField.MAKE: "Make",
        FileField.MODEL: "Model",
        FileField.COLOR: "Color",
        FileField.BODY_TYPE: "Body type",
        FileField.VIN: "VIN",
        FileField.PLATE: "Plate",
        FileField.PLATE_STATE: "Plate state",
        FileField.ODOMETER: "Odometer",
        FileField.KEYS: "Keys",
        FileField.DRIVABLE: "Drivable",
        FileField.TOWED_FROM: "Towed from",
        FileField.TOWED_TO: "Towed to",
        FileField.ZIP: "Zip code of where it was towed from",
        FileField.REASON: "Call reason",
        FileField.IMPOUND_REASON: "Impound reason",
        FileField.REQUESTED_BY: "Requested by",
        FileField.REQUESTED_BY_PHONE: "Phone of who requested it",
        FileField.PURCHASE_ORDER: "PO number",
        FileField.STORAGE_LOT: "Storage lot",
        FileField.DRIVER: "Driver",
        FileField.TRUCK: "Truck",
        FileField.STATUS: "Status of the call",
        FileField.RELEASED_ON: "Released on",
        FileField.NOTES: "Notes",
    }
)


class DateOrder(StrEnum):
    """How dates of digits are to be read; a year in front is always understood."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"

    @property
    def label(self) -> str:
        """The words on the screen."""
        return "month/day/year" if self is DateOrder.MONTH_FIRST else "day/month/year"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What each column is, in the order of the columns; None: it is left out.

    ``header_row`` counts from 1, 0 where the columns have no names; the rows below it are read. ``sheet`` is None where a file has but one.
    """

    fields: tuple[FileField | None, ...]
    date_order: DateOrder = DateOrder.MONTH_FIRST
    header_row: int = 1
    sheet: str | None = None

    @property
    def places(self) -> Mapping[FileField, int]:
        """Where each field stands, counted from 0; the first column counts where a field has two."""
        return {field: place for place, field in reversed(list(enumerate(self.fields))) if field is not None}


# More than one name for a column: TowBook's own first (both exports of facts section 6.2, Call Analysis of section 2), then
# what people call it in sheets of their own. Compared without case, blanks and signs.
_NAMES: Mapping[FileField, tuple[str, ...]] = MappingProxyType(
    {
        FileField.TOWBOOK_ID: ("TowBook id", "dispatchEntryId", "TowBook call id"),
        FileField.CALL_NUMBER: ("Call #", "Call number", "Call no", "Call", "Call id", "Ticket #", "Ticket number", "Job #", "Run #"),
        FileField.STOCK_NUMBER: ("Stock #", "Stock number", "Stock no", "Stock"),
        FileField.ACCOUNT: ("Account", "Account name", "Customer", "Bill to"),
        FileField.TOWED_AT: (
            "Impound Date", "Impounded", "Date impounded", "Tow date", "Towed", "Date towed", "Tow date/time", "Impound date/time",
        ),
        FileField.TOWED_TIME: ("Tow time", "Impound time", "Time towed", "Time impounded"),
        FileField.CALLED_AT: ("Create Date", "Date", "Received", "Created", "Call date", "Date received"),
        FileField.DISPATCHED_AT: ("Dispatch Time", "Dispatched"),
        FileField.ENROUTE_AT: ("Enroute Time", "En route", "Enroute"),
        FileField.ARRIVED_AT: ("Arrival Time", "Arrived", "On scene"),
        FileField.COMPLETED_AT: ("Completion Time", "Completed", "Completion date", "Date completed"),
        FileField.VEHICLE: ("Vehicle", "Vehicle description", "Year make model", "Car", "Description"),
        FileField.YEAR: ("Year", "Vehicle year", "Model year", "Yr"),
        FileField.MAKE: ("Make", "Vehicle make"),
        FileField.MODEL: ("Model", "Vehicle model"),
        FileField.COLOR: ("Color", "Colour", "Vehicle color"),
        FileField.BODY_TYPE: ("Body Type", "Body", "Vehicle type"),
        FileField.VIN: ("VIN", "VIN #", "VIN number", "Vehicle identification number", "Serial number"),
        FileField.PLATE: ("Plate", "Plate #", "License plate", "License", "License #", "Tag", "Plate number", "License number"),
        FileField.PLATE_STATE: ("Plate State", "License state", "State", "Tag state", "Plate st"),
        FileField.ODOMETER: ("Odometer", "Mileage in"),
        FileField.KEYS: ("Have Keys", "Keys", "Has keys"),
        FileField.DRIVABLE: ("Drivable", "Driveable", "Runs"),
        FileField.TOWED_FROM: ("Towed From", "Tow from", "Pickup", "Pick up", "Location", "Tow source", "Pickup location", "From"),
        FileField.TOWED_TO: ("Towed To", "Tow to", "Destination", "Tow destination"),
        FileField.ZIP: ("Zip Code", "Zip"),
        FileField.REASON: ("Call Reason", "Reason", "Reason for tow", "Tow reason"),
        FileField.IMPOUND_REASON: ("Impound Reason",),
        FileField.REQUESTED_BY: ("Requested by", "Requestor", "Requester", "Contact", "Caller"),
        FileField.REQUESTED_BY_PHONE: ("Requested by phone", "Contact phone", "Caller phone"),
        FileField.PURCHASE_ORDER: ("PO #", "PO number", "PO", "Purchase order", "Purchase order #", "File #", "File number"),
        FileField.STORAGE_LOT: ("Storage Lot", "Lot"),
        FileField.DRIVER: ("Driver", "Driver name"),
        FileField.TRUCK: ("Truck", "Truck #"),
        FileField.STATUS: ("Status", "Call status"),
        FileField.RELEASED_ON: ("Release Date", "Released", "Date released", "Released on"),
        FileField.NOTES: ("Notes", "Comments", "Remarks", "Imported notes"),
    }
)  # fmt: skip

_SIGNS = re.compile(r"[^a-z0-9#]+")


def name_key(header: str) -> str:
    """How two names of a column are compared: without case, blanks and signs, ``#`` kept as it sets numbers apart."""
    return _SIGNS.sub("", header.casefold())


_BY_NAME: Mapping[str, FileField] = MappingProxyType({name_key(name): field for field, names in _NAMES.items() for name in names})


def field_named(header: str) -> FileField | None:
    """The field that a column of this name is, where the name says it."""
    return _BY_NAME.get(name_key(header))


def headers_key(headers: Sequence[str]) -> str:
    """SHA-256 (hex) of the names of the columns, by which a mapping is found again."""
    return hashlib.sha256("\n".join(map(name_key, headers)).encode()).hexdigest()


def suggested(headers: Sequence[str], *, header_row: int = 1, sheet: str | None = None) -> ColumnMapping:
    """The mapping that the names of the columns suggest; where a name is there twice, its first column counts."""
    taken: set[FileField] = set()
    found: list[FileField | None] = []
    for header in headers:
        field = field_named(header)
        found.append(None if field in taken else field)
        if field is not None:
            taken.add(field)
    return ColumnMapping(tuple(found), header_row=header_row, sheet=sheet)


def twice(headers: Sequence[str]) -> tuple[str, ...]:
    """Names that stand above more than one column."""
    seen: dict[str, list[str]] = {}
    for header in headers:
        if key := name_key(header):
            seen.setdefault(key, []).append(header)
    return tuple(names[0] for names in seen.values() if len(names) > 1)


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row (from 1) that holds the names of the columns, titles and times may stand above it; None where none looks like it.

    The first row that names a call or stock number counts, as in TowBook's own files; else the one with most names that we know,
    two at least.
    """
    known = [{field for cell in row if (field := field_named(cell)) is not None} for row in rows]
    for number, fields in enumerate(known, start=1):
        if len(fields) > 1 and fields & _NUMBERED:
            return number
    best = max(range(len(known)), key=lambda place: len(known[place]), default=None)
    return best + 1 if best is not None and len(known[best]) > 1 else None


def kind_of(headers: Sequence[str]) -> SourceKind:
    """Which of TowBook's files has these columns, or the old program's; any other is a table that somebody has to explain."""
    names = set(map(name_key, headers))
    if name_key(CALL[0]) in names:
        return SourceKind.OLD_DATABASE
    if names & {"stock#", "call#"} and len(names & _OF_IMPOUNDS) > 1:
        return SourceKind.IMPOUNDS
    if "call#" in names and len(names & _OF_CALL_ANALYSIS) > 3:
        return SourceKind.CALL_ANALYSIS
    return SourceKind.TABLE


_NUMBERED = frozenset({FileField.CALL_NUMBER, FileField.STOCK_NUMBER})
_OF_IMPOUNDS = frozenset({"impounddate", "storagelot", "dailystoragetotal", "daysheld", "releasedate", "stock#", "havekeys"})
_OF_CALL_ANALYSIS = frozenset({"completed", "account", "po#", "driver", "dispatcher", "truck", "serviceitemstotal", "payments", "balance"})

DAYS = (
    FileField.TOWED_AT, FileField.COMPLETED_AT, FileField.CALLED_AT, FileField.ARRIVED_AT, FileField.ENROUTE_AT,
    FileField.DISPATCHED_AT, FileField.RELEASED_ON,
)  # fmt: skip
"""Fields that tell a day."""

_IDENTITY = frozenset({FileField.TOWBOOK_ID, FileField.CALL_NUMBER, FileField.STOCK_NUMBER})
_TOW_DAY = frozenset({FileField.TOWED_AT, FileField.COMPLETED_AT, FileField.ARRIVED_AT, FileField.CALLED_AT})


def mapping_problems(mapping: ColumnMapping) -> tuple[str, ...]:
    """Sentences that say why files cannot be read by a mapping; empty where they can."""
    used = [field for field in mapping.fields if field is not None]
    problems = [
        f"{field.label} is chosen for two columns. Choose the one that is right." for field in dict.fromkeys(used) if used.count(field) > 1
    ]
    told = set(used)
    if not told & _IDENTITY and not (FileField.VIN in told and told & _TOW_DAY):
        problems.append(
            "Nothing says which call a row is. Choose the column of the call number, else of the stock number, else VIN and day."
        )
    elif told <= _IDENTITY | {FileField.ACCOUNT}:
        problems.append("Only the number of each call is chosen, and nothing about the car. Choose more columns.")
    if FileField.TOWED_TIME in told and FileField.TOWED_AT not in told:
        problems.append("A time of the tow is chosen, but no day. Choose the column of the day too.")
    return tuple(problems)
