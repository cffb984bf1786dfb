"""Let messages go or keep them back; standing approvals; what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from itow_desktop.domain.errors import ChangedElsewhere, Problems
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.outbox.messages import OutKind, OutMessage, OutState, StandingApproval
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again

_LONGEST = 300
_WENT = frozenset({EventKind.LETTER_PRINTED, EventKind.LETTER_SENT})


@dataclass(frozen=True, slots=True)
class Outbox:
    """Everything the outbox shows; ``may_approve``: whether this person may give standing approvals. ``server``: by which mail leaves."""

    open: tuple[OutMessage, ...]
    sent: tuple[OutMessage, ...]
    approvals: tuple[StandingApproval, ...]
    may_approve: bool
    server: str | None


def outbox(shift: Shift) -> Outbox:
    """The outbox as it stands."""
    with shift.desk.look() as unit:
        allowed = unit.office.may_change()
        if shift.person is not None:
            allowed = allowed and lacking(shift.person.rights, Rights.MANAGER) is None
        server = unit.office.get().mail_server
        return Outbox(unit.outbox.open(), unit.outbox.sent(), unit.outbox.approvals(), allowed, server.host if server else None)


def message(shift: Shift, message_id: int) -> OutMessage:
    """One message with its papers and tries; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.outbox.get(message_id)


def approve(shift: Shift, message_ids: Sequence[int]) -> int:
    """Let messages go that wait, all or none; raises ``ChangedElsewhere``."""
    with shift.desk.begin(shift.deed("let messages go", undoable=False)) as unit:
        _move(unit, shift, message_ids, _Way((OutState.WAITS,), OutState.READY))
        unit.commit()
    return len(message_ids)


def send_again(shift: Shift, message_ids: Sequence[int]) -> int:
    """Let messages go again that were refused, all or none; each is the same message as before. Raises ``ChangedElsewhere``."""
    with shift.desk.begin(shift.deed("send messages again", undoable=False)) as unit:
        _move(unit, shift, message_ids, _Way((OutState.REFUSED,), OutState.READY))
        unit.commit()
    return len(message_ids)


def take_back(shift: Shift, message_ids: Sequence[int], why: str) -> int:
    """Keep messages back that are not sent, all or none; raises ``Problems`` without a reason, ``ChangedElsewhere``."""
    way = _Way((OutState.WAITS, OutState.READY, OutState.REFUSED, OutState.CAME_BACK), OutState.TAKEN_BACK, _reason(why))
    with shift.desk.begin(shift.deed("take messages back", undoable=False)) as unit:
        _move(unit, shift, message_ids, way)
        unit.commit()
    return len(message_ids)


def send_now(shift: Shift) -> None:
    """What goes out and rests, as a server asked to be left alone for a while, is due now."""
    with shift.desk.begin(shift.deed("send now", undoable=False)) as unit:
        unit.outbox.rest_none()
        unit.commit()


@dataclass(frozen=True, slots=True)
class _Way:
    before: tuple[OutState, ...]
    after: OutState
    why: str | None = None


def _move(unit: UnitOfWork, shift: Shift, message_ids: Sequence[int], way: _Way) -> None:
    for each in message_ids:
        if not any(unit.outbox.move(each, state, way.after, at=shift.clock.now(), why=way.why) for state in way.before):
            raise ChangedElsewhere("One of these messages was sent or changed in the meantime. Nothing was changed; look again.")


def came_back(shift: Shift, message_id: int, why: str) -> tuple[int, ...]:
    """A message that a server took came back, or never arrived: its cars hear of it, and where nothing else told, the step is open again.

    Answers their custody ids. Raises ``Problems`` without a reason, ``ChangedElsewhere``.
    """
    said = _reason(why)
    with shift.desk.begin(shift.deed("a message came back", undoable=False)) as unit:
        found = unit.outbox.get(message_id)
        if not unit.outbox.move(message_id, OutState.SENT, OutState.CAME_BACK, at=shift.clock.now(), why=said):
            raise ChangedElsewhere("This message is not among those that were sent any more. Nothing was changed; look again.")
        unit.events.lock(found.cars)
        unit.events.add([pair for car in found.cars for pair in _returned(unit, shift, found, car, said)])
        project_again(unit, shift.law, found.cars)
        unit.commit()
    return found.cars


def _returned(unit: UnitOfWork, shift: Shift, found: OutMessage, car: int, why: str) -> list[tuple[int, Event]]:
    events = standing(unit.events.of(car))
    back = {found.mark, *(each.data.get("message") for each in events if each.kind is EventKind.LETTER_RETURNED)} - {None}
    pairs = []
    for paper in found.papers:
        if paper.custody_id != car:
            continue
        data = {
            "letter": paper.kind,
            "document": str(paper.document_id),
            "to_whom": found.address,
            "way": found.way.words,
            "message": found.mark,
        }
        pairs.append((car, Event(str(uuid4()), EventKind.LETTER_RETURNED, at=shift.clock.now(), data=data, note=why)))
        others = [
            each for each in events if each.kind in _WENT and each.data.get("letter") == paper.kind and each.data.get("message") not in back
        ]
        if not others:
            pairs.append((car, Event(str(uuid4()), EventKind.LETTER_VOIDED, at=shift.clock.now(), data=data, note=f"It came back: {why}")))
    return pairs


def give_standing(shift: Shift, kind: OutKind, agency_id: int, reason: str) -> int:
    """Let a kind go to a police department without asking each time; for managers. Raises ``Problems``, ``Refused``, ``NotAllowed``."""
    said = _reason(reason)
    with shift.desk.begin(shift.deed("give a standing approval", undoable=False)) as unit:
        given = unit.outbox.give(kind, agency_id, said)
        unit.commit()
    return given


def revoke_standing(shift: Shift, approval_id: int) -> int:
    """Take a standing approval back; answers how many messages wait again. Raises ``Refused``, ``NotAllowed``."""
    with shift.desk.begin(shift.deed("take a standing approval back", undoable=False)) as unit:
        waits = unit.outbox.revoke(approval_id, shift.clock.now())
        unit.commit()
    return waits


def _reason(why: str) -> str:
    said = present(why)
    if said is None:
        raise Problems((("why", "Enter the reason. It is kept with the message."),))
    if len(said) > _LONGEST:
        raise Problems((("why", f"This is too long: {len(said)} characters, at most {_LONGEST}."),))
    return said
