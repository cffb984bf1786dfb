"""The rule pack as the office applies it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from itow_desktop.domain.conditions import FactName
from itow_desktop.domain.deadlines import ENGINE_VERSION, Deadline, State
from itow_desktop.domain.errors import RulesTrouble
from itow_desktop.domain.events import Event, EventKind, on_clock, standing, status_of
from itow_desktop.domain.holds import Hold, standing_holds
from itow_desktop.domain.lawbook import Lawbook
from itow_desktop.domain.past import USUAL, Fact, facts_of
from itow_desktop.domain.reviews import RuleReview, reviewed, reviews_mark
from itow_desktop.domain.rules import DeadlineKind, RulePack
from itow_desktop.domain.urgency import Day, Habits
from itow_desktop.domain.vehicle_facts import NO_FACTS, RESTS_ON, Described, asked_facts, facts_known
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.packs import ReadPack
from itow_desktop.services.ports.stores import Projection, UnitOfWork
from itow_desktop.services.views import OfficeFacts


@dataclass(frozen=True, slots=True)
class Source:
    """A rule pack as its text has it: in the state's zone, without what the office had checked.

    ``sha256`` is that of a text somebody took into use; empty of the pack that the program brings.
    """

    pack: RulePack
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule pack with what the office settled: ids of settable rules with their days, when it began, how it works, what it checked.

    ``reviews`` are in the pack already; ``checked`` is a short word for which rules they are. ``asks``: facts its
    dates hang on. ``version`` names all that a kept date rests on: the pack, the text taken into use, the settings, the
    checked rules.
    """

    source: Source
    pack: RulePack
    days: Mapping[str, int]
    began_on: date | None
    habits: Habits
    reviews: tuple[RuleReview, ...] = ()
    checked: str = field(init=False, compare=False)
    version: str = field(init=False, compare=False)
    book: Lawbook = field(init=False, repr=False, compare=False)
    asks: frozenset[FactName] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "checked", reviews_mark(self.pack) if self.reviews else "")
        object.__setattr__(self, "version", self._version())
        object.__setattr__(self, "book", Lawbook(self.pack, self.days, self.began_on))
        object.__setattr__(self, "asks", asked_facts(self.pack.rules))

    def deadlines(self, car: Described, events: Sequence[Event]) -> tuple[Deadline, ...]:
        """Every deadline of one custody, with its trace; what is known of the car is looked up only where the law asks for it."""
        facts = facts_known(car) if self.asks else NO_FACTS
        return self.book.deadlines(CustodyKind(car.custody), events, facts)

    def _version(self) -> str:
        days = ",".join(f"{rule}={count}" for rule, count in sorted(self.days.items()))
        began = f"since {self.began_on}" if self.began_on else ""
        zone = self.pack.zone if self.pack.zone != self.source.pack.zone else ""
        checked = f"checked {self.checked}" if self.checked else ""
        taken = f"taken {self.source.sha256[:8]}" if self.source.sha256 else ""
        return " ".join(part for part in (self.pack.id, self.pack.version, taken, days, began, zone, checked) if part)


