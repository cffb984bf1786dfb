"""Hand-made stand-ins for ports, each doing the real thing in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange, TowBookCall
from itow_desktop.domain.errors import PrinterTrouble, Trouble
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.ports.towbook import never
from tests.builders import NOW


class SetClock:
    """A clock that stands until it is set on."""

    def __init__(self, now: datetime = NOW) -> None:
        self.time, self.seconds = now, 0.0

    def now(self) -> datetime:
        """The set moment."""
        return self.time

    def monotonic(self) -> float:
        """Seconds since the start, as set."""
        return self.seconds

    def wait(self, seconds: float, stop: Event) -> bool:
        """Pass the time at once."""
        self.pass_by(seconds)
        return stop.is_set()

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.seconds += seconds
        self.time += timedelta(seconds=seconds)


class MemoryTowBook:
    """A TowBook of given calls; ``trouble_at`` raises before the call of that place, ``unreadable`` ids come with a reason."""

    def __init__(self, calls: Iterable[TowBookCall] = ()) -> None:
        self.calls = {call.towbook_id: call for call in calls}
        self.released: dict[str, bool] = {}
        self.unreadable: dict[str, str] = {}
        self.trouble_at: tuple[int, Trouble] | None = None
        self.sign_in_trouble: Trouble | None = None
        self.away: Trouble | None = None
        self.read: list[str] = []
        self.closed = False

    def sign_in(self, stopped: Callable[[], bool] = never) -> None:
        """Accepted, unless told otherwise."""
        if self.sign_in_trouble is not None:
            raise self.sign_in_trouble

    def answers(self, stopped: Callable[[], bool] = never) -> None:
        """It does, unless it is away."""
        if self.away is not None:
            raise self.away

    def calls_between(self, days: DateRange, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """All calls of the accounts; cancelled ones are counted."""
        wanted = [call for call in self.calls.values() if call.account in accounts]
        refs = tuple(
            CallRef(call.towbook_id, call.call_number, call.account, self.released.get(call.towbook_id))
            for call in wanted
            if not call.cancelled
        )
        return CallList(refs, cancelled=len(wanted) - len(refs), other_accounts=len(self.calls) - len(wanted))

    def calls_on_lot(self, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """The calls whose cars were not released."""
        listed = self.calls_between(DateRange(NOW.date(), NOW.date()), accounts)
        return CallList(tuple(ref for ref in listed.refs if not ref.released), listed.cancelled, listed.other_accounts)

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """One after the other, in the order asked."""
        for place, ref in enumerate(refs):
            if stopped():
                return
            if self.trouble_at is not None and place == self.trouble_at[0]:
                raise self.trouble_at[1]
            self.read.append(ref.towbook_id)
            reason = self.unreadable.get(ref.towbook_id)
            found = None if reason else self.calls.get(ref.towbook_id)
            yield CallRead(ref, found, reason if found or reason else "TowBook does not know this call.")

    def close(self) -> None:
        """Remember that it was asked."""
        self.closed = True


class MemoryPrinter:
    """A printer whose queue is a list; it is gone once ``takes`` papers went through."""

    def __init__(self, takes: int | None = None) -> None:
        self.takes = takes
        self.queue: list[tuple[str, bytes]] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The one."""
        return (PrinterInfo("FrontDesk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Queue it, unless the printer is gone."""
        if self.takes is not None and len(self.queue) >= self.takes:
            raise PrinterTrouble(f"The printer {choice.printer} is gone. Nothing of this paper was printed.")
        self.queue.append((title, pdf))


class MemorySecrets:
    """A keyring in memory."""

    def __init__(self, **kept: str) -> None:
        self.kept = {f"towbook.{name}": secret for name, secret in kept.items()}

    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    def put(self, name: str, value: str) -> None:
        self.kept[name] = value

    hold = put

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


class NoBackups:
    """A disk without copies."""

    folder = Path("copies")

    def latest(self) -> None:
        """None yet."""
