"""The kinds of letters: to whom each goes, for which cars, how it is mailed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.domain.mail.pieces import MailClass
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import PartyRole
from itow_desktop.domain.vehicles import CustodyKind


@dataclass(frozen=True, slots=True)
class LetterKind:
    """What holds for every letter of a kind.

    ``roles`` are the parties it goes to; none: it goes to no party. ``custody`` None: any custody but ``not_an_impound``.
    ``mail`` None: it is not mailed. ``needs_amount``: without a known amount it is not written. ``open``: only while the car is here.
    ``required``: the law asks for it, so that everybody must get it, by certified mail.
    """

    kind: NoticeKind
    title: str
    roles: tuple[PartyRole, ...] = ()
    custody: frozenset[CustodyKind] | None = None
    mail: MailClass | None = MailClass.CERTIFIED
    needs_amount: bool = False
    open: bool = True
    required: bool = False


_IMPOUNDS = frozenset(CustodyKind) - {CustodyKind.NOT_AN_IMPOUND, CustodyKind.UNKNOWN, CustodyKind.GARAGE_LIEN}
_SHOP = frozenset({CustodyKind.GARAGE_LIEN})

LETTERS: Mapping[NoticeKind, LetterKind] = MappingProxyType(
    {
        each.kind: each
        for each in (
            LetterKind(
                NoticeKind.COURTESY_OWNER, "Courtesy letter to owner", (PartyRole.OWNER, PartyRole.LESSOR), _IMPOUNDS, needs_amount=True,
            ),
            LetterKind(
                NoticeKind.COURTESY_LIENHOLDER, "Courtesy letter to lienholder", (PartyRole.LIENHOLDER,), _IMPOUNDS, needs_amount=True,
            ),
            LetterKind(
                NoticeKind.GARAGE_OWNER, "Shop lien notice to owner", (PartyRole.OWNER, PartyRole.LESSOR, PartyRole.AGENCY), _SHOP,
                MailClass.CERTIFIED_RECEIPT, needs_amount=True, required=True,
            ),
            LetterKind(
                NoticeKind.GARAGE_LIENHOLDER, "Shop lien notice to lienholder", (PartyRole.LIENHOLDER,), _SHOP,
                MailClass.CERTIFIED_RECEIPT, needs_amount=True, required=True,
            ),
            LetterKind(
                NoticeKind.ENTRY_REQUEST, "Request to enter as abandoned", custody=frozenset({CustodyKind.POLICE_HOLD}),
                mail=MailClass.FIRST_CLASS,
            ),
            LetterKind(NoticeKind.RELEASE, "Release receipt", mail=None, open=False),
        )
    }
)  # fmt: skip
"""The letters that are written from words, in the order they are offered."""
