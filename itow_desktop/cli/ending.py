"""How a command hears that it is to end."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

# Ctrl+C; told to end; its terminal was closed. Windows has only the first.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def on_signals(heard: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Call ``heard`` on the main thread when the program is to end; before and after others listen."""
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = [signal.signal(number, heard) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def interrupt(_number: int, _frame: FrameType | None) -> None:
    """Break off: databases are closed, half files deleted on the way out."""
    raise KeyboardInterrupt
