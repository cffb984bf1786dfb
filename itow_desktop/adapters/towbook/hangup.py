"""Breaking off HTTP requests from another thread."""

import socket
from contextlib import suppress
from threading import Lock
from typing import Any
from weakref import WeakSet

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class HangUpAdapter(HTTPAdapter):
    """An adapter of ``requests`` that knows its open connections, so that ``hang_up`` ends waiting reads at once.

    ``requests`` itself can only wait for its time-outs; a person who presses
    Cancel should not wait for a server that hangs.
    """

    def __init__(self, connections: int) -> None:
        self._open: WeakSet[HTTPConnection] = WeakSet()
        self._lock = Lock()
        super().__init__(pool_connections=1, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools with connections that announce themselves."""
        super().init_poolmanager(*args, **kwargs)
        note = self._note

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                note(self)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                note(self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def hang_up(self) -> None:
        """Shut all open connections; requests waiting on them fail, later ones connect anew."""
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            if (line := connection.sock) is not None:
                with suppress(OSError):  # it may have closed by itself in this moment
                    socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _note(self, connection: HTTPConnection) -> None:
        with self._lock:
            self._open.add(connection)
