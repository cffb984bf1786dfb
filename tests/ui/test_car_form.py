"""Adding and editing a car: gentle checks, all problems at once, nothing typed is lost."""

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_fields import FIELDS
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.tasks import TaskRunner
from tests.ui.yard import KIM, Yard


def opened(qtbot: QtBot, forms: CarForms, custody_id: int | None) -> CarForm:
    if custody_id is None:
        forms.add()
    else:
        forms.edit(custody_id)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    return forms.open_forms[-1]


def leave(form: CarForm, name: str) -> None:
    entry = form.paper.entry(name)
    QApplication.sendEvent(entry, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def answer(form: CarForm, verb: str) -> None:
    """Press a button of the question the form asks."""
    box = form.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == verb).click()


def test_only_the_changed_field_is_sent(qtbot: QtBot, forms: CarForms, yard: Yard, bus: Bus) -> None:
    form = opened(qtbot, forms, 1)
    before = yard.cars[1].fields
    form.paper.put({"spot": "Z-9"})
    with qtbot.waitSignal(bus.cars_changed) as changed:
        form.save()
    assert yard.sent == [(KIM, {"spot": "Z-9"})]
    assert changed.args == [frozenset({1})]
    after = yard.cars[1].fields
    assert after.spot == "Z-9"
    assert [name for name in before.__slots__ if getattr(before, name) != getattr(after, name)] == ["spot"]
    assert forms.open_forms == ()


def test_saving_without_a_change_sends_nothing(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, 1)
    form.save()
    qtbot.waitUntil(lambda: not shiboken6.isValid(form))  # it left the screen too
    assert yard.sent == []
    assert forms.open_forms == ()


def test_every_stored_field_is_shown_and_unchanged(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, 1)
    assert form.changes == {}
    assert form.paper.entry("plate").text() == "ABC1234"
    assert form.paper.entry("towed_at").text() == "5/19/26 16:44"
    assert form.paper.entry("jurisdiction").text() == "Burton Police Department"
    assert form.paper.entry("keys").text() == "yes"
    assert form.paper.entry("custody").text() == "private_property"


def test_a_new_car_is_sent_with_what_was_filled_in(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, None)
    form.paper.put({"plate": "XYZ 99"})
    form.paper.put({"make": "Saturn"})
    form.paper.put({"jurisdiction": "Genesee County Sheriff"})
    with qtbot.waitSignal(forms.stored) as stored:
        form.save()
    assert yard.sent == [(KIM, {"plate": "XYZ99", "make": "Saturn", "jurisdiction": "Genesee County Sheriff"})]
    assert yard.cars[stored.args[0]].fields.make == "Saturn"


def test_an_empty_form_is_not_a_car(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, None)
    form.save()
    assert form.problems.sentences == ["Nothing is filled in yet. A plate, a VIN or a description is enough to begin with."]
    assert yard.sent == []
    form.close()


def test_a_field_is_checked_when_it_is_left_and_forgiven_when_it_is_right(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, None)
    form.paper.put({"year": "20111"})
    assert form.paper.hint("year") == ""
    leave(form, "year")
    assert form.paper.hint("year") == "A model year has four digits, like 2011."
    form.paper.put({"year": "2011"})
    assert form.paper.hint("year") == ""


def test_all_problems_stand_in_one_list_and_nothing_is_sent(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, None)
    form.paper.put({"year": "20111"})
    form.paper.put({"plate_state": "MICH"})
    form.paper.put({"towed_at": "31/31"})
    form.paper.put({"make": "Ford"})
    form.save()
    assert len(form.problems.sentences) == 3
    assert yard.sent == []
    assert form.paper.entry("make").text() == "Ford"
    with qtbot.waitSignal(form.problems.asked) as asked:
        form.problems.lines[1].click()
    assert asked.args == ["year"]


