"""The sheet that goes to the counter with several pieces: what PS 3877 asks, or PS 3665 for certificates, on a page of our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.charges.postage import PieceCost
from itow_desktop.domain.letters.paper import Facts, LetterPaper, Listing, Paragraph, SignHere
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.mail.runs import Form
from itow_desktop.domain.notices import NoticeKind, OfficeHead, letter_file_name

_NUMBERED = (
    "Computer-generated sheet with the information of PS Form 3877, Firm Mailing Book for Accountable Mail. Affix the postmark to each "
    "page. No value is declared, no COD. Alterations are initialed by sender and post office."
)
_CERTIFICATES = (
    "Information for certificates of mailing of several pieces, as PS Form 3665 asks for it. Where the post office wants its own form, "
    "copy it from here. A certificate shows that a piece was mailed, not that it was delivered."
)
_COUNTER_AT_MOST = 50
"""From so many pieces on certificates are taken by the business mail unit, not at the counter."""


@dataclass(frozen=True, slots=True)
class FirmSheet:
    """The pieces of a run that one form lists, in the order of their places; ``costs`` by piece id."""

    office: OfficeHead
    dated: date
    form: Form
    run_id: int
    pieces: tuple[Piece, ...]
    costs: Mapping[int, PieceCost]


def sheet_paper(sheet: FirmSheet) -> LetterPaper:
    """The sheet as it is drawn; amounts that nobody entered a price for stay empty."""
    return LetterPaper(
        NoticeKind.FIRM_SHEET,
        sheet.office,
        sheet.dated,
        "Certified mail sheet" if sheet.form is Form.CERTIFIED else "Pieces with certificate of mailing",
        (
            Facts(_head(sheet)),
            Listing(
                ("Line", "Article number" if sheet.form is Form.CERTIFIED else "Our number", "Addressee", "Service", "Postage", "Fee"),
                (*_lines(sheet), ("", "", f"No piece is listed below line {len(sheet.pieces)}.", "", "", "")),
            ),
            Facts(_totals(sheet)),
            SignHere(("Postmaster, per (name of receiving employee)", "Pieces received", "Postmark with date")),
            Paragraph(_NUMBERED if sheet.form is Form.CERTIFIED else _CERTIFICATES, small=True),
        ),
        reference=(f"Run {sheet.run_id}",),
    )


def sheet_name(sheet: FirmSheet) -> str:
    """The file's name: ``FIRM-SHEET_certified_run-7_2026-03-09.pdf``."""
    return letter_file_name(NoticeKind.FIRM_SHEET, (sheet.form.value, f"run {sheet.run_id}"), sheet.dated)


def _head(sheet: FirmSheet) -> tuple[tuple[str, str], ...]:
    sender = ", ".join((sheet.office.name, *sheet.office.address.splitlines()))
    served = sorted({piece.mail_class.words for piece in sheet.pieces})
    return (
        ("Name and address of sender", sender),
        ("Type of mail or service", "; ".join(served)),
        ("Pieces listed", str(len(sheet.pieces))),
    )


def _lines(sheet: FirmSheet) -> tuple[tuple[str, ...], ...]:
    return tuple(_line(number, piece, sheet) for number, piece in enumerate(sheet.pieces, start=1))


def _line(number: int, piece: Piece, sheet: FirmSheet) -> tuple[str, ...]:
    cost = sheet.costs.get(piece.id)
    known = cost is not None and not cost.missing
    money = (dollars(cost.postage), dollars(cost.fee)) if cost is not None and known else ("", "")
    article = grouped(piece.number) if sheet.form is Form.CERTIFIED else piece.code
    return str(number), article, ", ".join(piece.block), piece.mail_class.words, *money


def _totals(sheet: FirmSheet) -> tuple[tuple[str, str], ...]:
    count = len(sheet.pieces)
    costs = [sheet.costs.get(piece.id) for piece in sheet.pieces]
    priced = [each for each in costs if each is not None and not each.missing]
    rows = [("Total number of pieces listed by sender", str(count)), ("Total number of pieces received at post office", "")]
    if count and len(priced) == count:
        rows.append(("Postage and fees", dollars(sum((each.postage + each.fee for each in priced), Decimal(0)))))
    if sheet.form is Form.CERTIFICATE and count >= _COUNTER_AT_MOST:
        rows.append(("Where to mail", "50 pieces or more go to the business mail unit, not to the counter"))
    return tuple(rows)


def grouped(number: str | None) -> str:
    """A number in groups of four, as on labels."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4)) if number else ""
