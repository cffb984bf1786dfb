"""The compliance report in the window, over a real database: numbers, the cars behind them, papers, a count that is stopped."""

import datetime as dt
from collections.abc import Generator, Iterator
from io import BytesIO
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.spreadsheets import compliance_workbook
from itow_desktop.domain.duties import Outcome
from itow_desktop.domain.errors import Cancelled, DatabaseTrouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.report_papers import INTERNAL, OUTCOMES, numbers
from itow_desktop.domain.reports import Report, Scope
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.snapshots import DayCount, DaySnapshot
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.desks.reports import ReportDesk
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.ports.stores import Deed
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.reporting import ReportProgress
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.reports.window import ComplianceWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.compliance import HEADERS, ComplianceNumbers
from itow_desktop.ui.models.text_rows import DOTTED
from itow_desktop.ui.rooms.reports import ReportsRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import DETROIT, call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.ui.room_front import RoomFront, ports_of

MARCH = dt.date(2026, 3, 1)


class Tray:
    """A printer that keeps what it got."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.papers.append(pdf)


class SlowDesk(ReportDesk):
    """Counts as the real one, but halts after the first step until it is told to go on; may lose the database."""

    def __init__(self, ports: Ports, shift: Any) -> None:
        super().__init__(ports, shift)
        self.go_on, self.slow, self.lost = Event(), False, False

    def count(self, scope: Scope) -> Generator[ReportProgress, None, Report]:
        steps = super().count(scope)
        if self.lost:
            raise DatabaseTrouble("The database does not answer.")
        if self.slow:
            yield ReportProgress(0, 12_000)
            self.go_on.wait(10)
        return (yield from steps)


class Front(RoomFront):
    """The room on an office with four cars."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.window, self.tray = window, Tray()
        self.desk = SlowDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.tray), office.shift)
        self.opened: list[int] = []
        self.lists: list[tuple[str, Any, Any]] = []
        self.room = ReportsRoom(
            house, self.desk, open_car=self.opened.append, print_list=lambda *told: self.lists.append(told), make=compliance_workbook
        )
        self.room.move_in(window)
        self.cars = bring(office, *(call(call_number=f"70{place}") for place in range(4)))
        office.clock.time = dt.datetime(2026, 3, 20, 10, tzinfo=DETROIT)
        self.told(self.cars[0], EventKind.LETTER_SENT, dt.datetime(2026, 3, 3, 9, tzinfo=DETROIT), letter="top")
        self.told(self.cars[1], EventKind.LETTER_SENT, dt.datetime(2026, 3, 7, 9, tzinfo=DETROIT), letter="top")

    def told(self, custody_id: int, kind: EventKind, when: dt.datetime, **data: str) -> None:
        record(self.office.shift, custody_id, Entry(kind, at=when, data=data))

    def open(self) -> ComplianceWindow:
        window = self.room.show_compliance()
        self._qtbot.waitExposed(window)
        self.settle()
        return window


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    front = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.desk.go_on.set()
    front.settle()
    if front.room.compliance is not None:
        front.room.compliance.close()


def cell(window: ComplianceWindow, step: str, header: str) -> QModelIndex:
    model = window.model
    row = next(row for row in range(model.rowCount()) if model.index(row, 2).data() == step)
    return model.index(row, HEADERS.index(header))


def row_numbers(model: ComplianceNumbers, row: int) -> tuple[int, ...]:
    first = HEADERS.index("Done in time")
    texts = (str(model.index(row, column).data()) for column in range(first, first + len(OUTCOMES) + 1))
    return tuple(int(text.replace(",", "") or 0) for text in texts)


