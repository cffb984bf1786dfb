"""Count how duties were kept, and name the cars behind each number."""

import datetime as dt
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.duties import Finding, Judge, Outcome, Stay
from itow_desktop.domain.errors import UnwritableFile
from itow_desktop.domain.report_papers import OUTCOMES, OpenWork, ReportCarLine, ReportPaper, month_name
from itow_desktop.domain.reports import NO_AGENCY, Line, Report, Scope, Tally, counted_rules
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.reporting import CarLabel, ReportCar
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

MakeWorkbook = Callable[[ReportPaper, Sequence[ReportCarLine]], bytes]
"""Makes the spreadsheet of a report with the cars behind its numbers."""
_AT_ONCE, _LABELS_AT_ONCE = 250, 2000  # so few that a person who stops the count is heard at once


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """``done`` of ``total`` cars are counted."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report can be narrowed to: months by their first day, newest first; departments and rules by what they are known by."""

    months: tuple[dt.date, ...]
    agencies: tuple[tuple[int, str], ...]
    rules: tuple[tuple[str, str], ...]


def choices(shift: Shift) -> Choices:
    """From the first tow on record to this month."""
    with shift.desk.look() as unit:
        first, agencies = unit.reports.first_tow(), unit.agencies.all()
    month = shift.today.replace(day=1)
    oldest = min(first.astimezone(shift.law.zone).date().replace(day=1) if first else month, month)
    months = [month]
    while months[-1] > oldest:
        months.append((months[-1] - dt.timedelta(days=1)).replace(day=1))
    named = tuple((agency.id, agency.name) for agency in agencies)
    rules = tuple((rule_id, f"{step} ({citation})") for rule_id, step, citation in counted_rules(shift.law.pack))
    return Choices(tuple(months), (*named, (0, NO_AGENCY)), rules)


def count_duties(shift: Shift, scope: Scope) -> Generator[ReportProgress, None, Report]:
    """Judge every duty of the cars, some hundred at a time; stopped at any step, nothing is left behind."""
    zone, terms, today = shift.law.zone, shift.law.terms, shift.today
    with shift.desk.look() as unit:
        ids = unit.reports.towed(_midnight(scope.first, shift), _midnight(scope.end, shift), scope.agency)
        agencies = {agency.id: agency.name for agency in unit.agencies.all()}
    judge, tally = Judge(terms.pack, today), Tally(scope)
    yield ReportProgress(0, len(ids))
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        with shift.desk.look() as unit:
            stays = _stays(unit, some, zone)
        for car, stay in stays:
            tally.add(stay, judge.findings(stay, terms.deadlines(car, stay.events)))
        yield ReportProgress(first + len(some), len(ids))
    return tally.report(terms.pack, agencies, today)


def _stays(unit: UnitOfWork, custody_ids: Sequence[int], zone: dt.tzinfo) -> list[tuple[ReportCar, Stay]]:
    events = unit.events.of_many(custody_ids)
    return [
        (car, Stay(car.custody_id, car.custody, car.agency_id, _local_day(car, zone), events.get(car.custody_id, ())))
        for car in unit.reports.cars(custody_ids)
    ]


def _local_day(car: ReportCar, zone: dt.tzinfo) -> dt.date | None:
    return car.towed_at.astimezone(zone).date() if car.towed_at else None


def _midnight(day: dt.date, shift: Shift) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=shift.law.zone)


def cars_behind(shift: Shift, lines: Sequence[Line], outcomes: Collection[Outcome], most: int) -> tuple[ReportCarLine, ...]:
    """The cars of a number by their call numbers, ``most`` of them at the most."""
    found = [(line, each) for line in lines for outcome in OUTCOMES if outcome in outcomes for each in line.findings.get(outcome, ())]
    with shift.desk.look() as unit:
        labels = unit.reports.labels(list({each.custody_id for _, each in found[:most]}))
    named = (_named(line, each, labels[each.custody_id]) for line, each in found[:most] if each.custody_id in labels)
    return tuple(sorted(named, key=_by_call))


def all_cars(shift: Shift, report: Report) -> Generator[ReportProgress, None, tuple[ReportCarLine, ...]]:
    """The cars behind every number, in the order of the report."""
    ids = list(dict.fromkeys(found.custody_id for line in report.lines for each in line.findings.values() for found in each))
    labels: dict[int, CarLabel] = {}
    for first in range(0, len(ids), _LABELS_AT_ONCE):
        yield ReportProgress(first, len(ids))
        with shift.desk.look() as unit:
            labels |= unit.reports.labels(ids[first : first + _LABELS_AT_ONCE])
    return tuple(
        car
        for line in report.lines
        for outcome in OUTCOMES
        for car in sorted((_named(line, each, labels[each.custody_id]) for each in line.findings.get(outcome, ())), key=_by_call)
    )


def write_spreadsheet(shift: Shift, report: Report, make: MakeWorkbook, path: Path) -> Generator[ReportProgress, None, None]:
    """Write the report with the cars behind every number; raises ``UnwritableFile``. Stopped before the end, nothing is written."""
    cars = yield from all_cars(shift, report)
    save_file(path, make(report_paper(shift, report), cars))


def _by_call(car: ReportCarLine) -> tuple[str, int]:
    return car.call_number, car.custody_id


def _named(line: Line, found: Finding, label: CarLabel) -> ReportCarLine:
    return ReportCarLine(
        custody_id=found.custody_id,
        month=line.month,
        agency=line.agency,
        step=line.step,
        outcome=found.outcome,
        call_number=label.call_number or "",
        file_number=label.file_number or "",
        plate=" ".join(part for part in (label.plate, label.plate_state if label.plate else None) if part),
        vehicle=label.description,
        due=found.due,
        at=found.at,
        done_on=found.done_on,
        late_by=found.late_by,
        why=found.why,
        unverified=found.unverified,
    )


def report_paper(shift: Shift, report: Report) -> ReportPaper:
    """The report with its head and how the open work stood in its months."""
    with shift.desk.look() as unit:
        office = head_of(unit.office.get(), unit.office.logo())
        agencies = {0: NO_AGENCY, **{agency.id: agency.name for agency in unit.agencies.all()}}
    about = _about(report.scope, agencies, dict(choices(shift).rules))
    now = shift.clock.now().astimezone(shift.law.zone)
    return ReportPaper(office, report, about, now, open_work(shift, report.scope))


def open_work(shift: Shift, scope: Scope) -> OpenWork:
    """How the open work of the whole office stood on the days of those months."""
    last = min(scope.end - dt.timedelta(days=1), shift.today)
    with shift.desk.look() as unit:
        return OpenWork(scope.first, last, unit.snapshots.between(scope.first, last))


def _about(scope: Scope, agencies: dict[int, str], rules: dict[str, str]) -> str:
    months = month_name(scope.first)
    if scope.last != scope.first:
        months = f"{months} to {month_name(scope.last)}"
    named: Iterable[str] = (
        f"Cars towed in {months}",
        "every department" if scope.agency is None else agencies.get(scope.agency, NO_AGENCY),
        "every step" if scope.rule is None else rules.get(scope.rule, scope.rule),
    )
    return " · ".join(named)


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises ``UnwritableFile``."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as trouble:
        part.unlink(missing_ok=True)
        why = trouble.strerror or "no reason was given"
        raise UnwritableFile(
            f"{path.name} could not be written ({why}). Nothing was saved there. Close it in other programs, or choose another place."
        ) from trouble
