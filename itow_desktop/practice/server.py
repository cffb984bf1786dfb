"""The stand-in TowBook as a real web server on 127.0.0.1."""

import socket
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, ClassVar, Self

from itow_desktop.practice.faults import Faults, spoil
from itow_desktop.practice.login import PASSWORD, USERNAME, Desk
from itow_desktop.practice.records import Office, OfficeCall
from itow_desktop.practice.site import Site
from itow_desktop.practice.wire import Answer, Incoming

_IDLE_SECONDS = 60.0
_SHUTDOWN_LOOK = 0.02


@dataclass(frozen=True, slots=True)
class Logged:
    """One request as the stand-in saw it: ``when`` it came in ``time.monotonic()`` seconds, ``status`` 0 for dropped."""

    method: str
    path: str
    when: float
    status: int


class StandIn:
    """A TowBook to practise on; a context manager that serves while it is open.

    ``latency`` are seconds that every answer takes. ``prerendered`` fills the Call Analysis table in
    the page itself; ``preamble`` False leaves the two title lines out of the impounds export. It speaks
    plain HTTP, so its cookies lack the Secure flag; ``X-API-Use-UTC`` and ``X-Company`` are overlooked.
    """

    def __init__(
        self,
        office: Office,
        *,
        faults: Faults | None = None,
        latency: float = 0.0,
        prerendered: bool = False,
        preamble: bool = True,
        username: str = USERNAME,
        password: str = PASSWORD,
    ) -> None:
        self.office = office
        self.faults = Faults() if faults is None else faults
        self.latency = latency
        self._desk = Desk(username, password)
        self._site = Site(office, self._desk, self.faults, prerendered=prerendered, preamble=preamble)
        self._lock = threading.Lock()
        self._log: list[Logged] = []
        self._in_flight = self._peak = 0
        self._closing = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_SHUTDOWN_LOOK,), name="stand-in TowBook")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server is None or self._thread is None:
            return
        self._closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; only while it is open."""
        if self._server is None:
            raise RuntimeError("the stand-in has not been opened")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def requests(self) -> tuple[Logged, ...]:
        """Every request so far, in the order they were answered."""
        with self._lock:
            return tuple(self._log)

    @property
    def peak_in_flight(self) -> int:
        """The most requests that were under way at the same time."""
        with self._lock:
            return self._peak

    def add_call(self, call: OfficeCall) -> None:
        """A new call in the office; raises ValueError where its id is taken."""
        if call.id in self._site.book:
            raise ValueError(f"call {call.id} is there already")
        self._site.book.put(call)

    def replace_call(self, call: OfficeCall) -> None:
        """Somebody changed a call at TowBook; raises KeyError where there is none of that id."""
        if call.id not in self._site.book:
            raise KeyError(call.id)
        self._site.book.put(call)

    def remove_call(self, call_id: int) -> None:
        """Somebody deleted a call at TowBook; raises KeyError."""
        self._site.book.remove(call_id)

    def expire_sessions(self) -> None:
        """Everybody who is signed in has to sign in anew."""
        self._desk.end_sessions()

    def handle(self, incoming: Incoming) -> Answer:
        """Answer one request with the delay, the trouble it is to meet; logs it."""
        when = time.monotonic()
        with self._lock:
            self._in_flight += 1
            self._peak = max(self._peak, self._in_flight)
        delay, trouble = self.faults.meet(incoming.path)
        self._closing.wait(self.latency + delay)
        answer = self._site.answer(incoming) if trouble is None else spoil(trouble, lambda: self._site.answer(incoming))
        with self._lock:
            self._in_flight -= 1
            self._log.append(Logged(incoming.method, incoming.target, when, answer.status))
        return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep alive, so that their threads can end."""
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client hung up first

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle of an answer is nothing to print."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "StandIn"
    sys_version = ""
    timeout: ClassVar[float] = _IDLE_SECONDS
    wbufsize = 1 << 16  # head and body leave in one piece
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Answer any method; the stand-in logs writes too, so that a test can see there were none."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        incoming = Incoming.read(self.command, self.path, self.headers.get("Cookie", ""), body)
        answer = self.server.stand_in.handle(incoming)
        if answer.dropped:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in (("Content-Type", answer.content_type), *answer.headers, ("Content-Length", str(len(answer.body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: answer.cut])
        if answer.cut is not None:
            self.close_connection = True

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - the base class looks these names up

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
        """The log is kept by the stand-in; nothing goes to the terminal."""
