"""Which call a file belongs to, as far as its name or its folders say."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

_PIECE = re.compile(r"[A-Za-z]+|[0-9]+")
_CALLED = frozenset({"call", "calls", "callno", "tow", "invoice", "inv", "ticket", "file"})
_OF_A_CAMERA = frozenset({"img", "dsc", "dscn", "dscf", "pxl", "mvimg", "vid", "mov", "gopr", "dji", "wa", "screenshot", "p"})
"""How names begin that cameras and phones give, with numbers of their own."""
_NUMBER = re.compile(r"no|nr|number", re.IGNORECASE)
_LEAST = 4
"""Figures a number has that stands somewhere in a name: shorter ones count pages and copies."""


@dataclass(frozen=True, slots=True)
class CallTold:
    """The call that a file's place tells, or a sentence that says why none is known."""

    call: str | None = None
    why: str | None = None


def numbers_in(parts: Sequence[str]) -> frozenset[str]:
    """Everything in a file's place that may be a call number; ``parts`` are its folders from the top, its own name last."""
    return frozenset(number for name in _names(parts) for tier in _tiers(name) for number in tier)


def call_told(parts: Sequence[str], known: Collection[str]) -> CallTold:
    """The call among the ``known`` ones that a file's place tells.

    A number that a name begins with, or that is called one there, counts before one that merely stands somewhere in a name or
    a folder; of the latter the file's own name counts first. Where two calls are told none is taken.
    ``21359.jpg``, ``21359_2.jpg``, ``21359/IMG_1.jpg``, ``call 21359 invoice.pdf`` are all of call 21359.
    """
    plain: list[tuple[str, ...]] = []
    faint: list[tuple[str, ...]] = []
    for name in _names(parts):
        whole, called, begins, anywhere = ([number for number in tier if number in known] for tier in _tiers(name))
        numbers = tuple(dict.fromkeys(whole or called or [*begins, *anywhere]))
        if numbers:
            (plain if whole or called or begins else faint).append(numbers)
    said = tuple(dict.fromkeys(number for numbers in plain or faint[:1] for number in numbers))
    if len(said) == 1:
        return CallTold(said[0])
    if said:
        return CallTold(why=f"Its name and folders say more than one call: {', '.join(said[:3])}.")
    return CallTold(why="No call number that is here stands in its name or its folder.")


def _names(parts: Sequence[str]) -> Iterable[str]:
    """From the file's own name, less what kind it is, outwards."""
    *folders, own = parts
    yield PurePath(own).stem
    yield from reversed(folders)


def _tiers(name: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """What may be a call number: the whole name, what is called so, what it begins with, what stands anywhere in it."""
    called, begins, anywhere = [], [], []
    pieces = [(found[0], found.start(), found.end()) for found in _PIECE.finditer(name)]
    of_a_camera = bool(pieces) and pieces[0][0].casefold() in _OF_A_CAMERA
    for place, (piece, start, end) in enumerate(pieces):
        if not piece.isdecimal() or not _ends(name, end, pieces[place + 1 : place + 2]):
            continue
        word = next((each.casefold() for each, *_ in reversed(pieces[:place]) if not _NUMBER.fullmatch(each)), "")
        joined = start > 0 and name[start - 1].isalpha()
        if word in _CALLED or (start > 0 and name[start - 1] == "#"):
            called.append(piece)
        elif joined or of_a_camera:
            continue
        elif place == 0:
            begins.append(piece)
        elif len(piece) >= _LEAST:
            anywhere.append(piece)
    return [name.strip()], called, begins, anywhere


def _ends(name: str, end: int, after: Sequence[tuple[str, int, int]]) -> bool:
    """Whether a number ends where its figures do: ``21359a`` is the second picture of a call, ``2011Honda`` is a car."""
    return end >= len(name) or not name[end].isalpha() or (bool(after) and len(after[0][0]) == 1)
