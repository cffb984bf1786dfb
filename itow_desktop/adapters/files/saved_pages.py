"""Pages saved from a browser: the rows of TowBook's report in them; their scripts are only text."""

import email
import email.policy
from collections.abc import Callable, Iterator
from pathlib import Path

from itow_desktop.domain.calls import ReportRow
from itow_desktop.domain.errors import UnreadableFile
from itow_desktop.domain.importing.cells import Cell, text_in
from itow_desktop.domain.importing.incoming import SheetLook
from itow_desktop.services.ports.files import FileRow

HEADERS = ("TowBook id", "Call #", "Reason", "Date", "Completed", "Account", "PO #", "Driver", "Truck")
_MOST_BYTES = 100 * 2**20
_SHOWN = 30

ReadPage = Callable[[str], tuple[ReportRow, ...]]
"""The rows of the report table in a page."""


def page_look(path: Path, read: ReadPage) -> SheetLook:
    """The report as a table; raises ``UnreadableFile``, ``OSError``."""
    rows = [tuple(text_in(cell) or "" for cell in _cells(row)) for row in _report(path, read)]
    return SheetLook(None, (HEADERS, *rows[:_SHOWN]), 1, len(rows) + 1)


def page_rows(path: Path, read: ReadPage) -> Iterator[FileRow]:
    """The names of the columns, then a row for each call; raises ``UnreadableFile``, ``OSError``."""
    rows = _report(path, read)
    yield FileRow(1, HEADERS, 0.0)
    for number, row in enumerate(rows, start=2):
        yield FileRow(number, _cells(row), (number - 1) / len(rows))


def _cells(row: ReportRow) -> tuple[Cell, ...]:
    return (
        row.towbook_id, row.call_number, row.reason, row.received, row.completed, row.account, row.purchase_order, row.driver, row.truck,
    )  # fmt: skip


def _report(path: Path, read: ReadPage) -> tuple[ReportRow, ...]:
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableFile(f"{path.name} is too big for a saved page. Use the report's Export button and import that file.")
    page = _page(path.read_bytes())
    if "callAnalysis" not in page:
        raise UnreadableFile(f"{path.name} is a web page, but not TowBook's Call Analysis report. Open that report, press Update, save it.")
    rows = read(page)
    if not rows:
        raise UnreadableFile(
            f"{path.name} was saved before the report's rows were on it. Press Update in TowBook, wait for the rows, save the page again."
        )
    return rows


def _page(content: bytes) -> str:
    """The page's text; a page saved as one file (MHTML) is a letter with the page in it."""
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] != b"<":
        letter = email.message_from_bytes(content, policy=email.policy.default)
        part = letter.get_body(("html",))
        if part is not None:
            return str(part.get_content())
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
