"""Lists as text for spreadsheet programs."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path

from itow_desktop.domain.errors import UnwritableFile
from itow_desktop.domain.formulas import harmless


def csv_of(headers: Sequence[str], rows: Iterable[Sequence[str | None]]) -> bytes:
    """A CSV file in UTF-8 with the mark by which Excel knows it; no cell of it is ever run as a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, headers))
    writer.writerows([harmless(cell or "") for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def save_csv(path: Path, content: bytes) -> None:
    """Write it; raises ``UnwritableFile``."""
    try:
        path.write_bytes(content)
    except OSError as error:
        why = error.strerror or error
        raise UnwritableFile(f"{path.name} could not be written ({why}). If it is open in another program, close it there.") from error
