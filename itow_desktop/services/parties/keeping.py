"""Enter who has a stake in a car, with where mail reaches them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from itow_desktop.domain.errors import Doubtful, NotFound, Problems, Refused
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.desk_work import label_of
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

LONGEST_NAME = 120
LONGEST_TEXT = 300
NO_LEIN = "What LEIN tells may not be used for our letters. Find out another way and say which."


@dataclass(frozen=True, slots=True)
class PartyPage:
    """Everybody with a stake in a car; ``mailed`` are the ids of addresses that letters were addressed to."""

    custody_id: int
    car: str
    parties: tuple[Party, ...]
    mailed: frozenset[int] = frozenset()


def parties_of(shift: Shift, custody_id: int) -> PartyPage:
    """Everybody with a stake in a car; raises ``NotFound``."""
    with shift.desk.look() as unit:
        cases = unit.deadlines.cases([custody_id])
        if not cases:
            raise NotFound("This car is not on record.")
        parties = unit.parties.of(custody_id)
        mailed = unit.parties.mailed([address.id for party in parties for address in party.addresses])
    return PartyPage(custody_id, label_of(cases[0]), parties, frozenset(mailed))


def save_party(shift: Shift, party: Party, address: MailAddress | None = None, *, reason: str | None = None) -> int:
    """Enter one (id 0), with its first address where there is one, or change what is said of one; answers its id.

    Raises ``Problems``; ``Doubtful`` for somebody who is on the car in this role already, unless a ``reason`` says why that is
    right (it is kept in the note); ``ChangedElsewhere``, ``NotFound``.
    """
    tidy = _tidy(party)
    where = None if address is None else _tidy_address(address)
    _check([*_party_problems(tidy), *([] if where is None else _address_problems(where))])
    doing = "add" if party.id == 0 else "change"
    with shift.desk.begin(shift.deed(f"{doing} {tidy.role.words.lower()}")) as unit:
        twins = _twins(unit.parties.of(party.custody_id), tidy)
        if twins and reason is None:
            raise Doubtful(((party.custody_id, f"{twins[0].name} is on this car already as {tidy.role.words.lower()}."),))
        if twins and reason is not None:
            tidy = replace(tidy, note="\n".join(part for part in (tidy.note, f"Entered twice: {reason}") if part))
        if party.id == 0:
            made = unit.parties.add(tidy)
        else:
            unit.parties.change(tidy)
            made = party.id
        if where is not None:
            unit.parties.add_address(replace(where, party_id=made))
        unit.commit()
    return made


def save_address(shift: Shift, address: MailAddress) -> int:
    """Enter an address (id 0) or change one; answers its id.

    One that a letter was addressed to stays: what is typed instead becomes another one. Where letters shall go here, they go
    to no other address of the party. Raises ``Problems``, ``NotFound``.
    """
    tidy = _tidy_address(address)
    _check(_address_problems(tidy))
    with shift.desk.begin(shift.deed("add an address" if address.id == 0 else "change an address")) as unit:
        party = _counting(unit, address.party_id)
        before = next((each for each in party.addresses if each.id == address.id), None)
        if address.id and before is None:
            raise NotFound("This address is not on record. Nothing was changed.")
        respelled = before is None or (before.lines, before.country) != (tidy.lines, tidy.country)
        if before is None or (respelled and unit.parties.mailed([before.id])):
            kept = unit.parties.add_address(tidy)
        else:
            kept = before.id
            if not respelled:  # what was typed at first stays readable
                tidy = replace(tidy, typed=before.typed, good=before.good, why_bad=before.why_bad)
            unit.parties.change_address(tidy)
        if tidy.preferred:
            _no_other(unit, party, kept)
        unit.commit()
    return kept


def mark_bad(shift: Shift, party_id: int, address_id: int, why: str) -> None:
    """Mail does not reach the party there; raises ``Problems`` without a reason, ``NotFound``."""
    said = present(why)
    if said is None:
        raise Problems((("why_bad", "Enter why mail does not reach them there."),))
    with shift.desk.begin(shift.deed("mark an address bad")) as unit:
        _address_of(_counting(unit, party_id), address_id)
        unit.parties.mark_address(address_id, good=False, why_bad=said)
        unit.commit()


def mark_good(shift: Shift, party_id: int, address_id: int) -> None:
    """Letters go there from now on; raises ``NotFound``."""
    with shift.desk.begin(shift.deed("use an address")) as unit:
        party = _counting(unit, party_id)
        _address_of(party, address_id)
        unit.parties.mark_address(address_id, good=True, preferred=True)
        _no_other(unit, party, address_id)
        unit.commit()


def take_out(shift: Shift, party_id: int, reason: str) -> None:
    """Somebody has no stake in the car; the entry stays readable with its reason. Raises ``Problems``, ``Refused``, ``NotFound``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why they are taken out."),))
    with shift.desk.begin(shift.deed("take out an owner or lienholder")) as unit:
        unit.parties.change(replace(_counting(unit, party_id), void=why))
        unit.commit()


