"""What the list of a public sale says: its cars, the sale itself, which of them papers are about."""

from collections.abc import Sequence
from datetime import date

from itow_desktop.domain.office_papers.sales import SaleCar, SaleTerms, car_problems
from itow_desktop.services.office_papers.ads import SalePlan
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted, list_day
from itow_desktop.ui.widgets.dotted import NOT_CHECKED

HEADERS = ("Plate", "Vehicle", "Sale from", "Ad until", "Ad printed", "What is missing")
FROM, UNTIL, PRINTED, MISSING = 2, 3, 4, 5


def car_row(car: SaleCar, printed: date) -> TextRow:
    """A car of the sale, judged as if its ad were printed on that day."""
    sale = car.planned.day if car.planned else None
    missing = [problem.sentence for problem in car_problems(car, sale, printed)] if sale else []
    if sale is None:
        missing = [car.missing] if car.missing else ["no sale is planned"]
    without = [sentence.removeprefix(f"{car.mark}: ").removeprefix(f"{car.mark} ") for sentence in missing]
    return TextRow(
        car.custody_id,
        (
            Cell(car.mark),
            Cell(car.description, tip=f"VIN {car.vin}" if car.vin else ""),
            _day(car.earliest, dotted=car.unverified),
            _day(car.ad_until),
            _day(car.advertised),
            Cell("; ".join(without) or "nothing", tip="\n".join(missing), tone=Tone.TODAY if missing else None),
        ),
    )


def _day(day: date | None, *, dotted: bool = False) -> Cell:
    return Cell(list_day(day), order=day, tip=NOT_CHECKED if dotted else "", dotted=dotted) if day else Cell()


def group_words(terms: SaleTerms | None, cars: Sequence[SaleCar], today: date) -> str:
    """The sale as it stands in the list of sales."""
    number = counted(len(cars), "car", "cars")
    if terms is None:
        return f"Not planned yet: {number}"
    over = " (over)" if terms.day < today else ""
    when = f"{terms.day:%a} {list_day(terms.day)}{over}"
    return ", ".join(part for part in (when, terms.time, terms.place, number) if part)


def about_words(plan: SalePlan | None, chosen: Sequence[SaleCar], cars: Sequence[SaleCar]) -> str:
    """Which cars the papers are about."""
    if not cars:
        return ""
    which = (
        f"all {counted(len(cars), 'car', 'cars')}" if len(chosen) == len(cars) else f"{len(chosen)} of {counted(len(cars), 'car', 'cars')}"
    )
    return f"Papers are about {which} of this sale." if plan else f"Plan a sale for {which}."
