"""Reading calls from TowBook: the port ``TowBook``, met over HTTP."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar
from urllib.parse import quote

from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.calls import UNFOUND, parse_call
from itow_desktop.adapters.towbook.lot import LotRow, export_rows, find_call
from itow_desktop.adapters.towbook.politeness import Politeness
from itow_desktop.adapters.towbook.recording import Recording
from itow_desktop.adapters.towbook.reports import call_analysis, listed
from itow_desktop.adapters.towbook.session import GivenUp, Session
from itow_desktop.adapters.towbook.signins import SignIns
from itow_desktop.adapters.towbook.wire import Question, Wire
from itow_desktop.adapters.towbook.workers import Workers
from itow_desktop.domain.calls import CallList, CallRead, CallRef, DateRange, TowBookCall
from itow_desktop.domain.errors import (
    Cancelled,
    NotInTowBook,
    SignInLimit,
    TowBookDown,
    TowBookRefuses,
    TowBookTrouble,
    UnreadableAnswer,
    WrongPassword,
)
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.towbook import never

_R = TypeVar("_R")

_OF_ONE_CALL = (TowBookDown, UnreadableAnswer, NotInTowBook, TowBookRefuses)
_DOWN_IN_A_ROW = 4  # different calls, each after all its attempts: no longer a matter of one call
_UNREADABLE_IN_A_ROW = 10


class TowBookReader:
    """Implements the port ``TowBook``: reads politely, writes nothing (decision 9).

    ``credentials`` gives user name and password when they are needed; ``zone`` is
    the company's clock; ``state_dir`` holds what is remembered of sign-ins;
    ``record_dir`` asks for a scrubbed recording, in which ``known_names`` (the
    accounts asked for) stay readable. To be used by one task at a time.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Callable[[], tuple[str, str]],
        zone: tzinfo,
        *,
        clock: Clock,
        state_dir: Path,
        requests_per_second: float = 4,
        in_flight: int = 4,
        record_dir: Path | None = None,
        known_names: Iterable[str] = (),
    ) -> None:
        recording = Recording(record_dir, known_names) if record_dir else None
        self._wire = Wire(base_url, in_flight, recording)
        self._clock, self._zone = clock, zone
        self._sign_ins = SignIns(state_dir, clock)
        self._politeness = Politeness(requests_per_second, clock)
        self._session = Session(self._wire, credentials=credentials, sign_ins=self._sign_ins, politeness=self._politeness, clock=clock)
        self._workers = Workers(in_flight, self._wire.hang_up)

    def sign_in(self, stopped: Callable[[], bool] = never) -> None:
        """Sign in unless signed in; raises ``WrongPassword``, ``SignInLimit``, ``TowBookDown``, ``Cancelled``."""
        self._one(self._session.sign_in, stopped)

    def answers(self, stopped: Callable[[], bool] = never) -> None:
        """Look once, without a sign-in, whether TowBook answers; raises a ``TowBookTrouble`` where it does not, ``Cancelled``."""
        self._one(self._session.answers, stopped)

    def calls_between(self, days: DateRange, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """Rows of the Call Analysis report of these accounts, filtered again by account name."""
        return self._one(lambda stop: call_analysis(self._session, days, accounts, self._zone, stop), stopped)

    def calls_on_lot(self, accounts: Sequence[str], stopped: Callable[[], bool] = never) -> CallList:
        """Rows of the impound export; each car's call is looked up by its number.

        A car that the search does not know has an id that begins with "?"; ``read_calls`` says so.
        """
        rows = self._one(lambda stop: export_rows(self._session, stop), stopped)
        whose = listed((CallRef(str(place), row.call_number, row.account) for place, row in enumerate(rows)), accounts)
        wanted: list[LotRow] = [rows[int(ref.towbook_id)] for ref in whose.refs]
        refs = list(self._workers.each(wanted, lambda row, stop: find_call(self._session, row, stop), stopped))
        if len(refs) < len(wanted):
            raise Cancelled("Stopped while looking for the cars on the lot.")
        return replace(listed(refs, accounts), other_accounts=whose.other_accounts)

    def read_calls(self, refs: Iterable[CallRef], stopped: Callable[[], bool]) -> Iterator[CallRead]:
        """Read each call, a few at a time, yielding as they come; see the port.

        Raises ``TowBookDown`` or ``UnreadableAnswer`` when several different calls
        in a row failed for the same reason, as then it is not the calls.
        """
        down = unreadable = 0
        for ref, outcome in self._workers.each(refs, self._read, stopped):
            if isinstance(outcome, TowBookCall):
                down = unreadable = 0
                yield CallRead(ref, outcome)
                continue
            down = down + 1 if isinstance(outcome, TowBookDown) else 0
            unreadable = unreadable + 1 if isinstance(outcome, UnreadableAnswer) else 0
            yield CallRead(ref, None, str(outcome))
            if down >= _DOWN_IN_A_ROW or unreadable >= _UNREADABLE_IN_A_ROW:
                raise type(outcome)(f"{outcome} This happened with several calls in a row, so no more were asked for.")

    def check_login(self, username: str, password: str, stopped: Callable[[], bool] = never) -> str:
        """What TowBook says to this pair: "accepted", "rejected: ...", "not tried: ..." or "TowBook does not answer: ..."."""
        session = Session(
            self._wire.beside(),
            credentials=lambda: (username, password),
            sign_ins=self._sign_ins,
            politeness=self._politeness,
            clock=self._clock,
            attempts=2,  # a person waits for the word
        )
        try:
            self._one(session.sign_in, stopped)
        except WrongPassword as error:
            return f"rejected: {error}"
        except SignInLimit as error:
            return f"not tried: {error}"
        except TowBookTrouble as error:
            return f"TowBook does not answer: {error}"
        return "accepted"

    def close(self) -> None:
        """Let go of connections and threads; what is under way ends at once."""
        self._workers.close()
        self._wire.close()

    def _one(self, work: Callable[[Event], _R], stopped: Callable[[], bool]) -> _R:
        for result in self._workers.each((None,), lambda _, stop: work(stop), stopped):
            return result
        raise Cancelled("Stopped before TowBook had answered.")

    def _read(self, ref: CallRef, stop: Event) -> tuple[CallRef, TowBookCall | TowBookTrouble]:
        """One call, or the trouble that is this call's alone; what concerns all is raised."""
        if ref.towbook_id.startswith(UNFOUND):
            return ref, NotInTowBook("TowBook's search does not know this call number, so the call cannot be asked for.")
        try:
            return ref, self._session.fetch(Question(f"/api/calls/{quote(ref.towbook_id, safe='')}"), partial(self._call, ref), stop)
        except GivenUp:
            raise
        except _OF_ONE_CALL as error:
            return ref, error

    def _call(self, ref: CallRef, answer: Answer) -> TowBookCall:
        call = parse_call(answer.body, self._zone)
        if call.towbook_id != ref.towbook_id:
            raise UnreadableAnswer(f"TowBook answered with another call ({call.towbook_id}) than the one asked for.")
        return call
