"""The rows of papers, of mail, of its cost, as their lists show them."""

from collections.abc import Iterable, Sequence
from datetime import date, tzinfo

from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.proof.mail_reports import MailCost, MailLine, MailReport
from itow_desktop.domain.proof.papers import PaperProof, outcome_words
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import list_day, list_moment

PAPER_HEADERS = ("Paper", "To", "Made", "Made by", "How far", "Certified no.")
MAIL_HEADERS = ("Mailed", "Car", "Letter", "To", "How", "Certified no.", "By", "Price", "What became of it")
OPEN_HEADERS = ("Since", "Days", "Car", "Letter", "To", "Certified no.", "What became of it")
COST_HEADERS = ("How", "Letters", "Cost", "Without a price")


def paper_rows(papers: Iterable[PaperProof], zone: tzinfo) -> list[TextRow]:
    """The newest first; the key is the id."""
    return [_paper(each, zone) for each in papers]


def short_outcome(piece: Piece) -> str:
    """What became of a piece, as short as a column wants it: ``Came back 3/9/26: unclaimed``."""
    if piece.returned_on is not None and piece.returned_for is not None:
        return f"Came back {list_day(piece.returned_on)}: {piece.returned_for.words.lower()}"
    if piece.delivered_on is not None:
        return f"Delivered {list_day(piece.delivered_on)}"
    return outcome_words(piece)


def how_far(paper: PaperProof) -> str:
    """The last thing that is known of a paper."""
    piece = paper.piece
    if piece is not None and piece.state in (PieceState.DELIVERED, PieceState.RETURNED, PieceState.VOID):
        return short_outcome(piece)
    if piece is not None and piece.handed_over_on is not None:
        return f"Mailed {list_day(piece.handed_over_on)}"
    if paper.sent:
        return f"Sent by {paper.sent[0].way.words.lower()}"
    return "Printed" if paper.printed else "Not printed or sent" if paper.goes_out else "Kept"


def _paper(paper: PaperProof, zone: tzinfo) -> TextRow:
    back = paper.piece is not None and paper.piece.state is PieceState.RETURNED
    cells = (
        Cell(paper.title, tip=paper.name),
        Cell(paper.to or "", tip=", ".join(paper.piece.block) if paper.piece else ""),
        Cell(list_moment(paper.made_at, zone), int(paper.made_at.timestamp())),
        Cell(paper.made_by or "the program"),
        Cell(how_far(paper), tip=how_far(paper), tone=Tone.TODAY if back else None),
        Cell((paper.piece.number if paper.piece else None) or ""),
    )
    return TextRow(paper.id, cells, quiet=paper.void)


def mailed_rows(report: MailReport) -> list[TextRow]:
    """What was mailed in the period; the key is the piece."""
    return [_mailed(line) for line in report.mailed]


def open_rows(lines: Sequence[MailLine], today: date) -> list[TextRow]:
    """What is open, that which is open longest first; the key is the piece."""
    return sorted((_open(line, today) for line in lines), key=lambda row: -int(row.cells[1].text or 0))


def cost_rows(report: MailReport) -> list[TextRow]:
    """The cost class by class, all of it last; the key is the words."""
    rows = [_cost(each) for each in report.costs]
    if not rows:
        return []
    pieces, unknown = sum(each.pieces for each in report.costs), sum(each.unknown for each in report.costs)
    total = (Cell("All mail"), _number(pieces), Cell(dollars(report.cost), int(report.cost * 100)), _number(unknown))
    return [*rows, TextRow("All mail", total)]


def _mailed(line: MailLine) -> TextRow:
    piece = line.piece
    day = piece.handed_over_on
    cells = (
        Cell(list_day(day) if day else "", day),
        Cell(line.car, tip=line.car),
        Cell(line.title),
        _to(line),
        Cell(piece.mail_class.words),
        Cell(piece.number or ""),
        Cell(piece.handed_over_by or ""),
        Cell(dollars(piece.price) if piece.price is not None else "", int((piece.price or 0) * 100)),
        Cell(short_outcome(piece), tip=outcome_words(piece)),
    )
    return TextRow(piece, cells)


def _open(line: MailLine, today: date) -> TextRow:
    piece = line.piece
    since = piece.returned_on or piece.handed_over_on
    days = (today - since).days if since else 0
    cells = (
        Cell(list_day(since) if since else "", since),
        _number(days),
        Cell(line.car, tip=line.car),
        Cell(line.title),
        _to(line),
        Cell(piece.number or ""),
        Cell(short_outcome(piece), tip=outcome_words(piece)),
    )
    return TextRow(piece, cells)


def _cost(cost: MailCost) -> TextRow:
    cells = (Cell(cost.mail_class.words), _number(cost.pieces), Cell(dollars(cost.cost), int(cost.cost * 100)), _number(cost.unknown))
    return TextRow(cost.mail_class.words, cells)


def _to(line: MailLine) -> Cell:
    return Cell(line.piece.block[0] if line.piece.block else "", tip=", ".join(line.piece.block))


def _number(number: int) -> Cell:
    return Cell(str(number), number)
