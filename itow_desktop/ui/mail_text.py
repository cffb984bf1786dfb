"""Words of the mail desk: letters, numbers, pieces in a line."""

from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.sentences import counted
from itow_desktop.services.mail.looking import MailRow, TodaysMail


def letter_name(kind: NoticeKind) -> str:
    """A letter as the screen calls it."""
    return LETTERS[kind].title if kind in LETTERS else kind.value.replace("-", " ").capitalize()


def number_text(number: str | None) -> str:
    """A certified number in groups of four, as it is printed on labels."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4)) if number else ""


def to_words(piece: Piece) -> str:
    """Who a piece goes to: the first line in the window of its envelope."""
    return piece.block[0] if piece.block else "nobody"


def piece_words(piece: Piece, vehicle: str = "") -> str:
    """A piece in one line: who, which letter, which car, its number."""
    number = f"no. {number_text(piece.number)}" if piece.number else ""
    return ", ".join(part for part in (to_words(piece), letter_name(piece.kind).lower(), vehicle, number) if part)


def lacks(row: MailRow) -> str | None:
    """What has to be done before a piece can be mailed; None of one that is ready."""
    if row.piece.state is PieceState.PREPARED:
        return "not printed yet"
    return "no number yet" if row.wants_number else None


def run_words(mail: TodaysMail) -> str:
    """The open run in a line: how many pieces, what they cost, whether a sheet that was written lists something else."""
    if not mail.in_run:
        return ""
    cost = f", {dollars(mail.cost)}" if mail.cost else ""
    unpriced = f" No price is entered for: {', '.join(mail.unpriced)}." if mail.unpriced else ""
    stale = f" {mail.stale[0].words}: what was written lists other pieces. Print it again." if mail.stale else ""
    return f"In the run: {counted(len(mail.in_run), 'piece', 'pieces')}{cost}.{unpriced}{stale}"
