"""The room of the desk over a real database: each dialog does its deed, says what is wrong, tells the window."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.events import Event, EventKind
from itow_desktop.domain.holds import Hold
from itow_desktop.domain.people import Rights
from itow_desktop.services import people
from itow_desktop.services.desks.desk_work import WorkDesk
from itow_desktop.services.holding import NewHold
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.views import Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.desk.away import AwayDialog
from itow_desktop.ui.dialogs.desk.give import GiveDialog
from itow_desktop.ui.dialogs.desk.hold import HoldDialog, LiftDialog
from itow_desktop.ui.dialogs.desk.move_later import MoveLaterDialog
from itow_desktop.ui.dialogs.desk.second_person import SecondPersonDialog
from itow_desktop.ui.dialogs.desk.snooze import SnoozeDialog
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.desk_work import DeskWorkRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import event_words
from tests.builders import NOW, call
from tests.db.cars import bring
from tests.db.offices import OpenOffice
from tests.ui.test_on_postgresql import Front

TODAY = NOW.date()
PIN = "4071"
D = TypeVar("D", bound=QDialog)


class Desk:
    """The window with the room in it, one car that was towed long ago, one of today."""

    def __init__(self, office: OpenOffice, front: Front, bus: Bus, runner: TaskRunner) -> None:
        long_ago = NOW - timedelta(days=20)
        then: dict[str, Any] = {"called_at": long_ago, "arrived_at": long_ago, "completed_at": long_ago}
        now: dict[str, Any] = {"called_at": NOW, "arrived_at": NOW, "completed_at": NOW}
        self.old, self.new = bring(office, call(**then, plate="OLD1111"), call(**now, plate="NEW2222"))
        self.office, self.front, self.bus, self.runner = office, front, bus, runner
        self.work = WorkDesk(cast("Any", None), office.shift)
        house = House(runner, bus, front.who, WindowMemory(NoMemory()))
        self.room = DeskWorkRoom(house, self.work)
        self.room.move_in(front.window)

    def person(self, name: str, rights: Rights = Rights.CLERK, pin: str | None = None) -> Person:
        """Somebody else who works here."""
        person = people.add_person(self.office.shift, name, rights)
        if pin is not None:
            people.set_pin(self.office.shift, person, pin)
        return next(each for each in people.staff(self.office.shift).people if each.id == person.id)

    def case(self, custody_id: int) -> OpenCase:
        """A car as the queue reads it."""
        with self.office.shift.desk.look() as unit:
            return next(each for each in unit.deadlines.open_cases() if each.custody_id == custody_id)

    def sale(self) -> date | None:
        """From when on the old car may be sold."""
        return next(each.date for each in self.case(self.old).deadlines if each.rule_id == "mi.sale")

    @property
    def news(self) -> str:
        """What the pane in front tells."""
        return self.front.window.pane.news.text


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Front:
    """The window, on the screen."""
    front = Front(office, runner, bus)
    qtbot.addWidget(front.window)
    front.window.show()
    with qtbot.waitSignal(front.pane.model.rows_changed):
        front.pane.start()
    return front


@pytest.fixture
def desk(office: OpenOffice, front: Front, bus: Bus, runner: TaskRunner) -> Desk:
    """The room on it."""
    return Desk(office, front, bus, runner)


def opened(qtbot: QtBot, kind: type[D]) -> D:
    """The dialog of a kind that is on the screen, once it is."""

    def found() -> list[D]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def press(qtbot: QtBot, desk: Desk, button: QPushButton) -> None:
    """Press, and wait until the deed is told."""
    with qtbot.waitSignal(desk.bus.cars_changed):
        button.click()


# --- lines that wait, and whose they are -------------------------------------------------------------------------------


def test_snooze_by_keyboard_until_monday(qtbot: QtBot, desk: Desk) -> None:
    desk.room.snooze([desk.new])
    dialog = opened(qtbot, SnoozeDialog)
    assert not dialog.primary.isEnabled()
    monday = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Next &Monday")
    monday.click()
    assert dialog.day.text() == "Mon 3/9"
    QTest.keyClicks(dialog.reason, "officer calls back")
    press(qtbot, desk, dialog.primary)
    assert (desk.case(desk.new).snoozed_until, desk.case(desk.new).snooze_reason) == (date(2026, 3, 9), "officer calls back")
    with qtbot.waitSignal(desk.bus.cars_changed):
        desk.room.wake([desk.new])
    assert desk.case(desk.new).snoozed_until is None


def test_what_stays_in_sight_is_told(qtbot: QtBot, desk: Desk) -> None:
    record(desk.office.shift, desk.old, Entry(EventKind.CALL_IN_MISSED, on=TODAY))
    desk.room.snooze([desk.old, desk.new])
    dialog = opened(qtbot, SnoozeDialog)
    dialog.day.setText("+2")
    dialog.reason.setText("later")
    press(qtbot, desk, dialog.primary)
    assert desk.news.startswith("1 line waits; 1 line stays in sight, late or due today: OLD1111")


@pytest.mark.parametrize(("day", "said"), [("3/4", "tomorrow or later"), ("2/30", "is not in the calendar"), ("soon", "is no date")])
def test_a_day_that_cannot_be_keeps_what_is_typed(qtbot: QtBot, desk: Desk, day: str, said: str) -> None:
    desk.room.snooze([desk.new])
    dialog = opened(qtbot, SnoozeDialog)
    dialog.day.setText(day)
    dialog.reason.setText("later")
    dialog.primary.click()
    qtbot.waitUntil(lambda: said in dialog.problems.text)
    assert "error" not in dialog.problems.text
    assert dialog.reason.text() == "later"
    assert desk.case(desk.new).snoozed_until is None
    dialog.leave()


def test_give_to_somebody_who_is_away_says_who_stands_in(qtbot: QtBot, desk: Desk) -> None:
    lee = desk.person("Lee")
    kim = desk.office.shift.person
    assert kim is not None
    desk.work.go_away(kim, Absence(lee.id, kim.id, TODAY, TODAY + timedelta(days=3)))
    desk.room.give([desk.old, desk.new])
    dialog = opened(qtbot, GiveDialog)
    words = [dialog.people.item(row).text() for row in range(dialog.people.count())]
    assert words == ["Kim", "Lee, back Sat 3/7; Kim has the lines meanwhile", "Nobody: anybody may take it"]
    QTest.keyClick(dialog.people, Qt.Key.Key_Down)
    press(qtbot, desk, dialog.primary)
    assert {desk.case(each).assigned_to for each in (desk.old, desk.new)} == {lee.id}
    assert desk.work.crew().cover.of(lee.id) == kim.id
    with qtbot.waitSignal(desk.bus.cars_changed):
        desk.room.take([desk.old])
    assert desk.case(desk.old).assigned_to == kim.id


def test_an_absence_is_entered_and_taken_back(qtbot: QtBot, desk: Desk) -> None:
    lee = desk.person("Lee")
    desk.room.show_away()
    dialog = opened(qtbot, AwayDialog)
    qtbot.waitUntil(lambda: dialog.cover.count() == 2)
    dialog.first.setText("t")
    dialog.last.setText("+3")
    assert (dialog.who.currentText(), dialog.cover.currentText()) == ("Kim", "Lee")
    with qtbot.waitSignal(desk.bus.people_changed):
        dialog.primary.click()
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 1)
    assert [str(cell) for cell in dialog.model.cells(dialog.model.rows[0])] == ["Kim", "Wed 3/4", "Sat 3/7", "Lee"]
    kim = desk.office.shift.person
    assert kim is not None
    assert desk.work.crew().cover.of(kim.id) == lee.id
    qtbot.waitUntil(dialog.back.isEnabled)
    dialog.back.click()
    qtbot.waitUntil(lambda: not dialog.model.rows)
    assert desk.work.crew().absences == ()
    dialog.leave()


# --- holds -------------------------------------------------------------------------------------------------------------


def test_a_hold_is_placed_and_lifted(qtbot: QtBot, desk: Desk) -> None:
    desk.room.hold([desk.old])
    dialog = opened(qtbot, HoldDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData(Hold.ATTORNEY))
    assert dialog.keep.isChecked()
    assert not dialog.keep.isEnabled()
    dialog.reason.setText("Suit about the tow")
    assert not dialog.primary.isEnabled()
    dialog.authority.setText("Ann Archer")
    dialog.until.setText("+30")
    press(qtbot, desk, dialog.primary)
    case = desk.case(desk.old)
    assert (case.on_hold, case.legal_hold, case.hold_until) == (("attorney",), True, TODAY + timedelta(days=30))
    desk.room.lift([desk.old, desk.new])
    lift = opened(qtbot, LiftDialog)
    assert lift.kind.currentText() == "Attorney (Ann Archer), until 4/3/2026"
    lift.authority.setText("Ann Archer")
    lift.reason.setText("Settled")
    press(qtbot, desk, lift.primary)
    assert desk.case(desk.old).on_hold == ()
    desk.room.lift([desk.old])
    qtbot.waitUntil(lambda: desk.news == "No hold stands on what is chosen.")


def test_a_clerk_sees_that_a_legal_hold_is_a_managers(qtbot: QtBot, desk: Desk) -> None:
    desk.work.place_hold(desk.office.shift.person, [desk.old], NewHold(Hold.COURT_ORDER, "67th District Court", "Order of 3/1"))
    desk.front.who.become(desk.person("Lee"))
    desk.room.lift([desk.old])
    dialog = opened(qtbot, LiftDialog)
    dialog.authority.setText("somebody")
    dialog.reason.setText("over")
    assert not dialog.primary.isEnabled()
    dialog.authority.clear()
    dialog.reason.clear()
    dialog.leave()


# --- the second person -------------------------------------------------------------------------------------------------


def asked_for_later(desk: Desk, days: int = 30) -> date:
    """Kim asks to sell the old car later."""
    record(desk.office.shift, desk.old, Entry(EventKind.SOS_NOTICE_DATED, on=TODAY - timedelta(days=3)))
    before = desk.sale()
    assert before is not None
    desk.work.move_later(desk.office.shift.person, desk.old, "mi.sale", before + timedelta(days=days), "Owner in hospital")
    return before


def test_a_date_is_moved_by_one_and_confirmed_by_another_with_a_pin(qtbot: QtBot, desk: Desk) -> None:
    record(desk.office.shift, desk.old, Entry(EventKind.SOS_NOTICE_DATED, on=TODAY - timedelta(days=3)))
    before = desk.sale()
    assert before is not None
    desk.person("Lee", pin=PIN)
    desk.person("Robin", Rights.VIEWER, pin=PIN)
    desk.room.move_later([desk.old])
    dialog = opened(qtbot, MoveLaterDialog)
    dialog.date.setCurrentIndex(dialog.date.findData("mi.sale"))
    dialog.to.setText((before - timedelta(days=1)).isoformat())
    dialog.reason.setText("Owner in hospital")
    dialog.primary.click()
    qtbot.waitUntil(lambda: "only moved later" in dialog.problems.text)
    dialog.to.setText((before + timedelta(days=30)).isoformat())
    press(qtbot, desk, dialog.primary)
    assert desk.sale() == before
    desk.room.show_waiting()
    inbox = opened(qtbot, SecondPersonDialog)
    qtbot.waitUntil(lambda: inbox.second.count() == 1)
    assert inbox.second.currentText() == "Lee"
    assert inbox.chosen is not None
    assert inbox.chosen.reason == "Owner in hospital"
    inbox.entry.pin.setText("9999")
    inbox.entry.button.click()
    qtbot.waitUntil(lambda: "This is not the PIN of Lee" in inbox.entry.verdict.text())
    assert desk.sale() == before
    inbox.entry.pin.setText(PIN)
    press(qtbot, desk, inbox.entry.button)
    qtbot.waitUntil(lambda: not inbox.model.rows)
    assert inbox.empty.isVisible()
    assert desk.sale() == before + timedelta(days=30)
    inbox.reject()


def test_without_anybody_elses_pin_the_inbox_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    asked_for_later(desk)
    desk.room.show_waiting()
    inbox = opened(qtbot, SecondPersonDialog)
    qtbot.waitUntil(lambda: bool(inbox.model.rows))
    assert not inbox.entry.isVisible()
    assert "Add the person first" in inbox._hint.text()
    desk.person("Lee")
    inbox.reload()
    qtbot.waitUntil(lambda: "nobody has chosen one yet" in inbox._hint.text())
    inbox.reject()


def test_whoever_asked_takes_it_back_with_a_reason(qtbot: QtBot, desk: Desk) -> None:
    asked_for_later(desk)
    desk.room.show_waiting()
    inbox = opened(qtbot, SecondPersonDialog)
    qtbot.waitUntil(inbox.gone.isVisible)
    inbox.gone.click()
    why = opened(qtbot, ReasonDialog)
    why.reason.setText("not needed after all")
    press(qtbot, desk, why.primary)
    qtbot.waitUntil(lambda: not inbox.model.rows)
    inbox.reject()


def test_whoever_sits_down_is_told_once_of_what_waits_for_them(qtbot: QtBot, desk: Desk) -> None:
    asked_for_later(desk)
    desk.room.look()
    desk.front.who.become(desk.person("Lee", pin=PIN))
    qtbot.waitUntil(lambda: desk.news == "1 date waits for a second person to confirm.")
    desk.front.window.pane.news.clear()
    desk.bus.queue_changed.emit()
    assert desk.runner.busy
    qtbot.waitUntil(lambda: not desk.runner.busy)
    assert desk.news == ""


# --- the menu ----------------------------------------------------------------------------------------------------------


def entries(desk: Desk) -> dict[str, QAction]:
    """The entries of the room's own menu by their words."""
    top = next(each for each in desk.front.window.deeds_of_people() if each.text() == "&Hold, snooze, give")
    menu = top.menu()
    assert menu is not None
    return {action.text(): action for action in cast("Any", menu).actions()}


