"""Papers that were made, and their bytes."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import BlobRecord, DocumentRecord, StaffRecord
from itow_desktop.domain.errors import NotFound
from itow_desktop.services.views import DocumentInfo


class SqlDocuments:
    """``DocumentStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, custody_id: int | None, kind: str, name: str, content: bytes, data: Mapping[str, str]) -> DocumentInfo:
        """Keep the bytes once under their hash, and the paper that has them."""
        digest = hashlib.sha256(content).hexdigest()
        self._session.execute(insert(BlobRecord).values(sha256=digest, content=content).on_conflict_do_nothing())
        new = insert(DocumentRecord).values(custody_id=custody_id, kind=kind, name=name, sha256=digest, size=len(content), data=dict(data))
        return self.get(self._session.execute(new.returning(DocumentRecord.id)).scalar_one())

    def content(self, document_id: int) -> bytes:
        """The exact bytes; raises ``NotFound``."""
        question = (
            select(BlobRecord.content)
            .join(DocumentRecord, DocumentRecord.sha256 == BlobRecord.sha256)
            .where(DocumentRecord.id == document_id)
        )
        found = self._session.execute(question).scalar_one_or_none()
        if found is None:
            raise NotFound("This paper is not on record.")
        return found

    def get(self, document_id: int) -> DocumentInfo:
        """One paper without its bytes; raises ``NotFound``."""
        found = self._session.execute(_papers().where(DocumentRecord.id == document_id)).one_or_none()
        if found is None:
            raise NotFound("This paper is not on record.")
        return _info(found[0], found[1])

    def of(self, custody_id: int) -> tuple[DocumentInfo, ...]:
        """The papers of a custody, newest first."""
        question = _papers().where(DocumentRecord.custody_id == custody_id).order_by(DocumentRecord.id.desc())
        return tuple(_info(record, name) for record, name in self._session.execute(question))

    def told(self, document_ids: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
        """What was kept with each of them."""
        question = select(DocumentRecord.id, DocumentRecord.data).where(among(DocumentRecord.id, document_ids))
        return {document_id: {name: str(value) for name, value in data.items()} for document_id, data in self._session.execute(question)}


def _papers() -> Select[DocumentRecord, str | None]:
    return select(DocumentRecord, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == DocumentRecord.created_by)


def _info(record: DocumentRecord, name: str | None) -> DocumentInfo:
    return DocumentInfo(record.id, record.custody_id, record.kind, record.name, record.sha256, record.size, record.created_at, name)
