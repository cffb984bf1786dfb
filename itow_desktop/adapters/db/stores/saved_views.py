"""Saved views of the vehicle list, each person's own cars."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.finding_tables import OwnCarRecord, SavedViewRecord
from itow_desktop.adapters.db.tables import CustodyRecord
from itow_desktop.domain.errors import NotFound
from itow_desktop.services.saved_views import Choices, SavedView, read_definition

_MOST_CHOICES = 200
_O, _S, _C = OwnCarRecord, SavedViewRecord, CustodyRecord


class SqlOwnCars:
    """``OwnCarStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def saw(self, custody_id: int, at: datetime) -> None:
        """Remember the look of the person of this unit."""
        self._keep(custody_id, seen_at=at)

    def star(self, custody_id: int, on: bool) -> None:
        """Mark a car, or take the mark away."""
        self._keep(custody_id, starred=on)

    def starred(self, person_id: int) -> Sequence[int]:
        """Newest seen first."""
        return self._session.scalars(_of(person_id).where(_O.starred)).all()

    def recent(self, person_id: int, limit: int) -> Sequence[int]:
        """What the person looked at last."""
        return self._session.scalars(_of(person_id).where(_O.seen_at.is_not(None)).limit(limit)).all()

    def _keep(self, custody_id: int, **values: Any) -> None:
        row = upsert(_O).values(custody_id=custody_id, **values)
        self._session.execute(row.on_conflict_do_update(index_elements=[_O.staff_id, _O.custody_id], set_=values))


def _of(person_id: int) -> Any:
    return select(_O.custody_id).where(_O.staff_id == person_id).order_by(_O.seen_at.desc().nulls_last(), _O.id.desc())


class SqlViews:
    """``ViewStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, person_id: int | None) -> tuple[SavedView, ...]:
        """The office's and this person's own, in their order."""
        question = select(_S).where(~_S.voided, or_(_S.staff_id.is_(None), _S.staff_id == person_id)).order_by(_S.place, _S.id)
        return tuple(
            SavedView(each.id, each.name, read_definition(each.definition), each.staff_id) for each in self._session.scalars(question)
        )

    def add(self, view: SavedView) -> int:
        """Add one behind the others; answers its id."""
        last = select(func.coalesce(func.max(_S.place), 0) + 1).scalar_subquery()
        row = insert(_S).values(staff_id=view.owner, name=view.name, definition=view.definition.plain(), place=last)
        return self._session.execute(row.returning(_S.id)).scalar_one()

    def save(self, view: SavedView) -> None:
        """Change name, owner, definition; raises ``NotFound``."""
        self._change(view.id, staff_id=view.owner, name=view.name, definition=view.definition.plain())

    def void(self, view_id: int) -> None:
        """Take it out of every list."""
        self._change(view_id, voided=True)

    def arrange(self, ids: Sequence[int]) -> None:
        """Put views into this order."""
        for place, view_id in enumerate(ids, 1):
            self._session.execute(update(_S).where(_S.id == view_id, _S.place != place).values(place=place))

    def choices(self) -> Choices:
        """What the cars on record can be filtered by, the most frequent first."""
        often = func.count().desc()
        name = func.max(func.coalesce(_C.business, _C.towed_from))
        properties = select(_C.property_key, name).where(_C.property_key.is_not(None)).group_by(_C.property_key).order_by(often)
        accounts = select(_C.account).where(_C.account.is_not(None)).group_by(_C.account).order_by(often, text("1"))
        found = self._session.execute(properties.limit(_MOST_CHOICES)).all()
        return Choices(
            tuple((key, words or key) for key, words in found if key),
            tuple(filter(None, self._session.scalars(accounts.limit(_MOST_CHOICES)))),
        )

    def _change(self, view_id: int, **values: Any) -> None:
        changed = self._session.execute(update(_S).where(_S.id == view_id).values(**values).returning(_S.id)).all()
        if not changed:
            raise NotFound("This view is not there any more.")
