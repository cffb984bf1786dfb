"""The beginning as the window uses it: of the office (what is unsure, what is already done), of a day, of a car in TowBook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.past import Answer, Fact
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services import editing, joining, looking_back, starting_the_day, turning_the_day, unsure, working
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.joining import Pair
from itow_desktop.services.looking_back import PastBoard
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.reading_vins import advise
from itow_desktop.services.shift import Shift
from itow_desktop.services.starting_the_day import CopyState, DayStart
from itow_desktop.services.stepping import NOTHING
from itow_desktop.services.turning_the_day import DayTurn
from itow_desktop.services.unsure import UnsureBoard
from itow_desktop.services.views import Person


class BeginningDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def __init__(self, ports: Ports, shift: Shift) -> None:
        super().__init__(ports, shift)
        self._at_start = ports.at_start

    # --- the day -----------------------------------------------------------------------------------------------------

    def start_of_day(self) -> DayStart:
        """How the work stands now."""
        return starting_the_day.start_of_day(self._shift)

    def turn_day(self, stopped: Callable[[], bool]) -> DayTurn:
        """Bring every date up to the law in use, keep the day's numbers; answers what time brought.

        Not for two threads at once: what was computed when the office was opened counts with the first turn.
        """
        turn = turning_the_day.turn_day(self._shift, stopped)
        before, self._at_start = self._at_start, NOTHING
        return replace(turn, recomputed=before + turn.recomputed)

    def copies(self) -> CopyState:
        """How the copies of the database are."""
        return starting_the_day.copy_state(self._ports.backups)

    def prove_copy(self) -> str | None:
        """Restore the newest copy aside and count; answers what is wrong with it."""
        return starting_the_day.prove_last_copy(self._ports.backups)

    # --- what is unsure ----------------------------------------------------------------------------------------------

    def unsure(self, also: Sequence[int] = ()) -> UnsureBoard:
        """The cars that lack a police department, VIN or kind; ``also`` these, whatever is known of them by now."""
        return unsure.unsure_board(self._shift, also)

    def sort_cars(self, person: Person | None, custody_ids: Sequence[int], kind: CustodyKind) -> int:
        """Say what kind of custody cars are."""
        return working.sort_cars(self._shift.by(person), custody_ids, kind)

    def name_agency(self, person: Person | None, custody_id: int, agency: Agency) -> int:
        """Give a car, and every other one from its property, a police department; one that is new (id 0) is added."""
        shift = self._shift.by(person)
        agency_id = agency.id or editing.save_agency(shift, agency)
        return working.assign_agency(shift, agency_id, [custody_id])

    def name_vin(self, person: Person | None, custody_id: int, text: str, was: str = "") -> None:
        """Enter a VIN in the place of none or of one that was misread, or that none can be read."""
        unsure.name_vin(self._shift.by(person), custody_id, text, was)

    def advise_vin(self, text: str) -> VinAdvice:
        """What a VIN says, or which one may be meant."""
        return advise(self._ports.vins, text, self._shift.today.year)

    # --- what is already done ----------------------------------------------------------------------------------------

    def past(self, custody_ids: Sequence[int] | None = None) -> PastBoard:
        """What is asked and known of cars that stood here before the office began."""
        return looking_back.past_board(self._shift, custody_ids)

    def answer_past(self, person: Person | None, custody_id: int, answers: Mapping[Fact, Answer | None]) -> int:
        """Record what somebody says of a car."""
        return looking_back.answer_past(self._shift.by(person), custody_id, answers)

    # --- two that may be one -----------------------------------------------------------------------------------------

    def pair(self, custody_id: int) -> Pair:
        """A car entered by hand beside the one TowBook knows."""
        return joining.pair(self._shift, custody_id)

    def same_car(self, person: Person | None, hand_id: int, told_id: int) -> None:
        """They are one car."""
        joining.same_car(self._shift.by(person), hand_id, told_id)

    def other_car(self, person: Person | None, hand_id: int, told_id: int) -> None:
        """They are two."""
        joining.other_car(self._shift.by(person), hand_id, told_id)
