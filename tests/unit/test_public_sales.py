"""Notices of public sales: their words, what keeps them back."""

from dataclasses import replace
from datetime import date

from itow_desktop.domain.office_papers.ads import ad_text
from itow_desktop.domain.office_papers.sales import AdForm, SaleCar, SaleTerms, ad_problems
from itow_desktop.domain.vehicles import CustodyKind
from tests.notices import OFFICE

TERMS = SaleTerms(date(2026, 4, 14), "10:00 AM", "1200 Example Road,\nBurton, MI 48529", "www.example.com/auction")
CAR = SaleCar(
    7, CustodyKind.PRIVATE_PROPERTY, call_number="21359", year=2011, make="Chevrolet", model="Malibu", color="Gray",
    vin="1G1ZC5E13BF118341", plate="ABC1234", plate_state="MI",
    planned=TERMS, ad_until=date(2026, 4, 9), earliest=date(2026, 4, 11), bill_of_sale=True,
)  # fmt: skip
OTHER = SaleCar(8, CustodyKind.POLICE_ORDINARY, make="Ford", vin="", plate="", planned=TERMS, ad_until=date(2026, 4, 9))
DAY = date(2026, 4, 9)


def blocking(*cars: SaleCar, form: AdForm = AdForm.EACH, terms: SaleTerms = TERMS, published: date = DAY) -> list[str]:
    return [problem.field for problem in ad_problems(terms, form, cars, published) if problem.blocking]


def test_each_vehicle_is_described_with_time_date_and_place() -> None:
    assert ad_text(OFFICE, TERMS, AdForm.EACH, [CAR]) == (
        "PUBLIC SALE OF AN ABANDONED VEHICLE\n"
        "Abandoned vehicle at public sale on Tuesday, April 14, 2026, at 10:00 AM, at 1200 Example Road, Burton, MI 48529:\n"
        "2011 Chevrolet Malibu, gray, VIN 1G1ZC5E13BF118341, plate ABC1234 MI\n"
        "Example Towing & Recovery, LLC, 810-555-0100. MCL 257.252g."
    )
    two = ad_text(OFFICE, TERMS, AdForm.EACH, [CAR, OTHER]).splitlines()
    assert two[0] == "PUBLIC SALE OF ABANDONED VEHICLES"
    assert two[2:4] == ["1. 2011 Chevrolet Malibu, gray, VIN 1G1ZC5E13BF118341, plate ABC1234 MI", "2. Ford, VIN not readable"]


def test_the_other_form_names_the_website_instead_of_the_vehicles() -> None:
    assert ad_text(OFFICE, TERMS, AdForm.LIST, [CAR, OTHER]) == (
        "ABANDONED VEHICLE AUCTION\n"
        "2 abandoned vehicles at public auction on Tuesday, April 14, 2026, at 10:00 AM, at 1200 Example Road, Burton, MI 48529.\n"
        "A full description of each vehicle is at www.example.com/auction.\n"
        "Example Towing & Recovery, LLC, 810-555-0100. MCL 257.252g."
    )


def test_the_last_day_of_the_ad_is_in_time_and_the_next_one_is_not() -> None:
    assert blocking(CAR, published=date(2026, 4, 9)) == []
    assert blocking(CAR, published=date(2026, 4, 10)) == ["published"]
    assert blocking(replace(CAR, advertised=date(2026, 4, 8), ad_until=None), published=date(2026, 4, 13)) == []


def test_what_may_not_be_sold_this_way_is_not_advertised() -> None:
    assert blocking(replace(CAR, on_hold=("bankruptcy",))) == ["hold"]
    assert blocking(replace(CAR, earliest=date(2026, 4, 15))) == ["sale"]
    assert blocking(replace(CAR, earliest=None, missing="need SOS notice date")) == ["sale"]
    assert blocking(replace(CAR, vin="", plate="")) == ["vehicle"]
    assert blocking(replace(CAR, vin="")) == []
    kinds = {kind: blocking(replace(CAR, custody=kind)) for kind in CustodyKind}
    sold = {CustodyKind.PRIVATE_PROPERTY, CustodyKind.PUBLIC_ABANDONED, CustodyKind.POLICE_ORDINARY, CustodyKind.POLICE_HOLD}
    assert {kind for kind, found in kinds.items() if not found} == sold
    assert blocking(CAR, terms=SaleTerms(TERMS.day)) == ["time", "place"]
    assert blocking(CAR, form=AdForm.LIST, terms=replace(TERMS, website="")) == ["website"]


def test_what_is_only_to_be_looked_at_keeps_nothing_back() -> None:
    looked = ad_problems(TERMS, AdForm.EACH, [replace(CAR, bill_of_sale=False, custody=CustodyKind.PUBLIC_ABANDONED)], DAY)
    assert [(problem.field, problem.blocking) for problem in looked] == [("bill_of_sale", False), ("seller", False)]
