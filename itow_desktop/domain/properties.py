"""Properties cars are towed from: who may call, what stands on the signs, what a person has to look into."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

UNCHECKED = "not yet checked by our attorney"
"""Said beside everything that rests on a rule recalled or told by others (confidence C, R)."""
FARTHEST_MILES = 15
"""MCL 257.252a(10), confidence C/R: a property owner may call a towing agency whose lot lies within this of the local unit's border."""
PHOTO_MONTHS = 12
"""A sign is looked at anew after so many months: house practice, not law."""
CONTRACT_WARNING = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Property:
    """A place cars are towed from; ``id`` 0: nobody said anything of it yet. ``key`` is as ``property_key`` spells it.

    ``miles`` is the distance to our lot as somebody measured it; ``sign_exempt`` why no sign is needed (MCL 257.252l,
    confidence C/R), None where one is.
    """

    id: int
    key: str
    name: str
    address: str | None = None
    agency_id: int | None = None
    phone: str | None = None
    contract_from: date | None = None
    contract_until: date | None = None
    contract: str | None = None
    miles: Decimal | None = None
    sign_exempt: str | None = None
    notes: str | None = None


class ContractState(StrEnum):
    """How the contract with a property stands on a day."""

    NONE = "none"
    COMING = "coming"
    RUNS = "runs"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ask for tows, from ``since`` to ``until``, both included; a missing end is open."""

    id: int
    name: str
    position: str | None = None
    phone: str | None = None
    since: date | None = None
    until: date | None = None

    def may_call(self, on: date) -> bool:
        """Whether a tow of that local day could be this person's."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class SignCheck(StrEnum):
    """What a sign must show (MCL 257.252k); somebody ticks what was seen."""

    WORDS = "words"
    LETTERS = "letters"
    SERVICE = "service"
    HEIGHT = "height"
    LASTING = "lasting"
    DAY_BEFORE = "day_before"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as it was seen at an entrance on a day; ``our_phone`` None: not sure. ``thumb`` is a small JPEG of its photo."""

    id: int
    entrance: str
    seen_on: date
    our_phone: bool | None = None
    checked: frozenset[SignCheck] = field(default_factory=frozenset)
    note: str | None = None
    has_photo: bool = False
    thumb: bytes | None = None
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """Somebody complained; ``car`` names the car it is about, ``settled_on`` is None while it is open."""

    id: int
    on: date
    from_whom: str
    about: str
    custody_id: int | None = None
    car: str | None = None
    answer: str | None = None
    settled_on: date | None = None
    recorded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a tow, and its local day as far as that is known."""

    custody_id: int
    car: str
    day: date | None
    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person should look into; no tow is held back for it. ``custody_id`` where it is about one car."""

    sentence: str
    custody_id: int | None = None


# --- who asked -------------------------------------------------------------------------------------------------------


def caller_of(callers: Iterable[Caller], name: str | None, phone: str | None, on: date) -> Caller | None:
    """Who of those who may call on that day it was: by the name's words in any order, or by the phone's last ten digits."""
    words, digits = _words(name), _digits(phone)
    for caller in callers:
        known = _words(caller.name)
        named = words == known or (len(known) > 1 and known <= words)
        if caller.may_call(on) and ((words and named) or (digits is not None and digits == _digits(caller.phone))):
            return caller
    return None


def caller_doubt(place: str, callers: Sequence[Caller], asked: Asked, today: date) -> str | None:
    """What is to be asked about who called for a tow (MCL 257.252a); None where somebody on record did."""
    day = asked.day or today
    if caller_of(callers, asked.name, asked.phone, day) is not None:
        return None
    named = None if _words(asked.name) == _words(place) else asked.name  # often TowBook has only the property's own name
    who = named or asked.phone
    if not any(caller.may_call(day) for caller in callers):
        start = f"Nobody on record may call for {place}."
        return f"{start} Who asked for this tow?" if who is None else f"{start} {who} asked for this tow: who is that?"
    if who is None:
        return f"It is not recorded who asked for this tow from {place}."
    return f"{who} asked for this tow, and is not on record as somebody who may call for {place}."


def _words(name: str | None) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    return frozenset(re.findall(r"[^\W_]+", "".join(letter for letter in plain if not unicodedata.combining(letter))))


def _digits(phone: str | None) -> str | None:
    """The number as it is compared; too few digits are an extension, not a phone."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-10:] if len(digits) >= 7 else None


