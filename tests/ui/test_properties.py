"""Properties and police departments in the window, over a real database."""

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.people import Rights
from itow_desktop.services.editing import add_car
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.places.caller import CallerDialog, EndCallerDialog
from itow_desktop.ui.dialogs.places.complaint import ComplaintDialog
from itow_desktop.ui.dialogs.places.department import ContactDialog, DepartmentDialog, NamesDialog
from itow_desktop.ui.dialogs.places.pick_one import JoinDialog
from itow_desktop.ui.dialogs.places.property_facts import PropertyDialog
from itow_desktop.ui.dialogs.places.property_window import PropertyWindow
from itow_desktop.ui.dialogs.places.sign import SignDialog, SignPhoto
from itow_desktop.ui.dialogs.places.spelling import SpellingDialog
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.panes.properties import Show
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.queue_text import Verb
from itow_desktop.ui.rooms.places import PlacesRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.offices import OpenOffice
from tests.pictures import photo

D = TypeVar("D", bound=QDialog)
BURTON = "Burton Police Department"


class Tray:
    """A printer that keeps what it got."""

    def __init__(self) -> None:
        self.papers: list[tuple[str, bytes]] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.papers.append((title, pdf))


class Front:
    """The room on an office, with ways to reach its dialogs."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        self.office, self.window, self.house, self._qtbot = office, window, house, qtbot
        self.tray = Tray()
        nothing, pdfium = cast("Any", None), Lock()  # what these screens never ask for
        self.desk = FrontDesk(
            Ports(
                desk=office.shift.desk, law=office.shift.law, clock=office.clock, renderer=PdfRenderer(pdfium),
                pictures=FilePictures(pdfium), printer=self.tray, secrets=nothing, drafts=nothing, settings=nothing, backups=nothing,
                changes=nothing, mend_database=nothing, open_towbook=nothing, check_login=nothing,
            )
        )  # fmt: skip
        self.queue = QueuePane(house.runner, house.bus, house.who, work=self.desk, paper=self.desk)
        self.room = PlacesRoom(house, self.desk.places, queue=self.queue)
        for pane in (self.queue, self.room.pane):
            qtbot.addWidget(pane)
        self.room.pane.resize(1100, 600)
        self.room.move_in(window)
        self.room.pane.show()

    def add(self, **values: str) -> int:
        """A private-property tow of this morning from Oak Apts, unless told otherwise."""
        usual = {
            "plate": "ABC1234", "plate_state": "MI", "custody": "private_property", "business": "Oak Apts", "requested_by": "Pat Doe",
            "requested_by_phone": "810-555-0111", "towed_from": "123 Oak St, Burton, MI 48529",
            "towed_at": f"{self.desk.today().isoformat()} 0:30",
        }  # fmt: skip
        return add_car(self.office.shift, {**usual, **values}).custody_id

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.house.runner.busy)
        self._qtbot.wait(1)

    def refresh(self) -> None:
        self.room.pane.refresh()
        self.settle()

    def page(self) -> PropertyWindow:
        """The page of Oak Apts, opened with Enter from the list."""
        self.refresh()
        table = self.room.pane.table
        table.selectRow(next(row for row in range(len(self.room.pane.model.rows)) if "Oak" in self.texts()[row][0]))
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.settle()
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, PropertyWindow) and each.isVisible())

    def texts(self) -> list[list[str]]:
        return [[cell.text for cell in row.cells] for row in self.room.pane.model.rows]

    def dialog(self, kind: type[D]) -> D:
        self.settle()
        return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())

    def answer(self, words: str) -> None:
        """Press a button of the question on the screen."""
        box = self.dialog(QMessageBox)
        next(button for button in box.buttons() if button.text() == words).click()
        self.settle()

    def save(self, dialog: QDialog) -> None:
        dialog.primary.click()  # type: ignore[attr-defined]
        self.settle()


def press(widget: QWidget, words: str) -> None:
    """Click the button that says so."""
    button = next(each for each in widget.findChildren(QPushButton) if each.text().replace("&", "") == words and each.isVisible())
    assert button.isEnabled(), words
    button.click()


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    """The room in a window, on an office with one tow."""
    house = House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))
    made = Front(qtbot, office, window, house)
    made.add()
    yield made
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | PropertyWindow):
            widget.close() if isinstance(widget, PropertyWindow) else widget.done(0)
    made.room._close_pages()
    made.settle()


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_shows_each_property_and_narrows(front: Front) -> None:
    front.add(plate="DDD4444", business="Elm Court", towed_from="9 Elm Ave, Flint, MI 48503")
    front.refresh()
    pane = front.room.pane
    assert [row[:3] for row in front.texts()] == [
        ["Elm Court", "9 Elm Ave, Flint, MI 48503", "not known"],
        ["Oak Apts", "123 Oak St, Burton, MI 48529", BURTON],
    ]
    assert front.texts()[1][3:9] == ["2", "1", "1", "1", "none", "nobody"]
    assert pane.count.text() == "2 properties, 2 with questions"
    pane.search.setText("burton oak")
    assert [row[0] for row in front.texts()] == ["Oak Apts"]
    pane.search.setText("nothing like it")
    assert pane.empty.text == "No property matches."
    assert pane.escape()
    pane.chips.choose(Show.QUESTIONS)
    assert len(front.texts()) == 2
    assert pane.escape()
    assert not pane.escape()


def test_an_office_without_cars_is_told_what_to_do(
    qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus
) -> None:
    made = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    made.refresh()
    assert made.room.pane.empty.text == "No properties yet. They come with the cars, or add one by hand."
    made.room.pane.empty.act()
    dialog = made.dialog(PropertyDialog)
    made.save(dialog)
    assert "Enter the address" in dialog.problems.text
    dialog.form.lines["name"].setText("Elm Court")
    dialog.form.lines["address"].setText("9 Elm Ave, Flint, MI 48503")
    dialog.form.lines["miles"].setText("far")
    made.save(dialog)
    assert dialog.problems.text == "far is no distance. Type miles like 4.5."
    dialog.form.lines["miles"].setText("4,5 mi")
    made.save(dialog)
    assert [row[0] for row in made.texts()] == ["Elm Court"]
    made.room._close_pages()


def test_rows_of_words_sort_by_value_and_keep_who_is_chosen(qtbot: QtBot) -> None:
    model = TextRows(("Name", "Number"), right=(1,))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put([TextRow(name, (Cell(name), Cell(str(number), number))) for name, number in (("b", 10), ("a", 9), ("c", 100))])
    model.sort(1)
    assert [row.key for row in model.rows] == ["a", "b", "c"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.key for row in model.rows] == ["c", "b", "a"]
    model.put([TextRow("d", (Cell("d"), Cell("50", 50))), *model.rows])
    assert [row.key for row in model.rows] == ["c", "d", "b", "a"]
    assert model.row_of("d") == 1


# --- a property's page -----------------------------------------------------------------------------------------------


def test_what_is_agreed_is_typed_once_and_undone_in_one(front: Front) -> None:
    page = front.page()
    assert page.windowTitle() == "Oak Apts"
    assert page.doubts.sentences[0] == "There is no photo of a sign."
    press(page, "Edit...")
    dialog = front.dialog(PropertyDialog)
    form = dialog.form
    form.lines["name"].setText("Oak Apartments, buildings 1 to 40 at the old mill pond")
    form.days["contract_until"].setText("+10")
    form.lines["miles"].setText("17.2")
    form.notes["contract"].setPlainText("Signed\nby the owner")
    assert dialog.touched()
    front.save(dialog)
    assert page.title.text() == "Oak Apartments, buildings 1 to 40 at the old mill pond"
    assert any("17.2 miles" in sentence and "not yet checked by our attorney" in sentence for sentence in page.doubts.sentences)
    assert front.texts()[0][7] == "ends soon"
    person = front.office.shift.person
    assert person is not None
    step = undo_state(front.office.shift).undo
    assert step is not None
    undo(front.office.shift, step.deed_id)
    front.house.bus.agencies_changed.emit()
    front.settle()
    assert page.title.text() == "Oak Apts"


def test_who_asked_goes_on_record_from_the_tow_ends_and_is_taken_out(front: Front) -> None:
    page = front.page()
    page.tabs.setCurrentWidget(page.tows)
    assert [cell.text for cell in page.tows.model.rows[0].cells][3] == "Pat Doe, 810-555-0111"
    press(page.tows, "May call from here...")
    dialog = front.dialog(CallerDialog)
    assert (dialog.form.lines["name"].text(), dialog.form.lines["phone"].text()) == ("Pat Doe", "810-555-0111")
    assert not dialog.touched()
    front.save(dialog)
    assert page.tows.model.rows[0].cells[5].text == "Pat Doe"
    assert [row.key.name for row in page.callers.model.rows] == ["Pat Doe"]
    page.tabs.setCurrentWidget(page.callers)
    press(page.callers, "May call no more...")
    ending = front.dialog(EndCallerDialog)
    ending.form.days["until"].setText("-1")
    front.save(ending)
    assert page.callers.model.rows[0].quiet
    assert page.tows.model.rows[0].cells[5].text == "question"
    press(page.callers, "Take out")
    front.answer("&Take it out")
    assert page.callers.model.rows == ()


def test_a_sign_is_added_with_its_photo_and_seen_large(front: Front, tmp_path: Path) -> None:
    page = front.page()
    page.tabs.setCurrentWidget(page.signs)
    page.signs._empty.act()
    dialog = front.dialog(SignDialog)
    fake = tmp_path / "sign.jpg"
    fake.write_bytes(b"no picture")
    dialog.take_photo(fake)
    front.settle()
    assert "sign.jpg" in dialog.problems.text
    fake.write_bytes(photo(taken="2026:03:01 09:00:00"))
    dialog.take_photo(fake)
    front.settle()
    assert (dialog.named.text(), dialog.form.days["seen_on"].day().isoformat()) == ("sign.jpg", "2026-03-01")  # type: ignore[union-attr]
    front.save(dialog)
    assert "Enter which entrance" in dialog.problems.text
    dialog.entrance.setCurrentText("North gate")
    dialog.answers[0].setChecked(True)
    for box in dialog.checks.values():
        box.click()
    front.save(dialog)
    (item,) = [page.signs.list.item(row).text() for row in range(page.signs.list.count())]
    assert item.startswith("North gate, Sun 3/1")
    assert "Our phone can be read" in item
    assert "Not checked" not in item
    press(page.signs, "Photo")
    large = front.dialog(SignPhoto)
    front.settle()
    assert not large.sheet._picture.isNull()
    large.done(0)


def test_a_complaint_is_entered_answered_and_settled(front: Front) -> None:
    page = front.page()
    page.complaints.add_asked.emit()
    dialog = front.dialog(ComplaintDialog)
    dialog.form.days["on"].setText("t")
    dialog.form.lines["from_whom"].setText("Sam Poe")
    front.save(dialog)
    assert dialog.problems.text.startswith("Enter what the complaint is about.")
    dialog.form.notes["about"].setPlainText("Had a permit")
    dialog.form.choices["car"].setCurrentIndex(1)
    front.save(dialog)
    row = page.complaints.model.rows[0]
    assert [row.cells[2].text, row.cells[3].text, row.cells[5].text] == ["Had a permit", "ABC1234", "open"]
    page.complaints.edit_asked.emit(row.key)
    dialog = front.dialog(ComplaintDialog)
    dialog.form.notes["answer"].setPlainText("Refunded")
    dialog.form.days["settled_on"].setText("t")
    front.save(dialog)
    assert page.complaints.model.rows[0].quiet
    page.tabs.setCurrentIndex(5)
    assert "change complaint of Sam Poe" in page.history.toPlainText()


def test_two_writings_of_one_property_are_joined(front: Front) -> None:
    front.add(plate="DDD4444", business="Oak Apts.", towed_from="123 North Oak Street, Burton, MI 48529")
    page = front.page()
    press(page, "Same as another...")
    dialog = front.dialog(JoinDialog)
    assert not dialog.primary.isEnabled()
    dialog.search.setText("oak")
    assert dialog.list.count() == 1
    dialog.list.setCurrentRow(0)
    front.save(dialog)
    assert len(front.texts()) == 1
    assert len(page.tows.model.rows) == 2


def test_nothing_typed_is_lost_by_escape(front: Front) -> None:
    page = front.page()
    page.callers.add_asked.emit()
    dialog = front.dialog(CallerDialog)
    dialog.form.lines["name"].setText("Pat")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    front.answer("&Keep typing")
    assert dialog.isVisible()
    assert dialog.form.lines["name"].text() == "Pat"


def test_whoever_may_only_look_is_told_why(front: Front) -> None:
    page = front.page()
    front.house.who.become(Person(99, "Vic", rights=Rights.VIEWER))
    press(page, "Edit...")
    front.settle()
    assert "Vic may not do this" in page.news.text


def test_a_page_that_is_open_comes_to_the_front_and_not_twice(front: Front) -> None:
    first = front.page()
    assert front.page() is first
    first.close()
    front.settle()
    assert front.page() is not first


def test_a_page_that_is_gone_hears_of_nothing(qtbot: QtBot, front: Front) -> None:
    gone = front.page()
    gone.close()
    qtbot.waitUntil(lambda: not shiboken6.isValid(gone))
    front.house.who.become(Person(99, "Vic", rights=Rights.VIEWER))
    with qtbot.waitSignal(front.room.properties.failed):
        front.room.pane.new_asked.emit()
    front.house.bus.cars_changed.emit(frozenset())
    front.settle()
    assert "Vic may not do this" in front.window.pane.news.text


# --- the print sheet and the queue -----------------------------------------------------------------------------------


def test_the_print_sheet_asks_who_called_and_takes_the_answer(front: Front) -> None:
    front.queue.refresh()
    front.settle()
    group = next(each for each in front.queue.model.groups if Verb.PRINT_TOP in each.verbs)
    front.queue.deeds.begin(Verb.PRINT_TOP, group.lines)
    sheet = front.dialog(PrintSheet)
    paper = sheet.papers.papers[0]
    sentence = "Nobody on record may call for Oak Apts. Pat Doe asked for this tow: who is that?"
    assert sentence in [problem.sentence for problem in paper.draft.problems]
    assert paper.goes
    press(sheet.papers, "May call from here...")
    front.save(front.dialog(CallerDialog))
    front.settle()
    assert sentence not in [problem.sentence for problem in sheet.papers.papers[0].draft.problems]


def test_a_group_of_the_queue_prints_its_call_sheet(front: Front) -> None:
    front.queue.refresh()
    front.settle()
    group = next(each for each in front.queue.model.groups if Verb.CALL_SHEET in each.verbs)
    front.queue.deeds.begin(Verb.CALL_SHEET, group.lines)
    dialog = front.dialog(PaperDialog)
    front.settle()
    assert dialog.windowTitle() == f"Call sheet, {BURTON}"
    dialog.primary.click()
    front.settle()
    ((title, pdf),) = front.tray.papers
    assert title.startswith("CALLSHEET_Burton-Police-Department_")
    assert pdf.startswith(b"%PDF")


# --- police departments ----------------------------------------------------------------------------------------------


def test_departments_are_listed_with_their_cars_and_kept(front: Front) -> None:
    listed = front.room.show_departments()
    front.settle()
    assert front.room.show_departments() is listed
    listed.search.setText("burton")
    (row,) = listed.list.model.rows
    assert [cell.text for cell in row.cells][:6] == [BURTON, "none", "", "1", "1", "1"]
    assert "1 car to call in" in listed.count.text()
    press(listed, "Edit...")
    dialog = front.dialog(DepartmentDialog)
    dialog.form.lines["phone"].setText("555-555-0100")
    dialog.form.choices["preferred"].setCurrentIndex(dialog.form.choices["preferred"].findData("fax"))
    front.save(dialog)
    assert [cell.text for cell in listed.list.model.rows[0].cells][1:3] == ["555-555-0100", "By fax"]
    press(listed, "Call sheet...")
    front.dialog(PaperDialog).done(0)


def test_a_departments_page_keeps_people_names_places_and_says_why_it_stays(front: Front) -> None:
    agency = next(each for each in front.desk.agencies() if each.name == BURTON)
    page = front.room.show_department(agency.id)
    front.settle()
    assert page.isVisible()
    page.tabs.setCurrentWidget(page.people)
    press(page.people, "Add somebody...")
    contact = front.dialog(ContactDialog)
    front.save(contact)
    assert contact.problems.text.startswith("Enter the name.")
    contact.form.lines["name"].setText("Sgt. Roe")
    front.save(contact)
    assert [row.key.name for row in page.people.model.rows] == ["Sgt. Roe"]
    press(page, "Names and places...")
    names = front.dialog(NamesDialog)
    names.form.notes["aliases"].setPlainText("BPD\n\nBurton cops")
    front.save(names)
    assert page.page is not None
    assert page.page.aliases == ("BPD", "Burton cops")
    assert "burton" in page.page.places
    press(page, "Use no more...")
    front.answer("&Use it no more")
    assert "1 car is to be called in" in page.news.text
    page.close()


def test_a_spelling_is_tried_led_to_a_department_and_taken_out(front: Front) -> None:
    car = front.add(plate="MMM1234", towed_from="5 Elm St, Mt. Morris, MI 48458", business="Elm Court")
    listed = front.room.show_departments()
    front.settle()
    press(listed, "Spellings...")
    front.settle()
    window = front.room.show_spellings()
    front.settle()
    window.tried.setText("Mt. Morris Twp (by the mill)")
    assert window.says.text() == "leads to Mt. Morris Township Police Department, by its name; \u201cby the mill\u201d is a remark"
    press(window.list, "Add...")
    asked = front.dialog(SpellingDialog)
    assert asked.form.text("text") == "Mt. Morris Twp", "the remark is no part of it"
    asked.leave()
    window.tried.setText("mt. morris")
    (row, *_) = window.list.model.rows
    assert [cell.text for cell in row.cells] == ["Mt. Morris", "City or township", "nowhere: 1 car waits", "1"]
    window.list.choose(row.key)
    press(window.list, "Leads to...")
    dialog = front.dialog(SpellingDialog)
    front.save(dialog)
    assert dialog.problems.text == "Choose the police department it leads to."
    box = dialog.form.choices["agency"]
    box.setCurrentIndex(box.findText("Mt. Morris Township Police Department"))
    front.save(dialog)
    said = {tuple(cell.text for cell in each.cells) for each in window.list.model.rows}
    assert ("Mt Morris", "City or township", "Mt. Morris Township Police Department", "1") in said
    row = next(each for each in window.list.model.rows if each.cells[0].text == "Mt Morris")
    window.list.choose(row.key)
    press(window.list, "Take out")
    front.settle()
    assert "Mt Morris" not in {each.cells[0].text for each in window.list.model.rows}
    assert front.desk.card(car).agency is not None, "the car keeps what it has"
    window.close()
    listed.close()


def test_two_departments_become_one(front: Front) -> None:
    listed = front.room.show_departments()
    front.settle()
    press(listed, "Add...")
    dialog = front.dialog(DepartmentDialog)
    dialog.form.lines["name"].setText("Burtn police")
    front.save(dialog)
    agency = next(each for each in front.desk.agencies() if each.name == BURTON)
    front.room.departments.join(agency.id, listed)
    join = front.dialog(JoinDialog)
    join.search.setText("burtn")
    join.list.setCurrentRow(0)
    front.save(join)
    gone = next(row for row in listed.list.model.rows if row.cells[0].text == "Burtn police")
    assert gone.quiet
    assert gone.cells[7].text == "not in use"
    assert front.desk.places.department(agency.id).aliases == ("Burtn police",)
