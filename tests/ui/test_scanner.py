"""A scanner is told from a person by its pace, whatever has the focus; its Enter presses nothing."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from itow_desktop.ui.scanner import GAP_MS, WANTS_SCAN, Scanner

VIN = "1G1ZC5E13BF118341"


class Bench(QMainWindow):
    """Every kind of widget that may have the focus when somebody scans."""

    def __init__(self) -> None:
        super().__init__()
        self.line, self.note, self.list, self.combo, self.spin = QLineEdit(), QPlainTextEdit(), Verbs(), QComboBox(), QSpinBox()
        self.button = QPushButton("Sell it")
        self.pressed: list[str] = []
        self.button.clicked.connect(lambda: self.pressed.append("button"))
        self.line.returnPressed.connect(lambda: self.pressed.append("return"))
        self.combo.addItems(["alpha", "golf", "victor", "zulu"])
        self.letter = QAction("Verb", self)
        self.letter.setShortcut(QKeySequence("Z"))
        self.letter.triggered.connect(lambda: self.pressed.append("Z"))
        self.addAction(self.letter)
        middle = QWidget()
        column = QVBoxLayout(middle)
        for widget in (self.line, self.note, self.list, self.combo, self.spin, self.button):
            column.addWidget(widget)
        self.setCentralWidget(middle)


class Verbs(QListWidget):
    """A list in which letters are commands, like the queue's."""

    def __init__(self) -> None:
        super().__init__()
        self.addItems(["one", "two"])
        self.letters: list[str] = []
        self.enters = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        if event.key() == Qt.Key.Key_Return:
            self.enters += 1
        elif event.text():
            self.letters.append(event.text())


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Watch:
    """The time of the keys."""
    return Watch()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    """The window, active."""
    bench = Bench()
    qtbot.addWidget(bench)
    with qtbot.waitActive(bench):
        bench.show()
        bench.activateWindow()
    return bench


@pytest.fixture
def reads(qapp: QApplication, clock: Watch) -> Iterator[list[str]]:
    """What the scanner read."""
    yield from _reading(qapp, clock, "")


@pytest.fixture
def prefixed(qapp: QApplication, clock: Watch) -> Iterator[list[str]]:
    """The same where the scanner is set to type a tilde first."""
    yield from _reading(qapp, clock, "~")


def _reading(qapp: QApplication, clock: Watch, prefix: str) -> Iterator[list[str]]:
    scanner, read = Scanner(qapp, prefix=prefix, clock=clock), list[str]()
    scanner.scanned.connect(read.append)
    scanner.start()
    yield read
    scanner.stop()
    scanner.deleteLater()


