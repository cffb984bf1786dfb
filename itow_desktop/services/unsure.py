"""The cars about which something is missing that only a person can give: police department, VIN, kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.questions import Question
from itow_desktop.domain.vehicles import CustodyStatus, present
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import as_case

NOT_READABLE = frozenset({"none", "no", "no vin", "not readable", "unreadable", "n", "x", "-"})
"""What people type when a VIN cannot be read on the car."""


class Lack(StrEnum):
    """What is missing, in the order it is asked: the kind decides whether a police department is needed."""

    KIND = "kind"
    AGENCY = "agency"
    VIN = "vin"


@dataclass(frozen=True, slots=True)
class UnsureCar:
    """A car on the lot with what is missing about it."""

    case: OpenCase
    lacks: frozenset[Lack]


@dataclass(frozen=True, slots=True)
class UnsureBoard:
    """The unsure cars by the property they came from, with the police departments to choose from."""

    cars: tuple[UnsureCar, ...]
    agencies: tuple[Agency, ...]


def unsure_board(shift: Shift, also: Sequence[int] = ()) -> UnsureBoard:
    """Every car on the lot that lacks its police department, VIN or kind; ``also`` these, whatever is known of them by now."""
    with shift.desk.look() as unit:
        cases = [case for case in unit.deadlines.open_cases() if case.status is CustodyStatus.ON_LOT]
        without_vin = [case.custody_id for case in cases if case.vin is None]
        known = unit.vehicles.many(without_vin) if without_vin else {}
        agencies = unit.agencies.all()
    unreadable = {custody_id for custody_id, car in known.items() if car.fields.vin_unreadable}
    cars = (UnsureCar(case, _lacks(case, vin_settled=case.vin is not None or case.custody_id in unreadable)) for case in cases)
    unsure = sorted((car for car in cars if car.lacks or car.case.custody_id in also), key=_place)
    return UnsureBoard(tuple(unsure), tuple(agency for agency in agencies if agency.active))


def name_vin(shift: Shift, custody_id: int, text: str, was: str = "") -> None:
    """Enter the VIN of a car that had none or one misread (``was``), or that none can be read; raises ``Problems``, ``Clash``."""
    typed = present(text)
    if typed is None:
        return
    values = {"vin_unreadable": "yes"} if typed.casefold() in NOT_READABLE else {"vin": typed, "vin_unreadable": "no"}
    change_car(shift, Edit(custody_id, values, {"vin": was} if "vin" in values else {}))


def lacks_of(case: OpenCase) -> frozenset[Lack]:
    """What a car lacks as far as its case tells; that a VIN is known to be unreadable it does not."""
    return _lacks(case, vin_settled=case.vin is not None)


def _lacks(case: OpenCase, *, vin_settled: bool) -> frozenset[Lack]:
    asked = as_case(case).questions
    missing = {Lack.KIND: Question.CUSTODY in asked, Lack.AGENCY: Question.AGENCY in asked, Lack.VIN: not vin_settled}
    return frozenset(lack for lack, is_missing in missing.items() if is_missing)


def _place(car: UnsureCar) -> tuple[int, str, int]:
    """Those without a kind first, then property by property, so that one answer settles neighbours."""
    first = min((list(Lack).index(lack) for lack in car.lacks), default=len(Lack))
    return first, car.case.property_key or "", car.case.custody_id
