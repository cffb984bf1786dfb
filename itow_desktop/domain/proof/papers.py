"""A kept paper with everything that proves its way: how it was made, printed, mailed, answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.coming_back import Side
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.mail.runs import RunPaper
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.outbox.messages import Outcome, OutMessage, OutState
from itow_desktop.domain.printing.batches import Printing

Row = tuple[str, str]
"""A label with its value."""
_GO_OUT = frozenset({NoticeKind.TOP.value, *(kind.value for kind in LETTERS)})


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file of the car that proves something of a piece: its id, what it shows, its name."""

    id: int
    side: Side
    name: str


@dataclass(frozen=True, slots=True)
class PaperProof:
    """One kept paper. ``title`` says what it is, ``version`` is that of its words, ``to`` whom it is addressed to.

    ``piece`` is the envelope it went into, with the files that prove what became of it (``files``) and the sheets of its
    run (``sheets``); ``messages`` are those it went out with by e-mail. ``made_at`` is aware.
    """

    id: int
    custody_id: int | None
    kind: str
    title: str
    name: str
    sha256: str
    size: int
    made_at: datetime
    made_by: str | None = None
    version: str | None = None
    to: str | None = None
    printings: tuple[Printing, ...] = ()
    piece: Piece | None = None
    files: tuple[ProofFile, ...] = ()
    sheets: tuple[RunPaper, ...] = ()
    messages: tuple[OutMessage, ...] = ()

    @property
    def goes_out(self) -> bool:
        """Whether it is one that goes to others because of the law, about this car alone."""
        return self.kind in _GO_OUT

    @property
    def printed(self) -> bool:
        """Whether it came out of a printer as far as anybody knows."""
        piece = self.piece is not None and self.piece.printed_at is not None
        return piece or any(not each.copy and each.came_out is not False for each in self.printings)

    @property
    def sent(self) -> tuple[OutMessage, ...]:
        """The messages that a server took it with."""
        return tuple(each for each in self.messages if each.state in (OutState.SENT, OutState.CAME_BACK))

    @property
    def mailed(self) -> bool:
        """Whether a person confirmed that it was handed over to the post office."""
        return self.piece is not None and self.piece.handed_over_on is not None

    @property
    def void(self) -> bool:
        """Whether its piece does not count any more."""
        return self.piece is not None and self.piece.state is PieceState.VOID

    @property
    def left_us(self) -> bool:
        """Whether it belongs to what others may have got: printed, mailed or sent, not void."""
        return (self.printed or self.mailed or bool(self.sent)) and not self.void


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of reading a paper's bytes again: the SHA-256 they have now beside the one that was kept with them."""

    name: str
    kept: str
    found: str
    size: int
    kept_size: int
    since: datetime
    at: datetime

    @property
    def unchanged(self) -> bool:
        """Whether the bytes are the very ones that were kept."""
        return self.kept == self.found and self.size == self.kept_size

    def sentence(self, zone: tzinfo) -> str:
        """What is to be said of it, on the office's clock."""
        if self.unchanged:
            return (
                f"Unchanged since {said_time(self.since.astimezone(zone))}: its {self.size:,} bytes were read again on "
                f"{said_time(self.at.astimezone(zone))} and have the SHA-256 that was kept with them."
            )
        return (
            f"NOT THE BYTES THAT WERE KEPT. {self.name} was kept on {said_time(self.since.astimezone(zone))} with {self.kept_size:,} bytes "
            f"and SHA-256 {self.kept}; what lies in the database now has {self.size:,} bytes and {self.found}. Do not use it as proof; "
            "keep the newest copies of the database apart and tell whoever looks after it."
        )


