"""Write the lights-out book: every car on the lot with all that the desk must know of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.charges.ledger import Owed
from itow_desktop.domain.notices import said
from itow_desktop.domain.office_papers.lights_out import Contact, LightsOutBook, LightsOutCar
from itow_desktop.domain.parties.party import Party
from itow_desktop.domain.queue import Item
from itow_desktop.domain.sentences import CUSTODY_NAMES, counted
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.car_pages import earliest_sale
from itow_desktop.services.charges.owing import owed
from itow_desktop.services.noticing import head_of
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import lead_steps

NOT_RECKONED = "not reckoned"


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything the book tells of one car; None where it is not known."""

    case: OpenCase
    fields: CarFields
    agency: Agency | None
    step: Item | None
    owed: Owed | None
    parties: tuple[Party, ...] = ()


def lights_out(shift: Shift) -> LightsOutBook:
    """Every car on the lot as it stands now."""
    with shift.desk.look() as unit:
        shift.law.follow(unit)
        head = head_of(unit.office.get(), unit.office.logo())
        cases = [case for case in unit.deadlines.open_cases() if case.status is CustodyStatus.ON_LOT]
        ids = [case.custody_id for case in cases]
        fields = {custody_id: car.fields for custody_id, car in unit.vehicles.many(ids).items()}
        agencies = {agency.id: agency for agency in unit.agencies.all()}
        parties = unit.parties.of_many(ids)
        due = owed(unit, ids, shift.today, shift.law.zone)
    steps = lead_steps(shift.law, cases, shift.today)
    known = [
        _Known(
            case,
            fields[case.custody_id],
            agencies.get(case.agency_id or 0),
            steps.get(case.custody_id),
            due.get(case.custody_id),
            parties.get(case.custody_id, ()),
        )
        for case in sorted(cases, key=_by_plate)
        if case.custody_id in fields
    ]
    asked = {case.agency_id for case in cases}
    contacts = [_contact(agency) for agency in agencies.values() if agency.id in asked]
    return LightsOutBook(
        head,
        shift.clock.now(),
        tuple(_car(each, shift.today, shift.law.zone) for each in known),
        tuple(sorted(contacts, key=lambda each: each.name)),
    )


def draw_lights_out(shift: Shift, renderer: Renderer) -> tuple[str, bytes]:
    """Its file name with the PDF."""
    book = lights_out(shift)
    return book.file_name, renderer.render_lights_out(book)


def _by_plate(case: OpenCase) -> tuple[bool, str, str, int]:
    """By the plate; a car without one follows by the end of its VIN."""
    return not case.plate, case.plate or "", (case.vin or "")[-8:], case.custody_id


def _car(known: _Known, today: date, zone: ZoneInfo) -> LightsOutCar:
    case, fields = known.case, known.fields
    return LightsOutCar(
        plate=_joined(" ", said(fields.plate), said(fields.plate_state) if said(fields.plate) else None) or "no plate known",
        place=_joined(", ", said(fields.spot) and f"spot {said(fields.spot)}", _key(fields)),
        vehicle=_joined("\n", case.description, said(fields.vin) and f"VIN {said(fields.vin)}", CUSTODY_NAMES[case.custody]),
        numbers=_joined("\n", said(fields.call_number), said(fields.file_number)),
        towed=_towed(case.towed_at, today, zone),
        origin=_joined("\n", said(fields.towed_from) or said(fields.street),
                       said(fields.requested_by) and f"asked by {fields.requested_by}"),
        owed=owed_words(known.owed),
        step=_joined("\n", _step(known.step), _sale(case)),
        police=_joined("\n", known.agency.name if known.agency else "not known",
                       said(fields.complaint_number) and f"complaint {fields.complaint_number}"),
        contacts=_joined("\n", *(_reached(each) for each in known.parties if each.void is None),
                         said(fields.requested_by_phone) and f"who asked: {fields.requested_by_phone}"),
        stop=f"ON HOLD: {', '.join(name or 'kind not known' for name in case.on_hold)}" if case.on_hold else "",
    )  # fmt: skip


def owed_words(due: Owed | None) -> str:
    """What a car owes, in as many lines as it needs: the total, what each day adds, or what is missing to tell it."""
    if due is None:
        return NOT_RECKONED
    if not due.known:
        return f"{NOT_RECKONED}, lacks {', '.join(due.missing)}"
    per_day = f"+ ${due.per_day:,.2f} a day" if due.per_day is not None else None
    return _joined("\n", f"${due.total:,.2f}", per_day)


def _reached(party: Party) -> str:
    """Who it is and by which phone or e-mail they are reached; addresses stay out of a book that lies about."""
    return f"{party.role.words}: {_joined(', ', party.name, party.phone or party.email)}"


def _key(fields: CarFields) -> str | None:
    if fields.keys is None:
        return None
    return (f"key {fields.key_tag}" if fields.key_tag else "key here") if fields.keys else "no key"


def _towed(at: datetime | None, today: date, zone: ZoneInfo) -> str:
    if at is None:
        return "not known"
    local = at.astimezone(zone)
    days = max((today - local.date()).days, 0)
    return f"{local.month}/{local.day}/{local:%y} {local.hour}:{local:%M}\n{counted(days, 'day', 'days')} on lot"


def _step(step: Item | None) -> str:
    if step is None:
        return "no next step"
    day = step.until or step.due
    return f"{step.step}{f', {day.month}/{day.day}/{day:%y}' if day else ''}"


def _sale(case: OpenCase) -> str | None:
    sale = earliest_sale(case.deadlines)
    if sale is None:
        return None
    if sale.day is None:
        return f"sale: {sale.missing}"
    return f"sale from {sale.day.month}/{sale.day.day}/{sale.day:%y}{'' if sale.checked else ', not yet checked'}"


def _contact(agency: Agency) -> Contact:
    reach = _joined(" · ", agency.phone, agency.email, agency.fax and f"fax {agency.fax}", agency.hours)
    return Contact(agency.name, reach or "no phone on record")


def _joined(between: str, *parts: str | None) -> str:
    return between.join(part for part in parts if part)
