"""All problems of a form at once, each leading to its field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.widgets.column import Column
from itow_desktop.ui.widgets.facts import link, value_label
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import strong


class ProblemList(QFrame):
    """Hidden while there is nothing wrong."""

    asked = Signal(str)
    """Name of the field a problem is about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems")
        self._lines = Column(spacing=4)
        column = QVBoxLayout()
        column.addWidget(Picture("warning-octagon", 20, Tone.LATE))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addLayout(column)
        row.addWidget(self._lines, 1)
        self._sentences: list[str] = []
        self._links: list[QPushButton] = []
        self.hide()

    @property
    def sentences(self) -> list[str]:
        """What it says now."""
        return list(self._sentences)

    @property
    def lines(self) -> list[QPushButton]:
        """The lines that lead to a field."""
        return list(self._links)

    def show_problems(self, title: str, problems: Sequence[tuple[str, str, str]]) -> None:
        """``problems`` are (field, its word, sentence)."""
        lines = self._empty()
        self._sentences = [sentence for _, _, sentence in problems]
        lines.addWidget(strong(title))
        for field, word, sentence in problems:
            line = link(f"{word}: {sentence}".replace("&", "&&"), "Go to the field")
            line.clicked.connect(lambda _=False, field=field: self.asked.emit(field))
            lines.addWidget(line)
            self._links.append(line)
        self.show()

    def show_sentence(self, sentence: str, action: str | None = None, deed: Callable[[], object] | None = None) -> None:
        """One sentence, at most one way out."""
        lines = self._empty()
        self._sentences = [sentence]
        lines.addWidget(value_label(sentence))
        if action is not None and deed is not None:
            button = QPushButton(action)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False: deed())
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.show()

    def clear(self) -> None:
        """Nothing is wrong."""
        self._empty()
        self.hide()

    def _empty(self) -> QVBoxLayout:
        self._sentences, self._links = [], []
        return self._lines.anew()
