"""Which line waits, who has it, who is away."""

from collections.abc import Sequence
from datetime import date, datetime

import psycopg
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.people import Proof
from itow_desktop.adapters.db.work_tables import AbsenceRecord
from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.errors import NotFound, Refused
from itow_desktop.services.ports.people import PinAnswer

_SNOOZE = text(
    "INSERT INTO snoozes (custody_id, until, reason) SELECT unnest(CAST(:cars AS bigint[])), :until, :reason"
    " ON CONFLICT (custody_id) DO UPDATE SET until = excluded.until, reason = excluded.reason"
)
_ASSIGN = text(
    "INSERT INTO assignments (custody_id, staff_id) SELECT unnest(CAST(:cars AS bigint[])), CAST(:person AS integer)"
    " ON CONFLICT (custody_id) DO UPDATE SET staff_id = excluded.staff_id"
)
_CONFIRM = text("SELECT accepted, wait_seconds, tries_left FROM confirm_event(CAST(:event AS uuid), :proof, :moment, :words)")


class SqlDeskWork:
    """``DeskWorkStore`` over one session; the projections follow by triggers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def snooze(self, custody_ids: Sequence[int], until: date | None, reason: str | None) -> None:
        """Let lines wait until a day; None lets them wait no more."""
        self._session.execute(_SNOOZE, {"cars": sorted(set(custody_ids)), "until": until, "reason": reason})

    def assign(self, custody_ids: Sequence[int], staff_id: int | None) -> None:
        """Give lines to a person; None takes them from everybody."""
        self._session.execute(_ASSIGN, {"cars": sorted(set(custody_ids)), "person": staff_id})

    def absences(self, since: date) -> tuple[Absence, ...]:
        """Those that are not over on that day, the first to begin in front."""
        question = select(AbsenceRecord).where(~AbsenceRecord.void, AbsenceRecord.back_on > since)
        found = self._session.scalars(question.order_by(AbsenceRecord.from_on, AbsenceRecord.id))
        return tuple(Absence(each.staff_id, each.covered_by, each.from_on, each.back_on, each.id) for each in found)

    def add_absence(self, absence: Absence) -> int:
        """Keep one and answer its id."""
        new = insert(AbsenceRecord).values(
            staff_id=absence.staff_id, covered_by=absence.covered_by, from_on=absence.from_on, back_on=absence.back_on
        )
        try:
            return self._session.execute(new.returning(AbsenceRecord.id)).scalar_one()
        except IntegrityError as error:
            if isinstance(error.orig, psycopg.errors.ExclusionViolation):
                raise Refused("This person is away on some of these days already. Take that back first. Nothing was changed.") from error
            raise

    def void_absence(self, absence_id: int) -> None:
        """Take one back."""
        gone = update(AbsenceRecord).where(AbsenceRecord.id == absence_id, ~AbsenceRecord.void).values(void=True)
        done = self._session.execute(gone.returning(AbsenceRecord.id).execution_options(synchronize_session=False))
        if done.one_or_none() is None:
            raise NotFound("This absence was taken back already. Nothing was changed.")

    def confirm(self, event_id: str, proof: bytes, moment: datetime, words: str) -> PinAnswer:
        """Let the deed's person stand for what another one recorded."""
        asked = {"event": event_id, "proof": Proof(proof), "moment": moment, "words": words}
        return PinAnswer(*self._session.execute(_CONFIRM, asked).one())
