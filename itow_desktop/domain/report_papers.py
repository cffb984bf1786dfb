"""The compliance report as screen, page and spreadsheet show it: the same columns, the same words, the same numbers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.domain.duties import Outcome
from itow_desktop.domain.notices import OfficeHead
from itow_desktop.domain.reports import Line, Report
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.snapshots import DaySnapshot
from itow_desktop.domain.urgency import Urgency

TITLE = "Compliance report"
INTERNAL = "For the office only: it counts our own record. It is no evidence, and no page for a court."
OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.IN_TIME: "Done in time",
        Outcome.LATE: "Late",
        Outcome.NOT_RECORDED: "Not recorded",
        Outcome.OTHERS_LATE: "Others late",
        Outcome.NOT_COMPUTABLE: "Not computable",
        Outcome.EARLY: "Too early",
        Outcome.OPEN: "Not due yet",
    }
)
"""What a duty may have come to, in the order of the columns."""
WORK: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.LATE: "Late",
        Urgency.TODAY: "Today",
        Urgency.ASK: "Questions",
        Urgency.CHASE: "Chase up",
        Urgency.SOON: "Soon",
        Urgency.UPCOMING: "Upcoming",
        Urgency.WAITING: "Waiting on others",
        Urgency.READY: "Can be scheduled",
        Urgency.STOPPED: "Stopped",
        Urgency.NONE: "No next step",
    }
)
"""The urgency words as a picture of the open work stacks them, what presses us at the bottom."""
MEANINGS = (
    "Each duty of each car towed in these months stands in one column. Not recorded: nobody wrote down whether or when it was done; "
    "that is not late. Others late: the police, the state or a court are past their day. Not computable: the day cannot be known. "
    "Too early: done before the first day allowed. A car that left before a duty was due does not have it."
)


@dataclass(frozen=True, slots=True)
class ReportCarLine:
    """One car behind a number, in words: what is listed on the screen stands in the spreadsheet."""

    custody_id: int
    month: dt.date | None
    agency: str
    step: str
    outcome: Outcome
    call_number: str
    file_number: str
    plate: str
    vehicle: str
    due: dt.date | None
    at: dt.datetime | None
    done_on: dt.date | None
    late_by: dt.timedelta | None
    why: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open work from day to day; a day without a snapshot is a gap, never a guess."""

    first: dt.date
    last: dt.date
    days: tuple[DaySnapshot, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report with what its head says: ``about`` are the months and what it was narrowed to, ``printed`` is local."""

    office: OfficeHead
    report: Report
    about: str
    printed: dt.datetime
    work: OpenWork

    @property
    def file_name(self) -> str:
        """Without its ending."""
        scope = self.report.scope
        return f"COMPLIANCE_{scope.first:%Y-%m}_{scope.last:%Y-%m}"

    @property
    def counted(self) -> str:
        """How much was looked at."""
        cars, duties = self.report.cars, self.report.duties
        return f"{counted(cars, 'car', 'cars')}, {counted(duties, 'duty', 'duties')}"


def numbers(lines: Iterable[Line]) -> tuple[int, ...]:
    """The number in each column of ``OUTCOMES``, then how many duties that are in all."""
    listed = tuple(lines)
    counts = [sum(line.count(outcome) for line in listed) for outcome in OUTCOMES]
    return (*counts, sum(counts))


def month_name(month: dt.date | None) -> str:
    """``March 2026``."""
    return "Tow day not known" if month is None else f"{_MONTHS[month.month - 1]} {month.year}"


def delay(late_by: dt.timedelta | None) -> str:
    """``3 days``, under a day ``5 h 20 min``; empty where nobody can say."""
    if late_by is None:
        return ""
    if late_by.days:
        return counted(late_by.days, "day", "days")
    hours, minutes = divmod(late_by.seconds // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{max(minutes, 1)} min"


def late_range(lines: Iterable[Line]) -> str:
    """By how much we were late: ``1 day to 12 days``."""
    spans = [span for line in lines if (span := line.late_by) is not None]
    if not spans:
        return ""
    shortest, longest = delay(min(least for least, _ in spans)), delay(max(most for _, most in spans))
    return longest if shortest == longest else f"{shortest} to {longest}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
