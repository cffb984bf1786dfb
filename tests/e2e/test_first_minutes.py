"""The first five minutes of a new office, as somebody who never saw the program: with a keyboard and a stop-watch."""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Lock

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.printing.system import SystemPrinter
from itow_desktop.adapters.secrets import KeyringSecrets
from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import practice_machine
from itow_desktop.domain import past
from itow_desktop.domain.events import EventKind, standing
from itow_desktop.domain.past import Answer, Word
from itow_desktop.domain.questions import Question
from itow_desktop.domain.urgency import Urgency
from itow_desktop.opening import opened
from itow_desktop.practice.login import PASSWORD, USERNAME
from itow_desktop.ui.dialogs.beginning.already_done import AlreadyDoneWindow
from itow_desktop.ui.dialogs.beginning.answer_window import AnswerWindow
from itow_desktop.ui.dialogs.beginning.unsure_cars import UnsureWindow
from itow_desktop.ui.dialogs.call_in import CallInDialog
from itow_desktop.ui.dialogs.first_run import FirstRunSheet
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.dialogs.towbook_sign_in import TowBookSignIn
from itow_desktop.ui.queue_text import Verb
from tests.e2e.cups import PrintSystem, print_system
from tests.e2e.waiter import Waiter

if sys.platform == "win32":
    pytest.skip("the print queue of this test is CUPS", allow_module_level=True)

CALLS = 68
FIVE_MINUTES = 300.0
# Seconds a person takes, by the keystroke-level model (Card, Moran, Newell 1980): a key of an average typist, pointing at
# something with a click, making up one's mind.
KEY, POINT, THINK = 0.28, 1.3, 1.35


class NewClerk:
    """Types into what has the keys, points at buttons; remembers how long a person would have taken."""

    def __init__(self, wait: Waiter) -> None:
        self._wait = wait
        self.seconds = 0.0

    def types(self, widget: QWidget, text: str) -> None:
        """At a person's pace, by the times the keys carry: what comes faster is a scanner's."""
        for letter in text:
            self.seconds += KEY
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                key.setTimestamp(round(self.seconds * 1000))
                QApplication.sendEvent(widget, key)

    def presses(self, widget: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(widget, key)
        self.seconds += KEY

    def clicks(self, button: QAbstractButton) -> None:
        self._wait.until_pressable(button)
        button.click()
        self.seconds += THINK + POINT

    def fills(self, window: AnswerWindow, text: str, key: Qt.Key) -> None:
        """Think, type over the current cell, leave it with Tab or Enter."""
        QTest.keyClick(window.table, Qt.Key.Key_F2)
        editor = next(each for each in window.table.viewport().findChildren(QLineEdit) if each.isVisible())
        self.seconds += THINK
        self.types(editor, text)
        self.presses(editor, key)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintSystem]:
    with print_system() as system:
        monkeypatch.setenv("CUPS_SERVER", system.server)
        yield system


@pytest.fixture
def office(qapp: QApplication, qtbot: QtBot, paper: PrintSystem) -> Iterator[OfficeWindow]:
    """A window on a new office, nobody known yet, its TowBook answering on this machine."""
    pdfium = Lock()
    with practice_machine(CALLS) as practice:
        machine = replace(practice, secrets=KeyringSecrets({}, practice.log.hide))  # nobody has typed a password yet
        with opened(machine, SystemPrinter(pdfium), pdfium) as ports:
            yield from living(OfficeWindow(machine, ports))


def living(window: OfficeWindow) -> Iterator[OfficeWindow]:
    """Shown, and closed in order."""
    window.show()
    try:
        yield window
    finally:
        window.window.close()
        window.close()


