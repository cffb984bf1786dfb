"""Check import in the window, over a desk in memory: the list, its filters and keys, decisions, taking an import back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from itow_desktop.domain.cars import TOWBOOK_FIELDS, Origin
from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.domain.importing.reconciling import OPEN, Decision, FieldSays, LineKind, LineState, Narrowing, TrayLine
from itow_desktop.domain.people import Rights
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts, Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.checking_text import KIND, STATE, TIPS, origin_words
from itow_desktop.ui.dialogs.checking.undo import UndoImportDialog
from itow_desktop.ui.dialogs.checking.window import CheckImportWindow
from itow_desktop.ui.dialogs.office.towbook_page import TowBookPage
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.checking import LINE, Listing, TrayColumn, TrayTable
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.rooms.checking import CheckingRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.checking.tray_view import TrayView
from tests.ui.checking_fakes import OLDER, RUN, FakeChecking, line, lines
from tests.ui.queue_fakes import FakeOffice
from tests.ui.yard import KIM, TODAY, ZONE


class Front:
    """The window over a desk in memory."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who) -> None:
        self._qtbot, self._runner, self.bus, self.who = qtbot, runner, bus, who
        self.desk = FakeChecking()
        self.window = CheckImportWindow(House(runner, bus, who, WindowMemory(NoMemory())), self.desk, self.desk.last_runs)
        qtbot.addWidget(self.window)
        self.view, self.bar, self.model = self.window.view, self.window.bar, self.window.view.model
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.read(self.window.refresh)

    def read(self, deed: Callable[[], object]) -> None:
        """Do something and wait until the lines are here anew."""
        with self._qtbot.waitSignal(self.view.read):
            deed()

    def until(self, text: str) -> None:
        """Wait until the news say this."""
        self._qtbot.waitUntil(lambda: text in self.window.news.text)

    def choose(self, kind: LineKind, count: int = 1) -> list[TrayLine]:
        """Mark the first lines of a kind."""
        rows = [row for row in range(self.model.rowCount()) if self.model.line_at(row).kind is kind][:count]
        self.view.table.clearSelection()
        self.view.table.choose(rows[0])
        flags = self.view.table.selectionModel().SelectionFlag
        for row in rows[1:]:
            self.view.table.selectionModel().select(self.model.index(row, 0), flags.Select | flags.Rows)
        return [self.model.line_at(row) for row in rows]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.view.table.setFocus()
        QTest.keyClick(self.view.table, key, modifier)

    def state(self, key: str) -> LineState:
        return self.desk.kept[RUN.id][key].state


@pytest.fixture
def front(qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who) -> Front:
    return Front(qtbot, runner, bus, who)


def told(front: Front) -> dict[str, list[str]]:
    """The side panel's fields: what the source says, what the desk says, where that is from."""
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in front.view.side.model.rows}


def test_every_kind_and_every_state_has_words() -> None:
    assert set(KIND) == set(TIPS) == set(LineKind)
    assert set(STATE) == set(LineState)


def test_the_model_keeps_qts_rules_and_narrows(qtbot: QtBot) -> None:
    model = TrayTable()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put(Listing.of(lines(120)))
    assert model.rowCount() == 120
    model.narrow(Narrowing(frozenset({LineKind.NEW, LineKind.GONE})))
    assert {model.line_at(row).kind for row in range(model.rowCount())} == {LineKind.NEW, LineKind.GONE}
    assert model.rowCount() == 30
    model.narrow(Narrowing(frozenset({LineKind.NEW, LineKind.GONE}), OPEN, "DODGE 2103"))
    assert [model.line_at(row).call_number for row in range(model.rowCount())] == ["21030"]
    model.narrow(Narrowing(text="no such words"))
    assert model.rowCount() == 0
    model.narrow(Narrowing())
    model.sort(TrayColumn.CALL, Qt.SortOrder.DescendingOrder)
    assert model.index(0, TrayColumn.CALL).data() == "21119"
    model.sort(-1)
    assert model.index(0, TrayColumn.CALL).data(LINE).open
    model.put(Listing())
    assert model.rowCount() == 0


