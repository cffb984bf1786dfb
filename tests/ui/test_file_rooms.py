"""Files dropped on the window, over a real database: each led to its place, looked at, its columns chosen, imported."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragLeaveEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from itow_desktop.adapters.files.reader import FileReader
from itow_desktop.adapters.towbook.pages import report_table
from itow_desktop.domain.importing.incoming import FileLook
from itow_desktop.domain.importing.mappings import DateOrder, FileField
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.practice.old_database import snapshots
from itow_desktop.services.browsing import car_card, find_car
from itow_desktop.services.desks.incoming import IncomingDesk
from itow_desktop.services.importing.from_files import Offer
from itow_desktop.services.importing.from_towbook import import_history
from itow_desktop.services.shift import Shift
from itow_desktop.services.taking_files import Offer as Photos
from itow_desktop.services.views import RunState
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.incoming.columns_page import ColumnsPage
from itow_desktop.ui.dialogs.incoming.window import IncomingWindow
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.rooms.incoming import Doors, IncomingRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.car.page import CarPageView
from tests.db.offices import OpenOffice
from tests.pictures import photo
from tests.ui.dragging import drag, enter, mime
from tests.ui.queue_fakes import FakeOffice
from tests.ui.room_front import RoomFront, ports_of
from tests.ui.yard import Yard

TOWBOOK = ("Stock #", "Call #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Release Date", "Towed From")
OWN = ("Ticket", "Day", "What", "License", "Serial no.", "Where", "Remark of the driver")


class Front(RoomFront):
    """The room on an office, and which doors were opened."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, house: House, main: MainWindow) -> None:
        super().__init__(qtbot, office, house)
        self.qtbot, self.main = qtbot, main
        self.opened: list[tuple[str, Any]] = []
        doors = Doors(*(self._door(name) for name in ("check", "old", "photos", "car")))
        nobody = Shift(office.shift.desk, office.shift.law, office.clock, unsigned=False)
        self.desk = IncomingDesk(ports_of(office, files=FileReader(report_table)), nobody)
        fake = FakeOffice()
        self.imports = ImportPane(house.runner, house.bus, house.who, work=fake, towbook=fake)
        qtbot.addWidget(self.imports)
        self.room = IncomingRoom(house, self.desk, imports=self.imports, doors=doors)
        self.room.move_in(main)

    def _door(self, name: str) -> Any:
        return lambda told: self.opened.append((name, told))

    @property
    def window(self) -> IncomingWindow:
        assert self.room.window is not None
        return self.room.window

    def drop(self, *paths: Path) -> None:
        """Drag files onto the window and let go, then wait until they are where they belong."""
        with self.qtbot.waitSignal(self.room.led):
            drag(self.main, *paths)

    def look(self, *paths: Path) -> str:
        """Drop files; which page the window then stands on."""
        self.drop(*paths)
        pages = {id(self.window.columns): "columns", id(self.window.preview): "preview", id(self.window.trouble): "trouble"}
        self.qtbot.waitUntil(lambda: id(self.window.pages.currentWidget()) in pages)
        return pages[id(self.window.pages.currentWidget())]

    def previewed(self) -> dict[LineKind, int]:
        """The counts of the chips once the preview stands."""
        view = self.window.preview.view
        preview = self.window.preview.preview
        assert preview is not None
        self.qtbot.waitUntil(lambda: len(view.model.listing.lines) == len(preview.lines))
        return {kind: count for kind, count in view.model.listing.kinds.items() if count}

    def written(self) -> dict[str, int]:
        """How many rows the tables have that an import would fill."""
        names = (
            "custodies",
            "vehicles",
            "events",
            "audit",
            "raw_records",
            "import_runs",
            "import_run_calls",
            "import_files",
            "file_mappings",
        )
        with self.office.admin() as admin, admin.connect() as connection:
            return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus) -> Iterator[Front]:
    house = House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))
    yield (front := Front(qtbot, office, house, window))
    front.settle()
    if front.room.window is not None:
        front.room.window.close()


def written(folder: Path, name: str, rows: Sequence[Sequence[str]]) -> Path:
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL).writerows(rows)
    path = folder / name
    path.write_text(made.getvalue(), "utf-8", newline="")
    return path


