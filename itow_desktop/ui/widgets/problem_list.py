"""All problems of a form at once, each leading to its field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone
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
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column = QVBoxLayout()
        column.addWidget(Picture("warning-octagon", 20, Tone.LATE))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addLayout(column)
        row.addLayout(self._lines, 1)
        self._sentences: list[str] = []
        self.hide()

    @property
    def sentences(self) -> list[str]:
        """What it says now."""
        return list(self._sentences)

    @property
    def lines(self) -> list[QPushButton]:
        """The lines that lead to a field."""
        return [button for button in self.findChildren(QPushButton) if button.objectName() == "link" and not button.isHidden()]

    def show_problems(self, title: str, problems: Sequence[tuple[str, str, str]]) -> None:
        """``problems`` are (field, its word, sentence)."""
        self._empty()
        self._sentences = [sentence for _, _, sentence in problems]
        self._lines.addWidget(strong(title))
        for field, word, sentence in problems:
            line = link(f"{word}: {sentence}".replace("&", "&&"), "Go to the field")
            line.clicked.connect(lambda _=False, field=field: self.asked.emit(field))
            self._lines.addWidget(line)
        self.show()

    def show_sentence(self, sentence: str, action: str | None = None, deed: Callable[[], object] | None = None) -> None:
        """One sentence, at most one way out."""
        self._empty()
        self._sentences = [sentence]
        self._lines.addWidget(value_label(sentence))
        if action is not None and deed is not None:
            button = QPushButton(action)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False: deed())
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self._lines.addLayout(row)
        self.show()

    def clear(self) -> None:
        """Nothing is wrong."""
        self._empty()
        self.hide()

    def _empty(self) -> None:
        self._sentences = []
        while (item := self._lines.takeAt(0)) is not None:
            _dispose(item.widget())
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)) is not None:
                _dispose(part.widget())


def _dispose(widget: QWidget | None) -> None:
    if widget is not None:
        widget.hide()
        widget.deleteLater()
