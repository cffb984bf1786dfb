"""Imports that begin by themselves: the schedule, what came of it, what waits for TowBook."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.schedule_tables import ImportScheduleRecord, ImportTryRecord, WaitingImportRecord
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.importing.schedules import Schedule, Try, TryEnd
from itow_desktop.services.ports.scheduling import WaitingImport

_S, _T, _W = ImportScheduleRecord, ImportTryRecord, WaitingImportRecord


class SqlSchedule:
    """``ScheduleStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def schedule(self) -> Schedule | None:
        """The newest one."""
        asked = select(_S, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _S.set_by).order_by(_S.id.desc()).limit(1)
        row = self._session.execute(asked).one_or_none()
        if row is None:
            return None
        kept, by = row
        return Schedule(tuple(map(time.fromisoformat, kept.times)), kept.lot, kept.running, kept.set_at, by)

    def set_schedule(self, times: Sequence[time], *, lot: bool, running: bool, at: datetime) -> None:
        """One more row; who is the database's own answer."""
        self._session.execute(insert(_S).values(times=[f"{each:%H:%M}" for each in times], lot=lot, running=running, set_at=at))

    def tries(self, limit: int = 50) -> tuple[Try, ...]:
        """The last ones, the newest first."""
        rows = self._session.scalars(select(_T).order_by(_T.id.desc()).limit(limit))
        return tuple(Try(each.due, each.at, TryEnd(each.ended), each.message) for each in rows)

    def add_try(self, made: Try, run: int | None = None) -> None:
        """One more row."""
        self._session.execute(insert(_T).values(due=made.due, at=made.at, ended=made.end, message=made.message, run_id=run))

    def waiting(self) -> tuple[WaitingImport, ...]:
        """Those that have not ended, the oldest first."""
        asked = select(_W, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _W.asked_by).where(_W.ended.is_(None))
        return tuple(_waiting(record, by) for record, by in self._session.execute(asked.order_by(_W.id)))

    def wait_for(self, accounts: Sequence[str], days: DateRange | None, at: datetime) -> None:
        """One more row."""
        first, last = (days.first, days.last) if days else (None, None)
        self._session.execute(insert(_W).values(accounts=list(accounts), first=first, last=last, asked_at=at))

    def end(self, waiting: int, run: int | None) -> bool:
        """End it once; of two programs the second finds it ended."""
        how = "taken_back" if run is None else "run"
        ended = update(_W).where(_W.id == waiting, _W.ended.is_(None)).values(ended=how, run_id=run)
        return self._session.execute(ended.returning(_W.id)).one_or_none() is not None


def _waiting(record: WaitingImportRecord, by: str | None) -> WaitingImport:
    days = DateRange(record.first, record.last) if record.first and record.last else None
    return WaitingImport(record.id, tuple(record.accounts), days, record.asked_at, record.asked_by, by)