def test_the_screen_shows_the_numbers_of_the_report_and_all_of_it_first(front: Front) -> None:
    window = front.open()
    report = window.report
    assert report is not None
    assert report.cars == 4
    QAbstractItemModelTester(window.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert row_numbers(window.model, 0) == numbers(report.lines)
    assert [row_numbers(window.model, row + 1) for row in range(len(report.lines))] == [numbers([line]) for line in report.lines]
    assert cell(window, "Print TOP", "Late by").data() == "4 days to 17 days"
    assert INTERNAL in window.under.text()
    assert "4 cars" in window.under.text()


def test_a_number_opens_its_cars_and_enter_goes_on_to_the_car(front: Front) -> None:
    window = front.open()
    window.numbers.setFocus()
    window.numbers.setCurrentIndex(cell(window, "Print TOP", "Late"))
    front.settle()
    assert [(car.custody_id, car.outcome) for car in window.cars.cars] == [(each, Outcome.LATE) for each in front.cars[1:]]
    assert window.cars.said.text().startswith("Late, Print TOP, ")
    assert window.cars.said.text().endswith(": 3 duties")
    assert window.cars.texts[0][7:] == ["4 days", ""]
    assert window.cars.texts[1][7:] == ["17 days", "Not done yet"]
    QTest.keyClick(window.numbers, Qt.Key.Key_Return)
    assert window.cars.table.hasFocus()
    QTest.keyClick(window.cars.table, Qt.Key.Key_Down)
    QTest.keyClick(window.cars.table, Qt.Key.Key_Return)
    assert front.opened == [front.cars[2]]
    window.cars.open_button.click()
    assert front.opened == [front.cars[2]] * 2
    window.cars.print_button.click()
    title, headers, rows = front.lists[0]
    assert "Late, Print TOP" in title
    assert (headers[0], [row[0] for row in rows]) == ("Call", ["701", "702", "703"])


def test_the_arrows_walk_over_the_numbers_and_a_row_of_several_outcomes_says_each(front: Front) -> None:
    window = front.open()
    window.numbers.setCurrentIndex(cell(window, "Print TOP", "Done in time"))
    front.settle()
    assert [car.custody_id for car in window.cars.cars] == front.cars[:1]
    window.numbers.setFocus()
    QTest.keyClick(window.numbers, Qt.Key.Key_Right)
    front.settle()
    assert len(window.cars.cars) == 3
    window.numbers.setCurrentIndex(cell(window, "Print TOP", "Duties"))
    front.settle()
    assert sorted(text[-1] for text in window.cars.texts) == ["Done in time", "Late", "Late: Not done yet", "Late: Not done yet"]


def test_a_date_whose_rule_nobody_checked_has_dots_and_says_so_when_it_is_taken_along(front: Front) -> None:
    car, shift = front.cars[3], front.office.shift
    front.told(car, EventKind.LEIN_ENTERED, dt.datetime(2026, 3, 2, 15, tzinfo=DETROIT))
    record(shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=dt.date(2026, 3, 9)))
    record(shift, car, Entry(EventKind.BILL_OF_SALE_REQUESTED, on=dt.date(2026, 3, 19), reason="asked for too soon"))
    window = front.open()
    window.numbers.setCurrentIndex(cell(window, "Request TR-52L", "Too early"))
    front.settle()
    due = window.cars.model.index(0, 5)
    assert (due.data(), due.data(DOTTED)) == ("4/3/26", True)
    assert "not yet checked" in due.data(Qt.ItemDataRole.ToolTipRole)
    assert window.cars.texts[0][5] == "4/3/26 (not yet checked)"
    assert cell(window, "Request TR-52L", "Step").data(Qt.ItemDataRole.ToolTipRole) == "Request TR-52L (257.252g, not yet checked)"
    window.numbers.setCurrentIndex(cell(window, "Enter SOS notice date", "Done in time"))
    front.settle()
    assert not window.cars.model.index(0, 5).data(DOTTED)


def test_a_narrower_question_is_counted_at_once_and_no_car_is_said(front: Front) -> None:
    window = front.open()
    window.scope.rule.setCurrentIndex(window.scope.rule.findData("office.top"))
    front.settle()
    report = window.report
    assert report is not None
    assert {line.rule_id for line in report.lines} == {"office.top"}
    window.scope.agency.setCurrentIndex(window.scope.agency.findData(0))
    front.settle()
    assert window.model.rowCount() == 0
    assert window.cars.said.text().startswith("Nothing to count")
    assert not window.cars.print_button.isEnabled()


