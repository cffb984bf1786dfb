"""The rule pack as the office applies it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from itow_desktop.domain.deadlines import ENGINE_VERSION, Deadline, State
from itow_desktop.domain.events import Event, EventKind, holds, on_clock, standing, status_of
from itow_desktop.domain.lawbook import Lawbook
from itow_desktop.domain.rules import DeadlineKind, RulePack
from itow_desktop.domain.urgency import Day
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.stores import Projection


@dataclass(frozen=True, slots=True)
class Law:
    """A rule pack with the office's own settings; ``days`` maps ids of settable rules to days.

    ``began_on`` is the local day on which the office began with this program, None where it counts as having always had it.
    """

    pack: RulePack
    days: Mapping[str, int] = field(default_factory=dict)
    began_on: date | None = None
    _book: Lawbook = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_book", Lawbook(self.pack, self.days, self.began_on))

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""
        return self.pack.tz

    @property
    def version(self) -> str:
        """Pack, version and settings: what a projection must be computed anew for."""
        days = ",".join(f"{rule}={count}" for rule, count in sorted(self.days.items()))
        began = f"since {self.began_on}" if self.began_on else ""
        return " ".join(part for part in (self.pack.id, self.pack.version, days, began) if part)

    def today(self, now: datetime) -> date:
        """The local date of a moment."""
        return now.astimezone(self.zone).date()

    def day(self, today: date) -> Day:
        """The day the queue is asked about."""
        return Day(today, self.pack.calendar)

    def deadlines(self, custody: str, events: Sequence[Event]) -> tuple[Deadline, ...]:
        """Every deadline of one custody, with its trace."""
        return self._book.deadlines(CustodyKind(custody), events)

    def project(self, custody_id: int, custody: str, events: Sequence[Event]) -> Projection:
        """What the database keeps of one custody, from all its events in the order of recording."""
        found, known = self.deadlines(custody, events), standing(events)
        tows = [event for event in known if event.kind is EventKind.TOWED]
        open_ends = [
            deadline.last_day
            for deadline in found
            if deadline.state is State.COMPUTED and deadline.kind is not DeadlineKind.NOT_BEFORE and not deadline.past and deadline.last_day
        ]
        holding = [event for event in known if event.kind in {EventKind.HOLD_PLACED, EventKind.HOLD_LIFTED}]
        status = status_of(known)
        return Projection(
            custody_id=custody_id,
            pack_version=self.version,
            engine_version=ENGINE_VERSION,
            last_event_id=events[-1].id if events else None,
            deadlines=found,
            status=status,
            towed_at=_moment(tows[-1], self.zone) if tows else None,
            due=min(open_ends, default=None),
            owed=status not in {CustodyStatus.ON_LOT, CustodyStatus.VOID} and any(each.after_closing and each.open for each in found),
            on_hold=tuple(event.data.get("hold", "office") for event in holds(on_clock(holding, self.zone))),
        )


def _moment(event: Event, zone: ZoneInfo) -> datetime | None:
    """When it happened; of a day without a time its beginning."""
    if event.at is not None or event.on is None:
        return event.at
    return datetime(event.on.year, event.on.month, event.on.day, tzinfo=zone)
