"""How far a count is, with the way to stop it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from itow_desktop.services.reporting import ReportProgress
from itow_desktop.ui.assets import icon


class CountingRow(QWidget):
    """Shown only for what takes long enough to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Counting")
        self.stop = QPushButton("Can&cel")
        self.stop.setIcon(icon("x"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.words)
        row.addWidget(self.stop)
        self.hide()

    def begin(self) -> None:
        """Nothing is known yet."""
        self.words.setText("Starting")
        self.bar.setRange(0, 0)

    def take(self, step: ReportProgress) -> None:
        """The newest state."""
        self.words.setText(f"{step.done:,} of {step.total:,} cars")
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)
