"""Papers sent to a printer together, remembered until somebody says what came out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from itow_desktop.domain.printing.kinds import PaperKind


class Went(StrEnum):
    """How far a paper of a batch that nobody answered for got."""

    SENT = "sent"
    PERHAPS = "perhaps"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A kept paper in a batch; ``name`` is its file's, ``kind`` that of the document, ``custody_id`` None where it is about no one car."""

    document_id: int
    name: str
    kind: str
    custody_id: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Papers in the order they go to one printer of one PC.

    ``sent`` of them were taken by the print system; one more may have been taken just before the program ended.
    """

    id: int
    kind: PaperKind
    printer: str
    begun_at: datetime
    begun_by: str | None
    sent: int
    papers: tuple[BatchPaper, ...]

    def went(self, place: int) -> Went:
        """How far the paper at this place got, counted from 0."""
        if place < self.sent:
            return Went.SENT
        return Went.PERHAPS if place == self.sent else Went.NOT_SENT


@dataclass(frozen=True, slots=True)
class Printing:
    """One time a kept paper went to a printer. ``came_out`` is None where nobody said; nobody is asked about a copy."""

    at: datetime
    by: str | None
    printer: str
    pc: str
    copy: bool
    came_out: bool | None