def test_the_chips_count_and_narrow_and_the_place_is_kept(front: Front) -> None:
    assert front.window.waiting.text() == "6 lines wait for you."
    chips = front.view.chips.chips
    assert [chip.text() for chip in chips.values()] == [
        "New 4", "Changed 2", "Unchanged 10", "Not in TowBook's list now 2", "Doesn't match 2", "Not an impound 2", "Failed 2",
    ]  # fmt: skip
    (gone,) = front.choose(LineKind.GONE)
    chips[LineKind.GONE].click()
    assert front.model.rowCount() == 2
    assert front.view.current == gone, "the person stays on the line"
    chips[LineKind.GONE].click()
    front.view.state.setCurrentText("Still to decide")
    assert front.model.rowCount() == 6
    front.view.text.setText("zzz")
    assert front.view.stack.currentWidget() is front.view.empty
    assert "Clear the filter" in front.view.empty.text
    assert front.model.rowCount() == 0
    assert not front.bar.buttons[Decision.ACCEPT].isEnabled()


def test_the_side_says_field_by_field_who_says_what_and_since_when(qtbot: QtBot, front: Front) -> None:
    front.choose(LineKind.DIFFERS)
    qtbot.waitUntil(lambda: "Color" in told(front))
    assert told(front) == {
        "Color": ["silver", "champagne", "Kim, Mon 5/18 10:02"],
        "Year": ["2012", "2011", "Lee, Mon 5/18 10:03"],
    }
    side = front.view.side
    assert side.read.text() == "TowBook was read Tue 5/19 07:42."
    assert side.model.headerData(1, Qt.Orientation.Horizontal) == "TowBook says"
    assert "the same words never ask again" in side.does.text()
    front.choose(LineKind.NEW)
    qtbot.waitUntil(lambda: "Plate" in told(front))
    assert told(front)["Plate"] == ["ABC1234", "", ""]
    (failed,) = front.choose(LineKind.FAILED)
    qtbot.waitUntil(lambda: side.line == failed)
    assert side.why.text() == "TowBook sent a page instead of the call."
    assert "tries it again" in side.does.text()
    assert not side.open.isVisible()


def test_single_keys_decide_and_go_on(qtbot: QtBot, front: Front) -> None:
    happened: list[object] = []
    front.window.decided.connect(happened.append)
    (differs,) = front.choose(LineKind.DIFFERS)
    front.read(lambda: front.key(Qt.Key.Key_A))
    assert front.state(differs.key) is LineState.ACCEPTED
    assert front.desk.signed == [(KIM, (differs.key,), Decision.ACCEPT)]
    assert happened == [frozenset({differs.custody_id})]
    assert front.view.current is not None
    assert front.view.current.open, "on to the next that waits"
    following = front.view.current.key
    front.read(lambda: front.key(Qt.Key.Key_K))
    assert front.state(following) is LineState.KEPT
    last = front.view.current
    front.read(lambda: front.key(Qt.Key.Key_L))
    assert last is not None
    assert front.state(last.key) is LineState.LATER
    assert front.window.waiting.text() == "4 lines wait for you."
    front.view.go_to(differs.key)
    qtbot.waitUntil(lambda: "Accepted by Kim" in front.view.side.does.text())
    assert not front.bar.lines, "what is decided is not decided twice"


def test_many_lines_are_decided_at_once_by_a_button(front: Front) -> None:
    front.view.chips.choose(LineKind.GONE, LineKind.DIFFERS)
    front.window.all.click()
    button = front.bar.buttons[Decision.KEEP]
    assert button.text() == "&Keep ours (4)"
    front.read(button.click)
    assert len(front.desk.signed[0][1]) == 4
    assert "Kept ours: 4 lines." in front.window.news.text


def test_very_many_are_asked_about_once_more(qtbot: QtBot, front: Front) -> None:
    front.desk.kept[RUN.id] = {each.key: each for each in lines(300)}
    front.read(front.window.refresh)
    front.view.state.setCurrentText("Still to decide")
    front.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    front.key(Qt.Key.Key_A)
    box = next(each for each in front.window.findChildren(QMessageBox) if each.isVisible())
    assert "75 lines at once" in box.text()
    assert front.desk.signed == []
    front.read(box.buttons()[0].click)
    assert len(front.desk.signed[0][1]) == 75
    assert front.model.rowCount() == 0
    assert front.window.waiting.text() == "Nothing waits for you here."


