"""What every desk of the office has."""

from datetime import date
from zoneinfo import ZoneInfo

from itow_desktop.services.ports.office import Ports
from itow_desktop.services.shift import Shift


class Desk:
    """Hands each question to its deed; safe to call from several threads."""

    def __init__(self, ports: Ports, shift: Shift) -> None:
        self._ports = ports
        self._shift = shift

    @property
    def zone(self) -> ZoneInfo:
        """Where legal days are counted."""
        return self._shift.law.zone

    def today(self) -> date:
        """The office's local date."""
        return self._shift.today
