"""What a car's page wishes to be recorded, corrected, taken back or opened, wherever that page stands."""

from PySide6.QtCore import QObject, Signal


class EventWishes(QObject):
    """Heard by the room of the record, the last by the room of owners and lienholders."""

    record = Signal(object, object)
    """Custody ids something happened to, the widget in whose window it is asked."""
    correct = Signal(object, str, object)
    """Custody id, id of the wrong event, the widget."""
    take_back = Signal(object, str, object)
    """Custody id, id of the event, the widget."""
    parties = Signal(object)
    """Custody id whose owners and lienholders shall be seen."""
