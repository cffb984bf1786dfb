"""Write down for a court why the dates of a vehicle are what they are, and keep the exact bytes."""

from dataclasses import dataclass

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.notices import NoticeKind, said, why_file_name
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.why_papers import WhyPaper, WhyVehicle, why_paper
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard


@dataclass(frozen=True, slots=True)
class DrawnWhy:
    """A page as it would be kept: whose it is, its name, its bytes."""

    custody_id: int
    name: str
    content: bytes


def write_why(shift: Shift, custody_id: int) -> WhyPaper:
    """The page of a vehicle as its facts and the law stand now; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return why_in(shift, unit, custody_id)


def why_in(shift: Shift, unit: UnitOfWork, custody_id: int) -> WhyPaper:
    """The same in a unit that reads more."""
    shift.law.follow(unit)
    head = head_of(unit.office.get(), unit.office.logo())
    card = unit.vehicles.card(custody_id)
    events = unit.events.of(custody_id)
    deadlines = shift.law.deadlines(card.car.fields, events)
    return why_paper(head, shift.clock.now(), _vehicle(card, shift), events, (shift.law.pack, deadlines))


def draw_why(shift: Shift, renderer: Renderer, custody_id: int) -> DrawnWhy:
    """The same as PDF; nothing is kept by it."""
    paper = write_why(shift, custody_id)
    day = paper.written.astimezone(paper.office.zone).date()
    name = why_file_name(paper.vehicle.call_number, paper.vehicle.mark.split(",")[0], day)
    return DrawnWhy(custody_id, name, renderer.render_why(paper))


def keep_why(shift: Shift, drawn: DrawnWhy) -> KeptPaper:
    """Keep the page with its SHA-256 among the papers of its vehicle."""
    with shift.desk.begin(shift.deed("write down why", undoable=False)) as unit:
        info = unit.documents.add(drawn.custody_id, NoticeKind.WHY, drawn.name, drawn.content, {})
        unit.commit()
    return KeptPaper(info, drawn.content, (drawn.custody_id,))


def _vehicle(card: CarCard, shift: Shift) -> WhyVehicle:
    fields, row = card.car.fields, card.row
    towed = next((event for event in reversed(standing(card.events)) if event.kind is EventKind.TOWED), None)
    when = None
    if towed is not None:
        when = said_time(towed.at.astimezone(shift.law.zone)) if towed.at else said_day(towed.on) if towed.on else None
    plate = " ".join(part for part in (said(fields.plate), said(fields.plate_state)) if part)
    told = (
        ("Vehicle", row.description),
        ("Plate", plate or ("no plate on the vehicle" if fields.no_plate else None)),
        ("VIN", said(fields.vin) or ("not readable" if fields.vin_unreadable else None)),
        ("Kind of custody", CUSTODY_NAMES[CustodyKind(fields.custody)]),
        ("Towed", when),
        ("Towed from", said(fields.towed_from) or said(fields.street)),
        ("Requested by", said(fields.requested_by)),
        ("Police department", card.agency.name if card.agency else None),
        ("Police complaint no.", said(fields.complaint_number)),
        ("Our file no.", said(fields.file_number)),
        ("Call no.", said(fields.call_number)),
    )
    mark = ", ".join(part for part in (plate or (f"VIN {fields.vin}" if fields.vin else "no plate"), row.description) if part)
    return WhyVehicle(said(fields.call_number), mark, tuple((label, value) for label, value in told if value))
