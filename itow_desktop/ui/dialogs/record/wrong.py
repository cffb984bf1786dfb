"""What is said of an event that somebody is about to correct or take back."""

from datetime import date, tzinfo

from itow_desktop.domain.events import Event
from itow_desktop.ui import text


def wrong_words(wrong: Event, zone: tzinfo, today: date) -> str:
    """Which event it is, when it happened, who recorded it when; that it is not lost."""
    words = ", ".join(part for part in (text.EVENT[wrong.kind], text.event_time(wrong, zone, today), text.event_words(wrong)) if part)
    recorded = f" Recorded {text.moment_text(wrong.recorded_at, zone, today)}" if wrong.recorded_at else ""
    by = f" by {wrong.recorded_by}." if recorded and wrong.recorded_by else "." if recorded else ""
    return f"Wrong is: {words}.{recorded}{by} It stays readable, with your reason."
