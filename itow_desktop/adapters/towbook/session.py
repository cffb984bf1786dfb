"""Being signed in at TowBook: one session, renewed when it ends, never more often than allowed."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from threading import Event, Lock
from typing import TypeVar

from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from itow_desktop.adapters.towbook.answers import Answer
from itow_desktop.adapters.towbook.pages import is_login_page, read_login_form
from itow_desktop.adapters.towbook.politeness import Politeness
from itow_desktop.adapters.towbook.signins import Credentials, SignIns
from itow_desktop.adapters.towbook.wire import Question, Wire
from itow_desktop.domain.errors import Cancelled, NotInTowBook, SignInLimit, TowBookDown, TowBookRefuses, UnreadableAnswer, WrongPassword
from itow_desktop.services.ports.clock import Clock

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

LOGIN = Question("/Security/Login.aspx")
LANDING = Question("/")  # bounces to the login page when logged out (TowBook facts, section 1)
SESSION_COOKIE = ".xtl"
ATTEMPTS = 5
_LONGEST_HOLD = 120.0  # seconds TowBook may ask for in Retry-After; more than that is "down" to a person who waits
_HOPS = 5


class GivenUp(TowBookDown):
    """TowBook is down in a way that must not be tried again by itself; it ends a whole import."""


class Session:
    """Fetches what may be read with bounded attempts; for several threads.

    Expiry is told by 401, 403, a redirect to the login page or that page itself.
    One thread then signs in anew while the others wait; ``SignIns`` guards how often.
    """

    def __init__(
        self,
        wire: Wire,
        *,
        credentials: Callable[[], tuple[str, str]],
        sign_ins: SignIns,
        politeness: Politeness,
        clock: Clock,
        attempts: int = ATTEMPTS,
    ) -> None:
        self._wire, self._credentials, self._sign_ins = wire, credentials, sign_ins
        self._politeness, self._clock, self._attempts = politeness, clock, attempts
        self._lock = Lock()
        self._generation = 0  # counts the sign-ins; a thread whose answer is of an older one need not sign in again
        self._read_since = False
        self._refused_posts = 0  # of the sign-in that is under way

    def sign_in(self, stop: Event) -> None:
        """Sign in unless a session stands; raises ``WrongPassword``, ``SignInLimit``, ``TowBookDown``, ``Cancelled``."""
        self._retrying(stop)(self._signed_in, stop)

    def answers(self, stop: Event) -> None:
        """Ask once for the page with the login form, without a sign-in; raises a ``TowBookTrouble`` without it, ``Cancelled``."""
        self._proper(self._ask(self._wire.beside(), LOGIN, stop))

    def fetch(self, question: Question, read: Callable[[Answer], _T], stop: Event) -> _T:
        """What ``read`` makes of the answer; it raises ``UnreadableAnswer`` for what it cannot take, which is asked again.

        Raises a ``TowBookTrouble``: ``NotInTowBook`` for 404, ``TowBookDown`` or
        ``UnreadableAnswer`` after the last attempt, ``SignInLimit``, ``WrongPassword``,
        ``TowBookRefuses``; or ``Cancelled`` when ``stop`` is set.
        """
        return self._retrying(stop)(lambda: self._read_once(question, read, stop))

    # --- one attempt ---------------------------------------------------------------------------------------------

    def _read_once(self, question: Question, read: Callable[[Answer], _T], stop: Event) -> _T:
        generation = self._signed_in(stop)
        answer = self._ask(self._wire, question, stop)
        while self._has_ended(question, answer, generation, stop):
            _log.info("TowBook ended the session at %s", question.path)
            generation = self._renew(generation, stop)
            answer = self._ask(self._wire, question, stop)
        value = read(self._proper(answer))
        if generation == self._generation and not self._read_since:
            self._read_since = True
            self._sign_ins.useful(self._pair())
        return value

    def _ask(self, wire: Wire, question: Question, stop: Event) -> Answer:
        """One question with the redirects that stay on TowBook's own pages."""
        answer = self._send(wire, question, stop)
        for _ in range(_HOPS):
            if not 300 <= answer.status < 400 or question.is_api or _leads_to_login(answer):
                return answer
            answer = self._send(wire, Question(wire.own_path(answer, answer.headers.get("location", ""))), stop)
        raise TowBookRefuses("TowBook sends this program in circles.")

    def _send(self, wire: Wire, question: Question, stop: Event) -> Answer:
        self._politeness.wait_turn(stop)
        try:
            answer = wire.send(question)
        except TowBookDown:
            if stop.is_set():  # we hung up ourselves
                raise Cancelled("Stopped while TowBook was answering.") from None
            raise
        if answer.status in {429, 503}:
            self._hold_back(answer)
        return answer

    def _hold_back(self, answer: Answer) -> None:
        if (seconds := _retry_after(answer, self._clock)) is None:
            return
        if seconds > _LONGEST_HOLD:
            raise GivenUp(f"TowBook asks to be left alone for {round(seconds / 60)} minutes. Start again later.")
        self._politeness.hold_back(seconds)

    def _proper(self, answer: Answer) -> Answer:
        """The answer if its status is 200; raises the trouble it tells of otherwise."""
        if answer.status == 200:
            return answer
        if answer.status == 429:
            raise TowBookDown("TowBook says that it is asked too often (429).")
        if answer.status >= 500 or answer.status == 408:
            raise TowBookDown(f"TowBook answers with an error of its own ({answer.status}).")
        if answer.status == 404:
            raise NotInTowBook("TowBook does not have it (404).")
        raise TowBookRefuses(f"TowBook does not accept the request ({answer.status}).")

    # --- the session ---------------------------------------------------------------------------------------------

    def _has_ended(self, question: Question, answer: Answer, generation: int, stop: Event) -> bool:
        """Whether the session of that number, which got the answer, has ended."""
        if answer.status == 401 or _leads_to_login(answer):
            return True
        if answer.status == 403:  # may also mean this one thing; a page that opens tells them apart, unless a younger session opens it
            return not self._is_alive(stop) or generation != self._generation
        return answer.status == 200 and (not question.is_api or answer.is_html) and is_login_page(answer.text)

    def _is_alive(self, stop: Event) -> bool:
        answer = self._ask(self._wire, LANDING, stop)
        if answer.status >= 500 or answer.status == 429:
            self._proper(answer)
        return answer.status not in {401, 403} and not _leads_to_login(answer) and not is_login_page(answer.text)

    def _signed_in(self, stop: Event) -> int:
        """The number of the session that stands, made now if need be."""
        with self._lock:
            if not self._generation or self._wire.cookie(SESSION_COOKIE) is None:
                self._log_in(stop)
            return self._generation

    def _renew(self, ended: int, stop: Event) -> int:
        """A session younger than the one that ended; raises ``SignInLimit`` where that one led to no read."""
        with self._lock:
            if self._generation == ended:
                if not self._read_since:
                    raise SignInLimit(
                        "TowBook ended the session again before anything could be read with it, so it was not signed in once more. "
                        "Try again in some minutes."
                    )
                self._log_in(stop)
            return self._generation

    def _log_in(self, stop: Event) -> None:
        """Fill in the login form; one POST, entered in the book of sign-ins before it is sent."""
        self._sign_ins.check(self._pair())
        door = self._wire.beside()
        page = self._proper(self._ask(door, LOGIN, stop))
        form = read_login_form(page.text)
        path = door.own_path(page, form.action or page.url)
        self._politeness.wait_turn(stop)
        self._sign_ins.begin(self._pair())
        self._judge(door, self._post(door, _filled(path, form.hidden, self._pair()), stop))
        # First the number: whoever is answered by the new session finds that it is another one.
        self._generation, self._read_since, self._refused_posts = self._generation + 1, False, 0
        self._wire.adopt(door)
        _log.info("signed in at TowBook")
        if self._is_alive(stop):  # where a browser would go next: the sign-in has led to a read
            self._sign_ins.useful(self._pair())

    def _post(self, door: Wire, question: Question, stop: Event) -> Answer:
        """Send the filled form; a lost answer leaves open whether it counted, so it is not sent again."""
        try:
            return door.send(question)
        except TowBookDown as error:
            told = str(error)
        if stop.is_set():
            raise Cancelled("Stopped while signing in.")
        raise GivenUp(f"{told} It was signing in, which is not repeated by itself. Start again in 10 minutes.")

    def _judge(self, door: Wire, answer: Answer) -> None:
        """Return when TowBook let us in; raises what it did instead (section 1: success, failure)."""
        if answer.status in {400, 408, 429} or answer.status >= 500:
            self._sign_ins.useful(self._pair())  # it said itself that it did not look at the pair
            self._hold_back(answer)
            self._refused_posts += 1
            if self._refused_posts < 2:
                raise TowBookDown(f"TowBook did not take the sign-in ({answer.status}).")
            self._refused_posts = 0
            raise GivenUp(f"TowBook did not take the sign-in twice ({answer.status}). Start again in some minutes.")
        if answer.status == 200 and is_login_page(answer.text):
            self._sign_ins.rejected(self._pair())
            said = read_login_form(answer.text).error
            raise WrongPassword(said or "TowBook shows its login form again without saying why.")
        if door.cookie(SESSION_COOKIE) is None or _leads_to_login(answer):
            raise TowBookRefuses(
                "TowBook did not let this program in and asks for something else. Sign in once with the browser and see what it wants."
            )

    def _pair(self) -> Credentials:
        return Credentials(*self._credentials())

    def _retrying(self, stop: Event) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self._attempts),
            wait=wait_exponential_jitter(multiplier=0.5, max=15, jitter=0.5),
            retry=retry_if_exception(_is_passing),
            sleep=partial(self._sleep, stop),
            reraise=True,
        )

    def _sleep(self, stop: Event, seconds: float) -> None:
        if self._clock.wait(seconds, stop):
            raise Cancelled("Stopped before TowBook was asked again.")


def _filled(path: str, hidden: tuple[tuple[str, str], ...], pair: Credentials) -> Question:
    """The login form as a browser sends it; the button has no value (section 1)."""
    return Question(path, form=(*hidden, ("Username", pair.username), ("Password", pair.password), ("bSignIn", "")))


def _is_passing(error: BaseException) -> bool:
    """Whether the trouble may be gone at the next attempt."""
    return isinstance(error, TowBookDown | UnreadableAnswer) and not isinstance(error, GivenUp)


def _leads_to_login(answer: Answer) -> bool:
    target = answer.headers.get("location", "").casefold()
    return 300 <= answer.status < 400 and ("login" in target or "security" in target)


def _retry_after(answer: Answer, clock: Clock) -> float | None:
    """Seconds that TowBook asks for, given as a number or as a date (RFC 9110, 10.2.3)."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    with suppress(ValueError):
        when = parsedate_to_datetime(told)
        return max(0.0, ((when if when.tzinfo else when.replace(tzinfo=UTC)) - clock.now()).total_seconds())
    return None
