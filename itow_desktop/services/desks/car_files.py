"""A car's file as the window uses it: its page, photos, notes, phone log, reminders, history."""

from collections.abc import Generator, Sequence
from datetime import date
from pathlib import Path
from threading import Lock

from itow_desktop.domain.attachments import Attachment, FileSource
from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.history import HistoryPage, Place
from itow_desktop.domain.phone_log import PhoneCall
from itow_desktop.domain.reminders import Reminder
from itow_desktop.services import attaching, browsing, car_pages, histories, phoning, recording, reminding, scanning
from itow_desktop.services.attaching import AttachProgress, AttachResult, Pasted
from itow_desktop.services.car_pages import CarPage
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.phoning import CallNote
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.recording import Entry
from itow_desktop.services.scanning import Digests
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person, VehicleQuery, VehicleRow

_FOUND_AT_MOST = 30


class CarFileDesk(Desk):
    """Hands each question to its deed; remembers which scans it has read. Safe to call from several threads."""

    def __init__(self, ports: Ports, shift: Shift) -> None:
        super().__init__(ports, shift)
        self._digests: Digests = {}
        self._one_look = Lock()

    def page(self, custody_id: int) -> CarPage:
        """What is seen of a car at once."""
        return car_pages.car_page(self._shift, custody_id)

    def history(self, custody_id: int, before: Place | None) -> HistoryPage:
        """Every change of a car, newest first, from a place on."""
        return histories.car_history(self._shift, custody_id, before)

    def people(self) -> tuple[Person, ...]:
        """Everybody a reminder can be for."""
        return browsing.people(self._shift.desk)

    def find(self, words: str) -> tuple[VehicleRow, ...]:
        """Some cars that match what is typed, of any status."""
        return browsing.vehicle_page(self._shift, VehicleQuery(words, limit=_FOUND_AT_MOST)).rows

    # --- notes -------------------------------------------------------------------------------------------------------

    def add_note(self, person: Person | None, custody_id: int, text: str) -> None:
        """Write a note."""
        self._note(person, custody_id, text, None)

    def correct_note(self, person: Person | None, custody_id: int, event_id: str, text: str) -> None:
        """Put a corrected note in the place of one, which stays readable in the history."""
        self._note(person, custody_id, text, event_id)

    def _note(self, person: Person | None, custody_id: int, text: str, corrects: str | None) -> None:
        entry = Entry(EventKind.NOTE, at=self._shift.clock.now(), note=text, supersedes=corrects)
        recording.record(self._shift.by(person), custody_id, entry)

    def withdraw_note(self, person: Person | None, custody_id: int, event_id: str, reason: str) -> None:
        """Take a note back with a reason."""
        recording.record(self._shift.by(person), custody_id, Entry(EventKind.SUPERSEDED, note=reason, supersedes=event_id))

    # --- phone -------------------------------------------------------------------------------------------------------

    def calls(self, custody_id: int) -> tuple[PhoneCall, ...]:
        """The calls of a car in the order of recording."""
        return phoning.phone_calls(self._shift, custody_id)

    def log_call(self, person: Person | None, custody_id: int, call: CallNote, corrects: int | None = None) -> int:
        """Record a call, or a corrected one in the place of another."""
        if corrects is not None:
            return phoning.correct_call(self._shift.by(person), custody_id, corrects, call)
        return phoning.log_call(self._shift.by(person), custody_id, call)

    def withdraw_call(self, person: Person | None, custody_id: int, call_id: int, reason: str) -> None:
        """Take a call back with a reason."""
        phoning.withdraw_call(self._shift.by(person), custody_id, call_id, reason)

    # --- files -------------------------------------------------------------------------------------------------------

    def files(self, custody_id: int) -> tuple[Attachment, ...]:
        """The photos and files of a car, the newest first."""
        return attaching.attachments(self._shift, custody_id)

    def attach(
        self, person: Person | None, custody_id: int, files: Sequence[Path | Pasted], source: FileSource
    ) -> Generator[AttachProgress, None, AttachResult]:
        """Put files on a car."""
        return attaching.attach(self._shift.by(person), self._ports.pictures, custody_id, files, source)

    def void_files(self, person: Person | None, ids: Sequence[int], reason: str) -> None:
        """Take files out with a reason."""
        attaching.void_attachments(self._shift.by(person), ids, reason)

    def restore_files(self, person: Person | None, ids: Sequence[int]) -> None:
        """Bring void files back."""
        attaching.restore_attachments(self._shift.by(person), ids)

    def voided_files(self) -> tuple[Attachment, ...]:
        """The bin."""
        return attaching.voided_attachments(self._shift)

    def view(self, attachment_id: int) -> bytes:
        """A photo to look at, JPEG."""
        return attaching.view(self._shift, attachment_id)

    def write_file(self, attachment_id: int, path: Path) -> Path:
        """Write the kept original to ``path``, to a folder under its own name; answers where it lies. Raises ``UnreadableFile``."""
        kept = attaching.original(self._shift, attachment_id)
        target = path / kept.name if path.is_dir() else path
        try:
            target.write_bytes(kept.content)
        except OSError as error:
            raise UnreadableFile(f"{target} cannot be written ({error.strerror or error}). The file is safe on the car.") from error
        return target

    # --- scans -------------------------------------------------------------------------------------------------------

    def scan_folder(self) -> Path | None:
        """The watched folder of this PC; None where nobody chose one."""
        return self._ports.settings.read().scan_dir

    def watch_folder(self, folder: Path | None) -> None:
        """Watch another folder, or none; raises ``SettingsTrouble``."""
        self._ports.settings.change({"scan.dir": folder})

    def scans(self) -> tuple[Path, ...]:
        """Scans that wait to be put on a car, the oldest first; none where no folder is watched or it cannot be read now."""
        with self._one_look:
            folder = self.scan_folder()
            return () if folder is None else scanning.new_scans(self._shift, self._ports.pictures, folder, self._digests)

    def leave_out(self, person: Person | None, scans: Sequence[Path]) -> None:
        """These scans belong to no car; the files stay where they are."""
        scanning.leave_out(self._shift.by(person), self._ports.pictures, scans)

    # --- reminders ---------------------------------------------------------------------------------------------------

    def reminders(self) -> tuple[Reminder, ...]:
        """Every open reminder, those due first in front."""
        return reminding.open_reminders(self._shift)

    def car_reminders(self, custody_id: int) -> tuple[Reminder, ...]:
        """The reminders of a car."""
        return reminding.car_reminders(self._shift, custody_id)

    def add_reminder(self, person: Person | None, text: str, due: date, *, custody_id: int | None, person_id: int | None) -> int:
        """Remind of something."""
        return reminding.add_reminder(self._shift.by(person), text, due, custody_id=custody_id, person_id=person_id)

    def reminder_done(self, person: Person | None, reminder_id: int) -> None:
        """It was seen to."""
        reminding.reminder_done(self._shift.by(person), reminder_id)

    def move_reminder(self, person: Person | None, reminder_id: int, due: date) -> None:
        """Remind on another day."""
        reminding.move_reminder(self._shift.by(person), reminder_id, due)

    def void_reminder(self, person: Person | None, reminder_id: int, reason: str) -> None:
        """Take a reminder out with a reason."""
        reminding.void_reminder(self._shift.by(person), reminder_id, reason)

    def reopen_reminder(self, person: Person | None, reminder_id: int) -> None:
        """Take "done" or "void" back."""
        reminding.reopen_reminder(self._shift.by(person), reminder_id)
