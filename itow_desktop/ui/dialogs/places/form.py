"""The form of a record: labelled rows, what is typed in them, what stood there before."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.ui.widgets.moment_entries import DayEntry

_LONGEST = 300


class RecordForm(QFormLayout):
    """Rows by name; ``touched`` compares with what they said when ``settle`` was called."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._before: dict[str, str] = {}
        self.lines: dict[str, QLineEdit] = {}
        self.days: dict[str, DayEntry] = {}
        self.notes: dict[str, QPlainTextEdit] = {}
        self.choices: dict[str, QComboBox] = {}
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(8)

    # --- rows --------------------------------------------------------------------------------------------------------

    def line(self, name: str, label: str, text: str | None, hint: str = "") -> QLineEdit:
        """One line; ``label`` has its access key marked."""
        entry = QLineEdit(text or "")
        entry.setCursorPosition(0)
        entry.setMaxLength(_LONGEST)
        entry.setPlaceholderText(hint)
        self._add(label, entry)
        self.lines[name] = entry
        return entry

    def day(self, name: str, label: str, day: date | None, *, past: bool = True) -> DayEntry:
        """A date; ``past``: one to come cannot be right."""
        entry = DayEntry(label.replace("&", ""), self._today, past=past)
        entry.set_day(day)
        entry.setFixedWidth(entry.fontMetrics().horizontalAdvance("Wed 12/30/26 00000"))
        self._add(label, entry)
        self.days[name] = entry
        return entry

    def note(self, name: str, label: str, text: str | None, hint: str = "", *, lines: int = 3) -> QPlainTextEdit:
        """Several lines; Tab goes on."""
        entry = QPlainTextEdit(text or "")
        entry.setTabChangesFocus(True)
        entry.setPlaceholderText(hint)
        entry.setFixedHeight(entry.fontMetrics().lineSpacing() * lines + 16)
        self._add(label, entry)
        self.notes[name] = entry
        return entry

    def choice(self, name: str, label: str, options: Sequence[tuple[str, object]], value: object) -> QComboBox:
        """One of several; ``options`` are (word, value)."""
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(24)
        for word, each in options:
            box.addItem(word, each)
        box.setCurrentIndex(max(next((place for place, (_, each) in enumerate(options) if each == value), 0), 0))
        self._add(label, box)
        self.choices[name] = box
        return box

    def agency(self, name: str, label: str, agencies: Sequence[Agency], value: int | None) -> QComboBox:
        """A police department in use; one no longer in use is there only where it is entered already."""
        known = sorted((each for each in agencies if each.active or each.id == value), key=lambda each: each.name.casefold())
        return self.choice(name, label, [("Not known", None), *((each.name, each.id) for each in known)], value)

    def _add(self, label: str, entry: QWidget) -> None:
        entry.setAccessibleName(label.replace("&", ""))
        self.addRow(label, entry)

    # --- what is typed -----------------------------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        """What is typed in a line or note; None for nothing."""
        typed = self.lines[name].text() if name in self.lines else self.notes[name].toPlainText()
        return typed.strip() or None

    def problems(self) -> list[str]:
        """What cannot be taken of the dates."""
        return [problem for entry in self.days.values() if (problem := entry.problem())]

    def settle(self) -> None:
        """What stands here now is what is stored."""
        self._before = self._now()

    def touched(self) -> bool:
        """Something is typed that is not stored."""
        return self._now() != self._before

    def _now(self) -> dict[str, str]:
        texts = {name: entry.text() for name, entry in (*self.lines.items(), *self.days.items())}
        texts |= {name: entry.toPlainText() for name, entry in self.notes.items()}
        return texts | {name: box.currentText() for name, box in self.choices.items()}
