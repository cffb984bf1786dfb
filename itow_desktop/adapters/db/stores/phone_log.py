"""The log of phone calls."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.file_tables import PhoneCallRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.phone_log import Direction, PhoneCall
from itow_desktop.services.ports.car_files import NewCall


class SqlPhoneLog:
    """``PhoneStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, custody_id: int) -> tuple[PhoneCall, ...]:
        """All calls of a car in the order of recording, corrected ones too."""
        question = (
            select(PhoneCallRecord, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == PhoneCallRecord.recorded_by)
            .where(PhoneCallRecord.custody_id == custody_id)
            .order_by(PhoneCallRecord.id)
        )
        return tuple(_call(record, name) for record, name in self._session.execute(question))

    def add(self, custody_id: int, call: NewCall) -> int:
        """Append; who recorded it and when is the database's own answer."""
        new = insert(PhoneCallRecord).values(custody_id=custody_id, **asdict(call)).returning(PhoneCallRecord.id)
        return self._session.execute(new).scalar_one()

    def withdraw(self, call_ids: Sequence[int], reason: str) -> None:
        """Take calls back; what was said stays as it was written."""
        changed = update(PhoneCallRecord).where(among(PhoneCallRecord.id, call_ids)).values(withdrawn_because=reason)
        self._session.execute(changed.execution_options(synchronize_session=False))


def _call(record: PhoneCallRecord, by: str | None) -> PhoneCall:
    return PhoneCall(
        id=record.id, custody_id=record.custody_id, at=record.at, direction=Direction(record.direction), name=record.name,
        number=record.number, said=record.said, recorded_at=record.recorded_at, recorded_by=by, supersedes=record.supersedes,
        withdrawn_because=record.withdrawn_because,
    )  # fmt: skip
