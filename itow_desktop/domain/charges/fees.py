"""The fees an office charges, by account, kind of custody, day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from itow_desktop.domain.vehicles import CustodyKind, folded


class DayCount(StrEnum):
    """What a day of storage is."""

    CALENDAR = "calendar"
    CLOCK = "clock"

    @property
    def words(self) -> str:
        """As on the screen."""
        return "each calendar day begun" if self is DayCount.CALENDAR else "each 24 hours begun"


@dataclass(frozen=True, slots=True)
class Fees:
    """One entry of the fee schedule; dollars with two places.

    It counts for cars towed on ``since`` or later, of ``account`` (None: any) and of the kind ``custody`` (None: any kind of
    impound). ``also_here``: its storage counts from ``since`` on for cars that stood here before, too. ``tow`` or
    ``storage`` (a day) None: nothing is agreed, so that what is owed cannot be told. ``administration`` and ``gate`` None:
    not charged, as it is from the start: for impounds the law names the state's fee, tow and storage only (MCL 257.252a).

    Storage begins ``free_hours`` after the drop at the lot; by calendar days the day on which it begins counts only where
    ``first_day`` says so. ``written``: a garage's higher storage is agreed in writing (MCL 570.303).
    ``withdrawn`` is the reason why the entry does not count.
    """

    id: int
    since: date
    account: str | None = None
    custody: CustodyKind | None = None
    tow: Decimal | None = None
    storage: Decimal | None = None
    day_count: DayCount = DayCount.CALENDAR
    first_day: bool = True
    free_hours: int = 0
    administration: Decimal | None = None
    gate: Decimal | None = None
    written: bool = False
    also_here: bool = False
    note: str | None = None
    withdrawn: str | None = None
    set_at: datetime | None = None
    set_by: str | None = None

    def fits(self, account: str | None, custody: CustodyKind) -> bool:
        """Whether the entry is for such a car; what is no impound is charged only by an entry of its own."""
        of_kind = self.custody is custody or (self.custody is None and custody is not CustodyKind.NOT_AN_IMPOUND)
        return self.withdrawn is None and of_kind and (self.account is None or same_account(self.account, account))


def same_account(one: str | None, other: str | None) -> bool:
    """Whether two spellings are one TowBook account."""
    return folded(" ".join((one or "").split())) == folded(" ".join((other or "").split()))


def in_force(schedule: Iterable[Fees], account: str | None, custody: CustodyKind, towed_on: date) -> Fees | None:
    """The entry for a car towed on a day, None where none is.

    An entry of the account goes before one of the kind, that before one for all; then the later one counts.
    """
    return newest(fitting(schedule, account, custody), towed_on)


def fitting(schedule: Iterable[Fees], account: str | None, custody: CustodyKind) -> tuple[Fees, ...]:
    """The entries for such a car on any day, the one that counts last."""
    fit = [each for each in schedule if each.fits(account, custody)]
    return tuple(sorted(fit, key=lambda each: (each.account is not None, each.custody is not None, each.since, each.id)))


def newest(fit: Sequence[Fees], towed_on: date, day: date | None = None) -> Fees | None:
    """Of fitting entries the one for a car towed on a day; ``day``: for the storage of that day."""
    counting = (each for each in reversed(fit) if each.since <= towed_on or (day is not None and each.also_here and each.since <= day))
    return next(counting, None)
