"""The find box: results as it is typed, keys, late answers, own cars, the box of commands, what was scanned."""

from collections.abc import Callable
from threading import Event as Gate

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from itow_desktop.domain.finding import understand
from itow_desktop.domain.findings import Findable, Place, ranked
from itow_desktop.domain.picking import pick_order
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.finding import COUNTED, Findings, OwnCars, Scan
from itow_desktop.services.views import Person
from itow_desktop.ui.commands import commands, plain, shortcut_rows
from itow_desktop.ui.dialogs.finding.pick import Choice, PickDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.models.findings import FindingsModel, LineKind
from itow_desktop.ui.own_cars import OwnCarKeeper, StarButton
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.scan_teller import ScanNote, ScanTeller, scan_words
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.finding.results import FindResults
from tests.ui.yard import TODAY, ZONE, Yard, away, vin


class Finder:
    """Answers like the office does, over the cars of a yard, with gates for answers that come late."""

    def __init__(self, yard: Yard) -> None:
        self.yard = yard
        self.asked: list[str] = []
        self.gates: dict[str, Gate] = {}
        self.trouble: Exception | None = None
        self.starred: list[int] = []
        self.seen: list[int] = []

    def cars(self) -> list[Findable]:
        """Every car of the yard."""
        return [findable(row.custody_id, self.yard) for row in self.yard.rows]

    def find(self, text: str) -> Findings:
        """What has all the pieces."""
        self.asked.append(text)
        if (gate := self.gates.get(text)) is not None:
            assert gate.wait(10)
        if self.trouble is not None:
            raise self.trouble
        sought = understand(text, TODAY)
        hits = ranked(self.cars(), sought)
        found = tuple(hit for hit in hits if len(hit.why) and hit.strength)
        return Findings(text, found[:30], len(found), text)

    def own_cars(self, person: Person | None) -> OwnCars:
        """Those of everybody who sits here."""
        if self.trouble is not None:
            raise self.trouble
        by_id = {car.custody_id: car for car in self.cars()}
        recent = [each for each in reversed(self.seen) if each not in self.starred]
        return OwnCars(tuple(by_id[each] for each in self.starred), tuple(by_id[each] for each in dict.fromkeys(recent)))

    def saw_car(self, person: Person | None, custody_id: int) -> None:
        """Remember it."""
        self.seen.append(custody_id)

    def star_car(self, person: Person | None, custody_id: int, on: bool) -> None:
        """Mark it."""
        if self.trouble is not None:
            raise self.trouble
        self.starred = [each for each in self.starred if each != custody_id] + ([custody_id] if on else [])

    def scanned(self, text: str) -> Scan:
        """The car with that VIN."""
        if self.trouble is not None:
            raise self.trouble
        car = next((car for car in self.cars() if text in {car.text(Place.VIN), car.text(Place.PLATE)}), None)
        return Scan(text, car, text if len(text) == 17 else None)


def findable(custody_id: int, yard: Yard) -> Findable:
    facts = yard.cars[custody_id].fields
    row = next(row for row in yard.rows if row.custody_id == custody_id)
    texts = [(place, str(value)) for place in Place if (value := getattr(facts, place.value, None)) is not None]
    return Findable(custody_id, row.status, row.towed_at, tuple(texts))


@pytest.fixture
def finder(yard: Yard) -> Finder:
    """Over the forty cars."""
    return Finder(yard)


@pytest.fixture
def results(*, qtbot: QtBot, window: MainWindow, runner: TaskRunner, finder: Finder, who: Who, pane: VehiclesPane) -> FindResults:
    """The results under the box of a window on the screen."""
    results = FindResults(runner, finder, who, zone=lambda: ZONE, today=lambda: TODAY, parent=window)
    window.find_box.offer(results)
    results.opened.connect(window.open_car)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.start()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.find_box.hasFocus)
    return results


