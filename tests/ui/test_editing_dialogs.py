"""Change many, void, bin: a look before, one deed, and a way back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.bin import Binned, Kind
from itow_desktop.domain.errors import DatabaseTrouble, Refused, Trouble
from itow_desktop.domain.merging import ClashField
from itow_desktop.services.editing import Edit, entry_problem
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.editing.bin import BinDialog, BinTable
from itow_desktop.ui.dialogs.editing.change_many import ChangeManyDialog, PreviewTable
from itow_desktop.ui.dialogs.editing.void import VoidDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.lots import Lot
from tests.ui.yard import AGENCIES, KIM, TODAY, ZONE


@pytest.fixture
def lot() -> Lot:
    """Six cars, one of them red already."""
    lot = Lot(6)
    lot.stored_elsewhere(3, color="red")
    return lot


@pytest.fixture
def many(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot) -> ChangeManyDialog:
    """The dialog over all of them."""
    dialog = ChangeManyDialog(runner, lot, who, custody_ids=tuple(lot.cars), agencies=AGENCIES, check=entry_problem)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    return dialog


def choose(qtbot: QtBot, dialog: ChangeManyDialog, name: str, text: str) -> None:
    """Choose a field and its value, and wait for the look at what would change."""
    dialog.field.setCurrentIndex(dialog.field.findData(name))
    dialog.entry.put(text)
    qtbot.waitUntil(lambda: bool(dialog.model.rows) and dialog._looked_at)


def test_nothing_changes_before_it_was_looked_at(qtbot: QtBot, many: ChangeManyDialog, lot: Lot) -> None:
    assert not many.primary.isEnabled()
    choose(qtbot, many, "color", "red")
    assert many.summary.text() == "5 cars change. 1 car says so already."
    assert many.primary.text() == "&Change 5 cars"
    assert lot.sent == []
    rows = [[str(many.model.index(row, column).data()) for column in range(4)] for row in range(3)]
    assert rows[0] == ["ABC1000", "gray", "red", "changes"]
    assert rows[2] == ["ABC1002", "red", "red", "says so already"]
    with qtbot.waitSignal(many.done_with):
        many.primary.click()
    (person, sent, name), = lot.sent  # fmt: skip
    assert (person, name) == (KIM, "change color of 5 cars")
    assert sent[0] == Edit(1, {"color": "red"}, {"color": "gray"})
    assert [edit.custody_id for edit in sent] == [1, 2, 4, 5, 6]


def test_what_cannot_be_is_said_for_the_cars_and_not_sent(qtbot: QtBot, many: ChangeManyDialog, lot: Lot) -> None:
    choose(qtbot, many, "year", "20111")
    assert many.summary.text() == "0 cars change. 6 cars cannot be changed: A model year has four digits, like 2011."
    assert not many.primary.isEnabled()
    many.commit()
    assert lot.sent == []


def test_a_blank_field_empties_nothing_a_tick_does(qtbot: QtBot, many: ChangeManyDialog, lot: Lot) -> None:
    choose(qtbot, many, "spot", "D-1")
    many.entry.put("")
    assert many.model.rows == ()
    assert not many.primary.isEnabled()
    many.entry.put("D-2")
    many.commit()  # another value than the one looked at
    assert lot.sent == []
    many.empty.click()
    qtbot.waitUntil(lambda: bool(many.model.rows) and many._looked_at)
    assert str(many.model.index(0, 2).data()) == "(empty)"
    with qtbot.waitSignal(many.done_with):
        many.primary.click()
    assert lot.sent[0][1][0] == Edit(1, {"spot": ""}, {"spot": "C-1"})


def test_a_list_of_words_has_none_chosen_beforehand(qtbot: QtBot, many: ChangeManyDialog) -> None:
    many.field.setCurrentIndex(many.field.findData("jurisdiction"))
    assert many.value() is None
    choose(qtbot, many, "jurisdiction", "Genesee County Sheriff")
    assert many.primary.text() == "&Change 6 cars"


def test_only_the_newest_question_is_answered(qtbot: QtBot, many: ChangeManyDialog, runner: TaskRunner) -> None:
    many.entry.put("red")
    many._preview()
    many.entry.put("blue")
    with qtbot.waitSignal(runner.idle):
        many._preview()
    assert {row.after for row in many.model.rows} == {"blue"}


def test_cars_that_were_changed_meanwhile_are_left_and_shown_again(qtbot: QtBot, many: ChangeManyDialog, lot: Lot) -> None:
    choose(qtbot, many, "color", "red")
    lot.clashes[2] = (ClashField("color", "red", "blue", "Lee", None),)
    lot.stored_elsewhere(2, color="blue")
    with qtbot.waitSignal(many.done_with) as done:
        many.primary.click()
    assert done.args[0].changed == 4
    assert many.isVisible()
    assert "ABC1001" in many.problems.text
    qtbot.waitUntil(lambda: many.primary.text() == "&Change 1 car")
    assert str(many.model.index(1, 1).data()) == "blue"


def test_trouble_keeps_the_choice(qtbot: QtBot, many: ChangeManyDialog, lot: Lot, runner: TaskRunner) -> None:
    choose(qtbot, many, "color", "red")
    lot.trouble = DatabaseTrouble("The database does not answer.")
    with qtbot.waitSignal(runner.idle):
        many.primary.click()
    assert "The database does not answer." in many.problems.text
    lot.trouble = None
    with qtbot.waitSignal(many.done_with):
        many.primary.click()


def test_the_preview_keeps_qt_s_rules(qtbot: QtBot, many: ChangeManyDialog, lot: Lot) -> None:
    model = PreviewTable(many.texts)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put(lot.preview_many((1, 2), {"color": "red"}))
    model.put(())
    assert tester.model() is model


# --- void ------------------------------------------------------------------------------------------------------------


def test_voiding_needs_a_reason_and_keeps_it(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot) -> None:
    told: list[tuple[Person | None, Sequence[int], str]] = []
    dialog = VoidDialog(runner, lambda *deed: told.append(deed), who, tuple(lot.cars.values())[:2])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.primary.text() == "&Void 2 cars"
    assert not dialog.primary.isEnabled()
    dialog.reason.setEditText("  ")
    assert not dialog.primary.isEnabled()
    QTest.keyClicks(dialog.reason, "driver typed the wrong lot")
    with qtbot.waitSignal(dialog.done_with) as done:
        dialog.primary.click()
    assert told == [(KIM, [1, 2], "driver typed the wrong lot")]
    assert done.args == [frozenset({1, 2})]


def test_a_refused_void_says_why_and_keeps_the_reason(qtbot: QtBot, runner: TaskRunner, who: Who, lot: Lot) -> None:
    def refuse(_person: Person | None, _ids: Sequence[int], _why: str) -> object:
        raise Refused("ABC1000 was picked up already. Nothing was changed.")

    dialog = VoidDialog(runner, refuse, who, tuple(lot.cars.values())[:1])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reason.setEditText("Entered twice")
    with qtbot.waitSignal(runner.idle):
        dialog.primary.click()
    assert "picked up already" in dialog.problems.text
    assert dialog.reason.currentText() == "Entered twice"


# --- bin -------------------------------------------------------------------------------------------------------------


@dataclass
class Bin:
    """A bin in memory."""

    things: list[Binned] = field(default_factory=list)
    trouble: Trouble | None = None
    zone = ZONE

    def today(self) -> date:
        return TODAY

    def void_car(self, person: Person | None, custody_ids: Sequence[int], reason: str) -> int:
        at, by = datetime(2026, 5, 20, 13, 14, tzinfo=UTC), None if person is None else person.name
        self.things += [Binned(Kind.CAR, each, each, f"ABC{999 + each} gray Malibu", reason, by, at) for each in custody_ids]
        return len(custody_ids)

    def bin_content(self) -> tuple[Binned, ...]:
        return tuple(self.things)

    def restore(self, person: Person | None, things: Sequence[Binned]) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.things = [thing for thing in self.things if thing not in things]
        return len(things)


@pytest.fixture
def bin_of_three() -> Bin:
    """Three cars in it."""
    content = Bin()
    content.void_car(KIM, [1, 2], "Entered twice")
    content.void_car(Person(2, "Lee"), [3], "Never came to the lot")
    return content


def opened(qtbot: QtBot, runner: TaskRunner, who: Who, content: Bin) -> BinDialog:
    dialog = BinDialog(runner, content, who)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.model.rows) == len(content.things))
    return dialog


def test_the_bin_says_who_when_and_why_and_is_searched(qtbot: QtBot, runner: TaskRunner, who: Who, bin_of_three: Bin) -> None:
    dialog = opened(qtbot, runner, who, bin_of_three)
    shown = [str(dialog.model.index(0, column).data()) for column in range(5)]
    assert shown == ["ABC1000 gray Malibu", "Vehicle", "Wed 5/20 09:14", "Kim", "Entered twice"]
    QTest.keyClicks(dialog.find_box, "lee never")
    assert [thing.id for thing in dialog.model.rows] == [3]
    dialog.find_box.setText("zzz")
    assert dialog._empty.text == 'Nothing in the bin matches "zzz".'
    assert not dialog.restore_button.isEnabled()


def test_what_is_restored_leaves_the_bin(qtbot: QtBot, runner: TaskRunner, who: Who, bin_of_three: Bin) -> None:
    dialog = opened(qtbot, runner, who, bin_of_three)
    dialog.table.selectAll()
    assert dialog.restore_button.text() == "&Restore 3"
    dialog.table.selectRow(1)
    with qtbot.waitSignal(dialog.restored) as restored:
        dialog.restore_button.click()
    assert restored.args == [frozenset({2})]
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 2)
    assert dialog.news.text == "ABC1001 gray Malibu is back."


def test_a_refused_restoring_is_said(qtbot: QtBot, runner: TaskRunner, who: Who, bin_of_three: Bin) -> None:
    dialog = opened(qtbot, runner, who, bin_of_three)
    bin_of_three.trouble = Refused("This car is out of the bin already. Nothing was changed.")
    with qtbot.waitSignal(runner.idle):
        dialog.restore_button.click()
    assert dialog.news.text == "This car is out of the bin already. Nothing was changed."
    assert dialog.restore_button.isEnabled()


def test_an_empty_bin_says_so(qtbot: QtBot, runner: TaskRunner, who: Who) -> None:
    dialog = opened(qtbot, runner, who, Bin())
    qtbot.waitUntil(lambda: not runner.busy)
    assert dialog._empty.text == "The bin is empty."


def test_the_bin_s_table_keeps_qt_s_rules(bin_of_three: Bin) -> None:
    model = BinTable(ZONE, TODAY)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.put(bin_of_three.bin_content())
    model.look_for("kim")
    assert model.rowCount() == 2
    assert tester.model() is model
