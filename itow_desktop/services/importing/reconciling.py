"""Check import: what an import found, call by call, and what people make of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from itow_desktop.domain.cars import fields_of_call
from itow_desktop.domain.entry import written_moment
from itow_desktop.domain.importing.reconciling import Decision, LineKind, LineState, Narrowing, TrayLine, says_now, says_of_new
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.importing.deciding import Deciding
from itow_desktop.services.ports.stores import Desk
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import ImportRun, RunState


@dataclass(frozen=True, slots=True)
class Tray:
    """One import with the number of its lines of each kind in each state; what there is none of is left out.

    ``may_undo``: whether this person may take the import back, else ``why_not`` says why.
    """

    run: ImportRun
    counts: Mapping[tuple[LineKind, LineState], int]
    may_undo: bool
    why_not: str | None = None

    def count(self, kind: LineKind | None = None, states: Collection[LineState] = ()) -> int:
        """Lines of a kind (None: any) in one of these states (none named: any)."""
        return sum(number for (each, state), number in self.counts.items() if kind in (None, each) and (not states or state in states))


@dataclass(frozen=True, slots=True)
class TrayPage:
    """Some lines, and how many there are in all."""

    lines: tuple[TrayLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class NotDecided:
    """A line that was left as it is, and the sentence that says why; where somebody else decided it, who and when."""

    key: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a decision about one or many lines."""

    decision: Decision
    done: int
    refused: tuple[NotDecided, ...] = ()

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        said = f"{_SAID[self.decision]}: {_lines(self.done)}."
        if not self.refused:
            return said
        first = self.refused[0]
        more = f" And {_lines(len(self.refused) - 1)} more." if len(self.refused) > 1 else ""
        return f"{said} Left as it is: {first.label}: {first.reason}{more}"


_SAID: Mapping[Decision, str] = MappingProxyType(
    {Decision.ACCEPT: "Accepted", Decision.KEEP: "Kept ours", Decision.LATER: "To be decided later"}
)


def tray(shift: Shift, run_id: int) -> Tray:
    """What an import found, counted; raises ``NotFound``."""
    with shift.desk.look() as unit:
        run = unit.imports.run(run_id)
        return Tray(run, unit.tray.counts(run_id), (why := why_not_undo(shift, run)) is None, why)


def tray_lines(shift: Shift, run_id: int, narrowing: Narrowing, offset: int = 0, limit: int = 200) -> TrayPage:
    """Lines of an import: those that ask first, each kind by call number. A new call has no fields here, ``tray_line`` has them."""
    with shift.desk.look() as unit:
        return TrayPage(*unit.tray.page(run_id, narrowing, offset, limit))


def tray_line(shift: Shift, run_id: int, key: str) -> TrayLine:
    """One line field by field; one that nobody decided yet says what the desk says now. Raises ``NotFound``."""
    with shift.desk.look() as unit:
        line = unit.tray.line(run_id, key)
        car = unit.vehicles.many([line.custody_id]).get(line.custody_id) if line.custody_id and line.open else None
        told = unit.tray.told(run_id, [key]).get(key) if line.kind in _NEWS else None
        if told is not None:
            return replace(line, fields=says_of_new(fields_of_call(told, CustodyKind.UNKNOWN), taken=not line.open))
    return replace(line, fields=says_now(line.fields, car)) if car is not None else line


_NEWS = (LineKind.NEW, LineKind.NOT_IMPOUND)


def still_open(desk: Desk) -> int:
    """How many lines of all imports nobody decided yet."""
    with desk.look() as unit:
        return unit.tray.waiting()


def decide(shift: Shift, run_id: int, chosen: Collection[str] | Narrowing, decision: Decision) -> Decided:
    """Decide lines of an import: these, or all that a narrowing matches and nobody decided yet; in one transaction.

    Accepted: TowBook's values are taken, a call that waited is stored, a car that left TowBook's list asks in the queue
    whether it was released, a call that is no impound is sorted so. Kept ours: the desk's values stand, and the same word
    of TowBook never asks again. What cannot be decided is left and told. Raises ``Refused`` where nobody signs, ``NotAllowed``.
    """
    if isinstance(chosen, Narrowing):
        with shift.desk.look() as unit:
            keys: Collection[str] = unit.tray.open_keys(run_id, chosen)
    else:
        keys = chosen
    with shift.desk.begin(shift.deed(f"{decision.label.lower()} in Check import, {_lines(len(keys))}")) as unit:
        done, refused = Deciding.of(unit, shift, run_id, keys).carry_out(decision)
        unit.commit()
    return Decided(decision, len(done), tuple(NotDecided(line.key, line.label, reason) for line, reason in refused))


def why_not_undo(shift: Shift, run: ImportRun) -> str | None:
    """Why this person may not take the import back; None where that may be."""
    if run.state is RunState.RUNNING:
        return "The import is still running."
    if run.undone_at is not None:
        return f"{run.undone_by or 'Somebody'} undid it already, {written_moment(run.undone_at, shift.law.zone)}."
    if shift.person is None or shift.person.name == run.by:
        return None
    return None if lacking(shift.person.rights, Rights.MANAGER) is None else "Only a manager or the person who imported can undo an import."


def _lines(count: int) -> str:
    return counted(count, "line", "lines")
