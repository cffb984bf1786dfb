"""The print sheet: what is missing, the true preview, what came out."""

from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.domain.notices import Absence
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, PrinterInfo
from itow_desktop.ui.dialogs.came_out import NOT_THE_CALL
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from tests.ui.queue_fakes import KIM, FakeOffice, busy_office

Settle = Callable[[], None]
FRONT_DESK = PrinterChoice("Front desk")


@pytest.fixture
def office() -> FakeOffice:
    return busy_office()


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    return lambda: qtbot.waitUntil(lambda: not runner.busy)


@pytest.fixture
def memory() -> WindowMemory:
    return WindowMemory(NoMemory())


@pytest.fixture
def open_sheet(qtbot: QtBot, runner: TaskRunner, office: FakeOffice, memory: WindowMemory, settle: Settle) -> Callable[..., PrintSheet]:
    def opened(*custody_ids: int) -> PrintSheet:
        sheet = PrintSheet(office, KIM, custody_ids, runner=runner, parent=None, memory=memory)
        qtbot.addWidget(sheet)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        sheet.show()
        settle()
        return sheet

    return opened


OpenSheet = Callable[..., PrintSheet]


def states(sheet: PrintSheet) -> list[str]:
    return [paper.state[0] for paper in sheet.papers.papers]


def done(sheet: PrintSheet) -> list[object]:
    answers: list[object] = []
    sheet.done_with.connect(answers.append)
    return answers


def test_it_says_that_printing_is_not_the_call_in(open_sheet: OpenSheet) -> None:
    sheet = open_sheet(5)
    assert any(NOT_THE_CALL in label.text() for label in sheet.findChildren(type(sheet._state)))


def test_what_cannot_be_printed_says_why_and_stays_behind(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 9)
    assert states(sheet) == ["ready", "cannot be printed yet"]
    assert sheet.primary.text() == "&Print 1 notice"
    sheet.papers.list.setCurrentRow(1)
    settle()
    assert sheet.preview.pages == 0
    assert "No police department" in sheet.papers.list.item(1).toolTip()
    item = sheet.papers.list.item(1)
    assert not item.flags() & Qt.ItemFlag.ItemIsUserCheckable


