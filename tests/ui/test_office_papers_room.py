"""The office's papers in the window, over a real database: a sale from its plan to the clipping, sheets kept once, the evening's folder."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Lock

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.adapters.settings import SettingsFile
from itow_desktop.domain.events import Event, EventKind, EventSource, standing
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.outbox.messages import OutState
from itow_desktop.services.desks.office_papers import OfficePaperDesk
from itow_desktop.services.office_papers.keeping import EveningPapers
from itow_desktop.services.recording import Entry, record
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.office_papers.newspaper import NewspaperDialog
from itow_desktop.ui.dialogs.office_papers.plan_sale import PlanSaleDialog
from itow_desktop.ui.dialogs.office_papers.published import PublishedDialog
from itow_desktop.ui.dialogs.office_papers.sales import SalesWindow
from itow_desktop.ui.dialogs.office_papers.scrap import ScrapDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.office_papers import OfficePapersRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.builders import DETROIT, call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.pictures import photo
from tests.ui.room_front import RoomFront, ports_of
from tests.ui.test_reports_room import Tray
from tests.unit.test_nightly import MemoryBackups

CALLS = ("90001", "90002", "90003")


class Front(RoomFront):
    """The room on an office with three cars whose owners' time is over; it is 6 April."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House, folder: Path) -> None:
        super().__init__(qtbot, office, house)
        self.window, self.tray = window, Tray()
        backups = MemoryBackups()
        backups.folder = folder / "copies"
        ports = ports_of(
            office, renderer=PdfRenderer(Lock()), printer=self.tray, pictures=FilePictures(Lock()), backups=backups,
            settings=SettingsFile(folder / "config", {}),
        )  # fmt: skip
        self.desk = OfficePaperDesk(ports, office.shift)
        self.opened: list[int] = []
        self.room = OfficePapersRoom(house, self.desk, open_car=self.opened.append)
        self.room.move_in(window)
        office.clock.time = dt.datetime(2026, 4, 6, 10, tzinfo=DETROIT)
        self.cars = bring(office, *(call(call_number=number, plate=f"RM{number}") for number in CALLS))
        for car in self.cars:
            for kind, day in ((EventKind.LEIN_ENTERED, 3), (EventKind.SOS_NOTICE_DATED, 9)):
                record(office.shift, car, Entry(kind, on=dt.date(2026, 3, day), source=EventSource.PAPER))

    def events(self, car: int, kind: EventKind) -> list[Event]:
        with self.office.shift.desk.look() as unit:
            return [event for event in standing(unit.events.of(car)) if event.kind is kind]

    def kept(self, car: int, kind: NoticeKind) -> list[int]:
        with self.office.shift.desk.look() as unit:
            return [info.id for info in unit.documents.of(car) if info.kind == kind]

    def sales(self) -> SalesWindow:
        window = self.room.show_sales()
        self._qtbot.waitUntil(lambda: window.sales is not None)
        return window


@pytest.fixture
def house(office: OpenOffice, runner: TaskRunner, bus: Bus) -> House:
    return House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House, tmp_path: Path) -> Iterator[Front]:
    front = Front(qtbot, office, window, house, tmp_path)
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.settle()
    if front.room.sales is not None:
        front.room.sales.close()


