"""What a document is printed on, as its first page says."""

from dataclasses import dataclass
from threading import Lock

import pypdfium2

_NEAR = 2.0  # points that a page may differ from the sheet it is made for


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet standing upright, in points. ``cups`` is its name in IPP, ``dmpaper`` its number in Windows, 0 where it has none."""

    width: float
    height: float
    cups: str
    dmpaper: int


LETTER = Sheet(612, 792, "Letter", 1)
ENVELOPE = Sheet(297, 684, "na_number-10_4.125x9.5in", 20)
LABEL = Sheet(288, 432, "na_index-4x6_4x6in", 0)


def sheet_of(pdf: bytes, pdfium: Lock) -> tuple[Sheet, bool]:
    """The sheet of a document, whether its pages lie across it; a size nobody knows goes onto US Letter."""
    with pdfium, pypdfium2.PdfDocument(pdf) as document:
        width, height = document.get_page_size(0)
    across = width > height
    low, high = sorted((width, height))
    found = (each for each in (LETTER, ENVELOPE, LABEL) if abs(each.width - low) < _NEAR and abs(each.height - high) < _NEAR)
    return next(found, LETTER), across
