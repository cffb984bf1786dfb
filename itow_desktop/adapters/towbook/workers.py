"""A few threads that work through many things while somebody may say stop."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
_LOOK = 0.1  # seconds between two looks at ``stopped``, which is a question and cannot wake us


class Workers:
    """A bounded pool; ``hang_up`` is called when work is abandoned, to end what hangs in the network."""

    def __init__(self, threads: int, hang_up: Callable[[], None]) -> None:
        if threads < 1:
            raise ValueError(f"at least one request must be allowed in flight, not {threads}")
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="towbook")
        self._ahead = 2 * threads
        self._hang_up = hang_up
        self._closing = Event()

    def each(self, items: Iterable[_T], work: Callable[[_T, Event], _R], stopped: Callable[[], bool]) -> Iterator[_R]:
        """Results as they come, in no promised order; only a few items are taken ahead of them.

        Ends early when ``stopped`` says so (within a tenth of a second) and when
        the caller lets go; raises the first exception of ``work`` after the
        results that were ready with it. The event given to ``work`` is set then.
        """
        stop, feed, open_ = Event(), iter(items), set[Future[_R]]()
        try:
            while not (self._closing.is_set() or stopped()):
                self._top_up(open_, feed, work, stop)
                if not open_:
                    return
                done, open_ = wait(open_, _LOOK, FIRST_COMPLETED)
                yield from (future.result() for future in sorted(done, key=_failed))
        finally:
            stop.set()
            running = [future for future in open_ if not future.cancel() and not future.done()]
            if running:
                self._hang_up()

    def close(self) -> None:
        """Abandon everything; threads end by themselves."""
        self._closing.set()
        self._hang_up()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _top_up(self, open_: set[Future[_R]], feed: Iterator[_T], work: Callable[[_T, Event], _R], stop: Event) -> None:
        while len(open_) < self._ahead:
            try:
                item = next(feed)
            except StopIteration:
                return
            open_.add(self._pool.submit(work, item, stop))


def _failed(future: "Future[_R]") -> bool:
    return future.exception() is not None
