"""Custodies whose vehicles look the same."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stays import Alike, FoundStay

_C, _P, _V = CustodyRecord, ProjectionRecord, VehicleRecord

_MARKS = "{0}.id, {0}.call_number, {0}.vin, {0}.plate, {0}.plate_state, {0}.status, {0}.towed_at"
_MOST_ALIKE = 6
"""What more cars than that have in common (NOPLATE) is no mark."""
_PAIRS = f"""
        SELECT own.towbook_id, {_MARKS.format("own")}, {_MARKS.format("other")}
        FROM {{0}} JOIN here AS own USING ({{1}}) JOIN here AS other USING ({{1}})
        JOIN import_run_calls l ON l.run_id = :run AND l.towbook_id = own.towbook_id
        WHERE other.id <> own.id AND l.outcome = 'new' AND coalesce(l.state IN ('waiting', 'later'), true)
"""  # noqa: S608 - nothing but our own words
_ENTERED_BESIDE = text(f"""
    WITH here AS MATERIALIZED (
        SELECT c.towbook_id, c.id, c.call_number, v.vin, v.plate, v.plate_state, p.status, p.towed_at
        FROM custodies c JOIN vehicles v ON v.id = c.vehicle_id JOIN projections p ON p.custody_id = c.id
        WHERE p.status = '{CustodyStatus.ON_LOT}' AND c.towbook_id IS NOT NULL
    ), vins AS MATERIALIZED (
        SELECT vin FROM here WHERE vin IS NOT NULL GROUP BY vin HAVING count(*) BETWEEN 2 AND :most
    ), plates AS MATERIALIZED (
        SELECT plate FROM here WHERE plate IS NOT NULL GROUP BY plate HAVING count(*) BETWEEN 2 AND :most
    )
    {_PAIRS.format("vins", "vin")} UNION {_PAIRS.format("plates", "plate")}
    ORDER BY 2, 9
""")  # noqa: S608 - nothing but our own words


class SqlStays:
    """``StayStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def entered_beside(self, run: int) -> Sequence[Alike]:
        """One walk over the cars on the lot, however many came."""
        rows = self._session.execute(_ENTERED_BESIDE, {"run": run, "most": _MOST_ALIKE})
        return [Alike(row[0], _found(row[1:8]), _found(row[8:15])) for row in rows]

    def alike(self, vin: str | None, plate: str | None, limit: int) -> Sequence[FoundStay]:
        """By the two indexes of marks; of many the newest."""
        marks = [_V.vin == vin] if vin else []
        marks += [and_(_V.plate == plate, _P.status == CustodyStatus.ON_LOT)] if plate else []
        if not marks:
            return ()
        question = (
            select(_C.id, _C.call_number, _V.vin, _V.plate, _V.plate_state, _P.status, _P.towed_at)
            .join(_V, _V.id == _C.vehicle_id)
            .join(_P, _P.custody_id == _C.id)
            .where(or_(*marks), _P.status != CustodyStatus.VOID)
            .order_by(_P.towed_at.desc().nulls_last(), _C.id.desc())
            .limit(limit)
        )
        return [_found(row) for row in self._session.execute(question)]


def _found(row: Sequence[Any]) -> FoundStay:
    custody_id, call, vin, plate, state, status, towed_at = row
    return FoundStay(custody_id, call, vin, plate, state, CustodyStatus(status), towed_at)
