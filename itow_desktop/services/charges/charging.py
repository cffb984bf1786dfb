"""Charge something to a car; take a charge back by a line against it."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from itow_desktop.domain.charges.fees import in_force
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, left_of
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.charges.reckoning import Stay, reckon
from itow_desktop.domain.charges.typed import amount_problem, refusal
from itow_desktop.domain.errors import ChangedElsewhere, Problems, Refused
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import present
from itow_desktop.services.charges.owing import stays
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_LONGEST = 200
_WAIVED = "Only a manager waives what the fee schedule or the law asks. Nothing was changed."


@dataclass(frozen=True, slots=True)
class NewCharge:
    """A charge as it is typed, in dollars; ``on`` is the local day it is for."""

    kind: ChargeKind
    amount: Decimal
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A line as it stood on the screen, with how many dollars of it are taken back and why."""

    line: LedgerLine
    amount: Decimal
    reason: str


def charge(shift: Shift, custody_id: int, new: NewCharge) -> int:
    """Add a line to a car's ledger; answers its id. Raises ``Problems``, ``Refused``, ``NotFound``."""
    clean = _checked(shift, new)
    with shift.desk.begin(shift.deed("charge to a car", undoable=False)) as unit:
        stay = _locked(unit, shift, custody_id)
        day = stay.towed.astimezone(shift.law.zone).date() if stay.towed else shift.today
        fees = in_force(unit.charges.fees(), stay.account, stay.kind, day)
        if sentence := refusal(clean.kind, stay.kind, fees, unit.office.get().charge_notices):
            raise Refused(sentence)
        standing = _lines(unit, shift, stay)
        if clean.kind is ChargeKind.TOW and any(each.kind is ChargeKind.TOW and left_of(each, standing) > 0 for each in standing):
            raise Refused("The tow is charged already. Nothing was changed. Take that charge back first, or enter this one as Other.")
        (made,) = unit.charges.add([LedgerLine(0, custody_id, clean.kind, clean.amount, clean.words, clean.on)])
        unit.commit()
    return made


def take_back(shift: Shift, custody_id: int, wish: TakenBack) -> int:
    """Enter a line against another one; answers its id. What was only reckoned is stored first, so that both can be read.

    Raises ``Problems``, ``Refused``, ``ChangedElsewhere`` where the charge is not what it was on the screen any more.
    """
    reason = present(wish.reason)
    problems = [("amount", sentence)] if (sentence := amount_problem(wish.amount)) else []
    if reason is None:
        problems.append(("reason", "Enter why it is taken back; it stands on the ledger and on the statement."))
    if problems or reason is None:
        raise Problems(tuple(problems))
    if (wish.line.fees_id or wish.line.kind is ChargeKind.STATE_FEE) and shift.person and lacking(shift.person.rights, Rights.MANAGER):
        raise Refused(_WAIVED)
    with shift.desk.begin(shift.deed("take back a charge", undoable=False)) as unit:
        stay = _locked(unit, shift, custody_id)
        lines = _lines(unit, shift, stay)
        line = _same(lines, wish.line)
        left = left_of(line, lines) if line.id else line.amount
        if line.corrects is not None or left <= 0:
            raise Refused("Nothing of this line is left to be taken back. Nothing was changed.")
        if wish.amount > left:
            raise Problems((("amount", f"At most {dollars(left)} of it can be taken back."),))
        if line.id == 0:
            (stored,) = unit.charges.add([line])
            line = replace(line, id=stored)
        against = LedgerLine(0, custody_id, line.kind, -wish.amount, line.words, shift.today, corrects=line.id, reason=reason[:_LONGEST])
        (made,) = unit.charges.add([against])
        unit.commit()
    return made


def _locked(unit: UnitOfWork, shift: Shift, custody_id: int) -> Stay:
    unit.vehicles.get(custody_id)
    unit.events.lock([custody_id])
    (stay,) = stays(unit, [custody_id], shift.law.zone)
    return stay


def _lines(unit: UnitOfWork, shift: Shift, stay: Stay) -> tuple[LedgerLine, ...]:
    stored = unit.charges.lines([stay.custody_id]).get(stay.custody_id, ())
    return reckon(stay, stored, unit.charges.fees(), shift.clock.now(), shift.law.zone).lines


def _same(lines: tuple[LedgerLine, ...], wanted: LedgerLine) -> LedgerLine:
    """The line that stood on the screen: a stored one by its id, a reckoned one by what it says."""
    for line in lines:
        reckoned = (line.kind, line.first, line.last, line.amount) == (wanted.kind, wanted.first, wanted.last, wanted.amount)
        if line.id == wanted.id and (line.id or reckoned):
            return line
    raise ChangedElsewhere("The charges of this car are others by now. Nothing was changed; look at them again.")


def _checked(shift: Shift, new: NewCharge) -> NewCharge:
    problems = [("amount", sentence)] if (sentence := amount_problem(new.amount)) else []
    words = present(new.words)
    if words is None and new.kind is ChargeKind.OTHER:
        problems.append(("words", "Enter what it is for; it stands on the statement."))
    if new.on > shift.today:
        problems.append(("on", "That day has not come yet. Enter today or an earlier day."))
    if problems:
        raise Problems(tuple(problems))
    return replace(new, words=(words or new.kind.words)[:_LONGEST])
