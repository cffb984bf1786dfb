"""The words of one letter as they are typed: a title, its parts, fields to put in."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from itow_desktop.domain.letters.blocks import LONGEST_HEADING, LONGEST_TITLE, Block, LetterField, LetterWords, edited_words
from itow_desktop.ui.widgets.tones import quiet

_HOW = "A line that begins with “- ” is a point of a list. What stands between braces is filled in for each vehicle."
_PICK = "Put in a field..."


class WordsForm(QWidget):
    """A list of the parts, below it the one that is chosen."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words: LetterWords | None = None
        self._texts: dict[str, tuple[str, str]] = {}
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST_TITLE)
        self.parts = QListWidget()
        self.parts.setAccessibleName("Parts of the letter")
        self.parts.setUniformItemSizes(True)
        self.heading = QLineEdit()
        self.heading.setMaxLength(LONGEST_HEADING)
        self.heading.setPlaceholderText("none")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.fields = QComboBox()
        self.fields.setAccessibleName("Fields")
        self.fields.addItem(_PICK)
        for field in LetterField:
            self.fields.addItem(f"{{{field}}}   {field.words}", field)
        self._build()
        self.title.textEdited.connect(lambda _text: self.edited.emit())
        self.heading.textEdited.connect(lambda _text: self._typed())
        self.text.textChanged.connect(self._typed)
        self.parts.currentRowChanged.connect(lambda _row: self._show_part())
        self.fields.activated.connect(self._put_in)

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("&Title", self.title)
        form.addRow("&Parts", self.parts)
        form.addRow("&Heading", self.heading)
        form.addRow("Te&xt", self.text)
        form.addRow("&Field", self.fields)
        hint = quiet(_HOW)
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(form, 1)
        column.addWidget(hint)

    def put(self, words: LetterWords) -> None:
        """Show words; what was typed into others is gone."""
        self._words, self._texts = words, {}
        row = max(self.parts.currentRow(), 0)
        with QSignalBlocker(self.parts):
            self.parts.clear()
            for block in words.blocks:
                self.parts.addItem(_named(block))
        self.title.setText(words.title)
        self.parts.setCurrentRow(min(row, len(words.blocks) - 1))
        self._show_part()

    def allow(self, *, typing: bool) -> None:
        """Whether the words may be typed in, or only be read."""
        for line in (self.title, self.heading):
            line.setReadOnly(not typing)
        self.text.setReadOnly(not typing)
        self.fields.setEnabled(typing)

    @property
    def words(self) -> LetterWords | None:
        """The words as they stand here now."""
        return edited_words(self._words, self.title.text().strip(), self._texts) if self._words is not None else None

    @property
    def touched(self) -> bool:
        """Whether something was typed that differs from what was shown."""
        return self._words is not None and self.words != self._words

    def choose(self, name: str) -> None:
        """Go to a part; the title where the name is empty."""
        names = [block.name for block in self._words.blocks] if self._words is not None else []
        if name in names:
            self.parts.setCurrentRow(names.index(name))
            self.text.setFocus()
        else:
            self.title.setFocus()

    def _block(self) -> Block | None:
        row = self.parts.currentRow()
        return self._words.blocks[row] if self._words is not None and 0 <= row < len(self._words.blocks) else None

    def _show_part(self) -> None:
        block = self._block()
        if block is None:
            return
        heading, text = self._texts.get(block.name, (block.heading, block.text))
        with QSignalBlocker(self.heading), QSignalBlocker(self.text):
            self.heading.setText(heading)
            self.text.setPlainText(text)

    def _typed(self) -> None:
        block = self._block()
        if block is not None:
            self._texts[block.name] = self.heading.text(), self.text.toPlainText()
            self.edited.emit()

    def _put_in(self, place: int) -> None:
        field = self.fields.itemData(place)
        if field is not None:
            self.text.insertPlainText(f"{{{field}}}")
            self.fields.setCurrentIndex(0)
            self.text.setFocus()


def _named(block: Block) -> str:
    """A part in a few words: its heading, else how it begins."""
    spanish = "Spanish: " if block.name.startswith("spanish") else ""
    words = block.heading or " ".join(block.text.split())
    return spanish + (words if len(words) <= 60 else f"{words[:58]}...")
