"""The pages of the manual: read from their folder, searched by words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.vehicles import folded

_MARKS = re.compile(r"!\[[^]]*]\([^)]*\)|[#*`_>|]|\[([^]]*)]\([^)]*\)")
_WORDS = re.compile(r"\w+")
_TITLE, _HEADING, _TEXT = 12, 4, 1
_AROUND = 60


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page: ``name`` is its file without the ending, ``text`` its Markdown, ``title`` its first heading."""

    name: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """The words without the marks of Markdown, on one line."""
        return " ".join(_MARKS.sub(lambda found: found[1] or " ", self.text).split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers a search, and the words around the first place that does."""

    page: HelpPage
    around: str


def read_pages(folder: Path) -> tuple[HelpPage, ...]:
    """Every page of the folder in the order of ``order.txt``; raises ``FileNotFoundError`` for one that is not there."""
    names = (folder / "order.txt").read_text("utf-8").split()
    return tuple(page_of(name, (folder / f"{name}.md").read_text("utf-8")) for name in names)


def page_of(name: str, text: str) -> HelpPage:
    """A page from its Markdown, which begins with ``# Title``."""
    return HelpPage(name, text.partition("\n")[0].removeprefix("# ").strip(), text)


def search(pages: Iterable[HelpPage], wanted: str) -> tuple[Hit, ...]:
    """The pages that hold every word of ``wanted``, or begin a word with it; those that are about it come first."""
    words = [folded(word) for word in _WORDS.findall(wanted)]
    if not words:
        return ()
    scored = [(score, page) for page in pages if (score := _score(page, words))]
    scored.sort(key=lambda each: -each[0])
    return tuple(Hit(page, _around(page, words)) for _, page in scored)


def _score(page: HelpPage, words: Sequence[str]) -> int:
    """How much a page is about all of the words; 0 when one of them is nowhere."""
    parts: Mapping[int, list[str]] = {
        _TITLE: _folded_words(page.title),
        _HEADING: [word for line in page.text.splitlines()[1:] if line.startswith("#") for word in _folded_words(line)],
        _TEXT: _folded_words(page.plain),
    }
    scores = [sum(weight * sum(known.startswith(word) for known in part) for weight, part in parts.items()) for word in words]
    return sum(scores) if all(scores) else 0


def _folded_words(text: str) -> list[str]:
    return [folded(word) for word in _WORDS.findall(text)]


def _around(page: HelpPage, words: Sequence[str]) -> str:
    """The sentence's neighbourhood of the first word found below the title."""
    plain = page.plain.removeprefix(page.title).strip()
    places = [found.start() for found in _WORDS.finditer(plain) if any(folded(found[0]).startswith(word) for word in words)]
    if not places:
        return plain[: 2 * _AROUND]
    first, last = max(0, places[0] - _AROUND), places[0] + _AROUND
    return ("..." if first else "") + plain[first:last].strip() + ("..." if last < len(plain) else "")
