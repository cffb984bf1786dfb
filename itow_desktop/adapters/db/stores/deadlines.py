"""The projection of the law onto the custodies, and the open cases it makes."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among, update_rows
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.deadlines import ENGINE_VERSION, Deadline
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, description
from itow_desktop.services.ports.stores import OpenCase, Projection

_P, _C, _V = ProjectionRecord, CustodyRecord, VehicleRecord
_OPEN = or_(_P.status == CustodyStatus.ON_LOT, _P.owed)
_CASE = (
    _P.custody_id, _P.status, _P.towed_at, _P.on_hold, _P.pack_version, _P.engine_version, cast(_P.deadlines, Text).label("deadlines"),
    _C.call_number, _C.custody, _C.agency_id, _C.towed_from, _C.business, _C.street, _C.property_key, _C.towbook_released,
    _C.release_answered, _C.complaint_number, _V.plate, _V.plate_state, _V.vin, _V.color, _V.year, _V.make, _V.model,
)  # fmt: skip
_COLUMNS = ("pack_version", "engine_version", "last_event_id", "status", "towed_at", "due", "owed", "on_hold", "deadlines")


class SqlDeadlines:
    """``DeadlineStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, projections: Sequence[Projection]) -> None:
        """Keep what was computed; what only the why page tells is left out, it is computed when somebody asks why."""
        update_rows(self._session, "projections", _COLUMNS, map(_row, projections), key="custody_id")

    def cases(self, custody_ids: Sequence[int]) -> tuple[OpenCase, ...]:
        """The cases of these custodies, closed ones too, in no order."""
        return self._cases(among(_P.custody_id, custody_ids))

    def open_cases(self, custody_ids: Sequence[int] | None = None) -> tuple[OpenCase, ...]:
        """Every custody that is on the lot, and the closed ones that still owe a step; of some or of all."""
        return self._cases(_OPEN if custody_ids is None else and_(_OPEN, among(_P.custody_id, custody_ids)))

    def stale(self, version: str, engine_version: int) -> tuple[int, ...]:
        """Open custodies that were computed by other rules, another engine or not yet at all."""
        question = select(ProjectionRecord.custody_id).where(
            (ProjectionRecord.pack_version != version) | (ProjectionRecord.engine_version != engine_version),
            (ProjectionRecord.status == CustodyStatus.ON_LOT) | ProjectionRecord.owed,
        )
        return tuple(self._session.scalars(question.order_by(ProjectionRecord.custody_id)))

    def _cases(self, wanted: ColumnElement[bool]) -> tuple[OpenCase, ...]:
        question = select(*_CASE).select_from(_P).join(_C, _C.id == _P.custody_id).join(_V, _V.id == _C.vehicle_id).where(wanted)
        return tuple(map(_case, self._session.execute(question)))


def _row(kept: Projection) -> dict[str, Any]:
    return {
        "custody_id": kept.custody_id,
        "pack_version": kept.pack_version,
        "engine_version": kept.engine_version,
        "last_event_id": kept.last_event_id,
        "status": kept.status,
        "towed_at": kept.towed_at,
        "due": kept.due,
        "owed": kept.owed,
        "on_hold": list(kept.on_hold),
        "deadlines": [_packed(deadline) for deadline in kept.deadlines],
    }


def _case(found: Any) -> OpenCase:
    # Another engine's form may not be readable here; it counts as not yet computed.
    readable = found.engine_version == ENGINE_VERSION
    return OpenCase(
        custody_id=found.custody_id, call_number=found.call_number, custody=CustodyKind(found.custody), status=CustodyStatus(found.status),
        agency_id=found.agency_id, plate=found.plate, plate_state=found.plate_state, vin=found.vin,
        description=description(found.color, found.year, found.make, found.model), towed_at=found.towed_at, towed_from=found.towed_from,
        place=found.business or found.street or found.towed_from, property_key=found.property_key,
        released_in_towbook=found.towbook_released and not found.release_answered, on_hold=tuple(found.on_hold),
        deadlines=_KEPT_DEADLINES.decode(found.deadlines) if readable else (), complaint_number=found.complaint_number,
        version=found.pack_version,
    )  # fmt: skip


def _packed(deadline: Deadline) -> dict[str, Any]:
    """A deadline by the fields the queue needs, with what is empty left out."""
    return {name: value for name, value in zip(_KEPT, _kept_values(deadline), strict=True) if value}


_KEPT = tuple(each.name for each in fields(Deadline) if each.name not in {"sentence", "citation", "trace"})
_kept_values = attrgetter(*_KEPT)
_KEPT_DEADLINES = msgspec.json.Decoder(tuple[Deadline, ...])
