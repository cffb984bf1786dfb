"""Join a car that was entered by hand to the TowBook call that an import brought for it."""

from dataclasses import dataclass, replace
from uuid import uuid4

from itow_desktop.domain.cars import FIELD_NAMES, Car
from itow_desktop.domain.charges.ledger import left_of
from itow_desktop.domain.errors import Refused
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.joining import joined, taken_over
from itow_desktop.domain.mail.pieces import HERE
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import CarCard

_OVER = "This was answered in the meantime, or one of the two cars has left. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Pair:
    """Two custodies that may be one car: ``hand`` was entered by hand, ``told`` came from TowBook."""

    hand: CarCard
    told: CarCard


def pair(shift: Shift, custody_id: int) -> Pair:
    """The car with the one that may be the same; raises ``Refused`` where nothing is asked any more."""
    with shift.desk.look() as unit:
        other = unit.joining.asked(custody_id)
        if other is None:
            raise Refused(_OVER)
        return Pair(unit.vehicles.card(custody_id), unit.vehicles.card(other))


def same_car(shift: Shift, hand_id: int, told_id: int) -> Car:
    """Make two custodies one: the hand-entered one stays with its events and papers, the other is voided with the reason.

    Later imports go to the one that stays. Raises ``Refused`` where one of them was closed or answered in the meantime, or where
    charges or letters of the other one would be lost from sight.
    """
    with shift.desk.begin(shift.deed("join a car to its TowBook call")) as unit:
        unit.events.lock(sorted((hand_id, told_id)))
        _still_asked(unit, hand_id, told_id)
        cars = unit.vehicles.many([hand_id, told_id])
        events = unit.events.of_many([hand_id, told_id])
        hand, told = cars[hand_id], cars[told_id]
        _no_money_nor_mail(unit, told)
        unit.joining.hand_over(hand_id, told_id)
        merged = joined(hand, told, shift.clock.now())
        changed = frozenset(name for name in FIELD_NAMES if getattr(merged.fields, name) != getattr(hand.fields, name))
        (kept,) = unit.vehicles.save([replace(merged, version=hand.version + 1)], changed)
        own = events.get(hand_id, ())
        news = taken_over(own, events.get(told_id, ()), shift.law.zone)
        unit.events.add([(hand_id, _anew(event)) for event in news])
        unit.events.add([(told_id, _voided(shift, kept))])
        project_again(unit, shift.law, [hand_id, told_id])
        unit.joining.notice()
        unit.commit()
    return kept


def other_car(shift: Shift, hand_id: int, told_id: int) -> None:
    """Remember that they are two cars; it is never asked again."""
    with shift.desk.begin(shift.deed("two different cars")) as unit:
        unit.events.lock(sorted((hand_id, told_id)))
        _still_asked(unit, hand_id, told_id)
        unit.joining.deny(hand_id, told_id)
        unit.joining.notice()
        unit.commit()


def _still_asked(unit: UnitOfWork, hand_id: int, told_id: int) -> None:
    standing_here = {case.custody_id for case in unit.deadlines.cases([hand_id, told_id]) if case.status is CustodyStatus.ON_LOT}
    if unit.joining.asked(hand_id) != told_id or standing_here != {hand_id, told_id}:
        raise Refused(_OVER)


def _no_money_nor_mail(unit: UnitOfWork, told: Car) -> None:
    """A ledger line and an envelope stay with the custody they were made for, so none that counts may be left behind."""
    lines = unit.charges.lines([told.custody_id]).get(told.custody_id, ())
    if any(left_of(line, lines) for line in lines if line.corrects is None):
        raise Refused(
            f"Charges were entered for {told.mark}, the one that would be voided. Nothing was changed. Take them back there, enter them "
            "for the other one, then join the two."
        )
    letters = [each.code for each in unit.mail.of(told.custody_id) if each.state in HERE]
    if letters:
        raise Refused(
            f"Letters that are not mailed were written for {told.mark}, the one that would be voided ({', '.join(letters)}). Nothing was "
            "changed. Void these letters first; write them for the other one once the two are joined."
        )


def _anew(event: Event) -> Event:
    """The same thing, recorded for the other custody; the data say where it stood first."""
    return replace(event, id=str(uuid4()), data={**event.data, "first_recorded_as": event.id}, supersedes=None)


def _voided(shift: Shift, kept: Car) -> Event:
    note = f"The same car as {kept.mark}, which was entered by hand: joined. Everything goes on there."
    return Event(str(uuid4()), EventKind.VOIDED, on=shift.today, note=note)
