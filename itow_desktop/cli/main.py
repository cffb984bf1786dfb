"""The commands of the terminal: which there are, how they end."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from itow_desktop import __version__
from itow_desktop.cli import rules
from itow_desktop.cli.ending import interrupt, on_signals
from itow_desktop.domain.errors import Trouble

if TYPE_CHECKING:
    from itow_desktop.opening import Machine


class Group(Protocol):
    """The commands of one file."""

    def register(self, commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        """Add them to the terminal."""


DONE, TROUBLE = 0, 1
"""Exit codes; wrong usage is 2, which argparse sees to."""

_INTERRUPTED = 130


def main(words: Sequence[str], window: "Callable[[Machine | None], int]") -> int:
    """Do one command; ``window`` opens the window for the command that asks for it."""
    args = command_line(words).parse_args(words, argparse.Namespace(window_opener=window))
    quiet = logging.NullHandler()  # without any handler Python prints warnings between the answers
    logging.getLogger().addHandler(quiet)
    try:
        with on_signals(interrupt):
            code: int = args.run(args)
        print(end="", flush=True)
    except Trouble as trouble:
        print(" ".join(str(trouble).split()), file=sys.stderr)
        return TROUBLE
    except KeyboardInterrupt:
        print("Stopped. What was done before stays.", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our answer has seen enough. Python writes out what is left at its end, so that goes nowhere now.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    else:
        return code
    finally:
        logging.getLogger().removeHandler(quiet)


def command_line(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Every command with its words; of ``words`` that ask for the law only those of the law."""
    parser = argparse.ArgumentParser(
        prog="itow-desktop",
        description="The front desk of a tow company. Without a command the window opens.",
        epilog="Exits 0 when done, 1 with one line about what went wrong, 2 when a command was not understood.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for group in _groups(words):
        group.register(commands)
    return parser


def _groups(words: Sequence[str]) -> "Sequence[Group]":
    if words and words[0] == "rules":
        return (rules,)  # a case is computed without a database, and does not wait for what the others need
    from itow_desktop.cli import backups, database, demo, events, health, importing, notices, queue, staff, vehicles

    return demo, importing, vehicles, queue, events, rules, notices, staff, database, backups, health
