"""The pieces of mail as the deeds see them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from itow_desktop.domain.mail.coming_back import Side, Stray
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.mail.runs import Form, Run


class MailStore(Protocol):
    """Pieces of mail; nothing here is ever deleted."""

    def reserve(self, count: int) -> Sequence[int]:
        """Ids of pieces to be prepared, so that their barcodes can be printed."""

    def prepare(self, pieces: Sequence[Piece]) -> None:
        """Keep new pieces under their reserved ids; raises ``Problems`` where a number is on another letter."""

    def get(self, piece_id: int) -> Piece:
        """One piece; raises ``NotFound``."""

    def some(self, piece_ids: Sequence[int]) -> tuple[Piece, ...]:
        """These pieces in the order asked; raises ``NotFound`` where one is missing."""

    def of(self, custody_id: int) -> tuple[Piece, ...]:
        """The pieces of one car, newest first."""

    def of_documents(self, document_ids: Sequence[int]) -> Mapping[int, Piece]:
        """The pieces whose letters these kept papers are, by document id."""

    def in_state(self, states: Collection[PieceState]) -> tuple[Piece, ...]:
        """Every piece in one of these states, oldest first."""

    def mailed(self, first: date, last: date) -> tuple[Piece, ...]:
        """The pieces handed over in these days, both included, in that order."""

    def with_marks(self, marks: Collection[str]) -> tuple[Piece, ...]:
        """The pieces, not void, whose certified number or green card's number is one of these."""

    def save(self, pieces: Sequence[Piece]) -> None:
        """Keep what changed of pieces; raises ``ChangedElsewhere`` where somebody else moved one on meanwhile.

        Their words, addressee and car stay as they were prepared. Raises ``Problems`` where a number is on another letter.
        """

    # --- runs --------------------------------------------------------------------------------------------------------

    def open_run(self, *, begin: bool = False) -> Run | None:
        """The run that is open, locked in a unit that writes with ``begin``, which starts one where none is."""

    def run(self, run_id: int) -> Run:
        """One run; raises ``NotFound``."""

    def runs(self, first: date, last: date) -> tuple[Run, ...]:
        """The runs handed over in these days, both included."""

    def of_run(self, run_id: int) -> tuple[Piece, ...]:
        """The pieces of a run in the order of its sheet, void ones left out."""

    def mark_handed_over(self, run: Run) -> None:
        """Close a run; raises ``ChangedElsewhere`` where it is closed already."""

    def add_run_paper(self, run_id: int, document_id: int, form: Form, lines: str | None = None) -> None:
        """Keep which paper is what of a run."""

    # --- what comes back ---------------------------------------------------------------------------------------------

    def prove(self, piece_id: int, files: Sequence[tuple[int, Side]]) -> None:
        """These files of the car are what of the piece."""

    def proofs(self, piece_ids: Collection[int]) -> Mapping[int, tuple[tuple[int, Side, str], ...]]:
        """(file id, side, name) of the files of these pieces that stand."""

    def add_stray(self, stray: Stray) -> int:
        """Keep what nobody knows (its id is not looked at, its papers are kept already); answers its id."""

    def strays(self) -> tuple[Stray, ...]:
        """Everything in the tray, oldest first."""

    def stray(self, stray_id: int) -> Stray:
        """One of them, settled or not; raises ``NotFound``."""

    def settle_stray(self, stray_id: int, piece_id: int | None, closed: str | None) -> None:
        """Say which piece it is, or why nobody looks any more; raises ``ChangedElsewhere`` where it was settled already."""
