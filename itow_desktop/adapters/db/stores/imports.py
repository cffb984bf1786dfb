"""Import runs: what they asked, what they saw, how they ended."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import insert_rows
from itow_desktop.adapters.db.tables import CustodyRecord, ImportRunCallRecord, ImportRunRecord, ProjectionRecord, StaffRecord
from itow_desktop.domain.calls import RawCall
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.ports.stores import SeenCall
from itow_desktop.services.views import Begun, FailedCall, ImportRun, RunState, StoppedBy

_RAW = ("towbook_id", "hash", "parsed", "run_id")
_SEEN = ("run_id", "towbook_id", "outcome", "call_number", "reason")
_CONTINUED_FOR = timedelta(hours=12)


class SqlImports:
    """``ImportStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def start(self, source: str, accounts: Sequence[str], first: date | None, last: date | None, *, begun: Begun = Begun.BY_HAND) -> int:
        """Open a run. Runs of these accounts that still say 'running' lost their program: the claim proves it."""
        self._session.execute(
            update(ImportRunRecord)
            .where(ImportRunRecord.state == RunState.RUNNING, ImportRunRecord.accounts.overlap(list(accounts)))
            .values(
                state=RunState.STOPPED,
                finished_at=func.now(),
                message="The program ended in the middle. What was read is kept; import again to go on.",
            )
        )
        record = ImportRunRecord(source=source, accounts=list(accounts), first=first, last=last, begun=begun)
        self._session.add(record)
        self._session.flush()
        return record.id

    def keep(self, run: int, told: Sequence[RawCall]) -> None:
        """Keep what TowBook said; an answer it gave before is there already."""
        rows = ({"towbook_id": each.towbook_id, "hash": each.hash, "parsed": msgspec.Raw(each.parsed), "run_id": run} for each in told)
        insert_rows(self._session, "raw_records", _RAW, rows, also="ON CONFLICT DO NOTHING")

    def saw(self, run: int, calls: Iterable[SeenCall]) -> None:
        """Keep what came of calls; one seen twice in a run keeps its first outcome."""
        rows = ({"run_id": run, **{name: getattr(each, name) for name in _SEEN[1:]}} for each in calls)
        insert_rows(self._session, "import_run_calls", _SEEN, rows, also="ON CONFLICT DO NOTHING")

    def seen_in_unfinished(self, source: str, accounts: Sequence[str], first: date | None, last: date | None) -> frozenset[str]:
        """TowBook ids that the last run of the same plan read before it was cut off, if that was within twelve hours."""
        asked = select(ImportRunRecord).where(
            ImportRunRecord.source == source,
            ImportRunRecord.accounts == list(accounts),
            ImportRunRecord.first.is_not_distinct_from(first),
            ImportRunRecord.last.is_not_distinct_from(last),
            ImportRunRecord.started_at > func.now() - _CONTINUED_FOR,
        )
        before = self._session.scalars(asked.order_by(ImportRunRecord.id.desc()).limit(1)).first()
        if before is None or before.state in {RunState.DONE, RunState.RUNNING}:
            return frozenset()
        calls = select(ImportRunCallRecord.towbook_id).where(
            ImportRunCallRecord.run_id == before.id, ImportRunCallRecord.outcome != "failed"
        )
        return frozenset(self._session.scalars(calls))

    def finish(self, run: ImportRun) -> None:
        """Store how a run ended, its counts and what it meant."""
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
        return tuple(_run(record, name) for record, name in self._session.execute(question))

    def running(self, accounts: Sequence[str]) -> ImportRun | None:
        """The newest run of one of these accounts that has not ended."""
        question = _runs().where(ImportRunRecord.state == RunState.RUNNING, ImportRunRecord.accounts.overlap(list(accounts)))
        found = self._session.execute(question.order_by(ImportRunRecord.id.desc()).limit(1)).first()
        return None if found is None else _run(found[0], found[1])

    def failures(self, run: int) -> tuple[FailedCall, ...]:
        """Calls of a run that could not be read or stored; a call number where we know it."""
        question = (
            select(ImportRunCallRecord.towbook_id, ImportRunCallRecord.reason, ImportRunCallRecord.call_number, CustodyRecord.call_number)
            .outerjoin(CustodyRecord, CustodyRecord.towbook_id == ImportRunCallRecord.towbook_id)
            .where(ImportRunCallRecord.run_id == run, ImportRunCallRecord.outcome == "failed")
            .order_by(ImportRunCallRecord.towbook_id)
        )
        rows = self._session.execute(question)
        return tuple(FailedCall(listed or known or towbook_id, reason or "", towbook_id) for towbook_id, reason, listed, known in rows)

    def oldest_open_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The local tow day of the car from these accounts that stands here longest."""
        question = (
            select(func.min(func.date(func.timezone(zone, ProjectionRecord.towed_at))))
            .join(CustodyRecord, CustodyRecord.id == ProjectionRecord.custody_id)
            .where(
                CustodyRecord.account.in_(accounts),
                CustodyRecord.towbook_id.is_not(None),
                ProjectionRecord.status == CustodyStatus.ON_LOT,
            )
        )
        return self._session.execute(question).scalar_one_or_none()

    def last_towed_day(self, accounts: Sequence[str], zone: str) -> date | None:
        """The local date of the newest tow that came from these accounts, days to come left out."""
        day = func.date(func.timezone(zone, ProjectionRecord.towed_at))
        question = (
            select(func.max(day))
            .join(CustodyRecord, CustodyRecord.id == ProjectionRecord.custody_id)
            .where(CustodyRecord.account.in_(accounts), CustodyRecord.towbook_id.is_not(None), ProjectionRecord.towed_at <= func.now())
        )
        return self._session.execute(question).scalar_one_or_none()


def _runs() -> Select[ImportRunRecord, str | None]:
    return select(ImportRunRecord, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == ImportRunRecord.staff_id)


def _run(record: ImportRunRecord, name: str | None) -> ImportRun:
    return ImportRun(
        id=record.id, source=record.source, first=record.first, last=record.last, accounts=tuple(record.accounts),
        state=RunState(record.state), started_at=record.started_at, finished_at=record.finished_at, by=name,
        new=record.new, updated=record.updated, unchanged=record.unchanged, failed=record.failed, skipped=record.skipped,
        message=record.message, effect=record.effect, begun=Begun(record.begun),
        stopped_by=StoppedBy(record.stopped_by) if record.stopped_by else None,
    )  # fmt: skip
