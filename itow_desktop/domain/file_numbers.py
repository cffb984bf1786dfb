"""The numbers of our files: ``ITnnnn-YY``, counted anew each year."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"IT([0-9]{4}|[1-9][0-9]{4,5})-([0-9]{2})")
_CENTURY = 2000
MOST = 999_999
"""The highest number that still counts as one of ours; longer ones are somebody else's reference."""


@dataclass(frozen=True, slots=True, order=True)
class FileNumber:
    """The ``number``-th file of a year; four figures, five beyond 9999."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not _CENTURY <= self.year < _CENTURY + 100 or not 0 <= self.number <= MOST:
            raise ValueError(f"no file number {self.number} of {self.year}")

    def __str__(self) -> str:
        return f"IT{self.number:04}-{self.year % 100:02}"


def read_file_number(text: str | None) -> FileNumber | None:
    """A file number as it is written, whatever its case; None where it is another kind of reference."""
    found = _WRITTEN.fullmatch((text or "").strip().upper())
    return FileNumber(_CENTURY + int(found[2]), int(found[1])) if found else None
