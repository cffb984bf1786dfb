"""Memory in place of a disk, where a machine has the room."""

import os
import shutil
from pathlib import Path

_ROOM = 4 * 1024**3
"""Bytes that a run may need at most: two workers with two servers each, what these write ahead, what the tests leave until its end."""


def in_memory() -> Path | None:
    """A folder in memory where there is room, for a database of its own per test is some hundred files; else None."""
    memory = Path("/dev/shm")  # Linux's own; the folder in it is made by mkdtemp
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy else None
