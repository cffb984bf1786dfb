"""The job of the evening papers: looks, tells a trouble once, tries again when it is asked to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event

import pytest

from itow_desktop.domain.errors import Trouble, UnwritableFile
from itow_desktop.jobs.evenings import Evenings
from itow_desktop.services.office_papers.keeping import EveningPapers

PAPERS = EveningPapers(Path("papers"), ("EVENING_2026-03-04.pdf",))
Told = Queue[EveningPapers | Trouble]


class Work:
    """Answers what it is given to answer, one after the other, then that nothing is due."""

    def __init__(self, *answers: EveningPapers | Trouble | None) -> None:
        self.answers = list(answers)
        self.done = Event()
        self.looks = 0

    def __call__(self) -> EveningPapers | None:
        self.looks += 1
        if not self.answers:
            self.done.set()
            return None
        answer = self.answers.pop(0)
        if isinstance(answer, Trouble):
            raise answer
        return answer


@contextmanager
def running(work: Work, **paces: float) -> Iterator[tuple[Evenings, Told]]:
    told: Told = Queue()
    job = Evenings(work, told.put, **paces)
    job.start()
    try:
        yield job, told
    finally:
        job.close()


def test_what_was_written_is_told_and_looking_goes_on() -> None:
    work = Work(None, PAPERS)
    with running(work, look_seconds=0.01) as (_, told):
        assert told.get(timeout=10) is PAPERS
        assert work.done.wait(10)


def test_a_trouble_is_told_once_and_ends_with_the_next_success() -> None:
    full = UnwritableFile("The disk is full.")
    work = Work(full, full, PAPERS, UnwritableFile("The disk is full."))
    with running(work, look_seconds=0.01, again_seconds=0.0) as (_, told):
        assert [told.get(timeout=10), told.get(timeout=10)] == [full, PAPERS]
        assert isinstance(told.get(timeout=10), UnwritableFile)
        assert work.done.wait(10)
    with pytest.raises(Empty):
        told.get_nowait()


def test_after_a_trouble_it_rests_until_somebody_asks() -> None:
    work = Work(UnwritableFile("The folder is away."), PAPERS)
    with running(work, look_seconds=0.01, again_seconds=600.0) as (job, told):
        assert isinstance(told.get(timeout=10), UnwritableFile)
        with pytest.raises(Empty):
            told.get(timeout=0.1)
        assert work.looks == 1
        job.ask()
        assert told.get(timeout=10) is PAPERS


def test_it_ends_at_once_though_it_was_to_look_much_later() -> None:
    work = Work()
    with running(work, look_seconds=600.0) as (job, _):
        assert work.done.wait(10)
    assert job._thread is not None
    assert not job._thread.is_alive()
