"""The letters of a car on its panel."""

from collections.abc import Sequence
from datetime import date, tzinfo

from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.mail.pieces import Piece, PieceState
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.letter_text import letter_text
from itow_desktop.ui.widgets.facts import Facts

LETTERS = frozenset(
    {
        EventKind.LETTER_PRINTED,
        EventKind.LETTER_HANDED_OVER,
        EventKind.LETTER_SENT,
        EventKind.LETTER_DELIVERED,
        EventKind.LETTER_RETURNED,
    }
)
"""What happens to letters, as the record tells it."""


def add_letters(facts: Facts, pieces: Sequence[Piece], events: Sequence[Event], zone: tzinfo, today: date) -> None:
    """The last letter with its state, how many came before it; one that came back stands out.

    ``events`` are those that count, in the order of recording, ``pieces`` the newest first. A notice without an envelope
    has no state of its own: what was done with it is told.
    """
    of_pieces = {str(piece.id): len(events) for piece in pieces}  # with one that is only prepared nothing has happened yet
    told: list[tuple[int, str, Piece | None]] = []
    for place, event in enumerate(events):
        if event.kind not in LETTERS:
            continue
        if (piece := event.data.get("piece")) in of_pieces:
            of_pieces[str(piece)] = place
        else:
            told.append((place, _event(event, zone, today), None))
    told += [(of_pieces[str(piece.id)], letter_text(piece, today), piece) for piece in pieces]
    if not told:
        facts.add("Letters", "none")
        return
    _, words, last = max(told, key=lambda each: each[0])
    back = last is not None and last.state is PieceState.RETURNED
    before = f"\nand {len(told) - 1} before it" if len(told) > 1 else ""
    facts.add("Letters", f"{words}{before}", tone=Tone.TODAY if back else None)


def _event(event: Event, zone: tzinfo, today: date) -> str:
    return f"{text.EVENT[event.kind]} {text.event_time(event, zone, today)} {text.event_words(event)}".strip()