def test_a_known_absence_is_an_answer_and_is_printed(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(8)
    assert states(sheet) == ["ready, 1 question"]
    answer = next(box for box in sheet.papers.findChildren(QCheckBox) if "no plate on vehicle" in box.text())
    assert not answer.isChecked()
    answer.click()
    settle()
    assert states(sheet) == ["ready"]
    sheet.commit()
    settle()
    (drafts,) = office.said("keep_tops")
    assert isinstance(drafts, tuple)
    assert drafts[0].notice.no_plate
    assert sheet.papers.papers[0].answers == {Absence.NO_PLATE}


def test_the_preview_is_drawn_from_the_bytes_that_are_printed(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6)
    assert sheet.preview.pages == 1
    sheet.papers.list.setCurrentRow(1)
    settle()
    assert office.said("preview")[-1] == "21364"
    picture, _ = sheet.preview._pages[0]
    expected = office.preview(sheet.papers.papers[1].draft.notice)[0]
    assert picture.toImage().width() > 900
    assert len(expected) > 1000


def test_a_group_is_printed_asked_about_and_recorded(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6, 7)
    answers = done(sheet)
    assert sheet.primary.text() == "&Print 3 notices"
    sheet.commit()
    settle()
    assert [choice for _, choice in office.printed] == [FRONT_DESK] * 3
    assert office.confirmed == []
    assert sheet.came_out.question.text() == "Did all 3 come out?"
    assert sheet.primary.text() == "Record 3 papers as &printed"
    sheet.commit()
    settle()
    assert office.confirmed == [5, 6, 7]
    assert answers == [(5, 6, 7)]
    assert office.said("call_in") == []


def test_only_what_came_out_is_recorded_and_the_rest_printed_again(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6, 7)
    sheet.commit()
    settle()
    sheet.came_out.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert sheet.primary.text() == "Record 2 papers as &printed"
    assert sheet.again.isVisibleTo(sheet)
    sheet.again.click()
    settle()
    assert len(office.printed) == 4
    assert office.printed[3][0] == office.printed[1][0]
    assert len(office.said("keep_tops")) == 1
    assert len(sheet.came_out.came) == 3
    sheet.came_out.list.item(2).setCheckState(Qt.CheckState.Unchecked)
    sheet.commit()
    settle()
    assert sorted(office.confirmed) == [5, 7]


def test_a_printer_that_goes_away_loses_nothing(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6, 7)
    office.fail_after = 1
    sheet.commit()
    settle()
    assert 'The printer "Front desk" is gone. 1 of 3 papers were sent before.' in sheet.problems.text
    assert sheet.came_out.came == (office.batches[0][0].document.id,)
    assert "(was not sent)" in sheet.came_out.list.item(2).text()
    assert office.confirmed == []
    office.fail_after = None
    sheet.again.click()
    settle()
    sheet.commit()
    settle()
    assert office.confirmed == [5, 6, 7]


def test_a_printer_gone_before_the_first_paper_stays_with_the_choice(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5)
    office.fail_after = 0
    sheet.commit()
    settle()
    assert "is gone" in sheet.problems.text
    assert sheet.printer.isVisibleTo(sheet)
    assert sheet.primary.text() == "&Print 1 notice"
    assert office.confirmed == []


def test_no_printer_leaves_the_pdf(open_sheet: OpenSheet, office: FakeOffice) -> None:
    office.printer_list = ()
    sheet = open_sheet(5)
    assert "No printer is set up" in sheet.problems.text
    assert not sheet.primary.isEnabled()
    assert sheet.save_pdf.isEnabled()


def test_saved_as_pdf_under_its_name_and_not_recorded(open_sheet: OpenSheet, office: FakeOffice, settle: Settle, tmp_path: Path) -> None:
    sheet = open_sheet(5, 6)
    folder = tmp_path / "Ordner für TOPs"
    sheet.save_in(folder)
    settle()
    settle()
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["TOP_21363_DLR508_Flint-Township-PD_2026-05-19.pdf", "TOP_21364_DLR608_Flint-Township-PD_2026-05-19.pdf"]
    assert "Flint Township PD" in pypdf.PdfReader(folder / names[0]).pages[0].extract_text()
    assert "Not recorded as printed" in sheet._state.text()
    assert office.confirmed == []


def test_printer_and_copies_are_remembered(open_sheet: OpenSheet, office: FakeOffice, memory: WindowMemory, settle: Settle) -> None:
    sheet = open_sheet(5)
    sheet.printer.list.setCurrentIndex(1)
    sheet.printer.copies.setValue(2)
    sheet.commit()
    settle()
    assert office.printed[0][1] == PrinterChoice("Back office", 2)
    sheet.done(0)
    again = open_sheet(6)
    assert again.printer.choice == PrinterChoice("Back office", 2)


def test_a_remembered_printer_that_is_gone_gives_way_to_the_default(
    open_sheet: OpenSheet, office: FakeOffice, memory: WindowMemory
) -> None:
    memory.keep("print.top.printer", "Old printer")
    office.printer_list = (PrinterInfo("Front desk", default=True),)
    assert open_sheet(5).printer.choice == FRONT_DESK


class TwoSided(QPrinter):
    """What the system's dialog would hand back; this machine may have no printer that could."""

    def printerName(self) -> str:  # noqa: N802  # Qt's name
        return "Back office"

    def copyCount(self) -> int:  # noqa: N802  # the same
        return 3

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


def test_the_systems_dialog_answers_printer_copies_sides(open_sheet: OpenSheet) -> None:
    sheet = open_sheet(5)
    sheet.printer.take(TwoSided())
    assert sheet.printer.choice == PrinterChoice("Back office", 3, duplex=Duplex.LONG_EDGE)


def test_the_tow_list_goes_along(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6)
    sheet.tow_list.setChecked(True)
    sheet.commit()
    settle()
    assert office.said("keep_tow_lists") == [(5, 6)]
    assert len(office.printed) == 3


def test_unticked_papers_are_left_out(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5, 6)
    sheet.papers.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert sheet.primary.text() == "&Print 1 notice"
    sheet.commit()
    settle()
    assert [name for name, _ in office.printed] == ["TOP_21364_DLR608_Flint-Township-PD_2026-05-19.pdf"]


def test_corrected_facts_come_in_and_answers_stay(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(8, 9)
    sheet.papers.papers[0].answers.add(Absence.NO_PLATE)
    office.cars[9].agency_id = 2
    sheet.reload()
    settle()
    assert states(sheet) == ["ready", "ready"]
    assert sheet.papers.papers[0].answers == {Absence.NO_PLATE}


def test_the_form_is_offered_where_no_answer_would_do(open_sheet: OpenSheet, qtbot: QtBot) -> None:
    sheet = open_sheet(9)
    button = next(each for each in sheet.papers.findChildren(QPushButton) if "Edit" in each.text())
    with qtbot.waitSignal(sheet.edit_asked) as asked:
        button.click()
    assert asked.args == [9]
    assert not sheet.isModal(), "the form must be reachable beside the sheet"


def test_leaving_unanswered_records_nothing_and_says_so(open_sheet: OpenSheet, office: FakeOffice, settle: Settle) -> None:
    sheet = open_sheet(5)
    assert sheet.unfinished() is None
    sheet.commit()
    settle()
    assert sheet.unfinished() is not None
    sheet.reject()
    box = sheet.findChild(QMessageBox)
    assert box is not None
    assert "none is recorded as printed" in box.text()
    next(button for button in box.buttons() if button.text() == "&Leave").click()
    assert not sheet.isVisible()
    assert office.confirmed == []