def test_a_line_that_somebody_else_decided_first_is_told(front: Front) -> None:
    (gone,) = front.choose(LineKind.GONE)
    front.desk.elsewhere.add(gone.key)
    front.read(lambda: front.key(Qt.Key.Key_K))
    assert "Lee accepted it a moment ago." in front.window.news.text
    assert front.state(gone.key) is LineState.ACCEPTED


def test_a_decision_that_fails_says_so_and_the_lines_stay(qtbot: QtBot, front: Front) -> None:
    front.choose(LineKind.GONE)
    front.desk.trouble = DatabaseTrouble("The database does not answer. Nothing was decided.")
    front.key(Qt.Key.Key_A)
    front.until("Nothing was decided")
    assert front.model.rowCount() == 24
    front.desk.trouble = None
    front.read(front.window.refresh)
    assert front.bar.buttons[Decision.ACCEPT].isEnabled()


def test_who_may_only_look_decides_nothing(front: Front) -> None:
    front.read(lambda: front.who.become(Person(9, "Vic", rights=Rights.VIEWER)))
    front.choose(LineKind.GONE)
    assert not front.bar.buttons[Decision.ACCEPT].isEnabled()
    assert "Deciding needs" in front.bar.hint.text()
    front.key(Qt.Key.Key_A)
    assert front.desk.signed == []


def test_an_office_without_an_import_is_told_how_one_begins(front: Front) -> None:
    front.desk.runs = ()
    front.read(lambda: front.window.look_at(None))
    assert "Import from TowBook" in front.view.empty.text
    assert front.view.stack.currentWidget() is front.view.empty
    assert not front.window.undo.isEnabled()
    assert not front.window.all.isEnabled()


def test_another_import_is_chosen_from_the_list_and_offered_when_it_ends(qtbot: QtBot, front: Front) -> None:
    assert front.window.runs.count() == 2
    front.read(lambda: front.window.look_at(OLDER.id))
    assert front.model.rowCount() == 3
    assert front.window.runs.currentData() == OLDER.id
    front.read(lambda: front.bus.import_finished.emit(RUN))
    assert front.window.news.text == "Another import is done."
    assert front.model.rowCount() == 3, "nobody is taken away from what he looks at"


def test_taking_an_import_back_first_shows_what_goes_and_what_stays(qtbot: QtBot, front: Front) -> None:
    front.window.undo.click()
    dialog = front.window.findChildren(UndoImportDialog)[0]
    assert not dialog.primary.isEnabled()
    qtbot.waitUntil(dialog.primary.isEnabled)
    assert dialog.what.text() == "11 new cars go to the bin, 3 changed ones get back what they had."
    assert [cell.text for cell in dialog.model.rows[0].cells] == [
        "ABC0001 white 2019 Ford F-150 SuperCrew", "Kim recorded a call-in on it since. Stays: Color, Year.",
    ]  # fmt: skip
    assert front.desk.undone == []
    front.read(dialog.primary.click)
    assert front.desk.undone == [RUN.id]
    assert "11 new cars are in the bin" in front.window.news.text
    assert not front.window.undo.isEnabled()
    assert "already" in front.window.undo.toolTip()


def test_an_undo_that_may_not_be_says_why(qtbot: QtBot, front: Front) -> None:
    front.desk.trouble = DatabaseTrouble("The database does not answer.")
    front.window.undo.click()
    dialog = front.window.findChildren(UndoImportDialog)[0]
    qtbot.waitUntil(lambda: "does not answer" in dialog.problems.text)
    assert not dialog.primary.isEnabled()
    dialog.reject()


class Rows:
    """A file's rows that are not written yet."""

    def lines(self) -> tuple[TrayLine, ...]:
        return tuple(line(number, kind) for number, kind in enumerate(LineKind))

    def line(self, line: TrayLine) -> TrayLine:
        return line


