"""Fields that two people changed at once: both values side by side, and a choice for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong


@dataclass(frozen=True, slots=True)
class BothSaid:
    """One field: what is typed here, what is stored now, by whom and when it was stored."""

    field: str
    title: str
    mine: str
    theirs: str
    by: str
    at: str


class ClashList(QFrame):
    """Hidden while nothing clashes. Nothing is chosen beforehand."""

    picked = Signal()
    """A choice was made or changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("standing")
        set_tone(self, Tone.TODAY)
        self._head = strong()
        self._head.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 8, 12, 8)
        self._column.setSpacing(8)
        self._column.addWidget(self._head)
        self._lines: QWidget | None = None
        self._groups: dict[str, QButtonGroup] = {}
        self.hide()

    def ask(self, clashes: Sequence[BothSaid]) -> None:
        """Ask for each field which value counts; none takes the question away."""
        if self._lines is not None:
            self._lines.deleteLater()
            self._column.removeWidget(self._lines)
        self._groups = {}
        names = " and ".join(dict.fromkeys(each.by or "Somebody" for each in clashes))
        fields = "this" if len(clashes) == 1 else "these"
        self._head.setText(f"{names} changed {fields} while you were typing. Choose which value counts; nothing was saved yet.")
        self._lines = self._made(clashes)
        self._column.addWidget(self._lines)
        self.setVisible(bool(clashes))

    @property
    def picks(self) -> dict[str, bool]:
        """Of each field that was answered, whether mine counts."""
        return {field: group.checkedId() == 0 for field, group in self._groups.items() if group.checkedId() >= 0}

    @property
    def open_fields(self) -> list[str]:
        """Fields nobody chose for yet."""
        return [field for field, group in self._groups.items() if group.checkedId() < 0]

    def pick(self, field: str, *, mine: bool) -> None:
        """Choose as if it was clicked."""
        self._groups[field].button(0 if mine else 1).click()

    def take_focus(self) -> None:
        """To the first choice that is open."""
        for field in self.open_fields[:1]:
            self._groups[field].button(0).setFocus(Qt.FocusReason.TabFocusReason)

    def _made(self, clashes: Sequence[BothSaid]) -> QWidget:
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, words in enumerate(("", "Mine, typed here", "Theirs, stored now")):
            grid.addWidget(quiet(words), 0, column)
        for row, each in enumerate(clashes, start=1):
            grid.addWidget(QLabel(each.title), row, 0, Qt.AlignmentFlag.AlignTop)
            group = self._groups[each.field] = QButtonGroup(lines)
            signed = ", ".join(part for part in (each.by, each.at) if part)
            for place, (value, by) in enumerate(((each.mine, "you"), (each.theirs, signed))):
                choice = self._choice(group, place, f"{each.title}: {value}, {by}", value, "" if place == 0 else by)
                grid.addWidget(choice, row, place + 1, Qt.AlignmentFlag.AlignTop)
            group.idToggled.connect(lambda _place, on: self.picked.emit() if on else None)
        return lines

    def _choice(self, group: QButtonGroup, place: int, name: str, value: str, signed: str) -> QWidget:
        button = QRadioButton((value or "(empty)").replace("&", "&&"))
        button.setAccessibleName(name)
        group.addButton(button, place)
        if not signed:
            return button
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(button)
        column.addWidget(value_label(signed, tone=Tone.QUIET))
        return both
