"""Files that were imported: their mappings, their bytes known again, the calls they are about."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import msgspec
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.import_file_tables import FileMappingRecord, ImportFileRecord
from itow_desktop.adapters.db.tables import ImportRunRecord, StaffRecord
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.importing.mappings import ColumnMapping
from itow_desktop.services.ports.file_imports import EarlierImport, Told

_BY_CALL = text("SELECT call_number, towbook_id FROM custodies WHERE call_number = ANY(:numbers) AND towbook_id IS NOT NULL ORDER BY id")
_BY_TOW = text("""
    SELECT v.vin, CAST(timezone(:zone, p.towed_at) AS date), c.towbook_id
    FROM vehicles v JOIN custodies c ON c.vehicle_id = v.id JOIN projections p ON p.custody_id = c.id
    WHERE v.vin = ANY(:vins) AND c.towbook_id IS NOT NULL AND p.towed_at IS NOT NULL ORDER BY c.id
""")
_TOLD = text("""
    SELECT c.towbook_id, CAST(r.parsed AS text), i.started_at
    FROM custodies c JOIN raw_records r ON r.towbook_id = c.towbook_id AND r.hash = c.towbook_hash JOIN import_runs i ON i.id = r.run_id
    WHERE c.towbook_id = ANY(:ids)
""")


class SqlFileImports:
    """``FileImportStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mapping(self, key: str) -> ColumnMapping | None:
        """The mapping last chosen for this set of column names."""
        newest = select(FileMappingRecord.mapping).where(FileMappingRecord.headers_key == key).order_by(FileMappingRecord.id.desc())
        found = self._session.scalars(newest.limit(1)).first()
        return None if found is None else msgspec.convert(found, ColumnMapping)

    def remember(self, key: str, headers: Sequence[str], mapping: ColumnMapping) -> None:
        """Keep a mapping for files with these names of columns."""
        kept = {"headers_key": key, "headers": list(headers), "mapping": msgspec.to_builtins(mapping)}
        self._session.execute(insert(FileMappingRecord), [kept])

    def note(self, run: int, name: str, sha256: str, size: int) -> None:
        """Keep which file a run read."""
        self._session.execute(insert(ImportFileRecord), [{"run_id": run, "name": name, "sha256": sha256, "size": size}])

    def earlier(self, sha256: str) -> tuple[EarlierImport, ...]:
        """Imports of these very bytes, the newest first."""
        question = (
            select(ImportRunRecord, ImportFileRecord.name, StaffRecord.name)
            .join(ImportFileRecord, ImportFileRecord.run_id == ImportRunRecord.id)
            .outerjoin(StaffRecord, StaffRecord.id == ImportRunRecord.staff_id)
            .where(ImportFileRecord.sha256 == sha256)
            .order_by(ImportRunRecord.id.desc())
        )
        return tuple(
            EarlierImport(run.id, name, run.started_at, by, run.new, run.updated) for run, name, by in self._session.execute(question)
        )

    def ids_of_calls(self, numbers: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The TowBook ids under which cars with these call numbers are here."""
        found: dict[str, tuple[str, ...]] = {}
        for number, towbook_id in self._session.execute(_BY_CALL, {"numbers": list(numbers)}):
            found[number] = (*found.get(number, ()), towbook_id)
        return found

    def ids_of_tows(self, tows: Collection[tuple[str, date]], zone: str) -> Mapping[tuple[str, date], tuple[str, ...]]:
        """The same by VIN with the local day of the tow."""
        wanted = frozenset(tows)
        found: dict[tuple[str, date], tuple[str, ...]] = {}
        for vin, day, towbook_id in self._session.execute(_BY_TOW, {"zone": zone, "vins": [vin for vin, _ in wanted]}):
            if (vin, day) in wanted:
                found[vin, day] = (*found.get((vin, day), ()), towbook_id)
        return found

    def told(self, towbook_ids: Collection[str]) -> Mapping[str, Told]:
        """What was last told of those of these calls that are here."""
        rows = self._session.execute(_TOLD, {"ids": list(towbook_ids)})
        return {towbook_id: Told(TowBookCall.from_raw(parsed), at) for towbook_id, parsed, at in rows}
