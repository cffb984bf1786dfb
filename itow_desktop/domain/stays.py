"""Other stays of the same vehicle, and cars that may have been entered twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.domain.vins import is_whole

NEAR = timedelta(days=3)
"""Two tows of one plate within these days are more likely one tow entered twice than two."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells a stay's vehicle, where the stay stands; ``towed_on`` is a local day, None where that is not known."""

    custody_id: int
    vin: str | None
    plate: str | None
    plate_state: str | None
    status: CustodyStatus
    towed_on: date | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Another stay beside the one that is looked at; ``left_on`` is the local day it ended."""

    mark: Mark
    call_number: str | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class OtherStays:
    """``before``: other stays of this very vehicle, the newest first; ``doubles``: cars on the lot that may be this one entered twice."""

    before: tuple[Stay, ...] = ()
    doubles: tuple[Stay, ...] = ()


def other_stays(own: Mark, others: Iterable[Stay]) -> OtherStays:
    """Sort what looks alike. Only a whole VIN with the right check digit says that it is the same vehicle.

    A likely double is on the lot as this one is, with the same VIN, or with the same plate and a tow of nearly the same day.
    """
    alike = [stay for stay in others if stay.mark.custody_id != own.custody_id]
    doubles = tuple(stay for stay in alike if _double(own, stay.mark))
    before = tuple(stay for stay in alike if stay not in doubles and is_whole(own.vin) and stay.mark.vin == own.vin)
    return OtherStays(before, doubles)


def _double(own: Mark, other: Mark) -> bool:
    if own.status is not CustodyStatus.ON_LOT or other.status is not CustodyStatus.ON_LOT:
        return False
    if own.vin is not None and own.vin == other.vin:
        return True
    if is_whole(own.vin) and is_whole(other.vin):
        return False  # two whole VINs are two vehicles, whatever plate somebody read
    states = own.plate_state is None or other.plate_state is None or own.plate_state == other.plate_state
    same_plate = own.plate is not None and own.plate == other.plate and states
    near = own.towed_on is None or other.towed_on is None or abs(own.towed_on - other.towed_on) <= NEAR
    return same_plate and near
