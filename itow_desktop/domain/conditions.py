"""What a rule may ask about a case besides its dates: what happened, what is known of the vehicle."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.events import EventKind

FactValue = str | int | bool


class FactName(StrEnum):
    """What is known of a vehicle besides its events."""

    REGISTRATION_STATE = "registration_state"
    REGISTERED = "registered"
    OWNER_KNOWN = "owner_known"
    ADDRESS_KNOWN = "address_known"
    LIENHOLDER_KNOWN = "lienholder_known"
    ENTITY_OWNER = "entity_owner"
    COMMERCIAL = "commercial"
    MODEL_YEAR = "model_year"
    VEHICLE_AGE = "vehicle_age"
    VALUE = "value"
    CITY_POPULATION = "city_population"
    PROPERTY_USE = "property_use"


FACT_KINDS: Mapping[FactName, type[FactValue]] = MappingProxyType(
    {
        FactName.REGISTRATION_STATE: str,  # postal code
        FactName.REGISTERED: bool,
        FactName.OWNER_KNOWN: bool,
        FactName.ADDRESS_KNOWN: bool,
        FactName.LIENHOLDER_KNOWN: bool,
        FactName.ENTITY_OWNER: bool,  # owned or leased by somebody who is no natural person
        FactName.COMMERCIAL: bool,
        FactName.MODEL_YEAR: int,
        FactName.VEHICLE_AGE: int,  # years; where only the model year is known, counted from it to the year of the trigger
        FactName.VALUE: int,  # whole dollars
        FactName.CITY_POPULATION: int,
        FactName.PROPERTY_USE: str,  # residential, agricultural, business, public
    }
)
"""What each fact's value is; anything else counts as not known."""

_KIND_NAMES = {str: "words", bool: "true or false", int: "whole numbers"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Events of one kind whose data say one of the words of ``where`` and none of ``unless``."""

    event: EventKind
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def any_of_kind(self) -> bool:
        """Whether every event of the kind is meant, whatever its data say."""
        return not self.where and not self.unless

    def fits(self, data: Mapping[str, str]) -> bool:
        """Whether an event of the kind with these data is meant."""
        if self.any_of_kind:
            return True
        said = all(data.get(key) in words for key, words in self.where.items())
        return said and not any(data.get(key) in words for key, words in self.unless.items())


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is so or not: an event stands unanswered, or a fact has a value.

    With ``events``: one of them stands that no event of ``answered_by`` answers
    later (and, with ``same``, with the same value under that key). With ``fact``:
    its value is one of ``one_of`` and lies between ``at_least`` and ``at_most``.
    ``present = false`` turns the answer round; a fact that is not known is neither.
    ``because`` says why a date stands still while it is so; with ``tolls`` the days
    from event to answer are added to the count afterwards.
    """

    events: tuple[Pattern, ...] = ()
    answered_by: tuple[Pattern, ...] = ()
    same: str | None = None
    fact: FactName | None = None
    one_of: tuple[FactValue, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    present: bool = True
    because: str = ""
    tolls: bool = False

    def __post_init__(self) -> None:
        if bool(self.events) == (self.fact is not None):
            raise ValueError("a condition names either events or a fact")
        if self.fact is not None:
            self._check_fact(self.fact)
        elif self.one_of or self.at_least is not None or self.at_most is not None:
            raise ValueError("one_of, at_least, at_most: they ask for a fact, the condition names events")
        if self.same and not self.answered_by:
            raise ValueError("same: it compares an event with its answer, answered_by is missing")
        if self.tolls and not (self.answered_by and self.present):
            raise ValueError("tolls: only days from an event to what answers it can be added, answered_by is missing")

    def _check_fact(self, fact: FactName) -> None:
        kind, bounds = FACT_KINDS[fact], self.at_least is not None or self.at_most is not None
        if not self.one_of and not bounds:
            raise ValueError(f"one_of: say which values of {fact} are meant")
        if bounds and kind is not int:
            raise ValueError(f"at_least, at_most: {fact} is not a number, say one_of")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_most: lies below at_least")
        if any(type(value) is not kind for value in self.one_of):
            raise ValueError(f"one_of: values of {fact} are {_KIND_NAMES[kind]}")
        if self.answered_by:
            raise ValueError("answered_by: only events are answered")
