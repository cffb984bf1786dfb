"""The outbox and the mail server as the deeds see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from itow_desktop.domain.errors import MailTrouble
from itow_desktop.domain.outbox.messages import Attempt, NewMessage, OutKind, OutMessage, OutState, StandingApproval
from itow_desktop.domain.outbox.servers import MailServer


class OutboxStore(Protocol):
    """Messages that leave; nothing is ever deleted, what a message says never changes."""

    def put(self, message: NewMessage, mark: str, state: OutState, *, approval_id: int | None, at: datetime) -> int | None:
        """Keep a message; with ``ready`` and no approval the person of this deed approves. None where its ``once`` was put in before."""

    def get(self, message_id: int) -> OutMessage:
        """One message with papers and tries; raises ``NotFound``."""

    def open(self) -> tuple[OutMessage, ...]:
        """What waits for approval, goes out, was refused or came back and is not taken back yet; oldest first, without tries."""

    def sent(self, limit: int = 200) -> tuple[OutMessage, ...]:
        """What was sent or taken back, the newest first, without tries."""

    def of(self, custody_id: int) -> tuple[OutMessage, ...]:
        """The messages whose papers speak of one car, newest first, with their tries."""

    def known(self, once: Collection[str]) -> frozenset[str]:
        """Those of these messages that are sent one time only which were put in already."""

    def counts(self) -> Mapping[OutState, int]:
        """How many messages are in each state."""

    def last_try(self) -> Attempt | None:
        """What came last of any message, beginnings aside."""

    def due_since(self) -> datetime | None:
        """Since when the oldest message that goes out is due; None where none goes out."""

    def claim(self, at: datetime, asked: Collection[int] = ()) -> OutMessage | None:
        """The oldest message that goes out and is due, locked until the unit ends; those that another program has are passed over.

        ``asked``: ids that were tried in this round already and are not taken again.
        """

    def try_made(self, message_id: int, attempt: Attempt) -> None:
        """Write down a try; only added."""

    def move(self, message_id: int, before: OutState, after: OutState, *, at: datetime, why: str | None = None) -> bool:
        """Bring a message on; False where it is not in ``before`` any more. To ``ready``: the person of this deed approves."""

    def rest(self, message_id: int, until: datetime) -> None:
        """Let a message that goes out wait until then."""

    def rest_none(self) -> None:
        """What goes out is due now."""

    def approvals(self) -> tuple[StandingApproval, ...]:
        """Every standing approval ever given, those that stand first."""

    def standing(self, kind: OutKind, agency_id: int | None) -> StandingApproval | None:
        """The one that stands for this kind and police department."""

    def give(self, kind: OutKind, agency_id: int, reason: str) -> int:
        """Let this kind go to this department; the database refuses whoever is no manager. Raises ``Refused`` where one stands."""

    def revoke(self, approval_id: int, at: datetime) -> int:
        """Take one back: what it let go and is not sent waits again; answers how many. Raises ``Refused`` where it does not stand."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF that goes with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail as it is handed to the server; ``mark`` is its Message-ID, ``at`` its date."""

    address: str
    subject: str
    body: str
    mark: str
    at: datetime
    attachments: Sequence[Attachment] = ()


class Mailer(Protocol):
    """A mail server; each method makes a connection of its own and raises a ``MailTrouble``."""

    def send(self, server: MailServer, password: str | None, letter: Letter, /) -> str:
        """Hand a letter over; answers what the server said when it took it. Raises ``MailLater``, ``MailRefused`` for this letter alone."""

    def check(self, server: MailServer, password: str | None, /) -> str:
        """Connect, lock the way, sign in; answers a sentence. Nothing is sent."""


_PRACTICE = "No e-mail leaves the practice office. What is put into its outbox stays there."


class NoMailer:
    """Where no mail leaves, as in the practice office."""

    def send(self, _server: MailServer, _password: str | None, _letter: Letter) -> str:
        """Nothing leaves."""
        raise MailTrouble(_PRACTICE)

    def check(self, _server: MailServer, _password: str | None) -> str:
        """Nothing is asked."""
        raise MailTrouble(_PRACTICE)
