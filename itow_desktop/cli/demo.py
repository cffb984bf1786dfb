"""The main job on a fictional office: import, queue, notices."""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from itow_desktop.cli import import_runs, importing
from itow_desktop.cli.answers import Commands, a_number, command, say
from itow_desktop.cli.office import Office, noted, office_on
from itow_desktop.cli.practice_office import DAYS, FOUNDING, enter_fees, practice_machine
from itow_desktop.domain.agencies import place_key
from itow_desktop.domain.calls import DateRange
from itow_desktop.services.browsing import office
from itow_desktop.services.founding import found_office
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult
from itow_desktop.services.noticing import draft_tops, keep_tops, keep_tow_lists
from itow_desktop.services.printing import save_papers
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import RunState
from itow_desktop.services.working import WorkQueue, assign_agency, work_queue


@dataclass(frozen=True, slots=True)
class Day:
    """What the fictional day came to; ``unaddressed`` cars got no notice, as nobody knows their police department."""

    imported: ImportResult
    asked: int
    queue: WorkQueue
    notices: tuple[Path, ...]
    tow_lists: tuple[Path, ...]
    unaddressed: int
    folder: Path
    seconds: float


def register(commands: Commands) -> None:
    """Add ``demo``."""
    parser = command(commands, "demo", run, "the main job on a fictional office with its own database and TowBook; yours are not touched")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the notices go (a new temporary folder without it)")
    parser.add_argument("--calls", type=a_number, default=50, metavar="N", help="how many private-property calls TowBook has (50)")
    parser.add_argument("--window", action="store_true", help="open the window on this office instead")


def run(args: argparse.Namespace) -> int:
    """Do a day's work in the terminal, or open the window for a person to do it."""
    started = time.monotonic()
    with practice_machine(args.calls) as machine, noted(machine.log.path):
        with office_on(machine) as opened:
            person = found_office(opened.ports.desk, FOUNDING)
            enter_fees(opened.shift.by(person))
            if not args.window:
                day = _work(opened, opened.shift.by(person), args.out or Path(tempfile.mkdtemp(prefix="itow-notices-")), started)
                say(args, _plain(day), _lines(day))
                return 0
        code: int = args.window_opener(machine)
        return code


def _work(opened: Office, shift: Shift, folder: Path, started: float) -> Day:
    """Import the week, answer which police department where the address leaves it open, write the notices."""
    plan = ImportPlan(office(shift.desk).accounts, DateRange(shift.today - timedelta(days=DAYS), shift.today))
    towbook = opened.ports.open_towbook()
    try:
        imported = importing.import_calls(shift, towbook, plan, always_shown=True)
    finally:
        towbook.close()
    if imported.run.state is RunState.CANCELLED:
        raise KeyboardInterrupt
    asked = _answer_agencies(shift)
    found = work_queue(shift)
    cars = [line.item.custody_id for line in found.lines]
    drafts = draft_tops(shift, cars)
    kept = keep_tops(shift, opened.ports.renderer, [draft for draft in drafts if draft.printable])
    lists = keep_tow_lists(shift, opened.ports.renderer, [custody_id for paper in kept for custody_id in paper.custody_ids])
    return Day(
        imported=imported,
        asked=asked,
        queue=found,
        notices=save_papers(folder, kept),
        tow_lists=save_papers(folder, lists),
        unaddressed=len(drafts) - len(kept),
        folder=folder,
        seconds=time.monotonic() - started,
    )


def _answer_agencies(shift: Shift) -> int:
    """Say which police department answers, as the desk does once for each property; the county's where no other does. Counts the cars."""
    with shift.desk.look() as unit:
        cases = [case for case in unit.deadlines.open_cases() if case.agency_id is None]
        cities = {case.custody_id: unit.vehicles.get(case.custody_id).fields.city for case in cases}
        agencies = unit.agencies.all()
    known = {place_key(agency.name.partition(" Police")[0]): agency.id for agency in agencies}
    county = next(agency.id for agency in agencies if "Sheriff" in agency.name)
    answered = 0
    for city in sorted({city for city in cities.values() if city}):
        cars = [custody_id for custody_id, place in cities.items() if place == city]
        answered += assign_agency(shift, known.get(place_key(city), county), cars)
    return answered


def _groups(found: WorkQueue) -> Counter[tuple[str, str]]:
    return Counter((line.item.urgency.value, line.item.step) for line in found.lines)


def _plain(day: Day) -> dict[str, Any]:
    return {
        "import": import_runs.plain(day.imported),
        "police_departments_chosen": day.asked,
        "queue": {
            "today": day.queue.today.isoformat(),
            "active": day.queue.active,
            "accounted_for": day.queue.accounted_for,
            "steps": [{"urgency": urgency, "step": step, "cars": cars} for (urgency, step), cars in _groups(day.queue).items()],
        },
        "notices": [str(path) for path in day.notices],
        "tow_lists": [str(path) for path in day.tow_lists],
        "without_notice": day.unaddressed,
        "out": str(day.folder),
        "seconds": round(day.seconds, 3),
    }


def _lines(day: Day) -> Iterator[str]:
    yield f"{FOUNDING.company}: a fictional office with its own database and TowBook on this computer."
    yield from import_runs.lines(day.imported)
    yield f"Police department chosen for {day.asked} cars whose address left it open."
    yield f"The queue of {day.queue.today}:"
    for (urgency, step), cars in _groups(day.queue).items():
        yield f"    {urgency:9} {step}: {cars}"
    yield f"    {day.queue.accounted_for} of {day.queue.active} have a next step"
    yield f"{len(day.notices)} TOP notices and {len(day.tow_lists)} tow lists in {day.folder}"
    if day.unaddressed:
        yield f"{day.unaddressed} cars have no notice yet: something mandatory is missing."
    yield f"Done in {day.seconds:.1f} s."
