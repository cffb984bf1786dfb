"""Keep what is agreed with properties: contract, callers, signs, complaints; see what has to be looked into."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency, agency_for, property_key
from itow_desktop.domain.attachments import FileKind, PreparedFile
from itow_desktop.domain.errors import NotFound, Problems, Refused, UnreadableFile
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
from itow_desktop.domain.vehicles import CustodyStatus, parse_address, present, present_lines
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.places import CarPlace, Tow
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard

_YEAR = timedelta(days=365)
_MOST_TOWS = 500
_MOST_TRACES = 200
_MOST_MILES = Decimal(9999)
_PARTS = {"callers": "caller", "signs": "sign", "complaints": "complaint"}


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


# --- looking ---------------------------------------------------------------------------------------------------------


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


# --- the property itself ---------------------------------------------------------------------------------------------


def add_property(shift: Shift, place: Property) -> str:
    """Enter a property before any car comes from there; answers its key. Raises ``Problems``, ``Refused`` where it is there already."""
    key = property_key(parse_address(place.address))
    if key is None:
        raise Problems((("address", "Enter the address: street, city, state. Cars towed from there are known by it."),))
    clean = _checked(replace(place, id=0, key=key))
    with shift.desk.begin(shift.deed(f"add {clean.name}")) as unit:
        known = next((row.place for row in unit.places.tallies(shift.clock.now()) if row.place.key == key), None)
        if known is not None:
            raise Refused(f"{known.name} is on the list with this address. Nothing was added; open it there.")
        found = _found(unit, key)
        if found is None:
            unit.places.add(clean)
        else:
            unit.places.save(replace(clean, id=unit.places.touch(key).id, key=found.key))
        _give_department(unit, clean)
        unit.commit()
    return key


def save_property(shift: Shift, place: Property) -> None:
    """Keep what is said of a property; a police department counts for its open cars that have none too. Raises ``Problems``."""
    clean = _checked(place)
    with shift.desk.begin(shift.deed(f"save {clean.name}")) as unit:
        unit.places.save(replace(clean, id=unit.places.touch(place.key).id))
        _give_department(unit, clean)
        unit.commit()


def join_properties(shift: Shift, kept_key: str, gone_key: str) -> None:
    """Say that two properties are one, written in two ways: the second one's cars and record are the first one's from now on."""
    with shift.desk.look() as unit:
        kept, gone = unit.places.find(kept_key), unit.places.find(gone_key)
    if kept.key == gone.key:
        raise Refused("This is the same property already. Nothing was changed.")
    with shift.desk.begin(shift.deed(f"join {gone.name} with {kept.name}")) as unit:
        kept = unit.places.touch(kept_key)
        unit.places.join(kept, unit.places.touch(gone_key))
        _give_department(unit, unit.places.find(kept.key))
        unit.commit()


def _found(unit: UnitOfWork, key: str) -> Property | None:
    try:
        return unit.places.find(key)
    except NotFound:
        return None


def _give_department(unit: UnitOfWork, place: Property) -> None:
    """The cars on the lot from there that wait for a police department get the property's."""
    waiting = unit.agencies.same_property(place.key) if place.agency_id else ()
    if place.agency_id and waiting:
        unit.events.lock(sorted(waiting))
        unit.agencies.assign(place.agency_id, sorted(waiting))


def _checked(place: Property) -> Property:
    name = present(place.name)
    problems = []
    if name is None:
        problems.append(("name", "Enter the name of the property."))
    if place.contract_from and place.contract_until and place.contract_until < place.contract_from:
        problems.append(("contract_until", "The contract ends before it begins. Correct one of the two days."))
    if place.miles is not None and not 0 <= place.miles <= _MOST_MILES:
        problems.append(("miles", f"{place.miles} miles cannot be right."))
    if problems:
        raise Problems(tuple(problems))
    texts = {each: present_lines(getattr(place, each)) for each in ("address", "phone", "contract", "sign_exempt", "notes")}
    return replace(place, name=name or "", **texts)  # type: ignore[arg-type]  # all of them are optional texts


# --- callers, signs, complaints --------------------------------------------------------------------------------------