def bring_back(shift: Shift, party_id: int) -> None:
    """Somebody who was taken out counts again; raises ``NotFound``."""
    with shift.desk.begin(shift.deed("bring back an owner or lienholder")) as unit:
        unit.parties.change(replace(unit.parties.get(party_id), void=None))
        unit.commit()


def _check(problems: Iterable[tuple[str, str]]) -> None:
    found = tuple(problems)
    if found:
        raise Problems(found)


def _tidy(party: Party) -> Party:
    return replace(
        party, name=present(party.name) or "", attention=present(party.attention), phone=present(party.phone), email=present(party.email),
        note=present_lines(party.note),
    )  # fmt: skip


def _tidy_address(address: MailAddress) -> MailAddress:
    lines = tuple(line for line in (line.strip().upper() for line in address.lines) if line)
    return replace(address, typed=present_lines(address.typed) or "\n".join(lines), lines=lines, good=True, why_bad=None)


def _party_problems(party: Party) -> Iterable[tuple[str, str]]:
    if not _has_letters(party.name):
        yield "name", "Enter the name."
    for field, words, text, most in (
        ("name", "name", party.name, LONGEST_NAME),
        ("attention", "attention line", party.attention, LONGEST_NAME),
        ("note", "note", party.note, LONGEST_TEXT),
    ):
        if text is not None and len(text) > most:
            yield field, f"The {words} has {len(text)} characters, at most {most} fit."
    if party.found_by is None:
        yield "found_by", "Say where the name comes from."


def _address_problems(address: MailAddress) -> Iterable[tuple[str, str]]:
    if not any(map(_has_letters, address.lines)):
        yield "lines", "Enter the address."
    if len(address.typed) > LONGEST_TEXT:
        yield "typed", f"The address has {len(address.typed)} characters, at most {LONGEST_TEXT} fit."
    if address.found_by is None:
        yield "address_found_by", "Say where the address comes from."
    elif address.found_by is FoundBy.LEIN:
        yield "address_found_by", NO_LEIN
    if address.purpose is None:
        yield "purpose", "Say what we may use the address for."


def _has_letters(text: str) -> bool:
    """Whether anything of it would be read on an envelope; what is pasted may hold nothing but signs without a width."""
    return any(letter.isalnum() for letter in text)


def _twins(parties: Iterable[Party], party: Party) -> list[Party]:
    """Others of the same name in the same role."""
    same = (each for each in parties if each.void is None and each.id != party.id and each.role is party.role)
    return [each for each in same if each.name.casefold() == party.name.casefold()]


def _counting(unit: UnitOfWork, party_id: int) -> Party:
    party = unit.parties.get(party_id)
    if party.void is not None:
        raise Refused(f"{party.name} was taken out in the meantime ({party.void}). Nothing was changed.")
    return party


def _address_of(party: Party, address_id: int) -> MailAddress:
    found = next((each for each in party.addresses if each.id == address_id), None)
    if found is None:
        raise NotFound("This address is not on record. Nothing was changed.")
    return found


def _no_other(unit: UnitOfWork, party: Party, address_id: int) -> None:
    """Letters go to one address of a party."""
    for each in party.addresses:
        if each.id != address_id and each.preferred:
            unit.parties.mark_address(each.id, good=each.good, why_bad=each.why_bad, preferred=False)
