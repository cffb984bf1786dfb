"""Rows of files read as calls: which call a row is, what is left out of it and how that is said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.importing.cells import Cell
from itow_desktop.domain.importing.file_rows import RowRead, RowReader
from itow_desktop.domain.importing.incoming import SheetLook, SourceKind
from itow_desktop.domain.importing.mappings import (
    ColumnMapping,
    FileField,
    find_header,
    headers_key,
    kind_of,
    mapping_problems,
    suggested,
    twice,
)
from itow_desktop.domain.importing.overlays import overlaid
from itow_desktop.domain.vehicles import parse_address
from tests.builders import DETROIT, TOWED, call

# Both real exports (TowBook facts, section 6.2)
REPORT = (
    "Stock #", "Call #", "Invoice #", "Account", "Vehicle", "Color", "Make", "Model", "Year", "Plate", "Odometer", "Plate State", "VIN",
    "Impound Reason", "Impound Date", "Release Date", "Release Reason", "Days Held", "Daily Storage Total", "Total", "Balance Due",
    "Storage Lot", "Have Keys", "", "Tasks", "1st Letter", "2nd Letter", "Body Type", "Driver", "Call Reason",
    "OK to Release to INS. Co.", "Mileage", "Police Release Required",
)  # fmt: skip
CURRENT = (
    "Tasks", "Stock #", "Invoice #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Days Held", "Total", "Balance Due",
    "Storage Lot", "", "1st Letter", "Auction Sold Price", "Affidavit Sent", "1st Letter Sent", "2nd Letter", "Create Date",
    "Completion Time",
    "Arrival Time", "Enroute Time", "Last Scanned Date", "Have Keys", "Driver", "Call #", "Towed From", "Zip Code", "PO #", "Status",
    "Body Type", "Title Brand", "Title Received", "Year", "Model", "Make", "Call Reason", "Color", "Plate State", "TOP  SENT Due Date",
    "TOP  SENT Complete Date",
)  # fmt: skip
ANALYSIS = (
    "Call #", "Reason", "Date", "Completed", "Account", "PO #", "Driver", "Dispatcher", "Truck", "Service Item(s) Total", "Total",
    "Payments", "Balance",
)  # fmt: skip


def read(headers: Sequence[str], **cells: Cell) -> RowRead:
    """Row 4 with these cells, blanks written as ``_`` in the names of the columns."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    named = {**dict.fromkeys(headers, ""), **{_full(name, headers): cell for name, cell in given.items()}}
    return RowReader(kind_of(headers), headers, suggested(headers), DETROIT).read(4, [named[header] for header in headers])


def _full(name: str, headers: Sequence[str]) -> str:
    return next(header for header in headers if header.replace(" #", "") == name)


def taken(row: RowRead) -> TowBookCall:
    assert row.read.call is not None, row.read.trouble
    return row.read.call


def test_both_impound_exports_and_call_analysis_are_known_by_their_columns() -> None:
    assert [kind_of(headers) for headers in (REPORT, CURRENT, ANALYSIS)] == [
        SourceKind.IMPOUNDS, SourceKind.IMPOUNDS, SourceKind.CALL_ANALYSIS,
    ]  # fmt: skip
    assert kind_of(("Ticket", "Tag", "Car")) is SourceKind.TABLE
    assert all(mapping_problems(suggested(headers)) == () for headers in (REPORT, CURRENT, ANALYSIS))


def test_a_row_of_the_impound_report_becomes_a_call() -> None:
    row = read(
        REPORT, Stock="10000102", Call="21002", Account=".PPI", Vehicle="2002 Nissan Maxima (Gold)", Plate="abc-1234", Plate_State="mi",
        VIN="JN1CA31D02T000001", Impound_Date="5/8/2025 4:44 PM", Have_Keys="Yes", Storage_Lot="Main Lot", Tasks="2 Overdue7 Due Next",
        Odometer="120,000", **{"1st_Letter": "5/20/2025", "Impound_Reason": "Fire lane"},
    )  # fmt: skip
    told = taken(row)
    assert row.remarks == ()
    assert told == TowBookCall(
        towbook_id="call:21002", call_number="21002", account=".PPI", reason="Fire lane",
        completed_at=datetime(2025, 5, 8, 20, 44, tzinfo=UTC), vin="JN1CA31D02T000001", year=2002, make="Nissan", model="Maxima",
        color="Gold", plate="ABC1234", plate_state="MI", odometer=120000,
        keys=True, storage_lot="Main Lot", stock_number="10000102", impound=True, requested_by=".PPI",
    )  # fmt: skip
    assert row.read.ref.released is False


