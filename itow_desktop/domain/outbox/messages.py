"""A message in the outbox and how far it is; accepted by a server is not read by anybody."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.vehicles import present


class OutKind(StrEnum):
    """What a message is about; the first ones leave the office, the last ones go to its own people."""

    TOP = "top"
    AD = "ad"
    DIGEST = "digest"
    ALERT = "alert"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _KINDS[self]

    @property
    def own(self) -> bool:
        """Whether it goes to the office's own people, to whom a manager's settings let it go."""
        return self in (OutKind.DIGEST, OutKind.ALERT)


_KINDS: Mapping[OutKind, str] = MappingProxyType(
    {
        OutKind.TOP: "TOP notices",
        OutKind.AD: "Newspaper ad",
        OutKind.DIGEST: "Work of the day",
        OutKind.ALERT: "Alert",
    }
)
TO_AGENCIES = (OutKind.TOP,)
"""Kinds that a manager may let go to a police department without asking each time."""


class OutWay(StrEnum):
    """How a message reaches its receiver; a fax goes by e-mail to a gateway."""

    EMAIL = "email"
    FAX = "fax"

    @property
    def words(self) -> str:
        """As on the screen."""
        return "E-mail" if self is OutWay.EMAIL else "Fax"


class OutState(StrEnum):
    """How far a message is. ``sent``: the server accepted it; ``refused``: a server said no for good, or nobody took it for days."""

    WAITS = "waits"
    READY = "ready"
    SENT = "sent"
    REFUSED = "refused"
    CAME_BACK = "came_back"
    TAKEN_BACK = "taken_back"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _STATES[self]


_STATES: Mapping[OutState, str] = MappingProxyType(
    {
        OutState.WAITS: "Waits for approval",
        OutState.READY: "Goes out",
        OutState.SENT: "Sent",
        OutState.REFUSED: "Refused",
        OutState.CAME_BACK: "Came back",
        OutState.TAKEN_BACK: "Taken back",
    }
)


class Outcome(StrEnum):
    """What came of one try. ``begun`` alone: the program ended in the middle of it."""

    BEGUN = "begun"
    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    NO_SERVER = "no_server"


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message to be put into the outbox, to one address.

    ``documents`` are ids of kept papers that go with it. ``once`` names what is sent one time only, as today's digest:
    a second message of that name is not put in.
    """

    kind: OutKind
    address: str
    subject: str
    body: str
    documents: tuple[int, ...] = ()
    way: OutWay = OutWay.EMAIL
    agency_id: int | None = None
    once: str | None = None


@dataclass(frozen=True, slots=True)
class OutPaper:
    """A paper that goes with a message; its bytes are those with the SHA-256."""

    document_id: int
    custody_id: int | None
    kind: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send a message: what the server answered, from which PC."""

    at: datetime
    outcome: Outcome
    answer: str
    pc: str


@dataclass(frozen=True, slots=True)
class OutMessage:
    """A message in the outbox.

    ``approved_by`` is the person who let it go, or whose standing approval (``approval_id``) did. ``mark`` is its
    Message-ID, the same at each try, so that a receiver sees a second copy as one. ``why``: of a refused one what the
    server said, of one that came back or was taken back what a person said.
    """

    id: int
    kind: OutKind
    way: OutWay
    address: str
    subject: str
    body: str
    state: OutState
    mark: str
    put_at: datetime
    put_by: str | None = None
    agency_id: int | None = None
    agency: str | None = None
    approved_at: datetime | None = None
    approved_by: str | None = None
    approval_id: int | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None
    why: str | None = None
    papers: tuple[OutPaper, ...] = ()
    attempts: tuple[Attempt, ...] = ()

    @property
    def tries(self) -> int:
        """How many tries were begun."""
        return sum(attempt.outcome is Outcome.BEGUN for attempt in self.attempts)

    @property
    def cars(self) -> tuple[int, ...]:
        """Custody ids its papers speak of."""
        return tuple(dict.fromkeys(paper.custody_id for paper in self.papers if paper.custody_id is not None))


@dataclass(frozen=True, slots=True)
class StandingApproval:
    """A manager's word that messages of a kind go to a police department without being asked about; it can be taken back."""

    id: int
    kind: OutKind
    agency_id: int
    agency: str
    given_at: datetime
    given_by: str | None
    reason: str
    revoked_at: datetime | None = None
    revoked_by: str | None = None


_WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 30, 60, 120))
GIVES_UP_AFTER = timedelta(days=2)
"""A server that only says "later" for that long does not want the message."""


def wait_after(tries: int) -> timedelta:
    """How long a message rests after that many tries; greylisting servers take it the second or third time."""
    return _WAITS[min(max(tries, 1), len(_WAITS)) - 1]


_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_LONGEST = 254


def mail_address(text: str | None) -> str | None:
    """The address as it can be sent to; None where it is none. Only what RFC 5321 lets through unquoted."""
    said = present(text)
    fits = said is not None and len(said) <= _LONGEST and _ADDRESS.fullmatch(said) and ".." not in said
    return said if fits else None


NUMBER = "{number}"


def gateway_problem(pattern: str) -> str | None:
    """What is wrong with the address pattern of a fax gateway; None where it can be used or is empty."""
    if not pattern or (pattern.count(NUMBER) == 1 and mail_address(pattern.replace(NUMBER, "18105550100"))):
        return None
    return f"The fax gateway's address needs {NUMBER} where the fax number stands, like {NUMBER}@fax.example."


def fax_address(pattern: str, number: str | None) -> str | None:
    """Where an e-mail becomes a fax to a North American number; None without a gateway or a whole number."""
    digits = re.sub(r"[^0-9]", "", number or "")
    whole = digits if len(digits) == 11 and digits.startswith("1") else f"1{digits}"
    if not pattern or gateway_problem(pattern) or len(whole) != 11:
        return None
    return mail_address(pattern.replace(NUMBER, whole))
