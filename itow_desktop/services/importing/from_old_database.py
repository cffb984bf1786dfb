"""Take over the first program's database: keep its rows, review them, store everything in one transaction."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from itow_desktop.domain.departments import Contact
from itow_desktop.domain.errors import OldFileTrouble
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.domain.old_database.merging import Choice, Mark
from itow_desktop.domain.old_database.report import OldPaper, OldReport
from itow_desktop.domain.old_database.story import OldStory
from itow_desktop.services.importing.old_plans import OldPlan, entered, plan_of
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.imports import SeenCall
from itow_desktop.services.ports.old_database import ReadOldFile
from itow_desktop.services.ports.stores import CarIds, NewCar, UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import ImportRun, RunState

SOURCE = "old_database"
_CLAIM = ("the old database",)


@dataclass(frozen=True, slots=True)
class OldProgress:
    """What is being done; ``done`` of ``total`` steps, ``name`` of the file at work."""

    phase: str
    done: int
    total: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class OldReview:
    """What would come of it: the files by their fingerprints, the report as it would be."""

    fingerprints: tuple[str, ...]
    report: OldReport


def stage(shift: Shift, read: ReadOldFile, paths: Sequence[Path]) -> Generator[OldProgress, None, OldReview]:
    """Keep the rows of files as they are, and work out what they would become; no car is touched.

    All files or none: raises ``OldFileTrouble``. Stopped at any step, nothing is kept.
    """
    if not paths:
        raise OldFileTrouble("No file was chosen. Nothing was changed.")
    files = []
    for place, path in enumerate(paths):
        yield OldProgress("Reading", place, len(paths) + 1, path.name)
        files.append(read(path))
    yield OldProgress("Comparing", len(paths), len(paths) + 1)
    with shift.desk.begin(shift.deed("read the old database", undoable=False)) as unit:
        for file in files:
            unit.old_database.keep(file)
        unit.commit()
    return review(shift, [file.sha256 for file in files])


def review(shift: Shift, fingerprints: Sequence[str]) -> OldReview:
    """What taking over these kept files would do now."""
    wanted = tuple(dict.fromkeys(fingerprints))
    with shift.desk.look() as unit:
        return OldReview(wanted, plan_of(unit, shift, wanted).report)


def begun(shift: Shift) -> OldReview | None:
    """The files that were read last, where they are not taken over yet; None where there is nothing to go on with."""
    with shift.desk.look() as unit:
        latest, taken = unit.old_database.latest(), unit.old_database.taken()
        if not latest or set(latest) <= set(taken):
            return None
        return OldReview(tuple(latest), plan_of(unit, shift, latest).report)


def choose(shift: Shift, fingerprints: Sequence[str], marks: Sequence[Mark], choice: Choice) -> OldReview:
    """Keep what somebody chose where files disagree; answers what would come of it now."""
    with shift.desk.begin(shift.deed("choose between files of the old database", undoable=False)) as unit:
        unit.old_database.choose(marks, choice)
        unit.commit()
    return review(shift, fingerprints)


def take_over(shift: Shift, fingerprints: Sequence[str]) -> Generator[OldProgress, None, OldReport]:
    """Store everything in one transaction: all of it or nothing, whatever happens to the program.

    Run again it finds everything here and stores nothing. Raises ``ImportBusy`` where another PC is at it.
    """
    with shift.desk.claim(_CLAIM), shift.desk.begin(shift.deed("take over the old database", undoable=False)) as unit:
        yield OldProgress("Comparing", 0, 3)
        started = shift.clock.now()
        plan = plan_of(unit, shift, fingerprints, to_write=True)
        if plan.report.changes_nothing:
            return plan.report
        yield OldProgress("Storing", 1, 3)
        run = unit.imports.start(SOURCE, (), None, None)
        new = _with_ids(unit, shift, plan)
        unit.vehicles.store_imported(new, plan.changed)
        unit.old_database.add_parties((plan.keys[key], party) for key, party in plan.parties)
        unit.old_database.remember(run, plan.keys)
        _keep_contacts(unit, plan)
        unit.old_database.continue_after(plan.highest)
        project_again(unit, shift.law, [*(each.car.custody_id for each in new), *(each.car.custody_id for each in plan.changed)])
        yield OldProgress("Writing the report", 2, 3)
        report = replace(plan.report, run=run, at=started, by=shift.person.name if shift.person else None)
        unit.imports.saw(run, _seen(plan))
        unit.imports.finish(_run(report, run, started))
        unit.old_database.keep_report(report)
        unit.joining.notice()
        unit.commit()
    return report


def import_old(shift: Shift, read: ReadOldFile, paths: Sequence[Path]) -> Generator[OldProgress, None, OldReport]:
    """Read files and take them over at once; where they disagree the newest counts, or what was chosen before."""
    staged = yield from stage(shift, read, paths)
    return (yield from take_over(shift, staged.fingerprints))


def old_report(shift: Shift, run: int) -> OldReport:
    """The report of a run as it was shown; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.old_database.report(run)


