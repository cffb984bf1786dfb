"""The generator of the fictional office: a seed gives the same office on every machine."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from itow_desktop.practice import invented
from itow_desktop.practice.cars import make_car
from itow_desktop.practice.quirks import quirk_calls
from itow_desktop.practice.records import CANCELLED, Account, Office, OfficeCall, Place, Times

__all__ = ["Office", "OfficeCall", "make_office", "quirk_calls"]

FIRST_CALL_ID = 900000101
FIRST_CALL_NUMBER = 21001
_CANCELLED_SHARE, _RELEASED_SHARE, _OTHERS_SHARE = 0.06, 0.12, 0.3
# Private property is cleared mostly at night, weekend nights above all; some by day for shops.
_WEEKDAY_HOURS = (0, 1, 2, 3, 8, 9, 10, 11, 13, 14, 16, 17, 20, 21, 22, 23, 23)
_WEEKEND_HOURS = (0, 0, 1, 1, 2, 2, 3, 3, 4, 12, 15, 19, 21, 22, 22, 23, 23)


def make_office(*, seed: int = 1, calls: int = 60, today: date, days: int = 7, quirks: bool = False) -> Office:
    """A fictional Genesee County tow office.

    ``calls`` are the ``.PPI`` calls that were not cancelled, all completed in the ``days`` days before
    ``today`` (none on today itself, so that no time lies ahead of the clock). Cancelled ones, calls of
    other accounts and, where asked for, the named ``quirk_calls`` come on top.
    """
    rng = random.Random(seed)
    ids, numbers = count(FIRST_CALL_ID), count(FIRST_CALL_NUMBER)
    moments = sorted(_moments(rng, today, days, calls + int(calls * (_CANCELLED_SHARE + _OTHERS_SHARE))))
    accounts = _accounts(rng, calls, len(moments))
    cancelled = set(rng.sample([i for i, account in enumerate(accounts) if account is invented.PPI], k=int(calls * _CANCELLED_SHARE)))
    made = tuple(
        _make_call(rng, next(ids), next(numbers), account, moment, cancelled=index in cancelled)
        for index, (account, moment) in enumerate(zip(accounts, moments, strict=True))
    )
    odd = tuple(quirk_calls(today).values()) if quirks else ()
    return Office(
        invented.COMPANY_ID,
        invented.OFFICE_NAME,
        invented.YARD.text,
        invented.ZONE,
        today,
        invented.ACCOUNTS,
        invented.DRIVERS,
        invented.TRUCKS,
        invented.DISPATCHERS,
        made + odd,
    )


def _moments(rng: random.Random, today: date, days: int, how_many: int) -> Iterator[datetime]:
    """When calls were completed."""
    for _ in range(how_many):
        day = today - timedelta(days=rng.randint(1, days))
        hours = _WEEKEND_HOURS if day.weekday() >= 5 else _WEEKDAY_HOURS
        yield datetime.combine(day, time(rng.choice(hours), rng.randrange(60)))


def _accounts(rng: random.Random, calls: int, how_many: int) -> list[Account]:
    """Whose call each one is: ``calls`` and the cancelled ones ``.PPI``, the rest others."""
    ppi = [invented.PPI] * (calls + int(calls * _CANCELLED_SHARE))
    others = rng.choices((invented.POLICE, invented.MOTOR_CLUB, invented.TRANSPORT), k=how_many - len(ppi))
    accounts = ppi + others
    rng.shuffle(accounts)
    return accounts


def _make_call(rng: random.Random, call_id: int, number: int, account: Account, completed: datetime, *, cancelled: bool) -> OfficeCall:
    times = _times(rng, completed)
    source, contact, phone = _place(rng)
    impound = account is not invented.MOTOR_CLUB
    released = impound and not cancelled and rng.random() < _RELEASED_SHARE
    total = Decimal(rng.randrange(15_000, 45_000, 5)) / 100
    call = OfficeCall(
        call_id,
        number,
        account,
        make_car(rng),
        source,
        invented.YARD,
        times,
        impound=impound,
        released=released,
        reason=_reason(rng, account),
        po=_po(rng, number, completed.year),
        contact_name=contact,
        contact_phone=phone,
        notes=rng.choice(invented.PPI_NOTES) if account is invented.PPI and rng.random() < 0.6 else "",
        driver=rng.choice(invented.DRIVERS).name,
        dispatcher=rng.choice(invented.DISPATCHERS).name,
        truck=rng.choice(invented.TRUCKS).name,
        total=total,
        paid=total if released else Decimal(0),
    )
    return _cancel(call) if cancelled else call


def _times(rng: random.Random, completed: datetime) -> Times:
    arrived = completed - timedelta(minutes=rng.randint(15, 50))
    en_route = arrived - timedelta(minutes=rng.randint(5, 30))
    dispatched = en_route - timedelta(minutes=rng.randint(1, 6))
    created = dispatched - timedelta(seconds=rng.randint(30, 1800), milliseconds=rng.randrange(100) * 10)
    return Times(created, dispatched, en_route, arrived, completed)


def _cancel(call: OfficeCall) -> OfficeCall:
    return replace(call, status=CANCELLED, times=replace(call.times, completed=None), impound=False, total=Decimal(0))


def _place(rng: random.Random) -> tuple[Place, str, str]:
    """A pickup with its contact's name and telephone; the business stands in the address in several ways."""
    business, street, city, zip_code = rng.choice(invented.PROPERTIES)
    plain = f"{street}, {city}, MI {zip_code}"
    text = rng.choice((plain, plain, f"{plain}, USA", f"{plain} ({business})", f"{plain}, USA ({business})", f"{business}, {plain}"))
    place = Place(text, zip_code, round(rng.uniform(42.95, 43.15), 5), round(rng.uniform(-83.80, -83.55), 5))
    if rng.random() < 0.2:
        return place, "", ""
    person = f"{rng.choice(invented.FIRST_NAMES)} {rng.choice(invented.LAST_NAMES)}"
    return place, rng.choice((business, business, f"{business} / {person}")), f"810-555-01{rng.randrange(100):02d}"


def _reason(rng: random.Random, account: Account) -> str:
    if account is invented.PPI:
        return rng.choice(invented.PPI_REASONS)
    return {invented.POLICE: "Police", invented.MOTOR_CLUB: "Jump Start"}.get(account, "Tow")


def _po(rng: random.Random, number: int, year: int) -> str:
    """Our file number in a fifth of the calls, other text in some, mostly nothing."""
    return rng.choice((f"IT{number % 10_000:04d}-{year % 100:02d}", rng.choice(invented.OTHER_POS), "", "", ""))
