"""Custodies whose vehicles look the same."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stays import FoundStay

_C, _P, _V = CustodyRecord, ProjectionRecord, VehicleRecord


class SqlStays:
    """``StayStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

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
        return [FoundStay(*row[:5], CustodyStatus(row[5]), row[6]) for row in self._session.execute(question)]