def test_rows_that_are_not_written_yet_are_shown_without_decisions(qtbot: QtBot, runner: TaskRunner) -> None:
    view = TrayView(runner, lambda: ZONE, lambda: TODAY, decidable=False)
    qtbot.addWidget(view)
    view.show()
    with qtbot.waitSignal(view.read):
        view.look_at(Rows(), "impounds.csv", "The file")
    assert view.model.rowCount() == len(LineKind)
    assert view.table.isColumnHidden(TrayColumn.STATE)
    assert not view.state.isVisible()
    row = next(row for row in range(len(LineKind)) if view.model.line_at(row).kind is LineKind.DIFFERS)
    view.table.choose(row)
    qtbot.waitUntil(lambda: view.side.line == view.model.line_at(row))
    assert view.side.model.headerData(1, Qt.Orientation.Horizontal) == "The file says"
    assert "Accept" not in view.side.does.text()
    qtbot.waitUntil(lambda: not runner.busy)


def test_a_date_without_a_zone_or_none_at_all_is_left_out() -> None:
    assert origin_words(FieldSays("color", "red", None), ZONE, TODAY) == ""
    assert origin_words(FieldSays("color", "red", "blue", Origin.TOWBOOK), ZONE, TODAY) == "TowBook"
    assert origin_words(FieldSays("color", "red", "blue", Origin.TOWBOOK, file="impounds.csv"), ZONE, TODAY) == "impounds.csv"


def test_the_office_says_which_fields_towbook_refreshes(qtbot: QtBot) -> None:
    page = TowBookPage()
    qtbot.addWidget(page)
    facts = OfficeFacts(towbook_fills_once=("color", "vin"), import_waits=True)
    page.show_settings(OfficeSettings(facts, None, may_change=True, next_number="", rules=()))
    assert page.taken(facts) == facts, "untouched, nothing is another order"
    ticked = {item.text(): item.checkState() is Qt.CheckState.Checked for item in page.items}
    assert not ticked["Color"]
    assert not ticked["VIN"]
    assert ticked["Plate"]
    page.waits.setChecked(False)
    page.every.click()
    assert page.taken(facts) == OfficeFacts()
    page.none.click()
    assert set(page.taken(facts).towbook_fills_once) == set(TOWBOOK_FIELDS)


def test_the_room_opens_one_window_from_everywhere_and_tells_the_bus(
    qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who, window: MainWindow
) -> None:
    desk, office, opened, asked = FakeChecking(), FakeOffice(), list[int](), list[str]()
    imports = ImportPane(runner, bus, who, work=office, towbook=office)
    qtbot.addWidget(imports)
    room = CheckingRoom(
        House(runner, bus, who, WindowMemory(NoMemory())), desk, desk.last_runs,
        imports=imports, open_car=opened.append, show_rules=lambda: asked.append("rules"),
    )  # fmt: skip
    room.move_in(window)
    (entry,) = (action for menu in window.menus for action in menu.actions() if action.text() == "Chec&k import...")
    entry.trigger()
    checking = room.window
    assert checking is not None
    qtbot.waitUntil(lambda: checking.view.model.rowCount() == 24)
    imports.check_asked.emit(OLDER.id)
    assert room.window is checking
    qtbot.waitUntil(lambda: checking.view.model.rowCount() == 3)
    qtbot.waitUntil(lambda: checking.view.side.line == checking.view.current)
    checking.view.side.open.click()
    assert opened == [checking.view.current.custody_id if checking.view.current else None]
    checking.rules.click()
    assert asked == ["rules"]
    with qtbot.waitSignals([bus.cars_changed, bus.queue_changed]):
        checking.decided.emit(frozenset({5}))
    with qtbot.waitSignal(checking.closed):
        checking.close()
    qtbot.waitUntil(lambda: not runner.busy)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    asked_before = desk.asked
    bus.cars_changed.emit(frozenset({5}))
    bus.import_finished.emit(RUN)
    qtbot.waitUntil(lambda: not runner.busy)
    assert desk.asked == asked_before, "a window that is gone asks nothing"
    assert room.window is None
