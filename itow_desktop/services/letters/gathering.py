"""Gather what the letters of cars can say, for one car or for a hundred in a handful of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from itow_desktop.domain.cars import Car
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.events import Event
from itow_desktop.domain.letters.blocks import LetterWords
from itow_desktop.domain.letters.facts import Addressee, LetterFacts, Sender
from itow_desktop.domain.letters.kinds import LetterKind
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.letters.window import Window, fitted
from itow_desktop.domain.notices import NoticeKind, said
from itow_desktop.domain.parties.party import Party
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import OfficeFacts

_REQUEST, _SALE, _NOTICE = "mi.request_abandonment", "mi.garage_sale", "mi.garage_notice"
_SIZES = frozenset(field.name for field in fields(Window))


def gather(shift: Shift, unit: UnitOfWork, custody_ids: Sequence[int]) -> Mapping[int, LetterFacts]:
    """What is known for the letters of these cars; raises ``NotFound`` where one is not on record."""
    wanted = list(dict.fromkeys(custody_ids))
    sender = sender_of(unit)
    cars = unit.vehicles.many(wanted)
    events, parties = unit.events.of_many(wanted), unit.parties.of_many(wanted)
    agencies = {agency.id: agency for agency in unit.agencies.all()}
    amounts = owed(unit, wanted, shift.today, shift.law.zone)
    found = {}
    for custody_id in wanted:
        if custody_id not in cars:
            raise NotFound("This vehicle is not on record.")
        car, happened = cars[custody_id], events.get(custody_id, ())
        dates = _dates(shift, car, happened)
        found[custody_id] = LetterFacts(
            custody_id, sender, shift.today, car.fields, happened, parties.get(custody_id, ()), amounts[custody_id],
            pieces=unit.mail.of(custody_id),
            agency=agencies.get(car.fields.agency_id) if car.fields.agency_id else None,
            request_from=dates.request_from,
            request_until=dates.request_until,
            sale_from=dates.sale_from,
            unchecked_law=dates.unchecked,
        )  # fmt: skip
    return found


def sender_of(unit: UnitOfWork) -> Sender:
    """The office as it writes."""
    facts = unit.office.get()
    return Sender(head_of(facts, unit.office.logo()), facts.hours or "", facts.signer, unit.office.signature(), window_of(facts))


def window_of(office: OfficeFacts) -> Window:
    """The window of the office's envelopes."""
    return Window(**{name: float(size) for name, size in office.envelope.items() if name in _SIZES})


def words_in_use(unit: UnitOfWork) -> Mapping[NoticeKind, LetterWords]:
    """The words of each kind of letter as they are now: the office's newest, else those that the program brings."""
    return {**STANDARD, **unit.letters.latest()}


def addressees(facts: LetterFacts, kind: LetterKind) -> tuple[Addressee, ...]:
    """To whom a letter of this kind can go: each party that counts, the police department, or whoever took the car."""
    if kind.roles:
        return tuple(addressee_of(party) for party in facts.parties if party.void is None and party.role in kind.roles)
    if kind.kind is NoticeKind.ENTRY_REQUEST:
        return (_department(facts),)
    return (Addressee("whoever took the vehicle"),)


def addressee_of(party: Party, address_id: int | None = None) -> Addressee:
    """A party at one of its addresses, by default where the next letter goes."""
    address = party.address if address_id is None else next((each for each in party.addresses if each.id == address_id), None)
    if address is None and party.addresses:
        address = party.addresses[-1]
    return Addressee(party.name, fitted(party.block(address)) if address else (), party, address)


def _department(facts: LetterFacts) -> Addressee:
    agency = facts.agency
    if agency is None:
        return Addressee("the police department")
    lines = (said(line) for line in (agency.name, *(agency.address or "").splitlines()))
    return Addressee(agency.name, fitted(tuple(line.upper() for line in lines if line)))


@dataclass(frozen=True, slots=True)
class _Dates:
    """What the law says of the days of a letter."""

    request_from: date | None = None
    request_until: date | None = None
    sale_from: date | None = None
    unchecked: bool = True


def _dates(shift: Shift, car: Car, events: Sequence[Event]) -> _Dates:
    """Asked only of the kinds of custody whose letters name such a day."""
    if CustodyKind(car.fields.custody) not in (CustodyKind.POLICE_HOLD, CustodyKind.GARAGE_LIEN):
        return _Dates()
    deadlines = {each.rule_id: each for each in shift.law.deadlines(car.fields, events)}
    request, sale, notice = deadlines.get(_REQUEST), deadlines.get(_SALE), deadlines.get(_NOTICE)
    return _Dates(
        request.date if request else None, request.until if request else None, sale.date if sale else None, not (notice and notice.checked)
    )
