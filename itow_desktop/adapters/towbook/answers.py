"""What TowBook answered, before anything is made of it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from itow_desktop.domain.errors import UnreadableAnswer

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; ``headers`` have lower-case names, ``url`` is the address that gave it."""

    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 become replacement marks. A leading byte-order mark is dropped."""
        return self.body.decode("utf-8-sig", "replace")

    @property
    def is_html(self) -> bool:
        """Whether a page came, whatever its content type claims."""
        return self.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def read_json(body: bytes) -> Any:
    """The value of a JSON body; raises ``UnreadableAnswer`` where it is a page, cut short or garbage."""
    if body.lstrip()[:1] == b"<":
        raise UnreadableAnswer("TowBook sent a web page where data was due.")
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # it is strict; NaN, a byte-order mark or half an emoji can still be read, only slower
    try:
        return json.loads(body, parse_constant=_nothing)
    except (ValueError, RecursionError):
        raise UnreadableAnswer("TowBook's answer is cut short or garbled.") from None


def text_of(value: object) -> str | None:
    """A JSON value as storable text: NUL and other control characters gone, halves of emoji replaced.

    PostgreSQL refuses NUL, UTF-8 cannot hold half an emoji; both come from
    phones that cut a note in the middle. None for what is no text or number.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if value.isprintable():  # so are nearly all; what is printable has nothing to take out
            return value
        return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _nothing(_: str) -> None:
    """NaN and Infinity are not JSON and no figures of a call."""