def test_the_report_stands_still_until_it_is_counted_anew(front: Front) -> None:
    window = front.open()
    before = window.report
    front.told(front.cars[2], EventKind.LETTER_SENT, dt.datetime(2026, 3, 3, 9, tzinfo=DETROIT), letter="top")
    front.settle()
    assert window.report is before
    QTest.keyClick(window, Qt.Key.Key_F5)
    front.settle()
    assert window.report is not None
    assert before is not None
    assert window.report.count(Outcome.LATE) == before.count(Outcome.LATE) - 1


def test_a_long_count_shows_how_far_it_is_and_can_be_stopped(front: Front, qtbot: QtBot) -> None:
    window = front.open()
    before = window.report
    front.desk.slow = True
    window.count()
    qtbot.waitUntil(window.counting.isVisible)
    qtbot.waitUntil(lambda: window.counting.words.text() == "0 of 12,000 cars")
    assert not window.paper.isEnabled()
    window.counting.stop.click()
    front.desk.go_on.set()
    qtbot.waitUntil(lambda: not window.counting.isVisible())
    assert "Stopped." in window.news.text
    assert window.report is before
    assert window.paper.isEnabled()


def test_a_newer_question_overtakes_an_older_one(front: Front, qtbot: QtBot) -> None:
    window = front.open()
    front.desk.slow = True
    window.count()
    qtbot.waitUntil(lambda: window.counting.words.text() == "0 of 12,000 cars")
    front.desk.slow = False
    window.scope.rule.setCurrentIndex(window.scope.rule.findData("office.top"))
    front.desk.go_on.set()
    front.settle()
    assert window.report is not None
    assert window.report.scope.rule == "office.top"
    assert not window.counting.isVisible()
    assert window.news.text == ""


def test_a_database_that_is_gone_is_said_and_what_is_shown_stays(front: Front) -> None:
    window = front.open()
    before = window.report
    front.desk.lost = True
    window.count()
    front.settle()
    assert window.news.text == "The database does not answer."
    assert window.report is before
    assert window.model.rowCount() > 1


def test_paper_and_spreadsheet_come_from_the_report_that_is_shown(front: Front, tmp_path: Path) -> None:
    window = front.open()
    report = window.report
    assert report is not None
    window.paper.click()
    front.settle()
    dialog = next(each for each in window.findChildren(PaperDialog) if each.isVisible())
    assert dialog.preview.pages == 2
    dialog.primary.click()
    front.settle()
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(front.tray.papers[0])).pages)
    window.save_to(tmp_path / "report.xlsx")
    front.settle()
    assert "Saved as report.xlsx" in window.news.text
    rows = list(load_workbook(tmp_path / "report.xlsx")["Report"].iter_rows(values_only=True))
    screen = [row_numbers(window.model, row) for row in range(window.model.rowCount())]
    total = rows[-1][4:-1]
    assert screen[0] == total == numbers(report.lines)
    for place, line in enumerate(report.lines, start=1):
        assert screen[place] == rows[place - 1 - len(report.lines) - 1][4:-1]
        figures = " ".join(str(number) if number else "-" for number in screen[place])
        assert f"{line.step} " in text
        assert figures in text
    window.save_to(tmp_path / "nowhere" / "report.xlsx")
    front.settle()
    assert "could not be written" in window.news.text


def test_the_open_work_is_drawn_when_somebody_looks_at_it(front: Front) -> None:
    with front.office.shift.desk.begin(Deed("keep the day", undoable=False)) as unit:
        unit.snapshots.keep(DaySnapshot(dt.date(2026, 3, 5), 4, 4, (DayCount(Urgency.LATE, Actor.US, 4),)))
        unit.commit()
    window = front.open()
    assert window.preview.pages == 0
    window.tabs.setCurrentIndex(1)
    front.settle()
    assert window.preview.pages == 1


def test_one_window_for_all_and_it_closes_with_the_program(front: Front) -> None:
    window = front.open()
    assert front.room.show_compliance() is window
    window.close()
    assert front.room.compliance is None
    again = front.open()
    assert again is not window
    front.window.close()
    assert front.room.compliance is None


def test_a_count_that_was_stopped_raises_nothing_else(front: Front) -> None:
    steps = front.desk.count(Scope(MARCH, MARCH))
    next(steps)
    with pytest.raises(Cancelled):
        steps.throw(Cancelled("Stopped."))
