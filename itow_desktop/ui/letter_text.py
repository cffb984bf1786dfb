"""Words for what became of a letter."""

from datetime import date

from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.ui.text import DOCUMENT, day_text


def letter_text(piece: Piece, today: date) -> str:
    """``Courtesy letter to owner, PAT PRACTICE: mailed Thu 3/5, certified``."""
    return f"{DOCUMENT.get(piece.kind, piece.kind)}, {way_text(piece, today)}"


def way_text(piece: Piece, today: date) -> str:
    """``PAT PRACTICE: mailed Thu 3/5, certified``: to whom, then how far it is."""
    return ": ".join(part for part in (piece.block[0] if piece.block else "", state_text(piece, today)) if part)


def state_text(piece: Piece, today: date) -> str:
    """How far a letter is, since when; of one that came back why."""
    match piece.state:
        case PieceState.PREPARED:
            return "prepared, not printed yet"
        case PieceState.PRINTED:
            return "printed, not mailed yet"
        case PieceState.HANDED_OVER:
            return f"mailed{_on(piece.handed_over_on, today)}, {piece.mail_class.words.lower()}"
        case PieceState.DELIVERED:
            return f"delivered{_on(piece.delivered_on, today)}" + (f", signed by {piece.signed_by}" if piece.signed_by else "")
        case PieceState.RETURNED:
            return f"came back{_on(piece.returned_on, today)}" + (f", {piece.returned_for.words.lower()}" if piece.returned_for else "")
        case PieceState.VOID:
            return f"void: {piece.void}" if piece.void else "void"


def _on(day: date | None, today: date) -> str:
    return f" {day_text(day, today)}" if day is not None else ""
