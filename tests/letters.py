"""Invented cars with letters to be written about them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine, Owed
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.letters.facts import Addressee, LetterFacts, Sender
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.letters.gathering import addressees
from tests.notices import OFFICE

DATED = date(2026, 5, 18)
SENDER = Sender(OFFICE, "Monday to Friday, 8 AM to 5 PM", ("Kim Example", "Office manager"))
CAR = CarFields(
    vin="1G1ZC5E13BF118341", plate="ABC1234", plate_state="OH", year=2011, make="Chevrolet", model="Malibu", color="gray",
    body_type="4-door sedan", call_number="21359", file_number="IT0123-26", custody=CustodyKind.PRIVATE_PROPERTY,
    towed_from="Oak Apartments, 123 Oak Street, Burton, MI 48529", agency_id=1, complaint_number="26-1234",
)  # fmt: skip
DEPARTMENT = Agency(1, "Burton Police Department", phone="810-555-0177", address="4090 Example Street\nBurton, MI 48529")
TOWED = Event("tow", EventKind.TOWED, at=datetime(2026, 5, 9, 1, 44, tzinfo=UTC))


def party(party_id: int, role: PartyRole, name: str, *lines: str, **changes: Any) -> Party:
    """A party with one good address that may be used."""
    address = MailAddress(
        party_id * 10, party_id, "\n".join(lines), lines, found_by=FoundBy.SEARCH_FIRM, found_on=DATED, purpose=Purpose.TOWED
    )  # fmt: skip
    return replace(Party(party_id, 1, role, name, found_by=FoundBy.SEARCH_FIRM, addresses=(address,) if lines else ()), **changes)


OWNER = party(1, PartyRole.OWNER, "Pat Q. Example", "77 SAMPLE AVE APT 4", "TOLEDO OH  43604-1234")
LIENHOLDER = party(2, PartyRole.LIENHOLDER, "First Sample Credit Union", "PO BOX 12", "COLUMBUS OH  43215")
BUREAU = party(3, PartyRole.AGENCY, "Department of State", "BUREAU OF AUTOMOTIVE REGULATION", "LANSING MI  48918")


def owing(**changes: Any) -> Owed:
    """A tow and ten days of storage."""
    lines = (
        LedgerLine(1, 1, ChargeKind.TOW, Decimal("185.00"), "Tow", date(2026, 5, 8)),
        LedgerLine(
            0, 1, ChargeKind.STORAGE, Decimal("350.00"), "Storage", date(2026, 5, 9), date(2026, 5, 18), rate=Decimal("35.00")
        ),
        LedgerLine(2, 1, ChargeKind.STATE_FEE, Decimal("40.00"), "State fee", date(2026, 5, 10)),
    )  # fmt: skip
    return replace(Owed(1, DATED, Decimal("575.00"), lines, Decimal("35.00"), "each day at midnight"), **changes)


def _facts(custody: CustodyKind, events: tuple[Event, ...], *parties: Party, **changes: Any) -> LetterFacts:
    fields = replace(CAR, custody=custody)
    found = LetterFacts(1, SENDER, DATED, fields, events, parties, owing(), agency=DEPARTMENT)
    return replace(found, **changes)


_LIEN = (
    Event("lien", EventKind.LIEN_ATTACHED, on=date(2026, 3, 2)),
    Event("certificate", EventKind.CERTIFICATE_DATED, on=date(2026, 5, 4)),
    Event("sale", EventKind.SALE_PLANNED, at=datetime(2026, 7, 20, 14, 0, tzinfo=UTC)),
)
_POLICE = (TOWED, Event("free", EventKind.POLICE_RELEASED, on=date(2026, 4, 27)))
_GONE = (TOWED, Event("out", EventKind.RELEASED, on=DATED, data={"to_whom": "Pat Q. Example", "id_seen": "Ohio driver license"}))
_SHOP = _facts(CustodyKind.GARAGE_LIEN, _LIEN, OWNER, LIENHOLDER, BUREAU, sale_from=date(2026, 7, 18))

FACTS: Mapping[NoticeKind, LetterFacts] = MappingProxyType(
    {
        NoticeKind.COURTESY_OWNER: _facts(CustodyKind.PRIVATE_PROPERTY, (TOWED,), OWNER),
        NoticeKind.COURTESY_LIENHOLDER: _facts(CustodyKind.PRIVATE_PROPERTY, (TOWED,), LIENHOLDER),
        NoticeKind.GARAGE_OWNER: _SHOP,
        NoticeKind.GARAGE_LIENHOLDER: _SHOP,
        NoticeKind.ENTRY_REQUEST: _facts(
            CustodyKind.POLICE_HOLD, _POLICE, OWNER, request_from=date(2026, 5, 17), request_until=date(2026, 5, 27)
        ),
        NoticeKind.RELEASE: _facts(CustodyKind.PRIVATE_PROPERTY, _GONE, OWNER),
    }
)  # fmt: skip
"""A car for each kind of letter, of which nothing is missing."""


def addressee(kind: NoticeKind, facts: LetterFacts | None = None) -> Addressee:
    """Whom the first letter of the kind goes to."""
    return addressees(facts or FACTS[kind], LETTERS[kind])[0]