def test_every_entry_of_the_room_has_a_letter_of_its_own(desk: Desk) -> None:
    letters = [text[text.index("&") + 1].upper() for text in entries(desk)]
    assert len(letters) == len(set(letters)) == 7


def test_an_entry_without_a_chosen_car_says_so(desk: Desk) -> None:
    desk.front.pane.table.clearSelection()
    entries(desk)["&Snooze..."].trigger()
    assert desk.news == "Choose one or more cars in the list first."


@pytest.mark.parametrize("deed", ["hold", "lift", "snooze", "wake", "give", "take"])
def test_who_may_only_look_is_told_at_once(desk: Desk, deed: str) -> None:
    desk.front.who.become(desk.person("Robin", Rights.VIEWER))
    door: Callable[[list[int]], None] = getattr(desk.room, deed)
    door([desk.old])
    assert desk.news == "Robin may not do this: it needs a clerk. Nothing was changed."


def test_a_clerk_is_told_that_dates_are_a_managers(desk: Desk) -> None:
    desk.front.who.become(desk.person("Lee"))
    desk.room.move_later([desk.old])
    assert desk.news == "Lee may not do this: it needs a manager. Nothing was changed."


def test_the_timeline_says_which_day_was_asked_for() -> None:
    data = {"moves": "mi.sale", "to": "2027-01-22"}
    assert (
        event_words(Event("m", EventKind.NOTE, data=data, note="Owner in hospital")) == "asks for a later date, 1/22/27, Owner in hospital"
    )
    hold = Event("h", EventKind.HOLD_PLACED, data={"hold": "police", "until": "2026-05-15", "authority": "Burton PD"})
    assert event_words(hold) == "police, until 5/15/26, Burton PD"
