"""What follows from a letter that came back: as the rules in use say, with the next step that is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.mail.pieces import Piece, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.provisions import Method, Notice
from itow_desktop.domain.rules import RulePack

VOLUNTARY = "No legal effect; the evidence is kept."
_NOWHERE = frozenset({ReturnReason.MOVED, ReturnReason.NO_SUCH_ADDRESS, ReturnReason.INSUFFICIENT, ReturnReason.VACANT})
"""Mail does not reach anybody there."""
_NEXT: Mapping[ReturnReason, str] = MappingProxyType(
    {
        ReturnReason.REFUSED: "{to} refused the letter: decide whether to send it first class",
        ReturnReason.UNCLAIMED: "{to} did not claim the letter: decide whether to send it first class",
        ReturnReason.DECEASED: "{to} has died, the post office says: ask who is to be told instead",
        ReturnReason.OTHER: "The letter to {to} came back: decide what to do",
    }
)


@dataclass(frozen=True, slots=True)
class AfterReturn:
    """``again``: the rules ask for another way, named in ``ways``; ``remind`` is the next step; ``nowhere``: the address reaches nobody."""

    sentence: str
    remind: str
    nowhere: bool
    again: bool = False
    ways: tuple[str, ...] = ()


def what_follows(pack: RulePack, piece: Piece, why: ReturnReason, today: date) -> AfterReturn:
    """What the rules say of this letter where it came back, and what is to be done next.

    Where they say nothing of it, nothing follows: only a rule that says so makes a returned letter count as served, or to be given again.
    """
    to = piece.block[0]
    notices = [each for each in pack.provisions if isinstance(each, Notice) and each.letter == piece.kind and each.in_force(today)]
    ways = tuple(dict.fromkeys(way_words(way) for each in notices for way in each.if_returned))
    nowhere = why in _NOWHERE
    if ways:
        cited = ", ".join(each.citation for each in notices if each.if_returned)
        sentence = f"{cited}: it came back, so the notice is to be given again: {' or '.join(ways)}. The evidence is kept."
        return AfterReturn(
            sentence, f"Give {to} the notice again ({why.words.lower()}): {' or '.join(ways)}", nowhere, again=True, ways=ways
        )
    return AfterReturn(_said(notices, piece.kind), _next(piece, why, to, nowhere=nowhere), nowhere)


def _said(notices: list[Notice], kind: NoticeKind) -> str:
    if notices:
        cited = ", ".join(each.citation for each in notices)
        return f"{cited} asks for nothing more where it comes back; whether it counts as served it does not say. The evidence is kept."
    if kind is NoticeKind.ENTRY_REQUEST:
        return "The police department has not got the request. No date moves by itself; the evidence is kept."
    return VOLUNTARY


def _next(piece: Piece, why: ReturnReason, to: str, *, nowhere: bool) -> str:
    if piece.kind is NoticeKind.ENTRY_REQUEST:
        return f"Ask {to} again to enter the vehicle as abandoned: the letter came back"
    if nowhere:
        title = LETTERS[piece.kind].title.lower() if piece.kind in LETTERS else "letter"
        return f"Find another address of {to} for the {title} ({why.words.lower()})"
    return _NEXT[why].format(to=to)


def way_words(way: Method) -> str:
    """A way of giving notice, as in a sentence."""
    return way.value.replace("_", " ")
