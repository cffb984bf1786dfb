"""How long it takes to bring calls from TowBook to the desk."""

import gc
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench_figures import Figure, processors, spent
from bench_office import BenchServer, OpenOffice

from itow_desktop.adapters.towbook.calls import parse_call
from itow_desktop.adapters.towbook.reader import TowBookReader
from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange
from itow_desktop.practice.calls import call_json
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.practice.office import make_office
from itow_desktop.practice.server import StandIn
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportResult, run_import
from itow_desktop.services.ports.towbook import TowBook, never

ACCOUNT = ".PPI"
_DAYS = 7


class FetchedCalls:
    """A TowBook whose answers were fetched before: meets the port, and parses each call when it is read."""

    def __init__(self, bodies: Mapping[str, bytes], zone: ZoneInfo) -> None:
        self._bodies, self._zone = bodies, zone

    def sign_in(self, stopped: Callable[[], bool] = never) -> None:
        """Nobody asks."""

    answers = sign_in

    def calls_between(self, *_asked: object) -> CallList:
        """All of them, whatever is asked."""
        return CallList(tuple(CallRef(towbook_id) for towbook_id in self._bodies))

    calls_on_lot = calls_between

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """From the bytes, in the order asked."""
        for ref in refs:
            if stopped():
                return
            yield CallRead(ref, parse_call(self._bodies[ref.towbook_id], self._zone))

    def close(self) -> None:
        """Nothing is open."""


def fetched(calls: int, zone: ZoneInfo, today: date) -> FetchedCalls:
    """The answers for that many private-property calls of last week."""
    office = make_office(calls=calls, today=today, days=_DAYS)
    wanted = [call for call in office.calls if call.account.name == ACCOUNT and call.times.completed is not None]
    return FetchedCalls({str(call.id): json.dumps(call_json(call)).encode() for call in wanted}, zone)


def last_week(today: date) -> ImportPlan:
    """The private-property calls of the days before today."""
    return ImportPlan((ACCOUNT,), DateRange(today - timedelta(days=_DAYS), today))


def finished(office: OpenOffice, towbook: TowBook) -> ImportResult:
    """One import from beginning to end."""
    steps = run_import(office.shift, towbook, last_week(office.shift.today), never)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: ImportResult = end.value
            return result


@contextmanager
def as_in_window() -> Iterator[None]:
    """As ``ui/garbage.py`` has it while the window lives: Python's own collection is off, what the start left behind is never looked at."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def storing(server: BenchServer, runs: int) -> Iterator[Figure]:
    """1,000 fetched calls parsed and stored, then the same again."""
    new, again = [], []
    for _ in range(runs):
        with server.new_office() as office, as_in_window():
            towbook = fetched(1000, office.shift.law.zone, office.shift.today)
            results: list[ImportResult] = []
            new.append(spent(lambda: results.append(finished(office, towbook)), server.process))  # noqa: B023  # called at once
            again.append(spent(lambda: results.append(finished(office, towbook)), server.process))  # noqa: B023
            told = [(result.run.new, result.run.unchanged, result.run.failed) for result in results]
            if told != [(1000, 0, 0), (0, 1000, 0)]:
                raise RuntimeError(f"the imports did not do what is measured: {told}")
    limits = ((new, "new", 0.4, "4.0 s"), (again, "unchanged", 0.2, "3.1 s"))
    for taken, word, limit, first in limits:
        yield Figure(
            "store", f"1,000 {word} calls parsed and stored", "s", tuple(each.wall for each in taken), limit, first, processors(taken)
        )


def fetching(server: BenchServer, runs: int) -> Iterator[Figure]:
    """100 calls from the stand-in, each answer 150 ms late, as politely as the program asks by itself."""
    taken: list[float] = []
    for _ in range(runs):
        with server.new_office() as office, tempfile.TemporaryDirectory() as folder:
            made = make_office(calls=100, today=office.shift.today, days=_DAYS)
            with StandIn(made, latency=0.15) as site:
                reader = TowBookReader(
                    site.url, lambda: (USERNAME, PASSWORD), office.shift.law.zone, clock=office.shift.clock, state_dir=Path(folder)
                )
                taken.append(spent(lambda: _all_new(finished(office, reader), 100)).wall)  # noqa: B023  # called at once
                reader.close()
    yield Figure("fetch", "100 calls from a TowBook 150 ms away", "s", tuple(taken), 30.0, "317 to 622 s")


def _all_new(result: ImportResult, wanted: int) -> None:
    if result.run.new != wanted:
        raise RuntimeError(f"{result.run.new} of {wanted} calls came: {result.run.message} {result.failures[:3]}")
