"""A letter as it is put on paper: parts in reading order, the same for every kind of letter."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itow_desktop.domain.letters.window import USUAL, Window
from itow_desktop.domain.notices import NoticeKind, OfficeHead


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line above what belongs together."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points of a list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, as ``VIN`` and what it is."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money in dollars, line by line, the total below."""

    rows: tuple[tuple[str, Decimal], ...]
    total: tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a head of its own; each row has a text for each head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo (JPEG or PNG) with what stands below it."""

    content: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class SignHere:
    """Lines to be signed by hand, each under its words."""

    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who writes: the lines under the signature, whose picture (PNG or JPEG) may be missing."""

    who: tuple[str, ...]
    picture: bytes | None = None


@dataclass(frozen=True, slots=True)
class NextPage:
    """What follows begins on a new page, unless at least ``room`` inches are left on this one."""

    room: float | None = None


Part = Heading | Paragraph | Bullets | Facts | Amounts | Listing | Picture | SignHere | Signed | NextPage


@dataclass(frozen=True, slots=True)
class LetterPaper:
    """One letter.

    ``to`` is the address block for the window of the envelope (empty: a paper that is not mailed and has no window);
    ``code`` is what the barcode of the piece says, ``number`` the certified number as typed; ``version`` is that of the
    words; ``reference`` stands at the right of the head (our file number, call number), never inside the window's band.
    ``bound_from`` is the number of its first page where it is part of a packet, whose pages are counted through.
    """

    kind: NoticeKind
    office: OfficeHead
    dated: date
    title: str
    parts: tuple[Part, ...]
    to: tuple[str, ...] = ()
    code: str | None = None
    number: str | None = None
    reference: tuple[str, ...] = ()
    version: int = 1
    landscape: bool = False
    window: Window = USUAL
    bound_from: int | None = None
