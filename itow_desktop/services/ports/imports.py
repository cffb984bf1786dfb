"""Imports as the database keeps them: runs, the calls each saw, what came of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from itow_desktop.domain.calls import DateRange, RawCall
from itow_desktop.domain.importing.reconciling import FieldSays, LineKind, LineState
from itow_desktop.services.views import Begun, FailedCall, ImportRun


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call one run saw; a failed one with its number, as TowBook's list gave it, and the reason.

    ``state`` None: the import took it by itself. ``hash`` names what TowBook said where that waits to be stored.
    """

    towbook_id: str
    outcome: LineKind
    call_number: str | None = None
    reason: str | None = None
    state: LineState | None = None
    hash: str | None = None
    fields: tuple[FieldSays, ...] = ()


class ImportStore(Protocol):
    """Runs, what they saw, how they ended."""

    def start(self, source: str, accounts: Sequence[str], first: date | None, last: date | None, *, begun: Begun = Begun.BY_HAND) -> int:
        """Begin a run, of these accounts and days (none: cars on the lot, a file); answers its number."""

    def keep(self, run: int, told: Sequence[RawCall]) -> None:
        """Keep what TowBook said of calls; an answer it gave before is there already."""

    def saw(self, run: int, calls: Iterable[SeenCall]) -> None:
        """Keep what came of calls; one seen twice in a run keeps its first outcome."""

    def saw_before(self, run: int, towbook_ids: Sequence[str]) -> None:
        """Keep calls that the cut-off run before this one read; what nobody decided of them yet asks again here."""

    def left_out(self) -> Mapping[str, str]:
        """The hash of the last word about each new call that somebody left out of the office."""

    def standing(self, accounts: Sequence[str], days: DateRange | None, zone: str) -> Sequence[tuple[str, str | None]]:
        """(TowBook id, call number) of cars on the lot from these accounts, not known as released; towed on these days or at any time."""

    def gone(self, run: int, towbook_ids: Collection[str], reason: str) -> None:
        """Let the lines of cars that a list left out ask for that, where they do not ask for something else."""

    def seen_in_unfinished(self, source: str, accounts: Sequence[str], first: date | None, last: date | None) -> frozenset[str]:
        """TowBook ids that the last run of the same plan read before it was cut off, if that was within twelve hours."""

    def finish(self, run: ImportRun) -> None:
        """Store how a run ended; older lines that nobody decided ask no more where it has a word about the same call."""

    def waiting(self, run: int) -> int:
        """How many lines of a run nobody decided yet."""

    def run(self, run_id: int) -> ImportRun:
        """One run; raises ``NotFound``."""

    def history(self, limit: int) -> tuple[ImportRun, ...]:
        """The last runs, the newest first."""

    def running(self, accounts: Sequence[str]) -> ImportRun | None:
        """The newest run of one of these accounts that has not ended."""

    def failures(self, run: int) -> tuple[FailedCall, ...]:
        """The calls that a run could not read or store, with the reasons."""

    def last_towed_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The local day of the newest tow from these accounts, days to come left out."""

    def oldest_open_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The tow day of the car from these accounts that stands here longest."""
