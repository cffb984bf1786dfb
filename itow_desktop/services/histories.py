"""Tell the history of a car, with before and after."""

from itow_desktop.domain.history import HistoryPage, Place, entries
from itow_desktop.services.shift import Shift

AT_ONCE = 100


def car_history(shift: Shift, custody_id: int, before: Place | None = None, limit: int = AT_ONCE) -> HistoryPage:
    """Every change of a car, newest first, from a place on; as many rows of the record as ``limit``."""
    with shift.desk.look() as unit:
        traces = unit.history.of(custody_id, before, limit)
        agencies = {agency.id: agency.name for agency in unit.agencies.all()}
        people = {person.id: person.name for person in unit.staff.all()}
    return HistoryPage(entries(traces.found), traces.rest, agencies, people)
