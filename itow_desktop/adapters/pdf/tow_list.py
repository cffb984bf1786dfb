"""The tow list of one police department for one day, on as many pages as it needs."""

from datetime import UTC
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageTemplate, Paragraph, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, FOOT, HAIRLINE, LETTER, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import clock, weekday_date
from itow_desktop.domain.notices import Absence, TopNotice, TowList, said

_SIZE = (LETTER[1], LETTER[0])  # landscape: eight columns
_MARGIN = 40.0
_COLUMNS = (  # title, width in points, most characters, so that no row outgrows a page
    ("Towed", 60, 30), ("Vehicle", 122, 80), ("Plate, state", 76, 30), ("VIN", 118, 40), ("Towed from", 152, 120),
    ("Our file no.", 62, 30), ("Call no.", 48, 30), ("Complaint no.", 74, 30),
)  # fmt: skip


class Sheet(NamedTuple):
    """What every page of one list needs again."""

    tow_list: TowList
    letters: Letters
    logo: Logo | None
    pages: int


def draw_tow_list(tow_list: TowList, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape; drawn twice, since "page 1 of 3" is known only after the last page."""
    _, pages = _built(Sheet(tow_list, letters, logo, 0))
    return _built(Sheet(tow_list, letters, logo, pages))[0]


def _built(sheet: Sheet) -> tuple[bytes, int]:
    file = BytesIO()
    document = BaseDocTemplate(file, pagesize=_SIZE, invariant=1, pageCompression=1, lang="en-US")
    below_head = _furnish(sheet, Canvas(BytesIO(), pagesize=_SIZE), 1) - 10
    frame = Frame(
        _MARGIN, FOOT + 14, _SIZE[0] - 2 * _MARGIN, below_head - FOOT - 14,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, at: _furnish(sheet, canvas, at.page)))
    document.build([_table(sheet)])
    return file.getvalue(), document.page


def _furnish(sheet: Sheet, canvas: Canvas, number: int) -> float:
    """Letterhead, addressee and page number, the same on each page; returns the height where the table may begin."""
    tow_list, letters = sheet.tow_list, sheet.letters
    office, agency = letters.drawable(said(tow_list.office.name) or ""), letters.drawable(said(tow_list.agency) or "", 90)
    describe(canvas, f"Tow list to {agency}, {tow_list.day.isoformat()}", office)
    page = Page(canvas, letters, _SIZE, _MARGIN)
    page.y = _SIZE[1] - 34
    letterhead(page, tow_list.office, sheet.logo, scale=0.8)
    page.y -= 8
    count = len(tow_list.cars)
    cars = "1 vehicle" if count == 1 else f"{count} vehicles"
    page.y -= page.write(f"To {agency}", style(12, font=BOLD))
    page.y -= page.write(
        f"Vehicles removed from private property on {weekday_date(tow_list.day)}, MCL 257.252a · {cars}", style(9.5, color=QUIET)
    )
    foot(page, letters.drawable(f"Tow list · {office}", 80), f"Page {number} of {sheet.pages}")
    return page.y


def _table(sheet: Sheet) -> LongTable:
    head, cell, strong = style(8, font=BOLD, color=ACCENT), style(8.5, leading=1.25), style(8.5, font=BOLD, leading=1.25)
    looks = (cell, cell, strong, strong, cell, cell, cell, cell)
    cars = sorted(sheet.tow_list.cars, key=_order)
    rows: list[list[Paragraph]] = [[plain(title, head) for title, _, _ in _COLUMNS]]
    rows += [
        [
            plain(sheet.letters.drawable(text, longest), look)
            for text, look, (_, _, longest) in zip(_cells(car), looks, _COLUMNS, strict=True)
        ]
        for car in cars
    ]
    table = LongTable(rows, colWidths=[width for _, width, _ in _COLUMNS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, HAIRLINE),
            ]
        )
    )
    return table


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