def impound(number: int, plate: str = "") -> tuple[str, ...]:
    return (
        str(10000000 + number), str(31000 + number), ".PPI", "2002 Nissan Maxima (Gold)", plate or f"ABC{number:04}",
        f"1G1ZZ5EU0AF{number:06}", "3/2/2026 10:00 AM", "", "123 Oak St, Burton, MI 48509",
    )  # fmt: skip


def own(number: int) -> tuple[str, ...]:
    return (
        f"T-{number}",
        "3/5/2026",
        "2011 Chevrolet Malibu (Gray)",
        f"XYZ{number:04}",
        f"1G1ZC5E08BF{number:06}",
        "9 Elm St, Burton, MI",
        "",
    )


def choose(window: IncomingWindow, **fields: FileField | None) -> None:
    """Say what columns are, by their names without blanks and signs."""
    table = window.columns.table.model()
    names = [str(table.index(row, 0).data()) for row in range(table.rowCount())]
    headers = ["".join(letter for letter in name if letter.isalpha()) for name in names]
    for name, field in fields.items():
        choice = window.columns.choices[headers.index(name)]
        choice.setCurrentIndex(choice.findData(field) if field is not None else 0)


def test_towbooks_own_export_is_shown_then_imported(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    path = written(tmp_path, "impounds.csv", [TOWBOOK, *map(impound, range(1, 6)), ("", "", "", "", "NOBODY", "", "", "", "")])
    before = front.written()
    assert front.look(path) == "preview"
    assert front.previewed() == {LineKind.NEW: 5, LineKind.FAILED: 1}
    assert front.written() == before, "a preview writes nothing"
    window, page = front.window, front.window.preview
    assert window.title.text() == "impounds.csv"
    assert page.would.text() == "5 calls are new, 1 row cannot be taken. Nothing is written yet."
    page.view.go_to(next(line.key for line in page.view.model.listing.lines if line.call_number == "31002"))
    side = page.view.side
    qtbot.waitUntil(lambda: any(row.key == "plate" for row in side.model.rows))
    said = {row.key: row.cells[1].text for row in side.model.rows}
    assert (said["plate"], said["make"], said["color"]) == ("ABC0002", "Nissan", "Gold")
    assert side.does.text() == "", "nothing is decided in a preview"

    page.photos.setChecked(True)
    with qtbot.waitSignals([window.imported, window.all_done, front.house.bus.import_finished]):
        page.go.click()
    run = import_history(front.office.shift.desk)[0]
    assert (run.source, run.state, run.new, run.failed) == ("file", RunState.DONE, 5, 1)
    (photos, check) = front.opened
    assert check == ("check", run.id)
    assert photos == ("photos", Photos(tmp_path, calls=frozenset(str(31000 + number) for number in range(1, 6)), left=frozenset({path})))
    qtbot.waitUntil(lambda: front.room.window is None)

    assert front.look(path) == "preview"
    assert front.previewed() == {LineKind.UNCHANGED: 5, LineKind.FAILED: 1}
    assert "This very file was imported on" in front.window.preview.notes.text()


def test_columns_are_chosen_once_and_can_be_chosen_anew(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    first = written(tmp_path, "march.csv", [OWN, *map(own, range(1, 4))])
    assert front.look(first) == "columns"
    window, page = front.window, front.window.columns
    assert page.table.model().index(0, 1).data() == "T-1  ·  T-2  ·  T-3"
    assert not page.use.isEnabled()
    assert "Nothing says which call a row is." in page.problems.text
    choose(
        window, Ticket=FileField.CALL_NUMBER, Day=FileField.TOWED_AT, What=FileField.VEHICLE, License=FileField.PLATE, Where=FileField.PLATE
    )
    assert page.problems.text == "Plate is chosen for two columns. Choose the one that is right."
    choose(window, Where=None, Serialno=FileField.VIN)
    assert page.use.isEnabled()
    assert page.missing.text() == "No column tells: Account, Towed from, Call reason."
    assert page.dates.text() == '"3/5/2026" is read as Thursday, March 5, 2026.'
    page.order.setCurrentIndex(list(DateOrder).index(DateOrder.DAY_FIRST))
    page.order.activated.emit(1)
    assert page.dates.text() == '"3/5/2026" is read as Sunday, May 3, 2026.'
    page.order.setCurrentIndex(0)
    spin(page.choices[0])
    assert page.choices[0].field is FileField.CALL_NUMBER, "the wheel chooses nothing"
    with qtbot.waitSignal(window.moved_on) as shown:
        page.use.click()
    assert shown.args == ["preview"]
    assert front.previewed() == {LineKind.NEW: 3}
    window.close()

    second = written(tmp_path, "april.csv", [OWN, *map(own, range(7, 9))])
    assert front.look(second) == "preview", "the same columns are not asked about again"
    assert "as somebody here chose before" in front.window.preview.notes.text()
    window = front.window
    window.preview.columns.click()
    assert window.columns.isVisible()
    choose(window, Where=FileField.TOWED_FROM, Remarkofthedriver=FileField.NOTES)
    with qtbot.waitSignal(window.moved_on):
        window.columns.use.click()
    with qtbot.waitSignal(window.all_done):
        window.preview.go.click()
    card = car_card(front.office.shift, find_car(front.office.shift.desk, "T-7"))
    assert (card.car.fields.towed_from, card.car.fields.plate) == ("9 Elm St, Burton, MI", "XYZ0007")
    assert front.written()["file_mappings"] >= 1


def spin(widget: QWidget) -> None:
    """Turn the wheel over a widget."""
    where, none = QPointF(5, 5), Qt.MouseButton.NoButton
    turn = QWheelEvent(
        where, where, QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(widget, turn)


def two_sheets(folder: Path) -> Path:
    """A workbook whose first sheet is hidden and of no interest."""
    book = Workbook()
    book.create_sheet("Aside").append(["nothing", "of interest"])
    towed = book.create_sheet("Towed in March")
    for row in (["Our tows"], ["printed by Kim"], list(OWN), *map(list, map(own, range(1, 4)))):
        towed.append(row)
    book.remove(book.worksheets[0])
    book.worksheets[0].sheet_state = "hidden"
    path = folder / "tows.xlsx"
    book.save(path)
    return path


def choose_sheet(page: ColumnsPage, place: int) -> None:
    page.sheet.setCurrentIndex(place)
    page.sheet.activated.emit(place)


def test_of_two_sheets_looked_at_at_once_the_last_one_chosen_stands(front: Front, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert front.look(two_sheets(tmp_path)) == "columns"
    page, look_at, gate = front.window.columns, front.desk.offer_of, Event()

    def late_for_the_first(look: FileLook, sheet: str | None, row: int | None) -> Offer:
        if sheet == "Aside":
            assert gate.wait(30)
        return look_at(look, sheet, row)

    monkeypatch.setattr(front.desk, "offer_of", late_for_the_first)
    choose_sheet(page, 0)
    choose_sheet(page, 1)
    front.qtbot.waitUntil(lambda: len(page.choices) != 2)
    gate.set()
    front.settle()
    assert page.sheet.currentIndex() == 1
    assert len(page.choices) != 2


def test_another_sheet_and_another_row_of_names_are_looked_at_at_once(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    path = two_sheets(tmp_path)
    assert front.look(path) == "columns"
    page = front.window.columns
    assert [page.sheet.itemText(place) for place in range(page.sheet.count())] == ["Aside (hidden)", "Towed in March"]
    choose_sheet(page, 1)
    qtbot.waitUntil(lambda: len(page.choices) != 2)
    choose_sheet(page, 0)
    qtbot.waitUntil(lambda: len(page.choices) == 2)
    choose_sheet(page, 1)
    qtbot.waitUntil(lambda: len(page.choices) != 2)
    page.row.setValue(3)
    qtbot.waitUntil(lambda: page.table.model().index(0, 0).data() == "Ticket")
    choose(front.window, Ticket=FileField.CALL_NUMBER, Day=FileField.TOWED_AT, What=FileField.VEHICLE)
    with qtbot.waitSignal(front.window.moved_on):
        page.use.click()
    assert front.previewed() == {LineKind.NEW: 3}


def test_each_file_goes_where_it_belongs(front: Front, tmp_path: Path) -> None:
    (old,) = snapshots(tmp_path, 2)[:1]
    disguised = tmp_path / "list.csv"
    disguised.write_bytes(old.read_bytes())
    shot, folder, torn = tmp_path / "31001.jpg", tmp_path / "photos", tmp_path / "torn.csv"
    shot.write_bytes(photo(60, 40))
    folder.mkdir()
    rows = written(tmp_path, "whole.csv", [TOWBOOK, *map(impound, range(1, 9))]).read_bytes()
    torn.write_bytes(rows[: rows.rindex(b'"123 Oak St') + 9])
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert front.look(disguised, shot, folder, empty, torn, tmp_path / "gone.csv") == "trouble"
    assert front.opened == [("old", [disguised]), ("photos", Photos(folder, (shot,)))]
    window = front.window
    assert window.trouble.text == "empty.csv is empty. Nothing was changed; export it again."
    assert "2 more to look at" in window.under.text()
    window.skip.click()
    front.qtbot.waitUntil(window.preview.isVisible)
    assert front.previewed() == {LineKind.NEW: 7}
    assert "The rows before it can be imported." in window.preview.warning.text
    with front.qtbot.waitSignal(window.imported) as told:
        window.preview.go.click()
    assert told.args[0].result.run.state is RunState.STOPPED
    assert window.news.text.startswith("torn.csv was imported: 7 new")
    assert "gone.csv cannot be opened" in window.trouble.text
    assert front.look(written(tmp_path, "good.csv", [TOWBOOK, impound(1)])) == "preview", "what was chosen instead takes its place"
    assert front.previewed() == {LineKind.UNCHANGED: 1}
    with front.qtbot.waitSignal(window.all_done):
        window.go_on()


def test_nobody_signed_another_import_running_and_a_window_closed_in_the_middle(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    path = written(tmp_path, "impounds.csv", [TOWBOOK, *map(impound, range(1, 1200))])
    kim = front.house.who.person
    front.house.who.become(None)
    assert front.look(path) == "preview"
    window = front.window
    with qtbot.waitSignal(window.moved_on):
        window.preview.go.click()
    assert "Nobody is picked" in window.news.text
    front.house.who.become(kim)
    with front.office.shift.desk.claim((".PPI",)), qtbot.waitSignal(window.moved_on):
        window.preview.go.click()
    assert window.preview.isVisible()
    assert "import" in window.news.text

    desk = front.office.shift.desk
    with front.office.admin() as admin, admin.connect() as blocker:
        blocker.execute(text("LOCK TABLE import_run_calls IN SHARE MODE"))
        window.preview.go.click()
        qtbot.waitUntil(lambda: bool(import_history(desk)))
        assert window.importing
        assert not front.main.close(), "an import is not cut off without a word"
        box = next(each for each in window.findChildren(QMessageBox) if each.isVisible())
        with qtbot.waitSignal(window.imported) as told:
            next(button for button in box.buttons() if button.text() == "&Stop it and close").click()
            blocker.rollback()
    assert told.args[0].result.run.state is RunState.CANCELLED
    qtbot.waitUntil(lambda: front.room.window is None)
    assert front.opened == []


def test_looking_can_be_cancelled_and_begun_again(qtbot: QtBot, front: Front, tmp_path: Path) -> None:
    path = written(tmp_path, "impounds.csv", [TOWBOOK, *map(impound, range(1, 1200))])
    cancels = front.room.led.connect(lambda _found: front.window.running.stop.click())
    assert front.look(path) == "trouble"
    window = front.window
    assert window.trouble.text == "Cancelled. Nothing was written."
    front.room.led.disconnect(cancels)
    with qtbot.waitSignal(window.moved_on) as shown:
        window.trouble.act()
    assert shown.args == ["preview"]
    assert front.previewed() == {LineKind.NEW: 1199}


def test_what_is_no_file_is_not_welcome_and_the_sign_goes_again(front: Front) -> None:
    words = QMimeData()
    words.setText("21359")
    assert not enter(front.main, words)
    drops = front.room.drops
    assert drops is not None
    assert enter(front.main, mime(Path("somewhere.csv")))
    assert not drops.sign.isHidden()
    QApplication.sendEvent(front.main, QDragLeaveEvent())
    assert drops.sign.isHidden()
    assert front.room.window is None


def test_beside_the_list_a_car_takes_its_photos_and_leaves_lists_to_the_window(cars: CarHouse, qtbot: QtBot, yard: Yard) -> None:
    beside, own_page = CarPageView(cars, wide=False), CarPageView(cars, wide=True)
    for view in (beside, own_page):
        qtbot.addWidget(view)
        with qtbot.waitSignal(view.shown):
            view.read(yard.rows[0].custody_id)
    assert [enter(view, mime(Path("impounds.csv"))) for view in (beside, own_page)] == [False, True]
    assert [enter(view, mime(Path("31001.jpg"))) for view in (beside, own_page)] == [True, True]
