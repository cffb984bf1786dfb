"""What stands in the chapters of a hearing packet: facts, pictures, mailing, dates, money, custody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from itow_desktop.domain.attachments import Attachment
from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.charges.ledger import Owed, in_order
from itow_desktop.domain.charges.statement import line_words
from itow_desktop.domain.events import Event, EventKind, on_clock, standing
from itow_desktop.domain.letters.paper import Amounts, Bullets, Facts, Heading, Listing, Paragraph, Part, Picture
from itow_desktop.domain.lot import Move
from itow_desktop.domain.notices import said
from itow_desktop.domain.proof.papers import PaperProof, how_words, mailed_words, outcome_words, way_of
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.why_papers import WhyDate, WhyPaper

_UNCOMPARED = "None of the rules that a date of this vehicle rests on was compared with the law in force yet; no date is given here."
_HELD = frozenset(
    {
        EventKind.TOWED, EventKind.PHOTOS_TAKEN, EventKind.MOVED, EventKind.HOLD_PLACED, EventKind.HOLD_LIFTED, EventKind.POLICE_RELEASED,
        EventKind.RELEASED, EventKind.REDEEMED, EventKind.SOLD, EventKind.TRANSFERRED_TO_CUSTODIAN, EventKind.SCRAPPED,
    }
)  # fmt: skip
"""Events that tell where a vehicle was or in whose hands."""
_TOLD = ("to_whom", "id_seen", "hold", "authority", "driver", "truck")
_NEVER = "9999"


def happened(why: WhyPaper) -> list[Part]:
    """The events as they were recorded, corrected ones too, without anybody's notes."""
    rows = tuple(
        (each.when, _joined(". ", _capital(each.what), each.particulars, f"{each.corrected}; it does not count any more" if each.corrected
         else ""), _capital(each.recorded))
        for each in why.facts
    )  # fmt: skip
    return [Listing(("When", "What", "How it came on record"), rows)]


def photos(pictures: Sequence[tuple[Attachment, bytes]], zone: tzinfo) -> list[Part]:
    """Each photo with when it was taken, who added it."""
    return [Picture(content, _caption(number, file, zone)) for number, (file, content) in enumerate(pictures, start=1)]


def mailing_list(papers: Sequence[tuple[str, PaperProof]], others: Sequence[PaperProof], zone: tzinfo) -> list[Part]:
    """What was written and what became of it; ``papers`` stand in the packet under their mark, ``others`` do not."""
    heads = ("", "Paper", "To", "Mailed or sent", "What became of it")
    parts: list[Part] = [Listing(heads, tuple(_line(mark, each, zone) for mark, each in papers))] if papers else []
    if others:
        parts += [
            Paragraph("Written, and either void or neither printed nor mailed nor sent as far as it is on record; not enclosed:"),
            Listing(heads, tuple(_line("", each, zone) for each in others)),
        ]
    return parts


def exhibit(paper: PaperProof, zone: tzinfo) -> list[Part]:
    """The sheet before the pages of a paper: what is known of its way."""
    return [Paragraph("The pages after this sheet are the paper as it was kept."), Facts(way_of(paper, zone))]


def dates(why: WhyPaper) -> list[Part]:
    """How the dates were found, by reviewed rules only; the rules with who compared them."""
    if not why.checked:
        return [Paragraph(_UNCOMPARED)]
    parts: list[Part] = [Paragraph(why.law, small=True)]
    for each in why.checked:
        parts += _dated(each)
    rules = tuple((each.citation, each.sentence, each.checked) for each in why.rules)
    return [*parts, Heading("These rules, and who compared them"), Listing(("Section", "What it asks", "Compared"), rules)]


