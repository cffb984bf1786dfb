"""The notices an office writes, as data checked before it is put on paper."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from itow_desktop.domain.vehicles import present


class NoticeKind(StrEnum):
    """Every document of the office, in the words of the vocabulary."""

    TOP = "top"
    COURTESY_OWNER = "courtesy-owner"
    COURTESY_LIENHOLDER = "courtesy-lienholder"
    GARAGE_OWNER = "garage-owner"
    GARAGE_LIENHOLDER = "garage-lienholder"
    ENTRY_REQUEST = "entry-request"
    RELEASE = "release"
    AD = "ad"
    AUCTION_LIST = "auction-list"
    AUCTION_NOTICE = "auction-notice"
    SCRAP_RECORD = "scrap-record"
    STATEMENT = "statement"
    WHY = "why"
    PACKET = "packet"
    TR52LR_DATA = "tr52lr-data"
    DC90_DATA = "dc90-data"
    TOW_LIST = "tow-list"
    FIRM_SHEET = "firm-sheet"
    EVENING_REPORT = "evening-report"
    LIGHTS_OUT = "lights-out"


class Absence(StrEnum):
    """A fact that a person says is not there; the words are what the notice prints. Values are fields of ``TopNotice``."""

    NO_PLATE = "no_plate"
    VIN_UNREADABLE = "vin_unreadable"
    TIME_NOT_KNOWN = "time_not_known"

    @property
    def words(self) -> str:
        """As printed on the notice and offered in the print sheet."""
        return _ABSENCE_WORDS[self]


_ABSENCE_WORDS = {
    Absence.NO_PLATE: "no plate on vehicle",
    Absence.VIN_UNREADABLE: "VIN not readable",
    Absence.TIME_NOT_KNOWN: "time not known",
}


@dataclass(frozen=True, slots=True)
class OfficeHead:
    """Who writes: the letterhead, with address and phone as registered with the Secretary of State.

    ``address`` is one line or several parted by line breaks; ``logo`` is a PNG
    or JPEG as bytes; all times on paper are shown in ``zone``.
    """

    name: str
    address: str
    phone: str
    zone: ZoneInfo
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class CallIn:
    """A recorded call to the police (event ``police_notified``); without time and person it is not printed."""

    at: datetime | None = None
    person: str | None = None
    badge: str | None = None


@dataclass(frozen=True, slots=True)
class TopNotice:
    """What a tow-off-property notice to a police department says of one car (MCL 257.252a).

    Fields that are None are left out of the page. ``towed_at`` is aware; where
    only the day is known it stands in ``towed_on`` with ``time_not_known``.
    ``no_plate``, ``vin_unreadable`` and ``time_not_known`` are answers a
    person gave (see ``Absence``), never conclusions from an empty field.
    ``dated`` is the day the notice is written, local. ``caller_doubt`` is what is to be asked
    about who asked for the tow; it is asked before printing and never printed.
    """

    office: OfficeHead
    dated: date
    agency: str | None = None
    agency_address: str | None = None
    call_number: str | None = None
    file_number: str | None = None
    towed_at: datetime | None = None
    towed_on: date | None = None
    time_not_known: bool = False
    towed_from: str | None = None
    requested_by: str | None = None
    year: int | None = None
    make: str | None = None
    model: str | None = None
    color: str | None = None
    body_type: str | None = None
    vin: str | None = None
    vin_unreadable: bool = False
    plate: str | None = None
    plate_state: str | None = None
    no_plate: bool = False
    complaint_number: str | None = None
    case_number: str | None = None
    officer: str | None = None
    called_in: CallIn | None = None
    caller_doubt: str | None = None

    def __post_init__(self) -> None:
        times = (self.towed_at, self.called_in.at if self.called_in else None)
        if any(time is not None and time.utcoffset() is None for time in times):
            raise ValueError("a notice takes aware times only")

    @property
    def tow_day(self) -> date | None:
        """The local day of the tow, None when not known."""
        return self.towed_on if self.towed_at is None else self.towed_at.astimezone(self.office.zone).date()

    @property
    def vehicle(self) -> str | None:
        """Year, make, model, colour and body in one line, None when nothing is known."""
        model = [str(self.year) if self.year else None, said(self.make), said(self.model)]
        parts = [" ".join(word for word in model if word), said(self.color), said(self.body_type)]
        return ", ".join(part for part in parts if part) or None


@dataclass(frozen=True, slots=True)
class TowList:
    """The cars of one agency and one local day, as one document."""

    office: OfficeHead
    agency: str
    day: date
    cars: tuple[TopNotice, ...]


@dataclass(frozen=True, slots=True)
class ScreenList:
    """A list as it stands on the screen: every row has a text for each header; ``printed`` says when, in words."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    office: str | None = None
    printed: str | None = None
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a notice lacks: the field of its data, a sentence for people.

    ``absence`` is the answer "it is not there" where that would do;
    ``blocking`` problems keep the notice from being printed, the others are
    asked once, and the line is left out when nobody answers.
    """

    field: str
    sentence: str
    absence: Absence | None = None
    blocking: bool = True


def said(text: str | None) -> str | None:
    """Text worth printing, on one line: stand-ins for nothing (``N/A``, ``(none)``) and invisible characters alone are None."""
    if text is None:
        return None
    kinds = ((character, unicodedata.category(character)) for character in text)
    return present("".join(" " if kind in _BLANK else character for character, kind in kinds if kind != _FORMAT))


_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})
_FORMAT = "Cf"  # joiners and direction marks: nothing to see, and they would confuse line breaking


def preflight(notice: TopNotice) -> tuple[Problem, ...]:
    """What must or might be answered before this notice is printed, in the order of the page; empty means print."""
    return (*_addressee(notice), *_tow(notice), *_identity(notice))


def can_print(notice: TopNotice) -> bool:
    """Whether nothing mandatory is missing: agency, date and time, place, and one of VIN, plate, description."""
    return not any(problem.blocking for problem in preflight(notice))


def _addressee(notice: TopNotice) -> list[Problem]:
    problems = []
    for name, value in (("name", notice.office.name), ("address", notice.office.address), ("phone", notice.office.phone)):
        if said(value) is None:
            problems.append(Problem(f"office.{name}", f"The company's {name} is not set. Enter it in the office settings."))
    if said(notice.agency) is None:
        problems.append(Problem("agency", "No police department. Choose the one this notice goes to."))
    return problems


def _tow(notice: TopNotice) -> list[Problem]:
    problems = []
    day = notice.tow_day
    if day is None:
        problems.append(Problem("towed_at", "No tow date and time. Enter when the vehicle was towed."))
    elif notice.towed_at is None and not notice.time_not_known:
        problems.append(Problem("towed_at", "No tow time. Enter it, or say that it is not known.", Absence.TIME_NOT_KNOWN))
    if day is not None and day > notice.dated:
        problems.append(Problem("towed_at", f"The tow date {day:%m/%d/%Y} lies after the date of the notice. Correct it."))
    if said(notice.towed_from) is None:
        problems.append(Problem("towed_from", "No place. Enter where the vehicle was towed from."))
    if notice.caller_doubt is not None:
        problems.append(Problem("requested_by", notice.caller_doubt, blocking=False))
    return problems


def _identity(notice: TopNotice) -> list[Problem]:
    described = any(said(text) for text in (notice.make, notice.model, notice.body_type))
    vin, plate = said(notice.vin), said(notice.plate)
    problems = []
    if vin is None and plate is None and not described:
        problems.append(Problem("vehicle", "No VIN, plate or description. Enter at least one, for example make or body type."))
    if vin is None and not notice.vin_unreadable:
        problems.append(Problem("vin", "No VIN. Enter it, or say that it is not readable.", Absence.VIN_UNREADABLE, blocking=False))
    if plate is None and not notice.no_plate:
        problems.append(
            Problem("plate", "No plate. Enter it, or say that there is no plate on the vehicle.", Absence.NO_PLATE, blocking=False)
        )
    if vin is not None and notice.vin_unreadable:
        problems.append(Problem("vin", "There is a VIN, but it is marked as not readable. Keep one of the two."))
    if plate is not None and notice.no_plate:
        problems.append(Problem("plate", "There is a plate, but it is marked as missing. Keep one of the two."))
    return problems


_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def file_name(notice: TopNotice) -> str:
    """``TOP_<call>_<plate or VIN tail>_<agency>_<tow day>.pdf``: ASCII only, safe on Windows, parts not known left out."""
    vin = said(notice.vin)
    day = notice.tow_day or notice.dated
    mark = _safe(notice.plate, 12) or _safe(vin[-8:] if vin else None, 8)
    parts = ["TOP", _safe(notice.call_number, 20), mark, _safe(notice.agency, 40), day.isoformat()]
    return "_".join(part for part in parts if part) + ".pdf"


def tow_list_file_name(tow_list: TowList) -> str:
    """``TOWLIST_<agency>_<day>.pdf``, as safe as ``file_name``."""
    parts = ["TOWLIST", _safe(tow_list.agency, 40), tow_list.day.isoformat()]
    return "_".join(part for part in parts if part) + ".pdf"


def why_file_name(call_number: str | None, mark: str | None, day: date) -> str:
    """``WHY_<call>_<plate or VIN tail>_<day>.pdf``, as safe as ``file_name``."""
    parts = ["WHY", _safe(call_number, 20), _safe(mark, 12), day.isoformat()]
    return "_".join(part for part in parts if part) + ".pdf"


def letter_file_name(kind: NoticeKind, parts: tuple[str | None, ...], day: date) -> str:
    """``COURTESY-OWNER_<call>_<plate or VIN tail>_<piece>_<day>.pdf``, as safe as ``file_name``."""
    return "_".join(part for part in (kind.upper(), *(_safe(part, 20) for part in parts), day.isoformat()) if part) + ".pdf"


def _safe(text: str | None, longest: int) -> str:
    """ASCII letters and digits parted by single dashes: accents fall off, everything else becomes a dash."""
    plain = unicodedata.normalize("NFKD", said(text) or "").encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")[:longest].strip("-")
