"""Facts of a small office, each with a sensible default, for tests that care about one of them."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.vehicles import parse_address

DETROIT = ZoneInfo("America/Detroit")
NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
TOWED = datetime(2026, 3, 2, 10, 0, tzinfo=DETROIT)
_NUMBERS = count(21001)


def call(towbook_id: str | None = None, **changes: Any) -> TowBookCall:
    """A private-property tow of Monday, 2 March 2026, from Burton; ``towed_from`` may be given as text."""
    number = next(_NUMBERS)
    place = changes.pop("towed_from", "123 Oak St, Burton, MI 48509, USA (Oak Apartments)")
    values: dict[str, Any] = {
        "towbook_id": towbook_id or f"9{number:08}",
        "call_number": str(number),
        "account": ".PPI",
        "status_id": 5,
        "called_at": TOWED.replace(hour=9),
        "arrived_at": TOWED.replace(hour=9, minute=30),
        "completed_at": TOWED,
        "towed_from": parse_address(place) if isinstance(place, str) else place,
        "requested_by": "Oak Apartments",
        "vin": "1G1ZZ5EU0AF000001",
        "year": 2011,
        "make": "Chevrolet",
        "model": "Malibu",
        "color": "Gray",
        "plate": "ABC1234",
        "plate_state": "MI",
    }
    return TowBookCall(**(values | changes))
