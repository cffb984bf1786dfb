"""A car's page: its parts, its own window, what is typed and dropped on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event as Gate

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.history import Change, HistoryEntry, HistoryPage, Place, Step
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.phone_log import Direction
from itow_desktop.domain.reminders import ReminderState
from itow_desktop.services.car_pages import SaleDay
from itow_desktop.services.phoning import CallNote
from itow_desktop.services.views import DocumentInfo, PartyInfo
from itow_desktop.ui.begun import KEY, Begun
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.call import CallDialog
from itow_desktop.ui.dialogs.car.later import LaterDialog
from itow_desktop.ui.dialogs.car.photo import PhotoDialog
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.car.reminder import ReminderDialog
from itow_desktop.ui.dialogs.car.scans import ScansDialog
from itow_desktop.ui.dialogs.car.window import CarWindow
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.letter_text import state_text
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.car_files import CarFilesRoom
from itow_desktop.ui.scan_watch import ScanWatch
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.car.notes import NotesSection
from itow_desktop.ui.widgets.car.page import CarPageView
from itow_desktop.ui.widgets.car.section import SectionBar
from itow_desktop.ui.widgets.car.telling import Telling
from itow_desktop.ui.widgets.reminder_strip import ReminderStrip
from tests.pictures import photo
from tests.ui.car_yard import NOW, YardFiles
from tests.ui.yard import KIM, TODAY, Notebook, Yard, away

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(qtbot: QtBot, cars: CarHouse) -> CarPageView:
    """The page of car 1, on the screen."""
    page = CarPageView(cars, wide=True)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    qtbot.waitExposed(page)
    with qtbot.waitSignal(page.shown):
        page.read(1)
    return page


@pytest.fixture
def room(window: MainWindow, cars: CarHouse) -> Iterator[CarFilesRoom]:
    """The room, moved into a window that is on the screen."""
    found = CarFilesRoom(cars, WindowMemory(NoMemory()), Notebook())
    found.move_in(window)
    window.show()
    yield found
    found.close_all()


def words(widget: QWidget) -> list[str]:
    return [part.text() for part in widget.findChildren(QWidget) if isinstance(part, QLabel | QPushButton) and part.text()]


def calm(qtbot: QtBot, runner: TaskRunner) -> None:
    qtbot.waitUntil(lambda: not runner.busy)


def opened(qtbot: QtBot, room: CarFilesRoom, custody_id: int) -> CarWindow:
    room.open(custody_id)
    qtbot.waitUntil(lambda: any(page.custody_id == custody_id and page.isVisible() for page in room.open_pages))
    return next(page for page in room.open_pages if page.custody_id == custody_id)


def dialog(kind: type[QDialog]) -> QDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible())


def reasoned(qtbot: QtBot, why: str) -> None:
    box = dialog(ReasonDialog)
    assert isinstance(box, ReasonDialog)
    assert not box.primary.isEnabled()
    QTest.keyClicks(box.reason, why)
    with qtbot.waitSignal(box.done_with):
        box.primary.click()


# --- the page ---------------------------------------------------------------------------------------------------------


def test_sale_people_last_contact_and_letters_stand_on_the_page(qtbot: QtBot, view: CarPageView, yard: Yard, car_files: YardFiles) -> None:
    yard.parties[1] = (PartyInfo("lienholder", "First Invented Bank", "1 Elm St", "555-555-0170"),)
    yard.happened(1, Event("l", EventKind.LETTER_PRINTED, at=NOW, data={"letter": "top"}))
    car_files.sale = SaleDay(date(2026, 6, 30), checked=False)
    car_files.log_call(KIM, 1, CallNote(NOW, Direction.IN, "hello"))
    with qtbot.waitSignal(view.shown):
        view.read(1)
    assert view.glance is not None
    said = words(view.glance)
    for sentence in (
        "First Invented Bank\n1 Elm St\n555-555-0170", "Tue 6/30", "an estimate: rule not yet checked", "phone call, Wed 5/20 10:05",
        "Printed Wed 5/20 10:05 TOP notice",
    ):  # fmt: skip
        assert sentence in said
    order = ["OK to leave", "gray 2011 Chevrolet Malibu", "ABC1234 MI", "Towed", "Police", "Next", "Earliest sale", "Lienholder", "Letters"]
    assert [each for each in said if each in order] == order


def test_letters_tell_how_far_they_are(qtbot: QtBot, view: CarPageView, yard: Yard, car_files: YardFiles) -> None:
    def piece(number: int, kind: NoticeKind, to: str) -> Piece:
        return Piece(number, 1, kind, MailClass.CERTIFIED, PieceState.PREPARED, (to, "1 ELM ST"), document_id=70 + number)

    owner, bank = piece(1, NoticeKind.COURTESY_OWNER, "PAT PRACTICE"), piece(2, NoticeKind.COURTESY_LIENHOLDER, "FIRST INVENTED BANK")
    yard.documents[1] = tuple(
        DocumentInfo(70 + number, 1, kind, f"{number}.pdf", "0" * 64, 31_000, NOW, "Kim")
        for number, kind in ((2, bank.kind), (1, owner.kind), (0, NoticeKind.TOP))
    )
    yard.happened(1, Event("t", EventKind.LETTER_PRINTED, at=NOW, data={"letter": "top"}))
    dear_owner, dear_bank = "Courtesy letter to owner, PAT PRACTICE", "FIRST INVENTED BANK"
    car_files.pieces = (bank, owner)

    def shown() -> str:
        with qtbot.waitSignal(view.shown):
            view.read(1)
        assert view.glance is not None
        return next(each for each in words(view.glance) if "before it" in each)

    assert shown() == f"Courtesy letter to lienholder, {dear_bank}: prepared, not printed yet\nand 2 before it"
    back = replace(owner, state=PieceState.RETURNED, returned_on=date(2026, 5, 19), returned_for=ReturnReason.UNCLAIMED)
    car_files.pieces = (replace(bank, state=PieceState.HANDED_OVER, handed_over_on=date(2026, 5, 18)), back)
    for number in (2, 1):
        yard.happened(1, Event(f"p{number}", EventKind.LETTER_HANDED_OVER, on=date(2026, 5, 18), data={"piece": str(number)}))
    yard.happened(1, Event("r", EventKind.LETTER_RETURNED, on=date(2026, 5, 19), data={"piece": "1"}))
    assert shown() == f"{dear_owner}: came back Tue 5/19, unclaimed\nand 2 before it"
    view.open_section(1)
    papers = view.section.findChild(Telling)
    assert papers is not None
    kept = papers.toPlainText()
    assert f"{dear_bank}: mailed Mon 5/18, certified" in kept
    assert "PAT PRACTICE: came back Tue 5/19, unclaimed" in kept
    states = [
        state_text(replace(owner, state=state, delivered_on=date(2026, 5, 19), signed_by="P. Practice", void="wrong address"), TODAY)
        for state in (PieceState.PRINTED, PieceState.DELIVERED, PieceState.VOID)
    ]
    assert states == ["printed, not mailed yet", "delivered Tue 5/19, signed by P. Practice", "void: wrong address"]


def test_the_parts_are_reached_by_click_and_key_and_count_what_is_in_them(view: CarPageView, qtbot: QtBot, car_files: YardFiles) -> None:
    car_files.put(1, "a.jpg")
    car_files.add_reminder(KIM, "x", TODAY, custody_id=1, person_id=None)
    with qtbot.waitSignal(view.shown):
        view.read(1)
    buttons = [button for button in view.findChildren(QToolButton) if button.objectName() == "section"]
    assert [button.text() for button in buttons] == ["Timeline", "Papers", "Notes", "Phone", "Photos 1", "Reminders 1", "History"]
    for button, section in zip(buttons, view.sections, strict=True):
        button.click()
        assert view.section is section
        assert button.isChecked()
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert buttons[1].hasFocus()


def test_the_parts_stand_in_as_many_rows_as_the_width_asks_for(view: CarPageView) -> None:
    bar = view.findChild(SectionBar)
    assert isinstance(bar, SectionBar)
    buttons = list(bar.findChildren(QToolButton))
    bar.resize(1000, 40)
    assert len({button.y() for button in buttons}) == 1
    bar.resize(280, 40)
    assert len({button.y() for button in buttons}) > 1
    assert all(button.geometry().right() <= 280 for button in buttons)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_no_scroll_bar_stands_beside_what_fits(view: CarPageView, qtbot: QtBot, yard: Yard, car_files: YardFiles) -> None:
    yard.towbook_says(1, "color", "Champagne and other words that need more than one line")
    car_files.put(1, "a.jpg", thumb=photo(256, 192))
    view.resize(1000, 900)
    with qtbot.waitSignal(view.shown):
        view.read(1)
    assert view.glance is not None
    assert view.glance.height() <= 900
    view.resize(1000, 300)
    assert view.glance.height() > 300


# --- notes ------------------------------------------------------------------------------------------------------------


def test_a_note_is_written_with_ctrl_enter_and_carries_its_author(qtbot: QtBot, view: CarPageView, yard: Yard, cars: CarHouse) -> None:
    view.write_in(view.notes)
    assert view.notes.entry.hasFocus()
    assert not view.notes.button.isEnabled()
    QTest.keyClicks(view.notes.entry, "Keys in the visor")
    with qtbot.waitSignal(cars.bus.cars_changed) as told:
        QTest.keyClick(view.notes.entry, Qt.Key.Key_Return, CTRL)
    assert told.args == [frozenset({1})]
    assert (yard.events[1][-1].note, yard.events[1][-1].recorded_by) == ("Keys in the visor", "Kim")
    assert view.notes.entry.text() == ""
    with qtbot.waitSignal(view.shown):
        view.read(1)
    assert view.notes.told.toPlainText().split("\n")[1:4] == ["Wed 5/20 10:05", "Kim", "Keys in the visor"]


def test_a_note_that_cannot_be_saved_stays_typed(qtbot: QtBot, view: CarPageView, yard: Yard) -> None:
    view.write_in(view.notes)
    view.notes.entry.put("Keys in the visor")
    yard.trouble = away()
    view.notes.save()
    qtbot.waitUntil(lambda: "does not answer" in view.notes.problems.text)
    assert view.notes.entry.text() == "Keys in the visor"


def test_a_note_is_corrected_or_taken_back_with_a_reason(
    qtbot: QtBot, view: CarPageView, yard: Yard, car_files: YardFiles, cars: CarHouse
) -> None:
    car_files.add_note(KIM, 1, "Keys in the viser")
    with qtbot.waitSignal(view.shown):
        view.read(1)
    view.write_in(view.notes)
    first = yard.events[1][-1].id
    view.notes.told.asked.emit(f"correct:{first}")
    assert view.notes.entry.text() == "Keys in the viser"
    view.notes.entry.put("Keys in the visor")
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.notes.button.click()
    assert (yard.events[1][-1].note, yard.events[1][-1].supersedes) == ("Keys in the visor", first)
    assert view.notes.button.text() == "Add &note"
    with qtbot.waitSignal(view.shown):
        view.read(1)
    view.notes.told.asked.emit(f"back:{yard.events[1][-1].id}")
    reasoned(qtbot, "another car")
    assert (yard.events[1][-1].kind, yard.events[1][-1].note) == (EventKind.SUPERSEDED, "another car")


def test_what_is_typed_waits_while_another_car_is_looked_at(qtbot: QtBot, view: CarPageView) -> None:
    def typed() -> tuple[str, str, str]:
        return view.notes.entry.text(), view.phone.form.said.text(), view.reminders.form.what.text()

    view.notes.entry.put("half a no")
    view.phone.form.said.put("half a ca")
    view.reminders.form.what.put("half a re")
    with qtbot.waitSignal(view.shown):
        view.read(2)
    assert typed() == ("", "", "")
    with qtbot.waitSignal(view.shown):
        view.read(1)
    assert typed() == ("half a no", "half a ca", "half a re")


def test_what_is_typed_is_on_the_disk_while_it_is_typed_and_there_after_a_sudden_end(
    qtbot: QtBot, window: MainWindow, cars: CarHouse, car_files: YardFiles
) -> None:
    disk = Notebook()
    room = CarFilesRoom(cars, WindowMemory(NoMemory()), disk)
    room.move_in(window)
    window.show()
    page = opened(qtbot, room, 1)
    QTest.keyClicks(page.view.notes.entry, "half a note")
    QTest.keyClicks(page.view.phone.form.said, "half a call")
    qtbot.waitUntil(lambda: KEY in disk.kept and "half a call" in str(disk.kept[KEY].texts), timeout=2_000)
    room.close_all()
    begun = Begun()
    begun.take_up(Unsaved.read(disk.get(KEY)))
    assert begun.get(1, "note") == "half a note"
    after = CarPageView(replace(cars, begun=begun), wide=True)
    qtbot.addWidget(after)
    with qtbot.waitSignal(after.shown):
        after.read(1)
    assert (after.notes.entry.text(), after.phone.form.said.text()) == ("half a note", "half a call")


def test_a_note_saved_in_one_window_is_not_offered_again_in_another(qtbot: QtBot, view: CarPageView, cars: CarHouse, yard: Yard) -> None:
    other = CarPageView(cars, wide=False)
    qtbot.addWidget(other)
    view.notes.entry.put("Keys in the visor")
    with qtbot.waitSignal(other.shown):
        other.read(1)
    other.open_part(NotesSection)
    assert other.notes.entry.text() == "Keys in the visor"
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.notes.save()
    with qtbot.waitSignal(other.shown):
        other.read(1)
    assert other.notes.entry.text() == ""
    assert [event.note for event in yard.events[1] if event.kind is EventKind.NOTE] == ["Keys in the visor"]


def test_a_correction_begun_waits_too_and_can_be_left(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    car_files.add_note(KIM, 1, "first")
    call = car_files.log_call(KIM, 1, CallNote(NOW, Direction.IN, "hello"))
    with qtbot.waitSignal(view.shown):
        view.read(1)
    view.notes.entry.put("the next note")
    view.phone.form.said.put("the next call")
    note = next(event.id for event in car_files.yard.events[1] if event.note == "first")
    view.notes.told.asked.emit(f"correct:{note}")
    view.write_in(view.phone)
    qtbot.waitUntil(lambda: "hello" in view.phone.told.toPlainText())
    view.phone.told.asked.emit(f"correct:{call}")
    view.notes.entry.put("first, corre")
    view.phone.form.said.put("hello, corre")
    for car in (2, 1):
        with qtbot.waitSignal(view.shown):
            view.read(car)
    assert (view.notes.entry.text(), view.phone.form.said.text()) == ("the next note", "the next call")
    qtbot.waitUntil(lambda: "hello" in view.phone.told.toPlainText())
    view.notes.told.asked.emit(f"correct:{note}")
    view.phone.told.asked.emit(f"correct:{call}")
    assert (view.notes.entry.text(), view.phone.form.said.text()) == ("first, corre", "hello, corre")
    view.notes.stop.click()
    view.phone.stop.click()
    assert (view.notes.entry.text(), view.phone.form.said.text()) == ("the next note", "the next call")
    assert set(cars.begun.unsaved().fields) == {"1.note", "1.call"}


# --- phone ------------------------------------------------------------------------------------------------------------


def test_a_call_is_noted_while_it_is_on_the_line(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    view.write_in(view.phone)
    form = view.phone.form
    assert form.name.hasFocus()
    QTest.keyClicks(form.name, "Pat Doe")
    QTest.keyClicks(form.number, "555-555-0199")
    QTest.keyClicks(form.said, "Comes on Friday")
    before = datetime.now(UTC)
    with qtbot.waitSignal(cars.bus.cars_changed):
        QTest.keyClick(form.said, Qt.Key.Key_Return, CTRL)
    (call,) = car_files.phoned
    assert (call.name, call.number, call.said, call.direction) == ("Pat Doe", "555-555-0199", "Comes on Friday", Direction.IN)
    assert call.recorded_by == "Kim"
    assert before <= call.at <= datetime.now(UTC)
    assert form.state() == ""


def test_an_earlier_call_has_its_own_time(qtbot: QtBot, view: CarPageView) -> None:
    form = view.phone.form
    form.said.put("x")
    for typed, said in (("5/19 16:44", "2026-05-19 16:44"), ("2026-05-18 9:05 am", "2026-05-18 09:05")):
        form.when.put(typed)
        assert f"{form.call().at.astimezone(view.phone.house.work.zone):%Y-%m-%d %H:%M}" == said
    for wrong in ("5/19", "half past"):
        form.when.put(wrong)
        view.phone.save()
        assert view.phone.problems.text
        assert form.said.text() == "x"


def test_a_known_name_brings_its_number(qtbot: QtBot, view: CarPageView) -> None:
    view.open_section(3)
    form = view.phone.form
    form.name.put("Manager")
    form.name.completer().activated.emit("Manager")
    assert form.number.text() == "555-555-0142"


def test_a_call_is_corrected_in_its_place(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    first = car_files.log_call(KIM, 1, CallNote(NOW, Direction.OUT, "no answer", "Bank"))
    view.write_in(view.phone)
    qtbot.waitUntil(lambda: "no answer" in view.phone.told.toPlainText())
    view.phone.told.asked.emit(f"correct:{first}")
    assert view.phone.form.said.text() == "no answer"
    view.phone.form.said.put("left a message")
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.phone.button.click()
    assert (car_files.phoned[-1].supersedes, car_files.phoned[-1].at) == (first, NOW.replace(second=0))
    with qtbot.waitSignal(view.shown):
        view.read(1)
    qtbot.waitUntil(lambda: "left a message" in view.phone.told.toPlainText())
    assert "no answer" not in view.phone.told.toPlainText()
    view.phone.told.asked.emit(f"back:{car_files.phoned[-1].id}")
    reasoned(qtbot, "wrong car")
    assert car_files.phoned[-1].withdrawn_because == "wrong car"


# --- photos and files -------------------------------------------------------------------------------------------------


def test_dropped_files_are_added_and_the_bad_ones_said(
    qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse, tmp_path: Path
) -> None:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.jpg", "broken.jpg", "b.jpg")])
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.dropEvent(drop)
    assert view.section is view.photos
    assert {file.name for file in car_files.kept} == {"a.jpg", "b.jpg"}
    assert "broken.jpg is no photo" in view.photos.problems.text
    with qtbot.waitSignal(cars.runner.idle):
        view.read(1)
    assert "broken.jpg is no photo" in view.photos.problems.text
    assert not view.photos.adding.isVisible()


def test_the_clipboard_is_pasted_as_a_photo_or_as_files(
    qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse, tmp_path: Path
) -> None:
    view.write_in(view.photos)
    QGuiApplication.clipboard().clear()
    view.photos.paste_clipboard()
    assert "no photo and no file in the clipboard" in view.photos.problems.text
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    with qtbot.waitSignal(cars.bus.cars_changed):
        QTest.keyClick(view.photos.add, Qt.Key.Key_V, CTRL)
    assert car_files.kept[0].name.startswith("pasted ")
    assert car_files.kept[0].source is FileSource.CLIPBOARD
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(tmp_path / "c.jpg"))])
    QGuiApplication.clipboard().setMimeData(told)
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.photos.paste_clipboard()
    assert car_files.kept[0].name == "c.jpg"


def test_adding_can_be_stopped_and_keeps_what_is_done(qtbot: QtBot, view: CarPageView, car_files: YardFiles, tmp_path: Path) -> None:
    car_files.gate = Gate()
    view.add_files([tmp_path / f"{number}.jpg" for number in range(4)])
    qtbot.waitUntil(lambda: len(car_files.kept) == 1)
    assert view.adding
    with qtbot.waitSignal(view.photos.adding.finished) as told:
        view.photos.adding.stop()
        car_files.gate.set()
    assert told.args[1].stopped
    assert len(car_files.kept) == len(told.args[1].ids) < 4
    assert "Stopped." in view.photos.problems.text


def test_the_list_is_a_sound_model_and_names_each_file(qtbot: QtBot, view: CarPageView, car_files: YardFiles) -> None:
    QAbstractItemModelTester(view.photos.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    car_files.put(1, "letter.pdf")
    car_files.put(1, "IMG_1.jpg", thumb=photo(256, 192))
    view.write_in(view.photos)
    qtbot.waitUntil(lambda: view.photos.model.rowCount() == 2)
    model = view.photos.model
    said = [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(2)]
    assert said[0].startswith("photo IMG_1.jpg\ntaken Wed 5/20 10:05\nadded Wed 5/20 10:05 by Kim")
    assert "4000 x 3000, 2.3 MB" in said[0]
    assert said[1].startswith("PDF letter.pdf")
    assert not model.index(0).data(Qt.ItemDataRole.DecorationRole).isNull()


def test_a_photo_opens_large_and_the_arrows_go_on(qtbot: QtBot, room: CarFilesRoom, car_files: YardFiles, runner: TaskRunner) -> None:
    for number in range(3):
        car_files.put(1, f"{number}.jpg", thumb=photo(200, 150, shade=number))
    page = opened(qtbot, room, 1)
    page.view.write_in(page.view.photos)
    qtbot.waitUntil(lambda: page.view.photos.model.rowCount() == 3)
    page.view.photos.thumbs.setCurrentIndex(page.view.photos.model.index(0))
    QTest.keyClick(page.view.photos.thumbs, Qt.Key.Key_Return)
    box = dialog(PhotoDialog)
    assert isinstance(box, PhotoDialog)
    qtbot.waitUntil(lambda: not box.sheet._picture.isNull())
    assert box.windowTitle() == "Photo 1 of 3"
    assert not box.back.isEnabled()
    QTest.keyClick(box, Qt.Key.Key_Right)
    QTest.keyClick(box, Qt.Key.Key_Right)
    assert box.windowTitle() == "Photo 3 of 3"
    assert not box.on.isEnabled()
    calm(qtbot, runner)
    box.close()


def test_files_are_taken_out_with_a_reason_and_saved_as_copies(
    qtbot: QtBot, view: CarPageView, car_files: YardFiles, tmp_path: Path
) -> None:
    car_files.put(1, "a.jpg")
    car_files.put(1, "b.jpg")
    view.write_in(view.photos)
    qtbot.waitUntil(lambda: view.photos.model.rowCount() == 2)
    assert not view.photos.void.isEnabled()
    view.photos.thumbs.selectAll()
    assert view.photos.void.isEnabled()
    assert not view.photos.open.isEnabled()
    view.photos.write(view.photos.chosen, tmp_path)
    qtbot.waitUntil(lambda: view.photos.problems.text.startswith("Saved"))
    assert {file.name for file in tmp_path.iterdir()} == {"a.jpg", "b.jpg"}
    QTest.keyClick(view.photos.thumbs, Qt.Key.Key_Delete)
    reasoned(qtbot, "blurred")
    assert {file.void_reason for file in car_files.kept} == {"blurred"}


# --- reminders --------------------------------------------------------------------------------------------------------


def test_a_reminder_is_one_line_as_it_is_spoken(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    view.write_in(view.reminders)
    form = view.reminders.form
    qtbot.waitUntil(lambda: form.whom.count() == 3)
    QTest.keyClicks(form.what, "call the bank Tuesday")
    assert form.meant.text() == "Tue 5/26: call the bank"
    form.whom.put("1")
    with qtbot.waitSignals([cars.bus.cars_changed, cars.bus.queue_changed]):
        QTest.keyClick(form.what, Qt.Key.Key_Return)
    (made,) = car_files.reminded
    assert (made.text, made.due, made.custody_id, made.person) == ("call the bank", date(2026, 5, 26), 1, "Kim")
    assert form.what.text() == ""


def test_a_reminder_without_a_day_asks_for_one(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    view.write_in(view.reminders)
    form = view.reminders.form
    form.what.put("call the bank")
    view.reminders.save()
    assert "which day" in view.reminders.problems.text
    assert car_files.reminded == []
    form.day.put("+3")
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.reminders.button.click()
    assert car_files.reminded[0].due == TODAY + timedelta(days=3)


def test_reminders_of_a_car_are_done_moved_and_taken_out(qtbot: QtBot, view: CarPageView, car_files: YardFiles, cars: CarHouse) -> None:
    first, second, third = (car_files.add_reminder(KIM, text, TODAY, custody_id=1, person_id=None) for text in ("one", "two", "three"))
    view.write_in(view.reminders)
    qtbot.waitUntil(lambda: "three" in view.reminders.told.toPlainText())
    with qtbot.waitSignal(cars.bus.cars_changed):
        view.reminders.told.asked.emit(f"done:{first}")
    view.reminders.told.asked.emit(f"later:{second}")
    later = dialog(LaterDialog)
    assert isinstance(later, LaterDialog)
    later.day.setText("yesterday")
    later.primary.click()
    assert later.problems.text
    later.day.setText("tomorrow")
    with qtbot.waitSignal(later.done_with):
        later.primary.click()
    view.reminders.told.asked.emit(f"void:{third}")
    reasoned(qtbot, "not needed")
    assert [(each.state, each.due) for each in car_files.reminded] == [
        (ReminderState.DONE, TODAY), (ReminderState.OPEN, TODAY + timedelta(days=1)), (ReminderState.VOID, TODAY),
    ]  # fmt: skip


def test_the_strip_over_the_queue_tells_those_whose_day_has_come(qtbot: QtBot, cars: CarHouse, car_files: YardFiles, bus: Bus) -> None:
    strip = ReminderStrip(cars)
    qtbot.addWidget(strip)
    bus.queue_changed.emit()
    calm(qtbot, cars.runner)
    assert not strip.isVisible()
    first = car_files.add_reminder(KIM, "call the bank", TODAY, custody_id=7, person_id=1)
    car_files.add_reminder(KIM, "order labels", TODAY + timedelta(days=5), custody_id=None, person_id=None)
    bus.queue_changed.emit()
    qtbot.waitUntil(strip.isVisible)
    assert (strip.head.text(), strip.aside.text()) == ("Reminders 1", "1 on coming days")
    assert [strip.list.item(row).text() for row in range(strip.list.count())] == ["Wed 5/20   call the bank   car 7   for Kim"]
    strip.head.click()
    assert strip.list.count() == 2
    assert strip.current is not None
    assert strip.current.id == first
    with qtbot.waitSignal(strip.car_asked) as asked:
        QTest.keyClick(strip.list, Qt.Key.Key_Return)
    assert asked.args == [7]
    with qtbot.waitSignal(bus.queue_changed):
        QTest.keyClick(strip.list, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: strip.list.count() == 1)
    QTest.keyClick(strip.list, Qt.Key.Key_L)
    later = dialog(LaterDialog)
    assert isinstance(later, LaterDialog)
    next(button for button in later.findChildren(QPushButton) if "week" in button.text()).click()
    with qtbot.waitSignal(bus.queue_changed):
        later.primary.click()
    assert car_files.reminded[1].due == TODAY + timedelta(days=7)


def test_a_reminder_done_elsewhere_is_said(qtbot: QtBot, cars: CarHouse, car_files: YardFiles) -> None:
    strip = ReminderStrip(cars)
    qtbot.addWidget(strip)
    number = car_files.add_reminder(KIM, "call the bank", TODAY, custody_id=None, person_id=None)
    strip.refresh()
    qtbot.waitUntil(strip.isVisible)
    car_files.reminder_done(KIM, number)
    with qtbot.waitSignal(strip.failed) as told:
        strip.done.click()
    assert "in the meantime" in str(told.args[0])


# --- history ----------------------------------------------------------------------------------------------------------


def changed(field: str, before: object, after: object, at: datetime = NOW) -> HistoryEntry:
    return HistoryEntry(at, "Lee", "edit a car", (Step("custodies", "1", "update", (Change(field, before, after),)),))


def test_the_history_says_before_and_after_in_peoples_words(qtbot: QtBot, view: CarPageView, car_files: YardFiles) -> None:
    wrote = Step("events", "n", "insert", (Change("kind", None, "note"), Change("note", None, "gone")), {"kind": "note", "note": "gone"})
    towed_at = (Change("at", None, "2026-05-19T20:44:00+00:00"), Change("arrived", None, "2026-05-19T20:20:00+00:00"))
    towed = Step("events", "t", "insert", (Change("kind", None, "towed"), *towed_at), {"kind": "towed"})
    taken = (Change("kind", "note", "superseded"), Change("note", "gone", "wrong car"))
    back = Step("events", "x", "correct", taken, {"kind": "superseded", "note": "wrong car"})
    moved = Step("reminders", "3", "update", (Change("due", "2026-05-20", "2026-05-26"),), {"text": "bank"})
    came = Step("custodies", "1", "insert", (Change("plate", None, "ABC1234"), Change("spot", None, None)))
    entries = (
        changed("agency_id", None, 1),
        changed("keys", False, True),
        HistoryEntry(NOW, "Kim", None, (wrote,)),
        HistoryEntry(NOW, "Kim", "take a note back", (back,)),
        HistoryEntry(NOW, "Kim", "move a reminder", (moved,)),
        HistoryEntry(NOW, None, "imported", (came, towed)),
    )
    car_files.pages[None] = HistoryPage(entries, None, {1: "Burton Police Department"})
    view.open_section(6)
    qtbot.waitUntil(lambda: "imported" in view.history.told.toPlainText())
    said = view.history.told.toPlainText()
    for sentence in (
        "Lee: edit a car", "Police department: nothing \u2192 Burton Police Department", "Keys: no \u2192 yes", "Note: gone",
        "Taken back: Note (gone). Why: wrong car", 'Reminder "bank": Day: Wed 5/20 \u2192 Tue 5/26', "the program: imported",
        "New car: Plate: ABC1234", "Towed: Tue 5/19 16:44, arrived Tue 5/19 16:20",
    ):  # fmt: skip
        assert sentence in said, sentence
    assert "None" not in said


def test_older_changes_come_when_they_are_asked_for(qtbot: QtBot, view: CarPageView, car_files: YardFiles) -> None:
    place = Place(NOW, 2, 5)
    car_files.pages[None] = HistoryPage((changed("spot", "C-3", "C-4"),), place)
    car_files.pages[place] = HistoryPage((changed("spot", "C-2", "C-3", NOW - timedelta(days=900)),))
    view.open_section(6)
    qtbot.waitUntil(lambda: "Show older changes" in view.history.told.toPlainText())
    view.history.told.asked.emit("older")
    qtbot.waitUntil(lambda: "C-2" in view.history.told.toPlainText())
    assert "Show older changes" not in view.history.told.toPlainText()
    assert "12/2/23" in view.history.told.toPlainText()


# --- windows ----------------------------------------------------------------------------------------------------------


def test_a_car_has_one_window_which_comes_to_the_front(qtbot: QtBot, room: CarFilesRoom, car_files: YardFiles) -> None:
    page = opened(qtbot, room, 1)
    assert page.windowTitle() == "ABC1234 MI, gray 2011 Chevrolet Malibu, call 21359"
    other = opened(qtbot, room, 2)
    assert other.pos() != page.pos()
    room.open(1)
    assert len(room.open_pages) == 2
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert [each.custody_id for each in room.open_pages] == [2]


def test_ctrl_enter_and_the_menu_open_the_chosen_car(qtbot: QtBot, room: CarFilesRoom, window: MainWindow) -> None:
    pane = window.pane
    with qtbot.waitSignal(pane.model.rows_changed):  # type: ignore[attr-defined]  # the vehicle list
        pane.refresh()
    entry = next(action for menu in window.menus for action in menu.actions() if action.text() == "Open pa&ge")
    assert entry.isEnabled() is (window.details.custody_id is not None)
    pane.table.choose(0)  # type: ignore[attr-defined]
    qtbot.waitUntil(entry.isEnabled)
    QTest.keyClick(pane.table, Qt.Key.Key_Return, CTRL)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(room.open_pages) == 1)
    assert room.open_pages[0].custody_id == window.details.custody_id


def test_a_page_follows_its_car_and_says_when_it_cannot_be_read(qtbot: QtBot, room: CarFilesRoom, yard: Yard, bus: Bus) -> None:
    page = opened(qtbot, room, 1)
    yard.saved_elsewhere(1, spot="Z-9")
    with qtbot.waitSignal(page.view.shown):
        bus.cars_changed.emit(frozenset({1}))
    assert page.view.glance is not None
    assert "Z-9, with keys" in words(page.view.glance)
    yard.trouble = away()
    page.refresh()
    qtbot.waitUntil(lambda: any("does not answer" in each for each in words(page)))
    yard.trouble = None
    with qtbot.waitSignal(page.view.shown):
        next(button for button in page.findChildren(QPushButton) if button.text() == "&Try again").click()


def test_the_window_stands_where_it_stood_and_keeps_what_was_typed(qtbot: QtBot, window: MainWindow, cars: CarHouse) -> None:
    memory = WindowMemory(NoMemory())
    room = CarFilesRoom(cars, memory, Notebook())
    room.move_in(window)
    page = opened(qtbot, room, 1)
    page.resize(780, 520)
    page.view.write_in(page.view.notes)
    page.view.notes.entry.put("half a note")
    page.close()
    again = opened(qtbot, room, 1)
    assert (again.width(), again.height()) == (780, 520)
    assert again.view.notes.entry.text() == "half a note"
    again.close()


def test_closing_while_files_are_added_asks(qtbot: QtBot, room: CarFilesRoom, car_files: YardFiles, tmp_path: Path) -> None:
    car_files.gate = Gate()
    page = opened(qtbot, room, 1)
    page.view.add_files([tmp_path / f"{number}.jpg" for number in range(4)])
    qtbot.waitUntil(lambda: len(car_files.kept) == 1)
    assert not page.close()
    box = dialog(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "still being added" in box.text()
    next(button for button in box.buttons() if "Stop" in button.text()).click()
    car_files.gate.set()
    qtbot.waitUntil(lambda: room.open_pages == ())
    assert len(car_files.kept) < 4


def test_the_pages_close_with_the_window(qtbot: QtBot, room: CarFilesRoom, window: MainWindow) -> None:
    opened(qtbot, room, 1)
    window.close()
    assert room.open_pages == ()


def test_a_file_opens_as_a_copy_in_the_systems_viewer(
    qtbot: QtBot, room: CarFilesRoom, car_files: YardFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("itow_desktop.ui.showing.QDesktopServices.openUrl", lambda url: seen.append(url.toLocalFile()))
    car_files.put(1, "letter.pdf")
    room.open_file(car_files.kept[0])
    qtbot.waitUntil(lambda: bool(seen))
    assert Path(seen[0]).name == "letter.pdf"
    assert Path(seen[0]).read_bytes() == b"the original"


# --- calls and reminders from anywhere ---------------------------------------------------------------------------------


def test_f8_notes_a_call_about_the_chosen_car(
    qtbot: QtBot, room: CarFilesRoom, window: MainWindow, car_files: YardFiles, cars: CarHouse
) -> None:
    window.details.show_car(1)
    qtbot.waitUntil(lambda: window.details.card is not None)
    QTest.keyClick(window, Qt.Key.Key_F8)
    box = dialog(CallDialog)
    assert isinstance(box, CallDialog)
    assert not box.finder.isVisible()
    box.form.said.put("Comes on Friday")
    with qtbot.waitSignal(cars.bus.cars_changed):
        box.primary.click()
    assert [(call.custody_id, call.said) for call in car_files.phoned] == [(1, "Comes on Friday")]


def test_a_caller_without_a_chosen_car_is_looked_up(qtbot: QtBot, cars: CarHouse, car_files: YardFiles, window: MainWindow) -> None:
    box = CallDialog(cars, None, window)
    box.open()
    box.form.said.put("Where is my car?")
    assert not box.primary.isEnabled()
    QTest.keyClicks(box.finder.line, "21363")
    qtbot.waitUntil(lambda: box.finder.list.count() == 1)
    assert box.primary.isEnabled()
    with qtbot.waitSignal(box.done_with) as told:
        box.primary.click()
    assert told.args == [5]
    assert car_files.phoned[0].custody_id == 5


def test_a_reminder_of_the_office_or_of_the_chosen_car(qtbot: QtBot, cars: CarHouse, car_files: YardFiles, window: MainWindow) -> None:
    for custody_id, about in ((1, True), (1, False), (None, False)):
        box = ReminderDialog(cars, custody_id, "gray Malibu", window)
        box.open()
        box.form.what.put("call the bank +2")
        box.about.setChecked(about)
        with qtbot.waitSignal(box.done_with):
            box.primary.click()
    assert [each.custody_id for each in car_files.reminded] == [1, None, None]


# --- scans ------------------------------------------------------------------------------------------------------------


def test_new_scans_are_told_and_put_on_the_open_car_or_another(
    qtbot: QtBot, room: CarFilesRoom, window: MainWindow, car_files: YardFiles, tmp_path: Path
) -> None:
    cars = window.details.view.notes.house
    files = [tmp_path / f"scan{number}.pdf" for number in range(3)]
    for file in files:
        file.write_bytes(b"x")
    car_files.folder, car_files.waiting = tmp_path, tuple(files)
    with qtbot.waitSignal(room.watch.changed):
        room.watch.look()
    assert window.pane.news.text == "3 new scans wait to be put on a car."
    assert window.details.view.photos.scans.text() == "3 new &scans..."
    room.show_scans(1)
    qtbot.waitUntil(lambda: any(isinstance(each, ScansDialog) and each.isVisible() for each in QApplication.topLevelWidgets()))
    box = dialog(ScansDialog)
    assert isinstance(box, ScansDialog)
    assert box.scans.count() == 3
    assert not box.here.isEnabled()
    box.scans.item(0).setSelected(True)
    with qtbot.waitSignal(cars.bus.cars_changed) as told:
        box.here.click()
    assert told.args == [frozenset({1})]
    assert (car_files.kept[0].name, car_files.kept[0].source) == ("scan0.pdf", FileSource.SCAN)
    box.scans.clearSelection()
    box.scans.item(1).setSelected(True)
    box.finder.line.setText("21363")
    qtbot.waitUntil(box.there.isEnabled)
    with qtbot.waitSignal(cars.bus.cars_changed) as told:
        box.there.click()
    assert told.args == [frozenset({5})]
    box.scans.clearSelection()
    box.scans.item(2).setSelected(True)
    box.leave.click()
    qtbot.waitUntil(lambda: car_files.left_out == [files[2]])
    assert all(file.exists() for file in files)
    calm(qtbot, cars.runner)
    box.reject()


def test_the_folder_is_watched_and_looked_at_when_it_changes(qtbot: QtBot, cars: CarHouse, car_files: YardFiles, tmp_path: Path) -> None:
    car_files.folder = tmp_path
    watch = ScanWatch(cars)
    watch.start()
    calm(qtbot, cars.runner)
    assert watch.waiting == ()
    car_files.waiting = (tmp_path / "a.pdf",)
    with qtbot.waitSignal(watch.changed) as told:
        (tmp_path / "a.pdf").write_bytes(b"x")
    assert told.args == [(tmp_path / "a.pdf",)]
    watch.deleteLater()
