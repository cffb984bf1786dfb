"""What a stay comes to: the stored lines with those that follow from the fee schedule."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from itertools import groupby

from itow_desktop.domain.cars import Car
from itow_desktop.domain.charges.fees import DayCount, Fees, fitting, newest
from itow_desktop.domain.charges.law import ABANDONED_AT_ONCE, ABANDONED_ONCE_ENTERED, GARAGE_DAYS, GARAGE_STORAGE, STATE_FEE
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed
from itow_desktop.domain.events import CLOSING, Event, EventKind, standing
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus

_NOTHING = Decimal("0.00")
_A_DAY = timedelta(days=1)
_STORAGE = ChargeKind.STORAGE.words
_ENTERED = frozenset({EventKind.LEIN_ENTERED, EventKind.SOS_NOTICE_DATED})
_UNSORTED = "what kind of tow it is"
_NO_IMPOUND = "a fee for cars that are no impounds (their work is billed in TowBook)"
_NO_DAY = "when it was towed"
_NO_LEAVING = "when it left"
_NO_TOW_FEE, _NO_STORAGE = "the tow fee", "the storage a day"


@dataclass(frozen=True, slots=True)
class Stay:
    """What of one custody its charges depend on.

    ``towed`` and ``left`` are moments; of a day without a time it is the day's end for the tow, so that in doubt less is
    charged, and for the leaving too, for then the day itself is charged as it would be at its end. ``entered``: the
    police entered it as abandoned, or the Secretary of State sent the notice. ``timed``: the time of the tow is known.
    """

    custody_id: int
    kind: CustodyKind
    account: str | None
    towed: datetime | None
    status: CustodyStatus = CustodyStatus.ON_LOT
    left: datetime | None = None
    entered: bool = False
    timed: bool = True

    @property
    def gone(self) -> bool:
        """Whether it is not here any more, so that nothing grows."""
        return self.status is not CustodyStatus.ON_LOT


def stay_of(car: Car, events: Iterable[Event], zone: tzinfo) -> Stay:
    """The stay of a car by the events that count."""
    known = standing(events)
    tows = [each for each in known if each.kind is EventKind.TOWED]
    closing = [each for each in known if each.kind in CLOSING]
    return Stay(
        car.custody_id, CustodyKind(car.fields.custody), car.fields.account, _moment(tows[-1], zone) if tows else None,
        CLOSING[closing[-1].kind] if closing else CustodyStatus.ON_LOT, _moment(closing[-1], zone) if closing else None,
        entered=any(each.kind in _ENTERED for each in known), timed=bool(tows) and tows[-1].at is not None,
    )  # fmt: skip


def end_of(day: date, zone: tzinfo) -> datetime:
    """The last moment of a local day."""
    return datetime.combine(day, time.max, zone)


def _moment(event: Event, zone: tzinfo) -> datetime | None:
    if event.at is not None:
        return event.at.astimezone(zone)
    return None if event.on is None else end_of(event.on, zone)


def reckon(stay: Stay, stored: Sequence[LedgerLine], schedule: Sequence[Fees], at: datetime, zone: tzinfo) -> Owed:
    """What a stay comes to at a moment: every stored line up to that day, with what of the schedule no stored line covers yet."""
    now = at.astimezone(zone)
    lines = [each for each in stored if each.first <= now.date()]
    if stay.status is CustodyStatus.VOID:
        return Owed(stay.custody_id, now.date(), _sum(lines), tuple(lines), _NOTHING)
    fit = () if stay.kind is CustodyKind.UNKNOWN else fitting(schedule, stay.account, stay.kind)
    car = _Reckoned(stay, stored, fit, min(now, stay.left) if stay.left else now, zone)
    missing = car.missing()
    rate = _NOTHING if stay.gone else car.rate(now.date() + _A_DAY)
    lines += car.lines()
    return Owed(stay.custody_id, now.date(), _sum(lines), tuple(lines), rate, car.grows() if rate else "", missing)


def storage_days(towed: datetime, fees: Fees, until: datetime, zone: tzinfo) -> tuple[date, int]:
    """The first local day that storage is charged for, with how many days up to a moment.

    By the clock each 24 hours begun since storage began are a day; hours are those that pass, summer time or not.
    """
    began = (towed.astimezone(UTC) + timedelta(hours=fees.free_hours)).astimezone(zone)
    if fees.day_count is DayCount.CLOCK:
        return began.date(), max((until.astimezone(UTC) - began.astimezone(UTC)) // _A_DAY + 1, 0)
    if until < began and fees.free_hours:
        return began.date(), 0
    first = began.date() if fees.first_day else began.date() + _A_DAY
    return first, max((until.astimezone(zone).date() - first).days + 1, 0)


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """The lines of one stay that are not stored yet."""

    stay: Stay
    stored: Sequence[LedgerLine]
    fit: Sequence[Fees]
    until: datetime
    zone: tzinfo

    @property
    def fees(self) -> Fees | None:
        """The entry of the schedule in force on the day of the tow."""
        return self.in_force()

    def in_force(self, day: date | None = None) -> Fees | None:
        """The entry that counts; on ``day`` for the storage of that day. None where none does, or where the kind of tow is not known."""
        towed = self.stay.towed
        return None if towed is None else newest(self.fit, towed.astimezone(self.zone).date(), day)

    def rate(self, day: date) -> Decimal | None:
        """What a day yet to come adds, None where nothing is agreed."""
        towed, fees = self.stay.towed, self.fees
        if fees and towed and self._limited(fees) and (day - storage_days(towed, fees, towed, self.zone)[0]).days >= GARAGE_DAYS:
            return _NOTHING
        return self._rated(day)[0]

    def _limited(self, fees: Fees) -> bool:
        """Whether a garage keeper's lien covers no more than the law says."""
        return self.stay.kind is CustodyKind.GARAGE_LIEN and not fees.written

    def _rated(self, day: date) -> tuple[Decimal | None, Fees | None]:
        """Storage for one day with the entry it comes from."""
        fees = self.in_force(day)
        if fees is None or fees.storage is None:
            return None, fees
        return min(fees.storage, GARAGE_STORAGE) if self._limited(fees) else fees.storage, fees

    def missing(self) -> tuple[str, ...]:
        """What is needed to tell what is owed; what somebody entered by hand is not."""
        stay, fees = self.stay, self.fees
        if stay.towed is None:
            return (_NO_DAY,)
        if stay.kind is CustodyKind.UNKNOWN:
            return (_UNSORTED,)
        if stay.gone and stay.left is None:
            return (_NO_LEAVING,)
        if fees is None:
            of = f"the account {stay.account}" if stay.account else "this kind of tow"
            return (_NO_IMPOUND if stay.kind is CustodyKind.NOT_AN_IMPOUND else f"the fees for {of}",)
        tow = (_NO_TOW_FEE,) if fees.tow is None and not self._covers(ChargeKind.TOW) else ()
        return (*tow, _NO_STORAGE) if fees.storage is None else tow

    def lines(self) -> Iterator[LedgerLine]:
        """Tow, administration, state fee, then storage by spans of one rate."""
        stay, fees = self.stay, self.fees
        if stay.towed is None:
            return
        day = stay.towed.astimezone(self.zone).date()
        if self.until < stay.towed and (stay.timed or self.until.astimezone(self.zone).date() < day):
            return
        once = {ChargeKind.TOW: fees.tow, ChargeKind.ADMINISTRATION: fees.administration} if fees else {}
        if stay.kind in ABANDONED_AT_ONCE or (stay.kind in ABANDONED_ONCE_ENTERED and stay.entered):
            once[ChargeKind.STATE_FEE] = STATE_FEE
        for kind, amount in once.items():
            if amount and not self._covers(kind):
                of_fees = fees.id if fees and kind is not ChargeKind.STATE_FEE else None
                yield LedgerLine(0, stay.custody_id, kind, amount, kind.words, day, fees_id=of_fees)
        yield from self._storage()

    def _storage(self) -> Iterator[LedgerLine]:
        if (fees := self.fees) is None or self.stay.towed is None:
            return
        first, count = storage_days(self.stay.towed, fees, self.until, self.zone)
        if self._limited(fees):
            count = min(count, GARAGE_DAYS)
        stored = [(each.first, each.last) for each in self.stored if each.kind is ChargeKind.STORAGE and each.last]
        days = (first + timedelta(days=number) for number in range(count))
        rated = ((day, *self._rated(day)) for day in days if not any(start <= day <= end for start, end in stored))
        for span in _spans(rated):
            start, rate, source = span[0]
            if rate and source:
                amount, end = rate * len(span), span[-1][0]
                yield LedgerLine(0, self.stay.custody_id, ChargeKind.STORAGE, amount, _STORAGE, start, end, rate, fees_id=source.id)

    def _covers(self, kind: ChargeKind) -> bool:
        """Whether a line of the kind is stored, taken back or not: then it is not reckoned again."""
        return any(each.kind is kind and each.corrects is None for each in self.stored)

    def grows(self) -> str:
        """When the next day of storage counts."""
        if (fees := self.fees) is None or self.stay.towed is None:
            return ""
        if fees.day_count is DayCount.CALENDAR:
            return "each day at midnight"
        began = self.stay.towed.astimezone(UTC) + timedelta(hours=fees.free_hours)
        begun = max((self.until.astimezone(UTC) - began) // _A_DAY + 1, 0)
        turn = (began + begun * _A_DAY).astimezone(self.zone)
        return f"each day at {turn.hour % 12 or 12}:{turn:%M %p}"


_Rated = tuple[date, Decimal | None, Fees | None]


def _spans(days: Iterable[_Rated]) -> Iterator[list[_Rated]]:
    """Days in a row that have one rate of one entry."""
    numbered = enumerate(days)
    for _, group in groupby(numbered, key=lambda each: (each[1][0] - timedelta(days=each[0]), each[1][1], each[1][2])):
        yield [each for _, each in group]


def _sum(lines: Iterable[LedgerLine]) -> Decimal:
    return sum((each.amount for each in lines), _NOTHING)
