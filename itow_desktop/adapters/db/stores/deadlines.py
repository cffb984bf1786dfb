"""The projection of the law onto the custodies, and the open cases it makes."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import update_rows
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.cars import VEHICLE_FIELDS, CarFields
from itow_desktop.domain.deadlines import ENGINE_VERSION, Deadline, State
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.questions import Question
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Reached
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.stores import OpenCase, Projection

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
        return self._cases(ProjectionRecord.custody_id.in_(custody_ids))

    def open_cases(self) -> tuple[OpenCase, ...]:
        """Every custody that is on the lot, and the closed ones that still owe a step."""
        return self._cases((ProjectionRecord.status == CustodyStatus.ON_LOT) | ProjectionRecord.owed)

    def stale(self, version: str, engine_version: int) -> tuple[int, ...]:
        """Open custodies that were computed by other rules, another engine or not yet at all."""
        question = select(ProjectionRecord.custody_id).where(
            (ProjectionRecord.pack_version != version) | (ProjectionRecord.engine_version != engine_version),
            (ProjectionRecord.status == CustodyStatus.ON_LOT) | ProjectionRecord.owed,
        )
        return tuple(self._session.scalars(question.order_by(ProjectionRecord.custody_id)))

    def _cases(self, wanted: Any) -> tuple[OpenCase, ...]:
        question = (
            select(ProjectionRecord, CustodyRecord, VehicleRecord)
            .join(CustodyRecord, CustodyRecord.id == ProjectionRecord.custody_id)
            .join(VehicleRecord, VehicleRecord.id == CustodyRecord.vehicle_id)
            .where(wanted)
        )
        return tuple(_case(*found) for found in self._session.execute(question))


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


def _case(kept: ProjectionRecord, custody: CustodyRecord, vehicle: VehicleRecord) -> OpenCase:
    described = CarFields(**{name: getattr(vehicle, name) for name in VEHICLE_FIELDS})
    # Another engine's form may not be readable here; it counts as not yet computed.
    readable = kept.deadlines if kept.engine_version == ENGINE_VERSION else ()
    return OpenCase(
        custody_id=custody.id, call_number=custody.call_number, custody=CustodyKind(custody.custody),
        status=CustodyStatus(kept.status), agency_id=custody.agency_id, plate=vehicle.plate, plate_state=vehicle.plate_state,
        vin=vehicle.vin, description=described.description, towed_at=kept.towed_at, towed_from=custody.towed_from,
        place=custody.business or custody.street or custody.towed_from, property_key=custody.property_key,
        released_in_towbook=custody.towbook_released and not custody.release_answered, on_hold=tuple(kept.on_hold),
        deadlines=tuple(_unpacked(each) for each in readable), complaint_number=custody.complaint_number,
        version=kept.pack_version,
    )  # fmt: skip


def _packed(deadline: Deadline) -> dict[str, Any]:
    """A deadline by the fields the queue needs, with what is empty left out."""
    return {name: value for name in _KEPT if (value := getattr(deadline, name))}


def _unpacked(kept: dict[str, Any]) -> Deadline:
    return Deadline(sentence="", **{name: _READ[name](value) if name in _READ else value for name, value in kept.items()})


_KEPT = tuple(each.name for each in fields(Deadline) if each.name not in {"sentence", "citation", "trace"})
_READ: dict[str, Callable[[Any], Any]] = {
    "kind": DeadlineKind,
    "state": State,
    "actor": Actor,
    "date": date.fromisoformat,
    "at": datetime.fromisoformat,
    "until": date.fromisoformat,
    "confidence": Confidence,
    "done_by": EventKind,
    "done_on": date.fromisoformat,
    "needs_answer": lambda words: tuple(Question(word) for word in words),
    "reached": Reached,
    "lacking": lambda kinds: tuple(EventKind(kind) for kind in kinds),
}
