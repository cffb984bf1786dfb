"""Reminders of the office and its people."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.file_tables import ReminderRecord
from itow_desktop.adapters.db.tables import CustodyRecord, StaffRecord, VehicleRecord
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.reminders import Reminder, ReminderState
from itow_desktop.domain.vehicles import description

_For = aliased(StaffRecord)
_By = aliased(StaffRecord)


class SqlReminders:
    """``ReminderStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self) -> tuple[Reminder, ...]:
        """All that are open, those due first in front."""
        return self._found(_asked().where(ReminderRecord.state == ReminderState.OPEN).order_by(ReminderRecord.due, ReminderRecord.id))

    def of(self, custody_id: int) -> tuple[Reminder, ...]:
        """Those of a car, open ones first."""
        open_first = case((ReminderRecord.state == ReminderState.OPEN, 0), else_=1)
        return self._found(
            _asked().where(ReminderRecord.custody_id == custody_id).order_by(open_first, ReminderRecord.due, ReminderRecord.id)
        )

    def get(self, reminder_id: int) -> Reminder:
        """One of them, locked where the unit writes; raises ``NotFound``."""
        found = self._found(_asked().where(ReminderRecord.id == reminder_id))
        if not found:
            raise NotFound("This reminder is not on record.")
        return found[0]

    def add(self, text: str, due: date, custody_id: int | None, person_id: int | None) -> int:
        """Add one and answer its id."""
        new = insert(ReminderRecord).values(text=text, due=due, custody_id=custody_id, staff_id=person_id)
        return self._session.execute(new.returning(ReminderRecord.id)).scalar_one()

    def save(self, reminder_id: int, due: date, state: ReminderState, void_reason: str | None) -> None:
        """Store its day and how it stands."""
        changed = update(ReminderRecord).where(ReminderRecord.id == reminder_id).values(due=due, state=state, void_reason=void_reason)
        self._session.execute(changed.execution_options(synchronize_session=False))

    def _found(self, question: Select[*tuple[Any, ...]]) -> tuple[Reminder, ...]:
        return tuple(_reminder(row) for row in self._session.execute(question))


def _asked() -> Select[*tuple[Any, ...]]:
    return (
        select(ReminderRecord, CustodyRecord.call_number, CustodyRecord.file_number, VehicleRecord, _For.name, _By.name)
        .outerjoin(CustodyRecord, CustodyRecord.id == ReminderRecord.custody_id)
        .outerjoin(VehicleRecord, VehicleRecord.id == CustodyRecord.vehicle_id)
        .outerjoin(_For, _For.id == ReminderRecord.staff_id)
        .outerjoin(_By, _By.id == ReminderRecord.recorded_by)
    )


def _reminder(row: Row[*tuple[Any, ...]]) -> Reminder:
    record, call, file, vehicle, person, by = row
    return Reminder(
        id=record.id, text=record.text, due=record.due, custody_id=record.custody_id,
        car=None if vehicle is None else _car(vehicle, call, file), person_id=record.staff_id, person=person,
        recorded_at=record.recorded_at, recorded_by=by, state=ReminderState(record.state), void_reason=record.void_reason,
    )  # fmt: skip


def _car(vehicle: VehicleRecord, call: str | None, file: str | None) -> str:
    plate = f"{vehicle.plate} {vehicle.plate_state or ''}".strip() if vehicle.plate else None
    number = f"call {call}" if call else file
    looks = description(vehicle.color, vehicle.year, vehicle.make, vehicle.model)
    return ", ".join(part for part in (plate, looks, number) if part)
