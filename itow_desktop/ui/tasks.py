"""Work off the UI thread: the only threads that talk to the window."""

import logging
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue
from typing import Any, TypeVar, overload

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.ui.errors import reported

log = logging.getLogger(__name__)

R = TypeVar("R")
P = TypeVar("P")

_QUICK_THREADS = 4


class Task:
    """A handle on work under way."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._over = False

    def cancel(self) -> None:
        """Stop it.

        Plain work that has not begun never begins, and its answer is dropped.
        Work that yields gets ``Cancelled`` at its next yield: what it returns
        then is its result, and if it lets ``Cancelled`` pass, that is its failure.
        """
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether ``cancel`` was called; may be asked from inside the work."""
        return self._stop.is_set()

    @property
    def running(self) -> bool:
        """False once the answer was delivered or dropped."""
        return not self._over

    def finish(self) -> None:
        """The runner's word that the answer was delivered or dropped."""
        self._over = True


class _Newest:
    """The one step the window has not shown yet; a newer one takes its place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: list[object] = []

    def put(self, step: object) -> bool:
        """True when the window must be woken for it."""
        with self._lock:
            wake = not self._steps
            self._steps[:] = [step]
        return wake

    def take(self) -> object:
        with self._lock:
            return self._steps.pop()


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    task: Task
    work: Callable[[], Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Trouble], None] | None
    progress: Callable[[Any], None] | None
    newest: _Newest


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    result: object = None
    trouble: Trouble | None = None


class _Relay(QObject):
    """Carries answers over to the thread it was made on."""

    answered = Signal(object)
    moved_on = Signal(int)
    let_go = Signal(int)


class TaskRunner(QObject):
    """Runs work on threads of its own and delivers results on the UI thread.

    Work usually knows the widget that asked for it, and a widget must die on the
    UI thread. So everything of a job is kept here until its worker has let go of
    it: the last reference is never a worker's. Made on the UI thread, closed by the composition root. A result whose owner
    widget is gone is dropped, and so is plain work's that was cancelled.
    """

    troubled = Signal(object)
    """A ``Trouble`` that work ended with, whoever shows it."""
    idle = Signal()
    """Nothing is under way any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay = _Relay(self)
        self._relay.answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._relay.moved_on.connect(self._deliver_progress, Qt.ConnectionType.QueuedConnection)
        self._relay.let_go.connect(self._forget, Qt.ConnectionType.QueuedConnection)
        self._closing = threading.Lock()
        self._closed = False
        self._quick: SimpleQueue[int | None] = SimpleQueue()
        self._questioners = 0
        self._threads: list[threading.Thread] = []
        self._numbers = count(1)
        self._jobs: dict[int, _Job] = {}
        self._answers: dict[int, _Answer] = {}
        self._under_way: set[int] = set()
        self._untold: Callable[[Trouble], None] | None = None

    def on_untold(self, show: Callable[[Trouble], None]) -> None:
        """Where troubles go that no ``failed`` asked for (the window's error dialog)."""
        self._untold = show

    @overload
    def start(
        self,
        work: Callable[[], Generator[P, None, R]],
        *,
        owner: QObject,
        done: Callable[[R], None],
        progress: Callable[[P], None],
        failed: Callable[[Trouble], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Task: ...

    @overload
    def start(
        self,
        work: Callable[[], R],
        *,
        owner: QObject,
        done: Callable[[R], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> Task: ...

    def start(
        self,
        work: Callable[[], Any],
        *,
        owner: QObject,
        done: Callable[[Any], None],
        progress: Callable[[Any], None] | None = None,
        failed: Callable[[Trouble], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Task:
        """Begin ``work`` on another thread.

        With ``progress``, ``work`` is a generator function: it has a thread of
        its own, ``progress`` gets what it yields (only the newest, when the
        window is slower than the work) and ``done`` what it returns. Without,
        it is a short question and shares a few threads. ``failed`` gets the
        world's trouble, or ``OurMistake`` with the number of a logged bug.
        ``stop`` is set when the task is cancelled, for work that looks at it
        between its yields. After ``close`` nothing is begun and nothing answered.
        """
        task = Task(stop or threading.Event())
        if self._closed:  # a timer that fired while the window was closing: nobody is left to be answered
            task.cancel()
            task.finish()
            return task
        number = next(self._numbers)
        self._jobs[number] = _Job(task, work, owner, done, failed, progress, _Newest())
        self._under_way.add(number)
        if progress is not None:
            owner.destroyed.connect(task.cancel)
            self._spawn(self._do_deed, number, "deed")
        else:
            if self._questioners < _QUICK_THREADS:
                self._questioners += 1
                self._spawn(self._answer_questions, self._questioners, "question")
            self._quick.put(number)
        return task

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    def close(self, seconds: float = 5.0) -> bool:
        """Cancel everything and wait that long at most; False when something did not stop in time."""
        with self._closing:
            self._closed = True
        for job in self._jobs.values():
            job.task.cancel()
        for _ in range(self._questioners):
            self._quick.put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        late = [thread.name for thread in self._threads if thread.is_alive()]
        if late:
            log.warning("still at work when the window closed: %s", ", ".join(late))
        return not late

    # --- on the worker threads ---------------------------------------------------------------------------------------

    def _spawn(self, body: Callable[[int], None], number: int, name: str) -> None:
        # A daemon, so that a thread that hangs in the network cannot keep the program alive after close() gave up on it.
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=body, args=(number,), name=f"{name}-{number}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _answer_questions(self, _place: int) -> None:
        while (number := self._quick.get()) is not None:
            self._do_deed(number)

    def _do_deed(self, number: int) -> None:
        self._emit(self._relay.answered, self._answer(number))
        self._emit(self._relay.let_go, number)  # the frames that knew the job are gone by now

    def _answer(self, number: int) -> _Answer:
        job = self._jobs[number]
        try:
            if job.progress is not None:
                return _Answer(number, self._exhaust(number, job))
            return _Answer(number, None if job.task.cancelled else job.work())
        except Trouble as trouble:
            return _Answer(number, trouble=trouble)
        except Exception as bug:  # noqa: BLE001  # the border between our bugs and the window; the exception hook is the only other one
            return _Answer(number, trouble=reported(bug))

    def _exhaust(self, number: int, job: _Job) -> object:
        """Run a generator to its end and answer what it returns; it is told once that it is cancelled."""
        steps, told = job.work(), False
        try:
            step = next(steps)
            while True:
                if job.newest.put(step):
                    self._emit(self._relay.moved_on, number)
                if job.task.cancelled and not told:
                    told = True
                    step = steps.throw(Cancelled("Stopped. What was finished stays."))
                else:
                    step = next(steps)
        except StopIteration as end:
            return end.value

    def _emit(self, signal: SignalInstance, news: object) -> None:
        with self._closing:
            if not self._closed:
                signal.emit(news)

    # --- on the UI thread --------------------------------------------------------------------------------------------

    @Slot(int)
    def _deliver_progress(self, number: int) -> None:
        job = self._jobs[number]
        step = job.newest.take()
        if job.progress is not None and shiboken6.isValid(job.owner):
            job.progress(step)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        job = self._jobs[answer.number]
        self._answers[answer.number] = answer  # a trouble's trace knows the frames it went through, and they the widget
        job.task.finish()
        self._under_way.discard(answer.number)
        if not self._under_way:
            self.idle.emit()
        if not shiboken6.isValid(job.owner) or (job.task.cancelled and job.progress is None):
            return
        if answer.trouble is not None:
            self.troubled.emit(answer.trouble)
        if answer.trouble is None:
            job.done(answer.result)
        elif job.failed is not None:
            job.failed(answer.trouble)
        elif self._untold is not None:
            self._untold(answer.trouble)

    @Slot(int)
    def _forget(self, number: int) -> None:
        del self._jobs[number]
        del self._answers[number]