def outcome_words(piece: Piece) -> str:
    """What became of a piece, in one line."""
    if piece.state is PieceState.DELIVERED and piece.delivered_on is not None:
        by = f", signed by {piece.signed_by}" if piece.signed_by else ""
        return f"Delivered {said_day(piece.delivered_on)}{by}"
    if piece.state is PieceState.RETURNED and piece.returned_on is not None:
        why = f": {piece.returned_for.words.lower()}" if piece.returned_for else ""
        return f"Came back {said_day(piece.returned_on)}{why}"
    if piece.state is PieceState.VOID:
        return f"Void: {piece.void}"
    return "No outcome on record" if piece.state is PieceState.HANDED_OVER else "Not mailed"


def how_words(piece: Piece) -> str:
    """How a piece was mailed, with its certified number in groups of four: ``certified, 0307 1790 ...``."""
    grouped = " ".join((piece.number or "")[at : at + 4] for at in range(0, len(piece.number or ""), 4))
    return ", ".join(part for part in (piece.mail_class.words.lower(), grouped) if part)


def mailed_words(piece: Piece, zone: tzinfo) -> str:
    """When and by whom a piece was handed over; that it was not, where it was not."""
    if piece.handed_over_on is None:
        return "Not recorded as mailed"
    at = piece.handed_over_at
    when = said_time(at.astimezone(zone)) if at is not None else said_day(piece.handed_over_on)
    by = f" by {piece.handed_over_by}" if piece.handed_over_by else ""
    return f"{when}{by}{' (made without this program, entered afterwards)' if piece.mailed_elsewhere else ''}"


def way_of(paper: PaperProof, zone: tzinfo) -> tuple[Row, ...]:
    """Everything that is known of a paper's way, label by label, on the office's clock."""
    return (*_bytes(paper, zone), *_printings(paper, zone), *_mailing(paper, zone), *_messages(paper, zone))


def _bytes(paper: PaperProof, zone: tzinfo) -> Iterator[Row]:
    yield "Paper", paper.title
    if paper.to:
        yield "To", paper.to
    yield "File", f"{paper.name}, {paper.size:,} bytes"
    yield "SHA-256", paper.sha256
    yield "Made", f"{said_time(paper.made_at.astimezone(zone))}{f' by {paper.made_by}' if paper.made_by else ''}"
    if paper.version:
        yield "Words", f"version {paper.version}"


def _printings(paper: PaperProof, zone: tzinfo) -> Iterator[Row]:
    if not paper.printings:
        yield "Printed", "Not recorded as printed here"
    for each in paper.printings:
        when, by = said_time(each.at.astimezone(zone)), f" by {each.by}" if each.by else ""
        yield "Copy printed" if each.copy else "Printed", f"{when}{by} on {each.pc}, {each.printer}{_came(each)}"


def _came(printing: Printing) -> str:
    if printing.copy:
        return ""
    if printing.came_out is None:
        return "; nobody said whether it came out"
    return "; it came out" if printing.came_out else "; it did not come out"


def _mailing(paper: PaperProof, zone: tzinfo) -> Iterator[Row]:
    piece = paper.piece
    if piece is None:
        return
    yield "Letter", f"{piece.code}, {piece.mail_class.words.lower()}"
    yield "Addressed to", ", ".join(piece.block)
    if piece.number:
        yield "Certified no.", piece.number
    if piece.card_number:
        yield "Green card no.", piece.card_number
    yield "Mailed", mailed_words(piece, zone)
    if piece.price is not None:
        yield "Postage", dollars(piece.price)
    yield "Outcome", outcome_words(piece)
    for sheet in paper.sheets:
        made = f", {said_time(sheet.made_at.astimezone(zone))}" if sheet.made_at else ""
        yield "Sheet of its run", f"{sheet.form.words}{made}"
    for file in paper.files:
        yield file.side.words, file.name


def _messages(paper: PaperProof, zone: tzinfo) -> Iterator[Row]:
    for each in paper.messages:
        answer = next((tried for tried in reversed(each.attempts) if tried.outcome is not Outcome.BEGUN), None)
        told = f", {said_time(answer.at.astimezone(zone))}: {answer.answer}" if answer else ""
        yield each.way.words, f"{each.state.words} to {each.address}{told}"
