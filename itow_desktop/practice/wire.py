"""What comes in over the wire as a request, what goes back as an answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One request; ``path`` is lower case because TowBook's server does not mind the case of paths."""

    method: str
    target: str
    path: str
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes

    @classmethod
    def read(cls, method: str, target: str, cookie_header: str, body: bytes) -> "Incoming":
        """Take the parts of a request apart; ``target`` is the request line's path with its query."""
        parts = urlsplit(target)
        pairs = (part.strip().partition("=") for part in cookie_header.split(";"))
        return cls(
            method,
            target,
            parts.path.lower(),
            MappingProxyType(dict(parse_qsl(parts.query, keep_blank_values=True))),
            MappingProxyType({name: value for name, _, value in pairs if name}),
            body,
        )

    @property
    def is_api(self) -> bool:
        """Whether a program asks, which gets 401 where a person would be sent to the login page."""
        return self.path.startswith("/api/")

    def form(self) -> dict[str, str]:
        """The fields of a posted form."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``cut`` says after how many bytes of the body the connection breaks, None for never.

    ``dropped`` means that nothing is sent at all and the connection is closed.
    """

    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = field(default=())
    cut: int | None = None
    dropped: bool = False

    def with_headers(self, *headers: tuple[str, str]) -> "Answer":
        """The same answer with further header lines."""
        return replace(self, headers=self.headers + headers)


def json_answer(value: object, status: int = 200) -> Answer:
    """A JSON answer of any value that ``json`` can write."""
    return Answer(status, json.dumps(value).encode(), JSON)


def redirect(location: str) -> Answer:
    """A 302 to another page."""
    return Answer(302, headers=(("Location", location),))
