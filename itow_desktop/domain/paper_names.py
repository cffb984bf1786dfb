"""What each kind of kept paper is called."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.notices import NoticeKind

_OTHERS: Mapping[NoticeKind, str] = {
    NoticeKind.TOP: "TOP notice",
    NoticeKind.AD: "Newspaper ad",
    NoticeKind.AUCTION_LIST: "Auction list",
    NoticeKind.AUCTION_NOTICE: "Auction notice",
    NoticeKind.SCRAP_RECORD: "Scrap record",
    NoticeKind.STATEMENT: "Statement of charges",
    NoticeKind.WHY: "Why the dates are so",
    NoticeKind.PACKET: "Hearing packet",
    NoticeKind.TR52LR_DATA: "Data for TR-52LR",
    NoticeKind.DC90_DATA: "Data for DC 90",
    NoticeKind.TOW_LIST: "Tow list",
    NoticeKind.FIRM_SHEET: "Certified mail sheet (3877)",
    NoticeKind.EVENING_REPORT: "Evening report",
    NoticeKind.LIGHTS_OUT: "Lights-out book",
}
_LETTERS: Mapping[NoticeKind, str] = {kind: letter.title for kind, letter in LETTERS.items()}
PAPER_NAMES: Mapping[str, str] = MappingProxyType({kind.value: words for kind, words in {**_OTHERS, **_LETTERS}.items()})
"""By the kind's word as it is kept; a paper taken over from elsewhere may be of none of these kinds."""
