"""The hearing packet of a vehicle: chapters for whoever decides, with the pages that were kept, an index in front."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from itow_desktop.domain.calendars import said_time
from itow_desktop.domain.letters.paper import Facts, LetterPaper, Listing, Paragraph, Part
from itow_desktop.domain.notices import NoticeKind, OfficeHead, said
from itow_desktop.domain.sentences import counted

TITLE = "Hearing packet"
_WIDEST = 888
"""Stands for a page number while it is not known; no narrower than any of them, so that the index keeps its length."""
_UNDER = "\N{EN DASH} "
_HOLDS = (
    "This packet holds recorded facts and rules that were compared with the law in force; it holds no notes of the office. Letters and "
    "notices stand in it page by page as they were kept, without any mark of ours; those pages are counted but carry no packet number. "
    "The exact files are attached to this PDF; their SHA-256 stands on the sheet before each."
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A PDF whose pages are bound in as they are; ``attached``: the file itself goes along."""

    name: str
    content: bytes
    attached: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """What stands in the index under one line; ``under``: it belongs to the one before."""

    title: str
    leaves: tuple[LetterPaper | Enclosed, ...]
    under: bool = False


@dataclass(frozen=True, slots=True)
class Packet:
    """All of it; ``missing`` says in sentences what is not on record. ``written`` is aware."""

    office: OfficeHead
    written: datetime
    written_by: str | None
    call_number: str | None
    vehicle: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    missing: tuple[str, ...] = ()

    @property
    def enclosed(self) -> tuple[Enclosed, ...]:
        """The files that go along."""
        leaves = (leaf for chapter in self.chapters for leaf in chapter.leaves)
        return tuple(leaf for leaf in leaves if isinstance(leaf, Enclosed) and leaf.attached)

    def index(self, starts: Sequence[int] = (), pages: int = _WIDEST) -> LetterPaper:
        """The sheet in front; ``starts`` are the first pages of the chapters, a stand-in of the same width where not known yet."""
        at = starts or [_WIDEST] * len(self.chapters)
        rows = tuple((f"{_UNDER if each.under else ''}{each.title}", str(page)) for each, page in zip(self.chapters, at, strict=True))
        moment = said_time(self.written.astimezone(self.office.zone))
        by = f" by {self.written_by}" if self.written_by else ""
        parts: list[Part] = [
            Facts(self.vehicle),
            Listing(("What is in it", "Page"), rows),
            *(Paragraph(sentence) for sentence in self.missing),
            Paragraph(f"{counted(pages, 'page', 'pages')}, put together {moment}{by}. {_HOLDS}", small=True),
        ]
        return self.sheet(TITLE, parts, first=1)

    def sheet(self, title: str, parts: Sequence[Part], *, first: int | None = None) -> LetterPaper:
        """A page of our own in the packet."""
        reference = (f"Call no. {call}",) if (call := said(self.call_number)) else ()
        day = self.written.astimezone(self.office.zone).date()
        return LetterPaper(NoticeKind.PACKET, self.office, day, title, tuple(parts), reference=reference, bound_from=first)


def numbered(leaf: LetterPaper, page: int) -> LetterPaper:
    """A page of ours with its number in the packet."""
    return replace(leaf, bound_from=page)
