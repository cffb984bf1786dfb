"""Import runs: what they asked, what they saw, how they ended."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.import_file_tables import ImportFileRecord
from itow_desktop.adapters.db.stores.rows import insert_rows
from itow_desktop.adapters.db.stores.tray import OVERTAKES
from itow_desktop.adapters.db.stores.vehicles import folded_account
from itow_desktop.adapters.db.tables import CustodyRecord, ImportRunCallRecord, ImportRunRecord, ProjectionRecord, StaffRecord
from itow_desktop.domain.calls import DateRange, RawCall
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.importing.reconciling import FieldSays
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.imports import SeenCall
from itow_desktop.services.views import Begun, FailedCall, ImportRun, RunState, StoppedBy

_RAW = ("towbook_id", "hash", "parsed", "run_id")
_SEEN = ("run_id", "towbook_id", "outcome", "call_number", "reason", "state", "hash", "fields")
_CONTINUED_FOR = timedelta(hours=12)


# Asked once an import, so in plain words: putting a question together would take longer than its answer.
_LOST = text("""
    UPDATE import_runs SET state = 'stopped', finished_at = now(),
        message = 'The program ended in the middle. What was read is kept; import again to go on.'
    WHERE state = 'running' AND accounts && CAST(:accounts AS text[])
""")
_START = text("""
    INSERT INTO import_runs (source, accounts, first, last, begun)
    VALUES (:source, CAST(:accounts AS text[]), CAST(:first AS date), CAST(:last AS date), :begun) RETURNING id
""")
_UNFINISHED = text("""
    WITH before AS (
        SELECT id, state FROM import_runs
        WHERE source = :source AND accounts = CAST(:accounts AS text[]) AND first IS NOT DISTINCT FROM CAST(:first AS date)
          AND last IS NOT DISTINCT FROM CAST(:last AS date) AND started_at > now() - CAST(:continued_for AS interval)
        ORDER BY id DESC LIMIT 1
    )
    SELECT l.towbook_id FROM before JOIN import_run_calls l ON l.run_id = before.id
    WHERE before.state NOT IN ('done', 'running') AND l.outcome NOT IN ('failed', 'gone')
""")
_OLDEST = text("""
    SELECT min((p.towed_at AT TIME ZONE :zone)::date) FROM projections p JOIN custodies c ON c.id = p.custody_id
    WHERE c.account = ANY(CAST(:accounts AS text[])) AND c.towbook_id IS NOT NULL AND p.status = 'on_lot'
""")
_FAILED = text("""
    SELECT l.towbook_id, l.reason, coalesce(nullif(l.call_number, ''), c.call_number)
    FROM import_run_calls l LEFT JOIN custodies c ON c.towbook_id = l.towbook_id
    WHERE l.run_id = :run AND l.outcome = 'failed' ORDER BY l.towbook_id
""")
_WAITING = text("SELECT count(*) FROM import_run_calls WHERE run_id = :run AND state IN ('waiting', 'later')")
_SEEN_BEFORE = text("""
    INSERT INTO import_run_calls (run_id, towbook_id, outcome, call_number, reason, state, hash, fields)
    SELECT :run, id, coalesce(l.outcome, 'unchanged'), l.call_number, l.reason, l.state, l.hash, l.fields
    FROM unnest(CAST(:ids AS text[])) AS id LEFT JOIN LATERAL (
        SELECT * FROM import_run_calls WHERE towbook_id = id AND state IN ('waiting', 'later') ORDER BY run_id DESC LIMIT 1
    ) l ON true
    ON CONFLICT DO NOTHING
""")
_GONE = text("""
    INSERT INTO import_run_calls AS l (run_id, towbook_id, outcome, state, reason)
    SELECT :run, id, 'gone', 'waiting', :reason FROM unnest(CAST(:ids AS text[])) AS id
    ON CONFLICT (run_id, towbook_id) DO UPDATE SET outcome = 'gone', state = 'waiting', reason = excluded.reason
    WHERE l.outcome IN ('unchanged', 'updated') AND l.state IS NULL
""")
# Looked up line by line (OFFSET 0), since no statistics tell how many lines the newest run has: a join would be one of all with all.
# A call that a file gave by its number only may be known by its own id since.
_OVERTAKE = text(f"""
    UPDATE import_run_calls mine SET state = 'overtaken' WHERE mine.state IN ('waiting', 'later') AND (EXISTS (
        SELECT FROM import_run_calls newer WHERE newer.run_id = :run AND newer.towbook_id = mine.towbook_id AND {OVERTAKES} OFFSET 0
    ) OR mine.towbook_id LIKE 'call:%' AND EXISTS (
        SELECT FROM custodies c JOIN import_run_calls newer ON newer.run_id = :run AND newer.towbook_id = c.towbook_id
        WHERE c.call_number = substr(mine.towbook_id, 6) AND {OVERTAKES} OFFSET 0
    ))
