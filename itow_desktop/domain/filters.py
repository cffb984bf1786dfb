"""Which cars of the list are shown: the filters that stand as chips above it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind


class Missing(StrEnum):
    """A field that a car ought to have and has not."""

    VIN = "vin"
    PLATE = "plate"
    AGENCY = "agency"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class VehicleFilters:
    """What a car must be besides its status; every filter that is set must hold, of ``missing`` all.

    ``towed_since`` and ``towed_until`` are local days, both included; ``towed_days`` and ``left_days``: it was towed,
    or it left, today or within so many days before; ``differs``: TowBook says something else of it; ``by_hand``: no
    TowBook call is known of it; ``needs``: the desk has to do something for it now; ``urgencies``: how its lead step
    presses today, any of them; ``on_hold``: a hold stands.
    """

    kind: CustodyKind | None = None
    agency_id: int | None = None
    property_key: str | None = None
    account: str | None = None
    missing: frozenset[Missing] = frozenset()
    towed_since: date | None = None
    towed_until: date | None = None
    towed_days: int | None = None
    left_days: int | None = None
    differs: bool = False
    by_hand: bool = False
    needs: bool = False
    urgencies: frozenset[Urgency] = frozenset()
    on_hold: bool = False

    def cleared(self, *names: str) -> "VehicleFilters":
        """The same with these filters taken away."""
        return replace(self, **{name: getattr(_NONE, name) for name in names})

    def plain(self) -> dict[str, Any]:
        """Only what is set, in words that JSON has."""
        return {each.name: _plain(value) for each in fields(self) if (value := getattr(self, each.name)) != getattr(_NONE, each.name)}


_NONE = VehicleFilters()


def read_filters(told: Mapping[str, Any]) -> VehicleFilters:
    """What ``plain`` wrote; filters that this program does not know are left out."""
    known = {each.name for each in fields(VehicleFilters)}
    return replace(_NONE, **{name: _READERS.get(name, _same)(value) for name, value in told.items() if name in known})


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    return value.isoformat() if isinstance(value, date) else value


def _same(value: Any) -> Any:
    return value


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "kind": CustodyKind,
    "missing": lambda told: frozenset(Missing(each) for each in told),
    "urgencies": lambda told: frozenset(Urgency(each) for each in told),
    "towed_since": date.fromisoformat,
    "towed_until": date.fromisoformat,
}
