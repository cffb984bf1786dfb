"""The sheet to call cars in by: what the dispatcher asks at the left, room for the answers at the right."""

from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, MARGIN, SIZE, draw_pages, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import clock, moment
from itow_desktop.domain.agencies import WAYS, Agency
from itow_desktop.domain.call_sheets import CallSheet, SheetCar
from itow_desktop.domain.notices import said
from itow_desktop.domain.sentences import counted

_COLUMNS = (  # title, width in points, most characters, so that no row outgrows a page
    ("Plate, state", 66.0, 24), ("Vehicle, VIN", 150.0, 90), ("Towed", 62.0, 40), ("From, asked for by", 148.0, 140),
    ("Call, file", 54.0, 30),
)  # fmt: skip
_BLANKS = ("Time called", "Spoke with", "Badge", "Complaint no.")
_LINE = Color(0.45, 0.47, 0.51)


def draw_call_sheet(sheet: CallSheet, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(sheet, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return draw_pages(furnish, lambda: _table(sheet, letters))


def _furnish(sheet: CallSheet, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    name, office = letters.drawable(sheet.name, 90), letters.drawable(said(sheet.office.name) or "")
    describe(page.canvas, f"Call sheet, {name}", office or "iTow")
    page.y = SIZE[1] - 34
    letterhead(page, sheet.office, logo, scale=0.8)
    page.y -= 8
    page.y -= page.write(f"Call in to {name}", style(12, font=BOLD))
    if sheet.agency is not None and (reach := _reach(sheet.agency)):
        page.y -= page.write(letters.drawable(reach, 170), style(10.5))
    count = counted(len(sheet.cars), "vehicle", "vehicles")
    page.y -= page.write(
        f"{count} removed from private property · printed {moment(sheet.written, sheet.office.zone)} · this sheet records nothing",
        style(9, color=QUIET),
    )
    foot(page, letters.drawable(f"Call sheet · {name} · {office}", 120), number)
    return page.y


def _reach(agency: Agency) -> str:
    """How the department is reached: the preferred way, phone, hours."""
    wish = f"wants it {WAYS[agency.preferred].lower()}" if agency.preferred in WAYS else None
    parts = (agency.phone, wish, agency.email and f"e-mail {agency.email}", agency.fax and f"fax {agency.fax}", agency.hours)
    return " · ".join(" ".join(part.split()) for part in parts if part)


def _table(sheet: CallSheet, letters: Letters) -> LongTable:
    head = style(8, font=BOLD, color=ACCENT)
    used = sum(width for _, width, _ in _COLUMNS)
    widths = [*(width for _, width, _ in _COLUMNS), *[(INNER - used) / len(_BLANKS)] * len(_BLANKS)]
    titles = [*(title for title, _, _ in _COLUMNS), *_BLANKS]
    rows: list[list[Paragraph]] = [[plain(title, head) for title in titles]]
    rows += [_row(car, sheet, letters) for car in sheet.cars]
    table = list_table(rows, widths)
    first = len(_COLUMNS)
    if sheet.cars:
        table.setStyle(
            TableStyle(
                [
                    ("LINEBEFORE", (first, 1), (-1, -1), 0.5, _LINE),
                    ("LEFTPADDING", (first, 0), (-1, -1), 5),
                    ("BOTTOMPADDING", (0, 1), (-1, -1), 12),
                ]
            )
        )
    return table


def _row(car: SheetCar, sheet: CallSheet, letters: Letters) -> list[Paragraph]:
    cell, strong = style(8.5, leading=1.25), style(9.5, font=BOLD, leading=1.2)
    plate = ", ".join(part for part in (said(car.plate), said(car.plate_state)) if part) or "plate not known"
    vin = f"VIN {said(car.vin)}" if said(car.vin) else "VIN not known"
    vehicle = "\n".join(part for part in (said(car.description), vin) if part)
    asked = said(car.requested_by)
    place = "\n".join(part for part in (said(car.towed_from), asked and f"asked by {asked}") if part)
    number = "\n".join(part for part in (said(car.call_number), said(car.file_number)) if part)
    texts = (plate, vehicle, _towed(car, sheet), place, number)
    looks = (strong, cell, cell, cell, cell)
    cells = [
        Paragraph("<br/>".join(_safe(line, letters, longest) for line in text.split("\n")), look)
        for text, look, (_, _, longest) in zip(texts, looks, _COLUMNS, strict=True)
    ]
    return [*cells, *(plain("", cell) for _ in _BLANKS)]


def _safe(line: str, letters: Letters, longest: int) -> str:
    return escape(letters.drawable(line, longest))


def _towed(car: SheetCar, sheet: CallSheet) -> str:
    if car.towed_at is not None:
        day = car.towed_at.astimezone(sheet.office.zone).date()
        return f"{day.month}/{day.day}/{day.year}\n{clock(car.towed_at, sheet.office.zone)}"
    return "" if car.towed_on is None else f"{car.towed_on.month}/{car.towed_on.day}/{car.towed_on.year}\ntime not known"
