"""What an import of a file would bring, before anything is written."""

from collections.abc import Callable
from datetime import date, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.services.importing.from_files import FilePreview, Offer
from itow_desktop.ui.assets import icon
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.incoming import words
from itow_desktop.ui.dialogs.incoming.preview_source import PreviewSource
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.checking.tray_view import TrayView
from itow_desktop.ui.widgets.tones import quiet, strong


class PreviewPage(QWidget):
    """The lines just as Check import will show them, without anything to decide."""

    columns_asked = Signal()
    import_asked = Signal()

    def __init__(self, runner: TaskRunner, zone: Callable[[], tzinfo], today: Callable[[], date]) -> None:
        super().__init__()
        self._zone, self._today = zone, today
        self.preview: FilePreview | None = None
        self.would, self.notes, self.warning = strong(), quiet(), ProblemStrip()
        self.view = TrayView(runner, zone, today, decidable=False)
        self.photos = QCheckBox("Then look for p&hotos of these calls in the same folder")
        self.columns, self.go = QPushButton("C&olumns..."), QPushButton("&Import")
        self.columns.setIcon(icon("columns"))
        self.columns.setToolTip("Say anew what each column of the file is")
        self.go.setProperty("primary", True)
        self.go.setMinimumWidth(128)
        for label in (self.would, self.notes):
            label.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.photos, 1)
        for button in (self.columns, self.go):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.would, self.warning, self.notes):
            column.addWidget(part)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self.columns.clicked.connect(self.columns_asked)
        self.go.clicked.connect(self.import_asked)

    def put(self, offer: Offer, preview: FilePreview) -> None:
        """Another file, or the same one read otherwise."""
        self.preview = preview
        self.would.setText(words.would_words(preview))
        self.warning.say(words.warning_words(preview))
        self.notes.setText(" ".join(words.note_words(offer, preview, self._zone(), self._today())))
        self.notes.setToolTip(words.remarks_tip(preview))
        self.go.setEnabled(bool(preview.lines))
        self.photos.setChecked(False)
        self.view.look_at(PreviewSource(preview), f"{offer.look.name} was only read.", "The file")

    def forget(self) -> None:
        """Let go of what was read: a large file fills the memory."""
        self.preview = None
        self.view.look_at(None)
