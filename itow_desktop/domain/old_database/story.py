"""What a car of the first program's database becomes: its fields, what happened to it, what only a note may say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.clues import looks_ordered
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.old_database.merging import OUTCOME, Choice, Conflict, OldCar, written
from itow_desktop.domain.old_database.rows import TOLD, Said, vin_flag
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.spellings import department_of
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, parse_address

FROM = MappingProxyType({"from": "old_database"})
"""Marks every event that comes from the old database, beside its source."""
MANY_ON_ONE_DAY = 5
"""So many cars with one TOP date were stamped in one go (the newest real file: 49 of 68 on one day)."""
_AT_MOST = timedelta(days=3 * 366)
_PLAIN = (
    "vin", "plate", "plate_state", "year", "make", "model", "color", "body_type", "reason", "requested_by", "case_number", "officer",
    "reference", "driver", "notes",
)  # fmt: skip
_CLOSING: Mapping[CustodyStatus, tuple[EventKind, tuple[str, ...]]] = MappingProxyType(
    {
        CustodyStatus.PICKED_UP: (EventKind.RELEASED, ("release_day",)),
        CustodyStatus.SOLD: (EventKind.SOLD, ("release_day", "auction_day")),
        CustodyStatus.SCRAPPED: (EventKind.SCRAPPED, ("release_day", "scrap_day")),
        CustodyStatus.TO_CUSTODIAN: (EventKind.TRANSFERRED_TO_CUSTODIAN, ("release_day",)),
    }
)
_Flagging = Callable[[OldRule, str], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """What all cars are judged by: the office's clock and day, how many cars have each TOP date, notes that stand beside each car."""

    zone: tzinfo
    today: date
    top_days: Mapping[date, int]
    notes: Mapping[str, Sequence[Event]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a stake in the car: ``owner`` or ``lienholder``."""

    role: str
    name: str
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class OldStory:
    """A car ready to be entered; the events have no ids yet, ``department`` is the police department as it was typed."""

    car: OldCar
    fields: CarFields
    department: str | None
    tow: Event | None
    closing: Event | None
    notes: tuple[Event, ...]
    parties: tuple[Party, ...]
    flags: tuple[Flag, ...]


def tell(car: OldCar, ground: Ground) -> OldStory:
    """The story of one car; what cannot be right becomes a note with a flag, never a date of the record."""
    flags = list(car.flags)

    def flag(rule: OldRule, says: str) -> None:
        flags.append(Flag(rule, car.car, says))

    odd: list[str] = []
    tow = _tow(car, ground, odd, flag)
    closing = _closing(car, ground, odd, flag)
    found = vin_flag(_text(car.values, "vin"), _number(car.values, "year"))
    if found is not None:
        flag(*found)
    top = _top(car, ground, flag)
    told = _told(car, odd)
    notes = (*([top] if top else ()), *([told] if told else ()), *ground.notes.get(car.key, ()))
    return OldStory(car, _fields(car), _department(car), tow, closing, notes, _parties(car.values), tuple(flags))


def top_days(cars: Sequence[OldCar]) -> Mapping[date, int]:
    """How many cars have each TOP date."""
    days = [day for car in cars if isinstance(day := car.values.get("top_day"), date)]
    return {day: days.count(day) for day in set(days)}


def note(text: str, on: date | None = None, data: Mapping[str, str] = FROM) -> Event:
    """A note from the old database, without an id."""
    return Event("", EventKind.NOTE, on=on, data=dict(data), note=text, source=EventSource.IMPORT)


# --- fields ----------------------------------------------------------------------------------------------------------


def _fields(car: OldCar) -> CarFields:
    place = parse_address(_text(car.values, "towed_from"))
    ordered = looks_ordered(None, _text(car.values, "reason"))
    plain = {name: car.values[name] for name in _PLAIN if name in car.values}
    return CarFields(
        **plain,  # type: ignore[arg-type]
        call_number=car.call,
        # The first program knew private-property tows only; what customers ordered is asked.
        custody=CustodyKind.UNKNOWN if ordered else CustodyKind.PRIVATE_PROPERTY,
        towed_from=place.original if place else None,
        street=place.street if place else None,
        city=place.city if place else None,
        state=place.state if place else None,
        zip=place.zip if place else None,
        business=place.business if place else None,
    )


def _department(car: OldCar) -> str | None:
    return _text(car.values, "department")


def _parties(values: Mapping[str, Said]) -> tuple[Party, ...]:
    return tuple(
        Party(role, name, _text(values, f"{role}_address"), _text(values, f"{role}_phone"))
        for role in ("owner", "lienholder")
        if (name := _text(values, role))
    )


# --- events ----------------------------------------------------------------------------------------------------------


def _tow(car: OldCar, ground: Ground, odd: list[str], flag: _Flagging) -> Event | None:
    day, at = car.values.get("tow_day"), car.values.get("tow_time")
    if not isinstance(day, date):
        flag(OldRule.NO_TOW_DATE, "No tow date in any file.")
        return None
    if day > ground.today:
        flag(OldRule.TOO_LATE, f"Towed {written(day)}, which has not come yet.")
        odd.append(f"towed {written(day)}")
        return None
    moment = _moment(day, at, ground)
    return Event("", EventKind.TOWED, at=moment, on=None if moment else day, data=dict(FROM), source=EventSource.IMPORT)


def _closing(car: OldCar, ground: Ground, odd: list[str], flag: _Flagging) -> Event | None:
    """How it left; a day that cannot be right is not its day."""
    if car.outcome is None or car.outcome is CustodyStatus.ON_LOT:
        if isinstance(day := car.values.get("release_day"), date):
            flag(OldRule.OPEN_DATED, f"Status {car.values.get('status', 'empty')}, released {written(day)}.")
            odd.append(f"released {written(day)}")
        return None
    kind, names = _CLOSING[car.outcome]
    reason = _text(car.values, "release_reason") or ""
    if kind is EventKind.RELEASED and "redeem" in reason.casefold():
        kind = EventKind.REDEEMED
    name = next((name for name in names if isinstance(car.values.get(name), date)), None)
    day = car.values[name] if name else None
    if not isinstance(day, date):
        flag(OldRule.CLOSED_UNDATED, f"{car.values.get('status')} without a date.")
    elif (wrong := _wrong_day(day, car.values.get("tow_day"), ground.today)) is not None:
        flag(*wrong)
        odd.append(f"{car.values.get('status')} {written(day)}")
        day = None
    moment = _moment(day, car.values.get("release_time"), ground) if isinstance(day, date) and name == "release_day" else None
    who = _text(car.values, "recipient")
    data = {
        **FROM, "flagged": "yes", "reason": "From the old database; nobody has checked it.",
        **({"to_whom": who} if who else {}), **({"release_reason": reason} if reason else {}),
    }  # fmt: skip
    said = f"The old database says {car.values.get('status')}{f' ({reason})' if reason else ''}."
    on = day if isinstance(day, date) and moment is None else None
    return Event("", kind, at=moment, on=on, data=data, note=said, source=EventSource.IMPORT)


def _wrong_day(day: date, tow: Said | None, today: date) -> tuple[OldRule, str] | None:
    if isinstance(tow, date) and day < tow:
        return OldRule.BEFORE_TOW, f"Left {written(day)}, towed {written(tow)}."
    if isinstance(tow, date) and day - tow > _AT_MOST:
        return OldRule.TOO_LATE, f"Left {written(day)}, towed {written(tow)}."
    return (OldRule.TOO_LATE, f"Left {written(day)}, which has not come yet.") if day > today else None


def _top(car: OldCar, ground: Ground, flag: _Flagging) -> Event | None:
    """The date of the TOP: never a proof, so it is told without a day of its own."""
    day = car.values.get("top_day")
    if not isinstance(day, date):
        return None
    tow, many = car.values.get("tow_day"), ground.top_days.get(day, 1)
    says = f"TOP {written(day)}"
    if isinstance(tow, date) and day < tow:
        flag(OldRule.BEFORE_TOW, f"{says}, towed {written(tow)}.")
    elif (isinstance(tow, date) and day - tow > _AT_MOST) or day > ground.today:
        flag(OldRule.TOO_LATE, f"{says}.")
    bulk = many >= MANY_ON_ONE_DAY
    flag(OldRule.TOP_BULK if bulk else OldRule.TOP_UNPROVEN, f"{says}, as of {many} cars." if bulk else f"{says}.")
    why = f"as it says of {many} cars on that one day" if bulk else "the day its page was made"
    text = f"Unverified: the old database has {written(day)} as the day the TOP was sent, {why}. No proof of notice."
    return note(text, data={**FROM, "unverified": EventKind.LETTER_SENT, "letter": "top"})


def _told(car: OldCar, odd: Sequence[str]) -> Event | None:
    """Everything else that was known and is no field here."""
    parts = [f"status {car.values['status']}"] if "status" in car.values and car.outcome is CustodyStatus.ON_LOT else []
    parts += [f"{each.newer_file} says {each.newer}, {each.older_file} says {each.older}" for each in car.conflicts if _is_left(each)]
    if (department := department_of(_text(car.values, "department"))) is not None:
        parts.append(f"police department as written: {department.original}")
    parts += [f"{TOLD[column]}: {text}" for column, text in car.told.items()]
    parts += [f"{name}: {written(car.values[key])}" for key, name in (("auction_day", "auction"),) if key in car.values]
    parts += [f"unlikely: {text}" for text in odd]
    return note(f"From the old database, unverified: {'; '.join(parts)}.") if parts else None


def _is_left(conflict: Conflict) -> bool:
    return conflict.field == OUTCOME and conflict.choice is Choice.LEAVE


def _moment(day: date, at: Said | None, ground: Ground) -> datetime | None:
    if not isinstance(at, time):
        return None
    return datetime.combine(day, at, ground.zone)


def _text(values: Mapping[str, Said], name: str) -> str | None:
    said = values.get(name)
    return said if isinstance(said, str) else None


def _number(values: Mapping[str, Said], name: str) -> int | None:
    said = values.get(name)
    return said if isinstance(said, int) else None
