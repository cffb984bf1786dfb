"""The letters of every page: which fonts are embedded, what is drawn where they lack a letter."""

import unicodedata
from itertools import groupby

from anyascii import anyascii
from fontpkg_fira_sans import ROOT
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "FiraSans"
BOLD = "FiraSans-SemiBold"
_FILES = {REGULAR: "FiraSans-Regular.ttf", BOLD: "FiraSans-SemiBold.ttf"}
_ALWAYS = frozenset({*range(32, 127), ord("·"), ord("…")})
_PLAIN = frozenset(range(32, 127))
_NO_LETTERS = "[?]"


class Letters:
    """The two fonts, parsed once and known to reportlab under ``REGULAR`` and ``BOLD``.

    They cover Latin, Greek, Cyrillic and Vietnamese. Everything else (emoji,
    right-to-left, Chinese, Japanese, Korean, symbols) is spelled in Latin letters
    within square brackets, ``[red car]`` or ``[BeiJing]``, so that the page shows
    that something stood there and nothing is drawn as an empty box; where even
    that finds no letters it says ``[?]``.
    """

    def __init__(self, drawn: frozenset[int] | None = None) -> None:
        self._drawn = frozenset.intersection(*map(_registered, _FILES)) if drawn is None else drawn
        self._plainly = self._drawn >= _PLAIN
        pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)

    def fewest(self) -> "Letters":
        """Only those that every page embeds anyway, everything else spelled: for a page that would grow too large."""
        return Letters(self._drawn & _ALWAYS)

    def drawable(self, text: str, longest: int = 120) -> str:
        """The text with every letter the fonts lack spelled out, then cut at ``longest`` characters with an ellipsis."""
        if self._plainly and text.isascii() and text.isprintable():
            return _cut(text, longest)
        shown = (" " if _is_control(letter) else letter for letter in unicodedata.normalize("NFC", text))
        composed = "".join(letter for letter in shown if not _is_variation(letter))
        runs = groupby(composed, key=lambda letter: ord(letter) in self._drawn)
        spelled = "".join("".join(run) if known else _spelled("".join(run)) for known, run in runs)
        return _cut(spelled, longest)


def _registered(name: str) -> frozenset[int]:
    """Make a font known to reportlab; returns the code points it can draw."""
    # asciiReadable: plain letters keep their codes, so text can still be searched after a print system has
    # turned the page into PostScript and back; costs 10 KB a page.
    font = TTFont(name, str(ROOT / "files" / _FILES[name]), asciiReadable=True)
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 2].rstrip() + " …"


def _is_variation(letter: str) -> bool:
    """Variation selectors choose the look of an emoji; they have none of their own."""
    return "\ufe00" <= letter <= "\ufe0f"


def _is_control(letter: str) -> bool:
    """Tabs, line ends, what terminals are steered with: pasted along with a text, and no letter of any script."""
    return unicodedata.category(letter) == "Cc"


def _spelled(run: str) -> str:
    # emoji come back as ":red_car:"
    letters = anyascii(run).replace("::", " ").replace("_", " ").strip(": ")
    return f"[{letters}]" if letters else _NO_LETTERS
