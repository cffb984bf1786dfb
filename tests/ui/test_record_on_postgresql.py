"""Any event recorded from where its car is shown, over a real database: many cars, doubts, papers, corrections."""

import os
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.services import undoing
from itow_desktop.services.browsing import car_card
from itow_desktop.services.desks.car_files import CarFileDesk
from itow_desktop.services.desks.record import RecordDesk
from itow_desktop.services.recording import Entry, record
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.record.dialog import SOURCES, RecordDialog
from itow_desktop.ui.dialogs.record.facts import FACTS
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.record import RecordRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.car.page import CarPageView
from tests.builders import call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.pictures import paper, photo

D = TypeVar("D", bound=QDialog)


class Front:
    """A car's page with the room that records what it wishes."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self._qtbot, self._runner = office, qtbot, runner
        office.clock.time = datetime.fromisoformat("2026-03-20T15:00:00+00:00")
        ports = cast("Any", SimpleNamespace(pictures=FilePictures(Lock())))  # all that the record asks of the outside
        self.desk = RecordDesk(ports, office.shift)
        who = Who(office.shift.person)
        self.cars = CarHouse(runner, bus, who, CarFileDesk(ports, office.shift))
        self.room = RecordRoom(House(runner, bus, who, WindowMemory(NoMemory())), self.desk, self.cars.wishes)
        self.view = CarPageView(self.cars, wide=True)
        qtbot.addWidget(self.view)
        self.view.resize(1000, 640)
        self.view.show()

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self._runner.busy)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self._runner.busy)

    def look(self, custody_id: int) -> str:
        """The car's timeline."""
        self.view.read(custody_id)
        self.settle()
        return self.view.timeline.told.toPlainText()

    def dialog(self, kind: type[D]) -> D:
        self.settle()
        return next(each for each in self.view.findChildren(kind) if each.isVisible())

    def record(self, ids: Sequence[int]) -> RecordDialog:
        self.cars.wishes.record.emit(tuple(ids), self.view)
        return self.dialog(RecordDialog)

    def events(self, custody_id: int) -> tuple[Event, ...]:
        return car_card(self.office.shift, custody_id).events


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Front:
    return Front(qtbot, office, runner, bus)


def choose(dialog: RecordDialog, kind: EventKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kinds.index(kind))


def fill(dialog: RecordDialog, day: str, time: str = "", source: EventSource = EventSource.PAPER) -> None:
    for row in dialog.rows:
        row.day.setText(day)
        row.time.setText(time)
        row.source.setCurrentIndex(SOURCES.index(source))


def png() -> bytes:
    made = BytesIO()
    Image.new("RGB", (64, 48), "orange").save(made, "PNG")
    return made.getvalue()


def drop(dialog: RecordDialog, *dropped: Path | str) -> None:
    """As the system tells of files, or of an address, that were let go over the dialog."""
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(each)) if isinstance(each, Path) else QUrl(each) for each in dropped])
    middle, no_key = QPointF(dialog.rect().center()), Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, no_key)
    QApplication.sendEvent(dialog, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(middle, Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton, no_key))


def commit(front: Front, dialog: RecordDialog) -> None:
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    front.settle()


def shot(widget: Any, name: str) -> None:
    if folder := os.environ.get("RECORD_SHOTS"):
        widget.grab().save(f"{folder}/{name}.png")


def test_no_time_is_filled_in_and_a_day_is_understood_with_its_weekday(front: Front) -> None:
    (car,) = bring(front.office, call())
    dialog = front.record([car])
    assert not dialog.primary.isEnabled()
    choose(dialog, EventKind.LEIN_ENTERED)
    assert (dialog.rows[0].day.text(), dialog.rows[0].time.text(), dialog.rows[0].source.currentIndex()) == ("", "", -1)
    fill(dialog, "030326")
    dialog.rows[0].day.settle()
    assert dialog.rows[0].day.text() == "Tue 3/3"
    dialog.facts.fields["authority"].setText("Burton PD")  # type: ignore[union-attr]
    commit(front, dialog)
    (lein,) = (event for event in front.events(car) if event.kind is EventKind.LEIN_ENTERED)
    assert (lein.on, lein.source, dict(lein.data)) == (date(2026, 3, 3), EventSource.PAPER, {"authority": "Burton PD"})


