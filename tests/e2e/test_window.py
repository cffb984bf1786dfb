"""The main job through the real window: database, TowBook, print queue and all."""

import sys
from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import psutil
import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import practice_machine
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.opening import opened
from itow_desktop.ui.dialogs.agency import AgencyDialog
from itow_desktop.ui.dialogs.call_in import CallInDialog
from itow_desktop.ui.dialogs.first_run import FirstRunSheet
from itow_desktop.ui.dialogs.letters.work import LettersAsked
from itow_desktop.ui.dialogs.letters.write import WriteLettersDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.models.queue_groups import Group
from itow_desktop.ui.queue_text import Verb
from tests.e2e.cups import PrintSystem, print_system
from tests.e2e.waiter import Waiter

if sys.platform == "win32":
    pytest.skip("the print queue of this test is CUPS", allow_module_level=True)

CALLS = 12


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintSystem]:
    with print_system() as system:
        monkeypatch.setenv("CUPS_SERVER", system.server)
        yield system


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, paper: PrintSystem) -> Iterator[OfficeWindow]:
    """A window on a new office, nobody known yet, its TowBook answering on this machine."""
    pdfium = Lock()
    with practice_machine(CALLS) as machine, opened(machine, SystemPrinter(pdfium), pdfium) as ports:
        window = OfficeWindow(machine, ports)
        window.show()
        try:
            yield window
        finally:
            window.window.close()
            window.close()


def test_from_the_first_start_to_a_printed_and_called_in_top(office: OfficeWindow, qtbot: QtBot, paper: PrintSystem) -> None:
    wait = Waiter(qtbot)

    sheet = wait.for_dialog(FirstRunSheet)
    for field, text in ((sheet.person, "Kim"), (sheet.company, "Practice Towing"), (sheet.phone, "810-555-0100")):
        field.setText(text)
    sheet.address.setPlainText("9 Yard Rd\nBurton, MI 48509")
    sheet.primary.click()
    wait.until(lambda: office.who.person is not None and office.who.person.name == "Kim")
    sheet.sign_in.click()
    wait.until(lambda: office.window.pane is office.imports)

    wait.until(lambda: bool(office.imports.form.account.currentText()))
    with qtbot.waitSignal(office.bus.import_finished) as finished:
        office.imports.button.click()
    run = finished.args[0]
    assert (run.source, run.failed, run.by) == ("lot", 0, "Kim"), "a new office starts with the cars on its lot"
    assert 0 < run.new <= CALLS

    office.window.show_pane(office.queue.key)
    wait.until(lambda: len(office.queue.model.groups) > 1)
    unsure = [group for group in office.queue.model.groups if Verb.AGENCY in group.verbs]
    assert unsure, "the practice office has properties whose police department must be asked"
    office.queue.list.verb_asked.emit(Verb.AGENCY, unsure[0])
    asked = wait.for_dialog(AgencyDialog)
    for question in asked.rows:
        question.box.setCurrentIndex(question.box.findText("Flint Police Department"))
    asked.primary.click()
    wait.until(lambda: not any(Verb.AGENCY in group.verbs for group in office.queue.model.groups))

    group = next(group for group in office.queue.model.groups if Verb.PRINT_TOP in group.verbs)
    cars = [line.item.custody_id for line in group.lines]
    office.queue.list.verb_asked.emit(Verb.PRINT_TOP, group)
    sheet_to_print = wait.for_dialog(PrintSheet)
    wait.until(sheet_to_print.ready)
    sheet_to_print.primary.click()
    wait.until(lambda: sheet_to_print.came_out.isVisible() and sheet_to_print.primary.isEnabled(), 60_000)
    printed = paper.printed(len(cars))
    assert len(printed) == len(cars)
    assert all("252a" in PdfReader(BytesIO(pdf)).pages[0].extract_text() for pdf in printed)
    assert not any(event.kind is EventKind.LETTER_PRINTED for car in cars for event in office.desk.card(car).events)
    sheet_to_print.primary.click()
    wait.until(lambda: all(_has(office, car, EventKind.LETTER_PRINTED) for car in cars))
    assert not any(_has(office, car, EventKind.POLICE_NOTIFIED) for car in cars), "printing is never the call-in"

    wait.until(lambda: any(Verb.CALLED_IN in group.verbs and _of(group, cars) for group in office.queue.model.groups))
    group = next(group for group in office.queue.model.groups if Verb.CALLED_IN in group.verbs and _of(group, cars))
    office.queue.list.verb_asked.emit(Verb.CALLED_IN, group)
    call = wait.for_dialog(CallInDialog)
    call.spoke_with.setText("Sgt. Ames")
    called = [row.line.item.custody_id for row in call.rows if row.line is not None]
    for number, row in enumerate(call.rows, start=1):
        row.not_known.setChecked(True)
        row.source.setCurrentIndex(0)
        assert row.complaint is not None
        row.complaint.setText(f"26-{number:04}")
    call.primary.click()
    wait.until(lambda: all(_has(office, car, EventKind.POLICE_NOTIFIED) for car in called))
    card = office.desk.card(called[0])
    assert card.car.fields.complaint_number == "26-0001"
    assert {event.recorded_by for event in card.events} == {"Kim"}

    wait.until(lambda: office.window.undo.action.text().startswith("&Undo: call-in"))
    office.window.undo.action.trigger()
    wait.until(lambda: not any(_has(office, car, EventKind.POLICE_NOTIFIED) for car in called))

    deeds, lines = office.queue.deeds, group.lines[:1]
    deeds.begin(Verb.WRITE_REQUEST, lines)
    letters = wait.for_dialog(WriteLettersDialog)
    assert letters.asked == LettersAsked((lines[0].case.custody_id,), (NoticeKind.ENTRY_REQUEST,))
    letters.leave()
    deeds.begin(Verb.TR52LR_FACTS, lines)
    facts = wait.for_dialog(PaperDialog)
    wait.until(facts.ready)
    facts.reject()
    deeds.begin(Verb.PUBLIC_SALE, lines)
    sales = office.office_papers.sales
    assert sales is not None
    wait.until(lambda: sales.sales is not None)
    sales.close()

    office.window.details.document_opened.emit(office.desk.card(cars[0]).documents[0].id)
    kept = wait.for_dialog(PaperDialog)
    wait.until(lambda: kept.preview.pages == 1 and kept.ready())
    kept.primary.click()
    assert len(paper.printed(len(cars) + 1)) == len(cars) + 1


