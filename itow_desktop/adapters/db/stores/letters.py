"""The words of letters, version by version."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from sqlalchemy import Select, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.letter_tables import LetterWordsRecord
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.errors import ChangedElsewhere
from itow_desktop.domain.letters.blocks import STANDARD_VERSION, Block, LetterWords
from itow_desktop.domain.notices import NoticeKind

_W = LetterWordsRecord


class SqlLetters:
    """``LetterStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self) -> Mapping[NoticeKind, LetterWords]:
        """The newest words of each kind that the office wrote itself."""
        newest = _words().ext(distinct_on(_W.kind)).order_by(_W.kind, _W.version.desc())
        return {words.kind: words for words in self._read(newest)}

    def versions(self, kind: NoticeKind) -> tuple[LetterWords, ...]:
        """All of one kind, newest first."""
        return self._read(_words().where(_W.kind == kind).order_by(_W.version.desc()))

    def add(self, words: LetterWords) -> LetterWords:
        """Keep words as the next version; raises ``ChangedElsewhere`` where somebody else was first."""
        self._session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"letter_words {words.kind}"))))
        newest = self._session.scalar(select(func.max(_W.version)).where(_W.kind == words.kind)) or STANDARD_VERSION
        if words.version != newest + 1:
            raise ChangedElsewhere(
                "Somebody else saved words for this letter in the meantime. Nothing was saved, and what you typed is still here: "
                "open the newest version beside it, then save again."
            )
        blocks = [asdict(block) for block in words.blocks]
        new = insert(_W).values(kind=words.kind, version=words.version, title=words.title, blocks=blocks)
        kept = self._session.execute(new.returning(_W.saved_at)).scalar_one()
        return replace(words, saved_at=kept)

    def may_change(self) -> bool:
        """Whether the database lets this sign-in write words."""
        return bool(self._session.scalar(select(func.has_column_privilege("letter_words", "blocks", "INSERT"))))

    def _read(self, question: Select[LetterWordsRecord, str | None]) -> tuple[LetterWords, ...]:
        return tuple(
            LetterWords(
                NoticeKind(row.kind), row.version, row.title,
                tuple(Block(str(each["name"]), str(each["heading"]), str(each["text"])) for each in row.blocks),
                row.saved_at, name,
            )
            for row, name in self._session.execute(question)
        )  # fmt: skip


def _words() -> Select[LetterWordsRecord, str | None]:
    return select(_W, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _W.saved_by)
