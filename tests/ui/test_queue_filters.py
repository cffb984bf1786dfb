"""The queue narrowed, several lines at once, what a right-click offers, who has no next step, what is put off."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from itow_desktop.domain.rules import Actor
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine, WorkQueue
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.finding.pick import PickDialog
from itow_desktop.ui.dialogs.queue.without_step import WithoutStepDialog, without_step
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.models.queue import Column
from itow_desktop.ui.models.queue_groups import Group, group, ids
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.queue_text import ASLEEP, URGENCY, Verb, what_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.queue_fakes import FakeOffice, busy_office

Settle = Callable[[], None]
KIM, LEE = Person(1, "Kim"), Person(2, "Lee Okafor")


class DeskOffice(FakeOffice):
    """An office in which lines are given, put off."""

    def __init__(self) -> None:
        super().__init__()
        self.workers: dict[int, Person] = {}
        self.snoozed: dict[int, date] = {}

    def queue(self) -> WorkQueue:
        found = super().queue()
        lines = sorted((self._worked(line) for line in found.lines), key=lambda line: line.asleep)
        known = {line.case.custody_id for line in lines}
        resting = tuple(self._case(car) for car in self.cars.values() if car.custody_id not in known)
        return replace(found, lines=tuple(lines), resting=resting)

    def _worked(self, line: QueueLine) -> QueueLine:
        car = line.case.custody_id
        until = self.snoozed.get(car)
        case = replace(line.case, snoozed_until=until, snooze_reason="clerk calls back" if until else None)
        return replace(line, case=case, worker=self.workers.get(car), asleep=until is not None)


@pytest.fixture
def office() -> DeskOffice:
    made = DeskOffice()
    made.cars = busy_office().cars
    return made


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    def wait() -> None:
        qtbot.waitUntil(lambda: not runner.busy)
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not runner.busy)

    return wait


@pytest.fixture
def pane(qtbot: QtBot, runner: TaskRunner, bus: Bus, office: DeskOffice, settle: Settle) -> QueuePane:
    pane = QueuePane(runner, bus, Who(KIM), work=office, paper=office)
    qtbot.addWidget(pane)
    pane.resize(1100, 760)
    pane.recall(WindowMemory(NoMemory()))
    pane.show()
    pane.refresh()
    settle()
    return pane


def shown(pane: QueuePane) -> set[int]:
    return {line.case.custody_id for part in pane.model.groups for line in part.lines}


def go_to(pane: QueuePane, custody_id: int) -> None:
    index = pane.model.find(custody_id)
    assert index.isValid()
    pane.list.setExpanded(index.parent(), True)
    pane.list.setCurrentIndex(index)


def part_of(pane: QueuePane, custody_id: int) -> Group:
    return next(part for part in pane.model.groups if custody_id in ids(part.lines))


def offered(pane: QueuePane, custody_id: int) -> dict[str, bool]:
    """What a right-click on a car's line offers, and whether each can be pressed."""
    go_to(pane, custody_id)
    pane.list.menu_asked.emit(QPoint(10, 10))
    menu = next(each for each in pane.findChildren(QMenu) if each.isVisible() and each is not pane.filters.menu)
    found = {action.text().partition("\t")[0].replace("&", ""): action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    return found


# --- narrowing -----------------------------------------------------------------------------------------------------------


def test_mine_shows_the_lines_of_whoever_sits_here(qtbot: QtBot, pane: QueuePane, office: DeskOffice, bus: Bus, settle: Settle) -> None:
    office.workers = {1: KIM, 8: KIM, 2: LEE}
    bus.queue_changed.emit()
    settle()
    before = pane.badge
    QTest.mouseClick(pane.filters.mine, Qt.MouseButton.LeftButton)
    assert shown(pane) == {1, 8}
    assert sum(pane.model.counts().values()) == 2
    assert pane.badge == before  # the rail counts the whole office's work
    pane._who.become(LEE)
    assert shown(pane) == {2}
    assert pane.escape()
    assert len(shown(pane)) > 10
    assert not pane.filters.mine.isChecked()


def test_who_has_a_line_stands_on_it(pane: QueuePane, office: DeskOffice, bus: Bus, settle: Settle) -> None:
    assert pane.list.isColumnHidden(Column.WHO)
    office.workers = {1: LEE}
    bus.queue_changed.emit()
    settle()
    assert not pane.list.isColumnHidden(Column.WHO)
    cell = pane.model.find(1).siblingAtColumn(Column.WHO)
    assert (cell.data(), cell.data(Qt.ItemDataRole.ToolTipRole)) == ("Lee O.", "Lee Okafor")


@pytest.mark.parametrize("name", ["step", "agency", "property"])
def test_each_filter_offers_what_some_line_has_and_leaves_just_those(pane: QueuePane, settle: Settle, name: str) -> None:
    lines, every = pane.model.lines, shown(pane)
    pane.filters.pick_asked.emit(name)
    dialog = pane.window().findChild(PickDialog)
    assert isinstance(dialog, PickDialog)
    first = dialog.shown[0]
    dialog.list.itemClicked.emit(dialog.list.topLevelItem(0), 0)
    settle()
    assert pane.filters.words == [first]
    left = shown(pane)
    assert left < every
    read: dict[str, Callable[[QueueLine], object]] = {
        "step": lambda line: line.item.step,
        "agency": lambda line: line.case.agency_id or 0,
        "property": lambda line: line.case.property_key,
    }
    values = {read[name](line) for line in lines if line.case.custody_id in left}
    assert len(values) == 1
    assert left == {line.case.custody_id for line in lines if read[name](line) in values}
    chip = pane.filters._chips[0]
    chip.click()
    assert shown(pane) == every


def test_filters_and_words_hold_together_and_say_so_when_nothing_is_left(pane: QueuePane) -> None:
    pane.filters.narrow("agency", 2, "Flint PD")
    pane.chips.choose(Urgency.LATE)
    assert pane.model.groups == ()
    assert pane.empty.text == 'Nothing is "Late" of Flint PD now.'
    assert pane.escape()
    assert len(pane.model.groups) > 5


# --- several at once -------------------------------------------------------------------------------------------------------


def test_shift_and_the_arrows_tick_line_by_line(qtbot: QtBot, pane: QueuePane) -> None:
    part = part_of(pane, 5)
    first = part.lines[0].case.custody_id
    go_to(pane, first)
    QTest.keyClick(pane.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert ids(pane.model.ticked(part)) == ids(part.lines[:2])
    QTest.keyClick(pane.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert ids(pane.model.ticked(part)) == ids(part.lines[:3])
    assert pane.chosen_cars() == ids(part.lines[:3])


def test_shift_and_a_click_tick_all_between_ctrl_one(pane: QueuePane) -> None:
    part = part_of(pane, 5)
    first, *_, last = part.lines
    go_to(pane, first.case.custody_id)

    def click(custody_id: int, key: Qt.KeyboardModifier) -> None:
        rect = pane.list.visualRect(pane.model.find(custody_id).siblingAtColumn(Column.CAR))
        QTest.mouseClick(pane.list.viewport(), Qt.MouseButton.LeftButton, key, rect.center())

    click(last.case.custody_id, Qt.KeyboardModifier.ShiftModifier)
    assert pane.model.ticked(part) == part.lines
    click(first.case.custody_id, Qt.KeyboardModifier.ControlModifier)
    assert pane.model.ticked(part) == part.lines[1:]


def test_ctrl_a_ticks_the_group_once_and_for_all(qtbot: QtBot, pane: QueuePane) -> None:
    part = part_of(pane, 5)
    go_to(pane, 5)
    pane._tick_all.trigger()
    assert pane.model.ticked(part) == part.lines
    pane._tick_all.trigger()
    assert pane.model.ticked(part) == part.lines
    assert pane._tick_all.shortcut().toString() == "Ctrl+A"


# --- what applies ------------------------------------------------------------------------------------------------------------


def test_a_right_click_offers_what_applies_to_the_car(pane: QueuePane, office: DeskOffice, bus: Bus, settle: Settle) -> None:
    to_print = offered(pane, 5)  # called in already, its TOP not printed
    assert {"Print TOP...", "SOS notice date...", "LEIN entry...", "Picked up...", "Sort kind...", "Why this date..."} <= to_print.keys()
    waiting = offered(pane, 17)  # its notice is dated
    assert not {"Called in...", "Print TOP...", "LEIN entry...", "SOS notice date..."} & waiting.keys()
    assert waiting["Picked up..."]
    office.cars[5].custody = CustodyKind.GARAGE_LIEN
    bus.queue_changed.emit()
    settle()
    lien = offered(pane, 5)
    assert not {"Called in...", "Print TOP...", "Sheet for calling...", "LEIN entry...", "SOS notice date..."} & lien.keys()


def test_a_car_on_hold_may_not_leave_and_the_menu_says_why(pane: QueuePane) -> None:
    held = offered(pane, 9001)
    assert held["Picked up..."] is False
    assert pane._verbs[Verb.PICKED_UP].toolTip() == "Picked up...	U: the car is on hold (police)."


# --- others' duties ------------------------------------------------------------------------------------------------------------


def test_whoever_is_past_their_time_has_one_line_each_and_is_never_red(pane: QueuePane, office: DeskOffice) -> None:
    done = (("police_notified", "2026-05-02T07:00"), ("letter_printed", "2026-05-02"))
    for number in range(50, 54):
        office.add(number, ("towed", "2026-05-02T08:00"), *done, agency_id=1 + number % 2)
    office.add(54, ("towed", "2026-05-02T08:00"), *done, custody=CustodyKind.POLICE_ORDINARY)  # another step of the same agency
    office.day += timedelta(days=60)
    lines = office.queue().lines
    chased = [line for line in lines if line.item.urgency is Urgency.CHASE]
    assert {line.item.actor for line in chased} >= {Actor.POLICE, Actor.STATE}
    assert all(line.item.actor in {Actor.US, Actor.SELLER} for line in lines if line.item.urgency is Urgency.LATE)
    assert URGENCY[Urgency.CHASE].tone is Tone.TODAY
    parts = [part for part in group(lines) if part.word == Urgency.CHASE]
    asked = [
        (line.item.actor, line.case.agency_id if line.item.actor is Actor.POLICE else None) for part in parts for line in part.lines[:1]
    ]
    assert len(asked) == len(set(asked))  # one for each agency
    assert all(Verb.CHASE in part.verbs for part in parts)
    assert any({line.item.rule for line in part.lines} == {"mi.lein_entry", "mi.lein_abandoned"} for part in parts)
    police = next(part for part in parts if part.lines[0].item.actor is Actor.POLICE and part.lines[0].agency)
    assert police.title == f"Chase up {police.lines[0].agency.name}"  # type: ignore[union-attr]
    assert police.phone == police.lines[0].agency.phone  # type: ignore[union-attr]


# --- put off, without a step ---------------------------------------------------------------------------------------------------


def test_what_is_put_off_stands_folded_below_everything(pane: QueuePane, office: DeskOffice, bus: Bus, settle: Settle) -> None:
    office.snoozed = {17: office.day + timedelta(days=3)}
    bus.queue_changed.emit()
    settle()
    last = pane.model.groups[-1]
    assert (last.word, ids(last.lines), last.folded) == (ASLEEP, (17,), True)
    assert what_text(last.lines[0], office.day) == "until Sat 5/23: clerk calls back"
    assert pane.model.counts()[ASLEEP] == 1
    pane.chips.choose(ASLEEP)
    assert shown(pane) == {17}


def test_the_head_leads_to_those_without_a_next_step(qtbot: QtBot, pane: QueuePane, office: DeskOffice, bus: Bus, settle: Settle) -> None:
    office.cars[5].custody = CustodyKind.NOT_AN_IMPOUND
    bus.queue_changed.emit()
    settle()
    QTest.mouseClick(pane.headline, Qt.MouseButton.LeftButton)
    dialog = pane.findChild(WithoutStepDialog)
    assert isinstance(dialog, WithoutStepDialog)
    rows = [row for place in range(dialog.list.topLevelItemCount()) if (row := dialog.list.topLevelItem(place))]
    told = {row.data(0, Qt.ItemDataRole.UserRole): row.text(3) for row in rows}
    assert told[5] == "Not an impound: no legal step"
    assert set(told) == {5, *(line.case.custody_id for line in pane.model.lines if line.item.urgency is Urgency.STOPPED)}
    assert all(told.values())
    with qtbot.waitSignal(pane.car_opened) as opened:
        dialog.list.itemActivated.emit(rows[0], 0)
    assert opened.args == [rows[0].data(0, Qt.ItemDataRole.UserRole)]


def test_a_car_nobody_knows_a_reason_for_comes_first(pane: QueuePane) -> None:
    queue = pane.model.queue
    assert queue is not None
    odd = queue.lines[-1]
    lost = replace(odd, item=replace(odd.item, urgency=Urgency.NONE))
    found = without_step(replace(queue, lines=(*queue.lines[:-1], lost)))
    assert found[0].case is odd.case
    assert found[0].reason is None
    assert all(each.reason for each in found[1:])


def test_a_window_that_closes_says_when(pane: QueuePane) -> None:
    line = pane.model.lines[0]
    today = date(2026, 5, 20)
    for days, words in ((0, "window closes today"), (1, "window closes tomorrow"), (3, "window closes in 3 days")):
        item = replace(line.item, urgency=Urgency.TODAY, until=today + timedelta(days=days), before=None, more=0)
        assert what_text(replace(line, item=item), today) == words
    early = replace(line.item, urgency=Urgency.TODAY, until=None, before="the weekend", why="TOP not printed yet", more=1)
    assert what_text(replace(line, item=early), today) == "before the weekend: TOP not printed yet +1"


# --- many ----------------------------------------------------------------------------------------------------------------------


def test_the_first_lines_are_shown_before_all_are_read_and_count_nothing(
    qtbot: QtBot, runner: TaskRunner, bus: Bus, office: DeskOffice, settle: Settle
) -> None:
    pane = QueuePane(runner, bus, Who(KIM), work=office, paper=office)
    qtbot.addWidget(pane)
    pane.show()
    some = office.first_lines()
    pane._first_read(replace(some, lines=some.lines[:5]))
    assert len(shown(pane)) == 5
    assert pane.badge is None
    assert not pane.headline.isEnabled()
    assert pane.list.isVisible()
    pane.refresh()
    settle()
    assert len(shown(pane)) > 10
    assert pane.headline.isEnabled()
    assert [name for name, _ in office.log if name == "queue"] == ["queue", "queue"]  # the second asks for all of them only
    pane._first_read(replace(some, lines=some.lines[:5]))
    assert len(shown(pane)) > 10  # first lines that come late change nothing


def test_twenty_thousand_lines_are_grouped_narrowed_and_walked_through(qtbot: QtBot, pane: QueuePane) -> None:
    queue = pane.model.queue
    assert queue is not None
    many = [
        replace(line, case=replace(line.case, custody_id=number), item=replace(line.item, custody_id=number))
        for number, line in zip(range(100_000, 120_000), itertools.cycle(queue.lines))
    ]
    order = {word: place for place, word in enumerate(Urgency)}
    many.sort(key=lambda line: (order[line.item.urgency], line.item.step))
    began = perf_counter()
    pane.model.put(replace(queue, lines=tuple(many), active=20_000, accounted_for=20_000))
    pane.list.viewport().repaint()
    took = perf_counter() - began
    assert len(shown(pane)) == 20_000
    assert sum(pane.model.counts().values()) == 20_000
    assert took < 2.0  # 0.2 s on an idle desk PC; the machines that test are shared
    last = pane.model.groups[-1].lines[-1].case.custody_id
    go_to(pane, last)
    assert pane.list.line is not None
    assert pane.list.line.case.custody_id == last
    pane._tick_all.trigger()
    assert len(pane.chosen_cars()) == len(pane.model.groups[-1].lines)
    pane.filters.narrow("agency", 2, "Flint Township PD")
    assert {line.case.agency_id for part in pane.model.groups for line in part.lines} == {2}
