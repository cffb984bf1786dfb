"""Files against a real database: previews that write nothing, imports, what is here already, what breaks in the middle."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from openpyxl import Workbook
from sqlalchemy import text

from itow_desktop.adapters.files.reader import FileReader
from itow_desktop.adapters.towbook.pages import report_table
from itow_desktop.domain.calls import DateRange
from itow_desktop.domain.errors import ImportBusy, Refused, UnreadableFile
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.importing.incoming import SourceKind
from itow_desktop.domain.importing.mappings import ColumnMapping, FileField
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.practice.impounds import current_impounds_csv
from itow_desktop.practice.office import make_office
from itow_desktop.practice.reports_page import call_analysis_page
from itow_desktop.services.browsing import car_card, find_car, vehicle_page
from itow_desktop.services.editing import Edit, change_car
from itow_desktop.services.importing import from_files, reading_files
from itow_desktop.services.importing.from_files import (
    FilePreview,
    MappingFrom,
    import_file,
    look_at,
    offer_of,
    preview_fields,
    preview_file,
    remember_mapping,
)
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, import_history, run_import
from itow_desktop.services.importing.reading_files import FilePlan
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.views import CarCard, RunState, VehicleQuery
from tests.builders import TOWED, call
from tests.db.offices import OpenOffice
from tests.fakes import MemoryTowBook

FILES = FileReader(report_table)
HEADERS = ("Stock #", "Call #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Release Date", "1st Letter", "Towed From")
Result = TypeVar("Result")


def line(number: int, **cells: str) -> list[str]:
    values = {
        "Stock #": str(10000000 + number), "Call #": str(31000 + number), "Account": ".PPI", "Vehicle": "2002 Nissan Maxima (Gold)",
        "Plate": f"ABC{number:04}", "VIN": f"1G1ZZ5EU0AF{number:06}", "Impound Date": "3/2/2026 10:00 AM", "Release Date": "",
        "1st Letter": "3/3/2026", "Towed From": "123 Oak St, Burton, MI 48509",
    }  # fmt: skip
    return list((values | {name.replace("_", " "): value for name, value in cells.items()}).values())


def written(folder: Path, rows: Iterable[Sequence[str]], name: str = "impounds.csv", made: str | None = None) -> Path:
    made_text = io.StringIO(newline="")
    writer = csv.writer(made_text, quoting=csv.QUOTE_ALL)
    if made is not None:
        writer.writerows([["Report - Impounds"], [made]])
    writer.writerows([HEADERS, *rows])
    path = folder / name
    path.write_text(made_text.getvalue(), "utf-8", newline="")
    return path


def ended(steps: Generator[ImportProgress, None, Result]) -> Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


def plan_of(office: OpenOffice, path: Path) -> FilePlan:
    offer = look_at(office.shift, FILES, path)
    assert offer.mapping is not None, offer.look.trouble
    return FilePlan(offer.look, offer.mapping)


def imported(office: OpenOffice, path: Path, stopped: Callable[[], bool] = never) -> ImportResult:
    return ended(import_file(office.shift, FILES, plan_of(office, path), stopped))


def previewed(office: OpenOffice, path: Path) -> FilePreview:
    return ended(preview_file(office.shift, FILES, plan_of(office, path)))


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.run.new, result.run.updated, result.run.unchanged, result.run.failed


def card_of(office: OpenOffice, number: str) -> CarCard:
    return car_card(office.shift, find_car(office.shift.desk, number))


def written_rows(office: OpenOffice) -> dict[str, int]:
    tables = ("custodies", "vehicles", "events", "audit", "raw_records", "import_runs", "import_run_calls", "import_files", "file_mappings")
    with office.admin() as admin, admin.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}


def test_a_preview_writes_nothing_and_says_what_the_import_then_does(office: OpenOffice, tmp_path: Path) -> None:
    path = written(
        tmp_path, [line(1), line(2, Call=""), line(3, VIN="1.2E+16"), line(4, **{"Call #": "", "Stock #": "", "VIN": ""}), line(1)]
    )
    before = written_rows(office)
    preview = previewed(office, path)
    assert written_rows(office) == before
    assert Counter(each.kind for each in preview.lines) == {LineKind.NEW: 3, LineKind.FAILED: 1}
    assert (preview.rows, preview.repeated, preview.broken, preview.before) == (5, 1, None, ())
    assert len(preview.remarks) == 1
    assert "Row 4, column VIN" in preview.remarks[0]
    failed = next(each for each in preview.lines if each.kind is LineKind.FAILED)
    assert failed.reason is not None
    assert failed.reason.startswith("Row 5 has neither a call number")
    shown = {each.field: each.theirs for each in preview_fields(preview, "call:31001")}
    assert (shown["plate"], shown["year"], shown["color"], shown["vin"]) == ("ABC0001", 2002, "Gold", "1G1ZZ5EU0AF000001")

    result = imported(office, path)
    assert counts(result) == (3, 0, 0, 1)
    assert (result.run.source, result.run.file, result.run.state, result.run.by) == ("file", "impounds.csv", RunState.DONE, "Kim")
    assert import_history(office.shift.desk)[0].file == "impounds.csv"
    assert result.failures[0].reason == failed.reason
    assert result.run.message is not None
    assert "1 rows only repeat" in result.run.message
    card = card_of(office, "31001")
    assert card.agency is not None
    assert card.agency.name == "Burton Police Department"
    (towed,) = card.events
    assert (towed.kind, towed.at) == (EventKind.TOWED, TOWED)  # nothing of the date of a letter
    assert card.car.fields.requested_by == ".PPI"


def test_a_preview_of_very_many_rows_lists_those_that_ask_and_counts_all(
    private_office: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_files, "BATCH", 2)
    monkeypatch.setattr(from_files, "MOST_LINES", 3)
    nameless = line(9, **{"Call #": "", "Stock #": "", "VIN": ""})
    preview = previewed(private_office, written(tmp_path, [*(line(number) for number in range(1, 8)), nameless]))
    assert [each.kind for each in preview.lines] == [LineKind.NEW] * 4 + [LineKind.FAILED]
    assert (preview.count(LineKind.NEW), preview.count(LineKind.FAILED)) == (7, 1)


def test_the_same_file_again_changes_nothing_and_says_so_before(private_office: OpenOffice, tmp_path: Path) -> None:
    path = written(tmp_path, [line(number) for number in range(1, 4)])
    first = imported(private_office, path)
    with private_office.admin() as admin, admin.connect() as connection:
        versions = connection.execute(text("SELECT xmin::text FROM custodies ORDER BY id")).scalars().all()
    preview = previewed(private_office, path)
    assert [each.kind for each in preview.lines] == [LineKind.UNCHANGED] * 3
    assert [(each.run, each.name, each.by, each.new) for each in preview.before] == [(first.run.id, "impounds.csv", "Kim", 3)]
    assert counts(imported(private_office, path)) == (0, 0, 3, 0)
    with private_office.admin() as admin, admin.connect() as connection:
        assert connection.execute(text("SELECT xmin::text FROM custodies ORDER BY id")).scalars().all() == versions
        assert connection.execute(text("SELECT count(DISTINCT sha256) FROM import_files")).scalar_one() == 1


def test_a_file_about_calls_that_towbook_told_before_adds_what_is_new_only(private_office: OpenOffice, tmp_path: Path) -> None:
    told = call(call_number="31001", vin=None, completed_at=TOWED + timedelta(seconds=33), requested_by="Oak Apartments")
    towbook = MemoryTowBook([told])
    plan = ImportPlan((".PPI",), DateRange(TOWED.date(), TOWED.date()))
    ended(run_import(private_office.shift, towbook, plan, never))
    same = line(1, Vehicle="2011 Chevrolet Malibu", Plate="ABC1234", VIN="")
    assert counts(imported(private_office, written(tmp_path, [same], "same.csv"))) == (0, 0, 1, 0)
    assert counts(imported(private_office, written(tmp_path, [line(1, Vehicle="2011 Chevrolet Malibu", Plate="ABC1234")], "vin.csv"))) == (
        0,
        1,
        0,
        0,
    )
    card = card_of(private_office, "31001")
    assert (card.car.towbook_id, card.car.fields.vin) == (told.towbook_id, "1G1ZZ5EU0AF000001")
    assert (card.car.fields.requested_by, card.car.fields.plate_state) == ("Oak Apartments", "MI")
    assert [event.at for event in standing(card.events)] == [told.completed_at]  # the same minute is no other tow
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 1
    assert counts(ended(run_import(private_office.shift, towbook, plan, never)))[:2] == (0, 0)
    assert card_of(private_office, "31001").car.fields.vin == "1G1ZZ5EU0AF000001"


def test_a_call_from_a_file_is_the_one_that_towbook_tells_later(private_office: OpenOffice, tmp_path: Path) -> None:
    imported(private_office, written(tmp_path, [line(1)]))
    told = call(call_number="31001", vin="1G1ZZ5EU0AF000001")
    ended(run_import(private_office.shift, MemoryTowBook([told]), ImportPlan((".PPI",), DateRange(TOWED.date(), TOWED.date())), never))
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 1
    assert card_of(private_office, "31001").car.towbook_id == told.towbook_id
    assert counts(imported(private_office, written(tmp_path, [line(1)])))[0] == 0


def test_a_saved_report_page_brings_the_ids_that_files_do_not_have(private_office: OpenOffice, tmp_path: Path) -> None:
    made = make_office(calls=4, today=TOWED.date(), days=5)
    told = next(each for each in made.calls if each.on_lot and each.account.name == ".PPI")
    export, page = tmp_path / "impounds.csv", tmp_path / "report.html"
    export.write_bytes(current_impounds_csv(made, [told]).body)
    page.write_bytes(call_analysis_page(made, [told]).body)
    assert counts(imported(private_office, export)) == (1, 0, 0, 0)
    before = card_of(private_office, str(told.number))
    assert before.car.towbook_id == f"call:{told.number}"
    assert counts(imported(private_office, page))[0] == 0
    after = card_of(private_office, str(told.number))
    assert (after.car.custody_id, after.car.towbook_id) == (before.car.custody_id, str(told.id))
    assert (after.car.fields.vin, after.car.fields.plate) == (before.car.fields.vin, before.car.fields.plate)
    assert counts(imported(private_office, export)) == (0, 0, 1, 0)


def test_what_the_desk_changed_stands_and_is_a_line_to_decide(private_office: OpenOffice, tmp_path: Path) -> None:
    imported(private_office, written(tmp_path, [line(1), line(2)]))
    change_car(private_office.shift, Edit(find_car(private_office.shift.desk, "31001"), {"color": "Silver"}, {}))
    path = written(tmp_path, [line(1, Vehicle="2002 Nissan Maxima (Black)"), line(2, Plate="NEW1")], "later.csv")
    preview = previewed(private_office, path)
    kinds = {each.call_number: each for each in preview.lines}
    assert (kinds["31001"].kind, kinds["31002"].kind) == (LineKind.DIFFERS, LineKind.CHANGED)
    assert [(each.field, each.theirs, each.ours) for each in kinds["31001"].fields] == [("color", "Black", "Silver")]
    (plate,) = preview_fields(preview, kinds["31002"].key)
    assert (plate.field, plate.theirs, plate.ours, plate.file) == ("plate", "NEW1", "ABC0002", "impounds.csv")
    imported(private_office, path)
    assert card_of(private_office, "31001").car.fields.color == "Silver"
    car = card_of(private_office, "31002").car
    assert (car.fields.plate, car.provenance["plate"].file, car.provenance["vin"].file) == ("NEW1", "later.csv", "impounds.csv")


def test_an_older_export_only_fills_what_nobody_told_since(private_office: OpenOffice, tmp_path: Path) -> None:
    imported(private_office, written(tmp_path, [line(1, VIN=""), line(2)], made="03/04/2026 9:00 am"))
    with private_office.admin() as admin, admin.begin() as connection:
        connection.execute(text("UPDATE import_runs SET started_at = '2026-03-04 14:30+00'"))
    old = written(tmp_path, [line(1, Plate="OLD1"), line(2, Plate="OLD2")], "old.csv", made="03/03/2026 8:05 am")
    assert counts(imported(private_office, old)) == (0, 1, 1, 0)
    fields = card_of(private_office, "31001").car.fields
    assert (fields.plate, fields.vin) == ("ABC0001", "1G1ZZ5EU0AF000001")


def test_a_release_date_asks_and_closes_nothing(private_office: OpenOffice, tmp_path: Path) -> None:
    imported(private_office, written(tmp_path, [line(1), line(2, **{"Release Date": "3/3/2026 9:00 AM"})]))
    assert not card_of(private_office, "31001").car.towbook_released
    card = card_of(private_office, "31002")
    assert card.car.towbook_released
    assert [event.kind for event in card.events] == [EventKind.TOWED]
    assert card.row.status == "on_lot"


def test_rows_without_a_call_number_find_their_car_by_vin_and_day(private_office: OpenOffice, tmp_path: Path) -> None:
    imported(private_office, written(tmp_path, [line(1)]))
    without = written(tmp_path, [line(1, **{"Call #": "", "Plate": "NEW1"}), line(2, **{"Call #": ""})], "without.csv")
    assert counts(imported(private_office, without)) == (1, 1, 0, 0)
    assert card_of(private_office, "31001").car.fields.plate == "NEW1"
    assert counts(imported(private_office, without)) == (0, 0, 2, 0)
    assert vehicle_page(private_office.shift, VehicleQuery()).total == 2


def test_a_number_that_is_here_twice_is_left_to_people(private_office: OpenOffice, tmp_path: Path) -> None:
    towbook = MemoryTowBook([call(call_number="31001"), call(call_number="31001", vin=None, plate="OTHER")])
    ended(run_import(private_office.shift, towbook, ImportPlan((".PPI",), DateRange(TOWED.date(), TOWED.date())), never))
    result = imported(private_office, written(tmp_path, [line(1)]))
    assert counts(result) == (0, 0, 0, 1)
    assert "call 31001 is here 2 times" in result.failures[0].reason


def test_a_call_twice_in_a_file_with_other_values_counts_once(private_office: OpenOffice, tmp_path: Path) -> None:
    result = imported(private_office, written(tmp_path, [line(1), line(1, Plate="OTHER")]))
    assert counts(result) == (1, 0, 0, 1)
    assert result.failures[0].reason == ("Row 3: call 31001 stands in row 2 with other values. Row 2 was taken, this one was left out.")
    assert card_of(private_office, "31001").car.fields.plate == "ABC0001"


def test_a_car_that_a_file_may_bring_twice_is_told_and_comes_all_the_same(private_office: OpenOffice, tmp_path: Path) -> None:
    result = imported(private_office, written(tmp_path, [line(1), line(2, VIN="1G1ZZ5EU0AF000001", Impound_Date="3/3/2026 9:00 AM")]))
    assert counts(result) == (2, 0, 0, 0)
    assert (result.run.effect or "").endswith(", 2 perhaps entered twice"), "each of the two is told of the other"


def test_a_file_that_breaks_off_keeps_its_whole_rows_and_says_what_to_do(private_office: OpenOffice, tmp_path: Path) -> None:
    path = written(tmp_path, [line(number) for number in range(1, 6)])
    path.write_bytes(path.read_bytes()[:-60])
    preview = previewed(private_office, path)
    assert preview.broken is not None
    assert "breaks off in row 6" in preview.broken
    assert len(preview.lines) == 4
    result = imported(private_office, path)
    assert counts(result) == (4, 0, 0, 0)
    assert result.run.state is RunState.STOPPED
    assert result.run.message == f"{preview.broken} 4 calls of the file are kept; import it again to go on."


def test_a_cancelled_import_keeps_its_batches_and_goes_on(
    private_office: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_files, "BATCH", 10)
    path = written(tmp_path, [line(number) for number in range(1, 31)])
    steps = import_file(private_office.shift, FILES, plan_of(private_office, path))
    seen = [next(steps), next(steps), next(steps)]
    assert [each.done for each in seen] == [0, 10, 20]
    assert seen[-1].total is not None
    assert 20 <= seen[-1].total <= 45
    steps.close()  # the window went away
    kept = vehicle_page(private_office.shift, VehicleQuery()).total
    assert kept == 20
    assert counts(imported(private_office, path)) == (10, 0, 20, 0)
    with private_office.admin() as admin, admin.connect() as connection:
        states = connection.execute(text("SELECT state, message FROM import_runs ORDER BY id")).all()
    assert states[0] == ("cancelled", "Cancelled. 20 calls of the file are kept; import it again to go on.")
    told = iter([False, True])
    assert imported(private_office, path, lambda: next(told)).run.state is RunState.CANCELLED


def test_a_file_that_goes_away_stops_the_import_with_a_sentence(
    private_office: OpenOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, [line(1)])
    plan = plan_of(private_office, path)
    path.unlink()
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        ended(import_file(private_office.shift, FILES, plan))
    assert written_rows(private_office)["import_runs"] == 0


def test_an_import_of_the_same_account_holds_the_file_back(private_office: OpenOffice, tmp_path: Path) -> None:
    plan = plan_of(private_office, written(tmp_path, [line(1)]))
    with private_office.shift.desk.claim((".PPI",)), pytest.raises(ImportBusy):
        ended(import_file(private_office.shift, FILES, plan))
    with closing(import_file(private_office.shift, FILES, plan)) as steps:
        next(steps)
        next(steps)
        with pytest.raises(ImportBusy):
            ended(import_file(private_office.shift, FILES, plan))


def test_another_sheet_of_the_same_file_is_what_its_own_columns_say(private_office: OpenOffice, tmp_path: Path) -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    for each in (HEADERS, line(1)):
        first.append(each)
    own = book.create_sheet("Own")
    for each in (["Call", "Tag", "Remarks"], ["31002", "ABC 2", "dented"]):
        own.append(each)
    path = tmp_path / "two.xlsx"
    book.save(path)
    offer = look_at(private_office.shift, FILES, path)
    assert (offer.look.kind, offer.mapped, offer.asks) == (SourceKind.IMPOUNDS, MappingFrom.TOWBOOK, False)
    other = offer_of(private_office.shift, offer.look, "Own")
    assert (other.look.kind, other.mapped, other.asks) == (SourceKind.TABLE, MappingFrom.GUESSED, True)
    assert other.problems == ()
    assert other.mapping is not None
    assert counts(ended(import_file(private_office.shift, FILES, FilePlan(other.look, other.mapping)))) == (1, 0, 0, 0)
    assert card_of(private_office, "31002").car.fields.notes == "dented"


def test_a_mapping_is_remembered_for_these_names_of_columns(office: OpenOffice, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in (["Nr", "When", "Tag", "What"], [31001, datetime.fromisoformat("2026-03-02T10:00"), "ABC 1", "2002 Nissan Maxima"]):
        sheet.append(each)
    path = tmp_path / "own.xlsx"
    book.save(path)
    offer = look_at(office.shift, FILES, path)
    assert offer.asks
    again = offer_of(office.shift, offer.look, "Sheet", 1)
    assert again.asks
    assert any("Nothing says which call" in problem for problem in again.problems)
    assert again.sheet is not None
    headers = again.sheet.headers(1)
    mapping = ColumnMapping((FileField.CALL_NUMBER, FileField.TOWED_AT, FileField.PLATE, FileField.VEHICLE), sheet="Sheet")
    with pytest.raises(Refused, match="Nothing was kept"):
        remember_mapping(office.shift, headers, replace(mapping, fields=(None, None, FileField.PLATE, None)))
    remember_mapping(office.shift, headers, mapping)
    known = offer_of(office.shift, offer.look, "Sheet", 1)
    assert (known.mapped, known.mapping, known.asks) == (MappingFrom.REMEMBERED, mapping, False)
    assert counts(ended(import_file(office.shift, FILES, FilePlan(offer.look, mapping)))) == (1, 0, 0, 0)
    card = card_of(office, "31001")
    assert (card.car.fields.plate, card.car.fields.make, card.events[0].at) == ("ABC1", "Nissan", TOWED)
    with office.admin() as admin, admin.connect() as connection:
        kept = connection.execute(text("SELECT headers, mapping::text, chosen_by FROM file_mappings")).all()
    assert [(row[0], json.loads(row[1])["fields"][0], row[2] is not None) for row in kept] == [
        (["Nr", "When", "Tag", "What"], "call_number", True)
    ]
