"""What was typed into "Find anything", understood piece by piece."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from itow_desktop.domain.nicknames import OTHER_NAMES
from itow_desktop.domain.tow_days import Days, read_days

MOST_PIECES = 12
_LONGEST = 60
_ACCENTS = str.maketrans(
    "ÀÁÂÃÄÅàáâãäåÇçÈÉÊËèéêëÌÍÎÏìíîïÑñÒÓÔÕÖØòóôõöøßÙÚÛÜùúûüÝýÿ",
    "AAAAAAAAAAAACCEEEEEEEE11111111NN000000000000SUUUUUUUUYYY",
)
_FOLD = str.maketrans("OIB,;.()\t\n\r", "018        ")
_PHONE = re.compile(r"(?<![\w-])(?:\+?1[-. ]?)?(?:\(\d{3}\)\s*|\d{3}[-. ])?\d{3}[-. ]\d{4}(?![\w-])")
_LETTERS_FIGURES = re.compile(r"([a-z]{1,2})(\d{1,4})")
_EDGES = ",;:\"'()"
_SHORT = 2
"""Up to so many letters a piece is looked for at the beginning of words only: anywhere it would be in every car."""


def folded_text(text: str) -> str:
    """Text as it is searched: case, accents, points and brackets gone, look-alikes one (O is 0, I is 1, B is 8).

    The database folds alike.
    """
    return text.translate(_ACCENTS).upper().translate(_FOLD)


def figures(text: str) -> str:
    """The digits of a phone number, a leading 1 of the country left out."""
    found = "".join(letter for letter in text if letter in "0123456789")
    return found[1:] if len(found) == 11 and found[0] == "1" else found


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that must be true of a car; any of its ways will do.

    ``parts`` may stand anywhere in the car's searched text, ``starts`` at the beginning of a word, ``words`` are whole;
    all three are folded. It is true as well of every car from the ``properties`` (their keys), whose authorized caller
    it names. ``days``: it was towed on one of them; then nothing else counts.
    """

    typed: str
    parts: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()

    @property
    def spelled(self) -> str | None:
        """The folded word when it may hold a slip of the finger."""
        return self.parts[0] if self.parts and not self.days else None

    def tried(self, text: str) -> tuple[int, int] | None:
        """Where in a folded text the piece stands, the longest way first; None when it does not."""
        for part in sorted(self.parts, key=len, reverse=True):
            if (place := text.find(part)) >= 0:
                return place, place + len(part)
        padded = f" {text} "
        for start in self.starts:
            if (place := padded.find(f" {start}")) >= 0:
                return place, place + len(start)
        for word in self.words:
            if (place := padded.find(f" {word} ")) >= 0:
                return place, place + len(word)
        return None


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ask for tows from a property."""

    property_key: str
    name: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Everything that was typed; a car must have all ``pieces``."""

    typed: str
    pieces: tuple[Piece, ...] = ()
    zone: tzinfo = UTC
    """Where the days of the pieces are counted."""

    def moments(self, piece: Piece) -> tuple[tuple[datetime, datetime], ...]:
        """The days of a piece as moments: from, and before."""
        return tuple(
            (datetime.combine(first, time(), self.zone), datetime.combine(last + timedelta(days=1), time(), self.zone))
            for first, last in piece.days
        )

    @property
    def by_day(self) -> bool:
        """Whether a day is among what is sought."""
        return any(piece.days for piece in self.pieces)

    def called_by(self, callers: Iterable[Caller]) -> "Sought":
        """The same with the properties for which one of these people or phones may ask."""
        known = [(caller.property_key, folded_text(caller.name), figures(caller.phone or "")) for caller in callers]
        return replace(self, pieces=tuple(_with_properties(piece, known) for piece in self.pieces))

    def without(self, piece: Piece) -> "Sought":
        """The same, less one piece."""
        return replace(self, pieces=tuple(each for each in self.pieces if each is not piece))

    def respelled(self, wrong: Piece, words: Sequence[str]) -> "Sought":
        """The same with what a piece was nearly: text that ``understand`` reads again, ``one|other`` for either."""
        right = Piece("|".join(word.lower() for word in words), parts=tuple(words))
        pieces = tuple(right if each is wrong else each for each in self.pieces)
        return replace(self, typed=" ".join(each.typed for each in pieces), pieces=pieces)


def _with_properties(piece: Piece, callers: Sequence[tuple[str, str, str]]) -> Piece:
    long_enough = [part for part in piece.parts if len(part) > _SHORT]
    found = {key: None for key, name, phone in callers if any(part in name or part in phone for part in long_enough)}
    return replace(piece, properties=tuple(found)) if found and not piece.days else piece


def understand(text: str, today: date, zone: tzinfo = UTC) -> Sought:
    """Take a search apart: phone numbers in any writing, tow days in words, everything else as fragments in any order.

    A colour, make or part of an address is also found under its other names: chevy is Chevrolet, street is St.
    ``one|other`` is either of the two.
    """
    typed = " ".join(text.replace("\x00", " ").split())
    pieces: list[Piece] = []
    place = 0
    for phone in _PHONE.finditer(typed):
        pieces += _plain(typed[place : phone.start()], today)
        written = phone[0].strip()
        pieces.append(Piece(written, parts=(figures(written), folded_text(written).strip())))
        place = phone.end()
    pieces += _plain(typed[place:], today)
    return Sought(typed, tuple(pieces[:MOST_PIECES]), zone)


def literal(sought: Sought) -> Sought:
    """The same with its day words taken as words: "Tuesday" may be the name of a shop."""
    pieces: list[Piece] = []
    for piece in sought.pieces:
        pieces += [_fragment(word) for word in piece.typed.split()] if piece.days else [piece]
    return replace(sought, pieces=tuple(pieces))


def _plain(text: str, today: date) -> list[Piece]:
    words, pieces, place = text.split(), list[Piece](), 0
    plain = [_trimmed(word).casefold() for word in words]
    while place < len(words):
        if found := read_days(plain[place : place + 2], today):
            pieces.append(Piece(" ".join(words[place : place + found.words]), days=found.days))
            place += found.words
        else:
            pieces.append(_fragment(words[place]))
            place += 1
    return pieces


def _fragment(word: str) -> Piece:
    parts: dict[str, None] = {}
    starts: dict[str, None] = {}
    whole: dict[str, None] = {}
    for choice in [each for each in word.split("|") if each] or [word]:
        typed = _trimmed(choice)[:_LONGEST].casefold()
        spellings = _spellings(typed)
        short = len(typed) <= _SHORT and typed.isalnum()
        (starts if short else parts).update(dict.fromkeys(spellings))
        whole.update(dict.fromkeys(folded_text(name) for name in OTHER_NAMES.get(typed, ())))
    return Piece(word, tuple(parts), tuple(starts), tuple(whole))


def _trimmed(word: str) -> str:
    return word.strip(_EDGES) or word


def _spellings(typed: str) -> list[str]:
    """A fragment as typed; as a plate or VIN is kept (``ABC-1234`` is ABC1234); as a model is written (``f150`` is F-150)."""
    bare = typed.replace("-", "").replace(".", "")
    models = _LETTERS_FIGURES.fullmatch(typed)
    spelled = [typed, bare or typed, *([f"{models[1]}-{models[2]}"] if models else [])]
    return list(dict.fromkeys(folded_text(each) for each in spelled))
