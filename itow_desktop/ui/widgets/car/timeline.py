"""What happened to the car, the newest on top."""

from collections.abc import Iterator
from itertools import groupby

from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told

_RECORD, _CORRECT, _BACK = "record", "correct", "back"
_ELSEWHERE = frozenset({EventKind.NOTE, EventKind.VOIDED, EventKind.LETTER_PRINTED, EventKind.HOLD_PLACED, EventKind.HOLD_LIFTED})
"""Kinds that are corrected where they are made: among the notes, from the bin, with the holds."""


class TimelineSection(Section):
    """What happened, and the ways to record more or to correct it; what was corrected stays readable beside its reason."""

    title = "Timeline"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self.told = Telling("Timeline")
        self.told.asked.connect(self._asked)
        self.content.addWidget(self.told)

    def load(self, page: CarPage) -> None:
        self.told.tell(self._events(page), "Nothing is recorded yet.", ("Record what happened...", _RECORD))

    def take_focus(self) -> None:
        self.told.setFocus()

    def _events(self, page: CarPage) -> Iterator[Told]:
        zone, today = self.house.work.zone, self.house.work.today()
        events = page.card.events
        corrected = {event.supersedes: event for event in events if event.supersedes is not None}
        shown = [event for event in reversed(events) if _shown(event, corrected.get(event.id))]
        for when, group in groupby(shown, key=lambda event: text.event_time(event, zone, today)):
            for place, event in enumerate(group):
                by = corrected.get(event.id)
                words = text.EVENT[event.kind] + (f": {more}" if (more := text.event_words(event)) else "")
                papers = page.papers.get(event.id, ())
                proof = f"Proved by {', '.join(papers)}" if papers else ""
                lines = tuple(line for line in (proof, self._corrected(by)) if line)
                links = () if by or event.kind in _ELSEWHERE else _links(event)
                yield Told(when if place == 0 else "", words, lines, self._witness(event), links, crossed=by is not None)

    def _corrected(self, by: Event | None) -> str:
        """Who took it back or corrected it, and why."""
        if by is None:
            return ""
        what = "Taken back" if by.kind is EventKind.SUPERSEDED else "Corrected"
        who = f" by {by.recorded_by}" if by.recorded_by else ""
        why = by.note if by.kind is EventKind.SUPERSEDED else by.data.get("reason")
        return f"{what}{who}: {why}" if why else f"{what}{who}"

    def _asked(self, address: str) -> None:
        wishes, (what, _, event_id) = self.house.wishes, address.partition(":")
        if what == _RECORD:
            wishes.record.emit((self.custody_id,), self)
        elif what == _CORRECT:
            wishes.correct.emit(self.custody_id, event_id, self)
        else:
            wishes.take_back.emit(self.custody_id, event_id, self)

    def _witness(self, event: Event) -> str:
        """Who recorded it, when, and how they know."""
        zone, today = self.house.work.zone, self.house.work.today()
        recorded = "" if event.recorded_at is None else f"recorded {text.moment_text(event.recorded_at, zone, today)}"
        by = f"by {event.recorded_by}" if event.recorded_by else ""
        source = "" if event.source is None else f"({text.SOURCE[event.source]})"
        return " ".join(part for part in (recorded, by, source) if part)


def _shown(event: Event, corrected: Event | None) -> bool:
    """All but retractions, which stand beside what they take back, and what nobody here has recorded: imported times, undone deeds."""
    if event.kind is EventKind.SUPERSEDED:
        return False
    if corrected is None:
        return True
    return event.kind is not EventKind.NOTE and not (event.source is EventSource.IMPORT and corrected.source is EventSource.IMPORT)


def _links(event: Event) -> tuple[tuple[str, str], ...]:
    return (("Correct...", f"{_CORRECT}:{event.id}"), ("Take back...", f"{_BACK}:{event.id}"))
