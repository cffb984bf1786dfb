"""The lot: spots, moves, walks, numbers of our files."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.stores.rows import among, as_json
from itow_desktop.adapters.db.tables import CustodyRecord, ProjectionRecord, StaffRecord, VehicleRecord
from itow_desktop.adapters.db.yard_tables import (
    FileNumberRecord,
    MoveRecord,
    SpotRecord,
    WalkFindingRecord,
    WalkMarkRecord,
    WalkRecord,
)  # fmt: skip
from itow_desktop.domain.cars import VEHICLE_FIELDS
from itow_desktop.domain.errors import NotFound, Refused
from itow_desktop.domain.file_numbers import read_file_number
from itow_desktop.domain.lot import LotCar, Move, Spot
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.domain.walks import Finding, Sighting, Walk, WalkLine, WalkState

_V, _C, _P = VehicleRecord, CustodyRecord, ProjectionRecord
_LEFT_AT_MOST = 5
_WORDS_AT_MOST = 200

# The mark of provenance that is added last counts.
_NUMBERED = text("""
    WITH wanted AS MATERIALIZED (
        SELECT id FROM custodies WHERE id = ANY(:cars) AND file_number IS NULL ORDER BY array_position(:cars, id) FOR UPDATE
    ), given AS MATERIALIZED (
        SELECT car, written FROM give_file_numbers((SELECT array_agg(id ORDER BY array_position(:cars, id)) FROM wanted), :year)
    )
    UPDATE custodies AS kept SET file_number = given.written, version = kept.version + 1,
        provenance = kept.provenance || CAST(:mark AS jsonb)
    FROM given WHERE kept.id = given.car
