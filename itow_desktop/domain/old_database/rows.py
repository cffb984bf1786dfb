"""One row of the first program's vehicles, as plain values with what is odd about it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from types import MappingProxyType

from itow_desktop.domain.old_database.files import CALL, VEHICLES, OldFile, Raw
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.values import NoDate, day_of, moment_text, outcome_of, phone_of, time_of, words
from itow_desktop.domain.vehicles import CustodyStatus, VinState, clean_plate, clean_vin, vin_state

Said = str | int | date | time

_TEST = re.compile(r"TEST.*", re.IGNORECASE)
_TEST_NUMBER = re.compile(r"COMP\d+", re.IGNORECASE)

_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "status": ("status",), "make": ("make",), "model": ("model",), "color": ("color",), "body_type": ("vehicle_type",),
        "towed_from": ("location",), "requested_by": ("requestor",), "reason": ("tow_reason", "reason_for_tow"),
        "case_number": ("case_number",), "officer": ("officer_name",), "reference": ("reference_number",), "driver": ("driver",),
        "notes": ("notes",), "number": ("complaint_number",), "department": ("jurisdiction",),
        "recipient": ("recipient", "released_to"), "release_reason": ("release_reason",),
        "owner": ("owner_name",), "owner_address": ("owner_address",), "lienholder": ("lienholder_name",),
        "lienholder_address": ("lienholder_address",),
    }
)  # fmt: skip
_DAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tow_day": ("tow_date",), "release_day": ("release_date",), "top_day": ("top_form_sent_date", "top_sent_date"),
        "auction_day": ("auction_date",), "scrap_day": ("scrap_date",),
    }
)  # fmt: skip
_TIMES: Mapping[str, tuple[str, ...]] = MappingProxyType({"tow_time": ("tow_time",), "release_time": ("release_time",)})
_OTHERS: Mapping[str, tuple[Callable[[Raw], Said | None], tuple[str, ...]]] = MappingProxyType(
    {
        "vin": (lambda cell: clean_vin(words(cell)), ("vin",)),
        "plate": (lambda cell: clean_plate(words(cell)), ("plate",)),
        "owner_phone": (phone_of, ("owner_phone",)),
        "lienholder_phone": (phone_of, ("lienholder_phone",)),
    }
)
TOLD: Mapping[str, str] = MappingProxyType(
    {
        "decision": "decision", "decision_date": "decided", "tr52_available_date": "TR-52 available", "tr52_form_sent_date": "TR-52 form",
        "tr208_form_sent_date": "TR-208 form", "notice_sent_date": "notice", "paperwork_received_date": "paperwork in",
        "newspaper_ad_date": "ad", "tr208_filed_date": "TR-208 filed", "tr208_approved_date": "TR-208 approved",
        "tr208_status": "TR-208", "action_date": "action", "auction_house": "auction house", "sold_price": "sold for",
        "scrap_yard": "scrap yard", "scrap_value": "scrap value", "certified_mail_number_owner": "certified mail to the owner",
        "certified_mail_number_lienholder": "certified mail to the lienholder", "storage_start_date": "storage from",
        "storage_end_date": "storage to", "total_storage_fees": "storage fees", "release_fee": "release fee",
    }
)  # fmt: skip
"""Columns that prove nothing and are no fields here: they are told in one note of the car, in these words."""
_MACHINE = frozenset(
    {
        *CALL, "last_updated", "archived", "owner_known", "invoice_prefix", "invoice_sequence", "invoice_year", "days_until_next_step",
        "days_until_auction", "days_since_tow", "estimated_date", "tr52_notification_sent", "tr208_notification_sent",
        "complaint_sequence", "complaint_year", "daily_storage_rate", "tr208_eligible", "year", "state",
    }
)  # fmt: skip
_TAKEN = _MACHINE | TOLD.keys() | {
    column for table in (_TEXTS, _DAYS, _TIMES) for columns in table.values() for column in columns
} | {column for _, columns in _OTHERS.values() for column in columns}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OldReading:
    """What one row says of a car.

    ``key`` makes rows of several files one car; ``file`` is the place of the file, 0 the newest; ``saved`` is when the row
    was last saved, as text that sorts. ``told`` are things that are no fields here, by their words in ``TOLD``.
    """

    key: str
    call: str | None
    file: int
    name: str
    width: int
    saved: str
    values: Mapping[str, Said]
    told: Mapping[str, str]
    flags: tuple[Flag, ...]

    @property
    def car(self) -> str:
        """How people know it."""
        return self.call or str(self.values.get("plate") or self.values.get("vin") or "no call number")

    @property
    def outcome(self) -> CustodyStatus:
        """Where it stands by its status; a word nobody knows closes nothing."""
        return outcome_of(_text(self.values, "status")) or CustodyStatus.ON_LOT


def read_cars(file: OldFile, place: int) -> tuple[tuple[OldReading, ...], tuple[Flag, ...]]:
    """The cars of a file, the row saved last in front; beside them what is odd about the file and the test rows it holds."""
    found, flags = [], list(_of_file(file))
    for number, row in enumerate(file.rows(VEHICLES)):
        if (mark := test_mark(row)) is not None:
            flags.append(Flag(OldRule.TEST_ROW, mark, "A row of a test of the old program.", file.name))
        else:
            found.append(_read(row, file, place, number))
    found.sort(key=lambda each: each.saved, reverse=True)
    return tuple(found), tuple(flags)


def test_mark(row: Mapping[str, Raw]) -> str | None:
    """What gives a row away as a test of the old program: TEST... as its call number, COMPnnn as its complaint number."""
    marks = [words(row.get(column)) for column in (*CALL, "vin", "plate")]
    found = next((mark for mark in marks if mark and _TEST.fullmatch(mark)), None)
    number = words(row.get("complaint_number"))
    return found or (number if number and _TEST_NUMBER.fullmatch(number) else None)


_WANTED = ("vin", "status", "tow_date", "plate", "jurisdiction", "complaint_number", CALL[0])


def _of_file(file: OldFile) -> Iterable[Flag]:
    if file.recoded:
        yield Flag(OldRule.ENCODING, "", f"{file.recoded} cells of {file.name}.", file.name)
    if file.left_out:
        yield Flag(OldRule.NOT_READ, "", ", ".join(file.left_out), file.name)
    columns = file.by_name[VEHICLES].columns if VEHICLES in file.by_name else ()
    missing = [
        name for name in ("vin", "status", "tow_date", "plate", "jurisdiction", "complaint_number", *CALL[:1]) if name not in columns
    ]
    if missing:
        yield Flag(OldRule.TABLE, "", f"vehicles has no {', '.join(missing)}.", file.name)


def _read(row: Mapping[str, Raw], file: OldFile, place: int, number: int) -> OldReading:
    call = _first(row, CALL, words)
    values: dict[str, Said] = {}
    odd: list[tuple[OldRule, str]] = []
    for name, columns in _TEXTS.items():
        _put(values, name, _first(row, columns, words))
    for name, (read, columns) in _OTHERS.items():
        _put(values, name, _first(row, columns, read))
    for name, columns in _DAYS.items():
        _put(values, name, _day(row, columns, odd))
    for name, columns in _TIMES.items():
        _put(values, name, _time(row, columns, odd))
    _put(values, "year", _year(row, odd))
    _put(values, "plate_state", _state(row, odd))
    odd += _odd(row, values)
    told = {column: text for column in TOLD if (text := words(row.get(column))) is not None}
    key = _key(call, values, file, number)
    reading = OldReading(key, call, place, file.name, file.width, moment_text(row.get("last_updated")), values, told, ())
    return replace(reading, flags=tuple(Flag(rule, reading.car, says, file.name) for rule, says in odd))


def _odd(row: Mapping[str, Raw], values: Mapping[str, Said]) -> Iterable[tuple[OldRule, str]]:
    """What contradicts itself within the row, and what has no place."""
    status = _text(values, "status")
    outcome = outcome_of(status)
    if outcome is None:
        yield OldRule.STATUS_UNKNOWN, f"Status '{status}'."
    closed = outcome not in (None, CustodyStatus.ON_LOT)
    if row.get("archived") in (0, 1, "0", "1") and bool(int(row["archived"] or 0)) != closed:
        yield OldRule.ARCHIVED, f"archived is {row['archived']}, the status is {status or 'empty'}."
    left = [column for column in row if column not in _TAKEN and words(row[column]) is not None]
    if left:
        yield OldRule.LEFT_RAW, ", ".join(f"{column}: {words(row[column])}" for column in sorted(left))


def vin_flag(vin: str | None, year: int | None) -> tuple[OldRule, str] | None:
    """What is to be said of a VIN; None where it is whole and checks."""
    state = vin_state(vin, year)
    if vin is None:
        return OldRule.VIN_MISSING, "No VIN."
    if state is VinState.BAD_CHECK_DIGIT:
        return OldRule.VIN_WRONG, f"{vin}: the check digit is wrong."
    if state is VinState.INCOMPLETE:
        return OldRule.VIN_WRONG, f"{vin} has {len(vin)} characters."
    return None


def _key(call: str | None, values: Mapping[str, Said], file: OldFile, number: int) -> str:
    """What makes it the same car in another file."""
    if call is not None:
        return f"call:{call}"
    marks = [str(values[name]) for name in ("vin", "number", "plate") if name in values][:1]
    return f"mark:{marks[0]} {values.get('tow_day', '')}".strip() if marks else f"row:{file.sha256[:12]}:{number}"


def _put(values: dict[str, Said], name: str, said: Said | None) -> None:
    if said is not None:
        values[name] = said


def _text(values: Mapping[str, Said], name: str) -> str | None:
    said = values.get(name)
    return said if isinstance(said, str) else None


def _first(row: Mapping[str, Raw], columns: Sequence[str], read: Callable[[Raw], Said | None]) -> str | None:
    found = next((said for column in columns if (said := read(row.get(column))) is not None), None)
    return None if found is None else str(found)


def _day(row: Mapping[str, Raw], columns: Sequence[str], odd: list[tuple[OldRule, str]]) -> date | None:
    for column in columns:
        try:
            if (day := day_of(row.get(column))) is not None:
                return day
        except NoDate as why:
            odd.append((OldRule.NO_YEAR if why.no_year else OldRule.BAD_DATE, f"{column}: {why}"))
    return None


def _time(row: Mapping[str, Raw], columns: Sequence[str], odd: list[tuple[OldRule, str]]) -> time | None:
    for column in columns:
        try:
            if (said := time_of(row.get(column))) is not None:
                return said
        except ValueError as why:
            odd.append((OldRule.BAD_TIME, f"{column}: {why}"))
    return None


def _year(row: Mapping[str, Raw], odd: list[tuple[OldRule, str]]) -> int | None:
    text = words(row.get("year"))
    if text is None:
        return None
    if re.fullmatch(r"(19|20)\d\d", text):
        return int(text)
    odd.append((OldRule.BAD_VALUE, f"year '{text}'."))
    return None


def _state(row: Mapping[str, Raw], odd: list[tuple[OldRule, str]]) -> str | None:
    text = (words(row.get("state")) or "").upper().strip(" .")
    if not text:
        return None
    if re.fullmatch("[A-Z]{2}", text):
        return text
    if text == "MICHIGAN":
        return "MI"
    odd.append((OldRule.BAD_VALUE, f"plate state '{text}'."))
    return None
