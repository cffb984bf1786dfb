"""What is asked about each kind of event besides its time."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.domain.events import EventKind

Kind = EventKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be told: its key in the event's data, its label, words and values to choose from; ``needed``: it must be told."""

    key: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False


_WHO = Fact("person", "Spo&ke with", "dispatcher's or officer's name")
_BY = Fact("authority", "By w&hom", "agency, court, office")
_HOLD = Fact(
    "hold",
    "&Kind of hold",
    choices=(
        ("police", "police"), ("evidence", "evidence"), ("bankruptcy", "bankruptcy"), ("military", "military"),
        ("court order", "court_order"), ("attorney", "attorney"), ("office", "office"),
    ),
    needed=True,
)  # fmt: skip
_LEFT = (
    Fact("to_whom", "Picked up &by", "name", needed=True),
    Fact("id_seen", "&ID seen", "driver's license MI, passport ...", needed=True),
)
_AGENCY = Fact("authority", "A&gency", "police department, court")

FACTS: Mapping[EventKind, tuple[Fact, ...]] = MappingProxyType(
    {
        Kind.POLICE_NOTIFIED: (
            _WHO,
            Fact("badge", "Ba&dge"),
            Fact("number_dialled", "Number d&ialled"),
            Fact("complaint_no", "Com&plaint no."),
            Fact("answer", "The&y said"),
        ),
        Kind.CALL_IN_MISSED: (_WHO,),
        Kind.LEIN_ENTERED: (_AGENCY, _WHO),
        Kind.SOS_NOTICE_DATED: (),
        Kind.LOOKED_UP: (Fact("answer", "Ans&wer", choices=(("listed", "listed"), ("not listed", "not_listed")), needed=True),),
        Kind.POLICE_RELEASED: (_AGENCY, _WHO),
        Kind.ABANDONMENT_REQUESTED: (_AGENCY, _WHO),
        Kind.HEARING_PETITIONED: (Fact("authority", "&Court"), _WHO),
        Kind.HEARING_DECIDED: (
            Fact("outcome", "&Outcome", choices=(("for the owner", "for_owner"), ("for us", "for_custodian")), needed=True),
            Fact("authority", "&Court"),
        ),
        Kind.BILL_OF_SALE_REQUESTED: (_AGENCY,),
        Kind.BILL_OF_SALE_RECEIVED: (_AGENCY,),
        Kind.SCRAP_CERTIFICATE_RECEIVED: (_AGENCY,),
        Kind.OWNER_UNKNOWN: (),
        Kind.AD_PUBLISHED: (Fact("authority", "News&paper"),),
        Kind.SALE_PLANNED: (Fact("time", "T&ime", "10:00 AM"), Fact("place", "P&lace"), Fact("website", "&Website")),
        Kind.SALE_HELD: (),
        Kind.UNSOLD: (),
        Kind.SOLD: (Fact("to_whom", "Sold t&o", "name"),),
        Kind.TRANSFERRED_TO_CUSTODIAN: (),
        Kind.SCRAPPED: (Fact("to_whom", "Scrapped &by", "scrap yard"),),
        Kind.RELEASED: _LEFT,
        Kind.REDEEMED: _LEFT,
        Kind.MOVED: (Fact("to_whom", "M&oved to", "other yard, insurer"),),
        Kind.DISPOSITION_REPORTED: (),
        Kind.HOLD_PLACED: (_HOLD, _BY),
        Kind.HOLD_LIFTED: (_HOLD, _BY),
        Kind.LETTER_HANDED_OVER: (),
        Kind.LETTER_DELIVERED: (),
        Kind.LETTER_RETURNED: (),
        Kind.PHOTOS_TAKEN: (),
        Kind.LIEN_ATTACHED: (),
        Kind.CERTIFICATE_DATED: (),
    }
)
"""The kinds somebody records by hand, in the order they are offered; notes, tow times, voids and prints have ways of their own."""

OF_ONE_CAR = frozenset({"complaint_no"})
"""Facts that no two cars have alike."""
BY_THE_CLOCK = frozenset({Kind.POLICE_NOTIFIED})
"""Kinds whose time of day is asked for: it, or that nobody knows it."""