""")  # noqa: S608 - nothing but our own words


class SqlImports:
    """``ImportStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(self, source: str, accounts: Sequence[str], first: date | None, last: date | None, *, begun: Begun = Begun.BY_HAND) -> int:
        """Open a run. Runs of these accounts that still say 'running' lost their program: the claim proves it."""
        self._session.execute(_LOST, {"accounts": list(accounts)})
        asked = {"source": source, "accounts": list(accounts), "first": first, "last": last, "begun": begun}
        return int(self._session.execute(_START, asked).scalar_one())

    def keep(self, run: int, told: Sequence[RawCall]) -> None:
        """Keep what TowBook said; an answer it gave before is there already."""
        rows = ({"towbook_id": each.towbook_id, "hash": each.hash, "parsed": msgspec.Raw(each.parsed), "run_id": run} for each in told)
        insert_rows(self._session, "raw_records", _RAW, rows, also="ON CONFLICT DO NOTHING")

    def saw(self, run: int, calls: Iterable[SeenCall]) -> None:
        """Keep what came of calls; one seen twice in a run keeps its first outcome."""
        insert_rows(self._session, "import_run_calls", _SEEN, (_seen(run, each) for each in calls), also="ON CONFLICT DO NOTHING")

    def saw_before(self, run: int, towbook_ids: Sequence[str]) -> None:
        """Keep calls that the run before this one read; what nobody decided of them yet asks again here."""
        self._session.execute(_SEEN_BEFORE, {"run": run, "ids": list(towbook_ids)})

    def left_out(self) -> Mapping[str, str]:
        """The hash of the last word about each new call that somebody left out of the office."""
        rows = self._session.execute(
            select(ImportRunCallRecord.towbook_id, ImportRunCallRecord.hash)
            .where(ImportRunCallRecord.state == "kept", ImportRunCallRecord.outcome.in_(("new", "not_impound")))
            .order_by(ImportRunCallRecord.run_id)
        )
        return {towbook_id: told for towbook_id, told in rows if told is not None}

    def standing(self, accounts: Sequence[str], days: DateRange | None, zone: str) -> Sequence[tuple[str, str | None]]:
        """(TowBook id, call number) of cars on the lot from these accounts, not known as released; towed on these days or at any time."""
        towed = func.date(func.timezone(zone, ProjectionRecord.towed_at))
        question = (
            select(CustodyRecord.towbook_id, CustodyRecord.call_number, CustodyRecord.account)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(
                CustodyRecord.towbook_id.is_not(None),
                CustodyRecord.towbook_released.is_(False),
                ProjectionRecord.status == CustodyStatus.ON_LOT,
            )
        )
        rows = self._session.execute(question.where(towed.between(days.first, days.last)) if days else question)
        wanted = {folded_account(account) for account in accounts}
        return [(towbook_id, call) for towbook_id, call, account in rows if towbook_id and folded_account(account) in wanted]

    def gone(self, run: int, towbook_ids: Collection[str], reason: str) -> None:
        """Let the lines of cars that a list left out ask for that, where they do not ask for something else."""
        self._session.execute(_GONE, {"run": run, "ids": list(towbook_ids), "reason": reason})

    def seen_in_unfinished(self, source: str, accounts: Sequence[str], first: date | None, last: date | None) -> frozenset[str]:
        """TowBook ids that the last run of the same plan read before it was cut off, if that was within twelve hours."""
        asked = {"source": source, "accounts": list(accounts), "first": first, "last": last, "continued_for": _CONTINUED_FOR}
        return frozenset(self._session.scalars(_UNFINISHED, asked))

    def finish(self, run: ImportRun) -> None:
        """Store how a run ended, its counts and what it meant; older open lines about its calls ask no more."""
        self._session.execute(_OVERTAKE, {"run": run.id})
        self._session.execute(
            update(ImportRunRecord)
            .where(ImportRunRecord.id == run.id)
            .values(
                state=run.state, finished_at=func.clock_timestamp(), new=run.new, updated=run.updated, unchanged=run.unchanged,
                failed=run.failed, skipped=run.skipped, message=run.message, effect=run.effect, stopped_by=run.stopped_by,
            )
        )  # fmt: skip

    def history(self, limit: int) -> tuple[ImportRun, ...]:
        """The last runs, newest first."""
        question = _runs().order_by(ImportRunRecord.id.desc()).limit(limit)
        return tuple(map(_run, self._session.execute(question)))

    def run(self, run_id: int) -> ImportRun:
        """One run; raises ``NotFound``."""
        found = self._session.execute(_runs().where(ImportRunRecord.id == run_id)).first()
        if found is None:
            raise NotFound(f"There is no import {run_id}. The history lists those there are.")
        return _run(found)

    def running(self, accounts: Sequence[str]) -> ImportRun | None:
        """The newest run of one of these accounts that has not ended."""
        question = _runs().where(ImportRunRecord.state == RunState.RUNNING, ImportRunRecord.accounts.overlap(list(accounts)))
        found = self._session.execute(question.order_by(ImportRunRecord.id.desc()).limit(1)).first()
        return None if found is None else _run(found)

    def failures(self, run: int) -> tuple[FailedCall, ...]:
        """Calls of a run that could not be read or stored; a call number where we know it."""
        rows = self._session.execute(_FAILED, {"run": run})
        return tuple(FailedCall(call or towbook_id, reason or "", towbook_id) for towbook_id, reason, call in rows)

    def waiting(self, run: int) -> int:
        """How many lines of a run nobody decided yet."""
        return int(self._session.execute(_WAITING, {"run": run}).scalar_one())

    def oldest_open_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The local tow day of the car from these accounts that stands here longest."""
        found: date | None = self._session.execute(_OLDEST, {"accounts": list(accounts), "zone": zone}).scalar_one()
        return found

    def last_towed_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The local date of the newest tow that came from these accounts, days to come left out."""
        day = func.date(func.timezone(zone, ProjectionRecord.towed_at))
        question = (
            select(func.max(day))
            .join(CustodyRecord, CustodyRecord.id == ProjectionRecord.custody_id)
            .where(CustodyRecord.account.in_(accounts), CustodyRecord.towbook_id.is_not(None), ProjectionRecord.towed_at <= func.now())
        )
        return self._session.execute(question).scalar_one_or_none()


