"""What came of taking over the first program's database, counted by rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from itow_desktop.domain.notices import OfficeHead
from itow_desktop.domain.old_database.beside import Orphan
from itow_desktop.domain.old_database.merging import Conflict
from itow_desktop.domain.old_database.rules import Flag, OldRule

TITLE = "The old database taken over"
_MOST = 12


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the report: how many vehicles and other rows were read of it."""

    name: str
    sha256: str
    size: int
    shape: str
    last_touched: str
    vehicles: int
    others: int


@dataclass(frozen=True, slots=True)
class OldCounts:
    """``rows`` vehicle rows and ``others`` were read; ``cars`` is what the rows became; the rest is what was done with these."""

    rows: int = 0
    others: int = 0
    skipped: int = 0
    cars: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    on_lot: int = 0
    closed: int = 0
    filled: int = 0
    events: int = 0
    departments: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke."""

    rule: OldRule
    count: int


@dataclass(frozen=True, slots=True)
class OldReport:
    """``run`` and ``at`` are None while nothing was committed; ``by`` is who did it."""

    files: tuple[FileLine, ...]
    counts: OldCounts
    flags: tuple[Flag, ...]
    conflicts: tuple[Conflict, ...]
    orphans: tuple[Orphan, ...]
    run: int | None = None
    at: datetime | None = None
    by: str | None = None

    @property
    def by_rule(self) -> tuple[RuleCount, ...]:
        """Every rule that spoke, in the order of the rules."""
        return count_rules(self.flags, self.conflicts)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is here already."""
        counts = self.counts
        return not (counts.created or counts.changed or counts.departments)


@dataclass(frozen=True, slots=True)
class OldPaper:
    """The report with its head; ``printed`` is local."""

    office: OfficeHead
    report: OldReport
    printed: datetime

    @property
    def file_name(self) -> str:
        """Without its ending."""
        return f"OLD_DATABASE_{self.printed:%Y-%m-%d}"


def count_rules(flags: Iterable[Flag], conflicts: Sequence[Conflict]) -> tuple[RuleCount, ...]:
    """How often each rule spoke."""
    said = [flag.rule for flag in flags] + [conflict.rule for conflict in conflicts]
    return tuple(RuleCount(rule, count) for rule in OldRule if (count := said.count(rule)))


def sentences(counts: OldCounts) -> tuple[tuple[str, int], ...]:
    """The numbers of the head, each with its words."""
    return (
        ("Vehicle rows read", counts.rows),
        ("Test rows skipped", counts.skipped),
        ("Cars they are", counts.cars),
        ("Cars new here", counts.created),
        ("Cars here already, filled in", counts.changed),
        ("Cars here already, unchanged", counts.unchanged),
        ("New cars on the lot", counts.on_lot),
        ("New cars that have left", counts.closed),
        ("Empty fields filled in", counts.filled),
        ("Entries in the cars' histories", counts.events),
        ("Papers, talks, reminders read", counts.others),
        ("Rows of no car, in the holding area", counts.held),
        ("Police departments filled in", counts.departments),
    )


def named(flags: Sequence[Flag]) -> str:
    """Which cars a rule spoke of: the first dozen, then how many more."""
    cars = list(dict.fromkeys(flag.car for flag in flags if flag.car))
    more = f" and {len(cars) - _MOST} more" if len(cars) > _MOST else ""
    return ", ".join(cars[:_MOST]) + more
