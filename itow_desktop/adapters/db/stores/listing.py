"""The vehicle list: paging, sorting and search as SQL."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import AgencyRecord, CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, vin_state
from itow_desktop.services.views import VehicleColumn, VehiclePage, VehicleQuery, VehicleRow

_V, _C, _P, _A = VehicleRecord, CustodyRecord, ProjectionRecord, AgencyRecord


def _words(column: Any) -> Any:
    """Text in the order of its letters, whatever their case and the server's language."""
    return func.lower(column).collate("C")


_SORT: Mapping[VehicleColumn, Any] = {
    VehicleColumn.TOWED_AT: _P.towed_at,
    VehicleColumn.PLATE: _words(_V.plate),
    VehicleColumn.PLATE_STATE: _words(_V.plate_state),
    VehicleColumn.YEAR: _V.year,
    VehicleColumn.MAKE: _words(_V.make),
    VehicleColumn.MODEL: _words(_V.model),
    VehicleColumn.COLOR: _words(_V.color),
    VehicleColumn.VIN: _words(_V.vin),
    VehicleColumn.CALL_NUMBER: _words(func.lpad(_C.call_number, 40, "0")),
    VehicleColumn.FILE_NUMBER: _words(_C.file_number),
    VehicleColumn.TOWED_FROM: _words(_C.towed_from),
    VehicleColumn.JURISDICTION: _words(_A.name),
    VehicleColumn.CUSTODY: _words(_C.custody),
    VehicleColumn.STATUS: _words(_P.status),
    VehicleColumn.SPOT: _words(_C.spot),
    VehicleColumn.ACCOUNT: _words(_C.account),
    VehicleColumn.COMPLAINT_NUMBER: _words(_C.complaint_number),
}
_DIFFERS = func.jsonb_path_exists(_C.provenance, text("'$[*].differs ? (@ == true)'"))


def page(session: Session, query: VehicleQuery, due: Mapping[int, date]) -> VehiclePage:
    """The rows from ``query.offset`` on, and how many match in all."""
    conditions = _conditions(query)
    counted = select(func.count()).select_from(_P)
    if query.search.strip():
        counted = counted.join(_C, _C.id == _P.custody_id)
    total = session.execute(counted.where(*conditions)).scalar_one()
    question, order = _ordered(query, due)
    asked = question.where(*conditions).order_by(*order).offset(query.offset).limit(query.limit)
    return VehiclePage(query, tuple(_row(found) for found in session.execute(asked)), total)


def one(session: Session, custody_id: int) -> VehicleRow:
    """The line of one custody."""
    return _row(session.execute(_rows().where(_C.id == custody_id)).one())


def _rows() -> Select[Any]:
    return (
        select(_C, _V, _P.status, _P.towed_at, _A.name, _DIFFERS)
        .select_from(_P)
        .join(_C, _C.id == _P.custody_id)
        .join(_V, _V.id == _C.vehicle_id)
        .outerjoin(_A, _A.id == _C.agency_id)
    )


def _conditions(query: VehicleQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.status is not None:
        conditions.append(_P.status == query.status)
    conditions += [or_(*map(_holds, _spellings(fragment))) for fragment in query.search.replace("\x00", " ").split()]
    return conditions


def _spellings(fragment: str) -> list[str]:
    """A fragment as typed, and as a plate or VIN is kept: ``ABC-1234`` is ABC1234."""
    bare = fragment.replace("-", "").replace(".", "")
    return [fragment] if bare in {"", fragment} else [fragment, bare]


def _holds(fragment: str) -> ColumnElement[bool]:
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _C.search.like(func.concat("%", func.search_text(escaped), "%"))


def _ordered(query: VehicleQuery, due: Mapping[int, date]) -> tuple[Select[Any], list[Any]]:
    """The rows and the asked order, made definite by the custody id so that pages never overlap."""
    question, keys = _rows(), _SORT
    if any(name is VehicleColumn.DUE for name, _ in query.sort):
        pairs = func.unnest(cast(list(due), ARRAY(BigInteger)), cast(list(due.values()), ARRAY(Date)))
        days = pairs.table_valued("id", "day", name="dues").render_derived()
        question, keys = question.outerjoin(days, days.c.id == _P.custody_id), {**_SORT, VehicleColumn.DUE: days.c.day}
    asked = [(keys[name].desc() if descending else keys[name].asc()).nulls_last() for name, descending in query.sort]
    return question, [*asked, _P.custody_id]


def _row(found: Any) -> VehicleRow:
    custody, vehicle, status, towed_at, agency, differs = found
    return VehicleRow(
        custody_id=custody.id, call_number=custody.call_number, file_number=custody.file_number, vin=vehicle.vin,
        vin_state=vin_state(vehicle.vin, vehicle.year), plate=vehicle.plate, plate_state=vehicle.plate_state,
        year=vehicle.year, make=vehicle.make, model=vehicle.model, color=vehicle.color, towed_at=towed_at,
        towed_from=custody.towed_from, account=custody.account, custody=CustodyKind(custody.custody),
        jurisdiction=agency, complaint_number=custody.complaint_number, spot=custody.spot, status=CustodyStatus(status),
        next_step=None, due=None, differs=bool(differs),
    )  # fmt: skip
