"""The cars that TowBook says stand on the lot: its impound export (TowBook facts, section 6.2)."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Event

from itow_desktop.adapters.towbook.answers import Answer, read_json, text_of
from itow_desktop.adapters.towbook.calls import UNFOUND
from itow_desktop.adapters.towbook.session import Session
from itow_desktop.adapters.towbook.wire import Question
from itow_desktop.domain.calls import CallRef
from itow_desktop.domain.errors import NotInTowBook, TowBookRefuses, UnreadableAnswer
from itow_desktop.domain.importing.mappings import FileField, find_header, suggested
from itow_desktop.domain.vehicles import present

EXPORT = Question("/Impounds/Export", query=(("view", "current"),))
"""UNKNOWN: what the button "Export" of /Impounds requests was never seen, only the file it gives. The guess stands here alone."""


@dataclass(frozen=True, slots=True)
class LotRow:
    """One car of the export that has no release date."""

    call_number: str | None
    stock_number: str | None
    account: str | None


def export_rows(session: Session, stop: Event) -> tuple[LotRow, ...]:
    """The cars on the lot; raises ``UnreadableAnswer`` where TowBook gives no such file, and as ``Session.fetch``."""
    try:
        return session.fetch(EXPORT, _rows_of, stop)
    except (NotInTowBook, TowBookRefuses, UnreadableAnswer) as error:
        raise UnreadableAnswer(
            f"TowBook's list of impounds cannot be read: {error} Import by dates, or export the list in TowBook and import the file."
        ) from None


def _rows_of(answer: Answer) -> tuple[LotRow, ...]:
    if answer.is_html:
        raise UnreadableAnswer("TowBook sent a web page where the impound file was due.")
    return parse_export(answer.body)


def parse_export(body: bytes) -> tuple[LotRow, ...]:
    """The cars of an impound export; columns are found by name, the header by scanning, as both vary.

    Raises ``UnreadableAnswer`` where there is no header or the file breaks off inside a field.
    """
    rows = csv.reader(io.StringIO(_decoded(body), newline=""), strict=True)
    try:
        columns = _header(rows)
        found = tuple(_lot_row(row, columns) for row in rows if any(row) and not _cell(row, columns, FileField.RELEASED_ON))
    except csv.Error:
        raise UnreadableAnswer("The impound file is cut short or garbled.") from None
    return tuple(row for row in found if row.call_number or row.stock_number)


def _header(rows: Iterator[list[str]]) -> Mapping[FileField, int]:
    """Where each field stands, from the first row that names a call or stock number (two title lines may come before)."""
    for row in rows:
        if find_header([row]) is not None:
            return suggested(row).places
    raise UnreadableAnswer("The impound file has no line with the names of its columns.")


def _lot_row(row: list[str], columns: Mapping[FileField, int]) -> LotRow:
    named = (FileField.CALL_NUMBER, FileField.STOCK_NUMBER, FileField.ACCOUNT)
    return LotRow(*(_cell(row, columns, field) for field in named))


def _cell(row: list[str], columns: Mapping[FileField, int], field: FileField) -> str | None:
    place = columns.get(field)
    return present(row[place]) if place is not None and place < len(row) else None


def _decoded(body: bytes) -> str:
    """UTF-8; a spreadsheet program that saved the file again may have made it Windows-1252."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def find_call(session: Session, row: LotRow, stop: Event) -> CallRef:
    """The call of a car on the lot, by TowBook's search; the id begins with ``UNFOUND`` where the search does not know it."""
    if row.call_number is None:
        return CallRef(f"{UNFOUND}stock {row.stock_number}", None, row.account, released=False)
    question = Question("/api/calls/Search", query=(("page", "1"), ("quick", row.call_number)))
    found = session.fetch(question, lambda answer: _matches(answer, row.call_number), stop)
    return CallRef(found or UNFOUND + row.call_number, row.call_number, row.account, released=False)


def _matches(answer: Answer, call_number: str | None) -> str | None:
    """The id of the call with this very number; the search also finds invoices and customers."""
    value = read_json(answer.body)
    if not isinstance(value, list):
        raise UnreadableAnswer("TowBook's search does not answer with a list.")
    calls = (call for call in value if isinstance(call, dict) and text_of(call.get("callNumber")) == call_number)
    return next((number for call in calls if (number := text_of(call.get("id")))), None)
