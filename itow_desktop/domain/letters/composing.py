"""A letter put together: the words with what is known of the car, as parts for the page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.letters.blocks import Fixed, LetterField, LetterWords, filled, parts_of
from itow_desktop.domain.letters.facts import Addressee, LetterFacts, one_line, spelled, values_of
from itow_desktop.domain.letters.paper import Amounts, Facts, LetterPaper, NextPage, Paragraph, Part, Signed, SignHere
from itow_desktop.domain.letters.standard import LAYOUTS
from itow_desktop.domain.mail.pieces import code_of
from itow_desktop.domain.notices import said
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.vehicles import CustodyKind

_SPANISH = 5.3
"""Inches that the Spanish part of the standard words takes."""


def letter(facts: LetterFacts, words: LetterWords, to: Addressee, piece_id: int | None = None) -> LetterPaper:
    """One letter as it would be printed; ``piece_id`` is that of the envelope it goes into."""
    values = values_of(facts, to)
    fields = facts.fields
    reference = (
        f"Call no. {said(fields.call_number)}" if said(fields.call_number) else "",
        f"Our file no. {said(fields.file_number)}" if said(fields.file_number) else "",
    )
    return LetterPaper(
        kind=words.kind,
        office=facts.sender.head,
        dated=facts.dated,
        title=filled(words.title, values),
        parts=tuple(_parts(facts, words, values)),
        to=to.block,
        code=code_of(piece_id) if piece_id is not None else None,
        reference=tuple(text for text in reference if text),
        version=words.version,
        window=facts.sender.window,
    )


def numbered(paper: LetterPaper, piece_id: int) -> LetterPaper:
    """The same letter for the envelope of this id."""
    return replace(paper, code=code_of(piece_id))


def _parts(facts: LetterFacts, words: LetterWords, values: Mapping[LetterField, str]) -> Iterator[Part]:
    for place in LAYOUTS[words.kind]:
        if isinstance(place, Fixed):
            yield from _fixed(place, facts)
        elif (block := words.block(place)) is not None:
            yield from parts_of(block, values)


def _fixed(place: Fixed, facts: LetterFacts) -> Iterator[Part]:
    match place:
        case Fixed.VEHICLE:
            yield Facts(_vehicle(facts))
        case Fixed.OWED:
            yield _amounts(facts, "Owed on")
        case Fixed.OWED_IF_KNOWN:
            yield _amounts(facts, "Charges up to") if facts.owed.known and facts.owed.lines else Paragraph("What was owed: ask us.")
        case Fixed.RELEASE:
            yield Facts(_release(facts))
        case Fixed.SIGNATURE:
            yield Signed(tuple(line for line in facts.sender.signer if line) or (facts.sender.head.name,), facts.sender.signature)
        case Fixed.SIGN_LINES:
            yield SignHere(("Received by (signature)", "Date and time"))
            yield SignHere(("Handed over by (signature)", "Date and time"))
        case Fixed.SPANISH:
            yield NextPage(_SPANISH)


def _vehicle(facts: LetterFacts) -> tuple[tuple[str, str], ...]:
    fields = facts.fields
    rows = [
        ("Vehicle", facts.vehicle),
        ("Plate, state", facts.plate or ("no plate on vehicle" if fields.no_plate else None)),
        ("VIN", said(fields.vin) or ("not readable" if fields.vin_unreadable else None)),
    ]
    if facts.custody is not CustodyKind.GARAGE_LIEN:
        towed, place = spelled(facts.day_of(EventKind.TOWED)), said(fields.towed_from) or said(fields.street)
        complaint = said(fields.complaint_number)
        police = (facts.agency.name if facts.agency else None, f"complaint no. {complaint}" if complaint else None)
        rows.append(("Towed", ", from ".join(part for part in (towed, place) if part)))
        rows.append(("Police department", ", ".join(part for part in police if part)))
    return tuple((label, value) for label, value in rows if value)


def _release(facts: LetterFacts) -> tuple[tuple[str, str], ...]:
    left = facts.last(EventKind.RELEASED, EventKind.REDEEMED)
    if left is None:
        return ()
    rows = (
        ("Handed over on", spelled(facts.local_day(left))),
        ("To", said(left.data.get("to_whom"))),
        ("Identification seen", said(left.data.get("id_seen"))),
        ("From our lot at", one_line(facts.sender.head.address)),
    )
    return tuple((label, value) for label, value in rows if value)


def _amounts(facts: LetterFacts, total: str) -> Amounts:
    owed = facts.owed
    rows = tuple((_line_words(line), line.amount) for line in owed.lines)
    return Amounts(rows, (f"{total} {spelled(owed.on)}", owed.total))


def _line_words(line: LedgerLine) -> str:
    """A line of the ledger; storage says its span and its rate."""
    if line.kind is not ChargeKind.STORAGE or line.last is None:
        return line.words
    days = (line.last - line.first).days + 1
    rate = f", {counted(days, 'day', 'days')} at {dollars(line.rate)}" if line.rate is not None and line.corrects is None else ""
    return f"{line.words}: {line.first:%m/%d/%Y} to {line.last:%m/%d/%Y}{rate}"