def test_a_new_user_needs_less_than_five_minutes(office: OfficeWindow, qtbot: QtBot, paper: PrintSystem) -> None:
    wait = Waiter(qtbot)
    clerk, began = NewClerk(wait), time.perf_counter()
    assert office.window.pane is office.beginning.today, "Today is in front at the first start"

    sign_in(office, wait, clerk)
    bring_in_the_cars(office, qtbot, wait, clerk)
    fix_the_unsure_ones(office, wait, clerk)
    say_what_is_done(office, wait, clerk)
    print_and_call_in_the_first_tops(office, wait, clerk, paper)

    machine = time.perf_counter() - began
    print(f"\nfirst minutes: {machine:.1f} s of the machine, {clerk.seconds:.0f} s of a person, {machine + clerk.seconds:.0f} s in all")
    assert machine + clerk.seconds < FIVE_MINUTES
    nothing_was_late(office, wait)


def sign_in(office: OfficeWindow, wait: Waiter, clerk: NewClerk) -> None:
    sheet = wait.for_dialog(FirstRunSheet)
    shown = [each.text() for each in sheet.findChildren(QLabel)] + [each.text() for each in sheet.findChildren(QAbstractButton)]
    words = set(" ".join(shown).casefold().split())
    assert not {"database", "server", "postgres", "postgresql", "sql"} & words, "no database words"
    for field, text in ((sheet.person, "Kim"), (sheet.company, "Practice Towing"), (sheet.phone, "810-555-0100")):
        clerk.types(field, text)
        clerk.presses(field, Qt.Key.Key_Tab)
    clerk.types(sheet.address, "9 Yard Rd")
    sheet.address.appendPlainText("Burton, MI 48509")
    clerk.clicks(sheet.primary)
    wait.until(lambda: office.who.person is not None and office.who.person.name == "Kim")
    clerk.clicks(sheet.sign_in)

    dialog = wait.for_dialog(TowBookSignIn)
    clerk.types(dialog.username, USERNAME)
    clerk.types(dialog.password, PASSWORD)
    clerk.clicks(dialog.test)
    wait.until(lambda: dialog.verdict.text() == "accepted")
    clerk.clicks(dialog.primary)
    wait.until(lambda: not [each for each in QApplication.topLevelWidgets() if isinstance(each, TowBookSignIn) and each.isVisible()])


def bring_in_the_cars(office: OfficeWindow, qtbot: QtBot, wait: Waiter, clerk: NewClerk) -> None:
    imports = office.imports
    assert office.window.pane is imports
    wait.until(lambda: bool(imports.form.account.currentText()))
    assert imports.form.lot.isChecked(), "the cars on the lot now are preset"
    said: list[str] = []
    with qtbot.waitSignal(office.bus.import_finished, timeout=60_000) as finished:
        clerk.clicks(imports.button)

        def over() -> bool:
            said.append(imports.progress.left.text())
            return bool(finished.signal_triggered)

        wait.until(over, 60_000)
    assert finished.args is not None
    run = finished.args[0]
    assert any(f" of {run.new} calls, about " in each and each.endswith(" s left") for each in said), said[-3:]
    result = imports.result
    wait.until(result.look.isVisible)
    assert result.effect.text().startswith(f"{run.new} cars. ")
    assert result.effect.text().endswith(", 0 late.")
    clerk.clicks(result.look)


def fix_the_unsure_ones(office: OfficeWindow, wait: Waiter, clerk: NewClerk) -> None:
    window = wait.for_dialog(UnsureWindow)
    wait.until(lambda: bool(window.model.rows))
    asked = len(window.model.rows)
    assert asked == len(office.desk.beginning.unsure().cars) > 5
    answers = {1: "flint pol", 2: "none"}
    while window.model.empty:
        key = window.model.key(window.table.currentIndex())
        assert key in window.model.empty, "the keys are always on the next cell that is missing"
        clerk.fills(window, answers[key[1]], Qt.Key.Key_Return)
        wait.until(lambda: not office.runner.busy)
    assert not window.model.wrong
    assert window.say_progress() == "Nothing is missing any more"
    clerk.clicks(window.close_button)
    assert office.desk.beginning.unsure().cars == ()