def test_a_release_date_is_a_question_and_dates_of_letters_are_nothing() -> None:
    row = read(REPORT, Call="21002", VIN="X", Release_Date="5/9/2025 1:00 PM", **{"1st_Letter": "5/20/2025", "2nd_Letter": "6/20/2025"})
    assert row.read.ref.released is True
    assert taken(row) == taken(read(REPORT, Call="21002", VIN="X"))
    assert not any("letter" in field.value for field in FileField)


def test_what_the_single_columns_say_stands_above_the_whole_text() -> None:
    told = taken(read(CURRENT, Call="21002", Vehicle="2002 Nissan Maxima", Year="2003", Make="Datsun", Model="280Z", Color="Blue"))
    assert (told.year, told.make, told.model, told.color) == (2003, "Datsun", "280Z", "Blue")
    told = taken(read(CURRENT, Call="21002", Vehicle="2002 Nissan Maxima", Make="Nissan"))
    assert (told.year, told.make, told.model) == (2002, "Nissan", None)  # no model is guessed beside a make of its own


def test_times_addresses_and_po_numbers_of_the_current_list() -> None:
    told = taken(
        read(
            CURRENT, Call="21002", Impound_Date="5/8/2025 4:44 PM", Completion_Time="5/8/2025 4:40 PM", Arrival_Time="5/8/2025 4:01 PM",
            Create_Date="5/8/2025 2:10 PM", Towed_From="123 Oak St, Burton, MI, USA", Zip_Code="48509-1234", PO="it0012-25",
            Status="Completed",
        )
    )  # fmt: skip
    assert told.completed_at == datetime(2025, 5, 8, 20, 40, tzinfo=UTC)
    assert told.called_at == datetime(2025, 5, 8, 18, 10, tzinfo=UTC)
    assert told.towed_from == replace(parse_address("123 Oak St, Burton, MI, USA"), zip="48509")  # type: ignore[type-var]
    assert (told.file_number, told.reference, told.status_id) == ("IT0012-25", None, 5)


def test_a_row_of_call_analysis_tells_no_vehicle_but_when_and_who() -> None:
    row = read(
        ANALYSIS, Call="21002", Reason="Tow", Date="5/8/2025 2:10 PM", Completed="5/8/2025 4:44 PM", Account=".PPI", PO="IT0012-25",
        Driver="Sam Driver", Truck="WL-04", Total="$354.20",
    )  # fmt: skip
    assert taken(row) == TowBookCall(
        towbook_id="call:21002", call_number="21002", account=".PPI", reason="Tow", called_at=datetime(2025, 5, 8, 18, 10, tzinfo=UTC),
        completed_at=datetime(2025, 5, 8, 20, 44, tzinfo=UTC), file_number="IT0012-25", driver="Sam Driver", truck="WL-04",
        requested_by=".PPI",
    )  # fmt: skip
    assert row.read.ref.released is None
    assert read(ANALYSIS, Call="21002", Date="5/8").remarks == (
        "Row 4, column Date: “5/8” is no day in the order month/day/year. It was left out.",
    )


def test_a_cancelled_call_is_skipped_whoever_spells_it() -> None:
    assert taken(read(CURRENT, Call="21002", Status="Cancelled")).cancelled
    assert read(CURRENT, Call="21002", Status="Canceled").read.ref.cancelled