def test_plates_and_vins_are_upper_case_and_the_vin_is_judged(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, None)
    vin = form.paper.entry("vin")
    assert isinstance(vin, QLineEdit)
    QTest.keyClicks(vin, "1g1zc5e02bf000")
    assert vin.text() == "1G1ZC5E02BF000"
    assert form.paper.vin_says == "14 of 17"
    form.paper.put({"vin": "1M8GDM9AXKP042788"})
    assert form.paper.vin_says == "check digit is right"
    form.paper.put({"vin": "1M8GDM9A1KP042788"})
    assert form.paper.vin_says == "check digit is wrong"
    plate = form.paper.entry("plate")
    assert isinstance(plate, QLineEdit)
    QTest.keyClicks(plate, "abc 12")
    leave(form, "plate")
    assert plate.text() == "ABC12"


def test_the_enter_of_a_scanner_presses_no_button(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, None)
    QTest.keyClicks(form.paper.entry("vin"), "1M8GDM9AXKP042788")
    QTest.keyClick(form.paper.entry("vin"), Qt.Key.Key_Return)
    assert yard.sent == []
    assert form.problems.sentences == []
    assert forms.open_forms == (form,)


def test_dates_are_understood_as_people_type_them(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, None)
    for typed, written in (
        ("t", "5/20/26"), ("-1 1644", "5/19/26 16:44"), ("5/8 4:44p", "5/8/26 16:44"), ("050826", "5/8/26"), ("+1", "5/21/26"),
    ):  # fmt: skip
        form.paper.put({"towed_at": typed})
        leave(form, "towed_at")
        assert form.paper.entry("towed_at").text() == written
    form.paper.put({"towed_at": "yesterday"})
    leave(form, "towed_at")
    assert form.paper.entry("towed_at").text() == "yesterday"
    assert "is no date" in form.paper.hint("towed_at")


