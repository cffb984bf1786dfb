"""Why the dates of a vehicle are what they are: facts and checked rules, the unchecked ones on a page apart."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph, Spacer, Table, TableStyle

from itow_desktop.adapters.pdf.fonts import BOLD, Letters
from itow_desktop.adapters.pdf.list_pages import Sheet, draw_story, list_table
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, HAIRLINE, LETTER, QUIET, Page, describe, foot, letterhead, plain, style
from itow_desktop.adapters.pdf.words import moment
from itow_desktop.domain.notices import said
from itow_desktop.domain.why_papers import WhyDate, WhyFact, WhyPaper, WhyRule

TITLE = "Dates of a vehicle and how they were found"
APART = "Not checked: dates whose rules nobody has compared with the law in force"
_APART_SAYS = (
    "These dates are not offered as a statement of the law. The office works by them until an attorney has compared their rules with "
    "the statute; each rule's own source and how sure it is stands with its date."
)
_MARGIN = 56.0
_SHEET: Sheet = (*LETTER, _MARGIN)
_INNER = LETTER[0] - 2 * _MARGIN
_LABELS = 112.0
_WARNING = Color(0.96, 0.93, 0.86)
_LONGEST = 400
_CELL, _SMALL, _STRONG = style(9.5, leading=1.28), style(8.5, color=QUIET, leading=1.28), style(9.5, font=BOLD, leading=1.28)


def draw_why(paper: WhyPaper, letters: Letters, logo: Logo | None) -> bytes:
    """US Letter pages; texts are cut at 400 characters, so that no row outgrows a page."""

    def furnish(canvas: Canvas, number: int, pages: int) -> float:
        return _furnish(paper, letters, logo, Page(canvas, letters, LETTER, _MARGIN), f"Page {number} of {pages}")

    return draw_story(furnish, lambda: list(_story(paper, letters)), _SHEET)


def _furnish(paper: WhyPaper, letters: Letters, logo: Logo | None, page: Page, number: str) -> float:
    """Letterhead, title and vehicle on each page; returns the height where the rest may begin."""
    office, mark = letters.drawable(said(paper.office.name) or ""), letters.drawable(paper.vehicle.mark, 90)
    describe(page.canvas, f"{TITLE}: {mark}", office or "iTow", "Dates of a vehicle in custody with the facts and rules they rest on")
    page.y = LETTER[1] - 40
    letterhead(page, paper.office, logo, scale=0.85)
    page.y -= 10
    page.y -= page.write(TITLE, style(14, font=BOLD, leading=1.2))
    page.y -= page.write(mark, style(10.5)) + 1
    page.y -= page.write(
        letters.drawable(f"{paper.law} · written {moment(paper.written, paper.office.zone)}", 160), style(8.5, color=QUIET)
    )
    call = said(paper.vehicle.call_number)
    left = " · ".join(part for part in (office, f"Call no. {call}" if call else "") if part)
    foot(page, letters.drawable(left, 90), number)
    return page.y


def _story(paper: WhyPaper, letters: Letters) -> Iterator[Flowable]:
    known = paper.vehicle.facts
    yield from _part("The vehicle", [_labelled(known, letters) if known else _words("Nothing is known of it.")])
    yield from _part("What happened, as recorded", _facts(paper.facts, letters))
    if paper.checked:
        yield from _heading("Dates by rules that were compared with the law in force")
        for each in paper.checked:
            yield _dated(each, letters)
        yield from _part("These rules, and who compared them", _rules(paper.rules, letters))
    else:
        yield from _part("Dates by rules that were compared with the law in force", [_words("None of the rules was compared yet.")])
    if paper.unchecked:
        yield PageBreak()
        yield _box([Paragraph(APART, style(11, font=BOLD)), Paragraph(_APART_SAYS, _CELL)])
        for each in paper.unchecked:
            yield _dated(each, letters)


def _heading(words: str) -> Iterator[Flowable]:
    yield Spacer(1, 12)
    yield Paragraph(words, style(11, font=BOLD, color=ACCENT))
    yield Spacer(1, 3)


def _part(title: str, inside: Sequence[Flowable]) -> Iterator[Flowable]:
    """A heading that never stands alone at the foot of a page."""
    yield KeepTogether([*_heading(title), inside[0]])
    yield from inside[1:]


def _words(words: str) -> Paragraph:
    return Paragraph(words, _CELL)


def _text(text: str, letters: Letters, look: Any = _CELL) -> Paragraph:
    return plain(letters.drawable(text, _LONGEST), look)


def _labelled(rows: Sequence[tuple[str, str]], letters: Letters) -> Table:
    cells = [[_text(label, letters, _SMALL), _text(value, letters)] for label, value in rows]
    table = Table(cells, colWidths=[_LABELS, _INNER - _LABELS])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HAIRLINE),
            ]
        )
    )
    return table


def _facts(facts: Sequence[WhyFact], letters: Letters) -> list[Flowable]:
    if not facts:
        return [_words("Nothing is recorded.")]
    head = [plain(title, style(8, font=BOLD, color=ACCENT)) for title in ("When", "What", "How it came on record")]
    rows: list[list[Any]] = [head, *(_fact(each, letters) for each in facts)]
    return [list_table(rows, [108.0, _INNER - 108.0 - 170.0, 170.0])]


def _fact(fact: WhyFact, letters: Letters) -> list[Any]:
    what = [_text(fact.what[:1].upper() + fact.what[1:], letters, _STRONG)]
    if fact.particulars:
        what.append(_text(fact.particulars, letters))
    if fact.corrected:
        what.append(_text(f"{fact.corrected}; it does not count any more.", letters, _SMALL))
    return [[_text(fact.when, letters)], what, [_text(fact.recorded, letters, _SMALL)]]


def _dated(each: WhyDate, letters: Letters) -> KeepTogether:
    steps = [plain(f"{number}.  {letters.drawable(step, _LONGEST)}", _SMALL) for number, step in enumerate(each.steps, start=1)]
    parts: list[Flowable] = [
        Spacer(1, 7),
        _text(f"{each.step}: {each.when}", letters, style(10, font=BOLD)),
        _text(each.sentence, letters),
        _text(each.citation, letters, _SMALL),
        *steps,
    ]
    return KeepTogether(parts)


def _rules(rules: Sequence[WhyRule], letters: Letters) -> list[Flowable]:
    head = [plain(title, style(8, font=BOLD, color=ACCENT)) for title in ("Section", "What it asks", "Compared")]
    looks = (_STRONG, _CELL, _SMALL)
    rows: list[list[Any]] = [head]
    for each in rules:
        texts = (each.citation, each.sentence, each.checked)
        rows.append([_text(text, letters, look) for text, look in zip(texts, looks, strict=True)])
    return [list_table(rows, [92.0, _INNER - 92.0 - 170.0, 170.0])]


def _box(inside: list[Flowable]) -> Table:
    table = Table([[inside]], colWidths=[_INNER])
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), _WARNING),
                ("BOX", (0, 0), (-1, -1), 0.8, QUIET),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return table