""")


class SqlLot:
    """``LotStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- cars --------------------------------------------------------------------------------------------------------

    def cars(self) -> tuple[LotCar, ...]:
        """Every car on the lot."""
        return self._read(_cars().where(_P.status == CustodyStatus.ON_LOT).order_by(_C.id))

    def some(self, custody_ids: Collection[int]) -> tuple[LotCar, ...]:
        """These cars, also where they have left."""
        return self._read(_cars().where(among(_C.id, custody_ids)).order_by(_C.id))

    def left(self, plate: str | None, vin_tail: str | None) -> tuple[LotCar, ...]:
        """Cars that have left, newest first, whose plate or end of the VIN is this."""
        alike = [_V.plate == plate] if plate else []
        if vin_tail:
            alike.append(_V.vin.endswith(vin_tail, autoescape=True))
        if not alike:
            return ()
        return self._read(_cars().where(_P.status != CustodyStatus.ON_LOT, or_(*alike)).order_by(_C.id.desc()).limit(_LEFT_AT_MOST))

    def _read(self, question: Select[*tuple[Any, ...]]) -> tuple[LotCar, ...]:
        return tuple(_car(row) for row in self._session.execute(question))

    # --- spots and moves ---------------------------------------------------------------------------------------------

    def spots(self) -> tuple[Spot, ...]:
        """The whole list in its order, spots no longer in use too."""
        rows = self._session.scalars(select(SpotRecord).order_by(SpotRecord.position, SpotRecord.id))
        return tuple(Spot(row.id, row.area, row.name, row.position, row.active) for row in rows)

    def save_spots(self, spots: Sequence[Spot]) -> None:
        """Add (id 0) or change spots."""
        rows = [{"key": spot.key, "area": spot.area, "name": spot.name, "position": spot.position, "active": spot.active} for spot in spots]
        for spot, row in zip(spots, rows, strict=True):
            if spot.id:
                self._session.execute(update(SpotRecord).where(SpotRecord.id == spot.id).values(**row))
        if new := [row for spot, row in zip(spots, rows, strict=True) if not spot.id]:
            self._session.execute(insert(SpotRecord), new)

    def moves(self, custody_id: int) -> tuple[Move, ...]:
        """Where a car stood, oldest first."""
        question = (
            select(MoveRecord, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == MoveRecord.moved_by)
            .where(MoveRecord.custody_id == custody_id)
            .order_by(MoveRecord.id)
        )
        return tuple(
            Move(move.from_spot, move.to_spot, move.moved_at, name, str(move.deed) if move.deed else None)
            for move, name in self._session.execute(question)
        )

    # --- numbers -----------------------------------------------------------------------------------------------------

    def number(self, custody_ids: Sequence[int], year: int, by: str, at: str) -> None:
        """Give cars without a file number the next ones of the year; nobody else gives any until this unit has ended."""
        if custody_ids:
            self._session.execute(_NUMBERED, {"cars": list(custody_ids), "year": year, "mark": _mark("file_number", by, at)})

    def next_number(self, year: int) -> int:
        """What the next number of the year would be, as far as is known at this moment."""
        given = self._session.scalar(select(func.max(FileNumberRecord.number)).where(FileNumberRecord.year == year)) or 0
        tail = f"{year % 100:02}"
        used = self._session.scalars(
            select(_C.file_number).where(_C.file_number.like("IT%-__"), func.right(_C.file_number, 2) == tail, _C.file_number.is_not(None))
        )
        return max([given, *(found.number for each in used if (found := read_file_number(each)))]) + 1

    def words(self, fields: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The words in use in these fields of cars, most used first."""
        return {name: tuple(self._session.scalars(_used(name))) for name in fields}

    # --- walks -------------------------------------------------------------------------------------------------------

    def start_walk(self) -> int:
        """Begin a walk; the database keeps at most one open."""
        try:
            return self._session.execute(insert(WalkRecord).values(state=WalkState.OPEN.value).returning(WalkRecord.id)).scalar_one()
        except IntegrityError as error:
            raise Refused("A walk of the lot is open already. Continue that one. Nothing was changed.") from error

    def walks(self, limit: int) -> tuple[Walk, ...]:
        """The last walks, newest first."""
        return tuple(_walk(row) for row in self._session.execute(_walks().order_by(WalkRecord.id.desc()).limit(limit)))

    def walk(self, walk_id: int) -> Walk:
        """One walk; raises ``NotFound``."""
        found = self._session.execute(_walks().where(WalkRecord.id == walk_id)).one_or_none()
        if found is None:
            raise NotFound("This walk of the lot is not on record.")
        return _walk(found)

    def see(self, walk_id: int, sightings: Sequence[Sighting]) -> None:
        """Keep what was seen, as long as the walk is open."""
        self._open(walk_id)
        self._session.execute(
            insert(WalkMarkRecord),
            [
                {"walk_id": walk_id, "custody_id": each.custody_id, "text": each.text, "spot": each.spot, "here": each.here}
                for each in sightings
            ],
        )

    def sightings(self, walk_id: int) -> tuple[Sighting, ...]:
        """Everything seen, in the order it was."""
        question = (
            select(WalkMarkRecord, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == WalkMarkRecord.marked_by)
            .where(WalkMarkRecord.walk_id == walk_id)
            .order_by(WalkMarkRecord.id)
        )
        return tuple(
            Sighting(mark.custody_id, mark.text, mark.spot, mark.here, mark.marked_at, name)
            for mark, name in self._session.execute(question)
        )

    def end_walk(self, walk_id: int, state: WalkState, lines: Sequence[WalkLine]) -> None:
        """End an open walk and keep what it came to."""
        self._open(walk_id)
        self._session.execute(update(WalkRecord).where(WalkRecord.id == walk_id).values(state=state.value))
        if lines:
            self._session.execute(
                insert(WalkFindingRecord),
                [
                    {
                        "walk_id": walk_id, "kind": line.finding.value, "custody_id": line.custody_id, "text": line.text,
                        "listed_spot": line.listed_spot, "found_spot": line.found_spot,
                    }
                    for line in lines
                ],
            )  # fmt: skip

    def findings(self, walk_id: int) -> tuple[WalkLine, ...]:
        """What a finished walk came to, in the order it was kept."""
        rows = self._session.scalars(select(WalkFindingRecord).where(WalkFindingRecord.walk_id == walk_id).order_by(WalkFindingRecord.id))
        return tuple(WalkLine(Finding(row.kind), row.custody_id, row.text, row.listed_spot, row.found_spot) for row in rows)

    def _open(self, walk_id: int) -> None:
        """Keep the walk from being ended by somebody else in this moment; raises ``NotFound``, ``Refused``."""
        state = self._session.scalar(select(WalkRecord.state).where(WalkRecord.id == walk_id).with_for_update())
        if state is None:
            raise NotFound("This walk of the lot is not on record. Nothing was changed.")
        if state != WalkState.OPEN:
            raise Refused("This walk of the lot has ended. What was seen before stays; start a new walk. Nothing was changed.")


_COLUMNS = (
    _C.id, _V.plate, _V.plate_state, _V.vin, _V.year, _V.make, _V.model, _V.color, _C.custody, _C.spot, _C.keys, _C.key_tag,
    _C.call_number, _C.file_number, _P.towed_at, _P.on_hold,
)  # fmt: skip


def _cars() -> Select[*tuple[Any, ...]]:
    joined = select(*_COLUMNS).select_from(_P).join(_C, _C.id == _P.custody_id)
    return joined.join(_V, _V.id == _C.vehicle_id)


def _car(row: Any) -> LotCar:
    return LotCar(
        custody_id=row.id, plate=row.plate, plate_state=row.plate_state, vin=row.vin, year=row.year, make=row.make, model=row.model,
        color=row.color, custody=CustodyKind(row.custody), spot=row.spot, keys=row.keys, key_tag=row.key_tag,
        call_number=row.call_number, file_number=row.file_number, towed_at=row.towed_at, on_hold=tuple(row.on_hold),
    )  # fmt: skip


def _used(field: str) -> Select[*tuple[Any, ...]]:
    column = getattr(_V if field in VEHICLE_FIELDS else _C, field)
    return select(column).where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column).limit(_WORDS_AT_MOST)


_STARTER, _ENDER = aliased(StaffRecord), aliased(StaffRecord)


def _walks() -> Select[*tuple[Any, ...]]:
    names = select(WalkRecord, _STARTER.name.label("starter"), _ENDER.name.label("ender"))
    return names.outerjoin(_STARTER, _STARTER.id == WalkRecord.started_by).outerjoin(_ENDER, _ENDER.id == WalkRecord.ended_by)


def _walk(row: Any) -> Walk:
    kept = row.WalkRecord
    return Walk(kept.id, WalkState(kept.state), kept.started_at, row.starter, kept.ended_at, row.ender)


def _mark(field: str, by: str, at: str) -> str:
    """A mark of provenance as the custodies keep it: the desk gave this field its value."""
    return as_json([{"fields": [field], "origin": "desk", "at": at, "by": by}])
