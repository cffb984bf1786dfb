"""Which page of the manual is about which screen."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

FIRST = "start"

PAGES: Mapping[str, str] = MappingProxyType(
    {
        # panes
        "TodayPane": "today",
        "QueuePane": "queue",
        "VehiclesPane": "vehicles",
        "ImportPane": "import",
        "DetailsPanel": "car-page",
    }
)
"""Class of a screen, and the page about it; ``tests/ui/test_help.py`` looks that no screen is forgotten."""


def page_for(widget: QWidget | None) -> str:
    """The page about the innermost screen that holds the widget."""
    while widget is not None:
        page = PAGES.get(type(widget).__name__)
        if page is not None:
            return page
        widget = widget.parentWidget()
    return FIRST
