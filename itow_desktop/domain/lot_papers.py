"""The papers of the lot as data: the list, the sheet for a walk, what a walk came to."""

from dataclasses import dataclass

from itow_desktop.domain.notices import OfficeHead


@dataclass(frozen=True, slots=True)
class LotLine:
    """One car, or one empty spot; ``barcode`` is the text of its Code 128, ``note`` what is to be looked at."""

    spot: str = ""
    barcode: str | None = None
    plate: str = ""
    vehicle: str = ""
    vin: str = ""
    key: str = ""
    number: str = ""
    towed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LotSection:
    """A row of the lot, or one kind of finding, with a few words beside its title."""

    title: str
    words: str
    lines: tuple[LotLine, ...]


@dataclass(frozen=True, slots=True)
class LotPaper:
    """A paper of the lot; with ``boxes`` each line begins with a box to tick and ends with room to write."""

    office: OfficeHead
    title: str
    under: str
    sections: tuple[LotSection, ...]
    boxes: bool = False
    file_name: str = "LOT.pdf"
