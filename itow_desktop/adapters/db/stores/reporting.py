"""Cars as reports read them: many at once, few columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, description
from itow_desktop.services.ports.reporting import CarLabel, ReportCar

_P, _C, _V = ProjectionRecord, CustodyRecord, VehicleRecord


class SqlReports:
    """``ReportStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def towed(self, since: datetime, before: datetime, agency: int | None) -> tuple[int, ...]:
        """In the order of their ids, so that what was entered together is read together."""
        question = select(_P.custody_id).where(
            _P.status != CustodyStatus.VOID,
            or_((_P.towed_at >= since) & (_P.towed_at < before), _P.towed_at.is_(None)),
        )
        if agency is not None:
            known = _C.agency_id == agency if agency else _C.agency_id.is_(None)
            question = question.join(_C, _C.id == _P.custody_id).where(known)
        return tuple(self._session.scalars(question.order_by(_P.custody_id)))

    def cars(self, custody_ids: Sequence[int]) -> tuple[ReportCar, ...]:
        """In no order."""
        question = (
            select(_C.id, _C.custody, _C.agency_id, _P.towed_at, _V.plate_state, _V.year)
            .join(_P, _P.custody_id == _C.id)
            .join(_V, _V.id == _C.vehicle_id)
            .where(among(_C.id, custody_ids))
        )
        return tuple(
            ReportCar(each.id, CustodyKind(each.custody), each.agency_id, each.towed_at, each.plate_state, each.year)
            for each in self._session.execute(question)
        )

    def labels(self, custody_ids: Sequence[int]) -> Mapping[int, CarLabel]:
        """See the port."""
        question = (
            select(
                _C.id, _C.call_number, _C.file_number, _P.status, _V.plate, _V.plate_state, _V.color, _V.year, _V.make, _V.model,
            )
            .join(_P, _P.custody_id == _C.id)
            .join(_V, _V.id == _C.vehicle_id)
            .where(among(_C.id, custody_ids))
        )  # fmt: skip
        return {
            each.id: CarLabel(
                each.id, each.call_number, each.file_number, each.plate, each.plate_state,
                description(each.color, each.year, each.make, each.model), CustodyStatus(each.status),
            )
            for each in self._session.execute(question)
        }  # fmt: skip

    def first_tow(self) -> datetime | None:
        """See the port."""
        return self._session.scalar(select(func.min(_P.towed_at)).where(_P.status != CustodyStatus.VOID))
