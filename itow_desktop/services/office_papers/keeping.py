"""Keep the papers of the last evenings in a folder, for when neither the program nor its database can be reached."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from itow_desktop.domain.entry import read_time
from itow_desktop.domain.errors import UnwritableFile
from itow_desktop.services.office_papers.evening import draw_evening_report
from itow_desktop.services.office_papers.lights_out import draw_lights_out
from itow_desktop.services.ports.backups import Backups
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.settings import SettingsStore
from itow_desktop.services.reporting import save_file
from itow_desktop.services.shift import Shift

_log = logging.getLogger(__name__)
_FOLDER = "evening papers"
_OURS = re.compile(r"(?P<kind>EVENING|LIGHTS-OUT)_(?P<day>\d{4}-\d{2}-\d{2})\.pdf")


@dataclass(frozen=True, slots=True)
class EveningPlan:
    """When this PC writes them by itself (local time, None: never), where they go, how many evenings stay there."""

    at: time | None
    folder: Path
    keep: int


@dataclass(frozen=True, slots=True)
class EveningPapers:
    """What was written and which older ones were taken away; ``folder`` is where they lie."""

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...] = ()


def evening_plan(settings: SettingsStore, backups: Backups) -> EveningPlan:
    """As this PC has it set."""
    told = settings.read()
    at = read_time(told.evening_time) if told.evening_time else None
    return EveningPlan(at, told.evening_dir or backups.folder.parent / _FOLDER, told.evening_keep)


def keep_plan(settings: SettingsStore, plan: EveningPlan) -> None:
    """Set it for this PC; raises ``SettingsTrouble``."""
    at = f"{plan.at:%H:%M}" if plan.at else None
    settings.change({"evening.time": at, "evening.dir": plan.folder, "evening.keep": plan.keep})


def write_due(shift: Shift, backups: Backups, renderer: Renderer, plan: EveningPlan) -> EveningPapers | None:
    """Write what is due and not there yet; None where nothing is. Raises ``UnwritableFile``.

    Where the last evening was missed, since no PC ran, the book is written as soon as one does: it is better a few hours late.
    """
    if plan.at is None:
        return None
    now = shift.clock.now().astimezone(shift.law.zone)
    evening = _last_evening(now, plan.at)
    found = dict[str, set[date]]()
    for kind, day, _ in _ours(plan.folder):
        found.setdefault(kind, set()).add(day)
    if evening == now.date():
        return None if evening in found.get("EVENING", ()) else write_evening(shift, backups, renderer, plan)
    if any(day >= evening for day in found.get("LIGHTS-OUT", ())):
        return None
    return _written(plan, [draw_lights_out(shift, renderer)])


def write_evening(shift: Shift, backups: Backups, renderer: Renderer, plan: EveningPlan) -> EveningPapers:
    """Write both papers of today, in place of those that were written earlier in the day; raises ``UnwritableFile``."""
    return _written(plan, [draw_lights_out(shift, renderer), draw_evening_report(shift, backups, renderer)])


def _written(plan: EveningPlan, papers: list[tuple[str, bytes]]) -> EveningPapers:
    try:
        plan.folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        why = trouble.strerror or "no reason was given"
        raise UnwritableFile(
            f"The folder {plan.folder} for the evening papers could not be made ({why}). Nothing was written; choose another one under "
            "Reports, Evening papers."
        ) from trouble
    for name, content in papers:
        save_file(plan.folder / name, content)
    return EveningPapers(plan.folder, tuple(name for name, _ in papers), tuple(_thinned(plan)))


def _thinned(plan: EveningPlan) -> Iterator[str]:
    """Take away what is older than the evenings to be kept; only ever files with our own names."""
    files = list(_ours(plan.folder))
    kept = set(sorted({day for _, day, _ in files}, reverse=True)[: plan.keep])
    for _, day, file in files:
        if day not in kept:
            try:
                file.unlink(missing_ok=True)
            except OSError as trouble:  # open in a reader: it goes the next evening
                _log.warning("%s could not be taken away: %s", file.name, trouble.strerror)
            else:
                yield file.name


def _ours(folder: Path) -> Iterator[tuple[str, date, Path]]:
    """Kind, day and file of every paper of ours in the folder."""
    try:
        files = list(folder.iterdir())
    except OSError:  # not there yet, or out of reach: writing says so
        return
    for file in files:
        if (named := _OURS.fullmatch(file.name)) and (day := _day(named["day"])):
            yield named["kind"], day, file


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _last_evening(now: datetime, at: time) -> date:
    """The day whose evening has come last."""
    return now.date() if now.time() >= at else now.date() - timedelta(days=1)
