"""Kinds of paper that may go to different printers of a PC."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.notices import NoticeKind


class PaperKind(StrEnum):
    """Every document of the office, then what is printed beside those."""

    TOP = "top"
    COURTESY_OWNER = "courtesy-owner"
    COURTESY_LIENHOLDER = "courtesy-lienholder"
    GARAGE_OWNER = "garage-owner"
    GARAGE_LIENHOLDER = "garage-lienholder"
    ENTRY_REQUEST = "entry-request"
    RELEASE = "release"
    AD = "ad"
    AUCTION_LIST = "auction-list"
    AUCTION_NOTICE = "auction-notice"
    SCRAP_RECORD = "scrap-record"
    STATEMENT = "statement"
    WHY = "why"
    PACKET = "packet"
    TR52LR_DATA = "tr52lr-data"
    DC90_DATA = "dc90-data"
    TOW_LIST = "tow-list"
    FIRM_SHEET = "firm-sheet"
    EVENING_REPORT = "evening-report"
    LIGHTS_OUT = "lights-out"
    LIST = "list"
    LOT = "lot"
    COPY = "copy"
    LABEL = "label"
    ENVELOPE = "envelope"

    @classmethod
    def of(cls, kind: NoticeKind) -> "PaperKind":
        """The paper that a document is printed on."""
        return cls(kind.value)

    @property
    def words(self) -> str:
        """As on the screen."""
        return _WORDS[self]

    @property
    def like(self) -> "PaperKind | None":
        """The kind whose printer it takes until somebody chooses one for it; None where that is the PC's own."""
        return _LIKE.get(self)


_WORDS: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.TOP: "TOP notices",
        PaperKind.COURTESY_OWNER: "Courtesy letters to owners",
        PaperKind.COURTESY_LIENHOLDER: "Courtesy letters to lienholders",
        PaperKind.GARAGE_OWNER: "Garage notices to owners",
        PaperKind.GARAGE_LIENHOLDER: "Garage notices to lienholders",
        PaperKind.ENTRY_REQUEST: "Requests for entry as abandoned",
        PaperKind.RELEASE: "Releases, receipts",
        PaperKind.AD: "Newspaper ads",
        PaperKind.AUCTION_LIST: "Auction lists",
        PaperKind.AUCTION_NOTICE: "Auction notices for the door",
        PaperKind.SCRAP_RECORD: "Scrap records",
        PaperKind.STATEMENT: "Statements of charges",
        PaperKind.WHY: "Why this date",
        PaperKind.PACKET: "Hearing packets",
        PaperKind.TR52LR_DATA: "Data sheets for TR-52LR",
        PaperKind.DC90_DATA: "Data sheets for DC 90",
        PaperKind.TOW_LIST: "Tow lists",
        PaperKind.FIRM_SHEET: "Certified mail sheets (3877)",
        PaperKind.EVENING_REPORT: "Evening reports",
        PaperKind.LIGHTS_OUT: "Lights-out books",
        PaperKind.LIST: "Lists from the screen",
        PaperKind.LOT: "Lot list, lot walk",
        PaperKind.COPY: "Kept papers printed again",
        PaperKind.LABEL: "Address labels",
        PaperKind.ENVELOPE: "Envelopes",
    }
)

_LIKE: Mapping[PaperKind, PaperKind] = MappingProxyType(
    {
        PaperKind.COURTESY_LIENHOLDER: PaperKind.COURTESY_OWNER,
        PaperKind.GARAGE_OWNER: PaperKind.COURTESY_OWNER,
        PaperKind.GARAGE_LIENHOLDER: PaperKind.COURTESY_OWNER,
        PaperKind.TOW_LIST: PaperKind.TOP,
        PaperKind.ENTRY_REQUEST: PaperKind.TOP,
        PaperKind.WHY: PaperKind.LIST,
        PaperKind.EVENING_REPORT: PaperKind.LIST,
        PaperKind.LIGHTS_OUT: PaperKind.LIST,
    }
)
