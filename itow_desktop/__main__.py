"""Chooses between the window and the terminal."""

import gc
import io
import linecache
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itow_desktop.opening import Machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or do what a command says; answers the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words:
        return window(None)
    # Only what is asked for is loaded: the window takes a second, a command need not wait for it.
    from itow_desktop.cli.main import main as terminal

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console or pipe with a small alphabet gets question marks, never a crash.
            stream.reconfigure(errors="replace")
    return terminal(words, window)


def window(machine: "Machine | None") -> int:
    """Open the window, on this PC's own data unless ``machine`` is another office's."""
    with loading():
        from itow_desktop import app

    return app.main(machine)


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded inside stays: to look through it for garbage again and again would be a quarter of the loading.

    What needs no Qt is loaded before it. PySide6 looks into the source of every module that is imported after it
    (``inspect.getsource``, for a feature nobody uses here), and Python's ``linecache`` keeps all the lines it read: a
    sixth of the window's memory.
    """
    gc.disable()
    from itow_desktop import opening  # noqa: F401  # for being loaded: most of the program, without its face

    yield
    linecache.clearcache()  # the lines of the face; a trace reads what it shows again
    gc.freeze()
    gc.enable()


if __name__ == "__main__":
    sys.exit(main())
