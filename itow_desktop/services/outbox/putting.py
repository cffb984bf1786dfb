"""Put messages into the outbox."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.outbox.messages import NewMessage, OutState, mail_address
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_LONGEST_SUBJECT = 200
_LONGEST_BODY = 200_000
MOST_BYTES = 15 * 1024 * 1024
"""Of all papers of a message; by e-mail they grow by a third, and most servers stop at 20 or 25 MB."""


def put_out(shift: Shift, messages: Sequence[NewMessage], *, approve: bool) -> tuple[int, ...]:
    """Put messages into the outbox, all or none; answers their ids, without those whose ``once`` was put in before.

    ``approve``: the person of this shift lets them go at once; else each waits for a person, unless a standing approval lets its
    kind go to its police department. Sending is not done here. Raises ``Problems``, ``NotFound``.
    """
    name = "put a message in the outbox" if len(messages) == 1 else f"put {len(messages)} messages in the outbox"
    with shift.desk.begin(shift.deed(name, undoable=False)) as unit:
        put = [put_in(unit, shift, message, approve=approve) for message in messages]
        unit.commit()
    return tuple(each for each in put if each is not None)


def put_in(unit: UnitOfWork, shift: Shift, message: NewMessage, *, approve: bool) -> int | None:
    """The same of one message within a unit that somebody else commits."""
    clean = _checked(unit, message)
    let = None if approve or message.agency_id is None else unit.outbox.standing(message.kind, message.agency_id)
    ready = approve or message.kind.own or let is not None
    sender = mail_address(unit.office.get().mail_from)
    mark = f"<{uuid4().hex}@{sender.rpartition('@')[2] if sender else 'itow.invalid'}>"
    state = OutState.READY if ready else OutState.WAITS
    return unit.outbox.put(clean, mark, state, approval_id=let.id if let else None, at=shift.clock.now())


def _checked(unit: UnitOfWork, message: NewMessage) -> NewMessage:
    problems = []
    address, subject = mail_address(message.address), present(message.subject)
    if address is None:
        problems.append(("address", f"{present(message.address) or 'Nothing'} is no e-mail address. Correct it."))
    if subject is None:
        problems.append(("subject", "The message has no subject. Enter one."))
    elif len(subject) > _LONGEST_SUBJECT:
        problems.append(("subject", f"The subject is too long: {len(subject)} characters, at most {_LONGEST_SUBJECT}."))
    if len(message.body) > _LONGEST_BODY:
        problems.append(("body", f"The text is too long: {len(message.body)} characters, at most {_LONGEST_BODY}."))
    size = sum(unit.documents.get(each).size for each in message.documents)
    if size > MOST_BYTES:
        problems.append(("documents", f"The papers are too big for one message: {size // 2**20} MB, at most {MOST_BYTES // 2**20} MB."))
    if problems or address is None or subject is None:
        raise Problems(tuple(problems))
    return replace(message, address=address, subject=subject, documents=tuple(dict.fromkeys(message.documents)))
