"""A row of a file read as a tow call. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, tzinfo
from types import MappingProxyType
from typing import Any

from itow_desktop.domain.calls import BY_NUMBER, CallRead, CallRef, TowBookCall
from itow_desktop.domain.file_numbers import read_file_number
from itow_desktop.domain.importing.cells import Cell, clock_in, day_in, is_powered, text_in, whole_in, yes_in
from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.domain.importing.mappings import ColumnMapping, FileField, name_key
from itow_desktop.domain.vehicle_texts import split_vehicle
from itow_desktop.domain.vehicles import Address, clean_plate, clean_vin, parse_address, present_lines

BY_STOCK, BY_TOW = "stock:", "tow:"
"""Begin the id of a call of which neither TowBook's id nor its call number is known: its stock number, else VIN and tow day."""

_STATUSES: Mapping[str, int] = MappingProxyType(
    {
        "waiting": 0, "dispatched": 1, "enroute": 2, "onscene": 3, "towing": 4, "destinationarrival": 7, "completed": 5,
        "cancelled": 255, "canceled": 255,
    }
)  # fmt: skip
_MOMENTS = MappingProxyType(
    {
        FileField.CALLED_AT: "called_at",
        FileField.DISPATCHED_AT: "dispatched_at",
        FileField.ENROUTE_AT: "enroute_at",
        FileField.ARRIVED_AT: "arrived_at",
        FileField.COMPLETED_AT: "completed_at",
    }
)
_TEXTS = MappingProxyType(
    {
        FileField.ACCOUNT: "account",
        FileField.COLOR: "color",
        FileField.BODY_TYPE: "body_type",
        FileField.TOWED_TO: "towed_to",
        FileField.REQUESTED_BY: "requested_by",
        FileField.REQUESTED_BY_PHONE: "requested_by_phone",
        FileField.STORAGE_LOT: "storage_lot",
        FileField.STOCK_NUMBER: "stock_number",
        FileField.DRIVER: "driver",
        FileField.TRUCK: "truck",
        FileField.MAKE: "make",
        FileField.MODEL: "model",
    }
)
_BLANK = (None, "")
_VEHICLE_YEARS = range(1900, 2100)
_ODOMETER_END = 10_000_000
_STATE = re.compile(r"[A-Za-z]{2,3}", re.ASCII)


