"""Send what was let go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from itow_desktop.domain.errors import MailLater, MailRefused, MailTrouble
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.outbox.messages import GIVES_UP_AFTER, Attempt, Outcome, OutMessage, OutPaper, OutState, wait_after
from itow_desktop.domain.outbox.servers import MailServer
from itow_desktop.domain.sentences import counted
from itow_desktop.services.ports.outbox import Attachment, Letter, Mailer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_STATES_OF = {Outcome.SENT: OutState.SENT, Outcome.REFUSED: OutState.REFUSED}


@dataclass(frozen=True, slots=True)
class Post:
    """How this PC sends: by which server with which password, from a PC of this name."""

    mailer: Mailer
    server: MailServer
    password: str | None = field(repr=False)
    pc: str


@dataclass(frozen=True, slots=True)
class Try:
    """What came of one message; ``trouble`` where the server cannot be used at all."""

    message: OutMessage
    outcome: Outcome
    answer: str
    trouble: MailTrouble | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: how many were sent and put off, what was refused, the cars it was about.

    ``trouble``: the server cannot be used, so nothing more was tried.
    """

    sent: int = 0
    later: int = 0
    refused: tuple[str, ...] = ()
    cars: tuple[int, ...] = ()
    trouble: MailTrouble | None = None

    @property
    def happened(self) -> bool:
        """Whether anything is another way now."""
        return bool(self.sent or self.later or self.refused or self.trouble)


def send_due(shift: Shift, post: Post, stopped: Callable[[], bool]) -> Round:
    """Send every message that is due, one after the other; several programs may do so at once and share the work.

    What the server accepts is recorded of each car as ``letter_sent``; that is never the call to the police.
    """
    tried: list[int] = []
    told: list[Try] = []
    while not stopped():
        with shift.desk.begin(shift.deed("send from the outbox", undoable=False)) as unit:
            message = unit.outbox.claim(shift.clock.now(), tried)
            if message is None:
                break
            tried.append(message.id)
            _begin(shift, post, message)
            told.append(_finish(unit, shift, post.pc, _try(unit, shift, post, message)))
            unit.commit()
        if told[-1].trouble is not None:
            break
    return _round(told)


def _begin(shift: Shift, post: Post, message: OutMessage) -> None:
    """Written down beside the transaction that holds the message, so that a program that ends in the middle leaves a trace."""
    broken = message.attempts and message.attempts[-1].outcome is Outcome.BEGUN
    said = "iTow ended while this was on its way before; it goes again as the same message" if broken else ""
    with shift.desk.begin(shift.deed("begin to send", undoable=False)) as unit:
        unit.outbox.try_made(message.id, Attempt(shift.clock.now(), Outcome.BEGUN, said, post.pc))
        unit.commit()


def _try(unit: UnitOfWork, shift: Shift, post: Post, message: OutMessage) -> Try:
    different = {paper.sha256: paper for paper in message.papers}  # one that names several cars is kept for each, and goes once
    papers = [Attachment(paper.name, unit.documents.content(paper.document_id)) for paper in different.values()]
    letter = Letter(message.address, message.subject, message.body, message.mark, shift.clock.now(), papers)
    try:
        return Try(message, Outcome.SENT, post.mailer.send(post.server, post.password, letter))
    except MailLater as trouble:
        return Try(message, Outcome.LATER, str(trouble))
    except MailRefused as trouble:
        return Try(message, Outcome.REFUSED, str(trouble))
    except MailTrouble as trouble:
        return Try(message, Outcome.NO_SERVER, str(trouble), trouble)


def _finish(unit: UnitOfWork, shift: Shift, pc: str, made: Try) -> Try:
    """Write down what came of it; what nobody took for days is answered as refused."""
    now, message = shift.clock.now(), made.message
    unit.outbox.try_made(message.id, Attempt(now, made.outcome, made.answer, pc))
    if made.outcome is Outcome.LATER and now - (message.approved_at or message.put_at) > GIVES_UP_AFTER:
        days = counted(GIVES_UP_AFTER.days, "day", "days")
        made = Try(message, Outcome.REFUSED, f"Nobody took it for {days}. The last answer: {made.answer}")
    if made.outcome is Outcome.LATER:
        unit.outbox.rest(message.id, now + wait_after(message.tries + 1))
    elif made.outcome in _STATES_OF:
        unit.outbox.move(message.id, OutState.READY, _STATES_OF[made.outcome], at=now, why=made.answer)
        _tell_cars(unit, shift, made)
    return made


def _tell_cars(unit: UnitOfWork, shift: Shift, made: Try) -> None:
    """Of each paper its car hears that it was sent, or that nobody took it."""
    message = made.message
    if not message.cars:
        return
    make = _sent if made.outcome is Outcome.SENT else _not_taken
    about = [(paper.custody_id, paper) for paper in message.papers if paper.custody_id is not None]
    unit.events.lock(message.cars)
    unit.events.add([(custody_id, make(shift, message, paper, made.answer)) for custody_id, paper in about])
    project_again(unit, shift.law, message.cars)


def _sent(shift: Shift, message: OutMessage, paper: OutPaper, answer: str) -> Event:
    data = {
        "letter": paper.kind, "document": str(paper.document_id), "sha256": paper.sha256, "to_whom": message.address,
        "way": message.way.words, "answer": answer, "message": message.mark, "approved_by": message.approved_by or "",
    }  # fmt: skip
    return Event(str(uuid4()), EventKind.LETTER_SENT, at=shift.clock.now(), data=data)


def _not_taken(shift: Shift, message: OutMessage, paper: OutPaper, answer: str) -> Event:
    said = f"{message.way.words} not delivered: {paper.name} to {message.address}. {answer}"
    return Event(str(uuid4()), EventKind.NOTE, at=shift.clock.now(), data={"message": message.mark}, note=said)


def _round(told: Sequence[Try]) -> Round:
    ended = [made.message for made in told if made.outcome in _STATES_OF]
    return Round(
        sent=sum(made.outcome is Outcome.SENT for made in told),
        later=sum(made.outcome is Outcome.LATER for made in told),
        refused=tuple(f"{made.message.kind.words} to {made.answer}" for made in told if made.outcome is Outcome.REFUSED),
        cars=tuple(dict.fromkeys(car for message in ended for car in message.cars)),
        trouble=told[-1].trouble if told else None,
    )
