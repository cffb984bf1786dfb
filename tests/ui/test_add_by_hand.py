"""Adding a car by hand: a first choice, paper order, doubles warned of while typing, the next car of the same tow."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.car_forms import NEW_CAR, CarForms
from itow_desktop.ui.dialogs.editing.ways_to_add import OTHER, WAYS, Way
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.tasks import TaskRunner
from tests.ui.yard import KIM, Yard

POLICE, WALK_IN, TOWBOOK_DOWN, _ = WAYS
_SECONDS_A_KEY = 0.3
"""A clerk who types forty words a minute."""


class Keys:
    """A person without a mouse; counts every key."""

    def __init__(self) -> None:
        self.pressed = 0

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        widget = QApplication.focusWidget()
        assert isinstance(widget, QLineEdit | QComboBox)
        QTest.keyClicks(widget, text)
        self.pressed += len(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        """A key that is no letter."""
        for _ in range(times):
            QTest.keyClick(here(), key, modifier)
            self.pressed += 1


def here() -> QWidget:
    """What has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def new_form(qtbot: QtBot, forms: CarForms) -> CarForm:
    forms.add()
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    form = forms.open_forms[-1]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.paper.entry("plate"))
    return form


def focused(form: CarForm) -> str | None:
    return next((name for name in form.paper.texts() if form.paper.entry(name) is QApplication.focusWidget()), None)


