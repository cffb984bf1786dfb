"""The vehicle list: paging, sorting and search as SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import AgencyRecord, CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, vin_state
from itow_desktop.services.views import VehicleColumn, VehiclePage, VehicleQuery, VehicleRow

_V, _C, _P, _A = VehicleRecord, CustodyRecord, ProjectionRecord, AgencyRecord
_SORT: dict[VehicleColumn, Any] = {
    VehicleColumn.TOWED_AT: _P.towed_at,
    VehicleColumn.PLATE: _V.plate,
    VehicleColumn.PLATE_STATE: _V.plate_state,
    VehicleColumn.YEAR: _V.year,
    VehicleColumn.MAKE: _V.make,
    VehicleColumn.MODEL: _V.model,
    VehicleColumn.COLOR: _V.color,
    VehicleColumn.VIN: _V.vin,
    VehicleColumn.CALL_NUMBER: func.lpad(_C.call_number, 12, "0"),
    VehicleColumn.FILE_NUMBER: _C.file_number,
    VehicleColumn.TOWED_FROM: _C.towed_from,
    VehicleColumn.JURISDICTION: _A.name,
    VehicleColumn.CUSTODY: _C.custody,
    VehicleColumn.STATUS: _P.status,
    VehicleColumn.DUE: _P.due,
    VehicleColumn.SPOT: _C.spot,
    VehicleColumn.ACCOUNT: _C.account,
    VehicleColumn.COMPLAINT_NUMBER: _C.complaint_number,
}
_DIFFERS = func.jsonb_path_exists(_C.provenance, text("'$[*].differs ? (@ == true)'"))


def page(session: Session, query: VehicleQuery) -> VehiclePage:
    """The rows from ``query.offset`` on, and how many match in all."""
    conditions = _conditions(query)
    counted = select(func.count()).select_from(_P)
    if query.search.strip():
        counted = counted.join(_C, _C.id == _P.custody_id)
    total = session.execute(counted.where(*conditions)).scalar_one()
    question = _rows().where(*conditions).order_by(*_order(query)).offset(query.offset).limit(query.limit)
    return VehiclePage(query, tuple(_row(found) for found in session.execute(question)), total)


def one(session: Session, custody_id: int) -> VehicleRow:
    """The line of one custody."""
    return _row(session.execute(_rows().where(_C.id == custody_id)).one())


def _rows() -> Select[Any]:
    return (
        select(_C, _V, _P.status, _P.towed_at, _P.due, _A.name, _DIFFERS)
        .select_from(_P)
        .join(_C, _C.id == _P.custody_id)
        .join(_V, _V.id == _C.vehicle_id)
        .outerjoin(_A, _A.id == _C.agency_id)
    )


def _conditions(query: VehicleQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.status is not None:
        conditions.append(_P.status == query.status)
    for fragment in query.search.split():
        escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(_C.search.like(func.concat("%", func.search_text(escaped), "%")))
    return conditions


def _order(query: VehicleQuery) -> Sequence[Any]:
    """The asked order, made definite by the custody id so that pages never overlap."""
    asked = [(_SORT[name].desc() if descending else _SORT[name].asc()).nulls_last() for name, descending in query.sort]
    return [*asked, _P.custody_id]


def _row(found: Any) -> VehicleRow:
    custody, vehicle, status, towed_at, due, agency, differs = found
    return VehicleRow(
        custody_id=custody.id, call_number=custody.call_number, file_number=custody.file_number, vin=vehicle.vin,
        vin_state=vin_state(vehicle.vin, vehicle.year), plate=vehicle.plate, plate_state=vehicle.plate_state,
        year=vehicle.year, make=vehicle.make, model=vehicle.model, color=vehicle.color, towed_at=towed_at,
        towed_from=custody.towed_from, account=custody.account, custody=CustodyKind(custody.custody),
        jurisdiction=agency, complaint_number=custody.complaint_number, spot=custody.spot, status=CustodyStatus(status),
        next_step=None, due=due, differs=bool(differs),
    )  # fmt: skip
