"""Imports that nobody starts, as the program looks for them: now and then, when asked, never after its end."""

from collections.abc import Callable, Generator
from queue import Queue
from threading import Event

import pytest

from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.jobs.imports import OwnImports
from itow_desktop.services.importing.from_towbook import ImportProgress
from itow_desktop.services.importing.own_imports import OwnResult

SECONDS = 10.0


class Work:
    """Says what it was asked; makes ``due`` imports of two steps, then finds nothing to do."""

    def __init__(self, due: int = 0, trouble: Exception | None = None) -> None:
        self.due, self.trouble = due, trouble
        self.looks: Queue[None] = Queue()
        self.told: Queue[ImportProgress | OwnResult | None] = Queue()
        self.gate, self.begun = Event(), Event()
        self.gate.set()

    def __call__(self, ending: Callable[[], bool]) -> Generator[ImportProgress, None, OwnResult | None]:
        self.looks.put(None)
        if self.due:
            self.due -= 1
            yield ImportProgress("Reading calls", 1, 2)
            self.begun.set()
            while not self.gate.wait(0.01) and not ending():
                pass
            if self.trouble is not None:
                raise self.trouble
            yield ImportProgress("Reading calls", 2, 2)
        return None

    def job(self, look_seconds: float = 60) -> OwnImports:
        return OwnImports(self, self.told.put, self.told.put, look_seconds=look_seconds)


@pytest.mark.parametrize("trouble", [None, DatabaseTrouble("The database does not answer.")], ids=["done", "troubled"])
def test_it_looks_at_the_start_and_again_when_asked(trouble: Exception | None) -> None:
    work = Work(due=1, trouble=trouble)
    job = work.job()
    job.start()
    steps = 1 if trouble else 2
    told = [work.told.get(timeout=SECONDS) for _ in range(steps + 1)]
    assert [step.done for step in told if isinstance(step, ImportProgress)] == [1, 2][:steps]
    assert told[-1] is None, "that it is over is said, whatever came of it"
    work.looks.get(timeout=SECONDS)
    job.ask()
    work.looks.get(timeout=SECONDS)
    job.close()
    assert work.told.empty(), "where nothing was due nothing is told"


def test_it_looks_now_and_then() -> None:
    work = Work()
    job = work.job(look_seconds=0.01)
    job.start()
    for _ in range(4):
        work.looks.get(timeout=SECONDS)
    job.close()


def test_the_end_of_the_program_ends_an_import_and_tells_nothing_more() -> None:
    work = Work(due=1)
    work.gate.clear()
    job = work.job()
    job.start()
    assert work.begun.wait(SECONDS)
    assert isinstance(work.told.get(timeout=SECONDS), ImportProgress)
    job.close()
    assert work.told.empty()
    work.job().close()
