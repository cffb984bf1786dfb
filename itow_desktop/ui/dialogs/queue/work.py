"""What the dialogs of the queue ask of the office."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from itow_desktop.services.chasing import Asked, Told
from itow_desktop.services.looking_up import LookUpCar
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar


class LookUpWork(Calendar, Protocol):
    """Called on worker threads; every method may raise a ``Trouble``."""

    def look_up_list(self, custody_ids: Sequence[int] | None = None) -> tuple[LookUpCar, ...]: ...
    def look_up(self, person: Person | None, custody_id: int, notice_on: date | None, reason: str | None = None) -> None: ...


class ChaseWork(Calendar, Protocol):
    """Called on worker threads; every method may raise a ``Trouble``."""

    def asked_again(self, person: Person | None, whom: str, asked: Asked) -> int: ...
    def entered(self, person: Person | None, told: Told) -> int: ...


class QueueExtras(LookUpWork, ChaseWork, Protocol):
    """All of it."""
