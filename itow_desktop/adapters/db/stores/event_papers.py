"""Which files prove which events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.file_tables import AttachmentRecord
from itow_desktop.adapters.db.record_tables import EventPaperRecord
from itow_desktop.adapters.db.stores.attachments import SqlAttachments
from itow_desktop.domain.attachments import FileSource, PreparedFile

_PROVE = text(
    "INSERT INTO event_papers (custody_id, event_id, attachment_id)"
    " SELECT :custody, CAST(:event AS uuid), file FROM unnest(CAST(:files AS bigint[])) AS file ON CONFLICT DO NOTHING"
)
_FOLLOW = text(
    "INSERT INTO event_papers (custody_id, event_id, attachment_id)"
    " SELECT custody_id, CAST(:event AS uuid), attachment_id FROM event_papers"
    " WHERE custody_id = :custody AND event_id = CAST(:corrected AS uuid) ON CONFLICT DO NOTHING"
)


class SqlEventPapers:
    """``EventPaperStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._files = SqlAttachments(session)

    def keep(self, custody_id: int, file: PreparedFile, source: FileSource, taken_at: datetime | None) -> int:
        """The file's id on the car, where it is put if it is not there yet."""
        made = self._files.keep(custody_id, file, source, taken_at)
        if made is not None:
            return made
        there = select(AttachmentRecord.id).where(
            AttachmentRecord.custody_id == custody_id, AttachmentRecord.came_as == file.came_as, AttachmentRecord.void_reason.is_(None)
        )
        return self._session.scalars(there).one()

    def prove(self, custody_id: int, event_id: str, files: Sequence[int]) -> None:
        """These files of the car prove the event."""
        self._session.execute(_PROVE, {"custody": custody_id, "event": event_id, "files": list(files)})

    def follow(self, custody_id: int, event_id: str, corrected: str) -> None:
        """What proved the corrected event proves the right one too."""
        self._session.execute(_FOLLOW, {"custody": custody_id, "event": event_id, "corrected": corrected})

    def of(self, custody_id: int) -> Mapping[str, tuple[str, ...]]:
        """The names of the files that prove each event of a car, by event id; files that were taken out are left out."""
        question = (
            select(EventPaperRecord.event_id, AttachmentRecord.name)
            .join(AttachmentRecord, AttachmentRecord.id == EventPaperRecord.attachment_id)
            .where(EventPaperRecord.custody_id == custody_id, AttachmentRecord.void_reason.is_(None))
            .order_by(EventPaperRecord.id)
        )
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for event_id, name in self._session.execute(question):
            found[str(event_id)] += (name,)
        return dict(found)
