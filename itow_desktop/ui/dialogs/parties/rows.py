"""Owners, lienholders and their addresses as rows."""

from datetime import date

from itow_desktop.domain.parties.party import MailAddress, Party
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import day_text

PARTY_HEADERS = ("Role", "Name", "Phone", "Letters go to", "From")
ADDRESS_HEADERS = ("Address", "State", "From")


def party_row(party: Party, today: date) -> TextRow:
    """Somebody who was taken out steps back, with the reason."""
    out = party.void is not None
    return TextRow(
        party.id,
        (
            Cell(f"{party.role.words} (taken out)" if out else party.role.words),
            Cell(party.name if party.attention is None else f"{party.name}, attn {party.attention}", tip=party.void or party.note or ""),
            Cell(party.phone or ""),
            _goes_to(party),
            Cell(_source(party.found_by.words if party.found_by else None, party.found_on, today)),
        ),
        quiet=out,
    )


def address_row(party: Party, address: MailAddress, *, mailed: bool, today: date) -> TextRow:
    """An address with how it stands."""
    return TextRow(
        address.id,
        (
            Cell(", ".join(address.lines) or address.typed.replace("\n", ", "), tip=address.typed),
            _state(party, address, mailed=mailed),
            Cell(_source(address.found_by.words if address.found_by else None, address.found_on, today)),
        ),
        quiet=not address.good,
    )


def _goes_to(party: Party) -> Cell:
    if party.void is not None:
        return Cell(party.void)
    address = party.address
    if address is None:
        return Cell("no good address" if party.addresses else "no address", tone=Tone.TODAY)
    return Cell(", ".join(address.lines)) if address.lines else Cell("address not looked at yet", tone=Tone.TODAY)


def _state(party: Party, address: MailAddress, *, mailed: bool) -> Cell:
    went = ", a letter went here" if mailed else ""
    if not address.good:
        return Cell(f"bad: {address.why_bad}{went}", tone=Tone.TODAY)
    if not address.lines:
        return Cell("not looked at yet", tone=Tone.TODAY)
    return Cell(f"letters go here{went}" if party.address == address else f"kept{went}")


def _source(words: str | None, day: date | None, today: date) -> str:
    said = words or "not said"
    return f"{said}, {day_text(day, today)}" if day else said
