"""What a barcode of a car says: its VIN, or the number under which it is with us."""

import re
from dataclasses import dataclass
from enum import StrEnum

from itow_desktop.domain.file_numbers import FileNumber, read_file_number

_NOISE = re.compile(r"[\x00-\x20*]+")  # carriage returns and tabs a scanner adds, stars of Code 39
_OURS = re.compile(r"IT([1-9][0-9]{0,17})")
_VIN = re.compile(r"I?([A-HJ-NPR-Z0-9]{17})")  # vehicles built for import carry an "I" before the VIN's 17 characters
_BETWEEN = re.compile(r"[,;|]")


class Mark(StrEnum):
    """What kind of mark was read."""

    CAR = "car"
    FILE_NUMBER = "file_number"
    VIN = "vin"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A mark that was understood.

    ``text`` is the custody id in figures, our file number as it is written, or the
    17 characters of the VIN, whose check digit may still be wrong.
    """

    mark: Mark
    text: str

    @property
    def custody_id(self) -> int | None:
        """The custody our own barcode stands for."""
        return int(self.text) if self.mark is Mark.CAR else None

    @property
    def file_number(self) -> FileNumber | None:
        """Our file number, taken apart."""
        return read_file_number(self.text) if self.mark is Mark.FILE_NUMBER else None


def car_barcode(custody_id: int) -> str:
    """The text of the Code 128 on our papers: ``IT`` with the custody's id, which every car has from its first moment."""
    return f"IT{custody_id}"


def read_barcode(text: str) -> Scanned | None:
    """What a scanner typed, or a person in its place; None where it is none of our marks.

    Case, blanks, line ends and the stars of Code 39 do not matter. A square code at
    the door frame holds the VIN among other facts parted by commas; it is found there.
    """
    for part in _BETWEEN.split(text):
        found = _NOISE.sub("", part).upper()
        if number := read_file_number(found):
            return Scanned(Mark.FILE_NUMBER, str(number))
        if ours := _OURS.fullmatch(found):
            return Scanned(Mark.CAR, ours[1])
        if vin := _VIN.fullmatch(found):
            return Scanned(Mark.VIN, vin[1])
    return None
