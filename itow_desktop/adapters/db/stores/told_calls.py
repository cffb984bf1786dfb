"""What TowBook last told of the cars that came from it."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import text
from sqlalchemy.orm import Session

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.ports.impounds import ToldCall

_LAST = text("""
    SELECT c.id, c.custody, CAST(r.parsed AS text)
    FROM custodies c JOIN raw_records r ON r.towbook_id = c.towbook_id AND r.hash = c.towbook_hash
    ORDER BY c.id DESC LIMIT :limit
""")


class SqlToldCalls:
    """``ToldCallStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last(self, limit: int) -> Sequence[ToldCall]:
        """The newest first."""
        rows = self._session.execute(_LAST, {"limit": limit})
        return [ToldCall(row[0], msgspec.json.decode(row[2], type=TowBookCall), CustodyKind(row[1])) for row in rows]
