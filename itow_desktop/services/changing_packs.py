"""Another law for the office: what it would move, taken into use by a manager, taken back by taking the former into use."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from itow_desktop.domain.date_changes import DateChange, date_changes, opening_rules
from itow_desktop.domain.errors import Problems, Refused, RulesTrouble
from itow_desktop.domain.examples import events_of, failures
from itow_desktop.domain.lawbook import deadlines
from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.rules import Example, RulePack
from itow_desktop.domain.vehicles import present_lines
from itow_desktop.services.desk_work import label_of
from itow_desktop.services.law import Law, Source
from itow_desktop.services.office import follow_office
from itow_desktop.services.people import proof_for
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person

_AT_ONCE = 250
_HEAVIEST = 4_000_000
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pack that could be taken into use; without ``text`` it is the program's own."""

    source: Source
    text: str | None

    @property
    def pack(self) -> RulePack:
        """Its rules."""
        return self.source.pack


@dataclass(frozen=True, slots=True)
class MovedCar:
    """One car with the dates that would be others."""

    custody_id: int
    call_number: str | None
    car: str
    changes: tuple[DateChange, ...]


@dataclass(frozen=True, slots=True)
class PreviewProgress:
    """So many of the cars were looked at."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class PackPreview:
    """What a pack would move among ``cars`` open cars; ``examples`` names worked cases in which a sale would come earlier."""

    candidate: Candidate
    before: str
    cars: int
    moved: tuple[MovedCar, ...]
    examples: tuple[str, ...]

    @property
    def sells_earlier(self) -> bool:
        """Whether a car here or in a worked case could be sold earlier: then a second person must confirm it."""
        return bool(self.examples) or any(change.sells_earlier for car in self.moved for change in car.changes)


@dataclass(frozen=True, slots=True)
class PacksInUse:
    """By which rules the office works and did before, newest first; ``own`` is the version that the program brings.

    ``used`` is None where nobody ever took other rules into use.
    """

    name: str
    version: str
    own: str
    used: PackInUse | None
    history: tuple[PackInUse, ...]
    may_change: bool

    @property
    def waiting(self) -> PackInUse | None:
        """The newest, where it waits for a second person."""
        return self.history[0] if self.history and self.history[0].waits else None


# --- what could be taken into use ------------------------------------------------------------------------------------


def read_candidate(shift: Shift, file: Path) -> Candidate:
    """A changed pack from its file; raises ``RulesTrouble`` for one that is half-written, wrong, disabled or another state's."""
    try:
        if file.stat().st_size > _HEAVIEST:
            raise RulesTrouble(f"{file.name} is far too large for a rule file. The rules in use stay as they were.")
        text = file.read_bytes().decode()
    except FileNotFoundError:
        raise RulesTrouble(f"There is no rule file {file}. The rules in use stay as they were.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise RulesTrouble(f"{file.name} cannot be read: {error}. The rules in use stay as they were.") from error
    return _sound(shift.law, Candidate(shift.law.read(text, file.name), text), file.name)


def former_candidate(shift: Shift, former: PackInUse | None) -> Candidate:
    """A pack that was in use before, to go back to; None is the one that the program brings."""
    if former is None or former.sha256 is None:
        return Candidate(shift.law.own, None)
    with shift.desk.look() as unit:
        text = unit.packs.text(former.id) or ""
    return _sound(shift.law, Candidate(shift.law.read(text, f"version {former.version}"), text), f"version {former.version}")


def _sound(law: Law, candidate: Candidate, name: str) -> Candidate:
    pack, own = candidate.pack, law.own.pack
    stays = "The rules in use stay as they were."
    if pack.id != own.id:
        raise RulesTrouble(f"{name} is the law of {pack.name} ({pack.id}); this office works by {own.name} ({own.id}). {stays}")
    if not pack.enabled:
        raise RulesTrouble(f"{name} is disabled: its rules are not reviewed, so no office can work by them. {stays}")
    if wrong := failures(pack):
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise RulesTrouble(f"{name}, {wrong[0]}{more}. {stays} Correct the file.")
    return candidate


# --- what it would move ----------------------------------------------------------------------------------------------


def preview_pack(shift: Shift, candidate: Candidate) -> Generator[PreviewProgress, None, PackPreview]:
    """Compute every open car by the law in use, then by the other one, and compare; nothing is written."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        cases = unit.deadlines.open_cases()
    now, then = shift.law, shift.law.under(candidate.source)
    opening = opening_rules(now.pack, then.pack)
    moved: list[MovedCar] = []
    yield PreviewProgress(0, len(cases))
    for first in range(0, len(cases), _AT_ONCE):
        some = cases[first : first + _AT_ONCE]
        with shift.desk.look() as unit:
            events = unit.events.of_many([case.custody_id for case in some])
        for case in some:
            recorded = events.get(case.custody_id, ())
            changes = date_changes(now.deadlines(case, recorded), then.deadlines(case, recorded), opening)
            if changes:
                moved.append(MovedCar(case.custody_id, case.call_number, label_of(case), changes))
        yield PreviewProgress(first + len(some), len(cases))
    return PackPreview(candidate, now.pack.version, len(cases), tuple(sorted(moved, key=_pressing)), _sooner_examples(now.pack, then.pack))


def _pressing(car: MovedCar) -> tuple[bool, str, int]:
    """Whose sale would come earlier stands on top."""
    return not any(change.sells_earlier for change in car.changes), car.call_number or "", car.custody_id


def _sooner_examples(now: RulePack, then: RulePack) -> tuple[str, ...]:
    """The worked cases of both packs in which a car could be sold earlier: they speak also of cars that no lot has today."""
    opening = opening_rules(now, then)
    examples = {(each.name, each.custody): each for each in (*now.examples, *then.examples)}
    return tuple(each.name for each in examples.values() if any(one.sells_earlier for one in _changes_of(each, now, then, opening)))


def _changes_of(example: Example, now: RulePack, then: RulePack, opening: frozenset[str]) -> Sequence[DateChange]:
    before, after = (deadlines(example.custody, events_of(example, pack.tz), pack, facts=example.facts) for pack in (now, then))
    return date_changes(before, after, opening)


# --- taken into use --------------------------------------------------------------------------------------------------


def packs_in_use(shift: Shift) -> PacksInUse:
    """By which rules the office works, and did before."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        pack = shift.law.pack
        used, history, may = unit.packs.in_use(pack.id), unit.packs.history(pack.id), unit.packs.may_change()
    if shift.person is not None:
        may = may and lacking(shift.person.rights, Rights.MANAGER) is None
    return PacksInUse(pack.name, pack.version, shift.law.own.pack.version, used, history, may)


def take_into_use(shift: Shift, shown: PackPreview, reason: str) -> PackInUse:
    """Let the office work by the pack whose moves were shown; all PCs take it up. One that sells earlier waits for a second person.

    Raises ``Problems`` without a reason, ``Refused`` for what is in use already or has the version of other rules,
    ``NotAllowed`` for whoever is no manager.
    """
    why = present_lines(reason)
    if why is None:
        raise Problems((("reason", "Enter why these rules are taken into use; the reason stays on record."),))
    candidate, pack = shown.candidate, shown.candidate.pack
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        history = unit.packs.history(pack.id)
    terms = shift.law.terms
    if candidate.source == terms.source:
        raise Refused("The office works by these rules already. Nothing was changed.")
    if terms.pack.version != shown.before:
        raise Refused("The rules in use changed since this was computed. Nothing was changed. Look at what would move again.")
    if _is_ambiguous(candidate, shift.law.own, history):
        raise Refused(
            f"Other rules have the version {pack.version} already, and every date names its version. Nothing was changed. "
            "Give the changed file a version of its own."
        )
    taken = PackInUse(0, pack.id, pack.version, candidate.source.sha256 or None, why[:_LONGEST], len(shown.moved), shown.sells_earlier)
    with shift.desk.begin(shift.deed(f"take rules {pack.version} into use", undoable=False)) as unit:
        number = unit.packs.take(taken, candidate.text)
        unit.commit()
    follow_office(shift)
    with shift.desk.look() as unit:
        return next(each for each in unit.packs.history(pack.id) if each.id == number)


def _is_ambiguous(candidate: Candidate, own: Source, history: Sequence[PackInUse]) -> bool:
    """Whether other rules were ever in use under the same version."""
    version, sha256 = candidate.pack.version, candidate.source.sha256
    used = any(each.version == version and each.sha256 != sha256 for each in history if each.sha256 and sha256)
    return used or (own.pack.version == version and own.pack != candidate.pack)


def confirm_pack(shift: Shift, asked: PackInUse, second: Person, pin: str = "") -> PinAnswer:
    """Stand as the second person for rules that would let cars be sold earlier; at a private server the PIN of ``second`` proves it.

    A wrong PIN is counted, answered and changes nothing. Raises ``Refused`` where the database does not take this person.
    """
    theirs = shift.by(second)
    with theirs.desk.begin(theirs.deed(f"confirm rules {asked.version}", undoable=False)) as unit:
        answer = unit.packs.confirm(asked.id, proof_for(unit, second.id, pin))
        unit.commit()
    if answer.accepted:
        follow_office(shift)
    return answer
