"""What mailing costs: prices of the post office's services by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.mail.pieces import MailClass


class Postage(StrEnum):
    """What is paid for on a piece of mail (the components named by the facts of the US mail)."""

    FIRST_OUNCE = "first_ounce"
    FURTHER_OUNCE = "further_ounce"
    NONMACHINABLE = "nonmachinable"
    CERTIFIED = "certified"
    RECEIPT_CARD = "receipt_card"
    RECEIPT_ELECTRONIC = "receipt_electronic"
    RESTRICTED = "restricted"
    CERTIFICATE = "certificate"
    CERTIFICATE_FURTHER = "certificate_further"
    FIRM_SHEET = "firm_sheet"
    ENVELOPE = "envelope"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _WORDS[self]


_WORDS: Mapping[Postage, str] = MappingProxyType(
    {
        Postage.FIRST_OUNCE: "First-class letter, first ounce",
        Postage.FURTHER_OUNCE: "First-class letter, each further ounce",
        Postage.NONMACHINABLE: "Nonmachinable surcharge",
        Postage.CERTIFIED: "Certified mail fee",
        Postage.RECEIPT_CARD: "Return receipt, green card",
        Postage.RECEIPT_ELECTRONIC: "Return receipt, electronic",
        Postage.RESTRICTED: "Restricted delivery",
        Postage.CERTIFICATE: "Certificate of mailing, first piece",
        Postage.CERTIFICATE_FURTHER: "Certificate of mailing, each further piece",
        Postage.FIRM_SHEET: "Firm sheet, each page",
        Postage.ENVELOPE: "Envelope or mail vendor, each piece",
    }
)

_OF_CLASS: Mapping[MailClass, tuple[Postage, ...]] = MappingProxyType(
    {
        MailClass.FIRST_CLASS: (),
        MailClass.CERTIFIED: (Postage.CERTIFIED,),
        MailClass.CERTIFIED_RECEIPT: (Postage.CERTIFIED, Postage.RECEIPT_CARD),
        MailClass.CERTIFIED_E_RECEIPT: (Postage.CERTIFIED, Postage.RECEIPT_ELECTRONIC),
        MailClass.CERTIFICATE: (Postage.CERTIFICATE,),
    }
)


@dataclass(frozen=True, slots=True)
class PostagePrice:
    """What one component costs from a day on, in dollars with up to three places; a later entry for the same day counts instead."""

    component: Postage
    since: date
    amount: Decimal
    id: int = 0
    set_at: datetime | None = None
    set_by: str | None = None


@dataclass(frozen=True, slots=True)
class PieceCost:
    """What one piece costs; ``missing`` names the prices nobody entered, then ``total`` is not the whole cost.

    ``postage`` is what stands in the postage column of a firm sheet, ``fee`` what the service costs; the rest is ours.
    """

    total: Decimal
    postage: Decimal
    fee: Decimal
    missing: tuple[str, ...] = ()


def prices_on(prices: Iterable[PostagePrice], day: date) -> Mapping[Postage, Decimal]:
    """What each component costs on a day, as far as somebody entered it."""
    valid = sorted((each for each in prices if each.since <= day), key=lambda each: (each.since, each.id))
    return {each.component: each.amount for each in valid}


def cost_of(prices: Iterable[PostagePrice], mail_class: MailClass, day: date, ounces: int = 1, also: Sequence[Postage] = ()) -> PieceCost:
    """What a letter costs that is handed over on ``day``; ``also`` are further services. An envelope without a price costs nothing."""
    known = prices_on(prices, day)
    stamps = (Postage.FIRST_OUNCE, *[Postage.FURTHER_OUNCE] * (ounces - 1))
    services = (*_OF_CLASS[mail_class], *also)
    lacking = [each.words for each in dict.fromkeys((*stamps, *services)) if each not in known]
    postage, fee = _sum(known, stamps), _sum(known, services)
    total = (postage + fee + known.get(Postage.ENVELOPE, Decimal(0))).quantize(Decimal("0.01"))
    return PieceCost(total, postage, fee, tuple(lacking))


def _sum(known: Mapping[Postage, Decimal], wanted: Sequence[Postage]) -> Decimal:
    return sum((known.get(each, Decimal(0)) for each in wanted), Decimal("0.00"))
