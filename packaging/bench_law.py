"""How long the law takes over 10,000 open cars: all of them computed anew, one of them after an event, what another pack would move."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import bench_yard
from bench_figures import Figure, Spent, processors, spent
from bench_office import BenchServer, OpenOffice

from itow_desktop.domain.deadlines import ENGINE_VERSION
from itow_desktop.domain.events import EventKind
from itow_desktop.services.changing_packs import Candidate, PackPreview, preview_pack
from itow_desktop.services.law import Law, Source
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again, recompute
from itow_desktop.services.turning_the_day import turn_day

OPEN = bench_yard.BUSY_LOT
_ALL_LIMIT, _ONE_LIMIT = 2.0, 20.0


def law(server: BenchServer, runs: int) -> Iterator[Figure]:
    """The recompute of the daily job: by a pack that leaves every date, by one that moves a date of each car; the rest of a turn."""
    with server.office() as office:
        same = [_computed(server, office, f"same {number}", 0, moved=0) for number in range(runs + 1)][1:]
        yield _all_figure("computed anew, no date moves", same)
        other = [_computed(server, office, f"other {number}", number % 2 + 1, moved=OPEN) for number in range(runs + 1)][1:]
        yield _all_figure("computed anew, a date of each moves", other)
        shift = replace(office.shift, law=Law(office.shift.law.pack))
        recompute(shift.desk, shift.law)
        previewed = [spent(lambda: _previewed(shift)).wall for _ in range(runs)]
        yield Figure("law", f"what another pack would move among {OPEN:,}", "s", tuple(previewed))
        turn_day(shift)
        turned = [spent(lambda: _turned(shift)).wall * 1000 for _ in range(runs)]
        yield Figure("law", "a turn of the day with nothing to compute", "ms", tuple(turned))
        again, whole = zip(*_events(shift, runs * 4), strict=True)
        yield Figure("law", "the dates of one car computed anew after an event, kept", "ms", again, _ONE_LIMIT)
        yield Figure("law", "an event recorded whole, checked, with its dates", "ms", whole)


def _all_figure(name: str, taken: Sequence[Spent]) -> Figure:
    return Figure("law", f"{OPEN:,} open cars {name}", "s", tuple(each.wall for each in taken), _ALL_LIMIT, "", processors(taken))


def _law(office: OpenOffice, version: str, hours: int) -> Law:
    """The pack under another version; ``hours`` more for the entry in LEIN, which every car has."""
    pack = office.shift.law.pack
    rules = tuple(replace(rule, count=rule.count + hours) if rule.id == "mi.lein_entry" else rule for rule in pack.rules)
    return Law(replace(pack, version=version, rules=rules))


def _computed(server: BenchServer, office: OpenOffice, version: str, hours: int, *, moved: int) -> Spent:
    law = _law(office, version, hours)
    with office.shift.desk.look() as unit:
        if len(unit.deadlines.stale(law.version, ENGINE_VERSION)) != OPEN:
            raise RuntimeError("not every open car is to be computed")
    done = []
    taken = spent(lambda: done.append(recompute(office.shift.desk, law)), server.process)
    if (done[0].cars, done[0].moved) != (OPEN, moved):
        raise RuntimeError(f"{done[0]} instead of {moved} moved")
    return taken


def _events(shift: Shift, runs: int) -> Iterator[tuple[float, float]]:
    """Milliseconds to compute one car's dates anew in a transaction of their own, to record an event with all that belongs to it."""
    yesterday = shift.today - timedelta(days=1)
    for number in range(runs + 1):
        car = bench_yard.CARS - number
        whole = spent(lambda: record(shift, car, Entry(EventKind.LEIN_ENTERED, on=yesterday))).wall * 1000  # noqa: B023
        again = spent(lambda: _again(shift, car)).wall * 1000  # noqa: B023
        if number:  # the first does not count: the server reads from disk for it
            yield again, whole


def _again(shift: Shift, car: int) -> None:
    with shift.desk.begin(shift.deed("measure", undoable=False)) as unit:
        unit.events.lock([car])
        project_again(unit, shift.law, [car])
        unit.commit()


def _turned(shift: Shift) -> None:
    if turn_day(shift).recomputed.cars:
        raise RuntimeError("there was something to compute")


def _previewed(shift: Shift) -> None:
    pack = shift.law.pack
    rules = tuple(replace(rule, count=rule.count + 1) if rule.id == "mi.lein_entry" else rule for rule in pack.rules)
    work = preview_pack(shift, Candidate(Source(replace(pack, version="other", rules=rules), "0" * 64), "other"))
    while True:
        try:
            next(work)
        except StopIteration as end:
            shown: PackPreview = end.value
            break
    if len(shown.moved) != OPEN:
        raise RuntimeError(f"{len(shown.moved)} cars would move")
