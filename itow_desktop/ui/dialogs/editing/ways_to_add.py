"""The ways a car comes to be entered by hand, each with what it presets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.ui.dialogs.car_fields import POLICE_FIRST, TOW_FIRST, USUAL, Layout


@dataclass(frozen=True, slots=True)
class Way:
    """One first choice of the form: its words, the order of its paper, the values it begins with."""

    words: str
    tip: str
    layout: Layout
    preset: Mapping[str, str] = field(default_factory=dict)


OTHER = Way("Something else", "Nothing is filled in beforehand (Alt+4)", USUAL)
WAYS = (
    Way(
        "Police tow",
        "The police sent for us: department, complaint and place first (Alt+1)",
        POLICE_FIRST,
        {"custody": CustodyKind.POLICE_ORDINARY.value},
    ),
    # What a walk-in is, is for a person to say: as long as it is not sorted, the queue asks.
    Way("Walk-in", "Somebody at the counter: vehicle first, its kind is asked in the queue (Alt+2)", USUAL),
    Way(
        "TowBook is down",
        "A tow of ours that TowBook does not know yet: place, property and time first. The next import asks to join them (Alt+3)",
        TOW_FIRST,
        {"custody": CustodyKind.PRIVATE_PROPERTY.value},
    ),
    OTHER,
)

KEPT_FOR_NEXT = (
    "custody", "towed_at", "business", "towed_from", "city", "requested_by", "requested_by_phone", "account", "reason", "truck", "driver",
    "jurisdiction",
)  # fmt: skip
"""What several cars of one evening have in common."""
