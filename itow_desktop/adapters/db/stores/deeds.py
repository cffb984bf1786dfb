"""Deeds, and what they changed in which rows: the audit as undo reads it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.deed_tables import DeedRecord
from itow_desktop.adapters.db.stores.rows import among, update_rows
from itow_desktop.adapters.db.stores.undoable import UNDOABLE, Undoable
from itow_desktop.adapters.db.stores.vehicles import provenance_of
from itow_desktop.adapters.db.tables import AuditRecord, CustodyRecord, EventRecord
from itow_desktop.domain.cars import CUSTODY_FIELDS, VEHICLE_FIELDS, Car
from itow_desktop.domain.errors import NotFound, Refused
from itow_desktop.domain.undo import CarChange, DeedChanges, DoneDeed, RowChange, goes_back
from itow_desktop.services.ports.deeds import LeftRow
from itow_desktop.services.ports.stores import Deed

_ADD = text(
    "INSERT INTO deeds (name, undoes) SELECT :name, CAST(:undoes AS uuid)"
    " WHERE :undoes IS NOT NULL OR EXISTS (SELECT FROM audit WHERE deed = current_deed())"
    " OR EXISTS (SELECT FROM events WHERE deed = current_deed() AND (source IS DISTINCT FROM 'import' OR supersedes IS NOT NULL))"
    " ON CONFLICT (id) DO NOTHING"
)
_CHANGERS = text(
    "SELECT DISTINCT ON (field) field, staff.name, audit.at FROM audit"
    " CROSS JOIN unnest(CAST(:fields AS text[])) AS field LEFT JOIN staff ON staff.id = audit.staff_id"
    " WHERE table_name = :table AND row_id = :row AND before -> field IS DISTINCT FROM after -> field"
    " ORDER BY field, audit.id DESC"
)
_OF_DEEDS = text("(source IS DISTINCT FROM 'import' OR supersedes IS NOT NULL)")  # as the index has it


class SqlDeeds:
    """``DeedStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, deed: Deed) -> None:
        """Write the deed of this transaction down, if it changed anything; the undoing of a deed always counts."""
        self._session.execute(_ADD, {"name": deed.name, "undoes": str(deed.undoes) if deed.undoes else None})

    def changers(self, car: Car, fields: Collection[str]) -> Mapping[str, tuple[str | None, datetime]]:
        """Who last changed each of these fields of a car, and when."""
        of_vehicle = [field for field in fields if field in VEHICLE_FIELDS]
        of_custody = [field for field in fields if field not in VEHICLE_FIELDS]
        found: dict[str, tuple[str | None, datetime]] = {}
        for table, row, names in (("vehicles", car.vehicle_id, of_vehicle), ("custodies", car.custody_id, of_custody)):
            if names:
                rows = self._session.execute(_CHANGERS, {"fields": names, "table": table, "row": str(row)})
                found |= {field: (name, at) for field, name, at in rows}
        return found

    def of_person(self, person_id: int, limit: int) -> tuple[DoneDeed, ...]:
        """The last deeds of a person, oldest first."""
        question = select(DeedRecord).where(DeedRecord.staff_id == person_id).order_by(DeedRecord.seq.desc()).limit(limit)
        return tuple(_deed(record) for record in reversed(self._session.scalars(question).all()))

    def get(self, deed_id: UUID) -> DoneDeed:
        """One deed; raises ``NotFound``."""
        record = self._session.get(DeedRecord, deed_id)
        if record is None:
            raise NotFound("What was to be undone is not on record. Nothing was changed.")
        return _deed(record)

    def is_undone(self, deed_id: UUID) -> bool:
        """Whether the deed was taken back."""
        return self._session.scalar(select(DeedRecord.id).where(DeedRecord.undoes == deed_id)) is not None

    def changes(self, *deed_ids: UUID) -> DeedChanges:
        """What a deed, or several together, made of cars and of each other row they touched, in the order of doing."""
        columns = (AuditRecord.table_name, AuditRecord.row_id, AuditRecord.op, AuditRecord.before, AuditRecord.after)
        rows = self._session.execute(select(*columns).where(AuditRecord.deed.in_(deed_ids)).order_by(AuditRecord.id))
        found: dict[tuple[str, str], _Audited] = {}
        for table, row_id, op, before, after in rows:
            if (table, row_id) in found:
                found[table, row_id].after = after or {}
            else:
                found[table, row_id] = _Audited(op == "insert", before or {}, after or {})
        owners: dict[int, list[int]] = defaultdict(list)  # two stays of one vehicle may come by one deed
        for (table, row_id), each in found.items():
            if table == "custodies":
                owners[each.after["vehicle_id"]].append(int(row_id))
        alone = [int(row_id) for table, row_id in found if table == "vehicles" and int(row_id) not in owners]
        for vehicle_id, custody_id in (self._newest_custodies(alone) if alone else {}).items():
            owners[vehicle_id].append(custody_id)
        return DeedChanges(_cars(found, owners), tuple(_row(table, row_id, each) for (table, row_id), each in found.items()))

    def events(self, *deed_ids: UUID, custody_ids: Sequence[int]) -> Mapping[int, Collection[str]]:
        """The ids of the events that deeds recorded, by custody: what people recorded, and for these custodies what TowBook told too."""
        theirs = select(EventRecord.custody_id, EventRecord.id).where(EventRecord.deed.in_(deed_ids))
        found: dict[int, set[str]] = defaultdict(set)
        for custody_id, event_id in self._session.execute(
            theirs.where(_OF_DEEDS).union(theirs.where(among(EventRecord.custody_id, custody_ids)))
        ):
            found[custody_id].add(str(event_id))
        return found

    def put_back(self, changes: Sequence[RowChange]) -> Sequence[LeftRow]:
        """Write what rows said before a deed where they still say what it wrote; a row it added is taken out of use."""
        by_table: dict[str, list[RowChange]] = defaultdict(list)
        for change in changes:
            by_table[change.table].append(change)
        left: list[LeftRow] = []
        for table, some in by_table.items():
            if table not in UNDOABLE:
                raise Refused("This changed something that cannot be undone. Nothing was changed now; correct it by hand.")
            left += self._put_back_rows(table, UNDOABLE[table], some)
        return left

    def _put_back_rows(self, table: str, how: Undoable, changes: Sequence[RowChange]) -> list[LeftRow]:
        now = self._rows(table, how.key, [change.row_id for change in changes if not change.added and (change.before or change.after)])
        writes: dict[tuple[tuple[str, bool], ...], list[dict[str, Any]]] = defaultdict(list)
        stay = []
        for change in changes:
            values, left = goes_back(change.before, change.after, now.get(change.row_id, {}))
            if change.added:
                values, left = how.out_of_use(change), ()
            if values:
                alike = tuple(sorted((name, value is not None) for name, value in values.items()))
                writes[alike].append({how.key: change.row_id, **values})
            if left:
                stay.append(LeftRow(table, change.row_id, how.word, left))
        # What is emptied goes first: it may be just what another row gets back, and no two rows may have.
        for alike, rows in sorted(writes.items(), key=lambda write: sum(filled for _, filled in write[0])):
            names = [name for name, _ in alike]
            spelled = [f'"{name}" = {sql}' for name, sql in how.spelled.items() if name in names]
            plain = [name for name in names if name not in how.spelled]
            also = how.also + (", " if plain and spelled else "") + ", ".join(spelled)
            update_rows(self._session, table, plain, rows, key=how.key, also=also)
        return stay

    def _newest_custodies(self, vehicle_ids: Sequence[int]) -> dict[int, int]:
        question = (
            select(CustodyRecord.vehicle_id, func.max(CustodyRecord.id))
            .where(among(CustodyRecord.vehicle_id, vehicle_ids))
            .group_by(CustodyRecord.vehicle_id)
        )
        return {row[0]: row[1] for row in self._session.execute(question)}

    def _rows(self, table: str, key: str, row_ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """The rows as the audit writes them, locked. Table and key are names of ``UNDOABLE``."""
        question = (
            f"SELECT CAST({key} AS text), jsonb_strip_nulls(to_jsonb(kept)) FROM {table} AS kept"  # noqa: S608
            f" WHERE CAST({key} AS text) = ANY(:ids) ORDER BY {key} FOR UPDATE"
        )
        return {row[0]: row[1] for row in self._session.execute(text(question), {"ids": list(row_ids)})}


@dataclass(slots=True)
class _Audited:
    """One row before and after all that a deed did to it, as the audit keeps it: what is missing was empty."""

    added: bool
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    def changed(self, names: Iterable[str]) -> list[str]:
        """Those of the columns that have another value now."""
        return [name for name in names if self.before.get(name) != self.after.get(name)]


def _row(table: str, row_id: str, audited: _Audited) -> RowChange:
    """The change without what never goes back by itself: a car's own fields, counters."""
    kept = UNDOABLE[table].kept if table in UNDOABLE else frozenset()
    names = [name for name in audited.changed({**audited.before, **audited.after}) if name not in kept]
    return RowChange(table, row_id, audited.added, _only(audited.before, names), _only(audited.after, names))


def _cars(found: Mapping[tuple[str, str], _Audited], owners: Mapping[int, Sequence[int]]) -> tuple[CarChange, ...]:
    """The car's fields of both its tables, by custody."""
    cars: dict[int, CarChange] = {}
    for (table, row_id), each in found.items():
        if table not in {"custodies", "vehicles"}:
            continue
        changed = each.changed(CUSTODY_FIELDS if table == "custodies" else VEHICLE_FIELDS)
        for custody_id in (int(row_id),) if table == "custodies" else owners.get(int(row_id), ()):
            so_far = cars.get(custody_id, CarChange(custody_id, False, {}, {}, {}, {}))
            cars[custody_id] = CarChange(
                custody_id,
                so_far.added or (each.added and table == "custodies"),
                {**so_far.before, **_only(each.before, changed)},
                {**so_far.after, **_only(each.after, changed)},
                {**so_far.origins, **provenance_of(each.before.get("provenance", ()))},
                {**so_far.origins_after, **provenance_of(each.after.get("provenance", ()))},
            )
    return tuple(cars.values())


def _only(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}


def _deed(record: DeedRecord) -> DoneDeed:
    return DoneDeed(record.id, record.name, record.at, record.staff_id, record.undoes)
