"""The office's day as its papers tell it: events of a day, planned sales, newspapers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.office_paper_tables import NewspaperRecord
from itow_desktop.adapters.db.stores.events import READ, event_of
from itow_desktop.adapters.db.tables import EventRecord, ProjectionRecord, StaffRecord
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.vehicles import CustodyStatus

_E, _N = EventRecord, NewspaperRecord
_MARK = "uq_newspapers_name"


class SqlOfficePapers:
    """``OfficePaperStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def happened(self, first: datetime, end: datetime, on: date) -> tuple[tuple[int, Event], ...]:
        """What stands of a day, in the order of recording."""
        moments = (and_(column >= first, column < end) for column in (_E.at, _E.recorded_at))
        return self._read(_standing(or_(*moments, _E.on == on)).where(_E.kind != EventKind.SUPERSEDED))

    def planned(self, since: date) -> tuple[tuple[int, Event], ...]:
        """The last plan of each car on the lot, where its day has not passed."""
        on_lot = select(ProjectionRecord.custody_id).where(ProjectionRecord.status == CustodyStatus.ON_LOT)
        found = self._read(_standing(and_(_E.kind == EventKind.SALE_PLANNED, _E.custody_id.in_(on_lot))))
        last = dict(found)  # in the order of recording, so that the last plan stays
        return tuple((custody_id, event) for custody_id, event in last.items() if event.on is not None and event.on >= since)

    def _read(self, question: Select[*tuple[Any, ...]]) -> tuple[tuple[int, Event], ...]:
        return tuple((row.custody_id, event_of(row)) for row in self._session.execute(question.order_by(_E.seq)))

    def newspapers(self) -> tuple[Newspaper, ...]:
        """Every newspaper by its name."""
        rows = self._session.scalars(select(_N).order_by(func.lower(_N.name), _N.id))
        return tuple(Newspaper(row.id, row.name, row.county, row.email, row.phone, row.note, row.active) for row in rows)

    def keep_newspaper(self, newspaper: Newspaper) -> int:
        """Add (id 0) or change one; raises ``Problems`` where there is one of that name."""
        values = {name: getattr(newspaper, name) for name in ("name", "county", "email", "phone", "note", "active")}
        try:
            if newspaper.id:
                self._session.execute(update(_N).where(_N.id == newspaper.id).values(**values))
                return newspaper.id
            return self._session.execute(insert(_N).values(**values).returning(_N.id)).scalar_one()
        except IntegrityError as error:
            if _MARK not in str(error.orig):
                raise
            raise Problems((("name", f"There is a newspaper {newspaper.name} already."),)) from error


def _standing(wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    later = aliased(EventRecord)
    question = select(*READ, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _E.recorded_by)
    return question.where(wanted, ~select(later.id).where(later.supersedes == _E.id).exists())
