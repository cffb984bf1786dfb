"""The report of taking over the old database on paper: files, numbers, rules, conflicts, the holding area."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, LongTable, Spacer

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import INNER, LANDSCAPE, MARGIN, SIZE, draw_story, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import clock, long_date
from itow_desktop.domain.old_database.merging import Choice, Conflict
from itow_desktop.domain.old_database.report import TITLE, OldPaper, named, sentences
from itow_desktop.domain.old_database.rules import OldRule

_LONGEST = 200
_MOST = 2000
_CHOSEN = {Choice.NEWER: "newer", Choice.OLDER: "older", Choice.LEAVE: "left open", None: "newer (nobody chose)"}


def draw_old_report(paper: OldPaper, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages in landscape."""

    def story() -> list[Any]:
        return _story(paper, letters)

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(paper, letters, logo, Page(canvas, letters, SIZE, MARGIN), f"Page {number} of {pages}")

    return draw_story(furnish, story, LANDSCAPE)


def _furnish(paper: OldPaper, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    office = letters.drawable(paper.office.name)
    describe(page.canvas, f"{TITLE}, {paper.file_name}", office or "iTow", "What came of each rule; for the office only")
    page.y = SIZE[1] - 34
    letterhead(page, paper.office, logo, scale=0.8)
    page.y -= 8
    page.y -= page.write(TITLE, style(11, font=BOLD))
    page.y -= page.write(letters.drawable(_about(paper), 190), style(9, color=QUIET))
    foot(page, " · ".join(part for part in (TITLE, office) if part), number)
    return page.y


def _about(paper: OldPaper) -> str:
    report, zone = paper.report, paper.office.zone
    if report.run is None or report.at is None:
        done = "Preview, nothing is stored yet"
    else:
        done = f"Import {report.run} by {report.by or 'nobody'}, {long_date(report.at.astimezone(zone).date())}, {clock(report.at, zone)}"
    return f"{done} · printed {long_date(paper.printed.date())}, {clock(paper.printed, zone)}"


def _story(paper: OldPaper, letters: Letters) -> list[Any]:
    report = paper.report
    files = [
        (each.name, each.shape, each.last_touched[:10] or "not known", f"{each.vehicles:,}", f"{each.others:,}", each.sha256)
        for each in report.files
    ]
    parts = _section(
        "Files, the newest first",
        ("File", "Shape", "Last saved", "Vehicles", "Other rows", "SHA-256"),
        files,
        letters,
        (120, 100, 60, 45, 55),
    )
    numbers = [(words, f"{count:,}") for words, count in sentences(report.counts)]
    parts += _section("In numbers", ("", ""), numbers, letters, (260,))
    rules = [
        (each.rule.label, f"{each.count:,}", each.rule.means, named([flag for flag in report.flags if flag.rule is each.rule]))
        for each in report.by_rule
    ]
    parts += _section("By rule", ("Rule", "How often", "What was done", "Cars"), rules, letters, (140, 55, 250), right=(1,))
    conflicts = [_conflict(each) for each in report.conflicts]
    parts += _section("Where files disagree", ("Car", "What", "Newer", "Older", "Counts"), conflicts, letters, (70, 100, 200, 200))
    ordered = sorted(report.flags, key=lambda flag: (list(OldRule).index(flag.rule), flag.car))
    flags = [(flag.rule.label, flag.car, flag.says, flag.file) for flag in ordered]
    parts += _section("One by one", ("Rule", "Car", "What", "File"), flags, letters, (140, 80, 380))
    orphans = [(each.file, each.table, each.call, each.says) for each in report.orphans]
    parts += _section("Holding area: rows that belong to no car", ("File", "Table", "Names", "Says"), orphans, letters, (140, 80, 80))
    return parts


def _conflict(each: Conflict) -> tuple[str, ...]:
    field = "how it ended" if each.field == "outcome" else each.field.replace("_", " ")
    return each.car, field, f"{each.newer} ({each.newer_file})", f"{each.older} ({each.older_file})", _CHOSEN[each.choice]


def _section(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], letters: Letters, widths: Sequence[float], *, right: Sequence[int] = ()
) -> list[Any]:
    """A heading with its table; the last column takes the room that is left. Nothing where there are no rows."""
    if not rows:
        return []
    head, cell = style(8, font=BOLD, color=ACCENT), style(8.5, leading=1.2)
    looks = [_right(cell) if place in right else cell for place in range(len(heads))]
    titles = [plain(text, _right(head) if place in right else head) for place, text in enumerate(heads)]
    shown = [[plain(letters.drawable(text, _LONGEST), look) for text, look in zip(row, looks, strict=True)] for row in rows[:_MOST]]
    table: LongTable = list_table([titles, *shown], [*widths, INNER - sum(widths)])
    more = [plain(f"and {len(rows) - _MOST:,} more", cell)] if len(rows) > _MOST else []
    return [CondPageBreak(90), Spacer(1, 10), plain(title, style(10, font=BOLD)), Spacer(1, 4), table, *more]


def _right(look: ParagraphStyle) -> ParagraphStyle:
    return ParagraphStyle(f"{look.name}-right", parent=look, alignment=TA_RIGHT)
