"""The server that takes the office's e-mail."""

from dataclasses import dataclass
from enum import StrEnum


class Security(StrEnum):
    """How the way to the server is locked; there is no third way, as passwords and notices never go in the clear."""

    STARTTLS = "starttls"
    TLS = "tls"

    @property
    def words(self) -> str:
        """As on the screen."""
        return "STARTTLS (usually port 587)" if self is Security.STARTTLS else "TLS (usually port 465)"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where to send by; ``user`` empty: a server that asks for no sign-in. ``sender`` is the address in From."""

    host: str
    port: int
    security: Security
    user: str
    sender: str
    sender_name: str = ""
