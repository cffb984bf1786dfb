"""The turn of the day as it is scheduled: at the start, when asked, when the office's date is another one, never twice at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from queue import Queue
from threading import Event, Lock
from time import monotonic

import pytest

from itow_desktop.domain.errors import DatabaseTrouble, Trouble
from itow_desktop.jobs.daily import Daily
from itow_desktop.services.turning_the_day import DayTurn
from tests.builders import DETROIT

SECONDS = 10.0


class Office:
    """A calendar that anybody may set, and what the job did with it."""

    def __init__(self) -> None:
        self.today = date(2026, 3, 4)
        self.told: Queue[DayTurn | Trouble] = Queue()
        self.trouble: Trouble | None = None
        self.elsewhere = False
        self.begun, self.gate = Event(), Event()
        self.gate.set()
        self.turns = 0
        self._one = Lock()

    def turn(self, stopped: Callable[[], bool]) -> DayTurn:
        """Do as told; ends early where it is stopped."""
        assert self._one.acquire(blocking=False), "two turns at a time"
        try:
            self.turns += 1
            self.begun.set()
            while not self.gate.wait(0.01) and not stopped():
                pass
            if self.trouble is not None:
                raise self.trouble
            return DayTurn(self.today, elsewhere=self.elsewhere)
        finally:
            self._one.release()

    def heard(self) -> DayTurn | Trouble:
        """What is told next."""
        return self.told.get(timeout=SECONDS)


@contextmanager
def daily(office: Office, look_seconds: float = 0.02) -> Iterator[Daily]:
    job = Daily(office.turn, office.told.put, today=lambda: office.today, zone=DETROIT, look_seconds=look_seconds)
    try:
        job.start()
        yield job
    finally:
        office.gate.set()
        job.close()


def test_the_day_is_turned_at_the_start_and_once() -> None:
    office = Office()
    with daily(office, look_seconds=60):
        assert office.heard() == DayTurn(office.today)
    assert office.turns == 1


@pytest.mark.parametrize("other", [date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 3), date(2031, 1, 1)], ids=str)
def test_another_date_on_the_wall_turns_the_day_whichever_way_the_clock_was_set(other: date) -> None:
    """Asleep over one midnight or several, set back, set years ahead."""
    office = Office()
    with daily(office):
        office.heard()
        office.today = other
        assert office.heard() == DayTurn(other)
        office.today = date(2026, 3, 4)
        assert office.heard() == DayTurn(date(2026, 3, 4))


def test_whoever_asks_while_a_day_is_turned_gets_one_more_turn_however_often() -> None:
    office = Office()
    office.gate.clear()
    with daily(office, look_seconds=60) as job:
        assert office.begun.wait(SECONDS)
        for _ in range(5):
            job.ask()
        office.gate.set()
        office.heard()
        office.heard()
    assert office.turns == 2
    assert office.told.empty()


def test_what_another_program_is_doing_is_looked_at_again() -> None:
    office = Office()
    office.elsewhere = True
    with daily(office):
        assert office.heard() == DayTurn(office.today, elsewhere=True)
        office.elsewhere = False
        while office.heard() != DayTurn(office.today):
            pass


def test_trouble_is_told_once_and_tried_again_until_it_is_over() -> None:
    office = Office()
    office.trouble = DatabaseTrouble("The database does not answer.")
    with daily(office) as job:
        assert office.heard() is office.trouble
        while office.turns < 3:
            job.ask()
        assert office.told.empty()
        office.trouble = None
        assert office.heard() == DayTurn(office.today)


def test_closing_breaks_off_what_is_under_way_within_a_second() -> None:
    office = Office()
    office.gate.clear()
    job = Daily(office.turn, office.told.put, today=lambda: office.today, zone=DETROIT, look_seconds=60)
    job.start()
    assert office.begun.wait(SECONDS)
    begun = monotonic()
    job.close()
    assert monotonic() - begun < 1
    assert office.told.empty()
    job.ask()
    assert office.turns == 1
