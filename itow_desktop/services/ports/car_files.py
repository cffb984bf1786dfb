"""A car's file as the deeds see it: photos and scans, phone calls, reminders, the history of all of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.attachments import Attachment, FileSource, PreparedFile
from itow_desktop.domain.history import Place, Traces
from itow_desktop.domain.phone_log import Direction, PhoneCall
from itow_desktop.domain.reminders import Reminder, ReminderState


@dataclass(frozen=True, slots=True)
class FileCounts:
    """What lies in a car's file: how many files, phone calls, open reminders; the newest photo small (JPEG), the last call's time."""

    files: int = 0
    calls: int = 0
    reminders: int = 0
    photo: bytes | None = None
    last_call: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The bytes of a file with the name it is saved under."""

    name: str
    content: bytes


class Pictures(Protocol):
    """Makes files ready to be kept. Reads files; never changes them. May be shared by threads, works on one file at a time."""

    def prepare(self, path: Path) -> PreparedFile:
        """A file of the disk; raises ``UnreadableFile`` with a sentence that names it."""

    def prepare_bytes(self, name: str, content: bytes) -> PreparedFile:
        """The same for bytes that are no file yet, such as what was pasted."""

    def digest(self, path: Path) -> str:
        """The SHA-256 (hex) of a file as it lies there; raises ``UnreadableFile``."""

    def refusal(self, name: str) -> str | None:
        """Why a file of this name is not kept, whatever is in it, as a sentence; None where it is."""


class AttachmentStore(Protocol):
    """Files of cars."""

    def keep(self, custody_id: int, file: PreparedFile, source: FileSource, taken_at: datetime | None) -> int | None:
        """Keep a file; answers its id, None where this very file is on the car already."""

    def of(self, custody_id: int) -> tuple[Attachment, ...]:
        """The files of a car that stand, the newest taken first."""

    def some(self, ids: Sequence[int]) -> tuple[Attachment, ...]:
        """These files, void ones too; raises ``NotFound`` when one is missing."""

    def voided(self, limit: int) -> tuple[Attachment, ...]:
        """Void files of all cars, the newest first."""

    def original(self, attachment_id: int) -> KeptFile:
        """What is kept of the file as it came; raises ``NotFound``."""

    def view(self, attachment_id: int) -> bytes:
        """The photo to look at (JPEG); raises ``NotFound`` also where the file is no photo."""

    def void(self, ids: Sequence[int], reason: str | None) -> None:
        """Take files out with a reason, or bring them back with None."""

    def known(self, digests: Collection[str]) -> frozenset[str]:
        """Those of these files, as they came, that are on a car or were left out."""

    def standing(self, digests: Collection[str]) -> Mapping[str, frozenset[int]]:
        """The cars on which each of these files, as it came, stands; one that is on none is left out."""

    def leave_out(self, files: Mapping[str, str]) -> None:
        """Keep in mind that these scans (digest: name) belong to no car."""

    def counts(self, custody_id: int) -> FileCounts:
        """What lies in the file of a car."""


class PhoneStore(Protocol):
    """The append-only log of phone calls."""

    def of(self, custody_id: int) -> tuple[PhoneCall, ...]:
        """All calls of a car in the order of recording, corrected ones too."""

    def add(self, custody_id: int, call: "NewCall") -> int:
        """Append; who recorded it and when is the database's own answer."""

    def withdraw(self, call_ids: Sequence[int], reason: str) -> None:
        """Take calls back; what was said stays as it was written."""


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call to be recorded; see ``PhoneCall``."""

    at: datetime
    direction: Direction
    said: str
    name: str | None = None
    number: str | None = None
    supersedes: int | None = None


class ReminderStore(Protocol):
    """Reminders of the office and its people."""

    def open(self) -> tuple[Reminder, ...]:
        """All that are open, those due first in front."""

    def of(self, custody_id: int) -> tuple[Reminder, ...]:
        """Those of a car, also done and void ones, open ones first."""

    def get(self, reminder_id: int) -> Reminder:
        """One of them, locked until the unit ends where it writes; raises ``NotFound``."""

    def add(self, text: str, due: date, custody_id: int | None, person_id: int | None) -> int: ...
    def save(self, reminder_id: int, due: date, state: ReminderState, void_reason: str | None) -> None: ...


class HistoryStore(Protocol):
    """What the record tells of a car."""

    def of(self, custody_id: int, before: Place | None, limit: int) -> Traces:
        """Traces from a place on, newest first."""
