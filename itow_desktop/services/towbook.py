"""What the program asks of TowBook: the port its reader meets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange


class TowBook(Protocol):
    """A signed-in reader; never writes. All methods may raise ``TowBookTrouble`` of one kind or other."""

    def sign_in(self) -> None:
        """Sign in now; raises ``WrongPassword`` or ``TowBookDown``."""

    def calls_between(self, days: DateRange, accounts: Sequence[str]) -> CallList:
        """Rows of the Call Analysis report of these accounts, filtered again by account name."""

    def calls_on_lot(self, accounts: Sequence[str]) -> CallList:
        """Rows of the cars that TowBook says stand on the lot now."""

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """Read each call, a few at a time, yielding as they come, in no promised order.

        A call that cannot be read is yielded with its ``trouble``; a session that cannot be
        mended, a server that stays down or a lost network raises. Asks ``stopped`` at least
        four times a second and then ends early without further requests.
        """

    def close(self) -> None:
        """Let go of connections and threads."""
