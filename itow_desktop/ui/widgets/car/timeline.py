"""What happened to the car, the newest on top."""

from collections.abc import Iterator
from itertools import groupby

from itow_desktop.domain.events import Event, standing
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui import text
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told


class TimelineSection(Section):
    """The events that count; what was corrected stands in the history."""

    title = "Timeline"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self.told = Telling("Timeline")
        self.content.addWidget(self.told)

    def load(self, page: CarPage) -> None:
        self.told.tell(self._events(page), "Nothing is recorded yet.")

    def take_focus(self) -> None:
        self.told.setFocus()

    def _events(self, page: CarPage) -> Iterator[Told]:
        zone, today = self.house.work.zone, self.house.work.today()
        for when, group in groupby(reversed(standing(page.card.events)), key=lambda event: text.event_time(event, zone, today)):
            for place, event in enumerate(group):
                words = text.EVENT[event.kind] + (f": {more}" if (more := text.event_words(event)) else "")
                yield Told(when if place == 0 else "", words, aside=self._witness(event))

    def _witness(self, event: Event) -> str:
        """Who recorded it, when, and how they know."""
        zone, today = self.house.work.zone, self.house.work.today()
        recorded = "" if event.recorded_at is None else f"recorded {text.moment_text(event.recorded_at, zone, today)}"
        by = f"by {event.recorded_by}" if event.recorded_by else ""
        source = "" if event.source is None else f"({text.SOURCE[event.source]})"
        return " ".join(part for part in (recorded, by, source) if part)
