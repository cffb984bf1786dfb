"""How long the window stands still while 10,000 lines of Check import are scrolled and narrowed."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench_figures import Figure
from bench_import import ACCOUNT, FetchedCalls, finished
from bench_office import BenchServer, OpenOffice

from itow_desktop.practice.calls import call_json
from itow_desktop.practice.office import make_office
from itow_desktop.services.office import save_office

LINES = 10_000
_PROGRAM = Path(__file__).with_name("bench_checking_window.py")
_DAYS = 7
_LIMIT = 50.0
_WAITING = 4_900
"""At least so many lines ask: cancelled calls stand among those of which every second one is changed."""


def checking(server: BenchServer, _runs: int) -> Iterator[Figure]:
    """An import of 10,000 calls and the same again with every second one changed, which all wait; then the real window."""
    with server.office() as office:
        _two_imports(office)
    backup = [sys.executable, "-m", "itow_desktop", "backup"]
    subprocess.run(backup, env=server.environment, check=True, stdout=subprocess.DEVNULL)
    told = _window(server.environment)
    if told["lines"] != LINES or told["waiting"] < _WAITING:
        raise RuntimeError(f"{told['lines']} lines, {told['waiting']} of them wait")
    for what, words in (("scroll", "scrolled"), ("narrow", "narrowed by keys and chips"), ("decide", "all marked, sorted")):
        gaps = sorted(told[f"{what}_ms"])
        extra = f"{len(gaps):,} beats, p99 {statistics.quantiles(gaps, n=100)[98]:.1f} ms"
        name = f"event loop stands still, {LINES:,} lines of Check import {words}, longest"
        yield Figure("checking", name, "ms", (gaps[-1],), _LIMIT, "", extra)
    extra = f"longest gap meanwhile {max(told['reading_ms']):.0f} ms; memory {told['rss_mb']:.0f} MB"
    yield Figure("checking", f"{LINES:,} lines of Check import read, until they stand there", "ms", (told["read_ms"],), None, "", extra)


def _two_imports(office: OpenOffice) -> None:
    made = make_office(calls=LINES, today=office.shift.today, days=_DAYS)
    wanted = [call_json(call) for call in made.calls if call.account.name == ACCOUNT]
    zone = office.shift.law.zone
    finished(office, FetchedCalls({str(call["id"]): json.dumps(call).encode() for call in wanted}, zone))
    with office.shift.desk.look() as unit:
        facts = unit.office.get()
    save_office(office.shift, replace(facts, import_waits=True))
    for call in wanted[::2]:
        call["assets"][0]["model"] = "Burgundy Special"
    finished(office, FetchedCalls({str(call["id"]): json.dumps(call).encode() for call in wanted}, zone))


def _window(environment: Mapping[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(_PROGRAM), "checking"], env=dict(environment), stdout=subprocess.PIPE, text=True, check=True, timeout=300
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
