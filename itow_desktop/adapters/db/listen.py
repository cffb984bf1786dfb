"""Hears what other programs commit, over a connection and a thread of its own."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import chain, repeat

import msgspec
import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from itow_desktop.adapters.db.engine import APPLICATION, KEEP_ALIVE, Address
from itow_desktop.services.ports.changes import ANYTHING, Change, Kind, nobody_minds

log = logging.getLogger(__name__)

_CHANNEL = "itow"
_LOOK_SECONDS = 0.3
"""How long one wait for news lasts; how long the end of the program may have to wait for it."""
_WAITS = (0.5, 0.5, 1.0, 2.0, 5.0, 10.0)
_LONGEST_WAIT = 20.0
"""Seconds before each new attempt to reach a database that is away, and before all further ones."""
_END_SECONDS = 1.0


class DatabaseChanges:
    """Implements the port ``Changes``."""

    def __init__(self, address: Address, program: str) -> None:
        """``program``: what this program's own connections call themselves, so that its own changes are not told."""
        self._address, self._program = address, program
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._first: Connection[TupleRow] | None = None
        self._database: int | None = None
        """The number of the database that answered last; a restored one has the same name and another number."""

    def begin(self) -> None:
        """Connect now; when that fails the thread goes on trying."""
        with suppress(psycopg.Error):
            self._first = self._connect()
            self._database = _number(self._first)

    def listen(self, told: Callable[[Change], None], lost: Callable[[], None] = nobody_minds) -> None:
        """Start the thread."""
        # A daemon: a connection that hangs in the network must not keep the program alive.
        self._thread = threading.Thread(target=self._run, args=(told, lost), name="changes", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread and let go of the connection."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
            if self._thread.is_alive():
                log.warning("the listener for changes was still connecting when the program closed")
        elif self._first is not None:
            self._first.close()

    # --- on the thread -----------------------------------------------------------------------------------------------

    def _run(self, told: Callable[[Change], None], lost: Callable[[], None]) -> None:
        waits, away = _waits(), False
        while not self._stop.is_set():
            try:
                with closing(self._connection(told)) as connection:
                    if away:
                        log.info("changes of other programs are heard again")
                    waits, away = _waits(), False
                    self._hear(connection, told)
            except psycopg.Error as error:
                if not away:
                    log.warning("changes of other programs are not heard until the database answers: %s", type(error).__name__)
                    lost()
                away = True
                self._stop.wait(next(waits))

    def _connection(self, told: Callable[[Change], None]) -> Connection[TupleRow]:
        """The one that ``begin`` made, or a new one: whatever was told before that is missed."""
        connection, self._first = self._first, None
        if connection is not None:
            return connection
        connection = self._connect()
        before, self._database = self._database, _number(connection)
        told(replace(ANYTHING, another_database=before not in {None, self._database}))
        return connection

    def _connect(self) -> Connection[TupleRow]:
        words = make_conninfo(self._address.conninfo(), application_name=APPLICATION, connect_timeout=5, **KEEP_ALIVE)
        connection = psycopg.connect(words, autocommit=True)
        connection.execute(f"LISTEN {_CHANNEL}")
        return connection

    def _hear(self, connection: Connection[TupleRow], told: Callable[[Change], None]) -> None:
        while not self._stop.is_set():
            for news in connection.notifies(timeout=_LOOK_SECONDS):
                change = _change(news.payload, self._program)
                if change is not None:
                    told(change)


@dataclass(frozen=True, slots=True)
class _News:
    """What ``tell_changes`` of the database says: whose doing it was, and the cars that each kind is about (none: any)."""

    by: str
    changed: dict[Kind, list[int]]


_NEWS = msgspec.json.Decoder(_News)


def _change(payload: str, program: str) -> Change | None:
    """What was told; None where it was this program's own doing."""
    try:
        news = _NEWS.decode(payload)
    except msgspec.MsgspecError:  # not ours: whoever signs in may send anything on a channel
        log.warning("a notification could not be read; everything counts as changed")
        return ANYTHING
    return None if news.by == program else Change(frozenset(news.changed), frozenset(news.changed.get(Kind.CARS, ())))


def _number(connection: Connection[TupleRow]) -> int:
    (number,) = connection.execute("SELECT oid::bigint FROM pg_database WHERE datname = current_database()").fetchall()[0]
    return int(number)


def _waits() -> Iterator[float]:
    return chain(_WAITS, repeat(_LONGEST_WAIT))
