"""The words of letters as the deeds see them."""

from collections.abc import Mapping
from typing import Protocol

from itow_desktop.domain.letters.blocks import LetterWords
from itow_desktop.domain.notices import NoticeKind


class LetterStore(Protocol):
    """The words an office wrote itself; versions are only ever added."""

    def latest(self) -> Mapping[NoticeKind, LetterWords]:
        """The newest words of each kind that the office wrote itself."""

    def versions(self, kind: NoticeKind) -> tuple[LetterWords, ...]:
        """All of one kind, newest first."""

    def add(self, words: LetterWords) -> LetterWords:
        """Keep words as the next version (``version`` must be that); raises ``ChangedElsewhere`` where somebody else was first."""

    def may_change(self) -> bool:
        """Whether the database lets this sign-in write words."""
