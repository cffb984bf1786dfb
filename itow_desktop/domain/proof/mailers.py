"""A draft of what whoever took letters to the post office could state; nobody's statement until that person signs one."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.letters.paper import Bullets, Heading, Listing, Paragraph, Part, SignHere
from itow_desktop.domain.mail.pieces import Piece
from itow_desktop.domain.notices import OfficeHead, said
from itow_desktop.domain.proof.papers import PaperProof, how_words

Marked = tuple[str, PaperProof]
"""A paper with its mark in the packet."""
_DRAFT = (
    "DRAFT, signed by nobody. It was put together from the record for the person named here, who alone knows what happened: read it, "
    "correct it, cross out what you do not know yourself, and sign only what you know to be true. Whether it is used, in which form, and "
    "with which oath or declaration is for an attorney to say."
)
_FILL = "____________________"


def by_mailer(papers: Sequence[Marked]) -> Mapping[str, tuple[Marked, ...]]:
    """The mailed papers of each person who is on record as having handed them over."""
    found: dict[str, list[Marked]] = {}
    for mark, paper in papers:
        if paper.piece is not None and paper.piece.handed_over_by:
            found.setdefault(paper.piece.handed_over_by, []).append((mark, paper))
    return {name: tuple(each) for name, each in found.items()}


def statement_of(name: str, papers: Sequence[Marked], office: OfficeHead) -> list[Part]:
    """What one person could state of the letters they handed over."""
    where = " ".join((said(office.address) or _FILL).split())
    rows = tuple(_row(mark, paper.piece, paper.title, office.zone) for mark, paper in papers if paper.piece is not None)
    return [
        Paragraph(_DRAFT),
        Paragraph(f"I, {name}, state:"),
        Bullets(
            (
                f"I work for {said(office.name) or _FILL}, {where}. My work there is {_FILL}.",
                f"I handed the letters listed below to the United States Postal Service at {_FILL} on the days that stand with them.",
                "Each was in an envelope with the address that stands with it, closed, with postage paid.",
                "The pages of each letter are those that follow the sheet with its mark in this packet.",
                *_proofs(papers),
                f"I know this because {_FILL}{_FILL}.",
            )
        ),
        Heading("The letters"),
        Listing(("", "Letter", "Addressed to", "How", "Mailed"), rows),
        SignHere(("Signature", "Day")),
    ]


def _row(mark: str, piece: Piece, title: str, zone: tzinfo) -> tuple[str, ...]:
    day, at = piece.handed_over_on, piece.handed_over_at
    when = said_time(at.astimezone(zone)) if at is not None else said_day(day) if day is not None else ""
    late = " (entered afterwards)" if piece.mailed_elsewhere else ""
    return mark, f"{title}, {piece.code}", ", ".join(piece.block), how_words(piece), f"{when}{late}"


def _proofs(papers: Sequence[Marked]) -> list[str]:
    """What of the post office is on record of these letters."""
    found = []
    for mark, paper in papers:
        kept = [*(sheet.form.words for sheet in paper.sheets), *(file.side.words for file in paper.files)]
        found += [f"{mark} ({'; '.join(kept).lower()})"] if kept else []
    return [f"Kept with them: {', '.join(found)}."] if found else ["Nothing from the post office is on record for these letters."]
