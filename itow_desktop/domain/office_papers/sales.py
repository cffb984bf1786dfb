"""A public sale as it is planned: when, where, which cars; what keeps its notice from being published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.notices import NoticeKind, Problem
from itow_desktop.domain.vehicles import CustodyKind


@dataclass(frozen=True, slots=True)
class SaleTerms:
    """When and where: ``time`` and ``place`` as they are written, ``website`` lists every vehicle in full."""

    day: date
    time: str = ""
    place: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class SaleCar:
    """A car of a sale.

    ``planned`` None: it may be sold soon and no sale is planned. ``advertised`` is the day of the ad that counts for the
    planned sale, ``ad_until`` the last day on which one can still be published for it. ``earliest`` is the first day on
    which the law lets it be sold where the ad is published on the day that was asked about; None with what is ``missing``.
    ``unverified``: that day rests on a rule that nobody checked.
    """

    custody_id: int
    custody: CustodyKind
    call_number: str = ""
    file_number: str = ""
    year: int | None = None
    make: str = ""
    model: str = ""
    color: str = ""
    vin: str = ""
    plate: str = ""
    plate_state: str = ""
    keys: bool | None = None
    drivable: bool | None = None
    planned: SaleTerms | None = None
    advertised: date | None = None
    ad_until: date | None = None
    earliest: date | None = None
    missing: str = ""
    unverified: bool = False
    bill_of_sale: bool = False
    owner_unknown: bool = False
    on_hold: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """Year, make, model as an ad names a car; TowBook's body type is the class of the tow."""
        return " ".join(str(part) for part in (self.year, self.make, self.model) if part)

    @property
    def mark(self) -> str:
        """What staff call it."""
        tail = f"VIN ...{self.vin[-8:]}" if self.vin else ""
        return self.plate or tail or (f"call {self.call_number}" if self.call_number else f"#{self.custody_id}")


SALE_TITLES = {
    NoticeKind.AD: "Notice of public sale for a newspaper",
    NoticeKind.AUCTION_LIST: "Auction list",
    NoticeKind.AUCTION_NOTICE: "Public auction of abandoned vehicles",
}


class AdForm(StrEnum):
    """The two notices that the law allows (MCL 257.252g(1)(d))."""

    EACH = "each"
    LIST = "list"

    @property
    def words(self) -> str:
        """As on the screen, with the newspaper it belongs into."""
        return _FORMS[self]


_FORMS = {
    AdForm.EACH: "each vehicle described, in a newspaper of the county where it was abandoned",
    AdForm.LIST: "an auction with a website that lists the vehicles, in a newspaper of the county where it is held",
}
_WITHOUT = frozenset({CustodyKind.GARAGE_LIEN, CustodyKind.SCRAP_REGISTERED, CustodyKind.SCRAP_UNREGISTERED})
"""Kinds that are not sold under MCL 257.252g."""


def ad_problems(terms: SaleTerms, form: AdForm, cars: Iterable[SaleCar], published: date) -> tuple[Problem, ...]:
    """What keeps a notice from being published on that day, and what is to be looked at; the cars' names stand in the sentences."""
    known = tuple(cars)
    return (*_terms_problems(terms, form), *(problem for car in known for problem in car_problems(car, terms.day, published)))


def car_problems(car: SaleCar, sale: date, published: date) -> Iterator[Problem]:
    """The same of one car."""
    if car.custody in _WITHOUT or car.custody in (CustodyKind.NOT_AN_IMPOUND, CustodyKind.UNKNOWN):
        yield Problem("custody", f"{car.mark}: this kind of car is not sold by this notice (MCL 257.252g). Look at its kind of custody.")
    if car.on_hold:
        yield Problem("hold", f"{car.mark} is on hold ({', '.join(car.on_hold)}). Lift the hold, or take it off the list.")
    if not car.vin and not (car.make and car.plate):
        yield Problem("vehicle", f"{car.mark} cannot be told apart by readers: no VIN, and not both make and plate. Enter them.")
    if car.advertised is None:
        yield from _ad_day(car, sale, published)
    if car.earliest is None:
        yield Problem("sale", f"{car.mark} cannot be sold yet: {car.missing or 'its earliest day is not known'}.")
    elif car.earliest > sale:
        sure = " (by a rule not yet checked)" if car.unverified else ""
        yield Problem("sale", f"{car.mark} may be sold from {written_date(car.earliest)} on{sure}. Plan a later sale.")
    if not car.bill_of_sale:
        yield Problem("bill_of_sale", f"{car.mark}: the TR-52L is not in.", blocking=False)
    if car.custody is CustodyKind.PUBLIC_ABANDONED:
        words = f"{car.mark}: the police sell it unless they named us as the custodian (MCL 257.252a(18)). Ask them first."
        yield Problem("seller", words, blocking=False)


def _ad_day(car: SaleCar, sale: date, published: date) -> Iterator[Problem]:
    if car.ad_until is None:
        yield Problem("sale", f"{car.mark}: no sale is planned for {written_date(sale)}. Plan it first.")
    elif published > car.ad_until:
        words = f"{car.mark}: the ad for a sale on {written_date(sale)} is published on {written_date(car.ad_until)} at the latest."
        yield Problem("published", f"{words} Plan a later sale.")


def _terms_problems(terms: SaleTerms, form: AdForm) -> Iterator[Problem]:
    if not terms.time:
        yield Problem("time", "No time of the sale. Enter it, like 10:00 AM.")
    if not terms.place:
        yield Problem("place", "No place of the sale. Enter its address.")
    if form is AdForm.LIST and not terms.website:
        yield Problem("website", "No website that lists the vehicles. Enter it, or use the form that describes each vehicle.")
