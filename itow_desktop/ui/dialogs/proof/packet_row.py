"""How far a hearing packet is, with the way to stop it."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from itow_desktop.services.proof.packet import PacketProgress
from itow_desktop.ui.assets import icon


class PacketRow(QWidget):
    """Shown while one is put together."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Putting the packet together")
        self.stop = QPushButton("Ca&ncel")
        self.stop.setIcon(icon("x"))
        self.stop.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.words)
        row.addWidget(self.stop)
        self.hide()

    def begin(self) -> None:
        """Nothing is known yet."""
        self.words.setText("Reading the record")
        self.bar.setRange(0, 0)
        self.show()

    def take(self, step: PacketProgress) -> None:
        """The newest state."""
        self.words.setText(step.now)
        self.bar.setRange(0, max(step.total, 1))
        self.bar.setValue(step.done)
