"""The compliance report on a real database: who is counted, what lies behind each number, the same on paper and in a spreadsheet."""

import datetime as dt
from collections.abc import Generator
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.spreadsheets import compliance_workbook
from itow_desktop.domain.duties import UNSORTED, Outcome
from itow_desktop.domain.errors import Cancelled, UnwritableFile
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.report_papers import INTERNAL, OUTCOMES, delay, late_range, numbers
from itow_desktop.domain.reports import NO_AGENCY, Line, Report, Scope
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services import reporting
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.reporting import (
    all_cars,
    cars_behind,
    choices,
    count_duties,
    open_work,
    report_paper,
    save_file,
    write_spreadsheet,
)
from itow_desktop.services.voiding import void_car
from itow_desktop.services.working import assign_agency
from tests.builders import DETROIT, call
from tests.db.cars import agency_id, bring
from tests.db.offices import OpenOffice

A = TypeVar("A")
MARCH = dt.date(2026, 3, 1)
SCOPE = Scope(MARCH, MARCH)
EVERY = tuple(Outcome)


def end(steps: Generator[object, None, A]) -> A:
    """Run a deed to its end."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            answer: A = stop.value
            return answer


def counted(office: OpenOffice, scope: Scope = SCOPE) -> Report:
    return end(count_duties(office.shift, scope))


def at(day: int, hour: int = 10, minute: int = 0, month: int = 3) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=DETROIT)


def told(office: OpenOffice, custody_id: int, kind: EventKind, when: dt.datetime | dt.date, **data: str) -> None:
    moment, day = (when, None) if isinstance(when, dt.datetime) else (None, when)
    record(office.shift, custody_id, Entry(kind, at=moment, on=day, data=data, source=EventSource.PAPER))


def line(report: Report, rule: str, agency: str | None = None) -> Line:
    return next(each for each in report.lines if each.rule_id == rule and agency in {None, each.agency})


def who(report: Report, rule: str, outcome: Outcome) -> set[int]:
    return {found.custody_id for each in report.lines if each.rule_id == rule for found in each.findings.get(outcome, ())}


@pytest.fixture
def yard(private_office: OpenOffice) -> tuple[OpenOffice, list[int]]:
    """Six cars towed on 2 March; on the 20th: one done well, one late, one not recorded, one gone, one not sorted, one void."""
    office = private_office
    cars = bring(office, *(call(call_number=f"40{place}", plate=f"RPT00{place}") for place in range(6)))
    well, late, _, gone, unsorted, void = cars
    office.clock.time = at(20)
    for car in (well, late):
        told(office, car, EventKind.LEIN_ENTERED, at(2, 15))
    told(office, well, EventKind.POLICE_NOTIFIED, at(2, 9, 15), person="Desk")
    told(office, well, EventKind.LETTER_SENT, at(3), letter="top")
    told(office, well, EventKind.SOS_NOTICE_DATED, dt.date(2026, 3, 9))
    told(office, late, EventKind.CALL_IN_MISSED, dt.date(2026, 3, 2))
    told(office, late, EventKind.LETTER_SENT, at(10), letter="top")
    told(office, late, EventKind.SOS_NOTICE_DATED, dt.date(2026, 3, 12))
    told(office, gone, EventKind.RELEASED, at(2, 18), to_whom="Pat Example", id_seen="license")
    void_car(office.shift, [void], "entered twice")
    with office.admin() as admin, admin.begin() as connection:
        connection.exec_driver_sql(f"UPDATE itow.custodies SET custody = 'unknown' WHERE id = {unsorted}")
    return office, cars


def test_each_car_stands_in_the_column_that_its_record_deserves(yard: tuple[OpenOffice, list[int]]) -> None:
    office, (well, late, silent, gone, unsorted, void) = yard
    report = counted(office)
    assert report.cars == 5, "the void one is no car"
    assert who(report, "mi.sos_notice", Outcome.IN_TIME) == {well}
    assert who(report, "mi.sos_notice", Outcome.OTHERS_LATE) == {late}
    assert who(report, "mi.sos_notice", Outcome.NOT_COMPUTABLE) == {silent}
    assert who(report, "mi.police_notice", Outcome.IN_TIME) == {well}
    assert who(report, "mi.police_notice", Outcome.LATE) == {late}
    assert who(report, "mi.police_notice", Outcome.NOT_RECORDED) == {silent, gone}
    assert who(report, "office.top", Outcome.LATE) == {late, silent}
    assert late_range([line(report, "office.top")]) == "7 days to 17 days"
    assert who(report, "mi.lein_entry", Outcome.OTHERS_LATE) == {silent}
    assert who(report, "office.report_pickup", Outcome.LATE) == {gone}
    assert who(report, UNSORTED, Outcome.NOT_COMPUTABLE) == {unsorted}
    everybody = {found.custody_id for each in report.lines for some in each.findings.values() for found in some}
    assert void not in everybody


def test_the_month_is_the_local_one_of_the_tow_and_a_tow_nobody_dated_has_none(private_office: OpenOffice) -> None:
    office = private_office
    night = dt.datetime(2026, 3, 31, 23, 30, tzinfo=DETROIT)
    office.clock.time = at(20, month=4)
    bring(
        office,
        call(call_number="501", called_at=night, arrived_at=night, completed_at=night),
        call(call_number="502", called_at=at(1, 0, 10, month=4), arrived_at=None, completed_at=at(1, 0, 30, month=4)),
    )
    march, april = counted(office), counted(office, Scope(dt.date(2026, 4, 1), dt.date(2026, 4, 1)))
    assert (march.cars, april.cars) == (1, 1)
    assert {each.month for each in march.lines} == {MARCH}
    both = counted(office, Scope(MARCH, dt.date(2026, 4, 1)))
    assert both.cars == 2
    assert numbers(both.lines) == tuple(one + two for one, two in zip(numbers(march.lines), numbers(april.lines), strict=True))
    with office.admin() as admin, admin.begin() as connection:
        connection.exec_driver_sql("UPDATE itow.projections SET towed_at = NULL")
    assert {each.month for each in counted(office).lines} == {None}, "nobody falls through"


def test_a_department_or_a_rule_narrows_it_and_departments_are_in_the_order_of_their_names(yard: tuple[OpenOffice, list[int]]) -> None:
    office, (_, _, silent, *_) = yard
    flint = agency_id(office, "Flint Police Department")
    assign_agency(office.shift, flint, [silent], remember=False)
    whole = counted(office)
    names = [each.agency for each in whole.lines if each.rule_id == "office.top"]
    assert names == sorted(names, key=str.casefold)
    only = counted(office, Scope(MARCH, MARCH, agency=flint))
    assert only.cars == 1
    assert {each.agency for each in only.lines} == {"Flint Police Department"}
    top = counted(office, Scope(MARCH, MARCH, rule="office.top"))
    assert {each.rule_id for each in top.lines} == {"office.top"}
    assert top.count(Outcome.LATE) == 2
    assert counted(office, Scope(MARCH, MARCH, agency=0)).cars == 0
    offered = choices(office.shift)
    assert offered.months == (MARCH,)
    assert (0, NO_AGENCY) in offered.agencies
    assert {rule for rule, _ in offered.rules} >= {each.rule_id for each in whole.lines} - {UNSORTED}


def test_behind_each_number_lie_just_as_many_cars_each_with_its_reason(yard: tuple[OpenOffice, list[int]]) -> None:
    office, (_, late, silent, *_) = yard
    report = counted(office)
    for each in report.lines:
        for outcome in Outcome:
            cars = cars_behind(office.shift, [each], [outcome], 100)
            assert len(cars) == each.count(outcome)
            assert {car.custody_id for car in cars} == {found.custody_id for found in each.findings.get(outcome, ())}
    top = cars_behind(office.shift, [line(report, "office.top")], [Outcome.LATE], 100)
    assert [(car.custody_id, car.call_number, car.plate, delay(car.late_by), car.why) for car in top] == [
        (late, "401", "RPT001 MI", "7 days", ""), (silent, "402", "RPT002 MI", "17 days", "Not done yet"),
    ]  # fmt: skip
    assert len(cars_behind(office.shift, report.lines, EVERY, 100)) == report.duties
    assert len(cars_behind(office.shift, report.lines, EVERY, 3)) == 3
    assert sorted(car.custody_id for car in end(all_cars(office.shift, report))) == sorted(
        found.custody_id for each in report.lines for some in each.findings.values() for found in some
    )


def test_a_correction_moves_a_car_to_another_column_and_nothing_is_kept_of_the_count(yard: tuple[OpenOffice, list[int]]) -> None:
    office, (_, _, silent, *_) = yard
    before = counted(office)
    told(office, silent, EventKind.POLICE_NOTIFIED, at(2, 9, 20), person="Desk")
    after = counted(office)
    assert silent in who(before, "mi.police_notice", Outcome.NOT_RECORDED)
    assert silent in who(after, "mi.police_notice", Outcome.IN_TIME)
    assert before.duties == after.duties


def test_a_count_tells_how_far_it_is_and_stops_when_it_is_told(yard: tuple[OpenOffice, list[int]], monkeypatch: pytest.MonkeyPatch) -> None:
    office, _ = yard
    monkeypatch.setattr(reporting, "_AT_ONCE", 2)
    assert [(step.done, step.total) for step in count_duties(office.shift, SCOPE)] == [(0, 5), (2, 5), (4, 5), (5, 5)]
    steps = count_duties(office.shift, SCOPE)
    next(steps)
    with pytest.raises(Cancelled):
        steps.throw(Cancelled("Stopped."))
    assert counted(office).cars == 5


# --- the same numbers everywhere ----------------------------------------------------------------------------------------


def keep_days(office: OpenOffice, *days: int) -> None:
    with office.shift.desk.begin(Deed("keep the day", undoable=False)) as unit:
        for day in days:
            counts = (DayCount(Urgency.LATE, Actor.US, day), DayCount(Urgency.WAITING, Actor.POLICE, 2))
            unit.snapshots.keep(DaySnapshot(dt.date(2026, 3, day), day + 2, day + 2, counts))
        unit.commit()


def test_paper_and_spreadsheet_hold_the_numbers_of_the_report(yard: tuple[OpenOffice, list[int]], tmp_path: Path) -> None:
    office, _ = yard
    keep_days(office, 3, 4, 6)
    report = counted(office)
    expected = [(each.step, *numbers([each])) for each in report.lines]

    end(write_spreadsheet(office.shift, report, compliance_workbook, tmp_path / "report.xlsx"))
    book = load_workbook(tmp_path / "report.xlsx")
    rows = [[cell.value for cell in row] for row in book["Report"].iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[0] == "Month")
    assert rows[head][4:-1] == [*OUTCOMES.values(), "Duties"]
    assert [(str(row[2]), *row[4:-1]) for row in rows[head + 1 : -1]] == expected
    assert tuple(rows[-1][4:-1]) == numbers(report.lines)
    assert any(row[0] == INTERNAL for row in rows[:head])
    assert [row[-1] or "" for row in rows[head + 1 :]] == [late_range([each]) for each in report.lines] + [late_range(report.lines)]
    cars = list(book["Cars"].iter_rows(min_row=2, values_only=True))
    assert len(cars) == report.duties
    for each in report.lines:
        for outcome, said in OUTCOMES.items():
            assert sum(row[1:4] == (each.agency, each.step, said) for row in cars) == each.count(outcome)
    days = list(book["Open work"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1]) for row in days] == [(dt.datetime(2026, 3, day), day) for day in (3, 4, 6)]  # noqa: DTZ001  # a cell has no zone

    pages = PdfReader(BytesIO(PdfRenderer(Lock()).render_compliance(report_paper(office.shift, report)))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    for step, *figures in expected:
        assert f"{step} " in text
        assert " ".join(str(figure) if figure else "-" for figure in figures) in text, step
    assert "All of it " + " ".join(str(figure) if figure else "-" for figure in numbers(report.lines)) in text


def test_each_page_says_that_it_is_for_the_office_only_and_ranks_nobody(yard: tuple[OpenOffice, list[int]]) -> None:
    office, _ = yard
    keep_days(office, 3, 4, 6)
    pdf = PdfRenderer(Lock()).render_compliance(report_paper(office.shift, counted(office)))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]
    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert INTERNAL in page
        assert f"Page {number} of 2" in page
        assert "Cars towed in March 2026" in page
    assert "%" not in "".join(pages)
    assert "17 of these days were not kept" in pages[1]
    assert "3/3/26 3/4/26 3/6/26 Late 3 4 6 Waiting on others 2 2 2 In the queue 5 6 8" in pages[1]


def test_months_nobody_kept_are_said_and_not_guessed(yard: tuple[OpenOffice, list[int]]) -> None:
    office, _ = yard
    work = open_work(office.shift, SCOPE)
    assert (work.first, work.last, work.days) == (MARCH, dt.date(2026, 3, 20), ())
    text = PdfReader(BytesIO(PdfRenderer(Lock()).render_open_work(report_paper(office.shift, counted(office))))).pages[0].extract_text()
    assert "was kept" in text


def test_a_spreadsheet_keeps_texts_as_texts(private_office: OpenOffice) -> None:
    bring(private_office, call(call_number="600", make="=1+1", model="@SUM(A1)"))
    private_office.clock.time = at(20)
    report = counted(private_office)
    cars = end(all_cars(private_office.shift, report))
    book = load_workbook(BytesIO(compliance_workbook(report_paper(private_office.shift, report), cars)))
    vehicles = {cell.value: cell.data_type for (cell,) in book["Cars"].iter_rows(min_row=2, min_col=8, max_col=8)}
    assert list(vehicles.values()) == ["s"]
    assert "=1+1" in str(next(iter(vehicles)))


def test_a_file_that_cannot_be_written_is_said_and_what_stood_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "report.xlsx"
    folder.mkdir()
    (folder / "inside").write_text("x")
    with pytest.raises(UnwritableFile, match=r"report\.xlsx could not be written"):
        save_file(folder, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]
    with pytest.raises(UnwritableFile):
        save_file(tmp_path / "nowhere" / "report.xlsx", b"new")
    save_file(tmp_path / "other.xlsx", b"new")
    assert (tmp_path / "other.xlsx").read_bytes() == b"new"


def test_nothing_of_the_law_is_read_from_what_is_kept(yard: tuple[OpenOffice, list[int]]) -> None:
    """The numbers come from events and rules as they are now, not from deadlines that were stored some day."""
    office, _ = yard
    before = counted(office)
    with office.admin() as admin, admin.begin() as connection:
        connection.exec_driver_sql("UPDATE itow.projections SET deadlines = '[]'")
    assert counted(office) == before
