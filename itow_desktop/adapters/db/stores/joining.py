"""Cars entered by hand beside the TowBook calls that may be about them."""

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import CustodyRecord, PartyRecord, ProjectionRecord
from itow_desktop.domain.vehicles import CustodyStatus

_ON_LOT = f"p.status = '{CustodyStatus.ON_LOT}'"
_CAR = "custodies c JOIN projections p ON p.custody_id = c.id JOIN vehicles v ON v.id = c.vehicle_id"
# A plate is that of a state; where one of the two states is not known, the plate alone must do.
_NOTICE = text(f"""
    WITH hand AS MATERIALIZED (
        SELECT c.id, c.call_number, c.not_same, v.vin, v.plate, v.plate_state FROM {_CAR}
        WHERE c.towbook_id IS NULL AND c.maybe_same IS NULL AND {_ON_LOT}
    ), told AS MATERIALIZED (
        SELECT c.id, c.call_number, v.vin, v.plate, v.plate_state FROM {_CAR} WHERE c.towbook_id IS NOT NULL AND {_ON_LOT}
    ), alike AS (
        SELECT h.id AS hand, t.id AS told, h.not_same FROM hand h JOIN told t ON t.vin = h.vin
        UNION SELECT h.id, t.id, h.not_same FROM hand h
            JOIN told t ON t.plate = h.plate AND coalesce(t.plate_state = h.plate_state, true)
        UNION SELECT h.id, t.id, h.not_same FROM hand h JOIN told t ON t.call_number = h.call_number
    ), asked AS (
        SELECT hand, max(told) AS told FROM alike WHERE not_same IS NULL OR told <> ALL(not_same) GROUP BY hand
    )
    UPDATE custodies SET maybe_same = asked.told FROM asked WHERE custodies.id = asked.hand
""")  # noqa: S608 - nothing but our own words
_GONE = text(f"""
    UPDATE custodies SET maybe_same = NULL
    WHERE maybe_same IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {_CAR} WHERE c.id = custodies.maybe_same AND c.towbook_id IS NOT NULL AND {_ON_LOT}
    )
""")  # noqa: S608


class SqlJoining:
    """``JoiningStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def notice(self) -> int:
        """Let cars that are alike ask; a question about a call that is gone is dropped first."""
        self._session.execute(_GONE)
        return int(self._session.execute(_NOTICE).rowcount)  # type: ignore[attr-defined]  # an UPDATE's result has it

    def asked(self, custody_id: int) -> int | None:
        """The custody that may be the same car."""
        return self._session.scalar(select(CustodyRecord.maybe_same).where(CustodyRecord.id == custody_id))

    def deny(self, custody_id: int, other_id: int) -> None:
        """Remember that they are two cars."""
        denied = func.array_append(func.coalesce(CustodyRecord.not_same, text("'{}'::bigint[]")), other_id)
        self._touch(custody_id, maybe_same=None, not_same=denied)

    def hand_over(self, custody_id: int, other_id: int) -> None:
        """First taken from the one, since no two custodies may have the same call."""
        told = self._session.execute(
            select(CustodyRecord.towbook_id, CustodyRecord.towbook_hash, CustodyRecord.towbook_released).where(CustodyRecord.id == other_id)
        ).one()
        self._touch(other_id, towbook_id=None, towbook_hash=None, towbook_released=False)
        self._touch(
            custody_id, maybe_same=None, towbook_id=told.towbook_id, towbook_hash=told.towbook_hash, towbook_released=told.towbook_released
        )
        moved = update(PartyRecord).where(PartyRecord.custody_id == other_id).values(custody_id=custody_id)
        self._session.execute(moved.execution_options(synchronize_session=False))

    def by_hand(self) -> int:
        """Cars on the lot that no call is known of."""
        question = (
            select(func.count())
            .select_from(CustodyRecord)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(CustodyRecord.towbook_id.is_(None), ProjectionRecord.status == CustodyStatus.ON_LOT)
        )
        return self._session.scalar(question) or 0

    def _touch(self, custody_id: int, **values: object) -> None:
        wanted = update(CustodyRecord).where(CustodyRecord.id == custody_id).values(version=CustodyRecord.version + 1, **values)
        self._session.execute(wanted.execution_options(synchronize_session=False))