def test_everything_missing_is_said_at_once(front: Front) -> None:
    (car,) = bring(front.office, call())
    dialog = front.record([car])
    choose(dialog, EventKind.HEARING_DECIDED)
    dialog.rows[0].time.setText("10:00")
    dialog.primary.click()
    said = dialog.problems.text
    assert "Enter the day" in said
    assert "Choose how we know" in said
    assert "Outcome: choose it." in said
    assert len(front.events(car)) == 1


def test_a_petition_without_notice_asks_for_a_reason_and_stays_flagged(front: Front) -> None:
    (car,) = bring(front.office, call(call_number="21359"))
    dialog = front.record([car])
    choose(dialog, EventKind.HEARING_PETITIONED)
    fill(dialog, "3/10")
    commit(front, dialog)
    assert "No SOS notice date is recorded; a petition answers that notice." in dialog.problems.text
    assert dialog.standing_by.isVisible()
    assert len(front.events(car)) == 1
    shot(dialog, "doubt")
    dialog.standing_by.entry.setText("The court's letter came first.")
    commit(front, dialog)
    (petition,) = (event for event in front.events(car) if event.kind is EventKind.HEARING_PETITIONED)
    assert dict(petition.data) == {"flagged": "yes", "reason": "The court's letter came first."}
    told = front.look(car)
    assert "Hearing asked for: not the usual order, reason: The court's letter came first." in told
    assert undoing.undo_state(front.office.shift).undo.name == "petition for hearing Mar 10 for 21359"  # type: ignore[union-attr]


def test_many_cars_at_one_time_are_questioned_and_each_keeps_its_source(front: Front) -> None:
    cars = bring(front.office, *(call() for _ in range(4)))
    dialog = front.record(cars)
    choose(dialog, EventKind.POLICE_NOTIFIED)
    fill(dialog, "3/2", "9:10", EventSource.MY_CALL)
    dialog.rows[3].source.setCurrentIndex(SOURCES.index(EventSource.RECORDING))
    front.settle()
    shot(dialog, "many")
    commit(front, dialog)
    assert "4 cars have the very same time, 09:10. Was it one for all of them?" in dialog.problems.text
    assert all(len(front.events(car)) == 1 for car in cars)
    dialog.standing_by.entry.setText("One call for all four.")
    commit(front, dialog)
    sources = [front.events(car)[-1].source for car in cars]
    assert sources == [EventSource.MY_CALL] * 3 + [EventSource.RECORDING]
    assert all(front.events(car)[-1].data["reason"] == "One call for all four." for car in cars)


def test_a_scan_proves_the_event_on_every_car_and_goes_on_with_the_correction(front: Front, tmp_path: Path) -> None:
    cars = bring(front.office, call(), call())
    scan = tmp_path / "notice.pdf"
    scan.write_bytes(paper())
    dialog = front.record(cars)
    choose(dialog, EventKind.SOS_NOTICE_DATED)
    fill(dialog, "3/9")
    dialog.papers.take([scan])
    front.settle()
    commit(front, dialog)
    for car in cars:
        assert "Proved by notice.pdf" in front.look(car)
    wrong = front.events(cars[0])[-1]
    front.view.timeline.told.asked.emit(f"correct:{front.events(cars[1])[-1].id}")
    dialog = front.dialog(RecordDialog)
    fill(dialog, "3/10")
    shot(dialog, "correct")
    dialog.primary.click()
    assert "Enter the reason" in dialog.problems.text
    dialog.standing_by.entry.setText("Misread the stamp.")
    commit(front, dialog)
    assert front.events(cars[0]) == (*front.events(cars[0])[:-1], wrong)
    right = front.events(cars[1])[-1]
    assert (right.on, right.data["reason"]) == (date(2026, 3, 10), "Misread the stamp.")
    assert "flagged" not in right.data
    told = front.look(cars[1])
    assert "Corrected by Kim: Misread the stamp." in told
    assert told.count("Proved by notice.pdf") == 2
    assert "Mon 3/9" in told
    shot(front.view, "timeline")


