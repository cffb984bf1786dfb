"""An import at the terminal while it runs, what came of it in words."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any, TypeVar

from itow_desktop.cli.ending import on_signals
from itow_desktop.domain.errors import TowBookTrouble
from itow_desktop.services.importing.from_towbook import ImportProgress, ImportResult
from itow_desktop.services.views import ImportRun

Result = TypeVar("Result")


class ImportCutShort(TowBookTrouble):
    """The import could not run to its end; says why and what was kept."""


def plain(result: ImportResult) -> dict[str, Any]:
    """The answer as JSON holds it."""
    run = result.run
    return {
        "run": run.id,
        "new": run.new,
        "updated": run.updated,
        "unchanged": run.unchanged,
        "failed": run.failed,
        "failures": [{"call": failure.call, "reason": failure.reason} for failure in result.failures],
        "seconds": round(result.seconds, 3),
        "skipped": run.skipped,
        "state": run.state.value,
        "message": run.message,
        "effect": run.effect,
    }


def lines(result: ImportResult) -> Iterator[str]:
    """The answer for people."""
    run = result.run
    yield f"Import {run.id}: {counts(run)} in {result.seconds:.1f} s"
    if run.skipped:
        yield f"{run.skipped} cancelled calls were left out."
    if run.effect:
        yield f"For the queue: {run.effect}."
    for failure in result.failures:
        yield f"Not read: call {failure.call}: {failure.reason}"


def counts(found: ImportRun | ImportProgress) -> str:
    """In one line."""
    return f"{found.new} new, {found.updated} updated, {found.unchanged} unchanged, {found.failed} failed"


def shown(work: Generator[ImportProgress, None, Result], says: Callable[[Result], str], *, always: bool = False) -> Result:
    """Run it with a progress bar on standard error where somebody looks at it; ``says`` is the bar's last word."""
    from tqdm import tqdm

    with tqdm(unit="call", disable=False if always else None, leave=True, dynamic_ncols=True) as bar:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: Result = end.value
                bar.set_description("Done", refresh=False)
                bar.set_postfix_str(says(result))
                return result
            bar.total = progress.total
            bar.set_description(progress.phase, refresh=False)
            bar.set_postfix_str(counts(progress), refresh=False)
            bar.update(progress.done - bar.n)


@contextmanager
def interrupted() -> Iterator[Callable[[], bool]]:
    """Whether somebody wants the import to end; told once it stops where it stands, told twice it is broken off."""
    told = Event()

    def note(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            raise KeyboardInterrupt
        told.set()

    with on_signals(note):
        yield told.is_set
