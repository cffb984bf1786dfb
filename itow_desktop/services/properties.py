"""See properties: what is agreed, who asked for a tow, what has to be looked into."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency, agency_for
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.history import HistoryPage, entries
from itow_desktop.domain.properties import (
    Asked,
    Caller,
    Complaint,
    ContractState,
    Doubt,
    Property,
    Sign,
    caller_doubt,
    caller_of,
    contract_state,
    doubts,
)  # fmt: skip
from itow_desktop.domain.vehicles import CustodyStatus, parse_address, present
from itow_desktop.services.ports.places import CarPlace, Tow
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard

_YEAR = timedelta(days=365)
_MOST_TOWS = 500
_MOST_TRACES = 200


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A line of the list: tows on the lot, of the last 12 months, in all; open complaints; what is to be looked into.

    ``agency`` is the department decided for it, else the one that surely answers for its town.
    """

    place: Property
    agency: str | None
    contract: ContractState
    callers: int
    last_photo: date | None
    open: int
    recent: int
    total: int
    complaints: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class TowLine:
    """A tow on a property's page; ``caller`` is who of those on record asked, ``doubt`` what is to be asked about it."""

    tow: Tow
    day: date | None
    caller: Caller | None
    doubt: str | None


@dataclass(frozen=True, slots=True)
class PropertyPage:
    """Everything known of a property; ``spellings`` are the keys of other writings of it.

    ``agency`` is the department ``decided`` for it, else the one that surely answers for its town.
    """

    place: Property
    agency: Agency | None
    decided: bool
    contract: ContractState
    spellings: tuple[str, ...]
    callers: tuple[Caller, ...]
    signs: tuple[Sign, ...]
    complaints: tuple[Complaint, ...]
    tows: tuple[TowLine, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """Who asked for one car's tow, and what the property's record says of that; ``doubt`` None: somebody on record did."""

    place: Property
    asked: Asked
    caller: Caller | None
    doubt: str | None


def property_list(shift: Shift) -> tuple[PropertyRow, ...]:
    """Every property cars were towed from or somebody entered, by name."""
    today, zone = shift.today, shift.law.zone
    since = datetime.combine(today - _YEAR, time(), zone)
    with shift.desk.look() as unit:
        tallies, callers, signs = unit.places.tallies(since), unit.places.callers(), unit.places.signs()
        standing_tows = unit.places.standing_tows()
        agencies, towns = {agency.id: agency.name for agency in unit.agencies.all()}, unit.agencies.places()
    asked: dict[str, list[Asked]] = defaultdict(list)
    for tow in standing_tows:
        asked[tow.key].append(_asked(tow, zone))
    rows = []
    for tally in tallies:
        place = tally.place
        own, seen = callers.get(place.id, ()), signs.get(place.id, ())
        told = doubts(place, own, seen, asked[place.key], today) if place.id or asked[place.key] else ()
        rows.append(
            PropertyRow(
                place, agencies.get(_agency_id(place, towns) or 0), contract_state(place, today), sum(each.may_call(today) for each in own),
                max((sign.seen_on for sign in seen if sign.has_photo), default=None), tally.open, tally.recent, tally.total,
                tally.complaints, told,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.place.name.casefold(), row.place.key)))


def property_page(shift: Shift, key: str) -> PropertyPage:
    """One property by any of its keys; raises ``NotFound``."""
    today, zone = shift.today, shift.law.zone
    with shift.desk.look() as unit:
        place = unit.places.find(key)
        spellings = unit.places.spellings(place.key)
        callers = unit.places.callers().get(place.id, ()) if place.id else ()
        signs = unit.places.signs(place.id).get(place.id, ()) if place.id else ()
        complaints = unit.places.complaints(place.id) if place.id else ()
        tows = unit.places.tows(spellings, _MOST_TOWS)
        on_lot = {tow.custody_id for tow in unit.places.standing_tows() if tow.key == place.key}
        agency_id = _agency_id(place, unit.agencies.places())
        agency = unit.agencies.get(agency_id) if agency_id else None
    lines = tuple(_line(place, callers, tow, zone, today) for tow in tows)
    asked = [_asked(tow, zone) for tow in tows if tow.custody_id in on_lot]
    told = doubts(place, callers, signs, asked, today)
    return PropertyPage(
        place, agency, place.agency_id is not None, contract_state(place, today), spellings[1:], callers, signs, complaints, lines, told,
    )  # fmt: skip


def authorities(unit: UnitOfWork, cards: Iterable[CarCard], today: date, zone: ZoneInfo) -> Mapping[int, Authority]:
    """Who asked for the tows of private-property cars; a car without a place has none."""
    found = {card.car.custody_id: card for card in cards}
    places = unit.places.of_cars(list(found))
    return {custody_id: _authority(place, found[custody_id], today, zone) for custody_id, place in places.items()}


def authority(shift: Shift, custody_id: int) -> Authority:
    """The same of one car; raises ``NotFound`` where it came from no property."""
    with shift.desk.look() as unit:
        found = authorities(unit, [unit.vehicles.card(custody_id)], shift.today, shift.law.zone)
    if custody_id not in found:
        raise NotFound("It is not recorded from which property this car was towed. Enter the place first.")
    return found[custody_id]


def property_history(shift: Shift, key: str) -> HistoryPage:
    """What was changed at a property, newest first."""
    with shift.desk.look() as unit:
        place = unit.places.find(key)
        traces = unit.places.traces(place.id, _MOST_TRACES) if place.id else ()
        agencies = {agency.id: agency.name for agency in unit.agencies.all()}
        people = {person.id: person.name for person in unit.staff.all()}
    return HistoryPage(entries(traces), None, agencies, people)


def sign_photo(shift: Shift, sign_id: int) -> bytes:
    """The photo of a sign to look at, JPEG; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.places.sign_photo(sign_id)


def _agency_id(place: Property, towns: Mapping[str, int]) -> int | None:
    return place.agency_id or agency_for(parse_address(place.address), towns, {})


def _authority(place: CarPlace, card: CarCard, today: date, zone: ZoneInfo) -> Authority:
    fields = card.car.fields
    tows = [event for event in standing(card.events) if event.kind is EventKind.TOWED]
    day = tows[-1].day(zone) if tows else None
    asked = Asked(card.car.custody_id, card.car.label, day, present(fields.requested_by), present(fields.requested_by_phone))
    caller = caller_of(place.callers, asked.name, asked.phone, day or today)
    return Authority(place.place, asked, caller, caller_doubt(place.place.name, place.callers, asked, today))


def _line(place: Property, callers: Sequence[Caller], tow: Tow, zone: ZoneInfo, today: date) -> TowLine:
    asked = _asked(tow, zone)
    doubt = caller_doubt(place.name, callers, asked, today) if tow.status is CustodyStatus.ON_LOT else None
    return TowLine(tow, asked.day, caller_of(callers, asked.name, asked.phone, asked.day or today), doubt)


def _asked(tow: Tow, zone: ZoneInfo) -> Asked:
    day = tow.towed_at.astimezone(zone).date() if tow.towed_at else None
    return Asked(tow.custody_id, tow.car, day, present(tow.requested_by), present(tow.requested_by_phone))
