"""The vehicle list: paging, sorting and search as SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, cast, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among
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
_TABLE: Mapping[VehicleColumn, Any] = {
    **dict.fromkeys(VehicleColumn, _C),
    **dict.fromkeys((VehicleColumn.TOWED_AT, VehicleColumn.STATUS, VehicleColumn.DUE), _P),
    **{column: _V for column in VehicleColumn if hasattr(_V, column)},
    VehicleColumn.JURISDICTION: _A,
}
_DIFFERS = func.jsonb_path_exists(_C.provenance, text("'$[*].differs ? (@ == true)'"))
_FEW = 5_000
"""Below it the cars are found first, put in order then; above it the database walks along the order and takes what matches."""
_ROW = (
    _P.custody_id, _P.status, _P.towed_at, _C.call_number, _C.file_number, _C.towed_from, _C.account, _C.custody, _C.complaint_number,
    _C.spot, _V.vin, _V.plate, _V.plate_state, _V.year, _V.make, _V.model, _V.color, _A.name.label("jurisdiction"),
    _DIFFERS.label("differs"),
)  # fmt: skip


def page(session: Session, query: VehicleQuery, due: Mapping[int, date]) -> VehiclePage:
    """The rows from ``query.offset`` on, and how many match in all."""
    wanted, found = _conditions(query), _found(query)
    total = session.execute(_counted(wanted, found)).scalar_one()
    question = _ordered(query, due).where(*wanted)
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


def _counted(wanted: Sequence[ColumnElement[bool]], found: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """How many match; every custody has a projection, so that a search alone need not ask for it."""
    if found and not wanted:
        return select(func.count()).select_from(_C).where(*found)
    return _joined(select(func.count()), {_C} if found else set()).where(*wanted, *found)


def _conditions(query: VehicleQuery) -> list[ColumnElement[bool]]:
    return [] if query.status is None else [_P.status == query.status]


def _found(query: VehicleQuery) -> list[ColumnElement[bool]]:
    """A condition for each fragment that was typed."""
    return [or_(*map(_holds, _spellings(fragment))) for fragment in query.search.replace("\x00", " ").split()]


def _spellings(fragment: str) -> list[str]:
    """A fragment as typed, and as a plate or VIN is kept: ``ABC-1234`` is ABC1234."""
    bare = fragment.replace("-", "").replace(".", "")
    return [fragment] if bare in {"", fragment} else [fragment, bare]


def _holds(fragment: str) -> ColumnElement[bool]:
    escaped = fragment.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _C.search.like(func.concat("%", func.search_text(escaped), "%"))


def _ordered(query: VehicleQuery, due: Mapping[int, date]) -> Select[Any]:
    """The ids in the asked order, made definite by the custody id so that pages never overlap."""
    keys = _SORT
    tables = {_TABLE[name] for name, _ in query.sort} - {_P} | ({_C} if query.search.strip() else set())
    question = _joined(select(_P.custody_id), tables)
    if any(name is VehicleColumn.DUE for name, _ in query.sort):
        pairs = func.unnest(cast(list(due), ARRAY(BigInteger)), cast(list(due.values()), ARRAY(Date)))
        days = pairs.table_valued("id", "day", name="dues").render_derived()
        question, keys = question.outerjoin(days, days.c.id == _P.custody_id), {**_SORT, VehicleColumn.DUE: days.c.day}
    asked = [(keys[name].desc() if descending else keys[name].asc()).nulls_last() for name, descending in query.sort]
    return question.order_by(*asked, _P.custody_id)


def _row(found: Any) -> VehicleRow:
    told = found._asdict()
    custody, status = CustodyKind(told.pop("custody")), CustodyStatus(told.pop("status"))
    return VehicleRow(**told, vin_state=vin_state(found.vin, found.year), custody=custody, status=status, next_step=None, due=None)
