"""The sentences about a file before it is imported."""

from collections.abc import Sequence
from datetime import date, tzinfo

from itow_desktop.domain.importing.cells import day_in
from itow_desktop.domain.importing.incoming import FileLook, SheetLook
from itow_desktop.domain.importing.mappings import DAYS, ColumnMapping, DateOrder, FileField
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.services.importing.from_files import FilePreview, MappingFrom, Offer
from itow_desktop.services.ports.file_imports import EarlierImport
from itow_desktop.ui.text import counted, moment_text

_MOST = 3
_MOST_IN_TIP = 20
_SAMPLES = 3
_SAMPLE_LENGTH = 40
_WORTH_HAVING = (
    FileField.CALL_NUMBER, FileField.TOWED_AT, FileField.VIN, FileField.PLATE, FileField.ACCOUNT, FileField.TOWED_FROM, FileField.REASON,
)  # fmt: skip
_CAR = frozenset({FileField.VEHICLE, FileField.MAKE})
_TIMES = frozenset({FileField.TOWED_AT, FileField.COMPLETED_AT, FileField.ARRIVED_AT, FileField.CALLED_AT})


def size_words(size: int) -> str:
    """``312 KB``, ``4.7 MB``."""
    return f"{size / 2**20:,.1f} MB" if size >= 2**20 else f"{-(-size // 1024):,} KB"


def file_words(look: FileLook) -> str:
    """``TowBook's list of impounds, 312 KB, in Downloads``."""
    kind = f"{look.kind.label}, " if look.kind is not None else ""
    return f"{kind[:1].upper()}{kind[1:]}{size_words(look.size)}, in {look.path.parent.name or look.path.parent}"


def mapped_words(offer: Offer) -> str:
    """Why the columns are taken for what they are."""
    return {
        MappingFrom.TOWBOOK: "The columns are TowBook's own.",
        MappingFrom.REMEMBERED: "The columns are read as somebody here chose before.",
        MappingFrom.GUESSED: "The columns are read as you chose just now.",
    }[offer.mapped]


def would_words(preview: FilePreview) -> str:
    """What an import would do."""
    new, changed = preview.count(LineKind.NEW), preview.count(LineKind.CHANGED)
    differs, failed = preview.count(LineKind.DIFFERS), preview.count(LineKind.FAILED)
    parts = [words for words, number in (
        (f"{counted(new, 'call is', 'calls are')} new", new),
        (f"{counted(changed, 'changes', 'change')} what is here", changed),
        (f"{counted(differs, 'says', 'say')} otherwise than the desk", differs),
        (f"{counted(failed, 'row', 'rows')} cannot be taken", failed),
    ) if number]  # fmt: skip
    said = ", ".join(parts) if parts else "everything in it is here already" if preview.lines else "no call is in it"
    return f"{said[:1].upper()}{said[1:]}. Nothing is written yet."


def warning_words(preview: FilePreview) -> list[str]:
    """What somebody must know before importing."""
    return [f"{preview.broken} The rows before it can be imported."] if preview.broken else []


def note_words(offer: Offer, preview: FilePreview, zone: tzinfo, today: date) -> list[str]:
    """What is worth knowing, the most important first."""
    said = [_before_words(each, zone, today) for each in preview.before[:1]]
    said += offer.look.remarks
    if preview.repeated:
        said.append(f"{counted(preview.repeated, 'row repeats', 'rows repeat')} a row before.")
    if preview.cancelled:
        said.append(f"{counted(preview.cancelled, 'call was', 'calls were')} cancelled in TowBook.")
    said += preview.remarks[:_MOST]
    if (more := len(preview.remarks) - _MOST) > 0:
        said.append(f"And {counted(more, 'more cell is', 'more cells are')} left out.")
    return [*said, mapped_words(offer)]


def remarks_tip(preview: FilePreview) -> str:
    """As many remarks about cells as a tip can hold."""
    return "\n".join(preview.remarks[:_MOST_IN_TIP])


def _before_words(earlier: EarlierImport, zone: tzinfo, today: date) -> str:
    by = f" by {earlier.by}" if earlier.by else ""
    return f"This very file was imported on {moment_text(earlier.at, zone, today)}{by}. Importing it again does no harm."


# --- columns -----------------------------------------------------------------------------------------------------------------


def column_words(header: str, place: int) -> str:
    """The name of a column; one without a name is counted."""
    return header.strip() or f"Column {place + 1}, without a name"


def samples_of(sheet: SheetLook, header_row: int, place: int) -> str:
    """The first different things that stand in a column."""
    cells = (row[place].strip() for row in sheet.samples(header_row) if place < len(row))
    found = list(dict.fromkeys(cell for cell in cells if cell))[:_SAMPLES]
    return "  ·  ".join(cell if len(cell) <= _SAMPLE_LENGTH else f"{cell[:_SAMPLE_LENGTH]}..." for cell in found)


def missing_words(fields: Sequence[FileField | None]) -> str:
    """What no column tells, of what one would look for."""
    told = {field for field in fields if field is not None}
    lacking = [field.label for field in _WORTH_HAVING if field not in told and not (field is FileField.TOWED_AT and told & _TIMES)]
    lacking += ["Make or vehicle"] if not told & _CAR else []
    return f"No column tells: {', '.join(lacking)}." if lacking else ""


def date_words(sheet: SheetLook, mapping: ColumnMapping) -> str:
    """``"3/5/2026" is read as Thursday, March 5, 2026.``: how the first date of the file is read."""
    places = [place for field, place in mapping.places.items() if field in DAYS]
    for row in sheet.samples(mapping.header_row):
        for place in places:
            cell = row[place].strip() if place < len(row) else ""
            if cell:
                return _read_as(cell, mapping.date_order)
    return ""


def _read_as(cell: str, order: DateOrder) -> str:
    day = day_in(cell, order)
    return f'"{cell}" would be no date.' if day is None else f'"{cell}" is read as {day.on:%A}, {day.on:%B} {day.on.day}, {day.on.year}.'