def say_what_is_done(office: OfficeWindow, wait: Waiter, clerk: NewClerk) -> None:
    window = wait.for_dialog(AlreadyDoneWindow)
    wait.until(lambda: bool(window.model.rows))
    oldest = window.model.rows[0].custody_id
    towed = office.desk.card(oldest).row.towed_at
    assert towed is not None
    day = towed.astimezone(office.desk.zone)
    for text in (f"{day.month}/{day.day}", f"{day:%m%d%y}", "d", "", "n"):
        clerk.fills(window, text, Qt.Key.Key_Tab)
    for row in (1, 2):
        window.table.setCurrentIndex(window.model.index(row, 0))
        clerk.fills(window, "d", Qt.Key.Key_Tab)
        clerk.clicks(window.rest)
    wait.until(lambda: not office.runner.busy)
    assert window.close_button.text() == "Finish &later"
    clerk.clicks(window.close_button)
    wait.until(lambda: office.window.pane is office.queue)

    kept = {fact: each.answer for fact, each in office.desk.beginning.past([oldest]).cars[0].kept.items()}
    assert kept == {
        past.CALLED_IN: Answer(day.date()),
        past.TOP_SENT: Answer(day.date()),
        past.LEIN: Answer(word=Word.NOT_KNOWN),
        past.TR52L_IN: Answer(word=Word.NOT_DONE),
    }
    again = office.beginning.show_past()
    wait.until(lambda: bool(again.model.rows))
    assert [cell.text for cell in again.model.rows[1].cells] == ["don't know"] * 5, "finished later, nothing is lost"
    again.close()
    wait.until(lambda: not office.runner.busy)


def print_and_call_in_the_first_tops(office: OfficeWindow, wait: Waiter, clerk: NewClerk, paper: PrintSystem) -> None:
    queue = office.queue
    wait.until(lambda: any(part.verbs[:1] == (Verb.PRINT_TOP,) for part in queue.model.groups))
    queue.choose_group(Verb.PRINT_TOP)
    group = queue.list.group
    assert group is not None
    cars = [line.case.custody_id for line in group.lines]
    clerk.presses(queue.list, Qt.Key.Key_P)
    sheet = wait.for_dialog(PrintSheet)
    wait.until(sheet.ready)
    clerk.clicks(sheet.primary)
    wait.until(lambda: sheet.came_out.isVisible() and sheet.primary.isEnabled(), 60_000)
    assert len(paper.printed(len(cars))) == len(cars)
    clerk.clicks(sheet.primary)
    wait.until(lambda: all(has(office, car, EventKind.LETTER_PRINTED) for car in cars))

    wait.until(lambda: queue.list.group is not None)
    for row, part in enumerate(queue.model.groups):
        if Verb.CALLED_IN in part.verbs[:2] and any(line.case.custody_id in cars for line in part.lines):
            queue.list.setCurrentIndex(queue.model.index(row, 0))
            break
    clerk.presses(queue.list, Qt.Key.Key_C)
    call = wait.for_dialog(CallInDialog)
    clerk.types(call.spoke_with, "Sgt. Ames")
    called = [row.line.item.custody_id for row in call.rows if row.line is not None]
    for each in call.rows:
        each.not_known.setChecked(True)
        each.source.setCurrentIndex(0)
        clerk.seconds += 2 * (THINK + POINT)
    clerk.clicks(call.primary)
    wait.until(lambda: all(has(office, car, EventKind.POLICE_NOTIFIED) for car in called))
    wait.until(lambda: office.window.undo.action.isEnabled() and "call-in" in office.window.undo.action.text())


def nothing_was_late(office: OfficeWindow, wait: Waiter) -> None:
    office.window.show_pane(office.beginning.today.key)
    wait.until(lambda: not office.runner.busy)
    found = office.desk.queue()
    assert [line.item.rule for line in found.lines if line.item.urgency is Urgency.LATE] == []
    assert any(line.item.question is Question.PAST for line in found.lines), "what was left for later still asks"
    assert office.beginning.today.headline.text() == f"{found.active} of {found.active} have a next step"
    office.beginning.today.by_hand_asked.emit()
    wait.until(lambda: office.window.pane is office.vehicles and not office.runner.busy)
    assert office.vehicles.model.rows == [], "all of them came from TowBook"


def has(office: OfficeWindow, custody_id: int, kind: EventKind) -> bool:
    return any(event.kind is kind for event in standing(office.desk.card(custody_id).events))
