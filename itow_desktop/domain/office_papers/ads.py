"""The words of a notice of sale, as a newspaper prints them (MCL 257.252g(1)(c), (d))."""

from collections.abc import Sequence

from itow_desktop.domain.notices import OfficeHead, said
from itow_desktop.domain.office_papers.days import day_in_full
from itow_desktop.domain.office_papers.sales import AdForm, SaleCar, SaleTerms
from itow_desktop.domain.sentences import counted


def ad_text(office: OfficeHead, terms: SaleTerms, form: AdForm, cars: Sequence[SaleCar]) -> str:
    """Plain text with line breaks: what is sold, when, where, by whom; nothing of owners nor of what is owed."""
    when = " ".join(part for part in (f"{day_in_full(terms.day)},", f"at {terms.time}," if terms.time else "") if part)
    place = " ".join(terms.place.split()) or "(place)"
    seller = ", ".join(part for part in (said(office.name), said(office.phone)) if part)
    if form is AdForm.LIST:
        return "\n".join(
            (
                "ABANDONED VEHICLE AUCTION",
                f"{counted(len(cars), 'abandoned vehicle', 'abandoned vehicles')} at public auction on {when} at {place}.",
                f"A full description of each vehicle is at {terms.website or '(website)'}.",
                f"{seller}. MCL 257.252g.",
            )
        )
    lines = [f"{place_in_list}. {car_line(car)}" for place_in_list, car in enumerate(cars, start=1)]
    sold = "Abandoned vehicle" if len(cars) == 1 else f"{len(cars)} abandoned vehicles"
    head = ("PUBLIC SALE OF ABANDONED VEHICLES" if len(cars) != 1 else "PUBLIC SALE OF AN ABANDONED VEHICLE",
            f"{sold} at public sale on {when} at {place}:")  # fmt: skip
    return "\n".join((*head, *(lines if len(lines) > 1 else map(car_line, cars)), f"{seller}. MCL 257.252g."))


def car_line(car: SaleCar) -> str:
    """``2011 Chevrolet Malibu, gray, VIN 1G1..., plate ABC1234 MI``: one vehicle in an ad."""
    plate = " ".join(part for part in ("plate", car.plate, car.plate_state) if part) if car.plate else ""
    parts = (car.description or "vehicle, make not known", car.color.lower(), f"VIN {car.vin}" if car.vin else "VIN not readable", plate)
    return ", ".join(part for part in parts if part)
