"""The append-only record of what happened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among, insert_rows
from itow_desktop.adapters.db.tables import EventRecord, StaffRecord
from itow_desktop.domain.events import Event, EventKind, EventSource

COLUMNS = ("id", "custody_id", "kind", "at", "on", "data", "note", "source", "supersedes")
READ = tuple(getattr(EventRecord, name) for name in (*COLUMNS, "recorded_at"))
"""What an event is read from, besides the name of who recorded it."""


class SqlEvents:
    """``EventStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, custody_id: int) -> tuple[Event, ...]:
        """All events of one custody in the order of recording, superseded ones too."""
        return self.of_many([custody_id]).get(custody_id, ())

    def of_many(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[Event, ...]]:
        """Events by custody, each in the order of recording."""
        question = (
            select(*READ, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == EventRecord.recorded_by)
            .where(among(EventRecord.custody_id, custody_ids))
            .order_by(EventRecord.seq)
        )
        found: dict[int, list[Event]] = defaultdict(list)
        for row in self._session.execute(question):
            found[row.custody_id].append(event_of(row))
        return {custody_id: tuple(events) for custody_id, events in found.items()}

    def lock(self, custody_ids: Sequence[int]) -> None:
        """Lock the custodies in one order, so that two deeds cannot block each other for good."""
        self._session.execute(text("SELECT 1 FROM custodies WHERE id = ANY(:ids) ORDER BY id FOR UPDATE"), {"ids": sorted(custody_ids)})

    def add(self, events: Iterable[tuple[int, Event]]) -> None:
        """Append; who recorded it and when is the database's own answer."""
        insert_rows(self._session, "events", COLUMNS, (row(custody_id, event) for custody_id, event in events))


def row(custody_id: int, event: Event) -> dict[str, object]:
    """An event as its columns."""
    return {
        "id": event.id, "custody_id": custody_id, "kind": event.kind, "at": event.at, "on": event.on, "data": dict(event.data),
        "note": event.note, "source": event.source, "supersedes": event.supersedes,
    }  # fmt: skip


def event_of(kept: Any) -> Event:
    """A row of ``READ`` with the recorder's name."""
    return Event(
        id=str(kept.id), kind=EventKind(kept.kind), at=kept.at, on=kept.on, data=kept.data, note=kept.note,
        source=EventSource(kept.source) if kept.source else None, recorded_at=kept.recorded_at, recorded_by=kept.name,
        supersedes=str(kept.supersedes) if kept.supersedes else None,
    )  # fmt: skip
