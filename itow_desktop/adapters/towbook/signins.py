"""What this computer remembers of its sign-ins at TowBook, so that no account gets locked."""

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import portalocker

from itow_desktop.domain.errors import SignInLimit, WrongPassword
from itow_desktop.services.ports.clock import Clock

_log = logging.getLogger(__name__)

LIMIT = 3
WINDOW = timedelta(minutes=10)
_REMEMBERED_PAIRS = 20


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name with its password, which shows in no text of the object."""

    username: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(slots=True)
class _Account:
    """What is remembered of one account: when it signed in, whether that was of use, which pairs were rejected."""

    attempts: list[str] = field(default_factory=list)
    unread: bool = False
    rejected: list[str] = field(default_factory=list)


class SignIns:
    """The limits of decision 9, kept in one small file that all programs of this user share.

    At most 3 sign-ins in 10 minutes per account, none directly after one that
    led to no read, none with a pair that TowBook rejected. The file holds keyed
    hashes only: the account's by BLAKE2, the pair's by scrypt, as a password
    must not be found by trying.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._file = folder / "towbook-sign-ins.json"
        self._lock_file = folder / "towbook-sign-ins.lock"
        self._clock = clock

    def check(self, credentials: Credentials) -> None:
        """Raise ``WrongPassword`` or ``SignInLimit`` where a sign-in is not allowed now."""
        with self._opened() as book:
            self._check(book, credentials)

    def begin(self, credentials: Credentials) -> None:
        """Enter a sign-in that is about to be sent; raises as ``check``."""
        with self._opened() as book:
            account = self._check(book, credentials)
            account.attempts.append(self._clock.now().isoformat())
            account.unread = True
            book.save(self._file)

    def rejected(self, credentials: Credentials) -> None:
        """Remember that TowBook rejected this pair; the person may try another one at once."""
        with self._opened() as book:
            account = book.account(credentials)
            account.unread = False
            account.rejected = [*account.rejected, book.pair_mark(credentials)][-_REMEMBERED_PAIRS:]
            book.save(self._file)

    def useful(self, credentials: Credentials) -> None:
        """Remember that the last sign-in led to a successful read (or came to nothing, so that none could follow)."""
        with self._opened() as book:
            account = book.account(credentials)
            if account.unread:
                account.unread = False
                book.save(self._file)

    def _check(self, book: "_Book", credentials: Credentials) -> _Account:
        account, now = book.account(credentials), self._clock.now()
        if account.rejected and book.pair_mark(credentials) in account.rejected:
            raise WrongPassword(
                "TowBook rejected this user name and password before, so they were not tried again. "
                "Enter the right ones under TowBook sign-in."
            )
        # times ahead of the clock are of a clock that was set wrong and say nothing
        times = [datetime.fromisoformat(text) for text in account.attempts]
        recent = [time for time in times if now - WINDOW < time <= now + timedelta(minutes=1)]
        account.attempts = [time.isoformat() for time in recent]
        if len(recent) >= LIMIT:
            raise SignInLimit(
                f"{LIMIT} sign-ins at TowBook within {WINDOW.seconds // 60} minutes are the limit, so that the account is not locked. "
                f"Start again in {_minutes(recent[0] + WINDOW - now)}."
            )
        if recent and account.unread:
            raise SignInLimit(
                "The last sign-in at TowBook led to nothing that could be read, so it was not repeated at once. "
                f"Start again in {_minutes(recent[-1] + WINDOW - now)}."
            )
        return account

    @contextmanager
    def _opened(self) -> Iterator["_Book"]:
        """The book under a lock that other programs respect."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(self._lock_file, mode="a", timeout=10, check_interval=0.02):
            yield _Book.read(self._file)


@dataclass(slots=True)
class _Book:
    """The file's content; ``key`` makes its hashes worthless elsewhere."""

    key: bytes
    accounts: dict[str, _Account]

    @classmethod
    def read(cls, file: Path) -> "_Book":
        try:
            stored = json.loads(file.read_text("utf-8"))
            accounts = {mark: _Account(**account) for mark, account in stored["accounts"].items()}
            for account in accounts.values():
                account.attempts = [time for time in account.attempts if datetime.fromisoformat(time).tzinfo is not None]
            return cls(bytes.fromhex(stored["key"]), accounts)
        except FileNotFoundError:
            pass
        except (ValueError, TypeError, KeyError, AttributeError):
            _log.warning("%s cannot be read and is begun anew", file)
        return cls(secrets.token_bytes(32), {})

    def save(self, file: Path) -> None:
        content = {"key": self.key.hex(), "accounts": {mark: asdict(account) for mark, account in self.accounts.items()}}
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(content), "utf-8")
        fresh.replace(file)

    def account(self, credentials: Credentials) -> _Account:
        name = credentials.username.strip().casefold().encode()
        return self.accounts.setdefault(hashlib.blake2b(name, key=self.key, digest_size=16).hexdigest(), _Account())

    def pair_mark(self, credentials: Credentials) -> str:
        salt = hmac.digest(self.key, credentials.username.encode(), "sha256")
        return hashlib.scrypt(credentials.password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


def _minutes(span: timedelta) -> str:
    minutes = max(1, -(-int(span.total_seconds()) // 60))
    return "a minute" if minutes == 1 else f"{minutes} minutes"
