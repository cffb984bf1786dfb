"""The projection of the law onto the custodies, and the open cases it makes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, literal_column, or_, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.case_memory import CaseMemory, StampedCase
from itow_desktop.adapters.db.stores.rows import among, insert_rows
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.clues import clue
from itow_desktop.domain.deadlines import ENGINE_VERSION, Deadline, State
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, description
from itow_desktop.services.ports.stores import OpenCase, Projection

_P, _C, _V = ProjectionRecord, CustodyRecord, VehicleRecord
_OPEN = or_(_P.status == CustodyStatus.ON_LOT, _P.owed)
_CASE = (
    _P.custody_id, _P.status, _P.towed_at, _P.on_hold, _P.pack_version, _P.engine_version, cast(_P.deadlines, Text).label("deadlines"),
    _P.assigned_to, _P.snoozed_until, _P.snooze_reason, _P.legal_hold, _P.hold_until,
    _C.call_number, _C.custody, _C.agency_id, _C.towed_from, _C.business, _C.street, _C.property_key, _C.towbook_released,
    _C.account, _C.reason, _C.release_answered, _C.complaint_number, _C.maybe_same,
    _V.plate, _V.plate_state, _V.vin, _V.color, _V.year, _V.make, _V.model,
)  # fmt: skip
# The transaction that wrote each row a case is read from. Every change of one has another number there, also one that
# began earlier; a committed row never changes under its number. Nothing else in the database need know of it.
_STAMP = func.concat_ws(" ", *(literal_column(f"{record.__tablename__}.xmin") for record in (_P, _C, _V)))
# One run of one server on one database: any restore, also to an earlier moment, makes it another.
_LIFE = literal_column(
    "(SELECT concat_ws(' ', pg_postmaster_start_time(), oid) FROM pg_database WHERE datname = current_database())",
    Text,
)
_COLUMNS = (
    "custody_id", "pack_version", "engine_version", "last_event_id", "status", "towed_at", "due", "owed", "on_hold", "legal_hold",
    "hold_until", "deadlines",
)  # fmt: skip
_ONLY_VERSION = text("UPDATE projections SET pack_version = :pack WHERE custody_id = ANY(:ids)")
_AGAIN = "ON CONFLICT (custody_id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])


class SqlDeadlines:
    """``DeadlineStore`` over one session; ``memory`` only for one that does not write, as what is not committed has no stamp."""

    def __init__(self, session: Session, memory: CaseMemory) -> None:
        self._session = session
        self._memory = memory

    def save(self, projections: Sequence[Projection]) -> None:
        """Keep what was computed; what only the why page tells is left out, it is computed when somebody asks why."""
        written = _Written()
        rows = (_row(kept, written) for kept in projections)
        insert_rows(self._session, "projections", _COLUMNS, rows, also=_AGAIN)

    def kept(self, custody_ids: Sequence[int]) -> Mapping[int, str]:
        """The deadlines of these custodies as they are written, where this engine wrote them."""
        question = select(_P.custody_id, cast(_P.deadlines, Text)).where(
            among(_P.custody_id, custody_ids), _P.engine_version == ENGINE_VERSION
        )
        return {row[0]: row[1] for row in self._session.execute(question)}

    def renew(self, projections: Sequence[Projection], before: Mapping[int, str]) -> int:
        """Keep what was computed anew from the same events; answers of how many custodies a date is another one than ``before``.

        Where every deadline reads as it was, which is most of them whatever changed, only its version is written.
        """
        written, same = _Written(), set[int]()
        rows, moved = [], 0
        for each in projections:
            row, kept = _row(each, written), before.get(each.custody_id)
            old, new = written.read(_KEPT_DEADLINES.decode(kept or "[]")), written.read(row["deadlines"])
            if kept is not None and old == new:
                same.add(each.custody_id)
            else:
                rows.append(row)
                moved += kept is not None and _dates(old) != _dates(new)
        insert_rows(self._session, "projections", _COLUMNS, rows, also=_AGAIN)
        if same:
            self._session.execute(_ONLY_VERSION, {"pack": projections[0].pack_version, "ids": sorted(same)})
        return moved

    def described(self, custody_ids: Sequence[int]) -> Mapping[int, Description]:
        """What the dates of each of these rest on besides its events."""
        question = select(_C.id, _C.custody, _V.plate_state, _V.year).join(_V, _V.id == _C.vehicle_id).where(among(_C.id, custody_ids))
        return {row[0]: Description(CustodyKind(row[1]), row[2], row[3]) for row in self._session.execute(question)}

    def same_vehicles(self, custody_ids: Sequence[int]) -> tuple[int, ...]:
        """In the order of their ids, in which custodies are locked."""
        vehicles = select(_C.vehicle_id).where(among(_C.id, custody_ids))
        return tuple(self._session.scalars(select(_C.id).where(_C.vehicle_id.in_(vehicles)).order_by(_C.id)))

    def cases(self, custody_ids: Sequence[int]) -> tuple[OpenCase, ...]:
        """The cases of these custodies, closed ones too, in no order."""
        return tuple(each.case for each in self._read(among(_P.custody_id, custody_ids)))

    def open_cases(self, custody_ids: Sequence[int] | None = None) -> tuple[OpenCase, ...]:
        """Every custody that is on the lot, and the closed ones that still owe a step; of some or of all."""
        if custody_ids is not None:
            return tuple(each.case for each in self._read(and_(_OPEN, among(_P.custody_id, custody_ids))))
        life, ids, stamps = self._session.execute(_STAMPS).one()
        known = self._memory.still(life, dict(zip(ids or (), stamps or (), strict=True)))
        moved = [each for each in ids or () if each not in known]
        found = [*known.values(), *(self._read(and_(_OPEN, among(_P.custody_id, moved))) if moved else ())]
        self._memory.keep(life, found)
        return tuple(each.case for each in found)

    def pressing(self, limit: int) -> tuple[OpenCase, ...]:
        """The open cases whose own duties end first."""
        first = select(_P.custody_id).where(_OPEN).order_by(_P.due.asc().nulls_last(), _P.custody_id).limit(limit)
        return tuple(each.case for each in self._read(_P.custody_id.in_(first.scalar_subquery())))

    def stale(self, version: str, engine_version: int, of: Sequence[int] | None = None) -> tuple[int, ...]:
        """Open custodies that were computed by other rules, another engine or not yet at all; of some or of all."""
        question = select(ProjectionRecord.custody_id).where(
            (ProjectionRecord.pack_version != version) | (ProjectionRecord.engine_version != engine_version),
            (ProjectionRecord.status == CustodyStatus.ON_LOT) | ProjectionRecord.owed,
        )
        if of is not None:
            question = question.where(among(_P.custody_id, of))
        return tuple(self._session.scalars(question.order_by(ProjectionRecord.custody_id)))

    def _read(self, wanted: ColumnElement[bool]) -> list[StampedCase]:
        rows = self._session.execute(_joined(select(*_CASE, _STAMP.label("stamp"))).where(wanted))
        deadlines = _Deadlines()
        return [StampedCase(row.stamp, _case(row, deadlines)) for row in rows]


def _joined(question: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return question.select_from(_P).join(_C, _C.id == _P.custody_id).join(_V, _V.id == _C.vehicle_id)


class _Deadlines:
    """Kept deadlines read back; one that many cars have alike (most wait for an event and have no date yet) is made once."""

    def __init__(self) -> None:
        self._made: dict[bytes, Deadline] = {}

    def read(self, kept: str) -> tuple[Deadline, ...]:
        return tuple(self._deadline(bytes(each)) for each in _KEPT_DEADLINES.decode(kept))

    def _deadline(self, kept: bytes) -> Deadline:
        made = self._made.get(kept)
        if made is None:
            made = self._made[kept] = _KEPT_DEADLINE.decode(kept)
        return made


_STAMPS = _joined(select(_LIFE, func.array_agg(_P.custody_id), func.array_agg(_STAMP))).where(_OPEN)


def _row(kept: Projection, written: "_Written") -> dict[str, Any]:
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
        "legal_hold": kept.legal_hold,
        "hold_until": kept.hold_until,
        "deadlines": [written.of(deadline) for deadline in kept.deadlines],
    }


def _case(found: Any, deadlines: _Deadlines) -> OpenCase:
    # Another engine's form may not be readable here; it counts as not yet computed.
    readable = found.engine_version == ENGINE_VERSION
    return OpenCase(
        custody_id=found.custody_id, call_number=found.call_number, custody=CustodyKind(found.custody), status=CustodyStatus(found.status),
        agency_id=found.agency_id, plate=found.plate, plate_state=found.plate_state, vin=found.vin,
        description=description(found.color, found.year, found.make, found.model), towed_at=found.towed_at, towed_from=found.towed_from,
        place=found.business or found.street or found.towed_from, property_key=found.property_key,
        released_in_towbook=found.towbook_released and not found.release_answered, on_hold=tuple(found.on_hold),
        deadlines=deadlines.read(found.deadlines) if readable else (), complaint_number=found.complaint_number,
        version=found.pack_version, maybe_same=found.maybe_same is not None,
        clue=clue(found.account, found.reason) if found.custody == CustodyKind.UNKNOWN else None, assigned_to=found.assigned_to,
        snoozed_until=found.snoozed_until, snooze_reason=found.snooze_reason, legal_hold=found.legal_hold, hold_until=found.hold_until,
        year=found.year,
    )  # fmt: skip


def _dates(deadlines: Iterable[Mapping[str, Any]]) -> Mapping[str, tuple[str | None, ...]]:
    """The dates of a custody by rule, as they are written."""
    return {each["rule_id"]: (each.get("date"), each.get("at"), each.get("until")) for each in deadlines if each["state"] == State.COMPUTED}


class _Written:
    """Deadlines as they are kept; the one object that the law gives many cars alike is written once. Lives while they do."""

    def __init__(self) -> None:
        self._made: dict[int, msgspec.Raw] = {}
        self._plain: dict[bytes, dict[str, Any]] = {}

    def read(self, made: Iterable[msgspec.Raw]) -> list[dict[str, Any]]:
        """What was written, however it is spelled."""
        return [self._read(bytes(each)) for each in made]

    def _read(self, text: bytes) -> dict[str, Any]:
        if text not in self._plain:
            self._plain[text] = _PLAIN.decode(text)
        return self._plain[text]

    def of(self, deadline: Deadline) -> msgspec.Raw:
        """By the fields the queue needs, with what is empty left out."""
        made = self._made.get(id(deadline))
        if made is None:
            told = {name: value for name, value in zip(_KEPT, _kept_values(deadline), strict=True) if value}
            made = self._made[id(deadline)] = msgspec.Raw(msgspec.json.encode(told))
        return made


_KEPT = tuple(each.name for each in fields(Deadline) if each.name not in {"sentence", "citation", "trace"})
_kept_values = attrgetter(*_KEPT)
_PLAIN = msgspec.json.Decoder(dict[str, Any])
_KEPT_DEADLINES = msgspec.json.Decoder(tuple[msgspec.Raw, ...])
_KEPT_DEADLINE = msgspec.json.Decoder(Deadline)
