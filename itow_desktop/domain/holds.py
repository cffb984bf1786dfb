"""Holds: what keeps a car here, on whose word, for how long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.events import Event, EventKind, holds


class Hold(StrEnum):
    """The kinds of holds, in the words of the vocabulary."""

    POLICE = "police"
    EVIDENCE = "evidence"
    BANKRUPTCY = "bankruptcy"
    MILITARY = "military"
    COURT_ORDER = "court_order"
    ATTORNEY = "attorney"
    OFFICE = "office"

    @property
    def shown(self) -> str:
        """The kind as people read it."""
        return _SHOWN[self]

    @property
    def stops(self) -> str:
        """What the hold means, in a sentence for the person who places it."""
        kept = " Nothing about the car can be voided, no import of it undone." if self in LEGAL else ""
        return f"{_STOPS[self]} The car cannot leave, be sold or be scrapped until the hold is lifted.{kept}"


_SHOWN: Mapping[Hold, str] = MappingProxyType(
    {
        Hold.POLICE: "Police",
        Hold.EVIDENCE: "Evidence",
        Hold.BANKRUPTCY: "Bankruptcy",
        Hold.MILITARY: "Military owner",
        Hold.COURT_ORDER: "Court order",
        Hold.ATTORNEY: "Attorney",
        Hold.OFFICE: "Office",
    }
)
_STOPS: Mapping[Hold, str] = MappingProxyType(
    {
        Hold.POLICE: "The police want the car kept.",
        Hold.EVIDENCE: "The car is evidence: leave it as it is.",
        Hold.BANKRUPTCY: "The owner is in bankruptcy; the court protects what they own.",
        Hold.MILITARY: "The owner serves in the military and is protected.",
        Hold.COURT_ORDER: "A court ordered the car to be kept.",
        Hold.ATTORNEY: "An attorney asks that everything be kept.",
        Hold.OFFICE: "The office itself keeps the car.",
    }
)
LEGAL = frozenset({Hold.COURT_ORDER, Hold.ATTORNEY})
"""The kinds that are a legal hold by themselves; any other one is where it says so."""
KIND, AUTHORITY, UNTIL, KEEP, YES = "hold", "authority", "until", "keep", "yes"
"""Keys of a hold's data: its kind, who wants it, the ISO day to which it was asked for, whether it is a legal hold."""


@dataclass(frozen=True, slots=True)
class StandingHold:
    """A hold that stands: which, on whose word, why, until when it was asked for, who placed it when."""

    kind: str
    authority: str | None
    reason: str | None
    until: date | None
    placed_on: date | None
    placed_by: str | None
    legal: bool

    @property
    def said(self) -> str:
        """The hold in half a sentence: ``Police (Burton PD), until 12/1/2026``."""
        named = Hold(self.kind).shown if self.kind in set(Hold) else "Kind not known"
        who = f" ({self.authority})" if self.authority else ""
        until = f", until {written_date(self.until)}" if self.until else ""
        return f"{named}{who}{until}"


def standing_holds(events: Iterable[Event]) -> tuple[StandingHold, ...]:
    """The holds that stand after these events, whose times are on the office's clock; the last one of each kind."""
    return tuple(map(_standing, holds(events)))


def _standing(event: Event) -> StandingHold:
    data = event.data
    kind = data.get(KIND, "")
    on = event.at.date() if event.at else event.on
    return StandingHold(kind, data.get(AUTHORITY), event.note, _day(data.get(UNTIL)), on, event.recorded_by, is_legal(event))


def is_legal(event: Event) -> bool:
    """Whether an event places a hold under which everything is kept."""
    return event.kind is EventKind.HOLD_PLACED and (event.data.get(KIND) in LEGAL or event.data.get(KEEP) == YES)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
