"""A real mail server on this machine, with the faults that real ones have."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from itow_desktop.domain.outbox.servers import MailServer, Security

HOST = "localhost"
USER, PASSWORD = "desk@practice.example", "invented for this test"
AUTHORITY = trustme.CA()
STRANGER = trustme.CA()


def trusting() -> ssl.SSLContext:
    """What a client of this office trusts."""
    context = ssl.create_default_context()
    AUTHORITY.configure_trust(context)
    return context


@dataclass
class Post:
    """What the server does: ``answers`` are given to the next messages, one each, an empty one drops the connection; then all are taken."""

    answers: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    """Answers to a receiver's address, each time."""
    sender: str = "250 OK"
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    """(receiver, message) of each one that was taken."""
    sign_ins: int = 0
    trying: threading.Event = field(default_factory=threading.Event)
    """Set once a message came in; ``go_on`` lets it be answered."""
    go_on: threading.Event = field(default_factory=threading.Event)

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: object) -> AuthResult:
        self.sign_ins += 1
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)

    # The names are those that the server calls.

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: Sequence[str]) -> str:  # noqa: N802
        if self.sender.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.sender

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Sequence[str]) -> str:  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.trying.set()
        await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait)
        answer = self.answers.pop(0) if self.answers else f"250 taken as {len(self.got) + 1}"
        if not answer:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        elif answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.got.append((envelope.rcpt_tos[0], message))
        return answer or "421 never heard"


@dataclass(frozen=True)
class Running:
    """A server that runs: what it does, where it is."""

    post: Post
    port: int
    security: Security

    @property
    def settings(self) -> MailServer:
        """As the office would enter it."""
        return MailServer(HOST, self.port, self.security, USER, USER, "Practice Towing, O'Neil")


@contextmanager
def mail_server(
    security: Security, *, authority: trustme.CA = AUTHORITY, name: str = HOST, locks: bool = True, most: int = 30_000_000
) -> Iterator[Running]:
    """A server whose certificate says ``name``; one that does not ``locks`` offers no TLS at all."""
    post = Post()
    post.go_on.set()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    starttls = locks and security is Security.STARTTLS
    loop = asyncio.new_event_loop()

    def smtp() -> SMTP:
        return SMTP(
            post, hostname="mail.example", authenticator=post.authenticate, auth_required=starttls, data_size_limit=most, loop=loop,
            auth_require_tls=starttls, tls_context=context if starttls else None, require_starttls=starttls,
        )  # fmt: skip

    whole = context if locks and security is Security.TLS else None
    server = loop.run_until_complete(loop.create_server(smtp, HOST, 0, ssl=whole, family=2))
    thread = threading.Thread(target=loop.run_forever, name="mail server")
    thread.start()
    try:
        yield Running(post, server.sockets[0].getsockname()[1], security)
    finally:
        post.go_on.set()
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    left = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_default_executor()
