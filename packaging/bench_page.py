"""How long a car's page takes from the key to the screen, and what five hundred of them leave in memory."""

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import bench_yard
from bench_figures import Figure
from bench_office import BenchServer, OpenOffice
from PIL import Image

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.events import EventKind
from itow_desktop.services.attaching import Pasted, attach
from itow_desktop.services.recording import Entry, record

_PROGRAM = Path(__file__).with_name("bench_page_window.py")
_LIMIT = 150.0
_MOST_MB = 400.0
_FILLED = 40
"""Cars with photos, notes; those whose pages are measured, one of them after the other."""


def page(server: BenchServer, _runs: int) -> Iterator[Figure]:
    """A page opened from the list by its key, until it stands painted; then 500 opened and closed."""
    with server.office() as office:
        for number in range(_FILLED):
            _fill(office, bench_yard.CARS - number)
    # Else the window makes the day's copy first, and the figures are those of a database that is being copied.
    backup = [sys.executable, "-m", "itow_desktop", "backup"]
    subprocess.run(backup, env=server.environment, check=True, stdout=subprocess.DEVNULL)
    told = _window("page", server.environment)
    taken = told["page_ms"]
    where = f"{bench_yard.CARS:,} vehicles"
    slow = f"nine of ten below {sorted(taken)[int(len(taken) * 0.9)]:.0f}"
    yield Figure("page", f"key to a car's page on the screen, {where}", "ms", tuple(taken), _LIMIT, "", f"{len(taken)} pages, {slow}")
    history = told["history_ms"]
    yield Figure("page", "its history on the screen", "ms", tuple(history), None, "", f"{len(history)} cars")
    kept = _window("pages", server.environment)
    grown = kept["after_mb"] - kept["warm_mb"]
    each = f"each with all its parts, median {statistics.median(kept['page_ms']):.0f} ms to the screen"
    extra = f"{kept['warm_mb']:.0f} MB after the first 20, {grown:+.1f} MB by {kept['opened']:.0f} more, {each}"
    yield Figure("page", f"memory after {kept['opened']:.0f} pages were opened and closed", "MB", (kept["after_mb"],), _MOST_MB, "", extra)


def _window(what: str, environment: Mapping[str, str]) -> dict[str, Any]:
    command = [sys.executable, str(_PROGRAM), what]
    done = subprocess.run(command, env=dict(environment), stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _fill(office: OpenOffice, custody_id: int) -> None:
    """Three photos, some notes."""
    pictures = FilePictures(Lock())
    files = [Pasted(f"IMG_{custody_id}_{number}.jpg", _photo(custody_id * 3 + number)) for number in range(3)]
    for _ in attach(office.shift, pictures, custody_id, files, FileSource.FILE):
        pass
    for number in range(6):
        record(office.shift, custody_id, Entry(EventKind.NOTE, at=office.shift.clock.now(), note=f"Invented note {number}"))


def _photo(number: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (1600, 1200), (number % 256, number // 256 % 256, 120)).save(file, "JPEG")
    return file.getvalue()
