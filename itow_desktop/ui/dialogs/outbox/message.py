"""One message: what it says, what goes with it, what servers answered."""

from datetime import tzinfo

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.outbox.messages import OutMessage
from itow_desktop.ui.assets import icon
from itow_desktop.ui.dialogs.outbox.rows import message_words, to_whom, what
from itow_desktop.ui.widgets.tones import heading


class MessageDialog(QDialog):
    """Only looks."""

    paper_asked = Signal(object)
    """Id of a kept document that goes with it."""

    def __init__(self, message: OutMessage, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Message")
        self.text = QPlainTextEdit(message_words(message, zone))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("The message")
        self.papers = QComboBox()
        self.papers.setAccessibleName("Papers that go with it")
        for each in message.papers:
            self.papers.addItem(each.name, each.document_id)
        self.show_paper = QPushButton(icon("file-pdf"), "&Show the paper")
        self.show_paper.clicked.connect(lambda _checked=False: self.paper_asked.emit(self.papers.currentData()))
        copy = QPushButton(icon("copy"), "C&opy")
        copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.close_button = QPushButton("&Close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for part, stretch in ((self.papers, 1), (self.show_paper, 0), (copy, 0), (self.close_button, 0)):
            foot.addWidget(part, stretch)
        for part in (self.papers, self.show_paper):
            part.setVisible(bool(message.papers))
        if not message.papers:
            foot.insertStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(heading(f"{what(message)} to {to_whom(message)}"))
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        space = self.screen().availableSize()
        self.resize(QSize(760, 560).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        self.close_button.setFocus()
