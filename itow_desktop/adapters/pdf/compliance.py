"""The compliance report on paper: numbers by month, then how the open work stood from day to day."""

from itertools import groupby
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, PageBreak, Paragraph, Spacer, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, LANDSCAPE, MARGIN, SIZE, draw_story, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.open_work import open_work_pages
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import clock, long_date
from itow_desktop.domain.duties import Outcome
from itow_desktop.domain.report_papers import INTERNAL, MEANINGS, OUTCOMES, TITLE, ReportPaper, late_range, month_name, numbers
from itow_desktop.domain.reports import Line

_NUMBER, _WIDE, _STEP, _LAW, _LATE_BY = 45.0, 60.0, 92.0, 80.0, 80.0  # points; the wide number is that of the longest head
_LONGEST = 90


def draw_compliance(paper: ReportPaper, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape; the heads of the columns stand again on each page, a month never ends with its name."""

    def story() -> list[Any]:
        parts: list[Any] = [plain(MEANINGS, style(8.5, color=QUIET)), Spacer(1, 6)]
        parts += [_table(paper, letters)] if paper.report.lines else [plain("No duty is on record for these cars.", style(10))]
        return [*parts, PageBreak(), *open_work_pages(paper.work)]

    return draw_story(_furnisher(paper, letters, logo), story, LANDSCAPE)


def draw_open_work(paper: ReportPaper, letters: Letters, logo: Logo | None) -> bytes:
    """The picture of the open work alone."""
    return draw_story(_furnisher(paper, letters, logo), lambda: open_work_pages(paper.work), LANDSCAPE)


def _furnisher(paper: ReportPaper, letters: Letters, logo: Logo | None) -> Any:
    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(paper, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return furnish


def _furnish(paper: ReportPaper, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    office = letters.drawable(paper.office.name)
    describe(page.canvas, f"{TITLE}, {paper.file_name}", office or "iTow", "How duties were kept; for the office only")
    page.y = SIZE[1] - 34
    letterhead(page, paper.office, logo, scale=0.8)
    page.y -= 8
    page.y -= page.write(f"{TITLE}  ·  {INTERNAL}", style(11, font=BOLD))
    printed = f"counted {long_date(paper.printed.date())}, {clock(paper.printed, paper.office.zone)}"
    page.y -= page.write(letters.drawable(f"{paper.about} · {paper.counted} · {printed}", 190), style(9, color=QUIET))
    foot(page, " · ".join(part for part in (f"{TITLE}, for the office only", office) if part), number)
    return page.y


def _table(paper: ReportPaper, letters: Letters) -> LongTable:
    head, section, strong = style(8, font=BOLD, color=ACCENT), style(9.5, font=BOLD), style(8.5, font=BOLD)
    columns = len(OUTCOMES) + 5
    rows: list[list[Flowable]] = [
        [
            *(plain(title, head) for title in ("Police department", "Step", "Where it is written")),
            *(plain(title, _right(head)) for title in (*OUTCOMES.values(), "Duties")),
            plain("Late by", _right(head)),
        ]
    ]
    spans: list[Any] = []
    for month, lines in groupby(paper.report.lines, key=lambda line: line.month):
        place = len(rows)
        rows.append([plain(month_name(month), section), *[plain("", section)] * (columns - 1)])
        spans += [("SPAN", (0, place), (-1, place)), ("TOPPADDING", (0, place), (-1, place), 9), ("NOSPLIT", (0, place), (0, place + 1))]
        rows += [_row(line, letters) for line in lines]
    rows.append([plain("All of it", strong), plain("", strong), plain("", strong), *_figures(paper.report.lines, strong)])
    narrow = [_WIDE if outcome is Outcome.NOT_COMPUTABLE else _NUMBER for outcome in OUTCOMES]
    widths = [_STEP, _LAW, *narrow, _NUMBER, _LATE_BY]
    table = list_table(rows, [INNER - sum(widths), *widths])
    table.setStyle(TableStyle([*spans, ("NOSPLIT", (0, -2), (0, -1)), ("LINEABOVE", (0, -1), (-1, -1), 0.8, ACCENT)]))
    return table


def _row(line: Line, letters: Letters) -> list[Flowable]:
    cell = style(8.5, leading=1.2)
    words = (line.agency, line.step, line.citation)
    return [*(plain(letters.drawable(text, _LONGEST), cell) for text in words), *_figures([line], cell)]


def _figures(lines: Any, look: ParagraphStyle) -> list[Paragraph]:
    texts = (*(f"{number:,}" if number else "-" for number in numbers(lines)), late_range(lines))
    return [plain(text, _right(look)) for text in texts]


def _right(look: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{look.name}-right", parent=look, alignment=TA_RIGHT)
