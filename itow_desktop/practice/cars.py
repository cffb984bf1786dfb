"""Invented vehicles, most of them well identified."""

import random
from typing import TypeVar

from itow_desktop.domain.vehicles import check_digit
from itow_desktop.practice.invented import MODELS, OUT_OF_STATE
from itow_desktop.practice.records import Car

_YEAR_LETTERS = "123456789ABCDEFGHJKLMNPRSTVWXY"  # 2001 to 2030
_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_PLATE_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_COLORS = ("Black", "White", "Silver", "Gray", "Red", "Blue", "Green", "Maroon", "Gold", "Tan")
_OLDEST, _NEWEST = 2001, 2025

_T = TypeVar("_T")


def make_vin(rng: random.Random, maker: str, year: int) -> str:
    """A 17-character VIN with the right check digit; ``year`` is from 2001 to 2030.

    The last six characters stay below 1000, where no maker's series of that plant runs.
    """
    middle = "".join(rng.choices(_VIN_LETTERS, k=5))
    tail = f"{_YEAR_LETTERS[year - 2001]}Z{rng.randrange(1000):06d}"
    digit = check_digit(f"{maker}{middle}0{tail}")
    if digit is None:
        raise ValueError(f"{maker!r} cannot begin a VIN")
    return f"{maker}{middle}{digit}{tail}"


def with_wrong_digit(vin: str) -> str:
    """The VIN with a check digit that does not fit, as a slip of the pen makes it."""
    return f"{vin[:8]}{'1' if vin[8] == '0' else '0'}{vin[9:]}"


def make_car(rng: random.Random) -> Car:
    """A vehicle as the desk wrote it down; about a third lack something or have it wrong."""
    make, model, maker, body_type = rng.choice(MODELS)
    year = rng.randint(_OLDEST, _NEWEST)
    plate, plate_state = _plate(rng)
    return Car(
        year=_sometimes(rng, (0.94, year), (0.03, 0), (0.03, None)),
        make=make,
        model=_sometimes(rng, (0.95, model), (0.05, "")),
        color=_sometimes(rng, (0.90, rng.choice(_COLORS)), (0.06, "(none)"), (0.04, "")),
        vin=_vin_as_written(rng, make_vin(rng, maker, year)),
        plate=plate,
        plate_state=plate_state,
        odometer=_sometimes(rng, (0.3, rng.randrange(20_000, 240_000)), (0.7, None)),
        keys=rng.random() < 0.08,
        body_type=body_type,
    )


def _vin_as_written(rng: random.Random, vin: str) -> str:
    return _sometimes(rng, (0.86, vin), (0.04, with_wrong_digit(vin)), (0.03, vin[5:]), (0.07, ""))


def _plate(rng: random.Random) -> tuple[str, str]:
    number = "".join(rng.choices(_PLATE_LETTERS, k=3)) + f"{rng.randrange(10_000):04d}"
    if rng.random() < 0.09:
        return "", _sometimes(rng, (0.5, ""), (0.5, "state"))
    return number, _sometimes(rng, (0.85, "MI"), (0.10, rng.choice(OUT_OF_STATE)), (0.05, "state"))


def _sometimes(rng: random.Random, *choices: tuple[float, _T]) -> _T:
    return rng.choices([value for _, value in choices], [weight for weight, _ in choices])[0]