def column_letter(place: int) -> str:
    """The letter of a column counted from 0, as spreadsheet programs have it."""
    return (column_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


@dataclass(frozen=True, slots=True)
class RowRead:
    """What a row says; ``remarks`` are sentences about single cells that were left out, the rest of the row is taken."""

    number: int
    read: CallRead
    remarks: tuple[str, ...] = ()


class RowReader:
    """Reads rows by one mapping; ``zone`` is the office's clock.

    A release date makes the call "released", which is a question for the desk. Dates of letters are never read: they say
    when a letter was made, not that it was mailed.
    """

    def __init__(self, kind: SourceKind, headers: Sequence[str], mapping: ColumnMapping, zone: tzinfo) -> None:
        self.zone, self.order, self.places = zone, mapping.date_order, mapping.places
        self._kind, self._headers, self._width = kind, headers, len(headers)
        self._head = tuple(map(name_key, headers))
        self._telling = next((place for place, name in enumerate(self._head) if name), 0)
        self._moments = [(field, name) for field, name in _MOMENTS.items() if field in self.places]
        self._texts = [(field, name) for field, name in _TEXTS.items() if field in self.places]
        self._columns = tuple(self.places.items())

    def header(self, field: FileField) -> str:
        """The name of the column of a field; without one its letter, as spreadsheet programs have it."""
        place = self.places[field]
        return self._headers[place] or column_letter(place)

    def is_header(self, cells: Sequence[Cell]) -> bool:
        """Whether a row only repeats the names of the columns, as files put together from several do."""
        first = cells[self._telling] if self._telling < len(cells) and any(self._head) else None
        if not isinstance(first, str) or name_key(first) != self._head[self._telling]:
            return False
        return tuple(name_key(cell) if isinstance(cell, str) else "" for cell in cells[: self._width]) == self._head

    def read(self, number: int, cells: Sequence[Cell]) -> RowRead:
        """The call of a row; one that cannot be taken has a ``trouble`` naming row and column."""
        if len(cells) > self._width and any(text_in(cell) for cell in cells[self._width :]):
            many = f"Row {number} has {len(cells)} cells where there are {self._width} columns"
            return self._bad(number, cells, f"{many}: a separator or a quotation mark is out of place. The row was left out.")
        end = len(cells)
        filled = {field: cells[place] for field, place in self._columns if place < end and cells[place] not in _BLANK}
        row = _Row(number, filled, self)
        try:
            call = self._call(row)
        except _Unusable as unusable:
            return self._bad(number, cells, str(unusable))
        released = self._released(row)
        ref = CallRef(call.towbook_id, call.call_number, call.account, released, cancelled=call.cancelled)
        return RowRead(number, CallRead(ref, call), tuple(row.remarks))

    def _bad(self, number: int, cells: Sequence[Cell], sentence: str) -> RowRead:
        place = self.places.get(FileField.CALL_NUMBER)
        call_number = text_in(cells[place]) if place is not None and place < len(cells) else None
        return RowRead(number, CallRead(CallRef(f"row:{number}", call_number), None, sentence))

    def _call(self, row: "_Row") -> TowBookCall:
        told: dict[str, Any] = {name: text for field, name in self._texts if (text := row.text(field)) is not None}
        told |= {name: moment for field, name in self._moments if (moment := row.moment(field)) is not None}
        if "completed_at" not in told and (towed := row.moment(FileField.TOWED_AT)) is not None:
            told["completed_at"] = towed
        vin = row.vin()
        call_number, towbook_id = row.identity(vin, told)
        purchase_order = row.text(FileField.PURCHASE_ORDER)
        ours = read_file_number(purchase_order)
        place = row.place()
        told.setdefault("requested_by", (place.business if place else None) or told.get("account"))
        return TowBookCall(
            towbook_id=towbook_id,
            call_number=call_number,
            status_id=_STATUSES.get(name_key(row.text(FileField.STATUS) or "")),
            reason=row.text(FileField.REASON) or row.text(FileField.IMPOUND_REASON),
            towed_from=place,
            file_number=str(ours) if ours else None,
            reference=None if ours else purchase_order,
            notes=row.lines(FileField.NOTES),
            impound=True if self._kind is SourceKind.IMPOUNDS else None,
            **row.vehicle(told, vin),
            **told,
        )

    def _released(self, row: "_Row") -> bool | None:
        """TowBook's list of impounds says it of every car; any other table only where a day of release stands."""
        if FileField.RELEASED_ON not in self.places:
            return None
        if row.text(FileField.RELEASED_ON) is not None:
            return True
        return False if self._kind is SourceKind.IMPOUNDS else None


class _Unusable(Exception):
    """A row that cannot be taken; ``str()`` is the sentence."""


class _Row:
    """One row while it is read; ``remarks`` gathers what was left out of it."""

    __slots__ = ("_number", "_of", "cell", "remarks")

    def __init__(self, number: int, cells: Mapping[FileField, Cell], of: RowReader) -> None:
        self._number, self._of = number, of
        self.cell = cells.get
        """What stands in the column of a field; None where nothing does."""
        self.remarks: list[str] = []

    def text(self, field: FileField) -> str | None:
        """Its text."""
        cell = self.cell(field)
        return None if cell is None else text_in(cell)

    def lines(self, field: FileField) -> str | None:
        """Its text with its line breaks."""
        cell = self.cell(field)
        return present_lines(cell) if isinstance(cell, str) else text_in(cell)

    def moment(self, field: FileField) -> datetime | None:
        """The moment a column tells, UTC; what is no day is left out with a remark."""
        cell = self.cell(field)
        if cell is None:
            return None
        found = day_in(cell, self._of.order)
        if found is None:
            if text_in(cell) is not None and not _is_sentinel(cell):
                self._left_out(field, f"is no day in the order {self._of.order.label}")
            return None
        clock = found.clock
        if clock is None and field is FileField.TOWED_AT and FileField.TOWED_TIME in self._of.places:
            clock = self._towed_time()
        return (found if clock is found.clock else replace(found, clock=clock)).moment(self._of.zone)

    def _towed_time(self) -> time | None:
        cell = self.cell(FileField.TOWED_TIME)
        clock = clock_in(cell)
        if clock is None and text_in(cell) is not None:
            self._left_out(FileField.TOWED_TIME, "is no time of the day")
        return clock

    def vin(self) -> str | None:
        """The VIN; one that a spreadsheet made a number of is lost, and left out with a remark."""
        cell = self.cell(FileField.VIN)
        if is_powered(cell):
            self._left_out(FileField.VIN, "is a VIN that a spreadsheet turned into a number, its last digits are lost")
            return None
        return clean_vin(text_in(cell))

    def identity(self, vin: str | None, told: Mapping[str, Any]) -> tuple[str | None, str]:
        """The call number with the id of the call; raises ``_Unusable`` where nothing says which call it is."""
        number = self._number_of(FileField.CALL_NUMBER)
        if (towbook_id := self._number_of(FileField.TOWBOOK_ID)) is not None:
            return number, towbook_id
        if number is not None:
            return number, BY_NUMBER + number
        if (stock := self._number_of(FileField.STOCK_NUMBER)) is not None:
            return None, BY_STOCK + stock
        towed = told.get("completed_at") or told.get("arrived_at") or told.get("called_at")
        if vin is not None and towed is not None:
            return None, f"{BY_TOW}{vin}:{towed.astimezone(self._of.zone).date().isoformat()}"
        raise _Unusable(
            f"Row {self._number} has neither a call number nor a stock number, and not both a VIN and a tow day. Nothing says which "
            "call it is, so the row was left out; add one of them and import the file again."
        )

    def _number_of(self, field: FileField) -> str | None:
        cell = self.cell(field)
        if is_powered(cell):
            raise _Unusable(
                f"Row {self._number}, column {self._of.header(field)}: {self._shown(field)} is a number that a spreadsheet shortened. "
                "The row was left out; import the file as TowBook exported it."
            )
        return text_in(cell)

    def place(self) -> Address | None:
        """Where it was towed from; a zip code of its own completes an address that has none."""
        place = parse_address(self.text(FileField.TOWED_FROM))
        code = self.text(FileField.ZIP)
        if place is None or place.zip is not None or code is None:
            return place
        digits = code.split("-")[0].strip().zfill(5)
        return replace(place, zip=digits) if len(digits) == 5 and digits.isdecimal() else place

    def vehicle(self, told: dict[str, Any], vin: str | None) -> dict[str, Any]:
        """The marks of the car; what the single columns leave empty is read from the text of the whole vehicle."""
        year = self._year()
        whole = self.text(FileField.VEHICLE)
        if whole is not None and (year is None or "make" not in told or "model" not in told):
            split = split_vehicle(whole)
            if "make" not in told and "model" not in told:
                told |= {name: text for name, text in (("make", split.make), ("model", split.model)) if text is not None}
            year = year if year is not None else split.year
            if split.color is not None:
                told.setdefault("color", split.color)
        state = self.text(FileField.PLATE_STATE)
        odometer = whole_in(self.cell(FileField.ODOMETER))
        return {
            "vin": vin,
            "year": year,
            "plate": self._plate(),
            "plate_state": state.upper() if state is not None and _STATE.fullmatch(state) else None,
            "odometer": odometer if odometer is not None and 0 < odometer < _ODOMETER_END else None,
            "keys": yes_in(self.cell(FileField.KEYS)),
            "drivable": yes_in(self.cell(FileField.DRIVABLE)),
        }

    def _year(self) -> int | None:
        cell = self.cell(FileField.YEAR)
        year = whole_in(cell)
        if year in _VEHICLE_YEARS:
            return year
        if text_in(cell) is not None:
            self._left_out(FileField.YEAR, "is no model year")
        return None

    def _plate(self) -> str | None:
        if is_powered(self.cell(FileField.PLATE)):
            self._left_out(FileField.PLATE, "is a plate that a spreadsheet turned into a number")
            return None
        return clean_plate(self.text(FileField.PLATE))

    def _left_out(self, field: FileField, why: str) -> None:
        self.remarks.append(f"Row {self._number}, column {self._of.header(field)}: {self._shown(field)} {why}. It was left out.")

    def _shown(self, field: FileField) -> str:
        text = " ".join(str(self.cell(field)).split())
        return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"


def _is_sentinel(cell: Cell) -> bool:
    """Whether a cell holds one of the days that stand for none, such as 1/1/0001 or 1/1/1900."""
    return re.search(r"\b(?:0?0?01|1[89]\d\d)\b", str(cell)) is not None
