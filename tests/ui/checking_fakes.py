"""A desk in memory with one import, that answers Check import as the services do."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from itow_desktop.domain.cars import Origin
from itow_desktop.domain.errors import NotFound, Trouble
from itow_desktop.domain.importing.reconciling import Decision, FieldSays, LineKind, LineState, Narrowing, TrayLine
from itow_desktop.services.importing.reconciling import Decided, NotDecided, Tray, TrayPage
from itow_desktop.services.importing.undoing import ImportUndo, LeftCar
from itow_desktop.services.views import ImportRun, Person, RunState
from tests.ui.yard import TODAY, ZONE

RUN = ImportRun(
    7, "range", date(2026, 5, 12), date(2026, 5, 19), (".PPI",), RunState.DONE, datetime(2026, 5, 19, 11, 42, tzinfo=UTC), None, "Kim",
    12, 3, 48, 2, 0, None, "5 need a police department, 3 no VIN, 0 late",
)  # fmt: skip
OLDER = replace(RUN, id=6, source="lot", first=None, last=None, started_at=datetime(2026, 5, 18, 11, 40, tzinfo=UTC))

COLOR = FieldSays("color", "silver", "champagne", Origin.DESK, "2026-05-18T14:02:00+00:00", "Kim")
SAYS = {
    LineKind.DIFFERS: (COLOR, FieldSays("year", 2012, 2011, Origin.DESK, "2026-05-18T14:03:00+00:00", "Lee")),
    LineKind.CHANGED: (FieldSays("truck", "7", "4", Origin.TOWBOOK, "2026-05-16T09:30:00+00:00", taken=True),),
    LineKind.NOT_IMPOUND: (FieldSays("reason", "Jump start", "PPI", Origin.TOWBOOK, "2026-05-16T09:30:00+00:00"),),
}
OF_NEW = (FieldSays("plate", "ABC1234", None, taken=True), FieldSays("make", "Chevrolet", None, taken=True))
REASONS = {
    LineKind.GONE: "TowBook's list of these days does not name it any more.",
    LineKind.NOT_IMPOUND: 'The call reason has "jump" in it.',
    LineKind.FAILED: "TowBook sent a page instead of the call.",
}
STATES = {
    LineKind.DIFFERS: LineState.WAITING, LineKind.GONE: LineState.WAITING, LineKind.NOT_IMPOUND: LineState.LATER,
}  # fmt: skip
_CARS = ("gray 2011 Chevrolet Malibu", "white 2019 Ford F-150 SuperCrew", "blue 2008 Dodge Grand Caravan", "black 2016 Jeep Cherokee")


def line(number: int, kind: LineKind) -> TrayLine:
    """The line of a call, told by its number."""
    return TrayLine(
        str(90_000 + number), kind, STATES.get(kind, LineState.TAKEN), f"21{number:03d}", f"ABC{number:04d} {_CARS[number % len(_CARS)]}",
        None if kind is LineKind.FAILED else 500 + number, REASONS.get(kind), SAYS.get(kind, ()),
    )  # fmt: skip


def lines(count: int) -> tuple[TrayLine, ...]:
    """So many lines of every kind, those that ask first."""
    made = [line(number, _MIX[number % len(_MIX)]) for number in range(count)]
    return tuple(sorted(made, key=lambda each: (not each.open, each.call_number or "")))


_MIX = (
    LineKind.UNCHANGED, LineKind.NEW, LineKind.UNCHANGED, LineKind.CHANGED, LineKind.DIFFERS, LineKind.NEW, LineKind.GONE,
    LineKind.UNCHANGED, LineKind.NOT_IMPOUND, LineKind.UNCHANGED, LineKind.FAILED, LineKind.UNCHANGED,
)  # fmt: skip


class FakeChecking:
    """Answers from memory; ``trouble`` lets every question fail, ``elsewhere`` are keys that another person decided first."""

    def __init__(self, count: int = 24) -> None:
        self.runs: tuple[ImportRun, ...] = (RUN, OLDER)
        self.kept = {RUN.id: {each.key: each for each in lines(count)}, OLDER.id: {each.key: each for each in lines(3)}}
        self.trouble: Trouble | None = None
        self.elsewhere: set[str] = set()
        self.signed: list[tuple[Person | None, tuple[str, ...], Decision]] = []
        self.undone: list[int] = []
        self.why_not: str | None = None
        self.asked = 0

    @property
    def zone(self) -> ZoneInfo:
        return ZONE

    def today(self) -> date:
        return TODAY

    def last_runs(self) -> tuple[ImportRun, ...]:
        self.asked += 1
        self._fail()
        return self.runs

    def tray(self, _person: Person | None, run_id: int) -> Tray:
        run = next(run for run in (RUN, OLDER) if run.id == run_id)
        counts = Counter((each.kind, each.state) for each in self.kept[run_id].values())
        return Tray(run, counts, self.why_not is None, self.why_not)

    def lines(self, run_id: int, _narrowing: Narrowing, offset: int = 0, limit: int = 200) -> TrayPage:
        self._fail()
        found = sorted(self.kept[run_id].values(), key=lambda each: (not each.open, each.call_number or ""))
        return TrayPage(tuple(found[offset : offset + limit]), len(found))

    def line(self, run_id: int, key: str) -> TrayLine:
        found = self.kept[run_id].get(key)
        if found is None:
            raise NotFound("This line is not here any more.")
        return found if found.kind is not LineKind.NEW else replace(found, fields=OF_NEW)

    def decide(self, person: Person | None, run_id: int, chosen: Collection[str], decision: Decision) -> Decided:
        self._fail()
        self.signed.append((person, tuple(chosen), decision))
        refused = []
        for key in chosen:
            each = self.kept[run_id][key]
            by, state = (person.name if person else None), LineState(decision.value)
            if key in self.elsewhere:
                refused.append(NotDecided(key, each.label, "Lee accepted it a moment ago."))
                by, state = "Lee", LineState.ACCEPTED
            self.kept[run_id][key] = replace(each, state=state, decided_by=by, decided_at=datetime(2026, 5, 20, 13, 5, tzinfo=UTC))
        return Decided(decision, len(chosen) - len(refused), tuple(refused))

    def undo_preview(self, _person: Person | None, run_id: int) -> ImportUndo:
        self._fail()
        left = (LeftCar(501, "ABC0001 white 2019 Ford F-150 SuperCrew", "Kim recorded a call-in on it since.", ("color", "year")),)
        return ImportUndo(next(run for run in self.runs if run.id == run_id), 11, 3, left)

    def undo(self, person: Person | None, run_id: int) -> ImportUndo:
        done = self.undo_preview(person, run_id)
        self.undone.append(run_id)
        self.kept[run_id] = {key: replace(each, state=LineState.UNDONE) for key, each in self.kept[run_id].items()}
        self.why_not = "Kim undid it already."
        return done

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
