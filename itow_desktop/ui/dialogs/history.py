"""One import of the past: how it ended, which calls failed."""

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from itow_desktop.services.views import FailedCall, ImportRun
from itow_desktop.ui.models.imports import STATES, FailedModel, counts_text, range_text
from itow_desktop.ui.text import counted, moment_text
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import heading, quiet, strong


class RunDialog(QDialog):
    """Counts, message, effect on the queue, failures with their reasons."""

    def __init__(self, run: ImportRun, failures: Sequence[FailedCall], zone: tzinfo, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.model = FailedModel(self)
        self.model.put(failures)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(heading(f"{moment_text(run.started_at, zone, today)}: {STATES[run.state][0]}"))
        by = f" · by {run.by}" if run.by else ""
        column.addWidget(quiet(f"{range_text(run, today)} · {', '.join(run.accounts)}{by}"))
        column.addWidget(strong(counts_text(run)))
        for sentence in (run.effect, run.message):
            if sentence:
                label = QLabel(sentence)
                label.setWordWrap(True)
                column.addWidget(label)
        if failures:
            column.addWidget(quiet(f"{counted(len(failures), 'call', 'calls')} could not be read"))
            table = PlainTable(self.model, "Failed calls", stretch=1)
            column.addWidget(table, 1)
        else:
            column.addStretch(1)
        close = QPushButton("&Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        space = self.screen().availableSize()
        self.resize(QSize(640, 420 if failures else 220).boundedTo(QSize(space.width() - 48, space.height() - 64)))