# --- what is to be looked into ---------------------------------------------------------------------------------------


def contract_state(place: Property, today: date) -> ContractState:
    """How the contract stands."""
    if place.contract_from is None and place.contract_until is None and place.contract is None:
        return ContractState.NONE
    if place.contract_from is not None and place.contract_from > today:
        return ContractState.COMING
    if place.contract_until is None or place.contract_until - CONTRACT_WARNING > today:
        return ContractState.RUNS
    return ContractState.ENDED if place.contract_until < today else ContractState.ENDING


def doubts(place: Property, callers: Sequence[Caller], signs: Sequence[Sign], tows: Sequence[Asked], today: date) -> tuple[Doubt, ...]:
    """Everything to be looked into at a property; ``tows`` are its cars on the lot."""
    told = [*_contract(place, today), *_callers(callers, tows, today)]
    if place.sign_exempt is None:
        told += _signs(signs, today)
        told += _late_signs(signs, tows)
    told += _distance(place)
    named = ((caller_doubt(place.name, callers, asked, today), asked) for asked in tows)
    return (*map(Doubt, told), *(Doubt(f"{asked.car}: {sentence}", asked.custody_id) for sentence, asked in named if sentence))


def _contract(place: Property, today: date) -> list[str]:
    state = contract_state(place, today)
    if state is ContractState.ENDED:
        return [f"The contract ended on {_written(place.contract_until)}."]
    return [f"The contract ends on {_written(place.contract_until)}."] if state is ContractState.ENDING else []


def _callers(callers: Sequence[Caller], tows: Sequence[Asked], today: date) -> list[str]:
    """Where cars of the lot ask for a caller, each says so itself."""
    return [] if tows or any(caller.may_call(today) for caller in callers) else ["Nobody is on record who may ask for tows."]


def _signs(signs: Sequence[Sign], today: date) -> list[str]:
    photographed = [sign for sign in signs if sign.has_photo]
    if not photographed:
        return ["There is no photo of a sign."]
    told = []
    newest: dict[str, Sign] = {}
    for sign in sorted(photographed, key=lambda sign: (sign.seen_on, sign.id)):
        newest[sign.entrance.casefold()] = sign
    for sign in newest.values():
        if sign.seen_on < _months_before(today, PHOTO_MONTHS):
            told.append(f"{sign.entrance}: the newest photo of the sign is of {_written(sign.seen_on)}, over {PHOTO_MONTHS} months ago.")
        if sign.our_phone is not True:
            can = "cannot be read" if sign.our_phone is False else "may not be readable"
            told.append(f"{sign.entrance}: our phone {can} on the sign.")
    return told


def _late_signs(signs: Sequence[Sign], tows: Sequence[Asked]) -> list[str]:
    """Tows that no photo of an earlier day stands behind: a sign must be up 24 hours before (MCL 257.252k)."""
    first = min((sign.seen_on for sign in signs if sign.has_photo), default=None)
    if first is None:
        return []
    before = [asked for asked in tows if asked.day is not None and asked.day <= first]
    named = ", ".join(asked.car for asked in before[:3]) + (", ..." if len(before) > 3 else "")
    return [f"The sign was first photographed on {_written(first)}, not before the tow of {named}."] if before else []


def _distance(place: Property) -> list[str]:
    if place.miles is None or place.miles <= FARTHEST_MILES:
        return []
    return [f"It is {place.miles} miles to our lot, over the {FARTHEST_MILES} miles of MCL 257.252a(10) ({UNCHECKED})."]


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _written(day: date | None) -> str:
    return "" if day is None else f"{day.month}/{day.day}/{day.year}"
