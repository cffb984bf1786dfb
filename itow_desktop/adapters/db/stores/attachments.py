"""Files of cars: photos, scans, papers from outside."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.file_tables import AttachmentRecord, PhoneCallRecord, ReminderRecord, ScanLeftOutRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import BlobRecord, StaffRecord
from itow_desktop.domain.attachments import Attachment, FileKind, FileSource, PreparedFile
from itow_desktop.domain.errors import NotFound
from itow_desktop.services.ports.car_files import FileCounts, KeptFile

_STANDS = AttachmentRecord.void_reason.is_(None)
_NEWEST = (func.coalesce(AttachmentRecord.taken_at, AttachmentRecord.recorded_at).desc(), AttachmentRecord.id.desc())
_LISTED = (
    AttachmentRecord.id, AttachmentRecord.custody_id, AttachmentRecord.kind, AttachmentRecord.name, AttachmentRecord.source,
    AttachmentRecord.size, AttachmentRecord.width, AttachmentRecord.height, AttachmentRecord.taken_at, AttachmentRecord.remark,
    AttachmentRecord.void_reason, AttachmentRecord.recorded_at,
)  # fmt: skip


class SqlAttachments:
    """``AttachmentStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, custody_id: int, file: PreparedFile, source: FileSource, taken_at: datetime | None) -> int | None:
        """Keep the bytes once under their hashes and the file that has them; None where the car has this very file."""
        hashes = [self._blob(content) for content in (file.content, file.view, file.thumb)]
        new = insert(AttachmentRecord).values(
            custody_id=custody_id, kind=file.kind, name=file.name, source=source, came_as=file.came_as, sha256=hashes[0],
            size=len(file.content), view_sha256=hashes[1], thumb_sha256=hashes[2], width=file.width, height=file.height,
            taken_at=taken_at, remark=file.remark,
        )  # fmt: skip
        once = new.on_conflict_do_nothing(index_elements=["custody_id", "came_as"], index_where=_STANDS)
        return self._session.execute(once.returning(AttachmentRecord.id)).scalar_one_or_none()

    def of(self, custody_id: int) -> tuple[Attachment, ...]:
        """The files of a car that stand, the newest taken first."""
        return self._listed(_files().where(AttachmentRecord.custody_id == custody_id, _STANDS).order_by(*_NEWEST))

    def some(self, ids: Sequence[int]) -> tuple[Attachment, ...]:
        """These files, void ones too; raises ``NotFound`` when one is missing."""
        found = self._listed(_files().where(among(AttachmentRecord.id, ids)).order_by(*_NEWEST))
        if len(found) < len(set(ids)):
            raise NotFound("This file is not on record.")
        return found

    def voided(self, limit: int) -> tuple[Attachment, ...]:
        """Void files of all cars, the newest first."""
        return self._listed(_files().where(AttachmentRecord.void_reason.is_not(None)).order_by(AttachmentRecord.id.desc()).limit(limit))

    def original(self, attachment_id: int) -> KeptFile:
        """What is kept of the file as it came; raises ``NotFound``."""
        question = select(AttachmentRecord.name, BlobRecord.content).join(BlobRecord, BlobRecord.sha256 == AttachmentRecord.sha256)
        found = self._session.execute(question.where(AttachmentRecord.id == attachment_id)).one_or_none()
        if found is None:
            raise NotFound("This file is not on record.")
        return KeptFile(found[0], found[1])

    def view(self, attachment_id: int) -> bytes:
        """The photo to look at; raises ``NotFound``."""
        question = select(BlobRecord.content).join(AttachmentRecord, AttachmentRecord.view_sha256 == BlobRecord.sha256)
        found = self._session.execute(question.where(AttachmentRecord.id == attachment_id)).scalar_one_or_none()
        if found is None:
            raise NotFound("There is no picture of this file.")
        return found

    def void(self, ids: Sequence[int], reason: str | None) -> None:
        """Take files out with a reason, or bring them back."""
        changed = update(AttachmentRecord).where(among(AttachmentRecord.id, ids)).values(void_reason=reason)
        self._session.execute(changed.execution_options(synchronize_session=False))

    def known(self, digests: Collection[str]) -> frozenset[str]:
        """Those of these files, as they came, that are on a car or were left out."""
        attached = select(AttachmentRecord.came_as).where(among(AttachmentRecord.came_as, digests))
        left_out = select(ScanLeftOutRecord.came_as).where(among(ScanLeftOutRecord.came_as, digests))
        return frozenset(self._session.scalars(attached.union(left_out)))

    def standing(self, digests: Collection[str]) -> Mapping[str, frozenset[int]]:
        """The cars on which each of these files, as it came, stands."""
        question = select(AttachmentRecord.came_as, AttachmentRecord.custody_id).where(among(AttachmentRecord.came_as, digests), _STANDS)
        found: dict[str, set[int]] = defaultdict(set)
        for digest, custody_id in self._session.execute(question):
            found[digest].add(custody_id)
        return {digest: frozenset(ids) for digest, ids in found.items()}

    def leave_out(self, files: Mapping[str, str]) -> None:
        """Keep in mind that these scans belong to no car."""
        rows = [{"came_as": digest, "name": name} for digest, name in files.items()]
        if rows:
            self._session.execute(insert(ScanLeftOutRecord).values(rows).on_conflict_do_nothing())

    def counts(self, custody_id: int) -> FileCounts:
        """What lies in the file of a car, in one statement."""
        files = select(func.count()).where(AttachmentRecord.custody_id == custody_id, _STANDS)
        newer = aliased(PhoneCallRecord)
        calls = select(PhoneCallRecord.at).where(
            PhoneCallRecord.custody_id == custody_id,
            PhoneCallRecord.withdrawn_because.is_(None),
            ~select(newer.id)
            .where(newer.custody_id == custody_id, newer.supersedes == PhoneCallRecord.id, newer.withdrawn_because.is_(None))
            .exists(),
        )
        standing = calls.subquery()
        reminders = select(func.count()).where(ReminderRecord.custody_id == custody_id, ReminderRecord.state == text("'open'"))
        photo = (
            select(BlobRecord.content)
            .join(AttachmentRecord, AttachmentRecord.thumb_sha256 == BlobRecord.sha256)
            .where(AttachmentRecord.custody_id == custody_id, _STANDS, AttachmentRecord.kind == FileKind.PHOTO)
            .order_by(*_NEWEST)
            .limit(1)
        )
        parts = (files, select(func.count()).select_from(standing), reminders, photo, select(func.max(standing.c.at)))
        return FileCounts(*self._session.execute(select(*(part.scalar_subquery() for part in parts))).one())

    def _blob(self, content: bytes | None) -> str | None:
        if content is None:
            return None
        digest = hashlib.sha256(content).hexdigest()
        # Asked first: megabytes that are here already need not be sent again.
        if self._session.scalar(select(BlobRecord.sha256).where(BlobRecord.sha256 == digest)) is None:
            self._session.execute(insert(BlobRecord).values(sha256=digest, content=content).on_conflict_do_nothing())
        return digest

    def _listed(self, question: Select[*tuple[Any, ...]]) -> tuple[Attachment, ...]:
        return tuple(_attachment(row) for row in self._session.execute(question))


def _files() -> Select[*tuple[Any, ...]]:
    return (
        select(*_LISTED, StaffRecord.name, BlobRecord.content)
        .outerjoin(StaffRecord, StaffRecord.id == AttachmentRecord.recorded_by)
        .outerjoin(BlobRecord, BlobRecord.sha256 == AttachmentRecord.thumb_sha256)
    )


def _attachment(row: Row[*tuple[Any, ...]]) -> Attachment:
    number, custody_id, kind, name, source, *rest = row
    return Attachment(number, custody_id, FileKind(kind), name, FileSource(source), *rest)
