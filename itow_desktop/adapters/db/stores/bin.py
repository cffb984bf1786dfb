"""What is void, wherever it is kept, with who put it there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import text
from sqlalchemy.orm import Session

from itow_desktop.domain.bin import Binned, Kind
from itow_desktop.domain.errors import Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyStatus, description

_CARS = text(
    "SELECT c.id, coalesce(v.plate, c.call_number, '#' || c.id), v.color, v.year, v.make, v.model, e.note, s.name, e.recorded_at"
    " FROM projections p JOIN custodies c ON c.id = p.custody_id JOIN vehicles v ON v.id = c.vehicle_id"
    " JOIN events e ON e.custody_id = c.id AND e.kind = :voided LEFT JOIN staff s ON s.id = e.recorded_by"
    " WHERE p.status = :void AND NOT EXISTS (SELECT FROM events n WHERE n.supersedes = e.id)"
    " ORDER BY e.seq DESC LIMIT :limit"
)
# Who wrote the reason is in the audit: the last change of it.
_FILES = text(
    "SELECT a.id, a.custody_id, a.name, coalesce(v.plate, c.call_number, '#' || c.id), a.void_reason, s.name, w.at"
    " FROM attachments a JOIN custodies c ON c.id = a.custody_id JOIN vehicles v ON v.id = c.vehicle_id"
    " LEFT JOIN LATERAL (SELECT at, staff_id FROM audit WHERE table_name = 'attachments' AND row_id = CAST(a.id AS text)"
    " AND before -> 'void_reason' IS DISTINCT FROM after -> 'void_reason' ORDER BY id DESC LIMIT 1) w ON true"
    " LEFT JOIN staff s ON s.id = w.staff_id WHERE a.void_reason IS NOT NULL ORDER BY w.at DESC NULLS LAST, a.id DESC LIMIT :limit"
)
_TAKE_OUT: Mapping[Kind, str] = MappingProxyType(
    {Kind.FILE: "UPDATE attachments SET void_reason = NULL WHERE id = ANY(:ids) AND void_reason IS NOT NULL"}
)


class SqlBin:
    """``BinStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def content(self, limit: int) -> tuple[Binned, ...]:
        """What was put in last, the newest first."""
        void = {"voided": EventKind.VOIDED, "void": CustodyStatus.VOID, "limit": limit}
        cars = [
            Binned(Kind.CAR, each, each, " ".join(filter(None, (mark, description(*looks)))), reason or "", by, at)
            for each, mark, *looks, reason, by, at in self._session.execute(_CARS, void)
        ]
        files = [
            Binned(Kind.FILE, each, custody_id, f"{name} ({mark})", reason, by, at)
            for each, custody_id, name, mark, reason, by, at in self._session.execute(_FILES, {"limit": limit})
        ]
        found = sorted((*cars, *files), key=lambda thing: thing.at.timestamp() if thing.at else 0.0, reverse=True)
        return tuple(found[:limit])

    def take_out(self, kind: Kind, ids: Sequence[int]) -> None:
        """Bring rows back that are void by a column of their own; raises ``Refused`` for one that is back already."""
        back = self._session.execute(text(_TAKE_OUT[kind] + " RETURNING id"), {"ids": list(ids)}).all()
        if len(back) < len(set(ids)):
            raise Refused(f"This {kind} is out of the bin already. Nothing was changed.")