def _seen(run: int, call: SeenCall) -> dict[str, Any]:
    """A line as it is kept; most say nothing but what came of the call."""
    row: dict[str, Any] = {"run_id": run, "towbook_id": call.towbook_id, "outcome": call.outcome}
    if call.state is not None:
        row |= {"state": call.state, "hash": call.hash}
    if call.fields:
        row["fields"] = [_says(each) for each in call.fields]
    if call.reason is not None or call.call_number is not None:
        row |= {"call_number": call.call_number, "reason": call.reason}
    return row


def _says(field: FieldSays) -> dict[str, Any]:
    """What is missing is empty."""
    return {name: value for name, value in asdict(field).items() if (value is not None and value is not False) or name in _BOTH}


_BOTH = ("theirs", "ours")


_UNDOER = aliased(StaffRecord)


def _runs() -> Select[Any]:
    waiting = (
        select(func.count())
        .where(ImportRunCallRecord.run_id == ImportRunRecord.id, ImportRunCallRecord.state.in_(("waiting", "later")))
        .correlate(ImportRunRecord)
        .scalar_subquery()
    )
    files = (
        select(func.string_agg(ImportFileRecord.name, ", "))
        .where(ImportFileRecord.run_id == ImportRunRecord.id)
        .correlate(ImportRunRecord)
        .scalar_subquery()
    )
    return (
        select(ImportRunRecord, StaffRecord.name, _UNDOER.name, waiting, files)
        .outerjoin(StaffRecord, StaffRecord.id == ImportRunRecord.staff_id)
        .outerjoin(_UNDOER, _UNDOER.id == ImportRunRecord.undone_by)
    )


def _run(found: Sequence[Any]) -> ImportRun:
    record, name, undoer, waiting, files = found
    return ImportRun(
        id=record.id, source=record.source, first=record.first, last=record.last, accounts=tuple(record.accounts),
        state=RunState(record.state), started_at=record.started_at, finished_at=record.finished_at, by=name,
        new=record.new, updated=record.updated, unchanged=record.unchanged, failed=record.failed, skipped=record.skipped,
        message=record.message, effect=record.effect, begun=Begun(record.begun),
        stopped_by=StoppedBy(record.stopped_by) if record.stopped_by else None,
        waiting=waiting, undone_at=record.undone_at, undone_by=undoer, file=files,
    )  # fmt: skip
