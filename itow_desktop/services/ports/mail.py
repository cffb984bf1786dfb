"""The pieces of mail as the deeds see them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from itow_desktop.domain.mail.pieces import Piece


class MailStore(Protocol):
    """Pieces of mail; nothing here is ever deleted."""

    def reserve(self, count: int) -> Sequence[int]:
        """Ids of pieces to be prepared, so that their barcodes can be printed."""

    def prepare(self, pieces: Sequence[Piece]) -> None:
        """Keep new pieces under their reserved ids."""

    def get(self, piece_id: int) -> Piece:
        """One piece; raises ``NotFound``."""

    def of(self, custody_id: int) -> tuple[Piece, ...]:
        """The pieces of one car, newest first."""

    def of_documents(self, document_ids: Sequence[int]) -> Mapping[int, Piece]:
        """The pieces whose letters these kept papers are, by document id."""

    def save(self, pieces: Sequence[Piece]) -> None:
        """Keep what changed of pieces; raises ``ChangedElsewhere`` where somebody else moved one on meanwhile."""
