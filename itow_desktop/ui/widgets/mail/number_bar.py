"""The line that puts numbers on pieces of mail: what was scanned or typed, which piece it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from itow_desktop.ui.assets import Tone
from itow_desktop.ui.scanner import WANTS_SCAN
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import quiet, set_tone

_MOST = 80


class NumberBar(QWidget):
    """Enter puts the number on, Esc leaves; a doubt keeps the number in the field and offers to keep it all the same."""

    asked = Signal(str, bool)
    """What stands in the field, and whether it shall be kept although it is doubted."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._doubted = ""
        self.field = QLineEdit()
        self.field.setMaxLength(_MOST)
        self.field.setPlaceholderText("scan, or type and press Enter")
        self.field.setProperty(WANTS_SCAN, "enter")
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("0") * 34)
        self.keep = QPushButton("&Keep it all the same")
        self.keep.hide()
        self.label = QLabel("&Number")
        self.label.setBuddy(self.field)
        self.hint = quiet()
        self.hint.setWordWrap(True)
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (Picture("barcode", 16, Tone.QUIET), self.label, self.field, self.keep):
            row.addWidget(widget)
        row.addWidget(self.hint, 1)
        self.field.returnPressed.connect(lambda: self._ask(sure=False))
        self.field.textEdited.connect(lambda _text: self._believe())
        self.keep.clicked.connect(lambda: self._ask(sure=True))

    # --- what it says ------------------------------------------------------------------------------------------------

    def point(self, words: str, tone: Tone = Tone.QUIET) -> None:
        """Say whose number is wanted, unless a doubt about one is being answered."""
        if not self._doubted:
            self._say(words, tone)

    def begin(self, label: str = "&Number") -> None:
        """Into the field, over what stands there; ``label`` says which number is meant."""
        self.label.setText(label)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """The number is on its piece."""
        self.field.clear()
        self._believe()

    def doubt(self, number: str, why: str) -> None:
        """It does not look right: say why, let the person who compared it keep it."""
        self._doubted = number
        self.field.setText(number)
        self.keep.show()
        self._say(why, Tone.TODAY)
        self.field.setFocus()
        self.field.selectAll()

    def refuse(self, number: str, why: str) -> None:
        """It cannot be: say why; what was typed stays."""
        self._believe()
        self.field.setText(number)
        self._say(why, Tone.LATE)
        self.field.setFocus()
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _say(self, words: str, tone: Tone) -> None:
        self.hint.setText(words)
        set_tone(self.hint, tone)

    def _believe(self) -> None:
        self._doubted = ""
        self.keep.hide()

    def _ask(self, *, sure: bool) -> None:
        typed = self.field.text().strip()
        if typed:
            self.asked.emit(typed, sure and typed == self._doubted)
