"""How duties were kept, counted by month, police department and rule."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from itow_desktop.domain.duties import UNSORTED, Finding, Outcome, Stay, is_duty
from itow_desktop.domain.rules import Confidence, Rule, RulePack

NO_AGENCY = "Department not known"
NOT_CHECKED = "not yet checked"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: cars towed in the months from ``first`` to ``last``, each given as its first day.

    ``agency`` None means every department, 0 cars whose department is not known; ``rule`` None means every rule.
    """

    first: dt.date
    last: dt.date
    agency: int | None = None
    rule: str | None = None

    @property
    def end(self) -> dt.date:
        """The first day after the last month."""
        return (self.last + dt.timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule at one department in one month (None: cars whose tow day is not known), with the findings behind each number."""

    month: dt.date | None
    agency: str
    rule_id: str
    step: str
    citation: str
    findings: Mapping[Outcome, tuple[Finding, ...]]

    def count(self, outcome: Outcome) -> int:
        """How many duties ended so."""
        return len(self.findings.get(outcome, ()))

    @property
    def late_by(self) -> tuple[dt.timedelta, dt.timedelta] | None:
        """The shortest and the longest of our delays; None where there is none, or nobody can say by how much."""
        delays = [found.late_by for found in self.findings.get(Outcome.LATE, ()) if found.late_by is not None]
        return (min(delays), max(delays)) if delays else None


@dataclass(frozen=True, slots=True)
class Report:
    """The numbers in the order of months, departments by name, and rules of the pack; ``cars`` were looked at."""

    scope: Scope
    today: dt.date
    cars: int
    lines: tuple[Line, ...]

    def count(self, outcome: Outcome) -> int:
        """How many duties of all lines ended so."""
        return sum(line.count(outcome) for line in self.lines)

    @property
    def duties(self) -> int:
        """How many duties were judged."""
        return sum(len(found) for line in self.lines for found in line.findings.values())


@dataclass(slots=True)
class Tally:
    """Findings as they come, car by car."""

    scope: Scope
    cars: int = 0
    _cells: dict[tuple[dt.date | None, int | None, str], dict[Outcome, list[Finding]]] = field(default_factory=dict)

    def add(self, stay: Stay, findings: Iterable[tuple[str, Finding]]) -> None:
        """What was found of one car."""
        self.cars += 1
        for rule_id, found in findings:
            if self.scope.rule in {None, rule_id}:
                cell = self._cells.setdefault((stay.month, stay.agency_id, rule_id), {})
                cell.setdefault(found.outcome, []).append(found)

    def report(self, pack: RulePack, agencies: Mapping[int, str], today: dt.date) -> Report:
        """The report; a department that is not known stands after those that are, so does a month."""
        places, words = _rule_words(pack)
        lines = [
            Line(month, agencies.get(agency or 0, NO_AGENCY), rule_id, *words[rule_id], {word: tuple(each) for word, each in cell.items()})
            for (month, agency, rule_id), cell in self._cells.items()
        ]
        lines.sort(key=lambda line: (line.month or dt.date.max, line.agency == NO_AGENCY, line.agency.casefold(), places[line.rule_id]))
        return Report(self.scope, today, self.cars, tuple(lines))


def counted_rules(pack: RulePack) -> tuple[tuple[str, str, str], ...]:
    """Id, step and section of each rule that can stand in a report, in the pack's order."""
    _, words = _rule_words(pack)
    ids = dict.fromkeys(rule.id for rule in pack.rules if is_duty(rule.kind, rule.actor))
    return tuple((rule_id, *words[rule_id]) for rule_id in ids)


def _rule_words(pack: RulePack) -> tuple[Mapping[str, int], Mapping[str, tuple[str, str]]]:
    ids = list(dict.fromkeys(rule.id for rule in pack.rules))
    words = {rule.id: (rule.step, _where(rule)) for rule in reversed(pack.rules)}
    return {rule_id: place for place, rule_id in enumerate([*ids, UNSORTED])}, {**words, UNSORTED: ("Sort custody", "-")}


def _where(rule: Rule) -> str:
    """Where it is written, and whether that is told by others or recalled and nobody checked it."""
    doubted = rule.confidence in {Confidence.C, Confidence.R} and rule.reviewed is None
    return f"{rule.citation or 'house practice'}{f', {NOT_CHECKED}' if doubted else ''}"
