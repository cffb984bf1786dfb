"""Files of every kind, whole and broken, as the reader sees them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from itow_desktop.adapters.files import sheets, texts
from itow_desktop.adapters.files.reader import FileReader
from itow_desktop.adapters.towbook.pages import report_table
from itow_desktop.domain.errors import Cancelled, FileBreaksOff, UnreadableFile
from itow_desktop.domain.importing.incoming import FileLook, SourceKind
from itow_desktop.practice.impounds import current_impounds_csv
from itow_desktop.practice.office import make_office
from itow_desktop.practice.reports_page import call_analysis_page
from itow_desktop.services.ports.files import FileRow

FILES = FileReader(report_table)
HEADERS = ("Stock #", "Call #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Storage Lot")


def row(number: int, **cells: object) -> list[object]:
    values: dict[str, object] = {
        "Stock #": 10000000 + number, "Call #": 21000 + number, "Account": ".PPI", "Vehicle": "2002 Nissan Maxima (Gold)",
        "Plate": f"ABC{number:04}", "VIN": f"1G1ZZ5EU0AF{number:06}", "Impound Date": "3/2/2026 10:00 AM", "Storage Lot": "Main",
    }  # fmt: skip
    return list((values | cells).values())


def csv_bytes(rows: Iterable[Sequence[object]], *, quoted: bool = True, separator: str = ",", end: str = "\r\n") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue().encode()


def written(folder: Path, content: bytes, name: str = "impounds.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def table(count: int = 3) -> list[Sequence[object]]:
    return [HEADERS, *(row(number) for number in range(1, count + 1))]


def rows_of(look: FileLook, sheet: str | None = None) -> list[FileRow]:
    return list(FILES.rows(look, sheet))


def numbers(rows: Iterable[FileRow]) -> list[str]:
    return [str(each.cells[1]) for each in rows]


def test_towbooks_own_export_with_its_preamble(tmp_path: Path) -> None:
    office = make_office(calls=12, today=date(2026, 3, 4), days=10)
    path = written(tmp_path, current_impounds_csv(office, office.calls).body)
    look = FILES.look(path)
    sheet = look.sheet()
    assert look.trouble is None
    assert sheet is not None
    assert (look.kind, sheet.header_row, look.made_at) == (SourceKind.IMPOUNDS, 3, datetime.fromisoformat("2026-03-04T08:05"))
    rows = rows_of(look)
    assert [each.number for each in rows] == list(range(1, len(rows) + 1))
    assert rows[-1].read == 1.0
    bare = FILES.look(written(tmp_path, current_impounds_csv(office, office.calls, preamble=False).body, "bare.csv"))
    assert bare.kind is SourceKind.IMPOUNDS
    assert (bare.sheet() or sheet).header_row == 1
    assert [each.cells for each in rows_of(bare)] == [each.cells for each in rows[2:]]


@pytest.mark.parametrize(
    ("encode", "separator", "end"),
    [
        (lambda text: text.encode(), ",", "\r\n"),
        (lambda text: text.encode("utf-8-sig"), ",", "\n"),
        (lambda text: text.encode("cp1252"), ";", "\r\n"),
        (lambda text: text.encode("utf-16"), "\t", "\r\n"),
        (lambda text: text.encode(), "|", "\r"),
    ],
    ids=["utf-8", "bom", "windows-1252", "utf-16", "old mac"],
)
def test_encodings_separators_and_ends_of_lines(tmp_path: Path, encode: Callable[[str], bytes], separator: str, end: str) -> None:
    rows = [HEADERS, row(1, Vehicle="2010 Citroën Berlingo"), row(2)]
    path = written(tmp_path, encode(csv_bytes(rows, quoted=False, separator=separator, end=end).decode()))
    look = FILES.look(path)
    assert look.kind is SourceKind.IMPOUNDS
    read = rows_of(look)
    assert read[1].cells[3] == "2010 Citroën Berlingo"
    assert numbers(read) == ["Call #", "21001", "21002"]


def test_lines_of_two_encodings_in_one_file(tmp_path: Path) -> None:
    body = csv_bytes([HEADERS, row(1, Vehicle="Citroën")]) + csv_bytes([row(2, Vehicle="Citroën")]).decode().encode("cp1252")
    assert [each.cells[3] for each in rows_of(FILES.look(written(tmp_path, body)))][1:] == ["Citroën", "Citroën"]


@pytest.mark.parametrize(
    ("quoted", "cut", "whole", "said"),
    [
        (True, lambda body: body[: body.index(b'"21004"') - 30], 2, "breaks off in row 4: a quotation mark"),
        (True, lambda body: body[: body.rindex(b"Nissan")], 4, "row 6: a quotation mark is never"),
        (False, lambda body: body[: body.rindex(b"Nissan")], 4, "row 6: the file ends in the middle"),
        (False, lambda body: body.replace(b"ABC0003", b'"ABC0003'), 2, "row 4: a quotation mark is never closed"),
        (False, lambda body: body.replace(b"10000002,", b'"10000002,').replace(b"ABC0004", b'ABC0004"'), 1, "row 3: a quotation mark"),
        (
            False,
            lambda body: body.replace(b"Main\r\n10000003", b'"Main\r\n10000003').replace(b"ABC0004,", b'ABC0004",'),
            1,
            "row 3: a quotation mark is missing, so that a cell swallows the rows behind it",
        ),
    ],
    ids=["in a cell", "in the last row", "without quotes", "an open quote", "quotes in the middle", "a swallowed row"],
)  # fmt: skip
def test_a_broken_off_file_gives_its_whole_rows_and_says_where_it_breaks(
    tmp_path: Path, quoted: bool, cut: Callable[[bytes], bytes], whole: int, said: str
) -> None:
    path = written(tmp_path, cut(csv_bytes(table(5), quoted=quoted)))
    found: list[FileRow] = []
    with pytest.raises(FileBreaksOff) as broken:
        found.extend(FILES.rows(FILES.look(path), None))  # extend keeps what came before the trouble
    assert numbers(found) == ["Call #", "21001", "21002", "21003", "21004", "21005"][: whole + 1]
    assert said in str(broken.value)
    assert "from there on nothing was read" in str(broken.value)


def test_a_cell_may_have_line_breaks_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, csv_bytes([HEADERS, row(1, Vehicle="2002 Nissan\nMaxima, Gold, dented"), row(2)]))
    assert numbers(rows_of(FILES.look(path))) == ["Call #", "21001", "21002"]


def test_rows_left_empty_count_but_are_not_given(tmp_path: Path) -> None:
    path = written(tmp_path, csv_bytes([HEADERS, row(1), ["", ""], [], row(2)]))
    assert [each.number for each in rows_of(FILES.look(path))] == [1, 2, 5]


def test_a_line_without_end_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_LONGEST_LINE", 2000)
    path = written(tmp_path, csv_bytes(table(200)) + b"x" * 4000)
    with pytest.raises(UnreadableFile, match="more than a million characters"):
        rows_of(FILES.look(path))


def test_a_column_twice_is_said(tmp_path: Path) -> None:
    look = FILES.look(written(tmp_path, csv_bytes([(*HEADERS, "Plate"), [*row(1), "OTHER"]])))
    assert look.remarks == ("The column Plate is there twice; the first one is read.",)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "is empty"),
        (b"\r\n\r\n", "blank.csv", "has no rows"),
        (b"%PDF-1.7\n...", "list.csv", "is a PDF and no list of calls"),
        (b"\xff\xd8\xff\xe0 jpeg", "photo.csv", "is a picture"),
        (b"MZ\x90", "setup.csv", "is a program"),
        (b"Call #,Plate\r\n1,\0\0\0", "garbage.csv", "is no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls", "is of an old Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked.xlsx", "is protected by a password"),
        (b"PK\x03\x04 not really", "cut.xlsx", "cannot be unpacked"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "page.html", "not TowBook's Call Analysis report"),
    ],
)
def test_what_cannot_be_imported_says_so_in_one_sentence(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    look = FILES.look(written(tmp_path, content, name))
    assert look.kind is None
    assert look.trouble is not None
    assert look.trouble.startswith(name)
    assert said in look.trouble


def test_a_file_that_is_gone_or_changed(tmp_path: Path) -> None:
    gone = FILES.look(tmp_path / "gone.csv")
    assert gone.trouble is not None
    assert "gone.csv cannot be opened" in gone.trouble
    path = written(tmp_path, csv_bytes(table()))
    look = FILES.look(path)
    path.write_bytes(csv_bytes(table(9)))
    with pytest.raises(UnreadableFile, match="changed since it was chosen"):
        rows_of(look)
    path.unlink()
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        rows_of(look)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        FILES.fingerprint(path)


def test_an_old_database_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    assert FILES.look(written(tmp_path, b"SQLite format 3\0" + b"\0" * 84, "vehicles.csv")).kind is SourceKind.OLD_DATABASE


def test_reading_stops_when_told(tmp_path: Path) -> None:
    look = FILES.look(written(tmp_path, csv_bytes(table(700))))
    read: list[FileRow] = []
    with pytest.raises(Cancelled):
        read.extend(FILES.rows(look, None, lambda: len(read) > 0))
    read = []
    asked = iter([False, True])
    with pytest.raises(Cancelled):
        read.extend(FILES.rows(look, None, lambda: next(asked)))
    assert len(read) == 200
    assert 0 < read[-1].read <= 1
    with pytest.raises(Cancelled):
        FILES.fingerprint(look.path, lambda: True)


# --- spreadsheets ----------------------------------------------------------------------------------------------------


def book(path: Path, rows: Iterable[Sequence[object]] = (), **others: Iterable[Sequence[object]]) -> Path:
    made = Workbook()
    first = made.active
    assert first is not None
    first.title = "Cars"
    for each in rows:
        first.append(list(each))
    for name, more in others.items():
        sheet = made.create_sheet(name)
        for each in more:
            sheet.append(list(each))
        sheet.sheet_state = "hidden"
    made.save(path)
    return path


def test_a_spreadsheet_gives_days_numbers_and_texts_as_they_are(tmp_path: Path) -> None:
    at = datetime.fromisoformat("2026-03-02T10:00")
    path = book(tmp_path / "cars.xlsx", [["My cars"], HEADERS, row(1, **{"Impound Date": at}), row(2, VIN=1.2e16), [], row(4)])
    look = FILES.look(path)
    sheet = look.sheet()
    assert sheet is not None
    assert (look.kind, look.trouble, sheet.name, sheet.header_row) == (SourceKind.IMPOUNDS, None, "Cars", 2)
    rows = rows_of(look, "Cars")
    assert [each.number for each in rows] == [1, 2, 3, 4, 6]
    assert rows[2].cells[6] == at
    assert rows[3].cells[5] == 1.2e16
    assert sheet.samples()[0][1] == "21001"


def test_macros_and_hidden_sheets_are_said_and_the_sheet_in_sight_is_read(tmp_path: Path) -> None:
    path = book(tmp_path / "cars.xlsm", table(1), Secret=table(2))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    look = FILES.look(path)
    assert look.remarks == (
        "The file has macros. They are never run.",
        "The file has hidden sheets: Secret. They are read only if you choose one.",
    )
    chosen = look.sheet()
    assert chosen is not None
    assert chosen.name == "Cars"
    assert numbers(rows_of(look, "Secret")) == ["Call #", "21001", "21002"]


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "bomb.xlsx", table(1))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"\0" * (21 * 2**20))
    look = FILES.look(path)
    assert look.trouble is not None
    assert "unfolds to far more than its size" in look.trouble
    monkeypatch.setattr(sheets, "_MOST_FOLDED", 10_000)
    monkeypatch.setattr(sheets, "_MOST_UNFOLDED", 20 * 2**20)
    big = FILES.look(path)
    assert big.trouble is not None
    assert "too big as a spreadsheet" in big.trouble


def _rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, change(content) if name == part else content)
    return path


def test_xml_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 9))
    bomb = b'<!DOCTYPE x [<!ENTITY a0 "x">' + entities + b"]>"
    path = _rewritten(book(tmp_path / "lol.xlsx", table(1)), "xl/worksheets/sheet1.xml", lambda xml: bomb + xml.replace(b"Nissan", b"&a8;"))
    look = FILES.look(path)
    assert look.kind is None
    assert look.trouble is not None
    assert "damaged" in look.trouble


def test_a_far_away_cell_does_not_make_the_sheet_endless(tmp_path: Path) -> None:
    def far(xml: bytes) -> bytes:
        return xml.replace(b'ref="A1:H3"', b'ref="A1:XFD1048576"').replace(b'<row r="3"', b'<row r="2000000000"')

    path = _rewritten(book(tmp_path / "far.xlsx", table(2)), "xl/worksheets/sheet1.xml", far)
    assert numbers(rows_of(FILES.look(path), "Cars")) == ["Call #", "21001"]


def test_a_damaged_sheet_says_so(tmp_path: Path) -> None:
    path = _rewritten(book(tmp_path / "cut.xlsx", table(400)), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    look = FILES.look(path)
    with pytest.raises(UnreadableFile, match="damaged in the sheet Cars"):
        rows_of(look, "Cars")


@pytest.mark.parametrize(("part", "said"), [("xl/workbook.bin", ".xlsb"), ("content.xml", "LibreOffice"), ("a.txt", "packed file")])
def test_other_packed_files_are_told_apart(tmp_path: Path, part: str, said: str) -> None:
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, b"x")
    look = FILES.look(path)
    assert look.trouble is not None
    assert said in look.trouble


def test_the_file_is_never_changed(tmp_path: Path) -> None:
    path = book(tmp_path / "cars.xlsx", table(5))
    before = path.read_bytes()
    rows_of(FILES.look(path), "Cars")
    assert path.read_bytes() == before
    assert load_workbook(path).sheetnames == ["Cars"]


# --- saved pages -----------------------------------------------------------------------------------------------------


def test_a_saved_report_page_is_a_table_with_towbooks_ids(tmp_path: Path) -> None:
    office = make_office(calls=6, today=date(2026, 3, 4), days=10)
    page = call_analysis_page(office, office.calls).body
    look = FILES.look(written(tmp_path, page + b"<script>throw 'never run'</script>", "report.html"))
    assert (look.kind, look.trouble) == (SourceKind.SAVED_PAGE, None)
    rows = rows_of(look)
    assert rows[0].cells[:2] == ("TowBook id", "Call #")
    assert {str(each.cells[0]) for each in rows[1:]} <= {str(each.id) for each in office.calls}
    assert len(rows) > 1


def test_a_page_saved_as_one_file_is_read_too(tmp_path: Path) -> None:
    office = make_office(calls=6, today=date(2026, 3, 4), days=10)
    page = call_analysis_page(office, office.calls).body
    letter = MIMEMultipart("related", type="text/html")
    letter.attach(MIMEText(page.decode(), "html", "utf-8"))
    one = FILES.look(written(tmp_path, b"From: <Saved by Blink>\r\n" + letter.as_bytes(), "report.mhtml"))
    plain = FILES.look(written(tmp_path, page, "report.html"))
    assert (one.kind, one.trouble) == (SourceKind.SAVED_PAGE, None)
    assert [each.cells for each in rows_of(one)] == [each.cells for each in rows_of(plain)]


def test_a_page_saved_too_early_says_what_to_do(tmp_path: Path) -> None:
    office = make_office(calls=6, today=date(2026, 3, 4), days=10)
    look = FILES.look(written(tmp_path, call_analysis_page(office).body, "early.html"))
    assert look.trouble is not None
    assert "Press Update in TowBook, wait for the rows" in look.trouble
