"""The TOP notice: one page to a police department about one car towed off private property."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from itow_desktop.adapters.pdf.fonts import BOLD, REGULAR, Letters
from itow_desktop.adapters.pdf.logo import Logo
from itow_desktop.adapters.pdf.paper import ACCENT, FOOT, HAIRLINE, QUIET, Page, address_lines, foot, letterhead, new_canvas, style
from itow_desktop.adapters.pdf.words import long_date, moment, weekday_date
from itow_desktop.domain.notices import Absence, CallIn, TopNotice, said

LABELS = 124.0
MOST_BYTES = 40 * 1024
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the table, cut at ``longest`` characters; ``strong`` ones are what an officer looks a car up by."""

    label: str
    value: str
    strong: bool = False
    longest: int = 120


def draw_top(notice: TopNotice, letters: Letters, logo: Logo | None) -> bytes:
    """One US Letter page, whatever the length of its texts.

    Places are cut at 300 characters, everything else at 120 or 200, each with an
    ellipsis; if the page is then still too short everything on it is set smaller,
    in steps down to 50 %, which holds even when every field is at its limit. Should letters of many
    alphabets make it larger than 40 KB, all but the plain ones are spelled.
    """
    pdf = _one_page(notice, letters, logo)
    return pdf if len(pdf) <= MOST_BYTES else _one_page(notice, letters.fewest(), logo)


def _one_page(notice: TopNotice, letters: Letters, logo: Logo | None) -> bytes:
    office = letters.drawable(said(notice.office.name) or "")
    for scale in _SCALES:
        file = BytesIO()
        page = Page(new_canvas(file, letters.drawable(_title(notice), 200), office), letters)
        _draw(page, notice, logo, scale)
        if page.y > FOOT + 26.0:
            break
    page.canvas.showPage()
    page.canvas.save()
    return file.getvalue()


def _title(notice: TopNotice) -> str:
    call = said(notice.call_number)
    return f"TOP notice{f' for call {call}' if call else ''} to {said(notice.agency)}"


def _draw(page: Page, notice: TopNotice, logo: Logo | None, scale: float) -> None:
    office = page.letters.drawable(said(notice.office.name) or "")
    letterhead(page, notice.office, logo, scale)
    body = style(10.5 * scale)
    page.y -= 22 * scale
    _addressee(page, notice, scale)
    page.y -= 22 * scale
    page.y -= page.write("Tow-off-property notice (TOP)", style(17 * scale, font=BOLD, leading=1.2)) + 2 * scale
    page.y -= page.write("Vehicle removed from private property, MCL 257.252a", style(10.5 * scale, color=QUIET)) + 12 * scale
    page.y -= page.write(
        f"{office} removed the vehicle described below from private property. "
        "This letter is our written notice of the tow to your department.",
        body,
    )
    for heading, facts in _sections(notice):
        if facts:
            page.y -= 14 * scale
            _table(page, heading, facts, scale)
    page.y -= 18 * scale
    page.y -= page.write(_closing(page, notice), body) + 16 * scale
    page.y -= page.write(office, style(10.5 * scale, font=BOLD))
    call = said(notice.call_number)
    foot(page, page.letters.drawable(f"TOP notice · {office}", 48), page.letters.drawable(f"Call no. {call}", 24) if call else "")


def _addressee(page: Page, notice: TopNotice, scale: float) -> None:
    """To whom on the left, the day of writing on the right."""
    canvas, size = page.canvas, 10.5 * scale
    canvas.setFillColor(QUIET)
    canvas.setFont(style(size).fontName, size)
    canvas.drawRightString(page.width - page.margin, page.y - size * 1.1, long_date(notice.dated))
    width = page.inner - 110
    page.y -= page.write("To:", style(9 * scale, color=QUIET), width=width)
    page.y -= page.write(page.letters.drawable(said(notice.agency) or ""), style(12 * scale, font=BOLD), width=width)
    for line in address_lines(notice.agency_address, page.letters):
        page.y -= page.write(line, style(size), width=width)


def _table(page: Page, heading: str, facts: list[Fact], scale: float) -> None:
    page.y -= page.write(heading, style(10.5 * scale, font=BOLD, color=ACCENT))
    page.y -= 3 * scale
    page.rule(ACCENT, 0.6)
    for fact in facts:
        page.y -= 4.5 * scale
        page.write(fact.label, style(10.5 * scale, color=QUIET), width=LABELS)
        look = style(10.5 * scale, font=BOLD if fact.strong else REGULAR)
        page.y -= page.write(page.letters.drawable(fact.value, fact.longest), look, left=LABELS) + 4 * scale
        page.rule(HAIRLINE, 0.4)


def _sections(notice: TopNotice) -> Iterator[tuple[str, list[Fact]]]:
    """The facts of the page in reading order; what is not known is not there."""
    yield (
        "Tow",
        [
            fact
            for fact in (_towed(notice), _line("Towed from", notice.towed_from, 300), _line("Requested by", notice.requested_by))
            if fact
        ],
    )
    yield "Vehicle", [fact for fact in (_line("Vehicle", notice.vehicle), _plate(notice), _vin(notice)) if fact]
    references = (
        _line("Our file no.", notice.file_number),
        _line("Police complaint no.", notice.complaint_number),
        _line("Police case no.", notice.case_number),
        _line("Officer", notice.officer),
        _called_in(notice),
    )
    yield "References", [fact for fact in references if fact]


def _line(label: str, text: str | None, longest: int = 120) -> Fact | None:
    found = said(text)
    return Fact(label, found, longest=longest) if found else None


def _towed(notice: TopNotice) -> Fact | None:
    if notice.towed_at is not None:
        return Fact("Towed", moment(notice.towed_at, notice.office.zone))
    if notice.towed_on is not None and notice.time_not_known:
        return Fact("Towed", f"{weekday_date(notice.towed_on)}, {Absence.TIME_NOT_KNOWN.words}")
    return None


def _plate(notice: TopNotice) -> Fact | None:
    plate, state = said(notice.plate), said(notice.plate_state)
    if plate is None:
        return Fact("Plate", Absence.NO_PLATE.words) if notice.no_plate else None
    return Fact("Plate, state", f"{plate}, {state}", strong=True) if state else Fact("Plate", plate, strong=True)


def _vin(notice: TopNotice) -> Fact | None:
    vin = said(notice.vin)
    if vin is None:
        return Fact("VIN", Absence.VIN_UNREADABLE.words) if notice.vin_unreadable else None
    return Fact("VIN", vin, strong=True)


def _called_in(notice: TopNotice) -> Fact | None:
    """Only what was recorded: a call without time and person is not claimed."""
    call = notice.called_in or CallIn()
    person, badge = said(call.person), said(call.badge)
    parts = [
        moment(call.at, notice.office.zone) if call.at else None,
        f"to {person}" if person else None,
        f"badge {badge}" if person and badge else None,
    ]
    known = ", ".join(part for part in parts if part)
    return Fact("Called in", known, longest=200) if known else None


def _closing(page: Page, notice: TopNotice) -> str:
    phone, number = (page.letters.drawable(said(text) or "", 60) for text in (notice.office.phone, notice.file_number))
    quoting = f", quoting our file no. {number}" if number else ""
    return f"Please call us at {phone} with any question about this vehicle{quoting}."
