"""Whole programs from their start: the window in a process of its own, a command of the terminal."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench_figures import Figure
from bench_office import BenchServer

from itow_desktop.practice.office import make_office
from itow_desktop.practice.server import StandIn

_WINDOW = Path(__file__).with_name("bench_window.py")
_CALLS = 500
_FAST = "20"
"""Requests a second that the stand-in is asked: at the usual four 500 calls would take two minutes."""
_FACTS = {"custody": "private_property", "state": "MI", "events": [{"id": "a", "kind": "towed", "at": "2026-03-02T10:00"}]}


def start(server: BenchServer, runs: int) -> Iterator[Figure]:
    """From the start of the program to a window with its lists; the server is made, stands still, starts with the program."""
    server.pause()
    lived = [_lived(server.environment) for _ in range(runs + 1)]
    server.resume()
    first, *warm = (at for at, _ in lived)
    memory = statistics.median(memory for _, memory in lived)
    yield Figure("start", "program start to live window", "s", tuple(warm), 3.0, "", f"first of all {first:.2f} s, memory {memory:.0f} MB")


def _lived(environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds until the window lived, megabytes it then had."""
    started = time.time()
    told = window("live", environment)
    return told["lived_at"] - started, told["rss_mb"]


def look(server: BenchServer, yard: int) -> Iterator[Figure]:
    """Searching and sorting in the window over a big yard."""
    # Else the window makes the day's copy first, and the figures are those of a database that is being copied.
    backup = [sys.executable, "-m", "itow_desktop", "backup"]
    subprocess.run(backup, env=server.environment, check=True, stdout=subprocess.DEVNULL)
    told = window("look", server.environment)
    keys, clicks = told["keys_ms"], told["clicks_ms"]
    where = f"in {yard:,} vehicles"
    yield Figure("window", f"key to rows on the screen {where}", "ms", tuple(keys), 100.0, "", f"{len(keys)} keys, {_spread(keys)}")
    yield Figure("window", f"click on a column to rows on the screen {where}", "ms", tuple(clicks), 150.0, "", _spread(clicks))
    yield Figure("window", f"memory of the window over {yard:,} vehicles", "MB", (told["rss_mb"],), 300.0)


def gaps(server: BenchServer) -> Iterator[Figure]:
    """How long the window stands still while 500 calls are imported."""
    with server.new_office() as office:
        made = make_office(calls=_CALLS, today=office.shift.today, days=7)
    with StandIn(made) as site:
        told = window("import", {**server.environment, "ITOW_TOWBOOK__BASE_URL": site.url, "ITOW_TOWBOOK__REQUESTS_PER_SECOND": _FAST})
    if told["new"] != _CALLS:
        raise RuntimeError(f"{told['new']} of {_CALLS} calls came")
    beats = sorted(told["gaps_ms"])
    p99 = statistics.quantiles(beats, n=100)[98]
    extra = f"{len(beats):,} beats in {told['seconds']:.1f} s, median {statistics.median(beats):.1f} ms"
    yield Figure("gaps", f"event loop stands still, p99 of an import of {_CALLS}", "ms", (p99,), 50.0, "", extra)
    yield Figure("gaps", "event loop stands still, longest", "ms", (beats[-1],), 50.0)


def terminal(server: BenchServer, runs: int) -> Iterator[Figure]:
    """``rules compute`` from start to exit."""
    facts = server.folder / "facts.json"
    facts.write_text(json.dumps(_FACTS), "utf-8")
    command = [sys.executable, "-m", "itow_desktop", "rules", "compute", str(facts), "--today", "2026-03-04"]
    taken = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, env=server.environment, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - started)
    first, *warm = taken
    yield Figure("terminal", "rules compute, start to exit", "s", tuple(warm), 0.5, "", f"first of all {first:.2f} s")


def window(what: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """What ``bench_window.py`` tells of the window in this environment."""
    done = subprocess.run(
        [sys.executable, str(_WINDOW), what], env=dict(environment), stdout=subprocess.PIPE, text=True, check=True, timeout=60
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    return f"quickest {ordered[0]:.0f}, nine of ten below {ordered[int(len(ordered) * 0.9)]:.0f}"
