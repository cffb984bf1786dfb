"""The import pane: one button, a bar, a result, a history."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from itow_desktop.domain.calls import CallRef, DateRange
from itow_desktop.domain.errors import DatabaseTrouble, ImportBusy, SecretsTrouble
from itow_desktop.domain.importing.contact import Contact
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress
from itow_desktop.services.views import FailedCall, ImportRun, RunState, StoppedBy
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.import_times import ImportTimesDialog
from itow_desktop.ui.dialogs.towbook_sign_in import TowBookSignIn
from itow_desktop.ui.models.imports import FailedModel, HistoryColumn, HistoryModel, clock_text
from itow_desktop.ui.panes.import_progress import progress_text
from itow_desktop.ui.panes.importing import ImportPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.import_chart import ImportChart, chart_words
from tests.law import DETROIT
from tests.ui.queue_fakes import TODAY, FakeOffice
from tests.ui.yard import KIM

Settle = Callable[[], None]
RUN = ImportRun(
    1, "range", date(2026, 5, 12), date(2026, 5, 19), (".PPI",), RunState.DONE, datetime(2026, 5, 19, 11, 42, tzinfo=UTC), None, "Kim",
    12, 3, 48, 2, 0, None, "5 need a police department, 3 no VIN, 0 late",
)  # fmt: skip


@pytest.fixture
def office() -> FakeOffice:
    office = FakeOffice()
    office.runs.append(RUN)
    return office


@pytest.fixture
def settle(qtbot: QtBot, runner: TaskRunner) -> Settle:
    return lambda: qtbot.waitUntil(lambda: not runner.busy)


@pytest.fixture
def pane(qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who, office: FakeOffice) -> ImportPane:
    pane = ImportPane(runner, bus, who, work=office, towbook=office)
    qtbot.addWidget(pane)
    pane.resize(900, 700)
    pane.show()
    pane.refresh()
    qtbot.waitUntil(lambda: not runner.busy)
    return pane


def sign_in(pane: ImportPane) -> TowBookSignIn:
    dialog = next(each for each in pane.findChildren(QDialog) if each.isVisible())
    assert isinstance(dialog, TowBookSignIn)
    return dialog


def test_the_range_is_filled_in_and_says_why(pane: ImportPane) -> None:
    assert pane.form.days.isChecked()
    assert (pane.form.first.day(), pane.form.last.day()) == (date(2026, 5, 16), TODAY)
    assert pane.form.why.text().startswith("The last imported tow is of Tue 5/19")
    assert pane.form.plan == ImportPlan((".PPI",), DateRange(date(2026, 5, 16), TODAY))
    assert pane.signed_in.text() == "as office@example.com"


def test_the_very_first_import_is_the_lot(qtbot: QtBot, runner: TaskRunner, bus: Bus, who: Who, settle: Settle) -> None:
    office = FakeOffice()
    pane = ImportPane(runner, bus, who, work=office, towbook=office)
    qtbot.addWidget(pane)
    pane.refresh()
    settle()
    assert pane.form.plan == ImportPlan((".PPI",))
    assert pane.none.isVisibleTo(pane)
    assert not pane.table.isVisibleTo(pane)


def test_it_imports_and_tells_what_it_means(qtbot: QtBot, pane: ImportPane, office: FakeOffice, bus: Bus, settle: Settle) -> None:
    office.failed_calls = (FailedCall("21388", "TowBook sent a page instead of the call."),)
    with qtbot.waitSignal(bus.import_finished) as told:
        pane.button.click()
    settle()
    assert told.args is not None
    assert told.args[0].by == "Kim"
    assert pane.result.counts.text() == "64 calls in 19 s: 12 new, 7 updated, 44 unchanged, 1 failed."
    assert pane.result.effect.text() == "19 cars came or changed. 5 need a police department, 3 no VIN, 0 late."
    assert pane.result.failures.index(0, 1).data() == "TowBook sent a page instead of the call."
    assert pane.history.rowCount() == 2
    assert pane.button.text() == "I&mport"
    assert office.signed == [KIM]
    assert [button.text() for button in (pane.button, pane.result.look) if button.property("primary")] == ["Loo&k at them"]


def test_progress_is_told_in_words(qtbot: QtBot, pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    office.steps = threading.Semaphore(0)
    pane.button.click()
    office.steps.release(28)
    qtbot.waitUntil(lambda: pane.progress.left.text().startswith("27 of 63 calls, about"))
    assert pane.button.text() == "Ca&ncel"
    assert pane.progress.phase.text() == "Reading calls..."
    assert pane.progress.counts.text() == "5 new · 3 updated · 19 unchanged · 0 failed"
    assert pane.progress.bar.value() == 27
    assert pane.unfinished() == "An import is running: 27 of 63."
    assert not pane.form.isEnabled()
    office.steps.release(99)
    settle()
    assert pane.unfinished() is None
    assert pane.form.isEnabled()


def test_cancel_keeps_what_was_read_and_offers_another_try(qtbot: QtBot, pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    office.steps = threading.Semaphore(0)
    pane.button.click()
    office.steps.release(11)
    qtbot.waitUntil(lambda: pane.progress.left.text().startswith("10 of 63"))
    pane.button.click()
    assert pane.button.text() == "Cancelling..."
    assert not pane.button.isEnabled()
    office.steps.release(1)
    settle()
    assert pane.result.message.text().startswith("Cancelled. ")
    assert "were read and kept" in pane.result.message.text()
    assert pane.result.again.isVisibleTo(pane)
    assert pane.history.run_at(0).state is RunState.CANCELLED
    office.steps = None
    pane.result.again.click()
    settle()
    assert pane.history.run_at(0).state is RunState.DONE


def test_a_second_import_is_told_who_is_importing(pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    office.trouble, office.failing = ImportBusy("Lee has been importing .PPI since 7:40. Wait until it is done."), "run_import"
    pane.button.click()
    settle()
    settle()
    assert pane.result.message.text().startswith("Lee has been importing .PPI since 7:40. Wait until it is done. (error E-")
    assert pane.button.text() == "I&mport"
    assert pane.button.isEnabled()


def test_a_lost_database_says_so_and_the_window_goes_on(pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    office.trouble = DatabaseTrouble("The database does not answer. 50 calls of this import are stored; import again to go on.")
    pane.button.click()
    settle()
    settle()
    assert "50 calls of this import are stored" in pane.result.message.text()
    assert "does not answer" in pane.news.text
    assert pane.button.isEnabled()


def test_days_the_wrong_way_round_are_not_sent(pane: ImportPane, office: FakeOffice) -> None:
    pane.form.first.setText("5/19")
    pane.form.last.setText("5/18")
    pane.button.click()
    assert pane.problems.text == "The first day lies after the last one. Swap them."
    assert office.said("run_import") == []


def test_what_was_typed_stays_when_the_pane_is_refreshed(qtbot: QtBot, pane: ImportPane, settle: Settle) -> None:
    pane.form.first.clear()
    QTest.keyClicks(pane.form.first, "5/1")
    pane.form.account.setCurrentText("Riverside .PPI")
    pane.refresh()
    settle()
    assert pane.form.plan == ImportPlan(("Riverside .PPI",), DateRange(date(2026, 5, 1), TODAY))


def test_without_a_sign_in_it_is_asked_for_then_the_import_goes_on(
    qtbot: QtBot, pane: ImportPane, office: FakeOffice, bus: Bus, settle: Settle
) -> None:
    office.login = None
    pane.button.click()
    settle()
    assert pane.news.text == "TowBook's user name and password are not entered yet."
    pane.news._act()
    settle()
    dialog = sign_in(pane)
    dialog.username.setText("kim@example.com")
    dialog.password.setText("open sesame")
    with qtbot.waitSignal(bus.import_finished):
        dialog.commit()
    settle()
    assert (office.username(), office.said("keep_login")) == ("kim@example.com", [("kim@example.com", "open sesame")])
    assert pane.signed_in.text() == "as kim@example.com"


def test_the_history_tells_who_and_leads_to_what_was_found(qtbot: QtBot, pane: ImportPane) -> None:
    row = [pane.history.index(0, column).data() for column in HistoryColumn]
    assert row == [
        "Tue 5/19 07:42", "Kim", "5/12 to 5/19", "65: 12 new, 3 updated, 2 failed", "finished",
        "5 need a police department, 3 no VIN",
    ]  # fmt: skip
    pane.table.setFocus()
    pane.table.setCurrentIndex(pane.history.index(0, 0))
    with qtbot.waitSignal(pane.check_asked) as asked:
        QTest.keyClick(pane.table, Qt.Key.Key_Return)
    assert asked.args == [RUN.id]


def test_the_result_leads_to_what_was_found(qtbot: QtBot, pane: ImportPane, settle: Settle) -> None:
    pane.button.click()
    qtbot.waitUntil(lambda: pane.result.check.isVisibleTo(pane))
    settle()
    with qtbot.waitSignal(pane.check_asked) as asked:
        pane.result.check.click()
    assert asked.args == [pane.history.run_at(0).id]


def test_it_tells_how_it_stands_with_towbook(pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    standing = pane.standing
    assert standing.contact.text == "TowBook answers Last worked Wed 5/20 07:43."
    assert standing.schedule.text == "No imports at set times Switched off; whoever presses Import imports."
    standing.contact.button.click()
    settle()
    assert standing.contact.text.endswith("User name and password are accepted (Wed 5/20 08:00).")
    office.towbook = replace(
        office.towbook, contact=Contact(None, datetime(2026, 5, 20, 14, 42, tzinfo=UTC), "The connection was refused.")
    )
    pane.refresh()
    settle()
    assert standing.contact.words.text() == "TowBook does not answer since Wed 5/20 10:42"
    assert "The connection was refused. Everything but importing works." in standing.contact.text


def test_times_are_set_in_a_dialog(pane: ImportPane, office: FakeOffice, settle: Settle, qtbot: QtBot, who: Who) -> None:
    pane.standing.set_times()
    assert pane.news.text == "Kim may not do this: it needs a manager. Nothing was changed."
    who.become(replace(KIM, rights=Rights.MANAGER))
    pane.standing.set_times()
    dialog = next(each for each in pane.findChildren(QDialog) if each.isVisible())
    assert isinstance(dialog, ImportTimesDialog)
    assert not dialog.times.isEnabled(), "off unless somebody switches it on"
    dialog.running.setChecked(True)
    dialog.commit()
    assert dialog.problems.text == "Enter one time of the day at least, like 6:00."
    dialog.times.setText("6:00, noon")
    dialog.commit()
    assert "noon is no time of the day" in dialog.problems.text
    dialog.times.setText("6:00, 5 pm")
    dialog.lot.setChecked(True)
    with qtbot.waitSignal(pane.standing.look_asked):
        dialog.commit()
    settle()
    assert office.said("set_schedule") == [("6:00, 5 pm", True, True)]
    assert pane.standing.schedule.text == "Imports by itself at 6:00, 17:00 Next Wed 5/20 17:00, the cars on the lot."
    office.towbook = replace(office.towbook, not_made=True)
    pane.refresh()
    settle()
    assert pane.standing.schedule.text.startswith("The import of Wed 5/20 17:00 is not made yet No PC that knows TowBook's password")


def test_an_import_waits_for_towbook_and_can_be_taken_back(pane: ImportPane, office: FakeOffice, settle: Settle, qtbot: QtBot) -> None:
    assert not pane.result.wait.isVisibleTo(pane)
    office.stopped_by = StoppedBy.DOWN
    pane.button.click()
    qtbot.waitUntil(lambda: pane.result.wait.isVisibleTo(pane))
    settle()
    with qtbot.waitSignal(pane.standing.look_asked):
        pane.result.wait.click()
    settle()
    assert office.said("let_wait") == [pane.form.plan]
    (line,) = pane.standing.waiting
    assert line.text == "Waits for TowBook: calls of Sat 5/16 to Wed 5/20 Asked for Wed 5/20 10:42 by Kim; begins by itself."
    assert not pane.result.wait.isVisibleTo(pane)
    with qtbot.waitSignal(pane.standing.look_asked):
        line.button.click()
    settle()
    assert pane.standing.waiting == []


def test_calls_that_failed_are_read_again_from_the_result_and_from_the_history(
    pane: ImportPane, office: FakeOffice, settle: Settle, qtbot: QtBot
) -> None:
    office.failed_calls = (FailedCall("21388", "It sent a page.", "501"), FailedCall("21390", "It timed out.", "502"))
    wanted = ImportPlan((".PPI",), calls=(CallRef("501", "21388"), CallRef("502", "21390")))
    pane.table.selectRow(0)
    qtbot.waitUntil(lambda: pane.earlier.again.isVisibleTo(pane))
    assert pane.earlier.failures.rowCount() == 2
    assert pane.earlier.message.text().startswith("12 new, 3 updated, 48 unchanged, 2 failed. 5 need a police department")
    pane.form.first.setText("5/1")
    pane.form._edited()
    with qtbot.waitSignal(pane._bus.import_finished):
        pane.earlier.again.click()
    settle()
    assert office.said("run_import") == [wanted]
    assert pane.form.first.text() == "5/1", "the form was not asked"
    with qtbot.waitSignal(pane._bus.import_finished):
        pane.result.read_again.click()
    settle()
    assert office.said("run_import") == [wanted, wanted]


def test_an_import_that_nobody_started_is_seen_and_called_off(pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    own = pane.standing.own
    assert not own.isVisibleTo(pane)
    pane.standing.show_step(ImportProgress("Reading calls", 27, 63, 5, 3, 19, 0, remaining=20.4))
    assert own.text == "Importing by itself 27 of 63 calls, about 20 s left. 5 new · 3 updated · 19 unchanged · 0 failed"
    assert pane.button.isEnabled(), "a person goes first"
    assert pane.unfinished() is None
    own.button.click()
    assert ("call_off", None) in office.log
    pane.standing.show_over()
    settle()
    assert not own.isVisibleTo(pane)


def test_the_picture_says_in_words_what_it_shows(qtbot: QtBot) -> None:
    began = datetime(2026, 5, 19, 11, tzinfo=UTC)
    ended = [replace(RUN, id=n, new=n, started_at=began, finished_at=began + timedelta(seconds=19 * n)) for n in range(1, 31)]
    ended[0] = replace(ended[0], state=RunState.STOPPED)
    assert chart_words([RUN]) == "No import has ended yet."
    assert chart_words(ended[:1]) == "The only import so far: 54 calls in 0:19. 1 was cut short."
    assert chart_words(ended) == "The last 20 imports: 54 to 73 calls in 0:19 to 6:20. 1 was cut short."
    chart = ImportChart(DETROIT, TODAY)
    qtbot.addWidget(chart)
    chart.resize(300, 120)
    nothing = chart.grab().toImage()
    chart.put(ended, DETROIT, TODAY)
    assert chart.accessibleDescription() == chart_words(ended)
    assert chart.grab().toImage() != nothing


def test_no_key_of_the_pane_is_taken_by_the_rail_or_the_menus(pane: ImportPane) -> None:
    words = [button.text() for button in pane.findChildren(QAbstractButton) if "&" in button.text()] + ["&Account"]
    keys = [text[text.index("&") + 1].upper() for text in words]
    assert not set(keys) & set("FEVCWLHYOQSIU"), words
    assert len(set(keys)) == len(keys), words


def test_the_models_keep_qts_rules(qtbot: QtBot) -> None:
    history, failed = HistoryModel(lambda: FakeOffice().zone, lambda: TODAY), FailedModel()
    for model in (history, failed):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    history.put([RUN, RUN])
    failed.put([FailedCall("1", "No.")])
    history.put([])
    assert (history.rowCount(), failed.rowCount()) == (0, 1)


def test_nothing_is_asked_on_the_ui_thread(pane: ImportPane, office: FakeOffice, settle: Settle) -> None:
    pane.button.click()
    settle()
    assert threading.current_thread().name not in office.threads


@pytest.mark.parametrize(
    ("step", "since", "words"),
    [
        (ImportProgress("", 27, 63, remaining=20.4), 0.0, "27 of 63 calls, about 20 s left"),
        (ImportProgress("", 27, 63, remaining=20.4), 5.0, "27 of 63 calls, about 15 s left"),
        (ImportProgress("", 27, 63, remaining=1.0), 9.0, "27 of 63 calls, about 1 s left"),
        (ImportProgress("", 100, 1500, remaining=610.0), 0.0, "100 of 1,500 calls, about 10 min left"),
        (ImportProgress("", 63, 63, remaining=0.0), 0.0, "63 of 63 calls"),
        (ImportProgress("", 0, 63), 0.0, "0 of 63 calls"),
    ],
)
def test_the_wait_in_words(step: ImportProgress, since: float, words: str) -> None:
    assert progress_text(step, since) == words
    assert clock_text(79.9) == "1:19"


# --- the sign-in ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def login(qtbot: QtBot, runner: TaskRunner, office: FakeOffice, settle: Settle) -> TowBookSignIn:
    dialog = TowBookSignIn(office, runner=runner, parent=None)
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    dialog.open()
    settle()
    return dialog


def test_the_kept_password_is_never_shown(login: TowBookSignIn) -> None:
    assert login.username.text() == "office@example.com"
    assert login.password.text() == ""
    assert login.password.placeholderText() == "kept; type to change it"
    assert login.password.echoMode() is QLineEdit.EchoMode.Password
    assert not login.touched()


@pytest.mark.parametrize("answer", ["accepted", "rejected: TowBook knows no such user", "TowBook does not answer"])
def test_the_test_button_says_what_towbook_says(login: TowBookSignIn, office: FakeOffice, settle: Settle, answer: str) -> None:
    assert not login.test.isEnabled()
    office.check = answer
    login.password.setText("secret")
    login._edited()
    login.test.click()
    settle()
    assert login.verdict.text() == answer
    assert office.said("check_login") == [("office@example.com", "secret")]
    assert office.said("keep_login") == []


def test_an_answer_about_another_password_is_dropped(login: TowBookSignIn, office: FakeOffice, settle: Settle) -> None:
    login.password.setText("first")
    login._test()
    login.password.setText("second")
    settle()
    assert login.verdict.text() == "Asking TowBook..."


def test_saving_goes_to_the_keyring_only(
    login: TowBookSignIn, office: FakeOffice, settle: Settle, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    login.password.setText("open sesame")
    login.commit()
    settle()
    assert office.said("keep_login") == [("office@example.com", "open sesame")]
    assert "open sesame" not in caplog.text


def test_a_locked_keyring_keeps_what_was_typed(
    login: TowBookSignIn, office: FakeOffice, settle: Settle, caplog: pytest.LogCaptureFixture
) -> None:
    office.trouble = SecretsTrouble("The keyring is locked. Unlock it and save again; nothing was kept.")
    login.password.setText("open sesame")
    login.commit()
    settle()
    assert login.problems.text.startswith("The keyring is locked.")
    assert login.password.text() == "open sesame"
    assert "open sesame" not in caplog.text