def test_an_error_while_saving_keeps_what_was_typed(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent in the door"})
    yard.trouble = DatabaseTrouble("The database does not answer. Nothing was lost.")
    with qtbot.waitSignal(runner.idle):
        form.save()
    assert form.problems.sentences == [
        "The database does not answer. Nothing was lost. What you typed is still here and is kept on this PC. Press Save again in a moment."
    ]
    assert form.paper.entry("notes").text() == "dent in the door"
    yard.trouble = None
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.cars[1].fields.notes == "dent in the door"


def test_our_own_mistake_keeps_what_was_typed_and_gives_a_number(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent"})
    yard.trouble = ZeroDivisionError()
    with qtbot.waitSignal(runner.idle):
        form.save()
    (sentence,) = form.problems.sentences
    assert "error E-" in sentence
    assert form.changes == {"notes": "dent"}


def test_what_others_saved_meanwhile_is_merged_by_field_and_told(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent"})
    yard.saved_elsewhere(1, spot="Z-9")
    with qtbot.waitSignal(forms.stored) as stored:
        form.save()
    assert (yard.cars[1].fields.spot, yard.cars[1].fields.notes) == ("Z-9", "dent")
    assert yard.sent[-1] == (KIM, {"notes": "dent"})
    assert stored.args == [1, ("Lee changed the spot to Z-9 meanwhile; both are kept.",)]


def test_a_save_elsewhere_is_seen_at_once_without_touching_what_is_typed(
    qtbot: QtBot, forms: CarForms, yard: Yard, bus: Bus, runner: TaskRunner
) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent", "color": "silver"})
    yard.saved_elsewhere(1, spot="Z-9", color="red")
    with qtbot.waitSignal(runner.idle):
        bus.cars_changed.emit(frozenset({1}))
    assert form.paper.entry("spot").text() == "Z-9"
    assert form.news.text == "Lee changed the spot to Z-9 meanwhile; both are kept."
    assert form.paper.entry("color").text() == "silver"
    assert form.paper.hint("color") == "Lee changed the color to red meanwhile. Saving asks which counts."
    assert form.changes == {"notes": "dent", "color": "silver"}


def test_another_car_that_was_saved_is_not_looked_at(qtbot: QtBot, forms: CarForms, yard: Yard, bus: Bus, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    yard.saved_elsewhere(1, spot="Z-9")
    bus.cars_changed.emit(frozenset({2}))
    assert not runner.busy
    assert form.paper.entry("spot").text() == "C-0"


def test_a_clash_shows_both_values_and_saves_nothing_unasked(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"color": "silver", "spot": "D-1", "notes": "dent"})
    yard.saved_elsewhere(1, color="red", spot="Z-9")
    with qtbot.waitSignal(runner.idle):
        form.save()
    assert form.clashes.isVisible()
    assert form.clashes.picks == {}
    assert sorted(button.text() for button in form.clashes.findChildren(QRadioButton)) == ["D-1", "Z-9", "red", "silver"]
    assert any("Lee, Tue 5/19 20:00" in label.text() for label in form.clashes.findChildren(QLabel))
    form.clashes.pick("color", mine=True)
    sent = len(yard.sent)
    form.save()
    assert len(yard.sent) == sent
    assert form.foot.words == "Choose for each field above which value counts."
    form.clashes.pick("spot", mine=False)
    assert form.paper.entry("spot").text() == "Z-9"
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.sent[-1] == (KIM, {"color": "silver", "notes": "dent"})
    after = yard.cars[1].fields
    assert (after.color, after.spot, after.notes) == ("silver", "Z-9", "dent")


def test_a_choice_can_be_turned_until_it_is_saved(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"color": "silver"})
    yard.saved_elsewhere(1, color="red")
    with qtbot.waitSignal(runner.idle):
        form.save()
    form.clashes.pick("color", mine=False)
    assert form.changes == {}
    form.clashes.pick("color", mine=True)
    assert form.changes == {"color": "silver"}
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.cars[1].fields.color == "silver"


def test_the_database_comes_back_under_an_open_form(qtbot: QtBot, forms: CarForms, yard: Yard, bus: Bus, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent"})
    yard.trouble = DatabaseTrouble("The database does not answer.")
    with qtbot.waitSignal(runner.idle):
        form.save()
    with qtbot.waitSignal(runner.idle):
        bus.cars_changed.emit(frozenset())
    assert form.foot.words == "What others changed meanwhile is not shown: The database does not answer."
    yard.trouble = None
    with qtbot.waitSignal(runner.idle):
        bus.cars_changed.emit(frozenset())
    assert form.problems.sentences == ["The database is back. What you typed is still here: press Save."]
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.cars[1].fields.notes == "dent"


def test_closing_asks_with_verbs_and_keeps_what_was_typed(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"spot": "Z-9"})
    form.close()
    box = form.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert [button.text() for button in box.buttons()] == ["&Save", "&Discard what I typed", "&Keep editing"]
    answer(form, "&Keep editing")
    assert form.isVisible()
    assert form.changes == {"spot": "Z-9"}
    assert not forms.close_all()
    answer(form, "&Discard what I typed")
    assert forms.open_forms == ()
    assert opened(qtbot, forms, 1).changes == {}


def test_what_was_typed_outlives_its_form(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"spot": "Z-9"})
    form.closed.emit()  # torn down by the system, nobody was asked
    again = opened(qtbot, forms, 1)
    assert again is not form
    assert again.changes == {"spot": "Z-9"}
    form.deleteLater()


def test_asking_twice_shows_one_form(qtbot: QtBot, forms: CarForms, runner: TaskRunner) -> None:
    form = opened(qtbot, forms, 1)
    with qtbot.waitSignal(runner.idle):
        forms.edit(2)
    forms.edit(1)
    assert len(forms.open_forms) == 2
    assert form in forms.open_forms


def test_tab_visits_every_field_in_the_order_of_the_paper(qtbot: QtBot, forms: CarForms) -> None:
    form = opened(qtbot, forms, 1)
    entries: dict[QWidget | None, str] = {form.paper.entry(name): name for name in FIELDS}
    visited: list[str] = []
    widget: QWidget | None = form.paper.entry("plate")
    while widget is not None and (name := entries.get(widget)) not in visited[:1]:
        if name is not None:
            visited.append(name)
        widget = widget.nextInFocusChain()
    assert visited == list(FIELDS)
