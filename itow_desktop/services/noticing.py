"""Write notices and keep the exact bytes; keeping one records no printing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

from itow_desktop.domain.cars import Car, Value, edited
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.notices import (
    CallIn,
    NoticeKind,
    OfficeHead,
    Problem,
    TopNotice,
    TowList,
    file_name,
    preflight,
    tow_list_file_name,
)  # fmt: skip
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.properties import Authority, authorities
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again
from itow_desktop.services.views import CarCard, DocumentInfo, OfficeFacts

_ABSENCES = ("no_plate", "vin_unreadable")
_TIME, _NOT_KNOWN = "time", "not known"


@dataclass(frozen=True, slots=True)
class TopDraft:
    """A TOP notice as far as the record can fill it, and what it still lacks."""

    custody_id: int
    notice: TopNotice
    problems: tuple[Problem, ...] = ()

    @property
    def printable(self) -> bool:
        """Whether nothing mandatory is missing."""
        return not any(problem.blocking for problem in preflight(self.notice))


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A paper that is in the database, with its bytes; ``custody_ids`` are the cars it speaks of."""

    document: DocumentInfo
    content: bytes
    custody_ids: tuple[int, ...]


def draft_tops(shift: Shift, custody_ids: Sequence[int]) -> tuple[TopDraft, ...]:
    """Fill a TOP notice for each car from the record, in the order given."""
    with shift.desk.look() as unit:
        head = head_of(unit.office.get(), unit.office.logo())
        cards = [unit.vehicles.card(custody_id) for custody_id in custody_ids]
        asked = authorities(unit, cards, shift.today, shift.law.zone)
    notices = [replace(_top(card, head, shift.today), caller_doubt=_doubt(asked.get(card.car.custody_id))) for card in cards]
    return tuple(TopDraft(custody_id, notice, preflight(notice)) for custody_id, notice in zip(custody_ids, notices, strict=True))


def keep_tops(shift: Shift, renderer: Renderer, drafts: Sequence[TopDraft]) -> tuple[KeptPaper, ...]:
    """Draw the notices and keep their bytes; absences a person stated go onto the cars. Raises ``Problems``; all or none."""
    problems = [(draft, each) for draft in drafts for each in preflight(draft.notice) if each.blocking]
    if problems:
        raise Problems(tuple((each.field, f"{_call(draft)}: {each.sentence}") for draft, each in problems))
    pages = [renderer.render_top(draft.notice) for draft in drafts]
    custody_ids = [draft.custody_id for draft in drafts]
    kept = []
    with shift.desk.begin(shift.deed("write TOP notices", undoable=False)) as unit:
        unit.events.lock(custody_ids)
        for draft, content in zip(drafts, pages, strict=True):
            _keep_absences(unit, shift, draft)
            name = file_name(draft.notice)
            info = unit.documents.add(draft.custody_id, NoticeKind.TOP, name, content, {"agency": draft.notice.agency or ""})
            kept.append(KeptPaper(info, content, (draft.custody_id,)))
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return tuple(kept)


def draft_tow_lists(shift: Shift, custody_ids: Sequence[int]) -> tuple[tuple[TowList, tuple[int, ...]], ...]:
    """One list for each agency and tow day, with the cars on it; cars without either are left out."""
    groups: dict[tuple[str, str], list[TopDraft]] = defaultdict(list)
    for draft in draft_tops(shift, custody_ids):
        if draft.notice.agency and draft.notice.tow_day:
            groups[draft.notice.agency, draft.notice.tow_day.isoformat()].append(draft)
    lists = []
    for (agency, _), drafts in sorted(groups.items()):
        first = drafts[0].notice
        if first.tow_day is not None:
            cars = tuple(draft.notice for draft in drafts)
            lists.append((TowList(first.office, agency, first.tow_day, cars), tuple(draft.custody_id for draft in drafts)))
    return tuple(lists)


def keep_tow_lists(shift: Shift, renderer: Renderer, custody_ids: Sequence[int]) -> tuple[KeptPaper, ...]:
    """Draw and keep one tow list for each agency and day."""
    drawn = [(found, cars, renderer.render_tow_list(found)) for found, cars in draft_tow_lists(shift, custody_ids)]
    with shift.desk.begin(shift.deed("write tow lists", undoable=False)) as unit:
        kept = tuple(
            KeptPaper(
                unit.documents.add(None, NoticeKind.TOW_LIST, tow_list_file_name(found), content, {"agency": found.agency}), content, cars
            )
            for found, cars, content in drawn
        )
        unit.commit()
    return kept


def head_of(office: OfficeFacts, logo: bytes | None) -> OfficeHead:
    """The letterhead; what is not entered yet is empty and preflight asks for it."""
    return OfficeHead(office.name or "", office.address or "", office.phone or "", ZoneInfo(office.zone), logo)


def _top(card: CarCard, head: OfficeHead, dated: date) -> TopNotice:
    fields = card.car.fields
    towed = _last(card.events, EventKind.TOWED)
    called = _last(card.events, EventKind.POLICE_NOTIFIED)
    return TopNotice(
        office=head,
        dated=dated,
        agency=card.agency.name if card.agency else None,
        agency_address=card.agency.address if card.agency else None,
        call_number=fields.call_number,
        file_number=fields.file_number,
        towed_at=towed.at if towed else None,
        towed_on=towed.on if towed else None,
        time_not_known=towed is not None and _is_timeless(towed),
        towed_from=fields.towed_from or fields.street,
        requested_by=fields.requested_by,
        year=fields.year,
        make=fields.make,
        model=fields.model,
        color=fields.color,
        body_type=fields.body_type,
        vin=fields.vin,
        vin_unreadable=fields.vin_unreadable,
        plate=fields.plate,
        plate_state=fields.plate_state,
        no_plate=fields.no_plate,
        complaint_number=fields.complaint_number,
        case_number=fields.case_number,
        officer=fields.officer,
        called_in=CallIn(called.at, called.data.get("person"), called.data.get("badge")) if called else None,
    )


def _doubt(asked: Authority | None) -> str | None:
    return asked.doubt if asked else None


def _last(events: Sequence[Event], kind: EventKind) -> Event | None:
    found = [event for event in standing(events) if event.kind is kind]
    return found[-1] if found else None


def _is_timeless(towed: Event) -> bool:
    """Whether somebody said that the time of day is not known; an empty time alone says nothing."""
    return towed.at is None and towed.data.get(_TIME) == _NOT_KNOWN


def _keep_absences(unit: UnitOfWork, shift: Shift, draft: TopDraft) -> None:
    """Keep what a person said is not there, so that nobody is asked again."""
    car = unit.vehicles.get(draft.custody_id)
    stated: dict[str, Value] = {name: True for name in _ABSENCES if getattr(draft.notice, name)}
    after: Car = edited(car, stated, shift.signed, shift.clock.now())
    if after != car:
        unit.vehicles.save([after], stated)
    towed = _last(unit.events.of(draft.custody_id), EventKind.TOWED)
    if draft.notice.time_not_known and towed is not None and towed.at is None and not _is_timeless(towed):
        told = replace(towed, id=str(uuid4()), data={**towed.data, _TIME: _NOT_KNOWN}, supersedes=towed.id)
        unit.events.add([(draft.custody_id, told)])


def _call(draft: TopDraft) -> str:
    return draft.notice.call_number or draft.notice.file_number or f"#{draft.custody_id}"
