"""What is typed in the queue's dialogs: checked gently, never pre-filled, never lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.recording import Entry
from itow_desktop.services.views import Person
from itow_desktop.services.working import CallIn, PickUp, QueueLine
from itow_desktop.ui.dialogs.agency import AgencyDialog, properties
from itow_desktop.ui.dialogs.agency_contact import AgencyContactDialog
from itow_desktop.ui.dialogs.call_in import CallInDialog
from itow_desktop.ui.dialogs.day_column import DayColumnDialog
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.pick_up import PickUpDialog
from itow_desktop.ui.dialogs.sort_cars import KINDS, SortDialog
from itow_desktop.ui.dialogs.tow_times import TowTimesDialog
from itow_desktop.ui.queue_text import Verb
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.moment_entries import DayEntry, TimeEntry
from tests.ui.queue_fakes import BURTON, KIM, TODAY, FakeOffice, busy_office

Settle = Callable[[], None]


@pytest.fixture
def office() -> FakeOffice:
    return busy_office()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    return lambda: qtbot.waitUntil(lambda: not runner.busy)


def lines(office: FakeOffice, *custody_ids: int) -> list[QueueLine]:
    found = {line.case.custody_id: line for line in office.queue().lines}
    return [found[custody_id] for custody_id in custody_ids]


def done(dialog: DeedDialog) -> list[object]:
    """What the dialog answers, as it comes."""
    answers: list[object] = []
    dialog.done_with.connect(answers.append)
    return answers


# --- fields --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day", "shown"),
    [
        ("t", TODAY, "Wed 5/20"),
        ("-1", date(2026, 5, 19), "Tue 5/19"),
        ("5/8", date(2026, 5, 8), "Fri 5/8"),
        ("050826", date(2026, 5, 8), "Fri 5/8"),
        ("12/30", date(2025, 12, 30), "Tue 12/30/25"),
        ("", None, ""),
    ],
)
def test_a_date_is_understood_as_the_desk_types_it(qtbot: QtBot, typed: str, day: date | None, shown: str) -> None:
    entry = DayEntry("Day", lambda: TODAY)
    qtbot.addWidget(entry)
    assert entry.text() == ""
    QTest.keyClicks(entry, typed)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert (entry.day(), entry.text(), entry.problem()) == (day, shown, None)
    assert entry.day() == day  # what is shown means the same


def test_plus_and_minus_move_a_date_that_stands_there(qtbot: QtBot) -> None:
    entry = DayEntry("Day", lambda: TODAY)
    qtbot.addWidget(entry)
    QTest.keyClicks(entry, "t")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    QTest.keyClicks(entry, "--")
    assert entry.text() == "Mon 5/18"
    QTest.keyClicks(entry, "+")
    assert entry.day() == date(2026, 5, 19)


@pytest.mark.parametrize("typed", ["+1", "5/21"])
def test_what_has_not_happened_yet_is_marked(qtbot: QtBot, typed: str) -> None:
    entry = DayEntry("Day", lambda: TODAY)
    qtbot.addWidget(entry)
    QTest.keyClicks(entry, typed)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert "has not come yet" in entry.toolTip()
    assert entry.actions()


def test_a_mark_goes_when_it_is_typed_over(qtbot: QtBot) -> None:
    entry = DayEntry("Day", lambda: TODAY)
    qtbot.addWidget(entry)
    QTest.keyClicks(entry, "13/40")
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert entry.actions()
    assert entry.text() == "13/40"
    entry.selectAll()
    QTest.keyClicks(entry, "t")
    assert not entry.actions()


@pytest.mark.parametrize(("typed", "shown"), [("1644", "16:44"), ("4:44p", "16:44"), ("444 am", "04:44"), ("noon", "noon")])
def test_a_time_is_understood_as_it_is_spoken(qtbot: QtBot, typed: str, shown: str) -> None:
    entry = TimeEntry("Time")
    qtbot.addWidget(entry)
    QTest.keyClicks(entry, typed)
    QTest.keyClick(entry, Qt.Key.Key_Return)
    assert entry.text() == shown
    assert (entry.problem() is None) is (typed != "noon")


# --- call-in -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def calls(office: FakeOffice, runner: TaskRunner, parent: QWidget) -> CallInDialog:
    dialog = CallInDialog(office, KIM, BURTON, lines(office, 1, 2, 3, 4), runner=runner, parent=parent)
    dialog.open()
    return dialog


def test_no_legal_time_is_filled_in_beforehand(calls: CallInDialog) -> None:
    for row in calls.rows:
        assert (row.day.text(), row.time.text(), row.not_known.isChecked(), row.source.currentIndex()) == ("", "", False, -1)
    assert not calls.primary.isEnabled()
    assert not calls.touched()


def test_a_column_is_filled_with_enter(qtbot: QtBot, calls: CallInDialog) -> None:
    complaints = [row.complaint for row in calls.rows if row.complaint]
    complaints[0].setFocus()
    for place, complaint in enumerate(complaints):
        assert calls.focusWidget() is complaint
        QTest.keyClicks(complaint, f"26-10{place}")
        QTest.keyClick(complaint, Qt.Key.Key_Return)
    assert [complaint.text() for complaint in complaints] == ["26-100", "26-101", "26-102", "26-103"]
    assert calls.isVisible()


def test_all_cars_fills_the_rows_nobody_typed_in(qtbot: QtBot, calls: CallInDialog) -> None:
    everybody = calls.everybody
    assert everybody is not None
    calls.rows[1].day.setFocus()
    QTest.keyClicks(calls.rows[1].day, "5/17")
    QTest.keyClicks(everybody.day, "5/18")
    QTest.keyClick(everybody.day, Qt.Key.Key_Return)
    assert [row.day.text() for row in calls.rows] == ["Mon 5/18", "Sun 5/17", "Mon 5/18", "Mon 5/18"]
    everybody.day.selectAll()
    QTest.keyClicks(everybody.day, "5/16")
    QTest.keyClick(everybody.day, Qt.Key.Key_Return)
    assert [row.day.day() for row in calls.rows] == [date(2026, 5, 16), date(2026, 5, 17), date(2026, 5, 16), date(2026, 5, 16)]
    assert [row.touched for row in calls.rows] == [False, True, False, False]


def test_person_and_badge_once_times_and_numbers_each(calls: CallInDialog, office: FakeOffice, settle: Settle) -> None:
    answers = done(calls)
    calls.spoke_with.setText("Dispatcher Lane")
    calls.badge.setText("412")
    calls.dialled.setText("555-555-0100")
    for row, spoken, complaint in zip(calls.rows[:2], ("4:10p", "1712"), ("26-1", ""), strict=True):
        row.day.setText("5/18")
        row.time.setText(spoken)
        assert row.complaint is not None
        row.complaint.setText(complaint)
        row.source.setCurrentIndex(1)
    calls.rows[2].day.setText("5/17")
    calls.rows[2].not_known.setChecked(True)
    calls.rows[2].source.setCurrentIndex(0)
    assert calls.primary.text() == "&Record 3 call-ins"
    calls.commit()
    settle()
    lane = CallIn(0, person="Dispatcher Lane", badge="412", number_dialled="555-555-0100")
    assert office.said("call_in") == [
        (
            replace(lane, custody_id=1, at=datetime(2026, 5, 18, 20, 10, tzinfo=UTC), complaint_no="26-1", source=EventSource.DRIVER_LOG),
            replace(lane, custody_id=2, at=datetime(2026, 5, 18, 21, 12, tzinfo=UTC), source=EventSource.DRIVER_LOG),
            replace(lane, custody_id=3, on=date(2026, 5, 17), source=EventSource.MY_CALL),
        )
    ]
    assert answers == [(1, 2, 3)]
    assert office.signed == [KIM]


def test_all_problems_are_said_at_once_and_nothing_is_sent(calls: CallInDialog, office: FakeOffice) -> None:
    calls.rows[0].day.setText("5/18")
    calls.rows[1].time.setText("25:99")
    calls.rows[2].not_known.setChecked(True)
    calls.commit()
    said = calls.problems.text.splitlines()
    assert said[0] == 'ABC1231 MI: enter the time of the call, or tick "Not known".'
    assert said[1].startswith("ABC1232 MI: '25:99' is no time")
    assert said[2] == "ABC1233 MI: choose how we know of the call."
    assert office.said("call_in") == []


def test_trouble_keeps_every_letter(calls: CallInDialog, office: FakeOffice, settle: Settle) -> None:
    office.trouble = DatabaseTrouble("The database does not answer. Nothing was recorded.")
    calls.spoke_with.setText("Lane")
    calls.rows[0].not_known.setChecked(True)
    calls.rows[0].source.setCurrentIndex(3)
    calls.commit()
    assert not calls.primary.isEnabled()
    settle()
    assert "Nothing was recorded. (error E-" in calls.problems.text
    assert calls.spoke_with.text() == "Lane"
    assert calls.rows[0].not_known.isChecked()
    office.trouble = None
    answers = done(calls)
    calls.commit()
    settle()
    assert answers == [(1,)]


def test_leaving_asks_before_it_throws_away(qtbot: QtBot, calls: CallInDialog) -> None:
    calls.spoke_with.setText("Lane")
    calls.reject()
    box = calls.findChild(QMessageBox)
    assert box is not None
    assert calls.isVisible()
    assert {button.text() for button in box.buttons()} == {"&Throw it away", "&Keep typing"}
    assert box.defaultButton().text() == "&Keep typing"
    next(button for button in box.buttons() if button.text() == "&Throw it away").click()
    assert not calls.isVisible()


def test_an_untouched_dialog_leaves_without_a_word(calls: CallInDialog) -> None:
    calls.reject()
    assert not calls.isVisible()


# --- dates ---------------------------------------------------------------------------------------------------------------


def test_cars_with_one_sos_date_are_recorded_together(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    dialog = DayColumnDialog(Verb.SOS_DATE, office, KIM, lines(office, 14, 15, 16), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    assert [entry.text() for entry in dialog.rows.values()] == ["", "", ""]
    dialog.rows[14].setText("5/12")
    dialog.rows[16].setText("5/12")
    assert dialog.primary.text() == "&Record 2 dates"
    dialog.commit()
    settle()
    assert office.said("sos_notice") == [((14, 16), date(2026, 5, 12))]
    assert answers == [(14, 16)]


def test_what_was_saved_before_a_trouble_stays_saved(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    class Failing(FakeOffice):
        def record(self, person: object, custody_id: int, entry: Entry) -> None:
            if custody_id == 15:
                raise DatabaseTrouble("The database does not answer.")
            super().record(KIM, custody_id, entry)

    failing = Failing(cars=office.cars)
    dialog = DayColumnDialog(Verb.LEIN, failing, KIM, lines(office, 14, 15, 16), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    for entry in dialog.rows.values():
        entry.setText("5/12")
    dialog.commit()
    settle()
    assert dialog.problems.text.startswith("1 date is saved. The database does not answer.")
    assert [entry.isEnabled() for entry in dialog.rows.values()] == [False, True, True]
    assert dialog.rows[16].text() == "5/12"
    for custody_id in (15, 16):
        dialog.rows[custody_id].clear()
    dialog.reject()
    assert answers == [(14,)]
    assert failing.said("record") == [(14, Entry(EventKind.LEIN_ENTERED, on=date(2026, 5, 12), source=EventSource.LOOK_UP))]


def test_a_date_to_come_is_refused_before_it_is_sent(office: FakeOffice, runner: TaskRunner, parent: QWidget) -> None:
    dialog = DayColumnDialog(Verb.SOS_DATE, office, KIM, lines(office, 14), runner=runner, parent=parent)
    dialog.rows[14].setText("+3")
    dialog.commit()
    assert "has not come yet" in dialog.problems.text
    assert office.said("sos_notice") == []


def test_a_tow_time_may_be_not_known_but_its_day_may_not(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    dialog = TowTimesDialog(office, KIM, lines(office, 13), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    row = dialog.rows[13]
    row.time.setText("4p")
    dialog.commit()
    assert "enter the day of the tow" in dialog.problems.text
    row.day.setText("5/18")
    row.not_known.setChecked(True)
    dialog.commit()
    settle()
    assert office.said("record") == [
        (13, Entry(EventKind.TOWED, on=date(2026, 5, 18), data={"time": "not known"}, source=EventSource.DRIVER_LOG))
    ]
    assert answers == [(13,)]


# --- pick-up -------------------------------------------------------------------------------------------------------------


def test_a_pick_up_needs_day_person_id_and_manner(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    dialog = PickUpDialog(office, KIM, lines(office, 12)[0], runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    dialog.commit()
    assert len(dialog.problems.text.splitlines()) == 4
    dialog.day.setText("5/19")
    dialog.to_whom.setText(" Pat Doe ")
    dialog.id_seen.setText("MI license")
    dialog.released.setChecked(True)
    dialog.commit()
    settle()
    assert office.said("pick_up") == [(12, PickUp(date(2026, 5, 19), "Pat Doe", "MI license", redeemed=False))]
    assert answers == [(12,)]


def test_a_hold_keeps_the_car_and_says_why(office: FakeOffice, runner: TaskRunner, parent: QWidget) -> None:
    dialog = PickUpDialog(office, KIM, lines(office, 9001)[0], runner=runner, parent=parent)
    assert "On hold: police. It may not leave." in dialog.problems.text
    assert not dialog.primary.isEnabled()


# --- questions -----------------------------------------------------------------------------------------------------------


def test_each_property_is_asked_once(office: FakeOffice) -> None:
    office.cars[10].place = 0
    found = properties(lines(office, 9, 10))
    assert [(each.name, len(each.lines)) for each in found] == [("Oak Apts", 1), ("Pine Grove Townhomes and Villas", 1)]


def test_a_new_name_is_added_once_and_given_to_all_its_places(
    office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle
) -> None:
    office.cars[10].place = 0
    dialog = AgencyDialog(office, KIM, office.known_agencies, lines(office, 9, 10), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    for row in dialog.rows:
        row.box.setCurrentText("Mundy Township PD")
        assert row.new.text() == "new name"
    dialog.rows[1].remember.setChecked(False)
    dialog.commit()
    settle()
    assert office.said("save_agency") == [Agency(0, "Mundy Township PD")]
    assert office.said("assign_agency") == [(4, (10,), True), (4, (9,), False)]
    assert answers == [(10, 9)]


def test_places_without_an_answer_stay_questions(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    office.cars[10].place = 0
    dialog = AgencyDialog(office, KIM, office.known_agencies, lines(office, 9, 10), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    assert not dialog.primary.isEnabled()
    dialog.rows[0].box.setCurrentText("Burton PD")
    assert dialog.primary.text() == "&Save for 1 car"
    dialog.commit()
    settle()
    assert answers == [(10,)]


def test_kinds_are_chosen_not_guessed(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    dialog = SortDialog(office, KIM, lines(office, 11, 12), runner=runner, parent=parent)
    dialog.open()
    answers = done(dialog)
    assert {box.currentIndex() for box in dialog.rows.values()} == {-1}
    assert not dialog.primary.isEnabled()
    dialog.rows[11].setCurrentIndex(KINDS.index(CustodyKind.POLICE_HOLD))
    dialog.commit()
    settle()
    assert office.said("sort_cars") == [((11,), CustodyKind.POLICE_HOLD)]
    assert answers == [(11,)]


@pytest.mark.parametrize("what", ["kinds", "times", "departments"])
def test_what_was_saved_before_a_trouble_is_told_though_the_rest_is_thrown_away(
    what: str, office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle
) -> None:
    class Failing(FakeOffice):
        """Does the first deed and no other."""

        def _asked(self, name: str, what: object = None, person: Person | None = None) -> None:
            if self.said(name):
                raise DatabaseTrouble("The database does not answer.")
            super()._asked(name, what, person)

    failing = Failing(cars=office.cars, known_agencies=office.known_agencies)
    dialog: SortDialog | TowTimesDialog | AgencyDialog
    first: QWidget
    second: QWidget
    if what == "kinds":
        dialog = SortDialog(failing, KIM, lines(office, 11, 12), runner=runner, parent=parent)
        dialog.rows[11].setCurrentIndex(0)
        dialog.rows[12].setCurrentIndex(1)
        said, first, second = "1 car is sorted. ", dialog.rows[11], dialog.rows[12]
    elif what == "times":
        dialog = TowTimesDialog(failing, KIM, lines(office, 11, 12), runner=runner, parent=parent)
        for row in dialog.rows.values():
            row.day.setText("5/12")
            row.not_known.setChecked(True)
        said, first, second = "1 time is saved. ", dialog.rows[11].day, dialog.rows[12].day
    else:
        dialog = AgencyDialog(failing, KIM, office.known_agencies, lines(office, 9, 11), runner=runner, parent=parent)
        for place in dialog.rows:
            place.box.setCurrentText(office.known_agencies[0].name)
        said, first, second = "1 car is saved. ", dialog.rows[0].box, dialog.rows[1].box
    dialog.open()
    answers = done(dialog)
    dialog.commit()
    settle()
    assert dialog.problems.text.startswith(f"{said}The database does not answer.")
    assert (first.isEnabled(), second.isEnabled()) == (False, True)
    assert answers == []
    dialog.reject()
    box = dialog.findChild(QMessageBox)
    assert box is not None
    next(button for button in box.buttons() if button.text() == "&Throw it away").click()
    assert len(answers) == 1
    assert answers[0] in {(11,), (9,)}
    assert not dialog.isVisible()


def test_a_contact_is_entered_never_invented(office: FakeOffice, runner: TaskRunner, parent: QWidget, settle: Settle) -> None:
    flint = office.known_agencies[1]
    dialog = AgencyContactDialog(office, KIM, flint, runner=runner, parent=parent)
    dialog.open()
    assert all(field.text() == "" for field in dialog.fields.values())
    assert not dialog.touched()
    dialog.fields["phone"].setText("555-555-0144")
    dialog.commit()
    settle()
    assert office.said("save_agency") == [Agency(2, "Flint Township PD", "555-555-0144")]


@pytest.mark.parametrize("place", range(6))
def test_every_dialog_has_one_default_button_with_a_verb_and_keys_for_all(
    place: int, office: FakeOffice, runner: TaskRunner, parent: QWidget
) -> None:
    dialogs: tuple[Callable[[], DeedDialog], ...] = (
        lambda: CallInDialog(office, KIM, BURTON, lines(office, 1), runner=runner, parent=parent),
        lambda: DayColumnDialog(Verb.SOS_DATE, office, KIM, lines(office, 14), runner=runner, parent=parent),
        lambda: PickUpDialog(office, KIM, lines(office, 12)[0], runner=runner, parent=parent),
        lambda: AgencyDialog(office, KIM, office.known_agencies, lines(office, 9), runner=runner, parent=parent),
        lambda: SortDialog(office, KIM, lines(office, 11), runner=runner, parent=parent),
        lambda: TowTimesDialog(office, KIM, lines(office, 13), runner=runner, parent=parent),
    )
    dialog = dialogs[place]()
    dialog.open()
    assert dialog.primary.isDefault()
    assert "&" in dialog.primary.text()
    assert dialog.primary.text().replace("&", "") not in {"OK", "Yes"}
    assert not dialog.cancel.autoDefault()
