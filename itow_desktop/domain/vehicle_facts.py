"""What the record tells of a vehicle besides its events, as the rules ask for it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from itow_desktop.domain.conditions import FactName, FactValue
from itow_desktop.domain.rules import Rule
from itow_desktop.domain.vehicles import CustodyKind


class Described(Protocol):
    """Anything that says what the dates of a custody rest on besides its events; None means not known."""

    @property
    def custody(self) -> str: ...
    @property
    def plate_state(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...


class Description(NamedTuple):
    """Just that of one custody."""

    custody: CustodyKind
    plate_state: str | None = None
    year: int | None = None


RESTS_ON: Mapping[FactName, str] = MappingProxyType(
    {
        FactName.REGISTRATION_STATE: "plate_state",
        FactName.REGISTERED: "custody",
        FactName.MODEL_YEAR: "year",
        FactName.VEHICLE_AGE: "year",
    }
)
"""The field each fact is read from; of the other facts nothing is recorded, so they are not known."""

_REGISTERED = MappingProxyType({CustodyKind.SCRAP_REGISTERED: True, CustodyKind.SCRAP_UNREGISTERED: False})
NO_FACTS: Mapping[FactName, FactValue] = MappingProxyType({})


def asked_facts(rules: Iterable[Rule]) -> frozenset[FactName]:
    """The facts on which dates of these rules hang."""
    return frozenset(condition.fact for rule in rules for condition in (*rule.when, *rule.frozen) if condition.fact is not None)


def facts_known(car: Described) -> Mapping[FactName, FactValue]:
    """What is known of a car; an age follows from the model year, on the day it matters."""
    told: dict[FactName, FactValue | None] = {
        FactName.REGISTRATION_STATE: car.plate_state,
        FactName.REGISTERED: _REGISTERED.get(CustodyKind(car.custody)),
        FactName.MODEL_YEAR: car.year,
    }
    return {fact: value for fact, value in told.items() if value is not None}
