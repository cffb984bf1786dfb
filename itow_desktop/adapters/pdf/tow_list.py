"""The tow list of one police department for one day, on as many pages as it needs."""

from datetime import UTC

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import MARGIN, SIZE, draw_pages, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import clock, weekday_date
from itow_desktop.domain.notices import Absence, TopNotice, TowList, said
from itow_desktop.domain.sentences import counted

_COLUMNS = (  # title, width in points, most characters, so that no row outgrows a page
    ("Towed", 60, 30), ("Vehicle", 122, 80), ("Plate, state", 76, 30), ("VIN", 118, 40), ("Towed from", 152, 120),
    ("Our file no.", 62, 30), ("Call no.", 48, 30), ("Complaint no.", 74, 30),
)  # fmt: skip


def draw_tow_list(tow_list: TowList, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(tow_list, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return draw_pages(furnish, lambda: _table(tow_list, letters))


def _furnish(tow_list: TowList, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    """Letterhead, addressee and page number, the same on each page; returns the height where the table may begin."""
    office, agency = letters.drawable(said(tow_list.office.name) or ""), letters.drawable(said(tow_list.agency) or "", 90)
    describe(page.canvas, f"Tow list to {agency}, {tow_list.day.isoformat()}", office)
    page.y = SIZE[1] - 34
    letterhead(page, tow_list.office, logo, scale=0.8)
    page.y -= 8
    count = len(tow_list.cars)
    cars = counted(count, "vehicle", "vehicles")
    page.y -= page.write(f"To {agency}", style(12, font=BOLD))
    page.y -= page.write(
        f"Vehicles removed from private property on {weekday_date(tow_list.day)}, MCL 257.252a · {cars}", style(9.5, color=QUIET)
    )
    foot(page, letters.drawable(f"Tow list · {office}", 80), number)
    return page.y


def _table(tow_list: TowList, letters: Letters) -> LongTable:
    head, cell, strong = style(8, font=BOLD, color=ACCENT), style(8.5, leading=1.25), style(8.5, font=BOLD, leading=1.25)
    looks = (cell, cell, strong, strong, cell, cell, cell, cell)
    cars = sorted(tow_list.cars, key=_order)
    rows: list[list[Paragraph]] = [[plain(title, head) for title, _, _ in _COLUMNS]]
    rows += [
        [plain(letters.drawable(text, longest), look) for text, look, (_, _, longest) in zip(_cells(car), looks, _COLUMNS, strict=True)]
        for car in cars
    ]
    return list_table(rows, [width for _, width, _ in _COLUMNS])


def _order(car: TopNotice) -> tuple[bool, str, str]:
    """By time of the tow, unknown times last."""
    when = car.towed_at.astimezone(UTC).isoformat() if car.towed_at else ""
    return car.towed_at is None, when, car.call_number or ""


def _cells(car: TopNotice) -> tuple[str, ...]:
    """One text per column; a column without a fact stays empty, room to write by hand."""
    plate = ", ".join(part for part in (said(car.plate), said(car.plate_state)) if part) if said(car.plate) else ""
    return (
        clock(car.towed_at, car.office.zone) if car.towed_at else _absent(car.time_not_known, Absence.TIME_NOT_KNOWN),
        car.vehicle or "",
        plate or _absent(car.no_plate, Absence.NO_PLATE),
        said(car.vin) or _absent(car.vin_unreadable, Absence.VIN_UNREADABLE),
        said(car.towed_from) or "",
        said(car.file_number) or "",
        said(car.call_number) or "",
        said(car.complaint_number) or "",
    )


def _absent(answered: bool, absence: Absence) -> str:
    return absence.words if answered else ""
