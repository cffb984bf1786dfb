"""How the work stood each day: written once, read for pictures of many days."""

from collections import defaultdict
from datetime import date

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.pack_tables import DayCountRecord, DaySnapshotRecord
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency

_D, _C = DaySnapshotRecord, DayCountRecord


class SqlSnapshots:
    """``SnapshotStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, snapshot: DaySnapshot) -> bool:
        """Keep a day's numbers; of two programs at once the second finds them there."""
        new = insert_or(_D).values(day=snapshot.day, active=snapshot.active, accounted_for=snapshot.accounted_for)
        kept = self._session.execute(new.on_conflict_do_nothing().returning(_D.day)).one_or_none()
        if kept is None:
            return False
        if snapshot.counts:
            rows = [{"day": snapshot.day, "urgency": each.urgency, "actor": each.actor, "cars": each.cars} for each in snapshot.counts]
            self._session.execute(insert(_C), rows)
        return True

    def has(self, day: date) -> bool:
        """Whether that day was kept."""
        return self._session.execute(select(_D.id).where(_D.day == day)).one_or_none() is not None

    def last_before(self, day: date) -> date | None:
        """The last day before it that was kept."""
        return self._session.execute(select(func.max(_D.day)).where(_D.day < day)).scalar_one()

    def between(self, first: date, last: date) -> tuple[DaySnapshot, ...]:
        """The days kept from ``first`` to ``last``, both included, in their order."""
        counts: dict[date, list[DayCount]] = defaultdict(list)
        for each in self._session.scalars(select(_C).where(_C.day.between(first, last)).order_by(_C.id)):
            counts[each.day].append(DayCount(Urgency(each.urgency), Actor(each.actor), each.cars))
        days = self._session.scalars(select(_D).where(_D.day.between(first, last)).order_by(_D.day))
        return tuple(DaySnapshot(each.day, each.active, each.accounted_for, tuple(counts[each.day])) for each in days)
