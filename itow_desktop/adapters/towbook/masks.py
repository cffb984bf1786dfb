"""Replacing what identifies people and cars by something of the same shape."""

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Iterable

_PLAIN = re.compile(
    r"""
    \s* | [\d\s.,:;$%/()+-]{0,3}                                   # nothing, small figures
    | \d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?                 # ISO times
    | \d{1,2}/\d{1,2}/\d{4}(\s+\d{1,2}:\d\d(:\d\d)?\s*[AaPp][Mm])?  # American times
    | \$-?[\d,]+\.\d\d                                            # money
    """,
    re.VERBOSE,
)
_LOWER, _UPPER, _DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits


class Masks:
    """Letters become letters, digits digits, all else stays; the same text gives the same mask throughout one recording.

    The key is made anew for each recording and kept nowhere, so a mask cannot be turned back.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._key = secrets.token_bytes(32)
        self._known = frozenset(" ".join(name.split()).casefold() for name in known)

    def mask(self, text: str) -> str:
        """The mask of a text; times, money, small figures and known names stay as they are."""
        if _PLAIN.fullmatch(text) or " ".join(text.split()).casefold() in self._known:
            return text
        stream = self._stream(text, len(text))
        return "".join(_shaped(character, chance) for character, chance in zip(text, stream, strict=True))

    def _stream(self, text: str, length: int) -> bytes:
        """As many bytes as needed that depend on the text, its case and outer blanks left aside."""
        seed = hmac.digest(self._key, text.strip().casefold().encode("utf-8", "replace"), "sha256")
        return hashlib.shake_128(seed).digest(length)


def _shaped(character: str, chance: int) -> str:
    for alphabet in (_LOWER, _UPPER, _DIGITS):
        if character in alphabet:
            return alphabet[chance % len(alphabet)]
    if character.isalnum():  # other scripts keep only that something stood here
        return "\u00e6"
    return character
