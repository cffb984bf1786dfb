"""The audited facts of the office."""

import hashlib
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import BlobRecord, OfficeFactRecord
from itow_desktop.domain.impounds import rules_from
from itow_desktop.services.views import OfficeFacts


class SqlOffice:
    """``OfficeStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self) -> OfficeFacts:
        """The facts as they stand; what was never entered has its default."""
        known = {each.name for each in fields(OfficeFacts)}
        rows = self._session.scalars(select(OfficeFactRecord))
        stored: dict[str, Any] = {row.key: _frozen(row.value) for row in rows if row.key in known}
        if stored.get("began_on") is not None:
            stored["began_on"] = date.fromisoformat(stored["began_on"])
        if "impound_rules" in stored:
            stored["impound_rules"] = rules_from(stored["impound_rules"])
        return OfficeFacts(**stored)

    def save(self, facts: OfficeFacts) -> None:
        """Store what differs from before, so that the audit shows real changes only."""
        before = asdict(self.get())
        for key, value in asdict(facts).items():
            if value != before[key]:
                kept = value.isoformat() if isinstance(value, date) else value
                new = insert(OfficeFactRecord).values(key=key, value=kept)
                self._session.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": kept}))

    def may_change(self) -> bool:
        """Whether the database lets this sign-in change the facts."""
        return bool(self._session.execute(select(func.has_table_privilege("office_facts", "UPDATE"))).scalar_one())

    def logo(self) -> bytes | None:
        """The picture at the head of our papers."""
        return self._picture(self.get().logo)

    def signature(self) -> bytes | None:
        """The picture of the signature under our letters."""
        return self._picture(self.get().signature)

    def _picture(self, digest: str | None) -> bytes | None:
        return None if digest is None else self._session.scalar(select(BlobRecord.content).where(BlobRecord.sha256 == digest))

    def keep_logo(self, picture: bytes) -> str:
        """Keep a picture; answers its SHA-256, which becomes the head's once the facts name it."""
        digest = hashlib.sha256(picture).hexdigest()
        self._session.execute(insert(BlobRecord).values(sha256=digest, content=picture).on_conflict_do_nothing())
        return digest


def _frozen(value: Any) -> Any:
    """JSON's lists as the facts hold them, so that what was not changed compares as equal."""
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return {key: _frozen(each) for key, each in value.items()} if isinstance(value, dict) else value
