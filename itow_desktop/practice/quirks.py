"""The calls with something odd about them, each under the name of its oddity."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.practice import invented
from itow_desktop.practice.cars import with_wrong_digit
from itow_desktop.practice.records import CANCELLED, NO_DATE, Car, OfficeCall, Place, Times

FIRST_QUIRK_ID = 900900001
FIRST_QUIRK_NUMBER = 29001
_VIN = "1G1ZP5AA5BZ000123"
LONG_NOTE = " ".join(["Gate was locked, waited for the manager. \u2014 caf\u00e9 side."] * 100)[:5000]
MARKUP = '<b>Tow & go</b> "quoted" it\'s \\ here'
EMOJI = "\U0001f525\U0001f697 \U0001f468\u200d\U0001f469\u200d\U0001f467"
RIGHT_TO_LEFT = "\u202b\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\u202c"


def quirk_calls(today: date) -> Mapping[str, OfficeCall]:
    """Every oddity of TowBook's data that is known (TowBook facts, section 9), by name.

    All belong to ``.PPI``; most were completed yesterday. ``no_time`` has no date at all, so the
    report lists it whatever the range. ``spring_gap`` lies at 02:30 on the last day when clocks went
    forward, ``autumn_twice`` at 01:30 on the last day when they went back.
    """
    plain = _plain(today)
    spring, autumn = dst_days(today)
    calls = _odd_cars(plain) | _odd_texts(plain) | _odd_times(plain, today, spring, autumn)
    return MappingProxyType(
        {
            name: replace(call, id=FIRST_QUIRK_ID + index, number=FIRST_QUIRK_NUMBER + index)
            for index, (name, call) in enumerate(calls.items())
        }
    )


def dst_days(today: date) -> tuple[date, date]:
    """The last days before ``today`` when the office's clocks went forward, when they went back."""
    zone = ZoneInfo(invented.ZONE)
    found: dict[bool, date] = {}
    day = today
    while len(found) < 2:
        day -= timedelta(days=1)
        before = datetime.combine(day, time(0), zone).utcoffset()
        after = datetime.combine(day, time(23), zone).utcoffset()
        if before is not None and after is not None and before != after:
            found.setdefault(after > before, day)
    return found[True], found[False]


def _plain(today: date) -> OfficeCall:
    completed = datetime.combine(today - timedelta(days=1), time(22, 44))
    business, street, city, zip_code = invented.PROPERTIES[0]
    return OfficeCall(
        FIRST_QUIRK_ID,
        FIRST_QUIRK_NUMBER,
        invented.PPI,
        Car(2011, "Chevrolet", "Malibu", "Gray", _VIN, "DKX4417", "MI", 120_000),
        Place(f"{street}, {city}, MI {zip_code}", zip_code),
        invented.YARD,
        _times(completed),
        reason="Tow",
        contact_name=business,
        contact_phone="810-555-0142",
        driver=invented.DRIVERS[0].name,
        dispatcher=invented.DISPATCHERS[0].name,
        truck=invented.TRUCKS[0].name,
        total=Decimal("354.20"),
    )


def _times(completed: datetime) -> Times:
    return Times(
        completed - timedelta(minutes=70, milliseconds=290),
        completed - timedelta(minutes=65),
        completed - timedelta(minutes=60),
        completed - timedelta(minutes=25),
        completed,
    )


def _odd_cars(plain: OfficeCall) -> dict[str, OfficeCall]:
    car = plain.car
    odd = {
        "no_vin": replace(car, vin=""),
        "short_vin": replace(car, vin=_VIN[5:]),
        "wrong_check_digit": replace(car, vin=with_wrong_digit(_VIN)),
        "old_short_vin": replace(car, year=1968, model="Camaro", vin="124378N400123"),
        "lower_case_vin": replace(car, vin=_VIN.lower()),
        "no_plate": replace(car, plate="", plate_state=""),
        "plate_state_word": replace(car, plate="", plate_state="state"),
        "no_plate_state": replace(car, plate_state=""),
        "spaced_plate": replace(car, plate="dkx 44-17"),
        "no_color": replace(car, color="(none)"),
        "year_zero": replace(car, year=0),
        "nothing_known": Car(),
    }
    return {name: replace(plain, car=odd_car) for name, odd_car in odd.items()}


def _odd_texts(plain: OfficeCall) -> dict[str, OfficeCall]:
    business, street, city, zip_code = invented.PROPERTIES[3]
    address = f"{street}, {city}, MI {zip_code}"
    return {
        "no_reason_no_po": replace(plain, reason="", po=""),
        "file_number_po": replace(plain, po="IT1234-26"),
        "other_po": replace(plain, po="PP2025-0001"),
        "business_in_brackets": replace(plain, source=Place(f"{address} ({business})", zip_code), contact_name="", contact_phone=""),
        "usa_suffix": replace(plain, source=Place(f"{address}, USA", zip_code)),
        "usa_and_business": replace(plain, source=Place(f"{address}, USA ({business})", zip_code), contact_name=""),
        "business_first": replace(plain, source=Place(f"{business}, {address}", zip_code), contact_name=""),
        "no_address": replace(plain, source=Place("")),
        "emoji": replace(plain, notes=f"Tire smoking {EMOJI}", contact_name="Oak \U0001f333 Hollow"),
        "right_to_left": replace(plain, notes=f"Owner said {RIGHT_TO_LEFT}", contact_name=RIGHT_TO_LEFT),
        "long_note": replace(plain, notes=LONG_NOTE),
        "markup": replace(plain, notes=MARKUP, contact_name="Bits & <Bobs> Store", driver="<script>alert(1)</script>"),
        "cancelled": replace(plain, status=CANCELLED, times=replace(plain.times, completed=None), impound=False),
        "released": replace(plain, released=True, paid=plain.total),
    }


def _odd_times(plain: OfficeCall, today: date, spring: date, autumn: date) -> dict[str, OfficeCall]:
    odd = {
        "not_completed": replace(plain.times, completed=None),
        "empty_dates": replace(plain.times, en_route=NO_DATE, arrived=NO_DATE, completed=NO_DATE),
        "no_time": Times(),
        "future": replace(plain.times, completed=datetime.combine(today + timedelta(days=365), time(10))),
        "spring_gap": _times(datetime.combine(spring, time(2, 30))),
        "autumn_twice": _times(datetime.combine(autumn, time(1, 30))),
    }
    calls = {name: replace(plain, times=times) for name, times in odd.items()}
    return calls | {"still_towing": replace(calls["not_completed"], status=4)}
