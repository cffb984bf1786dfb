"""One HTTP exchange with TowBook."""

import ipaddress
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from itow_desktop import __version__
from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.hangup import HangUpAdapter
from itow_desktop.adapters.towbook.recording import Recording
from itow_desktop.domain.errors import SettingsTrouble, TowBookDown, TowBookRefuses

CONNECT_SECONDS = 6.0
READ_SECONDS = 30.0
_HEADERS = MappingProxyType(
    {
        "User-Agent": f"Mozilla/5.0 (compatible; iTow Desktop {__version__})",
        "Accept-Language": "en-US,en;q=0.9",
    }
)
_HTML, _JSON = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "application/json, text/javascript, */*;q=0.01"


@dataclass(frozen=True, slots=True)
class Question:
    """One request; ``form`` may hold the password and shows in no text of the object."""

    path: str
    query: tuple[tuple[str, str], ...] = ()
    json: Mapping[str, Any] | None = None
    form: tuple[tuple[str, str], ...] | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """POST where something is sent along; TowBook's report is asked by POST, yet nothing is ever changed there."""
        return "GET" if self.json is None and self.form is None else "POST"

    @property
    def is_api(self) -> bool:
        """Whether data is asked for, not a page."""
        return urlsplit(self.path).path.casefold().startswith("/api/")


class Wire:
    """Sends questions to one server and to no other; follows nothing, repeats nothing. For several threads."""

    def __init__(self, base_url: str, connections: int, recording: Recording | None = None) -> None:
        self.base_url = _checked(base_url)
        self._recording = recording
        self._adapter = HangUpAdapter(connections)
        self._session = self._new_session()

    def send(self, question: Question) -> Answer:
        """The answer whatever its status.

        Raises ``TowBookDown`` where none came. The sentence is made here and the
        original error let go, as its frames hold the request's body.
        """
        try:
            response = self._session.request(
                question.method,
                urljoin(self.base_url, question.path),
                params=question.query or None,
                json=question.json,
                data=question.form,
                headers=self._headers(question),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
            )
            body, trouble = response.content, None
        except requests.RequestException as error:
            trouble = _told(error)
        if trouble is not None:
            raise TowBookDown(trouble)
        answer = Answer(response.status_code, response.url, {name.lower(): value for name, value in response.headers.items()}, body)
        if self._recording is not None:
            self._recording.note(question.method, question.path, question.query, question.json, answer)
        return answer

    def own_path(self, answer: Answer, target: str) -> str:
        """A link or redirect of an answer as a path of this server; raises ``TowBookRefuses`` where it leads elsewhere."""
        parts = urlsplit(urljoin(answer.url, target))
        if (parts.scheme, parts.netloc.casefold()) != (urlsplit(self.base_url).scheme, urlsplit(self.base_url).netloc.casefold()):
            raise TowBookRefuses(f"TowBook sends this program to another server ({parts.netloc or target}); it was not followed.")
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def cookie(self, name: str) -> Cookie | None:
        """A cookie that stands."""
        return next((cookie for cookie in self._session.cookies if cookie.name == name and not cookie.is_expired()), None)

    def beside(self) -> "Wire":
        """A wire to the same server over the same connections without any cookie, to sign in with.

        TowBook's form and its cookie are a pair that every showing of the form
        renews, and answers to other threads may show it at any moment.
        """
        other = copy(self)
        other._session = self._new_session()  # noqa: SLF001 - of its own kind
        return other

    def adopt(self, other: "Wire") -> None:
        """Go on with the cookies of a wire that signed in; late answers to earlier questions cannot touch them."""
        self._session = other._session  # noqa: SLF001 - of its own kind

    def hang_up(self) -> None:
        """Break off requests that are waiting."""
        self._adapter.hang_up()

    def close(self) -> None:
        """Close all connections."""
        self._adapter.hang_up()
        self._session.close()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.mount("https://", self._adapter)
        session.mount("http://", self._adapter)
        session.headers.update(_HEADERS)
        session.auth = _no_auth  # else a .netrc file could send a password of its own
        if _is_loopback(self.base_url):
            session.trust_env = False  # no proxy between this program and this computer
        return session

    def _headers(self, question: Question) -> dict[str, str]:
        if question.is_api:
            return {"Accept": _JSON, "X-Requested-With": "XMLHttpRequest"}
        if question.form is None:
            return {"Accept": _HTML}
        return {"Accept": _HTML, "Origin": self.base_url, "Referer": urljoin(self.base_url, question.path)}


def _checked(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise SettingsTrouble("The address of TowBook must look like https://app.towbook.com. Correct towbook.base_url in the settings.")
    if parts.scheme == "http" and not _is_loopback(base_url):
        raise SettingsTrouble(
            "The address of TowBook must begin with https, else the password could be read on its way. Correct towbook.base_url."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(error: requests.RequestException) -> str:
    """Words for a failed exchange; nothing of the request or the address enters them."""
    if isinstance(error, requests.exceptions.SSLError):
        return "No secure connection to TowBook could be made: its certificate was not accepted."
    if isinstance(error, requests.Timeout):
        return "TowBook does not answer in time."
    if isinstance(error, requests.exceptions.ProxyError):
        return "TowBook cannot be reached: the network's proxy does not let the request through."
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "TowBook's answer broke off."
    return "TowBook cannot be reached: the connection failed or was cut."


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