def test_cells_that_cannot_be_read_are_left_out_and_said_with_row_and_column() -> None:
    row = read(REPORT, Call="21002", VIN="1.2E+16", Impound_Date="13/45/2025 4:00 PM", Year="20x2", Plate="AB 12")
    told = taken(row)
    assert (told.vin, told.completed_at, told.year, told.plate) == (None, None, None, "AB12")
    assert row.remarks == (
        "Row 4, column Impound Date: “13/45/2025 4:00 PM” is no day in the order month/day/year. It was left out.",
        "Row 4, column VIN: “1.2E+16” is a VIN that a spreadsheet turned into a number, its last digits are lost. It was left out.",
        "Row 4, column Year: “20x2” is no model year. It was left out.",
    )
    assert read(REPORT, Call="21002", Impound_Date="0001-01-01T00:00:00", Year="0", VIN="(none)").remarks == ()


def test_a_call_number_that_a_spreadsheet_shortened_takes_the_row_out() -> None:
    row = read(REPORT, Call="1.2E+16", VIN="JN1CA31D02T000001")
    assert row.read.call is None
    assert row.read.trouble == (
        "Row 4, column Call #: “1.2E+16” is a number that a spreadsheet shortened. "
        "The row was left out; import the file as TowBook exported it."
    )


def test_a_row_without_a_call_number_is_known_by_stock_number_else_vin_and_day() -> None:
    assert taken(read(REPORT, Stock="10000102")).towbook_id == "stock:10000102"
    row = read(REPORT, VIN="JN1CA31D02T000001", Impound_Date="5/8/2025 11:44 PM")
    assert taken(row).towbook_id == "tow:JN1CA31D02T000001:2025-05-08"
    nothing = read(REPORT, VIN="JN1CA31D02T000001")
    assert nothing.read.call is None
    assert nothing.read.trouble is not None
    assert nothing.read.trouble.startswith("Row 4 has neither a call number nor a stock number, and not both a VIN and a tow day.")


def test_a_row_with_more_cells_than_columns_is_out_of_step() -> None:
    reader = RowReader(SourceKind.IMPOUNDS, REPORT, suggested(REPORT), DETROIT)
    row = reader.read(9, ["1", "21002", *[""] * 31, "", "more"])
    assert row.read.trouble == (
        "Row 9 has 35 cells where there are 33 columns: a separator or a quotation mark is out of place. The row was left out."
    )
    assert row.read.ref.call_number == "21002"
    assert reader.read(9, ["1", "21002", *[""] * 31, "", ""]).read.call is not None
    assert taken(reader.read(9, ["1", "21002"])).call_number == "21002"  # spreadsheet programs leave empty ends out


def test_the_names_of_the_columns_may_stand_there_again() -> None:
    reader = RowReader(SourceKind.IMPOUNDS, REPORT, suggested(REPORT), DETROIT)
    assert reader.is_header([name.upper() for name in REPORT])
    assert not reader.is_header(["Stock #", "21002"])
    assert not reader.is_header([])


def test_columns_without_names_are_told_by_their_letters() -> None:
    look = SheetLook(None, (("21002", "yesterday", "ABC 1"), ("21003", "3/2/2026", "")))
    mapping = ColumnMapping((FileField.CALL_NUMBER, FileField.TOWED_AT, FileField.PLATE), header_row=0)
    assert look.headers(0) == ("", "", "")
    assert look.samples(0) == look.top
    reader = RowReader(SourceKind.TABLE, look.headers(0), mapping, DETROIT)
    assert not reader.is_header(look.top[0])
    row = reader.read(1, look.top[0])
    assert taken(row).plate == "ABC1"
    assert row.remarks == ("Row 1, column B: “yesterday” is no day in the order month/day/year. It was left out.",)


def test_day_and_time_of_the_tow_may_have_a_column_each() -> None:
    headers = ("Call #", "Tow date", "Tow time", "Plate")
    reader = RowReader(SourceKind.TABLE, headers, suggested(headers), DETROIT)
    assert taken(reader.read(2, ["21002", "3/2/2026", "10:00 AM", "X"])).completed_at == datetime(2026, 3, 2, 15, tzinfo=UTC)
    late = reader.read(2, ["21002", "3/2/2026", "late", "X"])
    assert taken(late).completed_at == datetime(2026, 3, 2, 5, tzinfo=UTC)  # midnight of the day
    assert late.remarks == ("Row 2, column Tow time: “late” is no time of the day. It was left out.",)