def typed(qtbot: QtBot, window: MainWindow, results: FindResults, text: str) -> list[str]:
    """Type it and wait for its answer; the lines."""
    window.find_box.clear()
    QTest.keyClicks(window.find_box, text)
    qtbot.waitUntil(lambda: not results.waiting and results._answered == " ".join(text.split()))
    return [line.title.text for line in results.model.lines]


# --- results -----------------------------------------------------------------------------------------------------------


def test_what_is_found_stands_under_the_box_with_its_reason(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    lines = typed(qtbot, window, results, "abc1240")
    assert lines == ["ABC1240 MI  gray 2011 Chevrolet Malibu", "Show it in the list"]
    assert results.isVisible()
    assert results.geometry().top() >= window.find_box.geometry().bottom()
    line = results.model.lines[0]
    assert [(each.text, each.spans) for each in line.why] == [("plate ABC1240", ((6, 13),))]
    assert line.aside == "on lot, C-6"


def test_the_list_behind_stays_as_it_is_until_it_is_asked(
    qtbot: QtBot, window: MainWindow, results: FindResults, pane: VehiclesPane
) -> None:
    typed(qtbot, window, results, "civic")
    assert pane.model.query.search == ""
    assert pane.model.total == 37


def test_enter_opens_the_first_and_arrows_choose_another(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    typed(qtbot, window, results, "civic")
    second = results.model.lines[1].custody_id
    QTest.keyClick(window.find_box, Qt.Key.Key_Down)
    with qtbot.waitSignal(results.opened) as opened:
        QTest.keyClick(window.find_box, Qt.Key.Key_Return)
    assert opened.args == [second]
    assert window.details.custody_id == second
    assert not results.isVisible()
    assert window.find_box.text() == ""


def test_ctrl_enter_asks_for_the_page(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    typed(qtbot, window, results, "abc1240")
    with qtbot.waitSignal(results.page_asked) as asked:
        QTest.keyClick(window.find_box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [7]


def test_arrows_go_round_and_pass_heads_by(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    typed(qtbot, window, results, "abc1240")
    QTest.keyClick(window.find_box, Qt.Key.Key_Up)
    assert results.current is not None
    assert results.current.kind is LineKind.ALL
    QTest.keyClick(window.find_box, Qt.Key.Key_Down)
    assert results.current.custody_id == 7
    assert window.find_box.accessibleDescription().startswith("ABC1240 MI")


def test_the_last_line_shows_all_in_the_list_gone_ones_too(
    qtbot: QtBot, window: MainWindow, results: FindResults, pane: VehiclesPane
) -> None:
    lines = typed(qtbot, window, results, "ford")
    assert lines[-1] == "Show all 7 in the list"
    QTest.keyClick(window.find_box, Qt.Key.Key_Up)
    with qtbot.waitSignal(pane.model.rows_changed):
        QTest.keyClick(window.find_box, Qt.Key.Key_Return)
    assert pane.filters.words == ['"ford"']
    assert pane.model.total == 7
    assert CustodyStatus.PICKED_UP in {row.status for row in pane.model.rows}
    assert pane.table.hasFocus()


def test_enter_ahead_of_the_answer_waits_for_it(qtbot: QtBot, window: MainWindow, results: FindResults, finder: Finder) -> None:
    finder.gates["abc1240"] = Gate()
    QTest.keyClicks(window.find_box, "abc1240")
    QTest.keyClick(window.find_box, Qt.Key.Key_Return)
    with qtbot.waitSignal(results.opened) as opened:
        finder.gates["abc1240"].set()
    assert opened.args == [7]


def test_the_answer_to_an_older_text_is_dropped(qtbot: QtBot, window: MainWindow, results: FindResults, finder: Finder) -> None:
    finder.gates["civic"] = Gate()
    QTest.keyClicks(window.find_box, "civic")
    qtbot.waitUntil(lambda: "civic" in finder.asked)
    lines = typed(qtbot, window, results, "malibu")
    with qtbot.waitSignal(results._runner.idle):
        finder.gates["civic"].set()
    assert [line.title.text for line in results.model.lines] == lines
    assert all("Malibu" in line for line in lines[:-1])


def test_nothing_found_says_what_to_try(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    (line,) = typed(qtbot, window, results, "zzzz")
    assert line.startswith('Nothing matches "zzzz". Try less of it')
    QTest.keyClick(window.find_box, Qt.Key.Key_Return)  # nothing to open, nothing breaks
    QTest.keyClick(window.find_box, Qt.Key.Key_Down)
    assert results.current is None


def test_esc_closes_and_clears_then_goes_back_to_the_list(
    qtbot: QtBot, window: MainWindow, results: FindResults, pane: VehiclesPane
) -> None:
    typed(qtbot, window, results, "civic")
    QTest.keyClick(window.find_box, Qt.Key.Key_Escape)
    assert not results.isVisible()
    assert window.find_box.text() == ""


def test_it_goes_away_with_the_focus_and_late_answers_do_not_bring_it_back(
    qtbot: QtBot, window: MainWindow, results: FindResults, finder: Finder, pane: VehiclesPane
) -> None:
    finder.gates["civic"] = Gate()
    QTest.keyClicks(window.find_box, "civic")
    pane.table.setFocus()
    with qtbot.waitSignal(results._runner.idle):
        finder.gates["civic"].set()
    assert not results.isVisible()


def test_a_database_that_is_away_is_said(qtbot: QtBot, window: MainWindow, results: FindResults, finder: Finder) -> None:
    finder.trouble = away()
    QTest.keyClicks(window.find_box, "c")
    qtbot.waitUntil(lambda: not results.waiting and bool(results.model.lines))
    assert results.model.lines[0].title.text == "The database does not answer. Nothing was lost."


def test_a_click_opens_too(qtbot: QtBot, window: MainWindow, results: FindResults) -> None:
    typed(qtbot, window, results, "abc1240")
    place = results.view.visualRect(results.model.index(0)).center()
    with qtbot.waitSignal(results.opened):
        QTest.mouseClick(results.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_model_keeps_qt_s_contract(qtbot: QtBot, finder: Finder) -> None:
    model = FindingsModel(lambda: ZONE, lambda: TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put_found(finder.find("ford"))
    assert model.rowCount() == 8
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEditable
    model.put_found(Findings("x", note="Nothing has x."))
    assert [line.kind for line in model.lines] == [LineKind.HEAD, LineKind.HEAD]
    assert tester.model() is model


def test_more_than_was_counted_is_said(qtbot: QtBot, finder: Finder) -> None:
    model = FindingsModel(lambda: ZONE, lambda: TODAY)
    found = finder.find("ford")
    model.put_found(Findings("ford", found.hits, COUNTED + 1, "ford"))
    assert model.lines[-1].title.text == "Show all in the list (more than 1,000)"


# --- own cars ----------------------------------------------------------------------------------------------------------


def test_the_empty_box_shows_marked_cars_then_the_last_ones(qtbot: QtBot, window: MainWindow, results: FindResults, finder: Finder) -> None:
    finder.seen, finder.starred = [3, 5, 4], [9]
    typed(qtbot, window, results, "x")
    window.find_box.clear()
    qtbot.waitUntil(lambda: results._answered == "")
    lines = results.model.lines
    assert [(line.kind, line.custody_id) for line in lines] == [
        (LineKind.HEAD, None), (LineKind.CAR, 9), (LineKind.HEAD, None), (LineKind.CAR, 4), (LineKind.CAR, 5), (LineKind.CAR, 3),
    ]  # fmt: skip
    assert lines[1].starred
    assert results.current is not None
    assert results.current.custody_id == 9


@pytest.fixture
def keeper(qtbot: QtBot, runner: TaskRunner, finder: Finder, who: Who) -> OwnCarKeeper:
    """Kim's cars."""
    return OwnCarKeeper(runner, finder, who)


def test_a_star_is_put_on_and_taken_off(qtbot: QtBot, keeper: OwnCarKeeper, finder: Finder) -> None:
    star = StarButton(keeper)
    qtbot.addWidget(star)
    star.show_car(7)
    with qtbot.waitSignal(keeper.changed):
        star.click()
    assert finder.starred == [7]
    assert (star.marked, star.text()) == (True, "Marked")
    with qtbot.waitSignal(keeper.changed):
        star.click()
    assert (finder.starred, star.marked) == ([], False)


def test_a_star_that_cannot_be_kept_is_said(qtbot: QtBot, keeper: OwnCarKeeper, finder: Finder) -> None:
    finder.trouble = away()
    with qtbot.waitSignal(keeper.troubled):
        keeper.star(7, True)
    assert keeper.starred == frozenset()


def test_opened_cars_are_remembered_for_whoever_sits_there(qtbot: QtBot, keeper: OwnCarKeeper, finder: Finder, who: Who) -> None:
    with qtbot.waitSignal(keeper.changed):
        keeper.opened(7)
    assert [car.custody_id for car in keeper.own.recent] == [7]
    who.become(None)
    keeper.opened(8)
    assert finder.seen == [7]


def test_marked_cars_have_a_star_in_the_list(qtbot: QtBot, pane: VehiclesPane) -> None:
    with qtbot.waitSignal(pane.model.rows_changed):
        pane.start()
    cell = pane.model.index(0, 0)
    assert cell.data(Qt.ItemDataRole.DecorationRole) is None
    with qtbot.waitSignal(pane.model.dataChanged):
        pane.model.star(frozenset({pane.model.rows[0].custody_id}))
    assert cell.data(Qt.ItemDataRole.DecorationRole) is not None
    assert pane.model.index(1, 0).data(Qt.ItemDataRole.DecorationRole) is None


# --- scans -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def teller(window: MainWindow, runner: TaskRunner, finder: Finder) -> ScanTeller:
    """Says it in the window."""
    return ScanTeller(runner, finder, window)


def test_a_scan_opens_its_car_and_says_so(qtbot: QtBot, window: MainWindow, teller: ScanTeller, pane: VehiclesPane) -> None:
    with qtbot.waitSignal(teller.opened) as opened:
        teller.tell(vin(6))
    assert opened.args == [7]
    assert pane.news.text == f"VIN ...{vin(6)[-8:]}: gray 2011 Chevrolet Malibu, ABC1240, on the lot, spot C-6."


def test_an_unknown_vin_offers_to_add_the_car(qtbot: QtBot, window: MainWindow, teller: ScanTeller, pane: VehiclesPane) -> None:
    unknown = vin(900)
    teller.tell(unknown)
    qtbot.waitUntil(lambda: pane.news.text == f"VIN {unknown}: no car here has it.")
    with qtbot.waitSignal(teller.add_asked) as asked:
        pane.news._action.click()
    assert asked.args == [unknown]


def test_a_scanned_vin_that_cannot_be_right_is_doubted() -> None:
    wrong = vin(900)[:8] + "X" + vin(900)[9:]
    assert scan_words(Scan(wrong, None, wrong)).endswith("Its check digit is wrong: scan again, or compare it with the car.")


def test_an_unknown_code_is_said_with_what_was_read(qtbot: QtBot, teller: ScanTeller, pane: VehiclesPane) -> None:
    teller.tell("036000291452")
    qtbot.waitUntil(lambda: pane.news.text == 'The scanner read "036000291452": nothing here is called so.')


def test_a_scan_while_the_database_is_away_is_not_lost_silently(
    qtbot: QtBot, teller: ScanTeller, pane: VehiclesPane, finder: Finder
) -> None:
    finder.trouble = away()
    teller.tell(vin(6))
    qtbot.waitUntil(lambda: "The database does not answer" in pane.news.text)


def test_in_a_dialog_it_is_said_on_the_dialog(qtbot: QtBot, window: MainWindow, teller: ScanTeller) -> None:
    with qtbot.waitExposed(window):
        window.show()
    dialog = QDialog(window)
    dialog.resize(500, 300)
    QVBoxLayout(dialog).addWidget(QLineEdit())
    dialog.open()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    for number in (6, 12):
        with qtbot.waitSignal(teller.opened):
            teller.tell(vin(number))
    shown = [note for note in dialog.findChildren(ScanNote) if note.isVisible()]
    assert [note.words for note in shown] == [f"VIN ...{vin(12)[-8:]}: gray 2011 Chevrolet Malibu, ABC1246, picked up."]
    dialog.close()


# --- commands ----------------------------------------------------------------------------------------------------------


def test_every_entry_of_the_menus_is_among_the_commands(window: MainWindow) -> None:
    words = {each.words for each in commands(window)}
    shown = {plain(action.text()) for menu in window.menus for action in menu.actions() if action.isVisible() and not action.isSeparator()}
    assert shown <= words


def test_a_command_does_what_its_entry_does(qtbot: QtBot, window: MainWindow) -> None:
    find = next(each for each in commands(window) if each.words == "Find anything")
    assert find.keys == "Ctrl+F"
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    find.run()
    qtbot.waitUntil(window.find_box.hasFocus)


def test_a_command_that_is_off_says_why(window: MainWindow) -> None:
    edit = next(each for each in commands(window) if each.words == "Edit")
    assert edit.reason == "choose a vehicle first."


def test_the_card_holds_each_shortcut_of_the_real_entries(window: MainWindow) -> None:
    rows = shortcut_rows(window)
    card = {(keys, words) for keys, words, _ in rows}
    for menu in window.menus:
        for action in menu.actions():
            if action.isVisible() and not action.shortcut().isEmpty():
                assert (action.shortcut().toString(), plain(action.text()).partition(":")[0]) in card
    assert ("Alt+F", "File menu") in card
    assert ("F4", "Details") in card
    assert len(rows) == len(set(rows))


@pytest.fixture
def picking(qtbot: QtBot) -> Callable[..., PickDialog]:
    """Opens the box over choices."""

    def make(*choices: Choice) -> PickDialog:
        dialog = PickDialog("Find a command", choices)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_the_box_shrinks_as_it_is_typed_and_enter_takes(qtbot: QtBot, picking: Callable[..., PickDialog]) -> None:
    box = picking(Choice("Print this list", value=1), Choice("Import", value=2), Choice("Pick a printer", value=3))
    assert box.shown == ["Print this list", "Import", "Pick a printer"]
    QTest.keyClicks(box.line, "pri")
    assert box.shown == ["Print this list", "Pick a printer"]
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    with qtbot.waitSignal(box.picked) as picked:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert picked.args == [3]


def test_what_cannot_be_done_now_is_not_taken(qtbot: QtBot, picking: Callable[..., PickDialog]) -> None:
    box = picking(Choice("Edit", value=1, reason="choose a vehicle first."))
    taken: list[object] = []
    box.picked.connect(taken.append)
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert taken == []
    assert box.isVisible()


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("", ["Print this list", "Add a vehicle", "Open page", "Refresh"]),
        ("pa", ["Open page"]),
        ("add vehicle", ["Add a vehicle"]),
        ("op", ["Open page"]),
        ("ptl", ["Print this list"]),
        ("refrehs", ["Refresh"]),
        ("pirnt", ["Print this list"]),
        ("zzz", []),
    ],
)
def test_few_letters_tell_a_command(typed: str, order: list[str]) -> None:
    choices = ["Print this list", "Add a vehicle", "Open page", "Refresh"]
    assert [choices[place] for place in pick_order(typed, choices)] == order
