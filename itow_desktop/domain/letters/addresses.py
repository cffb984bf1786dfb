"""Whether mail would reach an address, and whether we may use it."""

import re
from collections.abc import Iterator

from itow_desktop.domain.letters.window import LONGEST_LINE, MOST_LINES, fitted
from itow_desktop.domain.notices import Problem
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party

_US_LINE = re.compile(r"(?P<city>.*[A-Z].*?)[ ,]+(?P<state>[A-Z]{2}) +(?P<zip>\d{5})(-\d{4})?")
_STATES = frozenset(
    {
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
        "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD",
        "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "PR", "GU", "VI", "AS", "MP", "AA", "AE", "AP",
    }
)  # fmt: skip
FIELD = "address"


def address_problems(party: Party, address: MailAddress | None) -> Iterator[Problem]:
    """What keeps a letter to a party from an address, or might."""
    if party.void is not None:
        yield Problem("party", f"{party.name} was taken off this vehicle ({party.void}). Choose somebody else.")
    if address is None:
        yield Problem(FIELD, f"{party.name} has no address that mail can go to. Enter one under Owner & lienholder.")
        return
    if not address.good:
        why = f" ({address.why_bad})" if address.why_bad else ""
        yield Problem(FIELD, f"Mail does not reach {party.name} at this address{why}. Enter another one.")
    yield from _right(party, address)
    yield from _plausible(party, address)


def _right(party: Party, address: MailAddress) -> Iterator[Problem]:
    """Whether the address may be used: 18 U.S.C. 2721(b) for what a motor vehicle department told; never what LEIN told."""
    source = address.found_by or party.found_by
    if FoundBy.LEIN in (address.found_by, party.found_by):
        yield Problem(
            FIELD,
            f"What is known of {party.name} came from LEIN, which no letter of ours may use. Find it another way, enter it anew.",
        )
    elif source is None:
        yield Problem(FIELD, f"It is not recorded where the address of {party.name} comes from. Say so under Owner & lienholder.")
    if address.purpose is None:
        yield Problem(FIELD, f"It is not recorded what we may use the address of {party.name} for. Say so under Owner & lienholder.")


def window_problems(name: str, block: tuple[str, ...], field: str = FIELD) -> Iterator[Problem]:
    """Why an address does not fit the window of the envelope."""
    lines = fitted(block)
    if len(lines) > MOST_LINES:
        yield Problem(field, f"The address of {name} has {len(lines)} lines; the window shows {MOST_LINES}. Shorten it.")
    long = [line for line in lines if len(line) > LONGEST_LINE]
    if long:
        yield Problem(field, f"“{long[0][:30]}…” is too long for the window: {LONGEST_LINE} characters fit. Shorten it.")


def _plausible(party: Party, address: MailAddress) -> Iterator[Problem]:
    yield from window_problems(party.name, party.block(address))
    if len(address.lines) < 2:
        yield Problem(FIELD, f"The address of {party.name} has no street or no city. Complete it.")
    elif address.country == "US":
        found = _US_LINE.fullmatch(address.lines[-1].strip().upper())
        if found is None:
            yield Problem(FIELD, f"The last line of the address of {party.name} is no city, state and ZIP code. Correct it.")
        elif found["state"] not in _STATES:
            yield Problem(FIELD, f"There is no state {found['state']} (address of {party.name}). Correct it.")