def last_reports(shift: Shift) -> tuple[int, ...]:
    """The runs that have a report, the newest first."""
    with shift.desk.look() as unit:
        return unit.old_database.reports()


def old_paper(shift: Shift, report: OldReport) -> OldPaper:
    """The report with its head."""
    with shift.desk.look() as unit:
        office = head_of(unit.office.get(), unit.office.logo())
    return OldPaper(office, report, shift.clock.now().astimezone(shift.law.zone))


# --- storing -----------------------------------------------------------------------------------------------------------


def _with_ids(unit: UnitOfWork, shift: Shift, plan: OldPlan) -> list[NewCar]:
    """The new cars under ids of their own; stays of one vehicle share its id."""
    drawn = unit.vehicles.reserve(len(plan.fresh))
    vehicles = _vehicle_ids(unit, plan, drawn)
    now = shift.clock.now()
    free = _free_calls(unit, plan.fresh)
    found = []
    for story, ids, vehicle in zip(plan.fresh, drawn, vehicles, strict=True):
        plan.keys[story.car.key] = ids.custody
        found.append(entered(story, (vehicle, ids.custody), now, story.car.key if story.car.key in free else None))
    return found


def _vehicle_ids(unit: UnitOfWork, plan: OldPlan, drawn: Sequence[CarIds]) -> list[int]:
    """The vehicle of each new car: one that is here already or came just before, where it is the same."""
    standing_for = unit.old_database.vehicles(list(plan.stays.values()))
    cars = unit.vehicles.many(list(standing_for.values()))
    known = {vin: cars[custody_id].vehicle_id for vin, custody_id in standing_for.items()}
    stays = (plan.stays.get(story.car.key) for story in plan.fresh)
    return [ids.vehicle if vin is None else known.setdefault(vin, ids.vehicle) for vin, ids in zip(stays, drawn, strict=True)]


def _free_calls(unit: UnitOfWork, stories: Sequence[OldStory]) -> frozenset[str]:
    """The keys under which TowBook's own calls will find these cars later."""
    keys = [story.car.key for story in stories if story.car.call is not None]
    return frozenset(keys) - unit.vehicles.hashes(keys).keys()


def _keep_contacts(unit: UnitOfWork, plan: OldPlan) -> None:
    for each in plan.contacts:
        unit.agencies.save(each.agency)
        if each.person and all(known.name.casefold() != each.person.casefold() for known in unit.departments.contacts(each.agency.id)):
            unit.departments.save_contact(each.agency.id, Contact(0, each.person, each.position, each.phone, each.email))


def _seen(plan: OldPlan) -> Iterable[SeenCall]:
    changed: Mapping[int, str] = {custody_id: key for key, custody_id in plan.keys.items()}
    for story in plan.fresh:
        yield SeenCall(story.car.key, LineKind.NEW, story.car.call)
    for each in plan.changed:
        yield SeenCall(each.car.towbook_id or changed[each.car.custody_id], LineKind.CHANGED, each.car.fields.call_number)
    for story in plan.unchanged:
        yield SeenCall(story.car.key, LineKind.UNCHANGED, story.car.call)


def _run(report: OldReport, run: int, started: datetime) -> ImportRun:
    counts = report.counts
    return ImportRun(
        id=run, source=SOURCE, first=None, last=None, accounts=(), state=RunState.DONE, started_at=started, finished_at=None,
        by=report.by, new=counts.created, updated=counts.changed, unchanged=counts.unchanged, skipped=counts.skipped,
        effect=f"{counts.on_lot} on the lot, {counts.closed} have left, {len(report.flags)} things to look at",
    )  # fmt: skip