def charges(owed: Owed, at: datetime, zone: tzinfo) -> list[Part]:
    """Every line of the ledger, what was taken back too; when each was recorded and by whom."""
    lines = in_order(owed.lines)
    total = "Charged in all" if owed.known else "Known so far"
    parts: list[Part] = [Amounts(tuple((line_words(line), line.amount) for line in lines), (f"{total}, {said_time(at)}", owed.total))]
    if owed.missing:
        parts.append(Paragraph(f"Not on record: {', '.join(owed.missing)}."))
    recorded = tuple(
        (line_words(line), f"{said_time(line.recorded_at.astimezone(zone))}{f' by {line.recorded_by}' if line.recorded_by else ''}")
        for line in lines
        if line.recorded_at is not None
    )
    if recorded:
        parts += [Heading("When these lines were recorded"), Listing(("Line", "Recorded"), recorded)]
    return [*parts, Paragraph("Lines that do not stand there are reckoned from the fee schedule for this paper.", small=True)]


@dataclass(frozen=True, slots=True)
class Held:
    """One line of the custody log; ``sort`` is when, as it sorts."""

    sort: str
    when: str
    what: str
    recorded: str


def custody_log(events: Sequence[Event], moves: Sequence[Move], files: Sequence[Attachment], zone: tzinfo) -> list[Part]:
    """Where the vehicle was and in whose hands: events that count, moves on the lot, photos that were added."""
    lines = [
        *(_of_event(event) for event in standing(on_clock(events, zone)) if event.kind in _HELD),
        *(_of_move(move, zone) for move in moves),
        *(_of_file(file, zone) for file in files),
    ]
    rows = tuple((each.when, each.what, each.recorded) for each in sorted(lines, key=lambda each: each.sort))
    return [Listing(("When", "What", "Recorded"), rows)] if rows else [Paragraph("Nothing is recorded of where the vehicle was.")]


def _line(mark: str, paper: PaperProof, zone: tzinfo) -> tuple[str, ...]:
    piece = paper.piece
    ways = [f"{each.way.words} to {each.address}" for each in paper.sent]
    if piece is not None and (piece.handed_over_on is not None or not ways):
        ways.insert(0, ", ".join(part for part in (mailed_words(piece, zone), how_words(piece)) if part))
    return mark, paper.title, paper.to or "", "; ".join(ways), outcome_words(piece) if piece is not None else ""


def _dated(each: WhyDate) -> Iterable[Part]:
    yield Heading(f"{each.step}: {each.when}")
    yield Paragraph(each.sentence)
    yield Paragraph(each.citation, small=True)
    yield Bullets(each.steps)


def _caption(number: int, file: Attachment, zone: tzinfo) -> str:
    taken = f"taken {said_time(file.taken_at.astimezone(zone))}" if file.taken_at else "time of taking not known"
    by = f" by {file.recorded_by}" if file.recorded_by else ""
    return f"Photo {number}: {file.name}, {taken}, added {said_time(file.recorded_at.astimezone(zone))}{by}"


def _of_event(event: Event) -> Held:
    when = said_time(event.at) if event.at else said_day(event.on) if event.on else "day not known"
    sort = event.at.isoformat() if event.at else event.on.isoformat() if event.on else _NEVER
    told = [text for key in _TOLD if (text := said(event.data.get(key)))]
    by = event.recorded_by or ""
    return Held(sort, when, _joined(": ", _capital(EVENT_NAMES[event.kind]), ", ".join(told)), by)


def _of_move(move: Move, zone: tzinfo) -> Held:
    at = move.at.astimezone(zone)
    origin = f"from {move.from_spot} " if move.from_spot else ""
    return Held(at.isoformat(), said_time(at), f"On the lot: {origin}to {move.to_spot or 'no spot'}", move.by or "")


def _of_file(file: Attachment, zone: tzinfo) -> Held:
    at = file.day.astimezone(zone)
    return Held(at.isoformat(), said_time(at), f"Photo {file.name}" + (" taken" if file.taken_at else " added"), file.recorded_by or "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(by: str, *parts: str) -> str:
    return by.join(part for part in parts if part)
