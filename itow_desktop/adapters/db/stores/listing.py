"""The vehicle list: paging, sorting and search as SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Integer, Select, TableValuedAlias, Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores import filtering, searching
from itow_desktop.adapters.db.stores.filtering import Wanted
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import AgencyRecord, CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, vin_state
from itow_desktop.services.views import BY_STEP, StepKey, VehicleColumn, VehiclePage, VehicleQuery, VehicleRow

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
    VehicleColumn.DAYS: -func.extract("epoch", case((_P.status == CustodyStatus.ON_LOT, _P.towed_at))),
}
_TABLE: Mapping[VehicleColumn, Any] = {
    **dict.fromkeys(VehicleColumn, _C),
    **dict.fromkeys((VehicleColumn.TOWED_AT, VehicleColumn.STATUS, VehicleColumn.DAYS, *BY_STEP), _P),
    **{column: _V for column in VehicleColumn if hasattr(_V, column)},
    VehicleColumn.JURISDICTION: _A,
}
_FEW = 5_000
"""Below it the cars are found first, put in order then; above it the database walks along the order and takes what matches."""
_ROW = (
    _P.custody_id, _P.status, _P.towed_at, _C.call_number, _C.file_number, _C.towed_from, _C.account, _C.custody, _C.complaint_number,
    _C.spot, _V.vin, _V.plate, _V.plate_state, _V.year, _V.make, _V.model, _V.color, _A.name.label("jurisdiction"),
    filtering.DIFFERS.label("differs"), _V.body_type,
)  # fmt: skip


def page(session: Session, query: VehicleQuery) -> VehiclePage:
    """The rows from ``query.offset`` on, and how many match in all."""
    wanted, found = filtering.wanted(query), searching.found(query.terms.sought)
    total = session.execute(_counted(wanted, found)).scalar_one()
    question = _ordered(query, {each.table for each in wanted}).where(*(each.condition for each in wanted))
    if found and total < _FEW:
        few = select(_C.id).where(*found).cte("few").prefix_with("MATERIALIZED")
        question = question.join(few, few.c.id == _P.custody_id)
    else:
        question = question.where(*found)
    # First only which cars, so that the database sorts ids instead of whole rows.
    ids = session.scalars(question.offset(query.offset).limit(query.limit)).all()
    rows = {row.custody_id: row for row in map(_row, session.execute(_rows().where(among(_P.custody_id, ids))))}
    return VehiclePage(query, tuple(rows[custody_id] for custody_id in ids), total)


def one(session: Session, custody_id: int) -> VehicleRow:
    """The line of one custody."""
    return _row(session.execute(_rows().where(_C.id == custody_id)).one())


def _rows() -> Select[Any]:
    return _joined(select(*_ROW), {_C, _V, _A})


def _joined(question: Select[Any], tables: Collection[Any]) -> Select[Any]:
    """The question over the projections with these tables, and those between, joined."""
    question = question.select_from(_P)
    if tables:
        question = question.join(_C, _C.id == _P.custody_id)
    if _V in tables:
        question = question.join(_V, _V.id == _C.vehicle_id)
    return question.outerjoin(_A, _A.id == _C.agency_id) if _A in tables else question


def _counted(wanted: Sequence[Wanted], found: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """How many match; every custody has a projection, so that a search alone need not ask for it."""
    if found and not wanted:
        return select(func.count()).select_from(_C).where(*found)
    tables = {each.table for each in wanted} | ({_C} if found else set())
    return _joined(select(func.count()), tables - {_P}).where(*(each.condition for each in wanted), *found)


def _ordered(query: VehicleQuery, asked_of: Collection[Any]) -> Select[Any]:
    """The ids in the asked order, made definite by the custody id so that pages never overlap."""
    keys = _SORT
    tables = {_TABLE[name] for name, _ in query.sort} | set(asked_of) | ({_C} if query.terms.sought.pieces else set())
    question = _joined(select(_P.custody_id), tables - {_P})
    if any(name in BY_STEP for name, _ in query.sort):
        steps = _steps(query.terms.steps)
        question = question.outerjoin(steps, steps.c.id == _P.custody_id)
        by_step = {VehicleColumn.NEXT_STEP: _words(steps.c.step), VehicleColumn.DUE: steps.c.due, VehicleColumn.URGENCY: steps.c.urgency}
        keys = {**_SORT, **by_step}
    asked = [(keys[name].desc() if descending else keys[name].asc()).nulls_last() for name, descending in query.sort]
    return question.order_by(*asked, _P.custody_id)


def _steps(told: Mapping[int, StepKey]) -> TableValuedAlias:
    """The lead steps of today as a table."""
    columns: list[Any] = [cast([key[place] for key in told.values()], ARRAY(kind)) for place, kind in enumerate((Text, Date, Integer))]
    given = func.unnest(cast(list(told), ARRAY(BigInteger)), *columns)
    return given.table_valued("id", *StepKey._fields, name="steps").render_derived()


def _row(found: Any) -> VehicleRow:
    told = found._asdict()
    custody, status = CustodyKind(told.pop("custody")), CustodyStatus(told.pop("status"))
    state = vin_state(found.vin, found.year, told.pop("body_type"))
    return VehicleRow(**told, vin_state=state, custody=custody, status=status, next_step=None, due=None)