def type_in(widget: QWidget, text: str, clock: Watch, pace: Callable[[int], int], end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Type letters with so many milliseconds before each, then the end."""
    for place, letter in enumerate(text):
        clock.now += pace(place)
        QTest.keyClicks(widget, letter)
    if end is not None:
        clock.now += pace(len(text))
        QTest.keyClick(widget, end)


def scanner_pace(place: int) -> int:
    """5 to 15 ms, as measured."""
    return (5, 9, 15, 7, 12)[place % 5]


def typist_pace(place: int) -> int:
    """A very fast typist: 60 to 100 ms."""
    return (60, 85, 72, 100, 64)[place % 5]


def ends_with(line: QLineEdit, letters: str) -> bool:
    return line.text().endswith(letters)


def focused(widget: QWidget) -> QWidget:
    widget.setFocus()
    assert widget.hasFocus()
    return widget


# --- a scanner ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["line", "note", "list", "combo", "spin", "button"])
def test_a_scan_is_read_whatever_has_the_focus(bench: Bench, reads: list[str], clock: Watch, name: str) -> None:
    type_in(focused(getattr(bench, name)), VIN, clock, scanner_pace)
    assert reads == [VIN]
    assert bench.pressed == []
    assert (bench.line.text(), bench.note.toPlainText(), bench.combo.currentText(), bench.spin.value()) == ("", "", "alpha", 0)
    assert (bench.list.letters, bench.list.enters) == ([], 0)


@pytest.mark.parametrize("pace", [1, 5, 10, 15, 20, GAP_MS])
def test_slower_scanners_are_scanners_too(bench: Bench, reads: list[str], clock: Watch, pace: int) -> None:
    type_in(focused(bench.line), VIN, clock, lambda _place: pace)
    assert reads == [VIN]


def test_what_stood_in_the_field_stands_there_again(bench: Bench, reads: list[str], clock: Watch) -> None:
    field = bench.line
    focused(field)
    field.setText("Oak Street 12")
    field.setSelection(4, 6)
    edited: list[str] = []
    field.textEdited.connect(edited.append)
    type_in(field, VIN, clock, scanner_pace)
    assert (field.text(), field.selectedText()) == ("Oak Street 12", "Street")
    assert edited[-1] == "Oak Street 12"  # whoever keeps what is typed keeps the right thing


def test_a_note_keeps_its_lines_its_selection_too(bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.note)
    bench.note.setPlainText("first\nsecond")
    cursor = bench.note.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(8, cursor.MoveMode.KeepAnchor)
    bench.note.setTextCursor(cursor)
    type_in(bench.note, VIN, clock, scanner_pace)
    assert bench.note.toPlainText() == "first\nsecond"
    assert (bench.note.textCursor().selectionStart(), bench.note.textCursor().selectionEnd()) == (2, 8)
    assert reads == [VIN]


def test_two_scans_in_a_row_are_two(bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    type_in(bench.line, VIN, clock, scanner_pace)
    clock.now += 300
    type_in(bench.line, "IT0107-26", clock, scanner_pace)
    assert reads == [VIN, "IT0107-26"]
    assert bench.line.text() == ""


def test_a_scan_behind_what_a_person_typed_takes_only_itself_out(bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    type_in(bench.line, "hello", clock, typist_pace, end=None)
    clock.now += 500
    type_in(bench.line, "IT21", clock, scanner_pace)
    assert bench.line.text() == "hello"
    assert reads == ["IT21"]


def test_a_scan_in_a_dialog_presses_no_default_button(qtbot: QtBot, bench: Bench, reads: list[str], clock: Watch) -> None:
    dialog = QDialog(bench)
    line, button = QLineEdit(), QPushButton("Scrap it")
    button.setDefault(True)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("scrapped"))
    column = QVBoxLayout(dialog)
    column.addWidget(line)
    column.addWidget(button)
    dialog.open()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    type_in(line, VIN, clock, scanner_pace)
    assert reads == [VIN]
    assert pressed == []
    assert line.text() == ""
    clock.now += 1_000
    QTest.keyClick(line, Qt.Key.Key_Return)  # a person's Enter does press it
    assert pressed == ["scrapped"]


def test_letters_of_a_scan_are_no_shortcuts(bench: Bench, reads: list[str], clock: Watch) -> None:
    type_in(focused(bench.list), "1GZZZ5E13BF118341", clock, scanner_pace)
    assert bench.pressed == []
    assert len(reads) == 1


def test_the_codes_of_other_things_are_read_too(bench: Bench, reads: list[str], clock: Watch) -> None:
    type_in(focused(bench.line), "036000291452", clock, scanner_pace)
    assert reads == ["036000291452"]


def test_a_scanner_that_ends_with_a_tab_is_understood_for_our_marks(bench: Bench, reads: list[str], clock: Watch) -> None:
    type_in(focused(bench.line), VIN, clock, scanner_pace, end=Qt.Key.Key_Tab)
    assert reads == [VIN]
    assert bench.line.hasFocus()


# --- fields that want it -----------------------------------------------------------------------------------------------


def test_a_field_that_wants_a_scan_gets_it_clean(bench: Bench, reads: list[str], clock: Watch) -> None:
    bench.line.setProperty(WANTS_SCAN, True)
    bench.line.setText("typed before")
    type_in(focused(bench.line), f"I{VIN}", clock, scanner_pace)
    assert bench.line.text() == VIN
    assert reads == []
    assert bench.pressed == []


def test_a_field_may_want_the_enter_as_well(bench: Bench, reads: list[str], clock: Watch) -> None:
    bench.line.setProperty(WANTS_SCAN, "enter")
    type_in(focused(bench.line), "IT21", clock, scanner_pace)
    assert bench.line.text() == "IT21"
    assert bench.pressed == ["return"]


# --- a person ----------------------------------------------------------------------------------------------------------


def test_a_fast_typist_is_no_scanner(bench: Bench, reads: list[str], clock: Watch) -> None:
    type_in(focused(bench.line), VIN, clock, typist_pace)
    assert reads == []
    assert bench.line.text() == VIN
    assert bench.pressed == ["return"]


def test_two_keys_rolled_over_each_other_both_arrive(qtbot: QtBot, bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    for letters in ("th", "e ", "re", "d "):
        type_in(bench.line, letters, clock, lambda place: 12 if place else 90, end=None)
        qtbot.waitUntil(partial(ends_with, bench.line, letters))
    assert bench.line.text() == "the red "
    assert reads == []


def test_a_letter_that_is_a_command_still_is_one(qtbot: QtBot, bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.list)
    type_in(bench.list, "c", clock, typist_pace, end=None)
    qtbot.waitUntil(lambda: bench.list.letters == ["c"])
    clock.now += 200
    QTest.keyClick(bench.list, Qt.Key.Key_Return)
    assert bench.list.enters == 1


def test_keys_come_in_their_order_before_a_key_that_waits_for_nothing(bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    type_in(bench.line, "ab", clock, scanner_pace, end=None)
    clock.now += 10
    QTest.keyClick(bench.line, Qt.Key.Key_Backspace)
    assert bench.line.text() == "a"


def test_a_short_burst_with_enter_is_a_person_s(bench: Bench, reads: list[str], clock: Watch) -> None:
    type_in(focused(bench.line), "ok", clock, scanner_pace)
    assert reads == []
    assert bench.line.text() == "ok"
    assert bench.pressed == ["return"]


def test_a_late_enter_belongs_to_a_person(qtbot: QtBot, bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    type_in(bench.line, VIN, clock, scanner_pace, end=None)
    qtbot.waitUntil(lambda: bench.line.text() == VIN)  # a program that pastes by typing, without Enter
    clock.now += 500
    QTest.keyClick(bench.line, Qt.Key.Key_Return)
    assert bench.pressed == ["return"]
    assert reads == []


def test_passwords_are_never_read(bench: Bench, reads: list[str], clock: Watch) -> None:
    bench.line.setEchoMode(QLineEdit.EchoMode.Password)
    type_in(focused(bench.line), "correct-horse", clock, scanner_pace)
    assert reads == []
    assert bench.line.text() == "correct-horse"


def test_shortcuts_with_ctrl_are_left_alone(bench: Bench, reads: list[str], clock: Watch) -> None:
    focused(bench.line)
    bench.line.setText("abc")
    clock.now += 10
    QTest.keyClick(bench.line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert bench.line.selectedText() == "abc"


def test_a_widget_that_goes_away_in_the_middle_hurts_nobody(qtbot: QtBot, bench: Bench, reads: list[str], clock: Watch) -> None:
    line = QLineEdit(bench)
    line.show()
    type_in(focused(line), "1G1ZC", clock, scanner_pace, end=None)
    with qtbot.waitSignal(line.destroyed):
        line.deleteLater()
    focused(bench.line)
    type_in(bench.line, VIN, clock, scanner_pace)
    assert reads == [VIN]


# --- a prefix ----------------------------------------------------------------------------------------------------------


def test_a_prefix_needs_no_pace(bench: Bench, prefixed: list[str], clock: Watch) -> None:
    type_in(focused(bench.line), f"~{VIN}", clock, lambda _place: 120)
    assert prefixed == [VIN]
    assert bench.line.text() == ""
    assert bench.pressed == []


def test_a_prefix_that_nothing_follows_is_a_letter(qtbot: QtBot, bench: Bench, prefixed: list[str], clock: Watch) -> None:
    focused(bench.line)
    type_in(bench.line, "~", clock, typist_pace, end=None)
    qtbot.waitUntil(lambda: bench.line.text() == "~")
    assert prefixed == []
