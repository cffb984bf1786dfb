"""Plan public sales, see which cars an ad may speak of, record that it was published."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from itow_desktop.domain.cars import Car
from itow_desktop.domain.deadlines import Deadline, State
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.notices import OfficeHead
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SaleCar, SaleTerms
from itow_desktop.domain.rules import DeadlineKind, RulePack
from itow_desktop.domain.sentences import fact_name
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, present
from itow_desktop.services.car_pages import earliest_sale
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, Scan, record_all
from itow_desktop.services.shift import Shift

_PAST_DAYS, _AHEAD_DAYS = 30, 30
_NEEDS_AD = f"need {fact_name(EventKind.AD_PUBLISHED)}"
_DAY, _TIME, _PLACE, _WEBSITE = "day", "time", "place", "website"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Sales:
    """Every car that is planned to be sold or could be, the planned ones by their day; newspapers; the terms typed last; who sells."""

    office: OfficeHead
    cars: tuple[SaleCar, ...]
    newspapers: tuple[Newspaper, ...]
    last: SaleTerms | None
    today: date


@dataclass(frozen=True, slots=True)
class Publication:
    """An ad that was published: on which day, by which newspaper, for which sale."""

    on: date
    newspaper: str
    sale: date
    county: str = ""


def sales(shift: Shift, published: date | None = None) -> Sales:
    """What is planned, and what could be; judged as if the ads not published yet were on ``published`` (None: today)."""
    day = published or shift.today
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        planned = dict(unit.office_papers.planned(shift.today - timedelta(days=_PAST_DAYS)))
        open_cases = {case.custody_id: case for case in unit.deadlines.open_cases() if case.status is CustodyStatus.ON_LOT}
        could = {case.custody_id for case in open_cases.values() if _soon(case, shift.today)}
        ids = sorted(could | (planned.keys() & open_cases.keys()))
        cars, events = unit.vehicles.many(ids), unit.events.of_many(ids)
        papers, head = unit.office_papers.newspapers(), head_of(unit.office.get(), None)
    found = [
        _car(shift, _Known(open_cases[each], cars[each], events.get(each, ()), planned.get(each)), day) for each in ids if each in cars
    ]
    found.sort(key=lambda car: (car.planned is None, car.planned.day if car.planned else date.max, car.mark))
    last = max((event for event in planned.values() if event.data.get(_PLACE)), key=_recorded, default=None)
    return Sales(head, tuple(found), papers, _terms(last) if last else None, shift.today)


def plan_sale(shift: Shift, custody_ids: Sequence[int], terms: SaleTerms, reason: str | None = None) -> int:
    """Plan one sale for some cars, in place of what was planned for them; raises ``Problems``, ``Refused``, ``Doubtful``."""
    typed = ((_TIME, terms.time), (_PLACE, terms.place), (_WEBSITE, terms.website))
    problems = [(name, f"This is too long: {len(text)} characters, at most {_LONGEST}.") for name, text in typed if len(text) > _LONGEST]
    if terms.day < shift.today:
        problems.append((_DAY, "The day of a planned sale lies in the future. A sale that was held is recorded as such."))
    if not custody_ids:
        problems.append(("cars", "Tick the cars that shall be sold."))
    if problems:
        raise Problems(tuple(problems))
    told = {_TIME: present(terms.time), _PLACE: present(terms.place), _WEBSITE: present(terms.website)}
    data = {name: text for name, text in told.items() if text}
    entry = Entry(EventKind.SALE_PLANNED, on=terms.day, data=data, source=EventSource.PAPER, reason=reason)
    name = f"plan a sale on {terms.day.month}/{terms.day.day}, {len(custody_ids)} cars"
    return len(record_all(shift, name, custody_ids, lambda *_: (entry,)))


def record_publication(
    shift: Shift, custody_ids: Sequence[int], ad: Publication, clippings: Sequence[Scan] = (), reason: str | None = None
) -> int:
    """Record that the ad was published, with the clipping on every car; raises ``Problems``, ``Refused``, ``Doubtful``."""
    problems = []
    if present(ad.newspaper) is None:
        problems.append(("newspaper", "Enter which newspaper printed it."))
    if ad.on > shift.today:
        problems.append(("on", "This day has not come yet. Record the ad once it is printed."))
    if not custody_ids:
        problems.append(("cars", "Tick the cars that the ad names."))
    if problems:
        raise Problems(tuple(problems))
    told = {"authority": present(ad.newspaper), "county": present(ad.county), "sale": ad.sale.isoformat()}
    data = {name: text for name, text in told.items() if text}
    entry = Entry(EventKind.AD_PUBLISHED, on=ad.on, data=data, source=EventSource.PAPER, reason=reason)
    return len(record_all(shift, f"ad published, {len(custody_ids)} cars", custody_ids, lambda *_: (entry,), scans=clippings))


def keep_newspaper(shift: Shift, newspaper: Newspaper) -> int:
    """Add (id 0) or change a newspaper; answers its id. Raises ``Problems``."""
    name = present(newspaper.name)
    if name is None:
        raise Problems((("name", "Enter the name of the newspaper."),))
    email = present(newspaper.email)
    if email is not None and (email.count("@") != 1 or " " in email or email.startswith("@") or email.endswith("@")):
        raise Problems((("email", f"{email} is no e-mail address. Correct it."),))
    kept = Newspaper(
        newspaper.id, name, present(newspaper.county), email, present(newspaper.phone), present(newspaper.note), newspaper.active
    )
    with shift.desk.begin(shift.deed("keep a newspaper", undoable=False)) as unit:
        made = unit.office_papers.keep_newspaper(kept)
        unit.commit()
    return made


# --- one car -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Known:
    """What a car of a sale is made of; ``plan`` is the event of its last planned sale."""

    case: OpenCase
    car: Car
    events: tuple[Event, ...]
    plan: Event | None


def _soon(case: OpenCase, today: date) -> bool:
    """Whether a sale of it can be planned now: its wait is over soon, or nothing but the ad is missing."""
    sale = earliest_sale(case.deadlines)
    if sale is None:
        return False
    return sale.missing == _NEEDS_AD if sale.day is None else sale.day <= today + timedelta(days=_AHEAD_DAYS)


def _car(shift: Shift, known: _Known, published: date) -> SaleCar:
    fields, case = known.car.fields, known.case
    deadlines = shift.law.deadlines(fields, known.events)
    advert = _advert(deadlines, shift.law.pack)
    advertised = _published(known, shift) if advert is not None and advert.state is State.DONE else None
    if advertised is None:
        told = Event("", EventKind.AD_PUBLISHED, on=published)
        earliest = earliest_sale(shift.law.deadlines(fields, (*known.events, told)))
    else:
        earliest = earliest_sale(deadlines)
    counting = {event.kind for event in standing(known.events)}
    return SaleCar(
        custody_id=case.custody_id, custody=CustodyKind(fields.custody), call_number=fields.call_number or "",
        file_number=fields.file_number or "", year=fields.year, make=fields.make or "", model=fields.model or "",
        color=fields.color or "", vin=fields.vin or "", plate=fields.plate or "",
        plate_state=fields.plate_state or "" if fields.plate else "", keys=fields.keys, drivable=fields.drivable,
        planned=_terms(known.plan) if known.plan else None, advertised=advertised,
        ad_until=advert.last_day if advert is not None and advertised is None else None,
        earliest=earliest.day if earliest else None, missing=(earliest.missing or "") if earliest else "no rule says when",
        unverified=earliest is not None and not earliest.checked, bill_of_sale=EventKind.BILL_OF_SALE_RECEIVED in counting,
        owner_unknown=EventKind.OWNER_UNKNOWN in counting, on_hold=case.on_hold,
    )  # fmt: skip


def _advert(deadlines: Iterable[Deadline], pack: RulePack) -> Deadline | None:
    """The deadline of the ad before the planned sale, whatever a state's law calls it."""
    rules = {
        rule.id
        for rule in pack.rules
        if rule.kind is DeadlineKind.NOT_AFTER
        and any(pattern.event is EventKind.SALE_PLANNED for pattern in rule.trigger)
        and any(pattern.event is EventKind.AD_PUBLISHED for pattern in rule.done_by)
    }
    return next((deadline for deadline in deadlines if deadline.rule_id in rules), None)