def test_files_dropped_on_the_dialog_prove_the_event_and_what_is_not_kept_says_why(front: Front, tmp_path: Path) -> None:
    (car,) = bring(front.office, call())
    files = {name: tmp_path / name for name in ("photo.jpg", "scan.png", "notice.pdf", "tool.exe", "empty.pdf", "cut off.jpg", "folder")}
    files["photo.jpg"].write_bytes(photo())
    files["scan.png"].write_bytes(png())
    files["notice.pdf"].write_bytes(paper())
    files["tool.exe"].write_bytes(b"MZ")
    files["empty.pdf"].touch()
    files["cut off.jpg"].write_bytes(photo()[:60])
    files["folder"].mkdir()
    dialog = front.record([car])
    choose(dialog, EventKind.SOS_NOTICE_DATED)
    fill(dialog, "3/9")
    drop(dialog, "https://example.test/notice.pdf")
    assert dialog.problems.text == "What you dropped is no file on this PC. Save it first, then drop the file here."
    drop(dialog, *files.values())
    assert not dialog.primary.isEnabled(), "nothing is recorded before the files are read"
    front.settle()
    for refused in ("tool.exe is a file of the kind .exe", "empty.pdf is empty", "cut off.jpg ", "folder is a folder"):
        assert refused in dialog.problems.text, refused
    assert len(dialog.problems.text.splitlines()) == 4
    assert dialog.papers.listed.text() == "photo.jpg, scan.png, notice.pdf"
    dialog.papers.out.click()
    assert dialog.papers.files == ()
    drop(dialog, *files.values())
    front.settle()
    commit(front, dialog)
    assert "Proved by photo.jpg, scan.png, notice.pdf" in front.look(car)


def test_a_second_notice_date_is_refused_until_the_first_is_corrected(front: Front) -> None:
    (car,) = bring(front.office, call())
    record(front.office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 9)))
    dialog = front.record([car])
    choose(dialog, EventKind.SOS_NOTICE_DATED)
    fill(dialog, "3/10")
    commit(front, dialog)
    assert "The SOS notice is dated 3/9/2026 already. Correct that date, if it is the wrong one." in dialog.problems.text
    assert not dialog.standing_by.isVisible()


def test_a_day_to_come_is_only_a_planned_sales(front: Front) -> None:
    (car,) = bring(front.office, call())
    dialog = front.record([car])
    choose(dialog, EventKind.LEIN_ENTERED)
    fill(dialog, "+20")
    dialog.primary.click()
    assert "has not come yet" in dialog.problems.text
    choose(dialog, EventKind.SALE_PLANNED)
    dialog.primary.click()
    front.settle()
    assert front.events(car)[-1].on == date(2026, 4, 9)


def test_an_event_is_taken_back_with_a_reason_and_stays_readable(front: Front) -> None:
    (car,) = bring(front.office, call())
    record(front.office.shift, car, Entry(EventKind.LEIN_ENTERED, on=date(2026, 3, 3)))
    front.look(car)
    front.view.timeline.told.asked.emit(f"back:{front.events(car)[-1].id}")
    dialog = front.dialog(ReasonDialog)
    dialog.reason.setText("another car")
    dialog.primary.click()
    front.settle()
    assert [event.kind for event in standing(front.events(car))] == [EventKind.TOWED]
    told = front.look(car)
    assert "LEIN entry" in told
    assert "Taken back by Kim: another car" in told


def test_every_kind_has_its_form(front: Front) -> None:
    (car,) = bring(front.office, call())
    dialog = front.record([car])
    for kind in FACTS:
        choose(dialog, kind)
        assert list(dialog.facts.fields) == [fact.key for fact in FACTS[kind]]
