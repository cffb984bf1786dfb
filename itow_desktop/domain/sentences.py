"""Words for people that window, paper, terminal share."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyKind

CUSTODY_NAMES: Mapping[CustodyKind, str] = MappingProxyType(
    {
        CustodyKind.PRIVATE_PROPERTY: "Private property (PPI)",
        CustodyKind.PUBLIC_ABANDONED: "Abandoned (police)",
        CustodyKind.POLICE_ORDINARY: "Police tow",
        CustodyKind.POLICE_HOLD: "Police tow, hold",
        CustodyKind.SCRAP_UNREGISTERED: "Scrap (unregistered)",
        CustodyKind.SCRAP_REGISTERED: "Scrap (registered)",
        CustodyKind.GARAGE_LIEN: "Shop lien",
        CustodyKind.NOT_AN_IMPOUND: "Not an impound",
        CustodyKind.UNKNOWN: "Not sorted",
    }
)

EVENT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        EventKind.TOWED: "tow",
        EventKind.POLICE_NOTIFIED: "call-in",
        EventKind.CALL_IN_MISSED: "missed call-in",
        EventKind.LEIN_ENTERED: "LEIN entry",
        EventKind.SOS_NOTICE_DATED: "SOS notice date",
        EventKind.LOOKED_UP: "look-up",
        EventKind.REDEEMED: "redemption",
        EventKind.RELEASED: "pick-up",
        EventKind.HEARING_PETITIONED: "petition for hearing",
        EventKind.HEARING_DECIDED: "hearing decision",
        EventKind.POLICE_RELEASED: "police release",
        EventKind.ABANDONMENT_REQUESTED: "request for abandoned entry",
        EventKind.BILL_OF_SALE_REQUESTED: "TR-52L request",
        EventKind.BILL_OF_SALE_RECEIVED: "TR-52L",
        EventKind.SCRAP_CERTIFICATE_RECEIVED: "TR-208",
        EventKind.PHOTOS_TAKEN: "photos",
        EventKind.OWNER_UNKNOWN: "owner unknown",
        EventKind.AD_PUBLISHED: "ad",
        EventKind.SALE_PLANNED: "planned sale",
        EventKind.SALE_HELD: "sale held",
        EventKind.SOLD: "sold",
        EventKind.UNSOLD: "no bidder",
        EventKind.TRANSFERRED_TO_CUSTODIAN: "transfer to custodian",
        EventKind.SCRAPPED: "scrapped",
        EventKind.MOVED: "moved",
        EventKind.VOIDED: "entered by mistake",
        EventKind.DISPOSITION_REPORTED: "report to state",
        EventKind.LIEN_ATTACHED: "lien date",
        EventKind.CERTIFICATE_DATED: "lien certificate date",
        EventKind.HOLD_PLACED: "hold",
        EventKind.HOLD_LIFTED: "hold lifted",
        EventKind.LETTER_PRINTED: "letter printed",
        EventKind.LETTER_HANDED_OVER: "letter mailed",
        EventKind.LETTER_SENT: "letter sent",
        EventKind.LETTER_DELIVERED: "letter delivered",
        EventKind.LETTER_RETURNED: "letter came back",
        EventKind.LETTER_VOIDED: "letter voided",
        EventKind.NOTE: "note",
        EventKind.SUPERSEDED: "correction",
    }
)


def counted(number: int, one: str, many: str) -> str:
    """``1 car``, ``1,312 cars``."""
    return f"{number:,} {one if number == 1 else many}"


def fact_name(word: str) -> str:
    """What a missing event or fact is called on the screen: ``sos_notice_dated`` is the SOS notice date."""
    return EVENT_NAMES.get(word) or word.replace("_", " ")


_DONE = MappingProxyType(
    {
        EventKind.POLICE_NOTIFIED: ("it was called in", "it was not called in"),
        EventKind.LETTER_SENT: ("the letter was sent", "the letter was not sent"),
        EventKind.LETTER_PRINTED: ("the letter was sent", "the letter was not sent"),
        EventKind.LEIN_ENTERED: ("it was entered in LEIN", "it was not entered in LEIN"),
        EventKind.SOS_NOTICE_DATED: ("the SOS notice is dated", "no SOS notice is dated"),
        EventKind.BILL_OF_SALE_RECEIVED: ("the TR-52L is in", "the TR-52L is not in"),
        EventKind.DISPOSITION_REPORTED: ("it was reported to the state", "it was not reported to the state"),
    }
)


def fact_said(kind: EventKind, letter: str | None = None, *, done: bool = True, known: bool = True) -> str:
    """A step in a half sentence: ``it was called in``, ``the TOP was not sent``, ``not known whether it was called in``."""
    name = EVENT_NAMES[kind]
    words = _DONE.get(kind, (f"there was: {name}", f"there was not: {name}"))[0 if done else 1]
    words = words.replace("letter", "TOP") if letter == "top" else words
    return words if known else f"not known whether {words}"
