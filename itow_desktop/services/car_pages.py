"""Read a car's page: the car at a glance, what lies in its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.desk_work import Cover
from itow_desktop.domain.events import on_clock
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.rules import DeadlineKind
from itow_desktop.domain.sentences import fact_name
from itow_desktop.domain.stays import OtherStays
from itow_desktop.services.browsing import stepped
from itow_desktop.services.charges.sheets import Outlook, panel_outlook
from itow_desktop.services.ports.car_files import FileCounts
from itow_desktop.services.ports.stores import OpenCase, UnitOfWork
from itow_desktop.services.properties import Authority, authorities
from itow_desktop.services.shift import Shift
from itow_desktop.services.stays import stays_beside
from itow_desktop.services.stepping import lead_steps
from itow_desktop.services.views import CarCard

_SALE = "Schedule sale"
"""The step of the rule pack that a sale begins with, whichever rule asks for it."""
_NO_NAMES: Mapping[int, str] = MappingProxyType({})
_NO_PAPERS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SaleDay:
    """The earliest day of a sale (local), or what keeps it from being known; ``checked``: it rests on reviewed rules only.

    ``by_people`` are the dates that people moved or corrected, as far as the sale rests on them.
    """

    day: date | None = None
    missing: str | None = None
    checked: bool = True
    by_people: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskState:
    """Who has the car's line today (names; ``instead_of`` is away), until when it waits and why."""

    worker: str | None = None
    instead_of: str | None = None
    snoozed_until: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CarPage:
    """A car's page; ``sale`` is None where no rule speaks of one, ``agencies`` are names by id.

    ``authority``: who asked for the tow as the property's record has it, None where the car came from no property.
    """

    card: CarCard
    sale: SaleDay | None = None
    counts: FileCounts = FileCounts()  # noqa: RUF009  # frozen, so that all may share it
    agencies: Mapping[int, str] = field(default_factory=lambda: _NO_NAMES)
    authority: Authority | None = None
    desk: DeskState = DeskState()  # frozen, so that all may share it
    papers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_PAPERS)
    """The names of the files that prove each event, by event id."""
    stays: OtherStays = OtherStays()  # noqa: RUF009  # frozen, so that all may share it
    owed: Outlook | None = None
    """None: charged nowhere here, as what is no impound."""
    pieces: tuple[Piece, ...] = ()
    """The envelopes of its letters, the newest first."""


def car_page(shift: Shift, custody_id: int) -> CarPage:
    """Everything that is seen of a car at once, its events on the office's clock; raises ``NotFound``."""
    with shift.desk.look() as unit:
        card = unit.vehicles.card(custody_id)
        cases = unit.deadlines.cases([custody_id])
        counts = unit.attachments.counts(custody_id)
        papers = unit.event_papers.of(custody_id) if counts.files else _NO_PAPERS
        asked = authorities(unit, [card], shift.today, shift.law.zone).get(custody_id)
        desk = _desk_state(unit, cases, shift.today)
        stays = stays_beside(unit, custody_id, card.car.fields, shift.law.zone)
        owed = panel_outlook(shift, unit, card)
        pieces = unit.mail.of(custody_id)
        names = {agency.id: agency.name for agency in unit.agencies.all()} if card.car.differences() else _NO_NAMES
    row = stepped(card.row, lead_steps(shift.law, cases, shift.today))
    sale = earliest_sale(deadline for case in cases for deadline in case.deadlines)
    seen = replace(card, events=on_clock(card.events, shift.law.zone), row=row)
    return CarPage(seen, sale, counts, names, asked, desk, papers, stays, owed, pieces)


def _desk_state(unit: UnitOfWork, cases: Iterable[OpenCase], today: date) -> DeskState:
    """What of a car the desk itself settled."""
    for case in cases:
        snoozed = case.snoozed_until is not None and case.snoozed_until > today
        until, reason = (case.snoozed_until, case.snooze_reason) if snoozed else (None, None)
        if case.assigned_to is None:
            return DeskState(snoozed_until=until, reason=reason)
        people = {person.id: person.name for person in unit.staff.all()}
        worker = Cover(unit.desk_work.absences(today), today).of(case.assigned_to)
        away = people.get(case.assigned_to) if worker != case.assigned_to else None
        return DeskState(people.get(worker or 0), away, until, reason)
    return DeskState()


def earliest_sale(deadlines: Iterable[Deadline]) -> SaleDay | None:
    """When a car may be sold at the earliest: the last of all dates that keep a sale shut."""
    known = tuple(deadlines)
    sales = [each for each in known if each.step == _SALE and each.kind is DeadlineKind.NOT_BEFORE and each.open]
    if not sales:
        return None
    stopped = next((each for each in sales if each.state is State.FROZEN), None)
    if stopped is not None:
        return SaleDay(missing=stopped.why or "stopped", by_people=tuple(each for each in sales if each.by_people))
    needs = next((each.needs for each in sales if each.state is State.NEEDS), None)
    if needs is not None:
        return SaleDay(missing=f"need {fact_name(needs)}")
    days = [day for each in sales if (day := each.first_day) is not None]
    checked = not any(each.unverified for each in sales)
    by_people = tuple(each for each in known if each.by_people and (each in sales or each.right))
    return SaleDay(max(days), checked=checked, by_people=by_people) if days else None
