"""What the program asks of TowBook: the port its reader meets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange


def never() -> bool:
    """Nobody says stop."""
    return False


class TowBook(Protocol):
    """A signed-in reader; never writes. All methods may raise ``TowBookTrouble`` of one kind or other.

    ``stopped`` is asked several times a second, also while TowBook lets us wait; the
    methods that take it then raise ``Cancelled``, only ``read_calls`` just ends.
    """

    def sign_in(self, stopped: Callable[[], bool] = never) -> None:
        """Sign in unless signed in; raises ``WrongPassword``, ``SignInLimit`` or ``TowBookDown``."""

    def answers(self, stopped: Callable[[], bool] = never) -> None:
        """Look once, without a sign-in, whether TowBook answers; raises where it does not."""

    def calls_between(self, days: DateRange, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """Rows of the Call Analysis report of these accounts, filtered again by account name.

        Raises ``NotInTowBook`` where TowBook has no account of a name.
        """

    def calls_on_lot(self, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """Rows of the cars that TowBook says stand on the lot now.

        A car whose call TowBook's search does not know has a ``towbook_id``
        that begins with "?"; ``read_calls`` yields it with its trouble.
        """

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """Read each call, a few at a time, yielding as they come, in no promised order.

        A call that cannot be read is yielded with its ``trouble``; a session that cannot be
        mended, a server that stays down or a lost network raises. Asks ``stopped`` at least
        four times a second and then ends early without further requests.
        """

    def close(self) -> None:
        """Let go of connections and threads."""