def test_a_sale_goes_from_its_plan_to_the_clipping(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    window = front.sales()
    assert window.choice.currentText() == "Not planned yet: 3 cars"
    assert not window.ad.isEnabled()
    assert [row.cells[5].text for row in window.model.rows] == ["no sale is planned"] * 3
    window.table.selectRow(2)
    plan = window.plan_sale()
    assert isinstance(plan, PlanSaleDialog)
    assert plan.primary.text() == "&Plan for 1 car"
    plan.form.days["day"].setText("4/20")
    with qtbot.waitSignal(plan.done_with):
        plan.commit()
    qtbot.waitUntil(lambda: window.choice.currentText() == "Mon 4/20/26, 1 car")
    window.choice.setCurrentIndex(1)
    window.table.selectAll()
    plan = window.plan_sale()
    assert isinstance(plan, PlanSaleDialog)
    assert not plan.primary.isEnabled()
    plan.form.days["day"].setText("4/14")
    with qtbot.waitSignal(plan.done_with):
        plan.commit()
    qtbot.waitUntil(lambda: window.choice.currentText() == "Tue 4/14/26, 2 cars")
    front.room.show_sales(front.cars[2])
    qtbot.waitUntil(lambda: window.choice.currentText() == "Mon 4/20/26, 1 car")
    record(front.office.shift, front.cars[2], Entry(EventKind.SALE_PLANNED, on=dt.date(2026, 4, 14), source=EventSource.PAPER))
    front.house.bus.cars_changed.emit(frozenset())
    qtbot.waitUntil(lambda: window.choice.currentText() == "Tue 4/14/26, 3 cars")
    assert "No time of the sale" in window.panel.said.text()

    window.table.selectAll()
    again = window.plan_sale()
    assert isinstance(again, PlanSaleDialog)
    again.form.days["day"].setText("4/14")
    again.form.lines["time"].setText("10:00 AM")
    again.form.lines["place"].setText("9 Yard Rd, Burton")
    with qtbot.waitSignal(again.done_with):
        again.commit()
    qtbot.waitUntil(lambda: window.choice.currentText() == "Tue 4/14/26, 10:00 AM, 9 Yard Rd, Burton, 3 cars")
    assert window.copy.isEnabled()
    window.copy.click()
    assert QGuiApplication.clipboard().text() == window.panel.text
    assert "3. 2011 Chevrolet Malibu, gray" in window.panel.text

    window.panel.printed.setText("4/10")
    window.panel.printed.settle()
    window.panel.printed.left.emit()
    qtbot.waitUntil(lambda: "4/9/2026 at the latest" in window.panel.said.text())
    assert not window.send.isEnabled()
    window.panel.printed.clear()
    window.panel.printed.left.emit()
    qtbot.waitUntil(window.copy.isEnabled)

    window.panel.add.click()
    paper = front.dialog(NewspaperDialog, window)
    paper.form.lines["name"].setText("County Example")
    paper.form.lines["email"].setText("no address")
    paper.commit()
    qtbot.waitUntil(lambda: "no e-mail address" in paper.problems.text)
    paper.form.lines["email"].setText("ads@example.com")
    with qtbot.waitSignal(paper.done_with):
        paper.commit()
    qtbot.waitUntil(lambda: window.panel.newspaper is not None)

    window.table.selectRow(window.model.row_of(front.cars[0]) or 0)
    window.send.click()
    question = next(box for box in window.findChildren(QMessageBox) if box.isVisible())
    with front.office.shift.desk.look() as unit:
        assert sum(unit.outbox.counts().values()) == 0
    next(button for button in question.buttons() if button.text() == "&Send it").click()
    qtbot.waitUntil(lambda: "is in the outbox" in window.news.text)
    with front.office.shift.desk.look() as unit:
        assert unit.outbox.counts()[OutState.READY] == 1
    assert [len(front.kept(car, NoticeKind.AD)) for car in front.cars] == [1, 0, 0]

    front.office.clock.time = dt.datetime(2026, 4, 9, 10, tzinfo=DETROIT)
    window.table.selectAll()
    published = window.record_published()
    assert isinstance(published, PublishedDialog)
    clipping, broken = tmp_path / "clipping.jpg", tmp_path / "broken.jpg"
    clipping.write_bytes(photo())
    broken.write_bytes(b"no picture")
    published.papers.take([clipping, broken])
    qtbot.waitUntil(lambda: "broken.jpg" in published.problems.text)
    published.form.days["on"].setText("4/8")
    with qtbot.waitSignal(published.done_with):
        published.commit()
    qtbot.waitUntil(lambda: window.model.rows[0].cells[4].text == "4/8/26")
    for car in front.cars:
        (event,) = front.events(car, EventKind.AD_PUBLISHED)
        assert (event.on, event.data["authority"]) == (dt.date(2026, 4, 8), "County Example")
        with front.office.shift.desk.look() as unit:
            assert unit.event_papers.of(car)[event.id] == ("clipping.jpg",)
    window.table.opened.emit(0)
    assert front.opened == [window.model.key_at(0)]


def test_papers_are_seen_kept_once_and_written_into_the_folder(front: Front, qtbot: QtBot, tmp_path: Path) -> None:
    room, car = front.room, front.cars[0]
    for show, words in ((room.show_evening_report, "Evening report"), (room.show_lights_out, "Lights-out book")):
        shown = show()
        qtbot.waitUntil(shown.ready)
        with qtbot.waitSignal(shown.done_with):
            shown.commit()
        assert words in PdfReader(BytesIO(front.tray.papers[-1])).pages[0].extract_text()

    asked_for = room.show_tr52lr(car)
    assert asked_for is not None
    qtbot.waitUntil(asked_for.ready)
    asked_for.reject()
    assert room.show_tr52lr() is None
    assert "Choose one first" in front.window.pane.news.text
    front.window.details.show_car(car)
    front.settle()
    sheet = room.show_tr52lr()
    assert isinstance(sheet, PaperDialog)
    qtbot.waitUntil(sheet.ready)
    saved = tmp_path / "facts.pdf"
    with qtbot.waitSignal(sheet.kept):
        sheet.save_to(saved)
    qtbot.waitUntil(saved.exists)
    qtbot.waitUntil(lambda: not sheet.busy)
    with qtbot.waitSignal(sheet.done_with):
        sheet.commit()
    assert len(front.kept(car, NoticeKind.TR52LR_DATA)) == 1

    front.window.details.show_car(car)
    scrap = room.ask_scrap()
    assert isinstance(scrap, ScrapDialog)
    qtbot.waitUntil(scrap.none.isVisible)
    scrap.form.notes["damage"].setPlainText("burnt out")
    scrap.commit()
    shown = front.dialog(PaperDialog, front.window)
    qtbot.waitUntil(shown.ready)
    assert "0 photos are chosen" in shown.note.text()
    shown.reject()
    assert front.kept(car, NoticeKind.SCRAP_RECORD) == []

    looked: list[None] = []
    room.look = lambda: looked.append(None)
    evenings = room.plan_evenings()
    qtbot.waitUntil(evenings.ready)
    assert Path(evenings.folder.text()) == tmp_path / "evening papers"
    evenings.running.setChecked(True)
    evenings.at.setText("half past six")
    evenings.commit()
    assert "is no time" in evenings.problems.text
    evenings.at.setText("6:30p")
    evenings.keep.setValue(3)
    evenings.now.click()
    qtbot.waitUntil(lambda: "Written: " in evenings.told.text())
    assert sorted(file.name for file in (tmp_path / "evening papers").iterdir()) == ["EVENING_2026-04-06.pdf", "LIGHTS-OUT_2026-04-06.pdf"]
    with qtbot.waitSignal(evenings.done_with):
        evenings.commit()
    plan = front.desk.evening_plan()
    assert (plan.at, plan.folder, plan.keep, looked) == (dt.time(18, 30), tmp_path / "evening papers", 3, [None])
    front.office.clock.time = dt.datetime(2026, 4, 7, 18, 31, tzinfo=DETROIT)
    assert isinstance(front.desk.write_due(), EveningPapers)
