"""The files of the cars of a yard in memory, as a car's page asks for them."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from threading import Event as Gate
from zoneinfo import ZoneInfo

from itow_desktop.domain.attachments import Attachment, FileKind, FileSource
from itow_desktop.domain.errors import Cancelled, Refused
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.history import HistoryPage, Place
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.phone_log import PhoneCall, standing_calls
from itow_desktop.domain.reminders import Reminder, ReminderState
from itow_desktop.domain.stays import OtherStays
from itow_desktop.services.attaching import AttachProgress, AttachResult, Pasted
from itow_desktop.services.car_pages import CarPage, SaleDay
from itow_desktop.services.phoning import CallNote
from itow_desktop.services.ports.car_files import FileCounts
from itow_desktop.services.views import Person, VehicleQuery, VehicleRow
from tests.ui.yard import AGENCIES, PEOPLE, TODAY, ZONE, Yard

NOW = datetime(2026, 5, 20, 14, 5, tzinfo=UTC)


class YardFiles:
    """Meets ``CarFileWork``; a trouble of the yard is a trouble here."""

    def __init__(self, yard: Yard) -> None:
        self.yard = yard
        self.read: list[int] = []
        self.sale: SaleDay | None = None
        self.phoned: list[PhoneCall] = []
        self.kept: list[Attachment] = []
        self.gate: Gate | None = None
        """Where adding waits after its first file."""
        self.reminded: list[Reminder] = []
        self.pages: dict[Place | None, HistoryPage] = {}
        self.folder: Path | None = None
        self.waiting: tuple[Path, ...] = ()
        self.left_out: list[Path] = []
        self.stays = OtherStays()
        self.pieces: tuple[Piece, ...] = ()
        self._ids = count(1)

    @property
    def zone(self) -> ZoneInfo:
        return ZONE

    def today(self) -> date:
        return TODAY

    def page(self, custody_id: int) -> CarPage:
        self.read.append(custody_id)
        card = self.yard.card(custody_id)
        calls = [call for call in standing_calls(self.phoned) if call.custody_id == custody_id]
        files = self.files(custody_id)
        reminders = [each for each in self.car_reminders(custody_id) if each.state is ReminderState.OPEN]
        photo = next((file.thumb for file in files if file.kind is FileKind.PHOTO), None)
        counts = FileCounts(len(files), len(calls), len(reminders), photo, max((call.at for call in calls), default=None))
        return CarPage(card, self.sale, counts, {agency.id: agency.name for agency in AGENCIES}, stays=self.stays, pieces=self.pieces)

    def history(self, custody_id: int, before: Place | None) -> HistoryPage:
        self._stumble()
        return self.pages.get(before, HistoryPage(()))

    def people(self) -> tuple[Person, ...]:
        return tuple(person for person in PEOPLE if person.active)

    def find(self, words: str) -> tuple[VehicleRow, ...]:
        return self.yard.pages(VehicleQuery(words)).rows

    # --- notes and phone ---------------------------------------------------------------------------------------------

    def add_note(self, person: Person | None, custody_id: int, text: str) -> None:
        self._stumble()
        self._note(person, custody_id, text, None)

    def correct_note(self, person: Person | None, custody_id: int, event_id: str, text: str) -> None:
        self._stumble()
        self._note(person, custody_id, text, event_id)

    def _note(self, person: Person | None, custody_id: int, text: str, supersedes: str | None) -> None:
        by = person.name if person else None
        number = f"n{next(self._ids)}"
        self.yard.happened(
            custody_id, Event(number, EventKind.NOTE, at=NOW, note=text, recorded_at=NOW, recorded_by=by, supersedes=supersedes)
        )

    def withdraw_note(self, person: Person | None, custody_id: int, event_id: str, reason: str) -> None:
        self.yard.happened(custody_id, Event(f"w{next(self._ids)}", EventKind.SUPERSEDED, note=reason, supersedes=event_id))

    def calls(self, custody_id: int) -> tuple[PhoneCall, ...]:
        self._stumble()
        return tuple(call for call in self.phoned if call.custody_id == custody_id)

    def log_call(self, person: Person | None, custody_id: int, call: CallNote, corrects: int | None = None) -> int:
        self._stumble()
        by = person.name if person else None
        new = PhoneCall(
            next(self._ids), custody_id, call.at, call.direction, call.name or None, call.number or None, call.said, NOW, by, corrects
        )
        self.phoned.append(new)
        return new.id

    def withdraw_call(self, person: Person | None, custody_id: int, call_id: int, reason: str) -> None:
        self.phoned = [replace(call, withdrawn_because=reason) if call.id == call_id else call for call in self.phoned]

    # --- files -------------------------------------------------------------------------------------------------------

    def files(self, custody_id: int) -> tuple[Attachment, ...]:
        self._stumble()
        return tuple(file for file in self.kept if file.custody_id == custody_id and file.void_reason is None)

    def attach(
        self, person: Person | None, custody_id: int, files: Sequence[Path | Pasted], source: FileSource
    ) -> Generator[AttachProgress, None, AttachResult]:
        """Files named like something broken are refused; the rest are photos."""
        self._stumble()
        ids: list[int] = []
        troubles = []
        try:
            for place, file in enumerate(files):
                yield AttachProgress(place, len(files), file.name)
                if place and self.gate is not None:
                    assert self.gate.wait(10)
                if "broken" in file.name:
                    troubles.append(f"{file.name} is no photo that can be read. It was not added.")
                    continue
                ids.append(self.put(custody_id, file.name, source, by=person.name if person else None))
        except Cancelled:
            return AttachResult(tuple(ids), tuple(troubles), (), stopped=True)
        return AttachResult(tuple(ids), tuple(troubles), ())

    def put(
        self, custody_id: int, name: str, source: FileSource = FileSource.FILE, *, by: str | None = "Kim", thumb: bytes | None = None
    ) -> int:
        """One more file on a car."""
        kind = FileKind.PDF if name.endswith(".pdf") else FileKind.PHOTO
        self.kept.insert(
            0, Attachment(next(self._ids), custody_id, kind, name, source, 2_400_000, 4000, 3000, NOW, None, None, NOW, by, thumb)
        )
        return self.kept[0].id

    def void_files(self, person: Person | None, ids: Sequence[int], reason: str) -> None:
        self._stumble()
        self.kept = [replace(file, void_reason=reason) if file.id in ids else file for file in self.kept]

    def view(self, attachment_id: int) -> bytes:
        return next(file.thumb or b"" for file in self.kept if file.id == attachment_id)

    def write_file(self, attachment_id: int, path: Path) -> Path:
        file = next(file for file in self.kept if file.id == attachment_id)
        target = path / file.name if path.is_dir() else path
        target.write_bytes(b"the original")
        return target

    # --- scans -------------------------------------------------------------------------------------------------------

    def scan_folder(self) -> Path | None:
        return self.folder

    def watch_folder(self, folder: Path | None) -> None:
        self.folder = folder

    def scans(self) -> tuple[Path, ...]:
        return self.waiting

    def leave_out(self, person: Person | None, scans: Sequence[Path]) -> None:
        self.left_out += scans
        self.waiting = tuple(scan for scan in self.waiting if scan not in scans)

    # --- reminders ---------------------------------------------------------------------------------------------------

    def reminders(self) -> tuple[Reminder, ...]:
        self._stumble()
        return tuple(sorted((each for each in self.reminded if each.state is ReminderState.OPEN), key=lambda each: each.due))

    def car_reminders(self, custody_id: int) -> tuple[Reminder, ...]:
        self._stumble()
        return tuple(each for each in self.reminded if each.custody_id == custody_id)

    def add_reminder(self, person: Person | None, text: str, due: date, *, custody_id: int | None, person_id: int | None) -> int:
        self._stumble()
        whom = next((each.name for each in PEOPLE if each.id == person_id), None)
        car = None if custody_id is None else f"car {custody_id}"
        by = person.name if person else None
        self.reminded.append(Reminder(next(self._ids), text, due, custody_id, car, person_id, whom, NOW, by))
        return self.reminded[-1].id

    def reminder_done(self, person: Person | None, reminder_id: int) -> None:
        self._settle(reminder_id, state=ReminderState.DONE)

    def move_reminder(self, person: Person | None, reminder_id: int, due: date) -> None:
        self._settle(reminder_id, due=due)

    def void_reminder(self, person: Person | None, reminder_id: int, reason: str) -> None:
        self._settle(reminder_id, state=ReminderState.VOID, void_reason=reason)

    def _settle(self, reminder_id: int, **changes: object) -> None:
        self._stumble()
        if not any(each.id == reminder_id and each.state is ReminderState.OPEN for each in self.reminded):
            raise Refused("This reminder was done in the meantime. Nothing was changed.")
        self.reminded = [replace(each, **changes) if each.id == reminder_id else each for each in self.reminded]  # type: ignore[arg-type]

    def _stumble(self) -> None:
        if self.yard.trouble is not None:
            raise self.yard.trouble
