"""The record as the window uses it: events of one or many cars, their papers, corrections."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.errors import Problems, UnreadableFile
from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.vehicles import present
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, Scan, deed_name, record_all
from itow_desktop.services.views import Person


class RecordDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def cars(self, custody_ids: Sequence[int]) -> tuple[OpenCase, ...]:
        """The cars somebody records something of, in the order asked for."""
        with self._shift.desk.look() as unit:
            found = {case.custody_id: case for case in unit.deadlines.cases(custody_ids)}
        return tuple(found[each] for each in dict.fromkeys(custody_ids) if each in found)

    def event(self, custody_id: int, event_id: str) -> Event | None:
        """One event of a car while it counts."""
        with self._shift.desk.look() as unit:
            return next((event for event in standing(unit.events.of(custody_id)) if event.id == event_id), None)

    def record(self, person: Person | None, entries: Mapping[int, Entry], files: Sequence[Path] = ()) -> int:
        """Record one event of each car, with the files that prove it on every one of them: all of it or nothing.

        Answers of how many cars. Raises ``UnreadableFile`` for a file, ``Problems``, ``Refused``, ``Doubtful``, ``NotFound``.
        """
        shift = self._shift.by(person)
        scans = [self._scan(path) for path in files]
        name = deed_name(shift, list(entries.values()), self.cars(list(entries)))
        complaints = {car: number for car, entry in entries.items() if (number := _complaint(entry))}
        return len(record_all(shift, name, list(entries), lambda car, _: (entries[car],), complaints, scans=scans))

    def correct(self, person: Person | None, custody_id: int, entry: Entry, files: Sequence[Path] = ()) -> None:
        """Put a right event in the place of a wrong one, which stays readable; raises ``Problems`` without a reason."""
        if present(entry.reason) is None:
            raise Problems((("reason", "Enter why it is corrected."),))
        self.record(person, {custody_id: entry}, files)

    def take_back(self, person: Person | None, custody_id: int, event_id: str, reason: str) -> None:
        """Take an event back with a reason; it stays readable."""
        self.record(person, {custody_id: Entry(EventKind.SUPERSEDED, note=reason, supersedes=event_id, reason=reason)})

    def unfit(self, files: Sequence[Path]) -> Mapping[Path, str]:
        """Why each of these files cannot be kept, in a sentence; the others can."""
        found = {}
        for path in files:
            try:
                self._ports.pictures.prepare(path)
            except UnreadableFile as trouble:
                found[path] = str(trouble)
        return found

    def papers(self, custody_id: int) -> Mapping[str, tuple[str, ...]]:
        """The names of the files that prove each event of a car, by event id."""
        with self._shift.desk.look() as unit:
            return unit.event_papers.of(custody_id)

    def _scan(self, path: Path) -> Scan:
        ready = self._ports.pictures.prepare(path)
        return Scan(ready, FileSource.FILE, self._aware(ready.taken_at))

    def _aware(self, moment: datetime | None) -> datetime | None:
        """A camera's clock shows the office's time where it does not say another zone."""
        return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=self.zone)


def _complaint(entry: Entry) -> str | None:
    return present(entry.data.get("complaint_no")) if entry.kind is EventKind.POLICE_NOTIFIED else None