class Law:
    """A rule pack as the office applies it; everybody who holds it follows when the office changes its settings.

    ``days`` maps ids of settable rules to days; ``began_on`` is the local day on which the office began with this
    program, None where it counts as having always had it. Threads may share it: its terms are only ever replaced whole.
    """

    def __init__(
        self, pack: RulePack, days: Mapping[str, int] | None = None, began_on: date | None = None, habits: Habits | None = None,
        *, read: ReadPack | None = None,
    ) -> None:  # fmt: skip
        """``pack`` is the one that the program brings; ``read`` makes one of a text the office took into use instead."""
        self._own = Source(pack)
        self._read = read
        self._terms = Terms(self._own, pack, days or {}, began_on, habits or Habits())

    def follow(self, unit: UnitOfWork) -> bool:
        """Take up the pack in use, the office's settings and checked rules as they stand in the database; answers as ``adopt`` does.

        Raises ``RulesTrouble`` where this program cannot read the pack; then everything stays as it was.
        """
        return self.adopt(unit.office.get(), unit.reviews.of(self._own.pack.id), self._in_use(unit))

    def adopt(self, facts: OfficeFacts, reviews: tuple[RuleReview, ...] | None = None, source: Source | None = None) -> bool:
        """Take up the settings of the office; answers whether dates that are kept must be computed anew for them.

        ``reviews`` None leaves what was checked as it was, ``source`` None the pack.
        """
        now, version = self._terms, self.version
        source = source or now.source
        checked = now.reviews if reviews is None else reviews
        pack = now.pack
        if (facts.zone, checked, source) != (pack.zone, now.reviews, now.source):
            pack = replace(reviewed(source.pack, checked), zone=facts.zone)
        then = Terms(source, pack, facts.rule_days, facts.began_on or now.began_on, facts.habits, checked)
        if then != now:
            self._terms = then
        return self.version != version

    def under(self, source: Source) -> "Law":
        """The same office under another pack, to see what that would move."""
        now = self._terms
        other = Law(self._own.pack, read=self._read)
        pack = replace(reviewed(source.pack, now.reviews), zone=now.pack.zone)
        other._terms = Terms(source, pack, now.days, now.began_on, now.habits, now.reviews)
        return other

    def read(self, text: str, name: str) -> Source:
        """Another pack from its text; raises ``RulesTrouble``."""
        if self._read is None:
            raise RulesTrouble("This program reads no other rules than its own.")
        return Source(self._read(text, name), hashlib.sha256(text.encode()).hexdigest())

    def _in_use(self, unit: UnitOfWork) -> Source:
        used = unit.packs.in_use(self._own.pack.id) if self._read is not None else None
        if used is None or used.sha256 is None:
            return self._own
        if used.sha256 == self._terms.source.sha256:
            return self._terms.source
        try:
            return self.read(unit.packs.text(used.id) or "", "they")
        except RulesTrouble as trouble:
            raise RulesTrouble(
                f"This office works by rules (version {used.version}) that this version of iTow cannot read, so no date was computed. "
                f"Install the newest iTow on this PC. What it stumbles over: {trouble}"
            ) from trouble

    @property
    def own(self) -> Source:
        """The pack that the program brings."""
        return self._own

    @property
    def terms(self) -> Terms:
        """What counts now; another one as soon as a setting has changed."""
        return self._terms

    @property
    def pack(self) -> RulePack:
        """The rules, in the office's zone."""
        return self._terms.pack

    @property
    def days(self) -> Mapping[str, int]:
        """Days of the rules that the office has set itself."""
        return self._terms.days

    @property
    def began_on(self) -> date | None:
        """See the class."""
        return self._terms.began_on

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""
        return self._terms.pack.tz

    @property
    def version(self) -> str:
        """What a projection must be computed anew for; see ``Terms``."""
        return self._terms.version

    def today(self, now: datetime) -> date:
        """The local date of a moment."""
        return now.astimezone(self.zone).date()

    def day(self, today: date) -> Day:
        """The day the queue is asked about."""
        return Day(today, self._terms.pack.calendar, self._terms.habits)

    @property
    def reads(self) -> frozenset[str]:
        """The fields of a car that its dates rest on besides its events: where one changes they must be computed anew."""
        return frozenset({"custody", *(RESTS_ON[fact] for fact in self._terms.asks if fact in RESTS_ON)})

    def deadlines(self, car: Described, events: Sequence[Event]) -> tuple[Deadline, ...]:
        """Every deadline of one custody, with its trace."""
        return self._terms.deadlines(car, events)

    def asks_about(self, custody: CustodyKind) -> frozenset[Fact]:
        """Which of the usual facts the law or the house asks of such a custody."""
        asked = {fact for rule in self.pack.rules if custody in rule.applies_to for fact in facts_of(rule)}
        return frozenset(asked) & frozenset(USUAL)

    def project(self, custody_id: int, car: Described, events: Sequence[Event]) -> Projection:
        """What the database keeps of one custody, from all its events in the order of recording."""
        found, known = self.deadlines(car, events), standing(events)
        tows = [event for event in known if event.kind is EventKind.TOWED]
        open_ends = [
            deadline.last_day
            for deadline in found
            if deadline.state is State.COMPUTED
            and deadline.kind is not DeadlineKind.NOT_BEFORE
            and deadline.actor.ours
            and not deadline.past
            and deadline.last_day
        ]
        holding = [event for event in known if event.kind in {EventKind.HOLD_PLACED, EventKind.HOLD_LIFTED}]
        held = standing_holds(on_clock(holding, self.zone)) if holding else ()
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
            on_hold=tuple(hold.kind or Hold.OFFICE.value for hold in held),
            legal_hold=any(hold.legal for hold in held),
            hold_until=min((hold.until for hold in held if hold.until), default=None),
        )


def _moment(event: Event, zone: ZoneInfo) -> datetime | None:
    """When it happened; of a day without a time its beginning."""
    if event.at is not None or event.on is None:
        return event.at
    return datetime(event.on.year, event.on.month, event.on.day, tzinfo=zone)
