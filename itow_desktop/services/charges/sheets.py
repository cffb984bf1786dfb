"""What stands on the charges of a car: its lines, what is owed now, by closing time, tomorrow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from itow_desktop.domain.charges.fees import Fees, in_force
from itow_desktop.domain.charges.law import IMPOUNDS, Collectible, at_disposition, bond, protected
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed
from itow_desktop.domain.charges.reckoning import Stay, end_of, reckon, stay_of
from itow_desktop.domain.charges.typed import refusal, usual
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.owing import stays
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a car owes now, at the end of today's opening hours (None: they are over), in the course of tomorrow.

    ``closing`` is today's closing time, local; ``gone``: the car is not here any more, so that nothing grows.
    """

    now: Owed
    by_closing: Owed | None
    tomorrow: Owed
    closing: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True)
class ChargeSheet:
    """The charges of one car. ``car`` says which in words; ``usual`` are the kinds that may be typed with what each usually costs.

    ``bond`` is what a petition for a hearing must be accompanied by; ``disposition`` the storage that may be collected once
    the car is released for sale or scrap: both None where the law knows no such thing or the amount is not known.
    """

    custody_id: int
    car: str
    outlook: Outlook
    usual: Mapping[ChargeKind, Decimal | None]
    bond: Decimal | None
    disposition: Collectible | None
    may_waive: bool

    @property
    def lines(self) -> tuple[LedgerLine, ...]:
        """Stored ones as they were recorded, then what is reckoned up to now (id 0)."""
        return self.outlook.now.lines


def outlook(shift: Shift, custody_id: int) -> Outlook:
    """What a car owes and will owe; raises ``NotFound``."""
    with shift.desk.look() as unit:
        unit.vehicles.get(custody_id)
        (stay,) = stays(unit, [custody_id], shift.law.zone)
        return outlook_of(shift, unit, stay)


def outlook_of(shift: Shift, unit: UnitOfWork, stay: Stay) -> Outlook:
    """The same of a stay that was read."""
    zone, now = shift.law.zone, shift.clock.now().astimezone(shift.law.zone)
    stored, schedule = unit.charges.lines([stay.custody_id]).get(stay.custody_id, ()), unit.charges.fees()
    closing = datetime.combine(now.date(), time.fromisoformat(unit.office.get().closes_at), zone)

    def at(moment: datetime) -> Owed:
        return reckon(stay, stored, schedule, moment, zone)

    tomorrow = at(end_of(now.date() + timedelta(days=1), zone))
    return Outlook(at(now), at(closing) if closing > now else None, tomorrow, closing, stay.gone)


def panel_outlook(shift: Shift, unit: UnitOfWork, card: CarCard) -> Outlook | None:
    """The same for a car's panel, of what was read of it; None of what is no impound and has no charges."""
    stay = stay_of(card.car, card.events, shift.law.zone)
    found = outlook_of(shift, unit, stay)
    return None if stay.kind is CustodyKind.NOT_AN_IMPOUND and not found.now.known and not found.now.lines else found


def sheet(shift: Shift, custody_id: int) -> ChargeSheet:
    """The charges of a car; raises ``NotFound``."""
    with shift.desk.look() as unit:
        row = unit.vehicles.card(custody_id).row
        (stay,) = stays(unit, [custody_id], shift.law.zone)
        found = outlook_of(shift, unit, stay)
        schedule, office = unit.charges.fees(), unit.office.get()
        fees = _fees(shift, stay, schedule)
        parties = unit.parties.of(custody_id)
        may_waive = unit.charges.may_set_fees()
    if shift.person is not None:
        may_waive = may_waive and lacking(shift.person.rights, Rights.MANAGER) is None
    typed = {kind: amount for kind, amount in usual(fees).items() if refusal(kind, stay.kind, fees, office.charge_notices) is None}
    abandoned = stay.kind in IMPOUNDS and found.now.known
    return ChargeSheet(
        custody_id,
        " ".join(part for part in (row.plate, row.description, row.call_number) if part),
        found,
        typed,
        bond(found.now.lines) if abandoned else None,
        _disposition(found.now, fees, _general(shift, stay, schedule), limited=protected(parties)) if abandoned else None,
        may_waive,
    )


def _fees(shift: Shift, stay: Stay, schedule: tuple[Fees, ...], account: str | None = None) -> Fees | None:
    day = stay.towed.astimezone(shift.law.zone).date() if stay.towed else shift.today
    return in_force(schedule, account or stay.account, stay.kind, day)


def _general(shift: Shift, stay: Stay, schedule: tuple[Fees, ...]) -> Fees | None:
    """The entry for cars of no account: what the facility charges anybody."""
    return _fees(shift, stay, tuple(each for each in schedule if each.account is None))


def _disposition(owed: Owed, fees: Fees | None, general: Fees | None, *, limited: bool) -> Collectible:
    lines = [each for each in owed.lines if each.kind is ChargeKind.STORAGE]
    days = sum((each.last - each.first).days + 1 for each in lines if each.last)
    charged = sum((each.amount for each in lines), Decimal("0.00"))
    contract = fees.storage if fees and fees.account is not None else None
    return at_disposition(days, charged, contract, general.storage if general else None, limited=limited)
