"""A search as conditions of SQL, over the text that a trigger keeps of each car."""

from sqlalchemy import ColumnElement, and_, or_

from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord
from itow_desktop.domain.finding import Piece, Sought

_C, _P = CustodyRecord, ProjectionRecord


def found(sought: Sought) -> list[ColumnElement[bool]]:
    """A condition on custodies for each piece that is told by its text."""
    return [holds(piece) for piece in sought.pieces if not piece.days]


def towed(sought: Sought) -> list[ColumnElement[bool]]:
    """A condition on projections for each piece that is told by the day of the tow."""
    return [
        or_(*(and_(_P.towed_at >= since, _P.towed_at < before) for since, before in sought.moments(piece)))
        for piece in sought.pieces
        if piece.days
    ]


def holds(piece: Piece) -> ColumnElement[bool]:
    """Whether a car's text has the piece in one of its ways; the text begins and ends with a blank."""
    patterns = [
        *(f"%{escaped(part)}%" for part in piece.parts),
        *(f"% {escaped(start)}%" for start in piece.starts),
        *(f"% {escaped(word)} %" for word in piece.words),
    ]
    known = [among(_C.property_key, piece.properties)] if piece.properties else []
    return or_(*(_C.search.like(pattern) for pattern in patterns), *known)


def escaped(text: str) -> str:
    """Text that LIKE takes for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
