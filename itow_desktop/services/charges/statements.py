"""Write the statement of what a car owes; keep its exact bytes."""

from dataclasses import dataclass

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.charges.reckoning import Stay
from itow_desktop.domain.charges.statement import file_name, statement
from itow_desktop.domain.letters.paper import LetterPaper
from itow_desktop.domain.notices import NoticeKind, said
from itow_desktop.services.charges.owing import owed_at, stays
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import CarCard


@dataclass(frozen=True, slots=True)
class DrawnStatement:
    """A statement as it would be kept: whose it is, its name, its bytes, its amount in dollars as text."""

    custody_id: int
    name: str
    content: bytes
    amount: str


def write_statement(shift: Shift, custody_id: int) -> tuple[LetterPaper, str, str]:
    """The paper of this moment with its file name and its amount; raises ``NotFound``."""
    zone, now = shift.law.zone, shift.clock.now().astimezone(shift.law.zone)
    with shift.desk.look() as unit:
        head = head_of(unit.office.get(), unit.office.logo())
        card = unit.vehicles.card(custody_id)
        (stay,) = stays(unit, [custody_id], zone)
        owed = owed_at(unit, [custody_id], now, zone)[custody_id]
    call, fields = said(card.car.fields.call_number), card.car.fields
    mark = said(fields.plate) or (fields.vin[-8:] if fields.vin else None)
    reference = (*([f"Call {call}"] if call else []), *([f"Our file {fields.file_number}"] if said(fields.file_number) else []))
    paper = statement(head, now, _facts(card, stay), owed, reference)
    return paper, file_name(call, mark, now.date()), str(owed.total) if owed.known else "not known"


def draw_statement(shift: Shift, renderer: Renderer, custody_id: int) -> DrawnStatement:
    """The same as PDF; nothing is kept by it."""
    paper, name, amount = write_statement(shift, custody_id)
    return DrawnStatement(custody_id, name, renderer.render_letter(paper), amount)


def keep_statement(shift: Shift, drawn: DrawnStatement) -> KeptPaper:
    """Keep the statement with its SHA-256 among the papers of its car."""
    with shift.desk.begin(shift.deed("write a statement", undoable=False)) as unit:
        info = unit.documents.add(drawn.custody_id, NoticeKind.STATEMENT, drawn.name, drawn.content, {"amount": drawn.amount})
        unit.commit()
    return KeptPaper(info, drawn.content, (drawn.custody_id,))


def _facts(card: CarCard, stay: Stay) -> tuple[tuple[str, str], ...]:
    fields = card.car.fields
    plate = " ".join(part for part in (said(fields.plate), said(fields.plate_state)) if part)
    told = (
        ("Vehicle", card.row.description),
        ("Plate", plate or ("no plate on the vehicle" if fields.no_plate else None)),
        ("VIN", said(fields.vin) or ("not readable" if fields.vin_unreadable else None)),
        ("Towed", (said_time(stay.towed) if stay.timed else said_day(stay.towed.date())) if stay.towed else None),
        ("Towed from", said(fields.towed_from) or said(fields.street)),
        ("Left", said_time(stay.left) if stay.left else None),
    )
    return tuple((name, value) for name, value in told if value)