def save_caller(shift: Shift, key: str, caller: Caller) -> int:
    """Add (id 0) or change somebody who may ask for tows; raises ``Problems``."""
    name = present(caller.name)
    if name is None:
        raise Problems((("name", "Enter the name."),))
    if caller.since and caller.until and caller.until < caller.since:
        raise Problems((("until", "The last day lies before the first. Correct one of the two."),))
    clean = replace(caller, name=name, position=present(caller.position), phone=present(caller.phone))
    with shift.desk.begin(shift.deed(f"{'change' if caller.id else 'add'} caller {name}")) as unit:
        saved = unit.places.save_caller(unit.places.touch(key).id, clean)
        unit.commit()
    return saved


def end_caller(shift: Shift, key: str, caller_id: int, last_day: date) -> None:
    """Somebody may not ask for tows after that day; who it was stays on record for the tows before."""
    with shift.desk.look() as unit:
        callers = unit.places.callers().get(unit.places.find(key).id, ())
    caller = next((each for each in callers if each.id == caller_id), None)
    if caller is None:
        raise NotFound("This caller is not on record any more. Nothing was changed.")
    if caller.since is not None and last_day < caller.since:
        raise Problems((("until", "The last day lies before the first. Take the caller out if this was a mistake."),))
    with shift.desk.begin(shift.deed(f"end caller {caller.name}")) as unit:
        unit.places.save_caller(unit.places.touch(key).id, replace(caller, until=last_day))
        unit.commit()


def save_sign(shift: Shift, pictures: Pictures, key: str, sign: Sign, photo: Path | None = None) -> int:
    """Add (id 0) a sign with its photo, or change what was seen; raises ``Problems``, ``UnreadableFile``."""
    entrance = present(sign.entrance)
    if entrance is None:
        raise Problems((("entrance", "Enter which entrance it stands at, for example North gate."),))
    if sign.seen_on > shift.today:
        raise Problems((("seen_on", "This day has not come yet. Enter when the sign was seen."),))
    ready = None if photo is None else _photo(pictures, photo)
    clean = replace(sign, entrance=entrance, note=present_lines(sign.note))
    with shift.desk.begin(shift.deed(f"{'change' if sign.id else 'add'} sign at {entrance}")) as unit:
        saved = unit.places.save_sign(unit.places.touch(key).id, clean, ready)
        unit.commit()
    return saved


def photo_day(shift: Shift, pictures: Pictures, photo: Path) -> date | None:
    """The local day a photo was taken as far as the camera wrote it; raises ``UnreadableFile``."""
    taken = _photo(pictures, photo).taken_at
    if taken is None:
        return None
    return (taken.astimezone(shift.law.zone) if taken.tzinfo else taken).date()


def _photo(pictures: Pictures, path: Path) -> PreparedFile:
    ready = pictures.prepare(path)
    if ready.kind is not FileKind.PHOTO:
        raise UnreadableFile(f"{path.name} is no photo. It was not added. Choose a JPEG or PNG picture of the sign.")
    return ready


def save_complaint(shift: Shift, key: str, complaint: Complaint) -> int:
    """Add (id 0) or change a complaint; raises ``Problems``."""
    who, about = present(complaint.from_whom), present_lines(complaint.about)
    problems = [
        (field, sentence)
        for field, value, sentence in (
            ("from_whom", who, "Enter who complained."),
            ("about", about, "Enter what the complaint is about."),
        )
        if value is None
    ]
    if complaint.on > shift.today:
        problems.append(("on", "This day has not come yet. Enter when the complaint came."))
    if complaint.settled_on is not None and complaint.settled_on < complaint.on:
        problems.append(("settled_on", "It was settled before it came. Correct one of the two days."))
    if problems:
        raise Problems(tuple(problems))
    clean = replace(complaint, from_whom=who or "", about=about or "", answer=present_lines(complaint.answer))
    with shift.desk.begin(shift.deed(f"{'change' if complaint.id else 'add'} complaint of {who}")) as unit:
        saved = unit.places.save_complaint(unit.places.touch(key).id, clean)
        unit.commit()
    return saved


def take_out(shift: Shift, part: str, row_id: int, name: str) -> None:
    """Take out what was entered by mistake; it stays in the record. ``part`` is callers, signs or complaints."""
    with shift.desk.begin(shift.deed(f"take out {_PARTS[part]} {name}")) as unit:
        unit.places.take_out(part, row_id)
        unit.commit()
