"""How commands take words, how they answer: JSON for programs, lines for people."""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, TypeVar

Run: TypeAlias = Callable[[argparse.Namespace], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - the library has no public name for it

_Word = TypeVar("_Word", bound=StrEnum)


def command(commands: Commands, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    """Add a command with ``--json``."""
    parser = commands.add_parser(name, help=says, description=says)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    return parser


def signed(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Add ``--person`` to a command whose deed somebody signs."""
    parser.add_argument("--person", metavar="NAME", help="who does it, where several people work")
    return parser


def a_date(text: str) -> date:
    """A date as YYYY-MM-DD; anything else is wrong usage."""
    try:
        if len(text) == len("2026-03-02"):
            return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date ({error})") from error
    raise argparse.ArgumentTypeError(f"{text!r} is no date; write it as 2026-03-02")


def a_time(text: str) -> datetime:
    """A date with a time, local unless it has an offset; anything else is wrong usage."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date with a time; write it as 2026-03-02T16:44") from error
    if len(text) <= len("2026-03-02"):
        raise argparse.ArgumentTypeError(f"{text!r} has no time; write it as {text}T16:44, or use --on")
    return found


def a_pair(text: str) -> tuple[str, str]:
    """``NAME=VALUE``; the value may be empty."""
    name, found, value = text.partition("=")
    if not found or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name.strip(), value


def a_word(kind: type[_Word]) -> Callable[[str], _Word]:
    """One of the words of an enumeration; another one is wrong usage that names them all."""

    def read(text: str) -> _Word:
        try:
            return kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is none of: {', '.join(kind)}") from None

    return read


def a_number(text: str) -> int:
    """A whole number from 1 on."""
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def say(args: argparse.Namespace, answer: object, lines: Iterable[str]) -> None:
    """Print the answer as JSON where that was asked for, else the lines."""
    if args.json:
        print(json.dumps(answer, indent=2))
        return
    for line in lines:
        print(line)


def table(heads: Sequence[str], rows: Sequence[Sequence[str | None]], widest: int = 34) -> Iterable[str]:
    """Lines of columns under their heads; a long cell is cut."""
    cells = [[_cut(cell or "", widest) for cell in row] for row in (heads, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def iso(moment: date | datetime | None) -> str | None:
    """ISO 8601, None where there is none."""
    return None if moment is None else moment.isoformat()


def _cut(text: str, widest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= widest else line[: widest - 1] + "…"
