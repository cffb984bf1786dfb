"""Law dates and the reasons for dates in the window, over a real database."""

import hashlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Lock

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.errors import PrinterTrouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.people import Rights
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.recording import Entry, record
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.law.check import CheckDialog
from itow_desktop.ui.dialogs.law.window import LawDatesWindow
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.why import WhyDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.law import LawRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.cars import bring_one
from tests.db.offices import OpenOffice
from tests.ui.room_front import RoomFront, ports_of

TEXT = "MCL 257.252g as printed by the state, 1 Mar 2026"


class Tray:
    """A printer that keeps what it got, or is out of order."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []
        self.jammed = self.none = False

    def printers(self) -> tuple[PrinterInfo, ...]:
        return () if self.none else (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        if self.jammed:
            raise PrinterTrouble("The printer is out of paper.")
        self.papers.append(pdf)


class Front(RoomFront):
    """The room on an office with one car, and ways to reach its screens."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.window, self.tray = window, Tray()
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.tray))
        self.queue = QueuePane(house.runner, house.bus, house.who, work=self.desk, paper=self.desk)
        qtbot.addWidget(self.queue)
        self.room = LawRoom(house, self.desk.law, queue=self.queue)
        self.room.move_in(window)
        self.car = bring_one(office)
        record(office.shift, self.car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 4)))

    def dates(self) -> LawDatesWindow:
        window = self.room.show_dates()
        self.settle()
        return window

    def why(self) -> WhyDialog:
        self.window.details.why_asked.emit(self.car)
        return self.dialog(WhyDialog, self.window)

    def papers(self) -> list[tuple[str, str]]:
        return [(each.kind, each.sha256) for each in self.desk.card(self.car).documents]


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    front = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.settle()
    if front.room.dates is not None:
        front.room.dates.close()


def choose(window: LawDatesWindow, *ids: str) -> None:
    """Select the rows of these rules."""
    selection = window.list.table.selectionModel()
    selection.clearSelection()
    marks = {rule.mark: rule.rule_id for rule in window._dates.rules} if window._dates else {}
    for row in range(window.list.model.rowCount()):
        if marks[window.list.model.key_at(row)] in ids:
            index = window.list.model.index(row, 0)
            selection.select(index, QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)


def told(window: LawDatesWindow) -> str:
    inside = window.detail.widget()
    return "" if inside is None else "\n".join(label.text() for label in inside.findChildren(QLabel))


def mark(front: Front, window: LawDatesWindow, *ids: str) -> None:
    choose(window, *ids)
    window.check.click()
    dialog = front.dialog(CheckDialog, window)
    dialog.form.lines["by"].setText("Pat Example, attorney")
    dialog.form.days["on"].setText("3/1")
    dialog.form.lines["source"].setText(TEXT)
    dialog.primary.click()
    front.settle()


def test_every_rule_is_listed_with_where_it_is_written_and_read_whole_at_the_side(front: Front) -> None:
    window = front.dates()
    assert window.list.model.rowCount() == len(front.office.shift.law.pack.rules) + 1
    assert "not yet checked" in window.under.text()
    choose(window, "mi.bill_of_sale_request")
    said = told(window)
    for words in (
        "Request TR-52L", "From day 25 after", "not before day 25 after SOS notice date", "257.252g", "recalled, not read",
        "not yet checked",
    ):  # fmt: skip
        assert words in said, words
    window.search.setText("garage keeper")
    assert window.list.model.rowCount() == 1
    window.search.setText("570.305")
    assert window.list.model.rowCount() == 2
    window.search.clear()
    window.only.setChecked(True)
    everything = window.list.model.rowCount()
    mark(front, window, "mi.sos_notice")
    assert window.list.model.rowCount() == everything - 1, "what is checked leaves the list of what is not"


def test_a_manager_marks_a_rule_and_takes_the_mark_back(qtbot: QtBot, front: Front) -> None:
    window = front.dates()
    with qtbot.waitSignals([front.house.bus.office_changed, front.house.bus.queue_changed]):
        mark(front, window, "mi.bill_of_sale_request")
    choose(window, "mi.bill_of_sale_request")
    assert f"3/1/26 by Pat Example, attorney, with {TEXT}" in told(window)
    assert "by Kim on" in told(window)
    assert "1 rule counts as checked now." in window.news.text
    page = front.why().page.toPlainText()
    assert "checked by Pat Example, attorney" in page
    window.back.click()
    dialog = front.dialog(ReasonDialog, window)
    assert not dialog.primary.isEnabled()
    dialog.reason.setText("It was another year's text.")
    dialog.primary.click()
    front.settle()
    choose(window, "mi.bill_of_sale_request")
    assert "Taken back: It was another year's text." in told(window)
    assert not window.back.isEnabled()


