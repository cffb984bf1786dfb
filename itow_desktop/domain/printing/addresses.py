"""Addresses on labels, on envelopes: where a letter does not go into a window envelope."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.printing.kinds import PaperKind


class Stock(StrEnum):
    """What addresses are printed on."""

    SHEET_30 = "sheet_30"
    SHEET_10 = "sheet_10"
    LABEL_4X6 = "label_4x6"
    ENVELOPE = "envelope"

    @property
    def words(self) -> str:
        """As on the screen."""
        return _WORDS[self]

    @property
    def paper(self) -> PaperKind:
        """Which printer it goes to."""
        return PaperKind.ENVELOPE if self is Stock.ENVELOPE else PaperKind.LABEL

    @property
    def grid(self) -> "Grid | None":
        """How labels lie on the sheet; None where each has a sheet of its own."""
        return _GRIDS.get(self)


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels on a sheet of US Letter, all in inches: how many, the first one's corner, each one's size, from one to the next."""

    columns: int
    rows: int
    left: float
    top: float
    width: float
    height: float
    across: float
    down: float

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Left and upper edge of a label, counted from 0 row by row."""
        row, column = divmod(place % self.count, self.columns)
        return self.left + column * self.across, self.top + row * self.down


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom one goes to: the lines of the address; ``code`` is the barcode of our letter, empty where there is none."""

    block: tuple[str, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class AddressPaper:
    """Addresses in the order they are printed; ``first`` is the label that is still there on a begun sheet, counted from 1."""

    stock: Stock
    to: tuple[Addressed, ...]
    sender: tuple[str, ...] = ()
    first: int = 1


_WORDS: Mapping[Stock, str] = MappingProxyType(
    {
        Stock.SHEET_30: "Sheet of 30 labels, 1 x 2 5/8 in (as Avery 5160)",
        Stock.SHEET_10: "Sheet of 10 labels, 2 x 4 in (as Avery 5163)",
        Stock.LABEL_4X6: "Labels 4 x 6 in, one by one",
        Stock.ENVELOPE: "Envelopes #10",
    }
)

_GRIDS: Mapping[Stock, Grid] = MappingProxyType(
    {
        Stock.SHEET_30: Grid(3, 10, 0.1875, 0.5, 2.625, 1.0, 2.75, 1.0),
        Stock.SHEET_10: Grid(2, 5, 0.15625, 0.5, 4.0, 2.0, 4.1875, 2.0),
    }
)
