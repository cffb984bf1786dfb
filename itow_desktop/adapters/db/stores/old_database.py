"""The first program's database: kept rows, choices, which car became which custody, reports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.old_tables import OldChoiceRecord, OldFileRecord, OldReportRecord, OldRowRecord
from itow_desktop.adapters.db.stores.rows import among, insert_rows
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.old_database.files import READ_TABLES, OldFile, OldTable
from itow_desktop.domain.old_database.merging import Choice, Choices, Mark
from itow_desktop.domain.old_database.report import OldReport
from itow_desktop.domain.old_database.story import Party
from itow_desktop.domain.parties.party import FoundBy
from itow_desktop.services.ports.old_database import Here

_FILE = ("sha256", "name", "size", "tables", "left_out", "recoded")
_ROW = ("sha256", "table_name", "number", "row")
_MARK = ("car", "field", "newer", "older")
_ONCE = "ON CONFLICT DO NOTHING"
# Storing cars in sets lets batches wait for no disk; here all of it is one batch.
_TO_DISK = text("SELECT set_config('synchronous_commit', 'on', true)")
_LATEST = text("""
    SELECT sha256 FROM old_files WHERE deed IS NOT DISTINCT FROM (SELECT deed FROM old_files ORDER BY recorded_at DESC LIMIT 1)
""")
_TAKEN = text("""
    SELECT DISTINCT file ->> 'sha256' FROM old_reports o JOIN import_runs r ON r.id = o.run_id
    CROSS JOIN LATERAL jsonb_array_elements(o.report -> 'files') AS file WHERE r.undone_at IS NULL
""")

# A custody that an undone import let go of is here no more; one that somebody voided by hand stays voided.
_HERE = text("""
    SELECT asked.key, found.id, found.status = 'void'
    FROM json_to_recordset(CAST(:asked AS json)) AS asked (key text, call text)
    CROSS JOIN LATERAL (
        SELECT c.id, p.status
        FROM (SELECT id FROM custodies WHERE call_number = asked.call UNION SELECT custody_id FROM old_cars WHERE key = asked.key) AS named
        JOIN custodies c ON c.id = named.id JOIN projections p ON p.custody_id = c.id
        WHERE p.status <> 'void' OR c.towbook_id IS NOT NULL OR EXISTS (
            SELECT FROM old_cars o JOIN import_runs r ON r.id = o.run_id
            WHERE o.key = asked.key AND o.custody_id = c.id AND r.undone_at IS NULL)
        ORDER BY p.status = 'void', c.id DESC LIMIT 1
    ) AS found
""")
_VEHICLES = text("""
    SELECT v.vin, max(c.id) FROM vehicles v JOIN custodies c ON c.vehicle_id = v.id JOIN projections p ON p.custody_id = c.id
    WHERE v.vin = ANY(:vins) AND p.status <> 'void' GROUP BY v.vin
""")
_NUMBERS = text("""
    SELECT c.file_number, coalesce('call:' || c.call_number, (SELECT max(o.key) FROM old_cars o WHERE o.custody_id = c.id), '#' || c.id)
    FROM custodies c JOIN projections p ON p.custody_id = c.id WHERE c.file_number LIKE 'IT%' AND p.status <> 'void' ORDER BY c.id
""")

_ADDRESSES = text("""
    INSERT INTO party_addresses (party_id, custody_id, typed, found_by)
    SELECT p.id, p.custody_id, p.address, p.found_by FROM parties p
    WHERE p.custody_id = ANY(:ids) AND btrim(p.address) <> ''
    AND NOT EXISTS (SELECT FROM party_addresses a WHERE a.party_id = p.id)