def _published(known: _Known, shift: Shift) -> date | None:
    """The day of the last ad for the planned sale; one that named another day told nobody of this one (MCL 257.252g(1)(c))."""
    sale = known.plan.on.isoformat() if known.plan and known.plan.on else None
    ads = [event for event in standing(known.events) if event.kind is EventKind.AD_PUBLISHED and event.data.get("sale") in (None, sale)]
    return max((day for each in ads if (day := each.day(shift.law.zone)) is not None), default=None)


def _recorded(event: Event) -> str:
    return event.recorded_at.isoformat() if event.recorded_at else ""


def _terms(plan: Event) -> SaleTerms | None:
    told = plan.data
    return SaleTerms(plan.on, told.get(_TIME, ""), told.get(_PLACE, ""), told.get(_WEBSITE, "")) if plan.on else None


def by_sale(cars: Iterable[SaleCar]) -> Mapping[SaleTerms, tuple[SaleCar, ...]]:
    """The planned sales with their cars, the next one first."""
    groups = defaultdict[SaleTerms, list[SaleCar]](list)
    for car in cars:
        if car.planned is not None:
            groups[car.planned].append(car)
    return {terms: tuple(groups[terms]) for terms in sorted(groups, key=lambda terms: (terms.day, terms.time, terms.place))}
