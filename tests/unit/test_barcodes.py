"""Marks that are scanned or typed: ours, VINs, and what is neither."""

import pytest

from itow_desktop.domain.barcodes import Mark, Scanned, car_barcode, read_barcode
from itow_desktop.domain.file_numbers import FileNumber, read_file_number

VIN = "1G1ZC5E05BF000001"


@pytest.mark.parametrize("custody_id", [1, 20, 4711, 10**17])
def test_our_own_barcode_comes_back_as_the_custody(custody_id: int) -> None:
    found = read_barcode(car_barcode(custody_id))
    assert found is not None
    assert (found.mark, found.custody_id) == (Mark.CAR, custody_id)


@pytest.mark.parametrize(
    "typed",
    [VIN, VIN.lower(), f"*{VIN}*", f" {VIN}\r\n", f"I{VIN}", f"i{VIN.lower()}\t", f"{VIN},CHEVROLET,MALIBU,2011", f"01|I{VIN}|US"],
)
def test_a_vin_is_read_as_labels_carry_it(typed: str) -> None:
    assert read_barcode(typed) == Scanned(Mark.VIN, VIN)


@pytest.mark.parametrize("typed", ["IT0042-26", "it0042-26\r", " IT0042-26 "])
def test_our_file_number_is_read(typed: str) -> None:
    found = read_barcode(typed)
    assert found is not None
    assert (found.mark, found.text, found.file_number) == (Mark.FILE_NUMBER, "IT0042-26", FileNumber(2026, 42))
    assert found.custody_id is None


@pytest.mark.parametrize(
    "typed",
    ["", "IT", "IT0", "IT-5", "ABC1234", "1G1ZC5E05BF00001", f"{VIN}9", "1G1ZC5E05BFO00001", "I1G1ZC5E05BF00001", "IT12345-6", "\x00"],
)
def test_anything_else_is_none_of_our_marks(typed: str) -> None:
    assert read_barcode(typed) is None


@pytest.mark.parametrize(
    ("number", "written"),
    [(FileNumber(2026, 1), "IT0001-26"), (FileNumber(2026, 9999), "IT9999-26"), (FileNumber(2027, 10_000), "IT10000-27")],
)
def test_file_numbers_are_written_with_four_figures_and_with_five_beyond(number: FileNumber, written: str) -> None:
    assert str(number) == written
    assert read_file_number(written) == number


@pytest.mark.parametrize("text", [None, "", "IT01234-26", "IT123-26", "PO 17", "IT1234", "IT1234-2026", "IT1234567-26"])
def test_other_references_are_no_file_numbers(text: str | None) -> None:
    assert read_file_number(text) is None


def test_a_number_no_year_can_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no file number"):
        FileNumber(1999, 1)
    with pytest.raises(ValueError, match="no file number"):
        FileNumber(2026, 1_000_000)
