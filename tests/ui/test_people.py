"""The people of the office in the window, over a real database: who sits down, what each may do, PINs."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from itow_desktop.domain.errors import NoLongerSigns
from itow_desktop.domain.people import Rights
from itow_desktop.services.desks.people import PeopleDesk
from itow_desktop.services.editing import add_car
from itow_desktop.services.views import Person
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.people.people import PeopleDialog
from itow_desktop.ui.dialogs.people.person import PersonForm
from itow_desktop.ui.dialogs.people.pin import NewPinDialog, PinDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.people import PeopleRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.offices import OpenOffice

PIN = "4071"


class Desk:
    """The window with the people's room in it, nobody sitting there yet."""

    def __init__(self, office: OpenOffice, window: MainWindow, house: House) -> None:
        self.office, self.window, self.house = office, window, house
        self.people = PeopleDesk(replace(office.shift, unsigned=False, person=None))
        self.room = PeopleRoom(house, self.people, None, restart=_never)
        self.room.move_in(window)
        self.kim = office.shift.person

    def settle(self, qtbot: QtBot) -> None:
        """Wait until no question is under way."""
        qtbot.waitUntil(lambda: not self.house.runner.busy)

    def ask(self, qtbot: QtBot) -> None:
        """Let the window learn who works here."""
        self.room.ask()
        self.settle(qtbot)

    def sits(self) -> str | None:
        """The name of who sits here."""
        return self.house.who.person.name if self.house.who.person else None

    def names(self) -> list[str]:
        """Who the picker offers."""
        return [action.text() for action in self.window.people.menu().actions() if action.isCheckable()]

    def pick(self, name: str) -> None:
        """Somebody picks a name."""
        next(action for action in self.window.people.menu().actions() if action.text() == name).trigger()

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The open dialog of a kind."""
        return next(each for each in self.window.findChildren(kind) if each.isVisible())


def _never() -> None:
    raise AssertionError("nobody asked for a new start")


@pytest.fixture
def house(runner: TaskRunner, bus: Bus, who: Who) -> House:
    """What the room stands on, nobody sitting there."""
    who.become(None)
    return House(runner, bus, who, WindowMemory(NoMemory()))


@pytest.fixture
def desk(office: OpenOffice, window: MainWindow, house: House) -> Iterator[Desk]:
    """The desk, its window on the screen."""
    made = Desk(office, window, house)
    window.show()
    yield made
    for dialog in window.findChildren(QDialog):
        dialog.setParent(None)
        dialog.deleteLater()


def entry(menus: QWidget, text: str) -> QAction:
    """An entry of a menu by its plain text."""
    return next(action for action in menus.findChildren(QAction) if action.text().replace("&", "") == text)


# --- who sits here -----------------------------------------------------------------------------------------------------


def test_the_only_one_sits_here_without_a_word(qtbot: QtBot, desk: Desk) -> None:
    desk.ask(qtbot)
    assert desk.house.who.person == desk.kim
    assert desk.house.memory.text("person") == "Kim"


def test_of_several_the_last_one_sits_here_again(qtbot: QtBot, desk: Desk) -> None:
    desk.people.add(desk.kim, "Lee")
    desk.ask(qtbot)
    assert desk.sits() is None, "nobody is taken for somebody"
    assert desk.names() == ["Kim", "Lee"]
    desk.pick("Lee")
    assert desk.sits() == "Lee"
    desk.house.who.become(None)
    desk.ask(qtbot)
    assert desk.sits() == "Lee"


def test_disabled_at_another_pc_the_next_refusal_takes_the_person_out_of_the_picker(qtbot: QtBot, desk: Desk) -> None:
    lee = desk.people.add(desk.kim, "Lee")
    desk.ask(qtbot)
    desk.pick("Lee")
    desk.people.disable(desk.kim, lee)
    told: list[object] = []
    shift = desk.office.shift.by(lee)
    desk.house.runner.start(
        lambda: add_car(shift, {"plate": "ABC1234"}), owner=desk.window, done=lambda _added: _never(), failed=told.append
    )
    qtbot.waitUntil(lambda: desk.house.who.person is None)
    desk.settle(qtbot)
    assert isinstance(told[0], NoLongerSigns)
    assert str(told[0]) == "Lee may no longer sign. Nothing was changed; what you typed is still here."
    assert desk.names() == ["Kim"]
    assert "Lee may no longer sign" in desk.window.pane.news.text


def test_whoever_may_only_look_finds_the_deeds_closed_with_the_reason(qtbot: QtBot, desk: Desk) -> None:
    desk.people.add(desk.kim, "Pat", Rights.VIEWER)
    desk.ask(qtbot)
    add = entry(desk.window, "Add a vehicle...")
    look = entry(desk.window, "Open details")
    desk.pick("Pat")
    assert not add.isEnabled()
    assert add.toolTip() == "Add a vehicle...: needs a clerk."
    assert look.property("forbidden") is None
    desk.window.forms.add()
    desk.pick("Kim")
    assert add.isEnabled()
    assert desk.window.forms.open_forms == ()


def test_what_a_pane_says_of_an_action_counts_again_for_who_may(qtbot: QtBot, desk: Desk) -> None:
    desk.people.add(desk.kim, "Pat", Rights.VIEWER)
    desk.ask(qtbot)
    edit = entry(desk.window, "Edit...")
    desk.pick("Kim")
    assert edit.toolTip() == "Edit...: choose a vehicle first."
    desk.pick("Pat")
    assert edit.toolTip() == "Edit...: needs a clerk."
    desk.pick("Kim")
    assert edit.toolTip() == "Edit...: choose a vehicle first."


# --- PINs ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lee(desk: Desk) -> Person:
    """Lee has a PIN, and the office wants PINs."""
    made = desk.people.add(desk.kim, "Lee")
    desk.people.set_own_pin(made, "", PIN)
    desk.people.set_house_rules(desk.kim, pins=True, idle_minutes=0)
    return made


def test_who_has_a_pin_proves_it_before_sitting_down(qtbot: QtBot, desk: Desk, lee: Person) -> None:
    desk.ask(qtbot)
    desk.pick("Kim")
    assert desk.house.who.person is not None
    assert "has no PIN yet" in desk.window.pane.news.text
    desk.pick("Lee")
    assert desk.house.who.person.name == "Kim", "until the PIN is proved, the one before signs"
    dialog = desk.dialog(PinDialog)
    assert isinstance(dialog, PinDialog)
    assert dialog.entry.pin.echoMode() is QLineEdit.EchoMode.Password
    dialog.entry.pin.setText("9999")
    dialog.entry.button.click()
    qtbot.waitUntil(lambda: dialog.entry.verdict.text() != "")
    assert dialog.entry.verdict.text() == "This is not the PIN of Lee. 4 tries left."
    assert dialog.entry.pin.text() == ""
    dialog.entry.pin.setText(PIN)
    with qtbot.waitSignal(desk.house.who.changed):
        dialog.entry.button.click()
    assert desk.house.who.person is not None
    assert desk.house.who.person.id == lee.id


def test_after_five_wrong_ones_the_button_waits_and_counts_down(qtbot: QtBot, desk: Desk, lee: Person) -> None:
    for _ in range(4):
        desk.people.check_pin(lee, "9999")
    desk.ask(qtbot)
    desk.pick("Lee")
    dialog = desk.dialog(PinDialog)
    assert isinstance(dialog, PinDialog)
    dialog.entry.pin.setText("9999")
    dialog.entry.button.click()
    qtbot.waitUntil(lambda: "looked at in 0:" in dialog.entry.verdict.text())
    dialog.entry.pin.setText(PIN)
    assert not dialog.entry.button.isEnabled()
    before = dialog.entry.verdict.text()
    qtbot.waitUntil(lambda: dialog.entry.verdict.text() != before)
    assert "looked at in 0:2" in dialog.entry.verdict.text()


def test_whoever_sat_here_last_is_asked_for_the_pin_once(qtbot: QtBot, desk: Desk, lee: Person) -> None:
    desk.house.memory.keep("person", "Lee")
    desk.ask(qtbot)
    assert desk.house.who.person is None
    dialog = desk.dialog(PinDialog)
    dialog.reject()
    desk.ask(qtbot)
    assert not [each for each in desk.window.findChildren(PinDialog) if each.isVisible()]


def test_a_new_pin_is_typed_twice_and_the_old_one_first(qtbot: QtBot, desk: Desk, lee: Person, runner: TaskRunner) -> None:
    having = next(person for person in desk.people.staff().people if person.id == lee.id)
    dialog = NewPinDialog(desk.people, having, having, runner=runner, parent=desk.window)
    dialog.open()
    assert not dialog.primary.isEnabled()
    for old, new, again, said in (
        ("9999", "850296", "850297", "not the same"),
        ("9999", "1111", "1111", "anybody would try"),
        ("9999", "850296", "850296", "This is not the PIN of Lee"),
    ):
        dialog.old.setText(old)
        dialog.new.setText(new)
        dialog.again.setText(again)
        dialog.primary.click()
        qtbot.waitUntil(lambda said=said: said in dialog.problems.text)  # type: ignore[misc]
    dialog.old.setText(PIN)
    with qtbot.waitSignal(dialog.done_with):
        dialog.primary.click()
    assert desk.people.check_pin(lee, "850296").accepted


# --- the list ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(qtbot: QtBot, desk: Desk) -> Callable[[], PeopleDialog]:
    """Opens the list as whoever sits here."""

    def show() -> PeopleDialog:
        desk.ask(qtbot)
        desk.room.show_people()
        desk.settle(qtbot)
        found = desk.dialog(PeopleDialog)
        assert isinstance(found, PeopleDialog)
        return found

    return show


def rows(dialog: PeopleDialog) -> list[tuple[str, ...]]:
    model = dialog.model
    return [tuple(str(model.index(row, column).data()) for column in range(4)) for row in range(model.rowCount())]


def choose(dialog: PeopleDialog, name: str) -> None:
    dialog.table.selectRow(next(place for place, row in enumerate(rows(dialog)) if row[0] == name))


def test_an_admin_adds_changes_and_disables(qtbot: QtBot, desk: Desk, listed: Callable[[], PeopleDialog]) -> None:
    dialog = listed()
    assert rows(dialog) == [("Kim", "Admin", "picks the name", "")]
    dialog.add.click()
    form = next(each for each in dialog.findChildren(PersonForm) if each.isVisible())
    form.name.setText(" Lee ")
    form.rights.setCurrentIndex(form.rights.findData(Rights.VIEWER))
    with qtbot.waitSignal(dialog.changed):
        form.primary.click()
    qtbot.waitUntil(lambda: len(rows(dialog)) == 2)
    choose(dialog, "Lee")
    dialog.change.click()
    form = next(each for each in dialog.findChildren(PersonForm) if each.isVisible())
    form.name.setText("Lee Ames")
    form.rights.setCurrentIndex(form.rights.findData(Rights.MANAGER))
    with qtbot.waitSignal(dialog.changed):
        form.primary.click()
    qtbot.waitUntil(lambda: rows(dialog)[1][0] == "Lee Ames")
    assert rows(dialog)[1][1] == "Manager"
    choose(dialog, "Lee Ames")
    dialog.state.click()
    box = next(each for each in dialog.findChildren(QDialog) if each.isVisible())
    assert "Everything Lee Ames signed stays" in box.text()  # type: ignore[attr-defined]
    box.buttons()[0].click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: rows(dialog)[1][3] == "may no longer sign")
    desk.settle(qtbot)
    assert desk.names() == ["Kim"]
    choose(dialog, "Lee Ames")
    assert dialog.state.text() == "&Bring back"
    dialog.state.click()
    qtbot.waitUntil(lambda: rows(dialog)[1][3] == "")
    desk.settle(qtbot)
    assert desk.names() == ["Kim", "Lee Ames"]


def test_who_is_no_admin_sees_everybody_and_why_nothing_can_be_pressed(
    qtbot: QtBot, desk: Desk, listed: Callable[[], PeopleDialog]
) -> None:
    lee = desk.people.add(desk.kim, "Lee")
    desk.house.who.become(lee)
    dialog = listed()
    choose(dialog, "Kim")
    for button in (dialog.add, dialog.change, dialog.pin, dialog.state):
        assert not button.isEnabled()
        assert button.toolTip() == "needs an admin"
    assert dialog.why.text() == "To change people: needs an admin."
    assert dialog.pins.toolTip() == "needs a manager"
    choose(dialog, "Lee")
    assert dialog.pin.isEnabled(), "one's own PIN is one's own"


def test_a_refusal_of_the_database_is_shown_as_its_sentence(qtbot: QtBot, desk: Desk, listed: Callable[[], PeopleDialog]) -> None:
    dialog = listed()
    dialog.change.click()
    form = next(each for each in dialog.findChildren(PersonForm) if each.isVisible())
    form.name.setText("Kim Ames")
    form.rights.setCurrentIndex(form.rights.findData(Rights.CLERK))
    form.primary.click()
    qtbot.waitUntil(lambda: "Nobody would be left who may manage people" in form.problems.text)
    assert form.name.text() == "Kim Ames"


def test_pins_and_the_cover_are_rules_of_the_office(qtbot: QtBot, desk: Desk, listed: Callable[[], PeopleDialog]) -> None:
    dialog = listed()
    assert not dialog.save.isEnabled()
    dialog.pins.setChecked(True)
    dialog.minutes.setValue(10)
    with qtbot.waitSignal(dialog.rules_changed):
        dialog.save.click()
    desk.settle(qtbot)
    found = desk.people.staff()
    assert (found.pins, found.idle_minutes) == (True, 10)
    assert desk.room.staff == found
    assert not dialog.save.isEnabled()
    dialog.reject()
    lock = desk.room.lock
    assert lock is not None
    desk.office.clock.pass_by(10 * 60)
    lock.look()
    assert lock.dialog is not None
    lock.dialog.come.click()
    assert not lock.is_covered


def test_at_a_shared_database_a_sign_in_that_cannot_be_made_here_is_a_line_to_copy(qtbot: QtBot, desk: Desk, runner: TaskRunner) -> None:
    staff = replace(desk.people.staff(), login="kim", makes_logins=False)
    form = PersonForm(desk.people, desk.kim, staff, None, runner=runner, parent=desk.window)
    form.open()
    form.name.setText("Lee")
    assert not form.primary.isEnabled(), "a person without a sign-in could not come in"
    form.login.setText("lee_ames")
    assert form.line.text() == "CREATE ROLE lee_ames LOGIN PASSWORD 'choose one';"
    form.primary.click()
    qtbot.waitUntil(lambda: "knows no sign-in called lee_ames" in form.problems.text)


def test_a_person_who_has_no_sign_in_gets_one_in_the_form(qtbot: QtBot, desk: Desk, runner: TaskRunner) -> None:
    staff = replace(desk.people.staff(), login="kim", makes_logins=True)
    form = PersonForm(desk.people, desk.kim, staff, desk.kim, runner=runner, parent=desk.window)
    form.open()
    assert not form.primary.isEnabled()
    form.login.setText("Kim Ames")
    form.primary.click()
    assert form.problems.text == "A sign-in has small letters, digits and _ only, such as kim."
    form.login.setText("kim_ames")
    form.primary.click()
    qtbot.waitUntil(lambda: "knows no sign-in called kim_ames" in form.problems.text)
    assert form.login.text() == "kim_ames"


def test_the_first_person_of_all_is_offered_as_the_admin(qtbot: QtBot, desk: Desk, runner: TaskRunner) -> None:
    with desk.office.admin() as admin, admin.begin() as connection:
        connection.execute(text("UPDATE staff SET active = false"))
    desk.ask(qtbot)
    assert desk.names() == []
    add = next(action for action in desk.window.people.menu().actions() if action.text() == "&Add a person...")
    assert add.isEnabled()
    add.trigger()
    form = desk.dialog(PersonForm)
    assert isinstance(form, PersonForm)
    assert form.chosen is Rights.ADMIN
    form.name.setText("Pat")
    with qtbot.waitSignal(desk.house.who.changed):
        form.primary.click()
    assert desk.sits() == "Pat"
