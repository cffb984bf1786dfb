"""The report of the old database on paper: every number and every rule, read back."""

import datetime as dt
from io import BytesIO
from threading import Lock

from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.old_database.beside import Orphan
from itow_desktop.domain.old_database.merging import OUTCOME, Choice, Conflict
from itow_desktop.domain.old_database.report import TITLE, FileLine, OldCounts, OldPaper, OldReport
from itow_desktop.domain.old_database.rules import Flag, OldRule
from tests.notices import OFFICE

AT = dt.datetime(2026, 3, 2, 15, 4, tzinfo=dt.UTC)
PRINTED = dt.datetime(2026, 3, 3, 9, 30, tzinfo=OFFICE.zone)
FILE = FileLine("vehicles.db", "ab" * 32, 53_248, "88 columns (June)", "2025-06-02 09:00:00", 71, 104)
CONFLICTS = (
    Conflict("call:1", "20001", OUTCOME, "Scrapped 6/2/2025", "Released 4/2/2025", "vehicles.db", "old.db", Choice.OLDER),
    Conflict("call:2", "20002", "plate", "NEW1", "OLD1", "vehicles.db", "old.db"),
)


def texts(report: OldReport) -> list[str]:
    pdf = PdfRenderer(Lock()).render_old_report(OldPaper(OFFICE, report, PRINTED))
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_the_report_tells_files_numbers_rules_conflicts_and_the_holding_area() -> None:
    flags = [Flag(OldRule.TOP_BULK, f"{21000 + n}", "TOP 5/30/2025, as of 49 cars.", "vehicles.db") for n in range(49)]
    flags.append(Flag(OldRule.TEST_ROW, "TEST1", "A row of a test <b>of</b> the old program.", "vehicles.db"))
    orphans = (Orphan("vehicles.db", "documents", 3, "90001", "TOP, top_90001.pdf"),)
    counts = OldCounts(rows=211, others=104, skipped=1, cars=70, created=69, changed=1, filled=4, events=271, held=1)
    pages = texts(OldReport((FILE,), counts, tuple(flags), CONFLICTS, orphans, run=7, at=AT, by="Kim"))
    assert len(pages) > 2
    for place, page in enumerate(pages, start=1):
        assert TITLE in page
        assert f"Page {place} of {len(pages)}" in page
    whole = " ".join(pages)
    assert "Import 7 by Kim, March 2, 2026, 10:04 AM EST" in whole
    assert "vehicles.db 88 columns (June) 2025-06-02 71 104" in whole
    assert "ab" * 32 in whole.replace(" ", "")
    for words in ("Vehicle rows read 211", "Test rows skipped 1", "Cars new here 69", "Rows of no car, in the holding area 1"):
        assert words in whole
    assert "TOP dates stamped in bulk 49 One day for many cars" in whole
    assert "21011 and 37 more" in whole
    assert "20001 how it ended Scrapped 6/2/2025 (vehicles.db) Released 4/2/2025 (old.db) older" in whole
    assert "20002 plate NEW1 (vehicles.db) OLD1 (old.db) newer (nobody chose)" in whole
    assert "A row of a test <b>of</b> the old program." in whole, "words of a file are no markup"
    assert "vehicles.db documents 90001 TOP, top_90001.pdf" in whole
    assert whole.count("TOP 5/30/2025, as of 49 cars.") == 49


def test_a_preview_says_that_nothing_is_stored() -> None:
    (page,) = texts(OldReport((FILE,), OldCounts(rows=1, cars=1, unchanged=1), (), (), ()))
    assert "Preview, nothing is stored yet" in page
    assert "By rule" not in page