def test_a_list_is_printed_just_as_it_stands(office: OfficeWindow, qtbot: QtBot, paper: PrintSystem) -> None:
    wait = Waiter(qtbot)
    wait.for_dialog(FirstRunSheet).reject()
    office._print_list("On lot", ["Plate", "Car"], [["ABC1234", "gray 2011 Malibu"]])
    dialog = wait.for_dialog(PaperDialog)
    wait.until(dialog.ready)
    dialog.primary.click()
    (pdf,) = paper.printed(1)
    assert "ABC1234" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_the_lights_tell_the_truth(office: OfficeWindow, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    wait.for_dialog(FirstRunSheet).reject()
    lights = office.window.lights
    wait.until(lambda: lights.words("Database") == "Database: this PC, connected")
    assert lights.words("TowBook") == "TowBook: nothing imported yet"
    wait.until(lambda: "saved" in (lights.words("Copy") or ""), 30_000)


def test_a_killed_database_is_said_at_once_and_comes_back_by_itself(office: OfficeWindow, qtbot: QtBot) -> None:
    wait = Waiter(qtbot)
    wait.for_dialog(FirstRunSheet).reject()
    lights = office.window.lights
    wait.until(lambda: lights.words("Database") == "Database: this PC, connected")
    wait.until(lambda: "saved" in (lights.words("Copy") or ""), 30_000)
    server = _server_of(office)
    server.kill()
    server.wait(10)
    office.watch.look()
    wait.until(lambda: "does not answer since" in (lights.words("Database") or ""))
    with qtbot.waitSignal(office.watch.back):
        office.watch.look()
    assert lights.words("Database") == "Database: this PC, connected"
    assert office.desk.agencies()


def test_closing_the_window_ends_everything_behind_it(office: OfficeWindow, qtbot: QtBot) -> None:
    Waiter(qtbot).for_dialog(FirstRunSheet).reject()
    office.window.close()
    office.close()
    assert office.runner.close(0), "no thread of the window is left"


def _server_of(office: OfficeWindow) -> psutil.Process:
    """The process of the private server, by its own pid file."""
    folder = office.desk.ports.settings.read().data_dir
    assert folder is not None
    (pid_file,) = folder.rglob("postmaster.pid")
    return psutil.Process(int(pid_file.read_text("utf-8").splitlines()[0]))


def _has(office: OfficeWindow, custody_id: int, kind: EventKind) -> bool:
    return any(event.kind is kind for event in standing(office.desk.card(custody_id).events))


def _of(group: Group, cars: list[int]) -> bool:
    return any(line.item.custody_id in cars for line in group.lines)
