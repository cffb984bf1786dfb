"""What the pages share: a list with its deeds above it, a box of things to look into."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.models.text_rows import TextRow, TextRows
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.places.fitted_table import FittedTable
from itow_desktop.ui.widgets.tones import set_tone, strong

_MOST_LINES = 6


class RecordList(QWidget):
    """Deeds in a row, a table below; ``nothing`` stands where there are no rows."""

    def __init__(
        self, name: str, headers: Sequence[str], nothing: str, *,
        picture: str, grow: Sequence[int] = (0,), right: Sequence[int] = (), margin: int = 8,
    ) -> None:  # fmt: skip
        """``margin`` is 0 where it stands in no frame of its own."""
        super().__init__()
        self.model = TextRows(headers, self, right=right)
        self.table = FittedTable(self.model, name, grow=grow)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionMode(FittedTable.SelectionMode.SingleSelection)
        self._empty = EmptyText(picture)
        self._empty.say(nothing)
        self._needy: list[tuple[QPushButton, Callable[[Any], bool]]] = []
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(8)
        column.addLayout(self._buttons)
        column.addWidget(self._stack, 1)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.model.modelReset.connect(self._chosen)

    def deed(self, words: str, picture: str, deed: Callable[[], object]) -> QPushButton:
        """A button for something new."""
        button = QPushButton(words)
        button.setIcon(icon(picture))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def deed_for(
        self, words: str, picture: str, deed: Callable[[Any], object], *, may: Callable[[Any], bool] = lambda _key: True
    ) -> QPushButton:
        """A button for the chosen row; ``may`` says for which it makes sense."""

        def run() -> None:
            if (key := self.current) is not None:
                deed(key)

        button = self.deed(words, picture, run)
        self._needy.append((button, may))
        self._chosen()
        return button

    def put(self, rows: Sequence[TextRow]) -> None:
        """Other rows; the chosen one stays chosen, else the first is."""
        key = self.current
        self.model.put(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        place = self.model.row_of(key) if key is not None else None
        if rows:
            self.table.choose(place or 0)

    @property
    def current(self) -> Any:
        """What the chosen row is known by; None where there is none."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.key_at(rows[0].row()) if rows else None

    def choose(self, key: object) -> None:
        """Choose a row."""
        if (place := self.model.row_of(key)) is not None:
            self.table.choose(place)

    def _chosen(self) -> None:
        key = self.current
        for button, may in self._needy:
            button.setEnabled(key is not None and may(key))


class Notices(QFrame):
    """What a person should look into, or that there is nothing."""

    def __init__(self, fine: str) -> None:
        super().__init__()
        self.setObjectName("standing")
        self._fine = fine
        self._picture = Picture("check-circle", 20, Tone.DONE)
        self._lines = Column(spacing=2)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._lines, 1)
        self.sentences: tuple[str, ...] = ()

    def tell(self, sentences: Sequence[str]) -> None:
        """Other sentences; a long list ends with how many more there are."""
        self.sentences = tuple(sentences)
        tone = Tone.TODAY if sentences else Tone.DONE
        set_tone(self, tone)
        self._picture.show_icon("question" if sentences else "check-circle", tone)
        lines = self._lines.anew()
        count = "1 question" if len(sentences) == 1 else f"{len(sentences)} questions"
        lines.addWidget(strong(count if sentences else self._fine))
        shown = list(sentences[:_MOST_LINES])
        if len(sentences) > _MOST_LINES:
            shown.append(f"and {len(sentences) - _MOST_LINES} more")
        for sentence in shown:
            lines.addWidget(value_label(sentence))
