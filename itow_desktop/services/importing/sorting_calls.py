"""Try rules of impounds on the calls that came last, before anybody saves them."""

from collections.abc import Sequence
from dataclasses import dataclass

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.impounds import Decision, ImpoundRule, Sorting, cleaned, problems, told_of
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.ports.impounds import ToldCall
from itow_desktop.services.shift import Shift

TRIED = 200
"""Calls that rules are tried on."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One call: what the rules that are in use say, what the others would say, what the car is sorted as now."""

    told: ToldCall
    before: Decision
    after: Decision

    @property
    def differs(self) -> bool:
        """Whether the other rules would sort it differently."""
        return self.before.kind is not self.after.kind

    @property
    def kind(self) -> CustodyKind:
        """What the car is sorted as."""
        return self.told.kind


def try_rules(shift: Shift, rules: Sequence[ImpoundRule]) -> tuple[Tried, ...]:
    """The last calls by the rules in use and by these, the newest first; changes nothing. Raises ``Problems``."""
    tidy = tuple(map(cleaned, rules))
    if wrong := problems(tidy):
        raise Problems(tuple(("impound_rules", sentence) for sentence in wrong))
    with shift.desk.look() as unit:
        office, calls = unit.office.get(), unit.told_calls.last(TRIED)
    before, after = Sorting(office.impound_rules, office.accounts), Sorting(tidy, office.accounts)
    return tuple(Tried(each, before.decide(told := told_of(each.call)), after.decide(told)) for each in calls)
