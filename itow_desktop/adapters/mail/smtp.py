"""Mail servers by SMTP, over a way that is always locked."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from itow_desktop.domain.errors import MailLater, MailPassword, MailRefused, MailTrouble, MailUntrusted
from itow_desktop.domain.outbox.servers import MailServer, Security
from itow_desktop.services.ports.outbox import Letter

_SECONDS = 30.0
"""How long a server may be silent."""
_OURSELVES = "[127.0.0.1]"
"""What we greet with; the computer's own name would have to be looked up first, which some networks let wait for half a minute."""
_POLICY = SMTP.clone(cte_type="7bit")
"""No server needs to understand more than seven bits."""
_ANSWER = 300
_GOOD = 250
_KEPT = "Everything stays in the outbox."


class SmtpMailer:
    """Implements the port ``Mailer``; a connection for each letter.

    ``trust`` makes the TLS context, by default the system's, which checks certificate and host name.
    """

    def __init__(self, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context, seconds: float = _SECONDS) -> None:
        self._trust = trust
        self._seconds = seconds

    def send(self, server: MailServer, password: str | None, letter: Letter) -> str:
        """Hand a letter over; answers what the server said when it took it."""
        content = _written(server, letter)
        with self._signed_in(server, password) as smtp:
            _refuse_too_big(smtp, content)
            with _broken_off(server):
                _may_send(server, *smtp.mail(server.sender, [f"SIZE={len(content)}"] if smtp.has_extn("size") else []))
                _taken(letter.address, *smtp.rcpt(letter.address))
            with _broken_off_in_the_middle(letter.address):
                code, said = smtp.data(content)
            _taken(letter.address, code, said)
        return _answer(code, said)

    def check(self, server: MailServer, password: str | None) -> str:
        """Connect, lock the way, sign in; nothing is sent."""
        with self._signed_in(server, password) as smtp, _broken_off(server):
            smtp.noop()
        return "accepted" if server.user else "accepted; the server asks for no sign-in"

    @contextmanager
    def _signed_in(self, server: MailServer, password: str | None) -> Iterator[smtplib.SMTP]:
        if server.user and not password:
            raise MailPassword(f"The password of {server.user} at {server.host} is not known on this PC. {_KEPT} Enter it in the settings.")
        with _plain_troubles(server):
            smtp = self._connected(server)
        try:
            with _plain_troubles(server):
                if server.security is Security.STARTTLS:
                    smtp.starttls(context=self._trust())
                if server.user and password:
                    smtp.login(server.user, password)
                else:
                    smtp.ehlo_or_helo_if_needed()
            yield smtp
            with suppress(smtplib.SMTPException, OSError):  # whatever it says to a good-bye changes nothing
                smtp.quit()
        finally:
            smtp.close()

    def _connected(self, server: MailServer) -> smtplib.SMTP:
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(server.host, server.port, _OURSELVES, timeout=self._seconds, context=self._trust())
        return smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=self._seconds)


def _written(server: MailServer, letter: Letter) -> bytes:
    """The letter as it goes over the wire."""
    message = EmailMessage(_POLICY)
    try:
        message["From"] = Address(server.sender_name, addr_spec=server.sender)
    except ValueError as error:
        raise MailTrouble(f"Nothing can be sent from {server.sender} ({_reason(error)}). {_KEPT} Correct it in the settings.") from error
    try:
        message["To"] = Address(addr_spec=letter.address)
    except ValueError as error:  # the letters behind this one go all the same
        raise MailRefused(f"{letter.address}: no e-mail can be addressed like this ({_reason(error)}).") from error
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = letter.mark
    message.set_content(letter.body)
    for each in letter.attachments:
        message.add_attachment(each.content, maintype="application", subtype="pdf", filename=each.name)
    return message.as_bytes()


def _refuse_too_big(smtp: smtplib.SMTP, content: bytes) -> None:
    most = smtp.esmtp_features.get("size", "").strip()
    if most.isdecimal() and 0 < int(most) < len(content):
        raise MailRefused(f"The message has {len(content):,} bytes; the server takes {int(most):,} at most.")


def _may_send(server: MailServer, code: int, said: bytes) -> None:
    """The answer to who sends is about all letters alike."""
    if code != _GOOD:
        raise MailTrouble(f"The mail server {server.host} does not let {server.sender} send ({_answer(code, said)}). {_KEPT}")


def _taken(address: str, code: int, said: bytes) -> None:
    if code // 100 == 2:
        return
    sentence = f"{address}: {_answer(code, said)}"
    raise MailRefused(sentence) if code // 100 == 5 else MailLater(sentence)


def _answer(code: int, said: bytes | str) -> str:
    text = said if isinstance(said, str) else said.decode("utf-8", "replace")
    return f"{code} {' '.join(text.split())}"[:_ANSWER]


@contextmanager
def _plain_troubles(server: MailServer) -> Iterator[None]:
    """Of greeting, locking the way and signing in; what is raised never repeats the password."""
    place = f"The mail server {server.host}, port {server.port},"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code // 100 == 4:
            raise MailTrouble(f"{place} takes no sign-in just now ({_answer(error.smtp_code, error.smtp_error)}). {_KEPT}") from None
        said = _answer(error.smtp_code, error.smtp_error)
        raise MailPassword(f"{place} rejects the password of {server.user} ({said}). {_KEPT} Enter it anew in the settings.") from None
    except UnicodeEncodeError:
        raise MailPassword(
            f"The password of {server.user} has signs that mail servers do not understand. {_KEPT} Choose another."
        ) from None
    except smtplib.SMTPNotSupportedError as error:
        if server.security is Security.STARTTLS and "STARTTLS" in str(error):
            raise MailUntrusted(f"{place} offers no STARTTLS, so nothing was sent. {_KEPT} Try TLS, or ask who runs the server.") from None
        raise MailTrouble(f"{place} offers no sign-in. {_KEPT} Leave the user name empty if it needs none.") from None
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or "unknown reason"
        raise MailUntrusted(f"The certificate of {server.host} is not to be trusted ({why}), so nothing was sent. {_KEPT}") from None
    except ssl.SSLError as error:
        why = error.reason or "unknown reason"
        raise MailUntrusted(f"{place} does not lock the way as asked ({why}), so nothing was sent. {_KEPT} Check port and kind.") from None
    except smtplib.SMTPResponseException as error:
        raise MailTrouble(f"{place} does not want us ({_answer(error.smtp_code, error.smtp_error)}). {_KEPT}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailTrouble(f"{place} does not answer ({_reason(error)}). {_KEPT}") from None


@contextmanager
def _broken_off(server: MailServer) -> Iterator[None]:
    """Before anything of a letter went out."""
    try:
        yield
    except (smtplib.SMTPException, OSError) as error:
        raise MailTrouble(f"The mail server {server.host} broke off ({_reason(error)}). {_KEPT}") from None


@contextmanager
def _broken_off_in_the_middle(address: str) -> Iterator[None]:
    """While the letter went out: only its receiver could tell whether it arrived, so it is sent again as the same message."""
    try:
        yield
    except smtplib.SMTPDataError as error:
        said = error.smtp_error.encode() if isinstance(error.smtp_error, str) else error.smtp_error
        _taken(address, error.smtp_code, said)
        raise MailLater(f"{address}: the server did not ask for the message ({_answer(error.smtp_code, said)}).") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailLater(
            f"{address}: the connection broke off in the middle ({_reason(error)}); it goes again as the same message."
        ) from None


def _reason(error: Exception) -> str:
    """Why, in the system's few words."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(text.split())[:_ANSWER] or type(error).__name__
