"""What people tell the mail desk of letters that came back, arrived or went without the program, with what it answers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from itow_desktop.domain.mail.coming_back import Outcome, Side
from itow_desktop.domain.mail.pieces import MailClass, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.attaching import Pasted
from itow_desktop.services.mail.looking import MailRow


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that shows something of a piece or of a run."""

    file: Path | Pasted
    side: Side = Side.PROOF


@dataclass(frozen=True, slots=True)
class ReturnEffect:
    """What follows from a piece that came back, as the rules in use say; ``again``: they ask for another way, named in ``ways``.

    ``remind`` is the next step that is proposed, ``remind_on`` the day; ``nowhere``: the address should be marked bad.
    """

    sentence: str
    remind: str
    remind_on: date
    again: bool = False
    ways: tuple[str, ...] = ()
    nowhere: bool = False


@dataclass(frozen=True, slots=True)
class Returned:
    """A piece that came back on a local day. ``address_bad``: no letter goes there any more.

    ``remind`` with ``remind_on`` becomes a reminder of its car; None makes none.
    """

    piece_id: int
    on: date
    why: ReturnReason
    scans: tuple[Proof, ...] = ()
    note: str | None = None
    address_bad: bool = False
    remind: str | None = None
    remind_on: date | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A piece that was delivered on a local day; ``signed_by`` is who signed, as far as it can be read.

    ``card_number`` is the green card's own number; ``sure``: it is kept although it may be misread.
    """

    piece_id: int
    on: date
    signed_by: str | None = None
    scans: tuple[Proof, ...] = ()
    card_number: str | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """A PDF or picture as it was read: the piece whose number stands in it, the day and signer as far as it says them.

    ``wrong`` says why it fits no piece. All of it is a proposal that a person confirms.
    """

    file: Path
    row: MailRow | None = None
    number: str | None = None
    on: date | None = None
    signed_by: str | None = None
    wrong: str | None = None


@dataclass(frozen=True, slots=True)
class StrayMail:
    """An envelope or card of which nobody knows the letter; ``marks`` is what could be read of it."""

    outcome: Outcome
    on: date
    why: ReturnReason | None = None
    marks: str | None = None
    note: str | None = None
    scans: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeElsewhere:
    """A letter that was made and mailed without the program, as a line of paper. ``key`` is the line's own.

    ``mark`` stands for the car (call number, plate, VIN); ``to`` are the lines of the address. ``party_id`` None: the one party of
    the car that is called as the first line says, else none.
    """

    key: int
    mark: str
    kind: NoticeKind
    mail_class: MailClass
    to: tuple[str, ...]
    on: date | None
    carried_by: str = ""
    number: str | None = None
    party_id: int | None = None
    delivered_on: date | None = None
    signed_by: str | None = None
    returned_on: date | None = None
    returned_for: ReturnReason | None = None
    proofs: tuple[Proof, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is to be said to a line: the car it is about, why it cannot be taken (``field`` is what is wrong), what is doubtful of it."""

    key: int
    vehicle: str | None = None
    custody_id: int | None = None
    wrong: str | None = None
    field: str | None = None
    doubts: tuple[str, ...] = ()
    asks: bool = False

    @property
    def right(self) -> bool:
        """Whether nothing keeps it from being recorded."""
        return self.wrong is None and not self.asks


@dataclass(frozen=True, slots=True)
class CaughtUpMail:
    """What came of it: each line in the order given, the new pieces; none where one line was not right."""

    lines: tuple[LineAnswer, ...]
    piece_ids: tuple[int, ...] = ()
