"""What is measured, how one figure looks, on which machine it was taken."""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of some runs with what it is held against.

    ``limit`` is the most it may be in the same ``unit``, None where nothing was promised; ``first_program``
    says what the program before this one needed for the same. ``extra`` are further numbers for the curious.
    """

    part: str
    name: str
    unit: str
    values: tuple[float, ...]
    limit: float | None = None
    first_program: str = ""
    extra: str = ""

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.values)

    @property
    def worst(self) -> float:
        """The highest of the runs."""
        return max(self.values)

    @property
    def kept(self) -> bool | None:
        """Whether the median keeps the limit; None without one."""
        return None if self.limit is None else self.median <= self.limit


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall, of this program's processors, of the database server's."""

    wall: float
    ours: float
    server: float


def spent(deed: Callable[[], object], server: psutil.Process | None = None) -> Spent:
    """Do something once and tell what it took."""
    ours, theirs, wall = time.process_time(), _processor_seconds(server), time.perf_counter()
    deed()
    wall, ours = time.perf_counter() - wall, time.process_time() - ours
    return Spent(wall, ours, sum(used - theirs.get(pid, 0.0) for pid, used in _processor_seconds(server).items()))


def processors(taken: Sequence[Spent]) -> str:
    """The medians of the processor times, in words."""
    ours, server = (statistics.median(values) for values in zip(*((each.ours, each.server) for each in taken), strict=True))
    return f"processor: program {ours:.2f} s, database {server:.2f} s"


def _processor_seconds(server: psutil.Process | None) -> dict[int, float]:
    """What each process of a PostgreSQL server has used so far."""
    used = {}
    for process in [server, *server.children()] if server else []:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue  # its connection was closed between the two questions
        used[process.pid] = times.user + times.system
    return used


def machine(postgres: str) -> dict[str, str | int | float]:
    """The machine the figures belong to; ``postgres`` is the server's version."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{_system()}",
        "python": platform.python_version(),
        "postgresql": postgres,
        "load_at_start": round(load, 2),
    }


def _processor() -> str:
    """The processor's model; Linux tells it in a file only."""
    told = Path("/proc/cpuinfo")
    if sys.platform == "linux" and told.exists():
        models = [line.partition(":")[2].strip() for line in told.read_text("utf-8").splitlines() if line.startswith("model name")]
        if models:
            return models[0]
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, AttributeError):
        return f"{platform.system()} {platform.release()} {platform.version()}"
