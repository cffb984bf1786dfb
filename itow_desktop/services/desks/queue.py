"""The queue as the window uses it, besides its own deeds: look-ups, asking again."""

from collections.abc import Sequence
from datetime import date

from itow_desktop.services import chasing, looking_up
from itow_desktop.services.chasing import Asked, Told
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.looking_up import LookUpCar
from itow_desktop.services.views import Person


class QueueDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def look_up_list(self, custody_ids: Sequence[int] | None = None) -> tuple[LookUpCar, ...]:
        """The cars that wait for the date of their notice."""
        return looking_up.look_up_list(self._shift, custody_ids)

    def look_up(self, person: Person | None, custody_id: int, notice_on: date | None, reason: str | None = None) -> None:
        """Listed with this date, or not listed."""
        looking_up.look_up(self._shift.by(person), custody_id, notice_on, reason)

    def asked_again(self, person: Person | None, whom: str, asked: Asked) -> int:
        """Somebody past their time was asked about all these cars."""
        return chasing.asked_again(self._shift.by(person), whom, asked)

    def entered(self, person: Person | None, told: Told) -> int:
        """The police entered all these cars on one day."""
        return chasing.entered(self._shift.by(person), told)