def test_a_police_tow_is_entered_with_the_keyboard_in_under_thirty_seconds(
    qtbot: QtBot, window: MainWindow, forms: CarForms, yard: Yard
) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    keys = Keys()
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    keys.pressed += 1
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    form = forms.open_forms[-1]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.paper.entry("plate"))
    keys.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert focused(form) == "jurisdiction"
    keys.type("f")  # the list goes to Flint
    keys.press(Qt.Key.Key_Tab)
    keys.type("26-77")
    keys.press(Qt.Key.Key_Tab, times=4)
    assert focused(form) == "towed_at"
    keys.type("t 1644")
    keys.press(Qt.Key.Key_Tab, times=2)
    keys.type("Oak & 1st")
    keys.press(Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
    assert focused(form) == "plate"
    keys.type("xyz99")
    keys.press(Qt.Key.Key_Tab)
    keys.type("mi")
    keys.press(Qt.Key.Key_Tab, times=4)
    keys.type("2011")
    keys.press(Qt.Key.Key_Tab)
    keys.type("gray")
    keys.press(Qt.Key.Key_Tab)
    keys.type("Ford")
    with qtbot.waitSignal(forms.stored):
        keys.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert yard.sent == [
        (
            KIM,
            {
                "custody": "police_ordinary", "jurisdiction": "Flint Township Police Department", "complaint_number": "26-77",
                "towed_at": "5/20/26 16:44", "towed_from": "Oak & 1st", "plate": "XYZ99", "plate_state": "MI", "year": "2011",
                "color": "gray", "make": "Ford",
            },
        )
    ]  # fmt: skip
    assert keys.pressed * _SECONDS_A_KEY < 30


@pytest.mark.parametrize(
    ("way", "first", "custody"),
    [
        (POLICE, "jurisdiction", "police_ordinary"),
        (WALK_IN, "plate", "unknown"),
        (TOWBOOK_DOWN, "custody", "private_property"),
        (OTHER, "plate", "unknown"),
    ],
)
def test_the_first_choice_presets_kind_and_order(qtbot: QtBot, forms: CarForms, way: Way, first: str, custody: str) -> None:
    form = new_form(qtbot, forms)
    assert form.ways.way is OTHER
    form.ways.choose(POLICE)
    form.ways.choose(way)
    assert form.paper.entry("custody").text() == custody
    assert focused(form) == first
    for name in (field.name for group in way.layout.groups for field in group.fields):
        assert focused(form) == name or name not in form.paper.texts()
        QTest.keyClick(here(), Qt.Key.Key_Tab)
    form.close()
    assert forms.open_forms == ()  # a choice alone is nothing that could be lost


def test_another_choice_keeps_what_was_typed(qtbot: QtBot, forms: CarForms) -> None:
    form = new_form(qtbot, forms)
    form.ways.choose(POLICE)
    form.paper.put({"custody": "police_hold", "plate": "XYZ99"})
    form.ways.choose(TOWBOOK_DOWN)
    assert (form.paper.entry("custody").text(), form.paper.entry("plate").text()) == ("police_hold", "XYZ99")
    assert form.paper.entry("plate").isVisible()
    form._discard()


def test_a_double_is_warned_of_beside_the_field_while_it_is_typed_and_never_blocks(
    qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner
) -> None:
    form = new_form(qtbot, forms)
    QTest.keyClicks(form.paper.entry("plate"), "abc1235")
    qtbot.waitUntil(lambda: bool(form.paper.hint("plate")))
    said = "This plate is on the lot already: white 2019 Ford F-150 SuperCrew, call 21360. You can still save."
    assert form.paper.hint("plate") == said
    QTest.keyClick(form.paper.entry("plate"), Qt.Key.Key_Tab)  # leaving the field checks it, and the warning stays
    assert form.paper.hint("plate") == said
    QTest.keyClicks(form.paper.entry("vin"), str(yard.cars[1].fields.vin).lower())
    qtbot.waitUntil(lambda: bool(form.paper.hint("vin")))
    assert form.paper.hint("vin").startswith("This VIN is on the lot already: gray 2011 Chevrolet Malibu")
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.sent[-1][1]["plate"] == "ABC1235"


def test_the_warning_goes_when_the_plate_is_another(qtbot: QtBot, forms: CarForms) -> None:
    form = new_form(qtbot, forms)
    form.paper.put({"plate": "ABC1235"})
    qtbot.waitUntil(lambda: bool(form.paper.hint("plate")))
    form.paper.put({"plate": "ABC12"})
    qtbot.waitUntil(lambda: not form.paper.hint("plate"))
    form._discard()


def test_a_car_is_no_double_of_itself(qtbot: QtBot, forms: CarForms, runner: TaskRunner) -> None:
    forms.edit(2)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    form = forms.open_forms[-1]
    plate = form.paper.entry("plate").text()
    form.paper.put({"plate": plate + "X"})
    form.paper.put({"plate": plate})
    form.paper.put({"vin": form.paper.entry("vin").text() + "9", "plate": plate})
    with qtbot.waitSignal(runner.idle):
        form._alike._timer.timeout.emit()
    assert form.paper.hint("plate") == ""
    form._discard()


def test_a_look_up_that_failed_is_no_all_clear(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = new_form(qtbot, forms)
    yard.trouble = DatabaseTrouble("The database does not answer.")
    form.paper.put({"plate": "ABC1235"})
    qtbot.waitUntil(lambda: bool(form.paper.hint("plate")))
    assert form.paper.hint("plate") == "Not looked up whether it is here already. The database does not answer."
    form._discard()


def test_add_and_next_keeps_what_the_cars_of_one_evening_have_in_common(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = new_form(qtbot, forms)
    form.ways.choose(TOWBOOK_DOWN)
    form.paper.put({"towed_at": "t 21:10", "business": "Oak Apartments", "truck": "7", "plate": "XYZ1", "make": "Ford", "spot": "C-4"})
    with qtbot.waitSignal(forms.stored):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form in forms.open_forms
    texts = form.paper.texts()
    kept = {name: texts[name] for name in ("towed_at", "business", "truck", "custody")}
    assert kept == {"towed_at": "5/20/26 21:10", "business": "Oak Apartments", "truck": "7", "custody": "private_property"}
    assert (texts["plate"], texts["make"], texts["spot"]) == ("", "", "")
    assert focused(form) == "plate"
    assert form.news.text == "XYZ1 is added. Here is the next car of the same tow."
    form.paper.put({"plate": "XYZ2"})
    with qtbot.waitSignal(forms.stored):
        form.save_and_next()
    assert yard.sent[-1][1] == {
        "plate": "XYZ2", "towed_at": "5/20/26 21:10", "business": "Oak Apartments", "truck": "7", "custody": "private_property"
    }  # fmt: skip
    form.close()  # nothing was typed for a third one
    assert form.findChild(QMessageBox) is None
    assert forms.open_forms == ()


def test_add_and_next_stays_when_something_is_not_right(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = new_form(qtbot, forms)
    form.paper.put({"plate": "XYZ1", "year": "20111"})
    form.save_and_next()
    assert yard.sent == []
    form.paper.put({"year": "2011"})
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert forms.open_forms == ()  # the second press asked for no next car


def test_an_added_car_is_not_offered_again(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    form = new_form(qtbot, forms)
    form.paper.put({"plate": "XYZ1"})
    qtbot.waitUntil(lambda: NEW_CAR in yard.drafts.kept)
    with qtbot.waitSignals([forms.stored, runner.idle]):
        form.save()
    qtbot.waitUntil(lambda: NEW_CAR not in yard.drafts.kept)
