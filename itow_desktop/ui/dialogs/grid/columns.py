"""The columns of the grid: which fields of a car are typed side by side, in the order of the lot list."""

from collections import Counter
from collections.abc import Iterable

from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_fields import FIELDS, Shape
from itow_desktop.ui.models.grid import GridColumn

_WIDTHS = {
    "plate": 9, "plate_state": 5, "no_plate": 6, "vin": 18, "vin_unreadable": 11, "year": 5, "color": 9, "make": 11, "model": 13,
    "body_type": 9, "custody": 18, "towed_at": 13, "business": 18, "towed_from": 26, "city": 14, "jurisdiction": 20, "complaint_number": 12,
    "case_number": 11, "officer": 12, "requested_by": 14, "requested_by_phone": 13, "account": 13, "reason": 12, "spot": 7, "keys": 6,
    "key_tag": 9, "file_number": 11, "drivable": 7, "odometer": 9, "truck": 7, "driver": 11, "call_number": 9, "reference": 12,
}  # fmt: skip
_SHORT = {"no_plate": "No plate", "vin_unreadable": "VIN unreadable", "jurisdiction": "Police dept."}

COLUMNS = tuple(GridColumn(name, _SHORT.get(name, car_fields.word(name)), width) for name, width in _WIDTHS.items())
"""Everything the form has but the notes, which need room."""


def in_capitals(column: int) -> bool:
    """Whether a column is typed in capitals."""
    return FIELDS[COLUMNS[column].field].shape is Shape.UPPER


def of_few_words(name: str) -> bool:
    """Whether nothing but certain words can stand in a field."""
    return FIELDS[name].shape in {Shape.KIND, Shape.AGENCY, Shape.YES_NO, Shape.FLAG}


SUGGESTED = frozenset(
    {
        "color",
        "make",
        "model",
        "body_type",
        "business",
        "towed_from",
        "city",
        "requested_by",
        "account",
        "reason",
        "officer",
        "truck",
        "driver",
    }
)
"""Fields in which the words of the other cars are offered while typing."""


def suggested(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, the most frequent first."""
    return tuple(text for text, _ in Counter(filter(None, texts)).most_common(200))
