"""How long "Find anything" takes to answer on 100,000 cars; how long the list does when it is filtered."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import bench_yard
from bench_figures import Figure, spent
from bench_office import OpenOffice

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.filters import Missing, VehicleFilters
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import car_card, vehicle_page
from itow_desktop.services.finding import find
from itow_desktop.services.keeping_views import filter_choices
from itow_desktop.services.views import VehicleQuery

_WORDS = (
    "chevy", "blue ford", "gray malibu oak hollow", "blue ford oak hollow tuesday", "ford", "f150", "quillfeather", "harbor glen",
    "oak hollow court", "red 2012 dodge 48504", "flint twp honda monday", "yesterday", "last week toyota", "5/8", "reserved space 114",
    "grey pontiac burton", "jeep liberty flint",
)  # fmt: skip
_LETTERS = ("a", "k", "1", "21", "zz", "mi")
_SLIPS = ("chevorlet malbiu", "malbu", "hodna civic", "oka holow", "brown totoya")
_NOTHING = ("zzzqqq", "555-9999", "qwertyuiop asdf", "blue ford elm stret tuesday")
"""Where nothing matches every way out is tried, which takes longest."""
_FILTERS = (
    VehicleFilters(missing=frozenset({Missing.VIN})),
    VehicleFilters(missing=frozenset({Missing.SPOT, Missing.AGENCY})),
    VehicleFilters(towed_days=30),
    VehicleFilters(left_days=7),
    VehicleFilters(differs=True),
    VehicleFilters(needs=True),
)


def finding(office: OpenOffice, runs: int) -> Iterator[Figure]:
    """A fixed mix of forty searches: numbers, phones, words, single letters, slips of the finger, nothing found."""
    mix = [*_numbers(office), *_WORDS, *_LETTERS, *_SLIPS, *_NOTHING]
    if len(mix) != 40:
        raise RuntimeError(f"the mix has {len(mix)} searches")
    taken = {text: median(_asked(office, text, runs)) for text in mix}
    slow = sorted(mix, key=lambda text: -taken[text])[:3]
    said = ", ".join(f'"{text}" {taken[text]:.0f}' for text in slow)
    where = f"in {bench_yard.CARS:,} vehicles"
    yield Figure("find", f"Ctrl+F answer {where}, 40 searches", "ms", tuple(taken.values()), 100.0, "", f"slowest {said}")
    yield Figure("find", "the slowest of them", "ms", (max(taken.values()),), 250.0)


def filters(office: OpenOffice, runs: int) -> Iterator[Figure]:
    """The first page of the list under each filter, on the lot and in all."""
    properties = filter_choices(office.shift).properties
    chosen = [*_FILTERS, *(VehicleFilters(property_key=key) for key, _ in properties[:1])]
    queries = [VehicleQuery(status=status, filters=each) for each in chosen for status in (CustodyStatus.ON_LOT, None)]
    taken = [median(_listed(office, query, runs)) for query in queries]
    slowest = queries[taken.index(max(taken))].filters.plain()
    yield Figure("filter", f"first of {bench_yard.CARS:,} vehicles, each filter", "ms", tuple(taken), 150.0, "", f"slowest {slowest}")


def _numbers(office: OpenOffice) -> list[str]:
    """What tells single cars: whole, in part, with a slip."""
    cars = [car_card(office.shift, place).car.fields for place in _places()]
    first, second, third = (_with_marks(office, place, fields) for place, fields in zip(_places(), cars, strict=True))
    plate, vin = str(first.plate), str(second.vin)
    return [
        plate, plate[:3] + plate[4:], plate[:4] + plate[5] + plate[4] + plate[6:], vin, vin[-6:], vin[:12] + vin[13] + vin[12] + vin[14:],
        str(third.call_number), str(third.requested_by_phone),
    ]  # fmt: skip


def _places() -> tuple[int, int, int]:
    """A car that left long ago, one that left, one on the lot."""
    return 1_000, bench_yard.CARS // 2, bench_yard.CARS - 10


def _with_marks(office: OpenOffice, place: int, fields: CarFields) -> CarFields:
    """The car, or the next one that has plate, VIN and phone."""
    while not (fields.plate and len(fields.plate) == 7 and fields.vin and len(fields.vin) == 17 and fields.requested_by_phone):
        place += 1
        fields = car_card(office.shift, place).car.fields
    return replace(fields)


def _asked(office: OpenOffice, text: str, runs: int) -> list[float]:
    """Milliseconds of each run; the first answer, for which the server reads from disk, does not count."""
    find(office.shift, text)
    return [spent(lambda: find(office.shift, text)).wall * 1000 for _ in range(runs)]


def _listed(office: OpenOffice, query: VehicleQuery, runs: int) -> list[float]:
    vehicle_page(office.shift, query)
    return [spent(lambda: vehicle_page(office.shift, query)).wall * 1000 for _ in range(runs)]
