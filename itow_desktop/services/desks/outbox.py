"""The outbox as the window uses it, and as the job sends it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import MailPassword, NotAllowed, SecretsTrouble
from itow_desktop.domain.outbox.messages import OutKind, OutMessage
from itow_desktop.services.browsing import agencies
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.health import health
from itow_desktop.services.noticing import TopDraft
from itow_desktop.services.outbox import letting_go, telling, tops
from itow_desktop.services.outbox.letting_go import Outbox
from itow_desktop.services.outbox.sending import Post, Round, send_due
from itow_desktop.services.outbox.tops import SendTops, TopsPut, TopsToSend
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.secrets import SMTP_PASSWORD
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person

_LOOKS_EVERY = timedelta(minutes=15)
"""How often it is looked whether somebody is to be told of something."""
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long a server that cannot be used is left alone, one time after the other."""


class OutboxDesk(Desk):
    """Hands each question to its deed; remembers only how long the mail server is left alone. Safe to call from several threads."""

    def __init__(self, ports: Ports, shift: Shift) -> None:
        super().__init__(ports, shift)
        self._unsigned = replace(shift, person=None, unsigned=True)
        self._only_reads = False
        self._not_before: datetime | None = None
        self._failed = 0
        self._paused: Post | None = None
        """How it was sent when the server could not be used; by another server or password it is tried at once."""
        self._looked: datetime | None = None

    # --- by hand -----------------------------------------------------------------------------------------------------

    def outbox(self, person: Person | None) -> Outbox:
        """The outbox as it stands."""
        return letting_go.outbox(self._shift.by(person))

    def message(self, message_id: int) -> OutMessage:
        """One message with its papers and tries."""
        return letting_go.message(self._shift, message_id)

    def approve(self, person: Person | None, message_ids: Sequence[int]) -> int:
        """Let messages go."""
        return letting_go.approve(self._shift.by(person), message_ids)

    def send_again(self, person: Person | None, message_ids: Sequence[int]) -> int:
        """Let messages go again that were refused."""
        return letting_go.send_again(self._shift.by(person), message_ids)

    def take_back(self, person: Person | None, message_ids: Sequence[int], why: str) -> int:
        """Keep messages back."""
        return letting_go.take_back(self._shift.by(person), message_ids, why)

    def send_now(self, person: Person | None) -> None:
        """Let nothing rest any longer, the mail server neither."""
        letting_go.send_now(self._shift.by(person))
        self._forget_pause()

    def came_back(self, person: Person | None, message_id: int, why: str) -> tuple[int, ...]:
        """Record that a message came back."""
        return letting_go.came_back(self._shift.by(person), message_id, why)

    def give_standing(self, person: Person | None, kind: OutKind, agency_id: int, reason: str) -> int:
        """Let a kind go to a police department without asking each time."""
        return letting_go.give_standing(self._shift.by(person), kind, agency_id, reason)

    def revoke_standing(self, person: Person | None, approval_id: int) -> int:
        """Take a standing approval back."""
        return letting_go.revoke_standing(self._shift.by(person), approval_id)

    def tops_to_send(self, drafts: Sequence[TopDraft]) -> TopsToSend:
        """TOP notices by police department, with the ways each can be reached."""
        return tops.tops_to_send(self._shift, drafts)

    def send_tops(self, person: Person | None, wishes: Sequence[SendTops], *, approve: bool, tow_list: bool) -> TopsPut:
        """Put TOP notices into the outbox."""
        return tops.send_tops(self._shift.by(person), self._ports.renderer, wishes, approve=approve, tow_list=tow_list)

    def agencies(self) -> tuple[Agency, ...]:
        """Every police department."""
        return agencies(self._ports.desk)

    def _forget_pause(self) -> None:
        self._not_before, self._failed, self._paused = None, 0, None

    # --- by itself ---------------------------------------------------------------------------------------------------

    def turn(self, stopped: Callable[[], bool]) -> Round:
        """Tell who is to be told, send what is due; raises ``DatabaseTrouble``.

        A PC that knows no password, or whose sign-in only reads, leaves it to others.
        """
        with self._shift.desk.look() as unit:
            facts = unit.office.get()
        server = facts.mail_server
        if server is None or self._only_reads:
            return Round()
        password = self._password() if server.user else None
        if server.user and password is None:
            return Round()
        post = Post(self._ports.mailer, server, password, self._ports.pc)
        try:
            self._tell()
            if self._rests(post) or stopped():
                return Round()
            made = send_due(self._unsigned, post, stopped)
        except NotAllowed:
            self._only_reads = True
            return Round()
        self._remember(post, made)
        return made

    def _password(self) -> str | None:
        try:
            return self._ports.secrets.get(SMTP_PASSWORD)
        except SecretsTrouble:
            return None

    def _tell(self) -> None:
        telling.tell_work(self._unsigned)
        now = self._shift.clock.now()
        if self._looked is None or not timedelta(0) <= now - self._looked < _LOOKS_EVERY:
            self._looked = now
            telling.tell_troubles(self._unsigned, health(self._ports))

    def _rests(self, post: Post) -> bool:
        """Whether the server is left alone; a clock that was set back does not count."""
        now = self._shift.clock.now()
        return self._paused == post and self._not_before is not None and now < self._not_before <= now + _PAUSES[-1]

    def _remember(self, post: Post, made: Round) -> None:
        if made.trouble is None:
            if made.happened:
                self._forget_pause()
            return
        if self._paused != post:
            self._forget_pause()
        self._paused = post
        pause = _PAUSES[-1] if isinstance(made.trouble, MailPassword) else _PAUSES[min(self._failed, len(_PAUSES) - 1)]
        self._failed += 1
        self._not_before = self._shift.clock.now() + pause