""")


class SqlOldDatabase:
    """``OldDatabaseStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- files -------------------------------------------------------------------------------------------------------

    def keep(self, file: OldFile) -> None:
        """Keep a file with its rows as they were read; one that is here already stays as it is."""
        tables = {table.name: table.columns for table in file.tables}
        row = {
            "sha256": file.sha256, "name": file.name, "size": file.size, "tables": tables, "left_out": file.left_out,
            "recoded": file.recoded,
        }  # fmt: skip
        insert_rows(self._session, "old_files", _FILE, [row], also=_ONCE)
        rows = (
            {"sha256": file.sha256, "table_name": table.name, "number": number, "row": row}
            for table in file.tables
            for number, row in enumerate(table.rows)
        )
        insert_rows(self._session, "old_rows", _ROW, rows, also=_ONCE)

    def files(self, fingerprints: Collection[str]) -> tuple[OldFile, ...]:
        """Kept files by their SHA-256."""
        columns = (OldRowRecord.sha256, OldRowRecord.table_name, OldRowRecord.row)
        asked = select(*columns).where(among(OldRowRecord.sha256, list(fingerprints))).order_by(OldRowRecord.id)
        rows: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for sha256, table, row in self._session.execute(asked):
            rows[sha256, table].append(row)
        kept = select(OldFileRecord).where(among(OldFileRecord.sha256, list(fingerprints)))
        return tuple(_file(record, rows) for record in self._session.scalars(kept))

    def latest(self) -> tuple[str, ...]:
        """The fingerprints of the files kept last, together with those of the same deed."""
        return tuple(self._session.scalars(_LATEST))

    def taken(self) -> Collection[str]:
        """The fingerprints of files that were taken over by an import nobody undid."""
        return frozenset(self._session.scalars(_TAKEN))

    # --- choices -----------------------------------------------------------------------------------------------------

    def choices(self) -> Choices:
        """What somebody chose last, by what it was about."""
        rows = self._session.scalars(select(OldChoiceRecord).order_by(OldChoiceRecord.id))
        return {(row.car, row.field, row.newer, row.older): Choice(row.choice) for row in rows}

    def choose(self, marks: Iterable[Mark], choice: Choice) -> None:
        """Keep a choice; who and when is the database's own answer."""
        rows = ({**dict(zip(_MARK, mark, strict=True)), "choice": choice.value} for mark in marks)
        insert_rows(self._session, "old_choices", (*_MARK, "choice"), rows)

    # --- what is here ------------------------------------------------------------------------------------------------

    def here(self, calls: Mapping[str, str | None]) -> Mapping[str, Here]:
        """What is here already of these cars, by their keys."""
        asked = msgspec.json.encode([{"key": key, "call": call} for key, call in calls.items()]).decode()
        return {key: Here(custody_id, voided) for key, custody_id, voided in self._session.execute(_HERE, {"asked": asked})}

    def vehicles(self, vins: Collection[str]) -> Mapping[str, int]:
        """A custody that stands for the vehicle with each of these VINs, the newest."""
        return dict(self._session.execute(_VEHICLES, {"vins": list(vins)}).all())

    def numbers(self) -> Mapping[str, str]:
        """Every file number in use here, with the key of the car that has it."""
        return dict(self._session.execute(_NUMBERS).all())

    def parties(self, custody_ids: Sequence[int]) -> Collection[tuple[int, str, str]]:
        """Custody, role and name of everybody who is known to have a stake in these cars."""
        asked = text("SELECT custody_id, role, name FROM parties WHERE custody_id = ANY(:ids)")
        return {(row[0], row[1], row[2]) for row in self._session.execute(asked, {"ids": list(custody_ids)})}

    # --- writing -----------------------------------------------------------------------------------------------------

    def add_parties(self, parties: Iterable[tuple[int, Party]]) -> None:
        """Owners and lienholders, with the addresses that nobody put into lines yet."""
        rows = [
            {
                "custody_id": custody_id, "role": each.role, "name": each.name, "address": each.address, "phone": each.phone,
                "found_by": FoundBy.OLD_DATABASE,
            }
            for custody_id, each in parties
        ]  # fmt: skip
        insert_rows(self._session, "parties", ("custody_id", "role", "name", "address", "phone", "found_by"), rows)
        self._session.execute(_ADDRESSES, {"ids": [row["custody_id"] for row in rows]})

    def remember(self, run: int, cars: Mapping[str, int]) -> None:
        """Which car, by its key, is which custody from now on."""
        rows = ({"key": key, "custody_id": custody_id, "run_id": run} for key, custody_id in cars.items())
        insert_rows(self._session, "old_cars", ("key", "custody_id", "run_id"), rows, also=_ONCE)

    def continue_after(self, highest: Mapping[int, int]) -> None:
        """Let our own file numbers of each year go on after these."""
        insert_rows(self._session, "old_sequences", ("year", "last"), ({"year": year, "last": last} for year, last in highest.items()))

    # --- reports -----------------------------------------------------------------------------------------------------

    def keep_report(self, report: OldReport) -> None:
        """Keep the report of a run, which is its end: what is told as stored is on the disk."""
        self._session.execute(_TO_DISK)
        row = {"run_id": report.run, "report": msgspec.to_builtins(report)}
        insert_rows(self._session, "old_reports", ("run_id", "report"), [row])

    def report(self, run: int) -> OldReport:
        """The report of a run as it was shown; raises ``NotFound``."""
        found = self._session.scalar(select(OldReportRecord.report).where(OldReportRecord.run_id == run))
        if found is None:
            raise NotFound("This import has no report of the old database.")
        return msgspec.convert(found, OldReport)

    def reports(self) -> tuple[int, ...]:
        """The runs that have one, the newest first."""
        return tuple(self._session.scalars(select(OldReportRecord.run_id).order_by(OldReportRecord.run_id.desc())))


def _file(record: OldFileRecord, rows: Mapping[tuple[str, str], Sequence[dict[str, Any]]]) -> OldFile:
    tables = tuple(
        OldTable(name, tuple(record.tables[name]), tuple(rows.get((record.sha256, name), ())))
        for name in READ_TABLES
        if name in record.tables
    )
    return OldFile(record.name, record.sha256, record.size, tables, tuple(record.left_out), record.recoded)
