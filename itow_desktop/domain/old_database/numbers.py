"""The first program's complaint numbers as our file numbers."""

from collections.abc import Iterable, Mapping, Sequence

from itow_desktop.domain.file_numbers import read_file_number
from itow_desktop.domain.old_database.files import SEQUENCES, OldFile
from itow_desktop.domain.old_database.merging import OldCar
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.values import words

_MOST = 9_999
"""Beyond it the first program stopped counting and gave everybody the same number."""


def number_cars(cars: Iterable[OldCar], used: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[Flag, ...]]:
    """The file number of each car that has one, by its key; ``used`` are the numbers in use here, with the key of the car that has it.

    A number that was given twice stays with the first tow; the others keep it as text with a suffix.
    """
    given = dict(used)
    found: dict[str, str] = {}
    flags: list[Flag] = []
    for car in sorted(cars, key=lambda each: (str(each.values.get("tow_day", "9")), each.key)):
        text = str(car.values.get("number", ""))
        if not text:
            continue
        number = read_file_number(text)
        if number is None:
            flags.append(Flag(OldRule.NUMBER_WORDS, car.car, f"'{text}'."))
            continue
        written = str(number)
        owner = given.setdefault(written, car.key)
        if owner != car.key:
            free = next(f"{written}-{n}" for n in range(2, _MOST) if given.get(f"{written}-{n}", car.key) == car.key)
            flags.append(Flag(OldRule.NUMBER_TWICE, car.car, f"{written}, here {free}."))
            given[free] = car.key
            written = free
        found[car.key] = written
    return found, tuple(flags)


def highest_numbers(files: Sequence[OldFile]) -> Mapping[int, int]:
    """The last number each year had, also where its car is gone; our own go on after it."""
    found: dict[int, int] = {}
    for file in files:
        for table, column, less in zip(SEQUENCES, ("last_sequence", "next_sequence_number"), (0, 1), strict=True):
            for row in file.rows(table):
                year, last = words(row.get("year")), words(row.get(column))
                if year and last and year.isdigit() and last.isdigit():
                    whole = int(year) + 2000 if int(year) < 100 else int(year)
                    number = int(last) - less
                    if 2000 <= whole < 2100 and 0 < number <= _MOST:
                        found[whole] = max(found.get(whole, 0), number)
    return found
