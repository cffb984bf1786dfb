"""Slips of the finger: what was nearly typed."""

from collections.abc import Iterable, Iterator

_LEAST = 3
"""Letters in a row that a pattern must keep, or the database would look at every car."""
_LONG, _VERY_LONG = 10, 12
_TELLING = frozenset("2345679")
"""Figures that no letter is folded into: a word with one of them is a plate, a VIN, a number."""


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold; a short one would be like every other."""
    if len(word) < 4:
        return 0
    return 2 if len(word) >= (8 if _is_mark(word) else 7) else 1


def slips(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, exchanged, or swapped with their neighbour; ``most + 1`` where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i, *[0] * len(other)]
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def slip_patterns(word: str) -> tuple[str, ...]:
    """What a database can look for to find every text with this word with one slip in it; ``_`` is any letter.

    A long word is parted instead, for of its parts one at least holds no slip.
    """
    if len(word) >= _LONG:
        parts = 3 if len(word) >= _VERY_LONG else 2
        size = len(word) // parts
        return (*(word[place * size : (place + 1) * size] for place in range(parts - 1)), word[(parts - 1) * size :])
    found: dict[str, None] = {}
    for place in range(len(word)):
        found[word[:place] + "_" + word[place + 1 :]] = None  # the wrong letter
        found[word[:place] + word[place + 1 :]] = None  # one too many
        if place:
            found[word[:place] + "_" + word[place:]] = None  # one too few
        if place + 1 < len(word):
            found[word[:place] + word[place + 1] + word[place] + word[place + 2 :]] = None  # two swapped
    return tuple(pattern for pattern in found if max(map(len, pattern.split("_"))) >= _LEAST)


def near_words(word: str, words: Iterable[str], most: int = 6) -> tuple[str, ...]:
    """Which of these words are nearly the one: whole, or by the end or beginning of a longer mark; the nearest only."""
    allowed, letters = slips_allowed(word), set(word)
    nearest, found = allowed, dict[str, None]()
    for part in _parts(words, len(word), allowed):
        # Each slip brings one strange letter at most, which is quickly told.
        if len(letters.difference(part)) > nearest or not 0 < (count := slips(word, part, nearest)) <= nearest:
            continue
        if count < nearest:
            nearest, found = count, {}
        found[part] = None
    return tuple(sorted(found))[:most]


def _parts(words: Iterable[str], length: int, allowed: int) -> Iterator[str]:
    """The words of about this length; of marks that are longer their ends, by which VINs and plates are told."""
    for whole in dict.fromkeys(words):
        if abs(len(whole) - length) <= allowed:
            yield whole
        if len(whole) > length and _is_mark(whole):
            yield whole[-length:]
            yield whole[:length]


def _is_mark(word: str) -> bool:
    return not _TELLING.isdisjoint(word)
