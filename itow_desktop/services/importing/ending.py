"""The end of an import: what every one says of itself, whatever it read."""

from dataclasses import replace
from datetime import tzinfo

from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.stays import warned_of_doubles
from itow_desktop.services.views import FailedCall, ImportRun


def end_run(unit: UnitOfWork, run: ImportRun, zone: tzinfo) -> tuple[ImportRun, tuple[FailedCall, ...]]:
    """Keep how a run ended; answers it with the cars it may have entered twice and the lines that wait, and the calls that failed.

    The caller commits.
    """
    run = warned_of_doubles(unit, run, zone)
    unit.imports.finish(run)
    unit.joining.notice()
    return replace(run, waiting=unit.imports.waiting(run.id)), unit.imports.failures(run.id)
