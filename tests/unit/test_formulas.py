"""What a spreadsheet program would run is made harmless where lists leave the program."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.errors import UnwritableFile
from itow_desktop.domain.formulas import as_meant, harmless
from itow_desktop.services.exporting import csv_of, save_csv
from itow_desktop.ui.widgets.edit_table import block_of
from itow_desktop.ui.widgets.table import clipboard_rows


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\r=x", '=HYPERLINK("x")', "-x", "+1 810 555"])
def test_a_formula_becomes_a_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_meant(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "-", "=", "ABC1234", "-12.50", "+7", "-$1,234.56", "'quoted", "a=b", " =1"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert harmless(text) == as_meant(text) == text


@given(st.text(max_size=12))
def test_no_cell_of_a_csv_file_begins_a_formula(text: str) -> None:
    cell = next(csv.reader(StringIO(csv_of(["x"], [[text, "end"]]).decode("utf-8-sig").partition("\r\n")[2], newline="")))[0]
    assert cell in (text, f"'{text}")
    assert len(cell) < 2 or not cell.startswith(("=", "@", "\t", "\r"))


def test_a_csv_file_has_the_mark_of_its_encoding_and_ends_of_lines_for_windows(tmp_path: Path) -> None:
    content = csv_of(["Call #", "Plate"], [["21001", None], ["21002", "=CMD|'x'!A1"]])
    assert content == b"\xef\xbb\xbfCall #,Plate\r\n21001,\r\n21002,'=CMD|'x'!A1\r\n"
    save_csv(tmp_path / "list.csv", content)
    assert (tmp_path / "list.csv").read_bytes() == content
    with pytest.raises(UnwritableFile, match=r"gone\.csv could not be written"):
        save_csv(tmp_path / "no folder" / "gone.csv", content)


def test_what_is_copied_runs_nowhere_and_comes_back_as_it_was() -> None:
    plain, html = clipboard_rows(["Plate"], [["=1+1"], ["ABC"]])
    assert plain == "Plate\r\n'=1+1\r\nABC\r\n"
    assert "&#x27;=1+1" in html
    assert block_of(plain) == [["Plate"], ["=1+1"], ["ABC"]]