def test_names_of_columns_are_found_below_titles_and_renamed() -> None:
    assert find_header([("Report - Impounds",), ("03/04/2026 8:05 am",), REPORT]) == 3
    assert find_header([("My cars", ""), ("CALL NO.", "license plate", "v.i.n.")]) == 2
    assert find_header([("a", "b"), ("1", "2")]) is None
    renamed = suggested(("CALL NO.", "License Plate", "V.I.N.", "Date  Impounded", "Colour"))
    assert renamed.fields == (FileField.CALL_NUMBER, FileField.PLATE, FileField.VIN, FileField.TOWED_AT, FileField.COLOR)


def test_a_column_twice_counts_once() -> None:
    headers = ("Call #", "Plate", "VIN", "plate")
    assert suggested(headers).fields == (FileField.CALL_NUMBER, FileField.PLATE, FileField.VIN, None)
    assert twice(headers) == ("Plate",)
    assert twice(REPORT) == ()


def test_headers_are_the_same_whatever_their_case() -> None:
    assert headers_key(("Call #", " Plate ")) == headers_key(("call #", "PLATE"))
    assert headers_key(("Call #", "Plate")) != headers_key(("Plate", "Call #"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ((FileField.VIN, FileField.PLATE), "Nothing says which call a row is."),
        ((FileField.CALL_NUMBER, None), "Only the number of each call is chosen"),
        ((FileField.CALL_NUMBER, FileField.PLATE, FileField.PLATE), "Plate is chosen for two columns."),
        ((FileField.CALL_NUMBER, FileField.TOWED_TIME), "A time of the tow is chosen, but no day."),
    ],
)
def test_a_mapping_that_cannot_work_says_why(fields: tuple[FileField | None, ...], said: str) -> None:
    assert said in " ".join(mapping_problems(ColumnMapping(fields)))


def test_vin_and_day_do_for_a_mapping() -> None:
    assert mapping_problems(ColumnMapping((FileField.VIN, FileField.TOWED_AT))) == ()


def test_the_same_said_shorter_is_no_change() -> None:
    before = call(completed_at=datetime(2026, 3, 2, 15, 0, 33, tzinfo=UTC), notes="Parked in fire lane")
    shorter = TowBookCall(
        towbook_id="call:1", call_number=before.call_number, completed_at=datetime(2026, 3, 2, 15, 0, tzinfo=UTC),
        called_at=datetime(2026, 3, 2, 5, tzinfo=UTC), towed_from=parse_address("123 OAK ST, Burton, MI 48509"), make="CHEVROLET",
        color="gray",
    )  # fmt: skip
    assert overlaid(before, shorter, DETROIT) == before
    assert overlaid(before, shorter, DETROIT).raw().hash == before.raw().hash


def test_who_asked_is_not_guessed_where_it_is_known() -> None:
    before = call(requested_by="Dana Dispatcher")
    told = TowBookCall("call:1", account=".PPI", requested_by=".PPI")
    assert overlaid(before, told, DETROIT).requested_by == "Dana Dispatcher"
    assert overlaid(replace(before, requested_by=None), told, DETROIT).requested_by == ".PPI"
    assert overlaid(before, replace(told, requested_by="Oak Apartments"), DETROIT).requested_by == "Oak Apartments"


def test_what_a_file_says_anew_is_taken_and_what_it_leaves_out_stays() -> None:
    before = call(vin=None, plate="OLD1")
    told = TowBookCall("call:1", plate="NEW2", vin="JN1CA31D02T000001", completed_at=TOWED + timedelta(hours=1))
    after = overlaid(before, told, DETROIT)
    assert (after.plate, after.vin, after.completed_at) == ("NEW2", "JN1CA31D02T000001", told.completed_at)
    assert after == replace(before, plate="NEW2", vin="JN1CA31D02T000001", completed_at=told.completed_at)
    older = overlaid(before, told, DETROIT, only_gaps=True)
    assert older == replace(before, vin="JN1CA31D02T000001")