def test_several_rules_are_marked_at_once_and_house_practice_never(front: Front) -> None:
    window = front.dates()
    mark(front, window, "mi.sale", "mi.redeem_or_petition", "office.top")
    checked = [rule.rule_id for rule in front.desk.law.law_dates(front.office.shift.person).rules if rule.review]
    assert checked == ["mi.redeem_or_petition", "mi.sale", "mi.sale"]
    choose(window, "office.top")
    assert not window.check.isEnabled()
    choose(window, "mi.sos_notice")
    window.check.click()
    assert front.dialog(CheckDialog, window).form.lines["by"].text() == "Pat Example, attorney", "who compared the last ones"


def test_the_dialog_wants_all_three_and_no_day_to_come(front: Front) -> None:
    window = front.dates()
    choose(window, "mi.sos_notice")
    window.check.click()
    dialog = front.dialog(CheckDialog, window)
    assert not dialog.primary.isEnabled()
    dialog.form.lines["by"].setText("Pat Example")
    dialog.form.lines["source"].setText("MCL")
    assert not dialog.primary.isEnabled()
    dialog.form.days["on"].setText("+1")
    dialog.primary.click()
    assert "has not come yet" in dialog.problems.text
    dialog.form.days["on"].setText("t")
    dialog.primary.click()
    front.settle()
    assert any(rule.review for rule in front.desk.law.law_dates(None).rules)


def test_a_clerk_reads_everything_and_marks_nothing(front: Front) -> None:
    lee = add_person(front.office.shift, "Lee", Rights.CLERK)
    front.house.who.become(lee)
    window = front.dates()
    choose(window, "mi.sos_notice")
    assert "257.252a(6),(12)" in told(window)
    assert not window.check.isEnabled()
    assert "manager" in window.check.toolTip()
    window.mark()
    assert "needs a manager" in window.news.text


def test_one_window_only_and_escape_closes_it(front: Front) -> None:
    window = front.dates()
    assert front.room.show_dates() is window
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert front.room.dates is None


def test_why_tells_each_step_and_what_is_not_checked(front: Front) -> None:
    page = front.why().page.toPlainText()
    for words in (
        "Wait for owner: until Tue 24 Mar 2026", "257.252a. How sure this date is: told by others; not yet checked.",
        "Counted from: SOS notice date Wed 4 Mar 2026", "20 days after, first day not counted: Tue 24 Mar 2026.",
        "Schedule sale: not before Wed 25 Mar 2026", "us-mi 2026.1",
    ):  # fmt: skip
        assert words in page, words


def test_the_queue_s_why_puts_its_rule_first_and_leads_to_the_law_dates(front: Front) -> None:
    front.queue.deeds.why_asked.emit(front.car, "mi.sale")
    dialog = front.dialog(WhyDialog, front.window)
    assert dialog.page.toPlainText().startswith("Schedule sale")
    dialog.rules.click()
    front.settle()
    assert front.room.dates is not None


def test_one_click_prints_the_page_and_the_very_bytes_are_kept(qtbot: QtBot, front: Front) -> None:
    why = front.why()
    front.tray.jammed = True
    with qtbot.waitSignal(front.house.bus.cars_changed):
        why.print.click()
    assert "out of paper" in why.news.text
    (kept,) = front.papers()
    front.tray.jammed = False
    QTest.keyClick(why, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Sent to Front desk" in why.news.text)
    assert front.papers() == [kept], "what did not come out is printed as it was kept"
    assert [hashlib.sha256(each).hexdigest() for each in front.tray.papers] == [kept[1]]
    assert "Why these dates" not in [each.windowTitle() for each in why.findChildren(QDialog)], "nobody is asked anything"
    front.tray.none = True
    why.print.click()
    qtbot.waitUntil(lambda: "No printer" in why.news.text)
    assert (len(front.papers()), len(front.tray.papers)) == (1, 1)


def test_the_page_is_looked_at_first_and_the_very_bytes_are_kept_once(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    why = front.why()
    why.preview.click()
    paper = front.dialog(PaperDialog, why)
    assert paper.preview.pages >= 1
    assert front.papers() == [], "looking keeps nothing"
    front.tray.jammed = True
    with qtbot.waitSignal(front.house.bus.cars_changed):
        paper.primary.click()
    front.settle()
    assert "out of paper" in paper.problems.text
    front.tray.jammed = False
    paper.save_to(tmp_path / "why.pdf")
    front.settle()
    paper.primary.click()
    front.settle()
    (printed,) = front.tray.papers
    assert printed == (tmp_path / "why.pdf").read_bytes()
    assert front.papers() == [("why", hashlib.sha256(printed).hexdigest())]
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages).split())
    assert "Not checked: dates whose rules nobody has compared" in text


def test_a_viewer_prints_no_page_that_could_not_be_kept(qtbot: QtBot, front: Front) -> None:
    lee = add_person(front.office.shift, "Lee", Rights.VIEWER)
    front.house.who.become(lee)
    why = front.why()
    why.print.click()
    qtbot.waitUntil(lambda: "does not allow" in why.news.text)
    why.preview.click()
    paper = front.dialog(PaperDialog, why)
    paper.primary.click()
    front.settle()
    assert "does not allow" in paper.problems.text
    assert front.tray.papers == []
